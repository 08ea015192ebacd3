//! `llmobs trace show`: the spans of one trace, as they stand below each other.

use std::collections::BTreeSet;

use super::super::ask::Asked;
use super::super::present::{code, dimension, fact, measure};
use super::fold::{Drawn, What, folded, whole};
use super::log::{Counted, Traces, query};
use super::{ms, text, used_values};
use crate::cli::{RequestArgs, TraceShow};
use crate::error::{Error, Exit};
use crate::query::Canonical;
use crate::report::{Column, Fact, Role, Row, Unit, Value, View, plural, utc_time};
use crate::requests::MISSING_INT;
use crate::trace::{self, Columns, Figures, Span, Used};

/// How many ids an error names.
const NAMED: usize = 3;

pub fn show(args: &TraceShow) -> Result<Exit, Error> {
    let requests = RequestArgs { since: None, until: None, tz: "UTC".to_owned(), conditions: Vec::new() };
    let typed = query(&requests);
    let asked = Asked::new(&args.log, &typed, &args.output)?;
    let traces = Traces::read(&asked, &args.log, BTreeSet::new())?;
    if traces.spans().len() == 0 {
        let counted = Counted { traces: 0, spans: 0, calls: Vec::new(), faults: trace::Faults::default(), reach: None };
        let report = traces.report("trace show", columns(false), Vec::new(), &counted);
        return traces.finish(&report, 0);
    }
    let number = find(&traces, args.id.trim())?;
    let (id, spans) = traces.spans().trace(number);
    let shown_with = traces.columns();
    let figures = Figures::of(&shown_with, spans);
    let shown = Shown::new(&shown_with, spans, &figures);
    let start = Some(figures.timing.start).filter(|start| *start != MISSING_INT);
    let counted = Counted {
        traces: 1,
        spans: figures.tree.order.len() as u64,
        calls: figures.call_rows(spans).collect(),
        faults: figures.faults,
        reach: start.map(|start| (start, start)),
    };
    let drawn = match asked.style.is_for_people() {
        true => folded(&figures, spans, args.limit.max(1), args.depth),
        false => whole(&figures),
    };
    let is_floor = shown.used.unpriced > 0;
    let rows: Vec<Row> = drawn.iter().map(|drawn| shown.row(*drawn)).collect();
    let hidden: u64 = rows.iter().filter_map(|row| row.other_groups).sum();
    let mut report = traces.report("trace show", columns(is_floor), rows, &counted);
    report.facts = shown.facts(traces.table().text_of(Canonical::TraceId, id), &counted);
    report.view = View::Tree(figures.timing.duration().unwrap_or(0) as f64 / 1000.0);
    report.totals = Some(shown.totals(is_floor));
    if hidden > 0 {
        report.warnings.insert(
            0,
            format!(
                "{} folded; `--limit` and `--depth` say how many are drawn, and `--format json` has all",
                plural(hidden, "span")
            ),
        );
    }
    traces.finish(&report, 1)
}

/// The trace with this id, else the only one whose id begins so.
fn find(traces: &Traces<'_>, wanted: &str) -> Result<usize, Error> {
    let id = |code| traces.table().text_of(Canonical::TraceId, code).unwrap_or_default();
    let ids = || traces.spans().traces().map(|(code, _)| id(code));
    if let Some(number) = ids().position(|id| id == wanted) {
        return Ok(number);
    }
    let begins = |id: &str| id.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
    let mut alike = ids().enumerate().filter(|(_, id)| !wanted.is_empty() && begins(id));
    match (alike.next(), alike.next()) {
        (Some((number, _)), None) => Ok(number),
        (Some((_, one)), Some((_, two))) => {
            let some = [one, two].into_iter().map(str::to_owned).collect();
            Err(Error::AmbiguousTrace { id: wanted.to_owned(), count: 2 + alike.count(), some })
        }
        (None, _) => Err(Error::UnknownTrace { id: wanted.to_owned(), near: near(ids(), wanted) }),
    }
}

/// The ids that have most of their beginning in common with `wanted`, or that hold it.
fn near<'i>(ids: impl Iterator<Item = &'i str>, wanted: &str) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let common = |id: &str| id.to_lowercase().chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let holds = |id: &str| wanted.chars().count() > 2 && id.to_lowercase().contains(&wanted);
    let score = |id: &str| if holds(id) { usize::MAX } else { common(id) };
    let mut best: Vec<(usize, &str)> = Vec::new();
    for scored in ids.map(|id| (score(id), id)).filter(|(score, _)| *score > 1) {
        let at = best.partition_point(|(score, _)| *score >= scored.0);
        best.insert(at, scored);
        best.truncate(NAMED);
    }
    best.into_iter().map(|(_, id)| id.to_owned()).collect()
}

