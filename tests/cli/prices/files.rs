//! `--prices FILE`: a table of one's own over the built-in one, and how that one is made.

use serde_json::{Value, json};

use super::{prices, usd};
use crate::support::{Logs, Run, assert_close, llmobs, shared};

/// A price file in its own folder.
fn file(text: &str) -> (Logs, std::path::PathBuf) {
    let logs = Logs::new();
    let path = logs.write("own.json", text);
    (logs, path)
}

/// What a model of this file costs, in and out one million tokens each.
fn explain(text: &str, arguments: &str) -> Run {
    let (_logs, path) = file(text);
    prices(&format!("explain --input 1000000 --output 1000000 {arguments} --prices")).arg(path).run()
}

#[test]
fn an_entry_is_added_or_replaced_whole() {
    let own = r#"{"acme-large": {"input_cost_per_token": 2e-6, "output_cost_per_token": "8e-6"}}"#;
    let report = explain(own, "acme-large").expect(0).json();
    assert_close(usd(&report), &json!(10.0), "in 2, out 8");
    assert!(report["facts"]["table"].as_str().expect("a table").ends_with("own.json"), "{}", report["facts"]);
    // gpt-4o has a price of 2.50 and 10 and of cached reads; the own one has neither.
    let own = r#"{"gpt-4o": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}}"#;
    assert_close(usd(&explain(own, "gpt-4o").expect(0).json()), &json!(2.0), "1 and 1");
}

#[test]
fn of_several_files_the_later_counts() {
    let logs = Logs::new();
    let first = logs.write("a.json", r#"{"m": {"input_cost_per_token": 1, "output_cost_per_token": 0}}"#);
    let second = logs.write("b.json", r#"{"m": {"input_cost_per_token": 2, "output_cost_per_token": 0}}"#);
    let run = prices("explain m --input 1 --prices").arg(&first).arg("--prices").arg(&second);
    assert_eq!(*usd(&run.json()), json!(2.0));
    let run = prices("explain m --input 1 --prices").arg(&second).arg("--prices").arg(&first);
    assert_eq!(*usd(&run.json()), json!(1.0));
}

const DATED: &str = r#"{"m": {"input_cost_per_token": 10e-6, "output_cost_per_token": 50e-6, "effective": [
    {"from": "2026-09-01", "input_cost_per_token": 5e-6, "output_cost_per_token": 25e-6},
    {"from": "2026-12-01", "input_cost_per_token": 1e-6}]}}"#;

#[test]
fn prices_hold_from_a_day_on() {
    for (at, cost, from) in [
        ("2026-08-31T23:59:59Z", 60.0, Value::Null),
        ("2026-09-01", 30.0, json!("2026-09-01")),
        ("2026-11-30T23:59:59Z", 30.0, json!("2026-09-01")),
        // A step is laid over the entry, not over the step before: 1 in, and 50 out again.
        ("2026-12-01T00:00:00Z", 51.0, json!("2026-12-01")),
        // The day is UTC's.
        ("2026-12-01T00:30:00+01:00", 30.0, json!("2026-09-01")),
    ] {
        let report = explain(DATED, &format!("m --at {at}")).expect(0).json();
        assert_close(usd(&report), &json!(cost), at);
        assert_eq!(report["facts"]["prices_from"], from, "{at}");
    }
}

#[test]
fn a_log_is_priced_by_the_day_of_each_request() {
    let logs = Logs::new();
    let path = logs.write("own.json", DATED);
    let line = |time: &str| {
        format!("{{\"timestamp\":\"{time}\",\"model\":\"m\",\"input_tokens\":1000000,\"output_tokens\":1000000}}\n")
    };
    let log = logs.write(
        "log.jsonl",
        ["2026-08-31T23:59:59Z", "2026-09-01T00:00:00Z", "2026-12-24T12:00:00Z"].map(line).concat(),
    );
    let report = llmobs("costs --json --by day --prices").arg(path).arg(log).json();
    let costs: Vec<Value> =
        report["rows"].as_array().expect("rows").iter().map(|row| row["total_cost_usd"].clone()).collect();
    for (found, wanted) in costs.iter().zip([60.0, 30.0, 51.0]) {
        assert_close(found, &json!(wanted), "the day's price");
    }
    assert!(report["prices"]["source"].as_str().expect("a source").ends_with("own.json"), "{}", report["prices"]);
}

