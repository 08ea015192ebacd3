//! Traces of 100,000 spans: one chain, one fan, one circle.

use serde_json::{Value, json};

use super::{jaeger, span};
use crate::support::llmobs;

const SPANS: i64 = 100_000;

fn id(number: i64) -> String {
    format!("{number}")
}

#[track_caller]
fn check(spans: &[Value], folded: u64) -> Value {
    let (_logs, file) = jaeger(spans);
    let table = llmobs("trace show t --limit 20 --format table").env("COLUMNS", "80").arg(&file).run().expect(0).stdout;
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(table.lines().count() < 60, "{table}");
    assert!(table.contains(&format!("… {}", crate::trace::size::grouped(folded))), "{table}");
    let all = llmobs("trace show t").arg(&file).json();
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(spans.len()));
    all
}

fn grouped(number: u64) -> String {
    format!("{},{:03} more", number / 1000, number % 1000)
}

#[test]
fn one_below_the_other() {
    let spans: Vec<Value> =
        (0..SPANS).map(|n| span(&id(n), (n > 0).then(|| id(n - 1)).as_deref(), n, 2 * (SPANS - n))).collect();
    let report = check(&spans, 99_980);
    assert_eq!(report["rows"][99_999]["depth"], json!(99_999));
    // Each span has its child start one microsecond after it and end one before: two are its own, and the last one's both.
    assert_eq!(report["rows"][0]["self_ms"], json!(0.002));
    assert_eq!(report["rows"][50_000]["critical_ms"], json!(0.002));
}

#[test]
fn all_below_one() {
    let mut spans = vec![span("0", None, 0, SPANS * 10)];
    spans.extend((1..SPANS).map(|n| span(&id(n), Some("0"), n * 10, 5)));
    let report = check(&spans, 99_980);
    // 99,999 children of 5 microseconds, one after another.
    assert_eq!(report["rows"][0]["self_ms"], json!((SPANS * 10 - (SPANS - 1) * 5) as f64 / 1000.0));
    assert_eq!(report["facts"]["bottleneck_share"], json!((SPANS * 10 - (SPANS - 1) * 5) as f64 / (SPANS * 10) as f64));
}

#[test]
fn a_circle_of_all() {
    let spans: Vec<Value> = (0..SPANS).map(|n| span(&id(n), Some(&id((n + 1) % SPANS)), n, 10)).collect();
    let report = check(&spans, 99_980);
    assert!(report["warnings"].to_string().contains("1 circle of spans"), "{}", report["warnings"]);
}
