//! What can be typed. Types only: their meaning is in `commands`.

mod abtest;
mod alerts;
mod common;
mod convert;
mod metrics;
mod prices;
mod questions;
mod trace;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use abtest::{Abtest, AbtestAnalyze, AbtestAssign, AbtestPlan, Adjustment, FailOn, Side, TestKind};
pub use alerts::{Alerts, AlertsBacktest, AlertsCheck, AlertsInit, RuleArgs};
pub use common::{Color, Cost, Format, LogArgs, OutputArgs, QueryArgs, RequestArgs};
pub use convert::{Convert, To};
pub use metrics::Metrics;
pub use prices::{Prices, PricesExplain, PricesImport, PricesList};
pub use questions::{Costs, Doctor, Errors, Latency, Quality, Summary, Top, TopOf};
pub use trace::{Trace, TraceList, TraceShow, TraceSummary};

/// Answers from LLM request logs: what did it cost and why, and who and what spent it.
#[derive(Debug, Parser)]
#[command(name = "llmobs", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(override_usage = "llmobs <COMMAND>\n       llmobs [OPTIONS] FILE…    the same as `llmobs summary`")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Summary(Summary),
    Costs(Costs),
    Top(Top),
    Latency(Latency),
    Errors(Errors),
    Quality(Quality),
    Doctor(Doctor),
    #[command(subcommand)]
    Abtest(Abtest),
    #[command(subcommand)]
    Alerts(Alerts),
    Metrics(Metrics),
    Convert(Convert),
    #[command(subcommand)]
    Trace(Trace),
    #[command(subcommand)]
    Prices(Prices),
    Formats(Formats),
    Completions(Completions),
    /// Print the manual: one page for the program and one for each of its commands
    Man,
}

/// List the log formats that can be read, and what each can tell.
#[derive(Debug, Args)]
pub struct Formats {
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    pub shell: Shell,
}
