//! `llmobs metrics`: the log as Prometheus metrics.
//!
//! `labels` are what series are told apart by, `families` asks the log for their figures, `exposition` writes them.

mod exposition;
mod families;
mod labels;

use super::ask::Asked;
use super::{atomic, output};
use crate::cli::{Color, Format, Metrics, OutputArgs, QueryArgs};
use crate::error::{Error, Exit};
use crate::query::{Measure, Part};
use families::Families;
use labels::Labels;

/// Series of a metric without `--limit`: enough for models, and a stop for a log of many users.
const MOST_SERIES: usize = 100;

/// Made for these metric names; checked by a test.
const DASHBOARD: &str = include_str!("dashboard.json");

pub fn run(args: &Metrics) -> Result<Exit, Error> {
    if args.dashboard {
        output::text(DASHBOARD.as_bytes())?;
        return Ok(Exit::Done);
    }
    if !args.buckets.is_sorted_by(|a, b| a < b) {
        return Err(Error::BadLabel {
            text: "le".to_owned(),
            why: "needs the bounds of `--buckets` ascending".to_owned(),
        });
    }
    let (typed, out) = (typed(args), output_args(args));
    let asked = Asked::new(&args.log, &typed, &out)?;
    let labels = Labels::new(&asked.by(&[]), &args.label)?;
    let query = asked.query(&[], &families::measures(&args.buckets), &|_| families::order())?;
    let by_type =
        asked.aside(&families::by_error_type(&query.by), vec![families::ERRORS], crate::query::Order::Dimensions);
    let mut fields = query.fields();
    fields.extend(by_type.fields());
    fields.extend(Measure::LastSeen(Part::All).fields());
    let log = asked.read(fields)?;
    let (answer, failed) = (log.answer(&query)?, log.answer(&by_type)?);
    let families = Families::new(&labels, &args.buckets, &answer, &failed, &log.facts);
    let text = exposition::text(families, args.openmetrics);
    match &args.output {
        Some(path) => atomic::write(path, text.as_bytes())?,
        None => output::text(text.as_bytes())?,
    }
    output::warn(&log.report("metrics", &query, &answer).warnings, asked.style);
    Ok(log.exit(true))
}

/// The model is always a label; `--by` adds more.
fn typed(args: &Metrics) -> QueryArgs {
    let by = std::iter::once("model".to_owned()).chain(args.query.by.iter().cloned()).collect();
    QueryArgs { by, limit: Some(args.query.limit.unwrap_or(MOST_SERIES)), ..args.query.clone() }
}

fn output_args(args: &Metrics) -> OutputArgs {
    OutputArgs { format: Format::Auto, json: false, color: Color::Auto, quiet: args.quiet }
}
