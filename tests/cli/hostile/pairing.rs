//! Which lines make one request, and how it ended (DESIGN 3).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Hostile;

const NAME: &str = "12_pairing.jsonl";

#[test]
fn lines_of_one_id_are_one_request() {
    let Some(hostile) = Hostile::logs("pairs") else { return };
    let report = hostile.ask(NAME, "--by request_id,status").json();
    let mut found: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in report["rows"].as_array().expect("rows") {
        let key = (row["request_id"].to_string(), row["status"].as_str().expect("a status").to_owned());
        found.insert(key, row["requests"].as_i64().expect("a count"));
    }
    let wanted = [
        (r#""ok""#, "success"),
        (r#""before""#, "success"),
        (r#""late""#, "success"),
        // An answer or failure whose question is in no log is a request all the same.
        (r#""orphan-response""#, "success"),
        (r#""orphan-error""#, "error"),
        (r#""unanswered""#, "pending"),
        // Repeats change nothing, and an id used for two pairs is one request: the id is all there is to go by.
        (r#""dup-resp""#, "success"),
        (r#""dup-req""#, "success"),
        (r#""reused""#, "success"),
        // A retry that succeeded is a success.
        (r#""err-then-ok""#, "success"),
        // The number 12345 and the text "12345" are one id: loggers are not consistent, and JSON's types are no identity.
        (r#""12345""#, "success"),
        // A `null` id is none, so its two lines are two requests; the empty id, as it cannot identify, likewise.
        ("null", "pending"),
        ("null", "success"),
        (r#""""#, "pending"),
        (r#""""#, "success"),
    ];
    let wanted = wanted.map(|(id, status)| ((id.to_owned(), status.to_owned()), 1)).into();
    assert_eq!(found, wanted);
}

#[test]
fn what_was_paid_twice_is_counted_once() {
    let Some(hostile) = Hostile::logs("repeated answers") else { return };
    let report = hostile.ask(NAME, "").json();
    // 14 answers of 10 tokens in, 5 out and 0.001 dollars; one of `dup-resp`, `reused` and `12345` each is not new.
    assert_eq!(report["totals"]["total_input_tokens"], json!(110));
    assert_eq!(report["totals"]["total_output_tokens"], json!(55));
    assert_eq!(report["totals"]["total_cost_usd"], json!(0.011));
    let input = &report["input"];
    assert_eq!([&input["requests"], &input["errors"], &input["pending"]], [&json!(15), &json!(1), &json!(3)]);
}

#[test]
fn an_answer_three_days_later_belongs_to_the_day_of_its_question() {
    let Some(hostile) = Hostile::logs("late answers") else { return };
    let report = hostile.ask(NAME, "--by day --where request_id=late").json();
    let days: Vec<&Value> = report["rows"].as_array().expect("rows").iter().map(|row| &row["day"]).collect();
    assert_eq!(days, [&json!("2026-03-01")]);
}
