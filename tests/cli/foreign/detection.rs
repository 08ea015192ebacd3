//! What a log is taken for: by its content, whatever its name, and never by a single odd line.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::foreign::{figures, fixture, native, read, told, truths};
use crate::support::{Logs, PYLOGGER, ROOT, llmobs};

fn genuine() -> String {
    fs::read_to_string(format!("{ROOT}/{PYLOGGER}")).expect("a log")
}

#[test]
fn formats_in_one_folder_are_read_together() {
    let logs = Logs::new();
    logs.write("native.jsonl", genuine());
    let (mut requests, mut errors, mut formats) = (60, 9, json!({ "native": 1 }));
    for (number, (name, truth)) in truths().into_iter().enumerate() {
        let text = fs::read_to_string(fixture(&name)).expect("a fixture");
        // One list of requests became all of them: here each has ids of its own.
        let own = text.replace("00000000000", &format!("{number:02}000000000"));
        let own =
            ["ant-00", "ope-00"].iter().fold(own, |text, id| text.replace(id, &format!("{}{number:02}", &id[..4])));
        logs.write(&name, own);
        formats[truth["format"].as_str().expect("a name")] = json!(1);
        requests += truth["requests"].as_u64().expect("a count");
        errors += truth["errors"].as_u64().expect("a count");
    }
    let report = llmobs("costs --json").arg(logs.path()).json();
    assert_eq!(report["input"]["formats"], formats);
    assert_eq!((&report["totals"]["requests"], &report["totals"]["errors"]), (&json!(requests), &json!(errors)));
    assert_eq!((&report["input"]["bad_lines"], &report["input"]["unrecognised_lines"]), (&json!(0), &json!(0)));
}

/// Damage at the beginning of our own log changes nothing about the rest, nor how the damage is counted.
#[test]
fn a_native_log_that_begins_badly_is_native() {
    let lines = genuine();
    let whole = read(lines.clone());
    let first = lines.lines().next().expect("a line");
    for (garbage, bad) in [
        ("garbage", 1),
        ("{", 1),
        ("[", 1),
        ("{\"timestamp\": \"2026-11-23T07:27:07.451357\", \"request_id\": \"27", 1),
        ("{\"timestamp\": \"2026-11-23T07:27:07.451357\", \"nested\": {", 1),
        ("[{\"a\": 1},", 1),
        ("{\"a\": 1}{\"b\": 2}", 1),
        ("{\"data\": [{\"a\": 1},", 1),
        ("}{", 1),
        ("[2026-11-23 07:27:07] INFO starting", 1),
        ("2026-11-23T07:27:07Z starting {\"x\": 1}", 1),
        ("[1, 2]", 1),
        ("\u{0}\u{1}\u{2}", 1),
        ("garbage\n{\n[", 3),
        // A line of some other tool, and one that only looks like it.
        ("{\"resourceSpans\": []}", 0),
        ("{\"custom_id\": \"x\", \"response\": null, \"error\": null}", 0),
        ("{\"_source\": {\"model\": \"x\"}}", 0),
        ("{\"event\": \"start\", \"data\": [{\"x\": 1}]}", 0),
    ] {
        let report = read(format!("{garbage}\n{lines}"));
        assert_eq!(told(&report), ("native".to_owned(), bad), "{garbage:?}: {:#}", report["warnings"]);
        assert_eq!(figures(&report), figures(&whole), "{garbage:?}");
        assert_eq!(report["input"]["lines"], json!(120 + garbage.lines().count()), "{garbage:?}");
    }
    // Two lines that ran together, as those of two processes do.
    let report = read(format!("{first}{lines}"));
    assert_eq!(told(&report), ("native".to_owned(), 1));
}

