//! Which spans are calls to a model, so that what several spans tell of one call counts once.
//!
//! Agents, chains and the libraries around a client repeat the tokens and the cost of the calls below them. Where a format
//! tells calls from the rest, that decides; elsewhere what decides in `costs`, so that traces come to what that says: a span
//! around calls is one itself if it states tokens that are not theirs.

use super::columns::Columns;
use super::spans::Span;
use super::tree::Tree;
use crate::input::is_container;
use crate::requests::is_same;

/// Spans that state usage and are no calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Those above calls, which repeat what these state.
    pub repeats: u64,
    /// Those above none.
    pub others: u64,
}

/// What is below a span.
#[derive(Debug, Clone, Default)]
struct Below {
    holds_call: bool,
    holds_usage: bool,
    /// The tokens of the nearest calls that state some.
    tokens: Vec<(i64, i64)>,
}

impl Below {
    fn add(&mut self, mut other: Below) {
        self.holds_call |= other.holds_call;
        self.holds_usage |= other.holds_usage;
        // The shorter list moves, so that one long chain moves little.
        if self.tokens.len() < other.tokens.len() {
            std::mem::swap(&mut self.tokens, &mut other.tokens);
        }
        self.tokens.append(&mut other.tokens);
    }
}

/// By span of a trace: whether it is a call to a model; and how many others state usage.
pub fn of(columns: &Columns<'_>, spans: &[Span], tree: &Tree) -> (Vec<bool>, Uncounted) {
    let mut calls = vec![false; spans.len()];
    let mut below = vec![Below::default(); spans.len()];
    let mut uncounted = Uncounted::default();
    for span in tree.order.iter().rev().map(|span| *span as usize) {
        let (row, mut inside) = (spans[span].row, std::mem::take(&mut below[span]));
        calls[span] = columns.is_call(row).unwrap_or_else(|| is_call(columns, row, &inside));
        let states_usage = columns.states_usage(row);
        if !calls[span] && states_usage {
            *(if inside.holds_call { &mut uncounted.repeats } else { &mut uncounted.others }) += 1;
        }
        inside.holds_usage |= uses(columns, row);
        inside.holds_call |= calls[span] || states_usage;
        if let Some(tokens) = columns.tokens(row) {
            inside.tokens = vec![tokens];
        }
        if let Some(around) = below.get_mut(tree.parent[span] as usize) {
            around.add(inside);
        }
    }
    (calls, uncounted)
}

/// Whether a span states that something was used.
fn uses(columns: &Columns<'_>, row: u32) -> bool {
    columns.tokens(row).is_some() || columns.states_cost(row)
}

/// Whether a span is a call that counts, where its format does not tell.
fn is_call(columns: &Columns<'_>, row: u32, inside: &Below) -> bool {
    let is_container = columns.kind.get(row).is_some_and(is_container);
    match columns.tokens(row) {
        Some(tokens) => {
            let is_repeat = || is_container || is_same(tokens, || inside.tokens.iter().copied());
            inside.tokens.is_empty() || !is_repeat()
        }
        None if uses(columns, row) => !inside.holds_usage,
        None => columns.model.get(row).is_some() && !is_container && !inside.holds_call,
    }
}
