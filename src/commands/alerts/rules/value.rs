//! What a key of a rules file can be. A value that is none is refused where it stands, so that the line can be named.

use std::fmt::Display;

use serde::Deserialize;

use crate::query::{Condition, Measure, parse_span};

/// A window, in microseconds, and how it was written.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Span {
    pub micros: i64,
    pub text: String,
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        match parse_span(&text) {
            Ok(micros) => Ok(Span { micros, text }),
            Err(_) => Err(format!("`{text}` is not a length of time such as `90s`, `5m`, `1h`, `7d`")),
        }
    }
}

/// A figure that can be held against a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Figure(pub Measure);

impl TryFrom<String> for Figure {
    type Error = String;

    fn try_from(name: String) -> Result<Figure, String> {
        match Measure::named_or_of_path(&name) {
            Ok(Measure::FirstSeen(_) | Measure::LastSeen(_) | Measure::CumulativeCostShare) => {
                Err(format!("`{name}` cannot be held against a number"))
            }
            Ok(measure) => Ok(Figure(measure)),
            Err(_) => Err(format!(
                "`{name}` is not a measure: use `requests`, `errors`, `error_rate`, `pending`, `total_cost_usd`, or \
                 `total_`, `avg_`, `count_`, `min_`, `max_`, `std_`, `p95_` and a numeric or boolean field"
            )),
        }
    }
}

/// A number that is one.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "f64")]
pub struct Number(pub f64);

impl TryFrom<f64> for Number {
    type Error = String;

    fn try_from(number: f64) -> Result<Number, String> {
        if number.is_finite() { Ok(Number(number)) } else { Err(format!("{number} is not a finite number")) }
    }
}

/// A condition as behind `--where`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Where(pub Condition);

impl TryFrom<String> for Where {
    type Error = String;

    fn try_from(text: String) -> Result<Where, String> {
        let reason = |error: crate::error::Error| error.to_string().replace("`--where ", "`");
        Condition::parse(&text).map(Where).map_err(reason)
    }
}

/// One, or a list of them.
#[derive(Debug, Clone)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Many<T> {
        Many(Vec::new())
    }
}

impl<'de, T: Deserialize<'de> + TryFrom<String, Error: Display>> Deserialize<'de> for Many<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Many<T>, D::Error> {
        deserializer.deserialize_any(Visitor(std::marker::PhantomData))
    }
}

struct Visitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de> + TryFrom<String, Error: Display>> serde::de::Visitor<'de> for Visitor<T> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string or a list of strings")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Many<T>, E> {
        T::try_from(text.to_owned()).map(|one| Many(vec![one])).map_err(E::custom)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Many<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(Many(all))
    }
}

/// The name of what to group by.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct By(pub crate::query::Dimension);

impl TryFrom<String> for By {
    type Error = String;

    fn try_from(name: String) -> Result<By, String> {
        match name.trim() {
            "" => Err("a group needs the name of a field".to_owned()),
            name => Ok(By(crate::query::Dimension::named(name))),
        }
    }
}
