//! Every figure of every trace, span and name, however the spans are written.

use std::path::Path;

use super::{LOGS, NATIVE, assert_near, row_of, truth};
use crate::support::{Logs, column, llmobs, row, shared};
use serde_json::json;

#[test]
fn traces_spans_and_names_are_what_another_program_finds() {
    let truth = truth();
    for log in LOGS {
        let list = llmobs("trace list --limit 100").arg(log).json();
        let traces = truth["traces"].as_object().expect("traces");
        assert_eq!(list["rows"].as_array().map(Vec::len), Some(traces.len()));
        for (id, wanted) in traces {
            let found = row(&list, "trace_id", &json!(id));
            for (key, wanted) in wanted.as_object().expect("figures").iter().filter(|(_, wanted)| !wanted.is_object()) {
                assert_near(&found[key], wanted, &format!("{log} {id} {key}"));
            }
            let shown = llmobs("trace show").arg(id).arg(log).json();
            for figure in ["self_ms", "critical_ms"] {
                for (span, wanted) in wanted[figure].as_object().expect("spans") {
                    assert_near(&row_of(&shown, span)[figure], wanted, &format!("{log} {id} {span} {figure}"));
                }
            }
        }
        let summary = llmobs("trace summary --by span_name").arg(log).json();
        for (name, wanted) in truth["span_names"].as_object().expect("names") {
            let found = row(&summary, "span_name", &json!(name));
            for (key, wanted) in wanted.as_object().expect("figures") {
                assert_near(&found[key], wanted, &format!("{log} {name} {key}"));
            }
        }
    }
}

#[test]
fn usage_that_parents_repeat_counts_once() {
    for log in LOGS {
        let list = llmobs("trace list --limit 100").arg(log).json();
        let warnings = list["warnings"].to_string();
        assert!(warnings.contains("6 spans repeating the usage of calls below them"), "{log}: {warnings}");
        // The same log as requests: every span with usage would count.
        let called: i64 = column(&list, "llm_calls").iter().filter_map(|calls| calls.as_i64()).sum();
        assert_eq!(list["totals"]["llm_calls"], json!(called), "{log}");
    }
}

#[test]
fn traces_are_sorted_and_the_rest_is_one_row() {
    let by = |sort: &str| llmobs(&format!("trace list --limit 3 --sort {sort}")).arg(NATIVE).json();
    for (sort, key) in
        [("duration", "duration_ms"), ("cost", "total_cost_usd"), ("errors", "errors"), ("spans", "spans")]
    {
        let report = by(sort);
        let values: Vec<f64> =
            column(&report, key)[..3].iter().map(|value| value.as_f64().expect("a figure")).collect();
        assert!(values.is_sorted_by(|a, b| a >= b), "{sort}: {values:?}");
        assert_eq!(report["rows"][3]["other_groups"], json!(11), "{sort}");
    }
    let starts = by("start");
    assert!(starts["rows"][0]["start"].as_str() < starts["rows"][1]["start"].as_str());
    let spans: i64 = column(&starts, "spans").iter().filter_map(|spans| spans.as_i64()).sum();
    assert_eq!(starts["totals"]["spans"], json!(spans));
    let wrong = llmobs("trace list --sort nope").arg(NATIVE).run().expect(2);
    assert!(wrong.stderr.contains("is none of `duration`, `cost`"), "{}", wrong.stderr);
}

