//! The native log: one object a line, either part of a request (several lines share a `request_id`) or all of it.

use super::event::{Event, Outcome, Sink, Tag, fingerprint};
use super::plan::{Plan, Use, target, tells};
use super::scalar::{Mismatch, Scalar};
use super::scan::{Found, Scanner};
use crate::query::{Canonical, Field, Kind};

/// What became of a good line.
#[derive(Debug, Default)]
pub struct Reading {
    /// The line says nothing about any request.
    pub unrecognised: bool,
    /// Values that are not of their field's type: the field and the value as it stands in the line.
    pub bad_values: Vec<(String, String)>,
}

/// Reads lines with one plan. Holds the space that every line reuses.
pub struct Reader<'p, 'a> {
    plan: &'p Plan,
    scanner: Scanner<'p, 'a>,
    /// By shape of line, as far as they are known.
    layouts: Vec<Option<Layout>>,
    /// For a line of no known shape.
    lone: Layout,
}

impl<'p, 'a> Reader<'p, 'a> {
    pub fn new(plan: &'p Plan) -> Self {
        Reader { plan, scanner: Scanner::new(&plan.tree), layouts: Vec::new(), lone: Layout::default() }
    }

    /// Gives `sink` the event in the line that begins at `start`, and returns where the line ends and what became of
    /// it. `None` when it is not a good line.
    pub fn read(&mut self, text: &'a str, start: usize, sink: &mut impl Sink) -> Option<(usize, Reading)> {
        let end = self.scanner.line(text, start)?;
        let found = &self.scanner.found;
        let layout = match self.scanner.shape {
            Some(shape) => {
                if self.layouts.len() <= shape {
                    self.layouts.resize(shape + 1, None);
                }
                self.layouts[shape].get_or_insert_with(|| Layout::of(self.plan, found))
            }
            None => {
                self.lone.fill(self.plan, found);
                &self.lone
            }
        };
        Some((end, Line { found, layout }.give(self.plan, sink)))
    }
}

/// Which of the values found in a line go where: the same for all lines of a shape.
#[derive(Debug, Clone, Default)]
struct Layout {
    /// By target: the number of the value found, or [`NOWHERE`], and its rank.
    places: Vec<(usize, u8)>,
    /// What the values tell by being there.
    tells: u8,
}

const NOWHERE: (usize, u8) = (usize::MAX, u8::MAX);

impl Layout {
    fn of(plan: &Plan, found: &[Found<'_>]) -> Layout {
        let mut layout = Layout::default();
        layout.fill(plan, found);
        layout
    }

    /// A null is no value. Of several values for a target the one of the lowest rank counts, of equals the last.
    fn fill(&mut self, plan: &Plan, found: &[Found<'_>]) {
        self.tells = 0;
        self.places.clear();
        self.places.resize(target::SLOTS + plan.slots.len(), NOWHERE);
        for (number, Found { node, scalar, .. }) in found.iter().enumerate() {
            if *scalar == Scalar::Null {
                continue;
            }
            self.tells |= plan.tells[*node];
            for Use { target, rank } in &plan.uses[*node] {
                let place = &mut self.places[*target];
                if *rank <= place.1 {
                    *place = (number, *rank);
                }
            }
        }
    }
}

/// The values of one line, by target.
struct Line<'l, 'a> {
    found: &'l [Found<'a>],
    layout: &'l Layout,
}

impl Line<'_, '_> {
    /// Gives the line's event to `sink`.
    fn give(&self, plan: &Plan, sink: &mut impl Sink) -> Reading {
        let mut reading = Reading::default();
        let id = self.id(&mut reading);
        if id.is_none() && self.layout.tells & tells::KNOWN == 0 {
            reading.unrecognised = true;
            return reading;
        }
        let time = self
            .get(target::TIMESTAMP)
            .and_then(|scalar| scalar.time().map_err(|Mismatch| note(&mut reading, "timestamp", scalar)).ok());
        sink.event(Event { id, time, outcome: self.outcome() });
        for (number, slot) in plan.slots.iter().enumerate() {
            if let Some(scalar) = self.get(target::SLOTS + number)
                && put(sink, number, slot.kind, scalar) == Err(Mismatch)
                // A bad id has been noted as such.
                && slot.field != Field::Canonical(Canonical::RequestId)
            {
                note(&mut reading, slot.field.name(), scalar);
            }
        }
        sink.end();
        reading
    }

