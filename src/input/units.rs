//! Values of other tools in our units.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::event::{Sink, Tag};
use super::format::Unit;
use super::scalar::{Mismatch, Scalar};
use crate::query::Kind;

const NANO: f64 = 1e-9;
const MS_PER_SECOND: f64 = 1e3;
const US_PER_MS: f64 = 1e3;

/// Gives `sink` a value in our unit.
pub fn put_unit(sink: &mut impl Sink, slot: usize, kind: Kind, unit: Unit, value: &Scalar<'_>) -> Result<(), Mismatch> {
    match unit {
        Unit::Same | Unit::StandIn | Unit::Local => {}
        Unit::Seconds => sink.float(slot, value.amount()? * MS_PER_SECOND),
        Unit::Microseconds => sink.float(slot, value.amount()? / US_PER_MS),
        Unit::NanoDollars => {
            let cost = value.amount()?;
            // A table may have made `3000.0` of 3000; no call costs whole dollars to the cent.
            sink.float(slot, if cost.fract() == 0.0 { cost * NANO } else { cost });
        }
        Unit::Threshold => {
            if let Some(rate) = sampling_rate(&value.text()?) {
                sink.float(slot, rate);
            }
        }
        Unit::First => {
            if let Some(text) = first_text(value).filter(|_| kind == Kind::Text) {
                sink.text(slot, Tag::Text, &text);
            }
        }
        Unit::Tail => {
            let text = value.text()?;
            sink.text(slot, Tag::Text, text.rsplit('/').next().unwrap_or(&text));
        }
        Unit::SpanKind => {
            let kind = span_kind(value)?;
            if !kind.is_empty() {
                sink.text(slot, Tag::Text, &kind);
            }
        }
        Unit::Unawaited => {
            if let Some(kind) =
                UNAWAITED.into_iter().find(|unawaited| span_kind(value).is_ok_and(|kind| kind == *unawaited))
            {
                sink.text(slot, Tag::Text, kind);
            }
        }
    }
    Ok(())
}

/// The kinds of spans by their numbers.
const SPAN_KINDS: [&str; 6] = ["", "internal", "server", "client", "producer", "consumer"];
/// Those that the span around them does not wait for, and the kind of a reference that says the same.
const UNAWAITED: [&str; 3] = ["producer", "consumer", "follows_from"];

/// The kind of a span, which its exporter wrote as a number or as the name of a constant.
fn span_kind<'l>(value: &Scalar<'l>) -> Result<Cow<'l, str>, Mismatch> {
    match value.number() {
        Ok(number) => Ok(SPAN_KINDS.get(number as usize).copied().unwrap_or_default().into()),
        Err(Mismatch) => {
            let name = value.text()?;
            Ok(name.strip_prefix("SPAN_KIND_").unwrap_or(&name).to_ascii_lowercase().into())
        }
    }
}

/// The part of all traces that were kept, of a `tracestate` such as `ot=th:c;rv:…`: `th` is the rejection threshold, up
/// to 14 hexadecimal digits behind a point (opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling).
fn sampling_rate(state: &str) -> Option<f64> {
    let own = state.split(',').find_map(|member| member.trim().strip_prefix("ot="))?;
    let digits = own.split(';').find_map(|value| value.strip_prefix("th:"))?;
    let is_threshold = (1..=14).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let threshold = u64::from_str_radix(digits, 16).ok().filter(|_| is_threshold)?;
    Some(1.0 - threshold as f64 / 16_f64.powi(digits.len() as i32))
}

/// The first text of an array, or why its first choice ended. An array may be a text itself, as in Jaeger's tags.
fn first_text(value: &Scalar<'_>) -> Option<String> {
    let json = match value {
        Scalar::Nested(json) => Cow::Borrowed(*json),
        other => other.text().ok()?,
    };
    if !json.starts_with(['[', '{']) {
        return Some(json.into_owned());
    }
    let first = match serde_json::from_str(&json).ok()? {
        Json::Array(values) => values.into_iter().next()?,
        other => other,
    };
    let text = if first.is_object() { first.get("finish_reason").cloned() } else { Some(first) };
    text?.as_str().map(str::to_owned)
}
