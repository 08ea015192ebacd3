//! LiteLLM's proxy: what its loggers write (`StandardLoggingPayload`), and the rows of its database (`LiteLLM_SpendLogs`).
//!
//! `prompt_tokens` holds cached tokens whatever the provider. `response_time` is no latency: of a stream it is the time to
//! the first token. `cache_hit` is LiteLLM's own cache of answers, which costs nothing.

use super::{Calls, Format, Moments, PLAIN, Path, Verdict, at};
use crate::query::Canonical::*;

const MODEL: &[Path] = &[at("model")];

pub static STANDARD: Format = Format {
    name: "litellm",
    title: "LiteLLM logging payloads",
    lacks: "quality",
    signs: &[&["startTime", "custom_llm_provider", "response_cost"], &["startTime", "model_map_information"]],
    fields: &[
        (Timestamp, &[at("startTime"), at("endTime")]),
        (RequestId, &[at("id"), at("litellm_call_id"), at("call_id")]),
        (TraceId, &[at("trace_id")]),
        (SessionId, &[at("session_id"), at("metadata.litellm_session_id"), at("litellm_session_id")]),
        (
            UserId,
            &[
                at("end_user"),
                at("metadata.user_api_key_end_user_id"),
                at("metadata.user_api_key_user_id"),
                at("model_parameters.user"),
            ],
        ),
        (Feature, &[at("metadata.user_api_key_alias"), at("metadata.user_api_key_team_alias")]),
        (Model, MODEL),
        (Provider, &[at("custom_llm_provider")]),
        (ServiceTier, &[at("metadata.usage_object.service_tier")]),
        (MaxTokens, &[at("model_parameters.max_tokens"), at("model_parameters.max_completion_tokens")]),
        (Temperature, &[at("model_parameters.temperature")]),
        (InputTokens, &[at("prompt_tokens")]),
        (OutputTokens, &[at("completion_tokens")]),
        (
            CacheReadTokens,
            &[
                at("metadata.usage_object.cache_read_input_tokens"),
                at("metadata.usage_object.prompt_tokens_details.cached_tokens"),
            ],
        ),
        (ReasoningTokens, &[at("metadata.usage_object.completion_tokens_details.reasoning_tokens")]),
        (CostUsd, &[at("response_cost")]),
        (Status, &[at("status")]),
        (ErrorType, &[at("error_information.error_class"), at("error_information.error_code")]),
        (QualityScore, &[at("metadata.quality_score")]),
        (Experiment, &[at("metadata.experiment")]),
        (Variant, &[at("metadata.variant")]),
    ],
    writes: [
        &["metadata.usage_object.cache_creation_input_tokens"],
        &["metadata.usage_object.prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens"],
        &["metadata.usage_object.prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens"],
    ],
    moments: Moments { end: &["endTime"], first_token: &["completionStartTime"] },
    verdict: Verdict { errors: &["error_str"], ..PLAIN.verdict },
    unbilled: &["cache_hit"],
    ..PLAIN
};

pub static SPEND: Format = Format {
    name: "litellm-spend",
    title: "LiteLLM spend logs",
    lacks: "quality, error types",
    signs: &[&["spend", "startTime", "api_key"], &["spend", "startTime", "call_type"]],
    fields: &[
        (Timestamp, &[at("startTime"), at("endTime")]),
        (RequestId, &[at("request_id")]),
        (SessionId, &[at("session_id")]),
        (UserId, &[at("end_user"), at("user")]),
        (Feature, &[at("metadata.user_api_key_alias"), at("team_id")]),
        (Model, MODEL),
        (Provider, &[at("custom_llm_provider")]),
        (InputTokens, &[at("prompt_tokens")]),
        (OutputTokens, &[at("completion_tokens")]),
        (
            CacheReadTokens,
            &[
                at("metadata.usage_object.cache_read_input_tokens"),
                at("metadata.additional_usage_values.cache_read_input_tokens"),
                at("metadata.usage_object.prompt_tokens_details.cached_tokens"),
            ],
        ),
        (ReasoningTokens, &[at("metadata.usage_object.completion_tokens_details.reasoning_tokens")]),
        (CostUsd, &[at("spend")]),
        (Status, &[at("status"), at("metadata.status")]),
        (ErrorType, &[at("metadata.error_information.error_class"), at("metadata.error_information.error_code")]),
    ],
    writes: [
        &[
            "metadata.usage_object.cache_creation_input_tokens",
            "metadata.additional_usage_values.cache_creation_input_tokens",
        ],
        &["metadata.usage_object.prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens"],
        &["metadata.usage_object.prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens"],
    ],
    calls: Calls::All,
    moments: Moments { end: &["endTime"], first_token: &["completionStartTime"] },
    unbilled: &["cache_hit"],
    ..PLAIN
};
