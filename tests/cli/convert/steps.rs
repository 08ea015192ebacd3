//! Requests that are steps of a trace, as spans: no store takes them for calls of a model, and this program for the requests
//! that they were.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::{QUESTIONS, assert_same};
use crate::support::{Logs, ROOT, llmobs};

const LOG: &str = r#"{"request_id":"q1","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00000000000000a1","name":"answer","kind":"agent","start_time":"2026-11-23T08:00:00Z","end_time":"2026-11-23T08:00:03Z"}
{"request_id":"q2","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00000000000000a2","parent_span_id":"00000000000000a1","name":"search","start_time":"2026-11-23T08:00:01Z","duration_ms":500}
{"request_id":"q3","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00000000000000a3","parent_span_id":"00000000000000a1","start_time":"2026-11-23T08:00:02Z","duration_ms":900,"model":"gpt-4o","input_tokens":7,"output_tokens":3}
{"request_id":"q4","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00000000000000a4","parent_span_id":"00000000000000a3","name":"vectors","kind":"EMBEDDING","model":"m","input_tokens":5,"output_tokens":0,"cost_usd":0.5}
{"request_id":"q5","trace_id":"short","span_id":"1","parent_span_id":"0000000000000000","kind":"server","name":"handle"}
{"request_id":"q6","trace_id":"short","span_id":"2","parent_span_id":"1","name":"ask","kind":"LLM"}
{"request_id":"q7","span_id":"3","parent_span_id":"1","name":"of no trace","status":"error"}
{"request_id":"r","name":"app.logger","kind":"x","model":"gpt-4o","status":"success"}
{"request_id":"s","feature":"chat-ui","error_type":"Timeout"}
"#;

/// Spans with their attributes, as `convert` writes them of a log.
fn spans(log: &Path, options: &str) -> Vec<Value> {
    let lines = llmobs(&format!("convert --quiet --to otlp {options}")).arg(log).run().expect(0).ndjson();
    lines.iter().map(|line| line["resourceSpans"][0]["scopeSpans"][0]["spans"][0].clone()).collect()
}

fn operation(span: &Value) -> Option<&str> {
    let attributes = span["attributes"].as_array().expect("attributes");
    attributes.iter().find(|it| it["key"] == "gen_ai.operation.name")?["value"]["stringValue"].as_str()
}

