//! Jaeger's JSON as a log like any other: its tags are OpenTelemetry's attributes.

use serde_json::{Value, json};

use super::{figures, read, told};
use crate::support::{Logs, ROOT, assert_close, llmobs, read_json};

const LOG: &str = "fixtures/traces/agents.jaeger.json";

fn text() -> String {
    std::fs::read_to_string(std::path::Path::new(ROOT).join(LOG)).expect("a fixture")
}

/// The sums over all traces that fixtures/traces/make.py works out.
fn truth(figure: &str) -> f64 {
    let truth = read_json(&std::path::Path::new(ROOT).join("fixtures/traces/agents.truth.json"));
    truth["traces"].as_object().expect("traces").values().filter_map(|trace| trace[figure].as_f64()).sum()
}

#[test]
fn costs_are_those_of_the_calls() {
    let report = llmobs("costs --by model --json").arg(LOG).json();
    for (figure, wanted) in [
        ("requests", "llm_calls"),
        ("errors", "errors"),
        ("total_input_tokens", "total_input_tokens"),
        ("total_output_tokens", "total_output_tokens"),
        ("total_cost_usd", "total_cost_usd"),
    ] {
        assert_close(&report["totals"][figure], &json!(truth(wanted)), figure);
    }
    assert_eq!(report["input"]["formats"], json!({ "jaeger": 1 }));
    // 72 spans, of which 30 are calls of a model: agents and chains are not.
    assert_eq!(report["input"]["other_records"], json!(42));
    // The same spans as OTLP give the same rows.
    let otlp = llmobs("costs --by model --json fixtures/traces/agents.otlp.jsonl").json();
    assert_eq!(report["rows"], otlp["rows"]);
    for command in ["summary", "latency --by model", "errors", "top models"] {
        let [jaeger, otlp] =
            [LOG, "fixtures/traces/agents.otlp.jsonl"].map(|log| llmobs(&format!("{command} --json")).arg(log).json());
        assert_eq!((&jaeger["rows"], &jaeger["totals"]), (&otlp["rows"], &otlp["totals"]), "{command}");
    }
}

#[test]
fn what_it_was_read_as_is_said() {
    let told = llmobs("costs -v").arg(LOG).run().expect(0).stderr;
    assert!(told.contains("is read as jaeger, in an array: 14 of the first 14 records have its signs"), "{told}");
    let doctor = llmobs("doctor --json").arg(LOG).json();
    assert_eq!(doctor["sections"]["inputs"][0]["read_as"], json!("jaeger, in an array"), "{doctor:#}");
    let forced = llmobs("costs --input-format jaeger --json").arg(LOG).json();
    assert_eq!(forced["input"]["formats"], json!({ "jaeger": 1 }));
}

/// As the interface downloads it, as `jq` prints it, bare, in a list, several in one file, one a line.
#[test]
fn however_the_document_is_laid_out() {
    let wanted = figures(&read(text()));
    assert_eq!(wanted[0], Some(30));
    let document: Value = serde_json::from_str(&text()).expect("JSON");
    let traces = document["data"].as_array().expect("traces");
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let one_each: Vec<Value> = traces.iter().map(|trace| json!({ "data": [trace], "total": 0 })).collect();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
    for (what, text) in [
        ("over lines", pretty(&document)),
        ("with a BOM", format!("\u{feff}{}", text())),
        ("a list", json!(traces).to_string()),
        ("a list over lines", pretty(&json!(traces))),
        ("a trace a line", lines(traces)),
        ("a document a line", lines(&one_each)),
        ("documents behind each other", one_each.iter().map(Value::to_string).collect()),
        ("traces over lines", traces.iter().map(pretty).collect::<Vec<_>>().join("\n")),
    ] {
        let report = read(text);
        assert_eq!(told(&report), ("jaeger".to_owned(), 0), "{what}");
        assert_eq!(figures(&report), wanted, "{what}");
    }
}

/// A span with one call, of whose values some are written otherwise.
fn call(change: impl Fn(&mut Value)) -> String {
    let tag = |key: &str, value: Value| json!({ "key": key, "type": "x", "value": value });
    let mut trace = json!({
        "traceID": "t",
        "spans": [{ "traceID": "t", "spanID": "a", "operationName": "chat", "references": [], "startTime": 1_795_000_000_000_000_i64,
            "duration": 1500, "processID": "p2", "logs": [{ "timestamp": 1, "fields": [tag("x", json!("y"))] }],
            "tags": [tag("gen_ai.operation.name", json!("chat")), tag("gen_ai.request.model", json!("gpt-4o")),
                tag("gen_ai.usage.input_tokens", json!(7)), tag("gen_ai.usage.output_tokens", json!("3")),
                tag("gen_ai.response.finish_reasons", json!("[\"stop\"]"))] }],
        "processes": { "p1": { "serviceName": "other" }, "p2": { "serviceName": "app", "tags": [tag("host", json!("h1"))] } },
    });
    change(&mut trace);
    json!({ "data": [trace] }).to_string()
}

