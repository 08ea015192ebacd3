//! Service tiers: priority, flex, batch, and names nobody knows.

use super::super::*;
use super::{assert_close, cost, usage, with};

fn gpt5(tier: Option<&str>) -> Cost {
    cost(&PriceTable::embedded(), "gpt-5", &usage(1000, 100), tier, None).unwrap()
}

#[test]
fn tiers_use_their_own_prices() {
    for (tier, want, applied) in [
        (None, 1000.0 * 1.25e-6 + 100.0 * 1e-5, None),
        (Some("default"), 1000.0 * 1.25e-6 + 100.0 * 1e-5, None),
        (Some("priority"), 1000.0 * 2.5e-6 + 100.0 * 2e-5, Some("priority")),
        (Some("Fast"), 1000.0 * 2.5e-6 + 100.0 * 2e-5, Some("priority")),
        (Some("flex"), 1000.0 * 6.25e-7 + 100.0 * 5e-6, Some("flex")),
        (Some("batch"), 1000.0 * 6.25e-7 + 100.0 * 5e-6, Some("batches")),
    ] {
        let cost = gpt5(tier);
        assert_close(cost.usd, want);
        assert_eq!((cost.service_tier_applied, cost.guesses.len()), (applied, 0), "{tier:?}");
    }
}

#[test]
fn unknown_and_unpriced_tiers_are_standard_and_say_so() {
    assert_close(gpt5(Some("golden")).usd, gpt5(None).usd);
    assert_eq!(gpt5(Some("golden")).guesses, ["service tier `golden` is not known: standard prices used"]);
    let claude = cost(&PriceTable::embedded(), "claude-sonnet-4-5", &usage(1000, 500), Some("priority"), None).unwrap();
    assert_eq!(claude.guesses, ["the entry has no `priority` prices: standard prices used"]);
}

#[test]
fn a_batch_without_its_own_price_is_half_of_standard_and_says_so() {
    let table = with(
        r#"{"t":{"input_cost_per_token":1,"output_cost_per_token":1},"free":{"input_cost_per_token":0,"output_cost_per_token":0}}"#,
    );
    let all = cost(&table, "t", &usage(1, 1), Some("batch"), None).unwrap();
    assert_eq!((all.usd, all.guesses.len()), (1.0, 1));
    assert_eq!(all.guesses[0], "the entry has no batch prices: half of the standard prices used");
    let free = cost(&table, "free", &usage(1, 1), Some("batch"), None).unwrap();
    assert_eq!((free.usd, free.guesses.len()), (0.0, 0));
    // Anthropic's batches have prices for five-minute writes, but none for one-hour writes in the table.
    let mut usage = Usage { cache_write: 100, ..usage(1000, 10) };
    let want = 900.0 * 1.5e-6 + 100.0 * 1.875e-6 + 10.0 * 7.5e-6;
    let known = cost(&table, "claude-sonnet-4-5", &usage, Some("batch"), None).unwrap();
    assert_close(known.usd, want);
    assert_eq!(known.guesses.len(), 0);
    // Half of 6 dollars a million.
    usage.cache_write_1h = 100;
    let guessed = cost(&table, "claude-sonnet-4-5", &usage, Some("batch"), None).unwrap();
    assert_close(guessed.usd, want - 100.0 * 1.5e-6 + 100.0 * 3e-6);
    assert_eq!(
        guessed.guesses,
        ["the entry has no batch price for cache write (1 h): half of its standard price used"]
    );
}

#[test]
fn batches_have_thresholds_of_their_own() {
    let cost = cost(&PriceTable::embedded(), "gpt-5.4", &usage(272_001, 10), Some("batch"), None).unwrap();
    assert_close(cost.usd, 272_001.0 * 2.5e-6 + 10.0 * 1.125e-5);
}

#[test]
fn a_batch_above_a_threshold_without_batch_prices_is_half_of_standard_there() {
    // Gemini's standard price doubles above 200k tokens; the table has one batch price only.
    let table = PriceTable::embedded();
    let of = |input| cost(&table, "gemini-2.5-pro", &usage(input, 0), Some("batch"), None);
    assert_close(of(200_000).unwrap().usd, 200_000.0 * 6.25e-7);
    assert_eq!(of(200_000).unwrap().guesses.len(), 0);
    assert_close(of(200_001).unwrap().usd, 200_001.0 * 1.25e-6);
    assert_eq!(of(200_001).unwrap().guesses.len(), 1);
}

#[test]
fn fast_mode_multiplies_where_the_entry_says_how_much() {
    let table =
        with(r#"{"t":{"input_cost_per_token":1,"output_cost_per_token":5,"provider_specific_entry":{"fast":2}}}"#);
    assert_close(cost(&table, "t", &usage(3, 1), Some("fast"), None).unwrap().usd, 16.0);
    assert_close(cost(&table, "t", &usage(3, 1), Some("priority"), None).unwrap().usd, 8.0);
}

#[test]
fn a_standard_reasoning_rate_is_not_a_priority_one() {
    let table = with(
        r#"{"t":{"input_cost_per_token":0,"output_cost_per_token":1,"output_cost_per_reasoning_token":2,"output_cost_per_token_priority":5}}"#,
    );
    let usage = Usage { reasoning: 1, ..usage(0, 2) };
    assert_close(cost(&table, "t", &usage, None, None).unwrap().usd, 3.0);
    assert_close(cost(&table, "t", &usage, Some("priority"), None).unwrap().usd, 10.0);
}
