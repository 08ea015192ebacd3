//! What a line says, read a second time: from the rules of DESIGN.md, with serde_json, slowly, sharing nothing with the
//! scanner. It takes from `src` only the lists of aliases and the reader of timestamps, which the `line` target checks apart.

mod cached;
mod json;
mod value;

use serde::de::IgnoredAny;

use crate::aliases;
use crate::input::{Outcome, Tag};
use crate::query::{Canonical, Field, Kind};
use json::Object;
use value::{Mismatch, Value};

/// Levels of nesting that a good line may have.
const LEVELS: usize = 128;

/// What the fields of a line are read into.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Int(i64),
    /// A double by its bits: zeros differ by their sign.
    Float(u64),
    Text(Tag, String),
}

/// What one good line says.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    pub id: Option<String>,
    pub time: Option<i64>,
    pub outcome: Outcome,
    /// By number of the field.
    pub cells: Vec<(usize, Cell)>,
}

/// What a line comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Blank,
    Bad,
    /// What it says, if it is about a request at all, and its values that are not of their field's type.
    Good {
        saying: Option<Saying>,
        bad_values: Vec<(String, String)>,
    },
    /// It is about a step of a trace, and no request.
    Step,
}

/// What is asked of lines: the fields, and a path that stands for one of them before its aliases do.
#[derive(Debug)]
pub struct Question {
    pub fields: Vec<Field>,
    pub mapping: Option<(Canonical, &'static str)>,
}

impl Question {
    /// Reads a line, given without its line feed.
    pub fn read(&self, line: &[u8]) -> Line {
        if line.iter().all(|byte| b" \t\r".contains(byte)) {
            return Line::Blank;
        }
        match good(line) {
            Some(text) => self.say(&Object::of(text)),
            None => Line::Bad,
        }
    }

    fn say(&self, object: &Object<'_>) -> Line {
        let mut bad_values = Vec::new();
        let id = self.value(object, Canonical::RequestId);
        let id = noted(id, "request_id", &mut bad_values, |id| id.text()).filter(|id| !id.is_empty());
        if id.is_none() && !self.is_known(object) {
            return Line::Good { saying: None, bad_values };
        }
        if self.is_step(object) {
            return Line::Step;
        }
        let time = self.value(object, Canonical::Timestamp);
        let time = noted(time, "timestamp", &mut bad_values, |time| time.time());
        let mut cells = Vec::new();
        for (number, field) in self.fields.iter().enumerate() {
            // A bad id has been noted already.
            let mut ignored = Vec::new();
            let is_id = *field == Field::Canonical(Canonical::RequestId);
            let notes = if is_id { &mut ignored } else { &mut bad_values };
            let cell = noted(self.field(object, field), field.name(), notes, |value| cell(value, field.kind()));
            cells.extend(cell.map(|cell| (number, cell)));
        }
        Line::Good { saying: Some(Saying { id, time, outcome: self.outcome(object), cells }), bad_values }
    }

