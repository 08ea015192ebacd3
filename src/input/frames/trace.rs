//! What a document of Langfuse says of the trace that all its observations are of: in a member `trace`, before or behind them,
//! or in members of its own, as the API gives a single trace [K].

use serde_json::{Map, Value};

use crate::input::mended::mended;

/// The key of a trace's records.
pub const OBSERVATIONS: &str = "observations";
/// What a trace says of all its observations; a longer member is a text that nobody asks for.
const LONGEST_MEMBER: usize = 200;
/// Observations that wait for what is said behind them; beyond so many bytes they go without it.
const MOST_HELD: usize = 1 << 26;

/// A trace's own members, and the records that wait for them.
#[derive(Debug, Clone)]
pub struct Trace {
    /// As JSON, as the first member of every record; empty where there is none.
    members: Vec<u8>,
    /// Records, each behind its length.
    held: Vec<Vec<u8>>,
    held_bytes: usize,
    /// How many bytes of them may wait.
    pub most_held: usize,
    is_awaited: bool,
    /// Whether those of this trace went without what is said behind them.
    is_lost: bool,
    /// How many went without.
    pub parted: u64,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace {
            members: Vec::new(),
            held: Vec::new(),
            held_bytes: 0,
            most_held: MOST_HELD,
            is_awaited: false,
            is_lost: false,
            parted: 0,
        }
    }
}

impl Trace {
    /// Whether there may be more to know of the trace.
    pub fn is_awaited(&self) -> bool {
        self.is_awaited
    }

    /// Observations begin, behind what there is of their envelope so far.
    pub fn begin(&mut self, envelope: &[u8]) {
        let members = members(envelope);
        // These are all that anybody asks for.
        let is_known = members.as_ref().is_some_and(|(members, is_own)| {
            *is_own || ["userId", "sessionId"].iter().all(|key| members.contains_key(*key))
        });
        self.is_awaited = !is_known;
        if is_known {
            self.know(members);
        }
    }

    fn know(&mut self, members: Option<(Map<String, Value>, bool)>) {
        let members = members.map(|(members, _)| members).filter(|members| !members.is_empty());
        self.members = members.and_then(|members| serde_json::to_vec(&members).ok()).unwrap_or_default();
    }

    /// Gives a record, now or once the trace is known.
    pub fn give(&mut self, record: &[u8], give: &mut impl FnMut(&[u8])) {
        if !self.is_awaited {
            self.parted += u64::from(self.is_lost);
            return self.give_now(record, give);
        }
        self.held_bytes += record.len();
        self.held.push(record.to_vec());
        if self.held_bytes > self.most_held {
            (self.is_awaited, self.is_lost) = (false, true);
            self.parted += self.held.len() as u64;
            self.release(give);
        }
    }

    fn give_now(&self, record: &[u8], give: &mut impl FnMut(&[u8])) {
        let inside = record.strip_prefix(b"{").filter(|rest| rest.trim_ascii_start().starts_with(b"\""));
        match inside.filter(|_| !self.members.is_empty()) {
            Some(rest) => give(&[b"{\"trace\":", self.members.as_slice(), b",", rest].concat()),
            None => give(record),
        }
    }

    fn release(&mut self, give: &mut impl FnMut(&[u8])) {
        self.held_bytes = 0;
        std::mem::take(&mut self.held).iter().for_each(|record| self.give_now(record, give));
    }

    /// The envelope has ended: gives what waits.
    pub fn end(&mut self, envelope: &[u8], give: &mut impl FnMut(&[u8])) {
        if std::mem::take(&mut self.is_awaited) {
            self.know(members(envelope));
            self.release(give);
        }
        self.members.clear();
        self.is_lost = false;
    }
}

/// The short members of a trace, and whether they stand in a member of their own.
fn members(envelope: &[u8]) -> Option<(Map<String, Value>, bool)> {
    let Value::Object(mut members) = mended(envelope)? else { return None };
    let trace = match members.remove("trace") {
        Some(Value::Object(trace)) => Some(trace),
        _ => None,
    };
    let is_own = trace.is_some();
    let mut members = trace.unwrap_or(members);
    members.retain(|key, value| key != OBSERVATIONS && value.to_string().len() <= LONGEST_MEMBER);
    Some((members, is_own))
}
