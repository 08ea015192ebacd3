//! The flat log as CSV: RFC 4180 with LF line ends, a header of field names, an empty cell for what is not known.

use std::io;

use super::clock::Clock;
use super::flat::{Carried, Cell, Flat};
use crate::formula::guarded;

/// The header's line.
pub fn header(flat: &Flat<'_>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for series in &flat.series {
        let mut cell = Vec::new();
        text(series.field.name(), &mut cell);
        writer.write_field(&cell)?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.into_inner().map_err(|error| error.into_error())
}

/// Appends the lines of some rows.
pub fn encode(flat: &Flat<'_>, rows: &[u32], out: &mut Vec<u8>) -> io::Result<Carried> {
    let (mut clock, mut carried, mut cell) = (Clock::default(), Carried::default(), Vec::new());
    let mut writer = csv::Writer::from_writer(out);
    for record in flat.records(rows) {
        carried.records += 1;
        for series in &flat.series {
            cell.clear();
            if let Some(value) = flat.cell(series, record) {
                write(value, &mut clock, &mut cell, &mut carried)?;
            }
            writer.write_field(&cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(carried)
}

fn write(value: Cell<'_>, clock: &mut Clock, out: &mut Vec<u8>, carried: &mut Carried) -> io::Result<()> {
    match value {
        Cell::Text(value) => {
            carried.lost_texts += u64::from(value.is_empty());
            text(value, out);
        }
        Cell::Time(micros) => carried.lost_times += u64::from(!clock.write(micros, out)),
        value => _ = super::json::value(value, clock, out)?,
    }
    Ok(())
}

/// Appends a text that no spreadsheet takes for a formula.
fn text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(guarded(text).as_bytes());
}
