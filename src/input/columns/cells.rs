//! One column of a row group, decoded: what Parquet's many types come to.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, Int32Type};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};

use super::batch::{Series, Spread};
use super::store::Store;
use super::texts::{self, Pile, TextPages, Texts};
use crate::input::event::Tag;
use crate::input::scalar::{Form, MAX_MAGNITUDE, Scalar, Value};
use crate::query::Kind;

/// The values of a column, by row.
#[derive(Debug)]
pub struct Cells {
    /// By row: the number of its value, or [`NONE`]; empty where every row has one.
    places: Vec<u32>,
    values: Values,
}

const NONE: u32 = u32::MAX;

#[derive(Debug)]
enum Values {
    Ints(Vec<i64>),
    Floats(Vec<f64>),
    Bools(Vec<bool>),
    /// In microseconds since the epoch.
    Times(Vec<i64>),
    Texts(Texts),
    /// Of which one is no text.
    Bytes(Vec<ByteArray>),
    /// Numbers as they are written: decimals.
    Numbers(Vec<String>),
    /// Values of JSON by their places in a text.
    Json(Arc<str>, Vec<Value>),
    /// Only whether there is a value is known.
    Unread,
}

impl Values {
    /// Texts, if they are.
    fn of(pile: Pile, numbers: Vec<i32>) -> Values {
        pile.texts(numbers).map_or_else(Values::Bytes, Values::Texts)
    }
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'c> {
    Int(i64),
    Float(f64),
    Bool(bool),
    Time(i64),
    Text(&'c str),
    Number(&'c str),
    Json(Scalar<'c>),
    /// Of a type that no field has.
    Other,
}

impl Cells {
    /// Reads a column of a row group that has so many rows; one that only tells by being there no further than that.
    pub fn read(store: &Store, column: &ColumnChunkMetaData, rows: usize, is_read: bool) -> Result<Cells> {
        let part = Arc::new(store.part(column.byte_range())?);
        let pages = Box::new(SerializedPageReader::new(part, column, rows, None)?);
        let descriptor = column.column_descr_ptr();
        let is_text = descriptor.physical_type() == Physical::BYTE_ARRAY && Meaning::of(&descriptor) == Meaning::Plain;
        let cells = match is_text && texts::is_known(column) {
            true => Cells::read_texts(pages, descriptor, rows)?,
            false => Cells::read_any(get_column_reader(Arc::clone(&descriptor), pages), &descriptor, rows)?,
        };
        Ok(if is_read { cells } else { Cells { values: Values::Unread, ..cells } })
    }

    fn read_texts(pages: Box<dyn PageReader>, descriptor: ColumnDescPtr, rows: usize) -> Result<Cells> {
        let top = descriptor.max_def_level();
        let pages = TextPages::new(pages, top);
        let pile = Arc::clone(&pages.pile);
        let reader = ColumnReaderImpl::<Int32Type>::new(descriptor, Box::new(pages));
        let (places, values) = column(reader, rows, top, |numbers| {
            Values::of(pile.lock().map(|mut pile| std::mem::take(&mut *pile)).unwrap_or_default(), numbers)
        })?;
        Ok(Cells { places, values })
    }

    fn read_any(reader: ColumnReader, descriptor: &ColumnDescriptor, rows: usize) -> Result<Cells> {
        let (top, meaning) = (descriptor.max_def_level(), Meaning::of(descriptor));
        let (places, values) = match reader {
            ColumnReader::BoolColumnReader(reader) => column(reader, rows, top, Values::Bools)?,
            ColumnReader::Int32ColumnReader(reader) => {
                column(reader, rows, top, |values| meaning.of_ints(values.into_iter().map(i64::from).collect()))?
            }
            ColumnReader::Int64ColumnReader(reader) => column(reader, rows, top, |values| meaning.of_ints(values))?,
            ColumnReader::Int96ColumnReader(reader) => column(reader, rows, top, |values| {
                Values::Times(values.iter().map(|value| value.to_micros()).collect())
            })?,
            ColumnReader::FloatColumnReader(reader) => {
                column(reader, rows, top, |values| Values::Floats(values.into_iter().map(shortest).collect()))?
            }
            ColumnReader::DoubleColumnReader(reader) => column(reader, rows, top, Values::Floats)?,
            ColumnReader::ByteArrayColumnReader(reader) => {
                column(reader, rows, top, |values| meaning.of_bytes(values))?
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                column(reader, rows, top, |values| meaning.of_bytes(values.into_iter().map(ByteArray::from).collect()))?
            }
        };
        Ok(Cells { places, values })
    }

    /// A column of values in `text`, one a row; a null is none.
    pub fn json(text: Arc<str>, values: Vec<Value>) -> Cells {
        let is_there = |value: &Value| value.form != Form::Null;
        let mut next = 0;
        let mut place = |value: &Value| {
            next += u32::from(is_there(value));
            if is_there(value) { next - 1 } else { NONE }
        };
        let is_whole = values.iter().all(is_there);
        let places = if is_whole { Vec::new() } else { values.iter().map(&mut place).collect() };
        Cells { places, values: Values::Json(text, values.into_iter().filter(is_there).collect()) }
    }

    /// Whether every row has a value.
    pub fn is_whole(&self) -> bool {
        self.places.is_empty()
    }

    #[inline]
    fn place(&self, row: usize) -> Option<usize> {
        match self.places.get(row) {
            None => Some(row),
            Some(&NONE) => None,
            Some(place) => Some(*place as usize),
        }
    }

    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.place(row).is_some()
    }

    /// The value of a row of a column of whole numbers.
    #[inline]
    pub fn int(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Ints(values) => values.get(self.place(row)?).copied(),
            _ => None,
        }
    }

    /// The value of a row of a column of doubles.
    #[inline]
    pub fn float(&self, row: usize) -> Option<f64> {
        match &self.values {
            Values::Floats(values) => values.get(self.place(row)?).copied(),
            _ => None,
        }
    }

    /// The value of a row of a column of texts.
    #[inline]
    pub fn text(&self, row: usize) -> Option<&str> {
        match &self.values {
            Values::Texts(values) => values.get(self.place(row)?),
            _ => None,
        }
    }

    /// Sets `bit` in the rows that have a value, of a column with gaps.
    pub fn mark(&self, rows: &mut [u16], bit: u16) {
        rows.iter_mut().zip(&self.places).for_each(|(row, place)| *row |= if *place == NONE { 0 } else { bit });
    }

    /// The rows of a column of times.
    pub fn times(&self) -> Option<Spread<'_, i64>> {
        match &self.values {
            Values::Times(values) => Some(self.spread(values)),
            _ => None,
        }
    }

