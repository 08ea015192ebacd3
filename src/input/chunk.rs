//! Line-aligned pieces of the input, in order: ranges of plain files, which the parsing threads read themselves,
//! and pieces of streams, which one thread reads or decompresses ahead of them.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use memchr::memrchr;

use super::columns::{self, Header, Store, Table};
use super::decompress::{self, Encoding, MAGIC_LENGTH, MultiGzip};
use super::source::Source;
use crate::error::Error;

/// A piece of one input: whole lines, apart from the input's last line, which may lack its end.
#[derive(Debug)]
pub struct Chunk {
    /// Which source, counted from 0.
    pub source: usize,
    /// Whether the input begins here.
    pub first: bool,
    pub text: Text,
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
    /// Whole rows of CSV.
    Cells(Arc<Header>, Lent),
    /// A row group of a Parquet file, by its number.
    Rows(Arc<Table>, usize),
    /// The input is damaged from here on, and this is how.
    Damage(String),
}

/// Bytes in a buffer that goes back to where it came from: memory fresh from the system for every chunk would take as
/// long as reading it.
#[derive(Debug, Default)]
pub struct Lent {
    pub bytes: Vec<u8>,
    home: Buffers,
}

/// Buffers that nobody uses.
type Buffers = Arc<Mutex<Vec<Vec<u8>>>>;

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(mut home) = self.home.lock() {
            home.push(std::mem::take(&mut self.bytes));
        }
    }
}

