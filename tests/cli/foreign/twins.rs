//! The same spans as OTLP JSON and as Jaeger translates them come to the same, with what their events and their state say.

use serde_json::{Value, json};

use crate::support::{Logs, column, llmobs};

/// A moment in microseconds.
const START: i64 = 1_795_420_800_000_000;

/// A span, however it is written.
struct Span {
    id: &'static str,
    /// In microseconds.
    start: i64,
    parent: &'static str,
    attributes: Vec<(&'static str, Value)>,
    /// Attributes of each event.
    events: Vec<Vec<(&'static str, Value)>>,
    is_error: bool,
    state: &'static str,
}

fn call(id: &'static str, tokens: [u64; 2]) -> Span {
    let attributes = vec![
        ("gen_ai.operation.name", json!("chat")),
        ("gen_ai.response.model", json!("gpt-4o-2024-08-06")),
        ("gen_ai.usage.input_tokens", json!(tokens[0])),
        ("gen_ai.usage.output_tokens", json!(tokens[1])),
    ];
    Span { id, start: START, parent: "root", attributes, events: Vec::new(), is_error: false, state: "" }
}

fn evaluation(name: &'static str, score: f64) -> Vec<(&'static str, Value)> {
    vec![("gen_ai.evaluation.name", json!(name)), ("gen_ai.evaluation.score.value", json!(score))]
}

/// One that failed with an exception, one with an evaluation, one with two of other names, one sampled at a quarter, and
/// one that caught its exception.
fn spans() -> Vec<Span> {
    let exception = vec![("exception.type", json!("RateLimitError")), ("exception.message", json!("429"))];
    let root =
        Span { parent: "", attributes: vec![("gen_ai.operation.name", json!("invoke_agent"))], ..call("root", [0, 0]) };
    let mut spans = vec![
        root,
        Span { is_error: true, events: vec![exception.clone()], ..call("failed", [7, 3]) },
        Span { events: vec![vec![("note", json!("x"))], evaluation("Relevance", 0.25)], ..call("scored", [8, 2]) },
        Span { events: vec![evaluation("Relevance", 0.8), evaluation("Toxicity", 0.1)], ..call("mixed", [9, 1]) },
        Span { state: "rojo=00f067aa,ot=th:c;rv:6479cfcdaa6f12", ..call("sampled", [100, 10]) },
        Span { events: vec![exception], ..call("caught", [5, 5]) },
    ];
    spans.iter_mut().zip(0..).for_each(|(span, number)| span.start += number * 1000);
    spans
}

fn otlp(spans: &[Span]) -> Value {
    let attributes = |all: &[(&str, Value)]| -> Vec<Value> {
        let value = |value: &Value| match value {
            Value::Number(number) if number.is_u64() => json!({ "intValue": number.to_string() }),
            Value::Number(_) => json!({ "doubleValue": value }),
            other => json!({ "stringValue": other }),
        };
        all.iter().map(|(key, of)| json!({ "key": key, "value": value(of) })).collect()
    };
    let span = |span: &Span| {
        let start = span.start * 1000;
        let events: Vec<Value> = span
            .events
            .iter()
            .map(|event| json!({ "name": "e", "timeUnixNano": "1", "attributes": attributes(event) }))
            .collect();
        json!({ "traceId": "t", "spanId": span.id, "parentSpanId": span.parent, "name": "step", "traceState": span.state,
            "startTimeUnixNano": start.to_string(), "endTimeUnixNano": (start + 1_500_000).to_string(),
            "attributes": attributes(&span.attributes), "events": events,
            "status": if span.is_error { json!({ "code": 2 }) } else { json!({}) } })
    };
    let spans: Vec<Value> = spans.iter().map(span).collect();
    let resource = json!({ "attributes": [{ "key": "service.name", "value": { "stringValue": "app" } }] });
    json!({ "resourceSpans": [{ "resource": resource, "scopeSpans": [{ "spans": spans }] }] })
}

/// As the collector's translator to Jaeger writes them: the name of an event is a field `event`, state and status are tags.
fn jaeger(spans: &[Span]) -> Value {
    let tag = |(key, value): &(&str, Value)| {
        let kind = if value.is_string() {
            "string"
        } else if value.is_u64() {
            "int64"
        } else {
            "float64"
        };
        json!({ "key": key, "type": kind, "value": value })
    };
    let span = |span: &Span| {
        let mut tags: Vec<Value> = span.attributes.iter().map(tag).collect();
        if !span.state.is_empty() {
            tags.push(tag(&("w3c.tracestate", json!(span.state))));
        }
        if span.is_error {
            tags.push(json!({ "key": "error", "type": "bool", "value": true }));
            tags.push(tag(&("otel.status_code", json!("ERROR"))));
        }
        let log = |event: &Vec<(&'static str, Value)>| {
            let fields: Vec<Value> = [("event", json!("e"))].iter().chain(event).map(tag).collect();
            json!({ "timestamp": 1, "fields": fields })
        };
        let parent = json!([{ "refType": "CHILD_OF", "traceID": "t", "spanID": span.parent }]);
        json!({ "traceID": "t", "spanID": span.id, "operationName": "step", "startTime": span.start, "duration": 1500,
            "references": if span.parent.is_empty() { json!([]) } else { parent }, "tags": tags,
            "logs": span.events.iter().map(log).collect::<Vec<_>>(), "processID": "p1" })
    };
    let spans: Vec<Value> = spans.iter().map(span).collect();
    json!({ "data": [{ "traceID": "t", "spans": spans, "processes": { "p1": { "serviceName": "app", "tags": [] } } }] })
}

/// The rows and totals of an answer about a log on stdin.
fn answer(question: &str, log: &str) -> [Value; 3] {
    let report = llmobs(&format!("{question} --json")).stdin(log).run().json();
    ["rows", "totals", "sampling"].map(|part| report[part].clone())
}

#[test]
fn events_and_state_say_the_same() {
    let [otlp, jaeger] = [otlp(&spans()).to_string(), jaeger(&spans()).to_string()];
    for question in [
        "costs --by model",
        "costs --by request_id,status,error_type",
        "costs --by service_name",
        "errors",
        "quality --by request_id",
        "quality --metric event.gen_ai.evaluation.Relevance",
        "quality --metric event.gen_ai.evaluation.Toxicity",
        "quality --metric event.gen_ai.evaluation.score.value",
        "latency --by model",
        "trace summary",
        "trace list",
        "trace show t",
    ] {
        assert_eq!(answer(question, &jaeger), answer(question, &otlp), "{question}");
    }
    // What these are is known by hand: 7 + 8 + 9 + 5 tokens, and 100 that stand for four times as many.
    let report = llmobs("costs --json --by error_type").stdin(jaeger.clone()).json();
    assert_eq!(report["totals"]["total_input_tokens"], json!(429.0));
    let failed = crate::support::row(&report, "error_type", &json!("RateLimitError"));
    assert_eq!((&failed["requests"], &failed["errors"]), (&json!(1.0), &json!(1.0)));
    let quality = llmobs("quality --json").stdin(jaeger).json();
    assert_eq!(quality["totals"]["avg_quality_score"], json!(0.25));
    let warning = "left out 1 value of the wrong type or out of range: stdin:1: quality_score `several scores: Relevance, Toxicity`";
    assert!(column_of_warnings(&quality).contains(&warning), "{}", quality["warnings"]);
}

fn column_of_warnings(report: &Value) -> Vec<&str> {
    report["warnings"].as_array().expect("warnings").iter().filter_map(Value::as_str).collect()
}

/// What `convert` makes of either comes to the same.
#[test]
fn converted_they_say_the_same() {
    let logs = Logs::new();
    let convert = |name: &str, log: String| {
        let out = logs.path().join(name);
        llmobs("convert --quiet -o").arg(&out).stdin(log).run().expect(0);
        let report = llmobs("costs --json --by status,error_type").arg(out).run().expect(0).json();
        [report["rows"].clone(), report["totals"].clone(), report["sampling"].clone()]
    };
    let found = convert("jaeger.jsonl", jaeger(&spans()).to_string());
    assert_eq!(found, convert("otlp.jsonl", otlp(&spans()).to_string()));
    assert_eq!(found[1]["total_input_tokens"], json!(429.0));
}

/// Since version 3 Jaeger's API answers with OTLP JSON in an envelope, several of them behind each other where it streams, or
/// in a list.
#[test]
fn envelopes_of_jaegers_api_are_otlp() {
    let all = spans();
    let (first, rest) = all.split_at(3);
    let bare = [otlp(first), otlp(rest)];
    let [one, other] = bare.clone().map(|piece| json!({ "result": piece }));
    let lines: String = bare.iter().map(|piece| format!("{piece}\n")).collect();
    let snake = |text: String| text.replace("resourceSpans", "resource_spans");
    for (what, text) in [
        ("lines", format!("{one}\n{other}\n")),
        ("behind each other", format!("{one}{other}")),
        ("over lines", format!("{one:#}\n{other:#}\n")),
        ("over lines without a line between", format!("{one:#}{other:#}")),
        ("a list", json!([one, other]).to_string()),
        ("a list over lines", format!("{:#}", json!([one, other]))),
        ("all in one", json!({ "result": otlp(&all) }).to_string()),
        ("all in one over lines", format!("{:#}", json!({ "result": otlp(&all) }))),
        ("the names of the protocol", snake(format!("{one}\n{other}\n"))),
    ] {
        let report = llmobs("costs --json --by request_id,error_type").stdin(text.clone()).json();
        assert_eq!(report["input"]["formats"], json!({ "otlp": 1 }), "{what}");
        assert_eq!(report["input"]["unrecognised_lines"], json!(0), "{what}: {}", report["warnings"]);
        assert_eq!(column(&report, "request_id").len(), 5, "{what}");
        for question in ["costs --by request_id,error_type", "quality", "trace summary"] {
            assert_eq!(answer(question, &text), answer(question, &lines), "{what}: {question}");
        }
    }
    // A piece that tells of a failure holds no spans, and is no other signal.
    let failure = json!({ "error": { "httpCode": 500, "message": "storage" } });
    let report = llmobs("costs --json").stdin(format!("{one}\n{failure}\n{other}\n")).json();
    assert_eq!(report["input"]["unrecognised_lines"], json!(1));
    // Nor is an envelope inside of an envelope one of these.
    let inside = json!({ "result": { "result": otlp(&all) } });
    let report = llmobs("costs --json").stdin(format!("{one}\n{inside}\n{other}\n")).json();
    assert_eq!(report["input"]["unrecognised_lines"], json!(1));
}
