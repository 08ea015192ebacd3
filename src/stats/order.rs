//! Order statistics of a set that values enter and leave.

/// Which of `n` places, numbered in order of their values, are taken. All operations take O(log n): a tree of partial
/// counts, after Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24
/// (1994).
#[derive(Debug, Clone, Default)]
pub struct OrderStatistics {
    /// `counts[i]` are the taken places among the `i & -i` up to the place `i − 1`; `counts[0]` is unused.
    counts: Vec<u32>,
    taken: usize,
}

impl OrderStatistics {
    /// With `n` places, all of them free.
    pub fn new(n: usize) -> OrderStatistics {
        OrderStatistics { counts: vec![0; n + 1], taken: 0 }
    }

    /// How many places are taken.
    pub fn len(&self) -> usize {
        self.taken
    }

    /// Takes a free place.
    pub fn insert(&mut self, place: usize) {
        self.taken += 1;
        self.each_above(place, |count| *count += 1);
    }

    /// Frees a place that is taken.
    pub fn remove(&mut self, place: usize) {
        self.taken -= 1;
        self.each_above(place, |count| *count -= 1);
    }

    /// The taken place that has `rank` taken ones before it, for a rank below [`OrderStatistics::len`].
    pub fn place(&self, rank: usize) -> usize {
        let (mut at, mut before) = (0, rank as u32);
        let mut stride = self.counts.len().next_power_of_two() / 2;
        while stride > 0 {
            let next = at + stride;
            if let Some(count) = self.counts.get(next).filter(|count| **count <= before) {
                before -= count;
                at = next;
            }
            stride /= 2;
        }
        at
    }

    fn each_above(&mut self, place: usize, change: impl Fn(&mut u32)) {
        let mut at = place + 1;
        while let Some(count) = self.counts.get_mut(at) {
            change(count);
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_taken_at_first() {
        assert_eq!((OrderStatistics::new(0).len(), OrderStatistics::new(5).len()), (0, 0));
    }

    proptest! {
        /// Against a sorted list, over a random walk of entering and leaving.
        #[test]
        fn ranks_are_those_of_a_sorted_list(n in 1..200_usize, walk in prop::collection::vec(any::<prop::sample::Index>(), 1..400)) {
            let (mut tree, mut list) = (OrderStatistics::new(n), std::collections::BTreeSet::new());
            for place in walk.iter().map(|index| index.index(n)) {
                if list.remove(&place) {
                    tree.remove(place);
                } else {
                    list.insert(place);
                    tree.insert(place);
                }
                prop_assert_eq!(tree.len(), list.len());
                for (rank, place) in list.iter().enumerate() {
                    prop_assert_eq!(tree.place(rank), *place);
                }
            }
        }
    }
}
