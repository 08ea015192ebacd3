//! What every command that reads logs does: arguments to a query, the log to a table, the answer to a report.

use std::env;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::facts::Facts;
use super::output::{self, Style};
use super::prices::price_info;
use super::progress::Progress;
use super::warnings;
use crate::cli::{Cost, LogArgs, OutputArgs, QueryArgs};
use crate::engine::{Answer, Engine, Figure, Group, Key, Local};
use crate::error::{Error, Exit};
use crate::input::{self, Mapping, Summary};
use crate::query::{
    Canonical, Condition, Dimension, End, Field, Filter, Measure, Order, Query, TimeRange, Zone, parse_instant,
};
use crate::report::{Column, Report, Role, Row, Unit, Value};
use crate::requests::prices::PriceTable;
use crate::requests::{CostMode, Load, RequestTable};

/// What makes a command: its preset of a query.
pub struct Question<'q> {
    pub command: &'static str,
    /// The dimensions without `--by`.
    pub by: &'q [Dimension],
    pub measures: &'q [Measure],
    /// Measures that depend on what the matching rows hold; their fields must be among those of `measures`, or priced from.
    pub more: &'q dyn Fn(&RequestTable, &[bool]) -> Vec<Measure>,
    /// The order without `--sort`.
    pub order: &'q dyn Fn(&[Dimension]) -> Order,
}

/// Asks `question` of the log and writes the answer.
///
/// # Errors
/// Arguments that mean nothing, an input that cannot be read, an output that cannot be written.
pub fn run(log: &LogArgs, asked: &QueryArgs, out: &OutputArgs, question: &Question<'_>) -> Result<Exit, Error> {
    let style = Style::decide(out);
    let now = now()?;
    let mut query = query(asked, question, now)?;
    let load = load(log, input::resolve(&log.files)?)?;
    start_threads(log.threads.map(usize::from))?;
    let progress = Progress::start(&load.sources, style);
    let loaded = load.run(&query.fields(), &query.filter, |bytes| progress.advance(bytes))?;
    progress.finish();
    let engine = Local::new(&loaded.table);
    let mask = engine.matching(&query);
    query.measures.extend((question.more)(&loaded.table, &mask));
    refuse_ambiguous(&query)?;
    let answer = engine.answer(&query)?;
    let facts = Facts::gather(&loaded, &mask, &load);
    let report = Report {
        command: question.command,
        range: Some(facts.range(&query)),
        columns: columns(&query),
        rows: rows(&answer, &query),
        totals: Some(query.by.iter().map(|_| Value::Null).chain(answer.totals.iter().map(value)).collect()),
        prices: (facts.input.computed_cost_requests > 0).then(|| price_info(&load.prices, now)),
        facts: Vec::new(),
        warnings: warnings::all(&loaded, &facts, &query),
        input: Some(facts.input),
    };
    output::report(&report, style)?;
    Ok(exit(&report, &loaded.summary, log.strict))
}

