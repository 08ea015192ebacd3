//! A call that stands in a native log and, as a span, in another tool's: both name the span, and it is one call.

use super::SpanMap;
use crate::input::{Fingerprint, Origin, Span, Tokens};

/// The requests of the native log that name a span.
struct Named {
    /// That of the first.
    row: Fingerprint,
    tokens: Tokens,
    /// Whether all are that one.
    is_one: bool,
}

/// By the ids of requests of the native log, those of the spans of other logs that they are, which all `spans` have then.
///
/// It takes a span that only one request names, and tokens that say nothing against it: loggers that add the span they are in
/// name one for many.
pub fn unify(spans: &mut [Span]) -> SpanMap<Fingerprint> {
    let mut named: SpanMap<Named> = SpanMap::default();
    if spans.iter().all(|span| span.origin == Origin::Request) {
        return SpanMap::default();
    }
    for span in spans.iter().filter(|span| span.origin == Origin::Request) {
        let named = named.entry(span.id).or_insert(Named { row: span.row, tokens: span.tokens, is_one: true });
        named.is_one &= named.row == span.row;
        named.tokens = if named.tokens == Tokens::default() { span.tokens } else { named.tokens };
    }
    let mut rows: SpanMap<Fingerprint> = SpanMap::default();
    for span in spans.iter().filter(|span| span.origin != Origin::Request && !named.is_empty()) {
        let says_nothing = |tokens: Tokens| tokens == Tokens::default();
        let is_same = |named: &&Named| {
            let agrees = named.tokens == span.tokens || says_nothing(named.tokens) || says_nothing(span.tokens);
            named.is_one && agrees
        };
        if let Some(named) = named.get(&span.id).filter(is_same) {
            rows.entry(named.row).or_insert(span.row);
        }
    }
    for span in spans.iter_mut().filter(|span| span.origin == Origin::Request && !rows.is_empty()) {
        span.row = rows.get(&span.row).copied().unwrap_or(span.row);
    }
    rows
}
