//! The cases that a person would try.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{answer, ask};
use crate::support::{Logs, llmobs, row};

const QUESTION: &str = r#"{"timestamp":"2026-03-01T12:00:00","request_id":"a","user_id":"ada","model":"gpt-4o"}"#;
const ANSWER: &str =
    r#"{"timestamp":"2026-03-01T12:00:02","request_id":"a","input_tokens":10,"output_tokens":5,"cost_usd":0.25}"#;
const FAILURE: &str =
    r#"{"timestamp":"2026-03-01T12:00:01","request_id":"a","level":"ERROR","error_type":"Overloaded"}"#;

/// The answer about logs named a.jsonl, b.jsonl, … that hold these lines.
fn report(files: &[&[&str]], arguments: &str) -> (String, Value) {
    let logs = Logs::new();
    for (name, lines) in ('a'..).zip(files) {
        logs.write(&format!("{name}.jsonl"), lines.join("\n"));
    }
    let run = ask(logs.path(), arguments).run().expect(0);
    let json = run.json();
    (run.stdout, json)
}

#[test]
fn halves_in_any_order_and_file_are_one_request() {
    let (together, report_) = report(&[&[QUESTION, ANSWER]], "--by model,user_id");
    let row = row(&report_, "model", &json!("gpt-4o"));
    assert_eq!([&row["requests"], &row["user_id"], &row["total_cost_usd"]], [&json!(1), &json!("ada"), &json!(0.25)]);
    for files in [&[&[QUESTION][..], &[ANSWER]][..], &[&[ANSWER], &[QUESTION]], &[&[ANSWER, QUESTION]]] {
        let (apart, _) = report(files, "--by model,user_id");
        assert_eq!(answer(&apart), answer(&together), "{files:?}");
    }
}

#[test]
fn repeated_lines_change_nothing() {
    let (once, _) = report(&[&[QUESTION, ANSWER]], "");
    for files in [
        &[&[QUESTION, QUESTION, ANSWER, ANSWER, ANSWER][..]][..],
        &[&[QUESTION, ANSWER], &[QUESTION, ANSWER]],
        &[&[ANSWER], &[QUESTION, ANSWER], &[QUESTION]],
    ] {
        assert_eq!(answer(&report(files, "").0), answer(&once), "{files:?}");
    }
}

#[test]
fn of_lines_that_disagree_the_later_wins() {
    let dearer = ANSWER.replace("0.25", "0.75").replace("10", "20");
    let (_, first) = report(&[&[QUESTION, ANSWER, &dearer]], "");
    assert_eq!(
        [&first["totals"]["total_cost_usd"], &first["totals"]["total_input_tokens"]],
        [&json!(0.75), &json!(20)]
    );
    let (_, second) = report(&[&[QUESTION, &dearer, ANSWER]], "");
    assert_eq!(
        [&second["totals"]["total_cost_usd"], &second["totals"]["total_input_tokens"]],
        [&json!(0.25), &json!(10)]
    );
    // Across files the order of the files counts: a folder's by name.
    let (_, across) = report(&[&[QUESTION, ANSWER], &[&dearer]], "");
    assert_eq!(across["totals"]["total_cost_usd"], json!(0.75));
    // A later line that says nothing of a field takes nothing away, and neither does one that says `null`.
    let nothing = r#"{"request_id":"a","cost_usd":null,"quality_score":0.5}"#;
    let (_, kept) = report(&[&[QUESTION, ANSWER, nothing]], "");
    assert_eq!(kept["totals"]["total_cost_usd"], json!(0.25));
}

#[test]
fn files_named_on_the_command_line_keep_their_order() {
    let logs = Logs::new();
    let cheap = logs.write("a.jsonl", [QUESTION, ANSWER].join("\n"));
    let dear = logs.write("b.jsonl", ANSWER.replace("0.25", "0.75"));
    let cost = |first: &std::path::Path, second: &std::path::Path| {
        ask(first, "").arg(second).json()["totals"]["total_cost_usd"].clone()
    };
    assert_eq!(cost(&cheap, &dear), json!(0.75));
    assert_eq!(cost(&dear, &cheap), json!(0.25));
}

