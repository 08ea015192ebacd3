//! What traces come to is what `costs` says of the same log, whoever wrote it.

use std::path::{Path, PathBuf};

use super::assert_near;
use crate::support::{ROOT, llmobs, shared};

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
