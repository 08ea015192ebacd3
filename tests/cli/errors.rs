//! `llmobs errors`, against scipy: an interval is `binomtest(k, n).proportion_ci(method="wilson")`, n being the requests
//! that ended, whatever way, in the same group without regard to the kind of error.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, column, llmobs, row};

const DEMO: &str = "fixtures/demo.jsonl";

fn check_rate(found: &Value, rate: f64, low: f64, high: f64) {
    for (key, wanted) in [("error_rate", rate), ("error_rate_low", low), ("error_rate_high", high)] {
        assert_close(&found[key], &json!(wanted), key);
    }
}

#[test]
fn kinds_of_errors_with_their_rates_and_times() {
    let report = llmobs("errors").arg(DEMO).json();
    assert_eq!(
        column(&report, "error_type"),
        [&json!("RateLimitError"), &json!("APITimeoutError"), &json!("InternalServerError")]
    );
    assert_eq!(column(&report, "errors"), [&json!(5), &json!(3), &json!(2)]);
    let first = &report["rows"][0];
    check_rate(first, 5.0 / 156.0, 0.013766559825891936, 0.07282836318604768);
    assert_eq!(first["error_share"], json!(0.5));
    // jq: the earliest and latest timestamp among the first lines of the requests with that error_type.
    assert_eq!(first["first_error"], json!("2026-11-21T00:00:02.332000Z"));
    assert_eq!(first["last_error"], json!("2026-11-23T11:37:55.115000Z"));
    check_rate(&report["totals"], 10.0 / 156.0, 0.03518858274470879, 0.1139683318417555);
    assert_close(&report["facts"]["error_rate"], &json!(10.0 / 156.0), "the whole rate");
}

#[test]
fn a_rate_is_of_the_same_model() {
    let report = llmobs("errors --by error_type,model").arg(DEMO).json();
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(9));
    let sonnet = row(&report, "model", &json!("claude-sonnet-4-5-20250929"));
    assert_eq!([&sonnet["error_type"], &sonnet["errors"]], [&json!("RateLimitError"), &json!(2)]);
    check_rate(sonnet, 2.0 / 46.0, 0.01200544559855661, 0.1453225902621907);
    let acme = row(&report, "model", &json!("acme-large-v2"));
    check_rate(acme, 1.0 / 9.0, 0.019890887638544907, 0.434999705576656);
}

#[test]
fn by_anything_else_every_group_is_a_row() {
    let report = llmobs("errors --by user_id").arg(DEMO).json();
    let none = llmobs("costs --by user_id").arg(DEMO).json();
    assert_eq!(report["rows"].as_array().map(Vec::len), none["rows"].as_array().map(Vec::len));
    let errors: i64 = column(&report, "errors").iter().filter_map(|count| count.as_i64()).sum();
    assert_eq!(errors, 10);
}

/// A failure that was charged, an answer that was cut off, one that was not, a request without an answer, and a failure
/// of which nothing more is known.
fn mixed() -> (Logs, std::path::PathBuf) {
    let lines = [
        json!({"request_id": "a", "model": "m", "input_tokens": 100, "cost_usd": 0.25, "error_type": "Timeout", "level": "ERROR"}),
        json!({"request_id": "b", "model": "m", "input_tokens": 10, "output_tokens": 7, "cost_usd": 0.5, "finish_reason": "max_tokens"}),
        json!({"request_id": "c", "model": "m", "input_tokens": 20, "output_tokens": 5, "cost_usd": 0.125, "finish_reason": "stop"}),
        json!({"request_id": "d", "model": "m", "input_tokens": 3}),
        json!({"request_id": "e", "model": "m", "level": "ERROR"}),
    ];
    Logs::with(lines.map(|line| line.to_string()).join("\n"))
}

#[test]
fn what_failures_cost() {
    let (_logs, log) = mixed();
    let report = llmobs("errors --cost logged").arg(log).json();
    let outcomes = |name: &str| {
        let rows = report["sections"]["outcomes"].as_array().expect("outcomes");
        let row = rows.iter().find(|row| row["outcome"] == name).expect("an outcome").clone();
        ["requests", "total_input_tokens", "total_output_tokens", "total_cost_usd"].map(|key| row[key].clone())
    };
    assert_eq!(outcomes("success"), [json!(2), json!(30), json!(12), json!(0.625)]);
    assert_eq!(outcomes("cut_off"), [json!(1), json!(10), json!(7), json!(0.5)]);
    assert_eq!(outcomes("error"), [json!(2), json!(100), Value::Null, json!(0.25)]);
    assert_eq!(outcomes("pending"), [json!(1), json!(3), Value::Null, Value::Null]);
    assert_eq!(report["facts"]["cost_per_success"], json!(0.4375));
    // A failure that states no kind is a row of its own, not a success.
    assert_eq!(column(&report, "error_type"), [&json!("Timeout"), &Value::Null]);
    assert_eq!(column(&report, "failed_cost_usd"), [&json!(0.25), &Value::Null]);
}

#[test]
fn nothing_failed_is_an_answer() {
    let (_logs, log) = Logs::with(json!({"model": "m", "output_tokens": 1, "cost_usd": 1}).to_string());
    let report = llmobs("errors").arg(&log).json();
    assert_eq!(report["rows"], json!([]));
    assert_eq!(report["totals"]["errors"], json!(0));
    // That nothing failed is known, and so is what it took.
    let failed = &report["sections"]["outcomes"][1];
    assert_eq!([&failed["outcome"], &failed["requests"]], [&json!("error"), &json!(0)]);
    assert_eq!([&failed["total_output_tokens"], &failed["total_cost_usd"]], [&json!(0), &json!(0.0)]);
    let table = llmobs("errors --format table").arg(log).run().expect(0).stdout;
    assert!(table.contains("nothing to show"), "{table}");
}
