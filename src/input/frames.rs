//! Records that do not stand on lines of their own: in an array, in an envelope around one, one object behind the other,
//! or spread over many lines. Cut into lines on the way in, as a stream.
//!
//! A damaged record costs itself alone wherever the next one can be told: a line that begins as records begin here starts
//! one, whatever is still open, and on one line the next one is where everything behind it comes out even.

use memchr::{memchr, memchr2, memmem};

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
    /// A trace's own members, while they are read, and then as the first member of every record.
    trace: Option<Vec<u8>>,
    context: Vec<u8>,
}

/// What a trace says of all its observations; a longer one is a text that nobody asks for.
const LONGEST_CONTEXT: usize = 200;
/// Places at which a record may begin that are tried where one does not end.
const MOST_STARTS: usize = 100;

impl Cutter {
    pub fn new(unit: Unit) -> Cutter {
        Cutter {
            unit,
            open: Vec::new(),
            around: None,
            record: Vec::new(),
            in_record: false,
            record_indent: None,
            indent: Some(0),
            in_string: false,
            is_escaped: false,
            string: Vec::new(),
            key: String::new(),
            envelope: Vec::new(),
            has_records: false,
            trace: None,
            context: Vec::new(),
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

    /// Gives a record that does not end here as it should, and those behind its damage: everything from the next place
    /// like its beginning on, if that ends as it should, with `depth` containers open.
    fn end_damaged(&mut self, depth: usize, give: &mut impl FnMut(&[u8])) {
        self.open.truncate(self.around.unwrap_or(0));
        let text = std::mem::take(&mut self.record);
        match self.mend(&text, depth) {
            Some((at, records)) => {
                give(text[..at].trim_ascii());
                records.iter().for_each(|record| give(record));
                self.record = text;
                self.record.clear();
            }
            None => self.record = text,
        }
        self.end_record(give);
    }

    fn mend(&self, text: &[u8], depth: usize) -> Option<(usize, Vec<Vec<u8>>)> {
        let beginning = &text[..memchr(b'"', text.strip_prefix(b"{\"")?)? + 3];
        let mut starts = memmem::find_iter(&text[1..], beginning).map(|at| at + 1).take(MOST_STARTS);
        starts.find_map(|at| {
            let mut rest = Cutter { in_record: false, in_string: false, is_escaped: false, ..self.clone() };
            let mut records = Vec::new();
            rest.push(&text[at..], &mut |record| records.push(record.to_vec()));
            let is_even = !rest.in_record && rest.open.len() == depth && records.iter().all(|record| record[0] == b'{');
            is_even.then_some((at, records))
        })
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
        self.keep(taken);
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
        let is_lone = !self.in_record && (self.has_records || self.open.is_empty());
        let place = if self.in_record { &mut self.record } else { &mut self.envelope };
        if !is_lone {
            place.extend_from_slice(bytes);
            if let Some(end) = place.last_mut().filter(|end| **end == b'\n') {
                *end = b' ';
            }
        }
        if let Some(trace) = self.trace.as_mut() {
            trace.extend_from_slice(bytes);
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
        self.indent = match (byte, self.indent) {
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
            b'{' | b'[' => self.enter(byte),
            b'}' | b']' => return self.leave(byte, give),
            b',' if self.in_record && self.around == Some(self.open.len()) => return self.end_record(give),
            _ => {}
        }
        // A carriage return is a blank here; in a string it is a fault, and stays one.
        self.keep(&[if byte == b'\r' { b' ' } else { byte }]);
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
            (self.around, self.trace) = (None, None);
            self.end_envelope(give);
        }
    }

    /// Whether this place is one where a record may begin.
    fn is_between_records(&self) -> bool {
        !self.in_record && (self.around == Some(self.open.len()) || self.open.is_empty())
    }

    /// Whether what begins here at the top may hold records.
    fn is_envelope(&self, byte: u8) -> bool {
        byte == b'[' || byte == b'{' && self.open.is_empty() && self.unit == Unit::Element
    }

    fn enter(&mut self, byte: u8) {
        let key = std::mem::take(&mut self.key);
        // Only a member of an object has a key; one from before is none of it.
        let has_key = !self.in_record && self.open.last().is_some_and(|(is_object, _)| *is_object);
        let key = if has_key { key } else { String::new() };
        if !self.in_record && self.open.len() == 1 && key == "trace" && byte == b'{' {
            self.trace = Some(Vec::new());
        }
        self.open.push((byte == b'{', key));
        if !self.in_record && byte == b'[' && self.is_records() {
            self.around = Some(self.open.len());
            self.has_records = true;
        }
    }

    /// Whether the array that has just been entered holds records.
    fn is_records(&self) -> bool {
        let keys: Vec<&str> = self.open.iter().map(|(_, key)| key.as_str()).filter(|key| !key.is_empty()).collect();
        match self.unit {
            Unit::Object => self.open.len() == 1,
            Unit::Element => {
                let arrays = self.open.iter().filter(|(is_object, _)| !is_object).count();
                arrays == 1 && ARRAYS.contains(&keys.join(".").as_str())
            }
        }
    }

    fn leave(&mut self, byte: u8, give: &mut impl FnMut(&[u8])) {
        let around = self.around.unwrap_or(0);
        if self.in_record {
            // What closes something further out closes what is open in it.
            let is_own = |(is_object, _): &(bool, String)| *is_object == (byte == b'}');
            if let Some(closed) = self.open[around..].iter().rposition(is_own) {
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
        if self.open.len() == 1
            && let Some(trace) = self.trace.take()
        {
            self.context = context(&trace);
        }
        if self.open.is_empty() {
            self.end_envelope(give);
        }
    }

    fn end_record(&mut self, give: &mut impl FnMut(&[u8])) {
        self.in_record = false;
        if self.open.is_empty() {
            self.around = None;
        }
        let record = std::mem::take(&mut self.record);
        self.give(record, give);
    }

    /// Gives a record, and takes its space back.
    fn give(&mut self, mut record: Vec<u8>, give: &mut impl FnMut(&[u8])) {
        let text = record.trim_ascii();
        match text.strip_prefix(b"{").filter(|_| !self.context.is_empty()) {
            Some(rest) => give(&[b"{\"trace\":", self.context.as_slice(), b",", rest].concat()),
            None if !text.is_empty() => give(text),
            None => {}
        }
        record.clear();
        self.record = record;
    }

    /// Gives an object that turned out to be no envelope.
    fn end_envelope(&mut self, give: &mut impl FnMut(&[u8])) {
        if !std::mem::take(&mut self.has_records) && self.envelope.first() == Some(&b'{') {
            give(self.envelope.trim_ascii_end());
        }
        self.envelope.clear();
        self.context.clear();
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

/// The short members of a trace, as JSON.
fn context(trace: &[u8]) -> Vec<u8> {
    let Ok(serde_json::Value::Object(mut members)) = serde_json::from_slice(trace) else { return Vec::new() };
    members.retain(|_, value| value.to_string().len() <= LONGEST_CONTEXT);
    serde_json::to_vec(&members).unwrap_or_default()
}

#[cfg(test)]
mod tests;
