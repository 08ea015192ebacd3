//! `llmobs completions` and `llmobs man`: what a packager installs beside the program.

use clap::CommandFactory;

use super::output;
use crate::cli::{Cli, Completions};
use crate::error::{Error, Exit};

pub fn completions(args: &Completions) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "llmobs", &mut script);
    output::text(&script)?;
    Ok(Exit::Done)
}

/// One page for the program and one for each of its commands, in one document.
pub fn man() -> Result<Exit, Error> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    render(&command, &mut page)?;
    output::text(&page)?;
    Ok(Exit::Done)
}

fn render(command: &clap::Command, page: &mut Vec<u8>) -> Result<(), Error> {
    let command = command.clone().version(env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).render(page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        render(sub, page)?;
    }
    Ok(())
}
