//! Calls inside calls: a span around another call of a model often states the same tokens once more, and then only one of
//! the two counts.
//!
//! What is around a call is told from what it states. A span without tokens is a wrapper. One whose input or output is
//! that of all calls right below it, or whose tokens are those of one of them, repeats them, whoever wrote it: agents,
//! chains, an instrumentation above that of an SDK. That one of the two leaves cached tokens out of the input explains a
//! difference where they are stated. One that states something else is a call that made others. Where only
//! the outer span states tokens, it is the one that counts.

use std::hash::{BuildHasherDefault, Hasher};

use hashbrown::{HashMap, HashSet};

use crate::input::{Fingerprint, Span};

/// Fingerprints are hashes already.
#[derive(Debug, Default)]
pub struct Plain(u64);

impl Hasher for Plain {
    fn write_u128(&mut self, fingerprint: u128) {
        self.0 = fingerprint as u64;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |all, byte| all.rotate_left(8) ^ u64::from(*byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Build = BuildHasherDefault<Plain>;
/// Spans by their fingerprints.
pub type SpanSet = HashSet<Fingerprint, Build>;
type SpanMap<T> = HashMap<Fingerprint, T, Build>;

/// One span for each fingerprint, of all that is said of it.
pub struct Known {
    spans: SpanMap<Span>,
    /// The copies, each as often as there is something that it may be a copy of.
    copies: Vec<Span>,
}

impl Known {
    pub fn of(spans: &[Span]) -> Known {
        let mut known: SpanMap<Span> = SpanMap::with_capacity_and_hasher(spans.len(), Build::default());
        for span in spans.iter().filter(|span| !span.is_copy) {
            known
                .entry(span.id)
                .and_modify(|known| {
                    known.parent = span.parent.or(known.parent);
                    known.tokens = span.tokens.or(known.tokens);
                    known.cached = span.cached.max(known.cached);
                    known.is_call |= span.is_call;
                })
                .or_insert(*span);
        }
        Known { spans: known, copies: spans.iter().filter(|span| span.is_copy).copied().collect() }
    }

    /// Whether a span is a call of a model; `None` for what is no span.
    pub fn is_call(&self, id: &Fingerprint) -> Option<bool> {
        self.spans.get(id).map(|span| span.is_call)
    }

    /// The calls that are counted with another one.
    pub fn repeated(&self) -> SpanSet {
        let known = &self.spans;
        let mut calls_above = Above::new(known, |_| true);
        let mut repeated: SpanSet = calls(known).filter_map(|call| calls_above.nearest(call)).collect();
        repeated.retain(|id| known[id].tokens.is_none());
        let mut inner: SpanMap<Vec<&Span>> = SpanMap::default();
        let mut tokens_above = Above::new(known, |span| span.tokens.is_some());
        for call in calls(known).filter(|call| !repeated.contains(&call.id)) {
            if let Some(outer) = tokens_above.nearest(call) {
                inner.entry(outer).or_default().push(call);
            }
        }
        for (outer, inner) in &inner {
            if inner.iter().all(|call| call.tokens.is_none()) {
                repeated.extend(inner.iter().map(|call| call.id));
            } else if is_repeat(&known[outer], inner) {
                repeated.insert(*outer);
            }
        }
        repeated
    }

    /// The copies of what is in the log itself.
    pub fn copied(&self) -> SpanSet {
        let is_there = |copy: &&Span| copy.parent.is_some_and(|of| self.spans.contains_key(&of));
        self.copies.iter().filter(is_there).map(|copy| copy.id).collect()
    }

    /// How many spans state tokens and are neither calls nor around one: nothing counts these tokens.
    pub fn uncounted(&self) -> u64 {
        let mut around: SpanSet = SpanSet::default();
        for call in calls(&self.spans) {
            let mut at = call.parent;
            // What is above a span that was met is known too, and a circle ends there.
            while let Some(outer) = at.filter(|outer| around.insert(*outer)).and_then(|outer| self.spans.get(&outer)) {
                at = outer.parent;
            }
        }
        let is_lost = |span: &&Span| !span.is_call && span.tokens.is_some() && !around.contains(&span.id);
        self.spans.values().filter(is_lost).count() as u64
    }
}

fn calls(known: &SpanMap<Span>) -> impl Iterator<Item = &Span> {
    known.values().filter(|span| span.is_call)
}

/// The nearest calls of a kind around spans, each way up being gone once.
struct Above<'k, W> {
    known: &'k SpanMap<Span>,
    is_wanted: W,
    /// Of spans that were passed, the nearest such call around them.
    found: SpanMap<Option<Fingerprint>>,
}

impl<'k, W: Fn(&Span) -> bool> Above<'k, W> {
    fn new(known: &'k SpanMap<Span>, is_wanted: W) -> Self {
        Above { known, is_wanted, found: SpanMap::default() }
    }

    /// The nearest call around a span; none where the way up comes back to the span itself.
    fn nearest(&mut self, span: &Span) -> Option<Fingerprint> {
        let mut passed = Vec::new();
        let mut at = span.parent;
        let nearest = loop {
            let Some(id) = at else { break None };
            if let Some(found) = self.found.get(&id) {
                break *found;
            }
            let Some(outer) = self.known.get(&id) else { break None };
            if outer.is_call && (self.is_wanted)(outer) {
                break Some(id);
            }
            // Where a circle comes back here, there is none in it.
            self.found.insert(id, None);
            passed.push(id);
            at = outer.parent;
        };
        self.found.extend(passed.into_iter().map(|id| (id, nearest)));
        nearest.filter(|id| *id != span.id)
    }
}

/// Whether the tokens of `outer` are those of all of `inner`, or of one of them.
fn is_repeat(outer: &Span, inner: &[&Span]) -> bool {
    let Some((input, output)) = outer.tokens else { return false };
    let tokens = || inner.iter().filter_map(|call| call.tokens);
    let all = tokens().fold((0_i64, 0_i64), |(a, b), (c, d)| (a.saturating_add(c), b.saturating_add(d)));
    let cached = inner.iter().fold(0_i64, |sum, call| sum.saturating_add(call.cached));
    // One instrumentation may add cached tokens to the input that the other leaves out.
    let difference = input.abs_diff(all.0);
    let is_explained = difference == cached.unsigned_abs() || difference == outer.cached.unsigned_abs();
    (input > 0 && input == all.0)
        || (output > 0 && output == all.1 && is_explained)
        || tokens().any(|one| one == (input, output))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(id: u128, parent: u128, tokens: Option<(i64, i64)>) -> Span {
        Span { id, parent: Some(parent).filter(|parent| *parent > 0), is_call: true, tokens, cached: 0, is_copy: false }
    }

    fn other(id: u128, parent: u128) -> Span {
        Span { is_call: false, ..span(id, parent, None) }
    }

    #[track_caller]
    fn check(spans: &[Span], expected: &[u128]) {
        assert_eq!(Known::of(spans).repeated(), expected.iter().copied().collect::<SpanSet>());
        // Whatever the order, and however often a span stands in the log.
        let again: Vec<Span> = spans.iter().rev().chain(spans).copied().collect();
        assert_eq!(Known::of(&again).repeated(), expected.iter().copied().collect::<SpanSet>());
    }

    #[test]
    fn what_states_the_same_again_counts_once() {
        // 1 (agent) > 2 (call) > 3 (http) > 4 (call); 5 (call) stands alone in 1.
        let spans =
            [other(1, 0), span(2, 1, Some((7, 3))), other(3, 2), span(4, 3, Some((7, 3))), span(5, 1, Some((7, 3)))];
        check(&spans, &[2]);
        // The sum of two calls, that of two whose cached input is left out, and one of two.
        let two = [Span { cached: 84, ..span(2, 1, Some((7, 3))) }, span(3, 1, Some((8, 2)))];
        for tokens in [(15, 5), (99, 5), (7, 3)] {
            check(&[&[span(1, 0, Some(tokens))][..], &two].concat(), &[1]);
        }
        // Three times the same.
        check(&[span(1, 0, Some((7, 3))), span(2, 1, Some((7, 3))), span(3, 2, Some((7, 3)))], &[1, 2]);
    }

    #[test]
    fn a_call_that_made_another_is_a_call() {
        check(&[span(1, 0, Some((14, 43))), span(2, 1, Some((62, 85)))], &[]);
        check(&[span(1, 0, Some((700, 80))), other(2, 1), span(3, 2, Some((60, 8)))], &[]);
        // The same output is no more than that.
        check(&[span(1, 0, Some((50_000, 1))), other(2, 1), span(3, 2, Some((100, 1)))], &[]);
    }

    #[test]
    fn what_no_call_is_below_or_is_itself_is_uncounted() {
        let agent = |id, parent| Span { is_call: false, ..span(id, parent, Some((7, 3))) };
        let uncounted = |spans: &[Span]| Known::of(spans).uncounted();
        assert_eq!(uncounted(&[agent(1, 0)]), 1);
        assert_eq!(uncounted(&[agent(1, 0), other(2, 1), span(3, 2, Some((7, 3))), agent(4, 2)]), 1);
        assert_eq!(uncounted(&[agent(1, 2), agent(2, 1), span(3, 1, None)]), 0);
    }

    #[test]
    fn of_two_the_one_that_states_tokens_counts() {
        check(&[span(1, 0, None), span(2, 1, Some((7, 3)))], &[1]);
        check(&[span(1, 0, Some((7, 3))), span(2, 1, None)], &[2]);
        check(&[span(1, 0, None), span(2, 1, None)], &[1]);
        // A wrapper between the two hides neither.
        check(&[span(1, 0, Some((7, 3))), span(2, 1, None), span(3, 2, Some((7, 3)))], &[1, 2]);
        // A first attempt that failed.
        check(&[span(1, 0, Some((7, 3))), span(2, 1, None), span(3, 1, Some((7, 3)))], &[1]);
    }

    #[test]
    fn circles_and_missing_parents_end() {
        let spans = [span(1, 2, Some((1, 1))), other(2, 1), span(3, 9, Some((1, 1))), span(4, 4, Some((1, 1)))];
        check(&spans, &[]);
    }
}
