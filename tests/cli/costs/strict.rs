//! `--strict`: an answer from an input that was not all good ends with 2.

use super::prepared;
use crate::support::{Logs, PYLOGGER, llmobs};
use serde_json::json;

#[test]
fn bad_lines_and_values_end_a_strict_run_with_2_after_the_answer() {
    for bad in ["nonsense", "[1]", "{\"cost_usd\":-1,\"model\":\"m\"}"] {
        let (_logs, log) = Logs::with(format!("{{\"model\":\"m\",\"cost_usd\":1}}\n{bad}\n"));
        let calm = llmobs("costs --json").arg(&log).run().expect(0);
        let strict = llmobs("costs --json --strict").arg(&log).run().expect(2);
        assert_eq!((strict.stdout, strict.stderr), (calm.stdout, calm.stderr), "{bad}");
    }
}

#[test]
fn what_is_good_stays_good() {
    llmobs("costs --json --strict").arg(PYLOGGER).run().expect(0);
    // Blank lines are no fault, and a line about nothing is told but not bad.
    let (_logs, log) = Logs::with("\n{\"model\":\"m\",\"cost_usd\":1}\n\n{}\n");
    let run = llmobs("costs --json --strict").arg(log).run().expect(0);
    assert_eq!(run.json()["input"]["unrecognised_lines"], json!(1));
}

#[test]
fn a_bad_input_outranks_an_empty_answer() {
    let (_logs, log) = Logs::with("nonsense\n");
    llmobs("costs --json").arg(&log).run().expect(3);
    llmobs("costs --json --strict").arg(&log).run().expect(2);
}

#[test]
fn the_first_few_bad_lines_are_named_and_the_rest_counted() {
    let (_logs, log) = Logs::with("x\n".repeat(1234));
    let run = llmobs("costs --json").arg(&log).run().expect(3);
    let name = log.display();
    let first = format!("warning: skipped 1,234 bad lines: {name}:1: bad_json, {name}:2: bad_json, ");
    assert!(run.stderr.starts_with(&first), "{}", run.stderr);
    assert!(run.stderr.contains(", and 1,229 more"), "{}", run.stderr);
}

#[test]
fn quiet_keeps_warnings_in_the_answer_alone() {
    let (_logs, run) = prepared(&[json!({"model": "m", "cost_usd": "much"})], "--quiet");
    let run = run.run().expect(0);
    assert_eq!(run.stderr, "");
    assert_eq!(run.json()["warnings"].as_array().map(Vec::len), Some(1));
    let (_logs, loud) = prepared(&[json!({"model": "m", "cost_usd": "much"})], "");
    assert!(loud.run().stderr.starts_with("warning: left out 1 value "));
}
