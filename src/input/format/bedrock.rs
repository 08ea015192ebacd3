//! Amazon Bedrock's log of model invocations.
//!
//! [K] that `inputTokenCount` leaves out cached tokens, as Anthropic's own figure does, and the names of the two cache
//! counts: no sample was at hand.

use super::{Cached, Format, PLAIN, Verdict, at, tail};
use crate::query::Canonical::*;

pub static BEDROCK: Format = Format {
    name: "bedrock",
    title: "Amazon Bedrock invocation logs",
    lacks: "cost, and for `InvokeModel` latency",
    signs: &[&["schemaType", "modelId", "requestId"]],
    fields: &[
        (Timestamp, &[at("timestamp")]),
        (RequestId, &[at("requestId")]),
        (SessionId, &[at("requestMetadata.session_id")]),
        (UserId, &[at("requestMetadata.user_id"), at("identity.arn")]),
        (Feature, &[at("requestMetadata.feature"), at("requestMetadata.team"), at("operation")]),
        (Model, &[tail("modelId")]),
        (MaxTokens, &[at("input.inputBodyJson.max_tokens"), at("input.inputBodyJson.inferenceConfig.maxTokens")]),
        (Temperature, &[at("input.inputBodyJson.temperature"), at("input.inputBodyJson.inferenceConfig.temperature")]),
        (InputTokens, &[at("input.inputTokenCount")]),
        (OutputTokens, &[at("output.outputTokenCount")]),
        (
            CacheReadTokens,
            &[
                at("input.cacheReadInputTokenCount"),
                at("output.outputBodyJson.usage.cacheReadInputTokens"),
                at("output.outputBodyJson.usage.cache_read_input_tokens"),
            ],
        ),
        (LatencyMs, &[at("output.outputBodyJson.metrics.latencyMs")]),
        (ErrorType, &[at("errorCode")]),
        (FinishReason, &[at("output.outputBodyJson.stopReason"), at("output.outputBodyJson.stop_reason")]),
    ],
    cached: Cached::Apart,
    writes: [
        &[
            "input.cacheWriteInputTokenCount",
            "output.outputBodyJson.usage.cacheWriteInputTokens",
            "output.outputBodyJson.usage.cache_creation_input_tokens",
        ],
        &["output.outputBodyJson.usage.cache_creation.ephemeral_5m_input_tokens"],
        &["output.outputBodyJson.usage.cache_creation.ephemeral_1h_input_tokens"],
    ],
    constants: &[(Provider, "bedrock")],
    // [K] that an invocation is logged when it has ended: embeddings state no output tokens.
    verdict: Verdict { is_final: true, ..PLAIN.verdict },
    ..PLAIN
};
