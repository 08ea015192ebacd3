//! One chunk to events: lines are told apart, judged and read. Runs on many threads at once.

use std::collections::BTreeMap;
use std::io;

use memchr::{memchr, memrchr};

use super::chunk::{Chunk, Text};
use super::event::Sink;
use super::index::{Index, Indexed};
use super::judge::{self, Fault};
use super::native::Reader;
use super::pieces;
use super::plan::Plan;
use super::wrong::Wrong;

/// How many notes of one kind a chunk keeps. The run keeps as many, so a chunk never needs more.
pub const NOTES_OF_A_KIND: usize = 5;

/// What a chunk's lines came to, beside their events.
#[derive(Debug, Default)]
pub struct Tally {
    pub bytes: u64,
    pub lines: u64,
    pub blank_lines: u64,
    /// Bad lines, by [`Fault`] in declaration order.
    pub faults: [u64; Fault::ALL.len()],
    pub bad_values: u64,
    /// The same by field and by what is wrong.
    pub wrong_values: BTreeMap<(String, Wrong), u64>,
    pub unrecognised_lines: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.bytes += other.bytes;
        self.lines += other.lines;
        self.blank_lines += other.blank_lines;
        self.bad_values += other.bad_values;
        self.unrecognised_lines += other.unrecognised_lines;
        for (count, more) in self.faults.iter_mut().zip(other.faults) {
            *count += more;
        }
        for (what, more) in &other.wrong_values {
            *self.wrong_values.entry(what.clone()).or_default() += more;
        }
    }

    pub fn bad_lines(&self) -> u64 {
        self.faults.iter().sum()
    }
}

/// Something a person should see, and on which line of the chunk it was, counted from 0.
#[derive(Debug)]
pub struct Note {
    pub line: u64,
    pub what: Finding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    BadLine(Fault),
    BadValue { field: String, value: String },
    Unrecognised,
}

impl Finding {
    /// Findings of one kind share a limit.
    pub fn kind(&self) -> usize {
        match self {
            Finding::BadLine(fault) => *fault as usize,
            Finding::BadValue { .. } => Fault::ALL.len(),
            Finding::Unrecognised => Fault::ALL.len() + 1,
        }
    }
}

/// A chunk's events, in the sink that took them, and what else there is to say.
#[derive(Debug)]
pub struct Parsed<S> {
    pub sink: S,
    pub source: usize,
    pub tally: Tally,
    pub notes: Vec<Note>,
    pub progress: u64,
    pub damage: Option<String>,
}

/// What one thread reads chunks with, one after the other: what it learned of their lines serves the next ones.
pub struct Tools<'p> {
    plan: &'p Plan,
    reader: Reader<'p>,
    index: Index,
    source: usize,
}

impl<'p> Tools<'p> {
    pub fn new(plan: &'p Plan) -> Self {
        Tools { plan, reader: Reader::new(plan), index: Index::default(), source: 0 }
    }

    /// Forgets lines that say little about the next ones.
    fn turn_to(&mut self, source: usize) {
        if self.source != source {
            self.source = source;
            self.reader = Reader::new(self.plan);
        }
    }

    fn turn_from(&mut self, tally: &Tally) {
        if self.reader.is_stale(tally.lines) {
            self.reader = Reader::new(self.plan);
        }
    }
}

/// Reads `chunk` into `sink`.
///
/// # Errors
/// The file cannot be read.
pub fn parse<S: Sink>(chunk: Chunk, tools: &mut Tools<'_>, sink: S) -> io::Result<Parsed<S>> {
    let Chunk { source, mut first, text, progress } = chunk;
    let mut parsed = Parsed { sink, source, tally: Tally::default(), notes: Vec::new(), progress, damage: None };
    tools.turn_to(source);
    let plan = tools.plan;
    let take = |piece: &[u8]| parsed.lines(piece, std::mem::take(&mut first), tools);
    match text {
        Text::Owned(lent) => pieces::split(&lent.bytes, take),
        Text::Range { file, start, end } => pieces::read(&file, start..end, take)?,
        Text::Cells(header, lent) => header.read(&lent.bytes, first, plan, &mut parsed),
        Text::Rows(table, group) => table.read(group, plan, &mut parsed),
        Text::Damage(what) => parsed.damage = Some(what),
    }
    tools.turn_from(&parsed.tally);
    Ok(parsed)
}

