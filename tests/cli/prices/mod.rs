//! Prices: what there is, why a name gets the price it gets, and what a log then costs.
//!
//! Figures are worked out by hand from LiteLLM's public price map, whose rates stand in the comments.

mod cached;
mod costing;
mod explain;
mod files;
mod said;

use serde_json::Value;

use crate::support::{Llmobs, NOW, llmobs};

/// `llmobs prices --json` on a fixed day; more arguments can follow, such as the value of a last flag.
fn prices(arguments: &str) -> Llmobs {
    let (command, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
    llmobs(&format!("prices {command} --json {rest}")).env("LLMOBS_NOW", NOW)
}

fn usd(report: &Value) -> &Value {
    &report["totals"]["cost_usd"]
}
