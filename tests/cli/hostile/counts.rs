//! Which lines are good, which are bad and why, in every log that is not compressed.

use serde_json::{Value, json};

use super::{Hostile, check_totals};
use crate::support::Run;

/// Small enough to be read again a byte at a time.
const SMALL: u64 = 20_000;
const UTF16: &str = "03_utf16le_bom.jsonl";

/// Logs of the elements of an array and of an object over several lines, not of the physical lines that are expected.
const DOCUMENTS: [&str; 2] = ["10_json_array_file.jsonl", "10_pretty_printed.jsonl"];

fn is_plain(name: &str) -> bool {
    !name.starts_with("15_")
}

#[test]
fn every_line_is_good_blank_or_bad_for_the_expected_reason() {
    let Some(hostile) = Hostile::logs("damaged logs") else { return };
    let names = hostile.names(is_plain);
    assert!(names.len() > 40, "{names:?}");
    for name in names.into_iter().filter(|name| !DOCUMENTS.contains(&name.as_str())) {
        let expected = &hostile.expected[name];
        let run = hostile.run(name, "");
        let report = run.json();
        check_lines(name, &report["input"], expected);
        check_totals(name, &report, &expected["totals"]);
        check_exit(name, &run, &report);
    }
}

fn check_lines(name: &str, input: &Value, expected: &Value) {
    let count = |key: &str| input[key].as_i64().unwrap_or_else(|| panic!("{name}: no input.{key}"));
    assert_eq!(input["lines"], expected["physical_lines"], "{name}: lines");
    assert_eq!(input["blank_lines"], expected["blank"], "{name}: blank lines");
    assert_eq!(input["bad_lines"], expected["bad_total"], "{name}: bad lines");
    let good = count("lines") - count("blank_lines") - count("bad_lines");
    assert_eq!(json!(good), expected["good"], "{name}: good lines");
    if name == UTF16 {
        let reasons = input["bad_lines_by_reason"].as_object().expect("reasons");
        assert!(reasons.keys().all(|reason| ["nul", "bad_utf8"].contains(&reason.as_str())), "{reasons:?}");
    } else {
        assert_eq!(input["bad_lines_by_reason"], expected["bad"], "{name}: reasons");
    }
}

/// No requests: nothing can be told. Bad lines are named, and end a strict run with 2.
fn check_exit(name: &str, run: &Run, report: &Value) {
    let input = &report["input"];
    assert_eq!(run.code, if input["requests"] == 0 { 3 } else { 0 }, "{name}");
    if input["bad_lines"] != 0 {
        assert!(run.stderr.contains(&format!("{name}:")), "{name} is not named: {}", run.stderr);
    }
}

#[test]
fn a_strict_run_ends_with_2_where_a_line_or_value_was_bad() {
    let Some(hostile) = Hostile::logs("strict runs of damaged logs") else { return };
    for name in hostile.names(is_plain) {
        let (calm, strict) = (hostile.run(name, ""), hostile.run(name, "--strict"));
        let input = &calm.json()["input"];
        let is_bad = input["bad_lines"] != 0 || input["bad_values"] != 0;
        assert_eq!(strict.code, if is_bad { 2 } else { calm.code }, "{name}");
        assert!(strict.stdout == calm.stdout, "{name}: the answer is printed all the same");
    }
}

#[test]
fn the_verdict_depends_on_the_line_alone() {
    let Some(hostile) = Hostile::logs("verdicts under other questions") else { return };
    for name in hostile.names(is_plain) {
        let verdict = |arguments: &str| hostile.run(name, arguments).json()["input"]["bad_lines_by_reason"].clone();
        let plain = verdict("");
        for question in ["--by hour,x.y", "--where status=error --by user_id", "--map model=a.b --sort p95_latency_ms"]
        {
            assert_eq!(verdict(question), plain, "{name}: {question}");
        }
    }
}

#[test]
fn cuts_and_threads_change_nothing() {
    let Some(hostile) = Hostile::logs("damaged logs in small pieces") else { return };
    let is_small = |name: &str| hostile.path(name).metadata().expect(name).len() < SMALL;
    for name in hostile.names(|name| is_plain(name) && is_small(name)) {
        let whole = hostile.run(name, "");
        for cut in ["--chunk-bytes 1 --threads 3", "--chunk-bytes 37 --threads 1", "--chunk-bytes 4096 --threads 8"] {
            assert_eq!(hostile.run(name, cut), whole, "{name}: {cut}");
        }
    }
}

#[test]
fn a_line_far_longer_than_a_chunk_is_one_line() {
    let Some(hostile) = Hostile::logs("long lines in small pieces") else { return };
    for name in ["06_huge_line_50MB.jsonl", "06_wide_20k_keys.jsonl", "06_deep_unclosed_1M.jsonl"] {
        let whole = hostile.run(name, "");
        assert_eq!(hostile.run(name, "--chunk-bytes 65536 --threads 2"), whole, "{name}");
    }
}
