//! `llmobs abtest`: experiments. `analyze` compares variants, `assign` says who gets which, `plan` how long it takes.
//!
//! Of `analyze`: `options` is what was typed, `experiment` takes what the engine observed to a [`document`], by `metric`,
//! `comparison` and `battery`; `decide` adjusts and judges, `words` says it, `show` lays it out for people.

mod analyze;
mod assign;
mod battery;
mod caution;
mod comparison;
mod decide;
mod document;
mod experiment;
mod figures;
mod metric;
mod options;
mod plan;
mod show;
mod split;
mod words;

use crate::cli::Abtest;
use crate::error::{Error, Exit};

/// # Errors
/// Arguments that mean nothing, an input that cannot be read or compared, an output that cannot be written.
pub fn run(command: &Abtest) -> Result<Exit, Error> {
    match command {
        Abtest::Analyze(args) => analyze::run(args),
        Abtest::Assign(args) => assign::run(args),
        Abtest::Plan(args) => plan::run(args),
    }
}
