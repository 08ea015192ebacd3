//! `convert`: whatever the log, what is written reads back to the same figures.

mod columns;
mod groups;
mod lines;
mod otlp;
mod same;
mod steps;

use std::path::Path;

use serde_json::Value;

use crate::support::{Run, llmobs};

/// Every command that adds up requests, and the dimensions that a conversion could lose.
const QUESTIONS: [&str; 9] = [
    "costs",
    "costs --by user_id,feature,session_id",
    "costs --by day,status,error_type",
    "costs --by variant,experiment,provider,service_tier",
    "latency",
    "errors --by error_type,model",
    "quality --by prompt_hash",
    "summary",
    "top prompts",
];

/// The answer without what depends on how the log is laid out: its lines and bytes.
fn figures(run: &Run) -> Value {
    let mut report = run.json();
    let object = report.as_object_mut().expect("a report");
    for key in ["input", "warnings", "prices"] {
        object.remove(key);
    }
    report
}

/// Holds that `converted` answers every question as `log` does.
#[track_caller]
fn assert_same(log: &Path, converted: &Path, questions: &[&str]) {
    for question in questions {
        let ask = |path: &Path| llmobs(&format!("{question} --json")).arg(path).run();
        let (wanted, found) = (ask(log), ask(converted));
        let what = format!("{question}: {} and {}", log.display(), converted.display());
        assert_eq!(found.code, wanted.code, "{what}: {found:#?}");
        assert_eq!(figures(&found), figures(&wanted), "{what}");
    }
}
