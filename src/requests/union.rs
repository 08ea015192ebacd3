//! All requests of a run. Chunks are joined end to end, and requests that stand in several of them are united at the
//! last, by hash partition in parallel: few do, so that little is moved twice.
//!
//! A request keeps the place where it is first named, so the table is the same whatever the number of threads and
//! wherever the chunks were cut.

use rayon::prelude::*;

use super::block::Block;
use super::dictionary::Dictionary;
use super::finder::{Finder, part};
use super::rows::{Column, Pair, Rows};
use super::spans::{Costs, Known, Repeats, SpanFaults, SpanSet, Stranded, unify};
use crate::input::{Fingerprint, Origin, Span};
use crate::query::Kind;

/// Rows that may stand twice before they are united, beside some for each that is known to stand once.
const MOST_LOOSE_ROWS: usize = 1 << 20;
const LOOSE_ROWS_PER_ROW: usize = 3;

#[derive(Debug)]
pub struct Union {
    rows: Rows,
    /// So many rows at the start are requests of their own.
    united: usize,
    /// One per column.
    dictionaries: Vec<Dictionary>,
    spans: Vec<Span>,
    /// Whether all spans are rows, rather than the calls that count.
    every_span: bool,
    /// The column of what calls cost, if anybody asks.
    cost: Option<usize>,
}

/// All requests, or all spans, of a run.
pub struct United {
    pub rows: Rows,
    pub dictionaries: Vec<Dictionary>,
    /// How many calls were left out because they only wrap others.
    pub wrapping: u64,
    /// How many spans state tokens that no call counts.
    pub uncounted: u64,
    /// See [`super::RequestTable::calls`].
    pub calls: Vec<Option<bool>>,
    pub spans: SpanFaults,
    /// Of the calls that were left out, those that are requests of the native log.
    pub repeats: Repeats,
    /// What these state that nothing counts.
    pub stranded: Stranded,
}

impl Union {
    pub fn new(kinds: &[Kind], watched: Option<usize>, cost: Option<usize>, every_span: bool) -> Union {
        Union {
            rows: Rows::new(kinds, watched),
            united: 0,
            dictionaries: kinds.iter().map(|_| Dictionary::default()).collect(),
            spans: Vec::new(),
            every_span,
            cost,
        }
    }

    /// Adds `blocks`, which follow each other and all that was absorbed before.
    pub fn absorb(&mut self, blocks: &[Block]) {
        let codes: Vec<Vec<Vec<u32>>> = self
            .dictionaries
            .par_iter_mut()
            .enumerate()
            .map(|(column, all)| blocks.iter().map(|block| all.absorb(&block.dictionaries[column])).collect())
            .collect();
        let rows: Vec<&Rows> = blocks.iter().map(|block| &block.rows).collect();
        self.rows.append(&rows, &codes);
        blocks.iter().for_each(|block| self.spans.extend_from_slice(&block.spans));
        if self.rows.len() - self.united > MOST_LOOSE_ROWS + self.united * LOOSE_ROWS_PER_ROW {
            self.unite();
        }
    }

    /// Everything in one table.
    pub fn finish(mut self) -> United {
        self.unite();
        // Requests that are inside of none repeat none.
        if self.spans.iter().all(|span| span.origin == Origin::Request && span.parent.is_none()) {
            self.spans = Vec::new();
        }
        self.unify();
        let known = Known::of(&self.spans);
        let copied = known.copied();
        self.drop(&copied);
        let before = self.rows.len();
        let repeated = known.repeated();
        let left_out = known.rows(&repeated);
        let stranded = self.inherit(&known, &repeated, &left_out);
        let uncounted = if self.every_span { 0 } else { known.uncounted() };
        let mut calls = Vec::new();
        if self.every_span {
            let told = known.told(&repeated);
            calls = self.rows.ids.par_iter().map(|id| told.get(id).copied()).collect();
        } else {
            self.drop(&left_out);
        }
        let wrapping = before - self.rows.len();
        // Ids have done their work.
        self.rows.ids = Vec::new();
        United {
            rows: self.rows,
            dictionaries: self.dictionaries,
            wrapping: wrapping as u64,
            uncounted,
            calls,
            spans: known.faults,
            repeats: known.repeats(&repeated, left_out),
            stranded,
        }
    }

    /// Makes one of each call that stands in the native log and in another tool's.
    fn unify(&mut self) {
        let rows = unify(&mut self.spans);
        if !rows.is_empty() {
            self.rows.ids.iter_mut().for_each(|id| *id = rows.get(id).copied().unwrap_or(*id));
            self.unite();
        }
    }

