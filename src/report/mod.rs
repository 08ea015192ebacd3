//! The answer and its faces: a [`Report`] is a plain value; each format is one file that writes it.
//!
//! Nothing here knows JSON logs, prices or polars. Commands build a `Report`; [`write()`] renders it.

mod bars;
mod csv;
mod floor;
mod footer;
mod grid;
mod human;
mod json;
mod layout;
mod line;
mod markdown;
mod ranking;
#[cfg(test)]
mod samples;
mod sanitize;
mod sparkline;
mod style;
mod summary;
mod table;
mod text;
mod tiles;
mod tree;

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

pub use footer::price_table;
pub use human::{amount, count, group as grouped, none, percent, plural, significant, utc_time};
pub use json::{write_line, write_listing, write_text};
pub use sanitize::escape_controls;
pub use style::Style as Ink;
pub use summary::{InputSummary, PriceInfo, Range, Sampling};

/// A question answered: named, typed columns, their rows and totals, and how far the figures can be trusted.
#[derive(Debug, Clone)]
pub struct Report {
    /// The command that was asked, as typed: `costs`, `prices list`.
    pub command: &'static str,
    /// The time window asked for and the one the answer covers.
    pub range: Option<Range>,
    /// What the rows rest on, where a command has more to say than its rows: shown above them.
    pub facts: Vec<Fact>,
    /// Dimensions first, then measures.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// How a terminal shows the rows.
    pub view: View,
    /// One value per column; `None` where a total would say nothing. Dimensions are always `Null`.
    pub totals: Option<Vec<Value>>,
    /// What else the command found, each a table of its own below the rows.
    pub sections: Vec<Section>,
    /// The data-quality block; absent where no log was read.
    pub input: Option<InputSummary>,
    /// The price table behind computed costs, where one was used.
    pub prices: Option<PriceInfo>,
    /// How the log was sampled, where it is a sample and the figures are estimates.
    pub sampling: Option<Sampling>,
    /// Sentences for people, without a trailing period. Also part of the JSON.
    pub warnings: Vec<String>,
}

impl Report {
    /// Columns and rows that rest on no log.
    pub fn of(command: &'static str, columns: Vec<Column>, rows: Vec<Row>) -> Report {
        Report {
            command,
            range: None,
            facts: Vec::new(),
            columns,
            rows,
            totals: None,
            sections: Vec::new(),
            view: View::Table,
            input: None,
            prices: None,
            sampling: None,
            warnings: Vec::new(),
        }
    }
}

/// A further table of an answer: the buckets of a histogram, the requests that stand out.
#[derive(Debug, Clone)]
pub struct Section {
    /// The key in JSON; its underscores are spaces for people.
    pub name: Cow<'static, str>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub view: View,
}

/// How a terminal shows rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum View {
    Table,
    /// A table with a bar at the end of each row, as long as the row's number in this column, counted from 0.
    Bars(usize),
    /// The figures of the first row, each large under its name.
    Tiles(&'static [Tile]),
    /// Charts over time, which is the first column.
    Sparklines(Sparklines),
    /// The first column, these columns, and a bar for the first of them; beside other rankings where there is room.
    Ranking(&'static [&'static str]),
    /// Spans as a tree with bars of time, the whole of which is this many milliseconds.
    Tree(f64),
}

/// A figure of an overview and, smaller under it, one that explains it: columns, and words to follow their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub title: &'static str,
    pub figure: (&'static str, &'static str),
    pub detail: (&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sparklines {
    /// Titles and columns.
    pub drawn: &'static [(&'static str, &'static str)],
    /// How long a point is: `3 hours`.
    pub each: &'static str,
}

/// A named statement about the whole answer.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The key in JSON; its underscores are spaces for people.
    pub name: &'static str,
    pub value: Value,
    pub unit: Unit,
    /// Whether it is for programs alone: a code that says less to people than another fact's words.
    pub is_code: bool,
}

#[derive(Debug, Clone)]
pub struct Column {
    /// The key in JSON and CSV: `model`, `total_cost_usd`.
    pub name: String,
    /// What people read over it, where that is not the name in words.
    pub title: Option<String>,
    pub unit: Unit,
    pub role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Dimension,
    Measure,
    /// For programs alone: people read another column for it.
    Code,
    /// A sentence about its row, which a terminal shows under the row.
    Note,
}

/// What a column's numbers mean, which decides how a table rounds and heads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Text,
    Count,
    Tokens,
    /// US dollars.
    Usd,
    /// US dollars per million tokens.
    UsdPerMillion,
    /// Milliseconds.
    Ms,
    /// A share between 0 and 1, shown as a percentage.
    Fraction,
    /// A number without a unit, such as a quality score.
    Number,
    /// Numbers of different measures in one column: each with the digits it needs.
    Mixed,
    /// A moment, written as RFC 3339 in UTC.
    Time,
    /// A figure that is written out already.
    Written,
}

#[derive(Debug, Clone, Default)]
pub struct Row {
    /// One value per column.
    pub values: Vec<Value>,
    /// Set on the row that stands for all groups beyond `--limit`: how many they are.
    pub other_groups: Option<u64>,
}

/// One cell. `Null` is unknown: `n/a` for people, `null` for programs, never 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

impl Value {
    /// The number that it is, if it is one.
    fn as_number(&self) -> Option<f64> {
        match *self {
            Value::Int(n) => Some(n as f64),
            Value::Float(x) => Some(x).filter(|x| x.is_finite()),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Ndjson,
    Csv,
    Markdown,
}

/// What the place the report goes to can show. Decided once, in one place, and passed along.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Columns a table may fill; `None` where nothing limits it.
    pub width: Option<u16>,
    pub color: bool,
}

impl Report {
    /// Leaves `subject` out of the titles that end in it, where it is clear that the whole table is about it.
    pub fn about(&mut self, subject: &str) {
        self.columns.iter_mut().for_each(|column| column.about(subject));
    }
}

impl Column {
    /// Leaves `subject` out of the title, if it ends in it.
    pub fn about(&mut self, subject: &str) {
        let rest = self.name.strip_suffix(subject).and_then(|rest| rest.strip_suffix('_'));
        if let Some(rest) = rest.filter(|_| self.role == Role::Measure) {
            self.title = Some(rest.replace('_', " "));
        }
    }
}

impl Screen {
    /// The width to wrap text to.
    fn limit(self) -> usize {
        self.width.map_or(usize::MAX, usize::from)
    }
}

/// Writes `report` to `out` as `format`.
///
/// # Errors
/// Whatever `out` fails with; a closed pipe is the caller's to forgive.
pub fn write(report: &Report, format: Format, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(report, screen, out),
        Format::Json => json::write(report, out),
        Format::Ndjson => json::write_rows(report, out),
        Format::Csv => csv::write(report, out),
        Format::Markdown => markdown::write(report, out),
    }
}
