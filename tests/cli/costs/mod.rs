//! `llmobs costs`, one topic a file.

mod by;
mod csv;
mod early;
mod environment;
mod filter;
mod input;
mod limit;
mod strict;
mod time;

use serde_json::{Value, json};

use crate::support::{Llmobs, Logs, llmobs};

/// `llmobs costs --json` of a log of these lines.
fn ask(lines: &[Value], arguments: &str) -> Value {
    let (_logs, run) = prepared(lines, arguments);
    run.json()
}

/// The same, not run yet. The log lives as long as the first value.
fn prepared(lines: &[Value], arguments: &str) -> (Logs, Llmobs) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (logs, log) = Logs::with(text);
    (logs, llmobs(&format!("costs --json {arguments}")).arg(log))
}

/// One request in one line, at a cost.
fn flat(time: &str, model: &str, cost: f64) -> Value {
    json!({"timestamp": time, "model": model, "output_tokens": 1, "cost_usd": cost})
}

/// The number of requests in all rows together.
fn requests(report: &Value) -> i64 {
    report["totals"]["requests"].as_i64().expect("a count")
}
