//! LangSmith's runs that hold others.

use serde_json::{Value, json};

use crate::foreign::{figures, read, told};
use crate::support::{Logs, llmobs};

fn run(id: &str, parent: Option<&str>, kind: &str, tokens: [u64; 2], inside: Vec<Value>) -> Value {
    json!({ "id": id, "name": "n", "run_type": kind, "start_time": "2026-11-18T11:06:40", "end_time": "2026-11-18T11:06:41",
        "parent_run_id": parent, "trace_id": if parent.is_some() { Value::Null } else { json!("t") }, "dotted_order": "x",
        "status": "success", "prompt_tokens": tokens[0], "completion_tokens": tokens[1],
        "total_cost": "0.001", "extra": { "metadata": { "ls_model_name": "gpt-4o" } },
        "events": [{ "name": "start" }], "child_runs": inside })
}

/// Two calls of a chain in a chain, and one that has another inside which states the same.
#[test]
fn runs_inside_of_runs_count() {
    let calls = vec![run("b", Some("a"), "llm", [100, 50], vec![]), run("c", Some("a"), "llm", [10, 5], vec![])];
    let chain = run("r", None, "chain", [110, 55], vec![run("a", Some("r"), "chain", [110, 55], calls)]);
    let again = vec![run("e", Some("d"), "llm", [7, 3], vec![])];
    let outer = run("d", None, "llm", [7, 3], again);
    let both = [chain.clone(), outer.clone()];
    for text in [
        format!("{chain}\n{outer}\n"),
        json!(both).to_string(),
        format!("{:#}", json!(both)),
        json!({ "runs": both }).to_string(),
        format!("{chain:#}\n{outer:#}\n"),
    ] {
        let report = read(text.clone());
        assert_eq!(told(&report), ("langsmith".to_owned(), 0), "{text}");
        assert_eq!(figures(&report), [Some(3), Some(0), Some(117), Some(58), Some(3000)], "{text}");
        assert_eq!(report["input"]["other_records"], 3, "{text}");
    }
}

/// One that cannot be taken apart would hide the others, and is told.
#[test]
fn a_damaged_run_is_one_bad_line() {
    let whole = run("r", None, "llm", [7, 3], vec![]);
    let broken = run("s", None, "chain", [7, 3], vec![run("x", Some("s"), "llm", [7, 3], vec![])]);
    let broken = broken.to_string().replacen("\"gpt-4o\"", "nul", 1);
    let report = read(format!("{whole}\n{broken}\n{}\n", run("u", None, "llm", [1, 1], vec![])));
    assert_eq!((told(&report).1, figures(&report)[0]), (1, Some(2)), "{:#}", report["warnings"]);
}

/// Which run holds others, each tells by itself: the first that does may be the last of all.
#[test]
fn a_run_behind_many_others_may_be_the_first_that_holds_some() {
    let plain = |number: usize| {
        let mut plain = run(&format!("p{number}"), None, "llm", [10, 1], vec![]);
        if number.is_multiple_of(2) {
            plain.as_object_mut().expect("a run").remove("child_runs");
        }
        plain
    };
    let calls = vec![run("b", None, "llm", [100, 50], vec![]), run("c", None, "llm", [1, 1], vec![])];
    let chain = run("r", None, "chain", [101, 51], vec![run("a", Some("r"), "chain", [101, 51], calls)]);
    let lines: Vec<String> = (0..60).map(plain).chain([chain]).map(|run| run.to_string()).collect();
    let hits = lines.iter().map(|line| format!("{{\"_index\":\"i\",\"_source\":{line}}}\n")).collect::<String>();
    let docker =
        lines.iter().map(|line| format!("{}\n", json!({ "log": line, "stream": "stdout" }))).collect::<String>();
    for (what, text) in [
        ("lines", lines.join("\n")),
        ("an array", format!("[{}]", lines.join(","))),
        ("an envelope", format!("{{\"runs\":[{}]}}", lines.join(","))),
        ("hits", hits),
        ("as texts", docker),
    ] {
        let (_logs, log) = Logs::with(&text);
        for options in ["", "--chunk-bytes 1 --threads 2"] {
            let report = llmobs(&format!("costs --json {options}")).arg(&log).json();
            assert_eq!(figures(&report)[..4], [Some(62), Some(0), Some(701), Some(111)], "{what} {options}");
            assert_eq!((told(&report).1, &report["input"]["other_records"]), (0, &json!(2)), "{what} {options}");
            assert_eq!(report["input"]["lines"], 61, "{what} {options}");
        }
    }
}

/// A run inside of another tells its place by where it stands, if it does not say so itself.
#[test]
fn runs_without_a_place_have_that_of_the_run_around_them() {
    let mut call = run("b", None, "llm", [100, 50], vec![]);
    call["trace_id"] = json!(null);
    let chain = run("r", None, "chain", [100, 50], vec![call]);
    let report = llmobs("trace show t --json -").stdin(format!("{chain}\n")).json();
    let row = crate::support::row(&report, "span_id", &json!("b"));
    assert_eq!((&row["parent_span_id"], &report["facts"]["spans"]), (&json!("r"), &json!(2)), "{report:#}");
}