    /// The rows of a column of texts.
    pub fn texts(&self) -> Option<(&Texts, Spread<'_, i32>)> {
        match &self.values {
            Values::Texts(texts) => Some((texts, self.spread(&texts.numbers))),
            _ => None,
        }
    }

    /// All rows as what a slot of this kind holds, if the column is of its type and no value needs a second look.
    pub fn series(&self, kind: Kind) -> Option<Series<'_>> {
        match (kind, &self.values) {
            (Kind::Count, Values::Ints(values)) => {
                values.iter().all(is_count).then(|| Series::Ints(self.spread(values)))
            }
            (Kind::Amount | Kind::Number, Values::Floats(values)) => {
                values.iter().all(is_amount).then(|| Series::Floats(self.spread(values)))
            }
            (Kind::Text | Kind::Any, Values::Texts(texts)) => {
                Some(Series::Texts(texts, Tag::Text, self.spread(&texts.numbers)))
            }
            _ => None,
        }
    }

    fn spread<'c, T>(&'c self, values: &'c [T]) -> Spread<'c, T> {
        Spread { places: &self.places, values }
    }

    #[inline]
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        let place = self.place(row)?;
        match &self.values {
            Values::Ints(values) => values.get(place).map(|value| Cell::Int(*value)),
            Values::Floats(values) => values.get(place).map(|value| Cell::Float(*value)),
            Values::Bools(values) => values.get(place).map(|value| Cell::Bool(*value)),
            Values::Times(values) => values.get(place).map(|value| Cell::Time(*value)),
            Values::Texts(values) => values.get(place).map(Cell::Text),
            Values::Bytes(values) => {
                values.get(place).map(|value| std::str::from_utf8(value.data()).map_or(Cell::Other, Cell::Text))
            }
            Values::Numbers(values) => values.get(place).map(|value| Cell::Number(value)),
            Values::Json(text, values) => values.get(place).map(|value| Cell::Json(value.scalar(text))),
            Values::Unread => Some(Cell::Other),
        }
    }
}

/// The largest count.
pub const MOST: i64 = MAX_MAGNITUDE as i64;

/// Whether a number is a count: as unsigned ones those below zero are beyond all counts.
#[inline]
fn is_count(value: &i64) -> bool {
    value.cast_unsigned() <= MOST.cast_unsigned()
}

/// Whether a number is an amount. Bits of such are in order; those of `-0`, of what is below and of no number are above.
#[inline]
fn is_amount(value: &f64) -> bool {
    value.to_bits() <= MAX_MAGNITUDE.to_bits()
}

