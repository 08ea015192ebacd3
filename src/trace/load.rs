//! Logs to a request table with a row for each span.

use std::collections::BTreeSet;

use super::keyed::{Key, Keyed, Slots};
use super::spans::{Spans, fields, span_id};
use crate::error::Error;
use crate::input::{self, Source, Summary};
use crate::query::{Field, Filter};
use crate::requests::{Block, Load, Loaded as Table};

/// All spans of an input.
pub struct Loaded {
    pub table: Table,
    pub spans: Spans,
    /// Whether several spans share a request id in a log that can be read only once, so that they stayed united.
    pub is_merged: bool,
}

/// Reads spans with at least the columns of [`fields`] and `more`.
///
/// # Errors
/// An input that cannot be read.
pub fn load(load: &Load, more: &BTreeSet<Field>, progress: impl Fn(u64)) -> Result<Loaded, Error> {
    let wanted: BTreeSet<Field> = fields().into_iter().chain(more.iter().cloned()).collect();
    let gather = |key: Key| {
        load.gather(&wanted, &Filter::default(), &span_id(), true, |plans, new, absorb| {
            let Some(slots) = Slots::of(plans.native()) else { return Ok(Summary::default()) };
            let keyed = || Keyed::new(new(), key, slots);
            let take = |blocks: Vec<Keyed<Block>>| absorb(blocks.into_iter().map(|keyed| keyed.inner).collect());
            input::read(&load.sources, plans, load.chunk_bytes, keyed, take, &progress)
        })
    };
    let mut table = gather(Key::Request)?;
    let is_shared = (0..table.table.len()).any(|row| table.table.is_contested(row));
    let can_read_again = load.sources.iter().all(|source| *source != Source::Stdin);
    if is_shared && can_read_again {
        table = gather(Key::Span)?;
    }
    let spans = Spans::of(&table.table);
    Ok(Loaded { table, spans, is_merged: is_shared && !can_read_again })
}
