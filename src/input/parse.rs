//! One chunk to events: lines are told apart, judged and read. Runs on many threads at once.

use std::cell::RefCell;
use std::fs::File;
use std::io;

use memchr::{memchr, memrchr};

use super::chunk::{Chunk, Text};
use super::event::Sink;
use super::judge::{self, Fault};
use super::native::{Reader, Reading};
use super::plan::Plan;

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
            Finding::BadLine(_) => 0,
            Finding::BadValue { .. } => 1,
            Finding::Unrecognised => 2,
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

/// Reads `chunk` into `sink`.
///
/// # Errors
/// The file cannot be read.
pub fn parse<S: Sink>(chunk: Chunk, plan: &Plan, sink: S) -> io::Result<Parsed<S>> {
    let Chunk { source, first, text, progress } = chunk;
    let mut parsed = Parsed { sink, source, tally: Tally::default(), notes: Vec::new(), progress, damage: None };
    match text {
        Text::Owned(bytes) => parsed.lines(&bytes, first, plan),
        Text::Range { file, start, end } => BUFFER.with_borrow_mut(|buffer| {
            read_lines(&file, start, end, buffer).map(|lines| parsed.lines(lines, first, plan))
        })?,
        Text::Damage(what) => parsed.damage = Some(what),
    }
    Ok(parsed)
}

impl<S: Sink> Parsed<S> {
    /// Reads `bytes`, the lines of a chunk. Text is told from other bytes for as many lines at once as possible.
    fn lines(&mut self, bytes: &[u8], first: bool, plan: &Plan) {
        self.tally.bytes = bytes.len() as u64;
        let mut rest = if first { judge::without_bom(bytes) } else { bytes };
        while !rest.is_empty() {
            rest = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.text(text, true, plan);
                    &[]
                }
                Err(error) => self.broken_text(rest, error.valid_up_to(), plan),
            };
        }
    }

    /// Reads the lines before the one with the byte at `broken`, which is no UTF-8, and that line; returns what follows.
    fn broken_text<'b>(&mut self, bytes: &'b [u8], broken: usize, plan: &Plan) -> &'b [u8] {
        let start = memrchr(b'\n', &bytes[..broken]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &bytes[broken..]).map(|at| broken + at);
        self.text(std::str::from_utf8(&bytes[..start]).unwrap_or_default(), false, plan);
        self.fault(&bytes[start..end.unwrap_or(bytes.len())], end.is_none());
        self.tally.lines += 1;
        end.map_or(&[], |end| &bytes[end + 1..])
    }

    /// Reads whole lines of text; only the last one may lack its end, and only where the chunk ends.
    fn text(&mut self, text: &str, is_last: bool, plan: &Plan) {
        let mut reader = Reader::new(plan);
        let mut start = 0;
        while start < text.len() {
            let end = match reader.read(text, start, &mut self.sink) {
                Some((end, reading)) => {
                    self.keep(reading);
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

    fn keep(&mut self, reading: Reading) {
        if reading.unrecognised {
            self.tally.unrecognised_lines += 1;
            self.note(Finding::Unrecognised);
        }
        self.tally.bad_values += reading.bad_values.len() as u64;
        for (field, value) in reading.bad_values {
            self.note(Finding::BadValue { field, value });
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
        self.tally.faults[fault as usize] += 1;
        self.note(Finding::BadLine(fault));
    }

    fn note(&mut self, what: Finding) {
        if self.notes.iter().filter(|note| note.what.kind() == what.kind()).count() < NOTES_OF_A_KIND {
            self.notes.push(Note { line: self.tally.lines, what });
        }
    }
}

thread_local! {
    /// Every chunk of a plain file passes through its thread's one buffer.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How much is read at a time when a chunk's last line reaches beyond it.
const STEP: usize = 1 << 16;

/// The lines that begin in `start..end` of `file`, read into `buffer`.
fn read_lines<'b>(file: &File, start: u64, end: u64, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
    // With the byte before, it is plain whether a line begins at `start`.
    let before = u64::from(start > 0);
    let length = usize::try_from(end - start + before).map_err(io::Error::other)?;
    buffer.clear();
    read_more(file, start - before, length, buffer)?;
    let begin = match (before, memchr(b'\n', buffer)) {
        (0, _) => 0,
        (_, Some(at)) if at + 1 < length => at + 1,
        _ => return Ok(&[]),
    };
    let mut step = STEP;
    while buffer.last() != Some(&b'\n') {
        let known = buffer.len();
        read_more(file, start - before + known as u64, step, buffer)?;
        if buffer.len() == known {
            break;
        }
        if let Some(at) = memchr(b'\n', &buffer[known..]) {
            buffer.truncate(known + at + 1);
            break;
        }
        step *= 2;
    }
    Ok(&buffer[begin..])
}

/// Appends up to `length` bytes of `file` from `at`; fewer only where the file ends.
fn read_more(file: &File, at: u64, length: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
    let known = buffer.len();
    buffer.resize(known + length, 0);
    let mut done = 0;
    while done < length {
        match read_at(file, &mut buffer[known + done..], at + done as u64) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    buffer.truncate(known + done);
    Ok(())
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
