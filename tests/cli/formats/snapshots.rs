//! Exit code, stdout and stderr of whole invocations, compared with `tests/snapshots`.

use std::path::Path;

use serde_json::Value;

use crate::support::{NOW, ROOT, Run, llmobs, stored};

fn run(arguments: &str) -> Run {
    llmobs(arguments).env("LLMOBS_NOW", NOW).run()
}

/// Compares a run in every way with the file called `name`.
#[track_caller]
fn snapshot(name: &str, arguments: &str) {
    let Run { code, stdout, stderr } = run(arguments);
    let text = format!("$ llmobs {arguments}\nexit {code}\n--- stdout\n{stdout}--- stderr\n{stderr}");
    stored(&Path::new(ROOT).join("tests/snapshots").join(format!("{name}.txt")), &text);
}

const FORMATS: [&str; 5] = ["table", "csv", "ndjson", "markdown", "json"];

#[test]
fn a_good_log() {
    for format in FORMATS {
        snapshot(&format!("good_{format}"), &format!("costs --format {format} fixtures/pylogger.jsonl"));
    }
}

/// Unpriced models, computed costs, the row of the rest, two dimensions.
#[test]
fn a_log_with_gaps() {
    for format in FORMATS {
        let question = "costs --by model,metadata.team --limit 3";
        snapshot(&format!("gaps_{format}"), &format!("{question} --format {format} fixtures/demo.jsonl"));
    }
}

#[test]
fn a_damaged_log() {
    for format in FORMATS {
        snapshot(&format!("damaged_{format}"), &format!("costs --format {format} fixtures/damaged.jsonl"));
    }
    snapshot("damaged_strict", "costs --strict --quiet --format csv fixtures/damaged.jsonl");
}

#[test]
fn an_empty_window() {
    for format in FORMATS {
        snapshot(&format!("empty_{format}"), &format!("costs --since 2027 --format {format} fixtures/pylogger.jsonl"));
    }
}

#[test]
fn prices() {
    snapshot("prices_list", "prices list claude-sonnet-4-5 --format table");
    snapshot(
        "prices_explain",
        "prices explain gemini-2.5-pro --input 300000 --output 1000 --reasoning 10 --format table",
    );
    snapshot("prices_unknown", "prices explain no-such-model");
    snapshot("prices_ambiguous", "prices explain mistral-large-latest");
}

#[test]
fn mistakes() {
    snapshot("missing_file", "costs no/such.jsonl");
    snapshot("bad_time", "costs --since yesterday fixtures/pylogger.jsonl");
    snapshot("bad_sort", "costs --sort nope fixtures/pylogger.jsonl");
    snapshot("bad_condition", "costs --where latency_ms>fast fixtures/pylogger.jsonl");
    snapshot("bad_zone", "costs --tz Mars/Olympus fixtures/pylogger.jsonl");
}

#[test]
fn help() {
    snapshot("help", "--help");
    snapshot("help_costs", "costs --help");
}

#[test]
fn ndjson_is_the_rows_of_json_alone() {
    for log in ["fixtures/pylogger.jsonl", "fixtures/demo.jsonl", "fixtures/damaged.jsonl"] {
        let json = run(&format!("costs --by user_id --limit 2 --json {log}")).json();
        assert_eq!(
            json["rows"],
            Value::Array(run(&format!("costs --by user_id --limit 2 --format ndjson {log}")).ndjson())
        );
    }
}

#[test]
fn csv_holds_the_figures_of_json() {
    let json = run("costs --json fixtures/demo.jsonl").json();
    let written = run("costs --format csv fixtures/demo.jsonl").stdout;
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let names = reader.headers().expect("a header").clone();
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(rows) {
        for (name, cell) in names.iter().zip(record) {
            let value = match &row[name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            assert_eq!(cell, value, "{name}");
        }
    }
}

#[test]
fn without_a_terminal_auto_is_json() {
    assert_eq!(run("costs fixtures/pylogger.jsonl"), run("costs --json fixtures/pylogger.jsonl"));
    assert_eq!(run("costs --format auto fixtures/pylogger.jsonl"), run("costs --format json fixtures/pylogger.jsonl"));
}

#[test]
fn colour_is_asked_for_or_not_there() {
    let plain = run("costs --format table fixtures/pylogger.jsonl").stdout;
    assert!(!plain.contains('\u{1b}'));
    let colored = llmobs("costs --format table --color always fixtures/pylogger.jsonl").env("LLMOBS_NOW", NOW);
    // The flag is a person's own word and beats NO_COLOR.
    let colored = colored.env("NO_COLOR", "1").run().stdout;
    assert!(colored.contains('\u{1b}'));
    assert_eq!(super::terminal::without_escapes(&colored), plain);
    assert_eq!(run("costs --format table --color never fixtures/pylogger.jsonl").stdout, plain);
    for format in ["json", "ndjson", "csv", "markdown"] {
        let text = run(&format!("costs --format {format} --color always fixtures/pylogger.jsonl")).stdout;
        assert!(!text.contains('\u{1b}'), "{format} is for programs");
    }
}
