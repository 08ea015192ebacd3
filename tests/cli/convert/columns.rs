//! Parquet and CSV that other programs wrote. `fixtures/columns/make.py` made them with pyarrow, DuckDB and polars; its
//! head says what they hold, and the figures here were added up by hand from that.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Logs, ROOT, Run, column, llmobs, row};

const PARQUET: [&str; 6] =
    ["pyarrow_snappy", "pyarrow_gzip_v2", "pyarrow_lz4", "duckdb_zstd", "duckdb_json", "polars_zstd"];
const CSV: [&str; 3] = ["polars.csv", "polars_semicolons.csv", "polars.tsv"];

fn fixture(name: &str) -> PathBuf {
    Path::new(ROOT).join("fixtures/columns").join(name)
}

fn tables() -> Vec<PathBuf> {
    let parquet = PARQUET.iter().map(|name| fixture(&format!("{name}.parquet")));
    parquet.chain(CSV.iter().map(|name| fixture(name))).collect()
}

fn ask(question: &str, table: &Path) -> Value {
    llmobs(&format!("{question} --json")).arg(table).json()
}

#[test]
fn every_writer_and_codec_gives_the_figures() {
    for table in tables() {
        let report = ask("costs --by user_id", &table);
        let what = table.display();
        assert_eq!(report["totals"]["requests"], json!(6), "{what}");
        assert_eq!(report["totals"]["errors"], json!(1), "{what}");
        assert_eq!(report["totals"]["total_input_tokens"], json!(1500), "{what}");
        assert_eq!(report["totals"]["total_output_tokens"], json!(120), "{what}");
        assert_eq!(report["totals"]["total_cost_usd"], json!(0.138), "{what}");
        assert_eq!(report["input"]["pending"], json!(1), "{what}");
        assert_eq!(report["input"]["bad_values"], json!(0), "{what}");
        assert_eq!(report["range"]["first"], json!("2026-11-23T07:00:00Z"), "{what}");
        assert_eq!(row(&report, "user_id", &json!("x, y"))["total_cost_usd"], json!(0.1), "{what}");
        assert_eq!(row(&report, "user_id", &Value::Null)["requests"], json!(1), "{what}");
    }
}

#[test]
fn nested_fields_are_paths_and_latencies_milliseconds() {
    for table in tables() {
        let report = ask("latency --by metadata.team", &table);
        let max = |team: Value| row(&report, "metadata.team", &team)["max_latency_ms"].clone();
        assert_eq!([max(json!("search")), max(json!("ads"))], [json!(500.0), json!(2000.0)], "{}", table.display());
        let hours = ask("costs --by hour", &table);
        assert_eq!(column(&hours, "requests"), [&json!(3), &json!(2), &json!(1)], "{}", table.display());
    }
}

