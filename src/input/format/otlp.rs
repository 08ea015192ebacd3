//! OpenTelemetry's traces as the collector writes them, in the words of the GenAI conventions, of OpenLLMetry, of
//! OpenInference and of Vercel's AI SDK.
//!
//! Only spans that call a model count: those of agents, chains and tools repeat what the calls inside them state.
//! Attributes are paths by their own names, those of a resource behind `resource.`, those of a span's events behind
//! `event.`. Behind the names of the conventions those of flat logs are understood. A trace that was sampled says so in its
//! `tracestate`. Before all of these a field's own name behind `llmobs.` counts, as `convert` writes it.

use super::{
    Calls, Format, Layout, Moments, PLAIN, Spans, Verdict, at, first, seconds, span_kind, stand_in, threshold,
    unawaited,
};
use crate::query::Canonical::*;

pub static OTLP: Format = Format {
    name: "otlp",
    title: "OpenTelemetry traces (OTLP JSON)",
    // A collector may write its other signals into the same file, and those first.
    signs: &[
        &["resourceSpans"],
        &["resource_spans"],
        &["resourceMetrics"],
        &["resourceLogs"],
        // Since version 3 Jaeger's API has an envelope around each piece of its answer.
        &["result.resourceSpans"],
        &["result.resource_spans"],
    ],
    layout: Layout::Otlp,
    own: &[
        (Timestamp, &[at("startTimeUnixNano"), at("start_time_unix_nano")]),
        (RequestId, &[stand_in("spanId"), stand_in("span_id")]),
        (TraceId, &[stand_in("traceId"), stand_in("trace_id")]),
        (SampleRate, &[threshold("traceState"), threshold("trace_state")]),
    ],
    moments: Moments { end: &["endTimeUnixNano", "end_time_unix_nano"], first_token: &[] },
    spans: Spans {
        id: &[at("spanId"), at("span_id")],
        parent: &[at("parentSpanId"), at("parent_span_id")],
        name: &[at("name")],
        ..GEN_AI.spans
    },
    verdict: Verdict { errors: &["status.error"], ..GEN_AI.verdict },
    ..GEN_AI
};

