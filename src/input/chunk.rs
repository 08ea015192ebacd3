//! Line-aligned pieces of the input, in order: ranges of plain files, which the parsing threads read themselves,
//! and pieces of streams, which one thread reads or decompresses ahead of them.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use memchr::memrchr;
use parquet::file::reader::Length as _;

use super::buffer::{Buffers, Filled, Lent};
use super::columns::{self, Header, Store, Table};
use super::decompress::{self, Encoding, MAGIC_LENGTH, MultiGzip};
use super::detect::{Form, Frames, HEAD, LONG_HEAD, needs_more};
use super::frames;
use super::source::Source;
use crate::error::Error;

/// A piece of one input: whole lines, apart from the input's last line, which may lack its end.
#[derive(Debug)]
pub struct Chunk {
    /// Which source, counted from 0.
    pub source: usize,
    /// Whether the input begins here.
    pub first: bool,
    pub form: Form,
    /// Whether the input is not compressed, so that it may be one that is still written.
    pub is_plain: bool,
    pub text: Text,
    /// How many bytes of the input's text became these lines, where they were put together anew.
    pub rewritten: Option<u64>,
    /// How many of these lines lack what is said of them behind them, too far to wait for it.
    pub parted: u64,
    /// Bytes of the file that reading this chunk used up, for progress.
    pub progress: u64,
}

#[derive(Debug)]
pub enum Text {
    /// The lines that begin in `start..end` of a file; the last may reach beyond.
    Range {
        file: Arc<File>,
        start: u64,
        end: u64,
    },
    Owned(Lent),
    /// Whole rows of CSV; whether it is known already that no line is bad for its quotes.
    Cells(Arc<Header>, Lent, bool),
    /// A row group of a Parquet file, by its number.
    Rows(Arc<Table>, usize),
    /// The input is damaged from here on, and this is how.
    Damage(String),
}

/// Tells what an input is from how it begins.
pub type Sniff<'s> = dyn Fn(Start<'_>) -> Form + 's;

