//! A line of OTLP JSON: resources that hold scopes that hold spans.

use super::super::cursor::Cursor;
use super::super::judge::MAX_DEPTH;
use super::super::scalar::Value;
use super::{Place, Walker, list, object};

/// Members of a span that no attribute of the same name replaces.
pub const MEMBERS: [&str; 14] = [
    "traceId",
    "spanId",
    "parentSpanId",
    "traceState",
    "name",
    "kind",
    "startTimeUnixNano",
    "endTimeUnixNano",
    "trace_id",
    "span_id",
    "parent_span_id",
    "trace_state",
    "start_time_unix_nano",
    "end_time_unix_nano",
];

/// The keys under which lists of what is inside stand.
const RESOURCES: [&str; 2] = ["resourceSpans", "resource_spans"];
/// The keys of the other signals that a collector may write into the same file.
const OTHERS: [&str; 3] = ["resourceMetrics", "resourceLogs", "resourceProfiles"];
/// The key of the envelope that Jaeger's API has around each piece of its answer, since version 3.
const RESULT: &str = "result";
const SCOPES: [&str; 3] = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"];

impl Walker<'_> {
    /// The object that a line is, or the one in its envelope.
    pub(super) fn resources(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        object(cursor, depth, |key, cursor, depth| match key {
            key if RESOURCES.contains(&key) => {
                self.is_known = true;
                list(cursor, depth, &mut |cursor, depth| self.resource(cursor, depth))
            }
            RESULT if depth == 1 && cursor.peek() == b'{' => self.resources(cursor, depth + 1),
            _ => {
                self.is_known |= OTHERS.contains(&key);
                cursor.skip_value(depth)
            }
        })
    }

    fn resource(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        let first_span = self.spans.len();
        let mut attributes = 0..0;
        object(cursor, depth, |key, cursor, depth| match key {
            "resource" if cursor.peek() == b'{' => {
                let start = self.values.len();
                object(cursor, depth + 1, |key, cursor, depth| match key {
                    "attributes" => self.attributes(cursor, depth, Place::Resource),
                    _ => cursor.skip_value(depth),
                })?;
                attributes = start..self.values.len();
                Some(())
            }
            key if SCOPES.contains(&key) => list(cursor, depth, &mut |cursor, depth| self.scope(cursor, depth)),
            _ => cursor.skip_value(depth),
        })?;
        // The resource may stand behind its spans.
        self.spans[first_span..].iter_mut().for_each(|(_, resource)| *resource = attributes.clone());
        Some(())
    }

    fn scope(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        object(cursor, depth, |key, cursor, depth| match key {
            "spans" => list(cursor, depth, &mut |cursor, depth| self.span(cursor, depth)),
            _ => cursor.skip_value(depth),
        })
    }

    fn span(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        let start = self.values.len();
        let mut scored = Vec::new();
        object(cursor, depth, |key, cursor, depth| match key {
            "attributes" => self.attributes(cursor, depth, Place::Span),
            "events" if !self.event.is_empty() => self.events(cursor, depth, &mut scored),
            "status" if cursor.peek() == b'{' => object(cursor, depth + 1, |key, cursor, depth| {
                let value = cursor.value(depth)?;
                let code = &cursor.text.text[value.at..value.end];
                if key == "code" && matches!(code, "2" | "STATUS_CODE_ERROR") {
                    self.keep(Place::Member, "status.error", value);
                }
                Some(())
            }),
            _ => {
                let value = cursor.value(depth)?;
                self.keep(Place::Member, key, value);
                Some(())
            }
        })?;
        self.drop_scores(start, &scored);
        self.spans.push((start..self.values.len(), 0..0));
        Some(())
    }

    /// A list of `{"key":…,"value":{"stringValue":…}}`.
    pub(super) fn attributes(&mut self, cursor: &mut Cursor<'_>, depth: usize, place: Place) -> Option<()> {
        list(cursor, depth, &mut |cursor, depth| {
            let start = cursor.at;
            let (mut name, mut value) = plain_attribute(cursor, depth).unzip();
            if name.is_none() {
                cursor.at = start;
                object(cursor, depth, |key, cursor, depth| {
                    match key {
                        "key" if cursor.peek() == b'"' => name = cursor.string_value(),
                        "value" if cursor.peek() == b'{' => value = any_value(cursor, depth + 1)?,
                        _ => cursor.skip_value(depth)?,
                    }
                    Some(())
                })?;
            }
            if let (Some(name), Some(value)) = (name, value) {
                let name = &cursor.text.text[name.at..name.end];
                self.attribute(place, name, value);
            }
            Some(())
        })
    }
}

/// The name and the value of an attribute that is written as the collector does, which nearly all are.
#[inline]
fn plain_attribute(cursor: &mut Cursor<'_>, depth: usize) -> Option<(Value, Value)> {
    if depth >= MAX_DEPTH {
        return None;
    }
    // The opening quote of a text belongs to what stands before it.
    cursor.word(b"{\"key\":\"")?;
    cursor.at -= 1;
    let name = cursor.string_value()?;
    cursor.word(b",\"value\":{\"")?;
    cursor.at -= 1;
    let kind = cursor.string_value()?;
    if &cursor.bytes[kind.at..kind.end] == b"arrayValue" {
        return None;
    }
    cursor.word(b":")?;
    let value = cursor.value(depth + 1)?;
    cursor.word(b"}}")?;
    Some((name, value))
}

/// The one value in `{"intValue":"5"}`: an array as JSON, its first value if that is one of its values alone.
fn any_value(cursor: &mut Cursor<'_>, depth: usize) -> Option<Option<Value>> {
    let mut found = None;
    object(cursor, depth, |key, cursor, depth| match key {
        "arrayValue" if cursor.peek() == b'{' => object(cursor, depth + 1, |key, cursor, depth| match key {
            "values" => list(cursor, depth, &mut |cursor, depth| {
                let value = match cursor.peek() {
                    b'{' => any_value(cursor, depth)?,
                    _ => Some(cursor.value(depth)?),
                };
                found = found.or(value);
                Some(())
            }),
            _ => cursor.skip_value(depth),
        }),
        _ => {
            found = Some(cursor.value(depth)?);
            Some(())
        }
    })?;
    Some(found)
}
