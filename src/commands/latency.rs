//! `llmobs latency`: how long requests take, and how sure that is.

use super::ask::Asked;
use super::log::Log;
use super::present::{code, dimension, fact, measure};
use crate::cli::Latency;
use crate::engine::Figure;
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Measure, Order, Part, Side};
use crate::report::{Row, Section, Unit, Value, View};

pub fn run(args: &Latency) -> Result<Exit, Error> {
    let asked = Asked::new(&args.log, &args.query, &args.output)?;
    let by = [Dimension::Field(Field::Canonical(Canonical::Model))];
    let mut query = asked.query(&by, &measures(&args.percentiles), &Order::by_time_or(Measure::Count(Part::All)))?;
    let mut fields = query.fields();
    fields.extend([Canonical::TtftMs, Canonical::OutputTokens].map(Field::from));
    let log = asked.read(fields)?;
    query.measures.extend(occasional(&log));
    let (mut report, _) = log.ask("latency", &mut query)?;
    report.about("latency_ms");
    report.facts.push(fact("unit", Value::Text("milliseconds".to_owned()), Unit::Text));
    if args.histogram {
        report.sections.push(histogram(&asked, &log, &args.buckets)?);
    }
    report.warnings.extend(log.lacking(&latency()));
    log.finish(report, log.has(&latency()))
}

fn latency() -> Field {
    Canonical::LatencyMs.into()
}

fn measures(percentiles: &[f64]) -> Vec<Measure> {
    let quantile = |percent: &f64| Measure::Quantile(latency(), percent / 100.0);
    let with_interval = |measure: Measure| {
        let ends = [Side::Low, Side::High].map(|side| measure.clone().bound(side));
        std::iter::once(measure).chain(ends)
    };
    let mut measures = vec![Measure::Count(Part::All), Measure::Mean(latency())];
    for measure in percentiles.iter().map(quantile).flat_map(with_interval) {
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    measures.push(Measure::Max(latency()));
    measures
}

/// Columns that say something in some logs only: how many latencies are known where not all are, the time to the
/// first token, and tokens per second.
fn occasional(log: &Log<'_>) -> Vec<Measure> {
    let has = |field: Canonical| log.has(&field.into());
    let mut measures = Vec::new();
    if has(Canonical::TtftMs) {
        measures.extend([0.5, 0.95].map(|p| Measure::Quantile(Canonical::TtftMs.into(), p)));
    }
    if has(Canonical::OutputTokens) && has(Canonical::LatencyMs) {
        measures.push(Measure::TokensPerSecond);
    }
    if log.is_partial(&latency()) {
        measures.push(Measure::Known(latency()));
    }
    measures
}

/// How many latencies lie in each bucket: above the bound before it, up to its own.
fn histogram(asked: &Asked<'_>, log: &Log<'_>, buckets: &[f64]) -> Result<Section, Error> {
    let mut bounds = buckets.to_vec();
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let up_to = bounds.iter().map(|seconds| Measure::AtMost(latency(), seconds * 1000.0));
    let measures: Vec<Measure> = up_to.chain([Measure::Known(latency())]).collect();
    let answer = log.answer(&asked.aside(&[], measures, Order::Dimensions))?;
    let counts: Vec<f64> = answer.totals.iter().map(|figure| figure.as_f64().unwrap_or(0.0)).collect();
    let all = counts.last().copied().unwrap_or(0.0);
    let is_whole = answer.totals.iter().all(|figure| matches!(figure, Figure::Int(_)));
    let mut below = 0.0;
    let mut rows = Vec::new();
    for (at, count) in counts.iter().enumerate().filter(|_| all > 0.0) {
        let requests = count - below;
        below = *count;
        let number = if is_whole { Value::Int(requests as i64) } else { Value::Float(requests) };
        let values = vec![
            Value::Text(label(at.checked_sub(1).map(|before| bounds[before]), bounds.get(at).copied())),
            bounds.get(at).map_or(Value::Null, |bound| Value::Float(*bound)),
            number,
            Value::Float(requests / all),
            Value::Float(count / all),
        ];
        rows.push(Row { values, other_groups: None });
    }
    let columns = vec![
        dimension("latency"),
        code("le_seconds"),
        measure("requests", Unit::Count),
        measure("share", Unit::Fraction),
        measure("cumulative_share", Unit::Fraction),
    ];
    Ok(Section { name: "histogram".into(), columns, rows, view: View::Bars(2) })
}

fn label(above: Option<f64>, up_to: Option<f64>) -> String {
    match (above, up_to) {
        (None, Some(bound)) => format!("up to {bound} s"),
        (Some(above), Some(bound)) => format!("{above}–{bound} s"),
        (Some(above), None) => format!("over {above} s"),
        (None, None) => "all".to_owned(),
    }
}
