//! `llmobs errors`: what failed, how often, since when, and what failures cost.

use super::ask::Asked;
use super::log::Log;
use super::present::{dimension, fact, measure, value};
use crate::cli::Errors;
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Measure, Order, Part, Side};
use crate::report::{Fact, Row, Section, Unit, Value, View};

pub fn run(args: &Errors) -> Result<Exit, Error> {
    let asked = Asked::new(&args.log, &args.query, &args.output)?;
    let by = [Dimension::Field(Field::Canonical(Canonical::ErrorType))];
    let mut query = asked.query(&by, &measures(), &Order::by_time_or(Measure::Count(Part::Errors)))?;
    // Where rows are kinds of errors, what did not fail is none of them.
    query.having = query.by.iter().any(Dimension::is_outcome).then_some(Measure::Count(Part::Errors));
    let overall = asked.aside(&[], overall(), Order::Dimensions);
    let mut fields = query.fields();
    fields.extend(overall.fields());
    let log = asked.read(fields)?;
    let (mut report, _) = log.ask("errors", &mut query)?;
    let totals = log.answer(&overall)?.totals;
    let figure = |measure: &Measure, unit| {
        let at = overall.measures.iter().position(|known| known == measure);
        at.map_or(Value::Null, |at| value(totals[at], unit))
    };
    report.facts = facts(&figure);
    report.sections.push(outcomes(&log, &figure));
    log.finish(report, true)
}

fn measures() -> Vec<Measure> {
    vec![
        Measure::Count(Part::Errors),
        Measure::ErrorShare,
        Measure::ErrorRate,
        Measure::ErrorRate.bound(Side::Low),
        Measure::ErrorRate.bound(Side::High),
        Measure::FirstSeen(Part::Errors),
        Measure::LastSeen(Part::Errors),
        Measure::Total(Part::Errors, Canonical::CostUsd.into()),
    ]
}

/// How requests can end, and what is said of each.
const OUTCOMES: [(&str, Part); 4] =
    [("success", Part::Successes), ("cut_off", Part::CutOff), ("error", Part::Errors), ("pending", Part::Pending)];
const USED: [Canonical; 3] = [Canonical::InputTokens, Canonical::OutputTokens, Canonical::CostUsd];

/// What is asked of all requests together.
fn overall() -> Vec<Measure> {
    let of_part = |part| USED.map(|field| Measure::Total(part, field.into())).into_iter().chain([Measure::Count(part)]);
    let parts = OUTCOMES.iter().flat_map(|(_, part)| of_part(*part));
    parts.chain([Measure::ErrorRate, Measure::Count(Part::All), Measure::CostPerSuccess]).collect()
}

fn facts(figure: &dyn Fn(&Measure, Unit) -> Value) -> Vec<Fact> {
    vec![
        fact("error_rate", figure(&Measure::ErrorRate, Unit::Fraction), Unit::Fraction),
        fact("cost_per_success", figure(&Measure::CostPerSuccess, Unit::Usd), Unit::Usd),
    ]
}

/// How requests ended and what that took: answers that were cut off are among the successes.
fn outcomes(log: &Log<'_>, figure: &dyn Fn(&Measure, Unit) -> Value) -> Section {
    let row = |(name, part): &(&str, Part)| Row {
        values: [Value::Text((*name).to_owned()), figure(&Measure::Count(*part), Unit::Count)]
            .into_iter()
            .chain(USED.map(|field| figure(&Measure::Total(*part, field.into()), Unit::Usd)))
            .collect(),
        other_groups: None,
    };
    let shown = OUTCOMES.iter().filter(|(_, part)| *part != Part::CutOff || log.has(&Canonical::FinishReason.into()));
    let columns = vec![
        dimension("outcome"),
        measure("requests", Unit::Count),
        measure("total_input_tokens", Unit::Tokens),
        measure("total_output_tokens", Unit::Tokens),
        measure("total_cost_usd", Unit::Usd),
    ];
    Section { name: "outcomes".into(), columns, rows: shown.map(row).collect(), view: View::Table }
}
