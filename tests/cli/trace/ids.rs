//! How a trace is named on the command line.

use super::NATIVE;
use crate::support::{Logs, llmobs};
use serde_json::json;

fn log() -> (Logs, std::path::PathBuf) {
    let line = |id: &str| format!("{{\"trace_id\":\"{id}\",\"model\":\"m\"}}\n");
    Logs::with(["ABC123", "abd999", "abc123ff", "q\\u001b[2J"].map(line).concat())
}

#[test]
fn a_beginning_that_no_other_has_is_enough() {
    let (_logs, log) = log();
    for (typed, id) in [("abd", "abd999"), ("abc123f", "abc123ff"), ("ABC123", "ABC123")] {
        assert_eq!(llmobs("trace show").arg(typed).arg(&log).json()["facts"]["trace_id"], json!(id), "{typed}");
    }
}

#[test]
fn what_names_several_or_none_is_told_with_what_is_near() {
    let (_logs, log) = log();
    let several = llmobs("trace show ab").arg(&log).run().expect(3);
    assert!(several.stderr.contains("`ab` begins the ids of 3 traces: ABC123, abd999, …"), "{}", several.stderr);
    let near = llmobs("trace show abd998").arg(&log).run().expect(3);
    assert!(near.stderr.starts_with("error: there is no trace `abd998`"), "{}", near.stderr);
    assert!(near.stderr.contains("did you mean `abd999`"), "{}", near.stderr);
    for empty in ["", " "] {
        let none = llmobs("trace show").arg(empty).arg(&log).run().expect(3);
        assert!(none.stderr.starts_with("error: an empty id names no trace\n\nhint: `llmobs trace list`"), "{none:?}");
    }
    let far = llmobs("trace show zzz").arg(NATIVE).run().expect(3);
    assert!(far.stderr.contains("hint: `llmobs trace list` shows"), "{}", far.stderr);
    let hostile = llmobs("trace show q").arg(&log).run().expect(0);
    assert!(!hostile.stdout.contains('\u{1b}') && !hostile.stderr.contains('\u{1b}'));
}
