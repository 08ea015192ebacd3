//! The records behind a damaged one on the same line.
//!
//! The next record is the next place that begins as records here begin, where an object ends and parses, and behind which
//! another one stands, or nothing that speaks against it: a list inside the damaged record looks the same at first, but what
//! is behind it belongs to no array. Every record is parsed once, so that it takes no longer where much is damaged.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{ARRAYS, Cutter, spans};

/// How often as much as the damaged text may be read in vain: what does not end where it should is read up to the end of
/// everything. From then on a record is read no farther than [`USUAL_LENGTH`], for as much again.
const MOST_REREADS: usize = 16;
const USUAL_LENGTH: usize = 1 << 16;

/// What was found in a text.
#[derive(Debug)]
pub struct Mended {
    /// Damaged records and good ones, in their order.
    pub records: Vec<Range<usize>>,
    /// Those of other envelopes behind them.
    pub others: Vec<Vec<u8>>,
}

/// From the brace of an object up to its first key.
pub fn beginning(record: &[u8]) -> Option<&[u8]> {
    let inside = record.strip_prefix(b"{")?;
    let quote = inside.iter().position(|byte| !byte.is_ascii_whitespace()).filter(|at| inside[*at] == b'"')?;
    let end = memchr(b'"', &inside[quote + 1..])?;
    Some(&record[..quote + end + 3])
}

/// How the records behind a damaged one begin, as far as it tells: like itself, like the first of all, or in any way.
fn likely<'r>(record: &'r [u8], usual: &'r [u8]) -> &'r [u8] {
    beginning(record).unwrap_or(if usual.is_empty() { b"{\"" } else { usual })
}

/// Whether a record that ends where it should is damaged, and another one, which begins as itself or as `usual`, stands in it
/// where none may.
pub fn has_swallowed(record: &[u8], usual: &[u8]) -> bool {
    let mut others = memmem::find_iter(&record[1..], likely(record, usual)).map(|at| at + 1);
    others.any(|at| !is_value(record, at)) && serde_json::from_slice::<IgnoredAny>(record).is_err()
}

/// Whether what begins at a place is the value of a key, or the first of a list.
fn is_value(text: &[u8], at: usize) -> bool {
    matches!(text[..at].trim_ascii_end().last(), Some(b':' | b'['))
}

/// Whether an object has a key under which envelopes hold their records.
fn is_envelope(object: &[u8]) -> bool {
    let members: Result<BTreeMap<String, IgnoredAny>, _> = serde_json::from_slice(object);
    let holds = |path: &&str| {
        let key = path.split('.').next().unwrap_or(path);
        members.as_ref().is_ok_and(|members| members.contains_key(key))
    };
    ARRAYS[1..].iter().any(holds)
}

impl Cutter {
    /// Finds the records in a text that begins with a damaged one and behind which `depth` containers are open.
    pub(super) fn mend(&self, text: &[u8], depth: usize) -> Mended {
        if spans::is_trace(text) {
            return Mended { records: spans::traces(text, &self.usual), others: Vec::new() };
        }
        let own = likely(text, &self.usual);
        let begins =
            |at: &usize| [own, &self.usual].iter().any(|start| !start.is_empty() && text[*at..].starts_with(start));
        let mut starts = memchr_iter(b'{', text).filter(|at| *at > 0).filter(begins).peekable();
        let mut search = Search::new(text);
        let (mut records, mut damaged, mut others) = (Vec::new(), 0, Vec::new());
        while let Some(start) = starts.next() {
            let run = search.run(start);
            let is_inside = |first: &Range<usize>| self.unit.is_nested() && !is_envelope(&text[first.clone()]);
            let end = run.last().map(|last| last.end);
            if run.first().is_some_and(is_inside) {
                // What is damaged holds it, and is taken apart as a whole.
                while starts.next_if(|at| end.is_some_and(|end| *at < end)).is_some() {}
                continue;
            }
            let Some(end) = end else {
                // Another damaged one, as far as one can tell.
                if !is_value(text, start) && !self.unit.is_nested() {
                    records.push(std::mem::replace(&mut damaged, start)..start);
                }
                continue;
            };
            while starts.next_if(|at| *at < end).is_some() {}
            let Some(behind) = self.behind(&search, &run, depth) else { continue };
            if damaged < start {
                records.push(damaged..start);
            }
            records.extend(run);
            match behind {
                Behind::Damage(at) => damaged = at,
                Behind::End(more) => {
                    (damaged, others) = (text.len(), more);
                    break;
                }
            }
        }
        if damaged < text.len() {
            records.push(damaged..text.len());
        }
        Mended { records, others }
    }