    /// Gives what calls cost that are left out to those that count with them.
    fn inherit(&mut self, known: &Known, repeated: &SpanSet, left_out: &SpanSet) -> Stranded {
        let Some(Column::Float(costs)) = self.cost.map(|slot| &self.rows.columns[slot]) else {
            return Stranded::default();
        };
        let logged = || (0..costs.len()).filter(|row| !costs[*row].is_nan()).map(|row| (self.rows.id(row), costs[row]));
        // In most logs none of these states any.
        if left_out.is_empty() || !logged().any(|(id, _)| left_out.contains(&id)) {
            return Stranded::default();
        }
        let (costs, stranded) = known.inherited(repeated, &logged().collect::<Costs>());
        let heirs: Vec<(usize, f64)> =
            (0..self.rows.len()).filter_map(|row| Some((row, *costs.get(&self.rows.id(row))?))).collect();
        if let Some(column) = self.cost.and_then(|slot| self.rows.columns.get_mut(slot)) {
            heirs.into_iter().for_each(|(row, cost)| column.set_float(row, cost));
        }
        stranded
    }

    /// Drops the rows of some spans.
    fn drop(&mut self, spans: &SpanSet) {
        if !spans.is_empty() {
            let is_kept: Vec<bool> = (0..self.rows.len()).map(|row| !spans.contains(&self.rows.id(row))).collect();
            self.rows.retain(|row| is_kept[row]);
        }
    }

    fn unite(&mut self) {
        let repeated = repeated(&self.rows.ids);
        self.rows.unite(&repeated);
        self.united = self.rows.len();
    }
}

/// Rows per partition: their table fits the cache of one processor.
const PARTITION: usize = 1 << 14;
/// Rows that one thread takes at a time.
const BATCH: usize = 1 << 16;

/// The rows whose id an earlier row has, each beside the first of these, in the order of the rows. 0 is no id.
fn repeated(ids: &[Fingerprint]) -> Vec<Pair> {
    let partitions = (ids.len() / PARTITION).next_power_of_two();
    let batches: Vec<Batch> =
        ids.par_chunks(BATCH).enumerate().map(|(number, ids)| Batch::of(ids, number * BATCH, partitions)).collect();
    let of_partition = |finder: &mut Finder, number: usize| {
        finder.clear();
        let mut repeated = Vec::new();
        for (part, row) in batches.iter().flat_map(|batch| batch.partition(number)) {
            let first = finder.row(*part, *row, |other| ids[other as usize] == ids[*row as usize]);
            if first != *row {
                repeated.push(Pair { from: *row, into: first });
            }
        }
        repeated
    };
    let mut repeated: Vec<Pair> =
        (0..partitions).into_par_iter().map_init(Finder::default, of_partition).flatten_iter().collect();
    repeated.par_sort_unstable_by_key(|pair| pair.from);
    repeated
}

/// Some rows, sorted by partition.
struct Batch {
    /// Part of the id, and row.
    rows: Vec<(u32, u32)>,
    /// Where each partition begins, and the end of the last.
    starts: Vec<usize>,
}

impl Batch {
    fn of(ids: &[Fingerprint], first_row: usize, partitions: usize) -> Batch {
        // Partitions take the highest bits of ids; the tables inside them use the lowest.
        let partition = |id: Fingerprint| ((u64::from((id >> 96) as u32) * partitions as u64) >> 32) as usize;
        let mut starts = vec![0; partitions + 1];
        ids.iter().filter(|id| **id != 0).for_each(|id| starts[partition(*id) + 1] += 1);
        (0..partitions).for_each(|at| starts[at + 1] += starts[at]);
        let mut rows = vec![(0, 0); starts[partitions]];
        let mut next = starts.clone();
        for (row, id) in (first_row as u32..).zip(ids).filter(|(_, id)| **id != 0) {
            let at = &mut next[partition(*id)];
            rows[*at] = (part(*id), row);
            *at += 1;
        }
        Batch { rows, starts }
    }

    fn partition(&self, number: usize) -> &[(u32, u32)] {
        &self.rows[self.starts[number]..self.starts[number + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn repeated_ids_are_found_wherever_they_stand() {
        // Ids of few values in a long table, in an order that repeats near and far, and rows without one.
        let spread = |number: u128| number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let ids: Vec<Fingerprint> =
            (0..300_000_u128).map(|row| if row % 10 == 9 { 0 } else { spread(row * row % 199_999 + 1) }).collect();
        let mut first = HashMap::new();
        let mut expected = Vec::new();
        for (row, id) in (0_u32..).zip(&ids).filter(|(_, id)| **id != 0) {
            let into = *first.entry(*id).or_insert(row);
            expected.extend((into != row).then_some(Pair { from: row, into }));
        }
        assert!(expected.len() > 10_000);
        assert_eq!(repeated(&ids), expected);
        assert_eq!(repeated(&[]), []);
    }
}
