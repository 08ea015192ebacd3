//! Langfuse: the buckets of its usage, and what a document says of a trace.

use serde_json::{Value, json};

use crate::foreign::{figures, read};
use crate::support::{Logs, llmobs};

/// An observation as the interface exports it, with more members or other ones.
fn observation(more: Value) -> Value {
    let mut all = json!({ "id": "o", "traceId": "t", "type": "GENERATION", "name": "g", "model": "gpt-4o",
        "startTime": "2026-11-18T11:06:40Z", "endTime": "2026-11-18T11:06:41Z", "level": "DEFAULT",
        "parentObservationId": null, "costDetails": {}, "totalCost": null });
    let (Some(all_members), Value::Object(more)) = (all.as_object_mut(), more) else { return all };
    all_members.extend(more);
    all
}

/// Input, output, cache reads, cache writes and reasoning tokens.
#[track_caller]
fn tokens(record: &Value) -> [Value; 5] {
    let (_logs, log) = Logs::with(format!("{record}\n"));
    let report = llmobs("costs --json --by reasoning_tokens").arg(log).run().json();
    let total = |name: &str| report["totals"][format!("total_{name}_tokens")].clone();
    let reasoning = report["rows"][0]["reasoning_tokens"].as_str().and_then(|text| text.parse::<u64>().ok());
    let reasoning = reasoning.map_or_else(|| report["rows"][0]["reasoning_tokens"].clone(), Value::from);
    [total("input"), total("output"), total("cache_read"), total("cache_write"), reasoning]
}

/// Every figure whose name holds `input` is input, and the same of output (`reduceUsageOrCostDetails`).
#[test]
fn all_buckets_are_added_up() {
    let usage = json!({ "input": 20, "input_cached_tokens": 70, "input_audio_tokens": 10, "output": 30,
        "output_reasoning_tokens": 15, "output_audio_tokens": 5, "total": 150 });
    let all = json!([100, 50, 70, null, 15]);
    assert_eq!(json!(tokens(&observation(json!({ "usageDetails": usage })))), all);
    // In blob storage the names of the members differ.
    let blob = json!({ "id": "o", "trace_id": "t", "type": "GENERATION", "start_time": "2026-11-18 11:06:40",
        "provided_model_name": "gpt-4o", "usage_details": usage });
    assert_eq!(json!(tokens(&blob)), all);
    let anthropic =
        json!({ "input": 10, "cache_read_input_tokens": 1000, "cache_creation_input_tokens": 500, "output": 5 });
    for record in [
        observation(json!({ "usageDetails": anthropic, "model": "claude-sonnet-4-5" })),
        json!({ "id": "o", "trace_id": "t", "type": "GENERATION", "start_time": "2026-11-18 11:06:40",
            "provided_model_name": "claude-sonnet-4-5", "usage_details": anthropic }),
    ] {
        assert_eq!(json!(tokens(&record)), json!([1510, 5, 1000, 500, null]), "{record}");
    }
    // What was written to a cache, stated as a whole and in parts: 10 + 1000 + 200 + 300.
    let twice = json!({ "input": 10, "input_cache_read": 1000, "input_cache_creation": 500,
        "input_cache_creation_5m": 200, "input_cache_creation_1h": 300, "output": 5 });
    assert_eq!(json!(tokens(&observation(json!({ "usageDetails": twice })))), json!([1510, 5, 1000, 200, null]));
}

/// OpenInference's details are parts of the figures beside them: 85 + 29 is the total of 114.
#[test]
fn names_with_a_point_are_parts() {
    let usage = json!({ "input": 85, "output": 29, "total": 114, "prompt_details.cache_read": 64, "completion_details.reasoning": 10 });
    assert_eq!(json!(tokens(&observation(json!({ "usageDetails": usage })))), json!([85, 29, 64, null, 10]));
}

