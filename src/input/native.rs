//! The native log: one object a line, either part of a request (several lines share a `request_id`) or all of it.

use std::num::NonZero;

use super::digits;
use super::event::{Event, Fingerprint, Origin, Outcome, Sink, Span, Tag, fingerprint, is_call, is_container};
use super::format::Unit;
use super::parse::Finding;
use super::plan::{NOWHERE, Place, Plan, Use, target, tells};
use super::scalar::{Form, Mismatch, Scalar, Value};
use super::status::{Status, is_error_level, is_http_error, is_http_success};
use super::timestamp::Calendar;
use super::tree::NodeId;
use crate::query::{Canonical, Field, Kind};

/// Which of a line's values go where: the same for all lines of a shape.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// By target: the number of the value, or [`NOWHERE`], its rank and its unit.
    pub places: Vec<Place>,
    /// The slots that get a value, the number of that value, and its unit.
    pub slots: Vec<(usize, usize, Unit)>,
    /// The targets that are sums, and the numbers of the values that are added up.
    pub buckets: Vec<(usize, usize)>,
    /// What the values tell by being there.
    pub tells: u8,
    /// Whether there is a value that can tell success from failure.
    has_verdict: bool,
    /// Whether a line of the native log is a span that is to be given.
    is_span: bool,
    /// Whether such a line may be a step that is no request: it has no id of one, and not all spans are asked for.
    may_be_step: bool,
}

/// The targets by which a line says how its request went.
const VERDICTS: [usize; 5] = [target::STATUS, target::HTTP_STATUS, target::ERROR_TYPE, target::ERROR, target::LEVEL];

impl Layout {
    /// Where the values go that are there, given by their numbers and nodes. A null is no value.
    pub fn of(plan: &Plan, there: impl Iterator<Item = (usize, NodeId)>) -> Layout {
        let mut layout = Layout::default();
        layout.fill(plan, there);
        layout
    }

    /// Adds what values tell by being there that nobody needs to read.
    pub fn tell(&mut self, told: u8) {
        self.tells |= told;
    }

    /// Whether this is the layout `whole` without the values that are not there.
    pub fn is_part_of(&self, whole: &Layout, has: impl Fn(usize) -> bool) -> bool {
        self.places.iter().zip(&whole.places).all(|((number, ..), (all, ..))| match *all {
            all if all != NOWHERE.0 && has(all) => *number == all,
            _ => *number == NOWHERE.0,
        })
    }

    /// Whether a line of the native log may be a span that is more, or less, than its request.
    pub fn may_be_span(&self) -> bool {
        self.is_span || self.may_be_step
    }

    /// Whether there is a value that can tell success from failure.
    pub fn has_verdict(&self) -> bool {
        self.has_verdict
    }

    /// Of several values for a target the one of the lowest rank counts, of equals the last.
    pub fn fill(&mut self, plan: &Plan, there: impl Iterator<Item = (usize, NodeId)>) {
        self.tells = 0;
        self.places.clear();
        self.buckets.clear();
        self.places.resize(target::SLOTS + plan.slots.len(), NOWHERE);
        for (number, node) in there {
            self.tells |= plan.tells[node];
            for Use { target, rank, unit } in &plan.uses[node] {
                if matches!(*target, target::INPUT_BUCKET | target::OUTPUT_BUCKET) {
                    self.buckets.push((*target, number));
                    continue;
                }
                let place = &mut self.places[*target];
                if *rank <= place.1 {
                    *place = (number, *rank, *unit);
                }
            }
        }
        if let Some(spelling) = &plan.spelling {
            spelling.settle(&mut self.places);
        }
        let place = |target: usize| Some(self.places[target]).filter(|place| *place != NOWHERE);
        self.slots.clear();
        let slot = |slot: usize| place(target::SLOTS + slot).map(|(number, _, unit)| (slot, number, unit));
        self.slots.extend((0..plan.slots.len()).filter_map(slot));
        self.has_verdict = VERDICTS.iter().any(|target| place(*target).is_some());
        let is_placed = |target: &usize| place(*target).is_some();
        let is_native_span = plan.format.is_none() && is_placed(&target::SPAN);
        let says_more = [target::INPUT, target::OUTPUT, target::COST, target::PARENT].iter().any(is_placed);
        self.is_span = is_native_span && (says_more || self.has_verdict || plan.every_span);
        self.may_be_step = is_native_span && !plan.every_span && !is_placed(&target::REQUEST_ID);
    }
}

