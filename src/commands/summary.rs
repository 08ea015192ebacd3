//! `llmobs summary`: what a log is about, on one screen. Also what a bare `llmobs FILE` prints.

use super::ask::{Asked, refuse_ambiguous};
use super::log::Log;
use super::present::{self, fact};
use crate::cli::Summary;
use crate::error::{Error, Exit};
use crate::query::{Bucket, Canonical, Dimension, Field, Measure, Order, Part, Query, Span};
use crate::report::{Fact, Report, Row, Section, Sparklines, Tile, Unit, Value, View};

/// How many groups of each kind are named without `--limit`.
const NAMED: usize = 3;

const TILES: [Tile; 5] = [
    Tile { title: "cost", figure: ("total_cost_usd", ""), detail: ("avg_cost_per_request", "a request") },
    Tile { title: "requests", figure: ("requests", ""), detail: ("pending", "pending") },
    Tile { title: "tokens", figure: ("total_input_tokens", "in"), detail: ("total_output_tokens", "out") },
    Tile { title: "error rate", figure: ("error_rate", ""), detail: ("errors", "errors") },
    Tile { title: "latency", figure: ("p50_latency_ms", "p50"), detail: ("p95_latency_ms", "p95") },
];

const DRAWN: [(&str, &str); 2] = [("cost", "total_cost_usd"), ("requests", "requests")];

pub fn run(args: &Summary) -> Result<Exit, Error> {
    let asked = Asked::new(&args.log, &args.query, &args.output)?;
    let mut overview = asked.aside(&[], overview(), Order::Dimensions);
    let rankings = rankings(&asked)?;
    let fields = [&overview, &rankings].into_iter().flat_map(Query::fields);
    let log = asked.read(fields.chain([Canonical::Timestamp.into()]).collect())?;
    let (mut report, _) = log.ask("summary", &mut overview)?;
    report.warnings = log.warnings(&rankings);
    report.view = View::Tiles(&TILES);
    if log.facts.input.matched_requests == 0 {
        report.rows.clear();
    }
    over_time(&asked, &log, &mut report)?;
    let by_requests = args.query.sort.is_none() && !costs_anything(&report);
    for at in 0..rankings.by.len() {
        report.sections.push(ranking(&rankings, at, by_requests, &log)?);
    }
    log.finish(report, true)
}

fn overview() -> Vec<Measure> {
    let latency = |p| Measure::Quantile(Canonical::LatencyMs.into(), p);
    vec![
        Measure::Count(Part::All),
        Measure::Count(Part::Errors),
        Measure::ErrorRate,
        Measure::Count(Part::Pending),
        Measure::total(Canonical::InputTokens),
        Measure::total(Canonical::OutputTokens),
        Measure::total(Canonical::CostUsd),
        Measure::Mean(Canonical::CostUsd.into()),
        Measure::Count(Part::Unpriced),
        latency(0.5),
        latency(0.95),
    ]
}

/// Who and what to rank, as one query: a ranking by each of its dimensions.
fn rankings(asked: &Asked<'_>) -> Result<Query, Error> {
    let by = [Canonical::Model, Canonical::UserId, Canonical::Feature].map(|field| Dimension::Field(field.into()));
    let measures = [
        Measure::Count(Part::All),
        Measure::Count(Part::Errors),
        Measure::total(Canonical::CostUsd),
        Measure::CostShare,
        Measure::Count(Part::Unpriced),
    ];
    let mut query = asked.query(&by, &measures, &|_| by_cost())?;
    query.limit.get_or_insert(NAMED);
    refuse_ambiguous(&query)?;
    let mut names: Vec<&str> = query.by.iter().map(section_name).chain(["over_time"]).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Error::AmbiguousDimension(pair[0].to_owned())),
        None => Ok(query),
    }
}

fn by_cost() -> Order {
    Order::By { measure: Measure::total(Canonical::CostUsd), descending: true }
}

/// The key of a ranking in JSON.
fn section_name(dimension: &Dimension) -> &str {
    match dimension {
        Dimension::Field(Field::Canonical(Canonical::Model)) => "models",
        Dimension::Field(Field::Canonical(Canonical::UserId)) => "users",
        Dimension::Field(Field::Canonical(Canonical::Feature)) => "features",
        dimension => dimension.name(),
    }
}

/// The ranking by one of the dimensions.
fn ranking(all: &Query, at: usize, by_requests: bool, log: &Log<'_>) -> Result<Section, Error> {
    let requests = Order::By { measure: Measure::Count(Part::All), descending: true };
    let order = match all.order {
        _ if by_requests => requests.clone(),
        Order::Dimension { position, descending } if position == at => Order::Dimension { position: 0, descending },
        Order::Dimension { .. } => by_cost(),
        ref order => order.clone(),
    };
    let view = match order == requests {
        true if by_requests => View::Ranking(&["requests"]),
        true => View::Ranking(&["requests", "total_cost_usd", "cost_share"]),
        false => View::Ranking(&["total_cost_usd", "cost_share"]),
    };
    let query = Query { by: vec![all.by[at].clone()], order, ..all.clone() };
    let name = section_name(&query.by[0]).to_owned();
    Ok(present::section(name, &query, &log.answer(&query)?, log.table(), view))
}

/// Whether some cost is known and above zero.
fn costs_anything(report: &Report) -> bool {
    let at = report.columns.iter().position(|column| column.name == "total_cost_usd");
    let cost = at.and_then(|at| report.totals.as_ref()?.get(at));
    matches!(cost, Some(Value::Float(cost)) if *cost > 0.0)
}

/// Adds what happened when, by a bucket that suits the range, and how long that is.
fn over_time(asked: &Asked<'_>, log: &Log<'_>, report: &mut Report) -> Result<(), Error> {
    let (first, last) = log.facts.matched.unwrap_or_default();
    let span = Span::of_range(first, last);
    let measures = vec![Measure::Count(Part::All), Measure::total(Canonical::CostUsd), Measure::Count(Part::Errors)];
    let empty: Vec<Value> = measures.iter().map(nothing).collect();
    let query = asked.aside(&[Dimension::Time(Bucket::Every(span))], measures, Order::Dimensions);
    let view = View::Sparklines(Sparklines { drawn: &DRAWN, each: span.name() });
    let mut section = present::section("over_time", &query, &log.answer(&query)?, log.table(), view);
    if log.facts.matched.is_some() {
        let labels = Bucket::Every(span).labels(first, last, asked.zone);
        section.rows = with_gaps(section.rows, labels, &empty);
        let length = fact("over_time_bucket", Value::Text(span.name().to_owned()), Unit::Text);
        report.facts.push(Fact { is_code: true, ..length });
    }
    report.sections.push(section);
    Ok(())
}

/// The figure of no requests: how many there are is known, what they used is not.
fn nothing(measure: &Measure) -> Value {
    if matches!(measure, Measure::Count(_)) { Value::Int(0) } else { Value::Null }
}

/// `rows` in order of time, with a row for every label that none of them has.
fn with_gaps(rows: Vec<Row>, labels: Vec<String>, empty: &[Value]) -> Vec<Row> {
    let mut rows = rows.into_iter().peekable();
    let mut filled = Vec::with_capacity(labels.len());
    for label in labels.into_iter().map(Value::Text) {
        let gap = || Row {
            values: std::iter::once(label.clone()).chain(empty.iter().cloned()).collect(),
            other_groups: None,
        };
        filled.push(rows.next_if(|row| row.values.first() == Some(&label)).unwrap_or_else(gap));
    }
    filled.extend(rows);
    filled
}