impl<S: Sink> Parsed<S> {
    /// Reads `bytes`, lines of a chunk. Text is told from other bytes for as many lines at once as possible.
    fn lines(&mut self, bytes: &[u8], first: bool, tools: &mut Tools<'_>) {
        let Tools { reader, index, .. } = tools;
        self.tally.bytes += bytes.len() as u64;
        index.fill(bytes);
        let mut rest = if first { judge::without_bom(bytes) } else { bytes };
        while !rest.is_empty() {
            let start = bytes.len() - rest.len();
            rest = match simdutf8::compat::from_utf8(rest) {
                Ok(text) => {
                    self.text(Indexed::new(text, index, start), true, reader);
                    &[]
                }
                Err(error) => {
                    let broken = error.valid_up_to();
                    let end = memrchr(b'\n', &rest[..broken]).map_or(0, |at| at + 1);
                    let text = std::str::from_utf8(&rest[..end]).unwrap_or_default();
                    self.text(Indexed::new(text, index, start), false, reader);
                    self.broken_line(&rest[end..], broken - end)
                }
            };
        }
    }

    /// Reads the line at the start of `bytes`, of which the byte at `broken` is no UTF-8; returns what follows.
    fn broken_line<'b>(&mut self, bytes: &'b [u8], broken: usize) -> &'b [u8] {
        let end = memchr(b'\n', &bytes[broken..]).map(|at| broken + at);
        self.fault(&bytes[..end.unwrap_or(bytes.len())], end.is_none());
        self.tally.lines += 1;
        end.map_or(&[], |end| &bytes[end + 1..])
    }

    /// Reads whole lines of text; only the last one may lack its end, and only where the chunk ends.
    fn text(&mut self, indexed: Indexed<'_>, is_last: bool, reader: &mut Reader<'_>) {
        let text = indexed.text;
        let mut start = 0;
        while start < text.len() {
            self.sink.line(self.tally.lines, &text.as_bytes()[start..]);
            let end = match reader.read(indexed, start, &mut self.sink) {
                Some(end) => {
                    if !reader.remarks.is_empty() {
                        self.keep(&mut reader.remarks);
                    }
                    end
                }
                None => {
                    let end = memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |step| start + step);
                    self.other_line(&text.as_bytes()[start..end], is_last && end == text.len());
                    end
                }
            };
            self.tally.lines += 1;
            start = end + 1;
        }
    }

    pub fn keep(&mut self, remarks: &mut Vec<Finding>) {
        for remark in remarks.drain(..) {
            match &remark {
                Finding::Unrecognised => self.tally.unrecognised_lines += 1,
                Finding::BadValue { field, value } => {
                    self.tally.bad_values += 1;
                    *self.tally.wrong_values.entry((field.clone(), Wrong::of(value))).or_default() += 1;
                }
                Finding::BadLine(_) => {}
            }
            self.note(remark);
        }
    }

    /// A line of text that the scanner did not finish: blank or bad.
    fn other_line(&mut self, line: &[u8], unterminated: bool) {
        if line.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r')) {
            self.tally.blank_lines += 1;
        } else {
            self.fault(line, unterminated);
        }
    }

    fn fault(&mut self, line: &[u8], unterminated: bool) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // That the scanner gives up on exactly the lines the judge finds bad is what the fuzz tests hold.
        let fault = judge::judge(line, unterminated).err().unwrap_or(Fault::BadJson);
        self.skip(fault);
    }

    /// Notes a bad line, for this reason.
    pub fn skip(&mut self, fault: Fault) {
        self.tally.faults[fault as usize] += 1;
        self.note(Finding::BadLine(fault));
    }

    fn note(&mut self, what: Finding) {
        if self.notes.iter().filter(|note| note.what.kind() == what.kind()).count() < NOTES_OF_A_KIND {
            self.notes.push(Note { line: self.tally.lines, what });
        }
    }
}
