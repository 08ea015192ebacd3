//! What is written, line by line: the expected lines were made by hand from the rules of the README.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::assert_same;
use crate::support::{Logs, llmobs};

/// Three kinds of line, an answer that came after an error, a request that was never answered, and one without an id.
const LOG: &str = r#"{"timestamp":"2026-11-23T07:27:07.451357","request_id":"a","user_id":"dave","model":"gpt-4o","metadata":{"team":"search","tier":2},"satisfied":true}
{"timestamp":"2026-11-23T07:27:08","request_id":"a","level":"ERROR","error_type":"RateLimitError"}
{"timestamp":"2026-11-23T07:27:09.5","request_id":"a","output_tokens":7,"usage":{"input_tokens":3,"cache_read_input_tokens":10},"cost":0.1}
{"timestamp":"2026-11-23T07:27:08+01:00","request_id":"b","model":"gpt-4o","metadata":{"tier":"2"}}
{"created_at":1795418827,"model":"o3","prompt_tokens":4,"latency_ms":1e2}
"#;

#[test]
fn a_request_is_one_line_of_canonical_fields() {
    let (_logs, log) = Logs::with(LOG);
    let run = llmobs("convert --keep metadata.team,metadata.tier,satisfied").arg(&log).run().expect(0);
    let expected = [
        json!({"timestamp": "2026-11-23T07:27:07.451357Z", "request_id": "a", "user_id": "dave", "model": "gpt-4o",
            "input_tokens": 13, "output_tokens": 7, "cache_read_tokens": 10, "cost_usd": 0.1, "latency_ms": 2048.643,
            "status": "success", "error_type": "RateLimitError", "metadata.team": "search", "metadata.tier": 2,
            "satisfied": true}),
        json!({"timestamp": "2026-11-23T06:27:08Z", "request_id": "b", "model": "gpt-4o", "status": "pending",
            "metadata.tier": "2"}),
        json!({"timestamp": "2026-11-23T07:27:07Z", "model": "o3", "input_tokens": 4, "latency_ms": 100.0,
            "status": "success"}),
    ];
    assert_eq!(run.ndjson(), expected);
    assert_eq!(run.stdout.lines().next().map(|line| line.starts_with("{\"timestamp\":")), Some(true));
    assert!(run.stderr.contains("note: wrote 3 requests on 3 lines\n"), "{}", run.stderr);
}

#[test]
fn a_second_conversion_changes_nothing() {
    let (logs, log) = Logs::with(LOG);
    let once = logs.path().join("once.jsonl");
    llmobs("convert --keep metadata.team,satisfied -o").arg(&once).arg(&log).run().expect(0);
    let again = llmobs("convert --keep metadata.team,satisfied").arg(&once).run().expect(0);
    assert_eq!(again.stdout, fs::read_to_string(&once).expect("what was written"));
}

#[test]
fn a_request_of_two_variants_stays_one() {
    let lines = (0..40).flat_map(|n| {
        let variant = ["control", "treatment"][n % 2];
        let late = if n % 8 == 3 { "control" } else { variant };
        [
            json!({"request_id": n, "experiment": "x", "variant": variant, "latency_ms": 100 + n, "output_tokens": n}),
            json!({"request_id": n, "variant": late}),
        ]
    });
    let (logs, log) = Logs::with(lines.map(|line| format!("{line}\n")).collect::<String>());
    let out = logs.path().join("out.jsonl");
    let run = llmobs("convert -o").arg(&out).arg(&log).run().expect(0);
    assert!(run.stderr.contains("wrote 40 requests on 45 lines"), "{}", run.stderr);
    assert!(run.stderr.contains("note: 5 requests of two variants have a line more"), "{}", run.stderr);
    assert_same(&log, &out, &["abtest analyze --metric latency_ms", "costs --by variant"]);
    let report = llmobs("abtest analyze --metric latency_ms --json").arg(&out).run();
    assert!(report.stdout.contains("two variants") || report.stdout.contains("contested"), "{report:#?}");
}

#[test]
fn numbers_keep_every_digit() {
    let (_logs, log) = Logs::with(
        r#"{"request_id":"a","cost_usd":0.1000000000000000055,"latency_ms":2.2250738585072014e-308,"input_tokens":999999999999,"temperature":0.30000000000000004,"n":12345678901234567890.5}"#,
    );
    let run = llmobs("convert --keep n").arg(&log).run().expect(0);
    assert_eq!(
        run.stdout,
        "{\"request_id\":\"a\",\"temperature\":0.30000000000000004,\"input_tokens\":999999999999,\"cost_usd\":0.1,\
         \"latency_ms\":2.2250738585072014e-308,\"status\":\"success\",\"n\":12345678901234567890.5}\n"
    );
}

