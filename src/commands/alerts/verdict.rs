//! What a figure proves. A figure of which only a bound is known can prove one side of a threshold and not the other.

use super::rules::{Comparison, OnNoData, Rule};
use crate::engine::Figure;
use crate::query::{Kind, Measure, Part};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    Warning,
    Alert,
    CannotTell,
}

/// Why a verdict is not what the figure alone would say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NoRequests,
    TooFew,
    /// No request of the group states what is measured.
    NoValue,
    /// The figure lies on the quiet side, but only as far as it is known.
    Bound,
}

/// What the rule's question found in one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub value: Figure,
    pub requests: Figure,
    unpriced: Figure,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    pub verdict: Verdict,
    pub reason: Option<Reason>,
}

/// How a figure stands to the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Exact,
    Floor,
    Ceiling,
    Unsure,
}

impl Reading {
    /// Of no requests at all.
    pub const NOTHING: Reading = Reading { value: Figure::Unknown, requests: Figure::Int(0), unpriced: Figure::Int(0) };

    /// From the figures of [`Rule::measures`].
    pub fn new(figures: &[Figure]) -> Reading {
        let figure = |at: usize| figures.get(at).copied().unwrap_or(Figure::Unknown);
        Reading { value: figure(0), requests: figure(1), unpriced: figure(2) }
    }

    fn has_unpriced(&self) -> bool {
        self.unpriced.as_f64().is_some_and(|unpriced| unpriced > 0.0)
    }
}

impl Rule {
    /// The verdict over one group; `is_partial` where lines of the log were lost.
    pub fn judge(&self, reading: &Reading, is_partial: bool) -> Ruling {
        let requests = reading.requests.as_f64().unwrap_or(0.0);
        if requests == 0.0 {
            return self.without_data(Reason::NoRequests);
        }
        if requests < self.min_requests as f64 {
            return self.without_data(Reason::TooFew);
        }
        match reading.value.as_f64() {
            // What was used has a cost; only nobody knows it.
            None if reading.has_unpriced() => Ruling { verdict: Verdict::CannotTell, reason: Some(Reason::Bound) },
            None => self.without_data(Reason::NoValue),
            Some(value) => self.held_against(value, standing(&self.measure, reading.has_unpriced(), is_partial)),
        }
    }

    /// Whether a reading lies farther than another in the direction in which the rule fires. Unknown is nowhere.
    pub fn is_farther(&self, reading: &Reading, other: &Reading) -> bool {
        match (reading.value.as_f64(), other.value.as_f64()) {
            (Some(value), Some(other)) if self.comparison.is_upward() => value > other,
            (Some(value), Some(other)) => value < other,
            (value, other) => value.is_some() && other.is_none(),
        }
    }

    fn without_data(&self, reason: Reason) -> Ruling {
        let verdict = match self.on_no_data {
            OnNoData::Ok => Verdict::Ok,
            OnNoData::Alert => Verdict::Alert,
            OnNoData::CannotTell => Verdict::CannotTell,
        };
        Ruling { verdict, reason: Some(reason) }
    }

    fn held_against(&self, value: f64, standing: Standing) -> Ruling {
        let is_crossed = |threshold: f64| self.comparison.is_crossed(value, threshold);
        let (beyond, quiet) = proves(standing, self.comparison);
        let verdict = match (is_crossed(self.threshold), self.warning.is_some_and(is_crossed)) {
            (true, _) if beyond => Verdict::Alert,
            (_, true) if beyond => Verdict::Warning,
            (false, false) if quiet => Verdict::Ok,
            _ => return Ruling { verdict: Verdict::CannotTell, reason: Some(Reason::Bound) },
        };
        Ruling { verdict, reason: None }
    }
}

/// Whether a figure beyond a threshold proves that the true one is, and whether one on the quiet side does.
fn proves(standing: Standing, comparison: Comparison) -> (bool, bool) {
    match (standing, comparison.is_upward()) {
        (Standing::Exact, _) => (true, true),
        (Standing::Floor, true) | (Standing::Ceiling, false) => (true, false),
        (Standing::Floor, false) | (Standing::Ceiling, true) => (false, true),
        (Standing::Unsure, _) => (false, false),
    }
}

/// Requests of unknown cost and lost lines make sums floors. A rate, a mean or a quantile is taken of the lines that
/// could be read; of costs, also of the requests whose cost is known, and then it bounds nothing.
fn standing(measure: &Measure, has_unpriced: bool, is_partial: bool) -> Standing {
    let is_short = is_partial || has_unpriced && measure.is_of_money();
    match measure {
        Measure::Bound(measure, _) => standing(measure, has_unpriced, is_partial),
        // A lost line may be the answer that a request waits for.
        Measure::Count(Part::Pending) | Measure::ErrorRate => Standing::Exact,
        _ if !is_short => Standing::Exact,
        Measure::Count(_) | Measure::Known(_) | Measure::AtMost(..) => Standing::Floor,
        Measure::Total(_, field) if matches!(field.kind(), Kind::Count | Kind::Amount) => Standing::Floor,
        Measure::Total(..) => Standing::Unsure,
        Measure::CostPerSuccess | Measure::Max(_) if has_unpriced => Standing::Floor,
        Measure::Min(_) if has_unpriced => Standing::Ceiling,
        _ if has_unpriced => Standing::Unsure,
        _ => Standing::Exact,
    }
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Alert => "alert",
            Verdict::CannotTell => "cannot_tell",
        }
    }

    pub fn fires(self) -> bool {
        matches!(self, Verdict::Warning | Verdict::Alert)
    }

    /// The verdict of a rank below 4.
    pub fn of_rank(rank: u8) -> Option<Verdict> {
        let all = [Verdict::Alert, Verdict::Warning, Verdict::CannotTell, Verdict::Ok];
        all.into_iter().find(|verdict| verdict.rank() == rank)
    }

    /// The gravest first.
    pub fn rank(self) -> u8 {
        match self {
            Verdict::Alert => 0,
            Verdict::Warning => 1,
            Verdict::CannotTell => 2,
            Verdict::Ok => 3,
        }
    }
}

impl Reason {
    pub fn text(self) -> &'static str {
        match self {
            Reason::NoRequests => "no requests in the window",
            Reason::TooFew => "fewer requests than min_requests",
            Reason::NoValue => "no request states it",
            Reason::Bound => "known only in part",
        }
    }
}
