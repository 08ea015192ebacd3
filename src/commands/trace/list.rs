//! `llmobs trace list`: a row a trace.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::ask::Asked;
use super::super::present::{dimension, measure};
use super::log::{Counted, Traces, query};
use super::{ms, sort, text, used_columns, used_values};
use crate::cli::TraceList;
use crate::engine::Sum;
use crate::error::{Error, Exit};
use crate::query::Canonical;
use crate::report::{Column, Role, Row, Unit, Value, utc_time};
use crate::requests::{MISSING_INT, RequestTable};
use crate::trace::{Columns, Faults, Figures, Span, Used};

/// A trace in one line.
struct Line {
    /// Its id, as the number of it.
    code: u32,
    /// The row of its first root.
    root: Option<u32>,
    start: i64,
    duration: Option<i64>,
    spans: u64,
    errors: u64,
    used: Used,
    calls: Vec<u32>,
    /// The row of the span that the end waited for longest, and for what part of the time.
    bottleneck: Option<(u32, f64)>,
    faults: Faults,
}

pub fn list(args: &TraceList) -> Result<Exit, Error> {
    let typed = query(&args.requests);
    let asked = Asked::new(&args.log, &typed, &args.output)?;
    let names = "`duration`, `cost`, `errors`, `start`, `spans`, `calls` and `tokens`";
    let (key, descending) = sort(&args.sort, known, names)?;
    let traces = Traces::read(&asked, &args.log, BTreeSet::new())?;
    let shown_with = traces.columns();
    let mut lines = traces.each(|number, spans, figures| {
        let counts = spans.iter().any(|span| traces.passes[span.row as usize]);
        counts.then(|| Line::of(&shown_with, traces.spans().trace(number).0, spans, figures))
    });
    // A stable sort: of equal traces the one that the input names first is first.
    lines.sort_by(|a, b| in_order(key(a), key(b), descending));
    let counted = counted(&mut lines);
    let is_floor = lines.iter().any(|line| line.used.unpriced > 0);
    let (shown, hidden) = lines.split_at(args.limit.min(lines.len()));
    let mut rows: Vec<Row> = shown.iter().map(|line| line.row(traces.table(), &shown_with, is_floor)).collect();
    if !hidden.is_empty() {
        let mut other = sums(hidden, is_floor);
        other[0] = Value::Text("other".to_owned());
        rows.push(Row { values: other, other_groups: Some(hidden.len() as u64) });
    }
    let mut report = traces.report("trace list", columns(is_floor), rows, &counted);
    report.totals = Some(sums(&lines, is_floor));
    traces.finish(&report, counted.traces)
}

type Key = fn(&Line) -> Option<f64>;

/// What can be sorted by, and whether the largest come first.
fn known(name: &str) -> Option<(Key, bool)> {
    let key: Key = match name {
        "duration" | "duration_ms" => |line| line.duration.map(|micros| micros as f64),
        "cost" | "total_cost_usd" => |line| line.used.cost.total(),
        "errors" => |line| Some(line.errors as f64),
        "start" => |line| Some(line.start).filter(|start| *start != MISSING_INT).map(|start| start as f64),
        "spans" => |line| Some(line.spans as f64),
        "calls" | "llm_calls" => |line| Some(line.used.calls as f64),
        "tokens" => |line| {
            let tokens = [line.used.input, line.used.output].into_iter().filter_map(Sum::total);
            tokens.reduce(|a, b| a + b)
        },
        _ => return None,
    };
    Some((key, name != "start"))
}

/// What is unknown comes last either way.
fn in_order(a: Option<f64>, b: Option<f64>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn columns(is_floor: bool) -> Vec<Column> {
    let mut columns = vec![
        dimension("trace_id"),
        dimension("root_span"),
        measure("start", Unit::Time),
        measure("duration_ms", Unit::Ms),
        measure("errors", Unit::Count),
        measure("spans", Unit::Count),
        measure("llm_calls", Unit::Count),
    ];
    columns.extend(used_columns(is_floor));
    columns.push(Column { role: Role::Measure, ..dimension("bottleneck") });
    columns.push(Column { title: Some("share".to_owned()), ..measure("bottleneck_share", Unit::Fraction) });
    columns
}

fn counted(lines: &mut [Line]) -> Counted {
    let mut counted =
        Counted { traces: lines.len() as u64, spans: 0, calls: Vec::new(), faults: Faults::default(), reach: None };
    let starts = || lines.iter().map(|line| line.start).filter(|start| *start != MISSING_INT);
    counted.reach = starts().min().zip(starts().max());
    for line in lines {
        counted.spans += line.spans;
        counted.calls.append(&mut line.calls);
        counted.faults.add(&line.faults);
    }
    counted
}

/// What several traces come to: nothing of what cannot be added.
fn sums(lines: &[Line], is_floor: bool) -> Vec<Value> {
    let mut used = Used::default();
    lines.iter().for_each(|line| used.add(&line.used));
    let count = |of: fn(&Line) -> u64| Value::Int(lines.iter().map(of).sum::<u64>() as i64);
    let counts = [count(|line| line.errors), count(|line| line.spans), count(|line| line.used.calls)];
    let blank = || std::iter::repeat_n(Value::Null, 4);
    let sums = counts.into_iter().chain(used_values(&used, is_floor));
    blank().chain(sums).chain([Value::Null, Value::Null]).collect()
}

impl Line {
    fn of(columns: &Columns<'_>, code: u32, spans: &[Span], figures: &Figures) -> Line {
        let row = |span: u32| spans[span as usize].row;
        let calls: Vec<u32> = figures.call_rows(spans).collect();
        Line {
            code,
            root: figures.tree.roots.first().map(|root| row(*root)),
            start: figures.timing.start,
            duration: figures.timing.duration(),
            spans: figures.tree.order.len() as u64,
            errors: figures.errors(columns, spans),
            used: Used::by(columns, calls.iter().copied()),
            calls,
            bottleneck: figures.timing.bottleneck(&figures.tree).map(|(span, share)| (row(span), share)),
            faults: figures.faults,
        }
    }

    fn row(&self, table: &RequestTable, columns: &Columns<'_>, is_floor: bool) -> Row {
        let start = Some(self.start).filter(|start| *start != MISSING_INT);
        let mut values = vec![
            text(table.text_of(Canonical::TraceId, self.code)),
            text(self.root.map(|row| columns.name(row))),
            start.map_or(Value::Null, |start| Value::Text(utc_time(start))),
            ms(self.duration),
            Value::Int(self.errors as i64),
            Value::Int(self.spans as i64),
            Value::Int(self.used.calls as i64),
        ];
        values.extend(used_values(&self.used, is_floor));
        values.push(text(self.bottleneck.map(|(row, _)| columns.name(row))));
        values.push(self.bottleneck.map_or(Value::Null, |(_, share)| Value::Float(share)));
        Row { values, other_groups: None }
    }
}
