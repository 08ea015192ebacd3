//! Messages about what fires, to where a rules file says, each of them once.
//!
//! `target` is where to and `file` reads it, `plan` decides what is to be said, `message` says it, `http` and `email` carry it, `trust` says why
//! a server is not trusted with it, `retry` tries three times, `state` remembers across runs.

mod email;
mod file;
mod http;
mod message;
mod plan;
mod retry;
mod state;
mod target;
mod trust;

use std::path::Path;

pub use file::read as read_targets;
pub use plan::Moment;
pub use target::Targets;

use super::check::Finding;
use crate::commands::present::{dimension, measure};
use crate::error::Error;
use crate::report::{Row, Section, Unit, Value};
use plan::Dispatch;
use state::State;
use target::Secrets;

/// What was sent, or would be, for the report; and the failures, one sentence each.
pub struct Delivery {
    pub section: Section,
    pub failures: Vec<String>,
}

/// Sends what the targets have not been told yet, and remembers in `state` what they have. With `is_dry` nothing is
/// sent and nothing remembered.
///
/// # Errors
/// No target, a secret that is not in the environment, a state file that cannot be used. That a message could not be
/// delivered is no error here, so that all others are.
pub fn deliver(
    targets: &Targets,
    findings: &[Finding<'_>],
    moment: Moment,
    state: Option<&Path>,
    is_dry: bool,
) -> Result<Delivery, Error> {
    if targets.all.is_empty() {
        return Err(Error::NoTargets);
    }
    let secrets = if is_dry { Secrets::default() } else { targets.secrets()? };
    let _lock = state.filter(|_| !is_dry).map(state::lock).transpose()?;
    let mut known = state.map(State::read).transpose()?.unwrap_or_default();
    known.keep_told(|target| targets.all.iter().any(|known| known.name == target));
    let dispatches = plan::plan(targets, findings, &known, moment);
    let (mut rows, mut failures) = (Vec::with_capacity(dispatches.len()), Vec::new());
    for dispatch in &dispatches {
        let outcome = match is_dry {
            true => "would be sent".to_owned(),
            false => match dispatch.target.send(&dispatch.message, &secrets, targets.timeout()) {
                Ok(()) => "sent".to_owned(),
                Err(why) => {
                    failures.push(format!("{}: {why}", dispatch.target.name));
                    format!("failed: {why}")
                }
            },
        };
        if outcome == "sent" {
            known.tell(dispatch, moment.now);
            // After every message, so that a crash can repeat but one of them.
            state.map(|path| known.write(path)).transpose()?;
        }
        rows.push(row(dispatch, &outcome, &dispatch.target.body(&dispatch.message, &Secrets::default())));
    }
    Ok(Delivery { section: section(rows), failures })
}

fn section(rows: Vec<Row>) -> Section {
    let columns = vec![
        dimension("target"),
        dimension("event"),
        measure("rule", Unit::Text),
        measure("group", Unit::Text),
        measure("outcome", Unit::Text),
        measure("message", Unit::Text),
        measure("body", Unit::Text),
    ];
    Section { name: "notifications".into(), columns, rows, view: crate::report::View::Table }
}

fn row(dispatch: &Dispatch<'_>, outcome: &str, body: &str) -> Row {
    let message = &dispatch.message;
    let text = |text: &str| Value::Text(text.to_owned());
    let values = vec![
        text(&dispatch.target.name),
        text(message.event.name()),
        text(&message.rule),
        message.group.as_deref().map_or(Value::Null, text),
        text(outcome),
        text(&message.text),
        text(body),
    ];
    Row { values, other_groups: None }
}
