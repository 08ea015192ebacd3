//! Logs of other tools as tables: an object is a column for each of its members, by a dotted name, as programs flatten JSON and
//! Parquet names the fields of its structs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Logs, ROOT, llmobs};

/// The members of a record by their paths, and what a cell says of each.
fn flatten(path: &str, value: &Value, cells: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, cells);
            }
        }
        Value::Null => {}
        Value::String(text) => _ = cells.insert(path.to_owned(), text.clone()),
        other => _ = cells.insert(path.to_owned(), other.to_string()),
    }
}

fn table(log: &str) -> Vec<u8> {
    let rows: Vec<BTreeMap<String, String>> = log
        .lines()
        .map(|line| {
            let mut cells = BTreeMap::new();
            flatten("", &serde_json::from_str(line).expect("JSON"), &mut cells);
            cells
        })
        .collect();
    let mut names: Vec<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
    names.sort();
    names.dedup();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(&names).expect("a Vec takes everything");
    for row in &rows {
        let cells = names.iter().map(|name| row.get(*name).map_or("", String::as_str));
        table.write_record(cells).expect("a Vec takes everything");
    }
    table.into_inner().expect("a Vec takes everything")
}

#[test]
fn a_table_says_what_the_log_does() {
    let logs = Logs::new();
    for name in [
        "anthropic_batch",
        "bedrock",
        "claude_code",
        "langfuse_blob",
        "langsmith",
        "litellm",
        "openai_batch",
        "posthog",
    ] {
        let log = Path::new(ROOT).join(format!("fixtures/formats/{name}.jsonl"));
        let text = fs::read_to_string(&log).expect("a fixture");
        let flat = logs.write(&format!("{name}.csv"), table(&text));
        for question in ["costs", "errors", "latency --by model"] {
            let [wanted, found] = [&log, &flat].map(|log| llmobs(&format!("{question} --json")).arg(log).run().json());
            assert_eq!(found["input"]["formats"], wanted["input"]["formats"], "{name}");
            assert_eq!((&found["rows"], &found["totals"]), (&wanted["rows"], &wanted["totals"]), "{name} {question}");
        }
    }
}
