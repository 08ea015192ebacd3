//! The ids of spans: those that the log states, as far as each can have its own.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::{Row, SPAN_ID};
use crate::export::flat::Flat;
use crate::query::Canonical;

/// The ids of the spans that cannot have their first choice, by row.
#[derive(Debug, Default)]
pub struct Ids {
    others: HashMap<u32, u64>,
}

impl Ids {
    /// Several requests may name one span, and one the id of another: the first has it, and is the one that others are inside
    /// of.
    pub fn of(flat: &Flat<'_>) -> Ids {
        let mut ids = Ids::default();
        if !flat.spans.iter().any(|series| series.field.name() == SPAN_ID) {
            // Those of requests are all different.
            return ids;
        }
        let mut taken = HashSet::new();
        let rows = |is_stated: bool| {
            let rows = flat.rows.iter().map(|row| Row { flat, row: *row });
            rows.filter(move |row| row.span_id().is_some() == is_stated)
        };
        for row in rows(true).chain(rows(false)) {
            let mut first = true;
            for id in choices(row) {
                if taken.insert(place(row, id)) {
                    ids.others.extend((!first).then_some((row.row, id)));
                    break;
                }
                first = false;
            }
        }
        ids
    }

    /// A span has an id of 8 bytes.
    pub fn span(&self, row: Row<'_>) -> u64 {
        let first = || choices(row).next().unwrap_or_default();
        self.others.get(&row.row).copied().unwrap_or_else(first)
    }
}

/// That of a span within its trace, as one number.
fn place(row: Row<'_>, id: u64) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&trace(row).to_le_bytes());
    hash.update(&id.to_le_bytes());
    hash.digest()
}

/// What the id of a row's span may be, best first.
fn choices(row: Row<'_>) -> impl Iterator<Item = u64> {
    let stated = [row.span_id(), row.text(Canonical::RequestId)].into_iter().flatten().map(span_of);
    // The row of a log is always the same.
    stated.chain([xxh3_64(&row.row.to_le_bytes()).max(1)])
}

/// A text as the id of a span: what it says where it has that form, else its hash; never 0, which would be no id.
pub fn span_of(id: &str) -> u64 {
    let stated = Some(id).filter(|id| is_hex(id, 16)).and_then(|id| u64::from_str_radix(id, 16).ok());
    stated.unwrap_or_else(|| xxh3_64(id.as_bytes()).max(1))
}

/// A trace has an id of 16 bytes. A request of no trace is one by itself.
pub fn trace(row: Row<'_>) -> u128 {
    match row.text(Canonical::TraceId).or_else(|| row.text(Canonical::RequestId)) {
        Some(id) => {
            let stated = Some(id).filter(|id| is_hex(id, 32)).and_then(|id| u128::from_str_radix(id, 16).ok());
            stated.unwrap_or_else(|| xxh3_128(id.as_bytes()).max(1))
        }
        None => xxh3_128(&row.row.to_le_bytes()).max(1),
    }
}

/// Whether an id has the form that OTLP wants, and is not all zeros, which would be no id.
fn is_hex(id: &str, length: usize) -> bool {
    id.len() == length && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && id.bytes().any(|byte| byte != b'0')
}
