//! Rules from TOML. Every mistake is named with its file, its line and its key.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::value::{By, Figure, Many, Number, Span, Where};
use super::{Book, Comparison, OnNoData, Rule, Severity};
use crate::commands::alerts::notify::{Targets, read_targets};
use crate::error::Error;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Spanned<Entry>>,
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    measure: Figure,
    window: Span,
    #[serde(default)]
    comparison: Comparison,
    threshold: Number,
    warning: Option<Number>,
    #[serde(default)]
    severity: Severity,
    #[serde(default)]
    by: Many<By>,
    #[serde(default, rename = "where")]
    conditions: Many<Where>,
    #[serde(default)]
    min_requests: u64,
    #[serde(default)]
    on_no_data: OnNoData,
    message: Option<String>,
    notify: Option<Spanned<Many<String>>>,
}

/// What `text` says, which messages call `origin`.
///
/// # Errors
/// [`Error::BadRules`] with the line.
pub fn parse(text: &str, origin: &str) -> Result<Book, Error> {
    let fault = |span: Option<Range<usize>>, what: &str| bad(text, origin, span, what);
    let of_toml = |error: toml::de::Error| fault(error.span(), error.message());
    let mut document = DeTable::parse(text).map_err(of_toml)?;
    let targets = match document.get_mut().remove("notify") {
        Some(notify) => read_targets(notify).map_err(|(span, what)| fault(span, &what))?,
        None => Targets::default(),
    };
    let file = File::deserialize(Deserializer::from(document)).map_err(of_toml)?;
    let mut rules: Vec<Rule> = Vec::with_capacity(file.rule.len());
    for entry in file.rule {
        let span = entry.span();
        let notify = entry.get_ref().notify.as_ref();
        if let Some((span, name)) = notify.and_then(|names| Some((names.span(), unknown(names.get_ref(), &targets)?))) {
            return Err(fault(Some(span), &format!("there is no `[notify.{name}]`")));
        }
        let rule = Rule::from(entry.into_inner());
        if let Some(what) = contradiction(&rule, &rules) {
            return Err(fault(Some(span), &what));
        }
        rules.push(rule);
    }
    if rules.is_empty() {
        return Err(fault(None, "there is no `[[rule]]`"));
    }
    Ok(Book { rules, targets })
}

/// The first name that is none of a target.
fn unknown<'n>(names: &'n Many<String>, targets: &Targets) -> Option<&'n str> {
    let mut names = names.0.iter().map(String::as_str);
    names.find(|name| targets.all.iter().all(|target| target.name != *name))
}

impl From<Entry> for Rule {
    fn from(entry: Entry) -> Rule {
        Rule {
            name: entry.name,
            measure: entry.measure.0,
            window: entry.window.micros,
            window_text: entry.window.text,
            comparison: entry.comparison,
            threshold: entry.threshold.0,
            warning: entry.warning.map(|warning| warning.0),
            severity: entry.severity,
            by: entry.by.0.into_iter().map(|by| by.0).collect(),
            conditions: entry.conditions.0.into_iter().map(|condition| condition.0).collect(),
            min_requests: entry.min_requests,
            on_no_data: entry.on_no_data,
            message: entry.message,
            notify: entry.notify.map(|names| names.into_inner().0),
        }
    }
}

/// What of a rule cannot be together, or with the rules before it.
fn contradiction(rule: &Rule, before: &[Rule]) -> Option<String> {
    if rule.name.trim().is_empty() {
        return Some("`name` is empty".to_owned());
    }
    if before.iter().any(|other| other.name == rule.name) {
        return Some(format!("there are two rules called `{}`", rule.name));
    }
    let warning = rule.warning?;
    let comes_first = if rule.comparison.is_upward() { warning < rule.threshold } else { warning > rule.threshold };
    let order = if rule.comparison.is_upward() { "below" } else { "above" };
    (!comes_first).then(|| format!("`warning` must be {order} the `threshold` of `{}`, or it never warns", rule.name))
}

fn bad(text: &str, origin: &str, span: Option<Range<usize>>, what: &str) -> Error {
    let what = what.trim().replace('\n', "; ");
    let Some(at) = span.map(|span| span.start.min(text.len())) else {
        return Error::BadRules { place: origin.to_owned(), what };
    };
    let before = &text[..text.floor_char_boundary(at)];
    let line = before.matches('\n').count() + 1;
    // The key of the line, which a message about a value does not repeat.
    let line_text = text.lines().nth(line - 1).unwrap_or_default();
    let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let key = line_text.split_once('=').map(|(key, _)| key.trim()).filter(is_key);
    let what = match key {
        Some(key) if !what.contains(&format!("`{key}`")) => format!("`{key}`: {what}"),
        _ => what,
    };
    Error::BadRules { place: format!("{origin}:{line}"), what }
}
