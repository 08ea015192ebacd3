//! Cached tokens, once all lines of a request are known: inside the input tokens, and split by how long they are kept.

use super::rows::{Column, MISSING_INT};
use super::table::RequestTable;
use crate::query::{Canonical, Field, Raw};

/// The columns that say what of the input a cache served or took.
pub const CACHED: [Canonical; 4] =
    [Canonical::InputTokens, Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens];

/// What became of requests with cached tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests to whose `input_tokens` the cached tokens were added.
    pub added: u64,
    /// Requests whose lines leave open whether their input tokens hold the cached ones, or contradict each other.
    pub unclear: u64,
}

/// Makes `input_tokens` mean all input, and the cache columns its parts, whatever the log's spelling.
pub fn settle(table: &mut RequestTable) -> Counts {
    let raw = Raw::ALL.map(|raw| take(table, Field::Raw(raw)));
    if raw.iter().all(Vec::is_empty) && CACHED[1..].iter().all(|field| table.is_empty(*field)) {
        return Counts::default();
    }
    let stated = CACHED.map(|field| take(table, field.into()));
    let mut settled: [Vec<i64>; 4] = Default::default();
    let mut counts = Counts::default();
    for row in 0..table.len() {
        let known = |counts: &Vec<i64>| counts.get(row).copied().filter(|count| *count != MISSING_INT);
        let tokens = Lines { stated: stated.each_ref().map(known), raw: raw.each_ref().map(known) }.unite();
        counts.added += u64::from(tokens.is_added);
        counts.unclear += u64::from(tokens.is_unclear);
        for (column, value) in settled.iter_mut().zip(tokens.values) {
            if let Some(value) = value {
                column.resize(row, MISSING_INT);
                column.push(value);
            }
        }
    }
    for (field, column) in CACHED.into_iter().zip(settled) {
        table.put_column(field.into(), Column::Int(column));
    }
    counts
}

fn take(table: &mut RequestTable, field: Field) -> Vec<i64> {
    match table.take_column(&field) {
        Some(Column::Int(values)) => values,
        _ => Vec::new(),
    }
}

/// What the lines of one request state: fields in the order of [`CACHED`] and of [`Raw::ALL`].
struct Lines {
    stated: [Option<i64>; 4],
    raw: [Option<i64>; 6],
}

/// One request's figures in the order of [`CACHED`].
struct Tokens {
    values: [Option<i64>; 4],
    is_added: bool,
    is_unclear: bool,
}

impl Lines {
    fn unite(&self) -> Tokens {
        let [input, read, write, write_1h] = self.stated;
        let [apart, whole, raw_read, ..] = self.raw;
        let (five_minutes, one_hour, contradicts) = self.writes();
        let parts = [read.or(raw_read), write.or(five_minutes), write_1h.or(one_hour)];
        let cached = parts.iter().flatten().fold(0_i64, |sum, part| sum.saturating_add(*part));
        let is_only_raw = self.stated[1..].iter().all(Option::is_none);
        // The figure that counts, whether the cached tokens are beside it, and whether that is open to doubt.
        let (input, is_apart, doubt) = match (whole, apart, input) {
            (Some(whole), apart, _) => {
                (Some(whole), whole < cached, apart.is_some_and(|apart| whole - cached != apart))
            }
            (None, Some(apart), None) => (Some(apart), true, false),
            (None, Some(apart), Some(input)) if input == apart || input < cached => (Some(apart), true, input != apart),
            (None, Some(apart), Some(input)) => (Some(input), false, input - cached != apart),
            // Input and cached tokens stand on different lines: Anthropic's names count apart, others inside.
            (None, None, Some(input)) => (Some(input), is_only_raw || input < cached, is_only_raw && input >= cached),
            (None, None, None) => (None, false, false),
        };
        let is_added = is_apart && cached > 0;
        let all = input.map(|input| if is_added { input.saturating_add(cached) } else { input });
        Tokens {
            values: [all, parts[0], parts[1], parts[2]],
            is_added: is_added && all.is_some(),
            is_unclear: (doubt && cached > 0) || contradicts,
        }
    }

    /// Five-minute and one-hour writes of the three figures that Anthropic's API states (the flat one is their sum), and
    /// whether those contradict each other.
    fn writes(&self) -> (Option<i64>, Option<i64>, bool) {
        let [_, _, _, flat, five_minutes, one_hour] = self.raw;
        match (flat, five_minutes, one_hour) {
            (Some(flat), None, Some(one_hour)) => (Some((flat - one_hour).max(0)), Some(one_hour), flat < one_hour),
            (Some(flat), Some(five_minutes), None) if flat > five_minutes => {
                (Some(five_minutes), Some(flat - five_minutes), false)
            }
            (Some(flat), Some(five_minutes), one_hour) => {
                let sum = five_minutes.saturating_add(one_hour.unwrap_or(0));
                (Some(five_minutes), one_hour, flat != sum)
            }
            (flat, five_minutes, one_hour) => (five_minutes.or(flat), one_hour, false),
        }
    }
}
