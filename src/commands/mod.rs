//! One file a command: arguments to a query, the answer to a report. Commands never print; `output` does.

mod abtest;
mod alerts;
mod ask;
mod atomic;
mod bare;
mod census;
mod color;
mod convert;
mod costs;
mod doctor;
mod errors;
mod facts;
mod formats;
mod latency;
mod log;
mod metrics;
mod output;
mod present;
mod prices;
mod progress;
mod quality;
mod setup;
mod shell;
mod summary;
mod top;
mod trace;
mod warnings;

pub use bare::arguments;
pub use color::{choice, color};

use crate::cli::{Alerts, Cli, Color, Command, Prices, Trace};
use crate::error::{Error, Exit};

/// Runs the command that was typed.
///
/// # Errors
/// Whatever kept it from answering.
pub fn run(cli: &Cli) -> Result<Exit, Error> {
    match &cli.command {
        Command::Summary(args) => summary::run(args),
        Command::Costs(args) => costs::run(args),
        Command::Top(args) => top::run(args),
        Command::Latency(args) => latency::run(args),
        Command::Errors(args) => errors::run(args),
        Command::Quality(args) => quality::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::Abtest(command) => abtest::run(command),
        Command::Alerts(Alerts::Check(args)) => alerts::check(args),
        Command::Alerts(Alerts::Backtest(args)) => alerts::backtest(args),
        Command::Alerts(Alerts::Init(args)) => alerts::init(args),
        Command::Metrics(args) => metrics::run(args),
        Command::Trace(Trace::List(args)) => trace::list(args),
        Command::Trace(Trace::Show(args)) => trace::show(args),
        Command::Trace(Trace::Summary(args)) => trace::summary(args),
        Command::Convert(args) => convert::run(args),
        Command::Prices(Prices::List(args)) => prices::list(args),
        Command::Prices(Prices::Explain(args)) => prices::explain(args),
        Command::Prices(Prices::Import(args)) => prices::import(args),
        Command::Formats(args) => formats::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man => shell::man(),
    }
}

/// Tells on stderr what went wrong and what to do.
pub fn fail(error: &Error, color: Color) -> Exit {
    output::error(error, color);
    error.exit()
}
