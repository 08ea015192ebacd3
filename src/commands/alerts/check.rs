//! `llmobs alerts check`: every rule, at one time.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::notify;
use super::rules::{self, Book, Rule};
use super::verdict::{Reading, Ruling, Verdict};
use super::{no_question, origin, table};
use crate::cli::AlertsCheck;
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::commands::present::key_text;
use crate::engine::Key;
use crate::error::{Error, Exit};
use crate::query::{End, Field, Measure, Order, Part, TimeRange, Zone, parse_instant};
use crate::report::{Fact, Report, Unit, Value, utc_time};

/// What a rule says of one group.
#[derive(Debug, Clone)]
pub struct Finding<'r> {
    pub rule: &'r Rule,
    /// As text: `user_id=ana`; `None` where a rule has one verdict for all.
    pub group: Option<String>,
    pub reading: Reading,
    pub ruling: Ruling,
}

pub fn run(args: &AlertsCheck) -> Result<Exit, Error> {
    let Book { rules, targets } = rules::load(args.rules.rules.as_deref())?;
    let typed = no_question(&args.rules);
    let mut asked = Asked::new(&args.log, &typed, &args.output)?;
    let at = match &args.at {
        None => asked.now.timestamp_micros(),
        Some(text) => parse_instant(text, End::Until, asked.zone, asked.now)
            .map_err(|_| Error::BadTime { flag: "--at", value: text.clone() })?,
    };
    let longest = rules.iter().map(|rule| rule.window).max().unwrap_or(0);
    asked.filter.range = TimeRange { since: Some(at.saturating_sub(longest)), until: Some(at) };
    let log = asked.read(fields(&rules, asked.zone))?;
    let mut findings = Vec::new();
    for rule in &rules {
        findings.extend(findings_of(rule, at, asked.zone, &log)?);
    }
    let facts = facts(at, &origin(&args.rules), &findings);
    let mut report = Report { facts, ..table::report(&log, &asked, &findings, args)? };
    let moment = notify::Moment { at, now: asked.now.timestamp_micros() };
    let deliver = || notify::deliver(&targets, &findings, moment, args.state.as_deref(), args.dry_run);
    let delivery = args.notify.then(deliver).transpose()?;
    report.sections.extend(delivery.iter().map(|delivery| delivery.section.clone()));
    let ending = match log.finish(report, true)? {
        Exit::Failed => Exit::Failed,
        _ => ending(&findings),
    };
    match delivery.map(|delivery| delivery.failures).filter(|failures| !failures.is_empty()) {
        Some(failures) => Err(Error::Delivery(failures)),
        None => Ok(ending),
    }
}

/// All that any rule reads.
pub fn fields(rules: &[Rule], zone: Zone) -> BTreeSet<Field> {
    let counted = Measure::Count(Part::All).fields();
    rules.iter().flat_map(|rule| rule.query(0, zone).fields()).chain(counted).collect()
}

/// What one rule says at `at`, the gravest first: of every group that has requests, or of nothing at all.
fn findings_of<'r>(rule: &'r Rule, at: i64, zone: Zone, log: &Log<'_>) -> Result<Vec<Finding<'r>>, Error> {
    let answer = log.answer(&rule.query(at, zone))?;
    let finding = |group: Option<String>, reading: Reading| {
        let ruling = rule.judge(&reading, log.facts.is_partial());
        Finding { rule, group, reading, ruling }
    };
    let groups = answer.groups.iter().map(|group| finding(group_text(rule, &group.key), Reading::new(&group.figures)));
    let mut findings: Vec<Finding<'_>> = groups.collect();
    if findings.is_empty() {
        findings.push(finding(None, Reading::NOTHING));
    }
    findings.sort_by(graver);
    Ok(findings)
}

/// `user_id=ana`, `feature=chat, no model`; nothing for a rule without groups.
pub fn group_text(rule: &Rule, key: &[Key]) -> Option<String> {
    let part = |(dimension, key): (&crate::query::Dimension, &Key)| match key {
        Key::Missing => format!("no {}", dimension.name()),
        key => format!("{}={}", dimension.name(), key_text(key)),
    };
    let parts: Vec<String> = rule.by.iter().zip(key).map(part).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// By verdict, then from the value that is farthest beyond the threshold; ties keep the order of their groups.
fn graver(a: &Finding<'_>, b: &Finding<'_>) -> Ordering {
    let by_value = || match (a.rule.is_farther(&a.reading, &b.reading), a.rule.is_farther(&b.reading, &a.reading)) {
        (true, _) => Ordering::Less,
        (_, true) => Ordering::Greater,
        _ => Ordering::Equal,
    };
    a.ruling.verdict.rank().cmp(&b.ruling.verdict.rank()).then_with(by_value)
}

fn facts(at: i64, rules: &str, findings: &[Finding<'_>]) -> Vec<Fact> {
    let fact = |name, unit, value| Fact { name, value, unit, is_code: false };
    let count = |verdict| Value::Int(findings.iter().filter(|found| found.ruling.verdict == verdict).count() as i64);
    vec![
        fact("at", Unit::Time, Value::Text(utc_time(at))),
        fact("rules", Unit::Text, Value::Text(rules.to_owned())),
        fact("alerts", Unit::Count, count(Verdict::Alert)),
        fact("warnings", Unit::Count, count(Verdict::Warning)),
        fact("cannot_tell", Unit::Count, count(Verdict::CannotTell)),
        fact("ok", Unit::Count, count(Verdict::Ok)),
    ]
}

fn ending(findings: &[Finding<'_>]) -> Exit {
    let any = |test: fn(Verdict) -> bool| findings.iter().any(|found| test(found.ruling.verdict));
    match (any(Verdict::fires), any(|verdict| verdict == Verdict::CannotTell)) {
        (true, _) => Exit::Fired,
        (false, true) => Exit::CannotTell,
        (false, false) => Exit::Done,
    }
}

/// A question over everything that any rule looks at, which a report stands on.
pub fn frame(asked: &Asked<'_>) -> crate::query::Query {
    asked.aside(&[], vec![Measure::Count(Part::All)], Order::Dimensions)
}
