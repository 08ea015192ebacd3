//! Lines that carry a record inside something else: what a container runtime, a cloud or a search engine put around it, one
//! around the other.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// One thing that is around a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Elasticsearch's hits: the record is an object inside. [K] that keys with dots may stand in it as they are, so both
    /// spellings of a path are looked for.
    Source,
    /// Elasticsearch's bulk requests: every other line says what to do with the next.
    Bulk,
    /// The record is a text inside, under this key.
    Text(&'static str),
    /// A time, and whatever else, stands before the record. [K] that exports of CloudWatch and files of Kubernetes begin so.
    Prefix,
}

/// All that is around the records of an input, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wrapper {
    layers: [Option<Layer>; MOST_LAYERS],
    /// Whether what stands in `_source` is taken out of it, as that of other layers is, rather than looked up there.
    is_taken_out: bool,
}

pub const MOST_LAYERS: usize = 4;

/// Keys under which a text holds a line of a log: of CloudWatch, Docker, journald, Fluent Bit and others. [K] those of
/// Docker and journald: no sample was at hand, so whatever text is an object counts.
pub const TEXTS: [&str; 6] = ["message", "log", "MESSAGE", "@message", "msg", "line"];
/// What a bulk request does with a document, by the keys of its lines that are none.
pub const ACTIONS: [&str; 4] = ["index", "create", "update", "delete"];
/// The key of Elasticsearch's records.
pub const SOURCE: &str = "_source";
/// That of what an update changes.
const DOC: &str = "doc";

impl Wrapper {
    /// Puts one more layer inside of the others, while there is room.
    pub fn push(&mut self, layer: Layer) {
        if let Some(place) = self.layers.iter_mut().find(|place| place.is_none()) {
            *place = Some(layer);
        }
    }

    /// The same for records whose paths cannot be told from outside.
    pub fn taken_out(self) -> Wrapper {
        Wrapper { is_taken_out: true, ..self }
    }

    /// Whether there is nothing around the records.
    pub fn is_none(&self) -> bool {
        self.layers[0].is_none()
    }

    /// Whether the records are objects inside, and nothing else is around them.
    pub fn is_source(&self) -> bool {
        self.layers[..2] == [Some(Layer::Source), None] && !self.is_taken_out
    }

    /// What stands before the paths of the records.
    pub fn path(&self) -> &'static str {
        if self.is_source() { "_source." } else { "" }
    }

    /// Whether lines must be taken out of what is around them before they are read.
    pub fn is_rewritten(&self) -> bool {
        !self.is_none() && !self.is_source()
    }

    /// The record in a line, as a line: `None` where the line is not meant to hold one. A line that is not wrapped stays
    /// as it is, and is judged as it is.
    pub fn strip<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        let mut record = Cow::Borrowed(line);
        for layer in self.layers.iter().flatten() {
            record = match record {
                Cow::Borrowed(line) => layer.strip(line)?,
                Cow::Owned(text) => Cow::Owned(layer.strip(&text)?.into_owned()),
            };
        }
        Some(record)
    }
}

impl Layer {
    /// The same for this layer alone.
    pub fn strip<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        let inside = match self {
            Layer::Bulk => {
                let compact: Vec<u8> = line.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(10).collect();
                let begins = |key: &str| compact.starts_with(format!("{{\"{key}\"").as_bytes());
                if ACTIONS.into_iter().any(begins) {
                    return None;
                }
                if begins(DOC) { member(line, DOC).filter(Value::is_object).and_then(text_of) } else { None }
            }
            Layer::Prefix => {
                let start = line.first().filter(|b| b.is_ascii_digit()).and_then(|_| memchr(b'{', line));
                return match start {
                    Some(start) => Some(Cow::Borrowed(&line[start..])),
                    None if line.first() == Some(&b'{') => Some(Cow::Borrowed(line)),
                    None => None,
                };
            }
            Layer::Source => member(line, SOURCE).filter(Value::is_object).and_then(text_of),
            Layer::Text(key) => match member(line, key) {
                // What an application prints beside its records.
                Some(Value::String(text)) if !text.trim_start().starts_with('{') => return None,
                Some(Value::String(text)) => Some(text.trim_end().replace(['\n', '\r'], " ").into_bytes()),
                _ => None,
            },
        };
        Some(inside.map_or(Cow::Borrowed(line), Cow::Owned))
    }
}

impl fmt::Display for Wrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, layer) in self.layers.iter().flatten().enumerate() {
            write!(f, "{}{layer}", if number > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Layer::Source => f.write_str("records in `_source`"),
            Layer::Bulk => f.write_str("records between the actions of a bulk request"),
            Layer::Text(key) => write!(f, "records as text in `{key}`"),
            Layer::Prefix => f.write_str("records behind a time"),
        }
    }
}

fn text_of(value: Value) -> Option<Vec<u8>> {
    serde_json::to_vec(&value).ok()
}

/// What stands under a key of the object in `line`, if both are there.
fn member(line: &[u8], key: &str) -> Option<Value> {
    let mut json = serde_json::Deserializer::from_slice(line);
    let value = json.deserialize_map(MemberOf(key)).ok()?;
    json.end().ok()?;
    value
}

struct MemberOf<'k>(&'k str);

impl<'de> Visitor<'de> for MemberOf<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
