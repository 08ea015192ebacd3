//! `llmobs summary`, and what a bare `llmobs` means.

mod bare;
mod figures;
mod screen;
mod time;

use serde_json::{Value, json};

use crate::support::{Llmobs, Logs, NOW, llmobs};

const DEMO: &str = "fixtures/demo.jsonl";

/// `llmobs summary` of a log of these lines, not run yet. The log lives as long as the first value.
fn prepared(lines: &[Value], arguments: &str) -> (Logs, Llmobs) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (logs, log) = Logs::with(text);
    (logs, llmobs(&format!("summary {arguments}")).arg(log).env("LLMOBS_NOW", NOW))
}

/// The same as JSON.
fn ask(lines: &[Value], arguments: &str) -> Value {
    let (_logs, run) = prepared(lines, &format!("--json {arguments}"));
    run.json()
}

/// What the screen shows at a width.
fn screen(lines: &[Value], width: usize, arguments: &str) -> String {
    let (_logs, run) = prepared(lines, &format!("--format table {arguments}"));
    run.env("COLUMNS", width.to_string()).run().expect(0).stdout
}

/// One request in one line, at a cost.
fn flat(time: &str, user: &str, cost: f64) -> Value {
    json!({"timestamp": time, "model": "m", "user_id": user, "output_tokens": 1, "cost_usd": cost})
}

/// One key of every row of a section.
fn of_section<'j>(report: &'j Value, section: &str, key: &str) -> Vec<&'j Value> {
    report["sections"][section].as_array().expect(section).iter().map(|row| &row[key]).collect()
}
