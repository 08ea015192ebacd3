//! What can be typed behind `llmobs alerts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{LogArgs, OutputArgs};

/// Rules over windows of time: does anything fire now, and when would it have fired.
#[derive(Debug, Subcommand)]
pub enum Alerts {
    Check(AlertsCheck),
    Backtest(AlertsBacktest),
    Init(AlertsInit),
}

/// Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct AlertsCheck {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// When the windows of the rules end [default: now]
    #[arg(long, value_name = "TIME", help_heading = "Question")]
    pub at: Option<String>,
    /// A row for every group of every rule, and not only for those that fire
    #[arg(long, help_heading = "Question")]
    pub all: bool,
    /// Rows of a rule at most, the gravest; how many more there are is said [default: 50 in a table, else all]
    #[arg(long, value_name = "N", help_heading = "Question")]
    pub limit: Option<usize>,
    /// Tell the `[notify.*]` targets of the rules file what fires
    #[arg(long, help_heading = "Notification")]
    pub notify: bool,
    /// Remember there what was told: once when it begins, again after `renotify`, once when it is over
    #[arg(long, value_name = "FILE", requires = "notify", help_heading = "Notification")]
    pub state: Option<PathBuf>,
    /// Show what would be sent, and send and remember nothing
    #[arg(long, requires = "notify", help_heading = "Notification")]
    pub dry_run: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

const CHECK_EXAMPLES: &str = "Examples:
  llmobs alerts check                             the four built-in rules, now
  llmobs alerts check --rules alerts.toml logs/
  llmobs alerts check --at 2026-11-23T18:00Z      as it was then
  llmobs alerts check --rules alerts.toml --notify --state told.json
  llmobs alerts check || exit 1                   a gate";

/// Slide the rules over the whole log: when each would have fired, how often, how long, at what value.
#[derive(Debug, Args)]
#[command(after_help = BACKTEST_EXAMPLES)]
pub struct AlertsBacktest {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Only steps from then on; windows may reach back behind it
    #[arg(long, value_name = "TIME", help_heading = "Question")]
    pub since: Option<String>,
    /// Only steps up to then
    #[arg(long, value_name = "TIME", help_heading = "Question")]
    pub until: Option<String>,
    /// How far the windows move at a time; for rules of `std_*` or shares, which do not slide, use a long one: 1h
    #[arg(long, value_name = "SPAN", default_value = "1m", help_heading = "Question")]
    pub step: String,
    /// How many episodes of a rule to list, the longest
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Question")]
    pub episodes: usize,
    /// Also every verdict of every step
    #[arg(long, help_heading = "Question")]
    pub every_step: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

const BACKTEST_EXAMPLES: &str = "Examples:
  llmobs alerts backtest                          the built-in rules, minute by minute
  llmobs alerts backtest --rules alerts.toml --since 30d logs/
  llmobs alerts backtest --step 1h --json | jq '.sections.episodes[]'";

/// Write the built-in rules as a file with comments, to begin with.
#[derive(Debug, Args)]
pub struct AlertsInit {
    /// Where to; `-` is stdout. A file that is there stays as it is
    #[arg(value_name = "FILE", default_value = "alerts.toml")]
    pub file: PathBuf,
}

/// Which rules.
#[derive(Debug, Args)]
#[command(next_help_heading = "Question")]
pub struct RuleArgs {
    /// The rules [default: four that are built in]
    #[arg(long, value_name = "FILE", env = "LLMOBS_RULES")]
    pub rules: Option<PathBuf>,
    /// The zone of bare dates: an IANA name, or `local`
    #[arg(long, value_name = "ZONE", default_value = "UTC", env = "LLMOBS_TZ")]
    pub tz: String,
}
