//! Traces as Langfuse, LangSmith and PostHog write them: which span is whose child, and where the time goes.

use serde_json::{Value, json};

use super::{assert_near, row_of};
use crate::support::{llmobs, row, shared};

/// Of each span of a trace: depth, when it starts, how long it took, how much of that is its own, and how much is on the
/// critical path, in milliseconds.
#[track_caller]
fn check(log: impl AsRef<std::path::Path>, trace: &str, wanted: &[(&str, [f64; 5])]) -> Value {
    let report = llmobs("trace show").arg(trace).arg(log.as_ref()).json();
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(wanted.len()));
    for (id, figures) in wanted {
        let found = row_of(&report, id);
        for (key, wanted) in ["depth", "offset_ms", "duration_ms", "self_ms", "critical_ms"].into_iter().zip(figures) {
            assert_near(&found[key], &json!(wanted), &format!("{id} {key}"));
        }
    }
    report
}

/// The figures by Python: `datetime.fromisoformat` of both times, and `self_time` and `critical` of
/// fixtures/traces/make.py over the spans. The agent of this sample ends with its first call: the others lie outside of it.
#[test]
fn langfuse() {
    for log in ["fixtures/formats/langfuse.json", "fixtures/formats/langfuse_blob.jsonl"] {
        let report = check(
            log,
            "00000000000000000000000000000001",
            &[
                ("f000000000000001", [0.0, 0.0, 250.0, 0.0, 0.0]),
                ("0000000000000001", [1.0, 0.0, 250.0, 250.0, 250.0]),
                ("0000000000000002", [1.0, 60_000.0, 1125.0, 1125.0, 0.0]),
                ("0000000000000003", [1.0, 120_000.0, 625.0, 625.0, 0.0]),
                ("0000000000000004", [1.0, 180_000.0, 1500.0, 1500.0, 0.0]),
            ],
        );
        assert!(
            report["warnings"].to_string().contains("3 spans outside of the parent's time"),
            "{}",
            report["warnings"]
        );
        assert_eq!(report["facts"]["duration_ms"], json!(181_500.0));
        assert_eq!(row_of(&report, "0000000000000001")["is_bottleneck"], json!(true));
        assert_eq!(row_of(&report, "f000000000000001")["kind"], json!("AGENT"));
    }
}

/// The same way; here the parent lasts 200 seconds, of which its calls take 250 + 1125 + 625 + 1500 ms.
#[test]
fn langsmith() {
    let log = "fixtures/formats/langsmith.jsonl";
    let report = check(
        log,
        "00000000000000000000000000000001",
        &[
            ("f000000000000001", [0.0, 0.0, 200_000.0, 196_500.0, 196_500.0]),
            ("0000000000000001", [1.0, 0.0, 250.0, 250.0, 250.0]),
            ("0000000000000002", [1.0, 60_000.0, 1125.0, 1125.0, 1125.0]),
            ("0000000000000003", [1.0, 120_000.0, 625.0, 625.0, 625.0]),
            ("0000000000000004", [1.0, 180_000.0, 1500.0, 1500.0, 1500.0]),
        ],
    );
    assert_near(&report["facts"]["bottleneck_share"], &json!(196_500.0 / 200_000.0), "share");
    let list = llmobs("trace list").arg(log).json();
    let first = row(&list, "trace_id", &json!("00000000000000000000000000000001"));
    assert_eq!(
        (&first["bottleneck"], &first["spans"], &first["llm_calls"]),
        (&json!("ChatModel"), &json!(5), &json!(4))
    );
    // Three runs of 200 seconds are the parents of all other time.
    let summary = llmobs("trace summary --by span_kind").arg(log).json();
    let chains = row(&summary, "span_kind", &json!("chain"));
    assert_eq!((&chains["spans"], &chains["p95_duration_ms"]), (&json!(3), &json!(200_000.0)));
    assert_eq!(chains["llm_calls"], json!(0));
}

/// The event of the trace, of 99 seconds, is the parent of calls that name the trace: two of them lie inside of it, and
/// 99,000 - 250 - 1125 ms are its own.
#[test]
fn posthog() {
    let report = check(
        "fixtures/formats/posthog.jsonl",
        "00000000000000000000000000000001",
        &[
            ("00000000000000000000000000000001", [0.0, 0.0, 99_000.0, 97_625.0, 97_625.0]),
            ("0000000000000001", [1.0, 0.0, 250.0, 250.0, 250.0]),
            ("0000000000000002", [1.0, 60_000.0, 1125.0, 1125.0, 1125.0]),
            ("0000000000000003", [1.0, 120_000.0, 625.0, 625.0, 0.0]),
            ("0000000000000004", [1.0, 180_000.0, 1500.0, 1500.0, 0.0]),
        ],
    );
    assert!(!report["warnings"].to_string().contains("shown as roots"), "{}", report["warnings"]);
}

/// A trace of an agent that called a model, a tool and the model again, as Langfuse's interface gave it. By hand: the agent
/// has 09:03:59.962 to 09:04:02.152, less 1036 and 1150 ms in the model.
#[test]
fn a_genuine_trace() {
    let Some(data) = shared("a trace that Langfuse exported") else { return };
    let file = data.join("formats/langfuse/openai-agents-2025-09-30.trace.json");
    let list = llmobs("trace list").arg(&file).json();
    let id = list["rows"][0]["trace_id"].as_str().expect("a trace").to_owned();
    let report = check(
        file,
        &id,
        &[
            ("e5a76f27f51ad40e", [0.0, 0.0, 2190.0, 0.0, 0.0]),
            ("d950b668796240b5", [1.0, 0.0, 2190.0, 4.0, 4.0]),
            ("98870087af69bf06", [2.0, 1.0, 1036.0, 1036.0, 1036.0]),
            ("5b99c3e3411ed17b", [2.0, 1038.0, 0.0, 0.0, 0.0]),
            ("90d94774e8e3724d", [2.0, 1039.0, 1150.0, 1150.0, 1150.0]),
        ],
    );
    assert_eq!(report["facts"]["bottleneck"], json!("response"));
    assert_near(&report["facts"]["bottleneck_share"], &json!(1150.0 / 2190.0), "share");
}

/// A format has spans where `trace` finds some in its sample, and that is what `formats` says; it fits a terminal.
#[test]
fn formats_says_which_logs_have_spans() {
    let report = llmobs("formats --json").json();
    assert!(report["facts"]["containers"].to_string().contains("CSV, Parquet"), "{}", report["facts"]);
    for (name, truth) in crate::foreign::truths() {
        let list = llmobs("trace list --json").arg(crate::foreign::fixture(&name)).run().json();
        let is_flat = list["warnings"].to_string().contains("shown as flat lists");
        let has_spans = list["facts"]["traces"] != json!(0) && !is_flat;
        let found = row(&report, "format", &truth["format"]);
        assert_eq!(found["spans"], json!(has_spans), "{name}");
    }
    assert_eq!(row(&report, "format", &json!("jaeger"))["spans"], json!(true));
    let table = llmobs("formats --format table").env("COLUMNS", "80").run().expect(0).stdout;
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(table.contains("  spans\n"), "{table}");
}
