//! Findings as rows.

use super::check::{Finding, frame};
use super::rules::Severity;
use super::verdict::Verdict;
use crate::cli::AlertsCheck;
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::commands::present::{self, dimension, measure};
use crate::engine::Figure;
use crate::error::Error;
use crate::report::{Column, Report, Row, Unit, Value, count, plural};

/// What a person reads of one rule; a program wants everything.
const MOST_ROWS: usize = 50;

/// The findings in their order. Of a rule that is quiet only the group nearest to its threshold is shown, unless all are
/// asked for; of one with more than the limit the gravest, and a warning counts the others.
pub fn report(log: &Log<'_>, asked: &Asked<'_>, findings: &[Finding<'_>], args: &AlertsCheck) -> Result<Report, Error> {
    let query = frame(asked);
    let answer = log.answer(&query)?;
    let most = args.limit.unwrap_or(if asked.style.is_for_people() { MOST_ROWS } else { usize::MAX });
    let mut report = Report { columns: columns(), totals: None, ..log.report("alerts check", &query, &answer) };
    report.rows.clear();
    for of_rule in findings.chunk_by(|a, b| a.rule.name == b.rule.name) {
        let noteworthy = of_rule.iter().filter(|found| found.ruling.verdict != Verdict::Ok).count();
        // They come first, and the first is always shown.
        let wanted = if args.all { of_rule.len() } else { noteworthy.max(1) };
        report.rows.extend(of_rule.iter().take(wanted.min(most)).map(row));
        let hidden = of_rule.get(most..wanted).unwrap_or_default();
        report.warnings.extend(not_shown(hidden));
    }
    Ok(report)
}

/// How many verdicts of a rule have no row.
fn not_shown(hidden: &[Finding<'_>]) -> Option<String> {
    let rule = &hidden.first()?.rule.name;
    let counts = hidden.chunk_by(|a, b| a.ruling.verdict == b.ruling.verdict);
    let counts = counts.map(|alike| format!("{} {}", count(alike.len() as u64), alike[0].ruling.verdict.name()));
    let (counts, rows) = (counts.collect::<Vec<_>>().join(", "), plural(hidden.len() as u64, "more row"));
    Some(format!("{rows} of `{rule}` not shown: {counts}; `--limit N` shows more"))
}

fn columns() -> Vec<Column> {
    vec![
        dimension("rule"),
        dimension("group"),
        measure("verdict", Unit::Text),
        measure("severity", Unit::Text),
        measure("value", Unit::Mixed),
        measure("threshold", Unit::Mixed),
        // Behind them, so that a narrow table goes without it first: rules are named for it.
        measure("measure", Unit::Text),
        measure("requests", Unit::Count),
        measure("reason", Unit::Text),
        measure("window", Unit::Text),
        measure("comparison", Unit::Text),
        measure("warning", Unit::Mixed),
    ]
}

fn row(found: &Finding<'_>) -> Row {
    let (rule, reading) = (found.rule, &found.reading);
    let values = vec![
        text(&rule.name),
        found.group.as_deref().map_or(Value::Null, text),
        text(found.ruling.verdict.name()),
        severity(found).map_or(Value::Null, |severity| text(severity.name())),
        number(reading.value),
        Value::Float(rule.threshold),
        text(&rule.measure.name()),
        number(reading.requests),
        found.ruling.reason.map_or(Value::Null, |reason| text(reason.text())),
        text(&rule.window_text),
        text(rule.comparison.name()),
        rule.warning.map_or(Value::Null, Value::Float),
    ];
    Row { values, other_groups: None }
}

/// How grave what fires is; nothing fires with another verdict.
pub fn severity(found: &Finding<'_>) -> Option<Severity> {
    match found.ruling.verdict {
        Verdict::Alert => Some(found.rule.severity),
        Verdict::Warning => Some(Severity::Warning),
        Verdict::Ok | Verdict::CannotTell => None,
    }
}

fn number(figure: Figure) -> Value {
    present::value(figure, Unit::Mixed)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
