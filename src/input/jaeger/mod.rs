//! Jaeger's traces, to events: one event a span, every span, whatever it is about.
//!
//! A document states the processes of its spans behind them and lists tags rather than members, so it has a reader of its
//! own: `document` knows its shape, `loose` reads a value of any JSON type, `attributes` says which tag is which field.

mod attributes;
mod document;
mod loose;
mod record;
mod text;

use std::fs::File;
use std::io::{self, BufRead, Read};

use super::decompress::{self, Encoding, MultiGzip};
use super::event::Sink;
use super::parse::{Finding, NOTES_OF_A_KIND, Tally};
use super::plan::Plan;
use super::source::Source;
use super::{Located, Summary};
use crate::error::Error;

/// How much of an input tells its format.
const PEEKED: usize = 8192;

/// Whether an input is what Jaeger's UI downloads and its API answers, `{"data":[{"traceID","spans","processes"}]}`, by
/// its first bytes. What cannot be opened is not: reading it will say why.
pub fn is_in(source: &Source) -> bool {
    let start = peek(source).unwrap_or_default();
    let has = |key: &str| memchr::memmem::find(&start, key.as_bytes()).is_some();
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let is_json = matches!(first, Some(b'{' | b'['));
    is_json
        && !has("\"resourceSpans\"")
        && has("\"traceID\"")
        && (has("\"operationName\"") || has("\"spans\"") || has("\"processes\""))
}

/// The first bytes of an input's text. Those of stdin stay to be read.
fn peek(source: &Source) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(PEEKED);
    match source {
        Source::File(path) if path.metadata()?.is_file() => {
            File::open(path)?.take(PEEKED as u64).read_to_end(&mut start)?;
        }
        // A named pipe can be read only once.
        Source::File(_) => {}
        Source::Stdin => start.extend_from_slice(io::stdin().lock().fill_buf()?),
    }
    let mut text = Vec::new();
    // The bytes end somewhere inside the compressed data, so an error is certain, and the text before it is enough.
    match Encoding::of(&start) {
        Encoding::Gzip => _ = MultiGzip::new(start.as_slice()).read_to_end(&mut text),
        Encoding::Zstd => _ = decompress::zstd(start.as_slice())?.read_to_end(&mut text),
        Encoding::Plain | Encoding::Unsupported(_) => return Ok(start),
    }
    Ok(text)
}

/// Reads all spans of `source` into `sink`, and adds to `summary` what the input came to.
///
/// # Errors
/// The source cannot be read.
pub fn read(
    source: &Source,
    plan: &Plan,
    sink: &mut impl Sink,
    summary: &mut Summary,
    progress: impl Fn(u64),
) -> Result<(), Error> {
    let mut taken = Taken { source: source.name(), summary, tally: Tally::default() };
    document::read(source, plan, sink, &mut taken, &progress)?;
    let Taken { summary, tally, .. } = taken;
    summary.files += 1;
    summary.tally.add(&tally);
    Ok(())
}

/// What one input comes to.
struct Taken<'s> {
    source: String,
    summary: &'s mut Summary,
    tally: Tally,
}

impl Taken<'_> {
    /// Notes what was found on the line that is being counted.
    fn note(&mut self, what: Finding) {
        match &what {
            Finding::BadLine(fault) => self.tally.faults[*fault as usize] += 1,
            Finding::Unrecognised | Finding::OtherFormat(_) => self.tally.unrecognised_lines += 1,
            Finding::BadValue { .. } => self.tally.bad_values += 1,
        }
        let findings = &mut self.summary.findings;
        if findings.iter().filter(|found| found.what.kind() == what.kind()).count() < NOTES_OF_A_KIND {
            findings.push(Located { source: self.source.clone(), line: self.tally.lines, what });
        }
    }

    fn damage(&mut self, what: String) {
        self.summary.damage.push((self.source.clone(), what));
    }
}
