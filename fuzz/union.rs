//! The request table by the oracle: lines read one at a time, united by id in one map.

use std::collections::HashMap;

use crate::answer::{Answer, Row};
use crate::input::Outcome;
use crate::oracle::{Cell, Line, Question, Saying};
use crate::query::{Canonical, Field};
use crate::requests::{CostSource, MISSING_INT, Status};

/// What the oracle's lines add up to, by number of the field in the question.
#[derive(Debug, Default)]
struct Request {
    times: Vec<i64>,
    answers: Vec<i64>,
    outcomes: Vec<Outcome>,
    cells: Vec<Option<Cell>>,
}

/// The fields compared: those that no other field changes afterwards.
fn question() -> Question {
    let names =
        "request_id user_id model output_tokens cost_usd latency_ms temperature finish_reason metadata.team plan";
    Question { fields: names.split(' ').map(Field::named).collect(), mapping: None }
}

/// Holds the rows that were read against those that should have been, in any order. Where lines are steps of a trace, or calls
/// that others repeat, what is a request follows from more than the oracle knows; and a document's records are no lines.
pub fn check(log: &[u8], read: &Answer) {
    if read.others() > 0 || read.is_document {
        return;
    }
    let question = question();
    let mut expected: Vec<String> = unite(log, &question).iter().map(|request| request.show(&question)).collect();
    let mut rows: Vec<String> = read.rows.iter().map(|row| show(row, &question)).collect();
    expected.sort();
    rows.sort();
    assert_eq!(rows, expected, "read from {}", log.escape_ascii());
}

fn unite(log: &[u8], question: &Question) -> Vec<Request> {
    let log = log.strip_prefix(b"\xef\xbb\xbf").unwrap_or(log);
    let mut requests: Vec<Request> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for line in log.split(|byte| *byte == b'\n') {
        let Line::Good { saying: Some(saying), .. } = question.read(line) else { continue };
        let next = requests.len();
        let at = saying.id.clone().map_or(next, |id| *known.entry(id).or_insert(next));
        if at == next {
            requests.push(Request { cells: vec![None; question.fields.len()], ..Request::default() });
        }
        requests[at].add(saying);
    }
    requests
}

impl Request {
    fn add(&mut self, saying: Saying) {
        self.times.extend(saying.time);
        self.answers.extend(saying.time.filter(|_| saying.outcome == Outcome::Response));
        self.outcomes.push(saying.outcome);
        for (number, cell) in saying.cells {
            self.cells[number] = Some(cell);
        }
    }

    fn status(&self) -> Status {
        if self.outcomes.contains(&Outcome::Response) {
            Status::Success
        } else if self.outcomes.contains(&Outcome::Error) {
            Status::Error
        } else {
            Status::Pending
        }
    }

    /// From the first line to the last answer, where those are two moments.
    fn latency(&self) -> Option<Cell> {
        let (first, last) = (*self.times.iter().min()?, *self.answers.iter().max()?);
        (last > first).then(|| Cell::Float((last.abs_diff(first) as f64 / 1000.0).to_bits()))
    }

    fn show(&self, question: &Question) -> String {
        let is_latency = |field: &Field| *field == Field::Canonical(Canonical::LatencyMs);
        let cell = |(field, cell): (&Field, &Option<Cell>)| {
            cell.clone().or_else(|| Some(field).filter(|field| is_latency(field)).and_then(|_| self.latency()))
        };
        let cells: Vec<_> = question.fields.iter().zip(&self.cells).map(cell).collect();
        let time = self.times.iter().min().copied().unwrap_or(MISSING_INT);
        format!("{time} {:?} {cells:?}", self.status())
    }
}

/// A row that was read, without a cost that its line does not state.
fn show(row: &Row, question: &Question) -> String {
    let is_computed = row.source != CostSource::Logged;
    let is_cost = |field: &Field| *field == Field::Canonical(Canonical::CostUsd);
    let cell = |field: &Field| row.cell(field).filter(|_| !(is_computed && is_cost(field)));
    let cells: Vec<_> = question.fields.iter().map(cell).collect();
    format!("{} {:?} {cells:?}", row.time, row.status)
}
