//! Findings among the lines of a log: those that could not be read, and those that are there twice.

use super::super::warnings;
use super::Examined;
use super::finding::Finding;
use crate::input::Fault;
use crate::report::{count, plural};
use crate::requests::Loaded;
use crate::requests::audit::Check;

/// How many fields a sentence names.
const NAMED: usize = 4;

const JSON_ADVICE: &str = "let one writer at a time put one whole JSON object on each line; a last line that is cut off was still being written";
const CSV_ADVICE: &str = "give each row of CSV as many cells as the header has, and put a cell that holds a delimiter, a line end or a quote in quotes, with each quote in it doubled";

pub fn findings(log: &Examined<'_>) -> Vec<Finding> {
    [
        damage,
        bad_lines,
        bad_values,
        unrecognised,
        uncounted,
        parted,
        repeated,
        repeated_without_id,
        sharing,
        again,
        repeats,
    ]
    .iter()
    .filter_map(|find| find(log))
    .collect()
}

fn damage(log: &Examined<'_>) -> Option<Finding> {
    let damage = &log.loaded.summary.damage;
    Finding::of(
        "damaged_files",
        damage.len() as u64,
        log.loaded.summary.files,
        None,
        || damage.iter().map(|(name, what)| format!("`{name}`: {what}")).collect::<Vec<_>>().join("; "),
        "copy the file again from where it was made; only the lines that could be read are counted",
    )
}

fn bad_lines(log: &Examined<'_>) -> Option<Finding> {
    let tally = &log.loaded.summary.tally;
    let reasons = Fault::ALL.iter().zip(tally.faults).filter(|(_, lines)| *lines > 0);
    let reasons: Vec<String> = reasons.map(|(fault, lines)| format!("{} {}", count(lines), fault.name())).collect();
    let (bad, all) = (tally.bad_lines(), tally.lines - tally.blank_lines);
    let of_csv =
        Fault::ALL.iter().zip(tally.faults).filter(|(fault, _)| fault.is_of_csv()).map(|(_, lines)| lines).sum();
    let advice = match of_csv {
        0 => JSON_ADVICE.to_owned(),
        _ if of_csv == bad => CSV_ADVICE.to_owned(),
        _ => format!("{CSV_ADVICE}; elsewhere {JSON_ADVICE}"),
    };
    Finding::of(
        "bad_lines",
        bad,
        all,
        None,
        || format!("{} of {} skipped: {}", count(bad), plural(all, "line"), reasons.join(", ")),
        &advice,
    )
}

fn bad_values(log: &Examined<'_>) -> Option<Finding> {
    let tally = &log.loaded.summary.tally;
    let mut kinds: Vec<String> = tally
        .wrong_values
        .iter()
        .take(NAMED)
        .map(|((field, wrong), values)| format!("{field} {} ({})", wrong.name(), count(*values)))
        .collect();
    if tally.wrong_values.len() > NAMED {
        kinds.push(format!("and {} more kinds", tally.wrong_values.len() - NAMED));
    }
    let verb = if tally.bad_values == 1 { "is" } else { "are" };
    Finding::of(
        "bad_values",
        tally.bad_values,
        log.good_lines(),
        None,
        || format!("{} {verb} left out: {}", plural(tally.bad_values, "value"), kinds.join(", ")),
        "log tokens, dollars and milliseconds as plain numbers from 0 on; `--map FIELD=PATH` reads a field elsewhere",
    )
}

fn unrecognised(log: &Examined<'_>) -> Option<Finding> {
    let (lines, all) = (log.loaded.summary.tally.unrecognised_lines, log.good_lines());
    let verb = if lines == 1 { "says" } else { "say" };
    let elsewhere =
        "keep other logs in files of their own, or tell where this one keeps its fields: `--map FIELD=PATH`";
    Finding::of(
        "unrecognised_lines",
        lines,
        all,
        None,
        || format!("{} of {} {verb} nothing about any request", count(lines), plural(all, "good line")),
        &warnings::headless(log.loaded).unwrap_or_else(|| elsewhere.to_owned()),
    )
}

fn uncounted(log: &Examined<'_>) -> Option<Finding> {
    let spans = log.loaded.uncounted;
    let verb = if spans == 1 { "states usage and is" } else { "state usage and are" };
    Finding::of(
        "uncounted_spans",
        spans,
        log.requests() + spans,
        None,
        || format!("{} {verb} no call of a model, nor around one: not counted", plural(spans, "span")),
        "`llmobs trace list` shows them; a call says so by its kind, such as `gen_ai.operation.name`: chat",
    )
}

fn repeated(log: &Examined<'_>) -> Option<Finding> {
    let found = log.audit.ledger.found(Check::RepeatedLines);
    Finding::of(
        "repeated_lines",
        found.count,
        log.good_lines(),
        found.usd(),
        || {
            let verbs = if found.count == 1 { "repeats another and counts" } else { "repeat others and count" };
            format!(
                "{} {verbs} once; the dollars here are what a plain sum would count twice",
                plural(found.count, "line")
            )
        },
        "no figure here is wrong, but a plain sum of the file is; look for a file given twice or a shipper that sends again",
    )
}

fn repeated_without_id(log: &Examined<'_>) -> Option<Finding> {
    let found = log.audit.ledger.found(Check::RepeatedWithoutId);
    let verb = if found.count == 1 { "has" } else { "have" };
    Finding::of(
        "repeated_lines_without_id",
        found.count,
        log.good_lines(),
        found.usd(),
        || {
            let lines = plural(found.count, "line");
            format!("{lines} equal to another {verb} no request_id, so every copy counts as a request of its own")
        },
        "log a `request_id`; if these are copies, drop them first: `awk '!seen[$0]++' LOG | llmobs doctor -`",
    )
}

/// A finding among all records that a warning of other commands tells in the same words.
fn as_warned(
    log: &Examined<'_>,
    name: &str,
    count: u64,
    warning: fn(&Loaded) -> Option<String>,
    advice: &str,
) -> Option<Finding> {
    Finding::of(name, count, log.records(), None, || warning(log.loaded).unwrap_or_default(), advice)
}

fn parted(log: &Examined<'_>) -> Option<Finding> {
    as_warned(
        log,
        "parted_observations",
        log.loaded.summary.tally.parted,
        warnings::parted,
        "export the trace with its own members before its observations, or the observations by themselves",
    )
}

fn sharing(log: &Examined<'_>) -> Option<Finding> {
    as_warned(
        log,
        "spans_sharing_ids",
        log.loaded.spans.sharing,
        warnings::sharing,
        "no figure is lost, but which span is inside which is a guess; look for a process that was forked with its random seed",
    )
}

fn again(log: &Examined<'_>) -> Option<Finding> {
    as_warned(
        log,
        "spans_written_again",
        log.loaded.spans.again,
        warnings::again,
        "no figure here is wrong; look for a file given twice or an exporter that sends again",
    )
}

fn repeats(log: &Examined<'_>) -> Option<Finding> {
    as_warned(
        log,
        "repeated_usage",
        log.loaded.repeats.requests,
        warnings::repeats,
        "no figure here is wrong, but a plain sum of the file is; log tokens and costs where the model is called, and there alone",
    )
}
