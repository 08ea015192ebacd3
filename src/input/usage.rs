//! Token counts that stand in an object by names of their own: the buckets of Langfuse.

use std::collections::BTreeMap;

use serde_json::Value;

use super::scalar::{Mismatch, Scalar};

/// The sum of the counts whose names hold `word`; `None` where there are none.
///
/// # Errors
/// It is no such object.
pub fn sum(object: &Scalar<'_>, word: &str) -> Result<Option<i64>, Mismatch> {
    let counts = counts(object, |name| name.contains(word))?;
    let count = |name: &str| counts.get(name).copied().unwrap_or(0);
    // What was written to a cache may be stated in parts and as a whole; in Langfuse's own words it is one or the other.
    let parts = count("input_cache_creation_5m") + count("input_cache_creation_1h");
    let is_whole = |name: &str| parts > 0 && name == "input_cache_creation" && count(name) == parts;
    let mut wanted = counts.iter().filter(|(name, _)| !is_whole(name)).map(|(_, count)| *count);
    Ok(wanted.next().map(|first| wanted.fold(first, i64::saturating_add)))
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
