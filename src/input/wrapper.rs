//! Lines that carry a record inside something else: what a container runtime, a cloud or a search engine put around it.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

/// What is around the records of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrapper {
    #[default]
    None,
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

/// Keys under which a text holds a line of a log: of CloudWatch, Docker, journald, Fluent Bit and others. [K] those of
/// Docker and journald: no sample was at hand, so whatever text is an object counts.
pub const TEXTS: [&str; 6] = ["message", "log", "MESSAGE", "@message", "msg", "line"];
/// What a line of a bulk request begins with that is no record.
const ACTIONS: [&str; 4] = ["{\"index\"", "{\"create\"", "{\"update\"", "{\"delete\""];

impl Wrapper {
    /// What stands before the paths of the records.
    pub fn path(self) -> &'static str {
        if self == Wrapper::Source { "_source." } else { "" }
    }

    /// Whether lines must be taken out of what is around them before they are read.
    pub fn is_rewritten(self) -> bool {
        matches!(self, Wrapper::Bulk | Wrapper::Text(_) | Wrapper::Prefix)
    }

    /// The record in a line, as a line: `None` where the line is not meant to hold one. A line that is not wrapped stays
    /// as it is, and is judged as it is.
    pub fn strip<'l>(self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        match self {
            Wrapper::None | Wrapper::Source => Some(Cow::Borrowed(line)),
            Wrapper::Bulk => {
                let compact: Vec<u8> = line.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(10).collect();
                let is_action = ACTIONS.iter().any(|action| compact.starts_with(action.as_bytes()));
                (!is_action).then_some(Cow::Borrowed(line))
            }
            Wrapper::Prefix => {
                let start = line.first().filter(|b| b.is_ascii_digit()).and_then(|_| memchr(b'{', line));
                match start {
                    Some(start) => Some(Cow::Borrowed(&line[start..])),
                    None if line.first() == Some(&b'{') => Some(Cow::Borrowed(line)),
                    None => None,
                }
            }
            Wrapper::Text(key) => match inner_text(line, key) {
                // What an application prints beside its records.
                Some(text) if !text.trim_start().starts_with('{') => None,
                Some(text) => Some(Cow::Owned(text.trim_end().replace(['\n', '\r'], " ").into_bytes())),
                None => Some(Cow::Borrowed(line)),
            },
        }
    }
}

impl fmt::Display for Wrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrapper::None => f.write_str("nothing around its records"),
            Wrapper::Source => f.write_str("records in `_source`"),
            Wrapper::Bulk => f.write_str("records between the actions of a bulk request"),
            Wrapper::Text(key) => write!(f, "records as text in `{key}`"),
            Wrapper::Prefix => f.write_str("records behind a time"),
        }
    }
}

/// The text under a key of the object in `line`, if both are there.
pub fn inner_text<'l>(line: &'l [u8], key: &'static str) -> Option<Cow<'l, str>> {
    let mut json = serde_json::Deserializer::from_slice(line);
    let text = json.deserialize_map(TextOf(key)).ok()?;
    json.end().ok()?;
    text
}

struct TextOf(&'static str);

impl<'de> Visitor<'de> for TextOf {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == self.0 {
                found = map.next_value::<Text<'de>>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// A text, or nothing where another value stands.
#[derive(serde::Deserialize)]
#[serde(from = "serde_json::Value")]
struct Text<'t>(Option<Cow<'t, str>>);

impl From<serde_json::Value> for Text<'_> {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::String(text) => Text(Some(Cow::Owned(text))),
            _ => Text(None),
        }
    }
}
