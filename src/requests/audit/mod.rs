//! Can a log be trusted? What its lines say one by one: which of them are missing, repeated, at odds or out of time.
//!
//! The join keeps of each request what counts. An audit reads the same bytes in the same pass and keeps of each line a
//! trace (`trail`) of 64 bytes beside it: which fields it states (`stated`), its fingerprint, time, tokens and cost.
//! Afterwards the traces of each request are laid side by side (`case`) and what they come to is added up (`ledger`,
//! `found`); `gaps` looks at the times of all.

mod case;
mod found;
mod gaps;
mod ledger;
mod stated;
mod trail;

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

pub use found::{Check, LineKind};
pub use gaps::Gaps;
use ledger::Costs;
pub use ledger::{Covered, Ledger, ModelCosts};
pub use trail::place;

use super::block::Block;
use super::cached;
use super::dictionary::MISSING_CODE;
use super::early::Early;
use super::money::{self, Quotes};
use super::rows::Column;
use super::table::RequestTable;
use super::union::{Union, United};
use super::{Dropped, Load, Loaded};
use crate::error::Error;
use crate::input::{self, Plan, Plans, Sniffed, Summary};
use crate::query::{Canonical, Field, Filter, Kind, Raw};
use case::Case;
use trail::{Trace, Trail, Ways};

/// What an audit found.
#[derive(Debug)]
pub struct Audit {
    pub ledger: Ledger,
    pub gaps: Gaps,
}

/// Requests are examined in so many parts, whatever the number of threads, so that sums do not depend on it.
const PARTS: usize = 16;
/// Requests whose costs one thread looks up at least.
const BATCH: usize = 1 << 14;
const PART_SHIFT: u32 = i64::BITS - 1 - PARTS.ilog2();

impl Load {
    /// Reads the log into a table with its costs, and examines every line of it. `now` is in microseconds.
    ///
    /// # Errors
    /// An input that cannot be read.
    pub fn audit(&self, now: i64, progress: impl Fn(u64)) -> Result<(Loaded, Audit), Error> {
        let canonical = Canonical::ALL.iter().map(|field| Field::from(*field));
        let all: BTreeSet<Field> = canonical.chain(Raw::ALL.map(Field::Raw)).collect();
        let wide = Plans::new(&all, &self.mappings, self.format);
        let narrow = narrow(&self.columns(&BTreeSet::from([Canonical::CostUsd.into()]), true), self);
        let kinds: Vec<Kind> = narrow.slots.iter().map(|slot| slot.kind).collect();
        let ways = Arc::new(Ways::new(wide.native(), &narrow, kinds.len() - 1));
        let early = Arc::new(Early::new(&Filter::default(), &narrow));
        let mut union = Union::new(&kinds, None, money::slot(&narrow, self.cost), false);
        let mut parts: Vec<Vec<Trace>> = vec![Vec::new(); PARTS];
        let new = || Trail::new(Block::new(&kinds, None, false, Arc::clone(&early)), Arc::clone(&ways));
        let used: Mutex<Vec<Trail>> = Mutex::new(Vec::new());
        let reuse = || used.lock().ok().and_then(|mut used| used.pop()).unwrap_or_else(new);
        let absorb = |trails: Vec<Trail>| {
            distribute(&trails, &mut parts);
            let (blocks, traces): (Vec<Block>, Vec<Vec<Trace>>) =
                trails.into_iter().map(|trail| (trail.block, trail.traces)).unzip();
            union.absorb(&blocks);
            let recycled = blocks.into_iter().zip(traces).map(|(block, traces)| Trail::again(block, traces, &ways));
            if let Ok(mut used) = used.lock() {
                used.extend(recycled);
            }
        };
        let mut summary = input::read(&self.sources, &wide, self.chunk_bytes, reuse, absorb, progress)?;
        let United { rows, dictionaries, wrapping, uncounted, spans, repeats, stranded, .. } = union.finish();
        summary.tally.other_records += wrapping;
        let mut table = RequestTable::new(rows, dictionaries, &narrow);
        let cached = cached::settle(&mut table);
        let logged = floats(&table, Canonical::CostUsd);
        let guessed = money::price(&mut table, self.cost, &self.prices);
        let audit = self.examine(&table, &logged, parts, &self.retold(&summary), now);
        let dropped = Dropped::default();
        Ok((Loaded { table, summary, cached, guessed, dropped, uncounted, spans, repeats, stranded }, audit))
    }

    /// Of every input, whether its format tells of one answer on several lines.
    fn retold(&self, summary: &Summary) -> Vec<bool> {
        let retells = |(_, form): &&Sniffed| form.format.is_some_and(|format| format.retells);
        let names: HashSet<&str> = summary.forms.iter().filter(retells).map(|(name, _)| name.as_str()).collect();
        self.sources.iter().map(|source| names.contains(source.name().as_str())).collect()
    }

