//! Requests as spans. What is written was also read with OpenTelemetry's own protobuf definitions, by
//! `google.protobuf.json_format` (ids as hex, which is where OTLP leaves protobuf's mapping); this holds its structure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{QUESTIONS, assert_same};
use crate::support::{Logs, PYLOGGER, llmobs};

/// The one span of a line, and its attributes by name.
fn span(line: &Value) -> (&Value, BTreeMap<&str, &Value>) {
    let span = &line["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    let attributes = span["attributes"].as_array().expect("attributes");
    (span, attributes.iter().map(|it| (it["key"].as_str().expect("a key"), &it["value"])).collect())
}

#[test]
fn a_request_is_a_span_of_the_conventions() {
    let (_logs, log) = Logs::with(
        r#"{"timestamp":"2026-11-23T07:27:07.451357Z","request_id":"0123456789abcdef","trace_id":"0af7651916cd43dd8448eb211c80319c","session_id":"s","user_id":"u","feature":"search","model":"gpt-4o","provider":"openai","max_tokens":9,"temperature":0.5,"input_tokens":30,"cache_read_tokens":10,"cache_write_tokens":5,"cache_write_1h_tokens":2,"output_tokens":7,"reasoning_tokens":3,"cost_usd":0.25,"latency_ms":1500.5,"ttft_ms":250,"finish_reason":"stop","plan":"pro"}
{"timestamp":"2026-11-23T07:27:08Z","request_id":"b","model":"o3","error_type":"Timeout"}
{"model":"o3"}
"#,
    );
    let lines = llmobs("convert --to otlp --keep plan").arg(&log).run().expect(0).ndjson();
    let (first, attributes) = span(&lines[0]);
    assert_eq!(first["traceId"], json!("0af7651916cd43dd8448eb211c80319c"));
    assert_eq!(first["spanId"], json!("0123456789abcdef"));
    assert_eq!([&first["name"], &first["kind"]], [&json!("chat gpt-4o"), &json!(3)]);
    assert_eq!(first["startTimeUnixNano"], json!("1795418827451357000"));
    assert_eq!(first["endTimeUnixNano"], json!("1795418828951857000"));
    assert_eq!(first["status"], json!({"code": 1}));
    for (key, value) in [
        ("gen_ai.operation.name", json!({"stringValue": "chat"})),
        ("gen_ai.provider.name", json!({"stringValue": "openai"})),
        ("gen_ai.request.model", json!({"stringValue": "gpt-4o"})),
        ("gen_ai.response.model", json!({"stringValue": "gpt-4o"})),
        ("gen_ai.request.max_tokens", json!({"intValue": "9"})),
        ("gen_ai.request.temperature", json!({"doubleValue": 0.5})),
        ("gen_ai.usage.input_tokens", json!({"intValue": "30"})),
        ("gen_ai.usage.output_tokens", json!({"intValue": "7"})),
        ("gen_ai.usage.cache_read.input_tokens", json!({"intValue": "10"})),
        ("gen_ai.usage.cache_creation.input_tokens", json!({"intValue": "7"})),
        ("gen_ai.usage.reasoning.output_tokens", json!({"intValue": "3"})),
        ("gen_ai.usage.cost", json!({"doubleValue": 0.25})),
        ("gen_ai.response.time_to_first_chunk", json!({"doubleValue": 0.25})),
        ("gen_ai.response.finish_reasons", json!({"arrayValue": {"values": [{"stringValue": "stop"}]}})),
        ("gen_ai.conversation.id", json!({"stringValue": "s"})),
        ("user.id", json!({"stringValue": "u"})),
        ("plan", json!({"stringValue": "pro"})),
        ("llmobs.request_id", json!({"stringValue": "0123456789abcdef"})),
        ("llmobs.status", json!({"stringValue": "success"})),
    ] {
        assert_eq!(attributes.get(key), Some(&&value), "{key}");
    }
    let (second, attributes) = span(&lines[1]);
    assert_eq!(second["status"], json!({"code": 2, "message": "Timeout"}));
    assert_eq!(attributes["error.type"], &json!({"stringValue": "Timeout"}));
    assert_eq!(attributes.get("gen_ai.response.model"), None);
    let (third, _) = span(&lines[2]);
    assert_eq!(third["status"], json!({}));
    // A time that nobody knows is not written, and a latency has no attribute.
    assert_eq!([third.get("startTimeUnixNano"), third.get("endTimeUnixNano")], [None; 2]);
    assert_eq!(attributes.get("llmobs.latency_ms"), None);
}

#[test]
fn ids_are_hex_of_their_length_and_always_the_same() {
    let write = || llmobs("convert --to otlp").arg(PYLOGGER).run().expect(0);
    let run = write();
    assert_eq!(write().stdout, run.stdout);
    let lines = run.ndjson();
    assert_eq!(lines.len(), 60);
    let mut spans: Vec<&str> = lines.iter().map(|line| span(line).0["spanId"].as_str().expect("an id")).collect();
    assert!(spans.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{spans:?}");
    spans.sort_unstable();
    spans.dedup();
    assert_eq!(spans.len(), 60);
    assert!(lines.iter().all(|line| span(line).0["traceId"].as_str().is_some_and(|id| id.len() == 32)));
}

/// What was unknown stays unknown, and the rest is what it was.
#[test]
fn spans_answer_every_question_as_the_log_did() {
    let mut questions = QUESTIONS.to_vec();
    questions.extend(["costs --by request_id,trace_id", "costs --by cache_write_1h_tokens,cache_write_tokens"]);
    let folder = Logs::new();
    let partly = folder.write(
        "partly.jsonl",
        r#"{"model":"gpt-4o","input_tokens":10,"output_tokens":2}
{"request_id":"b","model":"gpt-4o","timestamp":"2026-11-23T07:27:08Z"}
{"request_id":"c","timestamp":"2026-11-23T07:27:08Z","latency_ms":0,"ttft_ms":0.1,"service_tier":"batch","model":"gpt-4o","input_tokens":10,"output_tokens":2}
{"request_id":"d","error_type":"Timeout","timestamp":"2026-11-23T07:27:08Z","feature":"x","trace_id":"t","quality_score":0.3,"cache_write_1h_tokens":5}
"#,
    );
    let names = [
        "demo.jsonl",
        "pylogger.jsonl",
        "formats/anthropic_batch.jsonl",
        "formats/bedrock.jsonl",
        "formats/claude_code.jsonl",
        "formats/helicone.json",
        "formats/langfuse.json",
        "formats/langsmith.jsonl",
        "formats/litellm.jsonl",
        "formats/llm.json",
        "formats/openai_batch.jsonl",
        "formats/otlp.jsonl",
        "formats/posthog.jsonl",
    ];
    let fixtures = names.map(|name| std::path::Path::new(crate::support::ROOT).join("fixtures").join(name));
    for log in fixtures.iter().chain([&partly]) {
        let out = folder.path().join("out.otlp.jsonl");
        llmobs("convert --quiet --to otlp -o").arg(&out).arg(log).run().expect(0);
        assert_same(log, &out, &questions);
        let pending =
            |path: &std::path::Path| llmobs("costs --json").arg(path).run().json()["input"]["pending"].clone();
        assert_eq!(pending(&out), pending(log), "{}", log.display());
    }
}

#[test]
fn empty_texts_are_told() {
    let (_logs, log) = Logs::with(r#"{"request_id":"a","model":"gpt-4o","user_id":""}"#);
    let run = llmobs("convert --to otlp").arg(&log).run().expect(0);
    assert!(run.stderr.contains("1 empty text cannot be told from missing ones in OTLP"), "{}", run.stderr);
    assert!(!run.stdout.contains("user.id"), "{}", run.stdout);
}
