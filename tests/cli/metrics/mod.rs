//! `llmobs metrics`: the figures of `costs`, as Prometheus reads them.

mod dashboard;
mod exposition;
mod labels;
mod prometheus;

use std::collections::BTreeMap;

use crate::support::{NOW, llmobs};

/// Every series of an exposition and its value: `llm_cost_usd_total{model="x"}`.
pub fn series(text: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let series: Vec<(String, f64)> = lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
            (name.to_owned(), value.parse().unwrap_or_else(|error| panic!("{error}: {line}")))
        })
        .collect();
    let unique: BTreeMap<String, f64> = series.iter().cloned().collect();
    assert_eq!(unique.len(), series.len(), "a series is there twice:\n{text}");
    unique
}

#[track_caller]
pub fn metrics(arguments: &str) -> String {
    llmobs(&format!("metrics {arguments}")).env("LLMOBS_NOW", NOW).run().expect(0).stdout
}

/// The sum of all series of a metric.
pub fn sum(series: &BTreeMap<String, f64>, metric: &str) -> f64 {
    let is_of = |name: &str| name.split('{').next() == Some(metric);
    series.iter().filter(|(name, _)| is_of(name)).map(|(_, value)| value).sum()
}
