//! The same rules over time: at every step what `check` says then.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Case, line, rule};
use crate::support::{NOW, llmobs};

/// Every measure that slides in a way of its own, and those that do not slide.
const MEASURES: [&str; 16] = [
    "requests",
    "error_rate",
    "error_rate_low",
    "pending",
    "total_cost_usd",
    "avg_latency_ms",
    "avg_satisfied",
    "p50_latency_ms",
    "p95_latency_ms",
    "p50_latency_ms_high",
    "min_latency_ms",
    "max_latency_ms",
    "std_latency_ms",
    "count_latency_ms",
    "cost_per_success",
    "output_tokens_per_second",
];

#[derive(Debug, Clone)]
struct Request {
    second: u32,
    user: u8,
    outcome: u8,
    latency: u16,
    cost: Option<u16>,
}

fn request() -> impl Strategy<Value = Request> {
    (0..3600_u32, 0..3_u8, 0..6_u8, 0..2000_u16, prop::option::weighted(0.9, 0..9999_u16))
        .prop_map(|(second, user, outcome, latency, cost)| Request { second, user, outcome, latency, cost })
}

impl Request {
    fn line(&self) -> String {
        let end = match self.outcome {
            0 => ",\"level\":\"ERROR\"".to_owned(),
            1 => String::new(),
            _ => {
                let cost = self.cost.map_or(String::new(), |cost| format!(",\"cost_usd\":{}", f64::from(cost) / 1e4));
                let latency = f64::from(self.latency / 100) * 10.7;
                format!(
                    ",\"input_tokens\":7,\"output_tokens\":5,\"latency_ms\":{latency},\"satisfied\":{}{cost}",
                    self.latency > 700
                )
            }
        };
        line(self.second, &format!(",\"user_id\":\"u{}\",\"model\":\"m\"{end}", self.user))
    }
}

/// What a step says: the rule, the group, the verdict, the value, the requests and the reason.
fn said(row: &Value) -> [Value; 6] {
    // Of an empty window it does not matter whether the log is a sample, so that 0 may be 0.0.
    let number = |value: &Value| value.as_f64().map_or(value.clone(), |number| json!(number));
    ["rule", "group", "verdict", "value", "requests", "reason"].map(|key| number(&row[key]))
}

fn sorted(mut rows: Vec<[Value; 6]>) -> Vec<[Value; 6]> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

proptest! {
    // Each case runs the program once for each of its few steps.
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_is_what_check_says_then(
        requests in prop::collection::vec(request(), 1..60),
        window in prop::sample::select(vec!["2m", "17m", "1h"]),
        min_requests in 0..4_u8,
        sampled in any::<bool>(),
    ) {
        let log: String = requests.iter().map(Request::line).collect();
        let rules = MEASURES.iter().flat_map(|measure| {
            [("", ""), ("by user ", "by = \"user_id\""), ("by outcome ", "by = [\"user_id\", \"status\"]")].map(|(prefix, by)| {
                let name = format!("{prefix}{measure}");
                let (measure, window) = (format!("measure = \"{measure}\""), format!("window = \"{window}\""));
                let min_requests = format!("min_requests = {min_requests}");
                rule(&name, &[&measure, &window, "threshold = 0.4", "warning = 0.1", &min_requests, by])
            })
        });
        let case = Case::new(&log, &rules.collect::<String>());
        let sample = if sampled { "--sample-rate 0.5" } else { "" };
        let backtest = case.alerts(&format!("backtest --quiet --json --every-step --step 11m {sample}")).json();
        let steps = backtest["sections"]["every_step"].as_array().expect("steps");
        let mut times: Vec<&str> = steps.iter().filter_map(|row| row["at"].as_str()).collect();
        times.sort_unstable();
        times.dedup();
        prop_assert_eq!(json!(times.len()), backtest["facts"]["steps"].clone());
        for at in times {
            let check = case.alerts(&format!("check --quiet --json --all --at {at} {sample}")).run().json();
            let then: Vec<[Value; 6]> = check["rows"].as_array().expect("rows").iter().map(said).collect();
            let slid: Vec<[Value; 6]> = steps.iter().filter(|row| row["at"] == at).map(said).collect();
            prop_assert_eq!(sorted(slid), sorted(then), "{}", at);
        }
    }
}

