//! From logged names to keys.

use super::super::*;
use super::with;

/// The key and the rule's code.
fn found(table: &PriceTable, model: &str, provider: Option<&str>) -> (String, String) {
    match table.resolve(model, provider) {
        Resolution::Found { key, rule, .. } => (key, rule.code()),
        other => panic!("{model}: {other:?}"),
    }
}

#[track_caller]
fn finds(model: &str, provider: Option<&str>, key: &str, code: &str) {
    assert_eq!(found(&PriceTable::embedded(), model, provider), (key.to_owned(), code.to_owned()));
}

#[test]
fn a_name_with_its_own_key_is_never_stripped() {
    finds("gpt-4o-2024-05-13", None, "gpt-4o-2024-05-13", "exact");
    finds("gpt-4o-2024-08-06", Some("openai"), "gpt-4o-2024-08-06", "exact");
    finds(
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        None,
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "exact",
    );
}

#[test]
fn dates_come_off() {
    finds("claude-sonnet-4-5-20990101", None, "claude-sonnet-4-5", "date+exact");
    finds("claude-sonnet-4-5@20990101", None, "claude-sonnet-4-5", "date+exact");
    finds("gpt-4o-2099-01-01", None, "gpt-4o", "date+exact");
}

#[test]
fn what_is_no_date_stays() {
    let table = PriceTable::embedded();
    for name in
        ["gpt-4o-20991301", "gpt-4o-12345678", "gpt-4o-2099-13-01", "gpt-4o:free", "gpt-4o-min", "gpt-4oo", "pt-4o"]
    {
        assert_eq!(table.resolve(name, None), Resolution::Unknown, "{name}");
    }
}

#[test]
fn decorations_combine() {
    finds("openai/gpt-4o-2099-01-01", None, "gpt-4o", "provider_prefix+date+exact");
    finds("o3-latest", None, "o3", "latest+exact");
    finds("models/gemini-2.5-pro", Some("google"), "gemini/gemini-2.5-pro", "provider_prefix+provider");
    finds("ft:gpt-4o-2024-08-06:acme:bot:9x", None, "ft:gpt-4o-2024-08-06", "fine_tune+exact");
    let table =
        with(r#"{"acme.big":{"litellm_provider":"bedrock","input_cost_per_token":1,"output_cost_per_token":1}}"#);
    let code = "provider_prefix+region+version+date+exact";
    assert_eq!(found(&table, "bedrock/eu.acme.big-20990101-v2:0", None), ("acme.big".into(), code.into()));
}

#[test]
fn a_region_comes_off_only_without_a_regional_key() {
    let key = "anthropic.claude-3-5-sonnet-20240620-v1:0";
    finds(&format!("jp.{key}"), None, key, "region+exact");
    finds(&format!("us.{key}"), None, &format!("us.{key}"), "exact");
}

#[test]
fn the_provider_decides_whose_price_it_is() {
    finds("gpt-4o", Some("azure"), "azure/gpt-4o", "provider");
    finds("gpt-4o", Some("azure.ai.openai"), "azure/gpt-4o", "provider");
    finds("openai/gpt-4o", Some("azure"), "azure/gpt-4o", "provider_prefix+provider");
    finds("gemini-2.5-pro", Some("vertex_ai"), "gemini-2.5-pro", "exact");
    finds(
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        Some("aws.bedrock"),
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "exact",
    );
    finds("gpt-4o", Some("acme"), "gpt-4o", "unknown_provider");
}

#[test]
fn a_named_provider_is_not_swapped_for_a_reseller() {
    assert_eq!(PriceTable::embedded().resolve("xai/grok-4", None), Resolution::Unknown);
}

#[test]
fn resellers_alone_are_ambiguous_unless_they_agree() {
    let entry = |rate: &str| format!(r#"{{"input_cost_per_token":{rate},"output_cost_per_token":1}}"#);
    let table = with(&format!(
        r#"{{"a/x":{one},"b/x":{two},"a/y":{one},"b/y":{one},"a/z":{one}}}"#,
        one = entry("1"),
        two = entry("2")
    ));
    let ambiguous =
        |keys: &[&str]| Resolution::Ambiguous { candidates: keys.iter().map(|key| (*key).to_owned()).collect() };
    assert_eq!(table.resolve("x", None), ambiguous(&["a/x", "b/x"]));
    assert_eq!(table.resolve("z", None), ambiguous(&["a/z"]));
    assert_eq!(found(&table, "y", None), ("a/y".into(), "same_price".into()));
    assert_eq!(found(&table, "x", Some("b")), ("b/x".into(), "provider".into()));
}

#[test]
fn another_case_is_another_name() {
    let price = r#"{"input_cost_per_token":1,"output_cost_per_token":1}"#;
    let table = with(&format!(r#"{{"Twin":{price}}}"#));
    assert_eq!(found(&table, "Twin", None).1, "exact");
    assert_eq!(table.resolve("twin", None), Resolution::Unknown);
    assert_eq!(table.resolve("GPT-4O", None), Resolution::Unknown);
}

#[test]
fn another_sellers_price_is_not_taken() {
    let table = PriceTable::embedded();
    assert_eq!(table.resolve("claude-sonnet-4-5-20250929", Some("azure")), Resolution::Unknown);
    finds("gpt-4o", Some("our-gateway"), "gpt-4o", "unknown_provider");
}

#[test]
fn aliases_lead_to_their_target_and_say_so() {
    let table = with(r#"{"house":{"alias_of":"flat"},"flat":{"alias_of":"gpt-4o"}}"#);
    assert_eq!(found(&table, "house", Some("azure")), ("gpt-4o".into(), "exact+alias".into()));
}

#[test]
fn hostile_names_are_unknown() {
    let table = PriceTable::embedded();
    for name in [
        "",
        "/",
        "//",
        "-20250929",
        "é-20250929",
        "a/".repeat(5000).as_str(),
        "日本語日本語日本語",
        "us.",
        "ft:",
        "-v1:0",
        "\u{0}",
    ] {
        assert_eq!(table.resolve(name, None), Resolution::Unknown, "{name:?}");
        assert_eq!(table.resolve(name, Some("é")), Resolution::Unknown, "{name:?}");
    }
}

#[test]
fn rules_speak_to_people() {
    let Resolution::Found { rule, origin, .. } = PriceTable::embedded().resolve("claude-sonnet-4-5-20990101", None)
    else {
        panic!("not found");
    };
    assert_eq!(rule.to_string(), "date suffix `-20990101` removed, then exact name");
    assert_eq!(origin, "embedded");
}
