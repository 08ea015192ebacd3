//! Findings as rows.

use super::check::{Finding, frame};
use super::rules::Severity;
use super::verdict::Verdict;
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::commands::present::{self, dimension, measure};
use crate::engine::Figure;
use crate::error::Error;
use crate::report::{Column, Report, Row, Unit, Value};

/// The findings in their order. Of a rule that is quiet only the group nearest to its threshold is shown, unless `all` are.
pub fn report(log: &Log<'_>, asked: &Asked<'_>, findings: &[Finding<'_>], all: bool) -> Result<Report, Error> {
    let query = frame(asked);
    let answer = log.answer(&query)?;
    let is_first = |at: usize| at == 0 || findings[at - 1].rule.name != findings[at].rule.name;
    let is_shown = |at: &usize| all || is_first(*at) || findings[*at].ruling.verdict != Verdict::Ok;
    let rows = (0..findings.len()).filter(is_shown).map(|at| row(&findings[at])).collect();
    Ok(Report { columns: columns(), rows, totals: None, ..log.report("alerts check", &query, &answer) })
}

fn columns() -> Vec<Column> {
    vec![
        dimension("rule"),
        dimension("group"),
        measure("verdict", Unit::Text),
        measure("severity", Unit::Text),
        measure("measure", Unit::Text),
        measure("value", Unit::Mixed),
        measure("threshold", Unit::Mixed),
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
        text(&rule.measure.name()),
        number(reading.value),
        Value::Float(rule.threshold),
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
