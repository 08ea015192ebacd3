//! Where prices came from, and how old they are.

use super::error::PriceError;
use super::value::Place;
use chrono::NaiveDate;

/// Where prices came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `embedded`, or the file's name.
    pub origin: String,
    /// The file's `version`, when it states one.
    pub version: Option<String>,
    /// The day of its prices, when it states one.
    pub date: Option<NaiveDate>,
    /// How many models it lists.
    pub models: usize,
}

impl Source {
    /// Its name for people: the built-in table's is that of its origin and release.
    pub fn title(&self) -> String {
        match &self.version {
            Some(version) if self.origin == super::index::ORIGIN => format!("LiteLLM {version}"),
            _ => self.origin.clone(),
        }
    }
}

/// What a file says about itself under `_meta`, which it may leave out.
pub(super) fn read_source(json: &str, origin: &str) -> Result<Source, PriceError> {
    #[derive(serde::Deserialize)]
    struct File {
        #[serde(default, rename = "_meta")]
        meta: serde_json::Map<String, serde_json::Value>,
    }
    let wrap = |source| PriceError::Json { origin: origin.to_owned(), source };
    let File { meta } = serde_json::from_str(json).map_err(wrap)?;
    let place = Place { origin, model: "_meta" };
    let date = match meta.get("date") {
        None | Some(serde_json::Value::Null) => None,
        Some(value) => Some(place.date("date", value)?),
    };
    Ok(Source { origin: origin.to_owned(), version: place.text(&meta, "version")?, date, models: 0 })
}
