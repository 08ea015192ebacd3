//! Records that do not stand on lines of their own: the answer is that of the lines they were made from.

use std::fs;
use std::io::Write;

use serde_json::{Value, json};

use crate::foreign::{figures, fixture, native, read, told, truths};
use crate::support::{Logs, llmobs};

/// A genuine log several times over, so that its document is larger than what is looked at first.
fn records() -> Vec<Value> {
    let again = |(number, mut line): (usize, Value)| {
        line["request_id"] = json!(format!("{}-{}", line["request_id"].as_str().expect("an id"), number / 120));
        line["text"] = json!("braces }{ ][ and \"quotes\" \\ \n é世😀");
        line
    };
    (0..6).flat_map(|_| native()).enumerate().map(again).collect()
}

fn joined(records: &[Value], separator: &str) -> String {
    records.iter().map(Value::to_string).collect::<Vec<_>>().join(separator)
}

/// Documents of these records, in all the ways that tools write them.
fn documents(records: &[Value]) -> Vec<(&'static str, String)> {
    let (first, rest) = records.split_at(records.len() / 3);
    let hits = |records: &[Value]| json!({ "took": 3, "timed_out": false, "hits": { "total": { "value": 9 }, "hits": records } });
    let pretty = |value: Value| format!("{value:#}\n");
    vec![
        ("an array", json!(records).to_string()),
        ("an array with a line end", format!("{}\n", json!(records))),
        ("an array behind a BOM", format!("\u{feff}{}", json!(records))),
        ("an array over lines", pretty(json!(records))),
        ("an array with CRLF", pretty(json!(records)).replace('\n', "\r\n")),
        ("an array of lines", format!("[\n{}\n]\n", joined(records, ",\n"))),
        ("an array of lines that begin with commas", format!("[ {}\n]\n", joined(records, "\n, "))),
        ("arrays on lines", format!("{}\n{}\n", json!(first), json!(rest))),
        ("data", json!({ "object": "list", "data": records, "meta": { "page": 1 } }).to_string()),
        ("data over lines", pretty(json!({ "meta": { "page": 1 }, "data": records }))),
        ("data of lines", format!("{{\"data\": [\n{}\n]}}\n", joined(records, ",\n"))),
        ("runs", json!({ "runs": records }).to_string()),
        ("post and patch", format!("{{\"post\":{},\"patch\":{}}}", json!(first), json!(rest))),
        ("hits", hits(records).to_string()),
        ("hits over lines", pretty(hits(records))),
        ("envelopes on lines", format!("{}\n{}\n", json!({ "data": first }), json!({ "data": rest }))),
        ("envelopes without lines", format!("{}{}", json!({ "data": first }), json!({ "data": rest }))),
        ("objects without lines", joined(records, "")),
        ("objects over lines", records.iter().map(|record| format!("{record:#}\n")).collect()),
    ]
}

#[test]
fn documents_come_to_what_their_lines_come_to() {
    let records = records();
    let lines = read(joined(&records, "\n"));
    assert_eq!(told(&lines), ("native".to_owned(), 0));
    for (what, text) in documents(&records) {
        let report = read(text.clone());
        assert_eq!(told(&report), ("native".to_owned(), 0), "{what}: {:#}", report["warnings"]);
        assert_eq!([&report["totals"], &report["rows"]], [&lines["totals"], &lines["rows"]], "{what}");
        let input = &report["input"];
        assert_eq!([&input["bytes"], &input["lines"]], [&json!(text.len()), &json!(records.len())], "{what}");
    }
}

#[test]
fn every_format_in_an_array_and_in_an_envelope() {
    for (name, truth) in truths().into_iter().filter(|(name, _)| name.ends_with(".jsonl")) {
        let text = fs::read_to_string(fixture(&name)).expect("a fixture");
        let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let lines = read(text);
        for (what, text) in documents(&records) {
            let report = read(text);
            assert_eq!(told(&report), (truth["format"].as_str().expect("a name").to_owned(), 0), "{name}: {what}");
            assert_eq!(figures(&report), figures(&lines), "{name}: {what}");
        }
    }
}

/// Whatever the pieces, the threads and the compression.
#[test]
fn pieces_change_nothing() {
    let records = &records()[..60];
    let logs = Logs::new();
    for (number, (what, text)) in documents(records).into_iter().enumerate() {
        let plain = logs.write(&format!("{number}.json"), &text);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).expect("memory");
        let packed = logs.write(&format!("{number}.json.gz"), gzip.finish().expect("memory"));
        let ask = |options: &str, log| llmobs(&format!("costs --json {options}")).arg(log).run().expect(0).stdout;
        let whole = ask("", &plain);
        for options in ["--chunk-bytes 1 --threads 2", "--chunk-bytes 13 --threads 1", "--chunk-bytes 4096"] {
            assert_eq!(ask(options, &plain), whole, "{what} {options}");
            assert_eq!(ask(options, &packed), whole, "{what} compressed {options}");
        }
    }
}

#[test]
fn nothing_is_no_document() {
    for text in ["", "\n", "[]", "{\"data\":[]}\n", "[\n]\n"] {
        let report = read(text);
        assert_eq!((&report["input"]["requests"], &report["input"]["bad_lines"]), (&json!(0), &json!(0)), "{text:?}");
    }
}
