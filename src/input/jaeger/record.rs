//! A span as its format tells it, to one event.

use std::borrow::Cow;

use super::super::event::{Event, Outcome, Sink};
use super::super::native::{note, put_any};
use super::super::parse::Finding;
use super::super::plan::Plan;
use super::super::scalar::{Mismatch, Scalar};
use super::attributes::Places;
use super::loose::Loose;
use crate::query::{Canonical, Field};

/// One span of a tracing system.
#[derive(Debug, Default)]
pub struct Record<'a> {
    pub trace: Cow<'a, str>,
    pub id: Cow<'a, str>,
    pub parent: Option<Cow<'a, str>>,
    pub name: Cow<'a, str>,
    /// `client`, `server`, …, where nothing says more.
    pub kind: Option<Cow<'a, str>>,
    /// Why its parent does not wait for it, where it does not: `follows_from`, `producer`, `consumer`.
    pub link: Option<&'static str>,
    pub service: Option<Cow<'a, str>>,
    /// Microseconds since the epoch, UTC.
    pub start: Option<i64>,
    pub duration_ms: Option<f64>,
    pub failed: bool,
    pub attributes: Vec<(Cow<'a, str>, Loose<'a>)>,
}

/// Gives spans to a sink as a plan wants them.
pub struct Giver<'p> {
    plan: &'p Plan,
    places: Places<'p>,
    /// By slot: the attribute that fills it, and how good it is.
    best: Vec<Option<(usize, usize)>>,
}

impl<'p> Giver<'p> {
    pub fn new(plan: &'p Plan) -> Giver<'p> {
        Giver { plan, places: Places::of(plan), best: Vec::new() }
    }

    /// Gives the event of one span; returns what there is to say about its values.
    pub fn give(&mut self, record: &Record<'_>, sink: &mut impl Sink) -> Vec<Finding> {
        let mut remarks = Vec::new();
        self.choose(record);
        let outcome = match record.duration_ms {
            _ if record.failed => Outcome::Error,
            Some(_) => Outcome::Response,
            None => Outcome::Open,
        };
        sink.event(Event { id: None, time: record.start, answered: None, outcome });
        for (number, slot) in self.plan.slots.iter().enumerate() {
            let duration;
            let scalar = match (&self.best[number], own(record, &slot.field)) {
                (Some((attribute, _)), _) => record.attributes[*attribute].1.scalar(),
                (None, Some(Own::Text(text))) => Scalar::Text(text),
                (None, Some(Own::Number(number))) => {
                    duration = number.to_string();
                    Scalar::Number(&duration)
                }
                (None, None) => continue,
            };
            if put_any(sink, number, slot.kind, &scalar) == Err(Mismatch) {
                note(&mut remarks, slot.field.name(), &scalar);
            }
        }
        sink.end();
        remarks
    }

    /// The best attribute for each slot.
    fn choose(&mut self, record: &Record<'_>) {
        self.best.clear();
        self.best.resize(self.plan.slots.len(), None);
        for (number, (key, value)) in record.attributes.iter().enumerate() {
            for (slot, rank) in self.places.get(key).iter().filter(|_| *value != Loose::Null) {
                if self.best[*slot].is_none_or(|(_, best)| *rank < best) {
                    self.best[*slot] = Some((number, *rank));
                }
            }
        }
    }
}

enum Own<'r> {
    Text(&'r str),
    Number(f64),
}

/// What a span states of a field outside its attributes.
fn own<'r>(record: &'r Record<'_>, field: &Field) -> Option<Own<'r>> {
    let text = match field {
        Field::Canonical(Canonical::TraceId) => Some(record.trace.as_ref()),
        Field::Canonical(Canonical::LatencyMs) => return record.duration_ms.map(Own::Number),
        Field::Path(path) => match path.as_str() {
            "span_id" => Some(record.id.as_ref()),
            "parent_span_id" => record.parent.as_deref(),
            "span_name" => Some(record.name.as_ref()),
            "span_kind" => record.kind.as_deref(),
            "span_link" => record.link,
            "service_name" => record.service.as_deref(),
            _ => None,
        },
        _ => None,
    };
    text.filter(|text| !text.is_empty()).map(Own::Text)
}
