//! A log's traces, read and judged: which count, what they stand on, and what is wrong with them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::super::ask::Asked;
use super::super::facts::Facts;
use super::super::output;
use super::super::present::fact;
use super::super::prices::price_info;
use super::super::progress::Progress;
use super::super::setup::{load, start_threads};
use super::super::warnings;
use crate::cli::{LogArgs, QueryArgs, RequestArgs};
use crate::engine::Local;
use crate::error::{Error, Exit};
use crate::input;
use crate::query::{Field, Filter, TimeRange};
use crate::report::{Column, Report, Row, Unit, Value, none, plural, utc_time};
use crate::requests::{Load, MISSING_INT, RequestTable};
use crate::trace::{self, Columns, Faults, Figures, Span};

/// What is asked, in the terms of other commands.
pub fn query(requests: &RequestArgs) -> QueryArgs {
    QueryArgs { by: Vec::new(), requests: requests.clone(), sort: None, limit: None }
}

/// All traces of a log.
pub struct Traces<'a> {
    asked: &'a Asked<'a>,
    args: &'a LogArgs,
    load: Load,
    loaded: trace::Loaded,
    /// By row: whether the span passes every condition.
    pub passes: Vec<bool>,
    repeated: Vec<String>,
    /// The fields that were asked for by name.
    named: BTreeSet<Field>,
}

/// What of the traces that count goes into the answer.
pub struct Counted {
    /// Traces and spans.
    pub traces: u64,
    pub spans: u64,
    /// The rows of calls to a model.
    pub calls: Vec<u32>,
    pub faults: Faults,
    /// The starts of the first trace and of the last.
    pub reach: Option<(i64, i64)>,
}

impl<'a> Traces<'a> {
    /// Reads the log with at least the columns `named`.
    ///
    /// # Errors
    /// An input or a price file that cannot be read.
    pub fn read(asked: &'a Asked<'a>, args: &'a LogArgs, mut named: BTreeSet<Field>) -> Result<Traces<'a>, Error> {
        named.extend(asked.filter.conditions.iter().map(|condition| condition.field.clone()));
        let (sources, repeated) = input::distinct(input::resolve(&args.files)?);
        let load = load(args, sources)?;
        start_threads(args.threads.map(usize::from))?;
        let progress = Progress::start(&load.sources, asked.style);
        let loaded = trace::load(&load, &named, |bytes| progress.advance(bytes))?;
        progress.finish();
        let conditions = Filter { range: TimeRange::default(), conditions: asked.filter.conditions.clone() };
        let passes = Local::new(&loaded.table.table).matching(&conditions);
        Ok(Traces { asked, args, load, loaded, passes, repeated, named })
    }

    pub fn table(&self) -> &RequestTable {
        &self.loaded.table.table
    }

    /// The columns that spans are shown with.
    pub fn columns(&self) -> Columns<'_> {
        Columns::of(self.table())
    }

    pub fn spans(&self) -> &trace::Spans {
        &self.loaded.spans
    }

    /// What `look` makes of each trace that begins in the time window, in the order of the input.
    pub fn each<T: Send>(&self, look: impl Fn(usize, &[Span], &Figures) -> Option<T> + Sync) -> Vec<T> {
        let (range, columns) = (self.asked.filter.range, self.columns());
        let of_trace = |number: usize| {
            let (_, spans) = self.spans().trace(number);
            let figures = Figures::of(&columns, spans);
            let start = figures.timing.start;
            let is_inside = range.is_open() || start != MISSING_INT && range.contains(start);
            if is_inside { look(number, spans, &figures) } else { None }
        };
        (0..self.spans().len()).into_par_iter().filter_map(of_trace).collect()
    }

    /// A report of `rows`, with all that it stands on.
    pub fn report(&self, command: &'static str, columns: Vec<Column>, rows: Vec<Row>, counted: &Counted) -> Report {
        let mut mask = vec![false; self.table().len()];
        counted.calls.iter().for_each(|row| mask[*row as usize] = true);
        let mut facts = Facts::gather(&self.loaded.table, &mask, &self.load);
        facts.input.requests = facts.input.matched_requests;
        facts.matched = counted.reach;
        Report {
            range: Some(facts.range(&self.asked.filter, self.asked.zone)),
            facts: vec![
                fact("traces", Value::Int(counted.traces as i64), Unit::Count),
                fact("spans", Value::Int(counted.spans as i64), Unit::Count),
            ],
            prices: price_info(&self.load.prices, self.asked.now, |origin| facts.price_tables.contains(origin)),
            warnings: self.warnings(counted, &facts),
            input: Some(facts.input),
            ..Report::of(command, columns, rows)
        }
    }

