//! Counts and sums by group: every figure that groups can be added up for.

use std::collections::BTreeMap;

use super::Figure;
use super::exact::{Sum, fold};
use crate::query::{Canonical, Field, Measure};
use crate::requests::{Column, CostSource, MISSING_INT, RequestTable, Status};

/// The additive figures of a set of groups. Coarser groups follow from finer ones without another look at the rows.
#[derive(Debug, Clone)]
pub struct Ledger {
    counts: Vec<Counts>,
    sums: BTreeMap<Field, Vec<Sum>>,
    /// Sums over whole numbers are whole.
    whole: BTreeMap<Field, bool>,
}

/// How many requests of each kind.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    requests: u64,
    errors: u64,
    pending: u64,
    unpriced: u64,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.requests += other.requests;
        self.errors += other.errors;
        self.pending += other.pending;
        self.unpriced += other.unpriced;
    }
}

/// Whether a ledger holds all that a measure needs.
pub fn is_additive(measure: &Measure) -> bool {
    !matches!(measure, Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..))
}

impl Ledger {
    /// Adds up the rows of `table` by group, `of_row[row]` below `groups`, as far as `measures` need it.
    pub fn new(table: &RequestTable, of_row: &[u32], groups: usize, measures: &[Measure]) -> Ledger {
        let mut ledger =
            Ledger { counts: counts(table, of_row, groups), sums: BTreeMap::new(), whole: BTreeMap::new() };
        for field in measures.iter().filter(|measure| is_additive(measure)).filter_map(Measure::field) {
            if !ledger.sums.contains_key(&field) {
                ledger.whole.insert(field.clone(), matches!(table.column(&field), Some(Column::Int(_))));
                ledger.sums.insert(field.clone(), sums(table, of_row, groups, &field));
            }
        }
        ledger
    }

    /// The ledger of `groups` coarser groups, where `of_group` says in which each group of this one lies.
    pub fn coarsen(&self, of_group: impl Fn(usize) -> usize, groups: usize) -> Ledger {
        let mut counts = vec![Counts::default(); groups];
        self.counts.iter().enumerate().for_each(|(group, count)| counts[of_group(group)].add(*count));
        let coarse = |sums: &Vec<Sum>| {
            let mut coarse = vec![Sum::default(); groups];
            sums.iter().enumerate().for_each(|(group, sum)| coarse[of_group(group)].add(*sum));
            coarse
        };
        let sums = self.sums.iter().map(|(field, sums)| (field.clone(), coarse(sums))).collect();
        Ledger { counts, sums, whole: self.whole.clone() }
    }

    /// One figure per group; nothing for a measure that is not additive.
    pub fn figures(&self, measure: &Measure) -> Vec<Figure> {
        let count = |of: fn(&Counts) -> u64| self.counts.iter().map(|c| Figure::Int(of(c) as i64)).collect();
        match measure {
            Measure::Requests => count(|counts| counts.requests),
            Measure::Errors => count(|counts| counts.errors),
            Measure::Pending => count(|counts| counts.pending),
            Measure::Unpriced => count(|counts| counts.unpriced),
            Measure::ErrorRate => self.counts.iter().map(error_rate).collect(),
            Measure::Total(field) => self.totals(field),
            Measure::Mean(field) => self.of(field).iter().map(|sum| sum.mean().into()).collect(),
            Measure::CostShare => self.shares(),
            Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..) => Vec::new(),
        }
    }

    fn of(&self, field: &Field) -> &[Sum] {
        self.sums.get(field).map_or(&[], Vec::as_slice)
    }

    fn totals(&self, field: &Field) -> Vec<Figure> {
        let is_whole = self.whole.get(field) == Some(&true);
        let total = |sum: &Sum| match sum.whole() {
            Some(whole) if is_whole => Figure::Int(whole),
            _ => sum.total().into(),
        };
        self.of(field).iter().map(total).collect()
    }

    /// Each group's part of the cost of all. Unknown where the group's cost is, or where all cost nothing.
    fn shares(&self) -> Vec<Figure> {
        let sums = self.of(&Field::Canonical(Canonical::CostUsd));
        let mut all = Sum::default();
        sums.iter().for_each(|sum| all.add(*sum));
        let whole = all.total().filter(|whole| *whole > 0.0);
        sums.iter().map(|sum| sum.total().zip(whole).map(|(part, whole)| part / whole).into()).collect()
    }
}

/// Failures among the requests that ended.
fn error_rate(counts: &Counts) -> Figure {
    let ended = counts.requests - counts.pending;
    (ended > 0).then(|| counts.errors as f64 / ended as f64).into()
}

fn counts(table: &RequestTable, of_row: &[u32], groups: usize) -> Vec<Counts> {
    let count = |counts: &mut Counts, row: usize| {
        counts.requests += 1;
        counts.errors += u64::from(table.status[row] == Status::Error);
        counts.pending += u64::from(table.status[row] == Status::Pending);
        counts.unpriced += u64::from(table.cost_source.get(row) == Some(&CostSource::Unpriced));
    };
    fold(of_row, groups, count, Counts::add)
}

fn sums(table: &RequestTable, of_row: &[u32], groups: usize, field: &Field) -> Vec<Sum> {
    match table.column(field) {
        Some(Column::Int(values)) => {
            let add = |sum: &mut Sum, row: usize| match values.get(row) {
                Some(value) if *value != MISSING_INT => sum.add(Sum::of_int(*value)),
                _ => {}
            };
            fold(of_row, groups, add, Sum::add)
        }
        Some(Column::Float(values)) => {
            let add = |sum: &mut Sum, row: usize| match values.get(row) {
                Some(value) if !value.is_nan() => sum.add(Sum::of_float(*value)),
                _ => {}
            };
            fold(of_row, groups, add, Sum::add)
        }
        Some(Column::Code(_)) | None => vec![Sum::default(); groups],
    }
}
