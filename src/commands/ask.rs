//! What was typed, understood: arguments to queries, and the log to a table.

use std::collections::BTreeSet;
use std::env;

use chrono::{DateTime, Utc};

use super::formats;
use super::log::Log;
use super::output::{self, Style};
use super::progress::Progress;
use super::setup::{load, start_threads};
use crate::cli::{LogArgs, OutputArgs, QueryArgs};
use crate::error::{Error, Exit};
use crate::input;
use crate::query::{Condition, Dimension, End, Field, Filter, Measure, Order, Query, TimeRange, Zone, parse_instant};
use crate::requests::RequestTable;

/// What makes a simple command: its preset of a query.
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
pub fn run(log: &LogArgs, query: &QueryArgs, out: &OutputArgs, question: &Question<'_>) -> Result<Exit, Error> {
    let asked = Asked::new(log, query, out)?;
    let mut query = asked.query(question.by, question.measures, question.order)?;
    let log = asked.read(query.fields())?;
    query.measures.extend((question.more)(log.table(), &log.matching));
    let (report, _) = log.ask(question.command, &mut query)?;
    log.finish(report, true)
}

/// What was typed, understood.
pub struct Asked<'a> {
    pub log: &'a LogArgs,
    typed: &'a QueryArgs,
    pub style: Style,
    pub now: DateTime<Utc>,
    pub zone: Zone,
    pub filter: Filter,
}

impl<'a> Asked<'a> {
    /// # Errors
    /// Times, zones and conditions that mean nothing.
    pub fn new(log: &'a LogArgs, typed: &'a QueryArgs, out: &OutputArgs) -> Result<Asked<'a>, Error> {
        let (now, requests) = (now()?, &typed.requests);
        let zone: Zone = requests.tz.parse()?;
        let instant =
            |text: &Option<String>, end| text.as_deref().map(|t| parse_instant(t, end, zone, now)).transpose();
        let range =
            TimeRange { since: instant(&requests.since, End::Since)?, until: instant(&requests.until, End::Until)? };
        if let (Some(since), Some(until)) = (range.since, range.until)
            && since >= until
        {
            return Err(Error::EmptyRange);
        }
        if !typed.by.is_empty() && dimensions(&typed.by, &[]).is_empty() {
            return Err(Error::NoDimension);
        }
        let conditions = requests.conditions.iter().map(|text| Condition::parse(text)).collect::<Result<_, _>>()?;
        Ok(Asked { log, typed, style: Style::decide(out), now, zone, filter: Filter { range, conditions } })
    }

    /// The dimensions of `--by`, else those given.
    pub fn by(&self, default: &[Dimension]) -> Vec<Dimension> {
        dimensions(&self.typed.by, default)
    }

    /// The query that was typed, with the command's own dimensions, measures and order where it says none.
    ///
    /// # Errors
    /// A `--sort` by something that is neither a dimension nor a measure.
    pub fn query(
        &self,
        by: &[Dimension],
        measures: &[Measure],
        order: &dyn Fn(&[Dimension]) -> Order,
    ) -> Result<Query, Error> {
        self.query_by(self.by(by), measures, order)
    }

    /// The same over these dimensions, whatever `--by` says.
    ///
    /// # Errors
    /// A `--sort` by something that is neither a dimension nor a measure.
    pub fn query_by(
        &self,
        by: Vec<Dimension>,
        measures: &[Measure],
        order: &dyn Fn(&[Dimension]) -> Order,
    ) -> Result<Query, Error> {
        let order = match &self.typed.sort {
            Some(sort) => self::order(sort, &by, measures)?,
            None => order(&by),
        };
        let (filter, mut measures) = (self.filter.clone(), measures.to_vec());
        // An order by something that no column shows could not be followed.
        if let Order::By { measure, .. } = &order
            && !measures.contains(measure)
        {
            measures.push(measure.clone());
        }
        Ok(Query { filter, by, measures, having: None, order, limit: self.typed.limit, zone: self.zone })
    }

    /// Another query over the same requests, in its own order and whole.
    pub fn aside(&self, by: &[Dimension], measures: Vec<Measure>, order: Order) -> Query {
        let (filter, zone) = (self.filter.clone(), self.zone);
        Query { filter, by: by.to_vec(), measures, having: None, order, limit: None, zone }
    }

    /// Reads the log, as far as `fields` and the filter need it.
    ///
    /// # Errors
    /// An input or a price file that cannot be read.
    pub fn read(&'a self, mut fields: BTreeSet<Field>) -> Result<Log<'a>, Error> {
        fields.extend(self.filter.conditions.iter().map(|condition| condition.field.clone()));
        let (sources, repeated) = input::distinct(input::resolve(&self.log.files)?);
        let load = load(self.log, sources)?;
        start_threads(self.log.threads.map(usize::from))?;
        let progress = Progress::start(&load.sources, self.style);
        let loaded = load.run(&fields, &self.filter, |bytes| progress.advance(bytes))?;
        progress.finish();
        if self.log.verbose {
            output::note(&formats::decisions(&loaded.summary.forms), self.style);
        }
        Ok(Log::new(self, load, loaded, repeated))
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
pub fn refuse_ambiguous(query: &Query) -> Result<(), Error> {
    let is_taken = |name: &str| name == "other_groups" || query.measures.iter().any(|measure| measure.name() == name);
    match query.by.iter().map(Dimension::name).find(|name| is_taken(name)) {
        Some(name) => Err(Error::AmbiguousDimension(name.to_owned())),
        None => Ok(()),
    }
}

/// `NAME`, `NAME:asc` or `NAME:desc`: figures from the largest, dimensions from the first, unless said otherwise.
fn order(text: &str, by: &[Dimension], measures: &[Measure]) -> Result<Order, Error> {
    let (name, direction) = match text.rsplit_once(':') {
        Some((name, "asc")) => (name, Some(false)),
        Some((name, "desc")) => (name, Some(true)),
        _ => (text, None),
    };
    let is_named = |dimension: &Dimension| *dimension == Dimension::named(name);
    if let Some(position) = by.iter().position(is_named) {
        return Ok(Order::Dimension { position, descending: direction.unwrap_or(false) });
    }
    let shown = measures.iter().find(|measure| measure.name() == name).cloned();
    let measure = match shown {
        Some(measure) => measure,
        None => Measure::named(name).map_err(|_| Error::UnknownSort(name.to_owned()))?,
    };
    Ok(Order::By { measure, descending: direction.unwrap_or(true) })
}
