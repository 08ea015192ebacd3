//! A part of a row's key, and the order of keys.

use std::cmp::Ordering;

/// One dimension's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// Sorted by the instant it begins.
    Bucket {
        start: i64,
        label: String,
    },
    Bool(bool),
    Int(i64),
    /// A number that is not a whole one; see [`Key::of_number`].
    Number(f64),
    Text(String),
    /// The requests that state no value.
    Missing,
}

impl Key {
    /// The key of a number: whole ones are whole, however they were written.
    pub fn of_number(number: f64) -> Key {
        // Up to 2⁵³ every whole double is the one integer it stands for.
        if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
            Key::Int(number as i64)
        } else {
            Key::Number(number)
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Key::Bucket { .. } => 0,
            Key::Bool(_) => 1,
            Key::Int(_) | Key::Number(_) => 2,
            Key::Text(_) => 3,
            Key::Missing => 4,
        }
    }
}

impl Eq for Key {}

impl Ord for Key {
    /// By type, then by value; what is missing comes last.
    fn cmp(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Bucket { start: a, .. }, Key::Bucket { start: b, .. }) => a.cmp(b),
            (Key::Bool(a), Key::Bool(b)) => a.cmp(b),
            (Key::Int(a), Key::Int(b)) => a.cmp(b),
            (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
            (Key::Int(a), Key::Number(b)) => (*a as f64).total_cmp(b),
            (Key::Number(a), Key::Int(b)) => a.total_cmp(&(*b as f64)),
            (Key::Text(a), Key::Text(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
