//! Counts and sums by group: every figure that groups can be added up for.

use std::collections::BTreeMap;

use super::Figure;
use super::exact::Sum;
use super::numbers::Numbers;
use super::term::Term;
use crate::query::{Canonical, Field, Measure, Part, Side};
use crate::requests::RequestTable;
use crate::stats::{normal_interval, wilson};

/// How sure an interval is.
pub const CONFIDENCE: f64 = 0.95;

/// The additive figures of a set of groups. Coarser groups follow from finer ones without another look at the rows.
#[derive(Debug, Clone)]
pub struct Ledger {
    groups: usize,
    sums: BTreeMap<Term, Vec<Sum>>,
    /// Of a sample: how uncertain each sum is.
    variances: BTreeMap<Term, Vec<f64>>,
    /// Whether every request stands for itself alone.
    is_whole_log: bool,
    /// Fields whose sums are whole numbers.
    whole: Vec<Field>,
    /// By group: how many of its like ended, whatever way; empty where that is how many of its own did.
    ended: Vec<f64>,
}

/// Whether a ledger holds all that a measure needs.
pub fn is_additive(measure: &Measure) -> bool {
    !Term::of(measure).is_empty()
}

impl Ledger {
    /// Adds up the rows of `table` by group, `of_row[row]` below `groups`, as far as `measures` need it.
    pub fn new(table: &RequestTable, of_row: &[u32], groups: usize, measures: &[Measure]) -> Ledger {
        let is_whole_log = table.weights().is_none();
        let mut ledger = Ledger {
            groups,
            sums: BTreeMap::new(),
            variances: BTreeMap::new(),
            is_whole_log,
            whole: Vec::new(),
            ended: Vec::new(),
        };
        for measure in measures {
            for term in Term::of(measure) {
                let term = if is_whole_log { term.counted() } else { term };
                if !ledger.sums.contains_key(&term) {
                    ledger.sums.insert(term.clone(), term.sums(table, of_row, groups));
                }
                if !is_whole_log && matches!(measure, Measure::Bound(..)) && !ledger.variances.contains_key(&term) {
                    ledger.variances.insert(term.clone(), term.variances(table, of_row, groups));
                }
            }
            ledger.whole.extend(measure.field().filter(|field| Numbers::of(table, field).is_whole()));
        }
        ledger
    }

