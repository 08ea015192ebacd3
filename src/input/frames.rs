//! Records that do not stand on lines of their own: in an array, in an envelope around one, one object behind the other,
//! or spread over many lines. Cut into lines on the way in, as a stream.

use memchr::memchr2;

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
    /// Every element of the arrays that envelopes have.
    Element,
}

/// Cuts a document, given piece by piece.
#[derive(Debug)]
pub struct Cutter {
    unit: Unit,
    /// The containers around this place, outermost first: whether each is an object, and its key.
    open: Vec<(bool, String)>,
    /// How many of them are around a record; `None` outside of those.
    around: Option<usize>,
    record: Vec<u8>,
    in_record: bool,
    in_string: bool,
    is_escaped: bool,
    /// The last string outside of records, which may be a key.
    string: Vec<u8>,
    key: String,
    /// A trace's own members, while they are read, and then as the first member of every record.
    trace: Option<Vec<u8>>,
    context: Vec<u8>,
}

/// What a trace says of all its observations; a longer one is a text that nobody asks for.
const LONGEST_CONTEXT: usize = 200;

impl Cutter {
    pub fn new(unit: Unit) -> Cutter {
        Cutter {
            unit,
            open: Vec::new(),
            around: None,
            record: Vec::new(),
            in_record: false,
            in_string: false,
            is_escaped: false,
            string: Vec::new(),
            key: String::new(),
            trace: None,
            context: Vec::new(),
        }
    }

    /// Gives every record that ends in `bytes`, as a line without its end.
    pub fn push(&mut self, mut bytes: &[u8], give: &mut impl FnMut(&[u8])) {
        while let Some(byte) = bytes.first() {
            if self.in_string {
                bytes = self.string(bytes);
                continue;
            }
            self.byte(*byte, give);
            bytes = &bytes[1..];
        }
    }

    /// Gives what is left: a record that was cut off.
    pub fn finish(&mut self, give: &mut impl FnMut(&[u8])) {
        if self.in_record {
            self.end_record(give);
        }
    }

    /// Takes what belongs to a string from the front of `bytes`.
    fn string<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let end = match self.is_escaped {
            true => 1,
            false => memchr2(b'"', b'\\', bytes).map_or(bytes.len(), |at| at + 1),
        };
        // No string goes beyond a line: a quote is missing, which shall cost no more than this record.
        let line = memchr::memchr(b'\n', &bytes[..end]);
        let end = line.map_or(end, |at| at + 1);
        let (taken, rest) = bytes.split_at(end);
        let last = taken.last().copied().unwrap_or_default();
        let was_escaped = std::mem::take(&mut self.is_escaped);
        match last {
            b'\n' => self.in_string = false,
            b'"' if !was_escaped => self.in_string = false,
            b'\\' if !was_escaped => self.is_escaped = true,
            _ => {}
        }
        let keep: &mut Vec<u8> = if self.in_record { &mut self.record } else { &mut self.string };
        keep.extend(taken.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }));
        if let Some(trace) = self.trace.as_mut() {
            trace.extend_from_slice(taken);
        }
        rest
    }

    fn byte(&mut self, byte: u8, give: &mut impl FnMut(&[u8])) {
        if let Some(trace) = self.trace.as_mut() {
            trace.push(byte);
        }
        if self.is_between_records() && !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n') {
            let is_envelope =
                matches!(byte, b'[') || byte == b'{' && self.open.is_empty() && self.unit == Unit::Element;
            if !is_envelope || self.around == Some(self.open.len()) {
                self.in_record = true;
                self.around = Some(self.open.len());
            }
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.string.clear();
            }
            b':' if !self.in_record => {
                self.key =
                    String::from_utf8_lossy(self.string.strip_suffix(b"\"").unwrap_or(&self.string)).into_owned();
            }
            b'{' | b'[' => self.enter(byte),
            b'}' | b']' => return self.leave(byte, give),
            b',' if self.in_record && self.around == Some(self.open.len()) => return self.end_record(give),
            _ => {}
        }
        if self.in_record {
            self.record.push(if matches!(byte, b'\n' | b'\r') { b' ' } else { byte });
        }
    }

    /// Whether this place is one where a record may begin.
    fn is_between_records(&self) -> bool {
        !self.in_record && (self.around == Some(self.open.len()) || self.open.is_empty())
    }

    fn enter(&mut self, byte: u8) {
        let key = if self.in_record { String::new() } else { std::mem::take(&mut self.key) };
        if !self.in_record && self.open.len() == 1 && key == "trace" && byte == b'{' {
            self.trace = Some(vec![byte]);
        }
        self.open.push((byte == b'{', key));
        if !self.in_record && byte == b'[' && self.is_records() {
            self.around = Some(self.open.len());
        }
    }

    /// Whether the array that has just been entered holds records.
    fn is_records(&self) -> bool {
        let keys: Vec<&str> = self.open.iter().map(|(_, key)| key.as_str()).filter(|key| !key.is_empty()).collect();
        let path = keys.join(".");
        match self.unit {
            Unit::Object => self.open.len() == 1,
            Unit::Element => {
                self.open.iter().filter(|(is_object, _)| !is_object).count() == 1 && ARRAYS.contains(&path.as_str())
            }
        }
    }

    fn leave(&mut self, byte: u8, give: &mut impl FnMut(&[u8])) {
        let depth = self.open.len();
        if self.in_record && self.around == Some(depth) && depth > 0 {
            // The array ends, and its last element with it.
            self.end_record(give);
        }
        self.open.pop();
        if self.in_record {
            self.record.push(byte);
            if self.around == Some(self.open.len()) && self.record.first() == Some(&b'{') {
                self.end_record(give);
            }
            return;
        }
        if self.open.len() == 1 && self.trace.is_some() {
            self.context = context(&self.trace.take().unwrap_or_default());
        }
        if self.around == Some(depth) {
            self.around = None;
        }
    }

    fn end_record(&mut self, give: &mut impl FnMut(&[u8])) {
        self.in_record = false;
        let record = self.record.trim_ascii();
        match record.strip_prefix(b"{").filter(|_| !self.context.is_empty()) {
            Some(rest) => give(&[b"{\"trace\":", self.context.as_slice(), b",", rest].concat()),
            None if !record.is_empty() => give(record),
            None => {}
        }
        self.record.clear();
    }
}

