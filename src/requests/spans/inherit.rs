//! Costs that a call states whose tokens another one counts: a gateway's span around that of a client knows what was billed,
//! and the inner one what was used. The money goes where the tokens are, where that is one call.

use super::above::Above;
use super::{Known, SpanMap, SpanSet};
use crate::input::{Fingerprint, Span};

/// Logged costs of calls, by the ids of their events.
pub type Costs = SpanMap<f64>;

/// Costs that are stated for several calls which state none of their own: nobody knows what each of these cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stranded {
    pub calls: u64,
    pub cost_usd: f64,
}

/// A call that is left out and states a cost.
#[derive(Default)]
struct Payer {
    /// The event of the call that counts right around it.
    outer: Option<Fingerprint>,
    /// The events of the calls that count right inside, and whether they state tokens.
    inner: Vec<(Fingerprint, bool)>,
    /// Whether another one is inside of it: what that states is a part of what this one does.
    holds_payer: bool,
}

impl Known {
    /// What calls cost by the costs that are stated for them elsewhere, by those that count with them and are `repeated`. All
    /// costs are `logged`, by event: where a call has its own, what others state for it is the same money once more, and of what
    /// they state for several calls the rest is that of the others.
    pub fn inherited(&self, repeated: &SpanSet, logged: &Costs) -> (Costs, Stranded) {
        let mut costs = Costs::default();
        let mut stranded = Stranded::default();
        for (row, Payer { outer, mut inner, holds_payer }) in self.payers(repeated, logged) {
            if inner.iter().any(|(_, has_tokens)| *has_tokens) {
                // The others are attempts that came to nothing.
                inner.retain(|(_, has_tokens)| *has_tokens);
            }
            let mut heirs: Vec<Fingerprint> = inner.into_iter().map(|(row, _)| row).collect();
            heirs.sort_unstable();
            heirs.dedup();
            if heirs.is_empty() {
                heirs.extend(outer);
            }
            let known: f64 = heirs.iter().filter_map(|row| logged.get(row)).sum();
            heirs.retain(|row| !logged.contains_key(row));
            let rest = logged[&row] - known;
            match heirs.as_slice() {
                [] => {}
                // What is left by rounding is nothing.
                _ if holds_payer || rest <= logged[&row] * 1e-9 => {}
                [heir] => *costs.entry(*heir).or_default() += rest,
                _ => {
                    stranded.calls += 1;
                    stranded.cost_usd += rest;
                }
            }
        }
        (costs, stranded)
    }

    /// The calls that are `repeated` and have a cost, by their events, in an order that depends on the log alone.
    fn payers(&self, repeated: &SpanSet, logged: &Costs) -> Vec<(Fingerprint, Payer)> {
        let is_payer = |span: &Span| repeated.contains(&span.id) && logged.contains_key(&span.row);
        let is_known = |span: &Span| is_payer(span) || !repeated.contains(&span.id);
        let mut payers: SpanMap<Payer> = SpanMap::default();
        let mut around = Above::new(&self.spans, is_known);
        for call in self.calls().filter(|call| is_known(call)) {
            let outer = around.nearest(call).map(|id| &self.spans[&id]);
            match (is_payer(call), outer.filter(|outer| is_payer(outer))) {
                (true, None) => payers.entry(call.id).or_default().outer = outer.map(|outer| outer.row),
                (true, Some(outer)) => {
                    payers.entry(call.id).or_default();
                    payers.entry(outer.id).or_default().holds_payer = true;
                }
                (false, Some(outer)) => {
                    payers.entry(outer.id).or_default().inner.push((call.row, call.tokens.stated().is_some()))
                }
                (false, None) => {}
            }
        }
        let mut payers: Vec<(Fingerprint, Payer)> = payers.into_iter().collect();
        payers.sort_unstable_by_key(|(id, _)| *id);
        payers.into_iter().map(|(id, payer)| (self.spans[&id].row, payer)).collect()
    }
}
