//! Names that would act on a terminal, a spreadsheet or a page.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::Hostile;
use crate::support::{Run, llmobs};

const NAME: &str = "13_output_injection_users.jsonl";

fn show(hostile: &Hostile, format: &str) -> Run {
    llmobs("costs --by user_id --limit 1000 --format").arg(format).arg(hostile.path(NAME)).run().expect(0)
}

/// What the log holds, read by another reader.
fn users(hostile: &Hostile) -> BTreeSet<String> {
    let log = fs::read_to_string(hostile.path(NAME)).expect(NAME);
    let user = |line: &str| serde_json::from_str::<Value>(line).expect(NAME)["user_id"].as_str().map(str::to_owned);
    log.lines().map(|line| user(line).expect("a user")).collect()
}

/// Control characters, and those that turn or hide text.
fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[test]
fn no_format_passes_on_what_a_terminal_obeys() {
    let Some(hostile) = Hostile::logs("names that act on a terminal") else { return };
    for (format, allowed) in [("table", "\n"), ("markdown", "\n"), ("json", "\n"), ("ndjson", "\n"), ("csv", "\n\t")] {
        let run = show(&hostile, format);
        for text in [&run.stdout, &run.stderr] {
            let active: Vec<char> = text.chars().filter(|c| is_active(*c) && !allowed.contains(*c)).collect();
            assert!(active.is_empty(), "{format}: {active:?}");
        }
    }
}

#[test]
fn json_gives_every_name_back() {
    let Some(hostile) = Hostile::logs("names in JSON") else { return };
    let users = users(&hostile);
    assert_eq!(json!(users.len()), hostile.expected[NAME]["distinct_users"]);
    let name = |row: &Value| row["user_id"].as_str().expect("a user").to_owned();
    let rows = show(&hostile, "json").json();
    assert_eq!(rows["rows"].as_array().expect("rows").iter().map(name).collect::<BTreeSet<_>>(), users);
    assert_eq!(show(&hostile, "ndjson").ndjson().iter().map(name).collect::<BTreeSet<_>>(), users);
}

#[test]
fn csv_holds_no_formula() {
    let Some(hostile) = Hostile::logs("names in CSV") else { return };
    let written = show(&hostile, "csv").stdout;
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let names: BTreeSet<String> =
        reader.records().map(|record| record.expect("a record").get(0).expect("a cell").to_owned()).collect();
    for formula in ["=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)"] {
        assert!(names.contains(&format!("'{formula}")), "{formula} is not defused: {names:?}");
        assert!(!names.contains(formula), "{formula}");
    }
    // A negative number is a number, and what starts otherwise is only text.
    for plain in ["-2", "a,b\"c", "new\nline", "|pipe|", "*", "null", "", " lead", "<script>alert(1)</script>"] {
        assert!(names.contains(plain), "{plain} is missing: {names:?}");
    }
    assert_eq!(names.len(), users(&hostile).len());
}

#[test]
fn markdown_stays_one_line_a_row_and_holds_no_html() {
    let Some(hostile) = Hostile::logs("names in Markdown") else { return };
    let written = show(&hostile, "markdown").stdout;
    let rows = written.lines().filter(|line| line.starts_with("| ")).count();
    // Header, rule and total beside one line a user.
    assert_eq!(rows, users(&hostile).len() + 3, "{written}");
    assert!(!written.contains("<script>"), "{written}");
}