/// The values of one record, by their numbers.
pub trait Record {
    fn scalar(&self, number: usize) -> Scalar<'_>;

    /// Gives `sink` a value as what its slot holds.
    ///
    /// # Errors
    /// The value is not of the slot's kind.
    fn put(&self, number: usize, slot: usize, kind: Kind, sink: &mut impl Sink) -> Result<(), Mismatch>;

    /// A text that stands as it is: without escapes.
    #[inline]
    fn plain(&self, _number: usize) -> Option<&str> {
        None
    }

    /// A value that is a time already, in microseconds since the epoch.
    #[inline]
    fn time(&self, _number: usize) -> Option<i64> {
        None
    }
}

/// Values as they stand in a text.
pub struct Json<'l> {
    pub text: &'l str,
    pub values: &'l [Value],
}

impl Record for Json<'_> {
    #[inline]
    fn scalar(&self, number: usize) -> Scalar<'_> {
        self.values[number].scalar(self.text)
    }

    #[inline]
    fn plain(&self, number: usize) -> Option<&str> {
        let Value { at, end, form } = self.values[number];
        if form == Form::Text { self.text.get(at..end) } else { None }
    }

    #[inline]
    fn put(&self, number: usize, slot: usize, kind: Kind, sink: &mut impl Sink) -> Result<(), Mismatch> {
        put(sink, slot, kind, self.values[number], self.text)
    }
}

/// The values of one record, by target.
pub struct Line<'l, R> {
    pub record: &'l R,
    pub layout: &'l Layout,
}

impl<'l, R: Record> Line<'l, R> {
    /// Gives the record's event to `sink`; whether it is one of a call of a model.
    #[inline]
    pub fn give(&self, plan: &Plan, calendar: &mut Calendar, remarks: &mut Vec<Finding>, sink: &mut impl Sink) -> bool {
        match plan.format {
            None => self.give_native(plan, calendar, remarks, sink),
            Some(format) => self.give_foreign(format, plan, remarks, sink),
        }
    }

    /// Whether it is a request's, and not one of a step of a trace.
    #[inline]
    pub fn give_native(
        &self,
        plan: &Plan,
        calendar: &mut Calendar,
        remarks: &mut Vec<Finding>,
        sink: &mut impl Sink,
    ) -> bool {
        let id = self.id(remarks);
        if id.is_none() && self.layout.tells & tells::KNOWN == 0 {
            remarks.insert(0, Finding::Unrecognised);
            return true;
        }
        if self.layout.may_be_step
            && let Some(step) = self.step()
        {
            // No event follows that would take its row.
            self.give_span(Some(step), sink);
            return false;
        }
        let time = self.time(calendar, remarks);
        let outcome = self.outcome();
        if self.layout.is_span {
            self.give_span(id, sink);
        }
        sink.event(Event { id, time, answered: time.filter(|_| outcome == Outcome::Response), outcome });
        for (number, value, _) in &self.layout.slots {
            let slot = &plan.slots[*number];
            if self.record.put(*value, *number, slot.kind, sink) == Err(Mismatch)
                // A bad id has been noted as such.
                && slot.field != Field::Canonical(Canonical::RequestId)
            {
                note(remarks, slot.field.name(), &self.record.scalar(*value));
            }
        }
        sink.end();
        true
    }

    /// The id of a span without a request's id that says what it is, and nothing of a call of a model.
    #[cold]
    fn step(&self) -> Option<Fingerprint> {
        let is_bare = self.layout.tells & (tells::STEP | tells::CALL) == tells::STEP;
        let is_step = is_bare && !self.text(target::KIND).is_some_and(|kind| is_call(&kind));
        self.span_id(target::SPAN).filter(|_| is_step)
    }

    /// Whether it states a cost that is not nothing.
    pub fn has_cost(&self) -> bool {
        self.get(target::COST).is_some_and(|cost| cost.is_set())
    }

    /// A request that states which span it is may repeat the usage of those inside it.
    #[cold]
    fn give_span(&self, request: Option<Fingerprint>, sink: &mut impl Sink) {
        let Some(id) = self.span_id(target::SPAN) else { return };
        let (parent, tokens) = (self.span_id(target::PARENT).and_then(NonZero::new), self.tokens());
        let row = request.unwrap_or(0);
        let has_cost = self.has_cost();
        let is_call = tokens.stated().is_some() || has_cost;
        let is_container = self.text(target::KIND).is_some_and(|kind| is_container(&kind));
        sink.span(Span {
            id,
            parent,
            row,
            origin: Origin::Request,
            is_call,
            is_container,
            tokens,
            cached: 0,
            has_cost,
        });
    }

