//! The output of OpenAI's Batch API: no latency, half the price, and a time in whole seconds.

use super::{Format, PLAIN, Verdict, at, first};
use crate::query::Canonical::*;

pub static BATCH: Format = Format {
    name: "openai-batch",
    title: "OpenAI batch output",
    lacks: "users, latency, the time of failed requests",
    signs: &[&["custom_id", "response", "error"], &["custom_id", "response.body"]],
    fields: &[
        (Timestamp, &[at("response.body.created"), at("response.body.created_at")]),
        (RequestId, &[at("response.request_id"), at("id"), at("custom_id")]),
        (Model, &[at("response.body.model")]),
        (InputTokens, &[at("response.body.usage.prompt_tokens"), at("response.body.usage.input_tokens")]),
        (OutputTokens, &[at("response.body.usage.completion_tokens"), at("response.body.usage.output_tokens")]),
        // [K] the names of the details, which the copy of the SDK at hand did not have yet; and that cached tokens are part of
        // the prompt's, reasoning of the completion's.
        (
            CacheReadTokens,
            &[
                at("response.body.usage.prompt_tokens_details.cached_tokens"),
                at("response.body.usage.input_tokens_details.cached_tokens"),
            ],
        ),
        (
            ReasoningTokens,
            &[
                at("response.body.usage.completion_tokens_details.reasoning_tokens"),
                at("response.body.usage.output_tokens_details.reasoning_tokens"),
            ],
        ),
        (ErrorType, &[at("error.code"), at("response.body.error.type"), at("response.body.error.code")]),
        (FinishReason, &[first("response.body.choices")]),
    ],
    constants: &[(Provider, "openai"), (ServiceTier, "batch")],
    verdict: Verdict { http_status: &["response.status_code"], errors: &["error"], ..PLAIN.verdict },
    ..PLAIN
};
