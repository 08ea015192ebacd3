//! `llmobs costs`: where the money went.

use super::ask::{self, Question};
use crate::cli::Costs;
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Measure, Order, Part};
use crate::requests::{CostSource, MISSING_INT, RequestTable};

pub fn run(args: &Costs) -> Result<Exit, Error> {
    ask::run(
        &args.log,
        &args.query,
        &args.output,
        &Question {
            command: "costs",
            by: &[Dimension::Field(Field::Canonical(Canonical::Model))],
            measures: &measures(),
            more: &occasional,
            order: &Order::by_time_or(Measure::total(Canonical::CostUsd)),
        },
    )
}

fn measures() -> Vec<Measure> {
    vec![
        Measure::Count(Part::All),
        Measure::Count(Part::Errors),
        Measure::total(Canonical::InputTokens),
        Measure::total(Canonical::OutputTokens),
        Measure::total(Canonical::CostUsd),
        Measure::CostShare,
        Measure::Mean(Canonical::CostUsd.into()),
    ]
}

/// Columns that say something in some logs only: cached tokens, and which costs are floors.
fn occasional(table: &RequestTable, matching: &[bool]) -> Vec<Measure> {
    let mut sources = table.cost_source.iter().zip(matching);
    let unpriced = sources.any(|row| row == (&CostSource::Unpriced, &true)).then_some(Measure::Count(Part::Unpriced));
    let cached = [Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens]
        .into_iter()
        .filter(|field| {
            table.ints(*field).iter().zip(matching).any(|(count, matches)| *matches && *count != MISSING_INT)
        })
        .map(Measure::total);
    unpriced.into_iter().chain(cached).collect()
}
