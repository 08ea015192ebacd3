//! Logs of other tools. `fixtures/formats/make.py` writes one of each format from one list of requests, and what each
//! must come to, summed up from that list; `../shared/data/formats` has real ones.

mod damage;
mod detection;
mod framing;
mod jaeger;
mod langfuse;
mod langsmith;
mod misread;
mod observations;
mod own;
mod shared;
mod spans;
mod tables;
mod texts;
mod torn;
mod traps;
mod twins;
mod wrappers;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Llmobs, PYLOGGER, ROOT, assert_close, llmobs, read_json};

/// A log among the fixtures.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(ROOT).join("fixtures/formats").join(name)
}

/// What the logs among the fixtures must come to, by name.
pub fn truths() -> Vec<(String, Value)> {
    let truths = read_json(&fixture("truth.json"));
    truths.as_object().expect("an object").clone().into_iter().collect()
}

/// Compares all that is said of a log with its truth. `ask` prepares a command for it.
#[track_caller]
pub fn check(name: &str, truth: &Value, ask: &dyn Fn(&str) -> Llmobs) {
    let costs = ask("costs --json").json();
    let (totals, input) = (&costs["totals"], &costs["input"]);
    assert_eq!(input["formats"], serde_json::json!({ truth["format"].as_str().expect("a name"): 1 }), "{name}");
    assert_eq!(input["bad_lines"], 0, "{name}: {costs:#}");
    assert_eq!(input["bad_values"], 0, "{name}: {costs:#}");
    assert_eq!(input["unrecognised_lines"], 0, "{name}");
    assert_eq!(input["other_records"], truth["other_records"], "{name}: other records");
    assert_eq!(input["unpriced_requests"], truth["unpriced"], "{name}: unpriced");
    for figure in ["requests", "errors"] {
        assert_eq!(totals[figure], truth[figure], "{name}: {figure}");
    }
    for figure in ["input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens"] {
        if !truth[figure].is_null() {
            assert_eq!(totals[format!("total_{figure}")], truth[figure], "{name}: {figure}");
        }
    }
    if !truth["cost_usd"].is_null() {
        assert_close(&totals["total_cost_usd"], &truth["cost_usd"], &format!("{name}: cost"));
    }
    check_groups(name, truth, ask);
    check_latency(name, truth, ask);
    assert_eq!(costs["range"]["first"], truth["first"], "{name}: first");
    assert_eq!(added(&costs), truth["apart"].as_u64().expect("a count"), "{name}: {:#}", costs["warnings"]);
}

#[track_caller]
fn check_groups(name: &str, truth: &Value, ask: &dyn Fn(&str) -> Llmobs) {
    for (dimension, key) in [("model", "by_model"), ("user_id", "by_user"), ("session_id", "by_session")] {
        let report = ask(&format!("costs --json --by {dimension}")).json();
        let Some(groups) = truth[key].as_object() else { continue };
        for (group, requests) in groups {
            let row = report["rows"].as_array().expect("rows").iter().find(|row| row[dimension] == group.as_str());
            let found = row.map_or(&Value::Null, |row| &row["requests"]);
            assert_eq!(found, requests, "{name}: {dimension} {group}: {:#}", report["rows"]);
        }
    }
    if let Some(reasoning) = truth["reasoning_tokens"].as_i64() {
        let report = ask("costs --json --by reasoning_tokens").json();
        let tokens = |row: &Value| Some(row["reasoning_tokens"].as_i64()? * row["requests"].as_i64()?);
        let sum: i64 = report["rows"].as_array().expect("rows").iter().filter_map(tokens).sum();
        assert_eq!(sum, reasoning, "{name}: reasoning");
    }
}

#[track_caller]
fn check_latency(name: &str, truth: &Value, ask: &dyn Fn(&str) -> Llmobs) {
    let run = ask("latency --json").run();
    // A log without any latency cannot tell.
    let totals = &run.clone().expect(if truth["p50_latency_ms"].is_null() { 3 } else { 0 }).json()["totals"];
    for figure in ["p50_latency_ms", "p95_latency_ms", "p50_ttft_ms"] {
        assert_close(&totals[figure], &truth[figure], &format!("{name}: {figure}"));
    }
}

/// To how many requests cached tokens were added, as a warning says.
pub fn added(report: &Value) -> u64 {
    let warnings = report["warnings"].as_array().expect("warnings").iter().filter_map(Value::as_str);
    let counts = warnings.filter_map(|warning| warning.strip_prefix("the log counts the cached tokens of "));
    counts.filter_map(|rest| rest.split(' ').next()?.parse::<u64>().ok()).sum()
}

/// Lines of our own format, as they stand in a genuine log.
pub fn native() -> Vec<Value> {
    let text = std::fs::read_to_string(Path::new(ROOT).join(PYLOGGER)).expect("a log");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What comes of bytes on stdin, however the command ends.
#[track_caller]
pub fn read(text: impl Into<Vec<u8>>) -> Value {
    llmobs("costs --json").stdin(text).run().json()
}

/// Requests, errors, input and output tokens, and cost in millionths of a dollar.
#[track_caller]
pub fn figures(report: &Value) -> [Option<u64>; 5] {
    let totals = &report["totals"];
    let count = |name: &str| totals[name].as_u64();
    let cost = totals["total_cost_usd"].as_f64().map(|cost| (cost * 1e6).round() as u64);
    [count("requests"), count("errors"), count("total_input_tokens"), count("total_output_tokens"), cost]
}

/// The name of the one format that was read, and how many bad lines there were.
pub fn told(report: &Value) -> (String, u64) {
    let formats = report["input"]["formats"].as_object().expect("formats");
    let names: Vec<&str> = formats.keys().map(String::as_str).collect();
    (names.join(" "), report["input"]["bad_lines"].as_u64().expect("a count"))
}

/// The answer of a command about a log, which must end with 0.
#[track_caller]
pub fn answer(arguments: &str, log: &Path) -> Value {
    llmobs(arguments).arg(log).json()
}
