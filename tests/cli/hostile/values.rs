//! Good lines with strange values: repeated keys, numbers that are none, types that do not fit.

use std::fs;

use serde_json::{Value, json};

use super::Hostile;
use crate::support::row;

#[test]
fn of_repeated_keys_the_last_counts() {
    let Some(hostile) = Hostile::logs("repeated keys") else { return };
    let name = "07_duplicate_keys.jsonl";
    let report = hostile.ask(name, "--by request_id,model,latency_ms").json();
    for (id, wanted) in hostile.expected[name]["last_wins"].as_object().expect("requests") {
        let found = row(&report, "request_id", &json!(id));
        let pairs = [
            ("model", "model"),
            ("latency_ms", "latency_ms"),
            ("input_tokens", "total_input_tokens"),
            ("output_tokens", "total_output_tokens"),
            ("cost_usd", "total_cost_usd"),
        ];
        for (field, column) in pairs.iter().filter(|(field, _)| !wanted[*field].is_null()) {
            assert_eq!(found[*column], wanted[*field], "{id}: {field}");
        }
    }
    // Keys are told apart by case, and one of no letters or of JavaScript's own is a key like any other.
    assert_eq!(row(&report, "request_id", &json!("d2"))["model"], json!("m"));
    assert_eq!(row(&report, "request_id", &json!("d4"))["model"], json!("m"));
}

