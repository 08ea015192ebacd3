//! What the fast reader makes of lines, against the oracle: which are good, and what they say. A line must come to the
//! same alone, behind others that teach the reader its shape, behind itself, and in the other order.

#![allow(dead_code, unused_imports, reason = "rooms are taken whole, and used in part")]
#![no_main]

#[path = "../../src/error.rs"]
mod error;
#[path = "../../src/formula.rs"]
mod formula;
#[path = "../doors.rs"]
mod input;
#[path = "../mutate.rs"]
mod mutate;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../../src/requests/prices/mod.rs"]
mod prices;
#[path = "../../src/query/mod.rs"]
mod query;
#[path = "../report.rs"]
mod report;
mod requests {
    pub(crate) use crate::prices;
}

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDateTime};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

use input::buffer::Lent;
use input::chunk::{Chunk, Text};
use input::detect::Form;
use input::judge::{Fault, judge, without_bom};
use input::parse::{Finding, NOTES_OF_A_KIND, Tools, parse};
use input::plan::Mapping;
use input::plans::Plans;
use input::{Event, Outcome, Sink, Tag, aliases, fingerprint, timestamp};
use oracle::{Cell, Line, Question};
use query::{Canonical, Field, Raw};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(&mut data[..max_size], size, seed)
});

fuzz_target!(|log: &[u8]| {
    for asked in QUESTIONS.iter() {
        check(log, asked);
    }
});

/// A question, and the plan that the reader has for it.
struct Asked {
    question: Question,
    plans: Plans,
}

/// Nothing but what is always read; several fields, one path inside the other; a field mapped by hand; cached tokens as
/// lines spell them.
static QUESTIONS: LazyLock<[Asked; 4]> = LazyLock::new(|| {
    [
        Asked::new("", None),
        Asked::new(
            "request_id trace_id user_id model input_tokens output_tokens cost_usd latency_ms temperature \
             error_type metadata.team metadata.team.lead metadata plan x",
            None,
        ),
        Asked::new("user_id metadata.team", Some((Canonical::UserId, "ctx.uid"))),
        Asked::of(CACHED.map(Field::from).into_iter().chain(Raw::ALL.map(Field::Raw)).collect(), None),
    ]
});

/// What a plan needs beside the raw figures to tell spellings apart.
const CACHED: [Canonical; 4] =
    [Canonical::InputTokens, Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens];

