//! The many names of one provider: LiteLLM's, OpenTelemetry's, the SDKs'.

/// One name per provider, so that names from a log and from the table can be compared.
///
/// LiteLLM splits some providers by API (`bedrock_converse`, `vertex_ai-anthropic_models`); OpenTelemetry writes
/// `aws.bedrock`, `gcp.vertex_ai`.
pub(super) fn canonical(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase();
    if name.starts_with("vertex_ai") {
        return "vertex_ai".to_owned();
    }
    let known = match name.as_str() {
        "bedrock_converse" | "aws.bedrock" | "aws_bedrock" | "amazon_bedrock" | "amazon-bedrock" => "bedrock",
        "gcp.vertex_ai" | "vertexai" | "google_vertexai" | "google_vertex" | "google-vertex" => "vertex_ai",
        "gcp.gemini" | "gcp.gen_ai" | "google" | "google_genai" | "google_ai_studio" => "gemini",
        "azure.ai.openai" | "az.ai.openai" | "azure_openai" | "azure-openai" | "azure_text" => "azure",
        "azure.ai.inference" | "az.ai.inference" => "azure_ai",
        "x_ai" | "x.ai" | "x-ai" => "xai",
        "mistral_ai" | "mistralai" => "mistral",
        "ibm.watsonx.ai" => "watsonx",
        "together" | "togetherai" => "together_ai",
        "fireworks" | "fireworks_ai-embedding-models" => "fireworks_ai",
        "cohere_chat" => "cohere",
        "text-completion-openai" => "openai",
        "text-completion-codestral" => "codestral",
        "amazon-nova" => "amazon_nova",
        other => other,
    };
    known.to_owned()
}

/// The prefix under which LiteLLM files a provider's models.
pub(super) fn key_prefix(canonical: &str) -> &str {
    match canonical {
        "amazon_nova" => "amazon-nova",
        other => other,
    }
}

/// Providers whose models the table files under bare names, or that it does not list, but that prefix names in logs.
pub(super) const WITHOUT_OWN_PREFIX: [&str; 8] =
    ["openai", "anthropic", "bedrock", "ai21", "cohere", "openrouter", "litellm_proxy", "gemini"];

/// Whether the provider's higher tier begins at the threshold itself rather than above it.
pub(super) fn threshold_is_inclusive(canonical: &str) -> bool {
    canonical == "xai"
}