#[test]
fn numbers_in_quotes_are_numbers_and_words_are_not() {
    let Some(hostile) = Hostile::logs("numbers as strings") else { return };
    let name = "08_numbers_as_strings.jsonl";
    let report = hostile.ask(name, "--by request_id").json();
    let (mut refused, mut sum) = (0, 0);
    for (number, case) in hostile.expected[name]["input_tokens_meaning"].as_array().expect("cases").iter().enumerate() {
        let found = &row(&report, "request_id", &json!(format!("n{number}")))["total_input_tokens"];
        // A negative and a fractional count are as little a count as a word.
        let meaning = if case[1].is_number() { &case[1] } else { &Value::Null };
        assert_eq!(found, meaning, "{}", case[0]);
        refused += i64::from(meaning.is_null() && case[0] != "null");
        sum += meaning.as_i64().unwrap_or(0);
    }
    assert_eq!(report["input"]["bad_values"], json!(refused));
    assert_eq!(report["totals"]["total_input_tokens"], json!(sum));
    // Every line has a cost of "0.001".
    assert_eq!(report["totals"]["total_cost_usd"], json!(0.017));
    let latency = hostile.ask(name, "--by latency_ms").json();
    assert_eq!(latency["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(latency["rows"][0]["latency_ms"], json!(250.5));
}

#[test]
fn what_is_negative_is_left_out_and_counted() {
    let Some(hostile) = Hostile::logs("negative figures") else { return };
    let name = "08_negative.jsonl";
    let report = hostile.ask(name, "--sort avg_latency_ms").json();
    let wanted = &hostile.expected[name]["sums_if_excluded"];
    assert_eq!(report["totals"]["total_input_tokens"], wanted["input_tokens"]);
    assert_eq!(report["totals"]["total_output_tokens"], wanted["output_tokens"]);
    assert_eq!(report["totals"]["total_cost_usd"], wanted["cost_usd"]);
    // Tokens in, tokens out, latency, cost: one each.
    assert_eq!(report["input"]["bad_values"], json!(4));
}

#[test]
fn numbers_beyond_all_measure_neither_wrap_nor_overflow() {
    let Some(hostile) = Hostile::logs("huge numbers") else { return };
    let name = "08_huge_numbers.jsonl";
    let report = hostile.ask(name, "--by request_id").json();
    let cases = hostile.expected[name]["values"].as_array().expect("cases");
    let mut refused = 0;
    for (number, case) in cases.iter().enumerate() {
        let found = &row(&report, "request_id", &json!(format!("n{number}")))["total_input_tokens"];
        // What no model was ever given, a trillion tokens and more, is no count; `1e-400` is nothing in a double.
        let meaning = match case.as_str().expect("a number") {
            "-0" | "1e-400" => json!(0),
            "0.1e1" => json!(1),
            "1E5" => json!(100_000),
            _ => Value::Null,
        };
        assert_eq!(*found, meaning, "{case}");
        refused += i64::from(meaning.is_null());
    }
    assert_eq!(report["input"]["bad_values"], json!(refused));
    assert_eq!(report["totals"]["total_input_tokens"], json!(100_001));
    assert_eq!(report["totals"]["total_cost_usd"], json!(0.0));
}

#[test]
fn an_object_that_says_nothing_is_unrecognised() {
    let Some(hostile) = Hostile::logs("unrecognised lines") else { return };
    let run = hostile.run("10_non_object.jsonl", "").expect(0);
    assert_eq!(run.json()["input"]["unrecognised_lines"], json!(1));
    assert!(run.stderr.contains("10_non_object.jsonl:12"), "the line is named: {}", run.stderr);
}

#[test]
fn values_of_the_wrong_type_are_counted() {
    let Some(hostile) = Hostile::logs("wrong types") else { return };
    let bad_values =
        |arguments: &str| hostile.ask("14_wrong_types.jsonl", arguments).json()["input"]["bad_values"].clone();
    // Two ids, a list as model, a list as time, and cost and both tokens of the eighth line.
    assert_eq!(bad_values(""), json!(7));
    // `user_id` and `latency_ms` are read, and found wanting, only where they are asked for.
    assert_eq!(bad_values("--by model,user_id --sort avg_latency_ms"), json!(9));
}

#[test]
fn a_bad_id_that_is_asked_for_is_still_one_bad_value() {
    let Some(hostile) = Hostile::logs("bad ids") else { return };
    let report = hostile.ask("14_wrong_types.jsonl", "--by request_id").json();
    assert_eq!(report["input"]["bad_values"], json!(7));
}

#[test]
fn a_number_as_id_and_model_is_text() {
    let Some(hostile) = Hostile::logs("numbers as names") else { return };
    let name = "14_wrong_types.jsonl";
    let report = hostile.ask(name, "--by request_id,model,status").json();
    let status = |id: &str| row(&report, "request_id", &json!(id))["status"].clone();
    assert_eq!(row(&report, "request_id", &json!("x"))["model"], json!("5"));
    // `finish_reason` 7 is odd but an answer; `level` in small letters is an error; the rest was never answered.
    assert_eq!(
        [status("x"), status("y"), status("z"), status("w"), status("1.5")].map(|s| s.to_string()),
        ["\"success\"", "\"error\"", "\"pending\"", "\"pending\"", "\"pending\""]
    );
    // Both lines without a readable id stay requests; `level` and `unknown` alone say nothing of any.
    assert_eq!(report["input"]["requests"], json!(7));
    assert_eq!(report["input"]["unrecognised_lines"], json!(2));
}

#[test]
fn an_escaped_half_of_a_pair_is_replaced() {
    let Some(hostile) = Hostile::logs("lone surrogates") else { return };
    let name = "05_invalid_utf8.jsonl";
    let report = hostile.ask(name, "--by request_id").json();
    assert_eq!(row(&report, "request_id", &json!("lone\u{fffd}"))["requests"], json!(1));
    assert_eq!(row(&report, "request_id", &json!("emoji 😀 \u{10ffff}"))["requests"], json!(1));
}

#[test]
fn separators_of_unicode_end_no_line() {
    let Some(hostile) = Hostile::logs("Unicode line separators") else { return };
    let name = "04_unicode_separators_inside.jsonl";
    let log = fs::read_to_string(hostile.path(name)).expect(name);
    assert!(log.contains('\u{2028}'), "the log holds what it is named for");
    let report = hostile.ask(name, "--by user_id").json();
    assert_eq!(row(&report, "user_id", &json!("a\u{2028}b\u{2029}c\u{85}d"))["requests"], json!(5));
}
