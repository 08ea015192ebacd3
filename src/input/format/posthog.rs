//! PostHog's events of calls: times in seconds, tokens as the provider counts them.

use super::{Cached, Calls, Format, PLAIN, Spans, Verdict, at, seconds};
use crate::query::Canonical::*;

pub static POSTHOG: Format = Format {
    name: "posthog",
    title: "PostHog LLM events",
    lacks: "error types",
    signs: &[&["event", "properties.$ai_model"], &["event", "properties.$ai_trace_id"]],
    fields: &[
        // [K] that it is when the call began, and not when its event was sent.
        (Timestamp, &[at("timestamp")]),
        (RequestId, &[at("properties.$ai_span_id"), at("properties.$ai_generation_id"), at("uuid")]),
        (TraceId, &[at("properties.$ai_trace_id")]),
        (SessionId, &[at("properties.$ai_session_id"), at("properties.$session_id")]),
        (UserId, &[at("distinct_id")]),
        (Feature, &[at("properties.$ai_span_name")]),
        (Model, &[at("properties.$ai_model")]),
        (Provider, &[at("properties.$ai_provider")]),
        (MaxTokens, &[at("properties.$ai_model_parameters.max_tokens")]),
        (Temperature, &[at("properties.$ai_model_parameters.temperature")]),
        (InputTokens, &[at("properties.$ai_input_tokens")]),
        (OutputTokens, &[at("properties.$ai_output_tokens")]),
        (CacheReadTokens, &[at("properties.$ai_cache_read_input_tokens")]),
        (ReasoningTokens, &[at("properties.$ai_reasoning_tokens")]),
        (CostUsd, &[at("properties.$ai_total_cost_usd")]),
        (LatencyMs, &[seconds("properties.$ai_latency")]),
        (TtftMs, &[seconds("properties.$ai_time_to_first_token")]),
        (FinishReason, &[at("properties.$ai_stop_reason")]),
    ],
    cached: Cached::ByProvider,
    writes: [&["properties.$ai_cache_creation_input_tokens"], &[], &[]],
    calls: Calls::Kind { paths: &["event"], words: &["$ai_generation", "$ai_embedding"] },
    spans: Spans {
        id: &[at("properties.$ai_span_id")],
        parent: &[at("properties.$ai_parent_id")],
        name: &[at("properties.$ai_span_name")],
        kind: &[at("event")],
        // What the top spans of a trace name for a parent.
        whole: "$ai_trace",
        ..PLAIN.spans
    },
    verdict: Verdict {
        http_status: &["properties.$ai_http_status"],
        errors: &["properties.$ai_is_error"],
        ..PLAIN.verdict
    },
    ..PLAIN
};
