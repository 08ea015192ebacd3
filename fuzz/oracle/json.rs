//! Objects by serde_json, one level at a time, with what it hides otherwise: the order of keys and the text of values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's keys and the JSON of their values. Of equal keys only the last is left.
#[derive(Debug)]
pub struct Object<'l>(Vec<(String, &'l str)>);

impl<'l> Object<'l> {
    /// The object that `text` is; an empty one if it is none.
    pub fn of(text: &'l str) -> Object<'l> {
        serde_json::from_str(text).unwrap_or(Object(Vec::new()))
    }

    /// The value at `path`, which means a chain of keys as well as one key with dots in it; of both the one that stands
    /// last. A null is no value.
    pub fn find(&self, path: &str) -> Option<&'l str> {
        let nested =
            path.split_once('.').and_then(|(first, rest)| self.get(first).and_then(|inner| chain(inner, rest)));
        nested.into_iter().chain(self.get(path)).filter(|json| *json != "null").max_by_key(|json| json.as_ptr())
    }

    fn get(&self, key: &str) -> Option<&'l str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, json)| *json)
    }
}

/// The value at the keys of `path`, one inside the other.
fn chain<'l>(json: &'l str, path: &str) -> Option<&'l str> {
    let object = Object::of(json);
    match path.split_once('.') {
        Some((first, rest)) => object.get(first).and_then(|inner| chain(inner, rest)),
        None => object.get(path),
    }
}

impl<'l> Deserialize<'l> for Object<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keys)
    }
}

struct Keys;

impl<'l> Visitor<'l> for Keys {
    type Value = Object<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Object<'l>, A::Error> {
        let mut entries: Vec<(String, &'l str)> = Vec::new();
        while let Some((Text(key), value)) = map.next_entry::<Text, &RawValue>()? {
            entries.retain(|(known, _)| *known != key);
            entries.push((key, value.get()));
        }
        Ok(Object(entries))
    }
}

/// A string's text. Asked for bytes, serde_json gives lone surrogates too, as the three bytes that UTF-8 would have
/// for them.
pub struct Text(pub String);

impl<'l> Deserialize<'l> for Text {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Letters)
    }
}

struct Letters;

impl Visitor<'_> for Letters {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text, E> {
        let mut text = String::new();
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(good) => return Ok(Text(text + good)),
                Err(error) => {
                    let (good, surrogate) = rest.split_at(error.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(good));
                    text.push(char::REPLACEMENT_CHARACTER);
                    rest = surrogate.get(3..).unwrap_or_default();
                }
            }
        }
    }
}

/// One JSON value without the blanks around it.
pub fn raw(text: &str) -> Option<&str> {
    serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get)
}

/// Whether a JSON value is at most `levels` deep. Never looks deeper, so that its own stack is safe.
pub fn fits(json: &str, levels: usize) -> bool {
    let inner: Vec<&str> = match json.as_bytes().first() {
        Some(b'{') => Vec::from_iter(all_values(json)),
        Some(b'[') => items(json),
        _ => return true,
    };
    levels > 0 && inner.into_iter().all(|json| fits(json, levels - 1))
}

fn items(json: &str) -> Vec<&str> {
    let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    items.into_iter().map(RawValue::get).collect()
}

/// The values of all keys, those of repeated keys too.
fn all_values(json: &str) -> Vec<&str> {
    struct Values;
    impl<'l> Visitor<'l> for Values {
        type Value = Vec<&'l str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while let Some((_, value)) = map.next_entry::<Text, &RawValue>()? {
                values.push(value.get());
            }
            Ok(values)
        }
    }
    serde_json::Deserializer::from_str(json).deserialize_map(Values).unwrap_or_default()
}

/// Whether a JSON value is an object or array with nothing in it.
pub fn is_empty(json: &str) -> bool {
    matches!(json.as_bytes().first(), Some(b'{' | b'[')) && json[1..json.len() - 1].trim().is_empty()
}
