//! What every command that reads logs does: arguments to queries, the log to a table, answers to a report.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::facts::Facts;
use super::output::{self, Style};
use super::present;
use super::prices::price_info;
use super::progress::Progress;
use super::warnings;
use crate::cli::{Cost, LogArgs, OutputArgs, QueryArgs};
use crate::engine::{Answer, Engine, Local};
use crate::error::{Error, Exit};
use crate::input::{self, Mapping, Summary};
use crate::query::{
    Condition, Dimension, End, Field, Filter, Measure, Order, Query, Side, TimeRange, Zone, parse_instant,
};
use crate::report::{Report, View, plural};
use crate::requests::prices::PriceTable;
use crate::requests::{CostMode, Load, Loaded, RequestTable};

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
    log: &'a LogArgs,
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
        let matching = Local::new(&loaded.table).matching(&self.filter);
        let facts = Facts::gather(&loaded, &matching, &load);
        Ok(Log { asked: self, load, loaded, matching, facts, repeated })
    }
}

/// A log that has been read for a question.
pub struct Log<'a> {
    asked: &'a Asked<'a>,
    load: Load,
    loaded: Loaded,
    /// By row of the table: whether it passes the filter.
    pub matching: Vec<bool>,
    pub facts: Facts,
    /// Inputs that were named more than once.
    repeated: Vec<String>,
}

impl Log<'_> {
    pub fn table(&self) -> &RequestTable {
        &self.loaded.table
    }

    /// Whether any matching request states the field.
    pub fn has(&self, field: &Field) -> bool {
        self.engine().knows(&self.matching, field)
    }

    /// A warning where there are requests and none states what the command is about.
    pub fn lacking(&self, field: &Field) -> Option<String> {
        let lacks = self.facts.input.matched_requests > 0 && !self.has(field);
        lacks.then(|| format!("no request here states a `{field}`; `--map {field}=PATH` tells where a log keeps it"))
    }

    /// Whether some matching requests state the field and some do not.
    pub fn is_partial(&self, field: &Field) -> bool {
        let (stated, _) = self.engine().stated(&self.matching, field);
        stated > 0 && (stated as u64) < self.facts.input.matched_requests
    }

    /// A warning where matching requests state something as `field` that is no number.
    pub fn not_numbers(&self, field: &Field) -> Option<String> {
        let (stated, numbers) = self.engine().stated(&self.matching, field);
        (stated > numbers).then(|| {
            let others = plural((stated - numbers) as u64, "request");
            format!("{others} state a `{field}` that is neither a number nor true or false; they are left out")
        })
    }

    /// What the input came to.
    pub fn summary(&self) -> &Summary {
        &self.loaded.summary
    }

    pub fn engine(&self) -> Local<'_> {
        Local::new(&self.loaded.table)
    }

    /// # Errors
    /// What kept the engine from answering.
    pub fn answer(&self, query: &Query) -> Result<Answer, Error> {
        self.engine().answer(query)
    }

    /// Asks the command's main query, and reports the answer with all that it stands on. Of a sampled log the query
    /// also asks how sure its counts and sums are.
    ///
    /// # Errors
    /// A dimension that has the name of another column, or what kept the engine from answering.
    pub fn ask(&self, command: &'static str, query: &mut Query) -> Result<(Report, Answer), Error> {
        if self.table().weights().is_some() {
            query.measures = query.measures.drain(..).flat_map(with_interval).collect();
        }
        refuse_ambiguous(query)?;
        let answer = self.answer(query)?;
        Ok((self.report(command, query, &answer), answer))
    }

    /// An answer with all that it stands on.
    pub fn report(&self, command: &'static str, query: &Query, answer: &Answer) -> Report {
        let input = self.facts.input.clone();
        Report {
            command,
            range: Some(self.facts.range(&self.asked.filter, self.asked.zone)),
            facts: Vec::new(),
            columns: present::columns(query, self.table()),
            rows: present::rows(query, answer, self.table()),
            totals: Some(present::totals(query, answer, self.table())),
            sections: Vec::new(),
            view: View::Table,
            prices: price_info(&self.load.prices, self.asked.now, |origin| self.facts.price_tables.contains(origin)),
            sampling: self.facts.sampling.clone(),
            warnings: self.warnings(query),
            input: Some(input),
        }
    }

    /// What a person should know before believing an answer to `query`.
    pub fn warnings(&self, query: &Query) -> Vec<String> {
        [warnings::repeated(&self.repeated), warnings::all(&self.loaded, &self.facts, query)].concat()
    }

    /// Writes the report, and says how the command ends: a log or a window without requests cannot tell anything, nor
    /// can one without what the command is about, as `tells` says.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn finish(&self, report: Report, tells: bool) -> Result<Exit, Error> {
        output::report(&report, self.asked.style)?;
        Ok(self.exit(tells))
    }

    /// How the command ends, whose answer tells something or does not.
    pub fn exit(&self, tells: bool) -> Exit {
        match self.facts.input.matched_requests {
            _ if self.asked.log.strict && self.loaded.summary.is_bad() => Exit::Failed,
            0 => Exit::CannotTell,
            _ if !tells => Exit::CannotTell,
            _ => Exit::Done,
        }
    }
}

/// A count or a sum with both ends of its interval; any other measure as it is.
fn with_interval(measure: Measure) -> Vec<Measure> {
    let ends = match measure {
        Measure::Count(_) | Measure::Total(..) => {
            [Side::Low, Side::High].map(|side| measure.clone().bound(side)).to_vec()
        }
        _ => Vec::new(),
    };
    [vec![measure], ends].concat()
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

/// What to read and how, as the arguments say.
///
/// # Errors
/// Mappings that mean nothing, and price files that cannot be read.
pub fn load(log: &LogArgs, sources: Vec<input::Source>) -> Result<Load, Error> {
    let cost = match log.cost {
        Cost::Auto => CostMode::Auto,
        Cost::Logged => CostMode::Logged,
        Cost::Computed => CostMode::Computed,
    };
    let mappings = log.map.iter().map(|text| Mapping::parse(text)).collect::<Result<_, _>>()?;
    let (prices, chunk_bytes) = (price_table(&log.prices)?, log.chunk_bytes.max(1));
    Ok(Load { sources, mappings, cost, prices, sample_rate: log.sample_rate, chunk_bytes })
}

/// The built-in prices with the given files laid over them, later ones on top.
pub fn price_table(files: &[impl AsRef<Path>]) -> Result<PriceTable, Error> {
    let mut prices = PriceTable::embedded();
    for path in files.iter().map(AsRef::as_ref) {
        let read_error = |source| Error::ReadPrices { path: path.to_owned(), source };
        let json = std::fs::read_to_string(path).map_err(read_error)?;
        prices.overlay(&json, &path.display().to_string())?;
    }
    Ok(prices)
}

/// Starts as many threads as were asked for, before any other is.
///
/// # Errors
/// So many cannot be started.
pub fn start_threads(threads: Option<usize>) -> Result<(), Error> {
    let Some(threads) = threads else { return Ok(()) };
    // SAFETY: no other thread runs yet: this one is the first to start any.
    #[allow(unsafe_code, reason = "polars takes the size of its pool from nowhere else")]
    unsafe {
        env::set_var("POLARS_MAX_THREADS", threads.to_string());
    }
    let fault = |_| Error::Threads(threads);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(fault)
}
