//! A trace in one line: how long, how many spans and calls, what they used and cost, and where the time went.

use super::spans::Span;
use super::timing::Timing;
use super::tree::Tree;
use super::{calls, spans};
use crate::engine::Sum;
use crate::query::{Canonical, Field};
use crate::requests::{Column, CostSource, MISSING_CODE, MISSING_INT, RequestTable, Status};

/// What was wrong with traces, so that it can be said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    pub missing_parents: u64,
    pub cycles: u64,
    pub duplicate_ids: u64,
    pub repeated: u64,
    pub outside: u64,
    pub unfinished: u64,
    /// Spans that repeat the usage of calls below them.
    pub repeated_usage: u64,
    /// Traces whose requests name no spans: flat lists.
    pub flat: u64,
}

impl Faults {
    pub fn add(&mut self, other: &Faults) {
        self.missing_parents += other.missing_parents;
        self.cycles += other.cycles;
        self.duplicate_ids += other.duplicate_ids;
        self.repeated += other.repeated;
        self.outside += other.outside;
        self.unfinished += other.unfinished;
        self.repeated_usage += other.repeated_usage;
        self.flat += other.flat;
    }
}

/// A trace, understood.
#[derive(Debug)]
pub struct Figures {
    pub tree: Tree,
    pub timing: Timing,
    /// By span: whether it is a call to a model.
    pub calls: Vec<bool>,
    pub faults: Faults,
}

impl Figures {
    pub fn of(table: &RequestTable, spans: &[Span]) -> Figures {
        let tree = Tree::of(spans);
        let timing = Timing::of(spans, &tree);
        let (calls, repeated_usage) = calls::of(table, spans, &tree);
        let faults = Faults {
            missing_parents: tree.faults.missing_parents,
            cycles: tree.faults.cycles,
            duplicate_ids: tree.faults.duplicate_ids,
            repeated: tree.faults.repeated,
            outside: timing.outside,
            unfinished: timing.unfinished,
            repeated_usage,
            flat: u64::from(spans.iter().all(|span| span.id == spans::MISSING)),
        };
        Figures { tree, timing, calls, faults }
    }

    /// The rows of the calls to a model.
    pub fn call_rows<'a>(&'a self, spans: &'a [Span]) -> impl Iterator<Item = usize> + 'a {
        spans.iter().zip(&self.calls).filter(|(_, is_call)| **is_call).map(|(span, _)| span.row as usize)
    }

    /// How many spans of the trace failed.
    pub fn errors(&self, table: &RequestTable, spans: &[Span]) -> u64 {
        let failed = |span: &&u32| table.status[spans[**span as usize].row as usize] == Status::Error;
        self.tree.order.iter().filter(failed).count() as u64
    }
}

/// What calls used and cost, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Used {
    pub calls: u64,
    pub input: Sum,
    pub output: Sum,
    pub cost: Sum,
    /// Calls that used something at an unknown cost.
    pub unpriced: u64,
}

impl Used {
    /// What the calls in `rows` used.
    pub fn by(table: &RequestTable, rows: impl Iterator<Item = usize>) -> Used {
        let mut used = Used::default();
        rows.for_each(|row| used.add(&Used::of(table, row)));
        used
    }

    fn of(table: &RequestTable, row: usize) -> Used {
        let count = |field| table.ints(field).get(row).copied().filter(|count| *count != MISSING_INT);
        let tokens = |field| count(field).map(Sum::of_int).unwrap_or_default();
        let cost = match table.column(&Canonical::CostUsd.into()) {
            Some(Column::Float(costs)) => costs.get(row).copied().filter(|cost| !cost.is_nan()),
            _ => None,
        };
        Used {
            calls: 1,
            input: tokens(Canonical::InputTokens),
            output: tokens(Canonical::OutputTokens),
            cost: cost.map(Sum::of_float).unwrap_or_default(),
            unpriced: u64::from(table.cost_source.get(row) == Some(&CostSource::Unpriced)),
        }
    }

    pub fn add(&mut self, other: &Used) {
        self.calls += other.calls;
        self.input.add(other.input);
        self.output.add(other.output);
        self.cost.add(other.cost);
        self.unpriced += other.unpriced;
    }
}

/// How long a span took in milliseconds: to the nanosecond where its log tells, which the times here do not.
pub fn duration_ms(table: &RequestTable, span: &Span) -> Option<f64> {
    let stated = match table.column(&Canonical::LatencyMs.into()) {
        Some(Column::Float(latency)) => latency.get(span.row as usize).copied().filter(|ms| !ms.is_nan()),
        _ => None,
    };
    match (span.duration(), stated) {
        (Some(micros), Some(ms)) if (ms * 1000.0 - micros as f64).abs() > 1.0 => Some(micros as f64 / 1000.0),
        (Some(micros), None) => Some(micros as f64 / 1000.0),
        (_, stated) => stated,
    }
}

/// The part of it in which no child ran, of which `own` microseconds are known.
pub fn self_ms(table: &RequestTable, span: &Span, own: i64) -> Option<f64> {
    let (all, ms) = (span.duration()?, duration_ms(table, span)?);
    // What is finer than a microsecond is the span's own.
    (own != MISSING_INT).then(|| (own as f64 / 1000.0 + (ms - all as f64 / 1000.0)).max(0.0))
}

/// What a span is called: its name, else the feature or the model of the request.
pub fn name(table: &RequestTable, row: u32) -> &str {
    let feature = || canonical(table, Canonical::Feature, row);
    let model = || canonical(table, Canonical::Model, row);
    path(table, spans::NAME, row).or_else(feature).or_else(model).unwrap_or("request")
}

/// A text of a row, by the name of its column.
pub fn path<'t>(table: &'t RequestTable, name: &str, row: u32) -> Option<&'t str> {
    text(table, &Field::Path(name.to_owned()), row)
}

pub fn canonical(table: &RequestTable, field: Canonical, row: u32) -> Option<&str> {
    text(table, &field.into(), row)
}

/// A text of a row; nothing for an empty one.
pub fn text<'t>(table: &'t RequestTable, field: &Field, row: u32) -> Option<&'t str> {
    let Some(Column::Code(codes)) = table.column(field) else { return None };
    let code = codes.get(row as usize).copied().filter(|code| *code != MISSING_CODE)?;
    table.tagged(field, code).map(|(_, text)| text).filter(|text| !text.is_empty())
}