    /// What is added up, in the order in which [`Ledger::enter`] takes a row's amounts.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.sums.keys()
    }

    /// Adds a row to a group: an amount for each term.
    pub fn enter(&mut self, group: usize, amounts: impl Iterator<Item = Option<Sum>>) {
        let sums = self.sums.values_mut().zip(amounts);
        sums.for_each(|(sums, amount)| amount.into_iter().for_each(|amount| sums[group].add(amount)));
    }

    /// Takes a row out of a group again.
    pub fn leave(&mut self, group: usize, amounts: impl Iterator<Item = Option<Sum>>) {
        let sums = self.sums.values_mut().zip(amounts);
        sums.for_each(|(sums, amount)| amount.into_iter().for_each(|amount| sums[group].subtract(amount)));
    }

    /// The ledger of `groups` coarser groups, where `of_group` says in which each group of this one lies.
    pub fn coarsen(&self, of_group: impl Fn(usize) -> usize, groups: usize) -> Ledger {
        let sums = self.sums.iter().map(|(term, sums)| (term.clone(), united(sums, &of_group, groups, Sum::add)));
        let add = |sum: &mut f64, more: f64| *sum += more;
        let variances = self.variances.iter().map(|(term, all)| (term.clone(), united(all, &of_group, groups, add)));
        Ledger {
            groups,
            sums: sums.collect(),
            variances: variances.collect(),
            is_whole_log: self.is_whole_log,
            whole: self.whole.clone(),
            ended: Vec::new(),
        }
    }

    /// Says which groups differ only in how their requests ended, by the number of their set: rates of errors are
    /// rates of the set.
    pub fn set_wholes(&mut self, sets: Option<Vec<usize>>) {
        let Some(sets) = sets else { return };
        let whole = self.coarsen(|group| sets[group], sets.iter().max().map_or(0, |last| last + 1));
        self.ended = sets.iter().map(|set| whole.own_ended(*set)).collect();
    }

    /// How many requests of a group ended.
    fn own_ended(&self, group: usize) -> f64 {
        self.size(&Term::Count(Part::All), group) - self.size(&Term::Count(Part::Pending), group)
    }

    /// One figure per group. What depends on a row's place among the others is unknown here.
    pub fn figures(&self, measure: &Measure) -> Vec<Figure> {
        match measure {
            Measure::CostShare => self.shares(&Term::Value(Part::All, Canonical::CostUsd.into())),
            Measure::ErrorShare => self.shares(&Term::Count(Part::Errors)),
            measure => (0..self.groups).map(|group| self.figure(measure, group)).collect(),
        }
    }

    /// The figure of one group.
    pub fn figure(&self, measure: &Measure, group: usize) -> Figure {
        match measure {
            Measure::Count(part) => self.number(&Term::Count(*part), group),
            Measure::Known(field) => self.number(&Term::Known(field.clone()), group),
            Measure::AtMost(field, bound) => self.number(&Term::AtMost(field.clone(), *bound), group),
            Measure::ErrorRate => self.rate(measure, group).map(|(part, whole)| part / whole).into(),
            Measure::Below(..) => self.rate(measure, group).map(|(part, whole)| part / whole).into(),
            Measure::Total(part, field) => self.total(*part, field, group),
            Measure::Mean(field) => {
                let known = self.size(&Term::Known(field.clone()), group);
                let sum = self.sum(&Term::Value(Part::All, field.clone()), group);
                sum.total().filter(|_| known > 0.0).map(|total| total / known).into()
            }
            Measure::CostPerSuccess => {
                let cost = self.sum(&Term::Value(Part::All, Canonical::CostUsd.into()), group).total();
                let successes = self.size(&Term::Count(Part::Successes), group);
                cost.filter(|_| successes > 0.0).map(|cost| cost / successes).into()
            }
            Measure::TokensPerSecond => {
                let [tokens, ms] = [Term::TimedTokens, Term::TimeOfTokens].map(|term| self.sum(&term, group).total());
                tokens.zip(ms.filter(|ms| *ms > 0.0)).map(|(tokens, ms)| tokens / ms * 1000.0).into()
            }
            Measure::Bound(measure, side) => self.bound(measure, *side, group),
            _ => Figure::Unknown,
        }
    }

    /// An end of a figure's interval: of a rate by Wilson's method, of a sample's sum by its sampling variance. A sum
    /// over a whole log is certain.
    fn bound(&self, measure: &Measure, side: Side, group: usize) -> Figure {
        let end = |(low, high)| if side == Side::Low { low } else { high };
        if let Some((part, whole)) = self.rate(measure, group) {
            let effective = self.effective(measure, whole, group);
            return Figure::Float(end(wilson(part / whole * effective, effective, CONFIDENCE)));
        }
        let figure = self.figure(measure, group);
        let term = Term::of(measure).into_iter().next();
        let variance = term.and_then(|term| self.variances.get(&term)).map(|variances| variances[group]);
        match (figure.as_f64(), variance) {
            (Some(value), Some(variance)) => Figure::Float(end(normal_interval(value, variance.sqrt(), CONFIDENCE))),
            _ => figure,
        }
    }

    /// A rate as what counts and what it is counted of; `None` where that is nothing, or the measure is no rate.
    fn rate(&self, measure: &Measure, group: usize) -> Option<(f64, f64)> {
        let rate = match measure {
            Measure::ErrorRate => {
                let ended = self.ended.get(group).copied().unwrap_or_else(|| self.own_ended(group));
                (self.size(&Term::Count(Part::Errors), group), ended)
            }
            Measure::Below(field, bound) => {
                let below = self.size(&Term::Below(field.clone(), *bound), group);
                (below, self.size(&Term::Known(field.clone()), group))
            }
            _ => return None,
        };
        Some(rate).filter(|(_, whole)| *whole > 0.0)
    }

    /// How many independent requests a rate rests on: of a sample as many as there are, not as many as they stand for.
    fn effective(&self, measure: &Measure, whole: f64, group: usize) -> f64 {
        let counted = match measure {
            Measure::Below(field, _) => Term::Known(field.clone()),
            _ => Term::Count(Part::All),
        };
        let (sampled, standing) = (self.sum(&counted, group).count as f64, self.size(&counted, group));
        if self.is_whole_log || standing == 0.0 { whole } else { whole * sampled / standing }
    }

    fn sum(&self, term: &Term, group: usize) -> Sum {
        self.sums.get(term).and_then(|sums| sums.get(group)).copied().unwrap_or_default()
    }

    /// A count, as far as the log tells: of a sample the requests that it stands for.
    fn number(&self, term: &Term, group: usize) -> Figure {
        match self.is_whole_log {
            true => Figure::Int(self.size(term, group) as i64),
            false => Figure::Float(self.size(term, group)),
        }
    }

    fn size(&self, term: &Term, group: usize) -> f64 {
        match self.is_whole_log {
            true => self.sum(&term.clone().counted(), group).count as f64,
            false => self.sum(term, group).total().unwrap_or(0.0),
        }
    }

    fn total(&self, part: Part, field: &Field, group: usize) -> Figure {
        let sum = self.sum(&Term::Value(part, field.clone()), group);
        let is_whole = self.is_whole_log && self.whole.contains(field);
        if part != Part::All && sum.count == 0 && self.size(&Term::Count(part), group) == 0.0 {
            return if is_whole { Figure::Int(0) } else { Figure::Float(0.0) };
        }
        match sum.whole() {
            Some(whole) if is_whole => Figure::Int(whole),
            _ => sum.total().into(),
        }
    }

    /// What all these groups cost together.
    pub fn cost_of(&self, groups: impl Iterator<Item = usize>) -> Option<f64> {
        let mut cost = Sum::default();
        groups.for_each(|group| cost.add(self.sum(&Term::Value(Part::All, Canonical::CostUsd.into()), group)));
        cost.total()
    }

    /// Each group's part of a sum over all. Unknown where the group's is, or where the whole is nothing.
    fn shares(&self, term: &Term) -> Vec<Figure> {
        let amount = |group| match term {
            Term::Count(_) => Some(self.size(term, group)),
            term => self.sum(term, group).total(),
        };
        let mut all = Sum::default();
        (0..self.groups).filter_map(amount).for_each(|amount| all.add(Sum::of_float(amount)));
        let whole = all.total().filter(|whole| *whole > 0.0);
        (0..self.groups).map(|group| amount(group).zip(whole).map(|(part, whole)| part / whole).into()).collect()
    }
}

/// Adds up `values` by coarser group.
fn united<T: Copy + Default>(
    values: &[T],
    of_group: impl Fn(usize) -> usize,
    groups: usize,
    add: impl Fn(&mut T, T),
) -> Vec<T> {
    let mut united = vec![T::default(); groups];
    values.iter().enumerate().for_each(|(group, value)| add(&mut united[of_group(group)], *value));
    united
}
