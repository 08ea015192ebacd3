//! What can be typed. Types only: their meaning is in `commands`.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
    #[command(subcommand)]
    Prices(Prices),
    Completions(Completions),
    Man,
}

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

/// The prices that costs are computed from.
#[derive(Debug, Subcommand)]
pub enum Prices {
    List(PricesList),
    Explain(PricesExplain),
    Import(PricesImport),
}

/// List models and their prices per million tokens.
#[derive(Debug, Args)]
pub struct PricesList {
    /// Only models whose name holds this text, in any case
    pub pattern: Option<String>,
    /// A price file laid over the built-in prices; may be given more than once
    #[arg(long, value_name = "FILE", env = "LLMOBS_PRICES")]
    pub prices: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Show which price entry a model name matches, by which rule, and the arithmetic.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  llmobs prices explain claude-sonnet-4-5 --input 50100 --cache-read 50000 --output 200")]
pub struct PricesExplain {
    /// The name as a log states it
    pub model: String,
    /// Who sold it, as a log states it
    #[arg(long)]
    pub provider: Option<String>,
    /// All input tokens, cached ones included
    #[arg(long, value_name = "N")]
    pub input: Option<u64>,
    /// All output tokens, reasoning included
    #[arg(long = "output", value_name = "N")]
    pub output_tokens: Option<u64>,
    /// Input tokens read from a cache
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub cache_read: u64,
    /// Input tokens written to a five-minute cache
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub cache_write: u64,
    /// Input tokens written to a one-hour cache
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub cache_write_1h: u64,
    /// Output tokens spent on reasoning
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub reasoning: u64,
    /// The service tier: priority, flex, batch
    #[arg(long, value_name = "TIER")]
    pub service_tier: Option<String>,
    /// When the request was made; prices can change [default: the day of the newest price table]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// A price file laid over the built-in prices; may be given more than once
    #[arg(long, value_name = "FILE", env = "LLMOBS_PRICES")]
    pub prices: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Reduce LiteLLM's price map to what this program needs, on stdout: how the built-in table is refreshed.
#[derive(Debug, Args)]
pub struct PricesImport {
    /// LiteLLM's `model_prices_and_context_window.json`
    pub file: PathBuf,
    /// The release it is from
    #[arg(long, value_name = "VERSION")]
    pub release: String,
    /// The day of that release, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub date: String,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    pub shell: Shell,
}

/// What to read. The same for every command that reads logs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct LogArgs {
    /// Logs: files, folders, or `-` for stdin; plain, .gz or .zst [default: $LLMOBS_LOG, else a piped stdin, else ./llm_requests.jsonl]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which cost counts
    #[arg(long, value_enum, default_value_t, value_name = "MODE", env = "LLMOBS_COST")]
    pub cost: Cost,
    /// A price file laid over the built-in prices; may be given more than once
    #[arg(long, value_name = "FILE", env = "LLMOBS_PRICES")]
    pub prices: Vec<PathBuf>,
    /// Where the log states a field, such as `user_id=ctx.uid`; may be given more than once
    #[arg(long, value_name = "FIELD=PATH")]
    pub map: Vec<String>,
    /// The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`
    #[arg(long, value_name = "RATE", env = "LLMOBS_SAMPLE_RATE", value_parser = rate)]
    pub sample_rate: Option<f64>,
    /// Exit with 2 after the answer when any line, value or file was bad
    #[arg(long, env = "LLMOBS_STRICT", value_parser = FalseyValueParser::new())]
    pub strict: bool,
    /// How many threads work [default: one per processor]
    #[arg(long, value_name = "N", env = "LLMOBS_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// About how many bytes a thread parses at a time; no answer depends on it
    #[arg(long, hide = true, value_name = "N", default_value_t = crate::input::CHUNK_BYTES)]
    pub chunk_bytes: usize,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| *rate > 0.0 && *rate <= 1.0);
    rate.ok_or_else(|| "a rate is above 0 and at most 1, such as 0.1 for one request in ten".to_owned())
}

/// What to ask of the requests.
#[derive(Debug, Args)]
#[command(next_help_heading = "Question")]
pub struct QueryArgs {
    /// What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas
    #[arg(long, value_name = "DIM", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only requests before then; a bare date means to its end
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// The zone of days and bare times: an IANA name, or `local`
    #[arg(long, value_name = "ZONE", default_value = "UTC", env = "LLMOBS_TZ")]
    pub tz: String,
    /// Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<String>,
    /// Order rows by a measure or a dimension, with `:asc` or `:desc`
    #[arg(long, value_name = "NAME[:asc|desc]")]
    pub sort: Option<String>,
    /// Show this many rows; the rest becomes one `other` row
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// How to answer.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// `auto` is a table on a terminal and JSON otherwise
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", env = "LLMOBS_FORMAT")]
    pub format: Format,
    /// The same as `--format json`
    #[arg(long)]
    pub json: bool,
    /// When to use colour; `auto` also heeds NO_COLOR
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LLMOBS_COLOR")]
    pub color: Color,
    /// No progress bar and no warnings on stderr
    #[arg(long, short, env = "LLMOBS_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Auto,
    Table,
    Json,
    Ndjson,
    Csv,
    Markdown,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Cost {
    /// The logged cost, else tokens times price
    #[default]
    Auto,
    /// Only the logged cost
    Logged,
    /// Always tokens times price
    Computed,
}
