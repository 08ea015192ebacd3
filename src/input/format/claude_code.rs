//! Claude Code's sessions.
//!
//! An answer is one line for each of its content blocks, each with the usage of the whole: lines of one message id and
//! request id are one request, of which the last line counts. Where a gateway passes no request id on, the message id
//! alone tells, whatever the session: one that is resumed repeats the messages of the one before. A side chain's copy of a
//! message of its parent counts with it, whatever its request id. Other lines are prompts, tools and snapshots.

use super::{Cached, Calls, Format, PLAIN, Verdict, at};
use crate::query::Canonical::*;

pub static CLAUDE_CODE: Format = Format {
    name: "claude-code",
    title: "Claude Code sessions",
    lacks: "users, latency",
    signs: &[
        &["sessionId", "message.usage"],
        &["sessionId", "message.role", "uuid"],
        &["type", "message.role", "uuid"],
        &["type", "snapshot", "messageId"],
    ],
    fields: &[
        (Timestamp, &[at("timestamp")]),
        (RequestId, &[at("message.id"), at("uuid")]),
        (SessionId, &[at("sessionId")]),
        (Feature, &[at("cwd")]),
        (Model, &[at("message.model")]),
        (ServiceTier, &[at("message.usage.speed"), at("message.usage.service_tier")]),
        (InputTokens, &[at("message.usage.input_tokens")]),
        (OutputTokens, &[at("message.usage.output_tokens")]),
        (CacheReadTokens, &[at("message.usage.cache_read_input_tokens")]),
        (CostUsd, &[at("costUSD")]),
        (FinishReason, &[at("message.stop_reason")]),
    ],
    cached: Cached::Apart,
    writes: [
        &["message.usage.cache_creation_input_tokens"],
        &["message.usage.cache_creation.ephemeral_5m_input_tokens"],
        &["message.usage.cache_creation.ephemeral_1h_input_tokens"],
    ],
    constants: &[(Provider, "anthropic")],
    calls: Calls::Stating(&["message.usage"]),
    // "No response requested." and the like are Claude Code's own words.
    stand_in: "<synthetic>",
    retells: true,
    id_besides: &["requestId"],
    replay: &["isSidechain"],
    verdict: Verdict { errors: &["isApiErrorMessage"], ..PLAIN.verdict },
    unbilled: &["isApiErrorMessage"],
    ..PLAIN
};
