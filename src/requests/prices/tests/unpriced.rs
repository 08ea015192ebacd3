//! When a cost cannot be known, and when 0 is one.

use super::super::*;
use super::{assert_close, cost, usage, usd_of, with};

fn of(entry: &str, usage: &Usage) -> Result<f64, Unpriced> {
    cost(&with(&format!(r#"{{"t":{entry}}}"#)), "t", usage, None, None).map(|cost| cost.usd)
}

const FLAT: &str = r#"{"input_cost_per_token":1,"output_cost_per_token":2}"#;

#[test]
fn a_zero_price_is_a_price() {
    let free = r#"{"input_cost_per_token":0,"output_cost_per_token":0.0}"#;
    assert_eq!(of(free, &usage(1000, 1000)), Ok(0.0));
    assert_eq!(of(free, &Usage::default()), Ok(0.0));
    assert_eq!(usd_of(&PriceTable::embedded(), "ollama/llama3", None, &usage(5, 5), None), Some(0.0));
}

#[test]
fn half_a_price_is_none() {
    assert_eq!(of(r#"{"input_cost_per_token":1}"#, &usage(1, 1)), Err(Unpriced::NoRate(Kind::Output)));
    assert_eq!(of(r#"{"output_cost_per_token":1}"#, &usage(1, 1)), Err(Unpriced::NoRate(Kind::Input)));
    assert_eq!(of("{}", &usage(1, 1)), Err(Unpriced::NoRate(Kind::Input)));
}

#[test]
fn counts_that_are_missing_make_the_cost_unknown() {
    let output = Usage { output: None, ..usage(1, 0) };
    let input = Usage { input: None, ..usage(0, 1) };
    assert_eq!(of(FLAT, &output), Err(Unpriced::NoCount(Kind::Output)));
    assert_eq!(of(FLAT, &input), Err(Unpriced::NoCount(Kind::Input)));
    assert_eq!(of(r#"{"input_cost_per_token":1,"output_cost_per_token":0}"#, &output), Ok(1.0));
    assert_eq!(of(r#"{"input_cost_per_token":1,"mode":"embedding"}"#, &output), Ok(1.0));
    let sized = r#"{"input_cost_per_token":0,"input_cost_per_token_above_1k_tokens":1,"output_cost_per_token":1}"#;
    assert_eq!(of(sized, &input), Err(Unpriced::NoCount(Kind::Input)));
}

#[test]
fn parts_may_not_exceed_the_whole() {
    assert_eq!(of(FLAT, &Usage { cache_read: 11, ..usage(10, 1) }), Err(Unpriced::CacheExceedsInput));
    assert_eq!(
        of(FLAT, &Usage { cache_read: u64::MAX, cache_write: 1, ..usage(10, 1) }),
        Err(Unpriced::CacheExceedsInput)
    );
    assert_eq!(of(FLAT, &Usage { reasoning: 2, ..usage(10, 1) }), Err(Unpriced::ReasoningExceedsOutput));
}

#[test]
fn a_cache_without_prices_is_input() {
    let usage = Usage { cache_read: 4, cache_write: 2, cache_write_1h: 1, ..usage(10, 1) };
    let cost = cost(&with(&format!(r#"{{"t":{FLAT}}}"#)), "t", &usage, None, None).unwrap();
    assert_close(cost.usd, 12.0);
    assert_eq!(cost.guesses.len(), 3);
    assert_eq!(cost.guesses[0], "the entry has no cache read price: charged as input");
}

#[test]
fn an_hour_is_not_priced_from_five_minutes() {
    let entry = r#"{"input_cost_per_token":1,"output_cost_per_token":2,"cache_creation_input_token_cost":1.25}"#;
    assert_eq!(of(entry, &Usage { cache_write: 4, ..usage(4, 0) }), Ok(5.0));
    assert_eq!(of(entry, &Usage { cache_write_1h: 4, ..usage(4, 0) }), Err(Unpriced::NoRate(Kind::CacheWrite1h)));
}

#[test]
fn a_price_per_query_is_no_free_token() {
    let rerank = r#"{"input_cost_per_token":0,"output_cost_per_token":0,"input_cost_per_query":0.002}"#;
    assert_eq!(of(rerank, &usage(10, 0)), Err(Unpriced::NoRate(Kind::Input)));
}

#[test]
fn reasons_read_well() {
    assert_eq!(Unpriced::NoRate(Kind::Output).to_string(), "the price entry has no rate for output tokens");
}