/// A trace with what its rows need.
struct Shown<'t> {
    columns: &'t Columns<'t>,
    spans: &'t [Span],
    figures: &'t Figures,
    bottleneck: Option<(u32, f64)>,
    used: Used,
}

fn columns(is_floor: bool) -> Vec<Column> {
    let named = |name| Column { role: Role::Measure, ..dimension(name) };
    let mut columns = vec![
        dimension("span_name"),
        code("depth"),
        measure("duration_ms", Unit::Ms),
        measure("self_ms", Unit::Ms),
        measure("critical_ms", Unit::Ms),
        measure("critical_share", Unit::Fraction),
        measure("offset_ms", Unit::Ms),
        named("model"),
    ];
    columns.extend(super::used_columns(is_floor));
    columns.push(Column { role: Role::Measure, ..dimension("error") });
    columns.extend(["is_bottleneck", "is_llm_call", "span_id", "parent_span_id", "kind", "service"].map(code));
    columns.push(Column { role: Role::Code, ..measure("start", Unit::Time) });
    columns
}

impl<'t> Shown<'t> {
    fn new(columns: &'t Columns<'t>, spans: &'t [Span], figures: &'t Figures) -> Shown<'t> {
        let bottleneck = figures.timing.bottleneck(&figures.tree);
        Shown { columns, spans, figures, bottleneck, used: Used::by(columns, figures.call_rows(spans)) }
    }

    fn facts(&self, id: Option<&str>, counted: &Counted) -> Vec<Fact> {
        let count = |value: u64| Value::Int(value as i64);
        let share = self.bottleneck.map_or(Value::Null, |(_, share)| Value::Float(share));
        let name = self.bottleneck.map(|(span, _)| self.columns.name(self.spans[span as usize].row));
        vec![
            fact("trace_id", text(id), Unit::Text),
            fact("duration_ms", ms(self.figures.timing.duration()), Unit::Ms),
            fact("spans", count(counted.spans), Unit::Count),
            Fact { is_code: true, ..fact("llm_calls", count(self.used.calls), Unit::Count) },
            Fact { is_code: true, ..fact("errors", count(self.figures.errors(self.columns, self.spans)), Unit::Count) },
            Fact { is_code: true, ..fact("bottleneck", text(name), Unit::Text) },
            Fact { is_code: true, ..fact("bottleneck_share", share, Unit::Fraction) },
            Fact { is_code: true, ..fact("idle_ms", ms(Some(self.figures.timing.idle)), Unit::Ms) },
        ]
    }

    fn totals(&self, is_floor: bool) -> Vec<Value> {
        let mut totals = vec![Value::Null, Value::Null, ms(self.figures.timing.duration())];
        totals.extend(std::iter::repeat_n(Value::Null, 5));
        totals.extend(used_values(&self.used, is_floor));
        totals.extend(std::iter::repeat_n(Value::Null, 8));
        totals
    }

    fn row(&self, drawn: Drawn) -> Row {
        match drawn.what {
            What::Span(span) => Row { values: self.values(span, drawn.depth), other_groups: None },
            What::Folded(spans) => {
                let mut values = vec![Value::Text("other".to_owned()), Value::Int(i64::from(drawn.depth))];
                values.resize(columns(self.used.unpriced > 0).len(), Value::Null);
                Row { values, other_groups: Some(spans) }
            }
        }
    }

    fn values(&self, number: u32, depth: u32) -> Vec<Value> {
        let (at, columns, timing) = (number as usize, self.columns, &self.figures.timing);
        let span = &self.spans[at];
        let known = |micros: i64| Some(micros).filter(|micros| *micros != MISSING_INT);
        let duration = columns.duration_ms(span);
        let share = timing.duration().filter(|all| *all > 0).map(|all| timing.critical[at] as f64 / all as f64);
        let mut values = vec![
            Value::Text(columns.name(span.row).to_owned()),
            Value::Int(i64::from(depth)),
            duration.map_or(Value::Null, Value::Float),
            columns.self_ms(span, timing.self_time[at]).map_or(Value::Null, Value::Float),
            ms(Some(timing.critical[at])),
            share.map_or(Value::Null, Value::Float),
            ms(known(span.start).map(|start| start - timing.start)),
            text(columns.model.get(span.row)),
        ];
        let own = Some(span.row).filter(|_| self.figures.calls[at]);
        values.extend(used_values(&Used::by(columns, own.into_iter()), self.used.unpriced > 0));
        values.push(text(columns.error(span.row)));
        values.push(Value::Bool(self.bottleneck.is_some_and(|(most, _)| most == number)));
        values.push(Value::Bool(self.figures.calls[at]));
        values.push(text(columns.id.get(span.row)));
        values.extend([columns.parent, columns.kind, columns.service].map(|texts| text(texts.get(span.row))));
        values.push(known(span.start).map_or(Value::Null, |start| Value::Text(utc_time(start))));
        values
    }
}
