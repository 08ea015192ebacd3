//! What is to be said: of what fires once, again after a while, and once that it is over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use xxhash_rust::xxh3::xxh3_128;

use super::message::{Event, Message};
use super::state::{Entry, State};
use super::target::{Target, Targets};
use crate::commands::alerts::check::Finding;
use crate::commands::alerts::rules::{Rule, Severity};
use crate::commands::alerts::table::severity;
use crate::commands::alerts::verdict::Verdict;
use crate::report::{escape_controls, significant, utc_time};

/// When the windows ended, and what the clock says; in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: i64,
    pub now: i64,
}

/// A message on its way.
#[derive(Debug, Clone)]
pub struct Dispatch<'t> {
    pub target: &'t Target,
    pub message: Message,
}

/// The same for all messages about a rule and a group.
fn key(source: &str, rule: &str, group: Option<&str>) -> String {
    format!("llmobs/{}/{:032x}", plain(source), xxh3_128(format!("{rule}\0{}", group.unwrap_or("\0")).as_bytes()))
}

/// `source` in the letters that a header and an address take, as in a URL.
fn plain(source: &str) -> String {
    let letter = |byte: u8| match byte {
        b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    source.bytes().map(letter).collect()
}

/// The group of a message for people. It is what a log says, and stays one line.
fn shown_group(group: Option<&str>) -> Option<Cow<'_, str>> {
    group.map(escape_controls)
}

/// The same in brackets, behind the name of a rule.
fn in_brackets(group: Option<&str>) -> String {
    shown_group(group).map(|group| format!(" ({group})")).unwrap_or_default()
}

/// All messages that are due, target by target.
pub fn plan<'t>(targets: &'t Targets, findings: &[Finding<'_>], state: &State, moment: Moment) -> Vec<Dispatch<'t>> {
    let by_key: BTreeMap<String, &Finding<'_>> =
        findings.iter().map(|found| (key(targets.source(), &found.rule.name, found.group.as_deref()), found)).collect();
    let mut dispatches = Vec::new();
    for target in &targets.all {
        for found in findings {
            let key = key(targets.source(), &found.rule.name, found.group.as_deref());
            dispatches.extend(due(targets, target, &key, found, state, moment));
        }
        for (key, entry) in state.firing.iter().filter(|(key, _)| !by_key.contains_key(*key)) {
            if entry.told(&target.name).is_some() && !is_untold(entry, findings) {
                dispatches.push(Dispatch { target, message: gone(targets, key, entry, moment) });
            }
        }
    }
    dispatches
}

/// What a target is to hear of a finding now.
fn due<'t>(
    targets: &Targets,
    target: &'t Target,
    key: &str,
    found: &Finding<'_>,
    state: &State,
    moment: Moment,
) -> Option<Dispatch<'t>> {
    let entry = state.firing.get(key);
    let told = entry.and_then(|entry| entry.told(&target.name));
    let severity =
        severity(found).filter(|severity| found.rule.tells(&target.name) && target.severities.contains(severity));
    let verdict = found.ruling.verdict;
    let event = match (severity, told) {
        (Some(_), None) => Event::Firing,
        (Some(_), Some(told)) if told.verdict != verdict.name() => Event::Firing,
        (Some(_), Some(told)) => {
            let renotify = targets.renotify.as_ref()?.micros;
            (moment.now.saturating_sub(told.micros()) >= renotify).then_some(Event::StillFiring)?
        }
        // What cannot be told is neither over nor new.
        (None, Some(_)) if verdict != Verdict::CannotTell => Event::Resolved,
        (None, _) => return None,
    };
    let since = entry.map_or_else(|| utc_time(moment.at), |entry| entry.since.clone());
    let text = text(found, event);
    let message = Message {
        event,
        key: key.to_owned(),
        source: targets.source().to_owned(),
        rule: found.rule.name.clone(),
        group: found.group.clone(),
        verdict: verdict.name(),
        severity: severity.unwrap_or(found.rule.severity),
        text,
        since,
        at: utc_time(moment.at),
        details: details(found),
    };
    Some(Dispatch { target, message })
}

/// Whether a group is missing only because nothing can be told of its rule.
fn is_untold(entry: &Entry, findings: &[Finding<'_>]) -> bool {
    let of_rule = |found: &&Finding<'_>| found.rule.name == entry.rule && found.group.is_none();
    findings.iter().find(of_rule).is_some_and(|found| found.ruling.verdict == Verdict::CannotTell)
}

/// That a group has no requests any more, or a rule is no longer in the file.
fn gone(targets: &Targets, key: &str, entry: &Entry, moment: Moment) -> Message {
    let group = in_brackets(entry.group.as_deref());
    Message {
        event: Event::Resolved,
        key: key.to_owned(),
        source: targets.source().to_owned(),
        rule: entry.rule.clone(),
        group: entry.group.clone(),
        verdict: Verdict::Ok.name(),
        severity: Severity::Warning,
        text: format!("{}{group}: nothing to fire any more", entry.rule),
        since: entry.since.clone(),
        at: utc_time(moment.at),
        details: Json::Object(Map::new()),
    }
}

/// A line for people: the rule's own message, or what it is and what it should be.
fn text(found: &Finding<'_>, event: Event) -> String {
    let rule = found.rule;
    if let Some(template) = rule.message.as_ref().filter(|_| event != Event::Resolved) {
        return filled(template, found);
    }
    let group = in_brackets(found.group.as_deref());
    let (value, measure) = (shown(found.reading.value.as_f64()), rule.measure.name());
    let (comparison, window) = (rule.comparison.name().replace('_', " "), &rule.window_text);
    let limit = significant(if found.ruling.verdict == Verdict::Warning { limit(rule) } else { rule.threshold });
    match event {
        Event::Resolved => format!("{}{group}: {measure} of {window} is {value}", rule.name),
        _ => format!("{}{group}: {measure} of {window} is {value}, {comparison} {limit}", rule.name),
    }
}

fn limit(rule: &Rule) -> f64 {
    rule.warning.unwrap_or(rule.threshold)
}

fn filled(template: &str, found: &Finding<'_>) -> String {
    let rule = found.rule;
    let values = [
        ("{rule}", rule.name.clone()),
        ("{group}", shown_group(found.group.as_deref()).map_or("all".to_owned(), Cow::into_owned)),
        ("{measure}", rule.measure.name()),
        ("{value}", shown(found.reading.value.as_f64())),
        ("{threshold}", significant(rule.threshold)),
        ("{window}", rule.window_text.clone()),
        ("{verdict}", found.ruling.verdict.name().to_owned()),
        ("{requests}", shown(found.reading.requests.as_f64())),
    ];
    // In one pass, so that a group called `{value}` stays what it is.
    let (mut text, mut rest) = (String::new(), template);
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let value = values.iter().find(|(name, _)| rest.starts_with(name));
        text.push_str(value.map_or("{", |(_, value)| value));
        rest = &rest[value.map_or(1, |(name, _)| name.len())..];
    }
    text + rest
}

fn shown(value: Option<f64>) -> String {
    value.map_or("n/a".to_owned(), significant)
}

/// The figures for programs.
fn details(found: &Finding<'_>) -> Json {
    let rule = found.rule;
    json!({
        "measure": rule.measure.name(),
        "value": found.reading.value.as_f64(),
        "comparison": rule.comparison.name(),
        "threshold": rule.threshold,
        "warning": rule.warning,
        "window": rule.window_text,
        "requests": found.reading.requests.as_f64(),
        "reason": found.ruling.reason.map(|reason| reason.text()),
    })
}
