//! Real logs, held against other programs.

use std::path::Path;

use serde_json::{Value, json};

use super::{doctor, found};
use crate::support::{Logs, NOW, PYLOGGER, assert_close, llmobs, row};

/// python, over the lines united by request_id, with the prices of src/requests/prices/snapshot.json:
///     c = r['input_tokens']*p['input_cost_per_token'] + r['output_tokens']*p['output_cost_per_token']; l = r['cost_usd']
///     off += abs(l-c) > max(.01*max(l,c), 1e-6); usd += abs(l-c) where so
/// gives 14 and 0.12618, and for claude-opus-4-6 9 requests, 7 of them off, 0.108714 logged and 0.025855 computed.
#[test]
fn logged_costs_are_held_against_list_prices() {
    let report = doctor(Path::new(PYLOGGER), "").json();
    assert_eq!(found(&report, "costs_differ"), Some((14, Some(0.12618))));
    let models = json!({"rows": report["sections"]["costs_by_model"]});
    let opus = row(&models, "model", &json!("claude-opus-4-6"));
    assert_eq!([&opus["requests"], &opus["differing_requests"]], [&json!(9), &json!(7)]);
    assert_close(&opus["logged_usd"], &json!(0.108714), "logged");
    assert_close(&opus["computed_usd"], &json!(0.025855), "computed");
}

/// jq -sc 'group_by(.request_id) | map(add) | map(select(.user_id == null)) | [length, (map(.cost_usd // 0 | . * 1e6 | round) | add / 1e6)]' fixtures/pylogger.jsonl
/// gives [12,0.010521], of 0.184925 in all.
#[test]
fn coverage_says_what_an_answer_leaves_out() {
    let report = doctor(Path::new(PYLOGGER), "").json();
    assert_eq!(found(&report, "missing_user_id"), Some((12, Some(0.010521))));
    let fields = json!({"rows": report["sections"]["coverage"]});
    let user = row(&fields, "field", &json!("user_id"));
    assert_eq!(user["requests"], json!(48));
    assert_close(&user["missing_cost_share"], &json!(0.010521 / 0.184925), "share");
    assert_eq!(user["what"], json!("user_id on 48 of 60 requests: costs by user_id leaves out 5.7% of the cost"));
}

#[test]
fn a_healthy_log_says_so_in_one_line() {
    let line = |number: u32| {
        format!(
            r#"{{"timestamp":"2026-11-20T09:00:{number:02}","request_id":"r{number}","user_id":"王芳","model":"gpt-4o-2024-08-06","input_tokens":400,"output_tokens":100}}"#
        )
    };
    let (_logs, log) = Logs::with((0..30).map(line).collect::<Vec<_>>().join("\n"));
    let run = llmobs("doctor --format table").arg(&log).env("LLMOBS_NOW", NOW).run().expect(0);
    let first = "verdict: this log can be trusted: 30 requests in 30 lines, nothing amiss\n\nlines by kind\n";
    assert!(run.stdout.starts_with(first), "{}", run.stdout);
    assert_eq!(doctor(&log, "--gate").run().expect(0).json()["rows"], Value::Array(Vec::new()));
}

#[test]
fn many_models_end_in_one_row_that_adds_up() {
    let line = |number: u32| {
        format!(r#"{{"model":"gpt-4o","provider":"openai","user_id":"u","input_tokens":0,"output_tokens":{number},"cost_usd":1}}"#)
        .replace("gpt-4o", ["gpt-4o", "gpt-4o-mini", "o3", "gpt-4.1"][number as usize % 4])
    };
    let (_logs, log) = Logs::with((0..40).map(line).collect::<Vec<_>>().join("\n"));
    let report = doctor(&log, "--limit 2").json();
    let models = report["sections"]["costs_by_model"].as_array().expect("rows");
    assert_eq!(models.len(), 3);
    assert_eq!(models[2]["other_groups"], json!(2));
    assert_eq!(models.iter().map(|row| row["logged_usd"].as_f64().expect("dollars")).sum::<f64>(), 40.0);
}

#[test]
fn stdin_and_files_give_the_same_findings() {
    let log = std::fs::read(Path::new(crate::support::ROOT).join("fixtures/demo.jsonl")).expect("a fixture");
    let piped = llmobs("doctor --json -").stdin(log).env("LLMOBS_NOW", NOW).json();
    assert_eq!(piped["rows"], doctor(Path::new("fixtures/demo.jsonl"), "").json()["rows"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let once = llmobs("doctor --json fixtures/pylogger.jsonl").run().json();
    let run = llmobs("doctor --json fixtures/pylogger.jsonl fixtures/pylogger.jsonl").run();
    assert_eq!(run.json()["rows"], once["rows"]);
    assert!(run.stderr.contains("`fixtures/pylogger.jsonl` is named more than once; it is read once"), "{run:?}");
}

/// Claude Code writes one line for each part of an answer, with what had been counted by then: no fault of the log.
#[test]
fn lines_that_retell_an_answer_do_not_disagree() {
    let log = Path::new("fixtures/formats/claude_code.jsonl");
    assert_eq!(found(&doctor(log, "").json(), "lines_disagree"), None);
    // The same answer told twice elsewhere does.
    let one = json!({"request_id": "r", "model": "m", "input_tokens": 1, "output_tokens": 1});
    let two = json!({"request_id": "r", "model": "m", "input_tokens": 1, "output_tokens": 9});
    let (_logs, native) = Logs::with(format!("{one}\n{two}\n"));
    assert!(found(&doctor(&native, "").json(), "lines_disagree").is_some());
    assert!(found(&doctor(log, "").arg(&native).json(), "lines_disagree").is_some_and(|(count, _)| count == 1));
}
