//! `llmobs quality`: how good answers were, by a score or by yes and no.

use super::ask::Asked;
use super::log::Log;
use super::present::{dimension, fact, key, measure, unit};
use crate::cli::Quality;
use crate::engine::Engine;
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Kind, Measure, Order, Side, parse_span};
use crate::report::{Column, Row, Section, Unit, Value, View, utc_time};
use crate::stats::{RollingMean, rolling_means};

/// What a request is told by in the list of the worst.
const TOLD_BY: [Canonical; 5] =
    [Canonical::RequestId, Canonical::Timestamp, Canonical::Model, Canonical::UserId, Canonical::Feature];
/// More points of a rolling mean are no longer looked at.
const MOST_POINTS: i64 = 200;

pub fn run(args: &Quality) -> Result<Exit, Error> {
    let asked = Asked::new(&args.log, &args.query, &args.output)?;
    let metric = metric(&args.metric)?;
    let window = args.window.as_deref().map(parse_span).transpose()?;
    let by = [Dimension::Field(Field::Canonical(Canonical::Model))];
    let order = Order::by_time_or(Measure::Known(metric.clone()));
    // Which measures make sense shows when the values are known; these are all there may be.
    let all = [scores(&metric, args.threshold), rates(&metric)].concat();
    let mut query = asked.query(&by, &all, &order)?;
    let mut fields = query.fields();
    if args.worst.is_some() {
        fields.extend(TOLD_BY.map(Field::from));
    }
    let log = asked.read(fields)?;
    query.measures = match log.table().is_boolean(&metric) {
        true => rates(&metric),
        false => scores(&metric, args.threshold),
    };
    let (mut report, _) = log.ask("quality", &mut query)?;
    report.about(metric.name());
    report.facts = vec![fact("metric", Value::Text(metric.name().to_owned()), Unit::Text)];
    if !log.table().is_boolean(&metric) {
        report.facts.push(fact("threshold", Value::Float(args.threshold), Unit::Number));
    }
    report.warnings.extend(log.not_numbers(&metric).or_else(|| log.lacking(&metric)));
    report.sections.extend(window.map(|window| rolling(&asked, &log, &metric, window)));
    report.sections.extend(args.worst.map(|count| worst(&asked, &log, &metric, count)));
    log.finish(report, log.has(&metric))
}

/// The field to judge by: any but those that are text or times by their nature.
fn metric(name: &str) -> Result<Field, Error> {
    let field = Field::named(name);
    match field.kind() {
        Kind::Text | Kind::Time => Err(Error::NotANumber(field.name().to_owned())),
        _ => Ok(field),
    }
}

fn scores(metric: &Field, threshold: f64) -> Vec<Measure> {
    let field = || metric.clone();
    let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| Measure::Quantile(field(), p));
    let below = Measure::Below(field(), threshold);
    let mut measures = vec![Measure::Known(field()), Measure::Mean(field()), Measure::Deviation(field())];
    measures.push(below.clone());
    measures.extend([Side::Low, Side::High].map(|side| below.clone().bound(side)));
    measures.extend(quantiles);
    measures
}

fn rates(metric: &Field) -> Vec<Measure> {
    let rate = Measure::Mean(metric.clone());
    let ends = [Side::Low, Side::High].map(|side| rate.clone().bound(side));
    [vec![Measure::Known(metric.clone()), rate], ends.to_vec()].concat()
}

/// The mean over a window that moves by a quarter of itself, or further where that would be too many points.
fn rolling(asked: &Asked<'_>, log: &Log<'_>, metric: &Field, window: i64) -> Section {
    let series = log.engine().series(&asked.filter, metric);
    let reach = series.last().zip(series.first()).map_or(0, |(last, first)| last.0 - first.0);
    let step = (window / 4).max(reach / MOST_POINTS).max(1);
    let row = |point: RollingMean| Row {
        values: vec![
            Value::Text(utc_time(point.end)),
            Value::Int(point.count as i64),
            point.mean.map_or(Value::Null, Value::Float),
        ],
        other_groups: None,
    };
    let mean = Measure::Mean(metric.clone());
    let mut columns = vec![
        measure("until", Unit::Time),
        measure(Measure::Known(metric.clone()).name(), Unit::Count),
        measure(mean.name(), unit(&mean, log.table())),
    ];
    columns.iter_mut().for_each(|column| column.about(metric.name()));
    let rows = rolling_means(&series, window, step).into_iter().map(row).collect();
    Section { name: "rolling".into(), columns, rows, view: View::Bars(2) }
}

/// The requests with the lowest scores, without their text.
fn worst(asked: &Asked<'_>, log: &Log<'_>, metric: &Field, count: usize) -> Section {
    let told_by: Vec<Field> = TOLD_BY.map(Field::from).into_iter().filter(|field| log.has(field)).collect();
    let row = |(score, keys): (f64, Vec<_>)| Row {
        values: [Value::Float(score)].into_iter().chain(keys.iter().map(key)).collect(),
        other_groups: None,
    };
    // The score is what the list is for, so it stands first and never goes.
    let score = Column { unit: unit(&Measure::Min(metric.clone()), log.table()), ..dimension(metric.name()) };
    let columns = [score].into_iter().chain(told_by.iter().map(|field| dimension(field.name()))).collect();
    let rows = log.engine().lowest(&asked.filter, metric, count, &told_by).into_iter().map(row).collect();
    Section { name: "worst".into(), columns, rows, view: View::Table }
}