    fn field<'l>(&self, object: &Object<'l>, field: &Field) -> Option<Value<'l>> {
        match field {
            Field::Canonical(canonical) if self.is_spelled() => self.inside(object, *canonical),
            Field::Canonical(canonical) => self.value(object, *canonical),
            Field::Path(path) => object.find(path).map(Value),
            Field::Raw(raw) => self.apart(object, *raw),
        }
    }

    /// The value of the first of a field's paths that has one.
    fn value<'l>(&self, object: &Object<'l>, field: Canonical) -> Option<Value<'l>> {
        self.first(object, field, |_| true).map(|(_, value)| value)
    }

    /// The first of a field's paths that has a value, of those that may have it.
    fn first<'l>(
        &self,
        object: &Object<'l>,
        field: Canonical,
        may: impl Fn(&str) -> bool,
    ) -> Option<(&'static str, Value<'l>)> {
        let mapped = self.mapping.filter(|(mapped, _)| *mapped == field).map(|(_, path)| path);
        let paths = mapped.into_iter().chain(aliases::paths(field).iter().copied()).filter(|path| may(path));
        paths.into_iter().find_map(|path| Some((path, Value(object.find(path)?))))
    }

    /// Whether the line states a field that tells what it is about; a time or a rate alone does not.
    fn is_known(&self, object: &Object<'_>) -> bool {
        let tells =
            |field: &&Canonical| !matches!(field, Canonical::RequestId | Canonical::Timestamp | Canonical::SampleRate);
        Canonical::ALL.iter().filter(tells).any(|field| self.value(object, *field).is_some())
    }

    /// Whether the line is one of a span without a request's id that says what it is, and nothing that only a call has.
    fn is_step(&self, object: &Object<'_>) -> bool {
        let first = |name: &str| aliases::of_path(name).iter().find_map(|path| object.find(path)).map(Value);
        let of_any = "request_id timestamp sample_rate trace_id session_id user_id feature latency_ms status error_type experiment \
                      variant";
        let is_of_call = |field: &&Canonical| !of_any.split(' ').any(|name| name == Field::Canonical(**field).name());
        let kind = first("span_kind");
        let calls = "llm chat generation completion text_completion generate_content embedding embeddings inference";
        let is_call = |kind: Value<'_>| {
            kind.text().is_ok_and(|kind| calls.split(' ').any(|call| call.eq_ignore_ascii_case(&kind)))
        };
        let is_id = |id: Value<'_>| id.text().is_ok_and(|id| !id.is_empty());
        first("span_id").is_some_and(is_id)
            && (kind.is_some() || first("span_name").is_some())
            && !kind.is_some_and(is_call)
            && self.value(object, Canonical::RequestId).is_none()
            && !Canonical::ALL.iter().filter(is_of_call).any(|field| self.value(object, *field).is_some())
    }

    fn outcome(&self, object: &Object<'_>) -> Outcome {
        let first = |paths: &[&str]| paths.iter().find_map(|path| object.find(path)).map(Value);
        let status = self.value(object, Canonical::Status);
        // A line that says in so many words how its request went is taken at its word.
        if status.is_some_and(|status| status.is_any_of(&["success"])) {
            return Outcome::Response;
        }
        if status.is_some_and(|status| status.is_any_of(&["pending"])) {
            return Outcome::Open;
        }
        let failed = status.is_some_and(|status| status.is_failure())
            || self.value(object, Canonical::ErrorType).is_some_and(|error| error.is_set())
            || first(aliases::ERRORS).is_some_and(|error| error.is_set() && !error.says_no())
            || first(aliases::LEVEL).is_some_and(|level| level.is_error_level())
            || first(aliases::HTTP_STATUS).is_some_and(|code| code.is_http_error());
        let answers =
            [Canonical::OutputTokens, Canonical::LatencyMs, Canonical::FinishReason, Canonical::ResponseLength];
        let is_answer = || answers.iter().any(|field| self.value(object, *field).is_some());
        match failed {
            true => Outcome::Error,
            false if status.is_some_and(|status| status.is_success()) || is_answer() => Outcome::Response,
            false if first(aliases::HTTP_STATUS).is_some_and(|code| code.is_http_success()) => Outcome::Response,
            false => Outcome::Open,
        }
    }
}

/// The text of a good line.
fn good(line: &[u8]) -> Option<&str> {
    // A CR behind a line belongs to its end, and is a blank of JSON anyway.
    let text = std::str::from_utf8(line).ok()?.trim_matches([' ', '\t', '\r']);
    let is_good = text.starts_with('{')
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
        && json::fits(json::raw(text)?, LEVELS);
    is_good.then_some(text)
}

/// Reads a value if there is one; notes it where it is of the wrong type.
fn noted<T>(
    value: Option<Value<'_>>,
    field: &str,
    notes: &mut Vec<(String, String)>,
    read: impl Fn(&Value<'_>) -> Result<T, Mismatch>,
) -> Option<T> {
    let value = value?;
    let read = read(&value);
    if read.is_err() {
        notes.push((field.to_owned(), value.0.to_owned()));
    }
    read.ok()
}

fn cell(value: &Value<'_>, kind: Kind) -> Result<Cell, Mismatch> {
    Ok(match kind {
        Kind::Time => Cell::Int(value.time()?),
        Kind::Count => Cell::Int(value.count()?),
        Kind::Amount => Cell::Float(value.amount()?.to_bits()),
        Kind::Number => Cell::Float(value.number()?.to_bits()),
        Kind::Rate => Cell::Float(value.rate()?.to_bits()),
        Kind::Text => Cell::Text(Tag::Text, value.text()?),
        Kind::Any => Cell::Text(value.tag(), value.any()?),
    })
}
