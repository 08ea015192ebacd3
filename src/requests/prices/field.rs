//! The names of prices: which tokens, above which threshold, at which service tier.

/// A class of tokens that has its own rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Input that was neither read from nor written to a cache.
    Input,
    /// Input read from a cache.
    CacheRead,
    /// Input written to a cache that lives five minutes.
    CacheWrite,
    /// Input written to a cache that lives an hour.
    CacheWrite1h,
    /// Output, without the reasoning tokens when those have their own rate.
    Output,
    /// Reasoning tokens, where they have their own rate.
    Reasoning,
}

impl Kind {
    /// All kinds in the order they are added up: the input side, then the output side.
    pub const ALL: [Kind; 6] =
        [Kind::Input, Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h, Kind::Output, Kind::Reasoning];

    /// LiteLLM's name for the standard rate.
    pub fn field(self) -> &'static str {
        match self {
            Kind::Input => "input_cost_per_token",
            Kind::CacheRead => "cache_read_input_token_cost",
            Kind::CacheWrite => "cache_creation_input_token_cost",
            Kind::CacheWrite1h => "cache_creation_input_token_cost_above_1hr",
            Kind::Output => "output_cost_per_token",
            Kind::Reasoning => "output_cost_per_reasoning_token",
        }
    }

    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Input => "input",
            Kind::CacheRead => "cache read",
            Kind::CacheWrite => "cache write (5 min)",
            Kind::CacheWrite1h => "cache write (1 h)",
            Kind::Output => "output",
            Kind::Reasoning => "reasoning",
        }
    }
}

/// A service tier that price tables know, by the suffix of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// `_priority`; also asked for as `fast`.
    Priority,
    /// `_flex`.
    Flex,
    /// `_batches`; asked for as `batch`.
    Batch,
    /// `_ultrafast`.
    Ultrafast,
    /// `_balanced`.
    Balanced,
    /// `_decisions`.
    Decisions,
}

impl Service {
    const ALL: [Service; 6] =
        [Service::Priority, Service::Flex, Service::Batch, Service::Ultrafast, Service::Balanced, Service::Decisions];

    /// The suffix of the tier's fields, without the underscore.
    pub fn suffix(self) -> &'static str {
        match self {
            Service::Priority => "priority",
            Service::Flex => "flex",
            Service::Batch => "batches",
            Service::Ultrafast => "ultrafast",
            Service::Balanced => "balanced",
            Service::Decisions => "decisions",
        }
    }

    pub(super) fn from_suffix(suffix: &str) -> Option<Service> {
        Self::ALL.into_iter().find(|service| service.suffix() == suffix)
    }
}

/// One price's place in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub kind: Kind,
    /// The number of input tokens above which it holds; 0 for the standard price.
    pub above: u64,
    pub service: Option<Service>,
}

impl Field {
    /// Reads `BASE[_above_Nk_tokens][_SERVICE]`; `None` for every field that is no text-token price.
    pub fn parse(name: &str) -> Option<Field> {
        // The one-hour field begins with the five-minute field's whole name, so it is tried first.
        let order = [Kind::CacheWrite1h, Kind::Input, Kind::Output, Kind::CacheRead, Kind::CacheWrite, Kind::Reasoning];
        let (kind, rest) = order.into_iter().find_map(|kind| Some((kind, name.strip_prefix(kind.field())?)))?;
        let (above, rest) = match rest.strip_prefix("_above_") {
            Some(rest) => {
                let (count, rest) = rest.split_once("_tokens")?;
                (tokens(count)?, rest)
            }
            None => (0, rest),
        };
        let service = match rest.strip_prefix('_') {
            Some(suffix) => Some(Service::from_suffix(suffix)?),
            None if rest.is_empty() => None,
            None => return None,
        };
        Some(Field { kind, above, service })
    }
}

/// `200k` → 200000, `500` → 500.
fn tokens(count: &str) -> Option<u64> {
    match count.strip_suffix('k') {
        Some(thousands) => thousands.parse::<u64>().ok()?.checked_mul(1000),
        None => count.parse().ok(),
    }
}
