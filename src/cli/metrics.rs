//! What can be typed behind `llmobs metrics`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;

use super::{LogArgs, QueryArgs};

/// The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Metrics {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write this file instead of stdout, whole or not at all: the node exporter's textfile collector reads it
    #[arg(long, short, value_name = "FILE.prom", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// OpenMetrics, with units, instead of Prometheus' own text format
    #[arg(long, help_heading = "Output")]
    pub openmetrics: bool,
    /// A label for every series; may be given more than once
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Output")]
    pub label: Vec<String>,
    /// The upper bounds of the latency histogram's buckets, in seconds, ascending
    #[arg(long, value_name = "SECONDS", value_delimiter = ',', default_values_t = BUCKETS, value_parser = bound, help_heading = "Output")]
    pub buckets: Vec<f64>,
    /// Print a Grafana dashboard for these metrics, and read no log
    #[arg(long, help_heading = "Output")]
    pub dashboard: bool,
    /// No progress bar and no warnings on stderr
    #[arg(long, short, env = "LLMOBS_QUIET", value_parser = FalseyValueParser::new(), help_heading = "Output")]
    pub quiet: bool,
}

const BUCKETS: [f64; 7] = [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0];

const EXAMPLES: &str = "Examples:
  llmobs metrics                                  all metrics by model
  llmobs metrics --by feature --limit 50          one more label; beyond 50 series of a metric the rest is `other`
  llmobs metrics --output /var/lib/node_exporter/llm.prom --label team=search
  llmobs metrics --dashboard > dashboard.json     to be imported into Grafana";

fn bound(text: &str) -> Result<f64, String> {
    let bound = text.trim().parse().ok().filter(|bound: &f64| bound.is_finite() && *bound > 0.0);
    bound.ok_or_else(|| "a bound is a number of seconds above 0".to_owned())
}
