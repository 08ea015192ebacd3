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
    // `llmobs prices list` is the page llmobs-prices-list.
    let title = command.get_bin_name().unwrap_or_else(|| command.get_name()).replace(' ', "-");
    let command = command.clone().version(env!("CARGO_PKG_VERSION")).display_name(&title);
    clap_mangen::Man::new(command.clone())
        .title(title)
        .source(concat!("llmobs ", env!("CARGO_PKG_VERSION")))
        .render(page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        render(sub, page)?;
    }
    Ok(())
}
