//! Token counts that stand in an object by names of their own: the buckets of Langfuse.

use std::collections::BTreeMap;

use serde_json::Value;

use super::scalar::{Mismatch, Scalar};

/// Cached input, which has fields of its own.
const CACHED: [&str; 7] = [
    "input_cache_read",
    "input_cached_tokens",
    "cache_read_input_tokens",
    "input_cache_creation",
    "input_cache_creation_5m",
    "input_cache_creation_1h",
    "cache_creation_input_tokens",
];
/// Cached input that the other figures hold.
const CACHED_INSIDE: &str = "prompt_details.cache_read";

/// The sum of the counts whose names hold `word`, without cached ones; `None` where there are none.
///
/// # Errors
/// It is no such object.
pub fn sum(object: &Scalar<'_>, word: &str) -> Result<Option<i64>, Mismatch> {
    let mut counts = counts(object, |name| name.contains(word) || name == CACHED_INSIDE)?;
    let inside = counts.remove(CACHED_INSIDE).filter(|_| word == "input").unwrap_or(0);
    if counts.is_empty() {
        return Ok(None);
    }
    counts.retain(|name, _| !CACHED.contains(&name.as_str()));
    Ok(Some(counts.into_values().fold(0, i64::saturating_add).saturating_sub(inside).max(0)))
}

/// The count of one name.
///
/// # Errors
/// It is no such object.
pub fn member(object: &Scalar<'_>, name: &str) -> Result<Option<i64>, Mismatch> {
    Ok(counts(object, |other| other == name)?.into_values().next())
}

/// The wanted counts of an object, or of one that is written as a text. What is null is not there.
fn counts(object: &Scalar<'_>, is_wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, i64>, Mismatch> {
    let members: BTreeMap<String, Value> = match object {
        Scalar::Nested(json) => serde_json::from_str(json),
        other => serde_json::from_str(&other.text()?),
    }
    .map_err(|_| Mismatch)?;
    let wanted = members.into_iter().filter(|(name, value)| is_wanted(name) && !value.is_null());
    let count = |value: &Value| match value {
        Value::Number(number) => Scalar::Number(&number.to_string()).count(),
        Value::String(text) => Scalar::Text(text).count(),
        _ => Err(Mismatch),
    };
    wanted.map(|(name, value)| Ok((name, count(&value)?))).collect()
}
