//! Bytes as any format there is, told by detection or given by hand. Nothing panics, the answer is the same wherever the
//! input is cut, and which lines are bad is what the judge says, whatever the format: of lines of spans as well.

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

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

use input::buffer::Lent;
use input::chunk::{Chunk, Text};
use input::detect::{Form, Frames, detect};
use input::format::{self, Format};
use input::frames::{Cutter, Unit};
use input::judge::{Fault, judge, without_bom};
use input::parse::{Finding, Tools, parse};
use input::plans::Plans;
use input::wrapper::Wrapper;
use input::{Event, Outcome, Sink, Span, Tag};
use query::{Canonical, Field, Raw};

// The corpus is `../fixtures/formats`; our own lines come in by way of the mutator.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0 {
        return mutate::mutate(&mut data[..max_size], size, seed);
    }
    libfuzzer_sys::fuzzer_mutate(data, size, max_size)
});

fuzz_target!(|log: &[u8]| {
    check(log, detect(log, true, None));
    // A beginning may be taken for something else, but not in another way each time.
    assert_eq!(detect(log, false, None), detect(log, false, None));
    // Two formats a run, told by the bytes, so that a crash is one again.
    let all: Vec<Option<&'static Format>> = std::iter::once(None).chain(format::ALL.into_iter().map(Some)).collect();
    let choice = input::fingerprint(&log.escape_ascii().to_string()) as usize;
    for format in [choice, choice / all.len()].map(|choice| all[choice % all.len()]) {
        check(log, detect(log, true, Some(format)));
        check(log, Form { format, ..Form::default() });
    }
    [Unit::Object, Unit::Element, Unit::Envelope, Unit::Trace].into_iter().for_each(|unit| check_frames(log, unit));
});

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let canonical = Canonical::ALL.iter().map(|field| Field::from(*field));
    let paths = ["metadata.team", "resource.service.name", "scores.quality"].map(Field::named);
    Plans::new(&canonical.chain(Raw::ALL.map(Field::Raw)).chain(paths).collect::<BTreeSet<_>>(), &[], None)
});

/// Reads `log` as what `form` says: in one piece, line by line, and as the judge does.
fn check(log: &[u8], form: Form) {
    let lines = match form.frames {
        Frames::Records(unit) => cut(log, unit, log.len()),
        _ => log.to_vec(),
    };
    let whole = Outline::of(&[&lines], form);
    let pieces: Vec<&[u8]> = lines.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(Outline::of(&pieces, form), whole, "{form} by lines: {}", log.escape_ascii());
    assert_eq!(Outline::of(&[&lines], form), whole, "{form} again: {}", log.escape_ascii());
    if !form.wrapper.is_rewritten() {
        assert_eq!(whole.bad, bad_lines(&lines), "{form} by the judge: {}", log.escape_ascii());
    }
}

/// Bad lines by reason, as the judge says.
fn bad_lines(text: &[u8]) -> [u64; Fault::ALL.len()] {
    let mut bad = [0; Fault::ALL.len()];
    let text = without_bom(text);
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    for (number, line) in lines.iter().enumerate() {
        if line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
            continue;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if let Err(fault) = judge(line, number + 1 == lines.len()) {
            bad[fault as usize] += 1;
        }
    }
    bad
}

/// Wherever a document is cut, its records are the same; and none of them has a line end in it.
fn check_frames(log: &[u8], unit: Unit) {
    let whole = cut(log, unit, log.len());
    for step in [1, 7, 64] {
        let cut = cut(log, unit, step);
        assert_eq!(cut.escape_ascii().to_string(), whole.escape_ascii().to_string(), "{unit:?} in steps of {step}");
    }
    // The elements of a good array are all there, where none of them is an envelope itself.
    let is_flat = matches!(unit, Unit::Object | Unit::Element);
    if let Ok(elements) = serde_json::from_slice::<Vec<serde_json::Value>>(log)
        && is_flat
    {
        let records = whole.split(|byte| *byte == b'\n').filter(|record| !record.is_empty());
        let records: Vec<serde_json::Value> =
            records.map(|record| serde_json::from_slice(record).expect("JSON")).collect();
        assert_eq!(records, elements, "{unit:?}");
    }
}

fn cut(log: &[u8], unit: Unit, step: usize) -> Vec<u8> {
    let (mut cutter, mut lines) = (Cutter::new(unit), Vec::new());
    let mut give = |record: &[u8]| {
        assert!(!record.contains(&b'\n'), "a line end in a record");
        lines.extend_from_slice(record);
        lines.push(b'\n');
    };
    log.chunks(step.max(1)).for_each(|piece| cutter.push(piece, &mut give));
    cutter.finish(&mut give);
    lines
}

/// What a log comes to: everything that is told of its events and spans.
#[derive(Debug, Default, PartialEq)]
struct Outline {
    heard: Vec<String>,
    bad: [u64; Fault::ALL.len()],
    /// Lines, blank ones, wrong values, unrecognised ones and others.
    counts: [u64; 5],
}

impl Outline {
    fn of(pieces: &[&[u8]], form: Form) -> Outline {
        let mut tools = Tools::new(&PLANS);
        let mut all = Outline::default();
        for (number, piece) in pieces.iter().enumerate() {
            let mut lent = Lent::default();
            lent.append(piece);
            let text = Text::Owned(lent);
            let chunk = Chunk {
                source: 0,
                first: number == 0,
                form,
                is_plain: true,
                text,
                rewritten: None,
                parted: 0,
                progress: 0,
            };
            let Ok(parsed) = parse(chunk, &mut tools, Ear::default()) else {
                panic!("a chunk that is no file cannot fail")
            };
            let tally = parsed.tally;
            all.heard.extend(parsed.sink.0);
            all.bad.iter_mut().zip(tally.faults).for_each(|(all, more)| *all += more);
            let counts =
                [tally.lines, tally.blank_lines, tally.bad_values, tally.unrecognised_lines, tally.other_records];
            all.counts.iter_mut().zip(counts).for_each(|(all, more)| *all += more);
        }
        all
    }
}

/// Writes down what a reader gives.
#[derive(Default)]
struct Ear(Vec<String>);

impl Sink for Ear {
    fn event(&mut self, event: Event) {
        self.0.push(format!("{event:?}"));
    }

    fn int(&mut self, slot: usize, value: i64) {
        self.0.push(format!("{slot} {value}"));
    }

    fn float(&mut self, slot: usize, value: f64) {
        assert!(value.is_finite(), "{value}");
        self.0.push(format!("{slot} {:x}", value.to_bits()));
    }

    fn text(&mut self, slot: usize, tag: Tag, text: &str) {
        self.0.push(format!("{slot} {tag:?} {text:?}"));
    }

    fn end(&mut self) {
        self.0.push("end".to_owned());
    }

    fn span(&mut self, span: Span) {
        self.0.push(format!("{span:?}"));
    }
}
