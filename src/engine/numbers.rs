//! A field's values as numbers, whatever its column is made of.

use super::exact::Sum;
use crate::input::Tag;
use crate::query::{Canonical, Field};
use crate::requests::{Column, MISSING_INT, RequestTable};

/// The values of one field by row.
#[derive(Debug)]
pub enum Numbers<'t> {
    Int(&'t [i64]),
    Float(&'t [f64]),
    /// Codes, and the number that each stands for: not a number where it stands for none.
    Code(&'t [u32], Vec<f64>),
    None,
}

impl<'t> Numbers<'t> {
    pub fn of(table: &'t RequestTable, field: &Field) -> Numbers<'t> {
        if *field == Field::Canonical(Canonical::Timestamp) {
            return Numbers::Int(&table.first);
        }
        match table.column(field) {
            Some(Column::Int(values)) => Numbers::Int(values),
            Some(Column::Float(values)) => Numbers::Float(values),
            Some(Column::Code(codes)) => {
                let size = table.dictionary(field).map_or(0, |dictionary| dictionary.len()) as u32;
                let number = |code| table.tagged(field, code).and_then(|(tag, text)| number(tag, text));
                Numbers::Code(codes, (0..size).map(|code| number(code).unwrap_or(f64::NAN)).collect())
            }
            None => Numbers::None,
        }
    }

    #[inline]
    pub fn get(&self, row: usize) -> Option<f64> {
        match self {
            Numbers::Int(values) => values.get(row).filter(|value| **value != MISSING_INT).map(|value| *value as f64),
            Numbers::Float(values) => values.get(row).copied().filter(|value| !value.is_nan()),
            Numbers::Code(codes, numbers) => {
                numbers.get(*codes.get(row)? as usize).copied().filter(|value| !value.is_nan())
            }
            Numbers::None => None,
        }
    }

    /// The value as a term of an exact sum.
    #[inline]
    pub fn sum(&self, row: usize) -> Option<Sum> {
        match self {
            Numbers::Int(values) => sum_of_int(values, row),
            numbers => numbers.get(row).map(Sum::of_float),
        }
    }

    /// Whether sums of it are whole.
    pub fn is_whole(&self) -> bool {
        matches!(self, Numbers::Int(_))
    }
}

#[inline]
pub fn sum_of_int(values: &[i64], row: usize) -> Option<Sum> {
    values.get(row).filter(|value| **value != MISSING_INT).map(|value| Sum::of_int(*value))
}

#[inline]
pub fn sum_of_float(values: &[f64], row: usize) -> Option<Sum> {
    values.get(row).filter(|value| !value.is_nan()).map(|value| Sum::of_float(*value))
}

/// True counts as one, and a text that reads as a number is that number.
fn number(tag: Tag, text: &str) -> Option<f64> {
    match tag {
        Tag::Bool => Some(f64::from(u8::from(text == "true"))),
        Tag::Number | Tag::Text => text.trim().parse::<f64>().ok().filter(|number| number.is_finite()),
    }
}
