//! `llmobs trace summary`: spans by what they have in common.

use std::collections::{BTreeSet, HashMap};

use super::super::ask::Asked;
use super::super::present::{dimension, measure};
use super::log::{Counted, Traces, query};
use super::{sort, text, used_columns, used_values};
use crate::cli::TraceSummary;
use crate::error::{Error, Exit};
use crate::query::{Dimension, Field};
use crate::report::{Column, Row, Unit, Value};
use crate::requests::MISSING_INT;
use crate::stats::quantile;
use crate::trace::{Columns, Faults, Figures, Span, Used};

/// A span of a trace that counts.
struct Part {
    row: u32,
    duration_ms: Option<f64>,
    self_ms: Option<f64>,
    critical: i64,
    is_call: bool,
}

/// A trace's parts, and what else it adds.
struct Whole {
    parts: Vec<Part>,
    duration: i64,
    start: i64,
    faults: Faults,
}

/// Spans that have the same of every dimension.
#[derive(Default, Clone)]
struct Group {
    spans: u64,
    errors: u64,
    durations: Vec<f64>,
    self_ms: f64,
    critical: i64,
    used: Used,
}

pub fn summary(args: &TraceSummary) -> Result<Exit, Error> {
    let typed = query(&args.requests);
    let asked = Asked::new(&args.log, &typed, &args.output)?;
    let by = dimensions(&args.by)?;
    let names: Vec<&str> = FIGURES.iter().map(|(name, _)| *name).collect();
    let known = |name: &str| FIGURES.iter().find(|(figure, _)| *figure == name).map(|(_, key)| (*key, true));
    let (key, descending) = sort(&args.sort, known, &format!("`{}`", names.join("`, `")))?;
    let traces = Traces::read(&asked, &args.log, by.iter().cloned().collect::<BTreeSet<_>>())?;
    let shown_with = traces.columns();
    let wholes = traces.each(|_, spans, figures| whole(&traces.passes, &shown_with, spans, figures));
    let all_time: i64 = wholes.iter().map(|whole| whole.duration).sum();
    let counted = counted(&wholes);
    let mut groups = group(&shown_with, &by, &wholes);
    let total = groups.iter().fold(Group::default(), |all, (_, group)| all.and(group));
    groups.sort_by(|(a_key, a), (b_key, b)| {
        let order = key(a).total_cmp(&key(b));
        (if descending { order.reverse() } else { order }).then_with(|| a_key.cmp(b_key))
    });
    let is_floor = total.used.unpriced > 0;
    let of_all = Shares { self_ms: total.self_ms, time: all_time, is_floor };
    let (shown, hidden) = groups.split_at(args.limit.unwrap_or(usize::MAX).min(groups.len()));
    let mut rows: Vec<Row> = shown
        .iter()
        .map(|(key, group)| {
            let values = key.iter().map(|key| text(*key)).chain(group.values(&of_all)).collect();
            Row { values, other_groups: None }
        })
        .collect();
    if !hidden.is_empty() {
        let rest = hidden.iter().fold(Group::default(), |all, (_, group)| all.and(group));
        let blanks = std::iter::repeat_n(Value::Null, by.len() - 1);
        let values = std::iter::once(Value::Text("other".to_owned())).chain(blanks).chain(rest.values(&of_all));
        rows.push(Row { values: values.collect(), other_groups: Some(hidden.len() as u64) });
    }
    let mut report = traces.report("trace summary", columns(&by, is_floor), rows, &counted);
    report.totals = Some(std::iter::repeat_n(Value::Null, by.len()).chain(total.values(&of_all)).collect());
    traces.finish(&report, counted.traces)
}

/// The fields of `--by`, each once.
fn dimensions(names: &[String]) -> Result<Vec<Field>, Error> {
    let mut by = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let Dimension::Field(field) = Dimension::named(name) else {
            let why = "is a time, and spans are grouped by what they are".to_owned();
            return Err(Error::BadOption { flag: "--by", value: name.to_owned(), why });
        };
        if FIGURES.iter().any(|(figure, _)| *figure == field.name()) {
            return Err(Error::AmbiguousDimension(field.name().to_owned()));
        }
        if !by.contains(&field) {
            by.push(field);
        }
    }
    if by.is_empty() { Err(Error::NoDimension) } else { Ok(by) }
}

type Key = fn(&Group) -> f64;

/// What can be sorted by.
const FIGURES: [(&str, Key); 8] = [
    ("spans", |group| group.spans as f64),
    ("errors", |group| group.errors as f64),
    ("p50_duration_ms", |group| group.quantile(0.5).unwrap_or(-1.0)),
    ("p95_duration_ms", |group| group.quantile(0.95).unwrap_or(-1.0)),
    ("self_ms", |group| group.self_ms),
    ("critical_ms", |group| group.critical as f64),
    ("llm_calls", |group| group.used.calls as f64),
    ("total_cost_usd", |group| group.used.cost.total().unwrap_or(-1.0)),
];