/// The short members of a trace, as JSON.
fn context(trace: &[u8]) -> Vec<u8> {
    let Ok(serde_json::Value::Object(mut members)) = serde_json::from_slice(trace) else { return Vec::new() };
    members.retain(|_, value| value.to_string().len() <= LONGEST_CONTEXT);
    serde_json::to_vec(&members).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(unit: Unit, text: &str, step: usize) -> Vec<String> {
        let (mut cutter, mut records) = (Cutter::new(unit), Vec::new());
        let mut give = |record: &[u8]| records.push(String::from_utf8_lossy(record).into_owned());
        text.as_bytes().chunks(step).for_each(|piece| cutter.push(piece, &mut give));
        cutter.finish(&mut give);
        records
    }

    #[track_caller]
    fn check(unit: Unit, text: &str, expected: &[&str]) {
        for step in [1, 2, 3, 7, 1000] {
            assert_eq!(cut(unit, text, step), expected, "in steps of {step}");
        }
    }

    #[test]
    fn elements_of_arrays_and_envelopes() {
        check(Unit::Element, "[\n {\"a\": 1},\n {\"b\": \"}]\\\"\"}\n]\n", &["{\"a\": 1}", "{\"b\": \"}]\\\"\"}"]);
        check(
            Unit::Element,
            r#"{"took":3,"hits":{"total":{"value":2},"hits":[{"x":[{}]},{"y":{}}]}}"#,
            &[r#"{"x":[{}]}"#, r#"{"y":{}}"#],
        );
        check(Unit::Element, r#"{"post":[{"a":1}],"patch":[{"a":2}]}"#, &[r#"{"a":1}"#, r#"{"a":2}"#]);
        check(Unit::Element, r#"{"logEvents":[{"a":1}]}{"logEvents":[{"a":2}]}"#, &[r#"{"a":1}"#, r#"{"a":2}"#]);
        check(Unit::Element, r#"[]"#, &[]);
    }

    #[test]
    fn what_is_no_object_is_still_given() {
        check(Unit::Element, r#"[1, "x", {"a":[1,2]}, [3]]"#, &["1", "\"x\"", r#"{"a":[1,2]}"#, "[3]"]);
    }

    #[test]
    fn whole_objects() {
        check(
            Unit::Object,
            "{\n \"data\": [1, 2]\n}\n{\"b\":2}{\"c\":3}",
            &["{  \"data\": [1, 2] }", "{\"b\":2}", "{\"c\":3}"],
        );
    }

    #[test]
    fn a_trace_comes_with_each_of_its_observations() {
        check(
            Unit::Element,
            r#"{"trace":{"userId":"u","a":[1]},"observations":[{"id":1},{"id":2}]}"#,
            &[r#"{"trace":{"a":[1],"userId":"u"},"id":1}"#, r#"{"trace":{"a":[1],"userId":"u"},"id":2}"#],
        );
    }

    #[test]
    fn a_missing_quote_costs_its_own_record() {
        check(Unit::Element, "[\n{\"a\": \"x},\n{\"b\": 1}\n]", &["{\"a\": \"x}, {\"b\": 1} ]"]);
        check(Unit::Element, "[\n{\"a\": 1}, {\"b\": ", &["{\"a\": 1}", "{\"b\":"]);
    }
}
