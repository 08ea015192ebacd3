//! What each request cost: the logged figure, else its tokens times the price of its day.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use rayon::prelude::*;

use super::dictionary::MISSING_CODE;
use super::prices::{CompiledEntry, PriceTable, Resolution, Usage};
use super::rows::{Column, MISSING_INT, Status};
use super::table::RequestTable;
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

/// The codes of model, provider and service tier: requests that share them share a price entry.
type Seller = [u32; 3];

/// Fills the `cost_usd` column and says where each figure comes from. `input_tokens` must mean all input
/// ([`include_cached`]).
pub fn price(table: &mut RequestTable, mode: CostMode, prices: &PriceTable) {
    let field = Field::Canonical(Canonical::CostUsd);
    let mut costs = match table.take_column(&field) {
        Some(Column::Float(logged)) => logged,
        _ => Vec::new(),
    };
    costs.resize(table.len(), f64::NAN);
    let mut sources = vec![CostSource::Unused; table.len()];
    let batches = costs.par_chunks_mut(BATCH).zip(sources.par_chunks_mut(BATCH)).enumerate();
    batches.for_each(|(batch, (costs, sources))| {
        let mut book = Book { requests: Requests::of(table), prices, entries: HashMap::new() };
        for (at, (cost, source)) in costs.iter_mut().zip(sources).enumerate() {
            (*cost, *source) = book.price(batch * BATCH + at, *cost, mode);
        }
    });
    table.put_column(field, Column::Float(costs));
    table.cost_source = sources;
}

/// The columns that money needs, looked up once.
struct Requests<'t> {
    table: &'t RequestTable,
    sellers: [&'t [u32]; 3],
    input: &'t [i64],
    output: &'t [i64],
    cached: [&'t [i64]; 3],
    reasoning: &'t [i64],
}

impl<'t> Requests<'t> {
    fn of(table: &'t RequestTable) -> Self {
        Requests {
            table,
            sellers: [Canonical::Model, Canonical::Provider, Canonical::ServiceTier].map(|field| table.codes(field)),
            input: table.ints(Canonical::InputTokens),
            output: table.ints(Canonical::OutputTokens),
            cached: CACHED.map(|field| table.ints(field)),
            reasoning: table.ints(Canonical::ReasoningTokens),
        }
    }

    fn seller(&self, row: usize) -> Seller {
        self.sellers.map(|codes| codes.get(row).copied().unwrap_or(MISSING_CODE))
    }

    fn usage(&self, row: usize) -> Usage {
        let tokens = |counts: &[i64]| known(counts, row).and_then(|count| u64::try_from(count).ok());
        let part = |counts: &[i64]| tokens(counts).unwrap_or(0);
        let [cache_read, cache_write, cache_write_1h] = self.cached.map(part);
        let (input, output) = (tokens(self.input), tokens(self.output));
        Usage { input, output, cache_read, cache_write, cache_write_1h, reasoning: part(self.reasoning) }
    }

    /// Whether the log shows that a request used something that costs.
    fn is_used(&self, row: usize) -> bool {
        self.table.status[row] == Status::Success || [self.input, self.output].iter().any(|c| known(c, row).is_some())
    }

    fn names(&self, [model, provider, tier]: Seller) -> [Option<&'t str>; 3] {
        let name = |field, code| self.table.text_of(field, code);
        [name(Canonical::Model, model), name(Canonical::Provider, provider), name(Canonical::ServiceTier, tier)]
    }
}

fn known(counts: &[i64], row: usize) -> Option<i64> {
    counts.get(row).copied().filter(|count| *count != MISSING_INT)
}

/// Price entries found so far.
struct Book<'t> {
    requests: Requests<'t>,
    prices: &'t PriceTable,
    entries: HashMap<Seller, Option<CompiledEntry>>,
}

impl Book<'_> {
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
        if usage.input.is_none() && usage.output.is_none() {
            return None;
        }
        let seller = self.requests.seller(row);
        let (names, prices) = (self.requests.names(seller), self.prices);
        let entry = self.entries.entry(seller).or_insert_with(|| find(names, prices)).as_ref()?;
        let time = self.requests.table.first[row];
        let at = Some(time).filter(|time| *time != MISSING_INT).and_then(DateTime::from_timestamp_micros);
        entry.usd(usage, at)
    }
}

/// What requests would cost if their lines were read otherwise.
pub struct Quotes<'t> {
    book: Book<'t>,
    mode: CostMode,
}

