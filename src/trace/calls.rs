//! Which spans are calls to a model, so that what several spans tell of one call counts once.
//!
//! Agents, chains and the libraries around a client repeat the tokens and the cost of the calls below them. What counts is
//! told where requests are, so that traces come to what `costs` says; what is left is what states no usage of its own.

use super::columns::Columns;
use super::spans::Span;
use super::tree::Tree;
use crate::input::is_container;

/// Spans that state usage and are no calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Those above calls, which repeat what these state.
    pub repeats: u64,
    /// Those above none.
    pub others: u64,
}

/// By span of a trace: whether it is a call to a model; and how many others state usage.
pub fn of(columns: &Columns<'_>, spans: &[Span], tree: &Tree) -> (Vec<bool>, Uncounted) {
    let mut calls = vec![false; spans.len()];
    let mut holds_call = vec![false; spans.len()];
    let mut uncounted = Uncounted::default();
    for span in tree.order.iter().rev().map(|span| *span as usize) {
        let (row, is_around) = (spans[span].row, holds_call[span]);
        calls[span] = columns.is_call(row).unwrap_or_else(|| is_call(columns, row, is_around));
        let states_usage = columns.states_usage(row);
        if !calls[span] && states_usage {
            *(if is_around { &mut uncounted.repeats } else { &mut uncounted.others }) += 1;
        }
        if let Some(around) = holds_call.get_mut(tree.parent[span] as usize) {
            *around |= is_around || calls[span] || states_usage;
        }
    }
    (calls, uncounted)
}

/// Whether a span of which nobody tells is a call: one that used something, or one that might have and is around none.
fn is_call(columns: &Columns<'_>, row: u32, is_around: bool) -> bool {
    let is_container = || columns.kind.get(row).is_some_and(is_container);
    let has_used = columns.tokens(row).is_some() || columns.states_cost(row);
    has_used || columns.model.get(row).is_some() && !is_around && !is_container()
}
