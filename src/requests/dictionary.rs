//! Text stored once: each distinct value of a column has a number.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use crate::input::Tag;

/// The code of a value that is not there.
pub const MISSING_CODE: u32 = u32::MAX;

/// Distinct values, numbered in the order in which they came.
#[derive(Debug)]
pub struct Dictionary {
    text: String,
    /// Where each value ends in `text`, and what it was in JSON.
    entries: Vec<(usize, Tag)>,
    index: HashTable<u32>,
    /// The values last asked for, each where its first and last byte and its length say.
    recent: Recent,
}

/// Some numbers of values, or [`MISSING_CODE`].
type Recent = [u32; RECENT];

/// Enough for the models and features of one application, and little to forget.
const RECENT: usize = 64;

impl Default for Dictionary {
    fn default() -> Self {
        Dictionary { text: String::new(), entries: Vec::new(), index: HashTable::new(), recent: [MISSING_CODE; RECENT] }
    }
}

impl Dictionary {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Forgets all values and keeps the space.
    pub fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
        self.index.clear();
        self.recent = [MISSING_CODE; RECENT];
    }

    /// The number of a value, new or known.
    #[inline]
    pub fn intern(&mut self, tag: Tag, value: &str) -> u32 {
        let place = place(value);
        let recent = self.recent[place];
        if self.get(recent) == Some((tag, value)) {
            return recent;
        }
        let code = self.intern_other(tag, value);
        self.recent[place] = code;
        code
    }

    fn intern_other(&mut self, tag: Tag, value: &str) -> u32 {
        let Dictionary { text, entries, index, .. } = self;
        let hash = hash(tag, value);
        let found = index.entry(
            hash,
            |code| get(text, entries, *code) == (tag, value),
            |code| {
                let (tag, value) = get(text, entries, *code);
                self::hash(tag, value)
            },
        );
        let code = u32::try_from(entries.len()).unwrap_or(MISSING_CODE);
        *found
            .or_insert_with(|| {
                text.push_str(value);
                entries.push((text.len(), tag));
                code
            })
            .get()
    }

    /// The value numbered `code`; `None` for [`MISSING_CODE`].
    pub fn get(&self, code: u32) -> Option<(Tag, &str)> {
        ((code as usize) < self.entries.len()).then(|| get(&self.text, &self.entries, code))
    }

    /// Adds all of `other`'s values and returns the number each has here.
    pub fn absorb(&mut self, other: &Dictionary) -> Vec<u32> {
        (0..other.entries.len() as u32)
            .map(|code| {
                let (tag, value) = get(&other.text, &other.entries, code);
                self.intern(tag, value)
            })
            .collect()
    }
}

fn get<'d>(text: &'d str, entries: &[(usize, Tag)], code: u32) -> (Tag, &'d str) {
    let at = code as usize;
    let start = at.checked_sub(1).map_or(0, |before| entries[before].0);
    let (end, tag) = entries[at];
    (tag, &text[start..end])
}

/// Where a value stands among the recent ones.
fn place(value: &str) -> usize {
    let bytes = value.as_bytes();
    let byte = |at: Option<&u8>| at.map_or(0, |byte| usize::from(*byte));
    (bytes.len() + 5 * byte(bytes.first()) + 11 * byte(bytes.last())) % RECENT
}

fn hash(tag: Tag, value: &str) -> u64 {
    xxh3_64(value.as_bytes()) ^ tag as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_number_and_types_do_not_mix() {
        let mut dictionary = Dictionary::default();
        let codes = [("a", Tag::Text), ("", Tag::Text), ("3", Tag::Text), ("3", Tag::Number), ("a", Tag::Text)]
            .map(|(value, tag)| dictionary.intern(tag, value));
        assert_eq!(codes, [0, 1, 2, 3, 0]);
        assert_eq!(dictionary.get(3), Some((Tag::Number, "3")));
        assert_eq!(dictionary.get(1), Some((Tag::Text, "")));
        assert_eq!(dictionary.get(MISSING_CODE), None);
    }

    #[test]
    fn absorbing_translates_numbers() {
        let (mut all, mut more) = (Dictionary::default(), Dictionary::default());
        all.intern(Tag::Text, "b");
        more.intern(Tag::Text, "a");
        more.intern(Tag::Text, "b");
        assert_eq!(all.absorb(&more), [1, 0]);
    }
}
