//! What `llmobs` means when no command is named: a summary, where there is something to sum up.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::error::Error;
use crate::input;

const COMMAND: &str = "summary";

/// The arguments of the program, with the command named that they mean.
pub fn arguments(typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = typed.collect();
    let means_summary = match arguments.get(1) {
        Some(first) => !is_command(first) && (is_log(first) || is_option(first)),
        // Where there is nothing to read, the help says more than an error.
        None => !arguments.is_empty() && !matches!(input::resolve(&[]), Err(Error::NoInput)),
    };
    if means_summary {
        arguments.insert(1, COMMAND.into());
    }
    arguments
}

fn is_command(argument: &OsStr) -> bool {
    argument == "help" || Cli::command().find_subcommand(argument).is_some()
}

/// Something that is there, or that looks as if it should be: no command has a dot or a slash in its name.
fn is_log(argument: &OsStr) -> bool {
    let looks_like_a_path = || argument.as_encoded_bytes().iter().any(|byte| matches!(byte, b'.' | b'/' | b'\\'));
    argument == "-" || Path::new(argument).exists() || looks_like_a_path()
}

/// An option of the summary; the program's own stay its own.
fn is_option(argument: &OsStr) -> bool {
    let is_own = ["-h", "--help", "-V", "--version"].iter().any(|own| argument == *own);
    argument.len() > 1 && argument.as_encoded_bytes().starts_with(b"-") && !is_own
}
