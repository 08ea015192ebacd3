//! Bytes to events. Knows logs and nothing of what they are asked.
//!
//! `source` finds the files, `chunk` cuts them into line-aligned parts (`decompress` opens them, a `buffer` holds them),
//! `parse` takes a part to its lines, piece by piece (`pieces`), `scan` reads a line as JSON (`index` says where strings end,
//! `cursor` takes the steps, `nested` passes over what nobody asks for by the `masks` of its bytes, `tree` holds the keys it
//! looks for, `shape` and `stretch` are its short cuts), the `reader` gives it to its format: `native` turns what is found
//! into an [`Event`] by the [`Plan`] (`scalar` and `timestamp` read values, `digits` the innermost of them, `status` how it
//! went; `inner` takes apart records that hold others), and `judge` names what is wrong with every other line. Tables,
//! Parquet and CSV, have a room of their own: `columns`.
//!
//! `detect` tells what an input is: how its records are framed (`framing`; `frames` cuts them out, `mended` reads what was cut
//! off), what is around them (`wrapper`), and whose they are (`format`). `plans` holds one plan for each format, `walk` takes
//! OTLP and Jaeger's traces apart, `foreign` does what only other tools' records need (`units` what only their values do).

mod aliases;
mod buffer;
mod chunk;
mod columns;
mod cursor;
mod decompress;
mod detect;
mod digits;
mod event;
mod foreign;
pub mod format;
mod frames;
mod framing;
mod index;
mod inner;
mod judge;
#[cfg(target_arch = "x86_64")]
mod masks;
mod mended;
mod native;
#[cfg(target_arch = "x86_64")]
mod nested;
mod parse;
mod pieces;
mod plan;
mod plans;
mod reader;
mod scalar;
mod scan;
mod shape;
mod source;
mod spelling;
mod status;
mod stretch;
mod targets;
mod timestamp;
mod tree;
mod units;
mod walk;
mod wrapper;
mod wrong;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use rayon::prelude::*;

pub use columns::{Batch, Series, seal};
pub use detect::{Form, NATIVE};
pub use event::{Event, Fingerprint, Origin, Outcome, Sink, Span, Tag, Tokens, fingerprint, is_container, spread};
pub use judge::Fault;
pub use parse::{Finding, Tally};
pub use plan::{Mapping, OWN_PREFIX, Plan, Slot};
pub use plans::Plans;
pub use source::{Source, distinct, resolve};

use crate::error::Error;
use chunk::{Chunk, Start};
use parse::{NOTES_OF_A_KIND, Parsed, Tools};

/// A chunk that holds both halves of nearly every request, and still gives every thread many to take.
pub const CHUNK_BYTES: usize = 1 << 21;

/// Chunks per thread between two merges: enough that no thread waits long for the last one.
const WAVE: usize = 6;

/// A moment as a log writes it, in microseconds since the epoch, UTC.
pub fn instant(text: &str) -> Option<i64> {
    timestamp::parse_text(text)
}

/// What the input came to, whatever was asked of it.
#[derive(Debug, Default)]
pub struct Summary {
    pub files: u64,
    pub tally: Tally,
    /// The first few findings of each kind, in input order.
    pub findings: Vec<Located>,
    /// Inputs whose compression is damaged, and how.
    pub damage: Vec<(String, String)>,
    /// What each input is, in order; an empty one is nothing.
    pub forms: Vec<Sniffed>,
    /// The last input, where it ends in the middle of a line that is still being written, as far as one can tell: the
    /// line is one of the bad ones, and the next run will find it whole.
    pub unfinished: Option<String>,
}

impl Summary {
    /// Whether a line, a value or a file was bad.
    pub fn is_bad(&self) -> bool {
        self.tally.bad_lines() > 0 || self.tally.bad_values > 0 || !self.damage.is_empty()
    }
}

/// The name of an input, and what it was read as.
pub type Sniffed = (String, Form);

/// A finding and where it is.
#[derive(Debug)]
pub struct Located {
    pub source: String,
    /// Counted from 1.
    pub line: u64,
    pub what: Finding,
}

