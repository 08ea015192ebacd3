//! `llmobs doctor`: every finding on a log made to have it, the gate, and real logs whose figures jq and python computed.

mod findings;
mod gate;
mod logs;

use std::path::Path;

use serde_json::Value;

use crate::support::{Llmobs, NOW, llmobs};

fn doctor(log: &Path, arguments: &str) -> Llmobs {
    llmobs(&format!("doctor --json {arguments}")).arg(log).env("LLMOBS_NOW", NOW)
}

/// The count and the dollars of a finding; `None` where it was not found.
fn found(report: &Value, finding: &str) -> Option<(i64, Option<f64>)> {
    let rows = report["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["finding"] == finding)?;
    Some((row["count"].as_i64().expect("a count"), row["usd"].as_f64()))
}