    /// What is behind records; `None` where it tells that they are not those of this document.
    fn behind(&self, search: &Search<'_>, run: &[Range<usize>], depth: usize) -> Option<Behind> {
        let end = run.last()?.end;
        let next = search.next(end);
        let around = self.around.unwrap_or(0);
        match search.text.get(next) {
            None => (depth == around).then(|| Behind::End(Vec::new())),
            Some(b'{') => Some(Behind::Damage(next)),
            Some(b']' | b'}') => self.rest(&search.text[next..], depth).map(Behind::End),
            // Behind a single object it is rather the next key of the object that this one is in.
            Some(_) => (run.len() > 1).then_some(Behind::Damage(next)),
        }
    }

    /// The records in the rest of a text that begins behind those of this document, if it ends as it should.
    fn rest(&self, rest: &[u8], depth: usize) -> Option<Vec<Vec<u8>>> {
        let around = self.around.unwrap_or(0);
        if self.is_trial || !ends(self.open.get(..around)?, rest) {
            return None;
        }
        let mut cutter = Cutter {
            open: self.open.clone(),
            around: self.around,
            has_records: self.has_records,
            usual: self.usual.clone(),
            is_trial: true,
            ..Cutter::new(self.unit)
        };
        let mut records = Vec::new();
        cutter.push(rest, &mut |record| records.push(record.to_vec()));
        // The last one may be damaged as well.
        let open = if cutter.in_record { cutter.around.unwrap_or(0) } else { cutter.open.len() };
        records.extend(cutter.in_record.then_some(cutter.record));
        (open == depth && records.iter().all(|record| record[0] == b'{')).then_some(records)
    }
}

/// Whether a text closes what is open, and nothing follows but another document.
fn ends(open: &[(bool, String)], text: &[u8]) -> bool {
    let mut open: Vec<bool> = open.iter().map(|(is_object, _)| *is_object).collect();
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => open.push(*byte == b'{'),
            b'}' | b']' if open.pop() != Some(*byte == b'}') => return false,
            b'}' | b']' if open.is_empty() => {
                return matches!(text[at + 1..].trim_ascii_start().first(), None | Some(b'{' | b'['));
            }
            _ => {}
        }
    }
    false
}

/// What is behind records.
enum Behind {
    /// Another damaged one.
    Damage(usize),
    /// The end of the text, with the records of other envelopes before it.
    End(Vec<Vec<u8>>),
}

/// A damaged text, and how much has been tried.
pub struct Search<'t> {
    text: &'t [u8],
    /// Bytes that were read in vain.
    rereads: usize,
}

impl<'t> Search<'t> {
    pub fn new(text: &'t [u8]) -> Search<'t> {
        Search { text, rereads: 0 }
    }

    /// The objects from `start` on, one behind the other, up to the first that is none.
    fn run(&mut self, start: usize) -> Vec<Range<usize>> {
        let mut records: Vec<Range<usize>> = Vec::new();
        let mut at = start;
        while self.text.get(at) == Some(&b'{') {
            let Some(end) = self.object::<IgnoredAny>(at) else { break };
            records.push(at..end);
            at = self.next(end);
        }
        records
    }

    /// Where the object that begins at `start` ends, if it is one, and such a one.
    pub fn object<T: Deserialize<'t>>(&mut self, start: usize) -> Option<usize> {
        let most = MOST_REREADS.saturating_mul(self.text.len());
        let reach = match self.rereads {
            read if read > 2 * most => return None,
            read if read > most => self.text.len().min(start + USUAL_LENGTH),
            _ => self.text.len(),
        };
        let mut values = serde_json::Deserializer::from_slice(&self.text[start..reach]).into_iter::<T>();
        match values.next()? {
            Ok(_) => Some(start + values.byte_offset()),
            Err(error) => {
                // There are no lines in a record.
                self.rereads += error.column();
                None
            }
        }
    }

    /// The next place from `at` on that is neither blank nor a comma.
    pub fn next(&self, at: usize) -> usize {
        let is_between = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b',';
        at + self.text[at..].iter().take_while(is_between).count()
    }
}