fn columns(by: &[Field], is_floor: bool) -> Vec<Column> {
    let mut columns: Vec<Column> = by.iter().map(|field| dimension(field.name())).collect();
    columns.extend([
        measure("spans", Unit::Count),
        measure("errors", Unit::Count),
        Column { title: Some("p50 ms".to_owned()), ..measure("p50_duration_ms", Unit::Ms) },
        Column { title: Some("p95 ms".to_owned()), ..measure("p95_duration_ms", Unit::Ms) },
        measure("self_ms", Unit::Ms),
        measure("self_share", Unit::Fraction),
        Column { title: Some("path share".to_owned()), ..measure("critical_share", Unit::Fraction) },
        Column { title: Some("path ms".to_owned()), ..measure("critical_ms", Unit::Ms) },
        measure("llm_calls", Unit::Count),
    ]);
    columns.extend(used_columns(is_floor));
    columns
}

/// The spans of a trace that pass; `None` where none does.
fn whole(passes: &[bool], columns: &Columns<'_>, spans: &[Span], figures: &Figures) -> Option<Whole> {
    let part = |number: &u32| {
        let (at, timing) = (*number as usize, &figures.timing);
        let span = &spans[at];
        let duration_ms = columns.duration_ms(span);
        let self_ms = columns.self_ms(span, timing.self_time[at]);
        Part { row: span.row, duration_ms, self_ms, critical: timing.critical[at], is_call: figures.calls[at] }
    };
    let counts = |number: &&u32| passes[spans[**number as usize].row as usize];
    let parts: Vec<Part> = figures.tree.order.iter().filter(counts).map(part).collect();
    let duration = figures.timing.duration().unwrap_or(0);
    (!parts.is_empty()).then_some(Whole { parts, duration, start: figures.timing.start, faults: figures.faults })
}

fn counted(wholes: &[Whole]) -> Counted {
    let mut faults = Faults::default();
    wholes.iter().for_each(|whole| faults.add(&whole.faults));
    let starts = || wholes.iter().map(|whole| whole.start).filter(|start| *start != MISSING_INT);
    let parts = || wholes.iter().flat_map(|whole| &whole.parts);
    Counted {
        traces: wholes.len() as u64,
        spans: parts().count() as u64,
        calls: parts().filter(|part| part.is_call).map(|part| part.row).collect(),
        faults,
        reach: starts().min().zip(starts().max()),
    }
}

/// Groups in the order in which the input names them.
fn group<'t>(columns: &Columns<'t>, by: &[Field], wholes: &[Whole]) -> Vec<(Vec<Option<&'t str>>, Group)> {
    let mut places: HashMap<Vec<Option<&str>>, usize> = HashMap::new();
    let mut groups: Vec<(Vec<Option<&str>>, Group)> = Vec::new();
    for part in wholes.iter().flat_map(|whole| &whole.parts) {
        let key: Vec<Option<&str>> = by.iter().map(|field| columns.text(field, part.row)).collect();
        let place = match places.get(&key) {
            Some(place) => *place,
            None => {
                places.insert(key.clone(), groups.len());
                groups.push((key, Group::default()));
                groups.len() - 1
            }
        };
        groups[place].1.add(columns, part);
    }
    groups.iter_mut().for_each(|(_, group)| group.durations.sort_unstable_by(f64::total_cmp));
    groups
}

/// What shares are of.
struct Shares {
    self_ms: f64,
    time: i64,
    is_floor: bool,
}

impl Group {
    fn add(&mut self, columns: &Columns<'_>, part: &Part) {
        self.spans += 1;
        self.errors += u64::from(columns.failed(part.row));
        self.durations.extend(part.duration_ms);
        self.self_ms += part.self_ms.unwrap_or(0.0);
        self.critical += part.critical;
        if part.is_call {
            self.used.add(&columns.used(part.row));
        }
    }

    fn and(mut self, other: &Group) -> Group {
        self.spans += other.spans;
        self.errors += other.errors;
        self.durations.extend(&other.durations);
        self.durations.sort_unstable_by(f64::total_cmp);
        self.self_ms += other.self_ms;
        self.critical += other.critical;
        self.used.add(&other.used);
        self
    }

    fn quantile(&self, p: f64) -> Option<f64> {
        quantile(&self.durations, p)
    }

    fn values(&self, all: &Shares) -> Vec<Value> {
        let count = |value: u64| Value::Int(value as i64);
        let quantile = |p| self.quantile(p).map_or(Value::Null, Value::Float);
        let share = |part: f64, all: f64| if all > 0.0 { Value::Float(part / all) } else { Value::Null };
        let is_timed = !self.durations.is_empty();
        let mut values = vec![
            count(self.spans),
            count(self.errors),
            quantile(0.5),
            quantile(0.95),
            if is_timed { Value::Float(self.self_ms) } else { Value::Null },
            if is_timed { share(self.self_ms, all.self_ms) } else { Value::Null },
            share(self.critical as f64, all.time as f64),
            Value::Float(self.critical as f64 / 1000.0),
            count(self.used.calls),
        ];
        values.extend(used_values(&self.used, all.is_floor));
        values
    }
}
