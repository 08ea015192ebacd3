//! Requests inside requests: one that states the tokens of those inside it once more counts with them.

use serde_json::{Value, json};

use crate::foreign::{figures, read};
use crate::support::{Logs, ROOT, assert_close, llmobs, read_json, row};

const AGENTS: &str = "fixtures/traces/agents.jsonl";

/// By jq and Python over the file: 72 lines, of which 36 name no model and state no usage, and 6 are roots with tokens, 40,178
/// of input and 5,900 of output; the sums of the rest are those that make.py works out for the calls.
#[test]
fn agents_that_repeat_their_calls() {
    let report = llmobs("costs --json").arg(AGENTS).json();
    let truth = read_json(&std::path::Path::new(ROOT).join("fixtures/traces/agents.truth.json"));
    for figure in ["total_input_tokens", "total_output_tokens", "total_cost_usd"] {
        let wanted: f64 =
            truth["traces"].as_object().expect("traces").values().filter_map(|t| t[figure].as_f64()).sum();
        assert_close(&report["totals"][figure], &json!(wanted), figure);
    }
    assert_eq!((&report["totals"]["requests"], &report["input"]["other_records"]), (&json!(30), &json!(42)));
    let warning = "6 requests repeat the usage of calls inside, 40,178 tokens of input and 5,900 of output, as \
                   `parent_span_id` tells: only the calls count";
    assert!(report["warnings"].to_string().contains(warning), "{}", report["warnings"]);
    let doctor = llmobs("doctor --json").arg(AGENTS).json();
    let found = row(&doctor, "finding", &json!("repeated_usage"));
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
    check("with a step between", &[call("a", "", 7, 3), step, call("b", "s", 7, 3)], [1, 7, 3]);
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

/// A gateway knows what was billed and the client inside of it what was used: the money is that of the call that counts.
#[test]
fn a_cost_goes_where_the_tokens_are() {
    let spent = |span: &str, parent: &str, cost: f64| {
        line(span, parent, json!({ "model": "unheard-of", "input_tokens": 7, "output_tokens": 3, "cost_usd": cost }))
    };
    let used = |span: &str, parent: &str| {
        line(span, parent, json!({ "model": "unheard-of", "input_tokens": 7, "output_tokens": 3 }))
    };
    let billed = |span: &str, parent: &str, cost: f64| line(span, parent, json!({ "model": null, "cost_usd": cost }));
    check_costs("the same tokens", &[spent("a", "", 0.5), used("b", "a")], json!([1, 0.5]));
    check_costs("no tokens", &[billed("a", "", 0.5), used("b", "a")], json!([1, 0.5]));
    check_costs("three times", &[spent("a", "", 0.5), spent("b", "a", 0.25), used("c", "b")], json!([1, 0.25]));
    check_costs("one without between", &[spent("a", "", 0.5), used("b", "a"), used("c", "b")], json!([1, 0.5]));
    check_costs("its own cost", &[spent("a", "", 0.5), spent("b", "a", 0.25)], json!([1, 0.25]));
    check_costs("a call that is free", &[spent("a", "", 0.5), spent("b", "a", 0.0)], json!([1, 0.0]));
    let both = [billed("a", "", 0.5), used("b", "a"), used("c", "a")];
    check_costs("two calls", &both, json!([2, null]));
    let report = read(both.concat());
    let warning = "1 call states $0.50 for several calls inside that state none of their own: not counted";
    assert_eq!(report["warnings"][1], warning, "{}", report["warnings"]);
    // The one around them states no tokens.
    let repeats = "1 request repeats the usage of calls inside, as `parent_span_id` tells: only the calls count";
    assert_eq!(report["warnings"][0], repeats, "{}", report["warnings"]);
    let doctor = llmobs("doctor --json").stdin(both.concat()).json();
    let found = row(&doctor, "finding", &json!("stranded_costs"));
    let of_finding = ["severity", "count", "usd", "what"].map(|key| &found[key]);
    assert_eq!(of_finding, [&json!("warning"), &json!(1), &json!(0.5), &json!(warning)]);
    let gated = llmobs("doctor --gate stranded_costs=0").stdin(both.concat()).run().expect(1);
    assert!(gated.stderr.contains("stranded_costs"), "{gated:?}");
    let priced = llmobs("costs --json --cost computed").stdin(both.concat()).json();
    assert!(!priced["warnings"].to_string().contains("several calls"), "{}", priced["warnings"]);
    let one_of_two = [billed("a", "", 0.5), spent("b", "a", 0.25), used("c", "a")];
    check_costs("two calls of which one states a cost", &one_of_two, json!([2, 0.5]));
}

/// Requests and what they cost; in both orders, and `trace` says the same.
#[track_caller]
fn check_costs(what: &str, lines: &[String], wanted: Value) {
    let backwards: Vec<String> = lines.iter().rev().cloned().collect();
    for text in [lines.concat(), backwards.concat()] {
        let totals = &read(text.clone())["totals"];
        assert_eq!(json!([totals["requests"], totals["total_cost_usd"]]), wanted, "{what}: {text}");
        let traces = llmobs("trace list --json").stdin(text.clone()).json();
        assert_eq!(traces["totals"]["total_cost_usd"], wanted[1], "{what}: {text}");
    }
}

/// A step around calls of a model is none itself; what says that it is one, or states what only one has, is.
#[test]
fn steps_are_no_requests() {
    let step = |more: Value| {
        let mut step = json!({ "timestamp": "2026-11-23T08:00:00Z", "trace_id": "t", "span_id": "s", "name": "search",
            "duration_ms": 12.5, "user_id": "ana", "error_type": "Timeout" });
        step.as_object_mut().expect("an object").extend(more.as_object().expect("members").clone());
        format!("{step}\n")
    };
    let others = [
        json!({ "request_id": "r" }),
        json!({ "model": "gpt-4o" }),
        json!({ "kind": "LLM" }),
        json!({ "input_tokens": 0 }),
        json!({ "finish_reason": "stop" }),
        json!({ "span_id": null }),
        json!({ "span_id": "" }),
        json!({ "name": null }),
    ];
    let text: String = [json!({}), json!({ "kind": "tool" })].into_iter().chain(others.clone()).map(step).collect();
    for command in ["costs", "latency", "errors"] {
        let report = llmobs(&format!("{command} --json")).stdin(text.clone()).json();
        let counted = [&report["input"]["requests"], &report["input"]["other_records"]];
        assert_eq!(counted, [&json!(others.len()), &json!(2)], "{command}");
    }
}

/// A call before the window may say what one in it cost.
#[test]
fn a_cost_is_inherited_from_before_the_window() {
    let outer = line("a", "", json!({ "input_tokens": 7, "output_tokens": 3, "cost_usd": 5.0 }));
    let later = json!({ "timestamp": "2026-11-23T09:00:00Z", "input_tokens": 7, "output_tokens": 3 });
    let text = outer + &line("b", "a", later);
    for options in ["", "--since 2026-11-23T08:30Z", "--since 2026-11-23T08:30Z --chunk-bytes 1"] {
        let report = llmobs(&format!("costs --json {options}")).stdin(text.clone()).json();
        let totals = &report["totals"];
        assert_eq!(json!([totals["requests"], totals["total_cost_usd"]]), json!([1, 5.0]), "{options}");
    }
}
