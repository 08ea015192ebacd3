//! The figures of a window that slides over time: what enters is added and what leaves is taken away, so that a step
//! costs no more than the requests it moves. Every figure is that of a query over the same window, to the last bit.

use std::ops::Range;

use super::Figure;
use super::exact::Sum;
use super::groups::{Groups, NO_GROUP};
use super::key::Key;
use super::ledger::{CONFIDENCE, Ledger, is_additive};
use super::mask::mask;
use super::numbers::Numbers;
use crate::query::{Dimension, Field, Filter, Measure, Query, Side, TimeRange};
use crate::requests::{MISSING_INT, RequestTable};
use crate::stats::{OrderStatistics, quantile_interval, quantile_of};

/// What a row adds to a sum.
type Amount<'t> = Box<dyn Fn(usize) -> Option<Sum> + Sync + 't>;

/// A window over the dated requests that pass a query's conditions, by its groups.
pub struct Sliding<'t> {
    pub keys: Vec<Vec<Key>>,
    measures: Vec<Measure>,
    /// By time: when, which row of the table, which group.
    moments: Vec<(i64, u32, u32)>,
    window: Range<usize>,
    /// How many requests of each group are in the window.
    present: Vec<u32>,
    ledger: Ledger,
    /// In the order of the ledger's terms.
    amounts: Vec<Amount<'t>>,
    rankings: Vec<(Field, Ranking)>,
}

/// Whether all the figures of a query can slide. The others depend on every value of the window anew, or on groups
/// beside their own.
pub fn can_slide(query: &Query, table: &RequestTable) -> bool {
    let is_alone = !query.by.iter().any(Dimension::is_outcome);
    query.measures.iter().all(|measure| (is_alone || !measure.is_rate_of_errors()) && slides(measure, table))
}

fn slides(measure: &Measure, table: &RequestTable) -> bool {
    let is_whole_log = table.weights().is_none();
    match measure {
        Measure::Min(_) | Measure::Max(_) => true,
        Measure::Quantile(..) => is_whole_log,
        Measure::CostShare | Measure::ErrorShare | Measure::CumulativeCostShare => false,
        Measure::Bound(measure, _) => match **measure {
            Measure::Quantile(..) => is_whole_log,
            Measure::ErrorRate | Measure::Count(_) | Measure::Total(..) => is_whole_log,
            _ => false,
        },
        measure => is_additive(measure),
    }
}

