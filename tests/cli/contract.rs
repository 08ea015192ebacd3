//! The JSON contract: every key that any command prints is in the README, and every key of the blueprint is printed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Logs, NOW, ROOT, llmobs};

/// A log in which everything happens: every kind of bad line, every source of a cost, cached tokens, no time.
fn eventful() -> Vec<u8> {
    let good = [
        json!({"timestamp": "2026-11-20T00:00:00Z", "model": "gpt-4o", "cost_usd": 1.0, "output_tokens": 1, "metadata": {"team": "a"}, "satisfied": true}),
        json!({"timestamp": "2026-11-20T00:00:00Z", "model": "claude-sonnet-4-5", "input_tokens": 10, "output_tokens": 1,
            "cache_read_input_tokens": 5, "cache_write_tokens": 1, "cache_write_1h_tokens": 1, "reasoning_tokens": 1}),
        json!({"model": "no-such-model", "input_tokens": 1, "output_tokens": 1, "latency_ms": "fast"}),
        json!({"model": "gpt-4o", "level": "ERROR", "cost_usd": -1}),
        json!({"request_id": "pending", "model": "gpt-4o"}),
        json!({}),
    ];
    let mut log: Vec<u8> = good.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
    let deep = "[".repeat(200);
    for bad in [
        &b"nonsense"[..],
        b"[1]",
        b"{\"a\":\"\0\"}",
        b"{\"a\":\"\xff\"}",
        b"\xef\xbb\xbf{}",
        deep.as_bytes(),
        b"",
        b"{\"cut",
    ] {
        log.extend_from_slice(bad);
        log.push(b'\n');
    }
    log.pop();
    log
}

/// What every command prints in JSON, with options that make it print all it can.
fn reports() -> Vec<Value> {
    let (logs, log) = Logs::with(eventful());
    let prices = logs.write(
        "prices.json",
        r#"{"dated":{"litellm_provider":"acme","input_cost_per_token":1,"output_cost_per_token":1,"effective":[{"from":"2026-09-01","input_cost_per_token":2}]}}"#,
    );
    let costs = [
        "",
        "--by model,day --limit 1",
        "--by metadata.team --since 2026-11-01 --until 2026-11-30 --tz Asia/Tokyo",
        "--cost computed --sort p95_latency_ms",
        "--cost logged --where model=gpt-4o",
        "--since 2027",
    ];
    let alerts = [
        "alerts check --at 2026-11-20T00:01Z --notify --dry-run --rules fixtures/alerts.toml",
        "alerts backtest --every-step --rules fixtures/alerts.toml",
    ];
    let prices_commands = [
        "list gpt-4o",
        "list no-such-model",
        "explain claude-sonnet-4-5-20250929",
        "explain gemini-2.5-pro --input 300000 --output 10 --service-tier priority --cache-read 5",
        "explain gpt-4o --input 10 --output 10 --service-tier flex",
        "explain dated --input 1 --at 2026-10-01",
    ];
    let experiments = [
        "analyze --sequential --mde 5% --winsorize 0.99 --bootstrap 100 fixtures/experiment.jsonl",
        "analyze --cuped-before 2026-11-18 --metric quality_score,satisfied fixtures/experiment.jsonl",
        "analyze --variant-field feature --metric latency_ms,error fixtures/demo.jsonl",
        "plan --metric quality_score --mde 2% fixtures/experiment.jsonl",
        "plan --sd 1 --mde 0.1",
        "assign prompt-length --user dave",
    ];
    let experiments = experiments.map(|arguments| llmobs(&format!("abtest {arguments} --json")));
    let summaries = ["", "--by metadata.team --limit 1", "--since 2027"];
    let summaries = summaries.map(|arguments| llmobs(&format!("summary --json {arguments}")).arg(&log));
    let questions = [
        "costs --sample-rate 0.5",
        "top users --limit 1",
        "top errors",
        "latency --histogram",
        "errors",
        "quality --worst 3 --window 12h",
    ];
    let costs = costs.map(|arguments| llmobs(&format!("costs --json {arguments}")).arg(&log));
    let questions = questions.map(|arguments| llmobs(&format!("{arguments} --json")).arg("fixtures/demo.jsonl"));
    let prices = prices_commands.map(|arguments| llmobs(&format!("prices {arguments} --json --prices")).arg(&prices));
    let verdicts = ["quality --json --metric satisfied"].map(|arguments| llmobs(arguments).arg(&log));
    let traces = ["list", "show e95ef", "summary --by span_name,trace_id --limit 1"]
        .map(|arguments| llmobs(&format!("trace {arguments} --json")).arg("fixtures/traces/agents.jsonl"));
    let doctor = ["doctor --json --limit 1 --gate"].map(|arguments| llmobs(arguments).arg(&log));
    let alerts = alerts.map(|arguments| llmobs(&format!("{arguments} --json")).arg(&log));
    let all = costs.into_iter().chain(summaries).chain(questions).chain(prices).chain(verdicts);
    let all = all.chain(doctor).chain(experiments).chain(alerts).chain(traces);
    all.map(|run| run.env("LLMOBS_NOW", NOW).run().json()).collect()
}

