//! `llmobs formats`: which logs can be read, and what each of them can tell.

use super::output::{self, Style};
use super::present::{dimension, fact, measure};
use crate::cli::Formats;
use crate::error::{Error, Exit};
use crate::input::format::{ALL, Cached, Format};
use crate::input::{NATIVE, Sniffed};
use crate::query::Canonical;
use crate::report::{Column, Report, Role, Row, Unit, Value};

/// What the records of every format may be in.
const CONTAINERS: &str = "JSON lines, JSON documents, CSV, Parquet; each as it is, .gz or .zst";

/// What a person asks of a log, and the field that tells it.
const TOLD: [(&str, Canonical); 8] = [
    ("user", Canonical::UserId),
    ("session", Canonical::SessionId),
    ("cost", Canonical::CostUsd),
    ("latency", Canonical::LatencyMs),
    ("ttft", Canonical::TtftMs),
    ("cache", Canonical::CacheReadTokens),
    ("quality", Canonical::QualityScore),
    ("trace", Canonical::TraceId),
];

/// A shorter word where the columns would not fit a terminal.
fn title(name: &str) -> Option<String> {
    (name == "quality").then(|| "score".to_owned())
}

pub fn run(args: &Formats) -> Result<Exit, Error> {
    let mut columns = vec![dimension("format")];
    columns.extend(TOLD.map(|(name, _)| Column { title: title(name), ..measure(name, Unit::Text) }));
    columns.extend([
        measure("spans", Unit::Text),
        measure("cached_input", Unit::Text),
        note("written_by"),
        note("lacks"),
    ]);
    let native = told_by(NATIVE, |_| true, true, "by name", "llmobs' own field names, and common aliases", "");
    let rows = std::iter::once(native).chain(ALL.into_iter().map(row)).collect();
    let mut report = Report::of("formats", columns, rows);
    report.facts = vec![fact("containers", Value::Text(CONTAINERS.to_owned()), Unit::Text)];
    output::report(&report, Style::decide(&args.output))?;
    Ok(Exit::Done)
}

fn row(format: &Format) -> Row {
    let cached = match format.cached {
        Cached::Inside => "inside",
        Cached::Apart => "apart",
        Cached::ByProvider => "by provider",
    };
    told_by(format.name, |field| format.tells(field), format.has_spans(), cached, format.title, format.lacks)
}

fn told_by(
    name: &str,
    tells: impl Fn(Canonical) -> bool,
    has_spans: bool,
    cached: &str,
    title: &str,
    lacks: &str,
) -> Row {
    let text = |text: &str| Value::Text(text.to_owned());
    let told = TOLD.map(|(_, field)| Value::Bool(tells(field)));
    let lacks = if lacks.is_empty() { Value::Null } else { text(&format!("cannot tell {lacks}")) };
    let values = std::iter::once(text(name))
        .chain(told)
        .chain([Value::Bool(has_spans), text(cached), text(title), lacks])
        .collect();
    Row { values, other_groups: None }
}

fn note(name: &str) -> Column {
    Column { role: Role::Note, ..measure(name, Unit::Text) }
}

/// A sentence for each input on what it was read as, and why.
pub fn decisions(sniffed: &[Sniffed]) -> Vec<String> {
    let of = |(source, form): &Sniffed| format!("`{source}` is read as {form}: {}", form.reason());
    sniffed.iter().map(of).collect()
}
