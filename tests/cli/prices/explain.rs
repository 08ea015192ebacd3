//! `llmobs prices list` and `llmobs prices explain`.

use serde_json::{Value, json};

use super::{prices, usd};
use crate::support::{assert_close, column, row};

#[test]
fn the_arithmetic_is_shown_part_by_part() {
    // claude-sonnet-4-5: $3 in, $0.30 cache read, $3.75 and $6 cache write, $15 out, per million.
    let report = prices(
        "explain claude-sonnet-4-5 --input 1000 --cache-read 500 --cache-write 200 --cache-write-1h 100 --output 50",
    )
    .json();
    let parts = [
        ("input", 200, 3.0, 0.0006),
        ("cache read", 500, 0.3, 0.00015),
        ("cache write (5 min)", 200, 3.75, 0.00075),
        ("cache write (1 h)", 100, 6.0, 0.0006),
        ("output", 50, 15.0, 0.00075),
    ];
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(parts.len()));
    for (what, tokens, rate, cost) in parts {
        let part = row(&report, "tokens_of", &json!(what));
        assert_eq!([&part["tokens"], &part["usd_per_million"]], [&json!(tokens), &json!(rate)], "{what}");
        assert_close(&part["cost_usd"], &json!(cost), what);
    }
    assert_close(usd(&report), &json!(0.0006 + 0.00015 + 0.00075 + 0.0006 + 0.00075), "the sum");
    assert_eq!(report["prices"], json!({"source": "LiteLLM 1.106.2", "date": "2026-10-21", "age_days": 34}));
}

#[test]
fn a_threshold_changes_every_rate_of_the_request() {
    // gemini-2.5-pro: $1.25 in, $10 out; above 200,000 tokens of input $2.50 and $15.
    let at = |input: u64| usd(&prices(&format!("explain gemini-2.5-pro --input {input} --output 1000")).json()).clone();
    assert_close(&at(200_000), &json!(200_000.0 * 1.25e-6 + 1000.0 * 10e-6), "at the threshold");
    assert_close(&at(200_001), &json!(200_001.0 * 2.5e-6 + 1000.0 * 15e-6), "above it");
    let facts = prices("explain gemini-2.5-pro --input 200001 --output 1").json()["facts"].clone();
    assert!(facts.to_string().contains("200000"), "{facts}");
}

#[test]
fn a_service_tier_has_its_own_rates() {
    // gpt-5: $1.25 and $10; flex and batches half of that; priority $2.50 and $20.
    for (tier, cost) in
        [("", 0.00225), ("flex", 0.001125), ("batch", 0.001125), ("priority", 0.0045), ("default", 0.00225)]
    {
        let flag = if tier.is_empty() { String::new() } else { format!("--service-tier {tier}") };
        let report = prices(&format!("explain gpt-5 --input 1000 --output 100 {flag}")).json();
        assert_close(usd(&report), &json!(cost), tier);
    }
    // No flex price for gpt-4o is known: standard ones are used, and that is said.
    let report = prices("explain gpt-4o --input 1000 --output 100 --service-tier flex").json();
    assert_close(usd(&report), &json!(0.0035), "gpt-4o flex");
    assert!(report["warnings"][0].as_str().expect("a warning").contains("flex"), "{}", report["warnings"]);
}

#[test]
fn a_name_is_matched_by_a_rule_that_is_told() {
    for (model, entry, rule) in [
        ("gpt-4o", "gpt-4o", "exact"),
        ("claude-sonnet-4-5-20250930", "claude-sonnet-4-5", "date+exact"),
        ("openai/gpt-4o", "gpt-4o", "provider_prefix+exact"),
        ("ft:gpt-4o-2024-08-06:acme::abc", "ft:gpt-4o-2024-08-06", "fine_tune+exact"),
    ] {
        let facts = prices("explain").arg(model).json()["facts"].clone();
        assert_eq!([&facts["model"], &facts["entry"]], [&json!(model), &json!(entry)], "{model}");
        assert_eq!(facts["rule_code"], json!(rule), "{model}: {facts}");
        assert_eq!(facts["table"], json!("embedded"), "{model}");
    }
}

