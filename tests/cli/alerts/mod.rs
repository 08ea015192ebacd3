//! `llmobs alerts`: rules, verdicts, what they would have said, and who is told.

mod agreement;
mod backtest;
mod check;
mod email;
mod floors;
mod hostile;
mod https;
mod notify;
mod rules;
mod smtp;
mod state;
mod targets;

use std::path::Path;

use serde_json::Value;

use crate::support::{Llmobs, Logs, Run, llmobs};

/// A folder with a log and a file of rules.
pub struct Case {
    pub logs: Logs,
}

impl Case {
    pub fn new(log: &str, rules: &str) -> Case {
        let logs = Logs::new();
        logs.write("log.jsonl", log);
        logs.write("alerts.toml", rules);
        Case { logs }
    }

    pub fn alerts(&self, arguments: &str) -> Llmobs {
        llmobs(&format!("alerts {arguments} --rules alerts.toml log.jsonl")).cwd(self.logs.path())
    }

    #[track_caller]
    pub fn check(&self, at: &str) -> Run {
        self.alerts(&format!("check --quiet --json --at {at}")).run()
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.logs.path().join(name)
    }
}

/// A rule of these lines.
pub fn rule(name: &str, lines: &[&str]) -> String {
    format!("[[rule]]\nname = \"{name}\"\n{}\n\n", lines.join("\n"))
}

/// A flat request at a second of 2026-03-01, with more fields.
pub fn line(second: u32, more: &str) -> String {
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{{\"timestamp\":\"2026-03-01T{hour:02}:{minute:02}:{:02}Z\"{more}}}\n", second % 60)
}

/// `rule group verdict` of every row.
pub fn verdicts(report: &Value) -> Vec<String> {
    let rows = report["rows"].as_array().expect("rows");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    rows.iter().map(|row| [&row["rule"], &row["group"], &row["verdict"]].map(text).join(" ")).collect()
}

pub fn read(path: &Path) -> Value {
    crate::support::read_json(path)
}