#[test]
fn an_alias_stands_for_another_model() {
    let report = explain(r#"{"our-model": {"alias_of": "gpt-4o"}}"#, "our-model").expect(0).json();
    assert_close(usd(&report), &json!(12.5), "2.50 and 10");
    assert_eq!([&report["facts"]["entry"], &report["facts"]["rule_code"]], [&json!("gpt-4o"), &json!("exact+alias")]);
    let nowhere = explain(r#"{"our-model": {"alias_of": "no-such-model"}}"#, "our-model").expect(2);
    assert!(nowhere.stderr.contains("no-such-model"), "{}", nowhere.stderr);
}

#[test]
fn a_zero_price_is_a_price_and_half_a_price_is_none() {
    let free = r#"{"local": {"input_cost_per_token": 0, "output_cost_per_token": 0}}"#;
    assert_eq!(*usd(&explain(free, "local").expect(0).json()), json!(0.0));
    let half = r#"{"half": {"input_cost_per_token": 1}}"#;
    let run = explain(half, "half").expect(3);
    assert!(run.stdout.is_empty() && run.stderr.contains("output"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_none_is_an_error_with_its_name() {
    for text in [
        "nonsense",
        "[]",
        r#"{"m": {"input_cost_per_token": -1}}"#,
        r#"{"m": {"input_cost_per_token": "dear"}}"#,
        r#"{"m": 5}"#,
    ] {
        let run = explain(text, "gpt-4o").expect(2);
        assert!(run.stdout.is_empty(), "{text}");
        assert!(run.stderr.contains("own.json") && run.stderr.contains("\nhint: "), "{text}: {}", run.stderr);
    }
    let run = prices("explain gpt-4o --prices no/such.json").run().expect(2);
    assert!(
        run.stderr.starts_with("error: cannot read the prices in `no/such.json`: there is no such file"),
        "{}",
        run.stderr
    );
    let run = llmobs("costs --json --prices no/such.json fixtures/pylogger.jsonl").run().expect(2);
    assert_eq!(run.stdout, "");
}

#[test]
fn the_built_in_table_is_what_import_makes_of_the_public_one() {
    let Some(shared) = shared("the import of LiteLLM's price map") else { return };
    let map = shared.join("prices/model_prices_and_context_window.litellm-1.106.2.json");
    let run = llmobs("prices import --release 1.106.2 --date 2026-10-21").arg(map).run().expect(0);
    assert_eq!(run.stderr, "");
    let models = run.json();
    assert_eq!(models["_meta"]["version"], json!("1.106.2"));
    assert_eq!(models["_meta"]["date"], json!("2026-10-21"));
    // Both as JSON, for the file's own name is part of what says where it is from.
    let snapshot = include_str!("../../../src/requests/prices/snapshot.json");
    let mut embedded: Value = serde_json::from_str(snapshot).expect("the snapshot is JSON");
    embedded["_meta"]["source"] = models["_meta"]["source"].clone();
    assert!(embedded == models, "snapshot.json is not what `llmobs prices import` makes");
}

#[test]
fn what_import_makes_can_be_laid_over_again() {
    let logs = Logs::new();
    let map = logs.write("map.json", r#"{"sample_spec": {"mode": "one of chat, embedding"},
        "m": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "max_tokens": 5}}"#);
    let made = llmobs("prices import --release 9 --date 2026-11-01").arg(map).run().expect(0);
    let path = logs.write("made.json", made.stdout);
    assert_close(
        usd(&prices("explain m --input 1000000 --output 1000000 --prices").arg(path).json()),
        &json!(3.0),
        "1 and 2",
    );
    let run = llmobs("prices import --release 9 --date yesterday fixtures/README.md").run().expect(2);
    assert!(run.stderr.contains("`--date yesterday`"), "{}", run.stderr);
}
