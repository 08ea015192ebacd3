//! Everything that can go wrong, in one enum: each error says what to do next, and exits with one of four codes.

use std::io;
use std::path::PathBuf;

use thiserror::Error as ThisError;

use crate::report::escape_controls;
use crate::requests::prices::{PriceError, Unpriced};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// The check that was asked for fired.
    Fired = 1,
    /// Wrong usage, or input that cannot be read or, with `--strict`, trusted.
    Failed = 2,
    /// There is no data to answer from.
    CannotTell = 3,
}

#[derive(Debug, ThisError)]
pub enum Error {
    #[error("there is no log to read")]
    NoInput,
    #[error("cannot read `{}`: {}", path.display(), reason(source))]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read the prices in `{}`: {}", path.display(), reason(source))]
    ReadPrices { path: PathBuf, source: io::Error },
    #[error("cannot read the rules in `{}`: {}", path.display(), reason(source))]
    ReadRules { path: PathBuf, source: io::Error },
    #[error("the folder `{}` holds no log", .0.display())]
    EmptyFolder(PathBuf),
    #[error("`{}` is compressed with {format}, which is not supported", path.display())]
    Compression { path: PathBuf, format: &'static str },
    #[error("`{flag} {value}` is not a time")]
    BadTime { flag: &'static str, value: String },
    #[error("`LLMOBS_NOW={0}` is not a time")]
    BadNow(String),
    #[error("`{0}` is not a length of time")]
    BadSpan(String),
    #[error("`{0}` holds no numbers to judge by")]
    NotANumber(String),
    #[error("`--since` is not before `--until`")]
    EmptyRange,
    #[error("`{0}` is not a time zone")]
    UnknownZone(String),
    #[error("`--where {text}` {why}")]
    BadCondition { text: String, why: String },
    #[error("`--map {text}` {why}")]
    BadMap { text: String, why: String },
    #[error("`{0}` is not a log format")]
    UnknownFormat(String),
    #[error("`--gate {text}` {why}")]
    BadGate { text: String, why: &'static str },
    #[error("the label `{text}` {why}")]
    BadLabel { text: String, why: String },
    #[error("cannot write `{}`: {}", path.display(), reason(source))]
    WriteFile { path: PathBuf, source: io::Error },
    #[error("`{}` is an input, and would be replaced by what is read from it", .0.display())]
    SameFile(PathBuf),
    #[error("a Parquet file is compressed inside, and needs no `.gz` or `.zst`")]
    PackedParquet,
    #[error("the name `{}` does not say what to write", .0.display())]
    UnknownShape(PathBuf),
    #[error("there is no `[notify.*]` target to tell")]
    NoTargets,
    #[error("the environment has no `{0}`")]
    MissingSecret(String),
    #[error("cannot use the state in `{}`: {what}", path.display())]
    State { path: PathBuf, what: String },
    #[error("not delivered: {}", .0.join("; "))]
    Delivery(Vec<String>),
    #[error("{place}: {what}")]
    BadRules { place: String, what: String },
    #[error("`--by {0}` would give two columns of one name")]
    AmbiguousDimension(String),
    #[error("`--by` names nothing")]
    NoDimension,
    #[error("`{0}` is not a measure")]
    UnknownMeasure(String),
    #[error("cannot sort by `{0}`")]
    UnknownSort(String),
    #[error(transparent)]
    Prices(#[from] PriceError),
    #[error("`{0}` is not in the price table")]
    UnknownModel(String),
    #[error("the price of `{model}` depends on who sold it: {}", candidates.join(", "))]
    AmbiguousModel { model: String, candidates: Vec<String> },
    #[error("`{model}` has no price for this: {why}")]
    Unpriced { model: String, why: Unpriced },
    #[error("`{flag} {value}` {why}")]
    BadOption { flag: &'static str, value: String, why: String },
    #[error("{what} ({code})")]
    Experiment { code: &'static str, what: String, hint: String },
    #[error("{}", if id.is_empty() { "an empty id names no trace".to_owned() } else { format!("there is no trace `{id}`") })]
    UnknownTrace { id: String, near: Vec<String> },
    #[error("`{id}` begins the ids of {count} traces: {}{}", some.join(", "), if *count > some.len() { ", …" } else { "" })]
    AmbiguousTrace { id: String, count: usize, some: Vec<String> },
    #[error("cannot start {0} threads")]
    Threads(usize),
    #[error("the query engine failed: {0}")]
    Engine(String),
    #[error("cannot write the answer: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// The code the program exits with. That something has no price is an answer, though not the one hoped for.
    pub fn exit(&self) -> Exit {
        match self {
            Error::UnknownModel(_) | Error::AmbiguousModel { .. } | Error::Unpriced { .. } => Exit::CannotTell,
            Error::UnknownTrace { .. } | Error::AmbiguousTrace { .. } => Exit::CannotTell,
            _ => Exit::Failed,
        }
    }

    /// What to do next, where something can be done.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Error::NoInput => {
                "name a file or folder, pipe a log to stdin, set `LLMOBS_LOG`, or run where `./llm_requests.jsonl` is"
            }
            Error::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                "check the spelling; a folder is read whole: `llmobs costs logs/`"
            }
            Error::Read { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                "no figure is shown, because one without this file would not be the whole"
            }
            Error::ReadPrices { .. } => "check `--prices` and `LLMOBS_PRICES`: each names one file of prices",
            Error::ReadRules { .. } => {
                "check `--rules` and `LLMOBS_RULES`; `llmobs alerts init` writes a file of rules to begin with"
            }
            Error::NoDimension => {
                "name a field or `hour`, `day`, `week`, `month`: `--by model,day`; without `--by` the command has its own"
            }
            Error::EmptyFolder(_) => {
                "a folder's `*.jsonl`, `*.ndjson`, `*.json`, `*.log`, `*.csv`, `*.tsv` and `*.parquet` files are read, also with `.gz` or `.zst`"
            }
            Error::Compression { format, .. } => return Some(decompress_hint(format)),
            Error::BadTime { .. } | Error::BadNow(_) => {
                "use `7d`, `24h`, `2026-09`, `2026-09-01` or `2026-09-01T10:00Z`"
            }
            Error::BadSpan(_) => "use a number with `s`, `m`, `h`, `d` or `w`: `60m`",
            Error::NotANumber(_) => {
                "use a number or a yes-or-no field of the log, such as `quality_score` or `satisfied`"
            }
            Error::EmptyRange => "a bare date as `--until` means the end of that day",
            Error::UnknownZone(_) => "use an IANA name such as `Europe/Berlin`, `UTC`, or `local`",
            Error::BadCondition { .. } => {
                "use FIELD OP VALUE with one of = != > >= < <= ~, in quotes: `--where 'model=a,b'`, `--where 'latency_ms>1000'`"
            }
            Error::BadMap { .. } => "use FIELD=PATH: `--map user_id=ctx.uid`",
            Error::UnknownFormat(_) => {
                "`llmobs formats` lists them; without `--input-format` the log's first records tell"
            }
            Error::BadGate { .. } => {
                "use NAME=FRACTION with the name of a finding: `--gate bad_lines=0.01`; a file goes before or after: `llmobs doctor log.jsonl --gate`"
            }
            Error::BadLabel { .. } => {
                "use `--label team=search`: letters, digits and `_`, each name once, and neither `status`, `type` nor `le`"
            }
            Error::WriteFile { source, .. } if source.kind() == io::ErrorKind::AlreadyExists => {
                "it is left as it is: name another file, or `-` for stdout"
            }
            Error::WriteFile { .. } => {
                "the folder must be there, and writable: the file is put beside and then renamed"
            }
            Error::PackedParquet => "let its name end in `.parquet`",
            Error::SameFile(_) => "name another file; afterwards it can take the log's place",
            Error::UnknownShape(_) => {
                "use `.parquet`, or `.jsonl` or `.csv`, these also with `.gz` or `.zst`; or say `--to`"
            }
            Error::NoTargets => {
                "a target is a table of the file of `--rules`, such as `[notify.slack]`; see the README"
            }
            Error::MissingSecret(_) => "the rules file names the variable; `--dry-run` shows the messages without it",
            Error::State { .. } => "a file that is removed is begun anew, and everything that fires is told once more",
            Error::Delivery(_) => "what was not delivered is tried again at the next run with the same `--state`",
            Error::BadRules { .. } => {
                "`llmobs alerts init -` prints a file with every key of a rule; the rules reference is in the README"
            }
            Error::AmbiguousDimension(_) => {
                "it is the name of a figure; `--map FIELD=PATH` gives what the log keeps there the name of a field"
            }
            Error::UnknownMeasure(_) | Error::UnknownSort(_) => {
                "use `requests`, `errors`, `error_rate`, `pending`, `cost`, `cost_share`, `avg_cost_per_request`, or `total_`, `avg_`, `min_`, `max_`, `p95_` and a numeric field: `p95_latency_ms`; `--sort` also takes a dimension of `--by`"
            }
            Error::UnknownModel(_) => "`llmobs prices list PATTERN` shows what there is; `--prices FILE` adds your own",
            Error::UnknownTrace { near, .. } if near.is_empty() => "`llmobs trace list` shows the traces of a log",
            Error::UnknownTrace { near, .. } => {
                let near: Vec<String> = near.iter().map(|id| format!("`{}`", escape_controls(id))).collect();
                return Some(format!("did you mean {}? `llmobs trace list` shows all", near.join(" or ")));
            }
            Error::AmbiguousTrace { .. } => "give as much of the id as tells it from the others",
            Error::AmbiguousModel { .. } => "say who sold it: `--provider NAME`",
            Error::Unpriced { .. } => "`--prices FILE` adds what is missing",
            Error::Prices(_) => "a price file has the public LiteLLM format; see the price rules in the README",
            Error::BadOption { .. } => "`llmobs help` and the name of the command show what it takes",
            Error::Experiment { hint, .. } => hint,
            Error::Threads(_) => "give `--threads` a smaller number",
            Error::Read { .. } | Error::Engine(_) | Error::Write(_) => return None,
        };
        Some(hint.to_owned())
    }
}

fn decompress_hint(format: &str) -> String {
    let tool = if format == "bzip2" { "bzcat" } else { "xzcat" };
    format!("pipe it through {tool}: `{tool} FILE | llmobs costs -`")
}

/// An operating system's reason without its number, as people say it.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::AlreadyExists => "there is a file of that name".to_owned(),
        _ => error.to_string(),
    }
}