impl Asked {
    fn new(fields: &str, mapping: Option<(Canonical, &'static str)>) -> Asked {
        Asked::of(fields.split_whitespace().map(Field::named).collect(), mapping)
    }

    fn of(fields: BTreeSet<Field>, mapping: Option<(Canonical, &'static str)>) -> Asked {
        let mappings: Vec<Mapping> = mapping
            .iter()
            .filter_map(|(field, path)| Mapping::parse(&format!("{}={path}", field.name())).ok())
            .collect();
        let plans = Plans::new(&fields, &mappings, None);
        // The reader numbers fields in the order of its slots.
        let fields = plans.native().slots.iter().map(|slot| slot.field.clone()).collect();
        Asked { question: Question { fields, mapping }, plans }
    }
}

fn check(log: &[u8], asked: &Asked) {
    compare(log, true, asked);
    let mut lines: Vec<&[u8]> = log.split(|byte| *byte == b'\n').collect();
    for line in &lines {
        compare(line, false, asked);
        check_time(line);
    }
    compare(&[log, log].join(&b'\n'), false, asked);
    lines.reverse();
    compare(&lines.join(&b'\n'), false, asked);
}

fn lent(log: &[u8]) -> Lent {
    let mut lent = Lent::default();
    lent.append(log);
    lent
}

/// Reads `log` both ways.
fn compare(log: &[u8], first: bool, asked: &Asked) {
    let text = Text::Owned(lent(log));
    let chunk = Chunk {
        source: 0,
        first,
        form: Form::default(),
        is_plain: true,
        text,
        rewritten: None,
        parted: 0,
        progress: 0,
    };
    let Ok(parsed) = parse(chunk, &mut Tools::new(&asked.plans), Ear::default()) else {
        panic!("a chunk that is no file cannot fail")
    };
    let tally = parsed.tally;
    let read = Outline {
        heard: parsed.sink.0,
        counts: [tally.bytes, tally.lines, tally.blank_lines, tally.bad_values, tally.unrecognised_lines],
        faults: tally.faults,
        notes: parsed.notes.into_iter().map(|note| (note.line, note.what)).collect(),
    };
    let expected = Outline::expected(log, first, &asked.question);
    assert_eq!(read, expected, "{:?}\nread as {}", asked.question, log.escape_ascii());
}

/// What a log comes to.
#[derive(Debug, Default, PartialEq)]
struct Outline {
    heard: Vec<Heard>,
    counts: [u64; 5],
    faults: [u64; Fault::ALL.len()],
    notes: Vec<(u64, Finding)>,
}

impl Outline {
    /// By the oracle, line by line.
    fn expected(log: &[u8], first: bool, question: &Question) -> Outline {
        let mut outline = Outline::default();
        outline.counts[0] = log.len() as u64;
        let text = if first { without_bom(log) } else { log };
        let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        let is_terminated = lines.pop_if(|line| line.is_empty()).is_some();
        for (number, line) in lines.iter().enumerate() {
            outline.line(line, !is_terminated && number + 1 == lines.len(), question);
        }
        outline
    }

    fn line(&mut self, line: &[u8], is_unterminated: bool, question: &Question) {
        match question.read(line) {
            Line::Blank => self.counts[2] += 1,
            Line::Step => _ = judge(line, is_unterminated).expect("a good line"),
            Line::Bad => {
                let fault = judge(line.strip_suffix(b"\r").unwrap_or(line), is_unterminated).expect_err("a bad line");
                self.faults[fault as usize] += 1;
                self.note(Finding::BadLine(fault));
            }
            Line::Good { saying, bad_values } => {
                judge(line, is_unterminated).expect("a good line");
                if saying.is_none() {
                    self.counts[4] += 1;
                    self.note(Finding::Unrecognised);
                }
                self.counts[3] += bad_values.len() as u64;
                for (field, value) in bad_values {
                    self.note(Finding::BadValue { field, value });
                }
                self.heard.extend(saying.map(Heard::from));
            }
        }
        self.counts[1] += 1;
    }

    fn note(&mut self, what: Finding) {
        if self.notes.iter().filter(|(_, note)| note.kind() == what.kind()).count() < NOTES_OF_A_KIND {
            self.notes.push((self.counts[1], what));
        }
    }
}

/// An event and its values.
#[derive(Debug, PartialEq)]
struct Heard {
    id: Option<u128>,
    time: Option<i64>,
    outcome: Outcome,
    cells: Vec<(usize, Cell)>,
    is_ended: bool,
}

impl From<oracle::Saying> for Heard {
    fn from(saying: oracle::Saying) -> Heard {
        let id = saying.id.as_deref().map(fingerprint);
        Heard { id, time: saying.time, outcome: saying.outcome, cells: saying.cells, is_ended: true }
    }
}

/// Writes down what the reader gives.
#[derive(Default)]
struct Ear(Vec<Heard>);

impl Ear {
    fn hear(&mut self, slot: usize, cell: Cell) {
        let heard = self.0.last_mut().expect("an event before its values");
        assert!(!heard.is_ended, "a value behind the event's end");
        heard.cells.push((slot, cell));
    }
}

impl Sink for Ear {
    fn event(&mut self, Event { id, time, outcome, .. }: Event) {
        self.0.push(Heard { id, time, outcome, cells: Vec::new(), is_ended: false });
    }

    fn int(&mut self, slot: usize, value: i64) {
        self.hear(slot, Cell::Int(value));
    }

    fn float(&mut self, slot: usize, value: f64) {
        self.hear(slot, Cell::Float(value.to_bits()));
    }

    fn text(&mut self, slot: usize, tag: Tag, text: &str) {
        self.hear(slot, Cell::Text(tag, text.to_owned()));
    }

    fn end(&mut self) {
        self.0.last_mut().expect("an event before its end").is_ended = true;
    }
}

/// Reads whatever stands between quotes in a line as a time: blanks around it change nothing, though they turn the short
/// cut off, and what chrono reads is the same moment here.
fn check_time(line: &[u8]) {
    for text in String::from_utf8_lossy(line).split('"').filter(|text| text.is_ascii()) {
        let time = timestamp::parse_text(text);
        assert_eq!(timestamp::parse_text(&format!(" {text} ")), time, "{text:?} with blanks");
        if let Some(moment) = by_chrono(text) {
            assert_eq!(time, Some(moment), "{text:?} by chrono");
        }
    }
}

/// RFC 3339 with or without a zone, as far as both readers accept the same: from the year 1 on, nine digits of a second.
fn by_chrono(text: &str) -> Option<i64> {
    let digits = text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
    let naive = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().filter(|_| text.len() >= 19);
    let moment = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|time| time.to_utc())
        .or_else(|| naive().map(|time| time.and_utc()))?;
    // chrono takes one digit for two.
    let is_plain = text.bytes().zip(*b"0000-00-00T00:00:00").all(|(byte, like)| match like {
        b'0' => byte.is_ascii_digit(),
        b'T' => true,
        mark => byte == mark,
    });
    (digits <= 9 && is_plain && moment.year() > 0 && !text.starts_with("0000")).then(|| moment.timestamp_micros())
}
