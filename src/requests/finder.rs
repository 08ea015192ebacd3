//! From a request's id to its row.

use crate::input::Fingerprint;

/// Row numbers by id, each beside a part of its id: nearly every id that is not here is told from those that are
/// without a look at these, and the table grows without them.
#[derive(Debug, Default)]
pub struct Finder {
    /// A power of two of places, at most half of them taken; an id stands at its part's low bits or behind.
    places: Vec<Place>,
    taken: usize,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    part: u32,
    row: u32,
}

const FREE: Place = Place { part: 0, row: u32::MAX };
const FEWEST_PLACES: usize = 1 << 10;

/// The part of an id that finds its place.
pub fn part(id: Fingerprint) -> u32 {
    id as u32
}

impl Finder {
    /// Forgets all rows and keeps the space.
    pub fn clear(&mut self) {
        self.places.fill(FREE);
        self.taken = 0;
    }

    /// The row of an id, of which `part` is given and which `is_same` finds in a row; `next`, which is then its row, if
    /// it has none.
    #[inline]
    pub fn row(&mut self, part: u32, next: u32, is_same: impl Fn(u32) -> bool) -> u32 {
        if self.taken * 2 >= self.places.len() {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let mut at = part as usize & mask;
        loop {
            let place = &mut self.places[at];
            if place.row == FREE.row {
                *place = Place { part, row: next };
                self.taken += 1;
                return next;
            }
            if place.part == part && is_same(place.row) {
                return place.row;
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let larger = vec![FREE; (self.places.len() * 2).max(FEWEST_PLACES)];
        let mask = larger.len() - 1;
        for place in std::mem::replace(&mut self.places, larger).into_iter().filter(|place| place.row != FREE.row) {
            let mut at = place.part as usize & mask;
            while self.places[at].row != FREE.row {
                at = (at + 1) & mask;
            }
            self.places[at] = place;
        }
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
