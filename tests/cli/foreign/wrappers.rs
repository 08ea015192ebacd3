//! What container runtimes, clouds and search engines put around the lines of a log.

use std::fs;

use serde_json::{Value, json};

use crate::foreign::{figures, fixture, native, read, told};

/// These lines in all that may be around them: what it is, and the text.
fn wrapped(lines: &[String]) -> Vec<(&'static str, String)> {
    let each = |wrap: &dyn Fn(usize, &str) -> String| -> String {
        lines.iter().enumerate().map(|(number, line)| wrap(number, line)).collect()
    };
    let parsed = |line: &str| serde_json::from_str::<Value>(line).unwrap_or_default();
    let log_events: Vec<Value> = lines
        .iter()
        .map(|line| json!({ "id": "3", "timestamp": 1_795_418_827_451_i64, "message": line, "logStreamName": "s" }))
        .collect();
    let (first, rest) = log_events.split_at(log_events.len() / 2);
    let subscription = |events: &[Value]| json!({ "messageType": "DATA_MESSAGE", "owner": "1", "logGroup": "g", "logStream": "s", "logEvents": events });
    vec![
        (
            "_source",
            each(&|n, line| {
                format!("{}\n", json!({ "_index": "llm", "_id": n.to_string(), "_score": 1, "_source": parsed(line) }))
            }),
        ),
        (
            "_bulk",
            each(&|n, line| format!("{}\n{line}\n", json!({ "index": { "_index": "llm", "_id": n.to_string() } }))),
        ),
        ("_bulk, created", each(&|_, line| format!("{{ \"create\" : {{}} }}\n{line}\n"))),
        (
            "Docker",
            each(&|_, line| {
                let noise =
                    json!({ "log": "listening on :8080\n", "stream": "stderr", "time": "2026-11-23T07:27:07.451357Z" });
                format!(
                    "{noise}\n{}\n",
                    json!({ "log": format!("{line}\n"), "stream": "stdout", "time": "2026-11-23T07:27:07.451357Z" })
                )
            }),
        ),
        ("CRI", each(&|_, line| format!("2026-11-23T07:27:07.451357893Z stdout F {line}\n"))),
        (
            "CRI and what an application prints",
            each(&|_, line| {
                format!(
                    "2026-11-23T07:27:07.451357893Z stderr F listening\n2026-11-23T07:27:07.451357893+01:00 stdout F {line}\n"
                )
            }),
        ),
        ("an export of CloudWatch", each(&|_, line| format!("2026-11-23T07:27:07.451Z {line}\n"))),
        (
            "journald",
            each(&|_, line| {
                format!("{}\n", json!({ "MESSAGE": line, "_PID": "1", "__REALTIME_TIMESTAMP": "1795418827451357" }))
            }),
        ),
        (
            "Fluent Bit",
            each(&|_, line| {
                format!(
                    "{}\n",
                    json!({ "@timestamp": "2026-11-23T07:27:07Z", "log": line, "kubernetes": { "pod_name": "p" } })
                )
            }),
        ),
        ("filter-log-events", format!("{:#}\n", json!({ "events": log_events, "searchedLogStreams": [] }))),
        ("filter-log-events on one line", json!({ "events": log_events, "nextToken": "n" }).to_string()),
        ("subscriptions", format!("{}{}", subscription(first), subscription(rest))),
        ("subscriptions on lines", format!("{}\n{}\n", subscription(first), subscription(rest))),
    ]
}

#[test]
fn our_own_log_in_everything() {
    let lines: Vec<String> = native().iter().map(Value::to_string).collect();
    let bare = read(lines.join("\n"));
    for (what, text) in wrapped(&lines) {
        let report = read(text);
        assert_eq!(told(&report), ("native".to_owned(), 0), "{what}: {:#}", report["warnings"]);
        assert_eq!([&report["totals"], &report["rows"]], [&bare["totals"], &bare["rows"]], "{what}");
        assert_eq!(report["range"], bare["range"], "{what}");
    }
}

#[test]
fn other_formats_in_everything() {
    for name in ["bedrock.jsonl", "litellm.jsonl", "langfuse_blob.jsonl", "claude_code.jsonl", "otlp.jsonl"] {
        let text = fs::read_to_string(fixture(name)).expect("a fixture");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let bare = read(text.clone());
        for (what, text) in wrapped(&lines) {
            let report = read(text);
            assert_eq!(told(&report), told(&bare), "{name} in {what}: {:#}", report["warnings"]);
            assert_eq!(figures(&report), figures(&bare), "{name} in {what}");
        }
    }
}

