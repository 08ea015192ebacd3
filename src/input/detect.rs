//! What an input is, told from how it begins: how its records are framed, what is around them, whose they are.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::aliases;
use super::format::{self, Format};
use super::frames::{Cutter, Unit, whole_spans};
use super::framing::frames;
use super::judge::without_bom;
use super::mended::mended;
use super::wrapper::{ACTIONS, Layer, MOST_LAYERS, SOURCE, TEXTS, Wrapper};
use crate::query::Canonical;

/// How much of an input is looked at, and how much of one that may be a single long line.
pub const HEAD: usize = 1 << 16;
pub const LONG_HEAD: usize = 1 << 22;
/// How many records decide.
pub const SAMPLE: usize = 50;

/// What an input is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form {
    pub frames: Frames,
    pub wrapper: Wrapper,
    /// `None` for the native log.
    pub format: Option<&'static Format>,
    /// How many of the records that were looked at are of the format, and how many were looked at.
    pub votes: (usize, usize),
    /// Whether the format was given by hand.
    pub is_forced: bool,
    /// The format whose signs the records have, whatever was given by hand.
    pub looks: Option<&'static str>,
}

/// How an input's records are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Frames {
    /// Every line is one.
    #[default]
    Lines,
    /// They stand in a document, as such parts of it.
    Records(Unit),
    /// Every row of a table is one.
    Csv,
    Parquet,
}

impl Frames {
    pub fn is_table(self) -> bool {
        matches!(self, Frames::Csv | Frames::Parquet)
    }
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

    pub fn is_csv(&self) -> bool {
        self.frames == Frames::Csv
    }

