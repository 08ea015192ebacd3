//! What `costs` says beside its figures: guesses, reasons, and the day of the prices.

use serde_json::{Value, json};

use super::prices;
use crate::support::{Logs, NOW, llmobs};

fn log(lines: &[Value]) -> (Logs, std::path::PathBuf) {
    Logs::with(lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

#[test]
fn a_guess_is_said_and_counted() {
    let line = |extra: Value| {
        let mut line = json!({"input_tokens": 1000, "output_tokens": 10});
        extra.as_object().expect("an object").iter().for_each(|(key, value)| line[key] = value.clone());
        line
    };
    for (lines, said) in [
        (
            json!({"model": "gpt-4", "service_tier": "priority"}),
            "`gpt-4` (2: the entry has no `priority` prices: standard prices used)",
        ),
        (
            json!({"model": "gpt-4o", "provider": "my-gateway"}),
            "`gpt-4o` (2: provider `my-gateway` is not known: prices of `openai` used)",
        ),
        (
            json!({"model": "gpt-5", "service_tier": "scale"}),
            "`gpt-5` (2: service tier `scale` is not known: standard prices used)",
        ),
        (
            json!({"model": "gpt-4", "cache_read_tokens": 5}),
            "`gpt-4` (2: the entry has no cache read price: charged as input)",
        ),
    ] {
        let (_logs, path) = log(&[line(lines.clone()), line(lines), line(json!({"model": "gpt-4o"}))]);
        let warnings = llmobs("costs --json").arg(path).json()["warnings"].to_string();
        assert!(warnings.contains("guess") && warnings.contains(said), "{said}: {warnings}");
    }
    let (_logs, path) = log(&[line(json!({"model": "gpt-5", "service_tier": "priority"}))]);
    assert_eq!(llmobs("costs --json").arg(path).json()["warnings"], json!([]));
}

#[test]
fn every_unpriced_request_has_its_own_reason() {
    let lines = [
        json!({"model": "gpt-4o", "input_tokens": 1}),
        json!({"model": "gpt-4o", "output_tokens": 1}),
        json!({"model": "gpt-4o", "latency_ms": 1}),
        json!({"model": "gpt-4o", "input_tokens": 1, "output_tokens": 1, "reasoning_tokens": 2}),
        json!({"output_tokens": 1}),
    ];
    let (_logs, path) = log(&lines);
    let warning = llmobs("costs --json").arg(path).json()["warnings"][0].as_str().expect("a warning").to_owned();
    for reason in [
        "`gpt-4o` (1: the log does not state the output tokens)",
        "`gpt-4o` (1: the log does not state the input tokens)",
        "`gpt-4o` (1: the log states neither cost nor tokens)",
        "`gpt-4o` (1: reasoning tokens exceed the output tokens",
        "no model (1: the log states neither cost nor model)",
        "`--map model=PATH`",
    ] {
        assert!(warning.contains(reason), "{reason}: {warning}");
    }
    // Nothing that does not help is advised.
    let (_logs, path) = log(&[json!({"output_tokens": 1})]);
    let warnings = llmobs("costs --json").arg(path).json()["warnings"].to_string();
    assert!(!warnings.contains("prices explain"), "{warnings}");
}

#[test]
fn a_reason_is_that_of_the_requests_day() {
    let logs = Logs::new();
    let own = logs.write(
        "own.json",
        r#"{"_meta":{"date":"2026-11-01"},"m":{"input_cost_per_token":1,
        "effective":[{"from":"2026-09-01","output_cost_per_token":1}]}}"#,
    );
    let path = logs
        .write("log.jsonl", r#"{"timestamp":"2026-08-01T00:00:00Z","model":"m","input_tokens":1,"output_tokens":1}"#);
    let warnings = llmobs("costs --json --prices").arg(own).arg(path).json()["warnings"].to_string();
    assert!(warnings.contains("no rate for output tokens"), "{warnings}");
}

const DATED: &str = r#"{"_meta":{"date":"2026-11-01"},"mine":{"input_cost_per_token":1,"output_cost_per_token":1}}"#;
const UNDATED: &str = r#"{"mine":{"input_cost_per_token":1,"output_cost_per_token":1}}"#;

#[test]
fn the_day_is_that_of_the_prices_used() {
    let used = |own: &str, models: &[&str]| {
        let logs = Logs::new();
        logs.write("own.json", own);
        let lines =
            models.iter().map(|model| format!("{}\n", json!({"model": model, "input_tokens": 1, "output_tokens": 1})));
        logs.write("log.jsonl", lines.collect::<String>());
        llmobs("costs --json --prices own.json log.jsonl").cwd(logs.path()).env("LLMOBS_NOW", NOW).json()["prices"]
            .clone()
    };
    assert_eq!(used(DATED, &["mine"]), json!({"source": "own.json", "date": "2026-11-01", "age_days": 23}));
    assert_eq!(used(DATED, &["gpt-4o"]), json!({"source": "LiteLLM 1.106.2", "date": "2026-10-21", "age_days": 34}));
    assert_eq!(used(UNDATED, &["mine"]), json!({"source": "own.json", "date": null, "age_days": null}));
    let both = "LiteLLM 1.106.2 of 2026-10-21, own.json of 2026-11-01";
    assert_eq!(used(DATED, &["mine", "gpt-4o"]), json!({"source": both, "date": "2026-10-21", "age_days": 34}));
    // Where nothing was found, that is where it was looked for.
    assert_eq!(used(DATED, &["no-such"]), json!({"source": both, "date": "2026-10-21", "age_days": 34}));
}

#[test]
fn the_day_stands_with_every_format() {
    let (_logs, path) = log(&[json!({"model": "gpt-4o", "input_tokens": 1, "output_tokens": 1})]);
    let run =
        |format: &str| llmobs(&format!("costs --format {format}")).env("LLMOBS_NOW", NOW).arg(&path).run().expect(0);
    let said = "prices of 2026-10-21 (LiteLLM 1.106.2), 34 days old";
    for format in ["csv", "ndjson"] {
        assert_eq!(run(format).stderr, format!("note: {said}\n"), "{format}");
    }
    assert!(run("markdown").stdout.contains(said));
    assert!(run("table").stdout.contains(said));
}

#[test]
fn explain_takes_any_count_and_no_absurd_one() {
    let report = prices("explain claude-sonnet-4-5 --cache-read 1000000").json();
    assert_eq!(report["totals"]["cost_usd"], json!(0.3));
    let run = prices("explain gpt-4o --input 18446744073709551615 --output 1").run().expect(2);
    assert!(run.stderr.contains("--input"), "{}", run.stderr);
    let run = prices("explain gpt-4o --at garbage").run().expect(2);
    assert!(run.stderr.contains("`--at garbage` is not a time"), "{}", run.stderr);
    let facts = prices("explain gemini-2.5-pro").json()["facts"].clone();
    assert_eq!(facts["other_prices_above_input_tokens"], json!("200000"));
    let facts = prices("explain gpt-5").json()["facts"].clone();
    assert_eq!(facts["service_tiers"], json!("batches, flex, priority"));
}

#[test]
fn a_price_file_without_prices_is_refused_and_an_alias_is_listed_with_prices() {
    let logs = Logs::new();
    let typo = logs.write("typo.json", r#"{"m":{"imput_cost_per_token":1}}"#);
    let run = prices("list --prices").arg(typo).run().expect(2);
    assert!(run.stderr.contains("typo.json") && run.stderr.contains("no price"), "{}", run.stderr);
    let alias = logs.write("alias.json", r#"{"our-model":{"alias_of":"gpt-4o"}}"#);
    let report = prices("list our-model --prices").arg(alias).json();
    assert_eq!(report["rows"][0]["output_usd_per_million"], json!(10.0));
}