/// Reads all of a column; a value whose level is below `top` is not there.
fn column<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    top: i16,
    finish: impl FnOnce(Vec<T::T>) -> Values,
) -> Result<(Vec<u32>, Values)> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut known = 0;
    while known < rows {
        let (records, ..) = reader.read_records(rows - known, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(parquet::errors::ParquetError::EOF("a column has fewer rows than its row group".to_owned()));
        }
        known += records;
    }
    if top == 0 || values.len() == rows {
        return Ok((Vec::new(), finish(values)));
    }
    let mut places = vec![NONE; levels.len()];
    let there = places.iter_mut().zip(&levels).filter(|(_, level)| **level == top);
    there.zip(0..).for_each(|((place, _), number)| *place = number);
    Ok((places, finish(values)))
}

/// The double that is written as a single is: `0.1` stays `0.1`.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// What integers and bytes stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    Unsigned,
    /// Times of so many nanoseconds each.
    Time(i64),
    /// Digits behind the point.
    Decimal(i32),
    Uuid,
    /// Half-precision numbers, bytes of programs.
    Other,
}

const DAY: i64 = 86_400_000_000_000;

impl Meaning {
    fn of(descriptor: &ColumnDescriptor) -> Meaning {
        match descriptor.logical_type_ref() {
            Some(LogicalType::Timestamp(time)) => Meaning::Time(match time.unit {
                TimeUnit::MILLIS => 1_000_000,
                TimeUnit::MICROS => 1000,
                TimeUnit::NANOS => 1,
            }),
            Some(LogicalType::Date) => Meaning::Time(DAY),
            Some(LogicalType::Decimal(decimal)) => Meaning::Decimal(decimal.scale),
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Meaning::Unsigned,
            Some(LogicalType::Uuid) => Meaning::Uuid,
            Some(LogicalType::Float16 | LogicalType::Bson | LogicalType::Time(_)) => Meaning::Other,
            Some(_) => Meaning::Plain,
            None => match descriptor.converted_type() {
                ConvertedType::TIMESTAMP_MILLIS => Meaning::Time(1_000_000),
                ConvertedType::TIMESTAMP_MICROS => Meaning::Time(1000),
                ConvertedType::DATE => Meaning::Time(DAY),
                ConvertedType::DECIMAL => Meaning::Decimal(descriptor.type_scale()),
                ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                    Meaning::Unsigned
                }
                ConvertedType::BSON | ConvertedType::INTERVAL => Meaning::Other,
                _ => Meaning::Plain,
            },
        }
    }

    fn of_ints(self, values: Vec<i64>) -> Values {
        match self {
            Meaning::Time(1000) => Values::Times(values),
            Meaning::Time(nanos) => {
                let micros = |value: i64| i64::try_from((i128::from(value) * i128::from(nanos)).div_euclid(1000));
                Values::Times(values.into_iter().map(|value| micros(value).unwrap_or(i64::MAX)).collect())
            }
            Meaning::Decimal(scale) => {
                Values::Numbers(values.into_iter().map(|value| decimal(i128::from(value), scale)).collect())
            }
            // Beyond the largest signed number is beyond everything that is counted.
            Meaning::Unsigned => {
                Values::Ints(values.into_iter().map(|value| if value < 0 { i64::MAX } else { value }).collect())
            }
            Meaning::Plain | Meaning::Uuid | Meaning::Other => Values::Ints(values),
        }
    }

    fn of_bytes(self, values: Vec<ByteArray>) -> Values {
        match self {
            Meaning::Decimal(scale) => {
                Values::Numbers(values.iter().map(|value| decimal(big_endian(value.data()), scale)).collect())
            }
            Meaning::Uuid => {
                Meaning::Plain.of_bytes(values.iter().map(|value| uuid(value.data()).into_bytes().into()).collect())
            }
            Meaning::Other => Values::Unread,
            _ => Values::of(Pile::of(&values), (0..).zip(&values).map(|(number, _)| number).collect()),
        }
    }
}

/// A signed number of up to 16 bytes, the highest first. Longer ones are beyond everything that is counted.
fn big_endian(bytes: &[u8]) -> i128 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    if bytes.len() > 16 {
        return if negative { i128::MIN } else { i128::MAX };
    }
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| number << 8 | i128::from(*byte))
}

/// A decimal as it is written: `12.50` for 1250 and two digits behind the point.
fn decimal(unscaled: i128, scale: i32) -> String {
    let scale = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if unscaled < 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The usual groups of hex digits.
fn uuid(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_out() {
        assert_eq!(decimal(1250, 2), "12.50");
        assert_eq!(decimal(-5, 3), "-0.005");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(big_endian(&[0xff, 0x38]), 1), "-20.0");
        assert_eq!(big_endian(&[0x01, 0x00]), 256);
    }

    #[test]
    fn a_single_is_the_double_that_looks_the_same() {
        assert_eq!(shortest(0.1), 0.1);
        assert_eq!(shortest(1e-7), 1e-7);
        assert!(shortest(f32::NAN).is_nan());
    }

    #[test]
    fn ids_of_16_bytes_are_written_as_people_do() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(uuid(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }
}
