//! Which spans are calls to a model, so that what several spans tell of one call counts once.
//!
//! Agents, chains and the libraries around a client repeat the tokens and the cost of the calls below them, so a span that
//! states usage is a call only where no span below it does.

use super::columns::Columns;
use super::spans::Span;
use super::tree::Tree;

/// Kinds of steps that only hold others: one that states a model and no tokens called none.
const CONTAINERS: [&str; 8] =
    ["agent", "chain", "workflow", "task", "invoke_agent", "create_agent", "invoke_workflow", "step"];

/// By span of a trace: whether it is a call to a model; and how many others repeat what calls below them state.
pub fn of(columns: &Columns<'_>, spans: &[Span], tree: &Tree) -> (Vec<bool>, u64) {
    let mut calls = vec![false; spans.len()];
    let mut holds_call = vec![false; spans.len()];
    let mut repeats = 0;
    for span in tree.order.iter().rev().map(|span| *span as usize) {
        let row = spans[span].row;
        let uses = uses(columns, row);
        calls[span] = uses && !holds_call[span];
        repeats += u64::from(uses && holds_call[span] && columns.states_usage(row));
        let is_above_call = uses || holds_call[span];
        if let Some(parent) = holds_call.get_mut(tree.parent[span] as usize) {
            *parent |= is_above_call;
        }
    }
    (calls, repeats)
}

fn uses(columns: &Columns<'_>, row: u32) -> bool {
    columns.states_usage(row) || columns.model.get(row).is_some() && !is_container(columns, row)
}

fn is_container(columns: &Columns<'_>, row: u32) -> bool {
    let kind = columns.kind.get(row);
    kind.is_some_and(|kind| CONTAINERS.iter().any(|container| kind.eq_ignore_ascii_case(container)))
}
