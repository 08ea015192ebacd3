//! A trace in one line: how long, how many spans and calls, what they used and cost, and where the time went.

use super::columns::Columns;
use super::spans::Span;
use super::timing::Timing;
use super::tree::Tree;
use super::{calls, spans};

/// What was wrong with traces, so that it can be said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    pub missing_parents: u64,
    pub cycles: u64,
    pub duplicate_ids: u64,
    pub outside: u64,
    pub unfinished: u64,
    /// Spans that repeat the usage of calls below them.
    pub repeated_usage: u64,
    /// Spans of agents, chains and tools that state usage, with no call below.
    pub uncounted_usage: u64,
    /// Traces whose requests name no spans: flat lists.
    pub flat: u64,
}

impl Faults {
    pub fn add(&mut self, other: &Faults) {
        self.missing_parents += other.missing_parents;
        self.cycles += other.cycles;
        self.duplicate_ids += other.duplicate_ids;
        self.outside += other.outside;
        self.unfinished += other.unfinished;
        self.repeated_usage += other.repeated_usage;
        self.uncounted_usage += other.uncounted_usage;
        self.flat += other.flat;
    }
}

/// A trace, understood.
#[derive(Debug)]
pub struct Figures {
    pub tree: Tree,
    pub timing: Timing,
    /// By span: whether it is a call to a model.
    pub calls: Vec<bool>,
    pub faults: Faults,
}

impl Figures {
    pub fn of(columns: &Columns<'_>, spans: &[Span]) -> Figures {
        let tree = Tree::of(spans);
        let timing = Timing::of(spans, &tree);
        let (calls, uncounted) = calls::of(columns, spans, &tree);
        let faults = Faults {
            missing_parents: tree.faults.missing_parents,
            cycles: tree.faults.cycles,
            duplicate_ids: tree.faults.duplicate_ids,
            outside: timing.outside,
            unfinished: timing.unfinished,
            repeated_usage: uncounted.repeats,
            uncounted_usage: uncounted.others,
            flat: u64::from(spans.iter().all(|span| span.id == spans::MISSING)),
        };
        Figures { tree, timing, calls, faults }
    }

    /// The rows of the calls to a model.
    pub fn call_rows<'a>(&'a self, spans: &'a [Span]) -> impl Iterator<Item = u32> + 'a {
        spans.iter().zip(&self.calls).filter(|(_, is_call)| **is_call).map(|(span, _)| span.row)
    }

    /// How many spans of the trace failed.
    pub fn errors(&self, columns: &Columns<'_>, spans: &[Span]) -> u64 {
        let failed = |span: &&u32| columns.failed(spans[**span as usize].row);
        self.tree.order.iter().filter(failed).count() as u64
    }
}
