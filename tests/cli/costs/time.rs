//! `--since`, `--until`, `--tz`: which requests a window holds, to the microsecond, and on days that are not 24 hours long.

use chrono::{DateTime, Duration};
use serde_json::{Value, json};

use super::{ask, flat, prepared, requests};
use crate::support::{NOW, column};

/// A request at each of these moments.
fn at(times: &[&str]) -> Vec<Value> {
    times.iter().map(|time| flat(time, "m", 1.0)).collect()
}

/// A request at every half past, from one moment on.
fn every_hour(from: &str, hours: i64) -> Vec<Value> {
    let from = DateTime::parse_from_rfc3339(from).expect("a moment");
    let time = |hour| (from + Duration::hours(hour) + Duration::minutes(30)).to_rfc3339();
    (0..hours).map(|hour| flat(&time(hour), "m", 1.0)).collect()
}

#[test]
fn since_is_inclusive_and_until_is_not() {
    let lines = at(&[
        "2026-03-01T09:59:59.999999Z",
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:59:59.999999Z",
        "2026-03-01T11:00:00Z",
    ]);
    for (window, count) in [
        ("--since 2026-03-01T10:00Z", 3),
        ("--until 2026-03-01T11:00Z", 3),
        ("--since 2026-03-01T10:00Z --until 2026-03-01T11:00Z", 2),
        ("--since 2026-03-01T12:00+02:00 --until 2026-03-01T06:00:00-05:00", 2),
        ("--since 2026-03-01T10:00:00.000001Z --until 2026-03-01T11:00:00.000001Z", 2),
        // Without an offset the clock is that of --tz, and UTC where none is given.
        ("--since 2026-03-01T10:00 --until 2026-03-01T11:00", 2),
        ("--since 2026-03-01T19:00 --until 2026-03-01T20:00 --tz Asia/Tokyo", 2),
    ] {
        assert_eq!(requests(&ask(&lines, window)), count, "{window}");
    }
}

#[test]
fn a_date_means_its_whole_span() {
    let lines = at(&[
        "2025-12-31T23:59:59.999999Z",
        "2026-01-01T00:00:00Z",
        "2026-02-28T23:59:59.999999Z",
        "2026-03-01T00:00:00Z",
        "2026-12-31T23:59:59.999999Z",
        "2027-01-01T00:00:00Z",
    ]);
    for (window, count) in [
        ("--since 2026-03-01", 3),
        ("--until 2026-02-28", 3),
        ("--since 2026-02-28 --until 2026-02-28", 1),
        ("--since 2026-02 --until 2026-02", 1),
        ("--since 2026 --until 2026", 4),
        ("--since 2026-01 --until 2026-12", 4),
    ] {
        assert_eq!(requests(&ask(&lines, window)), count, "{window}");
    }
}

#[test]
fn the_window_is_told_as_instants() {
    let report = ask(&at(&["2026-03-05T00:00:00Z"]), "--since 2026-03 --until 2026-03 --tz Asia/Tokyo");
    let range = &report["range"];
    assert_eq!(range["since"], json!("2026-02-28T15:00:00Z"));
    assert_eq!(range["until"], json!("2026-03-31T15:00:00Z"));
    assert_eq!(range["tz"], json!("Asia/Tokyo"));
    assert_eq!([&range["first"], &range["last"]], [&json!("2026-03-05T00:00:00Z"); 2]);
}

#[test]
fn days_of_a_clock_change_have_23_and_25_hours() {
    for (zone, day, from, hours) in [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T00:00:00Z", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T00:00:00Z", 25),
        ("America/New_York", "2026-11-01", "2026-10-31T00:00:00Z", 25),
        // The clock went from 00:00 to 01:00, so that the day has no midnight.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-03T00:00:00Z", 23),
        // Half an hour is all that changes: 24 and a half hours hold 24 or 25 half pasts.
        ("Asia/Kathmandu", "2026-03-29", "2026-03-28T00:00:00Z", 24),
    ] {
        let lines = every_hour(from, 72);
        let window = format!("--tz {zone} --since {day} --until {day}");
        assert_eq!(requests(&ask(&lines, &window)), hours, "{zone} {day}");
        let by_day = ask(&lines, &format!("--tz {zone} --by day"));
        assert_eq!(crate::support::row(&by_day, "day", &json!(day))["requests"], json!(hours), "{zone} {day}");
        let by_hour = ask(&lines, &format!("{window} --by hour"));
        assert_eq!(by_hour["rows"].as_array().map(Vec::len), Some(hours as usize), "{zone} {day}");
    }
}

#[test]
fn an_hour_that_comes_twice_is_two_rows_in_order() {
    let lines = every_hour("2026-10-24T23:00:00Z", 4);
    let report = ask(&lines, "--by hour --tz Europe/Berlin");
    // python3 -c 'from datetime import *; from zoneinfo import *; [print(datetime.fromtimestamp(1792882800 + 1800 + 3600*h,
    // ZoneInfo("Europe/Berlin"))) for h in range(4)]'
    let hours = ["2026-10-25T01+02:00", "2026-10-25T02+02:00", "2026-10-25T02+01:00", "2026-10-25T03+01:00"];
    assert_eq!(column(&report, "hour"), hours);
}

