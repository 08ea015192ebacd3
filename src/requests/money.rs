//! What each request cost: the logged figure, else its tokens times the price of its day.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::cached::CACHED;
use super::dictionary::MISSING_CODE;
use super::prices::{PriceTable, Usage};
use super::rows::{Column, MISSING_INT, Status};
use super::sellers::{Seller, Sellers};
use super::table::RequestTable;
use crate::input::{Plan, Slot};
use crate::query::{Canonical, Field};

/// `--cost`: which figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostMode {
    /// The logged one, else the computed one.
    #[default]
    Auto,
    Logged,
    /// Tokens times price, whatever the log says.
    Computed,
}

/// How a request's cost is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostSource {
    Logged,
    Computed,
    /// Something was used, and what it cost cannot be known.
    Unpriced,
    /// Nothing was used as far as the log tells: a request that failed or was never answered.
    Unused,
}

/// The columns that a price depends on.
pub const PRICING: [Canonical; 9] = [
    Canonical::Model,
    Canonical::Provider,
    Canonical::ServiceTier,
    Canonical::InputTokens,
    Canonical::OutputTokens,
    Canonical::CacheReadTokens,
    Canonical::CacheWriteTokens,
    Canonical::CacheWrite1hTokens,
    Canonical::ReasoningTokens,
];

/// Rows priced by one thread at a time.
const BATCH: usize = 1 << 15;

/// Fills the `cost_usd` column and says where each figure comes from. `input_tokens` must mean all input
/// ([`super::cached::settle`]). Returns whether any price rests on a guess: see [`super::reasons::guesses`].
pub fn price(table: &mut RequestTable, mode: CostMode, prices: &PriceTable) -> bool {
    let guessed = AtomicBool::new(false);
    let field = Field::Canonical(Canonical::CostUsd);
    let mut costs = match table.take_column(&field) {
        Some(Column::Float(logged)) => logged,
        _ => Vec::new(),
    };
    costs.resize(table.len(), f64::NAN);
    let mut sources = vec![CostSource::Unused; table.len()];
    let batches = costs.par_chunks_mut(BATCH).zip(sources.par_chunks_mut(BATCH)).enumerate();
    batches.for_each(|(batch, (costs, sources))| {
        let mut book = Book::new(table, prices);
        for (at, (cost, source)) in costs.iter_mut().zip(sources).enumerate() {
            (*cost, *source) = book.price(batch * BATCH + at, *cost, mode);
        }
        guessed.fetch_or(book.guessed, Ordering::Relaxed);
    });
    table.put_column(field, Column::Float(costs));
    table.cost_source = sources;
    guessed.into_inner()
}

/// The columns that money needs, looked up once.
pub(super) struct Requests<'t> {
    table: &'t RequestTable,
    sellers: [&'t [u32]; 3],
    input: &'t [i64],
    output: &'t [i64],
    cached: [&'t [i64]; 3],
    reasoning: &'t [i64],
}

impl<'t> Requests<'t> {
    pub fn of(table: &'t RequestTable) -> Self {
        Requests {
            table,
            sellers: [Canonical::Model, Canonical::Provider, Canonical::ServiceTier].map(|field| table.codes(field)),
            input: table.ints(Canonical::InputTokens),
            output: table.ints(Canonical::OutputTokens),
            cached: [CACHED[1], CACHED[2], CACHED[3]].map(|field| table.ints(field)),
            reasoning: table.ints(Canonical::ReasoningTokens),
        }
    }

    pub fn seller(&self, row: usize) -> Seller {
        self.sellers.map(|codes| codes.get(row).copied().unwrap_or(MISSING_CODE))
    }

    pub fn usage(&self, row: usize) -> Usage {
        let tokens = |counts: &[i64]| known(counts, row).and_then(|count| u64::try_from(count).ok());
        let part = |counts: &[i64]| tokens(counts).unwrap_or(0);
        let [cache_read, cache_write, cache_write_1h] = self.cached.map(part);
        let (input, output) = (tokens(self.input), tokens(self.output));
        Usage { input, output, cache_read, cache_write, cache_write_1h, reasoning: part(self.reasoning) }
    }

    /// When the request was made.
    pub fn at(&self, row: usize) -> Option<DateTime<Utc>> {
        Some(self.table.first[row]).filter(|time| *time != MISSING_INT).and_then(DateTime::from_timestamp_micros)
    }

    /// Whether the log shows that a request used something that costs.
    fn is_used(&self, row: usize) -> bool {
        self.table.status[row] == Status::Success || [self.input, self.output].iter().any(|c| known(c, row).is_some())
    }

    pub fn names(&self, [model, provider, tier]: Seller) -> [Option<&'t str>; 3] {
        let name = |field, code| self.table.text_of(field, code);
        [name(Canonical::Model, model), name(Canonical::Provider, provider), name(Canonical::ServiceTier, tier)]
    }
}

fn known(counts: &[i64], row: usize) -> Option<i64> {
    counts.get(row).copied().filter(|count| *count != MISSING_INT)
}

/// What one thread knows of prices.
struct Book<'t> {
    requests: Requests<'t>,
    sellers: Sellers<'t>,
    /// Whether a price rests on a guess.
    guessed: bool,
}

