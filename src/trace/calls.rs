//! Which spans are calls to a model, so that what several spans tell of one call counts once.
//!
//! Agents, chains and the libraries around a client repeat the tokens and the cost of the calls below them, so a span that
//! states usage is a call only where no span below it does. Where a format tells calls from the rest, that decides, so that
//! traces come to what `costs` says.

use super::columns::Columns;
use super::spans::Span;
use super::tree::Tree;

/// Kinds of steps that only hold others: one that states a model and no tokens called none.
const CONTAINERS: [&str; 8] =
    ["agent", "chain", "workflow", "task", "invoke_agent", "create_agent", "invoke_workflow", "step"];

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
        let row = spans[span].row;
        let told = columns.is_call(row);
        let uses = told.unwrap_or_else(|| uses(columns, row));
        calls[span] = uses && (told.is_some() || !holds_call[span]);
        if !calls[span] && columns.states_usage(row) {
            *(if holds_call[span] { &mut uncounted.repeats } else { &mut uncounted.others }) += 1;
        }
        let is_above_call = uses || holds_call[span];
        if let Some(parent) = holds_call.get_mut(tree.parent[span] as usize) {
            *parent |= is_above_call;
        }
    }
    (calls, uncounted)
}

fn uses(columns: &Columns<'_>, row: u32) -> bool {
    columns.states_usage(row) || columns.model.get(row).is_some() && !is_container(columns, row)
}

fn is_container(columns: &Columns<'_>, row: u32) -> bool {
    let kind = columns.kind.get(row);
    kind.is_some_and(|kind| CONTAINERS.iter().any(|container| kind.eq_ignore_ascii_case(container)))
}
