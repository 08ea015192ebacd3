//! The overview and the rankings.

use serde_json::{Value, json};

use super::{DEMO, ask, flat, of_section, prepared};
use crate::support::{PYLOGGER, assert_close, llmobs};

/// python3, of all lines united by request id:
/// `r = {}; [r.setdefault(d["request_id"], {}).update(d) for d in map(json.loads, open("fixtures/pylogger.jsonl"))]`,
/// then `len`, `sum` over `Decimal(str(x["cost_usd"]))`, and `numpy.quantile` of `latency_ms`.
#[test]
fn the_overview_is_what_python_says() {
    let report = llmobs("summary").arg(PYLOGGER).json();
    let row = &report["rows"][0];
    for (key, wanted) in [
        ("requests", json!(60)),
        ("errors", json!(9)),
        ("pending", json!(0)),
        ("error_rate", json!(0.15)),
        ("total_input_tokens", json!(10_853)),
        ("total_output_tokens", json!(3362)),
        ("total_cost_usd", json!(0.184_925)),
        ("avg_cost_per_request", json!(0.184_925 / 51.0)),
        ("unpriced_requests", json!(0)),
        ("p50_latency_ms", json!(62.0)),
        ("p95_latency_ms", json!(203.665)),
    ] {
        assert_close(&row[key], &wanted, key);
    }
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(row, &report["totals"]);
}

/// Costs and counts by the same means, grouped by `x["model"]` and `x["user_id"]`.
#[test]
fn rankings_name_three_and_add_up_the_rest() {
    let report = llmobs("summary").arg(PYLOGGER).json();
    let names = ["claude-opus-4-6", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001", "other"];
    assert_eq!(of_section(&report, "models", "model"), names);
    assert_eq!(of_section(&report, "models", "requests"), [10, 13, 7, 30]);
    let costs = of_section(&report, "models", "total_cost_usd");
    for (found, wanted) in costs.iter().zip([0.108_714, 0.053_085, 0.012_188, 0.010_938]) {
        assert_close(found, &json!(wanted), "the cost of a model");
    }
    assert_eq!(of_section(&report, "users", "user_id"), ["dave", "bob", "carol", "other"]);
    assert_eq!(report["sections"]["users"][3]["other_groups"], json!(2));
    // No line of this log states a feature.
    assert_eq!(of_section(&report, "features", "feature"), [&Value::Null]);
    for section in ["models", "users", "features", "over_time"] {
        let requests = of_section(&report, section, "requests").iter().filter_map(|n| n.as_i64()).sum::<i64>();
        assert_eq!(requests, 60, "{section}");
    }
}

#[test]
fn every_figure_is_the_one_of_costs() {
    let costs = llmobs("costs --by user_id --limit 3").arg(DEMO).json();
    let summary = llmobs("summary").arg(DEMO).json();
    let users = summary["sections"]["users"].as_array().expect("users");
    for (user, row) in users.iter().zip(costs["rows"].as_array().expect("rows")) {
        for key in ["user_id", "requests", "errors", "total_cost_usd", "cost_share", "unpriced_requests"] {
            assert_eq!(user[key], row[key], "{key}");
        }
    }
    assert_eq!(summary["warnings"], costs["warnings"]);
    assert_eq!(summary["input"], costs["input"]);
}

#[test]
fn what_is_ranked_how_far_and_by_what_can_be_said() {
    let report = llmobs("summary --by metadata.team,feature --limit 1 --sort requests").arg(DEMO).json();
    let mut names: Vec<&String> = report["sections"].as_object().expect("sections").keys().collect();
    names.sort();
    assert_eq!(names, ["features", "metadata.team", "over_time"]);
    assert_eq!(of_section(&report, "features", "feature"), ["support-chat", "other"]);
    let by_name = llmobs("summary --by feature,model --sort feature:desc").arg(DEMO).json();
    assert_eq!(of_section(&by_name, "features", "feature"), ["support-chat", "search-summary", "report-writer"]);
    // What the order does not name is ranked by cost.
    assert_eq!(of_section(&by_name, "models", "model")[0], "claude-sonnet-4-5-20250929");
}

#[test]
fn a_name_that_two_things_would_have_is_refused() {
    for by in ["models,model", "over_time", "requests"] {
        let run = llmobs(&format!("summary --by {by}")).arg(DEMO).run().expect(2);
        assert!(run.stderr.starts_with("error: `--by ") && run.stdout.is_empty(), "{run:?}");
    }
}

/// A log that costs nothing, or nobody knows what, is ranked by requests.
#[test]
fn without_a_cost_requests_rank() {
    for cost in [json!(0), Value::Null] {
        let line = |user: &str| json!({"user_id": user, "model": "own", "output_tokens": 1, "cost_usd": cost});
        let report = ask(&[line("ana"), line("bo"), line("bo")], "");
        assert_eq!(of_section(&report, "users", "user_id"), ["bo", "ana"]);
    }
}

#[test]
fn an_empty_window_says_why_and_cannot_tell() {
    for format in ["json", "table", "csv", "ndjson", "markdown"] {
        let lines = [flat("2026-03-01T00:00:00Z", "ana", 1.0)];
        let (_logs, run) = prepared(&lines, &format!("--since 2026-06 --format {format}"));
        let run = run.run().expect(3);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains("the only request is not in the time window"), "{format}: {told}");
    }
    let (_logs, run) = prepared(&[], "--json");
    let report = run.run().expect(3).json();
    assert_eq!([&report["rows"], &report["sections"]["over_time"]], [&json!([]), &json!([])]);
    assert_eq!(report["warnings"], json!(["the log holds no requests"]));
}

#[test]
fn other_formats_follow() {
    let ndjson = llmobs("summary --quiet --format ndjson").arg(DEMO).run().expect(0).ndjson();
    let json = llmobs("summary --quiet --json").arg(DEMO).json();
    assert_eq!(Value::Array(ndjson), json["rows"]);
    let csv = llmobs("summary --quiet --format csv").arg(DEMO).run().expect(0).stdout;
    assert_eq!(csv.lines().count(), 2);
    assert!(csv.starts_with("requests,errors,error_rate,pending,") && csv.contains("\n160,10,"), "{csv}");
    let markdown = llmobs("summary --quiet --format markdown").arg(DEMO).run().expect(0).stdout;
    for title in ["### over time", "### models", "### users", "### features"] {
        assert!(markdown.contains(title), "{markdown}");
    }
}

#[test]
fn threads_and_chunks_change_nothing() {
    let run = |arguments: &str| llmobs(&format!("summary {arguments}")).arg(DEMO).run();
    let known = run("--json");
    for arguments in ["--threads 1", "--threads 3 --chunk-bytes 100", "--chunk-bytes 7"] {
        assert_eq!(run(&format!("--json {arguments}")), known, "{arguments}");
    }
}
