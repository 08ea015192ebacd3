//! Rows of CSV as records: RFC 4180, an empty cell for what is not there, numbers and truths as text.

use std::borrow::Cow;
use std::io::Read as _;

use csv::{ByteRecord, ReaderBuilder};
use memchr::memchr_iter;

use super::Layouts;
use super::header::Header;
use super::opened::Opened;
use super::quotes::Part;
use crate::formula::unguarded;
use crate::input::event::{Sink, Tag};
use crate::input::judge::{Fault, without_bom};
use crate::input::native::{Json, Line, Record};
use crate::input::parse::{Finding, Parsed};
use crate::input::plan::Plan;
use crate::input::scalar::{Form, Mismatch, Scalar, Value};
use crate::input::timestamp::Calendar;
use crate::input::tree::NodeId;
use crate::query::Kind;

impl Header {
    /// Gives the rows of a chunk to the sink of `parsed`; the `first` chunk begins with the header. One that is clean has
    /// no line with a stray quote.
    pub fn read<S: Sink>(&self, bytes: &[u8], first: bool, is_clean: bool, plan: &Plan, parsed: &mut Parsed<S>) {
        parsed.tally.bytes += bytes.len() as u64;
        let (text, strays) = if is_clean { (Cow::Borrowed(bytes), Vec::new()) } else { self.cleaned(bytes, first) };
        let text = if first { without_bom(&text) } else { &text };
        let mut strays = strays.into_iter().peekable();
        let mut rows = Rows::new(self, plan);
        // Behind an empty line, so that no mark within the input passes for one at its start.
        let behind = (&b"\n"[..]).chain(text);
        let mut reader =
            ReaderBuilder::new().delimiter(self.delimiter).has_headers(false).flexible(true).from_reader(behind);
        let (mut record, mut is_header, mut passed) = (ByteRecord::new(), first, 0);
        // Reading from memory cannot fail.
        while reader.read_byte_record(&mut record).is_ok_and(|is_there| is_there) {
            let start = row_start(&record, text);
            while let Some(stray) = strays.next_if(|stray| *stray < start) {
                is_header = false;
                skip(&text[std::mem::replace(&mut passed, stray)..stray], parsed);
            }
            parsed.tally.lines += newlines(&text[passed..start]);
            passed = start;
            if !std::mem::take(&mut is_header) {
                rows.give(&record, parsed);
            }
        }
        for stray in strays {
            skip(&text[std::mem::replace(&mut passed, stray)..stray], parsed);
        }
        let is_cut = !text.is_empty() && !text.ends_with(b"\n");
        parsed.tally.lines += newlines(&text[passed..]) + u64::from(is_cut);
    }

    /// A chunk with an empty line for each one with a stray quote, and where these are, a mark at its start left out.
    fn cleaned<'t>(&self, bytes: &'t [u8], first: bool) -> (Cow<'t, [u8]>, Vec<usize>) {
        let parts = self.parts(bytes, first, true);
        let (mut text, mut strays, mut read, mut whole) = (Vec::new(), Vec::new(), parts.start(), parts.start());
        for part in parts {
            match part {
                Part::Rows(end) => whole = end,
                Part::Stray(end) => {
                    text.extend_from_slice(&bytes[read..whole]);
                    strays.push(text.len());
                    text.push(b'\n');
                    (read, whole) = (end, end);
                }
            }
        }
        if strays.is_empty() {
            return (Cow::Borrowed(bytes), strays);
        }
        text.extend_from_slice(&bytes[read..]);
        (Cow::Owned(text), strays)
    }
}

/// Skips a line with a stray quote, behind so much text.
fn skip<S: Sink>(before: &[u8], parsed: &mut Parsed<S>) {
    parsed.tally.lines += newlines(before);
    parsed.skip(Fault::StrayQuote);
}

