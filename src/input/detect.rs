//! What an input is, told from how it begins: how its records are framed, what is around them, whose they are.

use std::fmt;

use serde_json::Value;

use super::aliases;
use super::format::{self, Format};
use super::frames::{ARRAYS, Cutter, Unit};
use super::judge::without_bom;
use super::wrapper::{TEXTS, Wrapper, inner_text};
use crate::query::Canonical;

/// How much of an input is looked at.
pub const HEAD: usize = 1 << 16;
/// How many records decide.
const SAMPLE: usize = 50;

/// What an input is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form {
    /// `None` where every line is a record.
    pub frames: Option<Unit>,
    pub wrapper: Wrapper,
    /// `None` for the native log.
    pub format: Option<&'static Format>,
    /// How many of the records that were looked at are of the format, and how many were looked at.
    pub votes: (usize, usize),
    /// Whether the format was given by hand.
    pub is_forced: bool,
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// The native format's name.
pub const NATIVE: &str = "native";

impl Form {
    /// The name of the format.
    pub fn name(&self) -> &'static str {
        self.format.map_or(NATIVE, |format| format.name)
    }

    /// What the decision rests on.
    pub fn reason(&self) -> String {
        let (of_format, seen) = self.votes;
        match (self.is_forced, self.format) {
            (true, _) => "as `--input-format` says".to_owned(),
            (false, None) => "no other format's signs".to_owned(),
            (false, Some(_)) => format!("{of_format} of the first {seen} records have its signs"),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if self.wrapper != Wrapper::None {
            write!(f, ", {}", self.wrapper)?;
        }
        match self.frames {
            Some(Unit::Element) => f.write_str(", in an array"),
            Some(Unit::Object) => f.write_str(", objects over several lines"),
            None => Ok(()),
        }
    }
}

/// What an input is that begins with `head`; `is_all` says whether that is all of it.
pub fn detect(head: &[u8], is_all: bool, forced: Option<Option<&'static Format>>) -> Form {
    let head = without_bom(head);
    let frames = frames(head, is_all);
    let records = records(head, frames, is_all);
    let wrapper = wrapper(&records);
    let inner: Vec<Value> = records.iter().filter_map(|record| inner(record, wrapper)).collect();
    let votes = |format: &Format| inner.iter().filter(|record| is_like(record, format)).count();
    // Of equals the first counts.
    let best = format::ALL.into_iter().map(|format| (votes(format), format)).rev().max_by_key(|(votes, _)| *votes);
    let (votes, format) =
        best.filter(|(votes, _)| *votes > 0).map_or((0, None), |(votes, format)| (votes, Some(format)));
    let seen = inner.len();
    Form { frames, wrapper, format: forced.unwrap_or(format), votes: (votes, seen), is_forced: forced.is_some() }
}

/// Whether records stand otherwise than one a line.
fn frames(head: &[u8], is_all: bool) -> Option<Unit> {
    let start = head.trim_ascii_start();
    let line_end = memchr::memchr(b'\n', start);
    let line = &start[..line_end.unwrap_or(start.len())];
    let is_last_line = line_end.is_none_or(|end| start[end..].trim_ascii().is_empty());
    let first: Option<Value> = serde_json::from_slice(line).ok();
    match (start.first()?, first) {
        (b'[', Some(Value::Array(elements))) if is_last_line && is_all => {
            (elements.is_empty() || elements.iter().any(Value::is_object)).then_some(Unit::Element)
        }
        (b'[', Some(_)) => None,
        (b'[', None) => matches!(start[1..].trim_ascii_start().first(), None | Some(b'{')).then_some(Unit::Element),
        (b'{', Some(object)) => is_envelope(&object).then_some(Unit::Element),
        (b'{', None) => {
            let is_open = line.trim_ascii() == b"{" || line_end.is_none();
            let is_concatenated = line.windows(2).any(|pair| pair == b"}{");
            if !is_open && !is_concatenated {
                return None;
            }
            let members = top_members(start);
            let is_record = members.iter().any(|member| is_own(member));
            let is_element = !is_record && !cut(start, Unit::Element, false).is_empty();
            match (is_element, is_concatenated || line.trim_ascii() == b"{") {
                (true, _) => Some(Unit::Element),
                (false, true) => Some(Unit::Object),
                (false, false) => None,
            }
        }
        _ => None,
    }
}

/// Whether an object is an envelope: it holds a list of objects where envelopes do, and is no record itself.
fn is_envelope(object: &Value) -> bool {
    let holds = |path: &&&str| {
        let list = path.split('.').try_fold(object, |value, key| value.get(key));
        list.and_then(Value::as_array).is_some_and(|list| list.first().is_some_and(Value::is_object))
    };
    let is_record = object.as_object().is_some_and(|members| members.keys().any(|key| is_own(key)));
    !is_record && ARRAYS[1..].iter().any(|path| holds(&path))
}