    /// What the decision rests on.
    pub fn reason(&self) -> String {
        let (of_format, seen) = self.votes;
        match (self.is_forced, self.format) {
            (true, _) => "as `--input-format` says".to_owned(),
            (false, None) => "no other format's signs".to_owned(),
            (false, Some(_)) if self.frames.is_table() => "its columns are that format's".to_owned(),
            (false, Some(_)) => format!("{of_format} of the first {seen} records have its signs"),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if !self.wrapper.is_none() {
            write!(f, ", {}", self.wrapper)?;
        }
        match self.frames {
            Frames::Records(Unit::Element) => f.write_str(", in an array"),
            Frames::Records(Unit::Envelope) => f.write_str(", in an array of documents"),
            Frames::Records(Unit::Trace) => f.write_str(", in the traces of a document"),
            Frames::Records(Unit::Object) => f.write_str(", objects over several lines"),
            Frames::Csv => f.write_str(", as CSV"),
            Frames::Parquet => f.write_str(", as Parquet"),
            Frames::Lines => Ok(()),
        }
    }
}

/// What an input is that begins with `head`; `is_all` says whether that is all of it.
pub fn detect(head: &[u8], is_all: bool, forced: Option<Option<&'static Format>>) -> Form {
    let head = without_bom(head);
    let unit = frames(head, is_all);
    let frames = unit.map_or(Frames::Lines, Frames::Records);
    let (mut wrapper, inner) = unwrapped(records(head, unit, is_all));
    let votes = |format: &Format| inner.iter().filter(|record| is_like(record, format)).count();
    // Of equals the first counts.
    let best = format::ALL.into_iter().map(|format| (votes(format), format)).rev().max_by_key(|(votes, _)| *votes);
    let natives = inner.iter().filter(|record| is_native(record)).count();
    let (votes, format) =
        best.filter(|(votes, _)| *votes > natives).map_or((0, None), |(votes, format)| (votes, Some(format)));
    let looks = format.map(|format| format.name).or_else(|| (natives > 0).then_some(NATIVE));
    let seen = inner.len();
    let format = forced.unwrap_or(format);
    if format.is_some_and(|format| format.layout.is_nested() || !format.branches.is_empty()) {
        // What tells their records apart knows no paths.
        wrapper = wrapper.taken_out();
    }
    Form { frames, wrapper, format, votes: (votes, seen), is_forced: forced.is_some(), looks }
}

/// What a table is that has columns of these names.
pub fn detect_table(frames: Frames, names: &[Arc<str>], forced: Option<Option<&'static Format>>) -> Form {
    // Of an object there are the columns of what is inside.
    let is_inside =
        |name: &str, path: &str| name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let is_there = |path: &str| names.iter().any(|name| is_inside(name, path));
    let is_flat = |format: &&'static Format| !format.layout.is_nested();
    let format = format::ALL.into_iter().filter(is_flat).find(|format| has_signs(format, is_there));
    let is_ours = || names.iter().any(|name| is_own_name(name));
    let looks = format.map(|format| format.name).or_else(|| is_ours().then_some(NATIVE));
    Form { frames, format: forced.unwrap_or(format), is_forced: forced.is_some(), looks, ..Form::default() }
}

/// Whether an input that begins with `head` must be read further to tell what it is: not even its first record is whole.
pub fn needs_more(head: &[u8]) -> bool {
    let head = without_bom(head);
    whole_records(head, frames(head, false)).0.is_empty()
}

/// Whether an object is a record, of our own format or any other.
pub fn is_record(object: &Value) -> bool {
    has_own_member(object) || format::ALL.iter().any(|format| is_like(object, format))
}

/// Whether an object is a record of the native log.
fn is_native(object: &Value) -> bool {
    has_own_member(object) && !format::ALL.iter().any(|format| is_like(object, format))
}

/// Whether a member marks its object as a record.
fn has_own_member(object: &Value) -> bool {
    object.as_object().is_some_and(|members| members.keys().any(|name| is_own_name(name)))
}

/// Whether a name marks what has it as a record of the native log.
fn is_own_name(name: &str) -> bool {
    let fields =
        [Canonical::RequestId, Canonical::TraceId, Canonical::Model, Canonical::InputTokens, Canonical::OutputTokens];
    fields.iter().any(|field| aliases::paths(*field).contains(&name))
}

/// The first records, whole ones only, unless there is none.
fn records(head: &[u8], frames: Option<Unit>, is_all: bool) -> Vec<Vec<u8>> {
    let (mut records, part) = whole_records(head, frames);
    if is_all && !part.is_empty() {
        records.push(part);
    } else if records.is_empty() {
        let start = part.iter().position(|byte| *byte == b'{').unwrap_or(0);
        let rest = mended(&part[start..]).map(|value| value.to_string().into_bytes()).unwrap_or_default();
        records.push([&part[..start], &rest].concat());
    }
    records
}

/// The first records, and what there is of one that may not be whole.
fn whole_records(head: &[u8], frames: Option<Unit>) -> (Vec<Vec<u8>>, Vec<u8>) {
    let mut records = Vec::new();
    let mut keep = |record: &[u8]| {
        if records.len() < SAMPLE && !record.trim_ascii().is_empty() {
            records.push(record.to_vec());
        }
    };
    let mut part = Vec::new();
    match frames {
        Some(unit) => {
            let mut cutter = Cutter::new(unit);
            cutter.push(head, &mut keep);
            // Nothing tells more than how it begins; a bracket alone stands for what was cut off.
            cutter.finish(&mut |record| {
                if part.len() <= 1 {
                    part = record.to_vec();
                }
            });
        }
        None => {
            let (lines, rest) = head.split_at(memchr::memrchr(b'\n', head).map_or(0, |at| at + 1));
            lines.split(|byte| *byte == b'\n').for_each(keep);
            part = rest.to_vec();
        }
    }
    (records, part)
}

/// One of the first records.
struct Record {
    text: Vec<u8>,
    /// What it is as it stands there.
    value: Option<Value>,
}

impl Record {
    fn new(text: Vec<u8>) -> Record {
        let whole = || serde_json::from_str(&whole_spans(text.strip_prefix(b"{")?)?).ok();
        let value = serde_json::from_slice(&text).ok().or_else(whole).filter(Value::is_object);
        Record { text, value }
    }

    fn has(&self, key: &str, is_wanted: impl Fn(&Value) -> bool) -> bool {
        self.value.as_ref().and_then(|value| value.get(key)).is_some_and(is_wanted)
    }

    /// Whether its only member is an object that says what to do with the next line.
    fn is_action(&self) -> bool {
        let is_one = self.value.as_ref().and_then(Value::as_object).is_some_and(|members| members.len() == 1);
        is_one && ACTIONS.iter().any(|key| self.has(key, Value::is_object))
    }