/// Where a row begins in its text, which was read behind an empty line. The reader's own word is where the row before
/// ended, which may be lines above.
fn row_start(record: &ByteRecord, text: &[u8]) -> usize {
    let read = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    let end = read.saturating_sub(1).min(text.len());
    end + text[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

fn newlines(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

/// What rows are read with.
struct Rows<'p> {
    plan: &'p Plan,
    /// The number of cells in a row.
    width: usize,
    /// The columns that a plan asks for, each for one node.
    wanted: Vec<(usize, NodeId)>,
    /// The numbers of all of these: any cell may be empty.
    gappy: Vec<usize>,
    values: Vec<Value>,
    /// Reads the cells that hold objects, whose values stand behind those of whole cells.
    opened: Opened<'p>,
    layouts: Layouts,
    calendar: Calendar,
    remarks: Vec<Finding>,
}

impl<'p> Rows<'p> {
    fn new(header: &Header, plan: &'p Plan) -> Rows<'p> {
        let of_column = |(column, name): (usize, &std::sync::Arc<str>)| {
            plan.nodes_of_column(name).into_iter().map(move |node| (column, node)).collect()
        };
        let wanted: Vec<Vec<(usize, NodeId)>> = header.names.iter().enumerate().map(of_column).collect();
        let wanted = wanted.concat();
        let opened = Opened::new(&header.names, &plan.tree);
        let nodes: Vec<NodeId> = wanted.iter().map(|(_, node)| *node).chain(opened.nodes()).collect();
        Rows {
            plan,
            width: header.names.len(),
            gappy: (0..nodes.len()).collect(),
            wanted,
            values: Vec::new(),
            opened,
            layouts: Layouts::new(nodes, 0),
            calendar: Calendar::default(),
            remarks: Vec::new(),
        }
    }

    fn give<S: Sink>(&mut self, record: &ByteRecord, parsed: &mut Parsed<S>) {
        if record.iter().all(|cell| cell.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))) && record.len() <= 1 {
            parsed.tally.blank_lines += 1;
            return;
        }
        if record.len() != self.width {
            return parsed.skip(Fault::WrongCells);
        }
        let Some(text) = text(record) else { return parsed.skip(Fault::BadUtf8) };
        self.values.clear();
        self.values.extend(self.wanted.iter().map(|(column, _)| value(text, record, *column)));
        let cell = |column: usize| record.range(column).unwrap_or(0..0);
        self.opened.read(text, cell, &mut self.values, &mut self.remarks);
        let values = &self.values;
        let layout = self.layouts.find(self.plan, &self.gappy, |number| values[number].form != Form::Null);
        let line = if parsed.sink.wants_lines() { joined(record) } else { Vec::new() };
        parsed.sink.line(parsed.tally.lines, &line);
        let row = Row(Json { text, values });
        let line = Line { record: &row, layout };
        let is_call = line.give(self.plan, &mut self.calendar, &mut self.remarks, &mut parsed.sink);
        parsed.tally.other_records += u64::from(!is_call);
        if !self.remarks.is_empty() {
            parsed.keep(&mut self.remarks);
        }
    }
}

/// All cells of a row, one behind the other, if each of them is text.
fn text(record: &ByteRecord) -> Option<&str> {
    let text = simdutf8::basic::from_utf8(record.as_slice()).ok()?;
    let starts = |column| record.range(column).is_some_and(|range| text.is_char_boundary(range.start));
    (0..record.len()).all(starts).then_some(text)
}

/// A row as one line, by which equal rows are known.
fn joined(record: &ByteRecord) -> Vec<u8> {
    let mut line = Vec::new();
    for cell in record {
        line.extend(cell.iter().map(|byte| if *byte == b'\n' { b'\r' } else { *byte }));
        line.push(0);
    }
    line
}

/// A cell by its place in the text of its row.
fn value(text: &str, record: &ByteRecord, column: usize) -> Value {
    let range = record.range(column).unwrap_or(0..0);
    let cell = unguarded(&text[range.clone()]);
    let form = match cell {
        "" => Form::Null,
        number if is_number(number.as_bytes()) => Form::Number,
        _ => Form::Text,
    };
    Value { at: range.end - cell.len(), end: range.end, form }
}

/// Whether a cell is what JSON calls a number.
fn is_number(cell: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unsigned = cell.strip_prefix(b"-").unwrap_or(cell);
    let whole = digits(unsigned);
    if whole == 0 || whole > 1 && unsigned[0] == b'0' {
        return false;
    }
    let mut rest = &unsigned[whole..];
    if let [b'.', fraction @ ..] = rest {
        let length = digits(fraction);
        rest = &fraction[length..];
        if length == 0 {
            return false;
        }
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', power @ ..] | [b'e' | b'E', power @ ..] => {
            !power.is_empty() && digits(power) == power.len()
        }
        _ => false,
    }
}

/// A row of text, in which `true` and `false` are truths wherever a field has no type of its own.
struct Row<'r>(Json<'r>);

impl Row<'_> {
    fn truth(&self, number: usize) -> Option<bool> {
        match self.0.scalar(number) {
            Scalar::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Scalar::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

impl Record for Row<'_> {
    #[inline]
    fn scalar(&self, number: usize) -> Scalar<'_> {
        self.truth(number).map_or_else(|| self.0.scalar(number), Scalar::Bool)
    }

    #[inline]
    fn put(&self, number: usize, slot: usize, kind: Kind, sink: &mut impl Sink) -> Result<(), Mismatch> {
        match self.truth(number).filter(|_| kind == Kind::Any) {
            Some(truth) => sink.text(slot, Tag::Bool, if truth { "true" } else { "false" }),
            None => return self.0.put(number, slot, kind, sink),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for number in ["0", "-0", "12", "0.5", "-1.25", "1e9", "1E+09", "2.5e-3"] {
            assert!(is_number(number.as_bytes()), "{number}");
            assert!(serde_json::from_str::<f64>(number).is_ok(), "{number}");
        }
        for text in ["", "-", "007", ".5", "5.", "1e", "1e+", "+1", "0x10", "1_000", "1,5", "NaN", "1 "] {
            assert!(!is_number(text.as_bytes()), "{text}");
            assert!(serde_json::from_str::<f64>(text.trim_end()).is_err() || text.ends_with(' '), "{text}");
        }
    }
}