impl<'t> Sliding<'t> {
    /// An empty window before all requests that pass the query's conditions, whatever its time range; every measure
    /// must be one that [`can_slide`].
    pub fn new(table: &'t RequestTable, query: &Query) -> Sliding<'t> {
        let filter = Filter { range: TimeRange::default(), conditions: query.filter.conditions.clone() };
        let groups = Groups::new(table, &query.by, query.zone, &mask(table, &filter));
        let dated = |row: &usize| table.first[*row] != MISSING_INT && groups.of_row[*row] != NO_GROUP;
        let moment = |row: usize| (table.first[row], row as u32, groups.of_row[row]);
        let mut moments: Vec<(i64, u32, u32)> = (0..table.len()).filter(dated).map(moment).collect();
        moments.sort_unstable();
        let ledger = Ledger::new(table, &[], groups.keys.len(), &query.measures);
        let amounts = ledger.terms().map(|term| term.amount(table)).collect();
        let mut fields: Vec<Field> = Vec::new();
        for field in query.measures.iter().filter(|measure| !is_additive(measure)).filter_map(Measure::field) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        let ranking = |field: Field| {
            let ranking = Ranking::new(&Numbers::of(table, &field), &moments, groups.keys.len(), table.len());
            (field, ranking)
        };
        Sliding {
            measures: query.measures.clone(),
            window: 0..0,
            present: vec![0; groups.keys.len()],
            ledger,
            amounts,
            rankings: fields.into_iter().map(ranking).collect(),
            keys: groups.keys,
            moments,
        }
    }

    /// Moves the window on to `since..until` and adds to `touched` the groups it changes, some of them repeatedly.
    pub fn advance(&mut self, since: i64, until: i64, touched: &mut Vec<u32>) {
        while let Some((_, row, group)) = self.moments.get(self.window.end).filter(|(time, ..)| *time < until).copied()
        {
            self.window.end += 1;
            self.enter(row as usize, group as usize);
            touched.push(group);
        }
        while let Some((_, row, group)) =
            self.moments.get(self.window.start).filter(|(time, ..)| *time < since).copied()
            && self.window.start < self.window.end
        {
            self.window.start += 1;
            self.leave(row as usize, group as usize);
            touched.push(group);
        }
    }

    fn enter(&mut self, row: usize, group: usize) {
        self.present[group] += 1;
        self.ledger.enter(group, self.amounts.iter().map(|amount| amount(row)));
        self.rankings.iter_mut().for_each(|(_, ranking)| ranking.enter(row, group));
    }

    fn leave(&mut self, row: usize, group: usize) {
        self.present[group] -= 1;
        self.ledger.leave(group, self.amounts.iter().map(|amount| amount(row)));
        self.rankings.iter_mut().for_each(|(_, ranking)| ranking.leave(row, group));
    }

    pub fn is_empty(&self) -> bool {
        self.window.is_empty()
    }

    /// Whether any request of a group is in the window.
    pub fn has(&self, group: usize) -> bool {
        self.present[group] > 0
    }

    /// The query's measures over one group of the window.
    pub fn figures(&self, group: usize) -> Vec<Figure> {
        let figure = |measure: &Measure| match is_additive(measure) {
            true => self.ledger.figure(measure, group),
            false => self.ranked(measure, group),
        };
        self.measures.iter().map(figure).collect()
    }

    fn ranked(&self, measure: &Measure, group: usize) -> Figure {
        let field = measure.field();
        let ranking = self.rankings.iter().find(|(ranked, _)| field.as_ref() == Some(ranked));
        ranking.map_or(Figure::Unknown, |(_, ranking)| ranking.figure(measure, group))
    }
}

/// The values of one field by group, each at its place in order, and which of them are in the window.
struct Ranking {
    /// The place of each row of the table within its group; `NO_PLACE` without a value.
    places: Vec<u32>,
    /// The values of all groups, group by group, ascending in each.
    values: Vec<f64>,
    /// Where each group's values begin.
    starts: Vec<usize>,
    taken: Vec<OrderStatistics>,
}

const NO_PLACE: u32 = u32::MAX;

impl Ranking {
    fn new(numbers: &Numbers<'_>, moments: &[(i64, u32, u32)], groups: usize, rows: usize) -> Ranking {
        let known = |(_, row, group): &(i64, u32, u32)| Some((*group, numbers.get(*row as usize)?, *row));
        let mut known: Vec<(u32, f64, u32)> = moments.iter().filter_map(known).collect();
        known.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut places = vec![NO_PLACE; rows];
        let mut starts = Vec::with_capacity(groups + 1);
        for (at, (group, _, row)) in known.iter().enumerate() {
            starts.resize(starts.len().max(*group as usize + 1), at);
            places[*row as usize] = (at - starts[*group as usize]) as u32;
        }
        starts.resize(groups + 1, known.len());
        let taken = starts.windows(2).map(|pair| OrderStatistics::new(pair[1] - pair[0])).collect();
        Ranking { places, values: known.into_iter().map(|(_, value, _)| value).collect(), starts, taken }
    }

    fn enter(&mut self, row: usize, group: usize) {
        if self.places[row] != NO_PLACE {
            self.taken[group].insert(self.places[row] as usize);
        }
    }

    fn leave(&mut self, row: usize, group: usize) {
        if self.places[row] != NO_PLACE {
            self.taken[group].remove(self.places[row] as usize);
        }
    }

    fn figure(&self, measure: &Measure, group: usize) -> Figure {
        let taken = &self.taken[group];
        let value = |rank: usize| self.values[self.starts[group] + taken.place(rank)];
        let end = |rank: Option<usize>| rank.filter(|rank| *rank < taken.len()).map(value).into();
        match measure {
            Measure::Min(_) => end(Some(0)),
            Measure::Max(_) => end(taken.len().checked_sub(1)),
            Measure::Quantile(_, p) => quantile_of(taken.len(), *p, value).into(),
            Measure::Bound(measure, side) => match **measure {
                Measure::Quantile(_, p) => {
                    let ranks = quantile_interval(taken.len(), p, CONFIDENCE);
                    end(ranks.map(|(low, high)| if *side == Side::Low { low } else { high }))
                }
                _ => Figure::Unknown,
            },
            _ => Figure::Unknown,
        }
    }
}