/// One thing around the other: what a shipper read goes to a search engine, or to a cloud as text in text.
#[test]
fn layers_of_wrappers() {
    for name in ["litellm.jsonl", "otlp.jsonl"] {
        let text = fs::read_to_string(fixture(name)).expect("a fixture");
        let bare = read(text.clone());
        let layers: [&dyn Fn(&str) -> Value; 4] = [
            &|line| json!({ "_index": "x", "_source": { "message": line, "host": { "name": "h" } } }),
            &|line| json!({ "log": json!({ "message": line }).to_string(), "stream": "stdout" }),
            &|line| json!({ "message": json!({ "log": json!({ "msg": line }).to_string() }).to_string() }),
            &|line| json!({ "_source": { "log": json!({ "message": line }).to_string() } }),
        ];
        for wrap in layers {
            let report = read(text.lines().map(|line| format!("{}\n", wrap(line))).collect::<String>());
            assert_eq!(told(&report), told(&bare), "{:#}", report["warnings"]);
            assert_eq!(figures(&report), figures(&bare), "{}", wrap("…"));
        }
    }
}

/// A bulk request may also delete, which has no document, and update, which has one inside of its own.
#[test]
fn bulk_requests_that_change_documents() {
    let text = fs::read_to_string(fixture("litellm.jsonl")).expect("a fixture");
    let bare = read(text.clone());
    let id = json!({ "_index": "i", "_id": "1" });
    let (delete, update, index) = (json!({ "delete": id }), json!({ "update": id }), json!({ "index": id }));
    let doc = |line: &str| format!("{update}\n{{\"doc\": {line}, \"doc_as_upsert\": true}}\n");
    let updates: String = text.lines().map(doc).collect();
    let mixed: String = text.lines().map(|line| format!("{delete}\n{index}\n{line}\n")).collect();
    for text in [updates, mixed] {
        let report = read(text);
        assert_eq!(told(&report), told(&bare), "{:#}", report["warnings"]);
        assert_eq!(figures(&report), figures(&bare));
    }
}

#[test]
fn what_an_application_prints_beside_its_log_is_counted_apart() {
    let lines: Vec<String> = native().iter().map(Value::to_string).collect();
    let texts = wrapped(&lines);
    let report = read(texts.iter().find(|(what, _)| *what == "Docker").expect("Docker").1.clone());
    assert_eq!([&report["input"]["lines"], &report["input"]["other_records"]], [240, 120]);
}

/// A bad line is one whatever is around it.
#[test]
fn damage_inside_is_told() {
    let mut lines: Vec<String> = native().iter().map(Value::to_string).collect();
    let whole = figures(&read(lines.join("\n")));
    // An answer: the request stays, without one.
    lines[1] = lines[1].replacen(":", "", 1);
    let bad = read(lines.join("\n"));
    assert_eq!((told(&bad).1, figures(&bad)[0]), (1, whole[0]));
    // Search engines hold parsed documents: nothing is damaged inside.
    for (what, text) in wrapped(&lines).into_iter().filter(|(what, _)| *what != "_source") {
        let report = read(text);
        assert_eq!(told(&report).1, 1, "{what}: {:#}", report["warnings"]);
        assert_eq!(figures(&report), figures(&bad), "{what}");
    }
}

/// Found by fuzzing: a line without an end that holds no record was taken off the count of blank lines.
#[test]
fn the_last_line_counts_whatever_it_holds() {
    let record = r#"2026-11-21T00:00:00Z {"request_id":"a","model":"gpt-4o","input_tokens":1,"output_tokens":1}"#;
    for (end, other) in [("", 0), ("START of something", 1), ("START of something\n", 1), ("  ", 0)] {
        let report = read(format!("{record}\n\n{record}\n{end}"));
        let count = |name: &str| report["input"][name].as_u64().expect("a count");
        let blank = 1 + u64::from(end == "  ");
        assert_eq!(["lines", "blank_lines", "other_records"].map(count), [2 + blank + other, blank, other], "{end:?}");
    }
}
