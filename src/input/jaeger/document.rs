//! Jaeger's JSON, as its UI downloads it and its API answers: traces with their spans, and the processes they ran in.
//! Times are microseconds. One document, several, or bare traces are all read; a document is in memory while it is read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::event::Sink;
use super::super::plan::Plan;
use super::super::source::Source;
use super::loose::Loose;
use super::record::{Giver, Record};
use super::{Taken, text};
use crate::error::Error;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Span<'a> {
    #[serde(borrow, default, rename = "traceID")]
    trace_id: Loose<'a>,
    #[serde(borrow, default, rename = "spanID")]
    span_id: Loose<'a>,
    #[serde(borrow, default, rename = "parentSpanID")]
    parent_span_id: Loose<'a>,
    #[serde(borrow, default)]
    operation_name: Loose<'a>,
    #[serde(borrow, default)]
    references: Option<Vec<Reference<'a>>>,
    #[serde(borrow, default)]
    start_time: Loose<'a>,
    #[serde(borrow, default)]
    duration: Loose<'a>,
    #[serde(borrow, default)]
    tags: Option<Vec<Tag<'a>>>,
    #[serde(borrow, default, rename = "processID")]
    process_id: Loose<'a>,
    #[serde(borrow, default)]
    process: Option<Process<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference<'a> {
    #[serde(borrow, default)]
    ref_type: Loose<'a>,
    #[serde(borrow, default, rename = "traceID")]
    trace_id: Loose<'a>,
    #[serde(borrow, default, rename = "spanID")]
    span_id: Loose<'a>,
}

#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(borrow, default)]
    key: Loose<'a>,
    #[serde(borrow, default)]
    value: Loose<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Process<'a> {
    #[serde(borrow, default)]
    service_name: Loose<'a>,
}

/// Reads the traces of `source`.
///
/// # Errors
/// The source cannot be read.
pub fn read(
    source: &Source,
    plan: &Plan,
    sink: &mut impl Sink,
    taken: &mut Taken<'_>,
    progress: &impl Fn(u64),
) -> Result<(), Error> {
    let mut document = Vec::new();
    text::each_piece(source, taken, progress, |piece, _| document.extend_from_slice(piece))?;
    let body = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&document);
    taken.tally.lines = body.iter().filter(|byte| **byte == b'\n').count() as u64;
    taken.tally.lines += u64::from(!body.is_empty() && !body.ends_with(b"\n"));
    let mut giver = Giver::new(plan);
    let mut remarks = Vec::new();
    let mut give = |span: &Record<'_>| remarks.append(&mut giver.give(span, sink));
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut damage = None;
    while json.end().is_err() && damage.is_none() {
        damage = Traces(&mut give).deserialize(&mut json).err();
    }
    remarks.into_iter().for_each(|remark| taken.note(remark));
    if let Some(error) = damage {
        let how = if error.is_eof() { "ends too early" } else { "is damaged" };
        taken.damage(format!("its JSON {how}, on line {}", error.line()));
    }
    Ok(())
}

/// A trace, a list of them, or an object whose `data` is one: given span by span, so that one trace is in memory.
struct Traces<'g, G>(&'g mut G);

impl<'de, G: FnMut(&Record<'_>)> DeserializeSeed<'de> for Traces<'_, G> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, G: FnMut(&Record<'_>)> Visitor<'de> for Traces<'_, G> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("traces")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut traces: A) -> Result<(), A::Error> {
        while traces.next_element_seed(Traces(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut spans: Vec<Span<'de>> = Vec::new();
        let mut processes: HashMap<Cow<'de, str>, Process<'de>> = HashMap::new();
        while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "data" => entries.next_value_seed(Traces(&mut *self.0))?,
                "spans" => spans = entries.next_value::<Option<_>>()?.unwrap_or_default(),
                "processes" => processes = entries.next_value::<Option<_>>()?.unwrap_or_default(),
                _ => _ = entries.next_value::<IgnoredAny>()?,
            }
        }
        for span in spans {
            (self.0)(&span.record(&processes));
        }
        Ok(())
    }
}

impl<'a> Span<'a> {
    fn record(self, processes: &HashMap<Cow<'a, str>, Process<'a>>) -> Record<'a> {
        let (parent, link) = self.parent();
        let named = self.process_id.as_text().and_then(|id| processes.get(id));
        let service = self.process.as_ref().or(named).and_then(|process| process.service_name.clone().into_text());
        let tags = self.tags.unwrap_or_default().into_iter();
        let attributes: Vec<_> = tags.filter_map(|tag| Some((tag.key.into_text()?, tag.value))).collect();
        let tag = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let kind = tag("span.kind").and_then(Loose::as_text).map(str::to_owned);
        let failed = failed(&tag);
        Record {
            trace: self.trace_id.into_text().unwrap_or_default(),
            id: self.span_id.into_text().unwrap_or_default(),
            parent,
            name: self.operation_name.into_text().unwrap_or_default(),
            link: link.or_else(|| unawaited(kind.as_deref())),
            kind: kind.map(Cow::Owned),
            service,
            start: self.start_time.as_number(),
            duration_ms: self.duration.as_number::<f64>().filter(|micros| *micros >= 0.0).map(|micros| micros / 1000.0),
            failed,
            attributes,
        }
    }

    /// The first span of the same trace that it is a child of, else the first that it follows from.
    fn parent(&self) -> (Option<Cow<'a, str>>, Option<&'static str>) {
        let references = self.references.as_deref().unwrap_or_default();
        let is_here = |reference: &&Reference<'a>| {
            reference.trace_id == Loose::Null || reference.trace_id.as_text() == self.trace_id.as_text()
        };
        let is = |reference: &Reference<'a>, kind: &str| {
            reference.ref_type.as_text().is_some_and(|text| text.eq_ignore_ascii_case(kind))
        };
        let first = |kind: &str| references.iter().filter(is_here).find(|reference| is(reference, kind));
        match (first("CHILD_OF"), first("FOLLOWS_FROM")) {
            (Some(parent), _) => (parent.span_id.clone().into_text(), None),
            (None, Some(before)) => (before.span_id.clone().into_text(), Some("follows_from")),
            (None, None) => (self.parent_span_id.clone().into_text(), None),
        }
    }
}

/// A kind of span that its parent does not wait for.
fn unawaited(kind: Option<&str>) -> Option<&'static str> {
    ["producer", "consumer"].into_iter().find(|known| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(known)))
}

/// The words of OpenTracing, of Jaeger's translation of OpenTelemetry, and of the conventions.
fn failed<'t, 'a: 't>(tag: &impl Fn(&str) -> Option<&'t Loose<'a>>) -> bool {
    let is =
        |name: &str, word: &str| tag(name).and_then(Loose::as_text).is_some_and(|text| text.eq_ignore_ascii_case(word));
    tag("error") == Some(&Loose::Bool(true))
        || is("error", "true")
        || is("otel.status_code", "ERROR")
        || tag("error.type").is_some()
}
