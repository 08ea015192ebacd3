//! Traps of single tools that no list of requests shows: see `fixtures/formats/make.py` for those that it does.

use std::fs;

use serde_json::{Value, json};

use crate::foreign::{figures, fixture, read};
use crate::support::llmobs;

/// The records of a fixture of lines.
fn records(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(fixture(name)).expect("a fixture");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn text(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

#[track_caller]
fn latency(text: String) -> Value {
    llmobs("latency --json").stdin(text).run().json()["totals"].clone()
}

/// LiteLLM says of the response time: "If streaming, this is the time to first token".
#[test]
fn litellms_response_time_is_no_latency() {
    let mut all = records("litellm.jsonl");
    let before = latency(text(&all));
    all.iter_mut().for_each(|record| record["response_time"] = json!(1e6));
    assert_eq!(latency(text(&all)), before);
    // The first token of an answer that is no stream comes with the last.
    all.retain(|record| record["stream"] == false);
    assert_eq!(latency(text(&all))["p50_ttft_ms"], Value::Null);
}

#[test]
fn a_cache_that_says_no_is_paid_for() {
    let all = records("litellm.jsonl");
    let one = |hit: Value| {
        let mut record = all[0].clone();
        record["cache_hit"] = hit;
        figures(&read(text(&[record])))[4]
    };
    for no in [json!(false), json!("False"), json!("None"), json!(""), Value::Null] {
        assert_eq!(one(no.clone()), Some(1000), "{no}");
    }
    for yes in [json!(true), json!("True"), json!("true")] {
        assert_eq!(one(yes.clone()), Some(0), "{yes}");
    }
}

#[test]
fn helicones_whole_costs_are_billionths_and_its_fractions_dollars() {
    let base = json!({ "request_id": "r", "request_created_at": "2026-11-18T11:06:40Z", "request_path": "/", "response_status": 200, "model": "m" });
    let cost = |cost: Value| {
        let mut record = base.clone();
        record["cost"] = cost;
        read(text(&[record]))["totals"]["total_cost_usd"].clone()
    };
    assert_eq!(cost(json!(1_234_000)), json!(0.001_234));
    assert_eq!(cost(json!(0.25)), json!(0.25));
    assert_eq!(cost(json!(0)), json!(0.0));
    assert_eq!(cost(Value::Null), Value::Null);
}

/// Claude Code's own words are no call; an error of the API is one that failed.
#[test]
fn claude_codes_own_words_are_no_call() {
    let line = |id: &str, is_error: bool| {
        json!({ "type": "assistant", "timestamp": "2026-11-18T11:06:40.000Z", "sessionId": "s", "uuid": id, "isApiErrorMessage": is_error,
            "message": { "id": id, "role": "assistant", "model": "<synthetic>", "usage": { "input_tokens": 0, "output_tokens": 0 } } })
    };
    let report = read(text(&[line("a", false), line("b", true)]));
    assert_eq!(figures(&report)[..2], [Some(1), Some(1)]);
    assert_eq!(report["input"]["other_records"], 1);
}

/// Every block states the usage as far as it was known then: the last one counts.
#[test]
fn of_repeated_lines_the_last_counts_and_nothing_is_added_up() {
    let mut all = records("claude_code.jsonl");
    let once = figures(&read(text(&all)));
    all.extend(all.clone());
    assert_eq!(figures(&read(text(&all))), once);
}

/// One custom id for three requests, as a batch that was sent twice has; and one that failed before it had an id.
#[test]
fn custom_ids_need_not_be_one_requests() {
    let all = records("openai_batch.jsonl");
    let ids: std::collections::BTreeSet<&str> = all.iter().filter_map(|record| record["custom_id"].as_str()).collect();
    assert!(ids.len() < all.len());
    let failed = |id: &str| json!({ "id": id, "custom_id": "x", "response": null, "error": { "code": "batch_expired", "message": "" } });
    let report = read(text(&[all.clone(), vec![failed("b-1"), failed("b-2")]].concat()));
    assert_eq!(figures(&report)[..2], [Some(all.len() as u64 + 2), Some(3)]);
}

/// Requests of a batch have no latency, and one that has keeps its own p95.
#[test]
fn batches_stay_out_of_latencies() {
    let with = fs::read_to_string(fixture("llm.json")).expect("a fixture");
    let alone = latency(with.clone());
    let logs = crate::support::Logs::new();
    logs.write("a.json", with);
    for name in ["openai_batch.jsonl", "anthropic_batch.jsonl", "claude_code.jsonl"] {
        logs.write(name, fs::read(fixture(name)).expect("a fixture"));
    }
    let together = llmobs("latency --json").arg(logs.path()).json()["totals"].clone();
    assert_ne!(together["requests"], alone["requests"]);
    for figure in ["avg_latency_ms", "p50_latency_ms", "p95_latency_ms", "max_latency_ms"] {
        assert_eq!(together[figure], alone[figure], "{figure}");
    }
}

#[test]
fn times_without_a_zone_are_utc() {
    for (name, key) in [("langsmith.jsonl", "start_time"), ("litellm.jsonl", "startTime")] {
        let mut all = records(name);
        let first = read(text(&all))["range"]["first"].clone();
        for record in &mut all {
            // The same moments two hours east, and as numbers.
            if let Some(time) = record[key].as_str() {
                let hour: u32 = time[11..13].parse().expect("an hour");
                record[key] = json!(format!("{}{:02}{}+02:00", &time[..11], hour + 2, &time[13..]));
            }
        }
        assert_eq!(read(text(&all))["range"]["first"], first, "{name}");
        assert_eq!(first, json!("2026-11-18T11:06:40Z"), "{name}");
    }
}

/// Scores under names of their own are paths like any other.
#[test]
fn scores_are_reachable_by_their_names() {
    for (name, metric, mean) in [("langfuse.json", "helpfulness", 0.5), ("helicone.json", "scores.quality", 80.0)] {
        let report = llmobs(&format!("quality --json --metric {metric}")).arg(fixture(name)).json();
        assert_eq!(report["totals"][format!("avg_{metric}")], json!(mean), "{name}: {:#}", report["totals"]);
    }
    let mut run = records("langsmith.jsonl").pop().expect("a run");
    run["feedback_stats"] = json!({ "correctness": { "n": 2, "avg": 0.75 } });
    let report = llmobs("quality --json --metric feedback_stats.correctness.avg").stdin(text(&[run])).json();
    assert_eq!(report["totals"]["avg_feedback_stats.correctness.avg"], json!(0.75), "{:#}", report["totals"]);
}

/// What no record states is unknown, not nothing.
#[test]
fn unknown_is_null() {
    let bare = json!({ "id": "r", "run_type": "llm", "trace_id": "t", "dotted_order": "x", "start_time": "2026-11-18T11:06:40" });
    let report = read(text(&[bare]));
    let totals = &report["totals"];
    assert_eq!(
        [&totals["total_input_tokens"], &totals["total_output_tokens"], &totals["total_cost_usd"]],
        [&Value::Null; 3]
    );
    assert_eq!(report["rows"][0]["model"], Value::Null);
}
