//! What a request costs: a dated price table, how a model name finds its entry, and the sum.
//!
//! The way through the room: `index` finds the lines of the embedded `snapshot.json`, `entry` reads one of
//! them (with `field` and `off_peak`), `table` holds the snapshot and what `--prices` lays over it, `resolve` turns a logged
//! name into a key (with `decorations`, `provider`, `rule`), `compile` prepares one entry and service tier
//! (`rates` chooses among its prices), `cost` multiplies. `compact` writes the snapshot.
//!
//! # The format
//!
//! LiteLLM's public one: an object of model names, each with prices in dollars **per token**. Three additions:
//!
//! - `"_meta": {"source", "version", "date", "license"}` says what the file is and how old;
//! - `"effective": [{"from": "2026-09-01", "input_cost_per_token": 2e-6}, …]` gives prices that hold from a
//!   UTC day on. The latest `from` not after the request's day is laid over the entry, field by field (`null`
//!   removes one); steps do not add up. A request without a date is priced as of the newest `_meta.date` read;
//! - `{"alias_of": "gpt-4o"}` makes a name stand for another.
//!
//! # What is charged
//!
//! Text tokens only. A threshold (`_above_200k_tokens`) counts all input tokens, cached ones too, and changes
//! every rate of the request; a rate the threshold lacks keeps its standard value. Service tiers
//! (`_priority`, `_flex`, …) fall back to standard rates in the same way and say so. Of a batch a rate without a `_batches`
//! price is half of the standard one, as every seller of batches has it: a guess, and named as one. A model that prices no cache reads (or writes) at all charges them as plain input. One-hour
//! writes need their own price once five-minute writes have one: the ratio between the two is not constant.
//!
//! Not charged, since a log does not carry what they need: audio, images, searches and other per-call fees, regional
//! uplift multipliers, Perplexity's citations. An entry that charges in such a unit and lists its tokens as 0
//! counts as having no token price, because a rerank call is not free.

mod compact;
mod compile;
mod cost;
mod decorations;
mod entry;
mod error;
mod field;
mod index;
mod off_peak;
mod provider;
mod rates;
mod resolve;
mod rule;
mod service;
mod source;
mod table;
mod tiered;
mod usage;
mod value;

#[cfg(test)]
mod tests;

pub use compact::{Meta, compact};
pub use compile::CompiledEntry;
#[cfg(test)]
use cost::Quote;
pub use cost::{Cost, CostLine};
pub use error::PriceError;
pub use field::Kind;
pub use resolve::Resolution;
pub use rule::Rule;
pub use source::Source;
pub use table::PriceTable;
pub use usage::{Unpriced, Usage};
