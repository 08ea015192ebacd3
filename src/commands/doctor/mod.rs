//! `llmobs doctor`: can this log be trusted, and what to do where it cannot.

mod finding;
mod gate;
mod lines;
mod money;
mod pairing;
mod sections;
mod span;

use std::cmp::Reverse;

use super::ask;
use super::facts::Facts;
use super::output::{self, Style};
use super::present::{dimension, fact, measure};
use super::prices::price_info;
use super::progress::Progress;
use super::setup::{load, start_threads};
use super::warnings;
use crate::cli::Doctor;
use crate::error::{Error, Exit};
use crate::input;
use crate::query::{Canonical, Filter, Zone};
use crate::report::{Column, Fact, Report, Row, Unit, Value, View, plural};
use crate::requests::audit::{Audit, Covered};
use crate::requests::{Load, Loaded};
use finding::{Finding, KINDS, Severity};
use gate::Gate;

/// Reads the log, examines it and writes what was found.
///
/// # Errors
/// A gate that means nothing, an input that cannot be read, an output that cannot be written.
pub fn run(args: &Doctor) -> Result<Exit, Error> {
    let (gate, mut files) = Gate::parse(&args.gate)?;
    files.extend(args.log.files.iter().cloned());
    let (style, now) = (Style::decide(&args.output), ask::now()?);
    let (sources, repeated) = input::distinct(input::resolve(&files)?);
    let load = load(&args.log, sources)?;
    start_threads(args.log.threads.map(usize::from))?;
    let progress = Progress::start(&load.sources, style);
    let (loaded, audit) = load.audit(now.timestamp_micros(), |bytes| progress.advance(bytes))?;
    progress.finish();
    let facts = Facts::gather(&loaded, &vec![true; loaded.table.len()], &load);
    let log = Examined { load: &load, loaded: &loaded, audit: &audit, facts: &facts };
    let findings = log.findings();
    let shut = gate.as_ref().and_then(|gate| gate.verdict(&findings));
    let report = Report {
        command: "doctor",
        range: Some(facts.range(&Filter::default(), Zone::UTC)),
        facts: log.verdict(&findings),
        columns: columns(gate.is_some()),
        rows: findings.iter().map(|finding| row(finding, gate.as_ref())).collect(),
        totals: None,
        view: View::Table,
        sections: sections::all(&log, args.limit),
        sampling: None,
        prices: price_info(&load.prices, now, |origin| facts.price_tables.contains(origin)),
        warnings: warnings::repeated(&repeated).into_iter().chain(shut.clone()).collect(),
        input: Some(facts.input.clone()),
    };
    output::report(&report, style)?;
    Ok(match shut {
        _ if args.log.strict && loaded.summary.is_bad() => Exit::Failed,
        Some(_) => Exit::Fired,
        None if log.requests() == 0 => Exit::CannotTell,
        None => Exit::Done,
    })
}

/// A log that has been read and examined.
struct Examined<'l> {
    load: &'l Load,
    loaded: &'l Loaded,
    audit: &'l Audit,
    facts: &'l Facts,
}

