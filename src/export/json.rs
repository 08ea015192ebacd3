//! The native flat log: one JSON object a record, its keys the fields that it states.

use std::io::{self, Write};

use super::clock::Clock;
use super::flat::{Carried, Cell, Flat};
use crate::report::write_text;

/// Appends the lines of some rows.
pub fn encode(flat: &Flat<'_>, rows: &[u32], out: &mut Vec<u8>) -> io::Result<Carried> {
    let keys = flat.series.iter().map(|series| key(series.field.name())).collect::<io::Result<Vec<Vec<u8>>>>()?;
    let (mut clock, mut carried) = (Clock::default(), Carried::default());
    for record in flat.records(rows) {
        carried.records += 1;
        let mut separator = b'{';
        for (series, key) in flat.series.iter().zip(&keys) {
            let Some(cell) = flat.cell(series, record) else { continue };
            let start = out.len();
            out.push(separator);
            out.extend_from_slice(key);
            if value(cell, &mut clock, out)? {
                separator = b',';
            } else {
                carried.lost_times += 1;
                out.truncate(start);
            }
        }
        out.extend_from_slice(b"}\n");
    }
    Ok(carried)
}

/// A key and its colon.
fn key(name: &str) -> io::Result<Vec<u8>> {
    let mut key = Vec::new();
    text(name, &mut key)?;
    key.push(b':');
    Ok(key)
}

/// Appends a value; not, and says so, where it is a time that no text can hold.
pub fn value(cell: Cell<'_>, clock: &mut Clock, out: &mut Vec<u8>) -> io::Result<bool> {
    match cell {
        Cell::Time(micros) => {
            out.push(b'"');
            let is_written = clock.write(micros, out);
            out.push(b'"');
            return Ok(is_written);
        }
        Cell::Int(value) => serde_json::to_writer(out, &value)?,
        Cell::Float(value) => serde_json::to_writer(out, &value)?,
        Cell::Bool(value) => serde_json::to_writer(out, &value)?,
        Cell::Number(digits) => out.extend_from_slice(digits.as_bytes()),
        Cell::Text(value) => text(value, out)?,
    }
    Ok(true)
}

/// Appends a text between quotes. Ids, models and hashes need no escapes.
pub fn text(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\');
    if !is_plain {
        return write_text(text, out);
    }
    out.push(b'"');
    out.write_all(text.as_bytes())?;
    out.push(b'"');
    Ok(())
}
