//! One model's prices, as read from a table.

use super::error::PriceError;
use super::field::{Field, Kind, Service};
use super::off_peak::OffPeak;
use super::tiered::{self, TierRow};
use super::value::Place;
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// One model's entry: whose it is, and its prices over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// LiteLLM's name of the provider: `openai`, `bedrock_converse`, …
    pub provider: Option<String>,
    /// `chat`, `embedding`, …
    pub mode: Option<String>,
    /// The model that this one stands for.
    pub alias_of: Option<String>,
    /// Prices by the day they hold from, ascending; the first has no day.
    pub(super) periods: Vec<(Option<NaiveDate>, Prices)>,
}

/// The prices of one period.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Prices {
    pub fields: Vec<(Field, f64)>,
    pub tiers: Vec<TierRow>,
    pub off_peak: Option<OffPeak>,
    /// What Anthropic's fast mode multiplies every rate by.
    pub fast: Option<f64>,
}

impl Entry {
    /// Reads an entry; errors name the model and the field.
    pub(super) fn parse(place: Place<'_>, value: &Value) -> Result<Entry, PriceError> {
        let map = value
            .as_object()
            .ok_or_else(|| PriceError::Entry { origin: place.origin.to_owned(), model: place.model.to_owned() })?;
        let mut periods = vec![(None, Prices::parse(place, map)?)];
        for step in place.list(map, "effective")? {
            let step = place.object("effective", step)?;
            let from = place.date("effective.from", step.get("from").unwrap_or(&Value::Null))?;
            periods.push((Some(from), Prices::parse(place, &overlaid(map, step))?));
        }
        periods.sort_by_key(|(from, _)| *from);
        Ok(Entry {
            provider: place.text(map, "litellm_provider")?,
            mode: place.text(map, "mode")?,
            alias_of: place.text(map, "alias_of")?,
            periods,
        })
    }

    /// Whether any period prices any token, be it at 0.
    pub fn has_prices(&self) -> bool {
        self.periods.iter().any(|(_, prices)| !prices.fields.is_empty() || !prices.tiers.is_empty())
    }

    /// Whether it prices a token or leads to an entry that may.
    pub(super) fn says_something(&self) -> bool {
        self.alias_of.is_some() || self.has_prices()
    }

    /// The service tiers with prices of their own, as logs name them.
    pub fn service_tiers(&self) -> Vec<&'static str> {
        let fields =
            || self.periods.iter().flat_map(|(_, prices)| &prices.fields).filter_map(|(field, _)| field.service);
        let mut tiers: Vec<&str> = fields().map(Service::suffix).collect();
        tiers.sort_unstable();
        tiers.dedup();
        tiers
    }

    /// The period whose prices hold on a day.
    pub(super) fn period_on(&self, day: NaiveDate) -> usize {
        self.periods.iter().rposition(|(from, _)| from.is_none_or(|from| from <= day)).unwrap_or(0)
    }

    /// The standard rate of a kind on a day, dollars per token: no threshold, no service tier.
    pub fn standard_rate(&self, kind: Kind, day: NaiveDate) -> Option<f64> {
        let (_, prices) = self.periods.get(self.period_on(day))?;
        prices.rate(kind, 0, None).or_else(|| prices.tiers.first()?.rate(kind))
    }
}

/// The entry's fields with a dated step's laid over them.
fn overlaid(map: &Map<String, Value>, step: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = map.clone();
    merged.extend(step.iter().map(|(name, value)| (name.clone(), value.clone())));
    merged
}

impl Prices {
    fn parse(place: Place<'_>, map: &Map<String, Value>) -> Result<Prices, PriceError> {
        let mut prices = Prices::default();
        let mut other_unit = false;
        for (name, value) in map {
            if let Some(field) = Field::parse(name) {
                prices.fields.extend(place.price(name, value)?.map(|rate| (field, rate)));
            } else {
                other_unit |= is_other_unit(name) && value.as_f64().is_some_and(|price| price > 0.0);
            }
        }
        if other_unit && prices.fields.iter().all(|(_, rate)| *rate == 0.0) {
            prices.fields.clear();
        }
        prices.tiers = tiered::parse(place, place.list(map, "tiered_pricing")?)?;
        if let Some(value) = map.get("off_peak_pricing").filter(|value| !value.is_null()) {
            prices.off_peak = Some(OffPeak::parse(place, value)?);
        }
        if let Some(fast) = map.get("provider_specific_entry").and_then(|entry| entry.get("fast")) {
            prices.fast = place.price("provider_specific_entry.fast", fast)?;
        }
        Ok(prices)
    }

    /// The price with exactly this place.
    pub fn rate(&self, kind: Kind, above: u64, service: Option<Service>) -> Option<f64> {
        let wanted = Field { kind, above, service };
        self.fields.iter().find(|(field, _)| *field == wanted).map(|(_, rate)| *rate)
    }

    /// Whether there are prices and all of them are 0.
    pub fn is_free(&self) -> bool {
        !self.fields.is_empty() && self.tiers.is_empty() && self.fields.iter().all(|(_, rate)| *rate == 0.0)
    }

    /// Whether any field carries the tier's suffix.
    pub fn has_service(&self, service: Service) -> bool {
        self.fields.iter().any(|(field, _)| field.service == Some(service))
    }
}

/// A price per query, image, second, … Only tools that a call may add (searches, maps) are not the model's own unit.
fn is_other_unit(name: &str) -> bool {
    ["input_cost_per_", "output_cost_per_", "ocr_cost_per_", "cost_per_"].iter().any(|prefix| name.starts_with(prefix))
}
