//! Logs and files of traces to a request table with a row for each span.

use std::collections::BTreeSet;

use super::keyed::{Key, Keyed, Slots};
use super::spans::{Spans, fields, span_id};
use crate::error::Error;
use crate::input::{self, Plans, Source, Summary, jaeger};
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
    let (traces, logs): (Vec<Source>, Vec<Source>) = load.sources.iter().cloned().partition(jaeger::is_in);
    let wanted: BTreeSet<Field> = fields().into_iter().chain(more.iter().cloned()).collect();
    let gather = |key: Key| {
        load.gather(&wanted, &Filter::default(), &span_id(), true, |plans, new, absorb| {
            let mut summary = read_logs(&logs, key, load.chunk_bytes, plans, new, absorb, &progress)?;
            for source in &traces {
                let mut block = new();
                jaeger::read(source, plans.native(), &mut block, &mut summary, &progress)?;
                absorb(vec![block]);
            }
            Ok(summary)
        })
    };
    let mut table = gather(Key::Request)?;
    let is_shared = (0..table.table.len()).any(|row| table.table.is_contested(row));
    let can_read_again = logs.iter().all(|source| *source != Source::Stdin);
    if is_shared && can_read_again {
        table = gather(Key::Span)?;
    }
    let spans = Spans::of(&table.table);
    Ok(Loaded { table, spans, is_merged: is_shared && !can_read_again })
}

fn read_logs(
    logs: &[Source],
    key: Key,
    chunk_bytes: usize,
    plans: &Plans,
    new: &(dyn Fn() -> Block + Sync),
    absorb: &mut dyn FnMut(Vec<Block>),
    progress: &impl Fn(u64),
) -> Result<Summary, Error> {
    let Some(slots) = Slots::of(plans.native()) else { return Ok(Summary::default()) };
    let keyed = || Keyed::new(new(), key, slots);
    let take = |blocks: Vec<Keyed<Block>>| absorb(blocks.into_iter().map(|keyed| keyed.inner).collect());
    input::read(logs, plans, chunk_bytes, keyed, take, progress)
}
