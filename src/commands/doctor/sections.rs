//! What stands below the findings: the figures they were read from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::money::coverage;
use super::{Examined, dollars};
use crate::commands::present::{dimension, measure};
use crate::commands::warnings::shorten;
use crate::input::{Fault, Finding as Bad, Form};
use crate::query::Canonical;
use crate::report::{Column, Role, Row, Section, Unit, Value, View, utc_time};
use crate::requests::audit::{Check, Covered, LineKind, ModelCosts, place};

/// All that has rows.
pub fn all(log: &Examined<'_>, limit: usize) -> Vec<Section> {
    let sections = [
        inputs(log, limit),
        lines(log),
        bad_lines(log),
        bad_values(log),
        places(log),
        self::fields(log),
        models(log, limit),
        gaps(log, limit),
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

fn section(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Value>>) -> Section {
    let rows = rows.into_iter().map(|values| Row { values, other_groups: None }).collect();
    Section { name: name.into(), columns, rows, view: View::Table }
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn int(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn fraction(part: u64, all: u64) -> Value {
    if all == 0 { Value::Null } else { Value::Float(part as f64 / all as f64) }
}

/// What each input was read as, and why; nothing where all are plain native logs.
fn inputs(log: &Examined<'_>, limit: usize) -> Section {
    let forms = &log.loaded.summary.forms;
    let is_plain =
        forms.iter().all(|(_, form)| *form == Form { votes: form.votes, looks: form.looks, ..Form::default() });
    let rows = forms.iter().take(if is_plain { 0 } else { limit });
    let rows = rows.map(|(source, form)| vec![text(source), text(form.to_string()), text(form.reason())]);
    let columns = vec![dimension("input"), measure("read_as", Unit::Text), note("reason")];
    section("inputs", columns, rows.collect())
}

/// Lines by what they are; they add up to all lines.
fn lines(log: &Examined<'_>) -> Section {
    let tally = &log.loaded.summary.tally;
    let kinds = LineKind::ALL.iter().map(|kind| (kind.name(), log.audit.ledger.lines[*kind as usize]));
    let others = [
        ("unrecognised", tally.unrecognised_lines),
        ("other", tally.other_records),
        ("bad", tally.bad_lines()),
        ("blank", tally.blank_lines),
    ];
    let kinds: Vec<(&str, u64)> = kinds.chain(others).filter(|(_, lines)| *lines > 0).collect();
    // A line of another tool may hold many records, each of which counts here.
    let all = kinds.iter().map(|(_, lines)| lines).sum();
    let rows = kinds.into_iter().map(|(kind, lines)| vec![text(kind), int(lines), fraction(lines, all)]);
    let columns = vec![dimension("kind"), measure("lines", Unit::Count), measure("share", Unit::Fraction)];
    section("lines_by_kind", columns, rows.collect())
}

fn bad_lines(log: &Examined<'_>) -> Section {
    let tally = &log.loaded.summary.tally;
    let faults = Fault::ALL.iter().zip(tally.faults).filter(|(_, lines)| *lines > 0);
    let rows = faults.map(|(fault, lines)| vec![text(fault.name()), int(lines), fraction(lines, tally.lines)]);
    let columns = vec![dimension("reason"), measure("lines", Unit::Count), measure("share", Unit::Fraction)];
    section("bad_lines_by_reason", columns, rows.collect())
}

fn bad_values(log: &Examined<'_>) -> Section {
    let wrong = log.loaded.summary.tally.wrong_values.iter();
    let rows = wrong.map(|((field, wrong), values)| vec![text(field), text(wrong.name()), int(*values)]);
    let columns = vec![dimension("field"), dimension("wrong"), measure("values", Unit::Count)];
    section("bad_values_by_field", columns, rows.collect())
}

/// What stands at the places of each check.
const PLACED: [(Check, &str, &str); 14] = [
    (Check::HalvesWithoutId, "halves_without_id", "half without an id"),
    (Check::ResponsesWithoutRequest, "responses_without_request", "answer"),
    (Check::RepeatedWithoutId, "repeated_lines_without_id", "repeat"),
    (Check::ReusedIds, "reused_ids", "later answer"),
    (Check::OddTimes, "odd_times", "request"),
    (Check::AbsurdValues, "absurd_values", "request"),
    (Check::NeverAnswered, "never_answered", "question"),
    (Check::FeedbackWithoutRequest, "feedback_without_request", "feedback"),
    (Check::LinesDisagree, "lines_disagree", "later line"),
    (Check::ResponsesBeforeRequest, "responses_before_request", "early answer"),
    (Check::NoTime, "no_time", "request"),
    (Check::CostsDiffer, "costs_differ", "request"),
    (Check::RepeatedAnswers, "repeated_answers", "later answer"),
    (Check::RepeatedLines, "repeated_lines", "repeat"),
];

/// The first places of every finding that has any, a line of the table each.
fn places(log: &Examined<'_>) -> Section {
    let bad = log.loaded.summary.findings.iter().map(|found| {
        let (finding, what) = match &found.what {
            Bad::BadLine(fault) => ("bad_lines", text(fault.name())),
            Bad::BadValue { field, value } => ("bad_values", text(format!("{field} {}", shorten(value)))),
            Bad::Unrecognised => ("unrecognised_lines", text("line")),
            Bad::Parted => ("parted_observations", text("observation")),
            Bad::OtherFormat(name) => ("unrecognised_lines", text(format!("a record of the format `{name}`"))),
        };
        (finding, vec![text(finding), text(format!("{}:{}", found.source, found.line)), what])
    });
    let mut bad: Vec<(&str, Vec<Value>)> = bad.collect();
    bad.sort_by_key(|(finding, _)| *finding);
    let checked = PLACED.iter().flat_map(|(check, finding, what)| {
        log.audit.ledger.found(*check).places.iter().map(|at| {
            let (source, line) = place(*at);
            let source = log.load.sources.get(source).map(crate::input::Source::name).unwrap_or_default();
            vec![text(*finding), text(format!("{source}:{line}")), text(*what)]
        })
    });
    let columns = vec![dimension("finding"), dimension("place"), measure("what", Unit::Text)];
    section("places", columns, bad.into_iter().map(|(_, row)| row).chain(checked).collect())
}

/// How far each field reaches, and a sentence on those that some requests lack.
fn fields(log: &Examined<'_>) -> Section {
    let row = |covered: Covered| {
        let share = log.missing_cost_share(covered);
        let is_partial = covered.requests < log.requests() && is_asked_by(covered.field);
        vec![
            text(covered.field.name()),
            int(covered.requests),
            fraction(covered.requests, log.requests()),
            log.cost().map_or(Value::Null, |_| dollars(Some(covered.usd_without))),
            share.map_or(Value::Null, Value::Float),
            if is_partial { text(coverage(log, covered)) } else { Value::Null },
        ]
    };
    let columns = vec![
        dimension("field"),
        measure("requests", Unit::Count),
        measure("share", Unit::Fraction),
        measure("missing_cost_usd", Unit::Usd),
        measure("missing_cost_share", Unit::Fraction),
        note("what"),
    ];
    let stated = log.audit.ledger.coverage.fields().into_iter().filter(|covered| covered.requests > 0);
    section("coverage", columns, stated.map(row).collect())
}

/// Whether costs are asked by a field, rather than made from it.
fn is_asked_by(field: Canonical) -> bool {
    use crate::query::Kind;
    let is_text = matches!(field.kind(), Kind::Text);
    is_text && !matches!(field, Canonical::RequestId | Canonical::ErrorType | Canonical::FinishReason)
}

pub fn note(name: &str) -> Column {
    Column { role: Role::Note, ..measure(name, Unit::Text) }
}

/// Logged against computed costs by model, the largest differences first.
fn models(log: &Examined<'_>, limit: usize) -> Section {
    let mut by_name: BTreeMap<Option<&str>, Compared> = BTreeMap::new();
    for (code, costs) in &log.audit.ledger.models {
        by_name.entry(log.loaded.table.text_of(Canonical::Model, *code)).or_default().add(costs);
    }
    let mut models: Vec<(Option<&str>, Compared)> = by_name.into_iter().collect();
    let size = |compared: &Compared| (compared.difference().abs() * 1e9) as u64;
    models.sort_by_key(|(_, compared)| Reverse(size(compared)));
    let (shown, others) = models.split_at(limit.min(models.len()));
    let row = |(name, compared): &(Option<&str>, Compared)| Row {
        values: compared.values(name.map_or(Value::Null, text)),
        other_groups: None,
    };
    let mut rest = Compared::default();
    others.iter().for_each(|(_, compared)| rest.merge(compared));
    let other = Row { values: rest.values(text("other")), other_groups: Some(others.len() as u64) };
    let columns = vec![
        dimension("model"),
        measure("requests", Unit::Count),
        measure("differing_requests", Unit::Count),
        measure("logged_usd", Unit::Usd),
        measure("computed_usd", Unit::Usd),
        measure("difference_usd", Unit::Usd),
        measure("difference_share", Unit::Fraction),
    ];
    let rows = shown.iter().map(row).chain((!others.is_empty()).then_some(other)).collect();
    Section { rows, ..section("costs_by_model", columns, Vec::new()) }
}

/// Two sums of money for the same requests.
#[derive(Debug, Clone, Copy, Default)]
struct Compared {
    requests: u64,
    differing: u64,
    logged: f64,
    computed: f64,
}

impl Compared {
    fn add(&mut self, costs: &ModelCosts) {
        let (logged, computed) = costs.usd();
        self.merge(&Compared { requests: costs.requests, differing: costs.differing, logged, computed });
    }

    fn merge(&mut self, other: &Compared) {
        self.requests += other.requests;
        self.differing += other.differing;
        self.logged += other.logged;
        self.computed += other.computed;
    }

    fn difference(&self) -> f64 {
        self.logged - self.computed
    }

    fn values(&self, name: Value) -> Vec<Value> {
        let share = if self.computed > 0.0 { Value::Float(self.difference() / self.computed) } else { Value::Null };
        let [logged, computed, difference] =
            [self.logged, self.computed, self.difference()].map(|usd| dollars(Some(usd)));
        vec![name, int(self.requests), int(self.differing), logged, computed, difference, share]
    }
}

/// The longest gaps.
fn gaps(log: &Examined<'_>, limit: usize) -> Section {
    let seconds = |micros: i64| Value::Float(micros as f64 / 1e6);
    let gaps = log.audit.gaps.gaps.iter().take(limit);
    let rows = gaps.map(|(from, to)| vec![text(utc_time(*from)), text(utc_time(*to)), seconds(to - from)]);
    let columns = vec![measure("from", Unit::Time), measure("to", Unit::Time), measure("seconds", Unit::Number)];
    section("gaps", columns, rows.collect())
}
