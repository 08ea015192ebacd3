//! Helicone's requests.
//!
//! In its database `cost` is a whole number of billionths of a dollar; `costUSD` is dollars. Prompt tokens are what the
//! provider says they are.

use super::{Cached, Format, PLAIN, Verdict, at, nano_dollars};
use crate::query::Canonical::*;

pub static HELICONE: Format = Format {
    name: "helicone",
    title: "Helicone exports",
    lacks: "traces, reasoning tokens, error types",
    signs: &[&["request_created_at", "response_status"], &["request_created_at", "request_path"]],
    fields: &[
        (Timestamp, &[at("request_created_at")]),
        (RequestId, &[at("request_id"), at("response_id")]),
        (SessionId, &[at("request_properties.Helicone-Session-Id"), at("properties.Helicone-Session-Id")]),
        (UserId, &[at("request_user_id"), at("user_id")]),
        (
            Feature,
            &[
                at("request_properties.Helicone-Session-Name"),
                at("properties.Helicone-Session-Name"),
                at("request_path"),
            ],
        ),
        (Model, &[at("model_override"), at("response_model"), at("model"), at("request_model")]),
        (Provider, &[at("provider")]),
        (InputTokens, &[at("prompt_tokens")]),
        (OutputTokens, &[at("completion_tokens")]),
        (CacheReadTokens, &[at("prompt_cache_read_tokens")]),
        (CostUsd, &[at("costUSD"), nano_dollars("cost")]),
        (LatencyMs, &[at("delay_ms"), at("latency")]),
        (TtftMs, &[at("time_to_first_token")]),
        (QualityScore, &[at("scores.quality_score"), at("scores.quality")]),
        (Experiment, &[at("prompt_id")]),
        (Variant, &[at("prompt_version")]),
    ],
    cached: Cached::ByProvider,
    writes: [&["prompt_cache_write_tokens"], &[], &[]],
    // [K] that statuses below zero are states of Helicone's own (still waiting, cancelled) and no failures: such a request
    // is pending, unless it states an answer.
    verdict: Verdict { http_status: &["response_status"], ..PLAIN.verdict },
    // The nil UUID there means that the provider answered.
    unbilled: &["cache_reference_id"],
    ..PLAIN
};