    fn examine(
        &self,
        table: &RequestTable,
        logged: &[f64],
        mut parts: Vec<Vec<Trace>>,
        retold: &[bool],
        now: i64,
    ) -> Audit {
        let (keys, costs) = rayon::join(|| sorted_keys(table), || self.costs(table, logged));
        let ledgers: Vec<Ledger> = parts
            .par_iter_mut()
            .map(|traces| {
                traces.sort_unstable_by_key(|trace| (trace.key, trace.line, trace.place));
                let mut quotes = Quotes::new(table, &self.prices, self.cost);
                let mut ledger = Ledger::default();
                for (traces, row) in cases(traces, &keys) {
                    let is_retold =
                        traces.iter().all(|trace| retold.get(place(trace.place).0).copied().unwrap_or_default());
                    let case = Case::new(traces, row, costs[row].counted, is_retold);
                    case.examine(&mut quotes, now, &mut ledger);
                    ledger.compare(&costs[row], || case.place());
                }
                ledger
            })
            .collect();
        let mut ledger = ledgers.into_iter().fold(Ledger::default(), Ledger::merge);
        ledger.conclude();
        let times = table.first.par_iter().copied().filter(|time| case::is_plausible(*time, now)).collect();
        Audit { ledger, gaps: Gaps::between(times) }
    }

    /// The costs of each request, side by side: examining goes through them out of order.
    fn costs(&self, table: &RequestTable, logged: &[f64]) -> Vec<Costs> {
        let counted = floats(table, Canonical::CostUsd);
        let models = table.codes(Canonical::Model);
        let costs = |quotes: &mut Quotes<'_>, row: usize| {
            let (counted, logged) = (counted[row], logged[row]);
            let computed = if logged.is_nan() { None } else { quotes.computed(row) };
            let model = models.get(row).copied().unwrap_or(MISSING_CODE);
            Costs { counted, logged, computed: computed.unwrap_or(f64::NAN), model }
        };
        let quotes = || Quotes::new(table, &self.prices, self.cost);
        (0..table.len()).into_par_iter().with_min_len(BATCH).map_init(quotes, costs).collect()
    }
}

/// The plan of the table: what money needs, and a last column for the keys by which traces find their request.
fn narrow(fields: &BTreeSet<Field>, load: &Load) -> Plan {
    let mut plan = Plan::new(fields, &load.mappings);
    plan.slots.push(input::Slot { field: Canonical::RequestId.into(), kind: Kind::Count });
    plan
}

/// Copies the traces of chunks that follow each other to their parts.
fn distribute(trails: &[Trail], parts: &mut [Vec<Trace>]) {
    let routes: Vec<Vec<Vec<u32>>> = trails
        .par_iter()
        .map(|trail| {
            let room = trail.traces.len() / PARTS * 2;
            let mut routes: Vec<Vec<u32>> = (0..PARTS).map(|_| Vec::with_capacity(room)).collect();
            for (number, trace) in trail.traces.iter().enumerate() {
                routes[(trace.key >> PART_SHIFT) as usize].push(number as u32);
            }
            routes
        })
        .collect();
    parts.par_iter_mut().enumerate().for_each(|(part, traces)| {
        for (trail, routes) in trails.iter().zip(&routes) {
            traces.extend(routes[part].iter().map(|number| trail.traces[*number as usize]));
        }
    });
}

/// The rows of the table by their key.
fn sorted_keys(table: &RequestTable) -> Vec<(i64, u32)> {
    let keys = table.ints(Canonical::RequestId).par_iter().copied();
    let mut keys: Vec<(i64, u32)> = keys.enumerate().map(|(row, key)| (key, row as u32)).collect();
    keys.par_sort_unstable();
    keys
}

/// The lines of each request among `traces`, which are sorted by key, and its row.
fn cases<'t>(traces: &'t [Trace], keys: &'t [(i64, u32)]) -> impl Iterator<Item = (&'t [Trace], usize)> {
    let first = traces.first().map_or(0, |trace| trace.key);
    let mut keys = &keys[keys.partition_point(|(key, _)| *key < first)..];
    // A line without an id is a request by itself, even where another reads the same.
    let is_one = |a: &Trace, b: &Trace| a.key == b.key && a.has_id();
    traces.chunk_by(is_one).filter_map(move |traces| {
        let key = traces.first()?.key;
        while keys.first().is_some_and(|(other, _)| *other < key) {
            keys = &keys[1..];
        }
        let (_, row) = keys.first().filter(|(other, _)| *other == key)?;
        if !traces[0].has_id() {
            keys = &keys[1..];
        }
        Some((traces, *row as usize))
    })
}

/// A column of numbers as long as the table.
fn floats(table: &RequestTable, field: Canonical) -> Vec<f64> {
    let mut values = match table.column(&field.into()) {
        Some(Column::Float(values)) => values.clone(),
        _ => Vec::new(),
    };
    values.resize(table.len(), f64::NAN);
    values
}
