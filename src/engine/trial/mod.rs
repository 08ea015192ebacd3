//! Experiments: who saw which variant, and what came of it. `enrol` finds the units of each variant, `gather` their
//! values.

mod enrol;
mod gather;
mod units;

use super::groups::Groups;
use super::key::Key;
use crate::query::{Canonical, Dimension, Metric, Study, Zone};
use crate::requests::RequestTable;
use crate::stats::Moments;

/// An experiment as it was observed: plain values, all units in the order in which the log first names them.
#[derive(Debug, Clone)]
pub struct Trial {
    /// `None` where the log names no experiment.
    pub name: Option<String>,
    /// The variants in the order of their values.
    pub arms: Vec<Arm>,
    /// Units that saw more than one variant, and are left out.
    pub crossover_units: u64,
    /// Requests that name no unit, and are a unit each.
    pub without_unit: u64,
    /// Requests of the experiment that name no variant, and are left out.
    pub without_variant: u64,
    /// Requests whose lines name different variants, and are left out.
    pub contested: u64,
    /// The most requests that one unit has.
    pub largest_unit: u32,
    /// By metric of the study.
    pub observed: Vec<Observed>,
}

#[derive(Debug, Clone)]
pub struct Arm {
    pub name: String,
    pub units: u64,
    pub requests: u64,
}

/// One metric in one experiment.
#[derive(Debug, Clone)]
pub struct Observed {
    pub metric: Metric,
    /// Requests whose value is a number, a truth, a number beyond all doubles, and something else.
    pub numbers: u64,
    pub truths: u64,
    pub non_finite: u64,
    pub others: u64,
    /// What all sums are of the values less of: the first value seen.
    pub pivot: f64,
    /// By arm.
    pub samples: Vec<Sample>,
}

/// One metric's values in one variant, by unit; units without a value are left out.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Requests without a value.
    pub missing: u64,
    /// How many values each unit has, and their sum less the pivot.
    pub sizes: Vec<u32>,
    pub sums: Vec<f64>,
    /// Of all values less the pivot, requests being counted one by one.
    pub moments: Moments,
    /// Every value, unit after unit; empty unless the study keeps values.
    pub values: Vec<f64>,
    /// By unit, NaN where nothing is known; empty without a covariate.
    pub covariates: Vec<f64>,
}

/// Observes every experiment among the rows that `mask` keeps.
pub fn observe(table: &RequestTable, study: &Study, mask: &[bool]) -> Vec<Trial> {
    let mut by = Vec::new();
    by.extend(study.splits_by_experiment().then(|| Dimension::Field(Canonical::Experiment.into())));
    by.extend(study.variant.clone().map(Dimension::Field));
    let groups = Groups::new(table, &by, Zone::UTC, mask);
    let history = gather::History::new(table, study, mask);
    let enrolled = enrol::enrol(table, study, &groups, history.starts());
    enrolled
        .iter()
        .map(|cohort| {
            let observed = study.metrics.iter().map(|metric| gather::gather(table, study, cohort, metric, &history));
            Trial { observed: observed.collect(), ..cohort.trial() }
        })
        .collect()
}

/// How a key is called.
fn label(key: &Key) -> Option<String> {
    match key {
        Key::Missing => None,
        Key::Bool(value) => Some(value.to_string()),
        Key::Int(value) => Some(value.to_string()),
        Key::Number(value) => Some(value.to_string()),
        Key::Text(text) | Key::Bucket { label: text, .. } => Some(text.clone()),
    }
}