/// The columns beside it hold the sums; a 0 there says that nothing is known.
#[test]
fn without_buckets_the_sums_count() {
    for usage in [json!({}), json!({ "total": 150 }), Value::Null] {
        let stated = observation(json!({ "usageDetails": usage, "inputUsage": 100, "outputUsage": 50 }));
        assert_eq!(json!(tokens(&stated)[..2]), json!([100, 50]), "{usage}");
        let nothing = observation(json!({ "usageDetails": usage, "inputUsage": 0, "outputUsage": 0 }));
        if !usage.is_null() {
            assert_eq!(json!(tokens(&nothing)[..2]), json!([null, null]), "{usage}");
        }
    }
    let old = json!({ "usageDetails": { "prompt_tokens": 100, "completion_tokens": 50 }, "inputUsage": 0 });
    assert_eq!(json!(tokens(&observation(old))[..2]), json!([100, 50]));
}

#[test]
fn a_bucket_that_is_no_count_is_a_bad_value() {
    let report = read(observation(json!({ "usageDetails": { "input": -1, "output": 2 } })).to_string());
    assert_eq!(report["input"]["bad_values"], 1, "{report:#}");
    assert_eq!(figures(&report)[2..4], [None, Some(2)]);
}

/// A trace's user and session, wherever the document has them.
#[test]
fn a_traces_user_is_that_of_its_observations() {
    let usage = json!({ "usageDetails": { "input": 1, "output": 1 } });
    let one = observation(usage.clone());
    let two = observation(json!({ "id": "p", "traceId": "u", "usageDetails": { "input": 1, "output": 1 } }));
    let trace = json!({ "id": "t", "userId": "bob", "sessionId": "S", "input": "x".repeat(300) });
    let before = format!("{{\"trace\":{trace},\"observations\":[{one}]}}");
    let behind = format!("{{\"observations\":[{one}],\"trace\":{trace}}}");
    let flat = |observations: &Value| {
        format!(
            "{{\"id\":\"t\",\"userId\":\"bob\",\"observations\":[{observations}],\"scores\":[],\"sessionId\":\"S\"}}"
        )
    };
    let other = format!("{{\"observations\":[{two}],\"trace\":{{\"userId\":\"amy\",\"sessionId\":\"T\"}}}}");
    let bob = json!([["bob", "S", 1]]);
    let both = json!([["amy", "T", 1], ["bob", "S", 1]]);
    let pretty = |text: &str| format!("{:#}", serde_json::from_str::<Value>(text).expect("JSON"));
    for (what, text, expected) in [
        ("before", before.clone(), &bob),
        ("behind", behind.clone(), &bob),
        ("flat", flat(&one), &bob),
        ("flat, over many lines", pretty(&flat(&one)), &bob),
        ("in an array", format!("[{before},{other}]"), &both),
        ("in an array over many lines", pretty(&format!("[{},{other}]", flat(&one))), &both),
        ("on lines", format!("{before}\n{other}\n"), &both),
        ("one behind the other", format!("{behind}{other}"), &both),
        ("behind, cut off", behind.strip_suffix('}').unwrap_or_default().to_owned(), &bob),
    ] {
        let (_logs, log) = Logs::with(text);
        let report = llmobs("costs --json --by user_id,session_id").arg(log).run().json();
        let row = |row: &Value| json!([row["user_id"], row["session_id"], row["requests"]]);
        let mut rows: Vec<Value> = report["rows"].as_array().into_iter().flatten().map(row).collect();
        rows.sort_by_key(Value::to_string);
        assert_eq!(&Value::from(rows), expected, "{what}: {:#}", report["warnings"]);
    }
}

/// What tools and agents state in every export: no usage, and a cost of nothing.
#[test]
fn a_cost_of_nothing_is_no_usage() {
    let tool = json!({ "id": "x", "type": "TOOL", "model": null, "usageDetails": {}, "totalCost": 0, "inputUsage": 0, "outputUsage": 0 });
    let text = [observation(json!({ "usageDetails": { "input": 1, "output": 1 } })), observation(tool)];
    let report = llmobs("trace list --json -").stdin(json!(text).to_string()).json();
    assert_eq!((&report["facts"]["spans"], &report["warnings"]), (&json!(2), &json!([])), "{report:#}");
}
