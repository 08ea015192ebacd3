//! `llmobs` answers questions about LLM traffic from its logs.
//!
//! # The tour
//!
//! Data goes one way, and each room knows only the ones before it in this line:
//!
//! ```text
//! bytes ──input──▶ events ──requests──▶ request table ──engine(query)──▶ answer ──report──▶ stdout
//! ```
//!
//! - `cli`: what can be typed. Types only.
//! - `input`: files, folders and stdin to events; one file per log format; decides which lines are good.
//! - `requests`: events to one row per request, united by `request_id`, and priced.
//! - `trace`: the spans of a request table to traces: trees, self time, critical paths, calls.
//! - `query`: what can be asked. Plain values.
//! - `engine`: answers a query; the local one groups, sums exactly and ranks with polars.
//! - `stats`: pure numeric functions, slices in, numbers out, each with its source.
//! - `commands`: one file a command: arguments to a query, the answer to a report.
//! - `export`: the request table as a file that reads back to it.
//! - `report`: a report as table, JSON, NDJSON, CSV or Markdown.
//! - `formula`: what a spreadsheet would evaluate, for all who write or read CSV.
//! - `error`: what can go wrong, with a hint each.

mod cli;
mod commands;
mod engine;
mod error;
mod export;
mod formula;
mod input;
mod query;
mod report;
mod requests;
mod stats;
mod trace;

pub use error::Exit;

use std::{env, io};

use clap::{CommandFactory, FromArgMatches};

use error::Error;

/// Runs the program on the process's arguments and says how it ended.
pub fn run() -> Exit {
    forget_empty_variables();
    let arguments = commands::arguments(env::args_os());
    let color = commands::color(&arguments);
    let matches = cli::Cli::command().color(commands::choice(color)).try_get_matches_from(arguments);
    let cli = match matches.and_then(|matches| cli::Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Done };
        }
    };
    match commands::run(&cli) {
        Ok(exit) => exit,
        Err(Error::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => commands::fail(&error, color),
    }
}

/// An empty variable is how scripts unset one, so it counts as none.
fn forget_empty_variables() {
    let empty =
        env::vars_os().filter(|(name, value)| value.is_empty() && name.to_string_lossy().starts_with("LLMOBS_"));
    for (name, _) in empty.collect::<Vec<_>>() {
        // SAFETY: the program has just begun, and this is its only thread.
        #[allow(unsafe_code, reason = "clap reads the environment itself and takes an empty value for one")]
        unsafe {
            env::remove_var(name);
        }
    }
}