#[test]
fn values_are_read_as_they_are_meant() {
    let by = |dimension: &str, log: String| {
        let report = llmobs(&format!("latency --json --by {dimension}")).stdin(log).json();
        assert_eq!(report["input"]["bad_values"], json!(0), "{report:#}");
        (report["rows"][0][dimension].clone(), report["totals"]["p50_latency_ms"].clone())
    };
    let as_is = || call(|_| {});
    for (dimension, wanted) in [
        ("service_name", json!("app")),
        ("resource.host", json!("h1")),
        ("feature", json!("chat")),
        ("finish_reason", json!("stop")),
        ("trace_id", json!("t")),
    ] {
        assert_eq!(by(dimension, as_is()), (wanted, json!(1.5)), "{dimension}");
    }
    let numbers_as_texts = call(|trace| {
        trace["spans"][0]["startTime"] = json!("1795000000000000");
        trace["spans"][0]["duration"] = json!("1500");
        trace["spans"][0]["process"] = json!({ "serviceName": "inside" });
    });
    assert_eq!(by("service_name", numbers_as_texts), (json!("inside"), json!(1.5)));
    assert_eq!(figures(&read(as_is()))[..4], [Some(1), Some(0), Some(7), Some(3)]);
}

#[test]
fn every_word_for_failure_is_understood() {
    let failed = |key: &str, value: Value| {
        let log = call(|trace| {
            let tags = trace["spans"][0]["tags"].as_array_mut().expect("tags");
            tags.push(json!({ "key": key, "type": "x", "value": value }));
        });
        figures(&read(log))[1]
    };
    for (key, value) in [
        ("error", json!(true)),
        ("error", json!("true")),
        ("otel.status_code", json!("ERROR")),
        ("error.type", json!("x")),
    ] {
        assert_eq!(failed(key, value), Some(1), "{key}");
    }
    for (key, value) in [("error", json!(false)), ("error", json!("false")), ("otel.status_code", json!("OK"))] {
        assert_eq!(failed(key, value), Some(0), "{key}");
    }
}

#[test]
fn a_damaged_trace_costs_itself_alone() {
    let document: Value = serde_json::from_str(&text()).expect("JSON");
    let traces: Vec<String> = document["data"].as_array().expect("traces").iter().map(Value::to_string).collect();
    let damaged = traces[1].replacen("\"duration\":", "\"duration\" ", 1);
    let one_less = |traces: &[&str]| figures(&read(format!("[{}]", traces.join(","))));
    let rest: Vec<&str> =
        traces.iter().enumerate().filter(|(number, _)| *number != 1).map(|(_, t)| t.as_str()).collect();
    let mut with: Vec<&str> = traces.iter().map(String::as_str).collect();
    with[1] = &damaged;
    assert_eq!(one_less(&with), one_less(&rest));
    let logs = Logs::new();
    let cut = logs.write("cut.json", format!("{{\"data\":[{},{}", traces[0], &traces[1][..200]));
    let report = llmobs("costs --json").arg(&cut).json();
    assert_eq!(report["input"]["bad_lines"], json!(1));
    assert!(report["warnings"].to_string().contains("cut.json:2: truncated"), "{}", report["warnings"]);
}

/// A span that `convert --to otlp` wrote says all that the log knew; that it ends when it starts says nothing.
#[test]
fn what_our_own_spans_leave_out_is_unknown() {
    let tag = |key: &str, value: Value| json!({ "key": key, "type": "string", "value": value });
    let span = |more: Vec<Value>| {
        let tags = [tag("gen_ai.operation.name", json!("chat")), tag("gen_ai.request.model", json!("gpt-4o"))];
        let tags = [&tags[..], &more].concat();
        json!({ "traceID": "t", "spanID": more.len().to_string(), "operationName": "chat", "startTime": 1_795_000_000_000_000_u64,
            "duration": 0, "tags": tags })
    };
    let own = span(vec![tag("llmobs.status", json!("success"))]);
    let timed = span(vec![tag("llmobs.status", json!("success")), tag("llmobs.latency_ms", json!(250))]);
    let report = llmobs("latency --json")
        .stdin(json!({ "data": [{ "traceID": "t", "spans": [own, timed], "processes": {} }] }).to_string())
        .json();
    assert_eq!((&report["totals"]["requests"], &report["totals"]["p50_latency_ms"]), (&json!(2), &json!(250.0)));
}

/// A trace that is longer than what is looked at first is still told by how it begins.
#[test]
fn a_trace_may_be_longer_than_what_is_looked_at() {
    let document: Value = serde_json::from_str(&text()).expect("JSON");
    let mut trace = document["data"][0].clone();
    let spans = trace["spans"].as_array().expect("spans").clone();
    let padded = |number: usize| {
        let mut span = spans[number % spans.len()].clone();
        span["spanID"] = json!(format!("{number:016x}"));
        span["references"] = json!([]);
        span["logs"] = json!([{ "fields": [{ "key": "text", "value": "x".repeat(4000) }] }]);
        span
    };
    trace["spans"] = (0..1200).map(padded).collect();
    let report = read(json!({ "data": [trace] }).to_string());
    assert_eq!(report["input"]["formats"], json!({ "jaeger": 1 }));
    let counted = report["input"]["requests"].as_u64().zip(report["input"]["other_records"].as_u64());
    assert_eq!(counted.map(|(requests, others)| requests + others), Some(1200));
}
