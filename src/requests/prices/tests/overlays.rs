//! `--prices FILE`.

use super::super::*;
use super::{assert_close, cost, usage, with};

fn refused(json: &str) -> String {
    let mut table = PriceTable::embedded();
    let error = table.overlay(json, "p.json").unwrap_err().to_string();
    assert_eq!(table.sources().len(), 1, "a refused file must leave the table as it was");
    error
}

#[test]
fn entries_are_added_and_replaced_whole() {
    let table = with(
        r#"{"gpt-5":{"input_cost_per_token":"3e-7","output_cost_per_token":1e-6},"mine":{"input_cost_per_token":1}}"#,
    );
    assert_close(cost(&table, "gpt-5", &usage(10, 1), None, None).unwrap().usd, 4e-6);
    assert_eq!(table.entry("gpt-5").unwrap().provider.as_deref(), Some("openai"));
    assert_eq!(
        table.compile("gpt-5", Some("flex")).unwrap().cost(&usage(1, 1), None).unwrap().service_tier_applied,
        None
    );
    assert_eq!((table.origin("mine"), table.origin("gpt-4o")), (Some("test.json"), Some("embedded")));
    let keys: Vec<&str> = table.keys().collect();
    assert!(keys.is_sorted() && keys.contains(&"mine"));
    assert_eq!(keys.iter().filter(|key| **key == "gpt-5").count(), 1);
}

#[test]
fn later_files_win() {
    let mut table = with(r#"{"t":{"input_cost_per_token":1}}"#);
    table
        .overlay(r#"{"t":{"input_cost_per_token":2},"_meta":{"date":"2026-11-01","version":"7"}}"#, "two.json")
        .unwrap();
    assert_close(cost(&table, "t", &usage(1, 0), None, None).unwrap().usd, 2.0);
    let two = &table.sources()[2];
    assert_eq!((two.origin.as_str(), two.version.as_deref(), two.models), ("two.json", Some("7"), 1));
}

#[test]
fn documentation_entries_are_skipped() {
    let table = with(r#"{"sample_spec":{"input_cost_per_token":"a number"},"fallback_generalizations":{"rules":[]}}"#);
    assert!(table.entry("sample_spec").is_none());
}

#[test]
fn mistakes_name_the_model_and_the_field() {
    assert_eq!(
        refused(r#"{"m":{"input_cost_per_token":-1}}"#),
        "`p.json`: field `input_cost_per_token` of model `m` must be a number of dollars, 0 or more, found `-1`"
    );
    for (json, part) in [
        (r#"{"m":{"output_cost_per_token":true}}"#, "`output_cost_per_token` of model `m`"),
        (r#"{"m":{"output_cost_per_token":"NaN"}}"#, "found `\"NaN\"`"),
        (r#"{"m":{"output_cost_per_token":"inf"}}"#, "0 or more"),
        (r#"{"m":{"output_cost_per_token":[1]}}"#, "found `[1]`"),
        (r#"{"m":{"litellm_provider":7}}"#, "`litellm_provider` of model `m` must be a string"),
        (r#"{"m":{"effective":[{"from":"soon"}]}}"#, "`effective.from` of model `m` must be a date"),
        (r#"{"m":{"effective":[{"input_cost_per_token":1}]}}"#, "`effective.from`"),
        (r#"{"m":{"effective":{}}}"#, "must be a list"),
        (r#"{"m":{"tiered_pricing":[{"input_cost_per_token":1}]}}"#, "`tiered_pricing.range`"),
        (r#"{"m":{"off_peak_pricing":{"hours_utc":"25:00-26:00"}}}"#, "`off_peak_pricing.hours_utc`"),
        (r#"{"m":5}"#, "the entry of model `m` must be a JSON object"),
        (r#"{"m":{"alias_of":"nobody"}}"#, "is an alias of `nobody`"),
        (r#"{"m":{"alias_of":"n"},"n":{"alias_of":"m"}}"#, "which leads to no price entry"),
        ("[]", "`p.json` must be a JSON object of model names"),
        ("{", "`p.json` is not valid JSON"),
    ] {
        let message = refused(json);
        assert!(message.contains(part), "{message}");
    }
}
