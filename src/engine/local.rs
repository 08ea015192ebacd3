//! The engine in this process: groups by number, sums exactly, ranks with polars.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::exact::Sum;
use super::groups::{Groups, NO_GROUP};
use super::key::Key;
use super::ledger::{Ledger, is_additive};
use super::mask::mask;
use super::numbers::Numbers;
use super::ranks;
use super::singles;
use super::trial::{self, Trial};
use super::{Answer, Engine, Figure, Group};
use crate::error::Error;
use crate::query::{Dimension, Field, Filter, Measure, Order, Query, Study};
use crate::requests::RequestTable;

/// Answers from a table in memory.
#[derive(Debug)]
pub struct Local<'t> {
    table: &'t RequestTable,
}

impl<'t> Local<'t> {
    pub fn new(table: &'t RequestTable) -> Local<'t> {
        Local { table }
    }

    /// The rows that pass a filter.
    pub fn matching(&self, filter: &Filter) -> Vec<bool> {
        mask(self.table, filter)
    }

    /// How many of the rows that `mask` keeps state a field, and for how many it is a number.
    pub fn stated(&self, mask: &[bool], field: &Field) -> (usize, usize) {
        let numbers = Numbers::of(self.table, field);
        let rows = || mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(row, _)| row);
        (rows().filter(|row| self.table.states(field, *row)).count(), rows().filter_map(|row| numbers.get(row)).count())
    }

    /// Whether any of the rows that `mask` keeps states a field.
    pub fn knows(&self, mask: &[bool], field: &Field) -> bool {
        mask.iter().enumerate().any(|(row, keep)| *keep && self.table.states(field, row))
    }

    /// Figures by group: one row per group, one figure per measure.
    fn figures(
        &self,
        of_row: &[u32],
        ledger: &Ledger,
        groups: usize,
        measures: &[Measure],
    ) -> Result<Vec<Vec<Figure>>, Error> {
        let ranked: Vec<&Measure> = measures.iter().filter(|measure| !is_additive(measure)).collect();
        let mut ranked = ranks::measure(self.table, of_row, groups, &ranked)?.into_iter();
        let figures = |measure: &Measure| match is_additive(measure) {
            true => ledger.figures(measure),
            false => ranked.next().unwrap_or_default(),
        };
        let columns: Vec<Vec<Figure>> = measures.iter().map(figures).collect();
        Ok((0..groups).map(|group| columns.iter().map(|column| column[group]).collect()).collect())
    }

    /// Figures of coarser groups: `of_group` below `coarse` for each of `groups`.
    fn coarsened(
        &self,
        groups: &Groups,
        ledger: &Ledger,
        of_group: impl Fn(usize) -> usize,
        coarse: usize,
        measures: &[Measure],
    ) -> Result<Vec<Vec<Figure>>, Error> {
        let of_row: Vec<u32> = match measures.iter().all(is_additive) {
            true => Vec::new(),
            false => groups
                .of_row
                .iter()
                .map(|group| if *group == NO_GROUP { NO_GROUP } else { of_group(*group as usize) as u32 })
                .collect(),
        };
        self.figures(&of_row, &ledger.coarsen(of_group, coarse), coarse, measures)
    }
}

impl Engine for Local<'_> {
    fn answer(&self, query: &Query) -> Result<Answer, Error> {
        let mask = self.matching(&query.filter);
        let groups = Groups::new(self.table, &query.by, query.zone, &mask);
        let measures = needed(query);
        let asked = query.measures.len();
        let mut ledger = Ledger::new(self.table, &groups.of_row, groups.keys.len(), &measures);
        ledger.set_wholes(alike(&groups.keys, &query.by));
        let mut figures = self.figures(&groups.of_row, &ledger, groups.keys.len(), &measures)?;
        let order = ranked(&groups.keys, &figures, query, &measures);
        cumulate(&mut figures, &order, &measures, &ledger);
        let (shown, hidden) = order.split_at(query.limit.unwrap_or(order.len()).min(order.len()));
        // Groups of their own for those shown and for those that are no rows, so that shares are shares of the whole.
        let mut part = vec![OUT; groups.keys.len()];
        shown.iter().for_each(|group| part[*group as usize] = SHOWN);
        hidden.iter().for_each(|group| part[*group as usize] = HIDDEN);
        let mut others = match hidden.is_empty() {
            true => None,
            false => Some(self.coarsened(&groups, &ledger, |group| part[group], 3, &query.measures)?),
        };
        let totals = self.coarsened(&groups, &ledger, |_| 0, 1, &query.measures)?.swap_remove(0);
        let group = |number: &u32| Group {
            key: groups.keys[*number as usize].clone(),
            figures: figures[*number as usize][..asked].to_vec(),
        };
        Ok(Answer {
            groups: shown.iter().map(group).collect(),
            other: others.as_mut().map(|figures| (hidden.len() as u64, figures.swap_remove(HIDDEN))),
            hidden: hidden.iter().map(group).collect(),
            totals,
        })
    }

    fn series(&self, filter: &Filter, field: &Field) -> Vec<(i64, f64)> {
        singles::series(self.table, &self.matching(filter), field)
    }

    fn lowest(&self, filter: &Filter, field: &Field, count: usize, shown: &[Field]) -> Vec<(f64, Vec<Key>)> {
        singles::lowest(self.table, &self.matching(filter), field, count, shown)
    }

    fn observe(&self, study: &Study) -> Result<Vec<Trial>, Error> {
        Ok(trial::observe(self.table, study, &self.matching(&study.filter)))
    }
}

