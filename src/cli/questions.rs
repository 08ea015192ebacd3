//! The commands that ask one question of a log.

use clap::{Args, ValueEnum};

use super::{LogArgs, OutputArgs, QueryArgs};

/// Where the money went: requests, errors, tokens and cost, by model or by anything else.
#[derive(Debug, Args)]
#[command(after_help = COSTS_EXAMPLES)]
pub struct Costs {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

const COSTS_EXAMPLES: &str = "Examples:
  llmobs costs                                    cost by model
  llmobs costs --by feature --since 7d            what the last seven days cost, by feature
  llmobs costs --by model,day --since 2026-11-01 --until 2026-11-30
  llmobs costs --by user_id --limit 10 logs/      the ten users that spend most, and the rest in one row
  llmobs costs --by metadata.team --where 'model~^claude'
  llmobs costs --json | jq '.totals.total_cost_usd'";

/// What spends most: users, features, models, prompts, sessions, or kinds of errors.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs top users                                the ten users that cost most, and all others in one row
  llmobs top features --sort p95_latency_ms       the slowest features
  llmobs top prompts --since 7d --limit 3
  llmobs top users --json | jq '.facts.cost_share_of_top_1_percent'")]
pub struct Top {
    /// What to rank
    #[arg(value_enum)]
    pub what: TopOf,
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TopOf {
    Users,
    Features,
    Models,
    Prompts,
    Sessions,
    Errors,
}

/// How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs latency                                  by model
  llmobs latency --by feature --percentiles 50,99.9
  llmobs latency --histogram --since 24h
  llmobs latency --json | jq '.rows[] | {model, p95: .p95_latency_ms}'")]
pub struct Latency {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Which percentiles to show
    #[arg(long, value_name = "P", value_delimiter = ',', default_value = "50,90,95,99", value_parser = percent)]
    pub percentiles: Vec<f64>,
    /// Show how latencies are distributed
    #[arg(long)]
    pub histogram: bool,
    /// The upper bounds of the histogram's buckets, in seconds
    #[arg(long, value_name = "SECONDS", value_delimiter = ',', default_value = "0.1,0.5,1,2,5,10,30", value_parser = seconds)]
    pub buckets: Vec<f64>,
}

/// What failed, how often, since when, and what it cost.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs errors                                   by kind of error
  llmobs errors --by error_type,model --since 24h
  llmobs errors --by feature                      the error rate of each feature, with its 95 % interval
  llmobs errors --json | jq '.facts.cost_per_success'")]
pub struct Errors {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How good answers were: the distribution of a score, or the rate of a yes-or-no field.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs quality                                  quality_score by model
  llmobs quality --by feature --threshold 7
  llmobs quality --metric satisfied --by variant  the rate of satisfied users, with its 95 % interval
  llmobs quality --worst 5 --json | jq -r '.sections.worst[].request_id'")]
pub struct Quality {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// The field to judge by: any number, or true and false
    #[arg(long, value_name = "FIELD", default_value = "quality_score")]
    pub metric: String,
    /// Show the share of scores below this
    #[arg(long, value_name = "SCORE", default_value_t = 6.0)]
    pub threshold: f64,
    /// Show the mean over a window that moves through time, such as 60m or 1d
    #[arg(long, value_name = "SPAN")]
    pub window: Option<String>,
    /// Name the requests with the lowest scores
    #[arg(long, value_name = "N")]
    pub worst: Option<usize>,
}

/// Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs doctor                                   what is wrong with ./llm_requests.jsonl, and what to do
  llmobs doctor --gate logs/                      for CI: exit 1 when something is worse than its threshold
  llmobs doctor --gate bad_lines=0 --gate never_answered=0.1 logs/
  llmobs doctor --json | jq -r '.rows[] | select(.severity == \"error\") | .what'")]
pub struct Doctor {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more
    #[arg(long, value_name = "NAME=FRACTION", num_args = 0..=1, default_missing_value = "")]
    pub gate: Vec<String>,
    /// Show this many models and gaps; further models become one `other` row
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

fn percent(text: &str) -> Result<f64, String> {
    let percent = text.trim().parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| "a percentile is from 0 to 100, such as 99.9".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.trim().parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds > 0.0);
    seconds.ok_or_else(|| "a bound is a number of seconds above 0, such as 0.5".to_owned())
}
