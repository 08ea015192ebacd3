//! What a rule is. `file` reads them, `value` is what a key of the file can be.

mod file;
mod value;

pub use value::Span;

use std::path::Path;

use serde::Deserialize;

use super::notify::Targets;
use crate::error::Error;
use crate::query::{Condition, Dimension, Filter, Measure, Order, Part, Query, TimeRange, Zone};

/// The rules that stand without a file, as one would write them.
pub const BUILT_IN: &str = include_str!("default.toml");

/// What a file says.
#[derive(Debug)]
pub struct Book {
    pub rules: Vec<Rule>,
    /// Who is told of what fires.
    pub targets: Targets,
}

/// A figure over a window of time, and what it must not be.
#[derive(Debug, Clone)]
pub struct Rule {
    pub name: String,
    pub measure: Measure,
    /// In microseconds.
    pub window: i64,
    /// As it was written.
    pub window_text: String,
    pub comparison: Comparison,
    pub threshold: f64,
    /// Beyond it, and not yet beyond the threshold, the rule warns.
    pub warning: Option<f64>,
    pub severity: Severity,
    /// Empty for one verdict.
    pub by: Vec<Dimension>,
    pub conditions: Vec<Condition>,
    pub min_requests: u64,
    pub on_no_data: OnNoData,
    pub message: Option<String>,
    /// The targets that are told of it; `None` for all.
    pub notify: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    #[default]
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    #[default]
    Warning,
    Critical,
}

/// What it means that there is too little to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnNoData {
    Ok,
    Alert,
    #[default]
    CannotTell,
}

/// The rules of a file, or those built in.
///
/// # Errors
/// A file that cannot be read, or says something that is no rule: with the line.
pub fn load(path: Option<&Path>) -> Result<Book, Error> {
    match path {
        None => file::parse(BUILT_IN, "built-in rules"),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|source| Error::ReadRules { path: path.to_owned(), source })?;
            file::parse(&text, &path.display().to_string())
        }
    }
}

impl Rule {
    /// The measures of its question, in this order: the rule's own, how many requests, how many of unknown cost.
    pub fn measures(&self) -> Vec<Measure> {
        let measures = [Some(self.measure.clone()), Some(Measure::Count(Part::All)), self.of_unpriced()];
        measures.into_iter().flatten().collect()
    }

    /// Whether a target is told of it.
    pub fn tells(&self, target: &str) -> bool {
        self.notify.as_ref().is_none_or(|names| names.iter().any(|name| name == target))
    }

    fn of_unpriced(&self) -> Option<Measure> {
        self.measure.is_of_money().then_some(Measure::Count(Part::Unpriced))
    }

    /// What it asks at `at`, in microseconds: of the requests from a window before up to then.
    pub fn query(&self, at: i64, zone: Zone) -> Query {
        let range = TimeRange { since: Some(at.saturating_sub(self.window)), until: Some(at) };
        Query {
            filter: Filter { range, conditions: self.conditions.clone() },
            by: self.by.clone(),
            measures: self.measures(),
            having: None,
            order: Order::Dimensions,
            limit: None,
            zone,
        }
    }
}

impl Comparison {
    pub fn is_crossed(self, value: f64, threshold: f64) -> bool {
        match self {
            Comparison::GreaterThan => value > threshold,
            Comparison::GreaterThanOrEqual => value >= threshold,
            Comparison::LessThan => value < threshold,
            Comparison::LessThanOrEqual => value <= threshold,
        }
    }

    /// Whether more is worse.
    pub fn is_upward(self) -> bool {
        matches!(self, Comparison::GreaterThan | Comparison::GreaterThanOrEqual)
    }

    pub fn name(self) -> &'static str {
        match self {
            Comparison::GreaterThan => "greater_than",
            Comparison::GreaterThanOrEqual => "greater_than_or_equal",
            Comparison::LessThan => "less_than",
            Comparison::LessThanOrEqual => "less_than_or_equal",
        }
    }
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Critical => "critical",
        }
    }
}
