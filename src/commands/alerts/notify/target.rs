//! Where messages go, as `[notify.*]` says. A secret is named there and stands in the environment.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::message::Message;
use super::{email, http};
use crate::commands::alerts::rules::{Severity, Span};
use crate::error::Error;

/// Where Slack's and PagerDuty's own servers are not asked.
const PAGERDUTY: &str = "https://events.pagerduty.com/v2/enqueue";

const PATIENCE: Duration = Duration::from_secs(10);

/// The `[notify]` table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// How long after a message another one says that it still fires; without it none does.
    pub renotify: Option<Span>,
    /// How long one try may take.
    timeout: Option<Span>,
    /// What the messages say they are from.
    source: Option<String>,
    slack: Option<Slack>,
    pagerduty: Option<PagerDuty>,
    webhook: Option<Webhook>,
    email: Option<Email>,
}

/// An incoming webhook of Slack, or of anything that takes the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slack {
    url_env: String,
    #[serde(default = "all")]
    severities: Vec<Severity>,
}

/// The Events API v2.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PagerDuty {
    routing_key_env: String,
    /// For the European service region.
    url: Option<String>,
    #[serde(default = "critical")]
    severities: Vec<Severity>,
}

/// Anything that takes a JSON document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    url: Option<String>,
    url_env: Option<String>,
    /// Sent as a bearer token.
    token_env: Option<String>,
    #[serde(default = "all")]
    severities: Vec<Severity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Email {
    pub server: String,
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: Tls,
    /// A root certificate of the server's own, in PEM.
    pub ca_file: Option<std::path::PathBuf>,
    pub username: Option<String>,
    pub password_env: Option<String>,
    pub from: String,
    pub to: Vec<String>,
    #[serde(default = "all")]
    severities: Vec<Severity>,
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

fn all() -> Vec<Severity> {
    vec![Severity::Warning, Severity::Critical]
}

fn critical() -> Vec<Severity> {
    vec![Severity::Critical]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Slack,
    PagerDuty,
    Webhook,
    Email,
}

impl Target {
    pub const ALL: [Target; 4] = [Target::Slack, Target::PagerDuty, Target::Webhook, Target::Email];

    /// As in the rules file and in the state file.
    pub fn name(self) -> &'static str {
        match self {
            Target::Slack => "slack",
            Target::PagerDuty => "pagerduty",
            Target::Webhook => "webhook",
            Target::Email => "email",
        }
    }
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

/// The secrets of the targets that have one; of a webhook its address and its token.
#[derive(Debug, Clone)]
pub struct Secrets {
    slack: Secret,
    pagerduty: Secret,
    webhook: Secret,
    token: Option<Secret>,
    password: Option<Secret>,
}

impl Secrets {
    /// Stars, for a message that is shown.
    pub fn none() -> Secrets {
        let stars = || Secret("***".to_owned());
        Secrets { slack: stars(), pagerduty: stars(), webhook: stars(), token: None, password: None }
    }
}

impl Targets {
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    pub fn all(&self) -> Vec<Target> {
        Target::ALL.into_iter().filter(|target| !self.severities(*target).is_empty()).collect()
    }

    /// What a target is told of; nothing where there is no such target.
    pub fn severities(&self, target: Target) -> &[Severity] {
        let severities = match target {
            Target::Slack => self.slack.as_ref().map(|slack| &slack.severities),
            Target::PagerDuty => self.pagerduty.as_ref().map(|pagerduty| &pagerduty.severities),
            Target::Webhook => self.webhook.as_ref().map(|webhook| &webhook.severities),
            Target::Email => self.email.as_ref().map(|email| &email.severities),
        };
        severities.map_or(&[], Vec::as_slice)
    }

    pub fn source(&self) -> &str {
        self.source.as_deref().unwrap_or("llmobs")
    }

    /// What is wrong with the targets, in a sentence.
    pub fn contradiction(&self) -> Option<&'static str> {
        if let Some(webhook) = &self.webhook
            && webhook.url.is_some() == webhook.url_env.is_some()
        {
            return Some("`[notify.webhook]` needs either `url` or `url_env`");
        }
        let email = self.email.as_ref()?;
        match (&email.username, &email.password_env) {
            (Some(_), None) | (None, Some(_)) => {
                Some("`[notify.email]` needs both `username` and `password_env`, or neither")
            }
            (Some(_), _) if email.tls == Tls::None => Some("`[notify.email]` sends no password without TLS"),
            _ if email.to.is_empty() => Some("`[notify.email]` has nobody in `to`"),
            _ => None,
        }
    }

    /// # Errors
    /// [`Error::MissingSecret`] with the name of the variable.
    pub fn secrets(&self) -> Result<Secrets, Error> {
        let of = |variable: &String| match std::env::var(variable) {
            Ok(value) if !value.trim().is_empty() => Ok(Secret(value.trim().to_owned())),
            _ => Err(Error::MissingSecret(variable.clone())),
        };
        let or_empty = |secret: Option<Result<Secret, Error>>| secret.unwrap_or_else(|| Ok(Secret(String::new())));
        let webhook = self.webhook.as_ref();
        let password = self.email.as_ref().and_then(|email| email.password_env.as_ref());
        Ok(Secrets {
            slack: or_empty(self.slack.as_ref().map(|slack| of(&slack.url_env)))?,
            pagerduty: or_empty(self.pagerduty.as_ref().map(|pagerduty| of(&pagerduty.routing_key_env)))?,
            webhook: or_empty(webhook.and_then(|webhook| webhook.url_env.as_ref()).map(of))?,
            token: webhook.and_then(|webhook| webhook.token_env.as_ref()).map(of).transpose()?,
            password: password.map(of).transpose()?,
        })
    }

    /// Sends a message to one target, in up to three tries.
    ///
    /// # Errors
    /// Why it was not delivered, without any secret.
    pub fn send(&self, target: Target, message: &Message, secrets: &Secrets) -> Result<(), String> {
        let body = self.body(target, message, secrets);
        let timeout = self.timeout.as_ref().map_or(PATIENCE, |timeout| Duration::from_micros(timeout.micros as u64));
        let post = |url: &str, token: Option<&Secret>| http::post(url, token, &message.key, &body, timeout);
        let sent = match target {
            Target::Slack => post(secrets.slack.reveal(), None),
            Target::PagerDuty => {
                let url = self.pagerduty.as_ref().and_then(|pagerduty| pagerduty.url.as_deref());
                post(url.unwrap_or(PAGERDUTY), None)
            }
            Target::Webhook => {
                let url = self.webhook.as_ref().and_then(|webhook| webhook.url.as_deref());
                post(url.unwrap_or(secrets.webhook.reveal()), secrets.token.as_ref())
            }
            Target::Email => match &self.email {
                Some(email) => email::send(email, message, secrets.password.as_ref(), timeout),
                None => Ok(()),
            },
        };
        sent.map_err(|why| secrets.hide(&why))
    }

    /// What is sent, as text.
    pub fn body(&self, target: Target, message: &Message, secrets: &Secrets) -> String {
        match target {
            Target::Slack => message.slack().to_string(),
            Target::PagerDuty => message.pagerduty(secrets.pagerduty.reveal()).to_string(),
            Target::Webhook => message.webhook().to_string(),
            Target::Email => message.email(),
        }
    }
}

impl Secrets {
    fn hide(&self, text: &str) -> String {
        let all = [
            Some(&self.slack),
            Some(&self.pagerduty),
            Some(&self.webhook),
            self.token.as_ref(),
            self.password.as_ref(),
        ];
        all.into_iter().flatten().fold(text.to_owned(), |text, secret| secret.hide(&text))
    }
}