    fn is_prefixed(&self) -> bool {
        let inside =
            self.text.first().filter(|byte| byte.is_ascii_digit()).and_then(|_| Layer::Prefix.strip(&self.text));
        inside.is_some_and(|inside| serde_json::from_slice::<Value>(&inside).is_ok_and(|value| value.is_object()))
    }

    /// Whether a text that is an object stands under a key.
    fn holds(&self, key: &str) -> bool {
        self.has(key, is_text_of_object)
    }
}

fn is_text_of_object(value: &Value) -> bool {
    let is_object = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object());
    value.as_str().is_some_and(is_object)
}

/// What is around these records, and what they are without it.
fn unwrapped(records: Vec<Vec<u8>>) -> (Wrapper, Vec<Value>) {
    let mut records: Vec<Record> = records.into_iter().map(Record::new).collect();
    let mut wrapper = Wrapper::default();
    for _ in 0..MOST_LAYERS {
        let Some(layer) = layer(&records) else { break };
        wrapper.push(layer);
        let inside = records.iter().filter_map(|record| Some(layer.strip(&record.text)?.into_owned()));
        records = inside.map(Record::new).collect();
    }
    (wrapper, records.into_iter().filter_map(|record| record.value).collect())
}

/// What most of these records are in.
fn layer(records: &[Record]) -> Option<Layer> {
    let count = |is_such: &dyn Fn(&Record) -> bool| records.iter().filter(|record| is_such(record)).count();
    let own = count(&|record| record.value.as_ref().is_some_and(is_record));
    if records.first().is_some_and(Record::is_action) {
        return Some(Layer::Bulk);
    }
    let texts = TEXTS.into_iter().map(Layer::Text);
    let layers = [Layer::Prefix, Layer::Source].into_iter().chain(texts);
    let votes = |layer: &Layer| match layer {
        Layer::Prefix => count(&Record::is_prefixed),
        Layer::Source => count(&|record| record.has(SOURCE, Value::is_object)),
        Layer::Text(key) => count(&|record| record.holds(key) && !record.value.as_ref().is_some_and(is_record)),
        Layer::Bulk => 0,
    };
    let found = layers.map(|layer| (votes(&layer), layer)).find(|(votes, _)| *votes > 0);
    // What has records of its own may state an object in a text besides.
    found.filter(|(votes, _)| *votes > own).map(|(_, layer)| layer)
}

fn is_like(record: &Value, format: &Format) -> bool {
    has_signs(format, |path| {
        let nested = path.split('.').try_fold(record, |value, key| value.get(key));
        nested.or_else(|| record.get(path)).is_some()
    })
}

/// Our own names for what a request used: where a record has one that a format knows nothing of, it is not of that format.
const OWN_NAMES: [Canonical; 4] =
    [Canonical::InputTokens, Canonical::OutputTokens, Canonical::CostUsd, Canonical::LatencyMs];

/// Whether the paths for which `has` says so are those of a format.
fn has_signs(format: &Format, has: impl Fn(&str) -> bool) -> bool {
    let is_own = |field: &Canonical| {
        let name = field.name();
        has(name) && !format.paths(*field).iter().any(|path| path.path == name)
    };
    format.signs.iter().any(|all| all.iter().all(|path| has(path))) && !OWN_NAMES.iter().any(is_own)
}

/// The name of another format whose signs a line has, of an input of `format`, whose signs it lacks.
pub fn stranger(line: &str, format: &Format) -> Option<&'static str> {
    // Nearly all lines have the signs, and no other line is read twice.
    let is_named = |path: &&str| path.rsplit('.').next().is_some_and(|key| line.contains(&format!("\"{key}\"")));
    if format.signs.iter().any(|all| all.iter().all(is_named)) {
        return None;
    }
    let value: Value = serde_json::from_str(line).ok()?;
    let record = value.get("_source").filter(|inner| inner.is_object()).unwrap_or(&value);
    if is_like(record, format) {
        return None;
    }
    let is_ours = OWN_NAMES.iter().any(|field| record.get(field.name()).is_some()) && is_native(record);
    let other = format::ALL.into_iter().find(|other| is_like(record, other)).map(|other| other.name);
    other.or_else(|| is_ours.then_some(NATIVE))
}
