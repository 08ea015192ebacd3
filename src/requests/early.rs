//! What a filter says about one event alone, so that what it leaves out costs no memory.
//!
//! A line that is a request by itself can be judged at once. Of a request with an id only one thing is certain before
//! its last line is read: once a line is older than the window, so is the request, for its time is the earliest of
//! its lines. Of such a line the id and the time are kept, so that later lines find out, and nothing else.

use crate::input::Plan;
use crate::query::{Canonical, Condition, Field, Filter, Kind, TimeRange};

/// The part of a filter that can be judged early.
#[derive(Debug, Default)]
pub struct Early {
    range: TimeRange,
    /// Conditions on a text that a line states as it counts, by slot of the plan. Figures can still be derived.
    conditions: Vec<(usize, Condition)>,
    /// The slot of the logged cost.
    cost: Option<usize>,
}

/// What to do with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Keep,
    /// Keep that there is a request, and when it was.
    KeepTime,
    /// A request by itself that no answer counts.
    Drop,
}

impl Early {
    pub fn new(filter: &Filter, plan: &Plan) -> Early {
        let slot = |condition: &Condition| {
            let is_plain = matches!(condition.field.kind(), Kind::Text | Kind::Any);
            plan.slots.iter().position(|slot| is_plain && slot.field == condition.field)
        };
        let early = |condition: &Condition| Some((slot(condition)?, condition.clone()));
        let cost = plan.slots.iter().position(|slot| slot.field == Field::Canonical(Canonical::CostUsd));
        Early { range: filter.range, conditions: filter.conditions.iter().filter_map(early).collect(), cost }
    }

    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        self.range.is_open() && self.conditions.is_empty()
    }

    /// Whether no request between these times counts, nor one without a time.
    pub fn lacks(&self, (first, last): (i64, i64)) -> bool {
        self.range.since.is_some_and(|since| last < since) || self.range.until.is_some_and(|until| first >= until)
    }

    /// What the time of an event decides.
    pub fn by_time(&self, time: Option<i64>, has_id: bool) -> Verdict {
        let is_before = time.is_some_and(|time| self.range.since.is_some_and(|since| time < since));
        let is_inside = self.range.is_open() || time.is_some_and(|time| self.range.contains(time));
        match (has_id, is_before, is_inside) {
            (true, true, _) => Verdict::KeepTime,
            (false, _, false) => Verdict::Drop,
            _ => Verdict::Keep,
        }
    }

    /// Whether a slot is that of the logged cost.
    pub fn is_cost(&self, slot: usize) -> bool {
        self.cost == Some(slot)
    }

    /// Whether a request by itself passes all conditions, where `text` gives the text that it has in a slot.
    pub fn by_text<'t>(&self, text: impl Fn(usize) -> Option<&'t str>) -> bool {
        self.conditions.iter().all(|(slot, condition)| condition.holds_text(text(*slot)))
    }
}

/// Requests that were dropped, so that they are still counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    pub requests: u64,
    /// Of these, those without a time.
    pub undated: u64,
    /// The earliest and the latest time of the others.
    pub span: Option<(i64, i64)>,
}

impl Dropped {
    pub fn one(time: Option<i64>) -> Dropped {
        Dropped { requests: 1, undated: u64::from(time.is_none()), span: time.map(|time| (time, time)) }
    }

    pub fn add(&mut self, other: Dropped) {
        self.requests += other.requests;
        self.undated += other.undated;
        self.span = match (self.span, other.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (span, other) => span.or(other),
        };
    }
}
