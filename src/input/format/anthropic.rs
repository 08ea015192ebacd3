//! The results of Anthropic's Message Batches: no times at all, and half the price.

use super::{Cached, Format, PLAIN, Verdict, at, local};
use crate::query::Canonical::*;

pub static BATCH: Format = Format {
    name: "anthropic-batch",
    title: "Anthropic batch results",
    lacks: "users, latency, any time",
    signs: &[&["custom_id", "result.type"]],
    fields: &[
        // A failed request has nothing but the id that its sender gave it, which the next batch may give again.
        (RequestId, &[at("result.message.id"), local("custom_id")]),
        (Model, &[at("result.message.model")]),
        (InputTokens, &[at("result.message.usage.input_tokens")]),
        (OutputTokens, &[at("result.message.usage.output_tokens")]),
        (CacheReadTokens, &[at("result.message.usage.cache_read_input_tokens")]),
        (Status, &[at("result.type")]),
        (ErrorType, &[at("result.error.error.type"), at("result.error.type")]),
        (FinishReason, &[at("result.message.stop_reason")]),
    ],
    cached: Cached::Apart,
    writes: [
        &["result.message.usage.cache_creation_input_tokens"],
        &["result.message.usage.cache_creation.ephemeral_5m_input_tokens"],
        &["result.message.usage.cache_creation.ephemeral_1h_input_tokens"],
    ],
    constants: &[(Provider, "anthropic"), (ServiceTier, "batch")],
    // An expired or a cancelled request was never answered, and is not charged.
    verdict: Verdict { failures: &["errored", "expired", "canceled", "cancelled"], ..PLAIN.verdict },
    ..PLAIN
};
