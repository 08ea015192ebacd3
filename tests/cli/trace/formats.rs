//! How spans are written: other names, two lines for one span, shared request ids, compressed files, stdin.

use serde_json::{Value, json};

use super::{JAEGER, NATIVE, OTLP, jaeger, row_of, span};
use crate::support::{Logs, llmobs};

#[track_caller]
fn shown(log: &str) -> Value {
    let (_logs, file) = Logs::with(log);
    llmobs("trace show t1").arg(file).json()
}

#[test]
fn every_spelling_of_a_native_span() {
    let report = shown(concat!(
        r#"{"traceId":"t1","spanId":"a","parentSpanId":"","name":"root","startTime":"2026-11-23T08:00:00Z","endTime":"2026-11-23T08:00:02Z"}"#,
        "\n",
        r#"{"trace_id":"t1","span_id":"b","parent_id":"a","span_name":"inner","timestamp":"2026-11-23T08:00:00.5Z","latency_ms":1000,"model":"gpt-4o","input_tokens":1000000,"output_tokens":0}"#,
        "\n",
    ));
    assert_eq!(row_of(&report, "b")["parent_span_id"], json!("a"));
    assert_eq!(row_of(&report, "a")["self_ms"], json!(1000.0));
    // 1,000,000 tokens of gpt-4o's input are 2.50 dollars.
    assert_eq!(report["totals"]["total_cost_usd"], json!(2.5));
    assert_eq!(report["facts"]["bottleneck_share"], json!(0.5));
}

#[test]
fn the_lines_of_one_span_are_one() {
    let report = shown(concat!(
        r#"{"trace_id":"t1","span_id":"a","name":"root","timestamp":"2026-11-23T08:00:00Z"}"#,
        "\n",
        r#"{"trace_id":"t1","span_id":"a","end_time":"2026-11-23T08:00:03Z"}"#,
        "\n",
        r#"{"trace_id":"t1","span_id":"b","parent_span_id":"a","request_id":"r","model":"gpt-4o","timestamp":"2026-11-23T08:00:01Z"}"#,
        "\n",
        r#"{"request_id":"r","timestamp":"2026-11-23T08:00:02Z","input_tokens":4,"output_tokens":5}"#,
        "\n",
    ));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(row_of(&report, "a")["duration_ms"], json!(3000.0));
    assert_eq!(row_of(&report, "b")["duration_ms"], json!(1000.0));
    assert_eq!(row_of(&report, "b")["total_output_tokens"], json!(5));
}

/// One id for all that a web request did.
const SHARED: &str = concat!(
    r#"{"request_id":"r","trace_id":"t1","span_id":"a","name":"root","start_time":"2026-11-23T08:00:00Z","duration_ms":90}"#,
    "\n",
    r#"{"request_id":"r","trace_id":"t1","span_id":"b","parent_span_id":"a","name":"x","start_time":"2026-11-23T08:00:00Z","duration_ms":40}"#,
    "\n",
);

#[test]
fn spans_that_share_a_request_id_stay_apart() {
    let report = shown(SHARED);
    assert_eq!(row_of(&report, "a")["self_ms"], json!(50.0));
    let piped = llmobs("trace list -").stdin(SHARED).json();
    assert!(piped["warnings"].to_string().contains("stdin can be read only once"), "{}", piped["warnings"]);
    let told = llmobs("trace list --map request_id=span_id -").stdin(SHARED).json();
    assert_eq!(told["facts"]["spans"], json!(2));
}

#[test]
fn requests_with_a_trace_id_alone_are_a_flat_list() {
    let report = shown(concat!(
        r#"{"trace_id":"t1","model":"gpt-4o","timestamp":"2026-11-23T08:00:00Z","latency_ms":100,"cost_usd":0.5}"#,
        "\n",
        r#"{"trace_id":"t1","feature":"search","timestamp":"2026-11-23T08:00:00.1Z","latency_ms":300,"model":"x","cost_usd":0.25}"#,
        "\n",
    ));
    assert!(report["warnings"].to_string().contains("1 trace of requests without a `span_id`: shown as flat lists"));
    let names: Vec<&Value> = crate::support::column(&report, "span_name");
    assert_eq!(names, [&json!("gpt-4o"), &json!("search")]);
    assert_eq!(report["facts"]["duration_ms"], json!(400.0));
    assert_eq!(report["totals"]["total_cost_usd"], json!(0.75));
}

#[test]
fn a_call_without_a_price_makes_a_floor() {
    let (_logs, file) = Logs::with(concat!(
        r#"{"trace_id":"t1","span_id":"a","model":"no-such-model","timestamp":"2026-11-23T08:00:00Z","latency_ms":1,"input_tokens":1,"output_tokens":1}"#,
        "\n",
        r#"{"trace_id":"t1","span_id":"b","model":"gpt-4o","timestamp":"2026-11-23T08:00:00Z","latency_ms":1,"input_tokens":1000,"output_tokens":1000}"#,
        "\n",
        r#"{"trace_id":"t1","span_id":"c","name":"a tool","timestamp":"2026-11-23T08:00:00Z","latency_ms":1}"#,
        "\n",
    ));
    let report = llmobs("trace list").arg(&file).json();
    assert_eq!(report["rows"][0]["unpriced_requests"], json!(1));
    assert_eq!(report["input"]["unpriced_models"], json!(["no-such-model"]));
    let table = llmobs("trace list --format table").arg(&file).run().expect(0).stdout;
    assert!(table.contains("≥ 0.01"), "{table}");
}