#[test]
fn names_kinds_and_operations_are_those_of_the_log() {
    let (_logs, log) = Logs::with(LOG);
    let found: Vec<Value> =
        spans(&log, "").iter().map(|span| json!([span["name"], span["kind"], operation(span)])).collect();
    let wanted = [
        json!(["answer", 1, "agent"]),
        json!(["search", 1, null]),
        json!(["chat gpt-4o", 3, "chat"]),
        json!(["vectors", 3, "embeddings"]),
        // What side of a connection it is on says nothing of what it does.
        json!(["handle", 2, null]),
        json!(["ask", 3, "chat"]),
        json!(["of no trace", 1, null]),
        // A name is that of a span only where there is one: loggers have names as well.
        json!(["chat gpt-4o", 3, "chat"]),
        json!(["chat-ui", 1, null]),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_trace_keeps_its_tree_and_its_times() {
    let (_logs, log) = Logs::with(LOG);
    let spans = spans(&log, "");
    let ids = |span: &Value| [span["traceId"].clone(), span["spanId"].clone(), span["parentSpanId"].clone()];
    let trace = json!("0af7651916cd43dd8448eb211c80319c");
    for (number, id, parent) in
        [(0, "a1", Value::Null), (1, "a2", json!("a1")), (2, "a3", json!("a1")), (3, "a4", json!("a3"))]
    {
        let long = |id: &str| json!(format!("00000000000000{id}"));
        let parent = parent.as_str().map_or(Value::Null, long);
        assert_eq!(ids(&spans[number]), [trace.clone(), long(id), parent]);
    }
    // Ids of other forms are hashes, which find each other.
    let [root, inside, lost] = [4, 5, 6].map(|number| ids(&spans[number]));
    assert_eq!((&root[2], &inside[2]), (&Value::Null, &root[1]));
    assert_eq!(inside[0], root[0]);
    assert!(lost[0] != root[0] && lost[2].is_null(), "{lost:?}");
    // 2026-11-23T08:00:00Z is 1,795,420,800; three seconds to the stated end, half a second of the stated duration.
    assert_eq!(spans[0]["endTimeUnixNano"], json!("1795420803000000000"));
    assert_eq!(spans[1]["endTimeUnixNano"], json!("1795420801500000000"));
}

/// Convert, then analyse: each step is the request that it was, whatever is around it.
#[test]
fn traces_answer_every_question_as_the_log_did() {
    let folder = Logs::new();
    let hand = folder.write("hand.jsonl", LOG);
    let fixtures = ["demo.jsonl", "agents.jsonl", "agents.jaeger.json", "agents.langfuse.json", "agents.otlp.jsonl"];
    let fixtures = fixtures.map(|name| Path::new(ROOT).join("fixtures/traces").join(name));
    let questions = [&QUESTIONS[..], &["costs --by request_id,trace_id", "costs --by status"]].concat();
    for log in fixtures.iter().chain([&hand]) {
        let [once, twice] = ["once.jsonl", "twice.jsonl"].map(|name| folder.path().join(name));
        llmobs("convert --quiet --to otlp -o").arg(&once).arg(log).run().expect(0);
        assert_same(log, &once, &questions);
        llmobs("convert --quiet --to otlp -o").arg(&twice).arg(&once).run().expect(0);
        assert_same(log, &twice, &QUESTIONS);
        let counts = |path: &Path| {
            let input = llmobs("costs --json").arg(path).run().json()["input"].clone();
            ["requests", "pending", "errors"].map(|name| input[name].clone())
        };
        assert_eq!(counts(&once), counts(log), "{}", log.display());
    }
}

#[test]
fn traces_are_shown_as_they_were() {
    let (logs, log) = Logs::with(LOG);
    let out = logs.path().join("out.otlp.jsonl");
    llmobs("convert --quiet --to otlp -o").arg(&out).arg(&log).run().expect(0);
    for question in ["trace list", "trace summary --by trace_id"] {
        let rows = |path: &Path| llmobs(&format!("{question} --json")).arg(path).json()["rows"].clone();
        assert_eq!(rows(&out), rows(&log), "{question}");
    }
}

/// What any other store makes of it: the same file without what only this program reads.
#[test]
fn other_stores_see_calls_and_steps() {
    let (logs, log) = Logs::with(LOG);
    let mut lines = llmobs("convert --quiet --to otlp").arg(&log).run().expect(0).ndjson();
    for line in &mut lines {
        let attributes = &mut line["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"];
        let is_other = |it: &Value| !it["key"].as_str().expect("a key").starts_with("llmobs.");
        attributes.as_array_mut().expect("attributes").retain(is_other);
    }
    let other = logs.write("other.jsonl", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let report = llmobs("costs --json").arg(&other).json();
    // The two calls with tokens, the one whose kind says so, and the one with a model; five steps.
    assert_eq!((&report["totals"]["requests"], &report["input"]["other_records"]), (&json!(4), &json!(5)));
    assert_eq!(report["totals"]["total_input_tokens"], json!(12));
}

/// Loggers that add the span they are in have many requests name one.
#[test]
fn ids_stay_unique_where_requests_share_a_span() {
    let line = |request: Value, span: &str, trace: &str| {
        let mut line = json!({ "trace_id": trace, "span_id": span, "model": "gpt-4o", "input_tokens": 7,
            "timestamp": "2026-11-23T08:00:00Z", "output_tokens": 3 });
        if !request.is_null() {
            line["request_id"] = request;
        }
        format!("{line}\n")
    };
    let span = "00000000000000a1";
    let log = [
        line(json!("r1"), span, "t"),
        line(json!("r2"), span, "t"),
        line(Value::Null, span, "t"),
        line(Value::Null, span, "t"),
        line(json!(""), span, "t"),
        line(json!("r3"), span, "u"),
        // The id of the request is that of another one's span.
        format!("{}\n", json!({ "request_id": span, "trace_id": "t", "model": "gpt-4o" })),
    ];
    let (logs, log) = Logs::with(log.concat());
    let spans = spans(&log, "");
    let ids: BTreeSet<(&str, &str)> = spans
        .iter()
        .map(|span| (span["traceId"].as_str().expect("an id"), span["spanId"].as_str().expect("an id")))
        .collect();
    assert_eq!((ids.len(), &spans[0]["spanId"]), (7, &json!(span)));
    assert_eq!(spans[5]["spanId"], json!(span), "another trace has ids of its own");
    let out = logs.path().join("out.otlp.jsonl");
    llmobs("convert --quiet --to otlp -o").arg(&out).arg(&log).run().expect(0);
    assert_same(&log, &out, &["costs --by trace_id", "costs --by model", "latency"]);
}
