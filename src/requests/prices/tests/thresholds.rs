//! Prices that depend on the size of the input.

use super::super::*;
use super::{assert_close, cost, usage, with};

#[test]
fn the_threshold_itself_is_still_standard() {
    let table = PriceTable::embedded();
    let key = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    let below = cost(&table, key, &usage(200_000, 10), None, None).unwrap();
    assert_eq!(below.tier_threshold, None);
    assert_close(below.usd, 200_000.0 * 3e-6 + 10.0 * 15e-6);
    let above = cost(&table, key, &usage(200_001, 10), None, None).unwrap();
    assert_eq!(above.tier_threshold, Some(200_000));
    assert_close(above.usd, 200_001.0 * 6e-6 + 10.0 * 22.5e-6);
}

#[test]
fn xai_charges_more_from_the_threshold_on() {
    let entry = r#"{"litellm_provider":"xai","input_cost_per_token":1,"output_cost_per_token":1,"input_cost_per_token_above_200k_tokens":2}"#;
    let table = with(&format!(r#"{{"xai/t":{entry}}}"#));
    assert_close(cost(&table, "xai/t", &usage(199_999, 0), None, None).unwrap().usd, 199_999.0);
    assert_close(cost(&table, "xai/t", &usage(200_000, 0), None, None).unwrap().usd, 400_000.0);
}

#[test]
fn cached_tokens_count_and_every_rate_changes() {
    let table = PriceTable::embedded();
    let usage =
        Usage { input: Some(200_001), output: Some(1), cache_read: 200_000, cache_write_1h: 1, ..Usage::default() };
    let cost = cost(&table, "anthropic.claude-sonnet-4-5-20250929-v1:0", &usage, None, None).unwrap();
    assert_close(cost.usd, 200_000.0 * 6e-7 + 12e-6 + 22.5e-6);
}

#[test]
fn the_highest_threshold_wins_and_lacks_fall_back() {
    let table = with(
        r#"{"t":{"input_cost_per_token":1,"output_cost_per_token":10,"input_cost_per_token_above_100k_tokens":2,
            "output_cost_per_token_above_100k_tokens":20,"input_cost_per_token_above_500_tokens":1.5,"input_cost_per_token_above_512k_tokens":3}}"#,
    );
    let usd = |input| cost(&table, "t", &usage(input, 1), None, None).unwrap().usd;
    assert_close(usd(500), 510.0);
    assert_close(usd(501), 501.0 * 1.5 + 10.0);
    assert_close(usd(100_001), 200_002.0 + 20.0);
    assert_close(usd(512_001), 512_001.0 * 3.0 + 20.0);
}

#[test]
fn tiered_pricing_is_all_or_nothing() {
    let table = PriceTable::embedded();
    let key = "dashscope/qwen3-coder-flash";
    let usd = |input| cost(&table, key, &usage(input, 10), None, None).unwrap().usd;
    assert_close(usd(32_000), 32_000.0 * 3e-7 + 10.0 * 1.5e-6);
    assert_close(usd(32_001), 32_001.0 * 5e-7 + 10.0 * 2.5e-6);
    assert_close(usd(2_000_000), 2_000_000.0 * 1.6e-6 + 10.0 * 9.6e-6);
    assert_close(usd(0), 10.0 * 1.5e-6);
}

#[test]
fn reasoning_has_its_own_rate_where_the_table_says_so() {
    let table = PriceTable::embedded();
    let usage = Usage { reasoning: 900, ..usage(1000, 1000) };
    let cost = cost(&table, "dashscope/qwen-plus-2025-07-28", &usage, None, None).unwrap();
    assert_close(cost.usd, 1000.0 * 4e-7 + 100.0 * 1.2e-6 + 900.0 * 4e-6);
    assert_eq!(cost.lines.len(), 3);
}