#[test]
fn days_are_cut_in_the_zone() {
    let lines = at(&["2026-03-01T14:59:59Z", "2026-03-01T15:00:00Z", "2026-03-01T18:15:00Z"]);
    assert_eq!(column(&ask(&lines, "--by day"), "day"), ["2026-03-01"]);
    assert_eq!(column(&ask(&lines, "--by day --tz Asia/Tokyo"), "day"), ["2026-03-01", "2026-03-02"]);
    let kathmandu = ask(&lines, "--by day --tz Asia/Kathmandu");
    // 18:15 UTC is midnight at +05:45.
    assert_eq!(column(&kathmandu, "requests"), [2, 1]);
    assert_eq!(column(&ask(&lines, "--by hour --tz Asia/Kathmandu"), "hour")[0], "2026-03-01T20+05:45");
}

#[test]
fn spans_count_back_from_now() {
    let lines =
        at(&["2026-11-16T23:59:59.999999Z", "2026-11-17T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"]);
    for (window, count) in [
        ("--since 7d", 3),
        ("--since 1w", 3),
        ("--since 24h", 2),
        ("--since 1440m", 2),
        ("--until 24h", 2),
        ("--since 7d --until 24h", 1),
        ("--since 7d --until now", 2),
        ("--since 7d --tz Asia/Tokyo", 3),
    ] {
        let (_logs, run) = prepared(&lines, window);
        assert_eq!(requests(&run.env("LLMOBS_NOW", NOW).json()), count, "{window}");
    }
}

#[test]
fn what_is_no_time_is_named_with_its_flag() {
    let lines = at(&["2026-03-01T00:00:00Z"]);
    for (flag, value) in [
        ("--since", "yesterday"),
        ("--since", "2026-02-30"),
        ("--until", "2026-13"),
        ("--until", "-3d"),
        ("--since", "7x"),
        ("--since", "2026-03-01T25:00"),
    ] {
        let (_logs, run) = prepared(&lines, &format!("{flag}={value}"));
        let run = run.run().expect(2);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.starts_with(&format!("error: `{flag} {value}` is not a time\n\nhint: ")), "{}", run.stderr);
    }
}

#[test]
fn windows_and_zones_that_mean_nothing_are_errors() {
    let lines = at(&["2026-03-01T00:00:00Z"]);
    for (arguments, message) in [
        ("--since 2026-03-02 --until 2026-03-01", "`--since` is not before `--until`"),
        ("--since 2026-03-01T10:00Z --until 2026-03-01T10:00Z", "`--since` is not before `--until`"),
        ("--tz Mars/Olympus", "`Mars/Olympus` is not a time zone"),
    ] {
        let (_logs, run) = prepared(&lines, arguments);
        let run = run.run().expect(2);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.contains(message) && run.stderr.contains("\nhint: "), "{}", run.stderr);
    }
    let (_logs, run) = prepared(&lines, "--since 7d");
    let run = run.env("LLMOBS_NOW", "whenever").run().expect(2);
    assert!(run.stderr.contains("`LLMOBS_NOW=whenever` is not a time"), "{}", run.stderr);
}

#[test]
fn an_empty_window_cannot_tell_and_says_where_the_log_is() {
    let lines = at(&["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"]);
    let (_logs, run) = prepared(&lines, "--since 2026-06");
    let run = run.run().expect(3);
    let report = run.json();
    assert_eq!(report["rows"], json!([]));
    assert_eq!(report["input"]["requests"], json!(2));
    assert_eq!(report["input"]["matched_requests"], json!(0));
    let warning = report["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("2026-03-01T00:00:00Z") && warning.contains("2026-03-02T00:00:00Z"), "{warning}");
    assert!(run.stderr.contains(warning), "{}", run.stderr);
}

#[test]
fn no_requests_are_zero_requests() {
    let (_logs, run) = prepared(&at(&["2026-03-01T00:00:00Z"]), "--since 2026-06");
    let totals = run.run().expect(3).json()["totals"].clone();
    // How many there are is known; what they used is not.
    assert_eq!([&totals["requests"], &totals["errors"]], [&json!(0), &json!(0)]);
    assert_eq!(totals["total_cost_usd"], Value::Null);
}

#[test]
fn requests_without_a_time_are_in_no_window_and_named() {
    let lines = [json!({"model": "m", "cost_usd": 1.0}), flat("2026-03-01T00:00:00Z", "m", 2.0)];
    let report = ask(&lines, "--since 2026");
    assert_eq!(requests(&report), 1);
    assert!(
        report["warnings"][0].as_str().expect("a warning").contains("1 request has no timestamp"),
        "{}",
        report["warnings"]
    );
    assert_eq!(requests(&ask(&lines, "")), 2);
}