    #[inline]
    pub fn get(&self, target: usize) -> Option<Scalar<'l>> {
        let number = self.layout.places[target].0;
        (number != NOWHERE.0).then(|| self.record.scalar(number))
    }

    #[inline]
    fn time(&self, calendar: &mut Calendar, remarks: &mut Vec<Finding>) -> Option<i64> {
        let number = self.layout.places[target::TIMESTAMP].0;
        if number == NOWHERE.0 {
            return None;
        }
        if let Some(time) = self.record.time(number) {
            return Some(time);
        }
        if let Some(time) = self.record.plain(number).and_then(|text| calendar.read(text.as_bytes())) {
            return Some(time);
        }
        let scalar = self.record.scalar(number);
        scalar.time().map_err(|Mismatch| note(remarks, "timestamp", &scalar)).ok()
    }

    /// An empty id is no id: such lines stay apart, as lines without one do.
    #[inline]
    fn id(&self, remarks: &mut Vec<Finding>) -> Option<u128> {
        let number = self.layout.places[target::REQUEST_ID].0;
        if number == NOWHERE.0 {
            return None;
        }
        if let Some(text) = self.record.plain(number) {
            return (!text.is_empty()).then(|| fingerprint(text));
        }
        let scalar = self.record.scalar(number);
        match scalar.text() {
            Ok(text) if text.is_empty() => None,
            Ok(text) => Some(fingerprint(&text)),
            Err(Mismatch) => {
                note(remarks, "request_id", &scalar);
                None
            }
        }
    }

    #[inline]
    pub fn outcome(&self) -> Outcome {
        let (mut status, mut failed) = (None, false);
        if self.layout.has_verdict {
            let tells = |target, tells: fn(&Scalar<'_>) -> bool| self.get(target).is_some_and(|scalar| tells(&scalar));
            status = self.get(target::STATUS).map(|status| Status::of(&status));
            match status {
                Some(Status::Success) => return Outcome::Response,
                Some(Status::Pending) => return Outcome::Open,
                _ => {}
            }
            failed = status == Some(Status::Failure)
                || tells(target::ERROR_TYPE, |error| error.is_set())
                || tells(target::ERROR, |error| error.is_true())
                || tells(target::LEVEL, is_error_level)
                || tells(target::HTTP_STATUS, is_http_error);
            if !failed && tells(target::HTTP_STATUS, is_http_success) {
                status = Some(Status::Good);
            }
        }
        if failed {
            Outcome::Error
        } else if status == Some(Status::Good) || self.layout.tells & tells::RESPONSE != 0 {
            Outcome::Response
        } else {
            Outcome::Open
        }
    }
}

#[cold]
pub fn note(remarks: &mut Vec<Finding>, field: &str, scalar: &Scalar<'_>) {
    let value = match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Number(text) | Scalar::Nested(text) => (*text).to_owned(),
        Scalar::Text(text) | Scalar::Escaped(text) => format!("\"{text}\""),
    };
    remarks.push(Finding::BadValue { field: field.to_owned(), value });
}

/// Gives `sink` a value as what its slot holds.
#[inline]
pub fn put(sink: &mut impl Sink, slot: usize, kind: Kind, value: Value, text: &str) -> Result<(), Mismatch> {
    let Value { at, end, form } = value;
    match (kind, form) {
        (Kind::Count, Form::Number) => {
            if let Some(count) = digits::number(text.as_bytes(), at, end) {
                sink.int(slot, count as i64);
                return Ok(());
            }
        }
        (Kind::Amount | Kind::Number, Form::Number) => {
            if let Some(number) = digits::decimal(text.as_bytes(), at, end) {
                sink.float(slot, number);
                return Ok(());
            }
        }
        (Kind::Text, Form::Text) => {
            sink.text(slot, Tag::Text, &text[at..end]);
            return Ok(());
        }
        _ => {}
    }
    put_any(sink, slot, kind, &value.scalar(text))
}

/// The same for a value that is written in any way.
pub fn put_any(sink: &mut impl Sink, slot: usize, kind: Kind, scalar: &Scalar<'_>) -> Result<(), Mismatch> {
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
