//! The flat log as Parquet: one column a field, optional all, compressed with zstd.
//!
//! A field with a name has the type of its kind. A path that is kept has the type of its values; where those are of
//! several types it is text.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, SchemaDescriptor, Type};
use rayon::prelude::*;

use super::flat::{Carried, Cell, Flat, Record, Series, Values};
use crate::input::{Tag, seal};
use crate::query::{Canonical, Field};
use crate::requests::MISSING_CODE;

/// Records of a row group: enough for columns to be worth their headers, and few enough for the tables of a thread that
/// reads one to stay in a cache.
const GROUP: usize = 1 << 15;

/// Writes all records.
pub fn write(flat: &Flat<'_>, out: &mut (dyn Write + Send)) -> io::Result<Carried> {
    let records: Vec<Record> = flat.records(&flat.rows).collect();
    let types: Vec<Kind> = flat.series.iter().map(|series| Kind::of(&series.values)).collect();
    let schema = Arc::new(schema(flat, &types).map_err(fault)?);
    let (descriptor, properties) = (SchemaDescriptor::new(Arc::clone(&schema)), Arc::new(properties()?));
    let columns: Vec<Column<'_>> = flat
        .series
        .iter()
        .zip(types)
        .zip(descriptor.columns())
        .map(|((series, kind), descriptor)| Column { flat, series, kind, descriptor, properties: &properties })
        .collect();
    let mut file = SerializedFileWriter::new(out, schema, Arc::clone(&properties)).map_err(fault)?;
    for wave in records.chunks(GROUP * rayon::current_num_threads()) {
        let groups: Vec<&[Record]> = wave.chunks(GROUP).collect();
        let encode = |group: &&[Record]| columns.par_iter().map(|column| column.encode(group)).collect();
        let encoded = groups.par_iter().map(encode).collect::<io::Result<Vec<Vec<_>>>>()?;
        for group in encoded {
            let mut writer = file.next_row_group().map_err(fault)?;
            for (bytes, close) in group {
                writer.append_column(&bytes, close).map_err(fault)?;
            }
            writer.close().map_err(fault)?;
        }
    }
    if is_request_a_record(flat, &records) {
        let seal = seal::seal(file.flushed_row_groups());
        file.append_key_value_metadata(seal);
    }
    file.close().map_err(fault)?;
    let mixed = |column: &&Column<'_>| column.kind == Kind::Text && !column.series.values.is_text();
    let mixed = columns.iter().filter(mixed).map(|column| column.series.field.name().to_owned()).collect();
    Ok(Carried { records: records.len() as u64, mixed, ..Carried::default() })
}

/// Whether no two records share an id, so that each is a request of its own.
fn is_request_a_record(flat: &Flat<'_>, records: &[Record]) -> bool {
    if records.len() != flat.rows.len() {
        return false;
    }
    let is_id = |series: &&Series<'_>| series.field == Field::from(Canonical::RequestId);
    let Some(Values::Texts(codes, dictionary)) = flat.series.iter().find(is_id).map(|series| &series.values) else {
        return true;
    };
    let mut is_taken = vec![false; dictionary.len()];
    flat.rows.iter().all(|row| {
        let code = codes.get(*row as usize).filter(|code| **code != MISSING_CODE);
        code.is_none_or(|code| !std::mem::replace(&mut is_taken[*code as usize], true))
    })
}

fn fault(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

/// Ids and times are as many as requests, so a dictionary of them would only be in the way. From one request to the next it
/// is a short time.
fn properties() -> io::Result<WriterProperties> {
    let column = |field: Canonical| ColumnPath::from(field.name());
    let level = ZstdLevel::try_new(1).map_err(fault)?;
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_data_page_row_count_limit(GROUP)
        .set_column_dictionary_enabled(column(Canonical::RequestId), false)
        .set_column_dictionary_enabled(column(Canonical::Timestamp), false)
        .set_column_encoding(column(Canonical::Timestamp), Encoding::DELTA_BINARY_PACKED)
        .set_created_by([seal::WRITER, env!("CARGO_PKG_VERSION")].concat())
        .build())
}

/// What a column is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Time,
    Int,
    Float,
    Bool,
    Text,
}

