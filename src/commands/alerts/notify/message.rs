//! What is said, and how each kind of target wants to hear it.

use serde_json::{Value as Json, json};

use crate::commands::alerts::rules::Severity;
use crate::report::escape_controls;

/// PagerDuty takes no longer summary.
const LONGEST_SUMMARY: usize = 1024;

/// What has become of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Firing,
    StillFiring,
    Resolved,
}

impl Event {
    pub fn name(self) -> &'static str {
        match self {
            Event::Firing => "firing",
            Event::StillFiring => "still_firing",
            Event::Resolved => "resolved",
        }
    }
}

/// All that a message can say of a rule and a group.
#[derive(Debug, Clone)]
pub struct Message {
    pub event: Event,
    /// The same for all messages about one rule and one group, so that a receiver can tell a repeat.
    pub key: String,
    pub source: String,
    pub rule: String,
    pub group: Option<String>,
    /// `ok` where it is resolved.
    pub verdict: &'static str,
    pub severity: Severity,
    /// For people: one line.
    pub text: String,
    /// When it began to fire, and when this was found; RFC 3339.
    pub since: String,
    pub at: String,
    /// The rule's figures, as in a row of the report; empty where the rule is gone.
    pub details: Json,
}

impl Message {
    /// An incoming webhook's payload. `&`, `<` and `>` are Slack's own marks.
    pub fn slack(&self) -> Json {
        let escaped = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        json!({"text": format!("{} {escaped}", self.mark())})
    }

    /// An event of PagerDuty's Events API v2.
    pub fn pagerduty(&self, routing_key: &str) -> Json {
        if self.event == Event::Resolved {
            return json!({"routing_key": routing_key, "event_action": "resolve", "dedup_key": self.key});
        }
        let summary: String = self.text.chars().take(LONGEST_SUMMARY).collect();
        json!({
            "routing_key": routing_key,
            "event_action": "trigger",
            "dedup_key": self.key,
            "client": "llmobs",
            "payload": {
                "summary": summary,
                "source": self.source,
                "severity": self.severity.name(),
                "timestamp": self.at,
                "component": self.rule,
                "group": self.group,
                "custom_details": self.details,
            },
        })
    }

    /// The document of the generic webhook: its keys are documented.
    pub fn webhook(&self) -> Json {
        let mut all = json!({
            "schema_version": 1,
            "event": self.event.name(),
            "dedup_key": self.key,
            "source": self.source,
            "rule": self.rule,
            "group": self.group,
            "verdict": self.verdict,
            "severity": self.severity.name(),
            "message": self.text,
            "since": self.since,
            "at": self.at,
        });
        if let (Some(all), Some(details)) = (all.as_object_mut(), self.details.as_object()) {
            all.extend(details.clone());
        }
        all
    }

    pub fn subject(&self) -> String {
        let group = self.group.as_ref().map(|group| format!(" ({group})")).unwrap_or_default();
        escape_controls(&format!("[{}] {} {}{group}", self.source, self.mark(), self.rule)).into_owned()
    }

    pub fn email(&self) -> String {
        let details = self.details.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let lines =
            details.map(|(key, value)| format!("{key}: {}", value.as_str().map_or(value.to_string(), str::to_owned)));
        let lines: Vec<String> = lines.collect();
        format!("{}\r\n\r\nsince: {}\r\nat: {}\r\n{}\r\n", self.text, self.since, self.at, lines.join("\r\n"))
    }

    fn mark(&self) -> &'static str {
        match (self.event, self.severity) {
            (Event::Resolved, _) => "RESOLVED",
            (_, Severity::Critical) => "CRITICAL",
            (_, Severity::Warning) => "WARNING",
        }
    }
}
