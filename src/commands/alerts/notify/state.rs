//! What the targets have been told, in a file between two runs.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::message::Event;
use super::plan::Dispatch;
use crate::commands::atomic;
use crate::error::Error;
use crate::report::utc_time;

const SCHEMA_VERSION: u32 = 1;

/// By key of the messages: what fires as far as anybody was told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    schema_version: u32,
    pub firing: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub rule: String,
    pub group: Option<String>,
    pub since: String,
    /// By target.
    pub told: BTreeMap<String, Told>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub verdict: String,
    pub at: String,
}

impl Default for State {
    fn default() -> State {
        State { schema_version: SCHEMA_VERSION, firing: BTreeMap::new() }
    }
}

/// Keeps a second run from telling the same at the same time.
///
/// # Errors
/// [`Error::State`] while another run holds it.
pub fn lock(path: &Path) -> Result<File, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!("{name}.lock"));
    let file = File::create(&beside).map_err(|source| Error::WriteFile { path: beside.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(fault(path, "another run is using it")),
        Err(TryLockError::Error(source)) => Err(Error::WriteFile { path: beside, source }),
    }
}

fn fault(path: &Path, what: &str) -> Error {
    Error::State { path: path.to_owned(), what: what.to_owned() }
}

impl State {
    /// # Errors
    /// A file that is there and is no state of this version.
    pub fn read(path: &Path) -> Result<State, Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
        };
        let state: State = serde_json::from_str(&text).map_err(|error| fault(path, &error.to_string()))?;
        match state.schema_version {
            SCHEMA_VERSION => Ok(state),
            other => Err(fault(path, &format!("it is of version {other}, and this program writes {SCHEMA_VERSION}"))),
        }
    }

    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| fault(path, &error.to_string()))?;
        text.push(b'\n');
        atomic::write(path, &text)
    }

    /// Forgets what targets were told that are there no more.
    pub fn keep_told(&mut self, is_there: impl Fn(&str) -> bool) {
        self.firing.values_mut().for_each(|entry| entry.told.retain(|target, _| is_there(target)));
        self.firing.retain(|_, entry| !entry.told.is_empty());
    }

    /// Remembers that a message was sent.
    pub fn tell(&mut self, dispatch: &Dispatch<'_>, now: i64) {
        let message = &dispatch.message;
        let target = dispatch.target.name.clone();
        if message.event == Event::Resolved {
            if let Some(entry) = self.firing.get_mut(&message.key) {
                entry.told.remove(&target);
                if entry.told.is_empty() {
                    self.firing.remove(&message.key);
                }
            }
            return;
        }
        let entry = self.firing.entry(message.key.clone()).or_insert_with(|| Entry {
            rule: message.rule.clone(),
            group: message.group.clone(),
            since: message.since.clone(),
            told: BTreeMap::new(),
        });
        entry.told.insert(target, Told { verdict: message.verdict.to_owned(), at: utc_time(now) });
    }
}

impl Entry {
    pub fn told(&self, target: &str) -> Option<&Told> {
        self.told.get(target)
    }
}

impl Told {
    /// When, in microseconds; long ago where the file says nothing that is a time.
    pub fn micros(&self) -> i64 {
        DateTime::parse_from_rfc3339(&self.at).map_or(i64::MIN, |time| time.timestamp_micros())
    }
}
