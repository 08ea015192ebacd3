//! `llmobs abtest`: against reference cases, at its edges, with every option, and on data where nothing differs.

mod assign;
mod cases;
mod check;
mod edges;
mod generate;
mod options;
mod plan;
mod show;
mod simulation;

use serde_json::{Value, json};

use crate::support::{Logs, Run, llmobs};

/// Runs `analyze` on a log with these arguments.
#[track_caller]
pub fn analyze(log: impl AsRef<[u8]>, arguments: &str) -> Run {
    let (_logs, path) = Logs::with(log);
    llmobs(&format!("abtest analyze {arguments}")).arg(path).run()
}

/// The one experiment of a run that must succeed.
#[track_caller]
pub fn experiment(log: impl AsRef<[u8]>, arguments: &str) -> Value {
    let report = analyze(log, arguments).expect(0).json();
    assert_eq!(report["experiments"].as_array().map(Vec::len), Some(1), "{report:#}");
    report["experiments"][0].clone()
}

/// The codes of an experiment's warnings.
pub fn codes(experiment: &Value) -> Vec<&str> {
    let warnings = experiment["warnings"].as_array().expect("warnings");
    warnings.iter().map(|warning| warning["code"].as_str().expect("a code")).collect()
}

/// A log of one request a line: variant, user and the value of `metric`.
pub fn log<'a>(metric: &str, requests: impl IntoIterator<Item = (&'a str, String, Value)>) -> String {
    let line = |(at, (variant, user, value)): (usize, (&str, String, Value))| {
        let mut line = json!({
            "timestamp": format!("2026-11-20T{:02}:{:02}:{:02}Z", at / 3600 % 24, at / 60 % 60, at % 60),
            "request_id": format!("r{at}"), "user_id": user, "model": "m", "experiment": "e", "variant": variant,
        });
        line[metric] = value;
        format!("{line}\n")
    };
    requests.into_iter().enumerate().map(line).collect()
}

/// Two variants, `a` and `b`, with one request of each of these values from a user each.
pub fn two(metric: &str, a: &[f64], b: &[f64]) -> String {
    let side = |variant, values: &[f64]| {
        let user = move |at: usize| format!("{variant}{at}");
        values.iter().enumerate().map(move |(at, value)| (variant, user(at), json!(value))).collect::<Vec<_>>()
    };
    log(metric, side("a", a).into_iter().chain(side("b", b)))
}
