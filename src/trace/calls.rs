//! Which spans are calls to a model, so that what several spans tell of one call counts once.
//!
//! Agents, chains and the libraries around a client repeat the tokens and the cost of the calls below them, so a span that
//! states usage is a call only where no span below it does.

use super::spans::{KIND, Span};
use super::tree::Tree;
use crate::query::{Canonical, Field};
use crate::requests::{Column, CostSource, MISSING_CODE, MISSING_INT, RequestTable};

/// Kinds of steps that only hold others: one that states a model and no tokens called none.
const CONTAINERS: [&str; 8] =
    ["agent", "chain", "workflow", "task", "invoke_agent", "create_agent", "invoke_workflow", "step"];

/// By span of a trace: whether it is a call to a model; and how many others repeat what calls below them state.
pub fn of(table: &RequestTable, spans: &[Span], tree: &Tree) -> (Vec<bool>, u64) {
    let mut calls = vec![false; spans.len()];
    let mut holds_call = vec![false; spans.len()];
    let mut repeats = 0;
    for span in tree.order.iter().rev().map(|span| *span as usize) {
        let row = spans[span].row as usize;
        let uses = uses(table, row);
        calls[span] = uses && !holds_call[span];
        repeats += u64::from(uses && holds_call[span] && states_usage(table, row));
        let is_above_call = uses || holds_call[span];
        if let Some(parent) = holds_call.get_mut(tree.parent[span] as usize) {
            *parent |= is_above_call;
        }
    }
    (calls, repeats)
}

fn uses(table: &RequestTable, row: usize) -> bool {
    let model = table.codes(Canonical::Model).get(row).is_some_and(|code| *code != MISSING_CODE);
    states_usage(table, row) || model && !is_container(table, row)
}

/// Whether a span states tokens or a cost.
fn states_usage(table: &RequestTable, row: usize) -> bool {
    let has = |field| table.ints(field).get(row).is_some_and(|count| *count != MISSING_INT);
    let is_logged = || table.cost_source.get(row) == Some(&CostSource::Logged);
    has(Canonical::InputTokens) || has(Canonical::OutputTokens) || is_logged()
}

fn is_container(table: &RequestTable, row: usize) -> bool {
    let field = Field::Path(KIND.to_owned());
    let Some(Column::Code(codes)) = table.column(&field) else { return false };
    let kind = codes.get(row).and_then(|code| table.tagged(&field, *code)).map(|(_, kind)| kind);
    kind.is_some_and(|kind| CONTAINERS.iter().any(|container| kind.eq_ignore_ascii_case(container)))
}