/// Neither what a message says nor what stands beside our own fields is taken for what is around a record.
#[test]
fn our_own_lines_with_odd_members_are_native() {
    let odd = |members: Value| {
        let with = |line: Value| {
            let (mut line, members) = (line, members.clone());
            line.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
            format!("{line}\n")
        };
        read(native().into_iter().map(with).collect::<String>())
    };
    let whole = read(genuine());
    for members in [
        json!({ "message": "{\"a\": 1}" }),
        json!({ "log": "text", "message": "{\"model\": \"other\"}" }),
        json!({ "_source": { "file": "main.py" } }),
        json!({ "data": [{ "id": 1 }], "events": [{ "name": "start" }], "results": [{}] }),
        json!({ "index": { "_id": 1 } }),
        json!({ "resource": { "service": "x" }, "error": null, "response": { "id": "x" } }),
    ] {
        let report = odd(members.clone());
        assert_eq!(told(&report), ("native".to_owned(), 0), "{members}");
        assert_eq!(figures(&report), figures(&whole), "{members}");
    }
}

#[test]
fn noise_is_no_format() {
    let mut state = 1_u64;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    for start in ["", "{", "[", "[{", "{\"data\":[{", "1", "2026-11-23 {"] {
        let bytes: Vec<u8> = start.bytes().chain((0..20_000).map(|_| noise())).collect();
        let report = read(bytes);
        assert_eq!(told(&report).0, "native", "{start}");
        assert_eq!(report["input"]["requests"], 0, "{start}");
        assert!(told(&report).1 > 0, "{start}: {:#}", report["input"]);
    }
}

/// Records larger than what is looked at first.
#[test]
fn the_first_record_may_be_long() {
    let long = "x{\\\"model\\\":\\\"y\\\"}[".repeat(9000);
    for (name, member) in [
        ("otlp.jsonl", "\"kind\": 3"),
        ("litellm.jsonl", "\"call_type\": \"acompletion\""),
        ("litellm_spend.json", "\"user\": \"\""),
        ("langfuse.json", "\"name\": \"agent\""),
        ("langfuse_blob.jsonl", "\"name\": \"agent\""),
        ("langsmith.jsonl", "\"session_id\": \"the-project\""),
        ("bedrock.jsonl", "\"accountId\": \"1\""),
        ("llm.json", "\"system\": null"),
        ("helicone.json", "\"request_path\": \"/v1/chat\""),
        ("anthropic_batch.jsonl", "\"role\": \"assistant\""),
    ] {
        let text = fs::read_to_string(fixture(name)).expect("a fixture");
        assert!(text.contains(member), "{name}");
        let report = read(text.replacen(member, &format!("{member}, \"long\": \"{long}\""), 1));
        let whole = read(text);
        assert_eq!(told(&report), told(&whole), "{name}: {:#}", report["warnings"]);
        assert_eq!(figures(&report), figures(&whole), "{name}");
    }
}

/// LangSmith's runs hold lists of events; they are no envelopes of them.
#[test]
fn a_record_with_a_list_is_no_envelope() {
    let text = fs::read_to_string(fixture("langsmith.jsonl")).expect("a fixture");
    let with = |line: &str| {
        line.replacen("\"name\"", "\"events\": [{\"name\": \"start\"}], \"child_runs\": [{}], \"name\"", 1) + "\n"
    };
    let report = read(text.lines().map(with).collect::<String>());
    assert_eq!(figures(&report), figures(&read(text)));
    assert_eq!(told(&report), ("langsmith".to_owned(), 0));
}

