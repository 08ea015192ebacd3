//! `--gate`: the exit code that a script looks at.

use serde_json::json;

use super::doctor;
use crate::support::{Logs, NOW, PYLOGGER, column, llmobs, row};

const DAMAGED: &str = "fixtures/damaged.jsonl";

#[test]
fn the_gate_shuts_on_what_is_above_its_threshold() {
    // 4 of 15 lines are bad: 0.2667.
    for (arguments, code) in [
        ("", 0),
        ("--gate", 1),
        ("--gate --gate bad_lines=0.27 --gate responses_without_request=1 --gate missing_model=100%", 0),
        ("--gate bad_lines=0.26", 1),
        ("--gate=bad_lines=27% --gate=responses_without_request=1 --gate=missing_model=1", 0),
    ] {
        llmobs(&format!("doctor {DAMAGED} {arguments}")).run().expect(code);
    }
    llmobs(&format!("doctor --gate costs_differ=0.3 {PYLOGGER}")).run().expect(0);
    // `--gate FILE` reads the file.
    let run = llmobs(&format!("doctor --json --gate {DAMAGED}")).env("LLMOBS_NOW", NOW).run().expect(1);
    let report = run.json();
    let bad = row(&report, "finding", &json!("bad_lines"));
    assert_eq!([&bad["threshold"], &bad["above"]], [&json!(0.001), &json!(true)]);
    assert!(run.stderr.contains("the gate is shut: bad_lines 26.7% is above 0.1%"), "{}", run.stderr);
    assert!(column(&report, "threshold").iter().all(|threshold| threshold.is_number()));
}

#[test]
fn mistakes_say_what_to_type() {
    for (gate, why) in
        [("bad_line=1", "names no finding"), ("bad_lines=x", "is no fraction"), ("bad_lines", "says no fraction")]
    {
        let run = llmobs(&format!("doctor {PYLOGGER} --gate {gate}")).run().expect(2);
        assert!(run.stderr.contains(why) && run.stderr.contains("--gate bad_lines=0.01"), "{}", run.stderr);
    }
}

#[test]
fn an_empty_log_cannot_tell_and_a_strict_one_fails() {
    let (_logs, log) = Logs::with("");
    assert_eq!(doctor(&log, "").run().expect(3).json()["facts"]["verdict_code"], json!("empty"));
    doctor(&log, "--gate").run().expect(3);
    let (_logs, bad) = Logs::with("no json\n");
    doctor(&bad, "").run().expect(3);
    doctor(&bad, "--gate").run().expect(1);
    doctor(&bad, "--strict").run().expect(2);
}
