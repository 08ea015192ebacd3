//! LangSmith's runs that hold others.

use serde_json::{Value, json};

use crate::foreign::{figures, read, told};

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
