//! What series are told apart by.

use super::{metrics, series, sum};
use crate::support::{Logs, llmobs};

#[test]
fn labels_are_escaped_and_named_as_prometheus_takes_them() {
    let line = r#"{"model":"a\"b\\c\nd","output_tokens":1,"metadata":{"team-name":"x"}}"#;
    let (_logs, log) = Logs::with(line);
    let run = llmobs("metrics --quiet --by metadata.team-name --label zone=eu=1").arg(log).run().expect(0);
    let wanted = r#"llm_active_requests{model="a\"b\\c\nd",metadata_team_name="x",zone="eu=1"} 0"#;
    assert!(run.stdout.contains(wanted), "{}", run.stdout);
}

#[test]
fn beyond_the_limit_is_other_and_the_sums_stay() {
    let all = series(&metrics("--quiet --by user_id fixtures/demo.jsonl"));
    let few = series(&metrics("--quiet --by user_id --limit 3 fixtures/demo.jsonl"));
    let count = |of: &std::collections::BTreeMap<String, f64>| {
        of.keys().filter(|name| name.starts_with("llm_active_requests{")).count()
    };
    assert!(count(&all) > 10 && count(&few) == 4);
    assert!(few.contains_key("llm_active_requests{model=\"other\",user_id=\"other\"}"));
    for metric in ["llm_requests_total", "llm_errors_total", "llm_tokens_total", "llm_latency_seconds_count"] {
        assert_eq!(sum(&all, metric), sum(&few, metric), "{metric}");
    }
    let (all, few) = (sum(&all, "llm_cost_usd_total"), sum(&few, "llm_cost_usd_total"));
    assert!((all - few).abs() < 1e-12, "{all} {few}");
}

/// In JSON these are four values; as text two of them are the same, and one is that of the rest.
#[test]
fn values_of_one_text_are_one_series() {
    let line = |plan: &str| format!("{{\"model\":\"m\",\"output_tokens\":1,\"plan\":{plan}}}\n");
    let log: String = ["7", "\"7\"", "\"other\"", "\"other\"", "\"other\"", "true"].map(line).concat();
    let (_logs, log) = Logs::with(log);
    let found = series(&llmobs("metrics --quiet --by plan --limit 2").arg(&log).run().expect(0).stdout);
    assert_eq!(found["llm_requests_total{model=\"m\",plan=\"other\",status=\"success\"}"], 3.0);
    assert_eq!(sum(&found, "llm_requests_total"), 6.0);
    let found = series(&llmobs("metrics --quiet --by plan").arg(&log).run().expect(0).stdout);
    assert_eq!(found["llm_requests_total{model=\"m\",plan=\"7\",status=\"success\"}"], 2.0);
}

#[test]
fn impossible_labels_are_refused() {
    for arguments in [
        "--label team",
        "--label =x",
        "--label 1a=x",
        "--label a-b=x",
        "--label __a=x",
        "--label le=1",
        "--label model=x",
        "--label a=1 --label a=2",
        "--by status",
        "--by type",
        "--by a.b,a_b",
        "--buckets 2,1",
        "--buckets 1,1",
        "--buckets 0",
        "--buckets inf",
        "--buckets fast",
    ] {
        let run = llmobs(&format!("metrics {arguments} fixtures/demo.jsonl")).run().expect(2);
        assert!(run.stdout.is_empty() && run.stderr.starts_with("error: "), "{arguments}: {run:#?}");
    }
}