/// Whether a member marks its object as a record.
fn is_own(member: &str) -> bool {
    let fields = [Canonical::RequestId, Canonical::Model, Canonical::InputTokens, Canonical::OutputTokens];
    fields.iter().any(|field| aliases::paths(*field).contains(&member)) || member.starts_with("resource")
}

/// The keys at the top of the object that `text` begins with, as far as it goes.
fn top_members(text: &[u8]) -> Vec<String> {
    let (mut depth, mut in_string, mut is_escaped, mut start) = (0_usize, false, false, 0);
    let (mut last, mut members) = (String::new(), Vec::new());
    for (at, byte) in text.iter().enumerate() {
        match (in_string, byte) {
            (true, _) if is_escaped => is_escaped = false,
            (true, b'\\') => is_escaped = true,
            (true, b'"') => {
                in_string = false;
                last = String::from_utf8_lossy(&text[start..at]).into_owned();
            }
            (true, _) => {}
            (false, b'"') => (in_string, start) = (true, at + 1),
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, b':') if depth == 1 => members.push(std::mem::take(&mut last)),
            _ => {}
        }
    }
    members
}

/// The first records, whole ones only.
fn records(head: &[u8], frames: Option<Unit>, is_all: bool) -> Vec<Vec<u8>> {
    match frames {
        Some(unit) => cut(head, unit, is_all),
        None => {
            let mut lines: Vec<&[u8]> = head.split(|byte| *byte == b'\n').collect();
            if !is_all && lines.len() > 1 {
                lines.pop();
            }
            lines.into_iter().filter(|line| !line.trim_ascii().is_empty()).take(SAMPLE).map(<[u8]>::to_vec).collect()
        }
    }
}

fn cut(head: &[u8], unit: Unit, is_all: bool) -> Vec<Vec<u8>> {
    let (mut cutter, mut records) = (Cutter::new(unit), Vec::new());
    let mut give = |record: &[u8]| {
        if records.len() < SAMPLE {
            records.push(record.to_vec());
        }
    };
    cutter.push(head, &mut give);
    if is_all {
        cutter.finish(&mut give);
    }
    records
}

/// What most of these records are in.
fn wrapper(records: &[Vec<u8>]) -> Wrapper {
    let objects = || records.iter().filter_map(|record| serde_json::from_slice::<Value>(record).ok());
    let is_prefixed = |record: &Vec<u8>| {
        record.first().is_some_and(u8::is_ascii_digit)
            && Wrapper::Prefix.strip(record).is_some_and(|r| r.len() < record.len())
    };
    let prefixed = records.iter().filter(|record| is_prefixed(record)).count();
    if prefixed > 0 && prefixed * 2 >= records.len() {
        return Wrapper::Prefix;
    }
    if objects().any(|object| object.get("_source").is_some_and(Value::is_object)) {
        return Wrapper::Source;
    }
    let is_action = |object: &Value| object.get("index").or(object.get("create")).is_some_and(Value::is_object);
    if objects().next().is_some_and(|object| is_action(&object)) {
        return Wrapper::Bulk;
    }
    let is_record = |object: &Value| {
        object.as_object().is_some_and(|members| members.keys().any(|key| is_own(key)))
            || format::ALL.iter().any(|format| is_like(object, format))
    };
    let holds = |key: &&str| {
        objects().any(|object| {
            let text = object.get(*key).and_then(Value::as_str).filter(|_| !is_record(&object));
            text.and_then(|text| serde_json::from_str::<Value>(text).ok()).is_some_and(|inner| inner.is_object())
        })
    };
    TEXTS.into_iter().find(|key| holds(key)).map_or(Wrapper::None, Wrapper::Text)
}

/// The record in a line.
fn inner(record: &[u8], wrapper: Wrapper) -> Option<Value> {
    let mut value = match wrapper {
        Wrapper::Text(key) => serde_json::from_str(&inner_text(record, key)?).ok()?,
        wrapper => serde_json::from_slice::<Value>(&wrapper.strip(record)?).ok()?,
    };
    if wrapper == Wrapper::Source {
        value = value.get_mut("_source")?.take();
    }
    value.is_object().then_some(value)
}

fn is_like(record: &Value, format: &Format) -> bool {
    let has = |path: &&str| {
        let nested = path.split('.').try_fold(record, |value, key| value.get(key));
        nested.or_else(|| record.get(*path)).is_some()
    };
    format.signs.iter().any(|all| all.iter().all(|path| has(path)))
}