/// Answers of providers as they are, on lines of their own. Tokens by hand.
#[test]
fn raw_answers_are_nearly_native() {
    let openai = json!({ "id": "chatcmpl-1", "object": "chat.completion", "created": 1_795_000_000, "model": "gpt-4o-mini-2024-07-18",
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": "x" } }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 10, "prompt_tokens_details": { "cached_tokens": 40 } } });
    let responses = json!({ "id": "resp_1", "object": "response", "created_at": 1_795_000_000, "model": "gpt-4o-mini-2024-07-18", "status": "completed",
        "output": [], "usage": { "input_tokens": 7, "input_tokens_details": { "cached_tokens": 2 }, "output_tokens": 3 } });
    let anthropic = json!({ "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929", "stop_reason": "end_turn",
        "usage": { "input_tokens": 5, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 0, "output_tokens": 2 } });
    let report = read(format!("{openai}\n{responses}\n{anthropic}\n"));
    assert_eq!(told(&report), ("native".to_owned(), 0));
    assert_eq!(figures(&report)[..4], [Some(3), Some(0), Some(132), Some(15)], "{report:#}");
}

#[test]
fn a_format_that_is_not_known_is_an_error() {
    let run = llmobs("costs --input-format langsmit").arg(PYLOGGER).run().expect(2);
    assert!(
        run.stderr.starts_with("error: `langsmit` is not a log format\n\nhint: `llmobs formats` lists them"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
}

/// By hand a log is read as something that it is not, and says so.
#[test]
fn a_format_given_by_hand_wins() {
    let report = llmobs("costs --json --input-format native").arg(fixture("bedrock.jsonl")).run().json();
    assert_eq!(told(&report), ("native".to_owned(), 0));
    let report = llmobs("costs --json --input-format helicone").arg(PYLOGGER).run().json();
    assert_eq!(report["input"]["formats"], json!({ "helicone": 1 }));
    let by_environment = llmobs("costs --json").env("LLMOBS_INPUT_FORMAT", "helicone").arg(PYLOGGER).run().json();
    assert_eq!(by_environment, report);
}

/// A format that was meant for another file is more likely than a log that keeps its fields elsewhere.
#[test]
fn what_a_log_looks_like_is_said_where_it_is_read_as_something_else() {
    let looks = |log: &Path, given: &str| {
        let run = llmobs(&format!("costs --json --input-format {given}")).arg(log).run();
        let warnings = run.json()["warnings"].clone();
        let first = format!("`{}` is read as `{given}`, as `--input-format` says, and looks like `", log.display());
        let name = warnings[0].as_str().and_then(|text| text.strip_prefix(&first)).map(|rest| {
            assert!(!warnings.to_string().contains("--map"), "{warnings}");
            rest.split('`').next().unwrap_or_default().to_owned()
        });
        (name, run)
    };
    let named = |log: &Path, given: &str| looks(log, given).0;
    for given in ["otlp", "langfuse", "helicone"] {
        assert_eq!(named(Path::new(PYLOGGER), given).as_deref(), Some("native"), "{given}");
    }
    assert_eq!(named(&fixture("otlp.jsonl"), "native").as_deref(), Some("otlp"));
    assert_eq!(named(&fixture("bedrock.jsonl"), "bedrock"), None);
    let table = Path::new("fixtures/columns/polars.csv");
    assert_eq!((named(table, "native"), named(table, "litellm").as_deref()), (None, Some("native")));
    // What looks like nothing may keep its fields anywhere.
    let (logs, log) = Logs::with("{\"a\":1}\n");
    let (name, run) = looks(&log, "otlp");
    assert!(name.is_none() && run.json()["warnings"].to_string().contains("`--map FIELD=PATH`"), "{run:?}");
    logs.write("b.jsonl", "{\"model\":\"m\"}\n");
    logs.write("c.jsonl", "{\"model\":\"m\"}\n");
    let run = llmobs("costs --json --input-format otlp").arg(logs.path()).run().expect(3);
    assert!(run.json()["warnings"][0].to_string().contains("like `native`, and so with 1 more input;"), "{run:?}");
}

/// Gateways keep such logs in databases, and people take them out as tables: the columns tell whose they are, and what they
/// hold is what the records hold.
#[test]
fn a_table_of_another_tool_is_told_by_its_columns() {
    const COLUMNS: [&str; 13] = [
        "request_id",
        "call_type",
        "api_key",
        "spend",
        "prompt_tokens",
        "completion_tokens",
        "startTime",
        "endTime",
        "model",
        "custom_llm_provider",
        "end_user",
        "cache_hit",
        "status",
    ];
    let text = fs::read_to_string(fixture("litellm_spend.json")).expect("a fixture");
    let records: Vec<Value> = serde_json::from_str(&text).expect("records");
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string().replace("null", ""), str::to_owned);
    let row = |record: &Value| COLUMNS.map(|column| cell(&record[column])).join(",");
    let rows: Vec<String> = records.iter().map(row).collect();
    let logs = Logs::new();
    let table = logs.write("spend.csv", format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n")));
    let (whole, read) =
        (llmobs("costs --json").arg(fixture("litellm_spend.json")).json(), llmobs("costs --json").arg(table).json());
    assert_eq!(read["input"]["formats"], json!({ "litellm-spend": 1 }));
    for key in ["requests", "errors", "total_output_tokens", "total_cost_usd"] {
        assert_eq!(read["totals"][key], whole["totals"][key], "{key}");
    }
}

/// Members that another tool has too do not outweigh our own names for what a request used.
#[test]
fn weak_signs_do_not_hide_a_native_log() {
    for (line, figures_) in [
        (
            json!({ "request_id": "r", "model": "m", "input_tokens": 10, "output_tokens": 5, "cost_usd": 1, "trace_id": "t", "run_type": "llm", "id": "x" }),
            [Some(10), Some(5), Some(1_000_000)],
        ),
        (
            json!({ "request_id": "r", "spend": 0.5, "startTime": "2026-11-18T11:06:40Z", "call_type": "x", "model": "m", "input_tokens": 10, "output_tokens": 5 }),
            [Some(10), Some(5), None],
        ),
        (json!({ "data": [{ "x": 1 }], "latency_ms": 10, "user": "u", "cost": 0.1 }), [None, None, Some(100_000)]),
        (json!({ "run_type": "llm", "trace_id": "t", "model": "m", "cost_usd": 2 }), [None, None, Some(2_000_000)]),
    ] {
        let report = read(format!("{line}\n"));
        assert_eq!(told(&report), ("native".to_owned(), 0), "{line}");
        assert_eq!(figures(&report)[2..], figures_, "{line}: {report:#}");
        assert_eq!(report["totals"]["requests"], 1, "{line}");
    }
    // A list of records in what says something itself is still an envelope.
    let inside = native();
    let report = read(json!({ "data": inside, "total_cost": 3 }).to_string());
    assert_eq!(report["totals"]["requests"], 60);
}

/// Records of another tool behind those that told the format: no calls about which nothing is known.
#[test]
fn records_of_another_format_are_unrecognised() {
    let text = |name: &str| fs::read_to_string(fixture(name)).expect("a fixture");
    let native = json!({ "request_id": "n", "model": "m", "input_tokens": 1, "output_tokens": 1 }).to_string();
    for (first, second, name) in [
        (text("litellm.jsonl"), text("langfuse_blob.jsonl"), "langfuse-blob"),
        (text("langfuse_blob.jsonl"), text("litellm.jsonl"), "litellm"),
        (text("litellm.jsonl"), native, "native"),
    ] {
        let whole = read(first.clone());
        let one = second.lines().find(|line| !line.contains("chain") && !line.contains("SPAN")).expect("a call");
        let report = read(format!("{}\n{one}\n", first.trim_end()));
        assert_eq!(figures(&report), figures(&whole), "{name}");
        assert_eq!(report["input"]["unrecognised_lines"], 1, "{name}: {:#}", report["input"]);
        let last = first.trim_end().lines().count() + 1;
        let place = format!("stdin:{last}: a record of the format `{name}`");
        let warnings = report["warnings"].as_array().expect("warnings");
        assert!(warnings.iter().any(|text| text.as_str().is_some_and(|text| text.contains(&place))), "{warnings:#?}");
    }
}
