//! The JSON paths under which logs state each canonical field. The first is the exact name and beats the others;
//! of the others, an earlier one beats a later one.

use crate::query::Canonical;

/// Where a field may stand in a line, best first.
pub fn paths(field: Canonical) -> &'static [&'static str] {
    match field {
        Canonical::Timestamp => &["timestamp", "created_at", "time", "ts", "@timestamp", "datetime", "start_time"],
        Canonical::RequestId => &["request_id", "requestId", "req_id"],
        Canonical::TraceId => &["trace_id", "traceId"],
        Canonical::SessionId => &["session_id", "sessionId", "conversation_id", "thread_id"],
        Canonical::UserId => &["user_id", "userId", "user", "end_user", "user.id"],
        Canonical::Feature => &["feature", "feature_name", "featureName", "endpoint"],
        Canonical::Model => &["model", "model_name", "modelName", "model_id"],
        Canonical::Provider => &["provider", "model_provider", "custom_llm_provider"],
        Canonical::ServiceTier => &["service_tier", "usage.service_tier"],
        Canonical::PromptHash => &["prompt_hash"],
        Canonical::PromptLength => &["prompt_length", "prompt_chars"],
        Canonical::ResponseLength => &["response_length", "response_chars"],
        Canonical::MaxTokens => &["max_tokens", "max_completion_tokens", "max_output_tokens"],
        Canonical::Temperature => &["temperature"],
        Canonical::InputTokens => &[
            "input_tokens",
            "prompt_tokens",
            "usage.input_tokens",
            "usage.prompt_tokens",
            "inputTokens",
            "promptTokens",
            "tokens_in",
        ],
        Canonical::OutputTokens => &[
            "output_tokens",
            "completion_tokens",
            "usage.output_tokens",
            "usage.completion_tokens",
            "outputTokens",
            "completionTokens",
            "tokens_out",
        ],
        Canonical::CacheReadTokens => &[
            "cache_read_tokens",
            "cache_read_input_tokens",
            "cached_tokens",
            "usage.cache_read_input_tokens",
            "usage.prompt_tokens_details.cached_tokens",
            "usage.input_tokens_details.cached_tokens",
            "prompt_tokens_details.cached_tokens",
            "input_tokens_details.cached_tokens",
        ],
        // Anthropic's flat figure is the sum of both parts: see `spelling` for how they are kept apart.
        Canonical::CacheWriteTokens => &[
            "cache_write_tokens",
            "cache_creation.ephemeral_5m_input_tokens",
            "usage.cache_creation.ephemeral_5m_input_tokens",
            "cache_creation_input_tokens",
            "usage.cache_creation_input_tokens",
            "cache_creation_tokens",
        ],
        Canonical::CacheWrite1hTokens => &[
            "cache_write_1h_tokens",
            "cache_creation.ephemeral_1h_input_tokens",
            "usage.cache_creation.ephemeral_1h_input_tokens",
        ],
        Canonical::ReasoningTokens => &[
            "reasoning_tokens",
            "usage.completion_tokens_details.reasoning_tokens",
            "usage.output_tokens_details.reasoning_tokens",
            "completion_tokens_details.reasoning_tokens",
            "output_tokens_details.reasoning_tokens",
        ],
        Canonical::CostUsd => &["cost_usd", "cost", "response_cost", "total_cost", "total_cost_usd", "costUSD"],
        Canonical::LatencyMs => &["latency_ms", "duration_ms", "latencyMs", "elapsed_ms", "response_time_ms"],
        Canonical::TtftMs => &["ttft_ms", "time_to_first_token_ms"],
        Canonical::Status => &["status"],
        Canonical::ErrorType => &["error_type", "error.type", "error_class"],
        Canonical::FinishReason => &["finish_reason", "stop_reason", "finishReason"],
        Canonical::QualityScore => &["quality_score", "quality", "score"],
        Canonical::Experiment => &["experiment", "experiment_name", "experiment_id"],
        Canonical::Variant => &["variant", "variant_name"],
        Canonical::SampleRate => &["sample_rate"],
    }
}

/// What a span states beside what a request does: the name to ask for it by, and the paths under which logs state it.
const SPAN: [&[&str]; 7] = [
    &["span_id", "spanId"],
    &["parent_span_id", "parentSpanId", "parent_id", "parentId"],
    &["span_name", "name", "operation_name", "operationName"],
    &["span_kind", "spanKind", "kind"],
    &["start_time", "startTime"],
    &["end_time", "endTime"],
    &["service_name", "service", "service.name"],
];

/// Where a field without a canonical name may stand, best first: at its own path, and a span's also elsewhere.
pub fn of_path(path: &str) -> Vec<String> {
    let known = SPAN.into_iter().find(|paths| paths[0] == path);
    known.unwrap_or(&[path]).iter().map(|path| (*path).to_owned()).collect()
}

/// Paths that hold an HTTP status: 400 and above is an error.
pub const HTTP_STATUS: &[&str] = &["http_status", "status_code", "http_status_code"];
/// Paths that hold an error, whatever its shape, when they are set.
pub const ERRORS: &[&str] = &["error", "error_message", "exception"];
/// Paths that hold a logging level.
pub const LEVEL: &[&str] = &["level", "severity", "levelname"];
