//! What `llm logs --json` prints: an array of answers, times in UTC without a zone.

use super::{Cached, Format, PLAIN, at};
use crate::query::Canonical::*;

pub static LLM: Format = Format {
    name: "llm",
    title: "llm logs --json",
    lacks: "users, cost, errors",
    signs: &[&["datetime_utc", "duration_ms"], &["datetime_utc", "conversation_id"]],
    fields: &[
        (Timestamp, &[at("datetime_utc")]),
        (RequestId, &[at("id")]),
        (SessionId, &[at("conversation_id")]),
        (Feature, &[at("conversation_name")]),
        (Model, &[at("resolved_model"), at("model")]),
        (InputTokens, &[at("input_tokens")]),
        (OutputTokens, &[at("output_tokens")]),
        (
            CacheReadTokens,
            &[at("token_details.prompt_tokens_details.cached_tokens"), at("token_details.cache_read_input_tokens")],
        ),
        (ReasoningTokens, &[at("token_details.completion_tokens_details.reasoning_tokens")]),
        (LatencyMs, &[at("duration_ms")]),
    ],
    cached: Cached::ByProvider,
    writes: [&["token_details.cache_creation_input_tokens"], &[], &[]],
    ..PLAIN
};
