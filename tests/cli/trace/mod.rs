//! `llmobs trace`, against the traces of fixtures/traces: its `make.py` makes them and finds, by other means than the program's,
//! what is true of them.

mod costs;
mod faults;
mod figures;
mod formats;
mod ids;
mod size;
mod tools;
mod tree;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Logs, ROOT};

const NATIVE: &str = "fixtures/traces/agents.jsonl";
const JAEGER: &str = "fixtures/traces/agents.jaeger.json";
const OTLP: &str = "fixtures/traces/agents.otlp.jsonl";
/// The same traces, however they are written.
const LOGS: [&str; 6] = [
    NATIVE,
    JAEGER,
    OTLP,
    "fixtures/traces/agents.langfuse.json",
    "fixtures/traces/agents.langsmith.jsonl",
    "fixtures/traces/agents.posthog.jsonl",
];

fn truth() -> Value {
    crate::support::read_json(&Path::new(ROOT).join("fixtures/traces/agents.truth.json"))
}

/// A span of one trace as Jaeger writes it: microseconds after some moment.
fn span(id: &str, parent: Option<&str>, start: i64, duration: i64) -> Value {
    let references: Vec<Value> =
        parent.iter().map(|id| json!({"refType": "CHILD_OF", "traceID": "t", "spanID": id})).collect();
    json!({"traceID": "t", "spanID": id, "operationName": format!("step {id}"), "references": references,
        "startTime": 1_795_420_800_000_000_i64 + start, "duration": duration, "tags": []})
}

/// A file with one trace of these spans.
fn jaeger(spans: &[Value]) -> (Logs, PathBuf) {
    let logs = Logs::new();
    let file =
        logs.write("trace.json", json!({"data": [{"traceID": "t", "spans": spans, "processes": {}}]}).to_string());
    (logs, file)
}

/// Whether two figures agree but for what adding up in another order leaves.
#[track_caller]
fn assert_near(found: &Value, wanted: &Value, what: &str) {
    let (Some(a), Some(b)) = (found.as_f64(), wanted.as_f64()) else {
        assert_eq!(found, wanted, "{what}");
        return;
    };
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{what}: {found} is not {wanted}");
}

/// The figures of a span of `report`, by its id.
#[track_caller]
fn row_of<'r>(report: &'r Value, id: &str) -> &'r Value {
    crate::support::row(report, "span_id", &json!(id))
}
