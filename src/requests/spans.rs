//! Calls inside calls: a span around another call of a model often states the same tokens once more, and then only one of
//! the two counts.
//!
//! What is around a call is told from what it states. A span without tokens is a wrapper. One whose input or output is
//! that of all calls right below it, or whose tokens are those of one of them, repeats them, whoever wrote it: agents,
//! chains, an instrumentation above that of an SDK. That one of the two leaves cached tokens out of the input explains a
//! difference where they are stated. One that states something else is a call that made others. Where only
//! the outer span states tokens, it is the one that counts.

use std::hash::{BuildHasherDefault, Hasher};
use std::num::NonZero;

use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};

use crate::input::{Fingerprint, Origin, Span};

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

/// Spans by their ids; one whose id another has already, by that of its event.
pub struct Known {
    spans: SpanMap<Span>,
    /// The copies, each as often as there is something that it may be a copy of.
    copies: Vec<Span>,
    pub faults: SpanFaults,
}

/// What of the spans that are written whole does not stand in a log once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanFaults {
    /// Spans that were written again; they count once.
    pub again: u64,
    /// Spans with the id of another one of their trace; each counts.
    pub sharing: u64,
}

/// Requests that only repeat what calls inside them state, and the tokens of those that state some.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeats {
    pub requests: u64,
    pub input: i64,
    pub output: i64,
}

impl Known {
    pub fn of(spans: &[Span]) -> Known {
        let mut known = Known {
            spans: SpanMap::with_capacity_and_hasher(spans.len(), Build::default()),
            copies: spans.iter().filter(|span| span.is_copy).copied().collect(),
            faults: SpanFaults::default(),
        };
        spans.iter().filter(|span| !span.is_copy).for_each(|span| known.add(*span));
        known
    }

    fn add(&mut self, span: Span) {
        match self.spans.entry(span.id) {
            Entry::Vacant(place) => _ = place.insert(span),
            Entry::Occupied(mut known) if span.origin == Origin::Record || known.get().row == span.row => {
                known.get_mut().join(&span);
                self.faults.again += u64::from(span.origin == Origin::Whole);
            }
            Entry::Occupied(_) => self.add_other(span),
        }
    }

    /// Adds a span whose id another one has, which keeps those that are inside of it.
    fn add_other(&mut self, span: Span) {
        let is_whole = u64::from(span.origin == Origin::Whole);
        match self.spans.entry(span.row) {
            Entry::Vacant(place) => {
                place.insert(Span { id: span.row, ..span });
                self.faults.sharing += is_whole;
            }
            Entry::Occupied(mut known) => {
                known.get_mut().join(&span);
                self.faults.again += is_whole;
            }
        }
    }

    /// By the id of its event, whether a span is a call of a model that is not among those that are `repeated`.
    pub fn calls(&self, repeated: &SpanSet) -> HashMap<Fingerprint, bool, Build> {
        let is_call = |span: &Span| (span.row, span.is_call && !repeated.contains(&span.row));
        self.spans.values().map(is_call).collect()
    }

    /// Of the requests of the native log, those that are `repeated`.
    pub fn repeats(&self, repeated: &SpanSet) -> Repeats {
        let is_such = |span: &&Span| span.origin == Origin::Request && repeated.contains(&span.row);
        let mut repeats = Repeats::default();
        for span in self.spans.values().filter(is_such) {
            let (input, output) = span.tokens.stated().unwrap_or_default();
            repeats.requests += 1;
            repeats.input = repeats.input.saturating_add(input);
            repeats.output = repeats.output.saturating_add(output);
        }
        repeats
    }