impl Examined<'_> {
    fn requests(&self) -> u64 {
        self.loaded.table.len() as u64
    }

    /// All records of calls, spans and whatever else, those that count and those that do not.
    fn records(&self) -> u64 {
        self.requests() + self.loaded.summary.tally.other_records
    }

    fn good_lines(&self) -> u64 {
        let tally = &self.loaded.summary.tally;
        tally.lines - tally.blank_lines - tally.bad_lines()
    }

    /// What all requests cost, as far as that is known; `None` where it is known of none.
    fn cost(&self) -> Option<f64> {
        let input = &self.facts.input;
        let is_known = input.logged_cost_requests + input.computed_cost_requests > 0;
        is_known.then(|| self.audit.ledger.coverage.total().1)
    }

    /// The part of the known cost that requests without a field have.
    fn missing_cost_share(&self, covered: Covered) -> Option<f64> {
        self.cost().filter(|cost| *cost > 0.0).map(|cost| (covered.usd_without / cost).clamp(0.0, 1.0))
    }

    /// All findings, the gravest first.
    fn findings(&self) -> Vec<Finding> {
        let mut findings = lines::findings(self);
        findings.extend(pairing::findings(self).into_iter().chain(money::findings(self)));
        let order = |finding: &Finding| KINDS.iter().position(|kind| kind.name == finding.kind.name);
        findings.sort_by_key(|finding| (Reverse(finding.kind.severity), order(finding)));
        findings
    }

    /// One sentence for people and one word for programs, and the fields that this log does not have.
    fn verdict(&self, findings: &[Finding]) -> Vec<Fact> {
        let of = |severity| findings.iter().filter(|finding| finding.kind.severity == severity).count() as u64;
        let (errors, warnings, notices) = (of(Severity::Error), of(Severity::Warning), of(Severity::Notice));
        let lines = plural(self.loaded.summary.tally.lines, "line");
        let requests = plural(self.requests(), "request");
        let (code, sentence) = match (self.requests(), errors, warnings, notices) {
            (0, ..) => ("empty", format!("there is no request in {lines} to trust or mistrust")),
            (_, 0, 0, 0) => ("healthy", format!("this log can be trusted: {requests} in {lines}, nothing amiss")),
            (_, 0, 0, _) => ("healthy", format!("this log can be trusted; {} worth knowing", plural(notices, "thing"))),
            (_, 0, ..) => ("fair", format!("trust this log with care: {}", plural(warnings, "warning"))),
            _ => {
                let known =
                    [(errors, "error"), (warnings, "warning")].map(|(number, noun)| (number, plural(number, noun)));
                let named: Vec<String> = known.into_iter().filter(|(number, _)| *number > 0).map(|(_, n)| n).collect();
                ("poor", format!("some figures of this log are wrong or not the whole: {}", named.join(", ")))
            }
        };
        let absent = self.audit.ledger.coverage.fields().into_iter().filter(|covered| covered.requests == 0);
        let absent: Vec<&str> = absent.map(|covered| Canonical::name(covered.field)).collect();
        let fact = |name, value| fact(name, Value::Text(value), Unit::Text);
        vec![
            fact("verdict", sentence),
            Fact { is_code: true, ..fact("verdict_code", code.to_owned()) },
            Fact { is_code: true, ..fact("absent_fields", absent.join(", ")) },
        ]
    }
}

fn columns(gated: bool) -> Vec<Column> {
    let mut columns = vec![
        dimension("finding"),
        dimension("severity"),
        measure("count", Unit::Count),
        measure("share", Unit::Fraction),
        measure("usd", Unit::Usd),
    ];
    if gated {
        columns.extend([measure("threshold", Unit::Fraction), measure("above", Unit::Text)]);
    }
    columns.extend([sections::note("what"), sections::note("advice")]);
    columns
}

fn row(finding: &Finding, gate: Option<&Gate>) -> Row {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut values = vec![
        text(finding.kind.name),
        text(finding.kind.severity.name()),
        Value::Int(i64::try_from(finding.count).unwrap_or(i64::MAX)),
        Value::Float(finding.share),
        dollars(finding.usd),
    ];
    if let Some(gate) = gate {
        values.extend([Value::Float(gate.threshold(finding.kind)), Value::Bool(gate.stops(finding))]);
    }
    values.extend([text(&finding.what), text(&finding.advice)]);
    Row { values, other_groups: None }
}

/// Dollars without the noise of binary sums: costs are logged in decimals, and no price has twelve.
fn dollars(usd: Option<f64>) -> Value {
    let decimal = |usd: f64| format!("{usd:.12}").parse().unwrap_or(usd) + 0.0;
    usd.map_or(Value::Null, |usd| Value::Float(decimal(usd)))
}
