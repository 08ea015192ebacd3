//! From a request's id to its row.

use hashbrown::HashTable;

use crate::input::Fingerprint;

/// Row numbers by id, each beside a part of its id: nearly every id that is not here is told from those that are
/// without a look at these, and the table grows without them.
#[derive(Debug, Default)]
pub struct Finder {
    places: HashTable<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    part: u32,
    row: u32,
}

/// The part of an id that finds its place.
pub fn part(id: Fingerprint) -> u32 {
    id as u32
}

fn hash(part: u32) -> u64 {
    u64::from(part) << 32 | u64::from(part)
}

impl Finder {
    /// Forgets all rows and keeps the space.
    pub fn clear(&mut self) {
        self.places.clear();
    }

    /// The row of an id, of which `part` is given and which `is_same` finds in a row; `next`, which is then its row, if
    /// it has none.
    #[inline]
    pub fn row(&mut self, part: u32, next: u32, is_same: impl Fn(u32) -> bool) -> u32 {
        let is_here = |place: &Place| place.part == part && is_same(place.row);
        if let Some(place) = self.places.find(hash(part), is_here) {
            return place.row;
        }
        self.places.insert_unique(hash(part), Place { part, row: next }, |place| hash(place.part));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_its_row_however_many_share_their_part() {
        let mut finder = Finder::default();
        let id = |number: u32| Fingerprint::from(number % 700) | Fingerprint::from(number) << 64;
        for _ in 0..2 {
            for number in 0..5000 {
                assert_eq!(finder.row(part(id(number)), number, |row| id(row) == id(number)), number);
            }
            for number in 0..5000 {
                assert_eq!(finder.row(part(id(number)), 9999, |row| id(row) == id(number)), number);
            }
            finder.clear();
        }
    }
}
