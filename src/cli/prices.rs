//! `llmobs prices`.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Subcommand};

use super::OutputArgs;

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

/// More tokens than anybody has used, few enough that sums stay exact.
const MOST_TOKENS: u64 = 1_000_000_000_000_000;

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
    #[arg(long, value_name = "N", value_parser = count())]
    pub input: Option<u64>,
    /// All output tokens, reasoning included
    #[arg(long = "output", value_name = "N", value_parser = count())]
    pub output_tokens: Option<u64>,
    /// Input tokens read from a cache
    #[arg(long, value_name = "N", value_parser = count())]
    pub cache_read: Option<u64>,
    /// Input tokens written to a five-minute cache
    #[arg(long, value_name = "N", value_parser = count())]
    pub cache_write: Option<u64>,
    /// Input tokens written to a one-hour cache
    #[arg(long, value_name = "N", value_parser = count())]
    pub cache_write_1h: Option<u64>,
    /// Output tokens spent on reasoning
    #[arg(long, value_name = "N", value_parser = count())]
    pub reasoning: Option<u64>,
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

fn count() -> RangedU64ValueParser {
    RangedU64ValueParser::new().range(..=MOST_TOKENS)
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
