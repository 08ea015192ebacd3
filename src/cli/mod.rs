//! What can be typed. Types only: their meaning is in `commands`.

mod common;
mod prices;
mod questions;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use common::{Color, Cost, Format, LogArgs, OutputArgs, QueryArgs};
pub use prices::{Prices, PricesExplain, PricesImport, PricesList};
pub use questions::{Costs, Doctor, Errors, Latency, Quality, Top, TopOf};

/// Answers from LLM request logs: what did it cost and why, and who and what spent it.
#[derive(Debug, Parser)]
#[command(name = "llmobs", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Costs(Costs),
    Top(Top),
    Latency(Latency),
    Errors(Errors),
    Quality(Quality),
    Doctor(Doctor),
    #[command(subcommand)]
    Prices(Prices),
    Completions(Completions),
    Man,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    pub shell: Shell,
}
