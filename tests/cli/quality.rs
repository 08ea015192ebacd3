//! `llmobs quality`, against numpy (`np.mean`, `np.std(ddof=1)`, `np.quantile`) and scipy
//! (`binomtest(k, n).proportion_ci(method="wilson")`) on the scores of fixtures/demo.jsonl by model.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, column, llmobs, row};

const DEMO: &str = "fixtures/demo.jsonl";

#[test]
fn scores_are_numpys() {
    let report = llmobs("quality").arg(DEMO).json();
    let haiku = row(&report, "model", &json!("claude-haiku-4-5-20251001"));
    for (key, wanted) in [
        ("count_quality_score", 9.0),
        ("avg_quality_score", 6.533333333333334),
        ("std_quality_score", 1.7923448328934923),
        ("p5_quality_score", 4.42),
        ("p25_quality_score", 5.2),
        ("p50_quality_score", 6.7),
        ("p75_quality_score", 7.6),
        ("p95_quality_score", 9.02),
        ("below_threshold", 4.0 / 9.0),
        ("below_threshold_low", 0.18877852109766463),
        ("below_threshold_high", 0.733348706504507),
    ] {
        let found = haiku[key].as_f64().unwrap_or_else(|| panic!("{key}: {haiku:#}"));
        assert!((found - wanted).abs() <= 2e-12 * wanted, "{key}: {found} is not {wanted}");
    }
    assert_eq!(report["facts"], json!({"metric": "quality_score", "threshold": 6.0}));
    let strict = llmobs("quality --threshold 5.2").arg(DEMO).json();
    // `below` does not count what is equal: haiku has a 5.2.
    let below = &row(&strict, "model", &json!("claude-haiku-4-5-20251001"))["below_threshold"];
    assert_close(below, &json!(2.0 / 9.0), "below 5.2");
}

#[test]
fn the_worst_are_named_and_nothing_of_their_text() {
    let run = llmobs("quality --worst 2").arg(DEMO).run().expect(0);
    let worst = &run.json()["sections"]["worst"];
    assert_eq!(
        worst[0],
        json!({"quality_score": 4.0, "request_id": "req-0130", "timestamp": "2026-11-22T14:28:50.780Z", "model": "gpt-4o-2024-08-06",
            "user_id": "ana", "feature": "search-summary"})
    );
    assert_eq!([&worst[1]["request_id"], &worst[1]["quality_score"]], [&json!("req-0083"), &json!(4.1)]);
    assert_eq!(worst.as_array().map(Vec::len), Some(2));
}

#[test]
fn yes_and_no_are_rates() {
    let answers = [("a", true), ("a", false), ("a", true), ("a", true), ("b", false)];
    let lines = answers.map(|(model, satisfied)| json!({"model": model, "satisfied": satisfied}).to_string());
    let (_logs, log) = Logs::with(lines.join("\n"));
    let report = llmobs("quality --metric satisfied").arg(&log).json();
    let a = row(&report, "model", &json!("a"));
    // binomtest(3, 4): 0.3006418423, 0.9544127391.
    for (key, wanted) in [
        ("avg_satisfied", 0.75),
        ("avg_satisfied_low", 0.30064184258240184),
        ("avg_satisfied_high", 0.9544127391902995),
    ] {
        let found = a[key].as_f64().unwrap_or_else(|| panic!("{key}: {a:#}"));
        assert!((found - wanted).abs() < 1e-9, "{key}: {found}");
    }
    assert!(a.get("std_satisfied").is_none() && a.get("below_threshold").is_none());
    assert_eq!(report["totals"]["count_satisfied"], json!(5));
    assert!(llmobs("quality --metric satisfied --format table").arg(log).run().stdout.contains("75.0%"));
}

#[test]
fn a_window_moves_through_time() {
    let points = [("00:05", 1.0), ("00:20", 3.0), ("01:10", 8.0)];
    let lines = points.map(|(time, score)| {
        json!({"timestamp": format!("2026-11-20T{time}:00Z"), "quality_score": score}).to_string()
    });
    let (_logs, log) = Logs::with(lines.join("\n"));
    let report = llmobs("quality --window 60m").arg(&log).json();
    let points: Vec<[&Value; 3]> = report["sections"]["rolling"]
        .as_array()
        .expect("points")
        .iter()
        .map(|p| [&p["until"], &p["count_quality_score"], &p["avg_quality_score"]])
        .collect();
    // A point every 15 minutes, over the hour before it.
    let expected = json!([
        ["2026-11-20T00:15:00Z", 1, 1.0],
        ["2026-11-20T00:30:00Z", 2, 2.0],
        ["2026-11-20T00:45:00Z", 2, 2.0],
        ["2026-11-20T01:00:00Z", 2, 2.0],
        ["2026-11-20T01:15:00Z", 2, 5.5]
    ]);
    assert_eq!(json!(points), expected);
    let run = llmobs("quality --window soon").arg(log).run().expect(2);
    assert!(run.stderr.contains("`soon` is not a length of time"), "{run:?}");
}

#[test]
fn what_is_no_number_is_named() {
    let lines = [
        json!({"model": "m", "rating": 4}),
        json!({"model": "m", "rating": "good"}),
        json!({"model": "m", "rating": "5"}),
    ];
    let (_logs, log) = Logs::with(lines.map(|line| line.to_string()).join("\n"));
    let run = llmobs("quality --metric rating").arg(log).run().expect(0);
    assert_eq!(column(&run.json(), "avg_rating"), [&json!(4.5)]);
    assert!(run.stderr.contains("1 request state a `rating` that is neither"), "{run:?}");
    let text = llmobs("quality --metric model").arg(DEMO).run().expect(2);
    assert!(text.stderr.contains("`model` holds no numbers"), "{text:?}");
    let none = llmobs("quality --metric no_such").arg(DEMO).run().expect(3);
    assert!(none.stderr.contains("no request here states a `no_such`"), "{none:?}");
}
