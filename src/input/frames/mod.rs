//! Records that do not stand on lines of their own: in an array, in an envelope around one, one object behind the other,
//! or spread over many lines. Cut into lines on the way in, as a stream.
//!
//! A damaged record costs itself alone wherever the next one can be told: a line that begins as records begin here starts
//! one, whatever is still open, and on one line `mend` looks for it. `trace` keeps what a document says of all its records,
//! `spans` finds what is whole in a damaged trace of Jaeger's.

mod mend;
mod spans;
mod trace;

use memchr::{memchr, memchr2};

use mend::Mended;
use spans::Brackets;
pub use spans::whole_spans;
pub use trace::OBSERVATIONS;
use trace::Trace;

/// The paths at which an envelope holds its records.
pub const ARRAYS: [&str; 12] = [
    "",
    "data",
    "runs",
    "observations",
    "hits.hits",
    "events",
    "logEvents",
    "post",
    "patch",
    "requests",
    "records",
    "results",
];

/// What of a document is a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Every object at the top, and every element of an array there.
    Object,
    /// Every element of the arrays that envelopes have; an object that holds none of those is one itself.
    Element,
    /// The same of every element of an array at the top: each is an envelope, or a record.
    Envelope,
    /// The same of every element of the arrays that envelopes have: each is a trace with its observations, or a record.
    Trace,
}

impl Unit {
    /// Whether what is cut out of a document may hold records rather than be one.
    fn is_nested(self) -> bool {
        matches!(self, Unit::Envelope | Unit::Trace)
    }
}

/// Cuts a document, given piece by piece.
#[derive(Debug, Clone)]
pub struct Cutter {
    unit: Unit,
    /// The containers around this place, outermost first: whether each is an object, and its key.
    open: Vec<(bool, String)>,
    /// How many of them are around a record; `None` outside of those.
    around: Option<usize>,
    record: Vec<u8>,
    in_record: bool,
    brackets: Brackets,
    /// Whether records are traces of Jaeger's, as the first of them tells.
    holds_spans: Option<bool>,
    /// How far the line is indented that the record begins; `None` if it begins behind something else.
    record_indent: Option<usize>,
    /// How many blanks there are in this line so far; `None` once there is something else.
    indent: Option<usize>,
    in_string: bool,
    is_escaped: bool,
    /// The last string outside of records, which may be a key.
    string: Vec<u8>,
    key: String,
    /// What an envelope holds beside its records, and whether it has had a place for records.
    envelope: Vec<u8>,
    has_records: bool,
    trace: Trace,
    /// How the first record begins, up to its first key.
    usual: Vec<u8>,
    /// Whether this only tries how a text would come out.
    is_trial: bool,
}

impl Cutter {
    pub fn new(unit: Unit) -> Cutter {
        Cutter {
            unit,
            open: Vec::new(),
            around: None,
            record: Vec::new(),
            in_record: false,
            brackets: Brackets::Match,
            holds_spans: None,
            record_indent: None,
            indent: Some(0),
            in_string: false,
            is_escaped: false,
            string: Vec::new(),
            key: String::new(),
            envelope: Vec::new(),
            has_records: false,
            trace: Trace::default(),
            usual: Vec::new(),
            is_trial: false,
        }
    }

    /// Gives every record that ends in `bytes`, as a line without its end.
    pub fn push(&mut self, mut bytes: &[u8], give: &mut impl FnMut(&[u8])) {
        while let Some(byte) = bytes.first() {
            bytes = match (self.in_string, self.in_record) {
                (true, _) => self.string(bytes),
                (false, true) if is_plain(*byte) => self.plain(bytes),
                (false, _) => {
                    self.byte(*byte, give);
                    &bytes[1..]
                }
            };
        }
    }

    /// Gives what is left, a record that does not end or an envelope without a place for records; whether the document
    /// was cut off.
    pub fn finish(&mut self, give: &mut impl FnMut(&[u8])) -> bool {
        let is_cut_off = self.in_record || !self.open.is_empty();
        if self.in_record {
            self.end_damaged(0, give);
        } else if let Some((is_object, _)) = self.open.first().filter(|_| self.has_records || self.around.is_some()) {
            // It was cut off between two records, and nobody knows how many are missing.
            give(if *is_object { b"{" } else { b"[" });
        }
        self.end_envelope(give);
        is_cut_off
    }

    /// Gives a record that does not end here as it should, with `depth` containers open, and those behind its damage.
    fn end_damaged(&mut self, depth: usize, give: &mut impl FnMut(&[u8])) {
        self.open.truncate(self.around.unwrap_or(0));
        self.end(Some(depth), give);
    }

