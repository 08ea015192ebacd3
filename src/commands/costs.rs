//! `llmobs costs`: where the money went.

use super::ask::{self, Question};
use crate::cli::Costs;
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Measure, Order};
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
            order: &|by| match by.iter().any(|dimension| matches!(dimension, Dimension::Time(_))) {
                true => Order::Dimensions,
                false => Order::By { measure: Measure::Total(Canonical::CostUsd.into()), descending: true },
            },
        },
    )
}

fn measures() -> Vec<Measure> {
    vec![
        Measure::Requests,
        Measure::Errors,
        Measure::Total(Canonical::InputTokens.into()),
        Measure::Total(Canonical::OutputTokens.into()),
        Measure::Total(Canonical::CostUsd.into()),
        Measure::CostShare,
        Measure::Mean(Canonical::CostUsd.into()),
    ]
}

/// Columns that say something in some logs only: cached tokens, and which costs are floors.
fn occasional(table: &RequestTable, matching: &[bool]) -> Vec<Measure> {
    let mut sources = table.cost_source.iter().zip(matching);
    let unpriced = sources.any(|row| row == (&CostSource::Unpriced, &true)).then_some(Measure::Unpriced);
    let cached = [Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens]
        .into_iter()
        .filter(|field| {
            table.ints(*field).iter().zip(matching).any(|(count, matches)| *matches && *count != MISSING_INT)
        })
        .map(|field| Measure::Total(field.into()));
    unpriced.into_iter().chain(cached).collect()
}
