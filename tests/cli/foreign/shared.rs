//! Real logs of other tools, in `../shared/data/formats`, against the truths beside them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::foreign::{added, answer};
use crate::support::{assert_close, llmobs, read_json, row, shared};

/// Compares the totals of a log, as a file and on stdin, with requests, errors, input and output tokens.
#[track_caller]
fn check(log: &Path, format: &str, [requests, errors, input, output]: [u64; 4]) -> Value {
    let report = answer("costs --json", log);
    let piped = llmobs("costs --json").stdin(fs::read(log).expect("a log")).json();
    for report in [&report, &piped] {
        let totals = &report["totals"];
        assert_eq!(report["input"]["formats"], json!({ format: 1 }), "{}", log.display());
        let found =
            [&totals["requests"], &totals["errors"], &totals["total_input_tokens"], &totals["total_output_tokens"]];
        assert_eq!(found, [requests, errors, input, output].map(Value::from).each_ref(), "{}", log.display());
        assert_eq!(report["input"]["unrecognised_lines"], 0, "{}", log.display());
    }
    report
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

#[test]
fn claude_code_sessions_count_each_message_once() {
    let Some(shared) = shared("Claude Code sessions") else { return };
    let folder = shared.join("formats/claude_code");
    for (name, truth) in read_json(&folder.join("truth.json")).as_object().expect("truths") {
        let log = folder.join(name);
        if !log.is_file() {
            continue;
        }
        let truth = &truth["dedup_by_message_id_and_requestId"];
        let models = truth["by_model"].as_object().expect("models");
        let sum = |model: &Value, parts: &[&str]| parts.iter().map(|part| number(&model[*part])).sum::<u64>();
        let all = |parts: &[&str]| models.values().map(|model| sum(model, parts)).sum::<u64>();
        const INPUT: [&str; 3] = ["input", "cache_write", "cache_read"];
        let report = check(&log, "claude-code", [number(&truth["requests"]), 0, all(&INPUT), all(&["output"])]);
        for (model, figures) in models {
            let found = row(&report, "model", &json!(model));
            let of_row = |figure: &str| number(&found[figure]);
            assert_eq!(of_row("requests"), number(&figures["requests"]), "{name}: {model}");
            assert_eq!(of_row("total_input_tokens"), sum(figures, &INPUT), "{name}: {model}");
            assert_eq!(of_row("total_output_tokens"), number(&figures["output"]), "{name}: {model}");
        }
        // Its lines tell when blocks were written, and not when anybody asked.
        assert_eq!(llmobs("latency --json").arg(&log).run().json()["totals"]["p95_latency_ms"], Value::Null, "{name}");
    }
    let report = answer("costs --json", &folder.join("ai-sessions_claude-code-pomodoro-timer.jsonl"));
    assert_eq!((number(&report["totals"]["total_cache_read_tokens"]), added(&report)), (1_295_467, 40));
    // By hand at $3, $15, $0.30 and $3.75 for a million: jq -n '(265*3+12700*15+1295467*.3+55442*3.75)/1e6'
    assert_close(&report["totals"]["total_cost_usd"], &json!(0.787_842_6), "cost");
    // Lines that are no objects cost themselves alone.
    let report = answer("costs --json", &folder.join("claude-code-log_edge_cases.jsonl"));
    assert_eq!(report["input"]["bad_lines_by_reason"], json!({ "not_object": 3 }));
}

#[test]
fn langfuse_traces() {
    let Some(shared) = shared("Langfuse traces") else { return };
    let folder = shared.join("formats/langfuse");
    for (name, truth) in read_json(&folder.join("truth.json")).as_object().expect("truths") {
        let log = folder.join(name);
        if !log.is_file() {
            continue;
        }
        let report = check(
            &log,
            "langfuse",
            [number(&truth["generations"]), 0, number(&truth["input"]), number(&truth["output"])],
        );
        assert_close(&report["totals"]["total_cost_usd"], &truth["cost"], name);
        let models: Vec<&Value> = report["rows"].as_array().expect("rows").iter().map(|row| &row["model"]).collect();
        assert_eq!(json!(models), truth["models"], "{name}");
        let others = number(&truth["observations"]) - number(&truth["generations"]);
        assert_eq!(number(&report["input"]["other_records"]), others, "{name}");
    }
}

/// Figures by jq of the samples: `jq -c '.post[],.patch[]|[.run_type,.start_time,.end_time,.outputs.usage_metadata]'`.
#[test]
fn langsmith_posts_and_patches_are_one_run() {
    let Some(shared) = shared("LangSmith payloads") else { return };
    let folder = shared.join("formats/langsmith");
    for (name, input, output, latency) in [
        ("langsmith_py_wrap_openai_.json", 9, 9, 1118.333),
        ("langsmith_py_wrap_openai_reasoning.json", 43, 2497, 15138.093),
        ("langsmith_py_wrap_openai_stream.json", 9, 9, 1328.441),
    ] {
        check(&folder.join(name), "langsmith", [1, 0, input, output]);
        let report = answer("latency --json", &folder.join(name));
        assert_close(&report["totals"]["p50_latency_ms"], &json!(latency), name);
    }
    // A stream of which nobody counted the tokens: they are unknown and not 0.
    let report = answer("costs --json", &folder.join("langsmith_py_wrap_openai_stream_no_usage.json"));
    let totals = &report["totals"];
    assert_eq!(
        [&totals["total_input_tokens"], &totals["total_output_tokens"], &totals["total_cost_usd"]],
        [&Value::Null; 3]
    );
    assert_eq!(totals["requests"], 1);
}

#[test]
fn litellm_payloads() {
    let Some(shared) = shared("LiteLLM payloads") else { return };
    let log = shared.join("formats/litellm/litellm_standard_logging.jsonl");
    let truth = &read_json(&log.with_extension("truth.json"))["litellm_file"];
    let (requests, errors) = (number(&truth["records"]), number(&truth["by_status"]["failure"]));
    let tokens = [number(&truth["prompt_tokens"]), number(&truth["completion_tokens"])];
    let report = check(&log, "litellm", [requests, errors, tokens[0], tokens[1]]);
    assert_close(&report["totals"]["total_cost_usd"], &truth["response_cost"], "cost");
    for (model, figures) in truth["by_model"].as_object().expect("models") {
        let found = row(&report, "model", &json!(model));
        assert_eq!(found["requests"], figures["records"], "{model}");
        assert_eq!(found["total_input_tokens"], figures["prompt_tokens"], "{model}");
        assert_eq!(found["total_output_tokens"], figures["completion_tokens"], "{model}");
        assert_close(&found["total_cost_usd"], &figures["cost"], model);
    }
    // What the server behind the proxy says it served from its cache and took into it.
    let served = &read_json(&log.with_extension("truth.json"))["server_truth"]["totals"];
    assert_eq!(report["totals"]["total_cache_read_tokens"], served["cache_read"]);
    assert_eq!(report["totals"]["total_cache_write_tokens"], served["cache_write_5m"]);
    let report = answer("costs --json --by error_type", &log);
    for (class, count) in truth["by_error_class"].as_object().expect("classes") {
        assert_eq!(row(&report, "error_type", &json!(class))["errors"], *count, "{class}");
    }
    let totals = &answer("latency --json --where status=success", &log)["totals"];
    for (figure, truth) in truth["latency_ms_success"].as_object().expect("figures") {
        let name = if figure == "mean" { "avg_latency_ms".to_owned() } else { format!("{figure}_latency_ms") };
        let difference = totals[&name].as_f64().unwrap_or(f64::NAN) - truth.as_f64().expect("a number");
        // Its times are floats of seconds, good to a quarter of a microsecond; ours are whole ones.
        assert!(difference.abs() < 0.002, "{figure}: {difference}");
    }
}

#[test]
fn otlp_spans_count_once() {
    let Some(shared) = shared("OpenLLMetry's spans") else { return };
    let log = shared.join("formats/otlp/otlp_openllmetry.jsonl");
    let truth = &read_json(&log.with_extension("truth.json"))["otlp_file"];
    let sums = &truth["sum_over_all_llm_spans"];
    let (spans, calls) = (number(&truth["spans"]), number(&truth["llm_spans"]));
    let report = check(
        &log,
        "otlp",
        [calls, number(&truth["spans_status_error"]), number(&sums["input"]), number(&sums["output"])],
    );
    assert_eq!(number(&report["input"]["other_records"]), spans - calls);
    for (scope, provider) in [
        ("opentelemetry.instrumentation.anthropic", "anthropic"),
        ("opentelemetry.instrumentation.openai.v1", "openai"),
    ] {
        let truth = &truth["by_scope_detail"][scope];
        let only = format!("--where provider={provider}");
        let totals = &answer(&format!("costs --json {only}"), &log)["totals"];
        for (figure, truth) in [
            ("requests", "spans"),
            ("errors", "errors"),
            ("total_input_tokens", "input"),
            ("total_output_tokens", "output"),
        ]
        .map(|(figure, name)| (figure, &truth[name]))
        {
            assert_eq!(totals[figure], *truth, "{provider}: {figure}");
        }
        let totals = &answer(&format!("latency --json {only}"), &log)["totals"];
        for (figure, truth) in [("p50", "p50"), ("p95", "p95"), ("p99", "p99"), ("avg", "mean")]
            .map(|(f, t)| (f, &truth["duration_ms"][t]))
        {
            assert_close(&totals[format!("{figure}_latency_ms")], truth, &format!("{provider}: {figure}"));
        }
    }
    // Spans that call no model at all.
    let log = log.with_file_name("opentelemetry-proto_example_trace.json");
    let report = llmobs("costs --json").arg(log).run().expect(3).json();
    assert_eq!([&report["input"]["requests"], &report["input"]["other_records"]], [0, 1]);
}

/// Figures of SOURCE.md beside the samples.
#[test]
fn batches() {
    let Some(shared) = shared("batches of OpenAI and Anthropic") else { return };
    let openai = shared.join("formats/openai_batch/batch_output.jsonl");
    let anthropic = shared.join("formats/anthropic_batch/results.jsonl");
    check(&openai, "openai-batch", [4, 1, 912, 110]);
    let report = check(&anthropic, "anthropic-batch", [4, 2, 12, 2]);
    assert_eq!(report["range"]["first"], Value::Null);
    for log in [openai, anthropic] {
        assert_eq!(llmobs("latency --json").arg(log).run().expect(3).json()["totals"]["p95_latency_ms"], Value::Null);
    }
}

#[test]
fn what_elasticsearch_holds_is_the_log_that_went_in() {
    let Some(shared) = shared("what Elasticsearch puts around a log") else { return };
    let truth = read_json(&shared.join("logs/pylogger.truth.json"));
    let figures = ["requests", "errors", "input_tokens", "output_tokens"].map(|figure| number(&truth[figure]));
    for name in ["bulk.ndjson", "elasticdump_hits.ndjson", "search_response.json"] {
        let report = check(&shared.join("formats/elasticsearch").join(name), "native", figures);
        assert_close(&report["totals"]["total_cost_usd"], &truth["cost_usd"], name);
    }
}
