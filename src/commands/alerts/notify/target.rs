//! Where messages go, as `[notify.*]` says; `file` reads it. A secret is named there and stands in the environment.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::email;
use super::http::{self, Hook};
use super::message::Message;
use crate::commands::alerts::rules::{Severity, Span};
use crate::error::Error;

/// Where PagerDuty takes events, outside its other regions.
const PAGERDUTY: &str = "https://events.pagerduty.com/v2/enqueue";

const PATIENCE: Duration = Duration::from_secs(10);

/// The `[notify]` table.
#[derive(Debug, Default)]
pub struct Targets {
    /// How long after a message another one says that it still fires; without it none does.
    pub renotify: Option<Span>,
    /// How long one try may take.
    pub timeout: Option<Span>,
    /// What the messages say they are from.
    pub source: Option<String>,
    /// In the order of the file.
    pub all: Vec<Target>,
}

/// Who is told, and in which way.
#[derive(Debug)]
pub struct Target {
    /// As in the rules file and in the state file.
    pub name: String,
    /// What it is told of.
    pub severities: Vec<Severity>,
    pub way: Way,
}

#[derive(Debug)]
pub enum Way {
    Slack(Slack),
    PagerDuty(PagerDuty),
    Webhook(Webhook),
    Email(Email),
}

/// An incoming webhook of Slack, or of anything that takes the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slack {
    url_env: String,
    /// For a server of one's own that takes the same.
    ca_file: Option<PathBuf>,
}

/// The Events API v2.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagerDuty {
    routing_key_env: String,
    /// For the European service region.
    url: Option<String>,
}

/// Anything that takes a JSON document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    pub url: Option<String>,
    pub url_env: Option<String>,
    /// Sent as a bearer token.
    token_env: Option<String>,
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Email {
    pub server: String,
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: Tls,
    /// Certificates in PEM of who alone vouches for the server.
    pub ca_file: Option<PathBuf>,
    pub username: Option<String>,
    pub password_env: Option<String>,
    pub from: String,
    pub to: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    #[default]
    Starttls,
    /// From the first byte on.
    #[serde(rename = "tls")]
    Implicit,
    /// For a server on the same machine.
    None,
}

/// A value of the environment that nothing prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `text` without it.
    pub fn hide(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, "***") }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The secrets of all targets by the names of their variables; without any, stars for a message that is shown.
#[derive(Debug, Clone, Default)]
pub struct Secrets(BTreeMap<String, Secret>);

impl Secrets {
    pub fn of(&self, variable: &str) -> Secret {
        self.0.get(variable).cloned().unwrap_or_else(|| Secret("***".to_owned()))
    }

    fn hide(&self, text: &str) -> String {
        self.0.values().fold(text.to_owned(), |text, secret| secret.hide(&text))
    }
}

impl Targets {
    pub fn source(&self) -> &str {
        self.source.as_deref().unwrap_or("llmobs")
    }

    pub fn timeout(&self) -> Duration {
        self.timeout.as_ref().map_or(PATIENCE, |timeout| Duration::from_micros(timeout.micros as u64))
    }

    /// # Errors
    /// [`Error::MissingSecret`] with the name of the variable.
    pub fn secrets(&self) -> Result<Secrets, Error> {
        let of = |variable: &String| match std::env::var(variable) {
            Ok(value) if !value.trim().is_empty() => Ok((variable.clone(), Secret(value.trim().to_owned()))),
            _ => Err(Error::MissingSecret(variable.clone())),
        };
        self.all.iter().flat_map(Target::variables).map(of).collect::<Result<_, _>>().map(Secrets)
    }
}

impl Target {
    /// The variables of the environment that it names.
    fn variables(&self) -> impl Iterator<Item = &String> {
        let variables = match &self.way {
            Way::Slack(slack) => [Some(&slack.url_env), None],
            Way::PagerDuty(pagerduty) => [Some(&pagerduty.routing_key_env), None],
            Way::Webhook(webhook) => [webhook.url_env.as_ref(), webhook.token_env.as_ref()],
            Way::Email(email) => [email.password_env.as_ref(), None],
        };
        variables.into_iter().flatten()
    }

    /// Sends a message, in up to three tries.
    ///
    /// # Errors
    /// Why it was not delivered, without any secret.
    pub fn send(&self, message: &Message, secrets: &Secrets, timeout: Duration) -> Result<(), String> {
        let body = self.body(message, secrets);
        let secret = |variable: &Option<String>| variable.as_ref().map(|variable| secrets.of(variable));
        let post = |url: String, token: Option<Secret>, ca_file: &Option<PathBuf>| {
            http::post(&Hook { url, token, ca_file: ca_file.as_deref() }, &message.key, &body, timeout)
        };
        let sent = match &self.way {
            Way::Slack(slack) => post(secrets.of(&slack.url_env).reveal().to_owned(), None, &slack.ca_file),
            Way::PagerDuty(pagerduty) => post(pagerduty.url.as_deref().unwrap_or(PAGERDUTY).to_owned(), None, &None),
            Way::Webhook(webhook) => {
                let url = webhook.url.clone().or(secret(&webhook.url_env).map(|url| url.reveal().to_owned()));
                post(url.unwrap_or_default(), secret(&webhook.token_env), &webhook.ca_file)
            }
            Way::Email(email) => email::send(email, message, secret(&email.password_env).as_ref(), timeout),
        };
        sent.map_err(|why| secrets.hide(&why))
    }

    /// What is sent, as text.
    pub fn body(&self, message: &Message, secrets: &Secrets) -> String {
        match &self.way {
            Way::Slack(_) => message.slack().to_string(),
            Way::PagerDuty(pagerduty) => message.pagerduty(secrets.of(&pagerduty.routing_key_env).reveal()).to_string(),
            Way::Webhook(_) => message.webhook().to_string(),
            Way::Email(_) => message.email(),
        }
    }
}
