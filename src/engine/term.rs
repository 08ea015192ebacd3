//! What is added up over the rows of a group: the figures behind the figures, each a sum of one number a row.

use std::cmp::Ordering;

use super::exact::{Sum, fold};
use super::numbers::{Numbers, sum_of_float, sum_of_int};
use crate::query::{Canonical, Field, Measure, Part};
use crate::requests::{CostSource, RequestTable, Status};
use crate::stats::sampling_variance;

/// One thing to add up.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// One for each request of the part.
    Count(Part),
    /// The known values of the part.
    Value(Part, Field),
    /// One for each known value.
    Known(Field),
    /// One for each known value up to a bound.
    AtMost(Field, f64),
    /// One for each known value below a bound.
    Below(Field, f64),
    /// Output tokens of the requests that also state how long they took.
    TimedTokens,
    /// How long those took.
    TimeOfTokens,
}

impl Term {
    /// What `measure` is made from; nothing where it needs more than sums.
    pub fn of(measure: &Measure) -> Vec<Term> {
        match measure {
            Measure::Count(part) => vec![Term::Count(*part)],
            Measure::ErrorRate => vec![Term::Count(Part::Errors), Term::Count(Part::All), Term::Count(Part::Pending)],
            Measure::ErrorShare => vec![Term::Count(Part::Errors)],
            Measure::Total(Part::All, field) => vec![Term::Value(Part::All, field.clone())],
            // Where nothing belongs to the part, its sum is known to be zero.
            Measure::Total(part, field) => vec![Term::Value(*part, field.clone()), Term::Count(*part)],
            Measure::Mean(field) => vec![Term::Value(Part::All, field.clone()), Term::Known(field.clone())],
            Measure::Known(field) => vec![Term::Known(field.clone())],
            Measure::AtMost(field, bound) => vec![Term::AtMost(field.clone(), *bound)],
            Measure::Below(field, bound) => vec![Term::Below(field.clone(), *bound), Term::Known(field.clone())],
            Measure::CostShare | Measure::CumulativeCostShare => vec![cost()],
            Measure::CostPerSuccess => vec![cost(), Term::Count(Part::Successes)],
            Measure::TokensPerSecond => vec![Term::TimedTokens, Term::TimeOfTokens],
            Measure::Bound(measure, _) if !matches!(**measure, Measure::Mean(_)) => Term::of(measure),
            Measure::Bound(..)
            | Measure::Deviation(_)
            | Measure::Min(_)
            | Measure::Max(_)
            | Measure::Quantile(..)
            | Measure::FirstSeen(_)
            | Measure::LastSeen(_) => Vec::new(),
        }
    }

    /// The term whose number of terms is the same: in a whole log the values are counted when they are added.
    pub fn counted(self) -> Term {
        match self {
            Term::Known(field) => Term::Value(Part::All, field),
            term => term,
        }
    }

    /// Adds up the rows of `table` by group, `of_row[row]` below `groups`, each row weighted as the table says.
    pub fn sums(&self, table: &RequestTable, of_row: &[u32], groups: usize) -> Vec<Sum> {
        if table.weights().is_some() {
            return add_up(of_row, groups, self.amount(table));
        }
        // The terms of every common question have a loop of their own, without a call for each row.
        let of_status = |wanted| fold(of_row, groups, count_if(|row| table.status[row] == wanted), Sum::add);
        match self {
            Term::Count(Part::All) => fold(of_row, groups, count_if(|_| true), Sum::add),
            Term::Count(Part::Successes) => of_status(Status::Success),
            Term::Count(Part::Errors) => of_status(Status::Error),
            Term::Count(Part::Pending) => of_status(Status::Pending),
            Term::Value(Part::All, field) => match Numbers::of(table, field) {
                Numbers::Int(values) => add_up(of_row, groups, |row| sum_of_int(values, row)),
                Numbers::Float(values) => add_up(of_row, groups, |row| sum_of_float(values, row)),
                numbers => add_up(of_row, groups, |row| numbers.sum(row)),
            },
            term => add_up(of_row, groups, term.number(table)),
        }
    }

