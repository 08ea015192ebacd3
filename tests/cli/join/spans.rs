//! Requests inside requests: one that states the tokens of those inside it once more counts with them.

use serde_json::{Value, json};

use crate::foreign::{figures, read};
use crate::support::{Logs, ROOT, assert_close, llmobs, read_json};

const AGENTS: &str = "fixtures/traces/agents.jsonl";

/// By Python over the file: 72 lines, of which 6 are roots with tokens, 40,178 of input and 5,900 of output; the sums of the
/// rest are those that make.py works out for the calls.
#[test]
fn agents_that_repeat_their_calls() {
    let report = llmobs("costs --json").arg(AGENTS).json();
    let truth = read_json(&std::path::Path::new(ROOT).join("fixtures/traces/agents.truth.json"));
    for figure in ["total_input_tokens", "total_output_tokens", "total_cost_usd"] {
        let wanted: f64 =
            truth["traces"].as_object().expect("traces").values().filter_map(|t| t[figure].as_f64()).sum();
        assert_close(&report["totals"][figure], &json!(wanted), figure);
    }
    assert_eq!((&report["totals"]["requests"], &report["input"]["other_records"]), (&json!(66), &json!(6)));
    let warning = "6 requests repeat the usage of calls inside, 40,178 tokens of input and 5,900 of output, as \
                   `parent_span_id` tells: only the calls count";
    assert!(report["warnings"].to_string().contains(warning), "{}", report["warnings"]);
    let doctor = llmobs("doctor --json").arg(AGENTS).json();
    let found = crate::support::row(&doctor, "finding", &json!("repeated_usage"));
    assert_eq!((&found["count"], &found["severity"]), (&json!(6), &json!("notice")));
}

fn line(span: &str, parent: &str, more: Value) -> String {
    let mut line = json!({ "timestamp": "2026-11-23T08:00:00Z", "trace_id": "t", "span_id": span, "model": "gpt-4o" });
    let members = line.as_object_mut().expect("an object");
    members.extend((!parent.is_empty()).then(|| ("parent_span_id".to_owned(), json!(parent))));
    members.extend(more.as_object().expect("members").clone());
    format!("{line}\n")
}

fn call(span: &str, parent: &str, input: u64, output: u64) -> String {
    line(span, parent, json!({ "input_tokens": input, "output_tokens": output }))
}

/// Requests, input and output tokens; in both orders, however the log is cut.
#[track_caller]
fn check(what: &str, lines: &[String], wanted: [u64; 3]) {
    let backwards: Vec<String> = lines.iter().rev().cloned().collect();
    for text in [lines.concat(), backwards.concat()] {
        let report = read(text.clone());
        let [requests, _, input, output, _] = figures(&report);
        assert_eq!([requests, input, output], wanted.map(Some), "{what}: {text}");
        for options in ["--chunk-bytes 1", "--chunk-bytes 1 --threads 1"] {
            let cut = llmobs(&format!("costs --json {options}")).stdin(text.clone()).json();
            assert_eq!(cut, report, "{what} {options}");
        }
    }
}

#[test]
fn what_repeats_is_left_out_and_what_does_not_counts() {
    check("the sum of two", &[call("a", "", 15, 5), call("b", "a", 7, 3), call("c", "a", 8, 2)], [2, 15, 5]);
    let step = line("s", "a", json!({ "model": null, "name": "search" }));
    check("with a step between", &[call("a", "", 7, 3), step, call("b", "s", 7, 3)], [2, 7, 3]);
    check("other tokens", &[call("a", "", 700, 80), call("b", "a", 60, 8)], [2, 760, 88]);
    check("equal output", &[call("a", "", 700, 1), call("b", "a", 60, 1)], [2, 760, 2]);
    let agent = line("a", "", json!({ "kind": "agent", "input_tokens": 70, "output_tokens": 8 }));
    check("an agent", &[agent.clone(), call("b", "a", 7, 3)], [1, 7, 3]);
    check("an agent alone", &[agent], [1, 70, 8]);
    let dear = |span: &str, parent: &str| line(span, parent, json!({ "cost_usd": 0.5 }));
    check("a cost outside", &[dear("a", ""), call("b", "a", 7, 3)], [1, 7, 3]);
    check("a cost inside", &[call("a", "", 7, 3), dear("b", "a")], [2, 7, 3]);
    check("no tokens outside", &[line("a", "", json!({})), call("b", "a", 7, 3)], [2, 7, 3]);
    check("no tokens inside", &[call("a", "", 7, 3), line("b", "a", json!({}))], [2, 7, 3]);
    check("side by side", &[call("a", "r", 7, 3), call("b", "r", 7, 3)], [2, 14, 6]);
    let far = line("b", "a", json!({ "trace_id": "u", "input_tokens": 7, "output_tokens": 3 }));
    check("in another trace", &[call("a", "", 7, 3), far], [2, 14, 6]);
    check("a circle", &[call("a", "a", 7, 3)], [1, 7, 3]);
}

/// What loggers that add the span they are in write: all calls of a web request state the same one.
#[test]
fn requests_that_share_a_span_all_count() {
    check("the same span", &[call("a", "", 7, 3), call("a", "", 7, 3), call("a", "", 8, 2)], [3, 22, 8]);
    check("inside of one", &[call("a", "r", 7, 3), call("a", "r", 7, 3)], [2, 14, 6]);
}

#[test]
fn halves_of_a_request_are_one() {
    let half = |id: &str, span: &str, parent: &str| line(span, parent, json!({ "request_id": id }));
    let answer = |id: &str, span: &str| {
        line(
            span,
            "",
            json!({ "request_id": id, "model": null, "input_tokens": 7, "output_tokens": 3, "latency_ms": 5 }),
        )
    };
    check("halves", &[half("1", "a", ""), half("2", "b", "a"), answer("2", "b"), answer("1", "a")], [1, 7, 3]);
}

/// Whether a request repeats another is a fact of the log, whatever of it is asked for.
#[test]
fn filters_change_nothing() {
    let outer = line("a", "", json!({ "input_tokens": 7, "output_tokens": 3, "user": "ana" }));
    let inner = line("b", "a", json!({ "timestamp": "2026-11-23T09:00:00Z", "input_tokens": 7, "output_tokens": 3 }));
    let (_logs, log) = Logs::with(outer + &inner);
    for (filter, requests) in
        [("", 1), ("--until 2026-11-23T08:30Z", 0), ("--since 2026-11-23T08:30Z", 1), ("--where user=ana", 0)]
    {
        let report = llmobs(&format!("costs --json {filter}")).arg(&log).run().json();
        assert_eq!(report["totals"]["requests"].as_u64().unwrap_or_default(), requests, "{filter}: {report:#}");
        assert_eq!(report["input"]["requests"], json!(1), "{filter}");
    }
}
