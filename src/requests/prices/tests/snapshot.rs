//! The committed `snapshot.json`.

use super::super::*;
use chrono::NaiveDate;

const TEXT: &str = include_str!("../snapshot.json");

fn meta() -> Meta {
    Meta {
        source: "LiteLLM model_prices_and_context_window.json".to_owned(),
        version: "1.106.2".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 10, 21).unwrap(),
        license: "MIT".to_owned(),
    }
}

#[test]
fn every_line_reads_and_has_prices() {
    let table = PriceTable::embedded();
    let keys: Vec<&str> = table.keys().collect();
    assert!(keys.is_sorted(), "lookups are binary searches");
    assert_eq!(keys.len(), TEXT.lines().count() - 3, "two braces and `_meta`");
    for key in keys {
        assert!(table.entry(key).is_some_and(|entry| entry.has_prices()), "{key}");
        assert!(matches!(table.resolve(key, None), Resolution::Found { key: found, .. } if found == key), "{key}");
    }
}

#[test]
fn it_says_how_old_it_is() {
    let table = PriceTable::embedded();
    let [source] = table.sources() else { panic!("one source: {:?}", table.sources()) };
    assert_eq!((source.title().as_str(), source.date), ("LiteLLM 1.106.2", Some(meta().date)));
}

#[test]
fn compacting_it_again_changes_nothing() {
    assert!(compact(TEXT, &meta()).unwrap() == TEXT);
}

#[test]
fn the_snapshot_as_an_overlay_changes_no_price() {
    let mut table = PriceTable::embedded();
    let before: Vec<_> = table.keys().map(|key| table.entry(key)).collect();
    table.overlay(TEXT, "again.json").unwrap();
    let after: Vec<_> = table.keys().map(|key| table.entry(key)).collect();
    assert!(before == after);
}

#[test]
fn compact_keeps_zeros_and_drops_what_has_no_token_price() {
    let json = r#"{"sample_spec":{},"b":{"input_cost_per_token":"0","max_tokens":5},"a":{"output_cost_per_image":1},
        "c":{"input_cost_per_token":0,"input_cost_per_query":1}}"#;
    let text = compact(json, &meta()).unwrap();
    let lines: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(lines, ["\"b\":{\"input_cost_per_token\":0.0}", "}"]);
    assert!(compact(r#"{"\n":{"input_cost_per_token":1}}"#, &meta()).is_err());
}
