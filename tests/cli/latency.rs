//! `llmobs latency`, against numpy and scipy.
//!
//! The figures of fixtures/demo.jsonl: per model, the latencies of its requests as a numpy array `v`; quantiles are
//! `np.quantile(v, p)`; an interval is from the last rank r with `binom.cdf(r, n, p) <= 0.025` to the rank before the
//! first r with `binom.sf(r - 1, n, p) <= 0.025`, where both are ranks of the sorted values, counted from 0.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, column, llmobs, row};

const DEMO: &str = "fixtures/demo.jsonl";

fn check(found: &Value, wanted: &[(&str, Value)]) {
    wanted.iter().for_each(|(key, wanted)| assert_close(&found[key], wanted, key));
}

#[test]
fn quantiles_are_numpys_and_intervals_scipys() {
    let report = llmobs("latency").arg(DEMO).json();
    check(
        row(&report, "model", &json!("claude-sonnet-4-5-20250929")),
        &[
            ("requests", json!(48)),
            ("count_latency_ms", json!(43)),
            ("avg_latency_ms", json!(1422.8069767441857)),
            ("p50_latency_ms", json!(1248.6)),
            ("p50_latency_ms_low", json!(1047.8)),
            ("p50_latency_ms_high", json!(1688.1)),
            ("p90_latency_ms", json!(2415.3800000000015)),
            ("p90_latency_ms_low", json!(1994.0)),
            ("p90_latency_ms_high", json!(2867.7)),
            ("p95_latency_ms", json!(2618.0299999999997)),
            // 43 values cannot bound a p95: it takes 72.
            ("p95_latency_ms_low", Value::Null),
            ("p95_latency_ms_high", Value::Null),
            ("p99_latency_ms", json!(2827.3379999999997)),
            ("max_latency_ms", json!(2867.7)),
        ],
    );
    check(
        &report["totals"],
        &[
            ("avg_latency_ms", json!(1617.599315068493)),
            ("p95_latency_ms", json!(3633.975)),
            ("p95_latency_ms_low", json!(2867.7)),
            ("p95_latency_ms_high", json!(5302.7)),
            ("p99_latency_ms", json!(5932.395000000013)),
            ("p99_latency_ms_high", Value::Null),
        ],
    );
}

#[test]
fn other_percentiles_and_dimensions() {
    let report = llmobs("latency --percentiles 0,99.9,100,50,50 --by feature,day").arg(DEMO).json();
    let first = report["rows"][0].as_object().expect("a row");
    let shown = first.keys().filter(|key| key.starts_with('p') && key.ends_with("_ms"));
    assert_eq!(shown.collect::<Vec<_>>(), ["p0_latency_ms", "p100_latency_ms", "p50_latency_ms", "p99.9_latency_ms"]);
    assert_eq!(report["totals"]["p100_latency_ms"], report["totals"]["max_latency_ms"]);
    for wrong in ["101", "-1", "x"] {
        let run = llmobs("latency").arg(format!("--percentiles={wrong}")).arg(DEMO).run().expect(2);
        assert!(run.stderr.contains("from 0 to 100"), "{run:?}");
    }
}

#[test]
fn a_histogram_counts_every_latency_once() {
    let report = llmobs("latency --histogram").arg(DEMO).json();
    let buckets = &report["sections"]["histogram"];
    let figures = |key: &str| buckets.as_array().expect("buckets").iter().map(|b| b[key].clone()).collect::<Vec<_>>();
    assert_eq!(json!(figures("le_seconds")), json!([0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, null]));
    // python: [sum(v <= b * 1000) for b in bounds] is 0 4 39 113 143 146 146, of 146.
    assert_eq!(json!(figures("requests")), json!([0, 4, 35, 74, 30, 3, 0, 0]));
    assert_close(&figures("cumulative_share")[3], &json!(113.0 / 146.0), "share up to 2 s");
    let own = llmobs("latency --histogram --buckets 3,1").arg(DEMO).json();
    assert_eq!(own["sections"]["histogram"].as_array().map(Vec::len), Some(3));
    assert_eq!(own["sections"]["histogram"][0]["requests"], json!(39));
    llmobs("latency --histogram --buckets 0").arg(DEMO).run().expect(2);
}

#[test]
fn a_bucket_holds_its_own_bound() {
    let lines = [99.9, 100.0, 100.1].map(|ms| json!({"model": "m", "latency_ms": ms}).to_string()).join("\n");
    let (_logs, log) = Logs::with(lines);
    let report = llmobs("latency --histogram --buckets 0.1").arg(log).json();
    let counts: Vec<&Value> =
        report["sections"]["histogram"].as_array().expect("buckets").iter().map(|b| &b["requests"]).collect();
    assert_eq!(counts, [&json!(2), &json!(1)]);
}

#[test]
fn time_to_first_token_and_speed_show_where_a_log_has_them() {
    let lines = [
        json!({"model": "m", "latency_ms": 2000, "ttft_ms": 300, "output_tokens": 100}),
        json!({"model": "m", "latency_ms": 1000, "ttft_ms": 500, "output_tokens": 50}),
        // Only requests that state both count for the speed.
        json!({"model": "m", "output_tokens": 1000}),
    ];
    let (_logs, log) = Logs::with(lines.map(|line| line.to_string()).join("\n"));
    let report = llmobs("latency").arg(log).json();
    check(
        &report["rows"][0],
        &[
            ("p50_ttft_ms", json!(400.0)),
            ("p95_ttft_ms", json!(490.0)),
            ("output_tokens_per_second", json!(50.0)),
            ("count_latency_ms", json!(2)),
            ("requests", json!(3)),
        ],
    );
    let demo = llmobs("latency").arg(DEMO).json();
    assert!(demo["rows"][0].get("p50_ttft_ms").is_none());
}

#[test]
fn a_log_without_latencies_cannot_tell() {
    let (_logs, log) = Logs::with(json!({"model": "m", "output_tokens": 1}).to_string());
    let run = llmobs("latency --histogram").arg(log).run().expect(3);
    let report = run.json();
    assert_eq!(column(&report, "p95_latency_ms"), [&Value::Null]);
    assert_eq!(report["sections"]["histogram"], json!([]));
    assert!(run.stderr.contains("no request here states a `latency_ms`"), "{run:?}");
}

#[test]
fn an_empty_window_says_why() {
    let run = llmobs("latency --since 2030-01-01").arg(DEMO).run().expect(3);
    assert!(run.stderr.contains("none of the 160 requests is in the time window"), "{run:?}");
}
