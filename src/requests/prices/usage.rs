//! What is charged for, and why it sometimes cannot be.

use super::field::Kind;
use thiserror::Error;

/// The tokens of one request. Counts that a log does not state are `None`, never 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// All input tokens, those read from and written to a cache included.
    pub input: Option<u64>,
    /// All output tokens, reasoning included.
    pub output: Option<u64>,
    /// Input tokens read from a cache.
    pub cache_read: u64,
    /// Input tokens written to a five-minute cache.
    pub cache_write: u64,
    /// Input tokens written to a one-hour cache.
    pub cache_write_1h: u64,
    /// Output tokens spent on reasoning.
    pub reasoning: u64,
}

impl Usage {
    /// Whether nothing is known of what was used.
    pub fn is_unknown(&self) -> bool {
        self.input.is_none() && self.output.is_none()
    }
}

/// Why a request whose model has an entry still has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Unpriced {
    /// The entry has no rate for tokens that were used: a half-priced row, for one.
    #[error("the price entry has no rate for {} tokens", .0.words())]
    NoRate(Kind),
    /// The log does not say how many tokens, and they are not free.
    #[error("the log does not state the {} tokens", .0.words())]
    NoCount(Kind),
    /// More cached tokens than input tokens: the log counts them apart, or is wrong.
    #[error("cache reads and writes exceed the input tokens they are part of")]
    CacheExceedsInput,
    /// More reasoning than output tokens.
    #[error("reasoning tokens exceed the output tokens they are part of")]
    ReasoningExceedsOutput,
}
