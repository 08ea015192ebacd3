//! The data-quality block: what was read, what was lost, and how the money was known.

use std::collections::BTreeMap;

use serde::Serialize;

/// The time window of an answer. Times are ISO 8601 in UTC.
#[derive(Debug, Clone, Serialize)]
pub struct Range {
    /// Start asked for, inclusive; `None` where the window is open.
    pub since: Option<String>,
    /// End asked for, exclusive; `None` where the window is open.
    pub until: Option<String>,
    /// The zone in which days were cut.
    pub tz: String,
    /// The earliest and latest request counted.
    pub first: Option<String>,
    pub last: Option<String>,
}

/// What was read, whatever the filter, and counts over the requests that passed it: see the README for each key.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InputSummary {
    pub files: u64,
    /// Files by what they were read as.
    pub formats: BTreeMap<String, u64>,
    /// Bytes of log text, after decompression.
    pub bytes: u64,
    pub lines: u64,
    pub blank_lines: u64,
    pub bad_lines: u64,
    /// Bad lines by reason, only reasons that occur.
    pub bad_lines_by_reason: BTreeMap<String, u64>,
    pub bad_values: u64,
    pub unrecognised_lines: u64,
    /// Records that are no calls of a model, such as spans of tools and of chains.
    pub other_records: u64,
    /// Inputs whose compression was damaged, so that lines after the damage are missing.
    pub damaged_files: u64,
    /// All requests in the input.
    pub requests: u64,
    /// Requests that pass the filter; the counts below are over these.
    pub matched_requests: u64,
    pub pending: u64,
    pub errors: u64,
    pub logged_cost_requests: u64,
    pub computed_cost_requests: u64,
    pub unpriced_requests: u64,
    pub unpriced_models: Vec<String>,
}

/// Which price table computed costs come from.
#[derive(Debug, Clone, Serialize)]
pub struct PriceInfo {
    /// The tables that were used; of several, each with its day.
    pub source: String,
    /// The day of the prices, `YYYY-MM-DD`, of several tables the earliest; `None` where one does not state its day.
    pub date: Option<String>,
    pub age_days: Option<i64>,
}

/// That the log is a sample, so that the figures are estimates.
#[derive(Debug, Clone, Serialize)]
pub struct Sampling {
    /// Requests in the sample that passed the filter.
    pub sampled_requests: u64,
    /// The lowest and the highest probability with which one of them was kept.
    pub min_rate: f64,
    pub max_rate: f64,
}
