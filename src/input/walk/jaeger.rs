//! A trace of Jaeger's: a list of spans with tags, and behind it the processes that they ran in, by name.

use std::collections::HashMap;
use std::ops::Range;

use super::super::cursor::Cursor;
use super::super::scalar::{Form, Value};
use super::{Place, Walker, list, object};

/// Members of a span that no tag of the same name replaces.
pub const MEMBERS: [&str; 6] = ["traceID", "spanID", "parentSpanID", "operationName", "startTime", "duration"];

/// Another span that a span names.
#[derive(Debug, Clone, Copy, Default)]
struct Reference {
    kind: Option<Value>,
    trace: Option<Value>,
    span: Option<Value>,
}

impl Walker<'_> {
    /// The object that a trace is.
    pub(super) fn trace<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<()> {
        let text = cursor.text.text;
        let mut processes: HashMap<&'a str, Range<usize>> = HashMap::new();
        let mut ran_in: Vec<Option<Value>> = Vec::new();
        object(cursor, 1, |key, cursor, depth| match (key, cursor.peek()) {
            ("spans", _) => {
                self.is_known = true;
                list(cursor, depth, &mut |cursor, depth| {
                    ran_in.push(self.traced(cursor, depth)?);
                    Some(())
                })
            }
            ("processes", b'{') => object(cursor, depth + 1, |id, cursor, depth| {
                let start = self.values.len();
                self.process(cursor, depth)?;
                processes.insert(id, start..self.values.len());
                Some(())
            }),
            _ => cursor.skip_value(depth),
        })?;
        for ((_, resource), id) in self.spans.iter_mut().zip(ran_in) {
            let process = id.and_then(|id| processes.get(&text[id.at..id.end]));
            *resource = process.cloned().unwrap_or_default();
        }
        Some(())
    }

    /// A span; returns the name of its process.
    fn traced(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<Option<Value>> {
        let start = self.values.len();
        let (mut trace, mut process) = (None, None);
        let (mut references, mut scored) = (Vec::new(), Vec::new());
        object(cursor, depth, |key, cursor, depth| match key {
            "tags" => self.tags(cursor, depth, Place::Span),
            "logs" if !self.event.is_empty() => self.events(cursor, depth, &mut scored),
            "process" => self.process(cursor, depth),
            "references" => list(cursor, depth, &mut |cursor, depth| {
                references.push(reference(cursor, depth)?);
                Some(())
            }),
            _ => {
                let value = cursor.value(depth)?;
                match key {
                    "traceID" => trace = Some(value),
                    "processID" => process = Some(value),
                    _ => {}
                }
                self.keep(Place::Member, key, value);
                Some(())
            }
        })?;
        self.drop_scores(start, &scored);
        if let Some(Reference { kind, span: Some(span), .. }) = parent(cursor.text.text, &references, trace) {
            self.keep(Place::Member, "parentSpanID", span);
            kind.into_iter().for_each(|kind| self.keep(Place::Member, "refType", kind));
        }
        self.spans.push((start..self.values.len(), 0..0));
        Some(process)
    }

    /// A process, or something else in its place.
    fn process(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        if cursor.peek() != b'{' {
            return cursor.skip_value(depth);
        }
        object(cursor, depth + 1, |key, cursor, depth| match key {
            "serviceName" => {
                let value = cursor.value(depth)?;
                self.keep(Place::Resource, "service.name", value);
                Some(())
            }
            "tags" => self.tags(cursor, depth, Place::Resource),
            _ => cursor.skip_value(depth),
        })
    }

    /// A list of `{"key":…,"type":…,"value":…}`.
    pub(super) fn tags(&mut self, cursor: &mut Cursor<'_>, depth: usize, place: Place) -> Option<()> {
        list(cursor, depth, &mut |cursor, depth| {
            let (mut name, mut found) = (None, None);
            object(cursor, depth, |key, cursor, depth| {
                let value = cursor.value(depth)?;
                match key {
                    "key" => name = Some(value),
                    "value" => found = Some(value),
                    _ => {}
                }
                Some(())
            })?;
            if let (Some(name), Some(value)) = (name.filter(|name| is_text(*name)), found) {
                let name = &cursor.text.text[name.at..name.end];
                self.attribute(place, name, value);
            }
            Some(())
        })
    }
}

fn is_text(value: Value) -> bool {
    matches!(value.form, Form::Text | Form::Escaped)
}

fn reference(cursor: &mut Cursor<'_>, depth: usize) -> Option<Reference> {
    let mut reference = Reference::default();
    object(cursor, depth, |key, cursor, depth| {
        let value = Some(cursor.value(depth)?).filter(|value| value.form != Form::Null);
        match key {
            "refType" => reference.kind = value,
            "traceID" => reference.trace = value,
            "spanID" => reference.span = value,
            _ => {}
        }
        Some(())
    })?;
    Some(reference)
}

/// The first span of the same trace that a span is a child of, else the first that it follows from, with the kind then.
fn parent(text: &str, references: &[Reference], trace: Option<Value>) -> Option<Reference> {
    let inside = |value: Value| &text[value.at..value.end];
    let is_here = |reference: &&Reference| reference.trace.is_none_or(|other| Some(inside(other)) == trace.map(inside));
    let first = |wanted: &str| {
        let is_such =
            |reference: &&Reference| reference.kind.is_some_and(|kind| inside(kind).eq_ignore_ascii_case(wanted));
        references.iter().filter(is_here).find(is_such).copied()
    };
    let child = first("CHILD_OF").map(|parent| Reference { kind: None, ..parent });
    child.or_else(|| first("FOLLOWS_FROM"))
}
