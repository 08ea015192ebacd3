//! Which lines of a log are one span: those of one request, and those that name the same span of the same trace.

use crate::input::{Event, Fingerprint, Origin, Plan, Sink, Span, Tag, fingerprint};
use crate::query::{Canonical, Field};

/// What unites lines that state both a request and a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The request, as everywhere.
    Request,
    /// The span: for logs in which several spans share one request id.
    Span,
}

/// Hands events on once it knows their span, under the id that unites them; those of spans that their format tells as they
/// are. Of the native log the spans come with their events, under the same id.
pub struct Keyed<S> {
    pub inner: S,
    key: Key,
    slots: Slots,
    /// Whether the event is of a span that its format tells.
    is_told: bool,
    /// The span that the event is of, if it waits like that.
    span: Option<Span>,
    event: Option<Event>,
    values: Vec<(usize, Value)>,
    text: String,
}

/// Where a plan has the ids.
#[derive(Debug, Clone, Copy)]
pub struct Slots {
    trace: usize,
    span: usize,
}

impl Slots {
    /// `None` where the plan has no such slots.
    pub fn of(plan: &Plan) -> Option<Slots> {
        let place = |field: Field| plan.slots.iter().position(|slot| slot.field == field);
        Some(Slots { trace: place(Canonical::TraceId.into())?, span: place(super::spans::span_id())? })
    }
}

/// A value that waits; a text as where it ends among the others.
enum Value {
    Int(i64),
    Float(f64),
    Text(Tag, usize),
}

impl<S> Keyed<S> {
    pub fn new(inner: S, key: Key, slots: Slots) -> Keyed<S> {
        Keyed { inner, key, slots, is_told: false, span: None, event: None, values: Vec::new(), text: String::new() }
    }

    /// The texts that wait, by slot.
    fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.values.iter().filter_map(move |(slot, value)| {
            let Value::Text(_, end) = value else { return None };
            let text = &self.text[start..*end];
            start = *end;
            Some((*slot, text))
        })
    }

    /// What is one span of one trace.
    fn span_id(&self) -> Option<Fingerprint> {
        let text = |wanted| self.texts().find(|(slot, text)| *slot == wanted && !text.is_empty()).map(|(_, text)| text);
        let span = text(self.slots.span)?;
        Some(fingerprint(&format!("{}\0{span}", text(self.slots.trace).unwrap_or_default())))
    }
}

impl<S: Sink> Sink for Keyed<S> {
    fn span(&mut self, span: Span) {
        if span.origin == Origin::Request {
            self.span = Some(span);
            return;
        }
        self.is_told = true;
        self.inner.span(span);
    }

    fn event(&mut self, event: Event) {
        if self.is_told {
            return self.inner.event(event);
        }
        self.event = Some(event);
        self.values.clear();
        self.text.clear();
    }

    fn int(&mut self, slot: usize, value: i64) {
        if self.is_told {
            return self.inner.int(slot, value);
        }
        self.values.push((slot, Value::Int(value)));
    }

    fn float(&mut self, slot: usize, value: f64) {
        if self.is_told {
            return self.inner.float(slot, value);
        }
        self.values.push((slot, Value::Float(value)));
    }

    fn text(&mut self, slot: usize, tag: Tag, text: &str) {
        if self.is_told {
            return self.inner.text(slot, tag, text);
        }
        self.text.push_str(text);
        self.values.push((slot, Value::Text(tag, self.text.len())));
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.is_told) {
            return self.inner.end();
        }
        let Some(event) = self.event.take() else { return };
        let id = match self.key {
            Key::Request => event.id.or_else(|| self.span_id()),
            Key::Span => self.span_id().or(event.id),
        };
        if let Some(span) = self.span.take() {
            self.inner.span(Span { row: id.unwrap_or(span.row), ..span });
        }
        self.inner.event(Event { id, ..event });
        let mut start = 0;
        for (slot, value) in &self.values {
            match value {
                Value::Int(value) => self.inner.int(*slot, *value),
                Value::Float(value) => self.inner.float(*slot, *value),
                Value::Text(tag, end) => {
                    self.inner.text(*slot, *tag, &self.text[start..*end]);
                    start = *end;
                }
            }
        }
        self.inner.end();
    }
}
