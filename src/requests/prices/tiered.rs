//! `tiered_pricing`: whole price lists by the size of the input, as Alibaba publishes them.

use super::error::PriceError;
use super::field::{Field, Kind};
use super::value::Place;
use serde_json::Value;

const NAME: &str = "tiered_pricing";

/// The prices of requests with more than `above` input tokens, up to the next row's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TierRow {
    pub above: u64,
    rates: Vec<(Kind, f64)>,
}

impl TierRow {
    pub fn rate(&self, kind: Kind) -> Option<f64> {
        self.rates.iter().find(|(of, _)| *of == kind).map(|(_, rate)| *rate)
    }
}

/// The rows that price input tokens, by ascending threshold. Others (searches, by number of results) are no token prices.
pub(super) fn parse(place: Place<'_>, rows: &[Value]) -> Result<Vec<TierRow>, PriceError> {
    let mut tiers = Vec::new();
    for row in rows {
        let map = place.object(NAME, row)?;
        if !map.contains_key(Kind::Input.field()) {
            continue;
        }
        let mut rates = Vec::new();
        for (name, value) in map {
            if let Some(field) = Field::parse(name)
                && let Some(rate) = place.price(&format!("{NAME}.{name}"), value)?
            {
                rates.push((field.kind, rate));
            }
        }
        tiers.push(TierRow { above: start(place, map.get("range").unwrap_or(&Value::Null))?, rates });
    }
    tiers.sort_by_key(|tier| tier.above);
    Ok(tiers)
}

/// The lower end of `[from, to]`; the upper end is the next row's lower one, and the last row has none.
fn start(place: Place<'_>, range: &Value) -> Result<u64, PriceError> {
    range
        .as_array()
        .filter(|ends| ends.len() == 2)
        .and_then(|ends| ends[0].as_f64())
        .filter(|start| (0.0..1e15).contains(start))
        .map(|start| start as u64)
        .ok_or_else(|| place.wrong("tiered_pricing.range", "two token counts such as `[0, 32000]`", range))
}
