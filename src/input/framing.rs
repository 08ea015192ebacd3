//! How the records of an input stand in it, told from how it begins: on lines of their own, or in a document.

use serde_json::Value;

use super::aliases;
use super::detect::{SAMPLE, is_record};
use super::frames::{ARRAYS, OBSERVATIONS, Unit};
use super::mended::mended;
use crate::query::Canonical;

/// Whether records stand otherwise than one a line.
pub fn frames(head: &[u8], is_all: bool) -> Option<Unit> {
    let start = head.trim_ascii_start();
    let (line, rest) = start.split_at(memchr::memchr(b'\n', start).unwrap_or(start.len()));
    let is_one_line = rest.is_empty();
    let first: Option<Value> = serde_json::from_slice(line).ok();
    match (start.first()?, first) {
        (b'[', Some(array)) if is_all && rest.trim_ascii().is_empty() => {
            let elements = array.as_array()?;
            (elements.is_empty() || elements.iter().any(Value::is_object)).then(|| of_elements(elements.iter()))
        }
        (b'[', Some(_)) => {
            let lines = most_lines(start, |line| line.as_array().is_some_and(|all| all.iter().any(Value::is_object)))?;
            Some(of_elements(lines.iter().filter_map(Value::as_array).flatten()))
        }
        (b'[', None) => {
            let is_array = matches!(start[1..].trim_ascii_start().first(), None | Some(b'{' | b']'));
            let begun = mended(start);
            let elements = begun.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            (is_array && !has_lines(rest)).then(|| of_elements(elements.iter()))
        }
        (b'{', Some(_)) => most_lines(start, is_envelope).map(|lines| of_envelopes(&lines)),
        (b'{', None) => {
            let is_concatenated = line.windows(2).any(|pair| pair == b"}{");
            let is_open = matches!(line.trim_ascii_end().last(), Some(b'{' | b'[' | b','));
            if !is_one_line && (!is_open && !is_concatenated || has_lines(rest)) {
                return None;
            }
            // One long line of a record needs no frame.
            let is_line = is_one_line && !is_concatenated;
            match mended(start).filter(|value| !is_record(value)) {
                Some(envelope) => Some(of_envelopes(&[envelope])),
                None => (!is_line).then_some(Unit::Object),
            }
        }
        _ => None,
    }
}

/// What the records of an array are: the first element that is either tells whether they are envelopes.
fn of_elements<'v>(mut elements: impl Iterator<Item = &'v Value>) -> Unit {
    let tells = |element: &Value| is_record(element) || is_envelope(element) || is_trace(element);
    let first = elements.find(|element| element.is_object() && tells(element));
    if first.is_some_and(|first| !is_record(first)) { Unit::Envelope } else { Unit::Element }
}

/// What the records of envelopes are.
fn of_envelopes(envelopes: &[Value]) -> Unit {
    let mut elements = envelopes.iter().flat_map(lists).flatten();
    if elements.any(is_trace) { Unit::Trace } else { Unit::Element }
}

/// The lists that an object holds where envelopes do.
fn lists(object: &Value) -> impl Iterator<Item = &Vec<Value>> {
    let list = move |path: &&str| path.split('.').try_fold(object, |value, key| value.get(key))?.as_array();
    ARRAYS[1..].iter().filter_map(list)
}

/// Whether an object is a trace that holds its observations, if only none. Of those of the API that only name them nothing can
/// be read.
fn is_trace(object: &Value) -> bool {
    let observations = object.get(OBSERVATIONS).and_then(Value::as_array);
    !is_record(object) && observations.is_some_and(|all| all.iter().all(Value::is_object))
}

/// Those of the first lines that are such, if most are; traces without an observation are neither.
fn most_lines(text: &[u8], is_such: impl Fn(&Value) -> bool) -> Option<Vec<Value>> {
    let lines = text.split(|byte| *byte == b'\n').take(SAMPLE).filter_map(|line| serde_json::from_slice(line).ok());
    let is_empty = |line: &Value| line.get(OBSERVATIONS).and_then(Value::as_array).is_some_and(Vec::is_empty);
    let (such, others): (Vec<Value>, Vec<Value>) =
        lines.filter(|line| is_such(line) || !is_empty(line)).partition(|line| is_such(line));
    (such.len() > others.len()).then_some(such)
}

/// How many lines are looked at to tell a line that is damaged from a document.
const NEXT_LINES: usize = 5;

/// Whether there are records on lines of their own: an object at the start of a line and nothing behind it, that no
/// bracket follows.
fn has_lines(text: &[u8]) -> bool {
    let lines: Vec<&[u8]> =
        text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(NEXT_LINES + 1).collect();
    let is_alone = |(number, line): (usize, &&[u8])| {
        let is_closed = lines.get(number + 1).is_some_and(|next| matches!(next[0], b']' | b'}'));
        let object: Option<serde_json::Map<String, Value>> = serde_json::from_slice(line).ok();
        line[0] == b'{' && !is_closed && object.is_some_and(|object| !object.is_empty())
    };
    lines.iter().enumerate().take(NEXT_LINES).any(is_alone)
}

/// Whether an object is an envelope: it holds a list of objects where envelopes do, and is no record itself. Where it says
/// anything that a request does, these objects must be records.
fn is_envelope(object: &Value) -> bool {
    let says = |field: &Canonical| aliases::paths(*field).iter().any(|path| object.get(*path).is_some());
    let is_said = Canonical::ALL.iter().any(says);
    let holds =
        |list: &Vec<Value>| list.first().is_some_and(|first| first.is_object() && (!is_said || is_record(first)));
    !is_record(object) && lists(object).any(holds)
}
