//! The text: its figures, its formats, its file.

use std::fs;

use serde_json::Value;

use super::{metrics, series, sum};
use crate::support::{Logs, NOW, PYLOGGER, has_tool, llmobs, program};

const DEMO: &str = "fixtures/demo.jsonl";

#[test]
fn the_figures_are_those_of_costs() {
    for log in [DEMO, PYLOGGER, "fixtures/damaged.jsonl"] {
        let found = series(&metrics(&format!("--quiet {log}")));
        let costs = llmobs(&format!("costs --by model --json {log}")).json();
        for row in costs["rows"].as_array().expect("rows") {
            let model = row["model"].as_str().unwrap_or_default();
            let value = |metric: &str, more: &str| found.get(&format!("{metric}{{model=\"{model}\"{more}}}")).copied();
            let count = |more: &str| value("llm_requests_total", more).expect("counted");
            let (errors, successes) = (count(",status=\"error\""), count(",status=\"success\""));
            assert_eq!(row["errors"], errors as i64, "{log} {model}");
            let active = value("llm_active_requests", "").expect("counted");
            assert_eq!(row["requests"], (errors + successes + active) as i64, "{log} {model}");
            assert_eq!(row["total_cost_usd"].as_f64(), value("llm_cost_usd_total", ""), "{log} {model}");
            for kind in ["input", "output"] {
                let tokens = value("llm_tokens_total", &format!(",type=\"{kind}\""));
                assert_eq!(row[format!("total_{kind}_tokens")].as_f64(), tokens, "{log} {model}");
            }
        }
        assert_eq!(costs["input"]["errors"], sum(&found, "llm_errors_total") as i64, "{log}");
        assert_eq!(costs["input"]["bad_lines"], sum(&found, "llm_log_bad_lines") as i64, "{log}");
        assert_eq!(costs["input"]["unpriced_requests"], sum(&found, "llm_unpriced_requests_total") as i64, "{log}");
    }
}

/// Every request of one model, at 0.1, 0.5, 2.3 and 7 seconds, and one without a latency.
fn four_latencies() -> String {
    let line = |more: &str| format!("{{\"model\":\"m\",\"output_tokens\":1{more}}}\n");
    let timed =
        [100.0, 500.0, 2300.0, 7000.0].map(|ms: f64| line(&format!(",\"latency_ms\":{ms},\"quality_score\":7.5")));
    timed.concat() + &line("")
}

#[test]
fn a_histogram_counts_a_value_on_a_bound_below_it() {
    let (_logs, log) = Logs::with(four_latencies());
    let run = llmobs("metrics --quiet --buckets 0.1,2.3,5").arg(log).run().expect(0);
    let found = series(&run.stdout);
    let bucket = |le: &str| found[&format!("llm_latency_seconds_bucket{{model=\"m\",le=\"{le}\"}}")];
    assert_eq!(["0.1", "2.3", "5", "+Inf"].map(bucket), [1.0, 3.0, 3.0, 4.0]);
    assert_eq!(found["llm_latency_seconds_sum{model=\"m\"}"], 9.9);
    assert_eq!(found["llm_latency_seconds_count{model=\"m\"}"], 4.0);
    assert_eq!(found["llm_quality_score_bucket{model=\"m\",le=\"7\"}"], 0.0);
    assert_eq!(found["llm_quality_score_bucket{model=\"m\",le=\"8\"}"], 4.0);
}

#[test]
fn what_is_unknown_is_no_series() {
    let (_logs, log) = Logs::with("{\"model\":\"nobody-sells-this\",\"input_tokens\":5,\"output_tokens\":5}\n");
    let found = series(&llmobs("metrics --quiet").arg(log).run().expect(0).stdout);
    for metric in ["llm_cost_usd_total", "llm_latency_seconds_count", "llm_quality_score_count"] {
        assert!(!found.keys().any(|name| name.starts_with(metric)), "{found:#?}");
    }
    assert_eq!(sum(&found, "llm_unpriced_requests_total"), 1.0);
}

#[test]
fn a_sampled_log_stands_for_all_of_it() {
    let (_logs, log) = Logs::with(four_latencies());
    let found = series(&llmobs("metrics --quiet --sample-rate 0.25").arg(log).run().expect(0).stdout);
    assert_eq!(sum(&found, "llm_requests_total"), 20.0);
    assert_eq!(found["llm_latency_seconds_count{model=\"m\"}"], 16.0);
    assert_eq!(found["llm_latency_seconds_bucket{model=\"m\",le=\"0.5\"}"], 8.0);
}

#[test]
fn openmetrics_has_units_and_an_end() {
    let text = metrics(&format!("--quiet --openmetrics {DEMO}"));
    assert!(text.ends_with("\n# EOF\n"));
    for line in ["# TYPE llm_requests counter", "# UNIT llm_latency_seconds seconds", "# UNIT llm_cost_usd usd"] {
        assert!(text.contains(&format!("\n{line}\n")) || text.starts_with(line), "{line}\n{text}");
    }
    let plain = metrics(&format!("--quiet {DEMO}"));
    assert!(plain.contains("# TYPE llm_requests_total counter\n") && !plain.contains("EOF"));
}

#[test]
fn a_file_is_there_whole_and_alone() {
    let logs = Logs::new();
    let file = logs.write("llm.prom", "old");
    let run = llmobs(&format!("metrics --quiet {DEMO} --output")).arg(&file).run().expect(0);
    assert_eq!(run.stdout, "");
    assert_eq!(fs::read_to_string(&file).expect("the file"), metrics(&format!("--quiet {DEMO}")));
    assert_eq!(fs::read_dir(logs.path()).expect("the folder").count(), 1);
    let nowhere = logs.path().join("no/such/folder.prom");
    let run = llmobs(&format!("metrics --quiet {DEMO} --output")).arg(&nowhere).run().expect(2);
    assert!(run.stderr.contains("cannot write") && run.stderr.contains("hint: "), "{}", run.stderr);
}

#[test]
fn a_log_without_requests_cannot_tell() {
    let run = llmobs(&format!("metrics --since 2027 {DEMO}")).env("LLMOBS_NOW", NOW).run().expect(3);
    assert!(run.stderr.contains("none of the 160 requests"), "{}", run.stderr);
}

#[test]
fn promtool_finds_no_fault() {
    if !has_tool("promtool", "`promtool check metrics`") {
        return;
    }
    for arguments in [DEMO, PYLOGGER, "--by feature,metadata.team --limit 2 fixtures/demo.jsonl"] {
        let text = metrics(&format!("--quiet {arguments}"));
        let run = program("promtool").arg("check").arg("metrics").stdin(text).run();
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments}: {run:#?}");
    }
}

#[test]
fn threads_change_no_byte() {
    let one = metrics(&format!("--threads 1 {DEMO}"));
    assert_eq!(one, metrics(&format!("--threads 3 --chunk-bytes 100 {DEMO}")));
    assert!(!one.contains(&Value::Null.to_string()));
}
