//! What can be typed behind `llmobs convert`.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};

use super::{LogArgs, RequestArgs};

/// Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Convert {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub requests: RequestArgs,
    /// Write this file instead of stdout, whole or not at all; its extension says what it is made of
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// What to write, whatever the extension says
    #[arg(long, value_enum, value_name = "SHAPE", help_heading = "Output")]
    pub to: Option<To>,
    /// Other fields of the log to write too, as JSON paths separated by commas
    #[arg(long, value_name = "PATH", value_delimiter = ',', help_heading = "Output")]
    pub keep: Vec<String>,
    /// No progress bar, and neither notes nor warnings on stderr
    #[arg(long, short, env = "LLMOBS_QUIET", value_parser = FalseyValueParser::new(), help_heading = "Output")]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// One JSON object a line
    Native,
    /// A header of field names, and one line a request
    Csv,
    /// One column a field
    Parquet,
    /// One span a request, as a collector writes traces: OTLP in JSON, with the GenAI conventions
    Otlp,
}

const EXAMPLES: &str = "Examples:
  llmobs convert logs/ -o all.jsonl               every request on one line, whatever the log's shape
  llmobs convert logs/ -o november.csv.gz --since 2026-11 --keep metadata.team,satisfied
  llmobs convert logs/ -o all.parquet             read again, it answers many times as fast
  llmobs convert --since 1h --to otlp -o traces.jsonl
  llmobs convert --where status=error | jq .error_type";