/// Reads all of `sources`, each by the one of `plans` that its form needs, in parallel.
///
/// Chunks are parsed into sinks that `new_sink` makes; `absorb` gets them in input order, some at a time.
/// `progress` hears of bytes of input used up.
///
/// # Errors
/// The first source that cannot be read.
pub fn read<S: Sink + Send>(
    sources: &[Source],
    plans: &Plans,
    chunk_bytes: usize,
    new_sink: impl Fn() -> S + Sync,
    mut absorb: impl FnMut(Vec<S>),
    progress: impl Fn(u64),
) -> Result<Summary, Error> {
    let wave = WAVE * rayon::current_num_threads();
    let mut run = Run {
        sources,
        lines_before: 0,
        current: 0,
        summary: Summary { files: sources.len() as u64, ..Summary::default() },
    };
    let idle: Mutex<Vec<Tools<'_>>> = Mutex::new(Vec::new());
    let read_chunk = |chunk: Chunk| {
        let source = chunk.source;
        let mut tools = idle.lock().ok().and_then(|mut idle| idle.pop()).unwrap_or_else(|| Tools::new(plans));
        let parsed = parse::parse(chunk, &mut tools, new_sink()).map_err(|error| run_error(sources, source, error));
        if let Ok(mut idle) = idle.lock() {
            idle.push(tools);
        }
        parsed
    };
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(wave);
        let cutting = scope.spawn(move || {
            let sniff = |start: Start<'_>| match start {
                Start::Text(head, is_all) => detect::detect(head, is_all, plans.forced),
                Start::Columns(frames, names) => detect::detect_table(frames, names, plans.forced),
            };
            chunk::cut(sources, &sniff, chunk_bytes, &mut |chunk| sender.send(chunk).is_ok())
        });
        while let Some(chunks) = next_wave(&receiver, wave) {
            let parsed = chunks.into_par_iter().map(&read_chunk).collect::<Result<Vec<_>, Error>>()?;
            absorb(parsed.into_iter().map(|parsed| run.take(parsed, &progress)).collect());
        }
        // The channel closes when the cutter ends, so this wait is short.
        cutting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(run.summary)
}

/// The next chunks: at least one, and as many more as are ready. `None` at the end of the input.
fn next_wave(chunks: &Receiver<Chunk>, limit: usize) -> Option<Vec<Chunk>> {
    let first = chunks.recv().ok()?;
    Some(std::iter::once(first).chain(chunks.try_iter()).take(limit).collect())
}

fn run_error(sources: &[Source], source: usize, error: std::io::Error) -> Error {
    let path = sources.get(source).map(|source| PathBuf::from(source.name())).unwrap_or_default();
    Error::Read { path, source: error }
}

/// Adds up chunks in input order, so that a chunk's lines get their numbers in the file.
struct Run<'s> {
    sources: &'s [Source],
    current: usize,
    lines_before: u64,
    summary: Summary,
}

impl Run<'_> {
    fn take<S: Sink>(&mut self, mut parsed: Parsed<S>, progress: &impl Fn(u64)) -> S {
        if parsed.source != self.current {
            self.current = parsed.source;
            self.lines_before = 0;
        }
        parsed.sink.placed(parsed.source, self.lines_before);
        let name = || self.sources.get(parsed.source).map(Source::name).unwrap_or_default();
        for note in parsed.notes {
            let same = self.summary.findings.iter().filter(|found| found.what.kind() == note.what.kind()).count();
            if same < NOTES_OF_A_KIND {
                let line = self.lines_before + note.line + 1;
                self.summary.findings.push(Located { source: name(), line, what: note.what });
            }
        }
        self.summary.forms.extend(parsed.form.map(|form| (name(), form)));
        if parsed.is_unfinished && parsed.source + 1 == self.sources.len() {
            self.summary.unfinished = Some(name());
        }
        self.summary.damage.extend(parsed.damage.map(|what| (name(), what)));
        self.lines_before += parsed.tally.lines;
        self.summary.tally.add(&parsed.tally);
        progress(parsed.progress);
        parsed.sink
    }
}
