//! A row of typed columns as a record.

use std::cell::OnceCell;

use chrono::{DateTime, SecondsFormat};

use super::cells::{Cell, Cells};
use crate::input::event::{Sink, Tag};
use crate::input::native::{Record, put_any};
use crate::input::scalar::{MAX_MAGNITUDE, Mismatch, Scalar};
use crate::query::Kind;

/// One row of some columns.
pub struct Row<'c> {
    pub columns: &'c [Cells],
    pub number: usize,
    /// Values that are no texts, written out where somebody wants to read them so.
    written: Vec<OnceCell<String>>,
}

impl<'c> Row<'c> {
    pub fn first(columns: &'c [Cells]) -> Row<'c> {
        Row { columns, number: 0, written: columns.iter().map(|_| OnceCell::new()).collect() }
    }

    pub fn turn_to(&mut self, number: usize) {
        self.number = number;
        for written in &mut self.written {
            if written.get().is_some() {
                written.take();
            }
        }
    }

    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        self.columns[column].get(self.number).unwrap_or(Cell::Other)
    }

    /// All values as one text, by which equal rows are known.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (number, cells) in self.columns.iter().enumerate().filter(|(_, cells)| cells.has(self.number)) {
            text.push_str(&format!("{number}:{:?},", cells.get(self.number)));
        }
        text
    }

    fn write(&self, column: usize, write: impl FnOnce() -> String) -> &str {
        self.written[column].get_or_init(write)
    }
}

impl Record for Row<'_> {
    fn scalar(&self, column: usize) -> Scalar<'_> {
        match self.cell(column) {
            Cell::Int(value) => Scalar::Number(self.write(column, || value.to_string())),
            // Not a number, and no JSON number either.
            Cell::Float(value) if !value.is_finite() => Scalar::Text(self.write(column, || value.to_string())),
            Cell::Float(value) => Scalar::Number(self.write(column, || format!("{value:?}"))),
            Cell::Bool(value) => Scalar::Bool(value),
            Cell::Time(micros) => Scalar::Text(self.write(column, || match DateTime::from_timestamp_micros(micros) {
                Some(time) => time.to_rfc3339_opts(SecondsFormat::Micros, true),
                None => micros.to_string(),
            })),
            Cell::Number(text) => Scalar::Number(text),
            Cell::Text(bytes) => {
                std::str::from_utf8(bytes).map_or(Scalar::Nested("bytes that are no UTF-8"), Scalar::Text)
            }
            Cell::Other => Scalar::Nested("a value of an unknown type"),
        }
    }

    #[inline]
    fn put(&self, column: usize, slot: usize, kind: Kind, sink: &mut impl Sink) -> Result<(), Mismatch> {
        match (kind, self.cell(column)) {
            (Kind::Count, Cell::Int(value)) if (0..=MAX_MAGNITUDE as i64).contains(&value) => sink.int(slot, value),
            (Kind::Amount | Kind::Number, Cell::Float(value)) if (0.0..=MAX_MAGNITUDE).contains(&value) => {
                // `-0` is nothing, and adding zero makes it plain.
                sink.float(slot, value + 0.0);
            }
            (Kind::Text, Cell::Text(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => sink.text(slot, Tag::Text, text),
                Err(_) => return Err(Mismatch),
            },
            _ => return put_any(sink, slot, kind, &self.scalar(column)),
        }
        Ok(())
    }

    #[inline]
    fn time(&self, column: usize) -> Option<i64> {
        match self.cell(column) {
            Cell::Time(micros) => Some(micros),
            _ => None,
        }
    }
}
