//! One chunk to events: lines are told apart, judged and read. Runs on many threads at once.

use std::collections::BTreeMap;
use std::io;

use memchr::{memchr, memrchr};

use super::chunk::{Chunk, Text};
use super::detect::Form;
use super::event::Sink;
use super::index::{Index, Indexed};
use super::judge::{self, Fault};
use super::pieces;
use super::plans::Plans;
use super::reader::Reader;
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
    /// Records of other tools that are no calls of a model: spans of chains and tools, prompts, actions.
    pub other_records: u64,
    /// Records that lack what stands behind them, too far to wait for it.
    pub parted: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.bytes += other.bytes;
        self.lines += other.lines;
        self.blank_lines += other.blank_lines;
        self.bad_values += other.bad_values;
        self.unrecognised_lines += other.unrecognised_lines;
        self.other_records += other.other_records;
        self.parted += other.parted;
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
    BadValue {
        field: String,
        value: String,
    },
    Unrecognised,
    /// A record of the format of that name, among those of another one.
    OtherFormat(&'static str),
    /// An observation without what its trace says of its user and its session.
    Parted,
}

impl Finding {
    /// Findings of one kind share a limit.
    pub fn kind(&self) -> usize {
        match self {
            Finding::BadLine(fault) => *fault as usize,
            Finding::BadValue { .. } => Fault::ALL.len(),
            Finding::Unrecognised | Finding::OtherFormat(_) => Fault::ALL.len() + 1,
            Finding::Parted => Fault::ALL.len() + 2,
        }
    }
}

/// A chunk's events, in the sink that took them, and what else there is to say.
#[derive(Debug)]
pub struct Parsed<S> {
    pub sink: S,
    pub source: usize,
    /// What the input is, if it begins here.
    pub form: Option<Form>,
    pub tally: Tally,
    pub notes: Vec<Note>,
    pub progress: u64,
    pub damage: Option<String>,
    /// Whether the text ends in the middle of a line where a writer may still be at work: in a plain file or in a pipe.
    pub is_unfinished: bool,
}

/// What one thread reads chunks with, one after the other: what it learned of their lines serves the next ones.
pub struct Tools<'p> {
    plans: &'p Plans,
    /// By number of the plan.
    readers: Vec<Option<Reader<'p>>>,
    index: Index,
    source: usize,
    /// Lines without what was around them.
    bare: Vec<u8>,
}

impl<'p> Tools<'p> {
    pub fn new(plans: &'p Plans) -> Self {
        let readers = (0..plans.count()).map(|_| None).collect();
        Tools { plans, readers, index: Index::default(), source: 0, bare: Vec::new() }
    }

    /// Forgets lines that say little about the next ones.
    fn turn_to(&mut self, source: usize, form: &Form) {
        let reader = &mut self.readers[self.plans.number(form)];
        if self.source != source || reader.is_none() {
            self.source = source;
            *reader = Some(Reader::new(self.plans.of(form), form.frames));
        }
    }

    fn turn_from(&mut self, form: &Form, tally: &Tally) {
        let reader = &mut self.readers[self.plans.number(form)];
        if reader.as_ref().is_some_and(|reader| reader.is_stale(tally.lines)) {
            *reader = None;
        }
    }
}

/// Reads `chunk` into `sink`.
///
/// # Errors
/// The file cannot be read.
pub fn parse<S: Sink>(chunk: Chunk, tools: &mut Tools<'_>, sink: S) -> io::Result<Parsed<S>> {
    let Chunk { source, mut first, form, is_plain, text, rewritten, parted, progress } = chunk;
    let form_here = first.then_some(form);
    let (tally, notes) = (Tally::default(), Vec::new());
    let mut parsed =
        Parsed { sink, source, form: form_here, tally, notes, progress, damage: None, is_unfinished: false };
    if parted > 0 {
        parsed.tally.parted = parted;
        parsed.note(Finding::Parted);
    }
    tools.turn_to(source, &form);
    let take = |piece: &[u8]| parsed.piece(piece, std::mem::take(&mut first), &form, tools);
    match text {
        Text::Owned(lent) => pieces::split(lent.text(), take),
        Text::Range { file, start, end } => pieces::read(&file, start..end, take)?,
        Text::Cells(header, lent, is_clean) => {
            header.read(lent.text(), first, is_clean, tools.plans.of(&form), &mut parsed);
        }
        Text::Rows(table, group) => table.read(group, tools.plans.of(&form), &mut parsed),
        Text::Damage(what) => parsed.damage = Some(what),
    }
    parsed.tally.bytes = rewritten.unwrap_or(parsed.tally.bytes);
    tools.turn_from(&form, &parsed.tally);
    parsed.is_unfinished = is_plain && parsed.tally.faults[Fault::Truncated as usize] > 0;
    Ok(parsed)
}

