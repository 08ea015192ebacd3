//! Traces that are not what they should be: each fault is survived, counted and said. Figures by hand.

use serde_json::{Value, json};

use super::{jaeger, row_of, span};
use crate::support::{Logs, llmobs};

#[track_caller]
fn show(spans: &[Value]) -> Value {
    let (_logs, file) = jaeger(spans);
    llmobs("trace show t").arg(file).json()
}

#[track_caller]
fn says(report: &Value, words: &str) {
    assert!(report["warnings"].to_string().contains(words), "{}", report["warnings"]);
}

#[test]
fn a_span_without_its_parent_is_a_root() {
    let report = show(&[span("a", None, 0, 100), span("b", Some("gone"), 10, 20)]);
    says(&report, "1 span with a parent that is not in the trace");
    assert_eq!(row_of(&report, "b")["depth"], json!(0));
}

#[test]
fn a_circle_is_broken_where_it_starts_first() {
    let circle = [span("a", Some("c"), 30, 10), span("b", Some("a"), 10, 60), span("c", Some("b"), 20, 40)];
    let report = show(&[circle.as_slice(), &[span("d", Some("d"), 0, 5)]].concat());
    says(&report, "2 circles of spans below each other");
    let depths = ["d", "b", "c", "a"].map(|id| row_of(&report, id)["depth"].clone());
    assert_eq!(depths, [json!(0), json!(0), json!(1), json!(2)]);
}

#[test]
fn one_id_twice_is_two_spans_and_a_repetition_is_none() {
    let report = show(&[
        span("a", None, 0, 100),
        span("a", Some("a"), 10, 50),
        span("b", Some("a"), 20, 10),
        span("b", Some("a"), 20, 10),
    ]);
    says(&report, "1 span with the id of another one");
    says(&report, "1 span written twice");
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(3));
    assert_eq!(row_of(&report, "b")["depth"], json!(1));
}

/// The parent has 100 µs; children hold its first 30 and its last 20, as far as they lie within it.
#[test]
fn a_child_outside_of_its_parent_is_counted_and_not_moved() {
    let report = show(&[
        span("a", None, 0, 100),
        span("early", Some("a"), -20, 50),
        span("late", Some("a"), 80, 70),
        span("after", Some("a"), 120, 10),
    ]);
    says(&report, "3 spans outside of the parent's time");
    assert_eq!(row_of(&report, "early")["offset_ms"], json!(0.0));
    assert_eq!(row_of(&report, "early")["duration_ms"], json!(0.05));
    assert_eq!(row_of(&report, "a")["self_ms"], json!(0.05));
    let critical = ["a", "early", "late", "after"].map(|id| row_of(&report, id)["critical_ms"].clone());
    assert_eq!(critical, [json!(0.05), json!(0.03), json!(0.02), json!(0.0)]);
}

#[test]
fn a_span_without_an_end_has_no_duration() {
    let mut open = span("a", None, 0, 0);
    open.as_object_mut().expect("a span").remove("duration");
    let report = show(&[open, span("b", Some("a"), 10, 30)]);
    says(&report, "1 span without an end");
    assert_eq!(row_of(&report, "a")["duration_ms"], Value::Null);
    assert_eq!(row_of(&report, "a")["self_ms"], Value::Null);
    // What is below it is known, so the trace reaches as far.
    assert_eq!(report["facts"]["duration_ms"], json!(0.04));
    assert_eq!(row_of(&report, "b")["critical_ms"], json!(0.03));
}

/// As Jaeger: a parent does not wait for what only follows from it.
#[test]
fn what_only_follows_is_not_on_the_critical_path() {
    let mut follows = span("b", Some("a"), 10, 90);
    follows["references"][0]["refType"] = json!("FOLLOWS_FROM");
    let mut producer = span("c", Some("a"), 10, 80);
    producer["tags"] = json!([{"key": "span.kind", "type": "string", "value": "producer"}]);
    let report = show(&[span("a", None, 0, 100), follows, producer]);
    let critical = ["a", "b", "c"].map(|id| row_of(&report, id)["critical_ms"].clone());
    assert_eq!(critical, [json!(0.1), json!(0.0), json!(0.0)]);
    assert_eq!(row_of(&report, "b")["depth"], json!(1));
}

#[test]
fn several_roots_leave_the_time_between_them_to_nobody() {
    let report = show(&[span("a", None, 0, 30), span("b", None, 50, 50)]);
    assert_eq!(report["facts"]["idle_ms"], json!(0.02));
    assert_eq!(report["facts"]["duration_ms"], json!(0.1));
    assert_eq!(report["facts"]["bottleneck_share"], json!(0.5));
}

#[test]
fn damaged_lines_and_documents_cost_no_more_than_themselves() {
    let logs = Logs::new();
    let good = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"t","spanId":"a","name":"x","startTimeUnixNano":"1795420800000000000","endTimeUnixNano":"1795420801000000000"}]}]}]}"#;
    let otlp = logs.write("spans.jsonl", format!("{good}\n{{\"resourceSpans\":[{{\n{{\"other\":1}}\n"));
    let report = llmobs("trace list").arg(&otlp).json();
    assert_eq!(report["facts"]["spans"], json!(1));
    assert_eq!((&report["input"]["bad_lines"], &report["input"]["unrecognised_lines"]), (&json!(1), &json!(1)));
    says(&report, "spans.jsonl:2: bad_json");
    let whole = json!({"traceID": "t", "spans": [span("a", None, 0, 100)], "processes": {}}).to_string();
    let cut = logs.write("cut.json", format!("{{\"data\":[{whole},{}", &whole[..60]));
    let report = llmobs("trace list").arg(&cut).json();
    assert_eq!((&report["facts"]["spans"], &report["input"]["bad_lines"]), (&json!(1), &json!(1)));
    says(&report, "cut.json:2: truncated");
    llmobs("trace list --strict").arg(&cut).run().expect(2);
}

#[test]
fn a_log_without_traces_says_what_is_missing() {
    let run = llmobs("trace list fixtures/demo.jsonl").run().expect(3);
    assert!(run.stderr.contains("states a `trace_id`; `--map trace_id=PATH`"), "{}", run.stderr);
    let (_logs, empty) = Logs::with("");
    for command in ["trace list", "trace summary", "trace show x"] {
        let run = llmobs(command).arg(&empty).run().expect(3);
        assert!(run.stderr.contains("the log holds neither spans nor requests"), "{}", run.stderr);
    }
}
