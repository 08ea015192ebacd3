//! The columns of a table that spans are shown with, looked up once.

use super::spans::{self, Span};
use crate::engine::Sum;
use crate::query::{Canonical, Field};
use crate::requests::{Column, CostSource, Dictionary, MISSING_CODE, MISSING_INT, RequestTable, Status};

/// A column of texts.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'t> {
    codes: &'t [u32],
    dictionary: Option<&'t Dictionary>,
}

impl<'t> Texts<'t> {
    pub fn of(table: &'t RequestTable, field: &Field) -> Texts<'t> {
        let codes = match table.column(field) {
            Some(Column::Code(codes)) => codes.as_slice(),
            _ => &[],
        };
        Texts { codes, dictionary: table.dictionary(field) }
    }

    /// The same of a field without a canonical name.
    pub fn named(table: &'t RequestTable, name: &str) -> Texts<'t> {
        Texts::of(table, &Field::Path(name.to_owned()))
    }

    /// The number of a row's text; [`MISSING_CODE`] where it has none.
    pub fn code(&self, row: u32) -> u32 {
        self.codes.get(row as usize).copied().unwrap_or(MISSING_CODE)
    }

    /// A row's text; nothing for an empty one.
    pub fn get(&self, row: u32) -> Option<&'t str> {
        self.dictionary?.get(self.code(row)).map(|(_, text)| text).filter(|text| !text.is_empty())
    }

    /// All texts, by their numbers.
    pub fn all(&self) -> impl Iterator<Item = &'t str> {
        let dictionary = self.dictionary;
        let count = dictionary.map_or(0, |dictionary| dictionary.len() as u32);
        (0..count).filter_map(move |code| dictionary?.get(code).map(|(_, text)| text))
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Columns<'t> {
    table: &'t RequestTable,
    pub id: Texts<'t>,
    pub parent: Texts<'t>,
    pub kind: Texts<'t>,
    pub service: Texts<'t>,
    pub model: Texts<'t>,
    error: Texts<'t>,
    name: Texts<'t>,
    feature: Texts<'t>,
    input: &'t [i64],
    output: &'t [i64],
    cost: &'t [f64],
    latency: &'t [f64],
}

impl<'t> Columns<'t> {
    pub fn of(table: &'t RequestTable) -> Columns<'t> {
        let canonical = |field: Canonical| Texts::of(table, &field.into());
        let floats = |field: Canonical| match table.column(&field.into()) {
            Some(Column::Float(values)) => values.as_slice(),
            _ => &[],
        };
        Columns {
            table,
            id: Texts::of(table, &spans::span_id()),
            parent: Texts::named(table, spans::PARENT),
            kind: Texts::named(table, spans::KIND),
            service: Texts::named(table, spans::SERVICE),
            model: canonical(Canonical::Model),
            error: canonical(Canonical::ErrorType),
            name: Texts::named(table, spans::NAME),
            feature: canonical(Canonical::Feature),
            input: table.ints(Canonical::InputTokens),
            output: table.ints(Canonical::OutputTokens),
            cost: floats(Canonical::CostUsd),
            latency: floats(Canonical::LatencyMs),
        }
    }

    /// What a span is called: its name, else the feature or the model of the request.
    pub fn name(&self, row: u32) -> &'t str {
        let name = self.name.get(row).or_else(|| self.feature.get(row));
        name.or_else(|| self.model.get(row)).unwrap_or("request")
    }

    /// What it states of a field; of its name, what it is called.
    pub fn text(&self, field: &Field, row: u32) -> Option<&'t str> {
        match Columns::stands_in(field) {
            true => Some(self.name(row)),
            false => Texts::of(self.table, field).get(row),
        }
    }

    /// Whether spans without a field are given something else in its place.
    pub fn stands_in(field: &Field) -> bool {
        matches!(field, Field::Path(path) if path == spans::NAME)
    }

    pub fn failed(&self, row: u32) -> bool {
        self.table.status[row as usize] == Status::Error
    }

    /// What kind of error it was, of a span that failed.
    pub fn error(&self, row: u32) -> Option<&'t str> {
        self.failed(row).then(|| self.error.get(row).unwrap_or("error"))
    }

    /// Whether it is a call of a model that counts, where its format tells.
    pub fn is_call(&self, row: u32) -> Option<bool> {
        self.table.calls.get(row as usize).copied().flatten()
    }

    /// Whether a span states tokens or a cost; nothing is what some write for none.
    pub fn states_usage(&self, row: u32) -> bool {
        let has = |counts: &[i64]| count(counts, row).is_some_and(|count| count > 0);
        let has_cost = || self.source(row) == Some(CostSource::Logged) && known(self.cost, row) > Some(0.0);
        has(self.input) || has(self.output) || has_cost()
    }

    /// Input and output tokens, where a span states any. Nothing at all is what some write for unknown.
    pub fn tokens(&self, row: u32) -> Option<(i64, i64)> {
        let stated = |counts: &[i64]| count(counts, row).unwrap_or(0);
        Some((stated(self.input), stated(self.output))).filter(|tokens| *tokens != (0, 0))
    }

    /// Whether a span states that it was not free.
    pub fn states_cost(&self, row: u32) -> bool {
        self.source(row) == Some(CostSource::Logged) && known(self.cost, row).is_some_and(|cost| cost > 0.0)
    }

    fn source(&self, row: u32) -> Option<CostSource> {
        self.table.cost_source.get(row as usize).copied()
    }

    /// What one call used.
    pub fn used(&self, row: u32) -> Used {
        let tokens = |counts| count(counts, row).map(Sum::of_int).unwrap_or_default();
        Used {
            calls: 1,
            input: tokens(self.input),
            output: tokens(self.output),
            cost: known(self.cost, row).map(Sum::of_float).unwrap_or_default(),
            unpriced: u64::from(self.source(row) == Some(CostSource::Unpriced)),
        }
    }

    /// How long a span took in milliseconds: to the nanosecond where its log tells, which the times here do not.
    pub fn duration_ms(&self, span: &Span) -> Option<f64> {
        match (span.duration(), known(self.latency, span.row)) {
            (Some(micros), Some(ms)) if (ms * 1000.0 - micros as f64).abs() > 1.0 => Some(micros as f64 / 1000.0),
            (Some(micros), None) => Some(micros as f64 / 1000.0),
            (_, stated) => stated,
        }
    }

    /// The part of it in which no child ran, of which `own` microseconds are known.
    pub fn self_ms(&self, span: &Span, own: i64) -> Option<f64> {
        let (all, ms) = (span.duration()?, self.duration_ms(span)?);
        // What is finer than a microsecond is the span's own.
        (own != MISSING_INT).then(|| (own as f64 / 1000.0 + (ms - all as f64 / 1000.0)).max(0.0))
    }
}

fn count(counts: &[i64], row: u32) -> Option<i64> {
    counts.get(row as usize).copied().filter(|count| *count != MISSING_INT)
}

fn known(values: &[f64], row: u32) -> Option<f64> {
    values.get(row as usize).copied().filter(|value| !value.is_nan())
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
    pub fn by(columns: &Columns<'_>, rows: impl Iterator<Item = u32>) -> Used {
        let mut used = Used::default();
        rows.for_each(|row| used.add(&columns.used(row)));
        used
    }

    pub fn add(&mut self, other: &Used) {
        self.calls += other.calls;
        self.input.add(other.input);
        self.output.add(other.output);
        self.cost.add(other.cost);
        self.unpriced += other.unpriced;
    }
}
