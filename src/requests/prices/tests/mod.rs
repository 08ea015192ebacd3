//! The price room from inside: the oracle's figures, then each rule by itself.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod dated;
mod oracle;
mod overlays;
mod resolving;
mod services;
mod snapshot;
mod thresholds;
mod unpriced;

use super::*;
use chrono::{DateTime, Utc};

/// A table with the given entries over the embedded ones, and one with a price: a file without any is refused.
fn with(json: &str) -> PriceTable {
    let mut table = PriceTable::embedded();
    let priced = r#"{"priced":{"input_cost_per_token":1,"output_cost_per_token":1},"#;
    table.overlay(&json.replacen('{', priced, 1), "test.json").unwrap();
    table
}

fn usage(input: u64, output: u64) -> Usage {
    Usage { input: Some(input), output: Some(output), ..Usage::default() }
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().unwrap())
}

/// The cost by a logged name.
fn usd_of(table: &PriceTable, model: &str, provider: Option<&str>, usage: &Usage, tier: Option<&str>) -> Option<f64> {
    match table.resolve(model, provider) {
        Resolution::Found { key, .. } => table.compile(&key, tier)?.quote(usage, None).ok().map(|quote| quote.usd),
        _ => None,
    }
}

/// The cost by key, and the proof that the fast path agrees with the explained one.
fn cost(
    table: &PriceTable,
    key: &str,
    usage: &Usage,
    tier: Option<&str>,
    at: Option<DateTime<Utc>>,
) -> Result<Cost, Unpriced> {
    let compiled = table.compile(key, tier).unwrap();
    let cost = compiled.cost(usage, at);
    let short = |cost: &Cost| Quote { usd: cost.usd, is_guess: !cost.guesses.is_empty() };
    assert_eq!(compiled.quote(usage, at), cost.as_ref().map(short).map_err(|why| *why));
    cost
}

#[track_caller]
fn assert_close(have: f64, want: f64) {
    assert!((have - want).abs() <= 1e-12 * want.abs(), "{have} instead of {want}");
}
