//! Damage in a trace of Jaeger's costs the span it is in: the record is named once, and every other span counts.

use serde_json::Value;

use crate::foreign::{figures, read, told};
use crate::support::{ROOT, column, llmobs};

/// The traces of the fixture, each as its spans and what follows them, as they stand in the file.
fn traces() -> Vec<(Vec<String>, String)> {
    let text = std::fs::read_to_string(std::path::Path::new(ROOT).join("fixtures/traces/agents.jaeger.json"));
    let document: Value = serde_json::from_str(&text.expect("a fixture")).expect("JSON");
    let members = |object: &Value, order: &[&str]| {
        let members: Vec<String> = order.iter().map(|key| format!("\"{key}\":{}", object[key])).collect();
        members.join(",")
    };
    // In the order in which Jaeger writes them, where a span begins as its trace does.
    const SPAN: [&str; 9] =
        ["traceID", "spanID", "operationName", "references", "startTime", "duration", "tags", "logs", "processID"];
    let trace = |trace: &Value| {
        let spans =
            trace["spans"].as_array().expect("spans").iter().map(|span| format!("{{{}}}", members(span, &SPAN)));
        (spans.collect(), members(trace, &["processes"]))
    };
    document["data"].as_array().expect("traces").iter().map(trace).collect()
}

