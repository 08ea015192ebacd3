//! Which fields a line states, as bits, and what they make of it.

use crate::query::Canonical;

/// Set where a value is too large to be true, though not for its type.
pub const ABSURD: u32 = 1 << 31;

/// No model takes or gives so many tokens in one request.
pub const MOST_TOKENS: i64 = 20_000_000;
/// No request costs so much.
pub const MOST_USD: f64 = 10_000.0;
/// A day.
pub const MOST_MS: f64 = 86_400_000.0;

/// What only a question says.
pub const ASKING: u32 = bits(&[
    Canonical::Model,
    Canonical::Provider,
    Canonical::ServiceTier,
    Canonical::PromptHash,
    Canonical::PromptLength,
    Canonical::MaxTokens,
    Canonical::Temperature,
]);

/// Who asked, and what for: a question says it, and sometimes a later line.
pub const ASKER: u32 = bits(&[Canonical::UserId, Canonical::SessionId, Canonical::Feature]);

/// What is known only when a request is over.
pub const AFTERWARDS: u32 = bits(&[Canonical::QualityScore]);

pub const TIME: u32 = bit(Canonical::Timestamp);

/// What costs.
pub const USED: u32 = bits(&[Canonical::CostUsd, Canonical::InputTokens, Canonical::OutputTokens]);

pub const fn bit(field: Canonical) -> u32 {
    1 << field as u32
}

const fn bits(fields: &[Canonical]) -> u32 {
    let (mut all, mut at) = (0, 0);
    while at < fields.len() {
        all |= bit(fields[at]);
        at += 1;
    }
    all
}

// Every field has a bit, and none has that of `ABSURD`.
const _: () = assert!(Canonical::ALL.len() <= 31);
