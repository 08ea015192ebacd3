//! `llmobs alerts`: rules over windows of time.
//!
//! `rules` are what a file says, `verdict` judges one group of one window, `check` puts all rules to the log at one
//! time, `table` shows what came of it, `backtest` does so for all times, `notify` tells others.

mod backtest;
mod check;
mod notify;
mod rules;
mod table;
mod verdict;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

pub use backtest::run as backtest;
pub use check::run as check;

use super::output;
use crate::cli::{AlertsInit, QueryArgs, RequestArgs, RuleArgs};
use crate::error::{Error, Exit};

/// Writes the built-in rules to a file that is not there yet.
pub fn init(args: &AlertsInit) -> Result<Exit, Error> {
    if args.file == Path::new("-") {
        output::text(rules::BUILT_IN.as_bytes())?;
        return Ok(Exit::Done);
    }
    let new = OpenOptions::new().write(true).create_new(true).open(&args.file);
    let written = new.and_then(|mut file| file.write_all(rules::BUILT_IN.as_bytes()));
    written.map_err(|source| Error::WriteFile { path: args.file.clone(), source })?;
    Ok(Exit::Done)
}

/// What the rules are called: their file, or that there is none.
fn origin(args: &RuleArgs) -> String {
    args.rules.as_ref().map_or("built-in".to_owned(), |path| path.display().to_string())
}

/// What to ask without a question: rules have their own.
fn no_question(args: &RuleArgs) -> QueryArgs {
    QueryArgs {
        by: Vec::new(),
        requests: RequestArgs { since: None, until: None, tz: args.tz.clone(), conditions: Vec::new() },
        sort: None,
        limit: None,
    }
}