fn exit(report: &Report, summary: &Summary, strict: bool) -> Exit {
    let tally = &summary.tally;
    let matched = report.input.as_ref().map_or(0, |input| input.matched_requests);
    if strict && (tally.bad_lines() > 0 || tally.bad_values > 0 || !summary.damage.is_empty()) {
        Exit::Failed
    } else if matched == 0 {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

/// What `7d` counts back from: the clock, or `LLMOBS_NOW` for answers that can be repeated.
pub fn now() -> Result<DateTime<Utc>, Error> {
    match env::var("LLMOBS_NOW") {
        Ok(text) if !text.is_empty() => parse_instant(&text, End::Since, Zone::UTC, Utc::now())
            .ok()
            .and_then(DateTime::from_timestamp_micros)
            .ok_or(Error::BadNow(text)),
        _ => Ok(Utc::now()),
    }
}

fn query(asked: &QueryArgs, question: &Question<'_>, now: DateTime<Utc>) -> Result<Query, Error> {
    let zone: Zone = asked.tz.parse()?;
    let instant = |text: &Option<String>, end| text.as_deref().map(|t| parse_instant(t, end, zone, now)).transpose();
    let range = TimeRange { since: instant(&asked.since, End::Since)?, until: instant(&asked.until, End::Until)? };
    if let (Some(since), Some(until)) = (range.since, range.until)
        && since >= until
    {
        return Err(Error::EmptyRange);
    }
    let conditions = asked.conditions.iter().map(|text| Condition::parse(text)).collect::<Result<_, _>>()?;
    let by = dimensions(&asked.by, question.by);
    let order = match &asked.sort {
        Some(sort) => order(sort, &by)?,
        None => (question.order)(&by),
    };
    let measures = question.measures.to_vec();
    Ok(Query { filter: Filter { range, conditions }, by, measures, order, limit: asked.limit, zone })
}

/// The dimensions asked for, each once.
fn dimensions(names: &[String], default: &[Dimension]) -> Vec<Dimension> {
    let mut by: Vec<Dimension> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let dimension = Dimension::named(name);
        if !by.contains(&dimension) {
            by.push(dimension);
        }
    }
    if by.is_empty() { default.to_vec() } else { by }
}

/// A dimension must not share its name, which is its key in every format, with another column.
fn refuse_ambiguous(query: &Query) -> Result<(), Error> {
    let is_taken = |name: &str| name == "other_groups" || query.measures.iter().any(|measure| measure.name() == name);
    match query.by.iter().map(Dimension::name).find(|name| is_taken(name)) {
        Some(name) => Err(Error::AmbiguousDimension(name.to_owned())),
        None => Ok(()),
    }
}

/// `NAME`, `NAME:asc` or `NAME:desc`: figures from the largest, dimensions from the first, unless said otherwise.
fn order(text: &str, by: &[Dimension]) -> Result<Order, Error> {
    let (name, direction) = match text.rsplit_once(':') {
        Some((name, "asc")) => (name, Some(false)),
        Some((name, "desc")) => (name, Some(true)),
        _ => (text, None),
    };
    let is_named = |dimension: &Dimension| *dimension == Dimension::named(name);
    if let Some(position) = by.iter().position(is_named) {
        return Ok(Order::Dimension { position, descending: direction.unwrap_or(false) });
    }
    let measure = Measure::named(name).map_err(|_| Error::UnknownSort(name.to_owned()))?;
    Ok(Order::By { measure, descending: direction.unwrap_or(true) })
}

fn load(log: &LogArgs, sources: Vec<input::Source>) -> Result<Load, Error> {
    let cost = match log.cost {
        Cost::Auto => CostMode::Auto,
        Cost::Logged => CostMode::Logged,
        Cost::Computed => CostMode::Computed,
    };
    let mappings = log.map.iter().map(|text| Mapping::parse(text)).collect::<Result<_, _>>()?;
    Ok(Load { sources, mappings, cost, prices: price_table(&log.prices)?, chunk_bytes: log.chunk_bytes.max(1) })
}

/// The built-in prices with the given files laid over them, later ones on top.
pub fn price_table(files: &[impl AsRef<Path>]) -> Result<PriceTable, Error> {
    let mut prices = PriceTable::embedded();
    for path in files.iter().map(AsRef::as_ref) {
        let read_error = |source| Error::Read { path: path.to_owned(), source };
        let json = std::fs::read_to_string(path).map_err(read_error)?;
        prices.overlay(&json, &path.display().to_string())?;
    }
    Ok(prices)
}

fn start_threads(threads: Option<usize>) -> Result<(), Error> {
    let Some(threads) = threads else { return Ok(()) };
    // SAFETY: no other thread runs yet: this one is the first to start any.
    #[allow(unsafe_code, reason = "polars takes the size of its pool from nowhere else")]
    unsafe {
        env::set_var("POLARS_MAX_THREADS", threads.to_string());
    }
    let fault = |_| Error::Threads(threads);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(fault)
}

fn columns(query: &Query) -> Vec<Column> {
    let dimensions =
        query.by.iter().map(|d| Column { name: d.name().to_owned(), unit: Unit::Text, role: Role::Dimension });
    let measures = query.measures.iter().map(|m| Column { name: m.name(), unit: unit(m), role: Role::Measure });
    dimensions.chain(measures).collect()
}

fn unit(measure: &Measure) -> Unit {
    match measure {
        Measure::Requests | Measure::Errors | Measure::Pending | Measure::Unpriced => Unit::Count,
        Measure::ErrorRate | Measure::CostShare => Unit::Fraction,
        measure => match measure.field() {
            Some(Field::Canonical(Canonical::CostUsd)) => Unit::Usd,
            Some(Field::Canonical(Canonical::LatencyMs | Canonical::TtftMs)) => Unit::Ms,
            Some(field) if field.name().ends_with("_tokens") => Unit::Tokens,
            _ => Unit::Number,
        },
    }
}

fn rows(answer: &Answer, query: &Query) -> Vec<Row> {
    let row = |group: &Group| Row {
        values: group.key.iter().map(key).chain(group.figures.iter().map(value)).collect(),
        other_groups: None,
    };
    let other = answer.other.as_ref().map(|(groups, figures)| {
        let first = std::iter::once(Value::Text("other".to_owned()));
        let blanks = query.by.iter().skip(1).map(|_| Value::Null);
        Row { values: first.chain(blanks).chain(figures.iter().map(value)).collect(), other_groups: Some(*groups) }
    });
    answer.groups.iter().map(row).chain(other).collect()
}

fn key(key: &Key) -> Value {
    match key {
        Key::Bucket { label, .. } => Value::Text(label.clone()),
        Key::Bool(value) => Value::Bool(*value),
        Key::Int(value) => Value::Int(*value),
        Key::Number(value) => Value::Float(*value),
        Key::Text(text) => Value::Text(text.clone()),
        Key::Missing => Value::Null,
    }
}

fn value(figure: &Figure) -> Value {
    match figure {
        Figure::Unknown => Value::Null,
        Figure::Int(value) => Value::Int(*value),
        Figure::Float(value) => Value::Float(*value),
    }
}