/// One trace, with its id.
fn joined(spans: &[String], behind: &str) -> String {
    format!(r#"{{"traceID":"t","spans":[{}],{behind},"warnings":null}}"#, spans.join(","))
}

/// The ways in which traces stand in a document: on one line, over many, bare, in a list, each in a document of its own.
fn documents(traces: &[String]) -> Vec<(&'static str, String)> {
    let list = traces.join(",");
    let whole = format!(r#"{{"data":[{list}],"total":0,"limit":0,"offset":0,"errors":null}}"#);
    let each =
        |between: &str| traces.iter().map(|trace| format!(r#"{{"data":[{trace}],"total":0}}{between}"#)).collect();
    vec![
        ("a document", whole),
        ("a list", format!("[{list}]")),
        ("a list of lines", format!("[\n{}\n]\n", traces.join(",\n"))),
        ("documents behind each other", each("")),
        ("documents on lines", each("\n")),
        ("a list of documents", format!("[{}]", each(",").trim_end_matches(','))),
        ("traces behind each other", traces.concat()),
    ]
}

type Damage = fn(&str) -> String;

/// What may have happened to a span on one line.
const DAMAGES: [(&str, Damage); 11] = [
    ("a number that is none", |span| span.replacen("\"duration\":", "\"duration\":.", 1)),
    ("a missing colon", |span| span.replacen("\"startTime\":", "\"startTime\" ", 1)),
    ("a missing quote", |span| span.replacen("\"operationName\"", "\"operationName", 1)),
    ("a missing quote at the end", |span| span.replacen("\"processID\"", "\"processID", 1)),
    ("a missing comma", |span| span.replacen(",\"tags\"", "\"tags\"", 1)),
    ("a missing bracket", |span| span.replacen("],\"logs\"", ",\"logs\"", 1)),
    ("a bracket too many", |span| span.replacen("],\"logs\"", "]],\"logs\"", 1)),
    ("a brace too many", |span| span.replacen(",\"duration\"", "},\"duration\"", 1)),
    ("a missing brace at the beginning", |span| span[1..].to_owned()),
    ("a missing brace at the end", |span| span[..span.len() - 1].to_owned()),
    ("a cut", |span| span[..span.len() / 2].to_owned()),
];

/// Compares what a document with one bad record comes to with what it comes to without the damaged span.
#[track_caller]
fn check(what: &str, text: &str, wanted: &Value, record: u64) {
    let report = read(text);
    assert_eq!(told(&report), ("jaeger".to_owned(), 1), "{what}: {:#}\n{text}", report["warnings"]);
    assert_eq!(report["input"]["unrecognised_lines"], 0, "{what}");
    assert_eq!(figures(&report), figures(wanted), "{what}: {text}");
    assert_eq!(report["input"]["other_records"], wanted["input"]["other_records"], "{what}");
    let warning = report["warnings"][0].as_str().expect("a warning");
    assert!(warning.starts_with(&format!("skipped 1 bad line: stdin:{record}: bad_json")), "{what}: {warning}");
}

/// The fourth of all traces has four spans: the first, one between others, and the last of them, in all documents.
#[test]
fn a_damaged_span_costs_itself_alone() {
    let whole = traces();
    for (what, damage) in DAMAGES {
        for at in [0, 2, 3] {
            let document = |change: &dyn Fn(&mut Vec<String>)| -> Vec<String> {
                let mut traces = whole.clone();
                change(&mut traces[3].0);
                traces.iter().map(|(spans, behind)| joined(spans, behind)).collect()
            };
            let without = read(documents(&document(&|spans| drop(spans.remove(at))))[0].1.as_str());
            assert_eq!(told(&without).1, 0);
            for (layout, text) in documents(&document(&|spans| spans[at] = damage(&spans[at]))) {
                check(&format!("{what} in span {at}, {layout}"), &text, &without, 4);
            }
        }
    }
}

/// A document over many lines, its members in their order.
fn pretty(text: &str) -> String {
    let (mut out, mut depth, mut in_string) = (String::new(), 0, false);
    for letter in text.chars() {
        in_string ^= letter == '"';
        match letter {
            '{' | '[' if !in_string => {
                depth += 2;
                out.push_str(&format!("{letter}\n{:depth$}", ""));
            }
            '}' | ']' if !in_string => {
                depth -= 2;
                out.push_str(&format!("\n{:depth$}{letter}", ""));
            }
            ',' if !in_string => out.push_str(&format!(",\n{:depth$}", "")),
            ':' if !in_string => out.push_str(": "),
            other => out.push(other),
        }
    }
    out
}

#[test]
fn also_over_many_lines() {
    let whole = traces();
    let texts: Vec<String> = whole.iter().map(|(spans, behind)| joined(spans, behind)).collect();
    let document = pretty(&documents(&texts)[0].1);
    assert_eq!(figures(&read(document.as_str()))[0], Some(30));
    // The 13th span is the third of four of the fourth trace.
    let starts: Vec<usize> = document.match_indices("\"operationName\"").map(|(at, _)| at).collect();
    let (before, behind) = document.split_at(starts[12]);
    let mut fewer = whole;
    fewer[3].0.remove(2);
    let fewer: Vec<String> = fewer.iter().map(|(spans, behind)| joined(spans, behind)).collect();
    let without = read(documents(&fewer)[0].1.as_str());
    for (from, to) in [
        ("\"duration\": ", "\"duration\" "),
        ("\"operationName\"", "\"operationName"),
        ("\"tags\": [", "\"tags\": "),
        ("\"tags\": [", "\"tags\": [["),
        ("\"duration\"", "}, \"duration\""),
        ("\"duration\"", "{ \"duration\""),
        ("},", ","),
        ("],", ","),
    ] {
        let text = format!("{before}{}", behind.replacen(from, to, 1));
        assert_ne!(text, document);
        check(&format!("{to} for {from}"), &text, &without, 4);
    }
}

/// Two in one trace are one bad record, in two traces two.
#[test]
fn several_damaged_spans_cost_themselves() {
    let mut all = traces();
    let spans = &mut all[3].0;
    spans[0] = spans[0].replacen("\"startTime\":", "\"startTime\" ", 1);
    spans[2] = spans[2].replacen("],\"logs\"", ",\"logs\"", 1);
    let spans = &mut all[8].0;
    spans[17] = spans[17][..100].to_owned();
    let texts: Vec<String> = all.iter().map(|(spans, behind)| joined(spans, behind)).collect();
    for (layout, text) in documents(&texts) {
        let report = read(text);
        assert_eq!(told(&report), ("jaeger".to_owned(), 2), "{layout}: {}", report["warnings"]);
        let spans = report["input"]["requests"].as_u64().zip(report["input"]["other_records"].as_u64());
        assert_eq!(spans.map(|(calls, others)| calls + others), Some(72 - 3), "{layout}");
        let warning = report["warnings"][0].as_str().expect("a warning");
        assert!(warning.contains("stdin:4: bad_json") && warning.contains("stdin:9: bad_json"), "{layout}: {warning}");
    }
}

/// What the interface downloads is one trace: it is still told by its spans, which keep their processes and their tree.
#[test]
fn the_only_trace_is_told_by_what_is_whole() {
    let (spans, behind) = &traces()[4];
    for (what, damage) in DAMAGES {
        let mut damaged = spans.clone();
        damaged[6] = damage(&damaged[6]);
        let text = format!(r#"{{"data":[{}]}}"#, joined(&damaged, behind));
        let report = llmobs("trace summary --by service_name --json").stdin(text.clone()).json();
        let whole = joined(&spans[..6], behind);
        let wanted = llmobs("trace summary --by service_name --json").stdin(whole).json();
        assert_eq!(report["rows"], wanted["rows"], "{what}: {text}");
        assert_ne!(column(&report, "service_name"), [&Value::Null], "{what}");
        assert_eq!(report["input"]["bad_lines"], 1, "{what}");
    }
}

/// A document that was cut off keeps the spans before the cut, and is told as such.
#[test]
fn a_trace_that_was_cut_off_keeps_its_spans() {
    let texts: Vec<String> = traces().iter().map(|(spans, behind)| joined(spans, behind)).collect();
    let (_, document) = documents(&texts).swap_remove(0);
    let ids: Vec<usize> = document.match_indices("{\"traceID\":").map(|(at, _)| at).collect();
    // In the last span of all: 14 traces and 72 spans begin so.
    assert_eq!(ids.len(), 14 + 72);
    let report = read(&document.as_bytes()[..ids[82] + 60]);
    assert_eq!(report["input"]["bad_lines_by_reason"]["truncated"], 1, "{report:#}");
    let spans = report["input"]["requests"].as_u64().zip(report["input"]["other_records"].as_u64());
    let whole = document[..ids[82]].matches("\"operationName\"").count() as u64;
    assert_eq!(spans.map(|(calls, others)| calls + others), Some(whole));
}

/// Lines are judged as lines: a damaged one says nothing.
#[test]
fn a_line_is_one_record() {
    let mut all = traces();
    let line = all[3].0[1].replacen("\"startTime\":", "\"startTime\" ", 1);
    all[3].0[1] = line;
    let lines: Vec<String> = all.iter().map(|(spans, behind)| joined(spans, behind)).collect();
    let report = read(lines.join("\n"));
    let others: Vec<&str> =
        lines.iter().enumerate().filter(|(at, _)| *at != 3).map(|(_, line)| line.as_str()).collect();
    assert_eq!((told(&report).1, figures(&report)), (1, figures(&read(others.join("\n")))));
}

/// A text that is no UTF-8 is in one span alone.
#[test]
fn bytes_that_are_no_text_cost_their_span() {
    let texts: Vec<String> = traces().iter().map(|(spans, behind)| joined(spans, behind)).collect();
    let (_, document) = documents(&texts).swap_remove(0);
    let at = document.match_indices("\"operationName\":\"").nth(12).expect("a span").0 + 18;
    let mut bytes = document.into_bytes();
    bytes[at] = 0xff;
    let report = read(bytes);
    assert_eq!(report["input"]["bad_lines_by_reason"]["bad_utf8"], 1, "{report:#}");
    let spans = report["input"]["requests"].as_u64().zip(report["input"]["other_records"].as_u64());
    assert_eq!(spans.map(|(calls, others)| calls + others), Some(71));
}
