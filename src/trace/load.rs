//! Logs and files of traces to a request table with a row for each span.

use std::collections::BTreeSet;

use super::keyed::{Key, Keyed, Slots};
use super::spans::{Spans, fields, span_id};
use crate::error::Error;
use crate::input::spans::{self as foreign, Format};
use crate::input::{self, Plans, Source, Summary};
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
    let (logs, traces) = told_apart(&load.sources);
    let wanted: BTreeSet<Field> = fields().into_iter().chain(more.iter().cloned()).collect();
    let gather = |key: Key| {
        load.gather(&wanted, &Filter::default(), &span_id(), |plans, new, absorb| {
            read(load, &logs, &traces, key, plans, new, absorb, &progress)
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

/// Logs of lines, and what tracing systems wrote, each in the order of the input.
fn told_apart(sources: &[Source]) -> (Vec<Source>, Vec<(Source, Format)>) {
    let (mut logs, mut traces) = (Vec::new(), Vec::new());
    for source in sources {
        match Format::of(source) {
            Some(format) => traces.push((source.clone(), format)),
            None => logs.push(source.clone()),
        }
    }
    (logs, traces)
}

#[allow(clippy::too_many_arguments, reason = "what `gather` gives, and what to read")]
fn read(
    load: &Load,
    logs: &[Source],
    traces: &[(Source, Format)],
    key: Key,
    plans: &Plans,
    new: &(dyn Fn() -> Block + Sync),
    absorb: &mut dyn FnMut(Vec<Block>),
    progress: &impl Fn(u64),
) -> Result<Summary, Error> {
    let plan = plans.native();
    let mut summary = match Slots::of(plan) {
        Some(slots) => {
            let keyed = || Keyed::new(new(), key, slots);
            let take = |blocks: Vec<Keyed<Block>>| absorb(blocks.into_iter().map(|keyed| keyed.inner).collect());
            input::read(logs, plans, load.chunk_bytes, keyed, take, progress)?
        }
        None => Summary::default(),
    };
    for (source, format) in traces {
        let mut block = new();
        foreign::read(source, *format, plan, &mut block, &mut summary, progress)?;
        absorb(vec![block]);
    }
    Ok(summary)
}