#[test]
fn a_text_that_only_begins_as_an_object_is_a_bad_value() {
    let report = ask("costs --by metadata.team", &fixture("duckdb_json_broken.parquet"));
    assert_eq!(report["input"]["bad_values"], json!(1));
    assert_eq!(row(&report, "metadata.team", &json!("ads"))["requests"], json!(1));
    let warning = report["warnings"][0].as_str().unwrap_or_default();
    assert!(warning.contains(r#"duckdb_json_broken.parquet:5: metadata `"{"team": "`"#), "{warning}");
    // Nobody asks for what is inside.
    assert_eq!(ask("costs", &fixture("duckdb_json_broken.parquet"))["input"]["bad_values"], json!(0));
}

#[test]
fn truths_stay_truths() {
    for name in ["pyarrow_snappy.parquet", "polars_zstd.parquet", "polars.csv", "polars_semicolons.csv"] {
        let report = ask("quality --metric satisfied", &fixture(name));
        // Three of the four that were asked.
        assert_eq!(report["totals"]["avg_satisfied"], json!(0.75), "{name}: {report:#}");
    }
}

#[test]
fn a_table_is_known_by_its_content_wherever_it_comes_from() {
    let logs = Logs::new();
    for (name, as_name) in [("polars_zstd.parquet", "log"), ("polars.csv", "log.txt")] {
        let bytes = fs::read(fixture(name)).expect(name);
        let wanted = ask("costs", &fixture(name));
        let renamed = ask("costs", &logs.write(as_name, &bytes));
        let piped = llmobs("costs --json -").stdin(bytes).json();
        assert_eq!(renamed["rows"], wanted["rows"], "{name}");
        assert_eq!(piped["rows"], wanted["rows"], "{name}");
    }
}

#[test]
fn a_folder_of_logs_and_tables_is_one_log() {
    let logs = Logs::new();
    logs.write("a.jsonl", "{\"model\":\"gpt-4o\",\"cost_usd\":1}\n");
    for name in ["polars_zstd.parquet", "duckdb_zstd.parquet", "polars.tsv"] {
        logs.write(name, fs::read(fixture(name)).expect(name));
    }
    // All tables hold the same six requests by the same ids.
    let report = ask("costs", logs.path());
    assert_eq!(report["totals"]["requests"], json!(7));
    assert_eq!(report["totals"]["total_cost_usd"], json!(1.138));
    assert_eq!(report["input"]["files"], json!(4));
}

#[test]
fn a_row_that_does_not_fit_is_named_and_costs_only_itself() {
    let (_logs, log) = Logs::with(
        "\u{feff}Model,cost,user_id\r\na,1,\"x\ny\"\r\nb,2\r\n\r\nc,-3,\"=\"\"q\"\"\"\r\nd,4,z,\r\ne,1e2,'=q\r\n",
    );
    let run = llmobs("costs --by user_id --json").arg(&log).run().expect(0);
    let report = run.json();
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({"wrong_cells": 2}));
    assert!(run.stderr.contains("log.jsonl:4: wrong_cells"), "{}", run.stderr);
    assert!(run.stderr.contains("log.jsonl:7: wrong_cells"), "{}", run.stderr);
    assert!(run.stderr.contains("log.jsonl:6: cost_usd `-3`"), "{}", run.stderr);
    assert_eq!(row(&report, "user_id", &json!("x\ny"))["total_cost_usd"], json!(1.0));
    assert_eq!(row(&report, "user_id", &json!("=\"q\""))["total_cost_usd"], Value::Null);
    assert_eq!(row(&report, "user_id", &json!("=q"))["total_cost_usd"], json!(100.0));
}

#[test]
fn values_of_the_wrong_type_are_counted_by_row() {
    let (_logs, log) = Logs::with("model;input_tokens;timestamp\na;-5;2026-11-23\nb;many;yesterday\nc;12;1795418827\n");
    let run = llmobs("costs --by model --json").arg(&log).run().expect(0);
    let report = run.json();
    assert_eq!(report["input"]["bad_values"], json!(3));
    assert_eq!(report["totals"]["total_input_tokens"], json!(12));
    assert!(run.stderr.contains("log.jsonl:3: timestamp"), "{}", run.stderr);
}

#[test]
fn no_cut_changes_an_answer() {
    let rows = (0..500).map(|n| format!("r{n},\"user {}\n, \"\"{}\"\"\",{n}\n", n % 7, n % 3));
    let (_logs, log) = Logs::with(format!("request_id,user_id,input_tokens\n{}", rows.collect::<String>()));
    let ask = |options: &str| llmobs(&format!("costs --by user_id --json {options}")).arg(&log).run().expect(0);
    let whole = ask("--threads 1");
    assert_eq!(whole.json()["totals"]["total_input_tokens"], json!(499 * 250));
    for options in ["--chunk-bytes 1", "--chunk-bytes 37", "--chunk-bytes 1000 --threads 3"] {
        assert_eq!(ask(options), whole, "{options}");
    }
}

#[test]
fn damage_is_named_and_nothing_panics() {
    let whole = fs::read(fixture("pyarrow_snappy.parquet")).expect("a table");
    let logs = Logs::new();
    let check = |bytes: &[u8]| -> Run {
        let run = llmobs("costs --json --strict").arg(logs.write("cut.parquet", bytes)).run();
        assert!(matches!(run.code, 0 | 2), "{run:#?}");
        assert!(!run.stderr.contains("panicked"), "{run:#?}");
        run
    };
    let cut = check(&whole[..whole.len() / 2]);
    assert_eq!(cut.code, 2);
    assert!(cut.stderr.contains("its Parquet data is damaged"), "{}", cut.stderr);
    for at in (4..whole.len()).step_by(61) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        check(&bytes);
    }
}

#[test]
fn doctor_tells_repeated_rows_from_others() {
    let (_logs, log) = Logs::with("request_id,model,cost\na,m,1\nb,m,1\na,m,1\n");
    let report = llmobs("doctor --json").arg(&log).run().json();
    let text = report.to_string();
    assert!(text.contains("repeated"), "{text}");
    assert_eq!(report["input"]["requests"], json!(2));
}
