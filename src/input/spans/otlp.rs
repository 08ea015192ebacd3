//! OTLP JSON: a `TracesData` a line, as the OpenTelemetry Collector's file exporter writes, or one document over many lines.
//! Times are nanoseconds, as texts; ids are hexadecimal.

use std::borrow::Cow;

use serde::Deserialize;

use super::super::event::Sink;
use super::super::judge;
use super::super::parse::Finding;
use super::super::plan::Plan;
use super::super::source::Source;
use super::jaeger::unawaited;
use super::loose::Loose;
use super::record::{Giver, Record};
use super::{Taken, text};
use crate::error::Error;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Traces<'a> {
    #[serde(borrow)]
    resource_spans: Vec<ResourceSpans<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpans<'a> {
    #[serde(borrow, default)]
    resource: Resource<'a>,
    #[serde(borrow, default)]
    scope_spans: Vec<ScopeSpans<'a>>,
}

#[derive(Deserialize, Default)]
struct Resource<'a> {
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
}

#[derive(Deserialize)]
struct ScopeSpans<'a> {
    #[serde(borrow, default)]
    spans: Vec<Span<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Span<'a> {
    #[serde(borrow, default)]
    trace_id: Cow<'a, str>,
    #[serde(borrow, default)]
    span_id: Cow<'a, str>,
    #[serde(borrow, default)]
    parent_span_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    kind: Loose<'a>,
    #[serde(borrow, default)]
    start_time_unix_nano: Loose<'a>,
    #[serde(borrow, default)]
    end_time_unix_nano: Loose<'a>,
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
    #[serde(borrow, default)]
    status: Option<Status<'a>>,
}

#[derive(Deserialize)]
struct Status<'a> {
    #[serde(borrow, default)]
    code: Loose<'a>,
}

#[derive(Deserialize)]
struct Attribute<'a> {
    #[serde(borrow, default)]
    key: Cow<'a, str>,
    #[serde(borrow, default)]
    value: AnyValue<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct AnyValue<'a> {
    #[serde(borrow, default)]
    string_value: Loose<'a>,
    #[serde(borrow, default)]
    int_value: Loose<'a>,
    #[serde(borrow, default)]
    double_value: Loose<'a>,
    #[serde(borrow, default)]
    bool_value: Loose<'a>,
    #[serde(borrow, default)]
    array_value: Option<ArrayValue<'a>>,
}

#[derive(Deserialize)]
struct ArrayValue<'a> {
    #[serde(borrow, default)]
    values: Vec<AnyValue<'a>>,
}

/// Reads the spans of `source`.
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
    let mut giver = Giver::new(plan);
    // A document over many lines: its first one is not whole.
    let mut document: Option<Vec<u8>> = None;
    text::each_piece(source, taken, progress, |piece, taken| {
        for line in piece.split_inclusive(|byte| *byte == b'\n') {
            let is_first = taken.tally.lines == 0;
            taken.tally.lines += 1;
            let text = if is_first { judge::without_bom(line) } else { line };
            match &mut document {
                Some(document) => document.extend_from_slice(line),
                None if is_first && is_begun(text) => document = Some(text.to_vec()),
                None => read_line(text, &mut giver, sink, taken),
            }
        }
    })?;
    if let Some(document) = document {
        read_line(&document, &mut giver, sink, taken);
    }
    Ok(())
}

/// Whether a line is the beginning of a document that goes on.
fn is_begun(line: &[u8]) -> bool {
    line.ends_with(b"\n") && matches!(line.trim_ascii(), [b'{'] | [b'{', b'"', .., b'[' | b'{' | b','])
}

fn read_line(line: &[u8], giver: &mut Giver<'_>, sink: &mut impl Sink, taken: &mut Taken<'_>) {
    let unterminated = !line.ends_with(b"\n");
    let line = line.trim_ascii();
    if line.is_empty() {
        taken.tally.blank_lines += 1;
        return;
    }
    let text = match judge::judge(line, unterminated) {
        Ok(text) => text,
        Err(fault) => return taken.note(Finding::BadLine(fault)),
    };
    match serde_json::from_str::<Traces<'_>>(text) {
        Ok(traces) => traces.resource_spans.into_iter().for_each(|spans| give(spans, giver, sink, taken)),
        Err(_) => taken.note(Finding::Unrecognised),
    }
}

fn give(spans: ResourceSpans<'_>, giver: &mut Giver<'_>, sink: &mut impl Sink, taken: &mut Taken<'_>) {
    let service = spans.resource.attributes.into_iter().find(|attribute| attribute.key == "service.name");
    let service = service.map(|attribute| attribute.value.flat());
    let service = service.as_ref().and_then(Loose::as_text);
    for span in spans.scope_spans.into_iter().flat_map(|scope| scope.spans) {
        for remark in giver.give(&span.record(service), sink) {
            taken.note(remark);
        }
    }
}

/// The kinds of spans by their numbers.
const KINDS: [&str; 6] = ["", "internal", "server", "client", "producer", "consumer"];

impl<'a> Span<'a> {
    fn record(self, service: Option<&'a str>) -> Record<'a> {
        let time = |nanos: &Loose<'_>| nanos.as_number::<i64>().filter(|nanos| *nanos > 0);
        let (start, end) = (time(&self.start_time_unix_nano), time(&self.end_time_unix_nano));
        let duration = start.zip(end).and_then(|(start, end)| end.checked_sub(start)).filter(|nanos| *nanos >= 0);
        let kind = match self.kind.as_number::<usize>() {
            Some(number) => KINDS.get(number).map(|kind| (*kind).to_owned()),
            None => self.kind.as_text().map(|name| name.trim_start_matches("SPAN_KIND_").to_lowercase()),
        };
        let status = self.status.as_ref().and_then(|status| status.code.as_text());
        let attributes: Vec<_> =
            self.attributes.into_iter().map(|attribute| (attribute.key, attribute.value.flat())).collect();
        let has_error = attributes.iter().any(|(key, value)| key == "error.type" && value.as_text().is_some());
        Record {
            trace: self.trace_id,
            id: self.span_id,
            parent: self.parent_span_id.filter(|id| !id.is_empty()),
            name: self.name,
            link: unawaited(kind.as_deref()),
            kind: kind.map(Cow::Owned),
            service: service.map(Cow::Borrowed),
            start: start.map(|nanos| nanos.div_euclid(1000)),
            duration_ms: duration.map(|nanos| nanos as f64 / 1e6),
            failed: matches!(status, Some("2" | "STATUS_CODE_ERROR")) || has_error,
            attributes,
        }
    }
}

impl<'a> AnyValue<'a> {
    /// The value that is there; of a list its first one.
    fn flat(self) -> Loose<'a> {
        let scalars = [self.string_value, self.int_value, self.double_value, self.bool_value];
        if let Some(scalar) = scalars.into_iter().find(|value| *value != Loose::Null) {
            return scalar;
        }
        let first = self.array_value.and_then(|array| array.values.into_iter().next());
        first.map_or(Loose::Null, AnyValue::flat)
    }
}