impl<'t> Book<'t> {
    fn new(table: &'t RequestTable, prices: &'t PriceTable) -> Book<'t> {
        Book { requests: Requests::of(table), sellers: Sellers::new(prices), guessed: false }
    }

    fn price(&mut self, row: usize, logged: f64, mode: CostMode) -> (f64, CostSource) {
        if !logged.is_nan() && mode != CostMode::Computed {
            return (logged, CostSource::Logged);
        }
        let computed = if mode == CostMode::Logged { None } else { self.compute(row) };
        match computed {
            Some(usd) => (usd, CostSource::Computed),
            None if self.requests.is_used(row) => (f64::NAN, CostSource::Unpriced),
            None => (f64::NAN, CostSource::Unused),
        }
    }

    fn compute(&mut self, row: usize) -> Option<f64> {
        self.compute_usage(row, &self.requests.usage(row))
    }

    /// What a request would cost if it had used this.
    fn compute_usage(&mut self, row: usize, usage: &Usage) -> Option<f64> {
        // Nothing is known of what was used, so not even a free model's price says what it cost.
        if usage.is_unknown() {
            return None;
        }
        let requests = &self.requests;
        let seller = requests.seller(row);
        let sold = self.sellers.find(seller, || requests.names(seller)).sold.as_ref()?;
        let quote = sold.entry.quote(usage, requests.at(row)).ok()?;
        self.guessed |= quote.is_guess || sold.guess.is_some();
        Some(quote.usd)
    }
}

/// What requests would cost if their lines were read otherwise.
pub struct Quotes<'t> {
    book: Book<'t>,
    mode: CostMode,
}

impl<'t> Quotes<'t> {
    pub fn new(table: &'t RequestTable, prices: &'t PriceTable, mode: CostMode) -> Quotes<'t> {
        Quotes { book: Book::new(table, prices), mode }
    }

    /// Tokens times price, whatever the log says.
    pub fn computed(&mut self, row: usize) -> Option<f64> {
        self.book.compute(row)
    }

    /// The request's cost, had only one of its lines been read: one that states a cost (NaN for none) and counts of
    /// tokens, to whose input `apart` cached ones are to be added.
    pub fn reading(&mut self, row: usize, logged: f64, tokens: [Option<u64>; 2], apart: u64) -> Option<f64> {
        if !logged.is_nan() && self.mode != CostMode::Computed {
            return Some(logged);
        }
        if self.mode == CostMode::Logged {
            return None;
        }
        let known = self.book.requests.usage(row);
        let [input, output] = tokens;
        let input = input.map(|input| input + apart).or(known.input);
        self.book.compute_usage(row, &Usage { input, output: output.or(known.output), ..known })
    }

    /// The cached tokens of a request that its lines, which state these inputs, count apart from the input.
    pub fn apart(&self, row: usize, mut stated: impl Iterator<Item = u64>) -> u64 {
        let usage = self.book.requests.usage(row);
        let cached = usage.cache_read + usage.cache_write + usage.cache_write_1h;
        if cached == 0 || stated.any(|input| Some(input) == usage.input) { 0 } else { cached }
    }
}

/// The column of the costs that a log states, where these count.
pub fn slot(plan: &Plan, mode: CostMode) -> Option<usize> {
    let is_cost = |slot: &Slot| slot.field == Field::Canonical(Canonical::CostUsd);
    if mode == CostMode::Computed { None } else { plan.slots.iter().position(is_cost) }
}

/// Whether a query over `fields` needs money.
pub fn is_needed<'f>(mut fields: impl Iterator<Item = &'f Field>) -> bool {
    fields.any(|field| *field == Field::Canonical(Canonical::CostUsd))
}