/// How an input begins.
#[derive(Debug, Clone, Copy)]
pub enum Start<'t> {
    /// The first bytes of a text, and whether these are all.
    Text(&'t [u8], bool),
    /// The columns of a table, by name.
    Columns(Frames, &'t [Arc<str>]),
}

/// Cuts `sources` into chunks of about `chunk_bytes` and hands each to `give`, until it answers `false`. What each of them
/// is, `sniff` tells from how it begins.
///
/// # Errors
/// A source that cannot be opened or read, or is compressed in an unsupported way.
pub fn cut(
    sources: &[Source],
    sniff: &Sniff<'_>,
    chunk_bytes: usize,
    give: &mut dyn FnMut(Chunk) -> bool,
) -> Result<(), Error> {
    let buffers = Buffers::default();
    for (number, source) in sources.iter().enumerate() {
        let buffers = Arc::clone(&buffers);
        let (used, form) = (Rc::default(), Form::default());
        let give = &mut *give;
        let is_named_csv = source.is_named_csv();
        let mut cutter = Cutter {
            source: number,
            is_alone: sources.len() == 1,
            is_named_csv,
            sniff,
            form,
            is_plain: true,
            chunk_bytes,
            used,
            buffers,
            give,
        };
        let outcome = match source {
            Source::File(path) => cutter.file(path),
            Source::Stdin => cutter.stream(io::stdin()),
        };
        let path = match source {
            Source::File(path) => path.clone(),
            Source::Stdin => PathBuf::from("stdin"),
        };
        match outcome {
            Ok(()) => {}
            Err(Fault::Io(source)) => return Err(Error::Read { path, source }),
            Err(Fault::Unsupported(format)) => return Err(Error::Compression { path, format }),
            Err(Fault::Stopped) => return Ok(()),
        }
    }
    Ok(())
}

enum Fault {
    Io(io::Error),
    Unsupported(&'static str),
    /// Nobody wants more.
    Stopped,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

struct Cutter<'g> {
    source: usize,
    /// Whether there is no other source.
    is_alone: bool,
    /// Whether the name of the input says that it is CSV.
    is_named_csv: bool,
    sniff: &'g Sniff<'g>,
    form: Form,
    is_plain: bool,
    chunk_bytes: usize,
    /// Bytes read and not reported yet.
    used: Rc<Cell<u64>>,
    buffers: Buffers,
    give: &'g mut dyn FnMut(Chunk) -> bool,
}

impl Cutter<'_> {
    fn file(&mut self, path: &PathBuf) -> Result<(), Fault> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(Fault::Io(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if !metadata.is_file() {
            return self.stream(file);
        }
        let mut head = Vec::new();
        let is_all = self.fill_head(&mut file, &mut head)?;
        if Encoding::of(&head) == Encoding::Plain {
            if head.starts_with(columns::MAGIC) {
                return self.table(Store::File(Arc::new(file), metadata.len()));
            }
            if self.header(&head).is_none() {
                self.form = (self.sniff)(Start::Text(&head, is_all));
                if self.form.frames == Frames::Lines {
                    return self.ranges(file, metadata.len());
                }
            }
        }
        io::Seek::rewind(&mut file)?;
        self.stream(file)
    }

    /// What the start of a text says of its columns, if it is CSV.
    fn header(&self, start: &[u8]) -> Option<Header> {
        Header::of(start, self.is_named_csv)
    }

    /// As much of the beginning of a text as tells what it is; whether that is all of it.
    fn fill_head(&self, text: &mut impl Read, head: &mut Vec<u8>) -> io::Result<bool> {
        for length in [HEAD, LONG_HEAD] {
            text.by_ref().take((length - head.len()) as u64).read_to_end(head)?;
            let is_told = || head.starts_with(columns::MAGIC) || self.header(head).is_some() || !needs_more(head);
            if head.len() < length || is_told() {
                return Ok(head.len() < length);
            }
        }
        Ok(false)
    }

    /// Gives the row groups of a Parquet file.
    fn table(&mut self, store: Store) -> Result<(), Fault> {
        let bytes = store.len();
        let table = match Table::open(store, self.is_alone) {
            Ok(table) => Arc::new(table),
            Err(what) => return self.send(true, Text::Damage(what)),
        };
        self.form = (self.sniff)(Start::Columns(Frames::Parquet, &table.names()));
        for group in 0..table.groups() {
            self.used.set(bytes / table.groups() as u64);
            self.send(group == 0, Text::Rows(Arc::clone(&table), group))?;
        }
        Ok(())
    }

    fn ranges(&mut self, file: File, length: u64) -> Result<(), Fault> {
        let file = Arc::new(file);
        let step = self.chunk_bytes as u64;
        let mut start = 0;
        while start < length {
            let end = (start + step).min(length);
            self.used.set(end - start);
            self.send(start == 0, Text::Range { file: Arc::clone(&file), start, end })?;
            start = end;
        }
        Ok(())
    }

    fn stream(&mut self, input: impl Read) -> Result<(), Fault> {
        let mut input = Counted { inner: input, used: Rc::clone(&self.used) };
        let start = peek(&mut input, MAGIC_LENGTH)?;
        match Encoding::of(&start) {
            Encoding::Unsupported(format) => Err(Fault::Unsupported(format)),
            // A plain stream's error is the machine's and ends the run; a decoder's is the file's and is survived.
            Encoding::Plain => match self.text(io::Cursor::new(start).chain(input))? {
                Some(error) => Err(Fault::Io(error)),
                None => Ok(()),
            },
            Encoding::Gzip => {
                let text = MultiGzip::new(BufReader::with_capacity(READ, io::Cursor::new(start).chain(input)));
                self.compressed(text)
            }
            Encoding::Zstd => {
                let text = decompress::zstd(BufReader::with_capacity(READ, io::Cursor::new(start).chain(input)))?;
                self.compressed(text)
            }
        }
    }

    fn compressed(&mut self, mut text: impl Read) -> Result<(), Fault> {
        self.is_plain = false;
        let mut start = Vec::with_capacity(MAGIC_LENGTH);
        if let Err(error) = text.by_ref().take(MAGIC_LENGTH as u64).read_to_end(&mut start) {
            return self.send(true, Text::Damage(damage(&error)));
        }
        if Encoding::of(&start) != Encoding::Plain {
            return self.send(true, Text::Damage("it is compressed twice; decompress it once first".to_owned()));
        }
        match self.text(io::Cursor::new(start).chain(text))? {
            Some(error) => self.send(false, Text::Damage(damage(&error))),
            None => Ok(()),
        }
    }

    /// Gives the records of `text`, told from how it begins, and the error that ended it early.
    fn text(&mut self, mut text: impl Read) -> Result<Option<io::Error>, Fault> {
        // What comes before an error is still a beginning.
        let mut beginning = Vec::new();
        let outcome = self.fill_head(&mut text, &mut beginning);
        let (is_all, error) = outcome.map_or_else(|error| (true, Some(error)), |is_all| (is_all, None));
        let mut rest = Rest { error, inner: text };
        if beginning.starts_with(columns::MAGIC) {
            return match rest.read_to_end(&mut beginning) {
                Err(error) => Ok(Some(error)),
                Ok(_) => self.table(Store::Memory(beginning.into())).map(|()| None),
            };
        }
        if let Some(header) = self.header(&beginning).map(Arc::new) {
            self.form = (self.sniff)(Start::Columns(Frames::Csv, &header.names));
            let text = io::Cursor::new(beginning).chain(rest);
            let is_clean = Cell::new(false);
            let whole = |bytes: &[u8], first| {
                let (end, is_clean_here) = header.parts(bytes, first, false).end();
                is_clean.set(is_clean_here && end > 0);
                end
            };
            return self.lines(text, whole, |lent| Text::Cells(Arc::clone(&header), lent, is_clean.take()));
        }
        self.form = (self.sniff)(Start::Text(&beginning, is_all));
        let text = io::Cursor::new(beginning).chain(rest);
        match self.form.frames {
            Frames::Records(unit) => self.records(text, unit),
            _ => self.lines(text, |bytes, _| lines_end(bytes), Text::Owned),
        }
    }

    /// Gives records that stand in a document as lines.
    fn records(&mut self, mut text: impl Read, unit: frames::Unit) -> Result<Option<io::Error>, Fault> {
        let mut cutter = frames::Cutter::new(unit);
        let mut first = true;
        loop {
            let (mut piece, mut lines) = (Lent::of(&self.buffers), Lent::of(&self.buffers));
            let filled = piece.fill(&mut text, self.chunk_bytes);
            let mut give = |record: &[u8]| {
                lines.append(record);
                lines.append(b"\n");
            };
            cutter.push(piece.text(), &mut give);
            if matches!(filled, Ok(Filled::AtEnd)) && cutter.finish(&mut give) {
                // A record that was cut off is a line without an end.
                lines.truncate(lines.len() - 1);
            }
            self.hand(first, Text::Owned(lines), Some(piece.len() as u64), cutter.take_parted())?;
            first = false;
            match filled {
                Ok(Filled::Wholly) => {}
                Ok(Filled::AtEnd) => return Ok(None),
                Err(error) => return Ok(Some(error)),
            }
        }
    }

    /// Gives the lines of `text`, of which `whole` says how many bytes are whole ones (it is told whether the input begins
    /// there), and the error that ended it early: then without the line it was cut in.
    fn lines(
        &mut self,
        mut text: impl Read,
        whole: impl Fn(&[u8], bool) -> usize,
        wrap: impl Fn(Lent) -> Text,
    ) -> Result<Option<io::Error>, Fault> {
        let mut first = true;
        let mut buffer = Lent::of(&self.buffers);
        loop {
            // A line longer than a chunk doubles the step, so that finding its end stays linear.
            let wanted = self.chunk_bytes.max(buffer.len());
            let filled = buffer.fill(&mut text, wanted);
            let whole_lines = match filled {
                Ok(Filled::AtEnd) => buffer.len(),
                Ok(Filled::Wholly) => whole(buffer.text(), first),
                // Nothing comes that could close what is open.
                Err(_) => lines_end(buffer.text()),
            };
            let rest = buffer.split_off(whole_lines);
            if whole_lines > 0 {
                self.send(first, wrap(buffer))?;
                first = false;
            }
            buffer = rest;
            match filled {
                Ok(Filled::Wholly) => {}
                Ok(Filled::AtEnd) => return Ok(None),
                Err(error) => return Ok(Some(error)),
            }
        }
    }

    fn send(&mut self, first: bool, text: Text) -> Result<(), Fault> {
        self.hand(first, text, None, 0)
    }

    fn hand(&mut self, first: bool, text: Text, rewritten: Option<u64>, parted: u64) -> Result<(), Fault> {
        let (source, form, is_plain) = (self.source, self.form, self.is_plain);
        let progress = self.used.take();
        let chunk = Chunk { source, first, form, is_plain, text, rewritten, parted, progress };
        if (self.give)(chunk) { Ok(()) } else { Err(Fault::Stopped) }
    }
}

fn lines_end(bytes: &[u8]) -> usize {
    memrchr(b'\n', bytes).map_or(0, |at| at + 1)
}

/// How much of a compressed input is read at a time.
const READ: usize = 1 << 17;

/// Counts what is read.
struct Counted<R> {
    inner: R,
    used: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.used.set(self.used.get() + length as u64);
        Ok(length)
    }
}

/// The first bytes of a stream, taken out of it.
fn peek(input: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(length);
    input.take(length as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// What follows a beginning: nothing but the error that ended it, if one did.
struct Rest<R> {
    error: Option<io::Error>,
    inner: R,
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.error.take() {
            Some(error) => Err(error),
            None => self.inner.read(out),
        }
    }
}

fn damage(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "its compressed data ends too early".to_owned(),
        _ => format!("its compressed data is damaged ({error})"),
    }
}
