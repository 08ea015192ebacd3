//! Line-aligned pieces of the input, in order: ranges of plain files, which the parsing threads read themselves,
//! and pieces of streams, which one thread reads or decompresses ahead of them.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use memchr::memrchr;

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
    /// The input is damaged from here on, and this is how.
    Damage(String),
}

/// Bytes in a buffer that goes back to where it came from: memory fresh from the system for every chunk would take as
/// long as reading it.
#[derive(Debug, Default)]
pub struct Lent {
    /// As long as it has ever been: to clear it again before each use would take as long as half the unpacking.
    pub bytes: Vec<u8>,
    /// How many of them are its text.
    pub length: usize,
    home: Buffers,
}

/// Buffers that nobody uses.
type Buffers = Arc<Mutex<Vec<Vec<u8>>>>;

impl Lent {
    /// An empty one.
    fn of(home: &Buffers) -> Lent {
        let bytes = home.lock().ok().and_then(|mut buffers| buffers.pop()).unwrap_or_default();
        Lent { bytes, length: 0, home: Arc::clone(home) }
    }

    pub fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// What stands behind the text, up to `end`: anything.
    fn room(&mut self, end: usize) -> &mut [u8] {
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        &mut self.bytes[self.length..end]
    }

    /// Moves what stands from `at` on into another buffer.
    fn split_off(&mut self, at: usize) -> Lent {
        let mut rest = Lent::of(&self.home);
        rest.room(self.length - at).copy_from_slice(&self.text()[at..]);
        rest.length = self.length - at;
        self.length = at;
        rest
    }
}

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
        let mut cutter = Cutter { source: number, chunk_bytes, used: Rc::default(), buffers, give: &mut *give };
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
        let mut magic = Vec::with_capacity(MAGIC_LENGTH);
        file.by_ref().take(MAGIC_LENGTH as u64).read_to_end(&mut magic)?;
        match Encoding::of(&magic) {
            Encoding::Plain => self.ranges(file, metadata.len()),
            _ => {
                io::Seek::rewind(&mut file)?;
                self.stream(file)
            }
        }
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
        let start = peek(&mut input)?;
        match Encoding::of(&start) {
            Encoding::Unsupported(format) => Err(Fault::Unsupported(format)),
            // A plain stream's error is the machine's and ends the run; a decoder's is the file's and is survived.
            Encoding::Plain => match self.lines(io::Cursor::new(start).chain(input))? {
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
        let mut start = Vec::with_capacity(MAGIC_LENGTH);
        if let Err(error) = text.by_ref().take(MAGIC_LENGTH as u64).read_to_end(&mut start) {
            return self.send(true, Text::Damage(damage(&error)));
        }
        if Encoding::of(&start) != Encoding::Plain {
            return self.send(true, Text::Damage("it is compressed twice; decompress it once first".to_owned()));
        }
        match self.lines(io::Cursor::new(start).chain(text))? {
            Some(error) => self.send(false, Text::Damage(damage(&error))),
            None => Ok(()),
        }
    }

    /// Gives the lines of `text`, and the error that ended it early: then without the line it was cut in.
    fn lines(&mut self, mut text: impl Read) -> Result<Option<io::Error>, Fault> {
        let mut first = true;
        let mut buffer = Lent::of(&self.buffers);
        loop {
            // A line longer than a chunk doubles the step, so that finding its end stays linear.
            let wanted = self.chunk_bytes.max(buffer.length);
            let filled = fill(&mut text, &mut buffer, wanted);
            let whole_lines = match filled {
                Ok(Filled::AtEnd) => buffer.length,
                _ => memrchr(b'\n', buffer.text()).map_or(0, |at| at + 1),
            };
            let rest = buffer.split_off(whole_lines);
            if whole_lines > 0 {
                self.send(first, Text::Owned(buffer))?;
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

/// The first bytes of a stream, taken out of it.
fn peek(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(MAGIC_LENGTH);
    input.take(MAGIC_LENGTH as u64).read_to_end(&mut start)?;
    Ok(start)
}

enum Filled {
    Wholly,
    /// The text ended first.
    AtEnd,
}

/// Appends to `buffer` as many bytes as are wanted or left of `text`; keeps what came before an error.
fn fill(text: &mut impl Read, buffer: &mut Lent, wanted: usize) -> io::Result<Filled> {
    let goal = buffer.length + wanted;
    while buffer.length < goal {
        // More is made room for only as it comes: most pipes bring little.
        let end = goal.min(buffer.length + STEP);
        match text.read(buffer.room(end)) {
            Ok(0) => return Ok(Filled::AtEnd),
            Ok(count) => buffer.length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Filled::Wholly)
}

/// How much of a text is asked for at a time.
const STEP: usize = 1 << 17;

fn damage(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "its compressed data ends too early".to_owned(),
        _ => format!("its compressed data is damaged ({error})"),
    }
}
