//! What is whole in a damaged trace of Jaeger's. Its spans are records too, many of them in one: damage costs the span it is
//! in, and the others count.
//!
//! Brackets tell nothing once one of them is missing or too many, and a span begins as its trace does. But a trace names its
//! spans before the first of these names itself, and a span never does.

use std::ops::Range;

use memchr::{memchr, memmem};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Cutter;
use super::mend::{Search, beginning};

const SPANS: &[u8] = b"spans";
const SPAN_ID: &[u8] = b"\"spanID\"";
const PROCESSES: &[u8] = b"\"processes\"";

/// What the brackets of a record tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brackets {
    /// Where it ends.
    Match,
    /// One of them closed something further out than what was open, so that it may end too early.
    Torn,
    /// Nothing: the record goes on until a line begins as records do, or to the end of everything.
    Astray,
}

/// What every span has, and no reference to one.
#[derive(Deserialize)]
struct Span {
    #[serde(rename = "spanID")]
    _id: IgnoredAny,
    #[serde(rename = "startTime")]
    _start: IgnoredAny,
}

impl Cutter {
    /// Whether a bracket would end the record before its end, as far as one can tell. It closes the container of the number
    /// `closed` in the record, or none of them. Of a trace it is worth it to find out: whole spans may follow.
    pub(super) fn goes_astray(&mut self, byte: u8, closed: Option<usize>, indent: Option<usize>) -> bool {
        let open = self.open.len() - self.around.unwrap_or(0);
        if open > 0 && closed.is_none_or(|closed| closed + 1 < open) {
            self.brackets = Brackets::Torn;
        }
        if open == 0 || closed.is_some_and(|closed| closed > 0) || !self.is_of_spans() {
            return false;
        }
        let is_below = self.record_indent.is_some() && self.record_indent == indent && closed.is_some();
        let ends = is_below || self.brackets == Brackets::Match && self.is_whole_with(byte);
        if !ends {
            self.brackets = Brackets::Astray;
        }
        !ends
    }

    fn is_of_spans(&mut self) -> bool {
        *self.holds_spans.get_or_insert_with(|| is_trace(&self.record))
    }

    fn is_whole_with(&mut self, byte: u8) -> bool {
        self.record.push(byte);
        let is_whole = serde_json::from_slice::<IgnoredAny>(&self.record).is_ok();
        self.record.pop();
        is_whole
    }
}

/// Whether a text is of such a trace, as far as it goes.
pub fn is_trace(text: &[u8]) -> bool {
    lists(text).next().is_some_and(|at| memmem::find(&text[at..], SPAN_ID).is_some())
}

/// Where spans are named as a key, which may lack a quote.
fn lists(text: &[u8]) -> impl Iterator<Item = usize> {
    let is_key = move |at: &usize| {
        let (before, behind) = (text[..*at].ends_with(b"\""), &text[at + SPANS.len()..]);
        let inside = behind.strip_prefix(b"\"");
        let is_begun = matches!(inside.unwrap_or(behind).trim_ascii_start().first(), Some(b':' | b'[' | b'{'));
        is_begun && (before || inside.is_some())
    };
    memmem::find_iter(text, SPANS).filter(is_key)
}

/// Where traces begin in a text that begins with one. They begin as this one does, or as is `usual`.
fn starts(text: &[u8], usual: &[u8]) -> Vec<usize> {
    let keys = [text, usual].into_iter().filter_map(|record| Some(beginning(record)?[1..].trim_ascii()));
    let mut braces: Vec<usize> = keys
        .flat_map(|key| memmem::find_iter(text, key))
        .filter_map(|at| text[..at].trim_ascii_end().strip_suffix(b"{"))
        .map(<[u8]>::len)
        .filter(|at| *at > 0)
        .collect();
    braces.sort_unstable();
    braces.dedup();
    let (mut lists, mut ids) = (lists(text).peekable(), memmem::find_iter(text, SPAN_ID).peekable());
    braces.retain(|at| {
        while lists.next_if(|list| list < at).is_some() {}
        while ids.next_if(|id| id < at).is_some() {}
        lists.peek().is_some_and(|list| ids.peek().is_none_or(|id| list < id))
    });
    braces.insert(0, 0);
    braces
}

/// The traces in a text that begins with one, damaged ones with all that is up to the next. One of them is damaged, or what
/// is between them.
pub fn traces(text: &[u8], usual: &[u8]) -> Vec<Range<usize>> {
    let starts = starts(text, usual);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut search = Search::new(text);
    let (mut traces, mut rests, mut is_told) = (Vec::new(), Vec::new(), false);
    for (start, end) in starts.iter().copied().zip(ends) {
        let whole = search.object::<IgnoredAny>(start).filter(|whole| *whole <= end);
        traces.push(start..whole.unwrap_or(end));
        is_told |= whole.is_none();
        rests.extend(whole.map(|whole| whole..end));
    }
    // Behind a whole one there is the end of its document, unless even the beginning of the next is damaged.
    let has_spans = |rest: &Range<usize>| memmem::find(&text[rest.clone()], SPAN_ID).is_some();
    match is_told || rests.iter().any(has_spans) {
        true => rests.retain(has_spans),
        false => rests.truncate(1),
    }
    traces.append(&mut rests);
    traces.sort_by_key(|range| range.start);
    traces
}