impl Kind {
    fn of(values: &Values<'_>) -> Kind {
        match values {
            Values::Times(_) => Kind::Time,
            Values::Ints(_) => Kind::Int,
            Values::Floats(_) => Kind::Float,
            Values::Statuses(_) => Kind::Text,
            Values::Texts(_, dictionary) => {
                let all = |test: fn(Tag, &str) -> bool| {
                    (0..dictionary.len() as u32)
                        .all(|code| dictionary.get(code).is_some_and(|(tag, text)| test(tag, text)))
                };
                match () {
                    () if dictionary.len() == 0 => Kind::Text,
                    () if all(|tag, _| tag == Tag::Bool) => Kind::Bool,
                    () if all(|tag, text| tag == Tag::Number && text.parse::<i64>().is_ok()) => Kind::Int,
                    () if all(|tag, text| tag == Tag::Number && text.parse().is_ok_and(f64::is_finite)) => Kind::Float,
                    () => Kind::Text,
                }
            }
        }
    }

    fn physical(self) -> (Physical, Option<LogicalType>) {
        match self {
            Kind::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
            Kind::Int => (Physical::INT64, None),
            Kind::Float => (Physical::DOUBLE, None),
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        }
    }
}

fn schema(flat: &Flat<'_>, kinds: &[Kind]) -> Result<Type, ParquetError> {
    let column = |(series, kind): (&Series<'_>, &Kind)| {
        let (physical, logical) = kind.physical();
        let column = Type::primitive_type_builder(series.field.name(), physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        column.build().map(Arc::new)
    };
    let columns = flat.series.iter().zip(kinds).map(column).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("requests").with_fields(columns).build()
}

struct Column<'f> {
    flat: &'f Flat<'f>,
    series: &'f Series<'f>,
    kind: Kind,
    descriptor: &'f ColumnDescPtr,
    properties: &'f WriterPropertiesPtr,
}

impl Column<'_> {
    /// The bytes of a row group's column.
    fn encode(&self, records: &[Record]) -> io::Result<(Bytes, ColumnCloseResult)> {
        let mut bytes = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut bytes));
        let mut writer = get_column_writer(Arc::clone(self.descriptor), Arc::clone(self.properties), pages);
        self.fill(records, &mut writer).map_err(fault)?;
        let close = writer.close().map_err(fault)?;
        Ok((Bytes::from(bytes.into_inner().map_err(fault)?), close))
    }

    fn fill(&self, records: &[Record], writer: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let mut levels = Vec::with_capacity(records.len());
        match writer {
            ColumnWriter::Int64ColumnWriter(writer) => {
                let values = self.values(records, &mut levels, |cell| match cell {
                    Cell::Time(value) | Cell::Int(value) => Some(value),
                    Cell::Number(text) => text.parse().ok(),
                    _ => None,
                });
                writer.write_batch(&values, Some(&levels), None)?;
            }
            ColumnWriter::DoubleColumnWriter(writer) => {
                let values = self.values(records, &mut levels, |cell| match cell {
                    Cell::Float(value) => Some(value),
                    Cell::Number(text) => text.parse().ok(),
                    _ => None,
                });
                writer.write_batch(&values, Some(&levels), None)?;
            }
            ColumnWriter::BoolColumnWriter(writer) => {
                let values = self.values(records, &mut levels, |cell| match cell {
                    Cell::Bool(value) => Some(value),
                    _ => None,
                });
                writer.write_batch(&values, Some(&levels), None)?;
            }
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let values = self.texts(records, &mut levels);
                writer.write_batch(&values, Some(&levels), None)?;
            }
            _ => debug_assert!(false, "no column is of another type"),
        }
        Ok(())
    }

    /// The values that are there, and by record whether there is one.
    fn values<'r, T>(
        &'r self,
        records: &'r [Record],
        levels: &mut Vec<i16>,
        read: impl Fn(Cell<'r>) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for record in records {
            let value = self.flat.cell(self.series, *record).and_then(&read);
            levels.push(i16::from(value.is_some()));
            values.extend(value);
        }
        values
    }

    /// Texts as parts of one.
    fn texts(&self, records: &[Record], levels: &mut Vec<i16>) -> Vec<ByteArray> {
        let mut all = Vec::new();
        let ends = self.values(records, levels, Some);
        let ends: Vec<usize> = ends
            .into_iter()
            .map(|cell| {
                match cell {
                    Cell::Text(text) | Cell::Number(text) => all.extend_from_slice(text.as_bytes()),
                    Cell::Bool(value) => all.extend_from_slice(if value { b"true" } else { b"false" }),
                    Cell::Time(_) | Cell::Int(_) | Cell::Float(_) => {}
                }
                all.len()
            })
            .collect();
        let all = Bytes::from(all);
        let mut start = 0;
        ends.into_iter().map(|end| ByteArray::from(all.slice(std::mem::replace(&mut start, end)..end))).collect()
    }
}