/// One request a minute for an hour; those of minutes 10 to 14 and 30 fail.
fn hour() -> String {
    let request = |minute: u32| {
        let end = if (10..15).contains(&minute) || minute == 30 {
            ",\"model\":\"m\",\"level\":\"ERROR\""
        } else {
            ",\"output_tokens\":1"
        };
        line(minute * 60, end)
    };
    (0..60).map(request).collect()
}

#[test]
fn episodes_have_a_begin_an_end_and_a_peak() {
    let rules = rule("errors", &["measure = \"errors\"", "window = \"5m\"", "threshold = 3", "warning = 0"]);
    let report = Case::new(&hour(), &rules).alerts("backtest --quiet --json").json();
    let row = &report["rows"][0];
    assert_eq!(report["facts"]["steps"], json!(60));
    // A failure of minute 10 is in the windows that end at 11 to 15; four and five are in those of 14 to 16.
    let episodes = json!([
        {"rule": "errors", "group": null, "verdict": "alert", "from": "2026-03-01T00:11:00Z", "until": "2026-03-01T00:20:00Z", "seconds": 540.0, "peak_value": 5, "requests": 5},
        {"rule": "errors", "group": null, "verdict": "warning", "from": "2026-03-01T00:31:00Z", "until": "2026-03-01T00:36:00Z", "seconds": 300.0, "peak_value": 1, "requests": 5},
    ]);
    assert_eq!(report["sections"]["episodes"], episodes);
    assert_eq!(row["times_fired"], json!(2));
    assert_eq!([&row["alert_seconds"], &row["warning_seconds"]], [&json!(180.0), &json!(660.0)]);
    assert_eq!(row["firing_share"], json!(14.0 / 60.0));
    assert_eq!(row["extreme_value"], json!(5.0));
    let timeline = report["sections"]["timeline"][0]["timeline"].as_str().expect("a timeline");
    assert_eq!(
        timeline,
        format!("{}{}{}{}{}", "·".repeat(10), "█".repeat(9), "·".repeat(11), "█".repeat(5), "·".repeat(25))
    );
}

#[test]
fn what_fires_to_the_end_is_an_episode_too() {
    let rules = rule("many", &["measure = \"requests\"", "window = \"1d\"", "threshold = 50"]);
    let case = Case::new(&hour(), &rules);
    let report = case.alerts("backtest --quiet --json").json();
    assert_eq!(report["sections"]["episodes"][0]["until"], "2026-03-01T01:01:00Z");
    let part = case.alerts("backtest --quiet --json --since 2026-03-01T00:55Z --until 2026-03-01T00:57Z").json();
    assert_eq!(part["facts"]["steps"], json!(3));
    // Windows reach back behind `--since`.
    assert_eq!(part["sections"]["episodes"][0]["peak_value"], json!(57));
}

#[test]
fn the_longest_episodes_are_listed_in_order_of_time() {
    let rules = rule("errors", &["measure = \"errors\"", "window = \"5m\"", "threshold = 0"]);
    let case = Case::new(&hour(), &rules);
    let report = case.alerts("backtest --quiet --json --episodes 1").json();
    assert_eq!(report["rows"][0]["times_fired"], json!(2));
    assert_eq!(report["sections"]["episodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["sections"]["episodes"][0]["seconds"], json!(540.0));
}

#[test]
fn an_empty_log_cannot_tell_and_a_step_is_a_length_of_time() {
    let rules = rule("errors", &["measure = \"errors\"", "window = \"5m\"", "threshold = 0"]);
    let case = Case::new("", &rules);
    let report = case.alerts("backtest --quiet --json").run().expect(3).json();
    assert_eq!((&report["facts"]["steps"], &report["facts"]["first_step"]), (&json!(0), &Value::Null));
    for step in ["0m", "fast", "-1m"] {
        case.alerts(&format!("backtest --step={step}")).run().expect(2);
    }
}

#[test]
fn threads_change_no_byte() {
    let backtest = |more: &str| {
        llmobs(&format!("alerts backtest --step 10m {more} fixtures/demo.jsonl")).env("LLMOBS_NOW", NOW).run()
    };
    assert_eq!(backtest("--threads 1"), backtest("--threads 3 --chunk-bytes 64"));
}
