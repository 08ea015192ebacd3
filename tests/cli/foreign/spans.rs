//! Calls inside calls: what repeats the tokens of another counts once, what made another is a call of its own.

use serde_json::{Value, json};

use crate::foreign::{figures, read};
use crate::support::{Logs, llmobs};

/// A span with these attributes, a second long.
fn span(id: &str, parent: &str, attributes: Value) -> Value {
    let attribute = |(key, value): (&String, &Value)| {
        let value = match value {
            Value::Number(number) => json!({ "intValue": number.to_string() }),
            other => json!({ "stringValue": other }),
        };
        json!({ "key": key, "value": value })
    };
    let attributes: Vec<Value> = attributes.as_object().expect("attributes").iter().map(attribute).collect();
    json!({ "traceId": "t", "spanId": id, "parentSpanId": parent, "name": id, "startTimeUnixNano": "1795000000000000000",
        "endTimeUnixNano": "1795000001000000000", "attributes": attributes })
}

fn call(id: &str, parent: &str, input: u64, output: u64) -> Value {
    span(
        id,
        parent,
        json!({ "gen_ai.operation.name": "chat", "gen_ai.response.model": "m",
        "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output }),
    )
}

fn openinference(id: &str, parent: &str, kind: &str, input: u64, output: u64) -> Value {
    span(
        id,
        parent,
        json!({ "openinference.span.kind": kind, "llm.model_name": "m",
        "llm.token_count.prompt": input, "llm.token_count.completion": output }),
    )
}

fn line(spans: &[Value]) -> String {
    json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": spans }] }] }).to_string() + "\n"
}

/// Requests, and input and output tokens.
#[track_caller]
fn check(what: &str, spans: &[Value], wanted: [u64; 3]) {
    // On one line, and each on a line of its own, in both orders.
    let mut texts = vec![line(spans)];
    let mut lines: Vec<String> = spans.iter().map(|span| line(std::slice::from_ref(span))).collect();
    texts.push(lines.concat());
    lines.reverse();
    texts.push(lines.concat());
    for text in texts {
        let report = read(text.clone());
        let [requests, _, input, output, _] = figures(&report);
        assert_eq!([requests, input, output], wanted.map(Some), "{what}: {text}");
        assert_eq!(report["input"]["other_records"].as_u64(), Some(spans.len() as u64 - wanted[0]), "{what}");
        // Chunks that hold a part of them each.
        for options in ["--chunk-bytes 1", "--chunk-bytes 1 --threads 1"] {
            let cut = llmobs(&format!("costs --json {options}")).stdin(text.clone()).json();
            assert_eq!(cut, report, "{what} {options}");
        }
    }
}

#[test]
fn agents_chains_and_tools_are_no_calls() {
    let agent = span(
        "a",
        "",
        json!({ "gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 15, "gen_ai.usage.output_tokens": 5 }),
    );
    let chain = openinference("c", "a", "CHAIN", 15, 5);
    let tool = span("t", "a", json!({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "x" }));
    check("an agent", &[agent, chain, tool, call("1", "c", 7, 3), call("2", "c", 8, 2)], [2, 15, 5]);
}

#[test]
fn one_call_seen_twice_counts_once() {
    check("OpenInference over an SDK", &[openinference("o", "", "LLM", 7, 3), call("i", "o", 7, 3)], [1, 7, 3]);
    let http = span("h", "o", json!({ "http.request.method": "POST" }));
    check("with HTTP between", &[openinference("o", "", "LLM", 7, 3), http, call("i", "h", 7, 3)], [1, 7, 3]);
    check("three times", &[openinference("o", "", "LLM", 7, 3), call("i", "o", 7, 3), call("j", "i", 7, 3)], [1, 7, 3]);
    let cached = |mut span: Value| {
        let read = json!({ "key": "gen_ai.usage.cache_read.input_tokens", "value": { "intValue": "93" } });
        span["attributes"].as_array_mut().expect("attributes").push(read);
        span
    };
    check(
        "cached input left out by one",
        &[openinference("o", "", "LLM", 100, 3), cached(call("i", "o", 7, 3))],
        [1, 100, 3],
    );
    check("and by the other", &[cached(openinference("o", "", "LLM", 100, 3)), call("i", "o", 7, 3)], [1, 7, 3]);
    check("tokens outside alone", &[openinference("o", "", "LLM", 7, 3), call("i", "o", 0, 0)], [1, 7, 3]);
    check("tokens inside alone", &[openinference("o", "", "LLM", 0, 0), call("i", "o", 7, 3)], [1, 7, 3]);
    check(
        "two attempts",
        &[openinference("o", "", "LLM", 15, 5), call("i", "o", 7, 3), call("j", "o", 8, 2)],
        [2, 15, 5],
    );
}

#[test]
fn a_call_that_made_another_counts() {
    let tool = span("t", "o", json!({ "gen_ai.operation.name": "execute_tool" }));
    check("a tool that calls", &[call("o", "", 700, 80), tool, call("i", "t", 60, 8)], [2, 760, 88]);
    check("other figures", &[call("o", "", 14, 43), call("i", "o", 62, 85)], [2, 76, 128]);
    let tool = span("t", "o", json!({ "gen_ai.operation.name": "execute_tool" }));
    check("as much output by chance", &[call("o", "", 50_000, 1), tool, call("i", "t", 100, 1)], [2, 50_100, 2]);
}

/// Kinds are words, however they are written; usage without a kind is that of a call.
#[test]
fn calls_by_other_words_are_calls() {
    for kind in ["Chat", "CHAT", "chat.completions", "Embeddings"] {
        let usage =
            json!({ "gen_ai.operation.name": kind, "gen_ai.usage.input_tokens": 7, "gen_ai.usage.output_tokens": 3 });
        check(kind, &[span("1", "", usage)], [1, 7, 3]);
    }
    check("llm", &[openinference("1", "", "llm", 7, 3)], [1, 7, 3]);
    let bare = json!({ "gen_ai.usage.input_tokens": 7, "gen_ai.usage.output_tokens": 3 });
    check("no kind and no model", &[span("1", "", bare)], [1, 7, 3]);
    let neither = read(line(&[span("1", "", json!({ "x": 1 }))]));
    assert_eq!((&neither["input"]["requests"], &neither["input"]["other_records"]), (&json!(0), &json!(1)));
}

/// An agent that states usage above no call may be all that there is of it: `costs` and `doctor` say that it is not counted.
#[test]
fn usage_that_no_call_counts_is_told() {
    let agent =
        |id: &str| span(id, "", json!({ "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 7 }));
    let warning = "1 span stating usage, and no call of a model by kind, nor with one below: not counted";
    let told = |spans: &[Value]| read(line(spans))["warnings"].as_array().expect("warnings").contains(&json!(warning));
    assert!(told(&[agent("a")]));
    assert!(told(&[agent("a"), agent("b"), call("1", "b", 7, 3)]));
    assert!(!told(&[agent("a"), span("t", "a", json!({})), call("1", "t", 7, 3)]));
    let report = llmobs("doctor --json").stdin(line(&[agent("a"), call("1", "", 7, 3)])).run().json();
    let findings = report["rows"].as_array().expect("findings").iter();
    let found: Vec<&Value> = findings.filter(|finding| finding["finding"] == "uncounted_spans").collect();
    assert_eq!(found.len(), 1, "{report:#}");
    assert_eq!(found[0]["count"], 1);
}

/// 0 is what protocol buffers have for a time that nobody set.
#[test]
fn times_of_0_are_unknown() {
    let text = line(&[call("1", "", 7, 3)]);
    let (start, end) = ("1795000000000000000", "1795000001000000000");
    let [whole, no_end, none] =
        [text.clone(), text.replace(end, "0"), text.replace(start, "0").replace(end, "0")].map(|text| {
            let report = llmobs("latency --json").stdin(text).run().json();
            (report["range"]["first"].clone(), report["totals"]["p50_latency_ms"].clone())
        });
    assert_eq!(whole, (json!("2026-11-18T11:06:40Z"), json!(1000.0)));
    assert_eq!(no_end, (json!("2026-11-18T11:06:40Z"), Value::Null));
    assert_eq!(none, (Value::Null, Value::Null));
}

/// As `json_format` of Python's protobuf writes them where it is told to keep the names of fields.
#[test]
fn names_may_be_those_of_the_protocol() {
    let text = line(&[call("1", "", 7, 3), call("2", "1", 7, 3)]);
    let mut snake = text.clone();
    for (camel, name) in [
        ("resourceSpans", "resource_spans"),
        ("scopeSpans", "scope_spans"),
        ("traceId", "trace_id"),
        ("spanId", "span_id"),
        ("parentSpanId", "parent_span_id"),
        ("startTimeUnixNano", "start_time_unix_nano"),
        ("endTimeUnixNano", "end_time_unix_nano"),
    ] {
        assert!(snake.contains(camel), "{camel}");
        snake = snake.replace(&format!("\"{camel}\""), &format!("\"{name}\""));
    }
    for question in ["costs --json --by request_id,trace_id", "latency --json"] {
        let ask = |text: &str| llmobs(question).stdin(text).run().json();
        let [camel, snake] = [ask(&text), ask(&snake)].map(|report| (report["rows"].clone(), report["totals"].clone()));
        assert_eq!(snake, camel, "{question}");
    }
}

/// What was thrown in a span names its error, and makes none of a span that caught it.
#[test]
fn exceptions_name_the_error_of_a_span_that_failed() {
    let with = |status: Value| {
        let mut span = call("1", "", 7, 3);
        span["status"] = status;
        span["events"] = json!([{ "name": "exception", "attributes": [{ "key": "exception.type", "value": { "stringValue": "RateLimitError" } }] }]);
        let report = llmobs("costs --json --by status,error_type").stdin(line(&[span])).run().json();
        (report["rows"][0]["status"].clone(), report["rows"][0]["error_type"].clone())
    };
    assert_eq!(with(json!({ "code": 2 })), (json!("error"), json!("RateLimitError")));
    assert_eq!(with(json!({ "code": 1 })), (json!("success"), Value::Null));
}

#[test]
fn circles_and_missing_parents_cost_nothing() {
    check("a missing parent", &[call("1", "gone", 7, 3)], [1, 7, 3]);
    check("its own parent", &[call("1", "1", 7, 3)], [1, 7, 3]);
    let loops = [span("a", "b", json!({ "x": 1 })), span("b", "a", json!({ "x": 1 })), call("1", "a", 7, 3)];
    check("parents in a circle", &loops, [1, 7, 3]);
}

/// The same spans exported twice, and halves of a trace in two files.
#[test]
fn files_are_read_as_one() {
    let logs = Logs::new();
    let (outer, inner) = (openinference("o", "", "LLM", 7, 3), call("i", "o", 7, 3));
    let paths = [("1.jsonl", &outer), ("2.jsonl", &inner), ("3.jsonl", &inner)]
        .map(|(name, span)| logs.write(name, line(std::slice::from_ref(span))));
    let report = llmobs("costs --json").arg(&paths[0]).arg(&paths[1]).arg(&paths[2]).json();
    assert_eq!(figures(&report)[..4], [Some(1), Some(0), Some(7), Some(3)]);
}

#[test]
fn numbers_may_be_numbers_or_texts() {
    let text = line(&[call("1", "", 7, 3)]);
    let numbers = text
        .replace("\"intValue\":\"7\"", "\"intValue\":7")
        .replace("\"intValue\":\"3\"", "\"doubleValue\":3.0")
        .replace("\"1795000000000000000\"", "1795000000000000000");
    assert_ne!(text, numbers);
    assert_eq!(figures(&read(numbers)), figures(&read(text)));
}

/// A probability of 1/4: `c` is 12 of 16, below which traces were dropped.
#[test]
fn a_sampled_trace_stands_for_others() {
    let sampled = |state: &str| {
        let mut span = call("1", "", 7, 3);
        span["traceState"] = json!(state);
        let mut other = call("2", "", 10, 1);
        other["traceState"] = json!("vendor=1");
        read(line(&[span, other]))["totals"]["total_input_tokens"].clone()
    };
    assert_eq!(sampled("rojo=00f067aa,ot=th:c;rv:6479cfcdaa6f12"), json!(38.0));
    assert_eq!(
        [sampled("ot=th:0"), sampled("ot=rv:1"), sampled("ot=th:xyz"), sampled("")].map(|tokens| tokens.as_f64()),
        [Some(17.0); 4]
    );
}

#[test]
fn evaluations_of_a_span_are_its_quality() {
    let mut spans = [call("1", "", 7, 3), call("2", "", 7, 3)];
    for (span, score) in spans.iter_mut().zip([0.25, 0.75]) {
        span["events"] = json!([{ "name": "x", "attributes": [] }, { "name": "gen_ai.evaluation.result", "timeUnixNano": "1", "attributes": [
            { "key": "gen_ai.evaluation.name", "value": { "stringValue": "relevance" } },
            { "key": "gen_ai.evaluation.score.value", "value": { "doubleValue": score } }] }]);
    }
    let report = llmobs("quality --json").stdin(line(&spans)).json();
    assert_eq!(report["totals"]["avg_quality_score"], json!(0.5), "{report:#}");
}

/// Two spans with one id are two, of which the one that the log names first has the children; one that was exported again is
/// the same one.
#[test]
fn one_id_twice_is_two_spans_and_an_export_again_is_none() {
    let mut other = call("1", "", 8, 2);
    other["startTimeUnixNano"] = json!("1795000000500000000");
    let spans = [call("1", "", 7, 3), other, call("2", "1", 1, 1), call("2", "1", 1, 1)];
    let report = read(line(&spans));
    assert_eq!(figures(&report)[..4], [Some(3), Some(0), Some(16), Some(6)]);
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("1 span written twice: counted once"), "{warnings}");
    assert!(warnings.contains("1 span with the id of another one of the trace: each counts"), "{warnings}");
    let doctor = llmobs("doctor --json").stdin(line(&spans)).run().json();
    for finding in ["spans_sharing_ids", "spans_written_again"] {
        assert_eq!(crate::support::row(&doctor, "finding", &json!(finding))["count"], json!(1), "{finding}");
    }
    let (_logs, log) = Logs::with(line(&spans));
    let shown = llmobs("trace show t").arg(&log).json();
    assert_eq!(crate::support::column(&shown, "depth"), [&json!(0), &json!(1), &json!(0)]);
    let warnings = shown["warnings"].to_string();
    assert!(
        warnings.contains("1 span written twice") && warnings.contains("1 span with the id of another"),
        "{warnings}"
    );
    // An export of a span that is still open, and of the same when it had ended.
    let mut open = call("1", "", 0, 0);
    open.as_object_mut().expect("a span").remove("endTimeUnixNano");
    assert_eq!(figures(&read(line(&[open, call("1", "", 7, 3)])))[..4], [Some(1), Some(0), Some(7), Some(3)]);
}

/// A collector writes metrics and logs into the same file, and batches without any span: none of these is a broken line.
#[test]
fn other_signals_are_other_records() {
    let others = [
        json!({ "resourceMetrics": [{ "resource": {}, "scopeMetrics": [] }] }),
        json!({ "resourceLogs": [{ "scopeLogs": [{ "logRecords": [{ "spanId": "1" }] }] }] }),
        json!({ "resourceSpans": [] }),
        json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": [] }] }] }),
    ];
    let others: String = others.iter().map(|other| format!("{other}\n")).collect();
    for text in
        [format!("{}{others}", line(&[call("1", "", 7, 3)])), format!("{others}{}", line(&[call("1", "", 7, 3)]))]
    {
        let report = read(text);
        assert_eq!(figures(&report)[..4], [Some(1), Some(0), Some(7), Some(3)]);
        assert_eq!(report["input"]["formats"], json!({ "otlp": 1 }));
        let of = |name: &str| report["input"][name].clone();
        assert_eq!((of("other_records"), of("unrecognised_lines")), (json!(4), json!(0)));
    }
    let alone = llmobs("costs --json").stdin(others).run().expect(3).json();
    assert_eq!((&alone["input"]["other_records"], &alone["input"]["requests"]), (&json!(4), &json!(0)));
    // What is of no signal is still a line that says nothing.
    let report = read(format!("{}{}\n", line(&[call("1", "", 7, 3)]), json!({ "x": 1 })));
    assert_eq!(report["input"]["unrecognised_lines"], json!(1));
}

/// Scores of several names are several measures: each has its own name, and none of them is the quality.
#[test]
fn scores_of_several_names_stay_apart() {
    let mut span = call("1", "", 7, 3);
    let event = |name: &str, score: f64| {
        json!({ "name": "gen_ai.evaluation.result", "attributes": [
            { "key": "gen_ai.evaluation.score.value", "value": { "doubleValue": score } },
            { "key": "gen_ai.evaluation.name", "value": { "stringValue": name } }] })
    };
    span["events"] = json!([event("Relevance", 0.8), event("Toxicity", 0.1)]);
    let text = line(&[span.clone()]);
    let report = llmobs("quality --json").stdin(text.clone()).run().json();
    assert_eq!(report["totals"]["avg_quality_score"], Value::Null);
    assert_eq!(
        report["warnings"][0],
        "left out 1 value of the wrong type or out of range: stdin:1: quality_score `several scores: Relevance, Toxicity`"
    );
    for (name, score) in [("Relevance", 0.8), ("Toxicity", 0.1)] {
        let metric = format!("event.gen_ai.evaluation.{name}");
        let report = llmobs("quality --json --metric").arg(&metric).stdin(text.clone()).run().json();
        assert_eq!(report["totals"][format!("avg_{metric}")], json!(score), "{report:#}");
    }
    // The same measure twice is one: the last counts.
    span["events"] = json!([event("Relevance", 0.8), event("Relevance", 0.6)]);
    let report = llmobs("quality --json").stdin(line(&[span])).json();
    assert_eq!(report["totals"]["avg_quality_score"], json!(0.6));
}

/// Jaeger tells a span's start in microseconds and OTLP in nanoseconds: the same spans in both are the same.
#[test]
fn one_trace_in_two_formats_counts_once() {
    let logs = ["fixtures/traces/agents.otlp.jsonl", "fixtures/traces/agents.jaeger.json"];
    let once = llmobs("costs --by model --json").arg(logs[0]).json();
    let both = llmobs("costs --by model --json").arg(logs[0]).arg(logs[1]).json();
    assert_eq!((&both["rows"], &both["totals"]), (&once["rows"], &once["totals"]));
    assert!(both["warnings"].to_string().contains("72 spans written twice: counted once"), "{}", both["warnings"]);
}

/// A call that the program logs itself and its instrumentation traces: the log names the span, or the one around it.
#[test]
fn a_native_log_beside_its_traces_counts_once() {
    let http = span("h", "", json!({ "http.route": "/chat" }));
    let otlp = line(&[http, call("c", "h", 7, 3), call("d", "h", 8, 2)]);
    let native = |span: &str, id: &str, tokens: [u64; 2]| {
        json!({ "timestamp": "2026-11-23T08:00:00Z", "request_id": id, "trace_id": "t", "span_id": span, "user_id": "ana",
            "model": "m", "input_tokens": tokens[0], "output_tokens": tokens[1] })
        .to_string()
            + "\n"
    };
    let logs = Logs::new();
    let traces = logs.write("traces.jsonl", &otlp);
    for (what, text, wanted) in [
        ("the span of the call", native("c", "r1", [7, 3]), [2, 15, 5]),
        ("other tokens", native("c", "r1", [9, 3]), [3, 24, 8]),
        ("of another trace", native("x", "r1", [7, 3]), [3, 22, 8]),
        ("both", native("c", "r1", [7, 3]) + &native("d", "r2", [8, 2]), [2, 15, 5]),
        ("the span around one", native("h", "r1", [7, 3]), [2, 15, 5]),
        ("two in one span", native("c", "r1", [7, 3]) + &native("c", "r2", [7, 3]), [4, 29, 11]),
        ("a failed attempt beside it", native("c", "r0", [0, 0]) + &native("c", "r1", [7, 3]), [3, 15, 5]),
    ] {
        let log = logs.write("native.jsonl", &text);
        for order in [[&log, &traces], [&traces, &log]] {
            let report = llmobs("costs --json").arg(order[0]).arg(order[1]).json();
            let [requests, _, input, output, _] = figures(&report);
            assert_eq!([requests, input, output], wanted.map(Some), "{what}: {report:#}");
            let list = llmobs("trace list --json").arg(order[0]).arg(order[1]).json();
            assert_eq!(list["totals"]["total_input_tokens"], report["totals"]["total_input_tokens"], "{what}");
        }
    }
    // What each of the two says is kept.
    let log = logs.write("native.jsonl", native("c", "r1", [7, 3]));
    let users = llmobs("costs --by user_id --json").arg(&log).arg(&traces).json();
    assert_eq!(crate::support::row(&users, "user_id", &json!("ana"))["total_input_tokens"], json!(7));
}

/// Anthropic counts cached tokens beside the input, and OpenTelemetry inside of it.
#[test]
fn cached_tokens_are_the_same_inside_and_beside() {
    let mut cached = call("c", "", 1000, 100);
    let read = json!({ "key": "gen_ai.usage.cache_read.input_tokens", "value": { "intValue": "600" } });
    cached["attributes"].as_array_mut().expect("attributes").push(read);
    let native = json!({ "timestamp": "2026-11-23T08:00:00Z", "request_id": "r", "trace_id": "t", "span_id": "c", "model": "m",
        "input_tokens": 400, "cache_read_input_tokens": 600, "output_tokens": 100 });
    let logs = Logs::new();
    let [traces, log] = [("traces.jsonl", line(&[cached])), ("native.jsonl", format!("{native}\n"))]
        .map(|(name, text)| logs.write(name, text));
    let report = llmobs("costs --json").arg(&log).arg(&traces).json();
    assert_eq!(figures(&report)[0], Some(1), "{report:#}");
    assert_eq!(report["totals"]["total_input_tokens"], json!(1000));
}

/// A judge reads what the answer was made from, and says little.
#[test]
fn a_call_with_equal_input_and_other_output_is_another() {
    check("a judge inside", &[call("a", "", 1000, 800), call("b", "a", 1000, 5)], [2, 2000, 805]);
}

#[test]
fn a_cost_that_nothing_counts_is_told() {
    let agent = span("a", "", json!({ "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.cost": 5 }));
    let report = read(line(&[agent]));
    assert!(report["warnings"].to_string().contains("1 span stating usage, and no call of a model"), "{report:#}");
}
