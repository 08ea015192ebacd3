//! `llmobs top`: rankings, and how concentrated spending is.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, column, llmobs};

const DEMO: &str = "fixtures/demo.jsonl";

/// `count` users, the n-th of whom spends n dollars in one request.
fn users(count: usize) -> (Logs, std::path::PathBuf) {
    let line = |n| json!({"user_id": format!("u{n:04}"), "model": "m", "output_tokens": 1, "cost_usd": n}).to_string();
    Logs::with((1..=count).map(line).collect::<Vec<_>>().join("\n"))
}

#[test]
fn ten_rows_and_all_others_in_one() {
    let (_logs, log) = users(200);
    let report = llmobs("top users").arg(log).json();
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 11);
    assert_eq!([&rows[0]["user_id"], &rows[0]["total_cost_usd"]], [&json!("u0200"), &json!(200.0)]);
    assert_eq!([&rows[10]["other_groups"], &rows[10]["requests"]], [&json!(190), &json!(190)]);
    // 1 + … + 200 = 20100; the first ten rows hold 200 + … + 191 = 1955.
    assert_close(&rows[9]["cumulative_cost_share"], &json!(1955.0 / 20100.0), "the share of ten");
    assert_close(&rows[10]["cost_share"], &json!(18145.0 / 20100.0), "the share of the others");
    let all: f64 = column(&report, "total_cost_usd").iter().filter_map(|cost| cost.as_f64()).sum();
    assert_eq!(json!(all), report["totals"]["total_cost_usd"]);
}

#[test]
fn concentration_counts_everybody() {
    let (_logs, log) = users(200);
    let facts = &llmobs("top users --limit 1").arg(&log).json()["facts"];
    assert_eq!(facts["spenders"], json!(200));
    // The top 1% are two, with 200 + 199; the top 10% are twenty, with 200 + … + 181.
    assert_close(&facts["cost_share_of_top_1_percent"], &json!(399.0 / 20100.0), "top 1%");
    assert_close(&facts["cost_share_of_top_10_percent"], &json!(3810.0 / 20100.0), "top 10%");
    let table = llmobs("top users --format table").arg(log).run().expect(0).stdout;
    assert!(table.starts_with("concentration: the top 1% of 200 users (2) make up 2.0% of the cost"), "{table}");
}

#[test]
fn the_last_row_of_all_has_everything() {
    let report = llmobs("top users").arg(DEMO).json();
    let shares = column(&report, "cumulative_cost_share");
    assert_eq!(shares.last(), Some(&&json!(1.0)));
    assert!(shares.windows(2).all(|pair| pair[0].as_f64() <= pair[1].as_f64()), "{shares:?}");
}

#[test]
fn everything_can_be_ranked_by_any_measure() {
    for (what, dimension) in [
        ("users", "user_id"),
        ("features", "feature"),
        ("models", "model"),
        ("prompts", "prompt_hash"),
        ("sessions", "session_id"),
        ("errors", "error_type"),
    ] {
        let report = llmobs(&format!("top {what} --limit 3 --sort p95_latency_ms:desc")).arg(DEMO).json();
        assert!(report["rows"][0].get(dimension).is_some(), "{what}: {report:#}");
    }
    let by_count = llmobs("top models --sort requests:asc").arg(DEMO).json();
    let counts: Vec<i64> = column(&by_count, "requests").iter().filter_map(|count| count.as_i64()).collect();
    assert!(counts.is_sorted(), "{counts:?}");
}

#[test]
fn errors_are_ranked_by_their_number() {
    let report = llmobs("top errors --limit 1").arg(DEMO).json();
    assert_eq!(report["rows"][0]["error_type"], json!("RateLimitError"));
    assert_eq!(report["rows"][1]["other_groups"], json!(2));
    assert_eq!(column(&report, "errors"), [&json!(5), &json!(5)]);
    assert_eq!(report["rows"][0].get("cost_share"), None);
}

#[test]
fn unknown_spending_is_not_nothing() {
    let lines =
        [json!({"user_id": "a", "output_tokens": 5}), json!({"user_id": "b", "output_tokens": 5, "cost_usd": 2})];
    let (_logs, log) = Logs::with(lines.map(|line| line.to_string()).join("\n"));
    let report = llmobs("top users").arg(log).json();
    assert_eq!(column(&report, "total_cost_usd"), [&json!(2.0), &Value::Null]);
    assert_eq!(report["facts"]["cost_share_of_top_1_percent"], json!(1.0));
}

#[test]
fn a_further_dimension_divides_the_rows() {
    let report = llmobs("top users --by model --limit 2").arg(DEMO).json();
    assert!(report["rows"][0].get("user_id").is_some() && report["rows"][0].get("model").is_some());
    assert_eq!(report.get("facts"), None);
}
