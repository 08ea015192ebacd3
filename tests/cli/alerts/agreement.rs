//! The same question to the same log, put to every command that can answer it.

use serde_json::Value;

use super::{Case, rule};
use crate::metrics::{metrics, series, sum};
use crate::support::llmobs;

const SINCE: &str = "2026-11-21T12:00:00Z";
const UNTIL: &str = "2026-11-23T12:00:00Z";
const DEMO: &str = "fixtures/demo.jsonl";

fn ask(command: &str) -> Value {
    llmobs(&format!("{command} --json --quiet --since {SINCE} --until {UNTIL} {DEMO}")).json()
}

/// What a rule of two days measures at their end.
fn alert(measure: &str) -> Value {
    let rules = rule("r", &[&format!("measure = \"{measure}\""), "window = \"2d\"", "threshold = 1e12"]);
    let demo = std::fs::read_to_string(format!("{}/{DEMO}", crate::support::ROOT)).expect("the log");
    Case::new(&demo, &rules).check(UNTIL).json()["rows"][0]["value"].clone()
}

#[test]
fn alerts_metrics_costs_latency_and_errors_answer_alike() {
    let costs = ask("costs");
    let found = series(&metrics(&format!("--quiet --since {SINCE} --until {UNTIL} {DEMO}")));
    let requests = sum(&found, "llm_requests_total") + sum(&found, "llm_active_requests");
    for (measure, total) in [("requests", requests), ("errors", sum(&found, "llm_errors_total"))] {
        assert_eq!(alert(measure), costs["totals"][measure], "{measure}");
        assert_eq!(costs["totals"][measure].as_f64(), Some(total), "{measure}");
    }
    let cost = costs["totals"]["total_cost_usd"].clone();
    assert_eq!(alert("total_cost_usd"), cost);
    assert!((sum(&found, "llm_cost_usd_total") - cost.as_f64().expect("a cost")).abs() < 1e-12);
    for measure in ["total_input_tokens", "total_output_tokens", "avg_cost_per_request"] {
        assert_eq!(alert(measure), costs["totals"][measure], "{measure}");
    }
    let latency = ask("latency");
    for measure in ["p50_latency_ms", "p95_latency_ms", "p99_latency_ms", "max_latency_ms"] {
        assert_eq!(alert(measure), latency["totals"][measure], "{measure}");
    }
    assert_eq!(latency["totals"]["count_latency_ms"].as_f64(), Some(sum(&found, "llm_latency_seconds_count")));
    let errors = ask("errors");
    assert_eq!(alert("error_rate"), errors["totals"]["error_rate"]);
    for (measure, name) in [("errors", "llm_errors_total"), ("failed_cost_usd", "")] {
        assert_eq!(alert(measure), errors["totals"][measure], "{measure}");
        assert!(name.is_empty() || errors["totals"][measure].as_f64() == Some(sum(&found, name)));
    }
}
