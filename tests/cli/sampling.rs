//! A sampled log: every figure is an estimate for the log it was taken from.

use serde_json::{Value, json};

use crate::support::{Logs, assert_close, column, llmobs, row};

/// Pseudorandom numbers from 0 to 1: Knuth's 64-bit linear congruential generator.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A request of a log of which `n` are known.
fn line(n: u64) -> Value {
    let model = ["small", "large"][usize::from(n.is_multiple_of(3))];
    let mut line = json!({"model": model, "input_tokens": 10 + n % 90, "output_tokens": 5, "latency_ms": 100 + n % 400,
        "cost_usd": (1 + n % 40) as f64 / 1000.0});
    if n.is_multiple_of(10) {
        line = json!({"model": model, "level": "ERROR"});
    }
    line
}

#[test]
fn one_rate_for_all_weighs_all_alike() {
    let text: String = (0..200).map(|n| format!("{}\n", line(n))).collect();
    let (_logs, log) = Logs::with(text);
    let (whole, sample) = (llmobs("costs").arg(&log).json(), llmobs("costs --sample-rate 0.1").arg(&log).json());
    for key in ["requests", "errors", "total_input_tokens", "total_cost_usd"] {
        let tenfold = whole["totals"][key].as_f64().expect("a figure") * 10.0;
        assert_close(&sample["totals"][key], &json!(tenfold), key);
    }
    for key in ["avg_cost_per_request", "cost_share"] {
        assert_close(&sample["rows"][0][key], &whole["rows"][0][key], key);
    }
    assert_eq!(sample["sampling"], json!({"sampled_requests": 200, "min_rate": 0.1, "max_rate": 0.1}));
    assert_eq!(sample["input"]["requests"], json!(200));
    assert_eq!(whole.get("sampling"), None);
    let quantiles = |arguments: &str| llmobs(&format!("latency {arguments}")).arg(&log).json()["totals"].clone();
    for key in ["p50_latency_ms", "p95_latency_ms", "avg_latency_ms", "p95_latency_ms_low"] {
        assert_close(&quantiles("--sample-rate 0.1")[key], &quantiles("")[key], key);
    }
}

#[test]
fn a_line_states_its_own_rate() {
    let lines = [
        json!({"model": "m", "cost_usd": 1.0, "output_tokens": 1, "sample_rate": 0.25, "latency_ms": 10}),
        json!({"model": "m", "cost_usd": 2.0, "output_tokens": 1, "latency_ms": 30}),
    ];
    let (_logs, log) = Logs::with(lines.map(|line| line.to_string()).join("\n"));
    let report = llmobs("costs").arg(&log).json();
    let totals = &report["totals"];
    assert_eq!([&totals["requests"], &totals["total_cost_usd"]], [&json!(5.0), &json!(6.0)]);
    // By hand: the one at a rate of 0.25 has the variance 4 · 3 · 1² = 12, the other none.
    let half = 1.959_963_984_540_054 * 12.0_f64.sqrt();
    assert_close(&totals["total_cost_usd_low"], &json!(6.0 - half), "low");
    assert_close(&totals["total_cost_usd_high"], &json!(6.0 + half), "high");
    assert_eq!(report["sampling"]["min_rate"], json!(0.25));
    let given = llmobs("costs --sample-rate 0.5").arg(log).json();
    assert_eq!(given["totals"]["requests"], json!(6.0));
    assert_eq!(given["sampling"], json!({"sampled_requests": 2, "min_rate": 0.25, "max_rate": 0.5}));
}

#[test]
fn a_rate_that_is_none_is_refused() {
    for rate in ["0", "1.1", "-1", "x"] {
        let (_logs, log) = Logs::with("{}");
        let run = llmobs("costs").arg(format!("--sample-rate={rate}")).arg(log).run().expect(2);
        assert!(run.stderr.contains("above 0 and at most 1"), "{run:?}");
    }
    let (_logs, log) = Logs::with(r#"{"model":"m","cost_usd":1,"output_tokens":1,"sample_rate":0}"#);
    let report = llmobs("costs").arg(log).json();
    assert_eq!(report["input"]["bad_values"], json!(1));
    assert_eq!(report["totals"]["requests"], json!(1));
}

#[test]
fn a_table_says_that_it_estimates() {
    let (_logs, log) = Logs::with(line(1).to_string());
    let table = llmobs("costs --sample-rate 0.1 --format table").arg(log).run().expect(0).stdout;
    assert!(table.contains("estimates from 1 request sampled at a rate of 0.1"), "{table}");
}

/// Draws 200 samples of a known log of 2000 requests, cheap ones at a rate of 0.2 and dear ones at 0.5, and counts how
/// often the 95 % intervals hold the truth. Of 200, a binomial count with p = 0.95 is from 180 to 198 in 99.9 % of
/// draws; the seed is fixed, so that the test says the same every time.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    const DRAWS: usize = 200;
    let all: Vec<Value> = (0..2000).map(line).collect();
    let text = |lines: &[Value]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let logs = Logs::new();
    let truth = llmobs("costs").arg(logs.write("all.jsonl", text(&all))).json();
    let mut random = Random(7);
    let mut hits = [("requests", 0), ("total_cost_usd", 0)];
    for _ in 0..DRAWS {
        let mut sample = Vec::new();
        for line in &all {
            let rate = if line["model"] == "small" { 0.2 } else { 0.5 };
            if random.next() < rate {
                let mut line = line.clone();
                line["sample_rate"] = json!(rate);
                sample.push(line);
            }
        }
        let found = llmobs("costs --threads 1").stdin(text(&sample)).json();
        for (key, hits) in &mut hits {
            let (found, wanted) = (row(&found, "model", &json!("small")), row(&truth, "model", &json!("small")));
            let [low, high] = ["low", "high"].map(|end| found[format!("{key}_{end}")].as_f64().expect("an end"));
            *hits += usize::from((low..=high).contains(&wanted[*key].as_f64().expect("a figure")));
        }
    }
    for (key, hits) in hits {
        assert!((180..=198).contains(&hits), "{key}: {hits} of {DRAWS}");
    }
}

#[test]
fn unsampled_logs_have_no_intervals_of_sums() {
    let (_logs, log) = Logs::with(line(1).to_string());
    let report = llmobs("costs").arg(log).json();
    assert_eq!(column(&report, "total_cost_usd_low"), [&Value::Null]);
    assert_eq!(report["rows"][0].get("total_cost_usd_low"), None);
}
