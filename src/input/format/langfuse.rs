//! Langfuse: its observations as the interface and the API export them, and as they stand in blob storage.
//!
//! Of `usageDetails` every figure is a bucket of its own: `input` leaves out cached tokens, `output` leaves out reasoning, and
//! all input is the sum of every figure whose name holds `input`. Names with a point in them come from OpenInference, and count
//! what the others hold.
//! `latency` and `timeToFirstToken` are in seconds. Only generations and embeddings are calls; the other observations
//! contain them.

use super::{Cached, Calls, Format, Moments, PLAIN, Spans, Verdict, at, seconds};
use crate::query::Canonical::*;

const CALLS: &[&str] = &["GENERATION", "EMBEDDING"];

pub static LANGFUSE: Format = Format {
    name: "langfuse",
    title: "Langfuse exports (interface, API, trace download)",
    lacks: "users and sessions, where the API's first version wrote it",
    signs: &[&["usageDetails", "traceId"], &["parentObservationId", "traceId"], &["calculatedTotalCost", "traceId"]],
    fields: &[
        (Timestamp, &[at("startTime"), at("endTime")]),
        (RequestId, &[at("id")]),
        (TraceId, &[at("traceId")]),
        (SessionId, &[at("sessionId"), at("trace.sessionId")]),
        (UserId, &[at("userId"), at("trace.userId")]),
        (Feature, &[at("traceName"), at("trace.name"), at("name")]),
        (Model, &[at("model")]),
        (MaxTokens, &[at("modelParameters.max_tokens"), at("modelParameters.maxTokens")]),
        (Temperature, &[at("modelParameters.temperature")]),
        (
            InputTokens,
            &[
                at("usageDetails.input"),
                at("promptTokens"),
                at("usage.input"),
                at("usageDetails.prompt_tokens"),
                at("inputUsage"),
                at("usageDetails.*input*"),
            ],
        ),
        (
            OutputTokens,
            &[
                at("usageDetails.output"),
                at("completionTokens"),
                at("usage.output"),
                at("usageDetails.completion_tokens"),
                at("outputUsage"),
                at("usageDetails.*output*"),
            ],
        ),
        (
            CacheReadTokens,
            &[
                at("usageDetails.input_cache_read"),
                at("usageDetails.input_cached_tokens"),
                at("usageDetails.cache_read_input_tokens"),
                at("usageDetails\0prompt_details.cache_read"),
            ],
        ),
        (
            ReasoningTokens,
            &[
                at("usageDetails.output_reasoning_tokens"),
                at("usageDetails.output_reasoning"),
                at("usageDetails\0completion_details.reasoning"),
            ],
        ),
        (CostUsd, &[at("totalCost"), at("costDetails.total"), at("calculatedTotalCost")]),
        (LatencyMs, &[seconds("latency")]),
        (TtftMs, &[seconds("timeToFirstToken")]),
        (QualityScore, &[at("quality_score"), at("quality")]),
        (Experiment, &[at("experimentName"), at("promptName")]),
        (Variant, &[at("promptVersion")]),
    ],
    cached: Cached::Apart,
    writes: [
        &["usageDetails.input_cache_creation", "usageDetails.cache_creation_input_tokens"],
        &["usageDetails.input_cache_creation_5m"],
        &["usageDetails.input_cache_creation_1h"],
    ],
    buckets: [
        &["usageDetails.input", "usageDetails.*input*"],
        &[
            "usageDetails.output",
            "usageDetails.output_reasoning_tokens",
            "usageDetails.output_reasoning",
            "usageDetails.*output*",
        ],
    ],
    cached_inside: &["usageDetails\0prompt_details.cache_read"],
    calls: Calls::Kind { paths: &["type"], words: CALLS },
    moments: Moments { end: &["endTime"], first_token: &["completionStartTime"] },
    spans: Spans {
        id: &[at("id")],
        parent: &[at("parentObservationId")],
        name: &[at("name")],
        kind: &[at("type")],
        ..PLAIN.spans
    },
    verdict: Verdict { level: &["level"], ..PLAIN.verdict },
    ..PLAIN
};

pub static BLOB: Format = Format {
    name: "langfuse-blob",
    title: "Langfuse blob storage exports",
    lacks: "users and sessions, where it is the older export, which keeps those with the traces",
    signs: &[&["usage_details", "trace_id"], &["provided_model_name", "trace_id"]],
    fields: &[
        (Timestamp, &[at("start_time"), at("end_time")]),
        (RequestId, &[at("id")]),
        (TraceId, &[at("trace_id")]),
        (SessionId, &[at("session_id")]),
        (UserId, &[at("user_id")]),
        (Feature, &[at("trace_name"), at("name")]),
        (Model, &[at("provided_model_name"), at("model")]),
        (MaxTokens, &[at("model_parameters.max_tokens")]),
        (Temperature, &[at("model_parameters.temperature")]),
        (InputTokens, &[at("usage_details.input"), at("usage_details.prompt_tokens"), at("usage_details.*input*")]),
        (
            OutputTokens,
            &[at("usage_details.output"), at("usage_details.completion_tokens"), at("usage_details.*output*")],
        ),
        (
            CacheReadTokens,
            &[
                at("usage_details.input_cache_read"),
                at("usage_details.input_cached_tokens"),
                at("usage_details.cache_read_input_tokens"),
                at("usage_details\0prompt_details.cache_read"),
            ],
        ),
        (
            ReasoningTokens,
            &[
                at("usage_details.output_reasoning_tokens"),
                at("usage_details.output_reasoning"),
                at("usage_details\0completion_details.reasoning"),
            ],
        ),
        (CostUsd, &[at("total_cost"), at("cost_details.total")]),
        (LatencyMs, &[seconds("latency")]),
        (TtftMs, &[seconds("time_to_first_token")]),
        (Experiment, &[at("prompt_name")]),
        (Variant, &[at("prompt_version")]),
    ],
    cached: Cached::Apart,
    writes: [
        &["usage_details.input_cache_creation", "usage_details.cache_creation_input_tokens"],
        &["usage_details.input_cache_creation_5m"],
        &["usage_details.input_cache_creation_1h"],
    ],
    buckets: [
        &["usage_details.input", "usage_details.*input*"],
        &[
            "usage_details.output",
            "usage_details.output_reasoning_tokens",
            "usage_details.output_reasoning",
            "usage_details.*output*",
        ],
    ],
    cached_inside: &["usage_details\0prompt_details.cache_read"],
    calls: Calls::Kind { paths: &["type"], words: CALLS },
    moments: Moments { end: &["end_time"], first_token: &["completion_start_time"] },
    spans: Spans {
        id: &[at("id")],
        parent: &[at("parent_observation_id")],
        name: &[at("name")],
        kind: &[at("type")],
        ..PLAIN.spans
    },
    verdict: Verdict { level: &["level"], ..PLAIN.verdict },
    ..PLAIN
};
