//! CSV for spreadsheets and scripts: unrounded, without a totals row, and without formulas from a log.

use std::borrow::Cow;
use std::io::{self, Write};

use super::sanitize::escape_for_csv;
use super::{Report, Role, Row, Value};
use crate::formula::is_formula;

/// Writes a header of column names and one record a row, as RFC 4180 with LF line ends.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    // Tells the row beyond the limit from a group that is called `other`.
    let is_cut = report.rows.iter().any(|row| row.other_groups.is_some());
    let header = report.columns.iter().map(|column| defused(&column.name).into_owned());
    csv.write_record(header.chain(is_cut.then(|| "other_groups".to_owned()))).map_err(io_error)?;
    for row in &report.rows {
        let groups = row.other_groups.map_or(String::new(), |groups| groups.to_string());
        csv.write_record(cells(report, row).into_iter().chain(is_cut.then_some(groups))).map_err(io_error)?;
    }
    csv.flush()
}

/// The error of `out` itself. The csv crate's own conversion hides its kind, and with it a closed pipe.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The row's cells; the row beyond `--limit` says `other` in its first dimension and nothing in the rest.
fn cells(report: &Report, row: &Row) -> Vec<String> {
    let mut label = Some("other");
    let columns = report.columns.iter().zip(&row.values);
    let cells = columns.map(|(column, value)| match column.role {
        Role::Dimension if row.other_groups.is_some() => label.take().unwrap_or_default().to_owned(),
        _ => cell(value),
    });
    cells.collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Int(n) => n.to_string(),
        // Debug is the shortest form that reads back as the same number, as in JSON.
        Value::Float(x) if x.is_finite() => format!("{x:?}"),
        Value::Float(_) | Value::Null => String::new(),
        Value::Text(text) => defused(text).into_owned(),
    }
}

/// Text that neither a terminal nor a spreadsheet will act on.
fn defused(text: &str) -> Cow<'_, str> {
    let safe = escape_for_csv(text);
    if is_formula(&safe) { Cow::Owned(format!("'{safe}")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report};
    use super::*;

    fn csv_of(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &mut out).expect("a Vec takes everything");
        String::from_utf8(out).expect("CSV is UTF-8")
    }

    #[test]
    fn formulas_are_quoted_and_numbers_are_not() {
        for (raw, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-inf", "'-inf"),
            ("-5", "-5"),
            ("+1.5e3", "+1.5e3"),
            ("\t=x", "'\t=x"),
            ("a=b", "a=b"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
        ] {
            assert_eq!(defused(raw), cell);
        }
    }

    #[test]
    fn cells_read_back() {
        let names = ["a,b", "say \"hi\"", "two\nlines", ""];
        let written = csv_of(&text_report(&names));
        assert!(!written.contains('\r'));
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let read: Vec<_> = reader.records().map(|record| record.expect("a record")[0].to_owned()).collect();
        assert_eq!(read, names);
    }

    #[test]
    fn a_closed_pipe_is_known_as_one() {
        let mut pipe = ClosedPipe;
        let names = vec!["x"; 10_000];
        let error = write(&text_report(&names), &mut pipe).expect_err("the pipe is closed");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    struct ClosedPipe;

    impl Write for ClosedPipe {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_other_row_adds_up_and_totals_stay_out() {
        let written = csv_of(&report());
        assert_eq!(written.lines().count(), 1 + report().rows.len());
        let other = written.lines().last().expect("a row");
        assert!(other.starts_with("other,40,"), "{other}");
        assert!(written.contains(",0.009085,"), "{written}");
    }
}
