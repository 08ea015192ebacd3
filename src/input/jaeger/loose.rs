//! A value of whatever JSON type: producers disagree on what is a number and what is its text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::scalar::Scalar;

/// A scalar as it was written; of a list its first one; nothing of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Loose<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(String),
    Text(Cow<'a, str>),
}

impl<'a> Loose<'a> {
    pub fn scalar(&self) -> Scalar<'_> {
        match self {
            Loose::Null => Scalar::Null,
            Loose::Bool(value) => Scalar::Bool(*value),
            Loose::Number(text) => Scalar::Number(text),
            Loose::Text(text) => Scalar::Text(text),
        }
    }

    /// What it reads as; a number as its digits, and nothing where there is nothing.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Loose::Number(text) => Some(text),
            Loose::Text(text) => Some(text).filter(|text| !text.is_empty()).map(|text| text.as_ref()),
            Loose::Null | Loose::Bool(_) => None,
        }
    }

    /// The same as a text of its own.
    pub fn into_text(self) -> Option<Cow<'a, str>> {
        let text = match self {
            Loose::Number(text) => Cow::Owned(text),
            Loose::Text(text) => text,
            Loose::Null | Loose::Bool(_) => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    pub fn as_number<T: std::str::FromStr>(&self) -> Option<T> {
        self.as_text()?.trim().parse().ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Loose::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Loose::Number(value.to_string()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let first = items.next_element()?.unwrap_or_default();
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Null)
    }
}