/// Cached tokens are part of the input, however a dialect counts: 100 + 900 read at a tenth of 3 dollars a million.
#[test]
fn the_attributes_of_a_call_are_read_as_the_conventions_say() {
    let tag = |key: &str, value: Value| json!({"key": key, "type": "x", "value": value});
    let mut call = span("a", None, 0, 100);
    call["tags"] = json!([
        tag("gen_ai.response.model", json!("claude-sonnet-4-5-20250929")),
        tag("gen_ai.request.model", json!("alias")),
        tag("gen_ai.usage.input_tokens", json!("100")),
        tag("gen_ai.usage.cache_read.input_tokens", json!(900)),
        tag("gen_ai.usage.output_tokens", json!(0)),
        tag("http.route", json!("/chat")),
        tag("error", json!(true)),
    ]);
    let (_logs, file) = jaeger(&[call]);
    let report = llmobs("trace show t").arg(&file).json();
    assert_eq!(report["rows"][0]["model"], json!("claude-sonnet-4-5-20250929"));
    assert_eq!(report["rows"][0]["total_input_tokens"], json!(1000));
    assert_eq!(report["rows"][0]["total_cost_usd"], json!(0.00057));
    assert_eq!(report["rows"][0]["error"], json!("error"));
    let list = llmobs("trace list --where http.route=/chat").arg(&file).json();
    assert_eq!(list["facts"]["traces"], json!(1));
}

#[test]
fn where_spans_come_from_changes_nothing() {
    let wanted = llmobs("trace summary").arg(JAEGER).json();
    let text = std::fs::read(std::path::Path::new(crate::support::ROOT).join(JAEGER)).expect("a fixture");
    let piped = llmobs("trace summary -").stdin(text.clone()).json();
    assert_eq!((&piped["rows"], &piped["totals"]), (&wanted["rows"], &wanted["totals"]));
    let logs = Logs::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &text).expect("a Vec takes everything");
    let file = logs.write("traces.json.gz", packed.finish().expect("a Vec takes everything"));
    assert_eq!(llmobs("trace summary").arg(file).json()["rows"], wanted["rows"]);
    // Several formats at once, and the same spans twice: those of equal ids count once.
    let all = llmobs("trace list").arg(NATIVE).arg(OTLP).json();
    assert_eq!(all["facts"]["spans"], json!(72));
    for threads in ["1", "4"] {
        let run = llmobs("trace summary --chunk-bytes 700 --threads").arg(threads).arg(NATIVE).json();
        assert_eq!(run["rows"], llmobs("trace summary").arg(NATIVE).json()["rows"]);
    }
}

/// The top spans of a PostHog trace name the trace for a parent, and its event has no id but the trace's.
#[test]
fn a_trace_of_posthog_is_the_parent_of_its_top_spans() {
    let event = |kind: &str, properties: Value| json!({"event": kind, "uuid": kind, "timestamp": "2026-11-23T08:00:00Z", "distinct_id": "u", "properties": properties});
    let call = |id: &str, parent: &str, tokens: [u64; 2]| {
        event(
            "$ai_generation",
            json!({"$ai_trace_id": "t1", "$ai_span_id": id, "$ai_parent_id": parent, "$ai_model": "gpt-4o",
            "$ai_input_tokens": tokens[0], "$ai_output_tokens": tokens[1], "$ai_latency": 1}),
        )
    };
    let calls = [call("a", "t1", [10, 5]), call("b", "a", [20, 6]), call("c", "t1", [30, 7])];
    let text = |events: &[Value]| events.iter().map(|event| format!("{event}\n")).collect::<String>();
    let alone = shown(&text(&calls));
    assert_eq!(alone["warnings"], json!([]));
    let depths = |report: &Value| {
        report["rows"].as_array().into_iter().flatten().map(|row| row["depth"].clone()).collect::<Value>()
    };
    assert_eq!(depths(&alone), json!([0, 1, 0]));
    let whole =
        event("$ai_trace", json!({"$ai_trace_id": "t1", "$ai_span_name": "answer a question", "$ai_latency": 3}));
    let report = shown(&text(&[&[whole][..], &calls].concat()));
    assert_eq!((depths(&report), &report["warnings"]), (json!([0, 1, 2, 1]), &json!([])), "{report:#}");
    assert_eq!(report["rows"][0]["span_name"], json!("answer a question"));
    assert_eq!((&report["facts"]["llm_calls"], &report["facts"]["duration_ms"]), (&json!(3), &json!(3000.0)));
    assert!(
        !llmobs("trace list fixtures/formats/posthog.jsonl").json()["warnings"]
            .to_string()
            .contains("not in the trace")
    );
}
