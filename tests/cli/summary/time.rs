//! What happened when.

use serde_json::{Value, json};

use super::{DEMO, ask, flat, of_section};
use crate::support::{Logs, llmobs};

/// jq -sc 'group_by(.request_id) | map(map(.timestamp) | min) | group_by(.[:11] + (((.[11:13] | tonumber) / 3 | floor)
/// | tostring)) | map([.[0][:13], length])' fixtures/demo.jsonl
#[test]
fn requests_by_three_hours_are_what_jq_counts() {
    let report = llmobs("summary").arg(DEMO).json();
    assert_eq!(report["facts"]["over_time_bucket"], json!("3 hours"));
    let counts = [8, 7, 4, 4, 9, 5, 7, 11, 9, 7, 8, 5, 10, 7, 10, 6, 5, 5, 5, 6, 4, 3, 6, 9];
    assert_eq!(of_section(&report, "over_time", "requests"), counts);
    let times = of_section(&report, "over_time", "time");
    assert_eq!([times[0], times[1], times[23]], ["2026-11-21T00:00", "2026-11-21T03:00", "2026-11-23T21:00"]);
}

/// A range and the bucket, by which it has 12 to 60 points.
#[test]
fn the_bucket_suits_the_range() {
    for (last, bucket, points) in [
        ("2026-03-01T00:00:40Z", "1 second", 41),
        ("2026-03-01T00:10:00Z", "15 seconds", 41),
        ("2026-03-01T00:59:00Z", "5 minutes", 12),
        ("2026-03-01T12:00:00Z", "15 minutes", 49),
        ("2026-03-02T23:00:00Z", "1 hour", 48),
        ("2026-03-07T00:00:00Z", "3 hours", 49),
        ("2026-03-29T00:00:00Z", "1 day", 29),
        ("2026-06-01T00:00:00Z", "2 days", 47),
        // From Sunday 1 March, whose week begins on 23 February, to Monday 1 February 2027.
        ("2027-02-01T00:00:00Z", "1 week", 50),
        ("2029-03-01T00:00:00Z", "1 month", 37),
        ("2075-03-01T00:00:00Z", "1 year", 50),
    ] {
        let report = ask(&[flat("2026-03-01T00:00:00Z", "a", 1.0), flat(last, "a", 1.0)], "");
        assert_eq!(report["facts"]["over_time_bucket"], json!(bucket), "{last}");
        assert_eq!(of_section(&report, "over_time", "time").len(), points, "{last}");
    }
}

#[test]
fn empty_stretches_are_rows_without_a_cost() {
    let report = ask(&[flat("2026-03-01T00:00:00Z", "a", 1.0), flat("2026-03-20T00:00:00Z", "a", 2.0)], "");
    let rows = report["sections"]["over_time"].as_array().expect("rows");
    assert_eq!(rows.len(), 20);
    let gap = json!({"time": "2026-03-02", "requests": 0, "total_cost_usd": null, "errors": 0});
    assert_eq!(rows[1], gap);
    assert_eq!([&rows[0]["total_cost_usd"], &rows[19]["total_cost_usd"]], [&json!(1.0), &json!(2.0)]);
}

#[test]
fn what_has_no_time_is_the_last_row() {
    let undated = json!({"model": "m", "user_id": "a", "output_tokens": 1, "cost_usd": 4.0});
    let report = ask(&[undated.clone(), flat("2026-03-01T00:00:00Z", "a", 1.0)], "");
    let rows = report["sections"]["over_time"].as_array().expect("rows");
    assert_eq!(rows.last(), Some(&json!({"time": null, "requests": 1, "total_cost_usd": 4.0, "errors": 0})));
    let none = ask(&[undated], "");
    assert_eq!(of_section(&none, "over_time", "time"), [&Value::Null]);
    assert_eq!(none["facts"], Value::Null);
}

/// Every hour of a night in which a clock change repeats one, and of one that has a day of 23 hours.
#[test]
fn clock_changes_lose_nothing() {
    for (from, hours, days) in [("2026-10-24T12:00:00Z", 30, 6), ("2026-03-28T00:00:00Z", 200, 9)] {
        let from: chrono::DateTime<chrono::Utc> = from.parse().expect("a time");
        let line = |h: i64| flat(&(from + chrono::Duration::hours(h)).to_rfc3339(), "a", 1.0).to_string();
        let (_logs, log) = Logs::with((0..hours).map(line).collect::<Vec<_>>().join("\n"));
        let report = llmobs("summary --json --tz Europe/Berlin").arg(&log).json();
        let requests = of_section(&report, "over_time", "requests");
        assert_eq!(requests.iter().filter_map(|n| n.as_i64()).sum::<i64>(), hours, "{report:#}");
        assert!(requests.iter().all(|n| n.as_i64() > Some(0)), "a gap where there is none: {report:#}");
        assert!(requests.len() > days);
        let mut times = of_section(&report, "over_time", "time");
        times.dedup();
        assert_eq!(times.len(), requests.len(), "one label twice");
    }
}
