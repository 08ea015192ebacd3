//! A row of typed columns as a record.

use std::cell::{Cell as Flag, OnceCell};

use chrono::{DateTime, SecondsFormat};

use super::cells::{Cell, Cells, MOST};
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
    is_any_written: Flag<bool>,
}

impl<'c> Row<'c> {
    pub fn first(columns: &'c [Cells]) -> Row<'c> {
        let written = columns.iter().map(|_| OnceCell::new()).collect();
        Row { columns, number: 0, written, is_any_written: Flag::new(false) }
    }

    pub fn turn_to(&mut self, number: usize) {
        self.number = number;
        if self.is_any_written.take() {
            self.written.iter_mut().for_each(|written| _ = written.take());
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

    /// A value that is no text, or not plainly one.
    fn other(&self, column: usize) -> Scalar<'_> {
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
            Cell::Text(text) => Scalar::Text(text),
            Cell::Json(scalar) => scalar,
            Cell::Other => Scalar::Nested("bytes that are no text"),
        }
    }

    fn write(&self, column: usize, write: impl FnOnce() -> String) -> &str {
        self.is_any_written.set(true);
        self.written[column].get_or_init(write)
    }
}

impl Record for Row<'_> {
    #[inline]
    fn scalar(&self, column: usize) -> Scalar<'_> {
        match self.columns[column].text(self.number) {
            Some(text) => Scalar::Text(text),
            None => self.other(column),
        }
    }

    #[inline]
    fn put(&self, column: usize, slot: usize, kind: Kind, sink: &mut impl Sink) -> Result<(), Mismatch> {
        let cells = &self.columns[column];
        match kind {
            Kind::Count => {
                if let Some(value) = cells.int(self.number).filter(|value| (0..=MOST).contains(value)) {
                    sink.int(slot, value);
                    return Ok(());
                }
            }
            Kind::Amount | Kind::Number => {
                if let Some(value) = cells.float(self.number).filter(|value| (0.0..=MAX_MAGNITUDE).contains(value)) {
                    // `-0` is nothing, and adding zero makes it plain.
                    sink.float(slot, value + 0.0);
                    return Ok(());
                }
            }
            Kind::Text => {
                if let Some(text) = cells.text(self.number) {
                    sink.text(slot, Tag::Text, text);
                    return Ok(());
                }
            }
            Kind::Time | Kind::Rate | Kind::Any => {}
        }
        put_any(sink, slot, kind, &self.scalar(column))
    }

    #[inline]
    fn time(&self, column: usize) -> Option<i64> {
        match self.cell(column) {
            Cell::Time(micros) => Some(micros),
            _ => None,
        }
    }
}
