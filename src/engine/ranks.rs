//! The measures that need every value of a group in order: polars groups and sorts, `stats` reads off the figures.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::Figure;
use super::groups::NO_GROUP;
use super::ledger::CONFIDENCE;
use super::numbers::Numbers;
use super::term::belongs;
use crate::error::Error;
use crate::query::{Canonical, Field as Asked, Measure, Part, Side};
use crate::requests::RequestTable;
use crate::stats::{Moments, quantile, quantile_interval, weighted_quantile, wilson};

const GROUP: &str = "group";
const VALUE: &str = "value";
const WEIGHT: &str = "weight";

/// The known values of a group, ascending, and the weight of each where the log is a sample.
#[derive(Debug, Default)]
struct Sorted {
    values: Vec<f64>,
    weights: Vec<f64>,
}

/// The figures of `measures` by group: one column per measure, one figure per group below `groups`.
///
/// # Errors
/// What polars says; a defect, since the frame is built here.
pub fn measure(
    table: &RequestTable,
    of_row: &[u32],
    groups: usize,
    measures: &[&Measure],
) -> Result<Vec<Vec<Figure>>, Error> {
    let mut columns = vec![Vec::new(); measures.len()];
    let mut by_values: BTreeMap<(Asked, Part), Vec<usize>> = BTreeMap::new();
    for (at, measure) in measures.iter().enumerate() {
        let field = measure.field().unwrap_or(Canonical::Timestamp.into());
        by_values.entry((field, measure.part())).or_default().push(at);
    }
    for ((field, part), asking) in by_values {
        let sorted = sorted(table, of_row, groups, &field, part).map_err(|error| Error::Engine(error.to_string()))?;
        let is_yes_or_no = table.is_boolean(&field);
        for at in asking {
            columns[at] = sorted.iter().map(|group| group.figure(measures[at], is_yes_or_no)).collect();
        }
    }
    Ok(columns)
}

/// The known values of `field` by group, as far as their requests belong to `part`.
fn sorted(table: &RequestTable, of_row: &[u32], groups: usize, field: &Asked, part: Part) -> PolarsResult<Vec<Sorted>> {
    let (numbers, belongs) = (Numbers::of(table, field), belongs(table, part));
    let known = || of_row.iter().enumerate().filter_map(|(row, group)| Some((row, *group, numbers.get(row)?)));
    let kept = || known().filter(|(row, group, _)| *group != NO_GROUP && belongs(*row));
    let mut columns = vec![
        UInt32Chunked::from_iter_values(GROUP.into(), kept().map(|(_, group, _)| group)).into_series().into_column(),
        Float64Chunked::from_iter_values(VALUE.into(), kept().map(|(.., value)| value)).into_series().into_column(),
    ];
    let mut expressions = vec![col(VALUE).sort(SortOptions::default())];
    if let Some(weights) = table.weights() {
        let weights = kept().map(|(row, ..)| weights[row]);
        columns.push(Float64Chunked::from_iter_values(WEIGHT.into(), weights).into_series().into_column());
        expressions.push(col(WEIGHT).sort_by([col(VALUE)], SortMultipleOptions::default().with_maintain_order(true)));
    }
    let height = columns[0].len();
    let answer = DataFrame::new(height, columns)?.lazy().group_by([col(GROUP)]).agg(expressions).collect()?;
    let mut sorted: Vec<Sorted> = (0..groups).map(|_| Sorted::default()).collect();
    let lists = |name| answer.column(name).and_then(|column| column.list().cloned());
    let (values, weights) = (lists(VALUE)?, lists(WEIGHT).ok());
    for (row, group) in answer.column(GROUP)?.u32()?.iter().enumerate() {
        let Some(group) = group.and_then(|group| sorted.get_mut(group as usize)) else { continue };
        group.values = list(&values, row)?;
        if let Some(weights) = &weights {
            group.weights = list(weights, row)?;
        }
    }
    Ok(sorted)
}

fn list(lists: &ListChunked, row: usize) -> PolarsResult<Vec<f64>> {
    match lists.get_as_series(row) {
        Some(series) => Ok(series.f64()?.into_no_null_iter().collect()),
        None => Ok(Vec::new()),
    }
}

impl Sorted {
    fn figure(&self, measure: &Measure, is_yes_or_no: bool) -> Figure {
        match measure {
            Measure::Min(_) => self.values.first().copied().into(),
            Measure::Max(_) => self.values.last().copied().into(),
            Measure::FirstSeen(_) => instant(self.values.first()),
            Measure::LastSeen(_) => instant(self.values.last()),
            Measure::Quantile(_, p) => self.quantile(*p).into(),
            Measure::Deviation(_) => self.deviation().into(),
            Measure::Bound(measure, side) => {
                let interval = match **measure {
                    Measure::Quantile(_, p) => self.quantile_interval(p),
                    Measure::Mean(_) => self.mean_interval(is_yes_or_no),
                    _ => None,
                };
                interval.map(|(low, high)| if *side == Side::Low { low } else { high }).into()
            }
            // The ledger has these.
            _ => Figure::Unknown,
        }
    }

    fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    fn quantile(&self, p: f64) -> Option<f64> {
        if !self.is_weighted() {
            return quantile(&self.values, p);
        }
        let pairs: Vec<(f64, f64)> = self.values.iter().copied().zip(self.weights.iter().copied()).collect();
        weighted_quantile(&pairs, p)
    }

    /// Values of different weights are not the order statistics of one sample, so their ranks say nothing certain.
    fn quantile_interval(&self, p: f64) -> Option<(f64, f64)> {
        let (low, high) = quantile_interval(self.values.len(), p, CONFIDENCE).filter(|_| self.is_even())?;
        Some((*self.values.get(low)?, *self.values.get(high)?))
    }

    /// Weighted values: the deviation in the population that they stand for, each value as often as its weight says.
    fn deviation(&self) -> Option<f64> {
        let plain = Moments::of(&self.values);
        if !self.is_weighted() || plain.count < 2 {
            return Some(plain.variance.sqrt()).filter(|deviation| deviation.is_finite());
        }
        let total: f64 = self.weights.iter().sum();
        let weighted = || self.values.iter().zip(&self.weights);
        let mean = weighted().map(|(value, weight)| value * weight).sum::<f64>() / total;
        let squares: f64 = weighted().map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        Some((squares / total * plain.count as f64 / (plain.count - 1) as f64).sqrt())
    }

    /// Of yes and no, by Wilson's method. Of a sample only where its weights are even.
    fn mean_interval(&self, is_yes_or_no: bool) -> Option<(f64, f64)> {
        let is_told = is_yes_or_no && self.is_even() && !self.values.is_empty();
        is_told.then(|| wilson(self.values.iter().sum(), self.values.len() as f64, CONFIDENCE))
    }

    /// Whether every value stands for equally many.
    fn is_even(&self) -> bool {
        self.weights.windows(2).all(|pair| pair[0] == pair[1])
    }
}

/// A time in microseconds, which a double holds exactly for some three centuries around 1970.
fn instant(micros: Option<&f64>) -> Figure {
    micros.map_or(Figure::Unknown, |micros| Figure::Int(*micros as i64))
}
