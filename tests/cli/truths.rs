//! Real logs whose figures numpy computed: `<log>.truth.json` beside each says what the answer must be.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{ROOT, assert_close, llmobs, read_json, row, shared};

/// A log and what numpy says of it.
struct Case {
    log: PathBuf,
    truth: Value,
}

impl Case {
    fn new(log: PathBuf) -> Case {
        let name = log.file_name().and_then(|name| name.to_str()).expect("a log's name");
        let stem = name.trim_end_matches(".gz").trim_end_matches(".jsonl");
        let truth = read_json(&log.with_file_name(format!("{stem}.truth.json")));
        Case { log, truth }
    }

    fn fixture(name: &str) -> Case {
        Case::new(Path::new(ROOT).join("fixtures").join(name))
    }

    fn ask(&self, arguments: &str) -> Value {
        llmobs(&format!("costs {arguments}")).arg(&self.log).json()
    }

    fn check(&self) {
        self.check_totals();
        self.check_groups("model", "by_model");
        self.check_groups("hour", "by_hour_of_request_utc");
        self.check_groups("day", "by_day_of_request_utc");
        self.check_users();
        self.check_latency();
        self.check_counts("error_type", "error_types", "errors");
        self.check_counts("finish_reason", "finish_reasons", "requests");
    }

    fn check_totals(&self) {
        let (report, truth) = (self.ask(""), &self.truth);
        self.check_figures(&report["totals"], truth, "totals");
        for (found, wanted) in
            [("lines", "lines"), ("requests", "requests"), ("errors", "errors"), ("pending", "unanswered")]
        {
            assert_eq!(report["input"][found], truth[wanted], "{}: input.{found}", self.log.display());
        }
        for (found, wanted) in [("first", "first_request"), ("last", "last_request")] {
            let time = report["range"][found].as_str().expect("a time").trim_end_matches('Z');
            let wanted = truth[wanted].as_str().expect("a time");
            // One side writes `.500000`, the other may write `.5`; both name one microsecond.
            let micros =
                |time: &str| if time.contains('.') { time.trim_end_matches('0').to_owned() } else { time.to_owned() };
            assert_eq!(micros(time), micros(wanted), "{}: range.{found}", self.log.display());
        }
    }

    /// Requests, errors, tokens and cost of one group; what the log does not state is `null`, never 0.
    fn check_figures(&self, found: &Value, truth: &Value, what: &str) {
        let what = |figure: &str| format!("{}: {what}: {figure}", self.log.display());
        for figure in ["requests", "errors"] {
            assert_eq!(found[figure], truth[figure], "{}", what(figure));
        }
        assert_eq!(found["total_input_tokens"], truth["input_tokens"], "{}", what("input"));
        // numpy adds up no tokens to 0; the distribution tells that there were none to add.
        let states_output = !self.truth["output_tokens_dist"].is_null();
        let output = if states_output { &truth["output_tokens"] } else { &Value::Null };
        assert_eq!(found["total_output_tokens"], *output, "{}", what("output"));
        assert_close(&found["total_cost_usd"], &truth["cost_usd"], &what("cost"));
    }

    fn check_groups(&self, dimension: &str, key: &str) {
        let (report, truth) = (self.ask(&format!("--by {dimension}")), self.truth[key].as_object().expect(key));
        assert_eq!(report["rows"].as_array().expect("rows").len(), truth.len(), "{}: {key}", self.log.display());
        for (group, figures) in truth {
            let name = if group == "(none)" { Value::Null } else { json!(group) };
            self.check_figures(row(&report, dimension, &name), figures, group);
        }
    }

    fn check_users(&self) {
        let Some(users) = self.truth["top_users_by_requests"].as_array() else { return };
        let report = self.ask("--by user_id");
        for user in users {
            let name = if user["user_id"] == "(none)" { &Value::Null } else { &user["user_id"] };
            self.check_figures(row(&report, "user_id", name), user, &user["user_id"].to_string());
        }
    }

