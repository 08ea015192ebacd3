//! What can be typed after `llmobs abtest`.

use clap::{Args, Subcommand, ValueEnum};

use super::{LogArgs, OutputArgs, RequestArgs};

/// Experiments: did a variant beat another, who gets which, how long must it run.
#[derive(Debug, Subcommand)]
pub enum Abtest {
    Analyze(Box<AbtestAnalyze>),
    Assign(AbtestAssign),
    Plan(Box<AbtestPlan>),
}

/// Whether a variant beat the control, as a statistician would answer: users are the units, not their requests.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs abtest analyze                                   every experiment of the log
  llmobs abtest analyze --experiment prompt-b --metric quality_score,cost_usd
  llmobs abtest analyze --variant-field model --control gpt-4o --metric latency_ms
  llmobs abtest analyze --metric satisfied --fail-on regression --format markdown
  llmobs abtest analyze | jq '.experiments[].metrics[] | {metric, p: .comparisons[0].p_value}'")]
pub struct AbtestAnalyze {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub requests: RequestArgs,
    #[command(flatten)]
    pub study: StudyArgs,
    #[command(flatten)]
    pub method: MethodArgs,
    /// Exit with 1 where a split is not as it should be (srm), or where a metric got worse (regression)
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What is compared.
#[derive(Debug, Args)]
#[command(next_help_heading = "Experiment")]
pub struct StudyArgs {
    /// Only this experiment [default: each that the log names]
    #[arg(long, value_name = "NAME")]
    pub experiment: Option<String>,
    /// The field that tells variants apart; any other than `variant` makes the whole log one experiment
    #[arg(long, value_name = "FIELD", default_value = "variant")]
    pub variant_field: String,
    /// The variant that the others are compared with [default: `control`, `a`, else the first]
    #[arg(long, value_name = "VARIANT")]
    pub control: Option<String>,
    /// What is measured: numeric or boolean fields, or `error`, separated by commas [default: quality_score, latency_ms and cost_usd where present]
    #[arg(long, value_name = "METRIC", value_delimiter = ',')]
    pub metric: Vec<String>,
    /// The metric that decides; the others are adjusted for their number [default: the first]
    #[arg(long, value_name = "METRIC")]
    pub primary: Option<String>,
    /// Metrics of which less is better, besides latencies, costs, tokens and `error`
    #[arg(long, value_name = "METRIC", value_delimiter = ',')]
    pub lower_is_better: Vec<String>,
    /// The independent units: `auto` (users, where some have several requests), `user`, `request`, or a field
    #[arg(long, value_name = "UNIT", default_value = "auto")]
    pub unit: String,
    /// The split that was meant, to check the one that is: `50/50` with the control first, or `a=0.9,b=0.1` [default: equal]
    #[arg(long, value_name = "SPLIT")]
    pub weights: Option<String>,
}

/// How it is tested.
#[derive(Debug, Args)]
#[command(next_help_heading = "Method")]
pub struct MethodArgs {
    /// The test that decides [default: by what the data are]
    #[arg(long, value_enum, value_name = "TEST")]
    pub test: Option<TestKind>,
    /// How often a difference that is none may be found
    #[arg(long, value_name = "P", default_value_t = 0.05, value_parser = fraction)]
    pub alpha: f64,
    /// What is suspected of the treatment's mean
    #[arg(long, value_enum, value_name = "SIDE", default_value_t)]
    pub alternative: Side,
    /// How p-values are adjusted for their number [default: holm over variants for the primary metric, bh over the others]
    #[arg(long, value_enum, value_name = "METHOD")]
    pub correction: Option<Adjustment>,
    /// Intervals and p-values that stay valid however often one looks
    #[arg(long)]
    pub sequential: bool,
    /// The number of users at which sequential intervals are tightest
    #[arg(long, value_name = "USERS", default_value_t = 5000.0, value_parser = positive, requires = "sequential")]
    pub tuning: f64,
    /// Take out what users were like before this time (CUPED)
    #[arg(long, value_name = "TIME", conflicts_with = "covariate")]
    pub cuped_before: Option<String>,
    /// Take out what a field says of users, which the variant cannot have changed (CUPED)
    #[arg(long, value_name = "FIELD")]
    pub covariate: Option<String>,
    /// Cap values above this quantile of all variants together, such as 0.999
    #[arg(long, value_name = "Q", value_parser = fraction)]
    pub winsorize: Option<f64>,
    /// The smallest difference that matters, such as 0.02 or 5%: variants that differ by less are equivalent
    #[arg(long, value_name = "DIFFERENCE")]
    pub mde: Option<String>,
    /// Intervals of quantile differences, from this many draws of users
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub bootstrap: Option<u32>,
    /// What the draws begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// No quantiles and no rank test: keeps a sum a user in memory rather than every value
    #[arg(long, conflicts_with_all = ["bootstrap", "winsorize"])]
    pub no_ranks: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Srm,
    Regression,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestKind {
    /// Means, without assuming equal variances; by user the delete-one-user jackknife
    Welch,
    /// Means of requests, assuming equal variances and independence: what scipy does by default
    Student,
    /// Which variant tends to greater values
    Mannwhitney,
    /// Rates, by the pooled standard error
    Z,
    /// Rates, exactly
    Fisher,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Side {
    #[default]
    TwoSided,
    Greater,
    Less,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Adjustment {
    Holm,
    Bh,
    None,
}

/// Which variant a user gets: always the same, on any machine and in any language.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs abtest assign prompt-b --user dave --split 50/50
  llmobs abtest assign prompt-b --stdin --split control=0.8,b=0.1,c=0.1 < users.txt")]
pub struct AbtestAssign {
    /// The experiment's name
    pub name: String,
    /// The user
    #[arg(long, value_name = "USER", required_unless_present = "stdin", conflicts_with = "stdin")]
    pub user: Option<String>,
    /// Read users from stdin, one a line, and write a JSON object a line
    #[arg(long)]
    pub stdin: bool,
    /// The variants' shares: `50/50` for a and b, `80/10/10`, or `control=0.8,b=0.1,c=0.1`
    #[arg(long, value_name = "SPLIT", default_value = "50/50")]
    pub split: String,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How many users or requests an experiment needs, or what one of a given size can find.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  llmobs abtest plan --sd 0.12 --mde 0.01
  llmobs abtest plan --baseline 0.71 --mde 5%                 a rate
  llmobs abtest plan --sd 0.12 --n 2000                       what 2,000 a variant can find
  llmobs abtest plan --metric quality_score --mde 2% llm_requests.jsonl")]
pub struct AbtestPlan {
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub requests: RequestArgs,
    /// The metric to plan for, measured in the log
    #[arg(long, value_name = "METRIC", conflicts_with_all = ["sd", "icc", "requests_per_user"])]
    pub metric: Option<String>,
    /// The mean or, without `--sd`, the rate of today
    #[arg(long, value_name = "MEAN")]
    pub baseline: Option<f64>,
    /// The standard deviation of a request's value
    #[arg(long, value_name = "SD", value_parser = positive)]
    pub sd: Option<f64>,
    /// How many requests a user makes
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = at_least_one)]
    pub requests_per_user: f64,
    /// How alike the requests of a user are, 0 to 1: the intraclass correlation
    #[arg(long, value_name = "RHO", default_value_t = 0.0, value_parser = share)]
    pub icc: f64,
    /// The difference to find, such as 0.02 or 5%
    #[arg(long, value_name = "DIFFERENCE", required_unless_present = "n")]
    pub mde: Option<String>,
    /// How many users a variant has, to ask what they can find
    #[arg(long, value_name = "USERS", conflicts_with = "mde", value_parser = at_least_two)]
    pub n: Option<f64>,
    /// How often the difference should be found
    #[arg(long, value_name = "P", default_value_t = 0.8, value_parser = fraction)]
    pub power: f64,
    /// How often a difference that is none may be found
    #[arg(long, value_name = "P", default_value_t = 0.05, value_parser = fraction)]
    pub alpha: f64,
    #[command(flatten)]
    pub output: OutputArgs,
}

fn number(text: &str, test: impl Fn(f64) -> bool, what: &str) -> Result<f64, String> {
    text.parse::<f64>().ok().filter(|value| value.is_finite() && test(*value)).ok_or_else(|| what.to_owned())
}

fn fraction(text: &str) -> Result<f64, String> {
    number(text, |value| value > 0.0 && value < 1.0, "must lie between 0 and 1")
}

fn share(text: &str) -> Result<f64, String> {
    number(text, |value| (0.0..=1.0).contains(&value), "must lie between 0 and 1")
}

fn positive(text: &str) -> Result<f64, String> {
    number(text, |value| value > 0.0, "must be greater than 0")
}

fn at_least_one(text: &str) -> Result<f64, String> {
    number(text, |value| value >= 1.0, "must be at least 1")
}

fn at_least_two(text: &str) -> Result<f64, String> {
    number(text, |value| value >= 2.0, "must be at least 2")
}