const HIDDEN: usize = 0;
const SHOWN: usize = 1;
const OUT: usize = 2;

/// The measures of a query, then those that only its order and its choice of rows need.
fn needed(query: &Query) -> Vec<Measure> {
    let mut measures = query.measures.clone();
    let order = match &query.order {
        Order::By { measure, .. } => Some(measure),
        Order::Dimensions | Order::Dimension { .. } => None,
    };
    for measure in order.into_iter().chain(&query.having) {
        if !measures.contains(measure) {
            measures.push(measure.clone());
        }
    }
    measures
}

/// By group: the number of the set of groups whose keys differ only in how requests ended. `None` where none does.
fn alike<'k>(keys: &'k [Vec<Key>], by: &[Dimension]) -> Option<Vec<usize>> {
    let kept: Vec<usize> = (0..by.len()).filter(|at| !by[*at].is_outcome()).collect();
    (kept.len() < by.len()).then(|| {
        let mut sets: BTreeMap<Vec<&Key>, usize> = BTreeMap::new();
        let mut number = |key: &'k Vec<Key>| {
            let next = sets.len();
            *sets.entry(kept.iter().map(|at| &key[*at]).collect()).or_insert(next)
        };
        keys.iter().map(&mut number).collect()
    })
}

/// The numbers of the groups that are rows, in the query's order.
fn ranked(keys: &[Vec<Key>], figures: &[Vec<Figure>], query: &Query, measures: &[Measure]) -> Vec<u32> {
    let column = |measure: &Measure| measures.iter().position(|m| m == measure).unwrap_or(0);
    let is_row = |group: &u32| match &query.having {
        Some(measure) => figures[*group as usize][column(measure)].as_f64().is_some_and(|figure| figure > 0.0),
        None => true,
    };
    let mut numbers: Vec<u32> = (0..keys.len() as u32).filter(is_row).collect();
    numbers.sort_by(|a, b| {
        let (a, b) = (*a as usize, *b as usize);
        let first = match &query.order {
            Order::Dimensions => Ordering::Equal,
            Order::Dimension { position, descending } => {
                let order = keys[a][*position].cmp(&keys[b][*position]);
                if *descending { order.reverse() } else { order }
            }
            Order::By { measure, descending } => {
                let column = column(measure);
                compare(figures[a][column], figures[b][column], *descending)
            }
        };
        first.then_with(|| keys[a].cmp(&keys[b]))
    });
    numbers
}

/// Fills in the share of all cost that each row has together with those above it.
fn cumulate(figures: &mut [Vec<Figure>], order: &[u32], measures: &[Measure], ledger: &Ledger) {
    let Some(column) = measures.iter().position(|measure| *measure == Measure::CumulativeCostShare) else { return };
    let whole = ledger.cost_of(0..figures.len()).filter(|whole| *whole > 0.0);
    let mut above = Sum::default();
    for group in order.iter().map(|group| *group as usize) {
        ledger.cost_of(std::iter::once(group)).into_iter().for_each(|cost| above.add(Sum::of_float(cost)));
        figures[group][column] = above.total().zip(whole).map(|(above, whole)| above / whole).into();
    }
}

/// Unknown figures come last in both directions.
fn compare(a: Figure, b: Figure, descending: bool) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
