//! Many events of one table, column by column.

use super::texts::Texts;
use crate::input::event::{Fingerprint, Outcome, Tag};

/// Events of rows that follow each other, each a request by itself as far as they tell.
#[derive(Debug)]
pub struct Batch<'c> {
    /// By row, 0 for no id; empty where no row has one.
    pub ids: Vec<Fingerprint>,
    /// In microseconds since the epoch, if any row has one.
    pub times: Option<Spread<'c, i64>>,
    /// By row.
    pub outcomes: Vec<Outcome>,
    /// What goes into each slot that gets a value in any row.
    pub slots: Vec<(usize, Series<'c>)>,
}

/// The values of one slot.
#[derive(Debug)]
pub enum Series<'c> {
    Ints(Spread<'c, i64>),
    Floats(Spread<'c, f64>),
    /// Numbers of texts.
    Texts(&'c Texts, Tag, Spread<'c, i32>),
}

/// A column of which some rows may have no value.
#[derive(Debug, Clone, Copy)]
pub struct Spread<'c, T> {
    /// By row the place of its value, which is beyond the end where it has none; empty where every row has one.
    pub places: &'c [u32],
    pub values: &'c [T],
}

impl<T: Copy> Spread<'_, T> {
    /// Appends the rows to `into` behind the `before` rows there are, with `missing` where there is no value. Nothing is
    /// appended where there is none at all.
    #[inline]
    pub fn append<U: Copy>(&self, into: &mut Vec<U>, before: usize, missing: U, mut turn: impl FnMut(T) -> U) {
        let Spread { places, values } = self;
        if values.is_empty() {
            return;
        }
        into.resize(before, missing);
        match places {
            [] => into.extend(values.iter().map(|value| turn(*value))),
            places => into
                .extend(places.iter().map(|place| values.get(*place as usize).map_or(missing, |value| turn(*value)))),
        }
    }
}
