//! The matching requests of a table, counted by kind in one pass over it.

use rayon::prelude::*;

use crate::requests::{CostSource, MISSING_INT, RequestTable, Status};

/// How many matching requests there are of each kind, and from when they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Census {
    pub requests: u64,
    pub pending: u64,
    pub errors: u64,
    pub logged_cost: u64,
    pub computed_cost: u64,
    pub unpriced: u64,
    /// The earliest and the latest, where one has a time.
    pub span: Option<(i64, i64)>,
}

/// Rows counted by one thread at a time.
const BATCH: usize = 1 << 16;

impl Census {
    /// Counts the rows that `mask` keeps.
    pub fn take(table: &RequestTable, mask: &[bool]) -> Census {
        let count = |(batch, keep): (usize, &[bool])| {
            let mut census = Census::default();
            let kept = keep.iter().enumerate().filter(|(_, keep)| **keep);
            kept.for_each(|(at, _)| census.add_row(table, batch * BATCH + at));
            census
        };
        mask.par_chunks(BATCH).enumerate().map(count).reduce(Census::default, Census::unite)
    }

    fn add_row(&mut self, table: &RequestTable, row: usize) {
        self.requests += 1;
        match table.status[row] {
            Status::Success => {}
            Status::Error => self.errors += 1,
            Status::Pending => self.pending += 1,
        }
        match table.cost_source.get(row) {
            Some(CostSource::Logged) => self.logged_cost += 1,
            Some(CostSource::Computed) => self.computed_cost += 1,
            Some(CostSource::Unpriced) => self.unpriced += 1,
            Some(CostSource::Unused) | None => {}
        }
        let time = table.first[row];
        if time != MISSING_INT {
            self.span = wider(self.span, Some((time, time)));
        }
    }

    fn unite(self, other: Census) -> Census {
        Census {
            requests: self.requests + other.requests,
            pending: self.pending + other.pending,
            errors: self.errors + other.errors,
            logged_cost: self.logged_cost + other.logged_cost,
            computed_cost: self.computed_cost + other.computed_cost,
            unpriced: self.unpriced + other.unpriced,
            span: wider(self.span, other.span),
        }
    }
}

/// The stretch of time that holds both.
pub fn wider(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some((first, last)), Some((earlier, later))) => Some((first.min(earlier), last.max(later))),
        (a, b) => a.or(b),
    }
}
