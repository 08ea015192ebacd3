//! `--where`: which requests count.

use serde_json::{Value, json};

use super::{prepared, requests};

/// Five requests: three models, numbers as numbers and as text, one without a plan, one failed, one never answered.
fn log() -> Vec<Value> {
    vec![
        json!({"request_id": "1", "model": "gpt-4o", "user_id": "007", "latency_ms": 100, "cost_usd": 0.5, "plan": "pro", "retries": 5}),
        json!({"request_id": "2", "model": "gpt-4o-mini", "user_id": "7", "latency_ms": 250.5, "cost_usd": 0.25, "plan": "free", "retries": "5.0"}),
        json!({"request_id": "3", "model": "claude-haiku-4-5", "user_id": "a,b", "latency_ms": 1000, "cost_usd": 1, "metadata": {"team": "search"}, "retries": 0}),
        json!({"request_id": "4", "model": "claude-haiku-4-5", "user_id": "A", "level": "ERROR", "error_type": "RateLimitError", "plan": "pro"}),
        json!({"request_id": "5", "model": "gpt-4o", "plan": "enterprise"}),
    ]
}

/// How many requests pass.
fn count(conditions: &[&str]) -> i64 {
    let (_logs, mut run) = prepared(&log(), "");
    for condition in conditions {
        run = run.arg("--where").arg(condition);
    }
    let run = run.run();
    let report = run.json();
    // Nothing that passes is nothing to answer from.
    assert_eq!(run.code, if report["input"]["matched_requests"] == 0 { 3 } else { 0 }, "{conditions:?}");
    match report["input"]["matched_requests"].as_i64() {
        Some(0) => 0,
        matched => {
            assert_eq!(matched, Some(requests(&report)), "{conditions:?}");
            requests(&report)
        }
    }
}

#[test]
fn every_operator() {
    for (condition, passed) in [
        ("model=gpt-4o", 2),
        ("model = gpt-4o", 2),
        ("model=gpt-4o,gpt-4o-mini", 3),
        ("model!=gpt-4o", 3),
        ("model!=gpt-4o,gpt-4o-mini", 2),
        ("model~^gpt", 3),
        ("model~haiku|mini", 3),
        ("model~^GPT", 0),
        ("model~(?i)^GPT", 3),
        ("latency_ms>250.5", 1),
        ("latency_ms>=250.5", 2),
        ("latency_ms<250.5", 1),
        ("latency_ms<=250.5", 2),
        ("cost_usd=1.0", 1),
        ("cost>=0.5", 2),
        ("status=success", 3),
        ("status=error,pending", 2),
        ("status!=success", 2),
        ("error_type=RateLimitError", 1),
        ("metadata.team=search", 1),
        ("user=A", 1),
    ] {
        assert_eq!(count(&[condition]), passed, "{condition}");
    }
}

#[test]
fn numbers_compare_as_numbers_only_where_a_field_may_hold_them() {
    // A user called 007 is not user 7; a path may be a number, however it is written.
    assert_eq!(count(&["user_id=7"]), 1);
    assert_eq!(count(&["retries=5"]), 2);
    assert_eq!(count(&["retries=5.00"]), 2);
    assert_eq!(count(&["retries>=0"]), 3);
}

#[test]
fn unknown_satisfies_only_inequality() {
    assert_eq!(count(&["plan=pro"]), 2);
    assert_eq!(count(&["plan!=pro"]), 3);
    assert_eq!(count(&["plan~."]), 4);
    assert_eq!(count(&["latency_ms<1e9"]), 3);
    assert_eq!(count(&["no.such.path=x"]), 0);
    assert_eq!(count(&["no.such.path!=x"]), 5);
    // Nothing asks for the requests that state nothing.
    assert_eq!([count(&["plan="]), count(&["plan!="])], [1, 4]);
    assert_eq!([count(&["latency_ms="]), count(&["latency_ms!="])], [2, 3]);
}

#[test]
fn conditions_add_up_and_commas_can_be_kept() {
    assert_eq!(count(&["model~^gpt", "latency_ms>100"]), 1);
    assert_eq!(count(&["plan=pro", "status=error"]), 1);
    assert_eq!(count(&["plan=pro", "plan=free"]), 0);
    assert_eq!(count(&[r"user_id=a\,b"]), 1);
    assert_eq!(count(&["user_id=a,b"]), 0);
}

#[test]
fn a_filter_narrows_totals_and_shares_but_not_what_was_read() {
    let (_logs, run) = prepared(&log(), "--where status=success");
    let report = run.json();
    assert_eq!(report["totals"]["total_cost_usd"], json!(1.75));
    assert_eq!(report["totals"]["cost_share"], json!(1.0));
    assert_eq!([&report["input"]["requests"], &report["input"]["matched_requests"]], [&json!(5), &json!(3)]);
    assert_eq!([&report["input"]["errors"], &report["input"]["pending"]], [&json!(0), &json!(0)]);
}

#[test]
fn mistakes_are_named_with_a_hint() {
    for (condition, why) in [
        ("model", "has no operator"),
        ("=x", "names no field"),
        ("latency_ms>fast", "`fast` is not a number"),
        ("cost_usd=abc", "`abc` is not a number"),
        ("model~(", "is not a regular expression"),
        ("timestamp=2026-03-01", "tests a time; use --since and --until"),
        ("timestamp>5", "tests a time; use --since and --until"),
        ("timestamp~2026-11-21", "tests a time; use --since and --until"),
        ("status=failed", "asks for `failed`, but a status is one of success, error, pending"),
    ] {
        let (_logs, run) = prepared(&log(), "");
        let run = run.arg("--where").arg(condition).run().expect(2);
        assert_eq!(run.stdout, "", "{condition}");
        assert!(run.stderr.starts_with(&format!("error: `--where {condition}` ")), "{}", run.stderr);
        assert!(run.stderr.contains(why) && run.stderr.contains("\nhint: "), "{}", run.stderr);
        // What a message quotes is on one line.
        assert!(!run.stderr.contains("\\n"), "{}", run.stderr);
    }
}

#[test]
fn that_nothing_passes_is_said_in_words() {
    let (_logs, run) = prepared(&log(), "--where model=nope");
    let run = run.run().expect(3);
    assert!(run.stderr.contains("none of the 5 requests passes `--where model=nope`; "), "{}", run.stderr);
}