    fn warnings(&self, counted: &Counted, facts: &Facts) -> Vec<String> {
        let mut all = warnings::repeated(&self.repeated);
        all.extend(warnings::of_lines(&self.loaded.table));
        let stated = self.named.iter().filter(|field| !Columns::stands_in(field)).cloned();
        all.extend(warnings::unknown(&self.loaded.table, "span", stated));
        all.extend(self.nothing(counted));
        all.extend(of_faults(&counted.faults));
        all.extend(self.of_spans());
        all.extend(warnings::of_money(&self.loaded.table, facts));
        all
    }

    /// Why there is no trace.
    fn nothing(&self, counted: &Counted) -> Option<String> {
        if counted.traces > 0 {
            return None;
        }
        let requests = self.table().len() as u64;
        if requests == 0 {
            return Some("the log holds neither spans nor requests".to_owned());
        }
        if self.spans().len() == 0 {
            let none = none(requests, "request", "states a `trace_id`", "states no `trace_id`");
            return Some(format!("{none}; `--map trace_id=PATH` tells where a log keeps it"));
        }
        let none = none(
            self.spans().len() as u64,
            "trace",
            "begins in the time window and has a span that passes the conditions",
            "does not begin in the time window, or has no span that passes the conditions",
        );
        let reach = match self.table().first.iter().filter(|time| **time != MISSING_INT).max() {
            Some(last) => {
                let first = self.table().first.iter().filter(|time| **time != MISSING_INT).min().unwrap_or(last);
                format!("the spans reach from {} to {}", utc_time(*first), utc_time(*last))
            }
            None => "no span has a time".to_owned(),
        };
        Some(format!("{none}; {reach}"))
    }

    fn of_spans(&self) -> Vec<String> {
        let spans = self.spans();
        let mut all = Vec::new();
        if spans.without_trace > 0 && spans.len() > 0 {
            all.push(format!("{} without a `trace_id`: left out", plural(spans.without_trace, "request")));
        }
        if spans.ends_before_start > 0 {
            let ends = plural(spans.ends_before_start, "span");
            all.push(format!("{ends} ending before the start: the end counts as unknown"));
        }
        if self.loaded.is_merged {
            all.push(
                "lines of one `request_id` name different spans, and stdin can be read only once: give the log as a \
                 file, or `--map request_id=span_id`"
                    .to_owned(),
            );
        }
        if self.table().weights().is_some() {
            all.push("the log is a sample: its traces are shown as they are, and not scaled up".to_owned());
        }
        all
    }

    /// Writes the report, and says how the command ends.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn finish(&self, report: &Report, traces: u64) -> Result<Exit, Error> {
        output::report(report, self.asked.style)?;
        Ok(match traces {
            _ if self.args.strict && self.loaded.table.summary.is_bad() => Exit::Failed,
            0 => Exit::CannotTell,
            _ => Exit::Done,
        })
    }
}

/// What was wrong with the traces, a sentence each.
fn of_faults(faults: &Faults) -> Vec<String> {
    let sentence = |count: u64, one: &str, rest: &str| (count > 0).then(|| format!("{} {rest}", plural(count, one)));
    [
        sentence(faults.flat, "trace", "of requests without a `span_id`: shown as flat lists"),
        sentence(faults.missing_parents, "span", "with a parent that is not in the trace: shown as roots"),
        sentence(faults.cycles, "circle", "of spans below each other: broken at the one that starts first"),
        sentence(faults.duplicate_ids, "span", "with the id of another one: children are shown below the first"),
        sentence(
            faults.outside,
            "span",
            "outside of the parent's time: clocks differ, or the parent did not wait; they are shown where they are \
             logged, and count as far as they lie within it",
        ),
        sentence(faults.unfinished, "span", "without an end: their durations are unknown"),
        sentence(faults.repeated_usage, "span", "repeating the usage of calls below them: only the calls count"),
        sentence(
            faults.uncounted_usage,
            "span",
            "stating usage, and no call of a model by kind, nor with one below: not counted, as in `costs`",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