/// A trace of the spans that are whole in a damaged one, if there are any.
pub fn whole_spans(text: &[u8]) -> Option<String> {
    let mut search = Search::new(text);
    let (mut spans, mut at) = (Vec::new(), 0);
    while let Some(start) = memchr(b'{', &text[at..]).map(|step| at + step) {
        let end = search.object::<Span>(start).filter(|end| is_whole(&text[start..*end], &text[search.next(*end)..]));
        spans.extend(end.and_then(|end| std::str::from_utf8(&text[start..end]).ok()));
        at = end.unwrap_or(start + 1);
    }
    let processes =
        memmem::find_iter(text, PROCESSES).find_map(|at| processes(text, at + PROCESSES.len(), &mut search));
    let spans = Some(spans.join(",")).filter(|spans| !spans.is_empty())?;
    Some(format!("{{\"spans\":[{spans}],\"processes\":{}}}", processes.unwrap_or("{}")))
}

/// Whether a span ends where its brace closes. With a brace too many in it its next member follows; but where one is missing,
/// that may be the first of the next span, or what its trace says behind its spans.
fn is_whole(span: &[u8], rest: &[u8]) -> bool {
    let begins = |key: &[u8]| rest.starts_with(key);
    match rest.first() {
        Some(b'"') => begins(PROCESSES) || beginning(span).is_some_and(|start| begins(start[1..].trim_ascii())),
        next => matches!(next, None | Some(b'{' | b']')),
    }
}

/// The object behind a key that ends at `at`.
fn processes<'t>(text: &'t [u8], at: usize, search: &mut Search<'_>) -> Option<&'t str> {
    let object = text[at..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let start = text.len() - object.len();
    let end = search.object::<IgnoredAny>(start).filter(|_| object.first() == Some(&b'{'))?;
    std::str::from_utf8(&text[start..end]).ok()
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::*;
    use serde_json::Value;

    /// Three traces of three spans in the order in which Jaeger writes their members.
    fn traces_of_three() -> Vec<String> {
        let tag = |key: &str, value: &str| format!(r#"{{"key":"{key}","type":"string","value":"{value}"}}"#);
        let span = |trace: &str, number: usize| {
            let tags = [tag("a", "}]"), tag("b", "x")].join(",");
            format!(
                r#"{{"traceID":"{trace}","spanID":"{trace}{number}","operationName":"chat","references":[{{"refType":"CHILD_OF","traceID":"{trace}","spanID":"a"}}],"startTime":1,"duration":2,"tags":[{tags}],"logs":[],"processID":"p1","warnings":null}}"#
            )
        };
        let trace = |trace: &str| {
            let spans = [1, 2, 3].map(|number| span(trace, number)).join(",");
            format!(
                r#"{{"traceID":"{trace}","spans":[{spans}],"processes":{{"p1":{{"serviceName":"app","tags":[{}]}}}},"warnings":null}}"#,
                tag("host", "h")
            )
        };
        ["x", "y", "z"].map(trace).into()
    }

    /// The spans that are read of a document, of each trace, and how many records are bad.
    fn read(unit: Unit, text: &str, step: usize) -> (Vec<String>, usize) {
        let (mut cutter, mut spans, mut bad) = (Cutter::new(unit), Vec::new(), 0);
        let mut give = |record: &[u8]| {
            let whole = std::str::from_utf8(record)
                .ok()
                .filter(|text| serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object()));
            bad += usize::from(whole.is_none());
            let Some(text) = whole.map(str::to_owned).or_else(|| whole_spans(record)) else { return };
            let trace: Value = serde_json::from_str(&text).expect("JSON");
            let all = trace["spans"].as_array().into_iter().flatten();
            spans.extend(all.map(|span| span["spanID"].as_str().unwrap_or_default().to_owned()));
        };
        text.as_bytes().chunks(step).for_each(|piece| cutter.push(piece, &mut give));
        cutter.finish(&mut give);
        (spans, bad)
    }

    /// Whatever is done to a place in a span: no other span is lost, and one record is bad.
    #[test]
    fn damage_costs_the_span_it_is_in() {
        let traces = traces_of_three();
        let document = format!(r#"{{"data":[{}],"total":0,"errors":null}}"#, traces.join(","));
        let sorted: Value = serde_json::from_str(&document).expect("JSON");
        for (unit, text) in [
            (Unit::Element, document.clone()),
            (Unit::Element, format!("{sorted:#}")),
            (Unit::Element, sorted.to_string()),
            (Unit::Object, traces.concat()),
        ] {
            let (all, none) = read(unit, &text, 1000);
            assert_eq!((all.len(), none), (9, 0));
            let spans = text.find("\"y1\"").expect("a span")..text.find("\"y3\"").expect("a span");
            for (at, change) in spans.flat_map(|at| ["", "}", "]", "\""].map(|change| (at, change))) {
                let rest = &text[at + usize::from(change.is_empty())..];
                let damaged = format!("{}{change}{rest}", &text[..at]);
                let mut values = serde_json::Deserializer::from_str(&damaged).into_iter::<IgnoredAny>();
                if text[at..].starts_with(' ') || values.all(|value| value.is_ok()) {
                    continue;
                }
                let (found, bad) = read(unit, &damaged, 7);
                let lost = all.iter().filter(|id| !found.contains(id)).count();
                assert!(bad == 1 && lost <= 1 && lost + found.len() == 9, "{bad} bad, {found:?}: {damaged}");
            }
        }
    }

    #[test]
    fn what_stands_between_traces_is_told() {
        let [x, y, z]: [String; 3] = traces_of_three().try_into().expect("three");
        for (text, count) in
            [(format!("[{x}}},{y},{z}]"), 4), (format!("[{},{y},{z}]", x.replacen("]}}", "]}}}", 1)), 5)]
        {
            let (found, bad) = read(Unit::Element, &text, 5);
            assert_eq!((found.len(), bad), (9, count - 3), "{text}");
        }
    }
}
