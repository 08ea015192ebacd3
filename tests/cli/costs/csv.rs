//! CSV with quotes where none belong, and CSV that is none.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::support::{Logs, Run, column, llmobs};

const HEADER: &str = "model,user_id,cost_usd\n";

/// The same run whatever the input is cut into.
fn costs(text: &str) -> Run {
    let logs = Logs::new();
    let log = logs.write("log.csv", text);
    let ask = |options: &str| llmobs(&format!("costs --by user_id --json {options}")).arg(&log).run().expect(0);
    let whole = ask("--threads 1");
    for options in ["--chunk-bytes 1", "--chunk-bytes 18 --threads 2", "--chunk-bytes 50"] {
        assert_eq!(ask(options), whole, "{options}");
    }
    whole
}

fn users(report: &Value) -> Vec<&Value> {
    column(report, "user_id")
}

#[test]
fn a_stray_quote_costs_its_line_alone() {
    let run = costs(&format!("{HEADER}gpt-4o,\"ann,1\ngpt-4o,bo,2\ngpt-4o,\"cy\",3\ngpt-4o,\"di\",4\n"));
    let report = run.json();
    assert_eq!(report["totals"]["total_cost_usd"], json!(9.0));
    assert_eq!(users(&report), ["di", "cy", "bo"]);
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({"stray_quote": 1}));
    assert_eq!(report["input"]["lines"], json!(5));
    assert!(run.stderr.contains("log.csv:2: stray_quote"), "{}", run.stderr);
}

#[test]
fn a_quote_that_nothing_closes_costs_its_line_alone() {
    let mut rows: Vec<String> = (0..100_000).map(|n| format!("gpt-4o,u{},1\n", n % 10)).collect();
    rows[10] = "gpt-4o,\"bob,1\n".to_owned();
    let run = costs(&format!("{HEADER}{}", rows.concat()));
    let report = run.json();
    assert_eq!(report["totals"]["requests"], json!(99_999));
    assert_eq!(report["totals"]["total_cost_usd"], json!(99_999.0));
    assert_eq!(report["input"]["bad_lines"], json!(1));
    assert!(run.stderr.contains("log.csv:12: stray_quote"), "{}", run.stderr);
}

#[test]
fn what_follows_a_closing_quote_is_a_delimiter_or_a_line_end() {
    let run = costs(&format!("{HEADER}m,\"a\"b,1\nm,c \"d\",2\nm,\"e\" ,4\nm,\"f\",\"8\"\r\nm,g,\"16\""));
    let report = run.json();
    assert_eq!(users(&report), ["g", "f", "c \"d\""]);
    assert_eq!(report["totals"]["total_cost_usd"], json!(26.0));
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({"stray_quote": 2}));
}

#[test]
fn a_row_over_several_lines_has_as_many_cells_as_the_header() {
    // The quote before `ann` meets one that closes, in a good row over several lines.
    let run = costs(&format!("{HEADER}m,\"ann,1\nm,\"\nb, \"\"o\"\"\n\",2\nm,\"\"\"cy\"\"\n\",4\n"));
    let report = run.json();
    assert_eq!(users(&report), ["\"cy\"\n", "\nb, \"o\"\n"]);
    assert_eq!(report["totals"]["total_cost_usd"], json!(6.0));
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({"stray_quote": 1}));
    assert_eq!(report["input"]["lines"], json!(7));
}

#[test]
fn many_stray_quotes_cost_their_lines_alone() {
    // Inside of the quotes of the first line, each line would close a cell and open the next one.
    let rows: String = (0..200_000).map(|_| "a\",b,\"c\nm,d,1\n").collect();
    let run = llmobs("costs --json").stdin(format!("{HEADER}m,\"x,1\n{rows}")).run().expect(0);
    assert_eq!(run.json()["totals"]["requests"], json!(200_000));
    assert_eq!(run.json()["input"]["bad_lines_by_reason"], json!({"stray_quote": 200_001}));
}

#[test]
fn quotes_reach_sixteen_mebibytes() {
    let row = |length: usize| format!("m,\"{}\n\",1\n", "x".repeat(length));
    // Before the closing quote stand two characters, a quote and a line end.
    let (within, beyond) = (row((1 << 24) - 5), row((1 << 24) - 4));
    let ask = |row: &str| llmobs("costs --json").stdin(format!("{HEADER}{row}m,bo,2\n")).run().expect(0).json();
    assert_eq!(ask(&within)["totals"]["total_cost_usd"], json!(3.0));
    let report = ask(&beyond);
    assert_eq!(report["totals"]["total_cost_usd"], json!(2.0));
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({"stray_quote": 2}));
}

#[test]
fn a_damaged_file_keeps_the_rows_below_a_stray_quote() {
    let rows: String = (0..20_000).map(|n| format!("m,u{},1\n", n * 7919 % 10_007)).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(format!("{HEADER}m,\"ann,1\n{rows}").as_bytes()).expect("memory");
    let whole = gz.finish().expect("memory");
    let logs = Logs::new();
    let run = llmobs("costs --json").arg(logs.write("log.csv.gz", &whole[..whole.len() / 2])).run().expect(0);
    let report = run.json();
    assert!(report["totals"]["requests"].as_u64() > Some(1_000), "{report:#}");
    assert_eq!(report["input"]["bad_lines"], json!(1));
}

#[test]
fn a_mark_inside_the_input_belongs_to_its_cell() {
    let report = costs("\u{feff}model,user_id,cost\nm,a,1\n\u{feff}m,b,2\n").json();
    assert_eq!(users(&report), ["b", "a"]);
    let logs = Logs::new();
    let log = logs.write("log.csv", "\u{feff}\"model\",cost\na,1\n\u{feff}a,2\n");
    for bytes in 1..40 {
        let report = llmobs(&format!("costs --by model --json --chunk-bytes {bytes}")).arg(&log).run().expect(0).json();
        assert_eq!(column(&report, "model"), ["\u{feff}a", "a"], "{bytes}");
    }
}

#[test]
fn advice_on_bad_rows_is_about_csv() {
    let logs = Logs::new();
    let log = logs.write("log.csv", format!("{HEADER}m,\"ann,1\nm,bo\nm,cy,1\n"));
    let advice = |path: &std::path::Path| {
        let report = llmobs("doctor --json").arg(path).run().json();
        let rows = report["rows"].as_array().expect("findings").clone();
        let bad = rows.iter().find(|row| row["finding"] == json!("bad_lines")).expect("bad lines");
        bad["advice"].as_str().expect("a text").to_owned()
    };
    assert!(advice(&log).contains("as many cells as the header"), "{}", advice(&log));
    assert!(!advice(&log).contains("JSON"), "{}", advice(&log));
    logs.write("log.jsonl", "{\"model\":\n");
    assert!(advice(logs.path()).contains("JSON"), "{}", advice(logs.path()));
    assert!(advice(logs.path()).contains("as many cells as the header"), "{}", advice(logs.path()));
}

#[test]
fn csv_without_a_header_is_told_what_is_missing() {
    for text in ["model|user_id|cost_usd\nm|a|1\n", "sep=;\nmodel;user_id;cost_usd\nm;a;1\n", "m,a,1\nm,b,2\n"] {
        let logs = Logs::new();
        let run = llmobs("costs --json").arg(logs.write("log.csv", text)).run().expect(3);
        assert!(run.stderr.contains("must name its columns"), "{text}: {}", run.stderr);
    }
    let run = llmobs("costs --json").stdin("m,a,1\nm,b,2\n").run().expect(3);
    assert!(run.stderr.contains("CSV"), "{}", run.stderr);
}
