//! Writes a made-up log of requests to language models, the same bytes for the same options.
//!
//!     cargo bench --bench generate -- --requests 1000000 --output log.jsonl
//!
//! A request is two lines, one when it is asked and one when it is answered or fails; with `--flat` it is one.
//! `compare.py` beside this folder makes its logs with it.

mod digits;
mod lines;
mod payload;
mod random;
mod sink;
mod traffic;

use std::error::Error;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Parser;

use lines::Writer;
use sink::Sink;
use traffic::Traffic;

/// Writes a made-up log of requests to language models, the same bytes for the same options
#[derive(Debug, Parser)]
struct Options {
    /// How many requests
    #[arg(long, default_value_t = 1_000_000)]
    requests: u64,
    /// Another seed makes another log
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many users; the second asks half as often as the first, the third a third, and so on
    #[arg(long, default_value_t = 5_000)]
    users: u32,
    /// How many models; those after the eighth are in no price table
    #[arg(long, default_value_t = 8)]
    models: u32,
    /// Over how many days the requests are spread
    #[arg(long, default_value_t = 30)]
    days: u64,
    /// How many requests are open at once, of one day's: their responses come about so many lines behind them
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// Share of the requests that fail
    #[arg(long, default_value_t = 0.02)]
    error_rate: f64,
    /// Share of the responses that state what they cost
    #[arg(long, default_value_t = 1.0)]
    cost_rate: f64,
    /// Shuffle every so many lines among themselves
    #[arg(long, default_value_t = 0)]
    shuffle: usize,
    /// Add an object that nobody asks for, of up to so many bytes, to each line
    #[arg(long, default_value_t = 0)]
    payload: usize,
    /// One line per request, without an id, instead of two
    #[arg(long)]
    flat: bool,
    /// Where to write [default: stdout]
    #[arg(long)]
    output: Option<PathBuf>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let out: Box<dyn Write> = match &options.output {
        Some(path) => Box::new(File::create(path)?),
        None if io::stdout().is_terminal() => return Err("a log is no reading matter: give `--output FILE`".into()),
        None => Box::new(io::stdout().lock()),
    };
    match generate(&options, Sink::new(out, options.shuffle, options.seed)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn generate(options: &Options, sink: Sink) -> io::Result<()> {
    let mut writer = Writer::new(sink, options);
    let mut traffic = Traffic::new(options);
    let share = options.requests.div_ceil(options.days.max(1)).max(1);
    let mut left = options.requests;
    for day in 0.. {
        if left == 0 {
            break;
        }
        traffic.day(day, share.min(left), &mut writer)?;
        left -= share.min(left);
    }
    writer.finish()
}