    #[inline]
    fn get(&self, target: usize) -> Option<&Scalar<'_>> {
        self.found.get(self.layout.places[target].0).map(|found| &found.scalar)
    }

    /// An empty id is no id: such lines stay apart, as lines without one do.
    fn id(&self, reading: &mut Reading) -> Option<u128> {
        let scalar = self.get(target::REQUEST_ID)?;
        match scalar.text() {
            Ok(text) if text.is_empty() => None,
            Ok(text) => Some(fingerprint(&text)),
            Err(Mismatch) => {
                note(reading, "request_id", scalar);
                None
            }
        }
    }

    fn outcome(&self) -> Outcome {
        let status = self.get(target::STATUS).map(Status::of);
        let failed = status == Some(Status::Failure)
            || self.get(target::ERROR_TYPE).is_some_and(Scalar::is_set)
            || self.get(target::ERROR).is_some_and(Scalar::is_set)
            || self.get(target::LEVEL).is_some_and(is_error_level)
            || self.get(target::HTTP_STATUS).is_some_and(is_http_error);
        if failed {
            Outcome::Error
        } else if status == Some(Status::Success) || self.layout.tells & tells::RESPONSE != 0 {
            Outcome::Response
        } else {
            Outcome::Open
        }
    }
}

#[cold]
fn note(reading: &mut Reading, field: &str, scalar: &Scalar<'_>) {
    let value = match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Number(text) | Scalar::Nested(text) => (*text).to_owned(),
        Scalar::Text(text) | Scalar::Escaped(text) => format!("\"{text}\""),
    };
    reading.bad_values.push((field.to_owned(), value));
}

/// Gives `sink` a value as what its slot holds.
#[inline]
fn put(sink: &mut impl Sink, slot: usize, kind: Kind, scalar: &Scalar<'_>) -> Result<(), Mismatch> {
    match kind {
        Kind::Time => sink.int(slot, scalar.time()?),
        Kind::Count => sink.int(slot, scalar.count()?),
        Kind::Amount => sink.float(slot, scalar.amount()?),
        Kind::Number => sink.float(slot, scalar.number()?),
        Kind::Rate => sink.float(slot, scalar.rate()?),
        Kind::Text => sink.text(slot, Tag::Text, &scalar.text()?),
        Kind::Any => match scalar {
            Scalar::Bool(value) => sink.text(slot, Tag::Bool, if *value { "true" } else { "false" }),
            Scalar::Number(text) => sink.text(slot, Tag::Number, text),
            scalar => sink.text(slot, Tag::Text, &scalar.text()?),
        },
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Success,
    Failure,
    Other,
}

impl Status {
    /// A word, or an HTTP status as number or text.
    fn of(scalar: &Scalar<'_>) -> Status {
        if let Ok(code) = scalar.number() {
            return match code {
                c if c >= 400.0 => Status::Failure,
                c if (200.0..300.0).contains(&c) => Status::Success,
                _ => Status::Other,
            };
        }
        let is =
            |words: &[&str]| scalar.text().is_ok_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)));
        if is(&["error", "failure", "failed", "fail", "timeout"]) {
            Status::Failure
        } else if is(&["success", "succeeded", "ok"]) {
            Status::Success
        } else {
            Status::Other
        }
    }
}

fn is_error_level(scalar: &Scalar<'_>) -> bool {
    let levels = ["error", "critical", "fatal"];
    scalar.text().is_ok_and(|text| levels.iter().any(|level| text.eq_ignore_ascii_case(level)))
}

fn is_http_error(scalar: &Scalar<'_>) -> bool {
    scalar.number().is_ok_and(|code| code >= 400.0)
}