#[test]
fn resemblance_is_no_match() {
    for model in ["gpt-4", "gpt-4o"] {
        prices("explain").arg(model).run().expect(0);
    }
    for model in ["gpt-4oo", "GPT-4O", "gpt-4o-mega", "claude", "sonnet-4-5", "gpt", ""] {
        let run = prices("explain").arg(model).run().expect(3);
        assert_eq!(run.stdout, "", "{model}");
        assert!(
            run.stderr.starts_with(&format!("error: `{model}` is not in the price table\n\nhint: ")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn several_sellers_with_several_prices_are_ambiguous() {
    // mistral-large-latest: $8 in at Azure, $2 at Azure AI, $0.50 at Mistral.
    let run = prices("explain mistral-large-latest --input 1 --output 1").run().expect(3);
    assert_eq!(run.stdout, "");
    for seller in ["azure/mistral-large-latest", "mistral/mistral-large-latest"] {
        assert!(run.stderr.contains(seller), "{}", run.stderr);
    }
    let report = prices("explain mistral-large-latest --provider mistral --input 1000000 --output 0").json();
    assert_close(usd(&report), &json!(0.5), "at Mistral");
    let report = prices("explain azure/mistral-large-latest --input 1000000 --output 0").json();
    assert_close(usd(&report), &json!(8.0), "at Azure");
}

/// gpt-4 costs $30 in and $60 out a million; its batches have no prices in the table.
#[test]
fn a_batch_without_prices_is_half_of_standard_by_guess() {
    let report = prices("explain gpt-4 --input 1000000 --output 1000000 --service-tier batch").json();
    assert_close(usd(&report), &json!(45.0), "half");
    assert_eq!(report["warnings"], json!(["the entry has no batch prices: half of the standard prices used"]));
}

#[test]
fn what_cannot_be_priced_is_told_and_not_zero() {
    for (arguments, why) in
        [("gpt-4o --input 1 --cache-read 2", "cache"), ("gpt-4o --input 1 --output 1 --reasoning 2", "reasoning")]
    {
        let run = prices(&format!("explain {arguments}")).run().expect(3);
        assert_eq!(run.stdout, "", "{arguments}");
        assert!(run.stderr.contains(why), "{arguments}: {}", run.stderr);
    }
}

#[test]
fn the_list_is_searched_by_any_part_of_a_name() {
    let report = prices("list GPT-4o-MINI-2024").json();
    let names = column(&report, "model");
    assert!(
        names.len() >= 3 && names.iter().all(|name| name.as_str().expect("a name").contains("gpt-4o-mini-2024")),
        "{names:?}"
    );
    let openai = row(&report, "model", &json!("gpt-4o-mini-2024-07-18"));
    assert_eq!(
        [&openai["provider"], &openai["input_usd_per_million"], &openai["output_usd_per_million"]],
        [&json!("openai"), &json!(0.15), &json!(0.6)]
    );
    // What has no price of its own is unknown.
    assert_eq!(openai["cache_write_1h_usd_per_million"], Value::Null);
}

#[test]
fn all_of_the_table_is_listed_in_order() {
    let report = prices("list").json();
    let names: Vec<&str> = column(&report, "model").into_iter().map(|name| name.as_str().expect("a name")).collect();
    assert!(names.len() > 1000, "{}", names.len());
    assert!(names.is_sorted());
    assert!(!names.contains(&"sample_spec"), "LiteLLM's sample is no model");
}

#[test]
fn nothing_found_is_3() {
    let run = prices("list no-such-model").run().expect(3);
    assert_eq!(run.json()["rows"], json!([]));
    assert!(run.stderr.contains("`no-such-model`"), "{}", run.stderr);
}

#[test]
fn what_is_typed_is_used_or_refused() {
    for (part, named) in [("--cache-read 5", "cache read"), ("--cache-write 5", "cache write (5 min)")] {
        let report = prices(&format!("explain claude-sonnet-4-5 {part}")).json();
        assert_eq!(
            [&report["rows"][0]["tokens_of"], &report["totals"]["tokens"]],
            [&json!(named), &json!(5)],
            "{part}"
        );
    }
    let run = prices("explain gpt-4o --input 18446744073709551615 --output 1").run().expect(2);
    assert!(run.stdout.is_empty() && run.stderr.contains("--input"), "{}", run.stderr);
    let run = prices("explain gpt-4o --at garbage").run().expect(2);
    assert!(run.stderr.starts_with("error: `--at garbage` is not a time\n"), "{}", run.stderr);
}
