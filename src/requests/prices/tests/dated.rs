//! Prices that depend on the time of the request.

use super::super::*;
use super::{assert_close, at, cost, usage, with};

const CUT: &str = r#"{"t":{"input_cost_per_token":10,"output_cost_per_token":50,"effective":[
    {"from":"2026-12-01","input_cost_per_token":1},
    {"from":"2026-09-01","input_cost_per_token":5,"output_cost_per_token":"2.5e1"}]}}"#;

#[test]
fn the_latest_step_before_the_request_holds() {
    let table = with(CUT);
    let cost = |time: &str| cost(&table, "t", &usage(1, 1), None, at(time)).unwrap();
    assert_close(cost("2026-08-31T23:59:59Z").usd, 60.0);
    assert_close(cost("2026-09-01T00:00:00Z").usd, 30.0);
    assert_eq!(cost("2026-09-01T00:00:00Z").effective_from, chrono::NaiveDate::from_ymd_opt(2026, 9, 1));
    // A step is laid over the entry, not over the step before.
    assert_close(cost("2026-12-24T00:00:00Z").usd, 51.0);
}

#[test]
fn without_a_time_the_newest_table_decides() {
    assert_close(cost(&with(CUT), "t", &usage(1, 1), None, None).unwrap().usd, 30.0);
    let newer = CUT.replacen('{', r#"{"_meta":{"date":"2026-12-02"},"#, 1);
    assert_close(cost(&with(&newer), "t", &usage(1, 1), None, None).unwrap().usd, 51.0);
}

#[test]
fn null_takes_a_price_away() {
    let table = with(
        r#"{"t":{"input_cost_per_token":1,"output_cost_per_token":1,"input_cost_per_token_above_200k_tokens":2,
            "effective":[{"from":"2026-01-01","input_cost_per_token_above_200k_tokens":null}]}}"#,
    );
    let usd = |time| cost(&table, "t", &usage(300_000, 0), None, at(time)).unwrap().usd;
    assert_close(usd("2025-12-31T00:00:00Z"), 600_000.0);
    assert_close(usd("2026-01-01T00:00:00Z"), 300_000.0);
}

#[test]
fn off_peak_hours_are_cheaper() {
    let table = PriceTable::embedded();
    let usd = |time| cost(&table, "deepseek-flash", &usage(1_000_000, 0), None, time).unwrap().usd;
    // 2026-09-02 is a Wednesday: 00-01, 04-06 and 10-24 are cheap. 2026-09-05 is a Saturday: all day.
    for (time, want) in [
        ("2026-09-02T00:59:59Z", 0.15),
        ("2026-09-02T01:00:00Z", 0.3),
        ("2026-09-02T04:00:00Z", 0.15),
        ("2026-09-02T09:59:00Z", 0.3),
        ("2026-09-02T23:59:00Z", 0.15),
        ("2026-09-05T02:00:00Z", 0.15),
    ] {
        assert_close(usd(at(time)), want);
    }
    assert_close(usd(None), 0.3);
    let cost = cost(&table, "deepseek-flash", &usage(1, 0), None, None).unwrap();
    assert!(cost.guesses[0].contains("no time"));
}

#[test]
fn weekdays_are_read_on_the_calendar_named() {
    let entry = |zone: &str| {
        format!(
            r#"{{"t":{{"input_cost_per_token":2,"off_peak_pricing":{{"input_cost_per_token":1,"weekday_timezone":"{zone}",
            "windows":[{{"hours_utc":"00:00-00:00","weekdays":[6]}}]}}}}}}"#
        )
    };
    // Friday 17:00 UTC is Saturday 01:00 in Shanghai.
    let usd = |zone| cost(&with(&entry(zone)), "t", &usage(1, 0), None, at("2026-09-04T17:00:00Z")).unwrap().usd;
    assert_close(usd("Asia/Shanghai"), 1.0);
    assert_close(usd("UTC"), 2.0);
    assert!(PriceTable::embedded().overlay(&entry("Mars/Olympus"), "x").is_err());
}
