//! The request table as a file that can be read back: the flat log, one record a request.
//!
//! `flat` says what a record holds, `json`, `csv` and `otlp` write records as lines and `parquet` as columns, `clock`
//! writes times. Whatever is written reads back to the same table.

mod clock;
mod csv;
mod flat;
mod json;
mod otlp;
mod parquet;

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

pub use flat::{Carried, Flat};

use crate::query::Field;

/// What a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The native log: JSON lines.
    Native,
    Csv,
    Parquet,
    /// Traces as JSON lines.
    Otlp,
}

impl Shape {
    /// What it has a place for beside the fields of a request.
    pub fn more(self) -> Vec<Field> {
        match self {
            Shape::Otlp => otlp::SPAN.map(Field::named).to_vec(),
            Shape::Native | Shape::Csv | Shape::Parquet => Vec::new(),
        }
    }
}

/// How a file of text is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// Requests that one thread encodes at a time.
const BATCH: usize = 1 << 13;
/// Batches per thread between two writes.
const WAVE: usize = 4;

/// Writes the requests of `flat` to `out`, and says how many lines that took and what they could not hold.
///
/// # Errors
/// Whatever `out` refuses.
pub fn write(flat: &Flat<'_>, shape: Shape, packing: Packing, out: &mut (dyn Write + Send)) -> io::Result<Carried> {
    match shape {
        Shape::Native => lines(flat, packing, out, &json::encode),
        Shape::Csv => {
            out.write_all(&packed(csv::header(flat)?, packing)?)?;
            lines(flat, packing, out, &csv::encode)
        }
        Shape::Otlp => {
            let ids = otlp::Ids::of(flat);
            lines(flat, packing, out, &|flat, rows, out| otlp::encode(flat, &ids, rows, out))
        }
        Shape::Parquet => parquet::write(flat, out),
    }
}

/// What encodes some rows.
type Encode<'e> = dyn Fn(&Flat<'_>, &[u32], &mut Vec<u8>) -> io::Result<Carried> + Sync + 'e;

/// Encodes batches in parallel and writes them in order.
fn lines(flat: &Flat<'_>, packing: Packing, out: &mut dyn Write, encode: &Encode<'_>) -> io::Result<Carried> {
    let mut carried = Carried::default();
    for wave in flat.rows.chunks(BATCH * WAVE * rayon::current_num_threads()) {
        let encoded = wave.par_chunks(BATCH).map(|rows| {
            let mut bytes = Vec::new();
            let carried = encode(flat, rows, &mut bytes)?;
            Ok((packed(bytes, packing)?, carried))
        });
        for (bytes, more) in encoded.collect::<io::Result<Vec<(Vec<u8>, Carried)>>>()? {
            out.write_all(&bytes)?;
            carried.add(more);
        }
    }
    Ok(carried)
}

/// Bytes as a gzip member or zstd frame of their own: files of several are as good as one.
fn packed(bytes: Vec<u8>, packing: Packing) -> io::Result<Vec<u8>> {
    match packing {
        Packing::Plain => Ok(bytes),
        Packing::Gzip => {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(&bytes)?;
            gzip.finish()
        }
        Packing::Zstd => zstd::encode_all(bytes.as_slice(), 0),
    }
}
