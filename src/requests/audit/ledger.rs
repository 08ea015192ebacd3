//! What the requests of one part of a log come to, so that parts can be examined in parallel and added up.

use std::collections::BTreeMap;

use super::found::{Check, Found, LineKind};
use super::stated;
use crate::query::Canonical;
use crate::stats::Compensated;

/// A line that is a request by itself: its fingerprint, its place and its cost.
type Alone = (u64, u64, Option<f64>);

#[derive(Debug, Default)]
pub struct Ledger {
    /// By [`LineKind`].
    pub lines: [u64; LineKind::ALL.len()],
    /// By [`Check`].
    found: [Found; Check::ALL.len()],
    /// Requests of which both halves are there.
    pub paired: u64,
    /// Answers and questions in lines of their own that have no id.
    pub anonymous_answers: Found,
    pub anonymous_questions: Found,
    pub alone: Vec<Alone>,
    pub coverage: Coverage,
    /// By the code of the model.
    pub models: BTreeMap<u32, ModelCosts>,
    /// Microseconds.
    pub largest_skew: i64,
}

impl Ledger {
    pub fn add(&mut self, check: Check, place: u64, usd: Option<f64>) {
        self.found[check as usize].add(place, usd);
    }

    pub fn found(&self, check: Check) -> &Found {
        &self.found[check as usize]
    }

    pub fn merge(mut self, other: Ledger) -> Ledger {
        self.lines.iter_mut().zip(other.lines).for_each(|(count, more)| *count += more);
        self.found.iter_mut().zip(other.found).for_each(|(found, more)| found.merge(more));
        self.paired += other.paired;
        self.anonymous_answers.merge(other.anonymous_answers);
        self.anonymous_questions.merge(other.anonymous_questions);
        self.alone.extend(other.alone);
        self.coverage.merge(other.coverage);
        for (model, costs) in other.models {
            self.models.entry(model).or_default().merge(costs);
        }
        self.largest_skew = self.largest_skew.max(other.largest_skew);
        self
    }

    /// Compares what the log says that a request cost with what its tokens cost.
    pub fn compare(&mut self, costs: &Costs, place: impl FnOnce() -> u64) {
        let Costs { logged, computed, .. } = *costs;
        if logged.is_nan() || computed.is_nan() {
            return;
        }
        let model = self.models.entry(costs.model).or_default();
        model.requests += 1;
        model.logged.add(logged);
        model.computed.add(computed);
        let difference = (logged - computed).abs();
        if difference > (logged.max(computed) * TOLERANCE).max(LEAST) {
            model.differing += 1;
            self.add(Check::CostsDiffer, place(), Some(difference));
        }
    }

    /// Tells the repeats among the lines without an id, and whether these are halves that nothing joins.
    pub fn conclude(&mut self) {
        self.alone.sort_unstable_by_key(|(line, place, _)| (*line, *place));
        let alone = std::mem::take(&mut self.alone);
        for same in alone.chunk_by(|a, b| a.0 == b.0) {
            for (_, place, cost) in &same[1..] {
                self.add(Check::RepeatedWithoutId, *place, *cost);
            }
        }
        let (answers, questions) =
            (std::mem::take(&mut self.anonymous_answers), std::mem::take(&mut self.anonymous_questions));
        if answers.count > 0 && questions.count > 0 {
            let halves = &mut self.found[Check::HalvesWithoutId as usize];
            halves.merge(answers);
            halves.merge(questions);
        }
    }
}

/// What one request cost, in dollars; NaN where that is not known.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    /// The cost in all answers.
    pub counted: f64,
    pub logged: f64,
    /// Tokens times price; not looked up where there is no logged one to compare with.
    pub computed: f64,
    /// The code of the model.
    pub model: u32,
}

/// Costs that differ by less than this part are the same one, rounded.
const TOLERANCE: f64 = 0.01;
/// And so are those that differ by less than this, in dollars.
const LEAST: f64 = 1e-6;

/// Logged against computed costs of one model, over the requests that have both.
#[derive(Debug, Clone, Default)]
pub struct ModelCosts {
    pub requests: u64,
    /// Of these, those whose two costs are not the same.
    pub differing: u64,
    logged: Compensated,
    computed: Compensated,
}

impl ModelCosts {
    fn merge(&mut self, other: ModelCosts) {
        self.requests += other.requests;
        self.differing += other.differing;
        self.logged.add(other.logged.value());
        self.computed.add(other.computed.value());
    }

    /// The dollars logged and computed.
    pub fn usd(&self) -> (f64, f64) {
        (self.logged.value(), self.computed.value())
    }
}

/// Which fields requests state, and what those cost that do not.
#[derive(Debug, Clone, Default)]
pub struct Coverage(BTreeMap<u32, (u64, Compensated)>);

/// How far one field reaches.
#[derive(Debug, Clone, Copy)]
pub struct Covered {
    pub field: Canonical,
    pub requests: u64,
    /// The known cost of the requests that do not state it.
    pub usd_without: f64,
}

impl Coverage {
    pub fn add(&mut self, stated: u32, cost: Option<f64>) {
        let (requests, usd) = self.0.entry(stated).or_default();
        *requests += 1;
        usd.add(cost.unwrap_or(0.0));
    }

    fn merge(&mut self, other: Coverage) {
        for (stated, (requests, usd)) in other.0 {
            let known = self.0.entry(stated).or_default();
            known.0 += requests;
            known.1.add(usd.value());
        }
    }

    /// All requests, and their known cost.
    pub fn total(&self) -> (u64, f64) {
        let usd: Compensated = self.0.values().map(|(_, usd)| usd.value()).collect();
        (self.0.values().map(|(requests, _)| requests).sum(), usd.value())
    }

    /// Every field that a line can state.
    pub fn fields(&self) -> Vec<Covered> {
        let fields = Canonical::ALL.iter().filter(|field| **field != Canonical::Status);
        let covered = |field: &Canonical| {
            let (with, without): (Vec<_>, Vec<_>) =
                self.0.iter().partition(|(bits, _)| **bits & stated::bit(*field) != 0);
            let usd: Compensated = without.iter().map(|(_, (_, usd))| usd.value()).collect();
            let requests = with.iter().map(|(_, (requests, _))| requests).sum();
            Covered { field: *field, requests, usd_without: usd.value() }
        };
        fields.map(covered).collect()
    }
}