    /// numpy's quantiles, mean and extremes of the logged latencies, to 1e-12.
    fn check_latency(&self) {
        const PERCENTILES: &str = "0,1,5,10,25,50,75,90,95,99,99.9,100";
        let run = llmobs(&format!("latency --percentiles {PERCENTILES}")).arg(&self.log).run();
        let Some(truth) = self.truth["latency_ms"].as_object() else {
            assert_eq!(run.expect(3).json()["totals"]["p50_latency_ms"], Value::Null, "{}", self.log.display());
            return;
        };
        let totals = &run.expect(0).json()["totals"];
        let names = PERCENTILES.split(',').map(|percent| format!("p{percent}"));
        for name in names.chain(["max".to_owned()]) {
            let what = format!("{}: {name}", self.log.display());
            assert_close(&totals[format!("{name}_latency_ms")], &truth[&name], &what);
        }
        assert_close(&totals["avg_latency_ms"], &truth["mean"], "the mean");
    }

    fn check_counts(&self, dimension: &str, key: &str, figure: &str) {
        let Some(counts) = self.truth[key].as_object() else { return };
        let report = self.ask(&format!("--by {dimension}"));
        for (name, count) in counts {
            assert_eq!(row(&report, dimension, &json!(name))[figure], *count, "{}: {name}", self.log.display());
        }
    }
}

#[test]
fn pylogger() {
    let case = Case::fixture("pylogger.jsonl");
    case.check();
    // To the last digit: jq -s 'map(.cost_usd // 0 | . * 1e6 | round) | add / 1e6' fixtures/pylogger.jsonl
    assert_eq!(case.ask("")["totals"]["total_cost_usd"], json!(0.184925));
}

#[test]
fn burstgpt() {
    let case = Case::fixture("burstgpt_1_head400.jsonl");
    case.check();
    // `ChatGPT` and `GPT-4` are in no price table under these names, and no name is matched by resemblance.
    let report = case.ask("");
    assert_eq!(report["totals"]["total_cost_usd"], Value::Null);
    assert_eq!(report["input"]["unpriced_models"], json!(["ChatGPT", "GPT-4"]));
    assert_eq!(report["input"]["unpriced_requests"], json!(383));
}

#[test]
fn azure() {
    let case = Case::fixture("azure_2023_code.jsonl.gz");
    case.check();
    let report = case.ask("");
    assert_eq!([&report["totals"]["total_cost_usd"], &report["totals"]["cost_share"]], [&Value::Null, &Value::Null]);
    assert_eq!(report["input"]["unpriced_requests"], report["input"]["requests"]);
}

#[test]
fn every_shared_log() {
    let Some(shared) = shared("the truths of azure_2023_code and vllm_burstgpt_scale500") else { return };
    let entries = fs::read_dir(shared.join("logs")).expect("the folder of logs");
    let mut logs: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    logs.retain(|path| !path.to_string_lossy().ends_with(".truth.json"));
    assert!(logs.len() >= 4, "{logs:?}");
    logs.into_iter().for_each(|log| Case::new(log).check());
}

#[test]
fn what_a_log_does_not_state_is_unknown() {
    let Some(shared) = shared("unknown figures of azure_2023_code and vllm_burstgpt_scale500") else { return };
    for (name, output) in [("azure_2023_code.jsonl.gz", json!(245_896)), ("vllm_burstgpt_scale500.jsonl", Value::Null)]
    {
        let report = Case::new(shared.join("logs").join(name)).ask("");
        for figures in [&report["totals"], &report["rows"][0]] {
            assert_eq!(figures["total_cost_usd"], Value::Null, "{name}");
            assert_eq!(figures["avg_cost_per_request"], Value::Null, "{name}");
            assert_eq!(figures["cost_share"], Value::Null, "{name}");
            assert_eq!(figures["total_output_tokens"], output, "{name}");
        }
        assert_eq!(report["input"]["unpriced_requests"], report["input"]["requests"], "{name}");
        assert_eq!(report["warnings"].as_array().map(Vec::len), Some(1), "{name}");
    }
}

#[test]
fn the_fixtures_are_the_shared_logs() {
    let Some(shared) = shared("that the fixtures are copies") else { return };
    for name in [
        "pylogger.jsonl",
        "pylogger.truth.json",
        "burstgpt_1_head400.jsonl",
        "burstgpt_1_head400.truth.json",
        "azure_2023_code.jsonl.gz",
        "azure_2023_code.truth.json",
    ] {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(&shared.join("logs")) == read(&Path::new(ROOT).join("fixtures")), "{name} differs");
    }
}
