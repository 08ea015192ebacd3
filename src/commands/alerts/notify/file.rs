//! Targets from TOML: `[notify.slack]`, or `[notify.NAME]` with a `kind`.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::target::{Email, Target, Targets, Tls, Way, Webhook};
use crate::commands::alerts::rules::Severity;

/// What is wrong, and where.
pub type Fault = (Option<Range<usize>>, String);

const KINDS: &str = "`slack`, `pagerduty`, `webhook` or `email`";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Slack,
    PagerDuty,
    Webhook,
    Email,
}

/// The targets of a `[notify]` table, in the order of the file.
///
/// # Errors
/// A key that is unknown or of a wrong type, a target of no kind, or one that contradicts itself.
pub fn read(notify: Spanned<DeValue<'_>>) -> Result<Targets, Fault> {
    let span = notify.span();
    let DeValue::Table(table) = notify.into_inner() else {
        return Err((Some(span), "`notify` is a table: `[notify]`".to_owned()));
    };
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut targets = Targets::default();
    for (name, value) in entries {
        match name.get_ref().as_ref() {
            "renotify" => targets.renotify = Some(of(value)?),
            "timeout" => targets.timeout = Some(of(value)?),
            "source" => targets.source = Some(of(value)?),
            target if value.get_ref().is_table() => targets.all.push(self::target(target, name.span(), value)?),
            unknown => {
                let what = format!("unknown field `{unknown}`, expected `renotify`, `timeout`, `source` or a table");
                return Err((Some(name.span()), what));
            }
        }
    }
    Ok(targets)
}

fn of<'de, T: Deserialize<'de>>(value: Spanned<DeValue<'de>>) -> Result<T, Fault> {
    let span = value.span();
    T::deserialize(ValueDeserializer::from(value))
        .map_err(|error| (error.span().or(Some(span)), error.message().to_owned()))
}

fn target(name: &str, span: Range<usize>, mut value: Spanned<DeValue<'_>>) -> Result<Target, Fault> {
    let mut take = |key: &str| match value.get_mut() {
        DeValue::Table(table) => table.remove(key),
        _ => None,
    };
    let (kind, severities) = (take("kind"), take("severities"));
    let kind = match (kind, name) {
        (Some(kind), _) => of(kind)?,
        (None, "slack") => Kind::Slack,
        (None, "pagerduty") => Kind::PagerDuty,
        (None, "webhook") => Kind::Webhook,
        (None, "email") => Kind::Email,
        (None, _) => return Err((Some(span), format!("`[notify.{name}]` needs a `kind`: {KINDS}"))),
    };
    let way = match kind {
        Kind::Slack => Way::Slack(of(value)?),
        Kind::PagerDuty => Way::PagerDuty(of(value)?),
        Kind::Webhook => Way::Webhook(of(value)?),
        Kind::Email => Way::Email(of(value)?),
    };
    if let Some(what) = contradiction(&way) {
        return Err((Some(span), format!("`[notify.{name}]` {what}")));
    }
    let severities = match (severities, kind) {
        (Some(severities), _) => of(severities)?,
        (None, Kind::PagerDuty) => vec![Severity::Critical],
        (None, _) => vec![Severity::Warning, Severity::Critical],
    };
    Ok(Target { name: name.to_owned(), severities, way })
}

/// What of a target cannot be together.
fn contradiction(way: &Way) -> Option<&'static str> {
    match way {
        Way::Webhook(Webhook { url, url_env, .. }) if url.is_some() == url_env.is_some() => {
            Some("needs either `url` or `url_env`")
        }
        // An address in the environment is not known here.
        Way::Webhook(Webhook { url: Some(url), ca_file: Some(_), .. }) if url.starts_with("http://") => {
            Some("has no use for a `ca_file` without `https`")
        }
        Way::Email(Email { username, password_env, .. }) if username.is_some() != password_env.is_some() => {
            Some("needs both `username` and `password_env`, or neither")
        }
        Way::Email(Email { username: Some(_), tls: Tls::None, .. }) => Some("sends no password without TLS"),
        Way::Email(Email { ca_file: Some(_), tls: Tls::None, .. }) => Some("has no use for a `ca_file` without TLS"),
        Way::Email(Email { to, .. }) if to.is_empty() => Some("has nobody in `to`"),
        _ => None,
    }
}