impl<'t> Quotes<'t> {
    pub fn new(table: &'t RequestTable, prices: &'t PriceTable, mode: CostMode) -> Quotes<'t> {
        Quotes { book: Book { requests: Requests::of(table), prices, entries: HashMap::new() }, mode }
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

fn find([model, provider, tier]: [Option<&str>; 3], prices: &PriceTable) -> Option<CompiledEntry> {
    match prices.resolve(model?, provider) {
        Resolution::Found { key, .. } => prices.compile(&key, tier),
        Resolution::Ambiguous { .. } | Resolution::Unknown => None,
    }
}

/// Input tokens that a cache served or took.
const CACHED: [Canonical; 3] = [Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens];

/// Makes `input_tokens` mean all input tokens: adds the cached ones where the log counts them apart. Anthropic's API
/// does; any log does whose cached tokens outnumber its input. Returns how many requests were changed.
pub fn include_cached(table: &mut RequestTable) -> u64 {
    if CACHED.iter().all(|field| table.is_empty(*field)) {
        return 0;
    }
    let requests = Requests::of(table);
    let mut apart: HashMap<[u32; 2], bool> = HashMap::new();
    let mut changes = Vec::new();
    for row in 0..table.len() {
        let parts: i64 = requests.cached.iter().filter_map(|counts| known(counts, row)).sum();
        let Some(input) = known(requests.input, row).filter(|_| parts > 0) else { continue };
        let seller @ [model, provider, _] = requests.seller(row);
        let is_apart = *apart.entry([model, provider]).or_insert_with(|| counts_cached_apart(requests.names(seller)));
        if is_apart || input < parts {
            changes.push((row, input + parts));
        }
    }
    for (row, input) in &changes {
        table.set_int(Canonical::InputTokens, *row, *input);
    }
    changes.len() as u64
}

/// Whether the provider's own figures leave cached tokens out of the input.
fn counts_cached_apart([model, provider, _]: [Option<&str>; 3]) -> bool {
    match provider {
        Some(provider) => provider.eq_ignore_ascii_case("anthropic"),
        None => model.is_some_and(|model| model.strip_prefix("anthropic/").unwrap_or(model).starts_with("claude-")),
    }
}

/// Requests whose cost is unknown, counted by model and reason: what a warning needs to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpriced {
    /// `None` where the log states no model.
    pub model: Option<String>,
    pub reason: String,
    pub requests: u64,
}

/// Sums up the unpriced among `rows`, most requests first.
pub fn unpriced(
    table: &RequestTable,
    rows: impl Iterator<Item = usize>,
    mode: CostMode,
    prices: &PriceTable,
) -> Vec<Unpriced> {
    let requests = Requests::of(table);
    let mut counts: BTreeMap<Seller, (u64, usize)> = BTreeMap::new();
    for row in rows.filter(|row| table.cost_source[*row] == CostSource::Unpriced) {
        counts.entry(requests.seller(row)).or_insert((0, row)).0 += 1;
    }
    let mut list: BTreeMap<(Option<String>, String), u64> = BTreeMap::new();
    for (seller, (count, row)) in counts {
        let names = requests.names(seller);
        let reason = reason(&requests.usage(row), names, mode, prices);
        *list.entry((names[0].map(str::to_owned), reason)).or_default() += count;
    }
    let mut list: Vec<Unpriced> =
        list.into_iter().map(|((model, reason), requests)| Unpriced { model, reason, requests }).collect();
    list.sort_by_key(|unpriced| std::cmp::Reverse(unpriced.requests));
    list
}

/// Why a request, one of many like it, has no cost.
fn reason(usage: &Usage, names: [Option<&str>; 3], mode: CostMode, prices: &PriceTable) -> String {
    if mode == CostMode::Logged {
        return "the log states no cost".to_owned();
    }
    let [Some(model), provider, _] = names else {
        return "the log states neither cost nor model".to_owned();
    };
    if usage.input.is_none() && usage.output.is_none() {
        return "the log states neither cost nor tokens".to_owned();
    }
    match (prices.resolve(model, provider), provider) {
        (Resolution::Unknown, Some(provider)) => format!("not in the price table for provider `{provider}`"),
        (Resolution::Unknown, None) => "not in the price table".to_owned(),
        (Resolution::Ambiguous { candidates }, _) => {
            format!("prices differ by provider, and the log names none ({})", candidates.join(", "))
        }
        (Resolution::Found { .. }, _) => match find(names, prices).map(|entry| entry.cost(usage, None)) {
            Some(Err(why)) => why.to_string(),
            Some(Ok(_)) | None => "its price could not be applied".to_owned(),
        },
    }
}

/// Whether a query over `fields` needs money.
pub fn is_needed<'f>(mut fields: impl Iterator<Item = &'f Field>) -> bool {
    fields.any(|field| *field == Field::Canonical(Canonical::CostUsd))
}
