//! Whether cached tokens are inside the input or beside it is told by the words of each line, never by the model, the
//! provider or the order of lines. Wanted figures are the price sheet's: claude-sonnet-4-5 at $3 in, $0.30 cache read,
//! $3.75 and $6 cache write and $15 out per million.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, llmobs};

fn costs(lines: &[Value]) -> Value {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (_logs, log) = Logs::with(text);
    llmobs("costs --json").arg(log).json()
}

/// The totals of these lines, in every order in which they can stand.
#[track_caller]
fn assert_totals(lines: &[Value], input: i64, usd: f64) {
    let mut orders = vec![lines.to_vec(), lines.iter().rev().cloned().collect()];
    orders.push([&lines[lines.len() / 2..], &lines[..lines.len() / 2]].concat());
    for lines in orders {
        let report = costs(&lines);
        let what = format!("{lines:?}");
        assert_eq!(report["totals"]["total_input_tokens"], json!(input), "{what}");
        assert_close(&report["totals"]["total_cost_usd"], &json!(usd), &what);
    }
}

const MODELS: [(&str, Option<&str>); 5] = [
    ("claude-sonnet-4-5", None),
    ("claude-sonnet-4-5", Some("anthropic")),
    ("anthropic/claude-sonnet-4-5", None),
    ("claude-sonnet-4-5", Some("vertex_ai")),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", None),
];

#[test]
fn words_decide_and_models_do_not() {
    for (model, provider) in MODELS {
        let usd = |usage: &Value| {
            let mut line = usage.clone();
            (line["model"], line["provider"]) = (json!(model), json!(provider));
            let report = costs(&[line]);
            (
                report["totals"]["total_input_tokens"].clone(),
                report["totals"]["total_cost_usd"].as_f64().expect("a cost"),
            )
        };
        // The regional Bedrock entry asks a tenth more, so costs are compared within a model.
        let inside = usd(&json!({"input_tokens": 6000, "output_tokens": 100, "cache_read_tokens": 5000}));
        assert_eq!(inside.0, json!(6000), "{model}");
        for usage in [
            json!({"usage": {"prompt_tokens": 6000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 5000}}}),
            json!({"usage": {"input_tokens": 6000, "output_tokens": 100, "input_tokens_details": {"cached_tokens": 5000}}}),
            // LiteLLM's `prompt_tokens` holds the cached ones whatever their name.
            json!({"prompt_tokens": 6000, "completion_tokens": 100, "cache_read_input_tokens": 5000}),
            json!({"usage": {"input_tokens": 1000, "output_tokens": 100, "cache_read_input_tokens": 5000}}),
            json!({"input_tokens": 1000, "output_tokens": 100, "cache_read_input_tokens": 5000}),
        ] {
            assert_eq!(usd(&usage), inside, "{model} {provider:?} {usage}");
        }
        let large =
            json!({"usage": {"input_tokens": 100_000, "output_tokens": 100, "cache_read_input_tokens": 99_999}});
        assert_eq!(usd(&large).0, json!(199_999), "{model}");
    }
}

#[test]
fn figures_below_their_parts_are_apart_whatever_the_words() {
    let line =
        json!({"model": "claude-sonnet-4-5", "input_tokens": 100, "output_tokens": 0, "cache_read_tokens": 5000});
    assert_totals(&[line], 5100, (100.0 * 3.0 + 5000.0 * 0.3) / 1e6);
}

#[test]
fn a_later_flat_figure_leaves_the_split_as_it_is() {
    let start = json!({"request_id": "a", "model": "claude-sonnet-4-5", "usage": {"input_tokens": 10, "output_tokens": 1,
        "cache_creation_input_tokens": 3000,
        "cache_creation": {"ephemeral_5m_input_tokens": 1000, "ephemeral_1h_input_tokens": 2000}}});
    let end = json!({"request_id": "a", "usage": {"input_tokens": 10, "output_tokens": 1, "cache_creation_input_tokens": 3000}});
    assert_totals(&[start, end], 3010, (10.0 * 3.0 + 1000.0 * 3.75 + 2000.0 * 6.0 + 15.0) / 1e6);
    // The sum and one part tell the other part.
    let part = |key: &str, tokens: i64| {
        json!({"model": "claude-sonnet-4-5", "usage": {"input_tokens": 10, "output_tokens": 1,
            "cache_creation_input_tokens": 3000, "cache_creation": {key: tokens}}})
    };
    for line in [part("ephemeral_1h_input_tokens", 2000), part("ephemeral_5m_input_tokens", 1000)] {
        let totals = costs(&[line])["totals"].clone();
        let found =
            ["total_input_tokens", "total_cache_write_tokens", "total_cache_write_1h_tokens"].map(|key| &totals[key]);
        assert_eq!(found, [&json!(3010), &json!(1000), &json!(2000)]);
    }
}

#[test]
fn lines_of_one_request_may_be_spelled_differently() {
    let usd = (1000.0 * 3.0 + 5000.0 * 0.3 + 100.0 * 15.0) / 1e6;
    let apart = json!({"request_id": "a", "model": "claude-sonnet-4-5",
        "usage": {"input_tokens": 1000, "output_tokens": 100, "cache_read_input_tokens": 5000}});
    for other in [
        json!({"request_id": "a", "input_tokens": 6000, "output_tokens": 100, "cache_read_tokens": 5000}),
        json!({"request_id": "a", "prompt_tokens": 6000, "completion_tokens": 100, "cache_read_input_tokens": 5000}),
        json!({"request_id": "a", "input_tokens": 6000}),
        json!({"request_id": "a", "usage": {"input_tokens": 1000, "output_tokens": 100}}),
        json!({"request_id": "a", "latency_ms": 5}),
    ] {
        let lines = [apart.clone(), other];
        assert_totals(&lines, 6000, usd);
        let warnings = costs(&lines)["warnings"].to_string();
        assert!(!warnings.contains("contradict"), "{warnings}");
    }
}

#[test]
fn what_cannot_be_told_is_said() {
    let lines = [
        json!({"request_id": "a", "model": "claude-sonnet-4-5", "input_tokens": 6000, "output_tokens": 100}),
        json!({"request_id": "a", "usage": {"cache_read_input_tokens": 5000}}),
        json!({"request_id": "b", "model": "claude-sonnet-4-5", "output_tokens": 1, "input_tokens": 1, "cache_read_input_tokens": 2,
            "cache_creation_input_tokens": 5, "cache_creation": {"ephemeral_1h_input_tokens": 9}}),
        json!({"request_id": "c", "model": "claude-sonnet-4-5", "output_tokens": 1, "input_tokens": 1, "cache_read_input_tokens": 2}),
    ];
    let warnings = costs(&lines)["warnings"].to_string();
    assert!(warnings.contains("the lines of 2 requests contradict each other about cached tokens"), "{warnings}");
    assert!(warnings.contains("the cached tokens of 3 requests apart"), "{warnings}");
}

#[test]
fn a_mapped_path_is_read_by_its_words_too() {
    let text = r#"{"model":"claude-sonnet-4-5","m":{"u":{"input_tokens":1000,"output_tokens":100,"cache_read_input_tokens":5000}}}"#;
    let (_logs, log) = Logs::with(text);
    let report = llmobs(
        "costs --json --map input_tokens=m.u.input_tokens --map output_tokens=m.u.output_tokens --map cache_read_tokens=m.u.cache_read_input_tokens",
    )
    .arg(log)
    .json();
    assert_eq!(report["totals"]["total_input_tokens"], json!(6000));
}