/// What the attributes of a span say, whatever format the span is in.
pub const GEN_AI: Format = Format {
    lacks: "cost and users, unless an attribute states them",
    fields: &[
        (
            SessionId,
            &[
                at("langfuse.session.id"),
                at("session.id"),
                at("gen_ai.conversation.id"),
                at("ai.telemetry.metadata.sessionId"),
            ],
        ),
        (
            UserId,
            &[
                at("langfuse.user.id"),
                at("user.id"),
                at("enduser.id"),
                at("ai.telemetry.metadata.userId"),
                at("traceloop.association.properties.user_id"),
            ],
        ),
        (
            Feature,
            &[
                at("gen_ai.agent.name"),
                at("gen_ai.workflow.name"),
                at("traceloop.workflow.name"),
                at("ai.telemetry.functionId"),
                stand_in("name"),
                stand_in("operationName"),
            ],
        ),
        (
            Model,
            &[
                at("gen_ai.response.model"),
                at("ai.response.model"),
                at("ai.model.id"),
                at("gen_ai.request.model"),
                at("llm.response.model_name"),
                at("llm.response.model"),
                at("llm.model_name"),
                at("llm.request.model_name"),
            ],
        ),
        (
            Provider,
            &[
                at("gen_ai.provider.name"),
                at("gen_ai.system"),
                at("ai.model.provider"),
                at("llm.provider"),
                at("llm.system"),
            ],
        ),
        (ServiceTier, &[at("gen_ai.openai.response.service_tier"), at("openai.response.service_tier")]),
        (MaxTokens, &[at("gen_ai.request.max_tokens"), at("ai.settings.maxOutputTokens")]),
        (Temperature, &[at("gen_ai.request.temperature"), at("ai.settings.temperature")]),
        (
            InputTokens,
            &[
                at("gen_ai.usage.input_tokens"),
                at("gen_ai.usage.prompt_tokens"),
                at("ai.usage.inputTokens"),
                at("ai.usage.promptTokens"),
                at("llm.token_count.prompt"),
                at("llm.usage.prompt_tokens"),
            ],
        ),
        (
            OutputTokens,
            &[
                at("gen_ai.usage.output_tokens"),
                at("gen_ai.usage.completion_tokens"),
                at("ai.usage.outputTokens"),
                at("ai.usage.completionTokens"),
                at("llm.token_count.completion"),
                at("llm.usage.completion_tokens"),
            ],
        ),
        (
            CacheReadTokens,
            &[
                at("gen_ai.usage.cache_read.input_tokens"),
                at("gen_ai.usage.cache_read_input_tokens"),
                at("gen_ai.usage.cache_read_tokens"),
                at("gen_ai.usage.details.cache_read_tokens"),
                at("ai.usage.cachedInputTokens"),
                at("llm.token_count.prompt_details.cache_read"),
            ],
        ),
        (
            ReasoningTokens,
            &[
                at("gen_ai.usage.reasoning.output_tokens"),
                at("gen_ai.usage.reasoning_tokens"),
                at("ai.usage.reasoningTokens"),
                at("llm.token_count.completion_details.reasoning"),
            ],
        ),
        (CostUsd, &[at("gen_ai.usage.cost"), at("llm.cost.total")]),
        (TtftMs, &[seconds("gen_ai.response.time_to_first_chunk"), at("ai.response.msToFirstChunk")]),
        (ErrorType, &[at("error.type"), at("exception.type")]),
        (
            FinishReason,
            &[
                first("gen_ai.response.finish_reasons"),
                at("gen_ai.response.finish_reason"),
                at("ai.response.finishReason"),
                at("llm.finish_reason"),
            ],
        ),
        (QualityScore, &[at("gen_ai.evaluation.score.value"), at("event.gen_ai.evaluation.score.value")]),
        (Experiment, &[at("experiment"), at("traceloop.association.properties.experiment")]),
        (Variant, &[at("variant"), at("traceloop.association.properties.variant")]),
    ],
    writes: [
        &[
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens",
            "gen_ai.usage.cache_write_tokens",
            "llm.token_count.prompt_details.cache_write",
        ],
        // The parts of what stands before them, of a span that this program wrote.
        &["llmobs.cache_write_tokens"],
        &["llmobs.cache_write_1h_tokens"],
    ],
    calls: Calls::Kind {
        paths: &[
            "openinference.span.kind",
            "gen_ai.operation.name",
            "llm.request.type",
            "ai.operationId",
            "traceloop.span.kind",
            "langsmith.span.kind",
        ],
        words: &[
            "chat",
            // Semantic Kernel's words.
            "chat.completions",
            "text.completions",
            "completion",
            "generate_content",
            "text_completion",
            "embeddings",
            "embedding",
            "llm",
            "ai.generateText.doGenerate",
            "ai.streamText.doStream",
            "ai.generateObject.doGenerate",
            "ai.streamObject.doStream",
            "ai.embed.doEmbed",
            "ai.embedMany.doEmbed",
        ],
    },
    spans: Spans {
        // What LLM instrumentations say tells more than `client` or `internal`.
        kind: &[
            at("openinference.span.kind"),
            at("gen_ai.operation.name"),
            at("traceloop.span.kind"),
            at("langfuse.observation.type"),
            span_kind("kind"),
            span_kind("span.kind"),
        ],
        service: &[at("resource.service.name")],
        link: &[unawaited("refType"), unawaited("kind"), unawaited("span.kind")],
        ..PLAIN.spans
    },
    verdict: Verdict { exceptions: &["event.exception.type"], ..PLAIN.verdict },
    ..PLAIN
};
