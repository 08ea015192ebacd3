//! Which calls repeat others: what a span is to those around it is told from the tokens that they state.

use std::num::NonZero;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::above::Above;
use super::{Build, Known, SpanMap, SpanSet};
use crate::input::{Fingerprint, Origin, Span, Tokens};

impl Known {
    /// The ids of calls that are counted with another one.
    pub fn repeated(&self) -> SpanSet {
        let known = &self.spans;
        let mut calls_above = Above::new(known, |_| true);
        let mut repeated: SpanSet = self.calls().filter_map(|call| calls_above.nearest(call)).collect();
        repeated.retain(|id| known[id].tokens.stated().is_none());
        let mut inner: SpanMap<Vec<&Span>> = SpanMap::default();
        let mut tokens_above = Above::new(known, |span| span.tokens.stated().is_some());
        for call in self.calls().filter(|call| !repeated.contains(&call.id)) {
            if let Some(outer) = tokens_above.nearest(call) {
                inner.entry(outer).or_default().push(call);
            }
        }
        for (outer, inner) in &inner {
            let outer = &known[outer];
            if inner.iter().any(|call| call.tokens.stated().is_some()) {
                repeated.extend(repeats(outer, inner).then_some(outer.id));
            } else if outer.origin != Origin::Request {
                // A request without tokens is one with a cost, which does not mean that its tokens stand further out.
                repeated.extend(inner.iter().map(|call| call.id));
            }
        }
        self.add_sharing(&inner, &mut repeated);
        for circle in if repeated.is_empty() { Vec::new() } else { self.circles() } {
            // Each repeats the next, so that without this none would count.
            if circle.iter().all(|id| repeated.contains(id) || !known[id].is_call) {
                let first = circle.iter().filter(|id| repeated.contains(*id)).min();
                first.copied().into_iter().for_each(|id| _ = repeated.remove(&id));
            }
        }
        repeated
    }

    /// Adds further spans with the id of another one, as far as there are calls inside of that id that they repeat: which of
    /// these is inside of which is not known, and each is inside of one.
    fn add_sharing(&self, inner: &SpanMap<Vec<&Span>>, repeated: &mut SpanSet) {
        let mut repeats: HashMap<(Fingerprint, Tokens), usize, Build> = HashMap::default();
        for (id, other) in &self.sharing {
            let Span { tokens, is_call, .. } = self.spans[other];
            let Some(inner) = inner.get(id).filter(|_| is_call && tokens.stated().is_some()) else { continue };
            let is_first = || self.spans[id].tokens == tokens && repeated.contains(id);
            let count = repeats.entry((*id, tokens)).or_insert_with(|| usize::from(is_first()));
            if inner.iter().filter(|call| call.tokens == tokens).count() > *count {
                *count += 1;
                repeated.insert(*other);
            }
        }
    }

    /// Spans whose parents go in a circle, circle by circle.
    fn circles(&self) -> Vec<Vec<Fingerprint>> {
        let parent = |id: &Fingerprint| self.spans.get(id).and_then(|span| span.parent).map(NonZero::get);
        // Of each span the walk up on which it was passed.
        let mut passed: SpanMap<usize> = SpanMap::default();
        let mut circles = Vec::new();
        for (walk, start) in self.spans.keys().enumerate() {
            let mut at = Some(*start);
            while let Some(id) = at {
                match passed.entry(id) {
                    Entry::Vacant(place) => _ = place.insert(walk),
                    Entry::Occupied(earlier) if *earlier.get() == walk => {
                        let others = std::iter::successors(parent(&id), parent).take_while(|other| *other != id);
                        circles.push(others.chain([id]).collect());
                        break;
                    }
                    Entry::Occupied(_) => break,
                }
                at = parent(&id);
            }
        }
        circles
    }
}

/// Whether a call states the tokens of the calls inside of it, some of which state any.
fn repeats(outer: &Span, inner: &[&Span]) -> bool {
    let Some(own) = outer.tokens.stated() else { return false };
    match outer.origin {
        Origin::Request => outer.is_container || is_same(own, || inner.iter().filter_map(|call| call.tokens.stated())),
        Origin::Record | Origin::Whole | Origin::Copy => is_alike(outer, own, inner),
    }
}

/// Whether these input and output tokens are those of all calls right inside, or of one of them.
fn is_same<I: Iterator<Item = (i64, i64)>>(own: (i64, i64), tokens: impl Fn() -> I) -> bool {
    own == sum(tokens()) || tokens().any(|one| one == own)
}

/// The same where two instrumentations may have counted, of which one may add cached tokens to the input that the other
/// leaves out.
fn is_alike(outer: &Span, own: (i64, i64), inner: &[&Span]) -> bool {
    let tokens = || inner.iter().filter_map(|call| call.tokens.stated());
    let all = sum(tokens());
    let difference = own.0.abs_diff(all.0);
    let cached: u64 = inner.iter().map(|call| u64::from(call.cached)).sum();
    let is_explained = difference == cached || difference == u64::from(outer.cached);
    let is_input_all = own.0 > 0 && own.0 == all.0 && (own.1 == 0 || all.1 == 0);
    is_input_all || (own.1 > 0 && own.1 == all.1 && is_explained) || is_same(own, tokens)
}

fn sum(tokens: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    tokens.fold((0, 0), |(a, b), (c, d)| (a.saturating_add(c), b.saturating_add(d)))
}
