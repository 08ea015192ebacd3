//! What can be typed behind `llmobs trace`.

use clap::{Args, Subcommand};

use super::{LogArgs, OutputArgs, RequestArgs};

/// What calls what: the traces of a log, one of them as a tree, and where the time goes.
#[derive(Debug, Subcommand)]
pub enum Trace {
    List(TraceList),
    Show(TraceShow),
    Summary(TraceSummary),
}

/// The slowest traces, or the most expensive, or those with the most errors.
#[derive(Debug, Args)]
#[command(after_help = LIST_EXAMPLES)]
pub struct TraceList {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub requests: RequestArgs,
    /// Order by duration, cost, errors, start, spans, calls or tokens, with `:asc` or `:desc`
    #[arg(long, value_name = "NAME[:asc|desc]", default_value = "duration", help_heading = "Question")]
    pub sort: String,
    /// Show this many traces; the rest becomes one `other` row
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Question")]
    pub limit: usize,
    #[command(flatten)]
    pub output: OutputArgs,
}

const LIST_EXAMPLES: &str =
    "A trace counts when it begins in the time window and one of its spans passes every `--where`.

Examples:
  llmobs trace list traces.json                   the slowest traces, and the span that each waited for
  llmobs trace list --sort cost --since 7d logs/
  llmobs trace list --where status=error --limit 5
  llmobs trace list --json | jq -r '.rows[0].trace_id'";

/// One trace as a tree, with a bar of time for every span and the bottleneck marked.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub struct TraceShow {
    /// The trace's id, or as much of it as no other begins with
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub log: LogArgs,
    /// Draw this many spans, those that the end waited for and the longest; JSON and CSV have all
    #[arg(long, value_name = "N", default_value_t = 60, help_heading = "Question")]
    pub limit: usize,
    /// Draw spans down to this depth; roots are at 0
    #[arg(long, value_name = "N", help_heading = "Question")]
    pub depth: Option<u32>,
    #[command(flatten)]
    pub output: OutputArgs,
}

const SHOW_EXAMPLES: &str = "Examples:
  llmobs trace show 4587b39d traces.jsonl
  llmobs trace show 4587b39d --depth 2 logs/
  llmobs trace show 4587b39d --json | jq '.rows[] | select(.is_bottleneck)'";

/// Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them.
#[derive(Debug, Args)]
#[command(after_help = SUMMARY_EXAMPLES)]
pub struct TraceSummary {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub requests: RequestArgs,
    /// What to group by: span_name, span_kind, service_name, model or any other field, separated by commas
    #[arg(long, value_name = "DIM", value_delimiter = ',', default_value = "span_name", help_heading = "Question")]
    pub by: Vec<String>,
    /// Order by one of the figures, with `:asc` or `:desc`
    #[arg(long, value_name = "NAME[:asc|desc]", default_value = "self_ms", help_heading = "Question")]
    pub sort: String,
    /// Show this many rows; the rest becomes one `other` row
    #[arg(long, value_name = "N", help_heading = "Question")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub output: OutputArgs,
}

const SUMMARY_EXAMPLES: &str =
    "Spans of a trace count when it begins in the time window and they pass every `--where` themselves.

Examples:
  llmobs trace summary --by span_name traces.json
  llmobs trace summary --by span_name,model --sort p95_duration_ms
  llmobs trace summary --by service_name --where status=error";