    /// Takes what belongs to a string from the front of `bytes`.
    fn string<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let end = match self.is_escaped {
            true => 1,
            false => memchr2(b'"', b'\\', bytes).map_or(bytes.len(), |at| at + 1),
        };
        // No string goes beyond a line: a quote is missing, which shall cost no more than this record.
        let line = memchr(b'\n', &bytes[..end]);
        let (taken, rest) = bytes.split_at(line.map_or(end, |at| at + 1));
        let was_escaped = std::mem::take(&mut self.is_escaped);
        match taken.last() {
            Some(b'\n') => (self.in_string, self.indent) = (false, Some(0)),
            Some(b'"') if !was_escaped => self.in_string = false,
            Some(b'\\') if !was_escaped => self.is_escaped = true,
            _ => {}
        }
        if !self.in_record {
            self.string.extend_from_slice(taken);
        }
        match taken.strip_suffix(b"\n") {
            // A string that goes on is a fault, and stays one.
            Some(taken) => [taken, b"\r"].into_iter().for_each(|part| self.keep(part)),
            None => self.keep(taken),
        }
        rest
    }

    /// Takes what changes nothing inside of a record from the front of `bytes`.
    fn plain<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let end = bytes.iter().position(|byte| !is_plain(*byte)).unwrap_or(bytes.len());
        let (taken, rest) = bytes.split_at(end);
        self.indent = match self.indent {
            Some(blanks) if taken.iter().all(|byte| matches!(byte, b' ' | b'\t')) => Some(blanks + end),
            _ => None,
        };
        self.record.extend_from_slice(taken);
        rest
    }

    /// Keeps bytes where they belong; a line end becomes a blank.
    fn keep(&mut self, bytes: &[u8]) {
        let is_between = self.around == Some(self.open.len()) && !matches!(bytes, b"[" | b"]");
        let is_unwanted = self.open.is_empty() || self.has_records && (is_between || !self.trace.is_awaited());
        if !self.in_record && is_unwanted {
            return;
        }
        let place = if self.in_record { &mut self.record } else { &mut self.envelope };
        place.extend_from_slice(bytes);
        if let Some(end) = place.last_mut().filter(|end| **end == b'\n') {
            *end = b' ';
        }
    }

    fn byte(&mut self, byte: u8, give: &mut impl FnMut(&[u8])) {
        if byte == b'{' {
            self.resume(give);
        }
        let begins = self.is_between_records() && !is_between(byte);
        if begins && !(self.is_envelope(byte) && self.around != Some(self.open.len())) {
            (self.in_record, self.record_indent) = (true, self.indent);
            self.around = Some(self.open.len());
        }
        let indent = self.indent;
        self.indent = match (byte, indent) {
            (b'\n', _) => Some(0),
            (b' ' | b'\t', Some(blanks)) => Some(blanks + 1),
            _ => None,
        };
        match byte {
            b'"' => {
                self.in_string = true;
                self.string.clear();
            }
            b':' if !self.in_record => {
                let key = self.string.strip_suffix(b"\"").unwrap_or(&self.string);
                self.key = String::from_utf8_lossy(key).into_owned();
            }
            b'{' | b'[' | b'}' | b']' if self.brackets == Brackets::Astray => {}
            b'{' | b'[' => self.enter(byte),
            b'}' | b']' => return self.leave(byte, indent, give),
            b',' if self.in_record && self.around == Some(self.open.len()) => return self.end_record(give),
            _ => {}
        }
        // A carriage return is a blank here; in a string it is a fault, and stays one.
        self.keep(&[if byte == b'\r' { b' ' } else { byte }]);
    }

    /// How many records were given since this was asked last without what their trace says of its user and its session.
    pub fn take_parted(&mut self) -> u64 {
        std::mem::take(&mut self.trace.parted)
    }

    /// At a brace: gives up what is open, if a line begins here as records or envelopes do.
    fn resume(&mut self, give: &mut impl FnMut(&[u8])) {
        if self.in_record && self.around == Some(self.open.len()) {
            // Something that is no object stands before one.
            return self.end_record(give);
        }
        let Some(indent) = self.indent else { return };
        let is_place = self.around == Some(self.open.len());
        if self.in_record && self.record_indent == Some(indent) {
            self.end_damaged(self.around.unwrap_or(0), give);
        } else if indent == 0 && !self.open.is_empty() && !is_place {
            if self.in_record {
                self.end_damaged(0, give);
            }
            self.open.clear();
            self.around = None;
            self.end_envelope(give);
        }
    }

    /// Whether this place is one where a record may begin.
    fn is_between_records(&self) -> bool {
        !self.in_record && (self.around == Some(self.open.len()) || self.open.is_empty())
    }

    /// Whether what begins here at the top may hold records.
    fn is_envelope(&self, byte: u8) -> bool {
        byte == b'[' || byte == b'{' && self.open.is_empty() && matches!(self.unit, Unit::Element | Unit::Trace)
    }

    fn enter(&mut self, byte: u8) {
        let key = std::mem::take(&mut self.key);
        // Only a member of an object has a key; one from before is none of it.
        let has_key = !self.in_record && self.open.last().is_some_and(|(is_object, _)| *is_object);
        let key = if has_key { key } else { String::new() };
        self.open.push((byte == b'{', key));
        if !self.in_record && byte == b'[' && self.is_records() {
            self.around = Some(self.open.len());
            self.has_records = true;
            if self.open.len() == 2 && self.open[1].1 == trace::OBSERVATIONS {
                self.trace.begin(&self.envelope);
            }
        }
    }

    /// Whether the array that has just been entered holds records.
    fn is_records(&self) -> bool {
        let keys: Vec<&str> = self.open.iter().map(|(_, key)| key.as_str()).filter(|key| !key.is_empty()).collect();
        match self.unit {
            Unit::Object | Unit::Envelope => self.open.len() == 1,
            Unit::Element | Unit::Trace => {
                let arrays = self.open.iter().filter(|(is_object, _)| !is_object).count();
                arrays == 1 && ARRAYS.contains(&keys.join(".").as_str())
            }
        }
    }

    /// At a bracket that closes something, behind so many blanks.
    fn leave(&mut self, byte: u8, indent: Option<usize>, give: &mut impl FnMut(&[u8])) {
        let around = self.around.unwrap_or(0);
        if self.in_record {
            // What closes something further out closes what is open in it.
            let is_own = |(is_object, _): &(bool, String)| *is_object == (byte == b'}');
            let closed = self.open[around..].iter().rposition(is_own);
            if self.goes_astray(byte, closed, indent) {
                return self.record.push(byte);
            }
            if let Some(closed) = closed {
                self.open.truncate(around + closed);
                self.record.push(byte);
                if closed == 0 && self.record.first() == Some(&b'{') {
                    self.end_record(give);
                }
                return;
            }
            // The array ends, and its last element with it.
            match self.open.len() == around {
                true => self.end_record(give),
                false => self.end_damaged(around, give),
            }
        }
        if self.open.last().is_none_or(|(is_object, _)| *is_object != (byte == b'}')) {
            // It closes nothing, and would close what the next records are in.
            return give(&[byte]);
        }
        self.keep(&[byte]);
        if self.around == Some(self.open.len()) {
            self.around = None;
        }
        self.open.pop();
        if self.open.is_empty() {
            self.end_envelope(give);
        }
    }

    fn end_record(&mut self, give: &mut impl FnMut(&[u8])) {
        // Of a trace it is known already; its spans begin as it does.
        let is_damaged = self.holds_spans != Some(true) && mend::has_swallowed(&self.record, &self.usual);
        self.end(is_damaged.then_some(self.open.len()), give);
    }

    /// Gives what was read as one record; of a damaged one also those that follow in it, by how many containers are open
    /// behind it.
    fn end(&mut self, damaged: Option<usize>, give: &mut impl FnMut(&[u8])) {
        let mut text = std::mem::take(&mut self.record);
        match damaged {
            None => self.give(&text, give),
            Some(depth) => {
                let Mended { records, others } = self.mend(&text, depth);
                records.into_iter().for_each(|range| self.give(&text[range], give));
                others.iter().for_each(|record| give(record));
            }
        }
        if self.usual.is_empty() {
            self.usual = mend::beginning(&text).unwrap_or_default().to_vec();
        }
        text.clear();
        (self.record, self.in_record, self.brackets) = (text, false, Brackets::Match);
        if self.open.is_empty() {
            self.around = None;
        }
    }

    /// Gives a record with all that belongs to it.
    fn give(&mut self, record: &[u8], give: &mut impl FnMut(&[u8])) {
        let record = record.trim_ascii();
        if record.is_empty() {
            return;
        }
        match self.unit.is_nested() {
            true => self.give_inner(record, give),
            false => self.trace.give(record, give),
        }
    }

    /// Gives the records of what may hold some.
    fn give_inner(&mut self, envelope: &[u8], give: &mut impl FnMut(&[u8])) {
        let mut inner = Cutter::new(Unit::Element);
        inner.trace.most_held = self.trace.most_held;
        // By reference, or each cutter would be one of a type of its own.
        let mut give: &mut dyn FnMut(&[u8]) = give;
        // Behind a damaged one stands what parts it from the next.
        inner.push(envelope.strip_suffix(b",").unwrap_or(envelope), &mut give);
        inner.finish(&mut give);
        self.trace.parted += inner.trace.parted;
    }

    /// Gives an object that turned out to be no envelope.
    fn end_envelope(&mut self, give: &mut impl FnMut(&[u8])) {
        if !std::mem::take(&mut self.has_records) && self.envelope.first() == Some(&b'{') {
            let record = std::mem::take(&mut self.envelope);
            self.give(&record, give);
        }
        self.trace.end(&self.envelope, give);
        self.envelope.clear();
    }
}

/// Whether a byte outside of strings changes nothing inside of a record.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b'\n' | b'\r')
}

/// Whether a byte may stand between records and is of none: blanks, what ends the last one, and the marks of a BOM.
fn is_between(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n' | b'\xef' | b'\xbb' | b'\xbf')
}

#[cfg(test)]
mod tests;
