//! Events to requests: lines united by `request_id`, priced, in one typed table.
//!
//! `block` unites what one chunk holds (`early` leaves out what a filter can judge by then), of a table a whole `batch` at
//! once; `union` unites chunks, `rows` are the columns both are made of, `finder` finds the row of an id, `spans` tells
//! calls that only wrap others, `dictionary` stores text once, `table` is the result, `money` prices it by `prices`.

pub mod audit;
mod batch;
mod block;
mod cached;
mod dictionary;
mod early;
mod finder;
mod money;
pub mod prices;
mod reasons;
mod rows;
mod sellers;
mod spans;
mod table;
mod union;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

pub use block::Block;
pub use cached::Counts;
pub use dictionary::{Dictionary, MISSING_CODE};
pub use money::{CostMode, CostSource};
pub use reasons::{Remark, guesses, origins, unpriced};
pub use rows::{Column, MISSING_INT, Status};
pub use spans::{Repeats, SpanFaults, Stranded};
pub use table::RequestTable;

use crate::error::Error;
use crate::input::format::Format;
use crate::input::{self, Mapping, Plans, Source, Summary};
use crate::query::{Canonical, Field, Filter, Kind, Raw};
use early::{Dropped, Early};
use prices::PriceTable;
use union::{Union, United};

/// What to read, and how.
#[derive(Debug)]
pub struct Load {
    pub sources: Vec<Source>,
    pub mappings: Vec<Mapping>,
    /// The format of the log where it was given by hand: `Some(None)` for the native one.
    pub format: Option<Option<&'static Format>>,
    pub cost: CostMode,
    pub prices: PriceTable,
    /// The probability with which each request was kept that does not state its own; `None` for a whole log.
    pub sample_rate: Option<f64>,
    /// About how many bytes one thread parses at a time.
    pub chunk_bytes: usize,
}

/// The request table, and what its input came to.
#[derive(Debug)]
pub struct Loaded {
    pub table: RequestTable,
    pub summary: Summary,
    /// How the log's cached tokens were read.
    pub cached: Counts,
    /// Whether any computed cost rests on a guess.
    pub guessed: bool,
    /// Requests that the filter left out before they came into the table.
    pub dropped: Dropped,
    /// Spans that state tokens, and are neither calls of a model nor around one: no request counts these. Nothing where all
    /// spans were asked for.
    pub uncounted: u64,
    pub spans: SpanFaults,
    /// Requests of the native log that were left out because they repeat calls inside them.
    pub repeats: Repeats,
    /// Costs that calls state for several others, which nothing counts. Nothing where nobody asks for costs.
    pub stranded: Stranded,
}

impl Load {
    /// Reads the log into a table with at least the columns `fields` and at least the requests that pass `filter`.
    ///
    /// # Errors
    /// An input that cannot be read.
    pub fn run(&self, fields: &BTreeSet<Field>, filter: &Filter, progress: impl Fn(u64)) -> Result<Loaded, Error> {
        // A request of two variants is of neither.
        self.gather(fields, filter, &Canonical::Variant.into(), false, |plans, new, absorb| {
            input::read(&self.sources, plans, self.chunk_bytes, new, absorb, progress)
        })
    }

    /// The same with events that `read` gives: by plans, into blocks that it asks for and hands back in the order of the
    /// input. Requests whose lines state different values of the text `watched` are noted in the table. With `every_span`
    /// all spans are rows, and the table tells which of them are calls of a model.
    ///
    /// # Errors
    /// Whatever `read` fails with.
    pub fn gather(
        &self,
        fields: &BTreeSet<Field>,
        filter: &Filter,
        watched: &Field,
        every_span: bool,
        read: impl FnOnce(&Plans, &(dyn Fn() -> Block + Sync), &mut dyn FnMut(Vec<Block>)) -> Result<Summary, Error>,
    ) -> Result<Loaded, Error> {
        let needs_money = money::is_needed(fields.iter());
        let columns = self.columns(fields, needs_money);
        let plans = Plans::new(&columns, &self.mappings, self.format).with_every_span(every_span);
        let plan = plans.native();
        let kinds: Vec<Kind> = plan.slots.iter().map(|slot| slot.kind).collect();
        let keeps_answers = fields.contains(&Canonical::LatencyMs.into());
        let watched = plan.slots.iter().position(|slot| slot.field == *watched);
        let mut union = Union::new(&kinds, watched, money::slot(plan, self.cost), every_span);
        let early = Arc::new(Early::new(filter, plan));
        let mut dropped = Dropped::default();
        let new = || Block::new(&kinds, watched, keeps_answers, Arc::clone(&early));
        let used: Mutex<Vec<Block>> = Mutex::new(Vec::new());
        let reuse = || used.lock().ok().and_then(|mut used| used.pop()).unwrap_or_else(new);
        let mut absorb = |mut blocks: Vec<Block>| {
            union.absorb(&blocks);
            blocks.iter().for_each(|block| dropped.add(block.dropped));
            blocks.iter_mut().for_each(Block::clear);
            if let Ok(mut used) = used.lock() {
                used.append(&mut blocks);
            }
        };
        let mut summary = read(&plans, &reuse, &mut absorb)?;
        let United { rows, dictionaries, wrapping, uncounted, calls, spans, repeats, stranded } = union.finish();
        summary.tally.other_records += wrapping;
        let mut table = RequestTable::new(rows, dictionaries, plan);
        table.calls = calls;
        table.weigh(self.sample_rate);
        let cached = cached::settle(&mut table);
        let guessed = needs_money && money::price(&mut table, self.cost, &self.prices);
        Ok(Loaded { table, summary, cached, guessed, dropped, uncounted, spans, repeats, stranded })
    }

    /// The columns to read: those asked for, and those that they are computed from.
    fn columns(&self, fields: &BTreeSet<Field>, needs_money: bool) -> BTreeSet<Field> {
        let mut columns = fields.clone();
        columns.insert(Canonical::SampleRate.into());
        if needs_money {
            columns.extend(money::PRICING.map(Field::from));
        }
        if cached::CACHED.iter().any(|field| columns.contains(&Field::Canonical(*field))) {
            // What each of these means depends on the others.
            columns.extend(cached::CACHED.map(Field::from));
            columns.extend(Raw::ALL.map(Field::Raw));
        }
        columns
    }
}
