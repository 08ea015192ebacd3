//! What the lines of a chunk say, kept line by line: the join forgets it, an audit needs it.

use std::sync::Arc;

use memchr::memchr;
use xxhash_rust::xxh3::xxh3_64;

use super::super::block::Block;
use super::super::rows::MISSING_INT;
use super::stated;
use crate::input::{Event, Outcome, Plan, Sink, Span, Tag};
use crate::query::{Canonical, Field, Kind};

/// The part of one request that one line says.
#[derive(Debug, Clone, Copy)]
pub struct Trace {
    /// The same for all lines of a request. Odd where it is from a request id, even where the line has none.
    pub key: i64,
    /// A fingerprint of the whole line.
    pub line: u64,
    /// The input in the upper bits, the number of its line, from 1, in the lower ones.
    pub place: u64,
    /// Microseconds since the epoch, or [`MISSING_INT`].
    pub time: i64,
    /// Dollars; NaN where the line states none.
    pub cost: f64,
    /// Counts of tokens, input and output; what passes 32 bits is no count of anything.
    pub tokens: [Option<u32>; 2],
    /// The fields that the line states: see [`stated`].
    pub stated: u32,
    pub outcome: Outcome,
}

const LINE_BITS: u32 = 40;

impl Trace {
    pub fn has_id(&self) -> bool {
        self.key & 1 == 1
    }

    pub fn states(&self, any: u32) -> bool {
        self.stated & any != 0
    }

    pub fn tokens(&self) -> [Option<u64>; 2] {
        self.tokens.map(|count| count.map(u64::from))
    }
}

/// The input, counted from 0, and the line, counted from 1.
pub fn place(place: u64) -> (usize, u64) {
    ((place >> LINE_BITS) as usize, place & ((1 << LINE_BITS) - 1))
}

/// Where the values of a slot go.
#[derive(Debug, Clone, Copy)]
struct Way {
    field: Canonical,
    /// The slot of the block's own plan.
    kept: Option<usize>,
}

/// The ways of all slots of a wide plan, of which a table keeps those of a narrow one.
#[derive(Debug)]
pub struct Ways {
    ways: Vec<Way>,
    /// The narrow plan's slot for keys.
    key: usize,
}

impl Ways {
    pub fn new(wide: &Plan, narrow: &Plan, key: usize) -> Ways {
        let kept = |field: &Field| narrow.slots.iter().take(key).position(|slot| slot.field == *field);
        let way = |field: &Field| match field {
            Field::Canonical(canonical) => Some(Way { field: *canonical, kept: kept(field) }),
            Field::Raw(raw) => Some(Way { field: raw.of(), kept: kept(field) }),
            Field::Path(_) => None,
        };
        Ways { ways: wide.slots.iter().filter_map(|slot| way(&slot.field)).collect(), key }
    }
}

/// A sink for both: values that a table needs go on to a block, and of every event there is a trace.
#[derive(Debug)]
pub struct Trail {
    pub block: Block,
    pub traces: Vec<Trace>,
    ways: Arc<Ways>,
    /// The fingerprint and the number of the line that is being read.
    line: (u64, u64),
    events_of_line: u64,
}

impl Trail {
    pub fn new(block: Block, ways: Arc<Ways>) -> Trail {
        Trail { block, traces: Vec::new(), ways, line: (0, 0), events_of_line: 0 }
    }

    /// A trail in the space of one that has been taken apart.
    pub fn again(mut block: Block, mut traces: Vec<Trace>, ways: &Arc<Ways>) -> Trail {
        block.clear();
        traces.clear();
        Trail { traces, ..Trail::new(block, Arc::clone(ways)) }
    }

    fn state(&mut self, slot: usize) -> Option<(&mut Trace, Way)> {
        let way = *self.ways.ways.get(slot)?;
        let trace = self.traces.last_mut()?;
        trace.stated |= stated::bit(way.field);
        Some((trace, way))
    }
}

impl Sink for Trail {
    fn event(&mut self, event: Event) {
        self.block.event(event);
        self.events_of_line += 1;
        let line = self.line.0.wrapping_add(self.events_of_line);
        // Half of 64 bits at random: among ten million requests two share a key once in a hundred thousand logs.
        let key = match event.id {
            Some(id) => (id as u64 >> 1 | 1) as i64,
            None => (line >> 1 & !1) as i64,
        };
        self.block.int(self.ways.key, key);
        let stated = event.time.map_or(0, |_| stated::bit(Canonical::Timestamp));
        let (time, outcome, place) = (event.time.unwrap_or(MISSING_INT), event.outcome, self.line.1 + 1);
        self.traces.push(Trace { key, line, place, time, cost: f64::NAN, tokens: [None; 2], stated, outcome });
    }

    fn int(&mut self, slot: usize, value: i64) {
        let Some((trace, way)) = self.state(slot) else { return };
        let count = Some(u32::try_from(value).unwrap_or(u32::MAX));
        match way.field {
            Canonical::InputTokens => trace.tokens[0] = count,
            Canonical::OutputTokens => trace.tokens[1] = count,
            _ => {}
        }
        if way.field.kind() == Kind::Count && way.field.name().ends_with("_tokens") && value > stated::MOST_TOKENS {
            trace.stated |= stated::ABSURD;
        }
        if let Some(kept) = way.kept {
            self.block.int(kept, value);
        }
    }

    fn float(&mut self, slot: usize, value: f64) {
        let Some((trace, way)) = self.state(slot) else { return };
        let most = match way.field {
            Canonical::CostUsd => {
                trace.cost = value;
                stated::MOST_USD
            }
            Canonical::LatencyMs | Canonical::TtftMs => stated::MOST_MS,
            _ => f64::INFINITY,
        };
        if value > most {
            trace.stated |= stated::ABSURD;
        }
        if let Some(kept) = way.kept {
            self.block.float(kept, value);
        }
    }

    fn text(&mut self, slot: usize, tag: Tag, text: &str) {
        if let Some((_, Way { kept: Some(kept), .. })) = self.state(slot) {
            self.block.text(kept, tag, text);
        }
    }

    fn end(&mut self) {
        self.block.end();
    }

    fn span(&mut self, span: Span) {
        self.block.span(span);
    }

    fn line(&mut self, number: u64, rest: &[u8]) {
        let line = &rest[..memchr(b'\n', rest).unwrap_or(rest.len())];
        self.line = (xxh3_64(line.trim_ascii_end()), number);
        self.events_of_line = 0;
    }

    fn wants_lines(&self) -> bool {
        true
    }

    fn placed(&mut self, source: usize, lines_before: u64) {
        let before = ((source as u64) << LINE_BITS) + lines_before;
        self.traces.iter_mut().for_each(|trace| trace.place += before);
    }
}
