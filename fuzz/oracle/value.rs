//! One JSON value, and what it reads as.

use super::json::{self, Text};
use crate::input::Tag;
use crate::timestamp;

/// The JSON of a value.
#[derive(Debug, Clone, Copy)]
pub struct Value<'l>(pub &'l str);

/// The value is not of its field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

/// A figure beyond this is refused.
const MOST: f64 = 1e12;

impl Value<'_> {
    pub fn tag(&self) -> Tag {
        match self.0.as_bytes()[0] {
            b't' | b'f' => Tag::Bool,
            b'-' | b'0'..=b'9' => Tag::Number,
            _ => Tag::Text,
        }
    }

    fn string(&self) -> Option<String> {
        self.0.starts_with('"').then(|| serde_json::from_str::<Text>(self.0).ok()).flatten().map(|text| text.0)
    }

    /// Text, or a number as it is written.
    pub fn text(&self) -> Result<String, Mismatch> {
        let number = || (self.tag() == Tag::Number).then(|| self.0.to_owned());
        self.string().or_else(number).ok_or(Mismatch)
    }

    /// Any scalar as it is written.
    pub fn any(&self) -> Result<String, Mismatch> {
        if self.tag() == Tag::Bool { Ok(self.0.to_owned()) } else { self.text() }
    }

    /// A number, or a string that holds one and writes it without escapes.
    pub fn number(&self) -> Result<f64, Mismatch> {
        let number = match self.tag() {
            Tag::Number => serde_json::from_str(self.0).ok(),
            _ if self.0.contains('\\') => None,
            _ => self
                .string()
                .map(|text| text.trim().to_owned())
                .filter(|text| is_number(text))
                .and_then(|text| text.parse().ok()),
        };
        number.filter(|number: &f64| number.abs() <= MOST).ok_or(Mismatch)
    }

    pub fn amount(&self) -> Result<f64, Mismatch> {
        let number = self.number()?;
        // Nothing has no sign.
        if number == 0.0 { Ok(0.0) } else { Some(number).filter(|number| *number > 0.0).ok_or(Mismatch) }
    }

    pub fn rate(&self) -> Result<f64, Mismatch> {
        self.number().and_then(|number| Some(number).filter(|number| *number > 0.0 && *number <= 1.0).ok_or(Mismatch))
    }

    pub fn count(&self) -> Result<i64, Mismatch> {
        let amount = self.amount()?;
        let count = amount as i64;
        (count as f64 == amount).then_some(count).ok_or(Mismatch)
    }

    pub fn time(&self) -> Result<i64, Mismatch> {
        let time = match self.tag() {
            Tag::Number => timestamp::parse_number(self.0),
            _ => self.string().and_then(|text| timestamp::parse_text(&text)),
        };
        time.ok_or(Mismatch)
    }

    /// Whether it says something: not false, not zero, not empty.
    pub fn is_set(&self) -> bool {
        let is_zero = self.tag() == Tag::Number && self.number() == Ok(0.0);
        !is_zero && !matches!(self.0, "false" | "\"\"") && !json::is_empty(self.0)
    }

    pub fn is_any_of(&self, words: &[&str]) -> bool {
        self.text().is_ok_and(|text| words.contains(&text.to_ascii_lowercase().as_str()))
    }

    pub fn is_error_level(&self) -> bool {
        self.is_any_of(&["error", "critical", "fatal"])
    }

    /// Whether it is a text that says no.
    pub fn says_no(&self) -> bool {
        self.is_any_of(&["false", "none", "default", "00000000-0000-0000-0000-000000000000"])
    }

    pub fn is_http_success(&self) -> bool {
        self.number().is_ok_and(|code| (200.0..300.0).contains(&code))
    }

    pub fn is_http_error(&self) -> bool {
        self.number().is_ok_and(|code| code >= 400.0)
    }

    pub fn is_failure(&self) -> bool {
        self.is_http_error() || self.is_any_of(&["error", "failure", "failed", "fail", "timeout"])
    }

    pub fn is_success(&self) -> bool {
        self.is_http_success() || self.is_any_of(&["success", "succeeded", "ok"])
    }
}

/// Rust reads `nan`, `inf` and `+1` as numbers too; logs do not mean them.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}