    /// What a row adds to the sum of its group, weighted as the table says.
    pub fn amount<'t>(&self, table: &'t RequestTable) -> Box<dyn Fn(usize) -> Option<Sum> + Sync + 't> {
        let number = self.number(table);
        match table.weights() {
            None => number,
            Some(weights) => Box::new(move |row| Some(Sum::of_float(number(row).and_then(Sum::total)? * weights[row]))),
        }
    }

    /// The variance of each group's weighted sum, for a sample in which each request was kept by itself. One row after
    /// the other, so that the rounding does not depend on threads.
    pub fn variances(&self, table: &RequestTable, of_row: &[u32], groups: usize) -> Vec<f64> {
        let mut variances = vec![0.0; groups];
        let Some(weights) = table.weights() else { return variances };
        let number = self.number(table);
        for (row, group) in of_row.iter().enumerate() {
            if let (Some(variance), Some(y)) = (variances.get_mut(*group as usize), number(row).and_then(Sum::total)) {
                *variance += sampling_variance(y, weights[row]);
            }
        }
        variances
    }

    /// What a row adds.
    fn number<'t>(&self, table: &'t RequestTable) -> Box<dyn Fn(usize) -> Option<Sum> + Sync + 't> {
        let one = Sum::of_int(1);
        match self {
            Term::Count(part) => {
                let belongs = belongs(table, *part);
                Box::new(move |row| belongs(row).then_some(one))
            }
            Term::Value(Part::All, field) => {
                let numbers = Numbers::of(table, field);
                Box::new(move |row| numbers.sum(row))
            }
            Term::Value(part, field) => {
                let (belongs, numbers) = (belongs(table, *part), Numbers::of(table, field));
                Box::new(move |row| if belongs(row) { numbers.sum(row) } else { None })
            }
            Term::Known(field) => counting(table, field, |_| true),
            Term::AtMost(field, bound) => {
                let bound = *bound;
                counting(table, field, move |value| value <= bound)
            }
            Term::Below(field, bound) => {
                let bound = *bound;
                counting(table, field, move |value| value < bound)
            }
            Term::TimedTokens => timed(table, Canonical::OutputTokens, Canonical::LatencyMs),
            Term::TimeOfTokens => timed(table, Canonical::LatencyMs, Canonical::OutputTokens),
        }
    }
}

/// Adds up what `number` says of each row.
fn add_up(of_row: &[u32], groups: usize, number: impl Fn(usize) -> Option<Sum> + Sync) -> Vec<Sum> {
    let add = |sum: &mut Sum, row| {
        if let Some(number) = number(row) {
            sum.add(number);
        }
    };
    fold(of_row, groups, add, Sum::add)
}

/// Counts the rows that belong. A count needs no decimals.
fn count_if(belongs: impl Fn(usize) -> bool + Sync) -> impl Fn(&mut Sum, usize) + Sync {
    move |sum, row| sum.count += u64::from(belongs(row))
}

fn cost() -> Term {
    Term::Value(Part::All, Canonical::CostUsd.into())
}

/// One for each value that passes.
fn counting<'t>(
    table: &'t RequestTable,
    field: &Field,
    passes: impl Fn(f64) -> bool + Sync + 't,
) -> Box<dyn Fn(usize) -> Option<Sum> + Sync + 't> {
    let (numbers, one) = (Numbers::of(table, field), Sum::of_int(1));
    Box::new(move |row| numbers.get(row).is_some_and(&passes).then_some(one))
}

/// The values of `field` where `other` is known too.
fn timed(table: &RequestTable, field: Canonical, other: Canonical) -> Box<dyn Fn(usize) -> Option<Sum> + Sync + '_> {
    let [field, other] = [field, other].map(|field| Numbers::of(table, &field.into()));
    Box::new(move |row| other.get(row).and_then(|_| field.sum(row)))
}

/// Whether a row belongs to a part.
pub fn belongs(table: &RequestTable, part: Part) -> Box<dyn Fn(usize) -> bool + Sync + '_> {
    let has_status = |wanted| Box::new(move |row: usize| table.status[row] == wanted);
    match part {
        Part::All => Box::new(|_| true),
        Part::Successes => has_status(Status::Success),
        Part::Errors => has_status(Status::Error),
        Part::Pending => has_status(Status::Pending),
        Part::Unpriced => Box::new(|row| table.cost_source.get(row) == Some(&CostSource::Unpriced)),
        Part::CutOff => {
            let codes = table.codes(Canonical::FinishReason);
            let is_limit = |code| table.text_of(Canonical::FinishReason, code).is_some_and(is_token_limit);
            let size = table.dictionary(&Canonical::FinishReason.into()).map_or(0, |dictionary| dictionary.len());
            let limits: Vec<bool> = (0..size as u32).map(is_limit).collect();
            Box::new(move |row| codes.get(row).and_then(|code| limits.get(*code as usize)) == Some(&true))
        }
    }
}

/// The words by which providers say that an answer reached the limit of its tokens.
fn is_token_limit(reason: &str) -> bool {
    ["length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"]
        .iter()
        .any(|limit| reason.eq_ignore_ascii_case(limit))
}

impl Eq for Term {}

impl Ord for Term {
    fn cmp(&self, other: &Term) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Term) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Term {
    fn key(&self) -> (u8, Part, Option<&Field>, u64) {
        match self {
            Term::Count(part) => (0, *part, None, 0),
            Term::Value(part, field) => (1, *part, Some(field), 0),
            Term::Known(field) => (2, Part::All, Some(field), 0),
            Term::AtMost(field, bound) => (3, Part::All, Some(field), bound.to_bits()),
            Term::Below(field, bound) => (4, Part::All, Some(field), bound.to_bits()),
            Term::TimedTokens => (5, Part::All, None, 0),
            Term::TimeOfTokens => (6, Part::All, None, 0),
        }
    }
}
