//! What traces come to is what `costs` says of the same log, whoever wrote it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::assert_near;
use crate::support::{Logs, ROOT, llmobs, shared};

#[track_caller]
fn check(log: &Path) {
    let costs = llmobs("costs --json").arg(log).run().json();
    for command in ["trace list --json", "trace summary --json"] {
        let traces = llmobs(command).arg(log).run().json();
        for figure in ["total_input_tokens", "total_output_tokens", "total_cost_usd"] {
            let what = format!("{command} {} {figure}", log.display());
            assert_near(&traces["totals"][figure], &costs["totals"][figure], &what);
        }
    }
}

#[test]
fn small_samples() {
    for name in ["langfuse.json", "langfuse_blob.jsonl", "langsmith.jsonl", "otlp.jsonl"] {
        check(&Path::new(ROOT).join("fixtures/formats").join(name));
    }
    super::LOGS.iter().for_each(|log| check(&Path::new(ROOT).join(log)));
}

/// Trees of up to 12 spans of every kind, with and without tokens, costs and models: what `costs` leaves out because it
/// is stated again, `trace` does not count either.
#[test]
fn native_logs_of_any_shape() {
    let mut random = Random(7);
    for round in 0..60 {
        let lines: String = (0..12).map(|number| random.span(number)).collect();
        let (_logs, log) = Logs::with(&lines);
        let [costs, list] = ["costs --json", "trace list --json"].map(|command| llmobs(command).arg(&log).run().json());
        for figure in ["total_input_tokens", "total_output_tokens", "total_cost_usd"] {
            let of = |report: &Value| report["totals"][figure].as_f64().unwrap_or_default();
            assert!((of(&costs) - of(&list)).abs() < 1e-9, "{round} {figure}: {} {}\n{lines}", of(&costs), of(&list));
        }
    }
}

/// A linear congruential generator, by Knuth's constants.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A span of one trace, inside of one before it or of none, that states a few things.
    fn span(&mut self, number: u64) -> String {
        let mut span = json!({ "trace_id": "t", "span_id": format!("s{number}"), "timestamp": "2026-11-23T08:00:00Z" });
        let mut state = |key: &str, value: Value| span[key] = value;
        if number > 0 && self.below(8) > 0 {
            state("parent_span_id", json!(format!("s{}", self.below(number))));
        }
        if self.below(3) > 0 {
            state("input_tokens", json!(self.below(4)));
            state("output_tokens", json!(self.below(3)));
        }
        if self.below(4) == 0 {
            state("cost_usd", json!(self.below(3)));
        }
        if self.below(2) == 0 {
            state("model", json!("gpt-4o"));
        }
        state("span_kind", json!(["chat", "agent", "tool", "Chain"][self.below(4) as usize]));
        format!("{span}\n")
    }
}

#[test]
fn real_logs() {
    let Some(data) = shared("logs of other tools with spans") else { return };
    for tool in ["langfuse", "langsmith", "otlp"] {
        let entries = std::fs::read_dir(data.join("formats").join(tool)).expect("a folder");
        let is_log = |path: &PathBuf| {
            let name = path.to_string_lossy();
            (name.ends_with(".json") || name.ends_with(".jsonl")) && !name.ends_with("truth.json")
        };
        entries.map(|entry| entry.expect("an entry").path()).filter(is_log).for_each(|log| check(&log));
    }
}

/// Two requests made in one span, at the same moment and of equal size, are two.
#[test]
fn requests_that_share_a_span_all_count() {
    let line = |id: u8| {
        json!({ "timestamp": "2026-11-23T08:00:00Z", "request_id": format!("r{id}"), "trace_id": "t", "span_id": "s",
            "latency_ms": 5, "input_tokens": 7, "output_tokens": 3 })
    };
    let (_logs, log) = Logs::with(format!("{}\n{}\n", line(1), line(2)));
    let totals = llmobs("trace list --json").arg(&log).run().json()["totals"].clone();
    assert_eq!((&totals["llm_calls"], &totals["total_input_tokens"]), (&json!(2), &json!(14)));
}
