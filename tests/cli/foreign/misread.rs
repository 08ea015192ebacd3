//! Values that other tools write otherwise than one would read them: empty texts, whole numbers, flags, ids that are
//! somebody's own.

use std::fs;

use serde_json::{Value, json};

use crate::foreign::{figures, fixture, read};
use crate::support::{Logs, llmobs};

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// The records of a fixture, on lines or in a list.
fn records(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(fixture(name)).expect("a fixture");
    let whole: Result<Value, _> = serde_json::from_str(&text);
    let list = whole.ok().and_then(|whole| whole.get("data").unwrap_or(&whole).as_array().cloned());
    list.unwrap_or_else(|| text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// A record of a fixture with other members.
fn with(record: &Value, members: Value) -> Value {
    let mut record = record.clone();
    let object = record.as_object_mut().expect("an object");
    object.extend(members.as_object().expect("members").clone());
    record
}

/// The values of a dimension and how many requests have each.
#[track_caller]
fn groups(records: &[Value], dimension: &str) -> Vec<(Value, u64)> {
    let report = llmobs(&format!("costs --json --by {dimension}")).stdin(lines(records)).run().json();
    let rows = report["rows"].as_array().expect("rows");
    rows.iter().map(|row| (row[dimension].clone(), row["requests"].as_u64().expect("a count"))).collect()
}

/// LiteLLM writes `end_user: ""` where there is none, in lines of the same shape as those where there is one.
#[test]
fn an_empty_text_leaves_its_place_to_the_next_path() {
    let spend = with(&records("litellm_spend.json")[0], json!({ "user": "u", "end_user": "" }));
    let rows: Vec<Value> = ["", "bob", "", ""]
        .iter()
        .enumerate()
        .map(|(number, end_user)| with(&spend, json!({ "request_id": format!("r{number}"), "end_user": end_user })))
        .collect();
    assert_eq!(groups(&rows, "user_id"), [(json!("u"), 3), (json!("bob"), 1)]);
    let payload =
        with(&records("litellm.jsonl")[0], json!({ "end_user": "", "metadata": { "user_api_key_user_id": "k" } }));
    assert_eq!(groups(&[payload], "user_id"), [(json!("k"), 1)]);
    let generation =
        with(&records("langfuse_blob.jsonl")[1], json!({ "type": "GENERATION", "provided_model_name": "" }));
    assert_eq!(groups(&[generation], "model"), [(Value::Null, 1)]);
}

/// Whole costs of a database are billionths however small, those of one that was taken out through floats too.
#[test]
fn helicones_small_whole_costs_are_billionths() {
    let base = with(&records("helicone.json")[0], json!({ "costUSD": null }));
    for (cost, dollars) in
        [("1", 1e-9), ("3000", 3e-6), ("3000.0", 3e-6), ("20000", 2e-5), ("0", 0.0), ("0.00012", 0.00012)]
    {
        let number: Value = serde_json::from_str(cost).expect("a number");
        let report = read(lines(&[with(&base, json!({ "cost": number }))]));
        let found = report["totals"]["total_cost_usd"].as_f64().expect("a cost");
        assert!((found - dollars).abs() < 1e-18, "{cost}: {found}");
    }
}

/// 500 input tokens and 400 of a cache: 900 where they are counted apart. By PostHog's rule, `resolveCacheReportingExclusive`.
#[test]
fn whose_cached_tokens_stand_apart() {
    let posthog = |provider: &str, model: &str, flag: Value| {
        json!({ "event": "$ai_generation", "timestamp": "2026-11-18T11:06:40Z", "distinct_id": "u", "properties": {
            "$ai_trace_id": "t", "$ai_span_id": "s", "$ai_provider": provider, "$ai_model": model, "$ai_input_tokens": 500,
            "$ai_output_tokens": 50, "$ai_cache_read_input_tokens": 400, "$ai_cache_reporting_exclusive": flag } })
    };
    let helicone = |provider: &str, model: &str| {
        json!({ "request_id": "h", "request_created_at": "2026-11-18T11:06:40Z", "request_path": "/", "response_status": 200,
            "provider": provider, "response_model": model, "prompt_tokens": 500, "completion_tokens": 50,
            "prompt_cache_read_tokens": 400 })
    };
    for (record, input) in [
        (posthog("openai", "gpt-4o", Value::Null), 500),
        (posthog("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", Value::Null), 900),
        (posthog("vertex", "claude-sonnet-4-5", Value::Null), 900),
        (posthog("anthropic", "some-model", Value::Null), 900),
        (posthog("openai", "not-claude", Value::Null), 500),
        (posthog("openai", "gpt-4o", json!(true)), 900),
        (posthog("anthropic", "claude-sonnet-4-5", json!(false)), 500),
        (helicone("AWS", "anthropic.claude-sonnet-4-5-20250929-v1:0"), 900),
        (helicone("OPENAI", "gpt-4o"), 500),
    ] {
        assert_eq!(figures(&read(lines(std::slice::from_ref(&record))))[2], Some(input), "{record}");
    }
}

/// Embeddings have no output tokens, and were answered all the same.
#[test]
fn an_answer_without_output_is_an_answer() {
    let openai = json!({ "id": "b", "custom_id": "x", "error": null, "response": { "status_code": 200, "request_id": "r",
        "body": { "object": "list", "model": "text-embedding-3-small", "usage": { "prompt_tokens": 8, "total_tokens": 8 } } } });
    let titan = json!({ "schemaType": "ModelInvocationLog", "timestamp": "2026-11-18T11:06:40Z", "requestId": "b1",
        "operation": "InvokeModel", "modelId": "amazon.titan-embed-text-v2:0", "input": { "inputTokenCount": 10 },
        "output": { "outputBodyJson": {} } });
    let native = json!({ "request_id": "n", "model": "m", "status_code": 204 });
    for (record, pending) in [
        (openai.clone(), 0),
        (titan, 0),
        (native.clone(), 0),
        (with(&native, json!({ "status_code": 302 })), 1),
        (with(&native, json!({ "status_code": null })), 1),
    ] {
        let report = read(lines(std::slice::from_ref(&record)));
        assert_eq!(
            (&report["input"]["pending"], &report["totals"]["errors"]),
            (&json!(pending), &json!(0)),
            "{record}"
        );
    }
    let failed = with(&native, json!({ "status_code": 200, "error_type": "Overloaded" }));
    assert_eq!(read(lines(&[failed]))["totals"]["errors"], 1);
}

/// [K] what Helicone's own statuses below 0 mean.
#[test]
fn helicones_own_statuses_are_no_answers() {
    let base = records("helicone.json").into_iter().find(|record| record["response_status"] == 200).expect("an answer");
    for (status, outcome) in [(200, "success"), (-2, "pending"), (-3, "error"), (-1, "error")] {
        let record = with(&base, json!({ "response_status": status, "delay_ms": 2000 }));
        assert_eq!(groups(&[record], "status"), [(json!(outcome), 1)], "{status}");
    }
}

#[test]
fn a_flag_that_says_no_in_words_says_no() {
    let event = records("posthog.jsonl").into_iter().find(|event| event["event"] == "$ai_generation").expect("a call");
    for (flag, outcome) in [(json!("false"), "success"), (json!(false), "success"), (json!("true"), "error")] {
        let mut event = event.clone();
        event["properties"]["$ai_is_error"] = flag.clone();
        event["properties"]["$ai_http_status"] = Value::Null;
        assert_eq!(groups(&[event], "status"), [(json!(outcome), 1)], "{flag}");
    }
}

fn message(session: &str, request: Option<&str>, is_sidechain: bool) -> Value {
    json!({ "timestamp": "2026-11-18T11:06:40.250Z", "sessionId": session, "requestId": request, "uuid": format!("{session}{request:?}"),
        "isSidechain": is_sidechain, "type": "assistant", "message": { "id": "m1", "role": "assistant",
        "model": "claude-sonnet-4-5-20250929", "usage": { "input_tokens": 10, "output_tokens": 1 } } })
}

/// A side chain repeats what its parent was told, under request ids of its own.
#[test]
fn a_sidechains_copy_of_a_message_counts_with_it() {
    let check = |what: &str, messages: &[Value], wanted: u64| {
        let mut messages = messages.to_vec();
        for _ in 0..2 {
            let report = read(lines(&messages));
            assert_eq!(figures(&report)[0], Some(wanted), "{what}");
            assert_eq!(report["input"]["other_records"], 0, "{what}");
            messages.reverse();
        }
    };
    let (parent, copy) = (message("s", Some("r1"), false), message("s", Some("r2"), true));
    check("another request id", &[parent.clone(), copy.clone()], 1);
    check("no request id", &[parent.clone(), message("s", None, true)], 1);
    check("its own request id too", &[parent.clone(), message("s", Some("r1"), true), copy.clone()], 1);
    check("another session", &[parent.clone(), message("t", Some("r1"), true)], 1);
    check("no parent", &[copy.clone(), message("t", Some("r3"), true)], 1);
    check("two requests of the main chain", &[parent, message("s", Some("r2"), false)], 2);
}

/// A session that is resumed repeats the messages of the one before: without a request id the message id alone tells.
#[test]
fn a_message_without_a_request_id_counts_once() {
    let resumed = [message("a", None, false), message("b", None, false), message("a", None, false)];
    assert_eq!(figures(&read(lines(&resumed)))[..3], [Some(1), Some(0), Some(10)]);
}

/// Of two batches with the same custom ids: 3 failures each, and one answer each.
#[test]
fn custom_ids_are_a_batchs_own() {
    let failed = |id: &str, kind: &str| json!({ "custom_id": id, "result": { "type": kind } });
    let answer = |message: &str| {
        json!({ "custom_id": "c1", "result": { "type": "succeeded", "message": { "id": message,
        "model": "claude-sonnet-4-5-20250929", "usage": { "input_tokens": 10, "output_tokens": 5 } } } })
    };
    let logs = Logs::new();
    for (name, message) in [("1.jsonl", "msg_1"), ("2.jsonl", "msg_2")] {
        let batch = [answer(message), failed("c2", "errored"), failed("c3", "expired"), failed("c4", "canceled")];
        logs.write(name, lines(&batch));
    }
    let report = llmobs("costs --json").arg(logs.path()).json();
    assert_eq!(figures(&report)[..3], [Some(8), Some(6), Some(20)]);
    // Its name is told all the same.
    let report = llmobs("costs --json --by request_id --where request_id=c2").arg(logs.path()).json();
    assert_eq!(report["totals"]["requests"], 2);
}

#[test]
fn a_time_may_name_its_zone() {
    let base = with(&records("helicone.json")[0], json!({ "request_created_at": "2026-11-19 07:06:41 UTC" }));
    assert_eq!(read(lines(&[base]))["range"]["first"], json!("2026-11-19T07:06:41Z"));
}

/// Whether they would be calls without usage or none at all, records of another format are told, and how to read them. By jq,
/// 146 lines of the log state tokens, a cost or a latency; the others might be of any tool.
#[test]
fn records_of_another_format_are_told() {
    let log = |name: &str| {
        fs::read_to_string(std::path::Path::new(crate::support::ROOT).join("fixtures").join(name)).expect("a log")
    };
    let report = read(log("traces/agents.langsmith.jsonl") + &log("demo.jsonl"));
    assert_eq!(report["input"]["unrecognised_lines"], json!(146));
    let warning = report["warnings"][0].as_str().unwrap_or_default();
    assert!(warning.contains("a record of the format `native`"), "{warning}");
    assert!(warning.ends_with("give the records of each tool in files of their own"), "{warning}");
}