/// Cuts `sources` into chunks of about `chunk_bytes` and hands each to `give`, until it answers `false`.
///
/// # Errors
/// A source that cannot be opened or read, or is compressed in an unsupported way.
pub fn cut(sources: &[Source], chunk_bytes: usize, give: &mut dyn FnMut(Chunk) -> bool) -> Result<(), Error> {
    let buffers = Buffers::default();
    for (number, source) in sources.iter().enumerate() {
        let buffers = Arc::clone(&buffers);
        let is_named_csv = source.is_named_csv();
        let mut cutter =
            Cutter { source: number, is_named_csv, chunk_bytes, used: Rc::default(), buffers, give: &mut *give };
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
    /// Whether the name of the input says that it is CSV.
    is_named_csv: bool,
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
        let start = peek(&mut file, SNIFFED)?;
        io::Seek::rewind(&mut file)?;
        match Encoding::of(&start) {
            Encoding::Plain if start.starts_with(columns::MAGIC) => {
                self.table(Store::File(Arc::new(file), metadata.len()), metadata.len())
            }
            Encoding::Plain if self.header(&start).is_none() => self.ranges(file, metadata.len()),
            _ => self.stream(file),
        }
    }

    /// What the start of a text says of its columns, if it is CSV.
    fn header(&self, start: &[u8]) -> Option<Header> {
        Header::of(start, self.is_named_csv)
    }

    /// Gives the row groups of a Parquet file, which `bytes` of input were used up for.
    fn table(&mut self, store: Store, bytes: u64) -> Result<(), Fault> {
        let table = match Table::open(store) {
            Ok(table) => Arc::new(table),
            Err(what) => return self.send(true, Text::Damage(what)),
        };
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
        let start = peek(&mut input, SNIFFED)?;
        match Encoding::of(&start) {
            Encoding::Unsupported(format) => Err(Fault::Unsupported(format)),
            // A plain stream's error is the machine's and ends the run; a decoder's is the file's and is survived.
            Encoding::Plain => match self.text(start, input)? {
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
        let mut start = Vec::new();
        let peeked = text.by_ref().take(SNIFFED as u64).read_to_end(&mut start);
        if let Some(error) = peeked.as_ref().err().filter(|_| start.len() < MAGIC_LENGTH) {
            return self.send(true, Text::Damage(damage(error)));
        }
        if Encoding::of(&start) != Encoding::Plain {
            return self.send(true, Text::Damage("it is compressed twice; decompress it once first".to_owned()));
        }
        match self.text(start, Failed(peeked.err()).chain(text))? {
            Some(error) => self.send(false, Text::Damage(damage(&error))),
            None => Ok(()),
        }
    }

    /// Gives what a text of this start and rest holds, and the error that ended it early.
    fn text(&mut self, start: Vec<u8>, mut rest: impl Read) -> Result<Option<io::Error>, Fault> {
        if start.starts_with(columns::MAGIC) {
            let mut all = start;
            return match rest.read_to_end(&mut all) {
                Err(error) => Ok(Some(error)),
                Ok(_) => self.table(Store::Memory(all.into()), self.used.take()).map(|()| None),
            };
        }
        let header = self.header(&start);
        let text = io::Cursor::new(start).chain(rest);
        match header.map(Arc::new) {
            None => self.lines(text, |bytes| memrchr(b'\n', bytes).map_or(0, |at| at + 1), Text::Owned),
            Some(header) => {
                self.lines(text, |bytes| header.rows_end(bytes), |lent| Text::Cells(Arc::clone(&header), lent))
            }
        }
    }

    /// Gives the lines of `text`, of which `whole` says how many bytes are whole ones, and the error that ended it early:
    /// then without the line it was cut in.
    fn lines(
        &mut self,
        mut text: impl Read,
        whole: impl Fn(&[u8]) -> usize,
        wrap: impl Fn(Lent) -> Text,
    ) -> Result<Option<io::Error>, Fault> {
        let mut first = true;
        let mut buffer = self.buffer();
        loop {
            // A line longer than a chunk doubles the step, so that finding its end stays linear.
            let wanted = self.chunk_bytes.max(buffer.len());
            let filled = fill(&mut text, &mut buffer, wanted);
            let mut rest = self.buffer();
            if !matches!(filled, Ok(Filled::AtEnd)) {
                let end_of_lines = whole(&buffer);
                rest.extend_from_slice(&buffer[end_of_lines..]);
                buffer.truncate(end_of_lines);
            }
            if !buffer.is_empty() {
                self.send(first, wrap(Lent { bytes: buffer, home: Arc::clone(&self.buffers) }))?;
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

    /// An empty buffer.
    fn buffer(&self) -> Vec<u8> {
        let mut buffer = self.buffers.lock().ok().and_then(|mut buffers| buffers.pop()).unwrap_or_default();
        buffer.clear();
        buffer
    }

    fn send(&mut self, first: bool, text: Text) -> Result<(), Fault> {
        let chunk = Chunk { source: self.source, first, text, progress: self.used.take() };
        if (self.give)(chunk) { Ok(()) } else { Err(Fault::Stopped) }
    }
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

/// The error that a stream ended with, given once, before what the stream would say next.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _out: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// How much of an input is looked at to tell what it is.
const SNIFFED: usize = 1 << 16;

/// The first bytes of a stream, taken out of it.
fn peek(input: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    input.take(length as u64).read_to_end(&mut start)?;
    Ok(start)
}

enum Filled {
    Wholly,
    /// The text ended first.
    AtEnd,
}

/// Appends to `buffer` as many bytes as are wanted or left of `text`; keeps what came before an error.
fn fill(text: &mut impl Read, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<Filled> {
    let goal = buffer.len() + wanted;
    buffer.reserve(wanted);
    while buffer.len() < goal {
        let known = buffer.len();
        // Cleared just before it is written, this much stays in a cache.
        buffer.resize(goal.min(known + STEP), 0);
        let read = text.read(&mut buffer[known..]);
        buffer.truncate(known + read.as_ref().map_or(0, |length| *length));
        match read {
            Ok(0) => return Ok(Filled::AtEnd),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Filled::Wholly)
}

/// How much of a text is asked for at a time.
const STEP: usize = 1 << 16;

fn damage(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "its compressed data ends too early".to_owned(),
        _ => format!("its compressed data is damaged ({error})"),
    }
}