impl<S: Sink> Parsed<S> {
    /// Reads a piece of a chunk, whole lines, whatever is around their records.
    fn piece(&mut self, bytes: &[u8], first: bool, form: &Form, tools: &mut Tools<'_>) {
        let number = tools.plans.number(form);
        let Tools { readers, index, bare, .. } = tools;
        let Some(reader) = readers[number].as_mut() else { return };
        self.tally.bytes += bytes.len() as u64;
        if !form.wrapper.is_rewritten() {
            return self.lines(bytes, first, reader, index);
        }
        bare.clear();
        let (mut others, mut ends_in_another) = (0, false);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (line, end) = line.strip_suffix(b"\n").map_or((line, &b""[..]), |line| (line, b"\n"));
            match form.wrapper.strip(line) {
                Some(record) => bare.extend_from_slice(&record),
                None if line.trim_ascii().is_empty() => bare.extend_from_slice(line),
                // Without an end it would not even be a blank line.
                None if end.is_empty() => ends_in_another = true,
                None => others += 1,
            }
            bare.extend_from_slice(end);
        }
        self.lines(bare, first, reader, index);
        // They were read as blank lines, so that all others keep their numbers.
        self.tally.blank_lines = self.tally.blank_lines.saturating_sub(others);
        self.tally.lines += u64::from(ends_in_another);
        self.tally.other_records += others + u64::from(ends_in_another);
    }

    /// Reads `bytes`, lines of a chunk. Text is told from other bytes for as many lines at once as possible.
    fn lines(&mut self, bytes: &[u8], first: bool, reader: &mut Reader<'_>, index: &mut Index) {
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
                    self.broken_line(&rest[end..], broken - end, reader)
                }
            };
        }
    }

    /// Reads the line at the start of `bytes`, of which the byte at `broken` is no UTF-8; returns what follows.
    fn broken_line<'b>(&mut self, bytes: &'b [u8], broken: usize, reader: &mut Reader<'_>) -> &'b [u8] {
        let end = memchr(b'\n', &bytes[broken..]).map(|at| broken + at);
        self.fault(&bytes[..end.unwrap_or(bytes.len())], end.is_none(), reader);
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
                    self.other_line(&text.as_bytes()[start..end], is_last && end == text.len(), reader);
                    end
                }
            };
            self.tally.lines += 1;
            start = end + 1;
        }
        self.tally.other_records += std::mem::take(&mut reader.other_records);
    }

    pub fn keep(&mut self, remarks: &mut Vec<Finding>) {
        for remark in remarks.drain(..) {
            match &remark {
                Finding::Unrecognised | Finding::OtherFormat(_) => self.tally.unrecognised_lines += 1,
                Finding::BadValue { field, value } => {
                    self.tally.bad_values += 1;
                    *self.tally.wrong_values.entry((field.clone(), Wrong::of(value))).or_default() += 1;
                }
                Finding::BadLine(_) | Finding::Parted => {}
            }
            self.note(remark);
        }
    }

    /// A line of text that the scanner did not finish: blank or bad.
    fn other_line(&mut self, line: &[u8], unterminated: bool, reader: &mut Reader<'_>) {
        if line.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r')) {
            self.tally.blank_lines += 1;
        } else {
            self.fault(line, unterminated, reader);
        }
    }

    fn fault(&mut self, line: &[u8], unterminated: bool, reader: &mut Reader<'_>) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // That the scanner gives up on exactly the lines the judge finds bad is what the fuzz tests hold.
        let fault = judge::judge(line, unterminated).err().unwrap_or(Fault::BadJson);
        self.skip(fault);
        if let Some(whole) = reader.whole_in(line) {
            self.whole(&whole, reader);
        }
    }

    /// Reads what is whole in a bad line, in its place.
    fn whole(&mut self, text: &str, reader: &mut Reader<'_>) {
        let index = Index::of(text);
        self.sink.line(self.tally.lines, text.as_bytes());
        reader.read(Indexed::new(text, &index, 0), 0, &mut self.sink);
        self.keep(&mut reader.remarks);
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