#[test]
fn a_trace_counts_by_when_it_begins_and_by_what_is_in_it() {
    let all = llmobs("trace list --limit 100").arg(NATIVE).json();
    let failed = llmobs("trace list --limit 100 --where status=error").arg(NATIVE).json();
    let with_errors = column(&all, "errors").iter().filter(|errors| errors.as_i64() > Some(0)).count();
    assert_eq!(failed["facts"]["traces"], json!(with_errors));
    let half = llmobs("trace list --since 2026-11-23T08:07Z").arg(NATIVE).json();
    assert_eq!(half["facts"]["traces"], json!(7));
    let none = llmobs("trace list --since 2027").arg(NATIVE).run().expect(3);
    assert!(none.stderr.contains("none of the 14 traces begins in the time window"), "{}", none.stderr);
    let (_logs, one) = Logs::with(r#"{"trace_id":"t","start_time":"2026-11-23T08:00:00Z","model":"m"}"#);
    let none = llmobs("trace list --since 2027").arg(&one).run().expect(3);
    let warning =
        "the only trace does not begin in the time window, or has no span that passes the conditions; the spans";
    assert!(none.stderr.contains(warning), "{}", none.stderr);
    let (_logs, no_trace) = Logs::with(r#"{"model":"m"}"#);
    let none = llmobs("trace list").arg(&no_trace).run().expect(3);
    assert!(none.stderr.contains("the only request states no `trace_id`; `--map"), "{}", none.stderr);
    let named = llmobs("trace summary --by model --where span_name~^chat").arg(NATIVE).json();
    assert_eq!(named["totals"]["spans"], json!(30));
    assert_eq!(named["totals"]["llm_calls"], json!(30));
}

#[test]
fn what_no_span_states_is_named() {
    let warnings = |arguments: &str| {
        let report = llmobs(&format!("trace {arguments} --json")).arg(NATIVE).run().json();
        report["warnings"].to_string()
    };
    for arguments in ["summary --by nosuch,model", "summary --where nosuch=1", "list --where nosuch=1"] {
        let found = warnings(arguments);
        assert!(found.contains("no span here has a `nosuch`\""), "{arguments}: {found}");
    }
    assert!(warnings("summary --by Model").contains("no span here has a `Model`; did you mean `model`?"));
    // A span without a name is called by its model.
    let (_logs, nameless) = Logs::with(r#"{"trace_id":"t","model":"m","output_tokens":1}"#);
    for (log, by) in [(Path::new(NATIVE), "span_name,span_kind,model,trace_id"), (&nameless, "span_name")] {
        let report = llmobs(&format!("trace summary --by {by} --json")).arg(log).json();
        assert!(!report["warnings"].to_string().contains("no span here"), "{by}: {}", report["warnings"]);
    }
}

/// What an OpenTelemetry collector wrote of 60 requests to a server that counted along: see the truth beside it.
#[test]
fn a_genuine_export_is_what_its_server_says() {
    let Some(data) = shared("the spans of a genuine OTLP export") else { return };
    let file = data.join("formats/otlp/otlp_openllmetry.jsonl");
    let truth = crate::support::read_json(&data.join("formats/otlp/otlp_openllmetry.truth.json"));
    let list = llmobs("trace list --limit 100").arg(&file).json();
    assert_eq!(list["facts"]["traces"], truth["otlp_file"]["traces"]);
    assert_eq!(list["facts"]["spans"], truth["otlp_file"]["spans"]);
    assert_eq!(list["totals"]["llm_calls"], truth["otlp_file"]["llm_spans"]);
    assert_eq!(list["totals"]["errors"], truth["otlp_file"]["spans_status_error"]);
    assert_eq!(list["totals"]["total_input_tokens"], truth["otlp_file"]["sum_over_all_llm_spans"]["input"]);
    assert_eq!(list["totals"]["total_output_tokens"], truth["otlp_file"]["sum_over_all_llm_spans"]["output"]);
    let summary = llmobs("trace summary").arg(&file).json();
    for (name, scope) in [
        ("anthropic.chat", "opentelemetry.instrumentation.anthropic"),
        ("openai.chat", "opentelemetry.instrumentation.openai.v1"),
        ("agent.run", "app"),
    ] {
        let (found, wanted) = (row(&summary, "span_name", &json!(name)), &truth["otlp_file"]["by_scope_detail"][scope]);
        assert_near(&found["p50_duration_ms"], &wanted["duration_ms"]["p50"], name);
        assert_near(&found["p95_duration_ms"], &wanted["duration_ms"]["p95"], name);
        assert_eq!((&found["spans"], &found["errors"]), (&wanted["spans"], &wanted["errors"]));
    }
}
