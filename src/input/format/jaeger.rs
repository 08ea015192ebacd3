//! Jaeger's traces, as its interface downloads them and its API answers: `{"data":[{"traceID","spans","processes"}]}`.
//!
//! Tags are OpenTelemetry's attributes under the names that these have, those of a process behind `resource.`, the fields of
//! a span's logs behind `event.`. What OpenTelemetry has outside of attributes are tags as well. Times and durations are in
//! microseconds.

use super::otlp::GEN_AI;
use super::{Format, Layout, Spans, Verdict, at, microseconds, stand_in, threshold};
use crate::query::Canonical::*;

pub static JAEGER: Format = Format {
    name: "jaeger",
    title: "Jaeger traces (interface, API)",
    signs: &[&["traceID", "spans"], &["processes", "spans"]],
    layout: Layout::Jaeger,
    own: &[
        (Timestamp, &[at("startTime")]),
        (RequestId, &[stand_in("spanID")]),
        (TraceId, &[stand_in("traceID")]),
        (LatencyMs, &[microseconds("duration")]),
        (SampleRate, &[threshold("w3c.tracestate")]),
    ],
    spans: Spans { id: &[at("spanID")], parent: &[at("parentSpanID")], name: &[at("operationName")], ..GEN_AI.spans },
    // The words of OpenTracing, and of Jaeger's translation of OpenTelemetry.
    verdict: Verdict { errors: &["error"], level: &["otel.status_code"], ..GEN_AI.verdict },
    ..GEN_AI
};
