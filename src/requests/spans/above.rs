//! What is around a span.

use std::num::NonZero;

use super::SpanMap;
use crate::input::{Fingerprint, Span};

/// The nearest calls of a kind around spans, each way up being gone once.
pub struct Above<'k, W> {
    known: &'k SpanMap<Span>,
    is_wanted: W,
    /// Of spans that were passed, the nearest such call around them.
    found: SpanMap<Option<Fingerprint>>,
}

impl<'k, W: Fn(&Span) -> bool> Above<'k, W> {
    pub fn new(known: &'k SpanMap<Span>, is_wanted: W) -> Self {
        Above { known, is_wanted, found: SpanMap::default() }
    }

    /// The nearest call around a span; none where the way up comes back to the span itself.
    pub fn nearest(&mut self, span: &Span) -> Option<Fingerprint> {
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
