//! LangSmith's runs: exports, the API's envelopes, and the SDK's posts and patches of one run.
//!
//! Only runs of type `llm` are calls: their parents repeat the tokens and the cost of all below them. The chat's session
//! stands in the metadata; `session_id` is the project.

use super::{Calls, Format, Moments, PLAIN, Spans, Verdict, at, first};
use crate::query::Canonical::*;

pub static LANGSMITH: Format = Format {
    name: "langsmith",
    title: "LangSmith runs",
    lacks: "quality other than by its own `feedback_stats`",
    signs: &[&["run_type", "dotted_order"], &["run_type", "trace_id", "id"], &["dotted_order", "trace_id"]],
    fields: &[
        (Timestamp, &[at("start_time"), at("end_time")]),
        (RequestId, &[at("id")]),
        (TraceId, &[at("trace_id")]),
        (
            SessionId,
            &[at("extra.metadata.thread_id"), at("extra.metadata.session_id"), at("extra.metadata.conversation_id")],
        ),
        (UserId, &[at("extra.metadata.user_id"), at("extra.metadata.user")]),
        (Feature, &[at("extra.metadata.feature"), at("name")]),
        (
            Model,
            &[
                at("extra.metadata.ls_model_name"),
                at("extra.invocation_params.model"),
                at("extra.invocation_params.model_name"),
                at("outputs.model"),
            ],
        ),
        (Provider, &[at("extra.metadata.ls_provider")]),
        (ServiceTier, &[at("outputs.service_tier")]),
        (MaxTokens, &[at("extra.metadata.ls_max_tokens"), at("extra.invocation_params.max_tokens")]),
        (Temperature, &[at("extra.metadata.ls_temperature"), at("extra.invocation_params.temperature")]),
        // [K] that `prompt_tokens` holds the cached ones; fewer of them than cached ones prove otherwise.
        (
            InputTokens,
            &[
                at("prompt_tokens"),
                at("outputs.usage_metadata.input_tokens"),
                at("extra.metadata.usage_metadata.input_tokens"),
                at("outputs.usage.prompt_tokens"),
            ],
        ),
        (
            OutputTokens,
            &[
                at("completion_tokens"),
                at("outputs.usage_metadata.output_tokens"),
                at("extra.metadata.usage_metadata.output_tokens"),
                at("outputs.usage.completion_tokens"),
            ],
        ),
        (
            CacheReadTokens,
            &[
                at("prompt_token_details.cache_read"),
                at("outputs.usage_metadata.input_token_details.cache_read"),
                at("extra.metadata.usage_metadata.input_token_details.cache_read"),
            ],
        ),
        (
            ReasoningTokens,
            &[
                at("completion_token_details.reasoning"),
                at("outputs.usage_metadata.output_token_details.reasoning"),
                at("extra.metadata.usage_metadata.output_token_details.reasoning"),
            ],
        ),
        (CostUsd, &[at("total_cost")]),
        (Status, &[at("status")]),
        (FinishReason, &[at("outputs.finish_reason"), first("outputs.choices")]),
        (Experiment, &[at("extra.metadata.experiment")]),
        (Variant, &[at("extra.metadata.variant")]),
    ],
    writes: [
        &[
            "prompt_token_details.cache_creation",
            "outputs.usage_metadata.input_token_details.cache_creation",
            "extra.metadata.usage_metadata.input_token_details.cache_creation",
        ],
        &["prompt_token_details.ephemeral_5m_input_tokens"],
        &["prompt_token_details.ephemeral_1h_input_tokens"],
    ],
    calls: Calls::Kind { paths: &["run_type"], words: &["llm", "embedding"] },
    moments: Moments { end: &["end_time"], first_token: &["first_token_time"] },
    spans: Spans {
        id: &[at("id")],
        parent: &[at("parent_run_id")],
        name: &[at("name")],
        kind: &[at("run_type")],
        ..PLAIN.spans
    },
    // As the SDK writes a run that has been loaded with those inside of it.
    branches: "child_runs",
    verdict: Verdict { errors: &["error"], ..PLAIN.verdict },
    ..PLAIN
};
