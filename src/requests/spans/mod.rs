//! Calls inside calls: a span around another call of a model often states the same tokens once more, and then only one of
//! the two counts.
//!
//! What is around a call is told from what it states (`repeated`; `above` finds what is around). A span without tokens is a
//! wrapper. One whose tokens are those of all calls right below it, or of one of them, repeats them, whoever wrote it:
//! agents, chains, an instrumentation above that of an SDK. That one of the two leaves cached tokens out of the input
//! explains a difference where they are stated. One that states something else is a call that made others. Where only
//! the outer span states tokens, it is the one that counts. What a call that is left out says of money goes to those that
//! count (`inherit`), and a call that another tool's log tells of as well is the `same`.

mod above;
mod inherit;
mod repeated;
mod same;

use std::hash::{BuildHasherDefault, Hasher};
use std::num::NonZero;

use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};

pub use inherit::{Costs, Stranded};
pub use same::unify;

use crate::input::{Fingerprint, Origin, Span};

/// Fingerprints are hashes already.
#[derive(Debug, Default)]
pub struct Plain(u64);

impl Hasher for Plain {
    fn write_u128(&mut self, fingerprint: u128) {
        self.0 = fingerprint as u64;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |all, byte| all.rotate_left(8) ^ u64::from(*byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Build = BuildHasherDefault<Plain>;
/// Spans by their fingerprints.
pub type SpanSet = HashSet<Fingerprint, Build>;
type SpanMap<T> = HashMap<Fingerprint, T, Build>;

/// Spans by their ids; one whose id another has already, by that of its event.
pub struct Known {
    spans: SpanMap<Span>,
    /// The copies, each as often as there is something that it may be a copy of.
    copies: Vec<Span>,
    /// By a shared id, the further spans that have it.
    sharing: Vec<(Fingerprint, Fingerprint)>,
    pub faults: SpanFaults,
}

/// What of the spans that are written whole does not stand in a log once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanFaults {
    /// Spans that were written again; they count once.
    pub again: u64,
    /// Spans with the id of another one of their trace; each counts.
    pub sharing: u64,
}

/// Requests that only repeat what calls inside them state, and the tokens of those that state some.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeats {
    pub requests: u64,
    pub input: i64,
    pub output: i64,
}

impl Known {
    pub fn of(spans: &[Span]) -> Known {
        let mut known = Known {
            spans: SpanMap::with_capacity_and_hasher(spans.len(), Build::default()),
            copies: spans.iter().filter(|span| span.origin == Origin::Copy).copied().collect(),
            sharing: Vec::new(),
            faults: SpanFaults::default(),
        };
        spans.iter().filter(|span| span.origin != Origin::Copy).for_each(|span| known.add(*span));
        known
    }

    fn add(&mut self, span: Span) {
        match self.spans.entry(span.id) {
            Entry::Vacant(place) => _ = place.insert(span),
            Entry::Occupied(mut known) if span.origin == Origin::Record || known.get().row == span.row => {
                known.get_mut().join(&span);
                self.faults.again += u64::from(span.origin == Origin::Whole);
            }
            Entry::Occupied(_) => self.add_other(span),
        }
    }

    /// Adds a span whose id another one has, which keeps those that are inside of it.
    fn add_other(&mut self, span: Span) {
        let is_whole = u64::from(span.origin == Origin::Whole);
        match self.spans.entry(span.row) {
            Entry::Vacant(place) => {
                place.insert(Span { id: span.row, ..span });
                // All requests of the native log that are made in a span may name it, and none is around the others.
                self.sharing.extend((span.origin == Origin::Whole).then_some((span.id, span.row)));
                self.faults.sharing += is_whole;
            }
            Entry::Occupied(mut known) => {
                known.get_mut().join(&span);
                self.faults.again += is_whole;
            }
        }
    }

    fn calls(&self) -> impl Iterator<Item = &Span> {
        self.spans.values().filter(|span| span.is_call)
    }

    /// By the id of its event, whether a span is a call of a model that is not among those that are `repeated`; not of
    /// requests that state no usage, of which it is not known here.
    pub fn told(&self, repeated: &SpanSet) -> HashMap<Fingerprint, bool, Build> {
        let mut told: HashMap<Fingerprint, bool, Build> = HashMap::default();
        for span in self.spans.values().filter(|span| span.is_call || span.origin != Origin::Request) {
            *told.entry(span.row).or_default() |= span.is_call && !repeated.contains(&span.id);
        }
        told
    }

    /// The ids of the events of spans that are `repeated`, unless another call that counts has the same one.
    pub fn rows(&self, repeated: &SpanSet) -> SpanSet {
        let mut rows: SpanSet = repeated.iter().map(|id| self.spans[id].row).collect();
        // Only lines of the native log state one request and several spans.
        let counts = |call: &&Span| call.origin == Origin::Request && !repeated.contains(&call.id);
        if !rows.is_empty() {
            self.calls().filter(counts).for_each(|call| _ = rows.remove(&call.row));
        }
        rows
    }

    /// Of the requests of the native log, those that are `repeated` and therefore `left_out`.
    pub fn repeats(&self, repeated: &SpanSet, mut left_out: SpanSet) -> Repeats {
        let mut repeats = Repeats::default();
        let spans = repeated.iter().map(|id| &self.spans[id]).filter(|span| span.origin == Origin::Request);
        for span in spans.filter(|span| left_out.remove(&span.row)) {
            let (input, output) = span.tokens.stated().unwrap_or_default();
            repeats.requests += 1;
            repeats.input = repeats.input.saturating_add(input);
            repeats.output = repeats.output.saturating_add(output);
        }
        repeats
    }

    /// The copies of what is in the log itself.
    pub fn copied(&self) -> SpanSet {
        let is_there = |copy: &&Span| copy.parent.is_some_and(|of| self.spans.contains_key(&of.get()));
        self.copies.iter().filter(is_there).map(|copy| copy.id).collect()
    }

    /// How many spans state tokens or a cost and are neither calls nor around one: nothing counts these.
    pub fn uncounted(&self) -> u64 {
        let mut around: SpanSet = SpanSet::default();
        for call in self.calls() {
            let mut at = call.parent.map(NonZero::get);
            // What is above a span that was met is known too, and a circle ends there.
            while let Some(outer) = at.filter(|outer| around.insert(*outer)).and_then(|outer| self.spans.get(&outer)) {
                at = outer.parent.map(NonZero::get);
            }
        }
        let states_usage = |span: &Span| span.tokens.stated().is_some() || span.has_cost;
        let is_lost = |span: &&Span| !span.is_call && states_usage(span) && !around.contains(&span.id);
        self.spans.values().filter(is_lost).count() as u64
    }
}

#[cfg(test)]
mod tests;
