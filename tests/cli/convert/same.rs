//! Convert, then analyse: every log that there is, into every shape.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{QUESTIONS, assert_same};
use crate::hostile::Hostile;
use crate::support::{Logs, ROOT, llmobs, shared};

const SHAPES: [&str; 3] = ["out.jsonl", "out.parquet", "out.csv"];

/// Converts `log` into each shape and asks all of it.
#[track_caller]
fn check(log: &Path) {
    for shape in SHAPES {
        let folder = Logs::new();
        let out = folder.path().join(shape);
        let run = llmobs("convert --keep satisfied,plan -o").arg(&out).arg(log).run();
        assert!(matches!(run.code, 0 | 3), "{}: {run:#?}", log.display());
        match run.stderr.contains("cannot be told from missing ones in CSV") {
            true => assert_same(&without_empty_texts(&folder, log), &out, &QUESTIONS),
            false => assert_same(log, &out, &QUESTIONS),
        }
    }
}

/// A log as CSV can hold it.
fn without_empty_texts(folder: &Logs, log: &Path) -> PathBuf {
    let mut lines = llmobs("convert --keep satisfied,plan").arg(log).run().ndjson();
    for line in &mut lines {
        line.as_object_mut().expect("an object").retain(|_, value| value != "");
    }
    folder.write("full.jsonl", lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

/// The logs below a folder.
fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut logs = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = entry.to_string_lossy().into_owned();
        match entry.is_dir() {
            true => logs.extend(self::logs(&entry)),
            false => {
                logs.extend([".jsonl", ".jsonl.gz", ".ndjson"].iter().any(|end| name.ends_with(end)).then_some(entry))
            }
        }
    }
    logs.sort();
    logs
}

#[test]
fn fixtures() {
    let logs = logs(&Path::new(ROOT).join("fixtures"));
    assert!(logs.len() >= 8, "{logs:?}");
    logs.iter().for_each(|log| check(log));
}

#[test]
fn samples() {
    let Some(folder) = shared("convert, then analyse, with every sample") else { return };
    let logs = [logs(&folder.join("logs")), logs(&folder.join("formats"))].concat();
    assert!(logs.len() >= 10, "{logs:?}");
    logs.iter().for_each(|log| check(log));
}

#[test]
fn damaged_logs() {
    let Some(hostile) = Hostile::logs("convert, then analyse, with damaged logs") else { return };
    let names = hostile.names(|name| name.contains(".jsonl") && !name.ends_with(".bz2") && !name.ends_with(".xz"));
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        check(&hostile.path(name));
    }
}

/// Two spans of different traces may have one id, and the failures of two batches one custom id: what keeps them apart is
/// not in the flat log, so their ids are made to.
#[test]
fn requests_that_share_an_id_stay_apart() {
    let span = |trace: &str| {
        let text = |key: &str, value: &str| json!({ "key": key, "value": { "stringValue": value } });
        json!({ "traceId": trace, "spanId": "1", "name": "chat", "startTimeUnixNano": "1795000000000000000",
            "endTimeUnixNano": "1795000001000000000", "attributes": [
                text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "gpt-4o"),
                { "key": "gen_ai.usage.input_tokens", "value": { "intValue": "100" } },
                { "key": "gen_ai.usage.output_tokens", "value": { "intValue": "50" } }] })
    };
    let traces = json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": [span("a"), span("b"), span("c")] }] }] });
    let (_logs, log) = Logs::with(format!("{traces}\n"));
    assert_eq!(llmobs("costs --json").arg(&log).json()["totals"]["requests"], json!(3));
    for shape in SHAPES {
        let folder = Logs::new();
        let out = folder.path().join(shape);
        let run = llmobs("convert -o").arg(&out).arg(&log).run().expect(0);
        assert!(run.stderr.contains("note: 2 requests with the id of another one"), "{}", run.stderr);
        assert_same(&log, &out, &QUESTIONS);
        let ids = llmobs("costs --by request_id --json").arg(&out).json();
        assert_eq!(crate::support::column(&ids, "request_id"), [&json!("1"), &json!("1#2"), &json!("1#3")], "{shape}");
    }
}

/// An empty id is none: such lines are requests of their own as they stand, and need no other name.
#[test]
fn empty_ids_stay_empty() {
    let line = r#"{"request_id":"","model":"gpt-4o","input_tokens":1,"output_tokens":1}"#;
    let (_logs, log) = Logs::with(format!("{line}\n{line}\n"));
    let folder = Logs::new();
    let out = folder.path().join("out.jsonl");
    let run = llmobs("convert -o").arg(&out).arg(&log).run().expect(0);
    assert!(!run.stderr.contains("with the id of another one"), "{}", run.stderr);
    assert!(!fs::read_to_string(&out).expect("a log").contains("#2"));
    assert_same(&log, &out, &QUESTIONS);
}