#[test]
fn a_failure_that_was_retried_is_a_success_in_any_order() {
    for lines in [[QUESTION, FAILURE, ANSWER], [ANSWER, FAILURE, QUESTION], [FAILURE, ANSWER, QUESTION]] {
        let (_, report) = report(&[&lines], "--by status");
        assert_eq!(report["rows"][0]["status"], json!("success"));
        assert_eq!(report["totals"]["errors"], json!(0));
    }
    let (_, failed) = report(&[&[FAILURE, QUESTION]], "--by status,error_type");
    assert_eq!(
        [&failed["rows"][0]["status"], &failed["rows"][0]["error_type"]],
        [&json!("error"), &json!("Overloaded")]
    );
}

#[test]
fn the_time_of_a_request_is_its_earliest_line() {
    let late = ANSWER.replace("03-01", "03-04");
    for lines in [[QUESTION, &late], [&late, QUESTION]] {
        let (_, report) = report(&[&lines], "--by day");
        assert_eq!(report["rows"][0]["day"], json!("2026-03-01"));
        assert_eq!(report["range"]["last"], json!("2026-03-01T12:00:00Z"));
    }
}

#[test]
fn latency_is_the_logged_one_else_the_time_between_the_halves() {
    let latency = |lines: &[&str]| report(&[lines], "--by latency_ms").1["rows"][0]["latency_ms"].clone();
    assert_eq!(latency(&[QUESTION, ANSWER]), json!(2000));
    let logged = ANSWER.replace("\"cost_usd\"", "\"latency_ms\":7.5,\"cost_usd\"");
    assert_eq!(latency(&[QUESTION, &logged]), json!(7.5));
    // One line alone, or two of one moment, tell no duration.
    assert_eq!(latency(&[ANSWER]), Value::Null);
    let same_moment = ANSWER.replace("12:00:02", "12:00:00");
    assert_eq!(latency(&[QUESTION, &same_moment]), Value::Null);
}

#[test]
fn a_latency_ends_with_the_answer_not_with_what_came_later() {
    let latency = |lines: &[&str]| report(&[lines], "--by latency_ms").1["rows"][0]["latency_ms"].clone();
    // Three minutes later a person says that it was good: that took the person three minutes, not the model.
    let feedback = r#"{"timestamp":"2026-03-01T12:03:00","request_id":"a","quality_score":9}"#;
    assert_eq!(latency(&[QUESTION, ANSWER, feedback]), json!(2000));
    assert_eq!(latency(&[QUESTION, feedback]), Value::Null);
}

#[test]
fn a_failure_has_no_latency_but_a_logged_one() {
    // numpy counts 51 latencies in fixtures/pylogger.jsonl (`latency_ms.count` of its truth): those of the 51 answers.
    let report = llmobs("costs --json --by status --where latency_ms>=0").arg("fixtures/pylogger.jsonl").json();
    assert_eq!(row(&report, "status", &json!("success"))["requests"], json!(51));
    assert_eq!(report["input"]["matched_requests"], json!(51));
}

#[test]
fn halves_a_million_lines_apart_meet() {
    const BETWEEN: usize = 1_000_000;
    let mut log = format!("{QUESTION}\n");
    log.reserve(BETWEEN * 24);
    for number in 0..BETWEEN {
        writeln!(log, "{{\"request_id\":\"f{number}\"}}").expect("a String takes everything");
    }
    log.push_str(ANSWER);
    let logs = Logs::new();
    logs.write("log.jsonl", log);
    let report = ask(logs.path(), "--threads 2").json();
    assert_eq!(row(&report, "model", &json!("gpt-4o"))["total_cost_usd"], json!(0.25));
    assert_eq!(row(&report, "model", &Value::Null)["requests"], json!(BETWEEN));
    assert_eq!(report["input"]["pending"], json!(BETWEEN));
    assert_eq!(report["input"]["lines"], json!(BETWEEN + 2));
}