    /// The ids of the events of calls that are counted with another one.
    pub fn repeated(&self) -> SpanSet {
        let known = &self.spans;
        let mut calls_above = Above::new(known, |_| true);
        let mut repeated: SpanSet = calls(known).filter_map(|call| calls_above.nearest(call)).collect();
        repeated.retain(|id| known[id].tokens.stated().is_none());
        let mut inner: SpanMap<Vec<&Span>> = SpanMap::default();
        let mut tokens_above = Above::new(known, |span| span.tokens.stated().is_some());
        for call in calls(known).filter(|call| !repeated.contains(&call.id)) {
            if let Some(outer) = tokens_above.nearest(call) {
                inner.entry(outer).or_default().push(call);
            }
        }
        for (outer, inner) in &inner {
            let (outer, tokens) = (&known[outer], || inner.iter().filter_map(|call| call.tokens.stated()));
            let repeats = |own| match outer.origin {
                Origin::Request => outer.is_container || is_same(own, tokens),
                Origin::Record | Origin::Whole => is_alike(outer, own, inner),
            };
            if tokens().next().is_some() {
                repeated.extend(outer.tokens.stated().filter(|own| repeats(*own)).map(|_| outer.id));
            } else if outer.origin != Origin::Request {
                // A request without tokens is one with a cost, which does not mean that its tokens stand further out.
                repeated.extend(inner.iter().map(|call| call.id));
            }
        }
        for circle in if repeated.is_empty() { Vec::new() } else { self.circles() } {
            // Each repeats the next, so that without this none would count.
            if circle.iter().all(|id| repeated.contains(id) || !known[id].is_call) {
                let first = circle.iter().filter(|id| repeated.contains(*id)).min();
                first.copied().into_iter().for_each(|id| _ = repeated.remove(&id));
            }
        }
        repeated.iter().map(|id| known[id].row).collect()
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

    /// The copies of what is in the log itself.
    pub fn copied(&self) -> SpanSet {
        let is_there = |copy: &&Span| copy.parent.is_some_and(|of| self.spans.contains_key(&of.get()));
        self.copies.iter().filter(is_there).map(|copy| copy.id).collect()
    }

    /// How many spans state tokens and are neither calls nor around one: nothing counts these tokens.
    pub fn uncounted(&self) -> u64 {
        let mut around: SpanSet = SpanSet::default();
        for call in calls(&self.spans) {
            let mut at = call.parent.map(NonZero::get);
            // What is above a span that was met is known too, and a circle ends there.
            while let Some(outer) = at.filter(|outer| around.insert(*outer)).and_then(|outer| self.spans.get(&outer)) {
                at = outer.parent.map(NonZero::get);
            }
        }
        let is_lost = |span: &&Span| !span.is_call && span.tokens.stated().is_some() && !around.contains(&span.id);
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
        let mut at = span.parent.map(NonZero::get);
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
            at = outer.parent.map(NonZero::get);
        };
        self.found.extend(passed.into_iter().map(|id| (id, nearest)));
        nearest.filter(|id| *id != span.id)
    }
}

/// Whether these input and output tokens are those of all calls right inside, or of one of them.
pub fn is_same<I: Iterator<Item = (i64, i64)>>(own: (i64, i64), tokens: impl Fn() -> I) -> bool {
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
    (own.0 > 0 && own.0 == all.0) || (own.1 > 0 && own.1 == all.1 && is_explained) || is_same(own, tokens)
}

fn sum(tokens: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    tokens.fold((0, 0), |(a, b), (c, d)| (a.saturating_add(c), b.saturating_add(d)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Tokens;

    fn span(id: u128, parent: u128, tokens: Option<(i64, i64)>) -> Span {
        let parent = std::num::NonZero::new(parent);
        let tokens = tokens.map_or(Tokens::default(), |(input, output)| Tokens::new(input, output));
        Span {
            id,
            parent,
            row: id,
            origin: Origin::Record,
            is_call: true,
            is_container: false,
            tokens,
            cached: 0,
            is_copy: false,
        }
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
    fn of_a_circle_one_counts() {
        check(&[span(1, 2, Some((7, 3))), span(2, 1, Some((7, 3)))], &[2]);
        check(&[span(3, 1, Some((7, 3))), span(2, 3, Some((7, 3))), span(1, 2, Some((7, 3)))], &[2, 3]);
        check(&[span(4, 5, Some((7, 3))), other(5, 4), span(6, 4, Some((1, 1)))], &[]);
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

    #[test]
    fn whole_spans_with_one_id_are_one_or_two() {
        let whole = |id, row, parent| Span { row, origin: Origin::Whole, ..span(id, parent, Some((7, 3))) };
        // 1 stands there twice, and another span has its id; 2 is inside of the first one of them.
        let known = Known::of(&[whole(1, 11, 0), whole(2, 12, 1), whole(1, 11, 0), whole(1, 13, 0)]);
        assert_eq!(known.faults, SpanFaults { again: 1, sharing: 1 });
        let repeated = known.repeated();
        assert_eq!(repeated, SpanSet::from_iter([11]));
        let calls = known.calls(&repeated);
        assert_eq!([11, 12, 13].map(|row| calls[&row]), [false, true, true]);
    }
}
