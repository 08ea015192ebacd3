//! A call that stands in a native log and, as a span, in another tool's: both name the span, and it is one call.

use super::SpanMap;
use crate::input::{Fingerprint, Origin, Span, Tokens};

/// The request of the native log that names a span and states tokens, or states none if there is no other.
struct Named {
    row: Fingerprint,
    tokens: Tokens,
    /// Whether no other states any.
    is_one: bool,
}

impl Named {
    fn of(span: &Span) -> Named {
        Named { row: span.row, tokens: span.tokens, is_one: true }
    }

    fn add(&mut self, span: &Span) {
        match (self.row == span.row, self.tokens.stated(), span.tokens.stated()) {
            (true, None, _) => self.tokens = span.tokens,
            (true, ..) | (false, Some(_), None) => {}
            (false, None, Some(_)) => *self = Named::of(span),
            // Which of them failed, and which is the call, is not known.
            (false, None, None) | (false, Some(_), Some(_)) => self.is_one = false,
        }
    }

    /// Whether it may be the call that a span is, or one that is made in it and traced no further.
    fn is(&self, span: &Span) -> bool {
        let agree = |(input, output): (i64, i64), (other, others): (i64, i64)| {
            let difference = input.abs_diff(other);
            output == others && (difference == 0 || difference == u64::from(span.cached))
        };
        let is_such = match (self.tokens.stated(), span.tokens.stated()) {
            (Some(own), Some(stated)) => agree(own, stated),
            // An agent's tokens are those of the calls inside of it.
            (_, stated) => span.is_call || stated.is_none() && !span.has_cost,
        };
        self.is_one && is_such
    }
}

/// By the ids of requests of the native log, those of the spans of other logs that they are, which all `spans` have then.
///
/// It takes a span that only one request names, and tokens that say nothing against it: loggers that add the span they are in
/// name one for many.
pub fn unify(spans: &mut [Span]) -> SpanMap<Fingerprint> {
    let mut rows: SpanMap<Fingerprint> = SpanMap::default();
    if spans.iter().all(|span| span.origin == Origin::Request) {
        return rows;
    }
    let mut named: SpanMap<Named> = SpanMap::default();
    for span in spans.iter().filter(|span| span.origin == Origin::Request) {
        named.entry(span.id).and_modify(|named| named.add(span)).or_insert_with(|| Named::of(span));
    }
    for span in spans.iter().filter(|span| span.origin != Origin::Request && !named.is_empty()) {
        if let Some(named) = named.get(&span.id).filter(|named| named.is(span)) {
            rows.entry(named.row).or_insert(span.row);
        }
    }
    for span in spans.iter_mut().filter(|span| span.origin == Origin::Request && !rows.is_empty()) {
        span.row = rows.get(&span.row).copied().unwrap_or(span.row);
    }
    rows
}
