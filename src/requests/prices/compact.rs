//! Writes the snapshot: LiteLLM's table cut down to what pricing text tokens needs, one model per line.

use super::entry::Entry;
use super::error::PriceError;
use super::field::Field;
use super::value::Place;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a price table is: the `_meta` line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The file it was made from.
    pub source: String,
    /// The release of that source.
    pub version: String,
    /// The day the prices were taken.
    #[serde(with = "day")]
    pub date: NaiveDate,
    /// The licence of the data.
    pub license: String,
}

/// A day as `YYYY-MM-DD`.
mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(from)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(D::Error::custom)
    }
}

const KEPT_WHOLE: [&str; 4] = ["litellm_provider", "mode", "alias_of", "effective"];

/// Cuts a table in LiteLLM's public format down to the snapshot's form: `_meta` first, then one model per line,
/// sorted by key. Models without any token price are left out; an explicit 0 is a price.
///
/// # Errors
/// What is not JSON, a field of the wrong type, a negative price, a key that needs JSON escapes.
pub fn compact(json: &str, meta: &Meta) -> Result<String, PriceError> {
    let origin = meta.source.as_str();
    let wrap = |source| PriceError::Json { origin: origin.to_owned(), source };
    let mut lines = vec![format!("\"_meta\":{}", serde_json::to_string(meta).map_err(wrap)?)];
    for (model, value) in read_models(json, origin)? {
        let place = Place { origin, model: &model };
        if !Entry::parse(place, &value)?.has_prices() {
            continue;
        }
        let key = serde_json::to_string(&model).map_err(wrap)?;
        if key.len() != model.len() + 2 {
            return Err(PriceError::Key { origin: origin.to_owned(), model });
        }
        let kept = kept(place, place.object("entry", &value)?)?;
        lines.push(format!("{key}:{}", serde_json::to_string(&kept).map_err(wrap)?));
    }
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// The models of a table in byte order of their names, without its documentation and its `_meta`.
pub(super) fn read_models(json: &str, origin: &str) -> Result<Map<String, Value>, PriceError> {
    let value = serde_json::from_str(json).map_err(|source| PriceError::Json { origin: origin.to_owned(), source })?;
    let Value::Object(mut models) = value else {
        return Err(PriceError::NotAnObject { origin: origin.to_owned() });
    };
    // `sample_spec` explains the fields; `fallback_generalizations` holds routing rules, no model.
    for name in ["sample_spec", "fallback_generalizations", "_meta"] {
        models.remove(name);
    }
    Ok(models)
}

fn kept(place: Place<'_>, map: &Map<String, Value>) -> Result<Map<String, Value>, PriceError> {
    let mut kept = Map::new();
    for (name, value) in map {
        match name.as_str() {
            name if KEPT_WHOLE.contains(&name) => drop(kept.insert(name.to_owned(), value.clone())),
            "tiered_pricing" | "off_peak_pricing" => drop(kept.insert(name.clone(), value.clone())),
            "provider_specific_entry" => {
                if let Some(fast) = value.get("fast") {
                    kept.insert(name.clone(), serde_json::json!({ "fast": fast }));
                }
            }
            _ if Field::parse(name).is_some() => {
                if let Some(rate) = place.price(name, value)? {
                    kept.insert(name.clone(), Value::from(rate));
                }
            }
            _ => {}
        }
    }
    Ok(kept)
}
