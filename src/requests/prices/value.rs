//! Reading one JSON value of a price entry, with errors that name where it stands.

use super::error::PriceError;
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// Where a value stands, for messages.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub origin: &'a str,
    pub model: &'a str,
}

impl Place<'_> {
    /// The error for a value that is not what its field takes.
    pub fn wrong(self, field: &str, expected: &'static str, found: &Value) -> PriceError {
        PriceError::Field {
            origin: self.origin.to_owned(),
            model: self.model.to_owned(),
            field: field.to_owned(),
            expected,
            found: shown(found),
        }
    }

    /// A price or factor: a number, or a string that holds one, finite and not negative. `null` is absent.
    pub fn price(self, field: &str, value: &Value) -> Result<Option<f64>, PriceError> {
        let number = match value {
            Value::Null => return Ok(None),
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => Err(self.wrong(field, "a number of dollars, 0 or more", value)),
        }
    }

    /// An optional string.
    pub fn text(self, map: &Map<String, Value>, field: &str) -> Result<Option<String>, PriceError> {
        match map.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(self.wrong(field, "a string", other)),
        }
    }

    /// A calendar day, `YYYY-MM-DD`.
    pub fn date(self, field: &str, value: &Value) -> Result<NaiveDate, PriceError> {
        value
            .as_str()
            .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
            .ok_or_else(|| self.wrong(field, "a date such as `2026-09-01`", value))
    }

    /// A list; an absent one is empty.
    pub fn list<'v>(self, map: &'v Map<String, Value>, field: &str) -> Result<&'v [Value], PriceError> {
        match map.get(field) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(self.wrong(field, "a list", other)),
        }
    }

    /// An object inside the entry.
    pub fn object<'v>(self, field: &str, value: &'v Value) -> Result<&'v Map<String, Value>, PriceError> {
        value.as_object().ok_or_else(|| self.wrong(field, "an object", value))
    }
}

/// A value short enough for a one-line message; serde_json escapes control characters.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(LONGEST).collect::<String>())
}
