//! What commands have in common: where the log is, what is asked of it, and how to answer.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};

/// What to read. The same for every command that reads logs.
#[derive(Debug, Clone, Args)]
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
    /// What the log is, instead of telling it from its first records: a name that `llmobs formats` lists
    #[arg(long, value_name = "NAME", env = "LLMOBS_INPUT_FORMAT")]
    pub input_format: Option<String>,
    /// The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`
    #[arg(long, value_name = "RATE", env = "LLMOBS_SAMPLE_RATE", value_parser = rate)]
    pub sample_rate: Option<f64>,
    /// Exit with 2 after the answer when any line, value or file was bad
    #[arg(long, env = "LLMOBS_STRICT", value_parser = FalseyValueParser::new())]
    pub strict: bool,
    /// Say on stderr what each file was read as, and why
    #[arg(long, short, env = "LLMOBS_VERBOSE", value_parser = FalseyValueParser::new())]
    pub verbose: bool,
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
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Question")]
pub struct QueryArgs {
    /// What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas
    #[arg(long, value_name = "DIM", value_delimiter = ',')]
    pub by: Vec<String>,
    #[command(flatten)]
    pub requests: RequestArgs,
    /// Order rows by a measure or a dimension, with `:asc` or `:desc`
    #[arg(long, value_name = "NAME[:asc|desc]")]
    pub sort: Option<String>,
    /// Show this many rows; the rest becomes one `other` row
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub limit: Option<usize>,
}

/// Which requests count.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Question")]
pub struct RequestArgs {
    /// Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Only requests before then; a bare date means to its end
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// The zone of days and bare times: an IANA name, or `local`
    #[arg(long, value_name = "ZONE", default_value = "UTC", env = "LLMOBS_TZ")]
    pub tz: String,
    /// Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<String>,
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
