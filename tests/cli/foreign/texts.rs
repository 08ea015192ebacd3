//! Objects that are written as texts: in the cells of CSV, and in members of a record.

use serde_json::json;

use crate::foreign::{figures, read, told};

const LANGFUSE: &str = "\
id,traceId,type,startTime,endTime,level,model,metadata,usageDetails,totalCost,inputUsage,outputUsage,userId
o1,t,GENERATION,2026-11-18T11:06:40Z,2026-11-18T11:06:42Z,DEFAULT,gpt-4o,{},\"{\"\"input\"\": 30, \"\"input_cached_tokens\"\": 70,
 \"\"output\"\": 50}\",,100,50,u
o2,t,GENERATION,2026-11-18T11:06:40Z,2026-11-18T11:06:42Z,ERROR,gpt-4o,{},{},,100,50,u
o3,t,GENERATION,2026-11-18T11:06:40Z,2026-11-18T11:06:42Z,DEFAULT,gpt-4o,\"{\"\"a\"\":\",,,0,0,u
";

#[test]
fn langfuses_usage_in_a_cell() {
    let report = read(LANGFUSE);
    assert_eq!(told(&report), ("langfuse".to_owned(), 0), "{:#}", report["warnings"]);
    // 30 + 70 of the first, 100 beside the empty object of the second, nothing known of the third.
    assert_eq!(figures(&report)[..4], [Some(3), Some(1), Some(200), Some(100)], "{report:#}");
    assert_eq!(report["totals"]["total_cache_read_tokens"], 70);
    assert_eq!(report["totals"]["pending"], json!(null));
}

/// A cell that begins as an object and is none is a bad value, where something was sought in it.
#[test]
fn damage_in_a_cell_is_told() {
    let report = read(LANGFUSE.replacen("\"\"output\"\": 50}", "\"\"output\"\": 50", 1));
    assert!(report["input"]["bad_values"].as_u64() > Some(0), "{report:#}");
    // The sums beside it still count.
    assert_eq!(figures(&report)[..4], [Some(3), Some(1), Some(200), Some(100)]);
    assert_eq!(report["totals"]["total_cache_read_tokens"], json!(null));
}

/// The status of LiteLLM's spend logs stands in their metadata, which its database holds as JSON.
#[test]
fn litellms_metadata_as_a_text() {
    let header = "request_id,call_type,api_key,spend,prompt_tokens,completion_tokens,startTime,endTime,model,metadata";
    let row = |id: usize, status: &str| {
        format!(
            "r{id},acompletion,h,0.01,100,50,2026-11-18T11:06:40Z,2026-11-18T11:06:42Z,gpt-4o,\"{{\"\"status\"\": \"\"{status}\"\"}}\"\n"
        )
    };
    let statuses = ["success", "failure", "success"];
    let rows: String = statuses.iter().enumerate().map(|(id, status)| row(id, status)).collect();
    let as_csv = read(format!("{header}\n{rows}"));
    assert_eq!(told(&as_csv), ("litellm-spend".to_owned(), 0));
    assert_eq!(figures(&as_csv), [Some(3), Some(1), Some(300), Some(150), Some(30_000)]);
    let line = |(id, status): (usize, &str)| {
        let metadata =
            json!({ "status": status, "usage_object": { "prompt_tokens_details": { "cached_tokens": 40 } } });
        let record = json!({ "request_id": id.to_string(), "call_type": "acompletion", "api_key": "h", "spend": 0.01,
            "prompt_tokens": 100, "completion_tokens": 50, "startTime": "2026-11-18T11:06:40Z",
            "endTime": "2026-11-18T11:06:42Z", "model": "gpt-4o",
            // Some as it is, some as a text.
            "metadata": if id == 0 { metadata } else { json!(metadata.to_string()) } });
        format!("{record}\n")
    };
    let as_lines = read(statuses.into_iter().enumerate().map(line).collect::<String>());
    assert_eq!(figures(&as_lines), figures(&as_csv), "{as_lines:#}");
    assert_eq!(as_lines["totals"]["total_cache_read_tokens"], 120);
}

/// Which record has a text for an object, each tells by itself; one that only begins as an object is a bad value.
#[test]
fn a_text_behind_many_objects_is_one_all_the_same() {
    let line = |(id, metadata): (usize, serde_json::Value)| {
        let record = json!({ "request_id": id.to_string(), "call_type": "acompletion", "api_key": "h", "spend": 0.01,
            "prompt_tokens": 100, "completion_tokens": 50, "startTime": "2026-11-18T11:06:40Z",
            "endTime": "2026-11-18T11:06:42Z", "model": "gpt-4o", "metadata": metadata });
        format!("{record}\n")
    };
    let metadata = |status: &str| json!({ "status": status, "usage_object": { "prompt_tokens_details": { "cached_tokens": 40 } } });
    let objects = std::iter::repeat_n(metadata("success"), 60);
    let texts = [json!(metadata("failure").to_string()), json!(metadata("success").to_string()), json!("none")];
    let lines: String = objects.chain(texts).enumerate().map(line).collect();
    for text in [lines.clone(), lines.replace("{\"api_key\"", "{\"_source\":{\"api_key\"").replace("}\n", "}}\n")] {
        let report = read(text);
        assert_eq!(told(&report), ("litellm-spend".to_owned(), 0), "{:#}", report["warnings"]);
        assert_eq!(figures(&report)[..4], [Some(63), Some(1), Some(6300), Some(3150)], "{report:#}");
        assert_eq!(report["totals"]["total_cache_read_tokens"], 62 * 40);
        assert_eq!(report["input"]["bad_values"], 0);
    }
    let report = read(lines + &line((99, json!("{\"status\": \"fail"))));
    assert_eq!((figures(&report)[0], &report["input"]["bad_values"]), (Some(64), &json!(1)), "{report:#}");
    assert!(report["warnings"].to_string().contains("stdin:64: metadata `"), "{:#}", report["warnings"]);
}
