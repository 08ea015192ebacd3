//! What a check-up can find: the names, how grave each is, and from what share on a gate shuts.

/// How much a finding matters to whoever believes the log's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; no figure is wrong.
    Notice,
    /// Some figures say less than they seem to.
    Warning,
    /// Some figures are wrong, or not the whole.
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A kind of finding.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    pub severity: Severity,
    /// `--gate` without a fraction of one's own shuts above this share.
    pub threshold: f64,
}

/// Findings that `--gate` alone lets pass: no share is above 1.
const NEVER: f64 = 1.0;

const fn kind(name: &'static str, severity: Severity, threshold: f64) -> Kind {
    Kind { name, severity, threshold }
}

/// All kinds; findings of one severity are reported in this order.
pub const KINDS: [Kind; 30] = [
    kind("damaged_files", Severity::Error, 0.0),
    kind("bad_lines", Severity::Error, 0.001),
    kind("bad_values", Severity::Error, 0.001),
    kind("halves_without_id", Severity::Error, 0.01),
    kind("responses_without_request", Severity::Error, 0.01),
    kind("repeated_lines_without_id", Severity::Error, 0.001),
    kind("reused_ids", Severity::Error, 0.0),
    kind("odd_times", Severity::Error, 0.0),
    kind("absurd_values", Severity::Error, 0.0),
    kind("missing_model", Severity::Error, 0.01),
    kind("unrecognised_lines", Severity::Warning, 0.01),
    kind("uncounted_spans", Severity::Warning, 0.01),
    kind("parted_observations", Severity::Warning, 0.01),
    kind("never_answered", Severity::Warning, 0.05),
    kind("feedback_without_request", Severity::Warning, 0.01),
    kind("lines_disagree", Severity::Warning, 0.001),
    kind("responses_before_request", Severity::Warning, 0.01),
    kind("spans_sharing_ids", Severity::Warning, 0.0),
    kind("no_time", Severity::Warning, 0.01),
    kind("unpriced_requests", Severity::Warning, 0.01),
    kind("stranded_costs", Severity::Warning, 0.01),
    kind("costs_differ", Severity::Warning, 0.05),
    kind("repeated_answers", Severity::Notice, NEVER),
    kind("repeated_lines", Severity::Notice, NEVER),
    kind("spans_written_again", Severity::Notice, NEVER),
    kind("repeated_usage", Severity::Notice, NEVER),
    kind("time_gaps", Severity::Notice, NEVER),
    kind("missing_user_id", Severity::Notice, NEVER),
    kind("missing_feature", Severity::Notice, NEVER),
    kind("missing_session_id", Severity::Notice, NEVER),
];

/// Something found.
#[derive(Debug)]
pub struct Finding {
    pub kind: &'static Kind,
    pub count: u64,
    /// The part of those that could have been meant; unknown where there is no such number.
    pub share: f64,
    /// Dollars at stake, where that means something and is known.
    pub usd: Option<f64>,
    /// A sentence on what is so.
    pub what: String,
    /// A sentence on what to do about it.
    pub advice: String,
}

impl Finding {
    /// `count` of `all`; nothing where the count is 0.
    pub fn of(
        name: &str,
        count: u64,
        all: u64,
        usd: Option<f64>,
        what: impl FnOnce() -> String,
        advice: &str,
    ) -> Option<Finding> {
        let kind = KINDS.iter().find(|kind| kind.name == name).filter(|_| count > 0)?;
        let share = if all == 0 { 1.0 } else { (count as f64 / all as f64).min(1.0) };
        Some(Finding { kind, count, share, usd, what: what(), advice: advice.to_owned() })
    }
}
