//! `llmobs costs --cost auto|logged|computed`: which figure counts, and what cannot be known.

use serde_json::{Value, json};

use crate::support::{Logs, ROOT, assert_close, llmobs, read_json, row};

/// `llmobs costs --json` of these lines.
fn costs(lines: &[Value], arguments: &str) -> Value {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (_logs, log) = Logs::with(text);
    llmobs(&format!("costs --json {arguments}")).arg(log).json()
}

#[track_caller]
fn assert_cost(line: Value, arguments: &str, usd: f64) {
    let report = costs(std::slice::from_ref(&line), arguments);
    assert_close(&report["totals"]["total_cost_usd"], &json!(usd), &line.to_string());
}

#[test]
fn the_logged_cost_counts_unless_computed_ones_are_asked_for() {
    let lines = [
        json!({"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100, "cost_usd": 5.0}),
        json!({"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100}),
    ];
    // gpt-4o: $2.50 and $10 per million, so 0.0025 + 0.001.
    for (mode, usd, sources) in
        [("auto", 5.0035, [1, 1, 0]), ("logged", 5.0, [1, 0, 1]), ("computed", 0.007, [0, 2, 0])]
    {
        let report = costs(&lines, &format!("--cost {mode}"));
        assert_close(&report["totals"]["total_cost_usd"], &json!(usd), mode);
        let input = &report["input"];
        let found = ["logged_cost_requests", "computed_cost_requests", "unpriced_requests"].map(|key| &input[key]);
        assert_eq!(found, sources.map(|count| json!(count)).each_ref(), "{mode}");
        // The table's day stands with every computed total, and only there.
        assert_eq!(report["prices"]["date"].is_string(), sources[1] > 0, "{mode}");
    }
}

#[test]
fn nothing_logged_is_unknown_where_only_logged_costs_count() {
    let report = costs(&[json!({"model": "gpt-4o", "input_tokens": 1, "output_tokens": 1})], "--cost logged");
    assert_eq!(report["totals"]["total_cost_usd"], Value::Null);
    assert_eq!(report["rows"][0]["total_cost_usd"], Value::Null);
}

#[test]
fn a_logged_zero_is_a_cost() {
    // A gateway's cache answers for nothing.
    let report = costs(&[json!({"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100, "cost_usd": 0})], "");
    assert_eq!(report["totals"]["total_cost_usd"], json!(0.0));
    assert_eq!(report["input"]["logged_cost_requests"], json!(1));
}

#[test]
fn cached_tokens_are_part_of_the_input_or_beside_it() {
    // OpenAI counts them inside: 400 × 2.50 + 600 × 1.25 + 100 × 10, per million.
    let openai = json!({"model": "gpt-4o", "usage": {"prompt_tokens": 1000, "completion_tokens": 100,
        "prompt_tokens_details": {"cached_tokens": 600}}});
    assert_cost(openai, "", (400.0 * 2.5 + 600.0 * 1.25 + 100.0 * 10.0) / 1e6);
    // Anthropic counts them beside: 400 × 3 + 600 × 0.30 + 200 × 3.75 + 100 × 6 + 100 × 15.
    let anthropic = json!({"model": "claude-sonnet-4-5", "usage": {"input_tokens": 400, "output_tokens": 100,
        "cache_read_input_tokens": 600, "cache_creation_input_tokens": 300,
        "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100}}});
    assert_cost(anthropic.clone(), "", (400.0 * 3.0 + 600.0 * 0.3 + 200.0 * 3.75 + 100.0 * 6.0 + 100.0 * 15.0) / 1e6);
    // Then `input_tokens` means all of them, and that is said.
    let report = costs(&[anthropic], "");
    assert_eq!(report["totals"]["total_input_tokens"], json!(1300));
    assert_eq!(report["totals"]["total_cache_read_tokens"], json!(600));
    assert!(report["warnings"].to_string().contains("apart"), "{}", report["warnings"]);
}

#[test]
fn thresholds_and_tiers_are_of_each_request() {
    // gemini-2.5-pro: above 200,000 input tokens $2.50 and $15 instead of $1.25 and $10, cached ones counted.
    assert_cost(json!({"model": "gemini-2.5-pro", "input_tokens": 200_000, "output_tokens": 10}), "", 0.25 + 0.0001);
    assert_cost(
        json!({"model": "gemini-2.5-pro", "input_tokens": 200_001, "output_tokens": 10}),
        "",
        200_001.0 * 2.5e-6 + 10.0 * 15e-6,
    );
    // Two requests below it stay below it.
    let below = json!({"model": "gemini-2.5-pro", "input_tokens": 150_000, "output_tokens": 0});
    let report = costs(&[below.clone(), below], "");
    assert_close(&report["totals"]["total_cost_usd"], &json!(2.0 * 150_000.0 * 1.25e-6), "two small ones");
    // gpt-5 flex is half of $1.25 and $10, priority twice.
    for (tier, factor) in [("flex", 0.5), ("batch", 0.5), ("priority", 2.0), ("default", 1.0)] {
        let line = json!({"model": "gpt-5", "input_tokens": 1000, "output_tokens": 100, "service_tier": tier});
        assert_cost(line, "", 0.00225 * factor);
    }
}

#[test]
fn who_sold_it_decides_and_can_be_mapped() {
    let line =
        json!({"model": "mistral-large-latest", "input_tokens": 1_000_000, "output_tokens": 0, "vendor": "mistral"});
    let report = costs(std::slice::from_ref(&line), "");
    assert_eq!(report["totals"]["total_cost_usd"], Value::Null);
    assert_eq!(report["input"]["unpriced_models"], json!(["mistral-large-latest"]));
    assert!(report["warnings"].to_string().contains("azure/mistral-large-latest"), "{}", report["warnings"]);
    assert_cost(line, "--map provider=vendor", 0.5);
}

#[test]
fn an_unknown_model_makes_the_total_a_floor_that_names_it() {
    let lines = [
        json!({"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100}),
        json!({"model": "acme-1", "input_tokens": 1000, "output_tokens": 100}),
        json!({"model": "acme-1", "input_tokens": 1000, "output_tokens": 100}),
    ];
    let report = costs(&lines, "");
    assert_close(&report["totals"]["total_cost_usd"], &json!(0.0035), "the known part");
    let unknown = row(&report, "model", &json!("acme-1"));
    for figure in ["total_cost_usd", "cost_share", "avg_cost_per_request"] {
        assert_eq!(unknown[figure], Value::Null, "{figure}");
    }
    assert_eq!(unknown["total_input_tokens"], json!(2000));
    assert_eq!(
        [&report["input"]["unpriced_requests"], &report["input"]["unpriced_models"]],
        [&json!(2), &json!(["acme-1"])]
    );
    let warning = report["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("floor") && warning.contains("`acme-1` (2: "), "{warning}");
}

#[test]
fn what_failed_or_was_never_answered_is_not_unpriced() {
    let lines = [
        json!({"request_id": "a", "model": "acme-1", "level": "ERROR", "error_type": "Timeout"}),
        json!({"request_id": "b", "model": "acme-1"}),
    ];
    let report = costs(&lines, "");
    assert_eq!(report["input"]["unpriced_requests"], json!(0));
    assert_eq!(report["totals"]["total_cost_usd"], Value::Null);
    assert_eq!(report["warnings"], json!([]));
}

/// `fixtures/prices/completion_cost.json` as a log of each of the shapes in which providers and loggers state usage. Its
/// figures are those of LiteLLM's `completion_cost`.
#[test]
fn every_cost_of_litellms_own_calculator_in_every_shape() {
    let oracle = read_json(&std::path::Path::new(ROOT).join("fixtures/prices/completion_cost.json"));
    let rows = oracle["rows"].as_array().expect("rows");
    assert!(rows.len() > 30);
    type Shape = fn(&Value) -> Value;
    let shapes: [(&str, Shape); 4] = [
        ("canonical", canonical),
        ("OpenAI's", openai),
        ("Anthropic's", |row| json!({"usage": anthropic(row)})),
        ("Anthropic's, flat", anthropic),
    ];
    for (shape, usage) in shapes {
        let line = |(number, row): (usize, &Value)| {
            let mut line = usage(row);
            line["request_id"] = json!(format!("r{number}"));
            for key in ["model", "provider", "service_tier"] {
                line[key] = row[key].clone();
            }
            line
        };
        let lines: Vec<Value> = rows.iter().enumerate().map(line).collect();
        let report = costs(&lines, "--cost computed --by request_id");
        for (number, wanted) in rows.iter().enumerate() {
            // OpenAI's shape cannot tell one-hour writes, which cost more.
            let has_one_hour = wanted["usage_anthropic_style"]["cache_creation_1h"].as_i64() != Some(0);
            if shape != "OpenAI's" || !has_one_hour {
                let found = &row(&report, "request_id", &json!(format!("r{number}")))["total_cost_usd"];
                assert_close(found, &wanted["cost_usd"], &format!("{shape}: {wanted}"));
            }
        }
    }
}

fn canonical(row: &Value) -> Value {
    let (openai, anthropic) = (&row["usage_openai_style"], &row["usage_anthropic_style"]);
    json!({
        "input_tokens": openai["prompt_tokens"],
        "output_tokens": openai["completion_tokens"],
        "reasoning_tokens": openai["reasoning_tokens"],
        "cache_read_tokens": openai["cached_tokens"],
        "cache_write_tokens": anthropic["cache_creation_5m"],
        "cache_write_1h_tokens": anthropic["cache_creation_1h"],
    })
}

/// OpenAI's names; cache writes under the flat name that LiteLLM and others use beside them.
fn openai(row: &Value) -> Value {
    let usage = &row["usage_openai_style"];
    json!({"usage": {
        "prompt_tokens": usage["prompt_tokens"],
        "completion_tokens": usage["completion_tokens"],
        "prompt_tokens_details": {"cached_tokens": usage["cached_tokens"]},
        "completion_tokens_details": {"reasoning_tokens": usage["reasoning_tokens"]},
        "cache_creation_input_tokens": usage["cache_creation_tokens"],
    }})
}

fn anthropic(row: &Value) -> Value {
    let usage = &row["usage_anthropic_style"];
    let [five_minutes, one_hour] =
        ["cache_creation_5m", "cache_creation_1h"].map(|key| usage[key].as_i64().expect("a count"));
    json!({
        "input_tokens": usage["input_tokens"],
        "output_tokens": usage["output_tokens"],
        "cache_read_input_tokens": usage["cache_read_input_tokens"],
        "cache_creation_input_tokens": five_minutes + one_hour,
        "cache_creation": {"ephemeral_5m_input_tokens": five_minutes, "ephemeral_1h_input_tokens": one_hour},
        "output_tokens_details": {"reasoning_tokens": row["usage_openai_style"]["reasoning_tokens"]},
    })
}
