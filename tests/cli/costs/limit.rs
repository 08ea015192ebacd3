//! `--sort` and `--limit`: the order of rows, and the one that stands for the rest.

use serde_json::{Value, json};

use super::{ask, flat};
use crate::support::{Logs, PYLOGGER, column, llmobs, read_json};

/// Columns that rows add up in; costs of the fixture are whole millionths of a dollar.
const ADDITIVE: [(&str, f64); 5] = [
    ("requests", 1.0),
    ("errors", 1.0),
    ("total_input_tokens", 1.0),
    ("total_output_tokens", 1.0),
    ("total_cost_usd", 1e6),
];

fn by_prompt(arguments: &str) -> Value {
    llmobs(&format!("costs --json --by prompt_hash {arguments}")).arg(PYLOGGER).json()
}

/// A figure as a whole number of its smallest unit.
fn whole(value: &Value, scale: f64) -> i64 {
    (value.as_f64().unwrap_or(0.0) * scale).round() as i64
}

#[test]
fn whatever_the_limit_rows_add_up_to_the_totals() {
    let all = by_prompt("");
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(60));
    for limit in [0, 1, 7, 59, 60, 61] {
        for sort in ["", "--sort errors", "--sort prompt_hash:desc", "--sort p95_latency_ms:asc"] {
            let report = by_prompt(&format!("--limit {limit} {sort}"));
            for (name, total) in all["totals"].as_object().expect("totals") {
                assert_eq!(report["totals"][name], *total, "--limit {limit} {sort}");
            }
            for (name, scale) in ADDITIVE {
                let sum: i64 = column(&report, name).into_iter().map(|value| whole(value, scale)).sum();
                assert_eq!(sum, whole(&report["totals"][name], scale), "{name}: --limit {limit} {sort}");
            }
            let share: f64 = column(&report, "cost_share").iter().filter_map(|share| share.as_f64()).sum();
            assert!((share - 1.0).abs() < 1e-12, "{share}: --limit {limit} {sort}");
        }
    }
}

#[test]
fn the_rest_is_one_row_that_says_how_many_it_stands_for() {
    let report = by_prompt("--limit 7");
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 8);
    assert_eq!([&rows[7]["prompt_hash"], &rows[7]["other_groups"]], [&json!("other"), &json!(53)]);
    assert!(rows[..7].iter().all(|row| row.get("other_groups").is_none()), "{rows:?}");
    // The average of the rest is its own, not a sum: jq -s 'group_by(.request_id) | map(add) | map(.cost_usd // empty)
    // | sort | reverse | .[7:] | add / length'
    let rest = rows[7]["total_cost_usd"].as_f64().expect("a cost");
    let average = rows[7]["avg_cost_per_request"].as_f64().expect("an average");
    assert!((average - rest / 44.0).abs() < 1e-15, "{average} is not {rest} over 44");
    let none_left = by_prompt("--limit 60");
    assert!(!none_left["rows"].to_string().contains("other"));
}

#[test]
fn a_group_that_is_called_other_stays_apart() {
    let lines = [
        flat("2026-03-01T00:00:00Z", "other", 5.0),
        flat("2026-03-01T00:00:00Z", "b", 2.0),
        flat("2026-03-01T00:00:00Z", "c", 1.0),
    ];
    let report = ask(&lines, "--limit 1");
    assert_eq!(column(&report, "model"), ["other", "other"]);
    assert_eq!(column(&report, "other_groups"), [&Value::Null, &json!(2)]);
    assert_eq!(column(&report, "total_cost_usd"), [5.0, 3.0]);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (_logs, log) = Logs::with(text);
    let csv = llmobs("costs --format csv --limit 1").arg(log).run().expect(0).stdout;
    let ends: Vec<&str> = csv.lines().filter_map(|line| line.rsplit(',').next()).collect();
    assert_eq!(ends, ["other_groups", "", "2"], "{csv}");
}

#[test]
fn the_rest_of_several_dimensions_names_itself_once() {
    let report = llmobs("costs --json --by model,user_id --limit 2").arg(PYLOGGER).json();
    let other = &report["rows"][2];
    assert_eq!([&other["model"], &other["user_id"]], [&json!("other"), &Value::Null]);
    // jq -s 'group_by(.request_id) | map(add | [.model, .user_id]) | unique | length - 2' fixtures/pylogger.jsonl
    assert_eq!(other["other_groups"], json!(24));
}

#[test]
fn figures_sort_from_the_largest_and_names_from_the_first() {
    let lines = [
        flat("2026-03-01T00:00:00Z", "b", 1.0),
        flat("2026-03-01T00:00:00Z", "a", 1.0),
        flat("2026-03-01T00:00:00Z", "c", 3.0),
        json!({"model": "unknown-cost", "output_tokens": 1}),
    ];
    for (sort, order) in [
        // Ties by name, ascending in both directions; what is unknown last in both.
        ("cost", ["c", "a", "b", "unknown-cost"]),
        ("total_cost_usd:desc", ["c", "a", "b", "unknown-cost"]),
        ("total_cost_usd:asc", ["a", "b", "c", "unknown-cost"]),
        ("model", ["a", "b", "c", "unknown-cost"]),
        ("model:desc", ["unknown-cost", "c", "b", "a"]),
    ] {
        assert_eq!(column(&ask(&lines, &format!("--sort {sort}")), "model"), order, "{sort}");
    }
}

#[test]
fn a_measure_that_is_not_shown_can_order() {
    let truth = read_json(&std::path::Path::new(crate::support::ROOT).join("fixtures/pylogger.truth.json"));
    let p95 = |model: &str| truth["by_model"][model]["latency_ms"]["p95"].as_f64().expect("numpy's p95");
    let report = llmobs("costs --json --sort p95_latency_ms").arg(PYLOGGER).json();
    let figures: Vec<f64> =
        column(&report, "model").iter().map(|model| p95(model.as_str().expect("a model"))).collect();
    assert!(figures.is_sorted_by(|a, b| a > b), "{figures:?}");
    let shown: Vec<f64> = column(&report, "p95_latency_ms").iter().filter_map(|figure| figure.as_f64()).collect();
    assert_eq!(shown.len(), figures.len(), "the order can be followed");
    assert!(shown.iter().zip(&figures).all(|(shown, wanted)| (shown - wanted).abs() <= 1e-12 * wanted), "{shown:?}");
}

#[test]
fn what_cannot_order_is_named() {
    for sort in ["nope", "total_model", "p101_latency_ms", "user_id"] {
        let run = llmobs("costs --json --sort").arg(sort).arg(PYLOGGER).run().expect(2);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.starts_with(&format!("error: cannot sort by `{sort}`\n\nhint: ")), "{}", run.stderr);
    }
}
