//! Where each model's line stands in the embedded snapshot. Entries are read only when one is asked for.

use super::compact::Meta;
use super::entry::Entry;
use super::value::Place;
use std::sync::OnceLock;

const SNAPSHOT: &str = include_str!("snapshot.json");

/// The name under which snapshot entries are reported.
pub(super) const ORIGIN: &str = "embedded";

/// Keys and entry texts, sorted by key.
#[derive(Debug)]
pub(super) struct Index {
    pub meta: Meta,
    lines: Vec<(&'static str, &'static str)>,
}

impl Index {
    /// The index of the embedded snapshot, made once.
    pub fn embedded() -> &'static Index {
        static INDEX: OnceLock<Index> = OnceLock::new();
        INDEX.get_or_init(|| Index::build(SNAPSHOT))
    }

    fn build(text: &'static str) -> Index {
        let mut meta = Meta::default();
        let mut lines = Vec::with_capacity(4096);
        for (key, entry) in text.lines().filter_map(split) {
            if key == "_meta" {
                meta = serde_json::from_str(entry).unwrap_or_default();
            } else {
                lines.push((key, entry));
            }
        }
        Index { meta, lines }
    }

    /// The models, in byte order.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().map(|(key, _)| *key)
    }

    pub fn contains(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Reads one entry. That every line of the snapshot reads is held by a test, so a failure here has no message.
    pub fn entry(&self, key: &str) -> Option<Entry> {
        let value = serde_json::from_str(self.find(key)?).ok()?;
        Entry::parse(Place { origin: ORIGIN, model: key }, &value).ok()
    }

    fn find(&self, key: &str) -> Option<&'static str> {
        let at = self.lines.binary_search_by(|(have, _)| (*have).cmp(key)).ok()?;
        self.lines.get(at).map(|(_, entry)| *entry)
    }
}

/// `"key":{…},` → the key and the object; keys carry no escapes (`compact` refuses them).
fn split(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (key, entry) = line.strip_prefix('"')?.split_once("\":")?;
    Some((key, entry.strip_suffix(',').unwrap_or(entry)))
}
