//! Findings about what costs can be told: fields that are missing, prices that are, and costs that do not fit.

use super::Examined;
use super::finding::Finding;
use crate::commands::warnings::{self, named};
use crate::query::Canonical;
use crate::report::{count, percent, plural};
use crate::requests::audit::{Check, Covered};

/// Fields that costs are asked by, and the findings that they are missing.
const ASKED_BY: [(Canonical, &str); 4] = [
    (Canonical::Model, "missing_model"),
    (Canonical::UserId, "missing_user_id"),
    (Canonical::Feature, "missing_feature"),
    (Canonical::SessionId, "missing_session_id"),
];

pub fn findings(log: &Examined<'_>) -> Vec<Finding> {
    let missing = log.audit.ledger.coverage.fields().into_iter().filter_map(|covered| missing(log, covered));
    missing.chain(unpriced(log)).chain(stranded(log)).chain(differing(log)).collect()
}

/// A field that some requests state and others do not. One that none states is no habit of this log; only a model
/// is always missed.
fn missing(log: &Examined<'_>, covered: Covered) -> Option<Finding> {
    let (field, name) = ASKED_BY.iter().find(|(field, _)| *field == covered.field)?;
    if covered.requests == 0 && *field != Canonical::Model {
        return None;
    }
    let all = log.requests();
    let advice = format!("log `{0}` with every request, or say where it is: `--map {0}=PATH`", field.name());
    let usd = log.cost().map(|_| covered.usd_without);
    Finding::of(name, all - covered.requests, all, usd, || coverage(log, covered), &advice)
}

/// `user_id on 48 of 60 requests: costs by user_id leaves out 21.0% of the cost`.
pub fn coverage(log: &Examined<'_>, covered: Covered) -> String {
    let name = covered.field.name();
    let on = format!("{name} on {} of {}", count(covered.requests), plural(log.requests(), "request"));
    match log.missing_cost_share(covered) {
        Some(share) => format!("{on}: costs by {name} leaves out {} of the cost", percent(share)),
        None => on,
    }
}

fn unpriced(log: &Examined<'_>) -> Option<Finding> {
    let (unknown, all) = (log.facts.input.unpriced_requests, log.requests());
    Finding::of(
        "unpriced_requests",
        unknown,
        all,
        None,
        || {
            let requests = plural(all, "request");
            format!(
                "{} of {requests} cost something unknown, so totals are floors: {}",
                count(unknown),
                named(&log.facts.unpriced)
            )
        },
        "`llmobs prices explain MODEL` shows why; `--prices FILE` adds prices",
    )
}

fn stranded(log: &Examined<'_>) -> Option<Finding> {
    let stranded = log.loaded.stranded;
    Finding::of(
        "stranded_costs",
        stranded.calls,
        log.records(),
        Some(stranded.cost_usd),
        || warnings::stranded(log.loaded).unwrap_or_default(),
        "log a cost with each call of a model, or around one call alone; totals here lack the dollars",
    )
}

fn differing(log: &Examined<'_>) -> Option<Finding> {
    let ledger = &log.audit.ledger;
    let found = ledger.found(Check::CostsDiffer);
    let all: u64 = ledger.models.values().map(|costs| costs.requests).sum();
    Finding::of(
        "costs_differ",
        found.count,
        all,
        found.usd(),
        || {
            let (of, verb) = (plural(all, "logged cost"), if found.count == 1 { "is" } else { "are" });
            format!(
                "{} of {of} {verb} more than 1% off tokens times list price; the dollars here are the differences",
                count(found.count)
            )
        },
        "if the log is right, state your prices: `--prices FILE`; if the list is, ask for `--cost computed`",
    )
}