/// Keys whose objects have the names of variants for keys.
const BY_NAME: [&str; 3] = ["groups", "weights", "n_users"];

/// Every key of `value`, with those of the objects inside it.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            match value.as_object().filter(|_| BY_NAME.contains(&key.as_str())) {
                Some(named) => named.values().for_each(|value| keys(value, found)),
                None => keys(value, found),
            }
        }),
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

/// Every code span of the README: what stands between single backticks outside of its blocks.
fn documented(readme: &str) -> BTreeSet<&str> {
    let outside = readme.split("```").step_by(2);
    outside.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_key_is_in_the_readme() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("README.md");
    let documented = documented(&readme);
    let mut printed = BTreeSet::new();
    reports().iter().for_each(|report| keys(report, &mut printed));
    assert!(printed.len() > 40, "{printed:?}");
    // `metadata.team` is a path that the test made up: a dimension's key is what was asked for.
    let missing: Vec<&String> =
        printed.iter().filter(|key| *key != "metadata.team" && !documented.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "these keys are in no backticks in README.md: {missing:?}");
}

#[test]
fn the_keys_of_the_blueprint_are_there_in_its_order() {
    let (_logs, log) = Logs::with(eventful());
    let report = llmobs("costs --json").arg(log).run().expect(0);
    let json = report.json();
    let input = [
        "files",
        "bytes",
        "lines",
        "blank_lines",
        "bad_lines",
        "bad_values",
        "unrecognised_lines",
        "requests",
        "pending",
        "errors",
        "logged_cost_requests",
        "computed_cost_requests",
        "unpriced_requests",
        "unpriced_models",
    ];
    for key in input {
        assert!(!json["input"][key].is_null(), "input.{key} is missing");
    }
    for key in ["since", "until", "tz"] {
        assert!(json["range"].get(key).is_some(), "range.{key} is missing");
    }
    let top = ["schema_version", "command", "range", "rows", "totals", "input", "warnings"];
    let places: Vec<usize> =
        top.iter().map(|key| report.stdout.find(&format!("\n  \"{key}\": ")).expect(key)).collect();
    assert!(places.is_sorted(), "{top:?} stand at {places:?}");
    assert_eq!([&json["schema_version"], &json["command"]], [&json!(1), &json!("costs")]);
}

#[test]
fn the_counts_of_the_input_add_up() {
    let (_logs, log) = Logs::with(eventful());
    let report = llmobs("costs --json").arg(log).json();
    let input = &report["input"];
    let reasons = input["bad_lines_by_reason"].as_object().expect("reasons");
    // One of each, by the order in which the log holds them: see `eventful`.
    assert_eq!(reasons.len(), 7, "{reasons:?}");
    assert_eq!(reasons.values().filter_map(Value::as_i64).sum::<i64>(), 7);
    let count = |key: &str| input[key].as_i64().unwrap_or_else(|| panic!("no input.{key}"));
    assert_eq!([count("lines"), count("blank_lines"), count("bad_lines")], [14, 1, 7]);
    assert_eq!([count("unrecognised_lines"), count("bad_values")], [1, 1]);
    assert_eq!([count("requests"), count("pending"), count("errors")], [5, 1, 1]);
    let costs = ["logged_cost_requests", "computed_cost_requests", "unpriced_requests"].map(count);
    assert_eq!(costs, [1, 1, 1]);
    assert_eq!(input["unpriced_models"], json!(["no-such-model"]));
    assert_eq!(input["files"], json!(1));
}