#[test]
fn a_computed_cost_is_written_only_where_it_is_asked_for() {
    let (_logs, log) =
        Logs::with(r#"{"request_id":"a","model":"gpt-4o-2024-08-06","input_tokens":1000000,"output_tokens":0}"#);
    let plain = llmobs("convert").arg(&log).run().expect(0);
    assert_eq!(plain.ndjson()[0]["cost_usd"], json!(null));
    let computed = llmobs("convert --cost computed").arg(&log).run().expect(0);
    assert_eq!(computed.ndjson()[0]["cost_usd"], json!(2.5));
    assert!(computed.stderr.contains("the cost of 1 request is computed"), "{}", computed.stderr);
}

#[test]
fn a_rate_of_sampling_is_written_with_the_requests() {
    let (logs, log) = Logs::with("{\"model\":\"a\",\"sample_rate\":0.5}\n{\"model\":\"b\"}\n");
    let out = logs.path().join("out.jsonl");
    llmobs("convert --sample-rate 0.1 -o").arg(&out).arg(&log).run().expect(0);
    let wanted = llmobs("costs --sample-rate 0.1").arg(&log).json();
    assert_eq!(llmobs("costs").arg(&out).json()["rows"], wanted["rows"]);
}

#[test]
fn a_filter_leaves_out_the_rest() {
    let (_logs, log) = Logs::with(LOG);
    let run = llmobs("convert --where status=pending --since 2026-11-23").arg(&log).run().expect(0);
    assert_eq!(run.ndjson().len(), 1, "{run:#?}");
    let none = llmobs("convert --where model=none").arg(&log).run().expect(3);
    assert!(none.stdout.is_empty() && none.stderr.contains("none of the 3 requests"), "{none:#?}");
}

#[test]
fn csv_has_a_header_and_no_formulas() {
    let (_logs, log) = Logs::with(
        "{\"request_id\":\"a\",\"user_id\":\"=cmd()\",\"feature\":\"x, \\\"y\\\"\\nz\",\"input_tokens\":5}\n\
         {\"request_id\":\"b\",\"user_id\":\"\",\"temperature\":-0.5}\n",
    );
    let run = llmobs("convert --to csv").arg(&log).run().expect(0);
    assert_eq!(
        run.stdout,
        "timestamp,request_id,user_id,feature,temperature,input_tokens,status\n\
         ,a,'=cmd(),\"x, \"\"y\"\"\nz\",,5,pending\n\
         ,b,,,-0.5,,pending\n"
    );
    assert!(run.stderr.contains("1 empty text cannot be told from missing ones in CSV"), "{}", run.stderr);
}

#[test]
fn files_are_whole_compressed_and_never_an_input() {
    let (logs, log) = Logs::with(LOG);
    for name in ["out.jsonl.gz", "out.ndjson.zst"] {
        let out = logs.path().join(name);
        llmobs("convert -o").arg(&out).arg(&log).run().expect(0);
        assert_same(&log, &out, &["costs"]);
    }
    let run = llmobs("convert -o").arg(&log).arg(&log).run().expect(2);
    assert!(run.stderr.contains("is an input, and would be replaced") && run.stderr.contains("hint: "), "{run:#?}");
    let folder = llmobs("convert -o").arg(logs.path().join("out.jsonl.gz")).arg(logs.path()).run().expect(2);
    assert!(folder.stderr.contains("is an input"), "{folder:#?}");
    let unknown = llmobs("convert -o").arg(logs.path().join("out.xlsx")).arg(&log).run().expect(2);
    assert!(unknown.stderr.contains("does not say what to write"), "{unknown:#?}");
    assert_eq!(fs::read_to_string(&log).expect("the log"), LOG);
    assert_eq!(fs::read_dir(logs.path()).expect("the folder").count(), 3, "nothing is left behind");
}

/// A folder that was read reads what was written into it the next time.
#[test]
fn what_lies_in_a_folder_that_was_read_is_said() {
    let logs = Logs::new();
    let log = logs.write("in/log.jsonl", LOG);
    let folder = log.parent().expect("a folder");
    let requests = || llmobs("costs --json").arg(folder).json()["totals"]["requests"].clone();
    let convert = |input: &Path, output: &str| {
        let run = llmobs("convert -o").arg(logs.path().join(output)).arg(input).run().expect(0);
        run.stderr.contains("is in a folder that was read: asked again, the folder counts")
    };
    assert!(!convert(folder, "out.parquet"), "another folder");
    assert!(!convert(&log, "in/out.parquet"), "the file alone");
    fs::remove_file(logs.path().join("in/out.parquet")).expect("it was written");
    assert_eq!(requests(), json!(3));
    assert!(convert(folder, "in/out.parquet"));
    // The one request without an id is there once more.
    assert_eq!(requests(), json!(4));
}

#[test]
fn what_is_kept_and_not_there_is_named() {
    let (_logs, log) = Logs::with(LOG);
    let run = llmobs("convert --keep metadata.teem,metadata.team,Model").arg(&log).run().expect(0);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("warning: no ")).collect();
    let wanted = [
        "warning: no request here has a `metadata.teem`",
        "warning: no request here has a `Model`; did you mean `model`?",
    ];
    assert_eq!(warnings, wanted);
}

/// Of fixtures/traces/demo.jsonl: 12 spans, of which 4 are calls.
#[test]
fn records_that_are_no_requests_are_counted() {
    let run = llmobs("convert fixtures/traces/demo.jsonl").run().expect(0);
    assert_eq!(run.stderr, "note: wrote 4 requests on 4 lines\nnote: 8 records that are no requests are not written\n");
    let step = r#"{"trace_id":"t","span_id":"s","name":"search","duration_ms":1}"#;
    let (_logs, log) = Logs::with(format!("{LOG}{step}\n"));
    let run = llmobs("convert").arg(&log).run().expect(0);
    assert!(run.stderr.contains("note: 1 record that is no request is not written\n"), "{}", run.stderr);
}

#[test]
fn strictness_is_as_everywhere() {
    let (_logs, log) = Logs::with("{\"model\":\"a\"}\nnot json\n");
    let run = llmobs("convert --strict").arg(&log).run().expect(2);
    assert_eq!(run.ndjson().len(), 1);
    assert!(run.stderr.contains("warning: skipped 1 bad line"), "{}", run.stderr);
    assert_eq!(llmobs("convert -q").arg(&log).run().expect(0).stderr, "");
}
