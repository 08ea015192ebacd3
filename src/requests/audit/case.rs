//! One request under examination: its lines, side by side.

use super::found::{Check, LineKind};
use super::ledger::Ledger;
use super::stated::{self, ABSURD, AFTERWARDS, ASKER, ASKING, USED};
use super::trail::Trace;
use crate::input::Outcome;
use crate::requests::MISSING_INT;
use crate::requests::money::Quotes;

/// Everything in a log before 2015 is a clock that was not set, or a unit that was not understood.
const EARLIEST: i64 = 1_420_070_400_000_000;
/// Clocks differ by a zone; what is a whole day ahead is wrong.
const AHEAD: i64 = 86_400_000_000;

/// The lines of one request, sorted by their fingerprints so that repeats stand together, and its row in the table.
pub struct Case<'c> {
    traces: &'c [Trace],
    row: usize,
    /// What the request costs in all answers.
    cost: Option<f64>,
    /// Whether a line of its own asks.
    has_question: bool,
    /// Whether that line says more than who asks.
    has_prompt: bool,
    /// Whether its lines are of a format in which each tells more of one answer than the line before.
    is_retold: bool,
}

impl<'c> Case<'c> {
    pub fn new(traces: &'c [Trace], row: usize, cost: f64, is_retold: bool) -> Case<'c> {
        let is_open = |trace: &&Trace| trace.outcome == Outcome::Open;
        let has_prompt = traces.iter().filter(is_open).any(|trace| trace.states(ASKING));
        let cost = Some(cost).filter(|cost| !cost.is_nan());
        let mut case = Case { traces, row, cost, has_question: false, has_prompt, is_retold };
        case.has_question = traces.iter().any(|trace| case.is_question(trace));
        case
    }

    fn is_question(&self, trace: &Trace) -> bool {
        let names_asker = trace.states(ASKER) && !trace.states(AFTERWARDS);
        trace.outcome == Outcome::Open && (trace.states(ASKING) || !self.has_prompt && names_asker)
    }

    fn kind(&self, trace: &Trace) -> LineKind {
        match trace.outcome {
            Outcome::Error => LineKind::Error,
            Outcome::Response if !self.has_question && trace.states(ASKING | ASKER) => LineKind::Whole,
            Outcome::Response => LineKind::Response,
            Outcome::Open if self.is_question(trace) => LineKind::Request,
            Outcome::Open => LineKind::Feedback,
        }
    }

    /// Each line once.
    fn distinct(&self) -> impl Iterator<Item = &'c Trace> {
        self.traces.chunk_by(|a, b| a.line == b.line).map(|same| &same[0])
    }

    fn of_kind(&self, kind: LineKind) -> impl Iterator<Item = &'c Trace> {
        self.distinct().filter(move |trace| self.kind(trace) == kind)
    }

    /// Its first line.
    pub fn place(&self) -> u64 {
        self.traces.iter().map(|trace| trace.place).min().unwrap_or(0)
    }

    /// Examines the request, and adds what it finds.
    pub fn examine(&self, quotes: &mut Quotes<'_>, now: i64, ledger: &mut Ledger) {
        for trace in self.traces {
            ledger.lines[self.kind(trace) as usize] += 1;
        }
        self.pairing(ledger);
        self.repeats(quotes, ledger);
        self.readings(quotes, ledger);
        self.times(now, ledger);
        if self.traces.iter().any(|trace| trace.states(ABSURD)) {
            ledger.add(Check::AbsurdValues, self.place(), self.cost);
        }
        let stated = self.traces.iter().fold(0, |all, trace| all | trace.stated) & !ABSURD;
        ledger.coverage.add(stated, self.cost);
    }

    /// Which half is missing.
    fn pairing(&self, ledger: &mut Ledger) {
        let is_answered = self.traces.iter().any(|trace| trace.outcome != Outcome::Open);
        let is_asked =
            self.has_question || self.traces.iter().any(|t| t.outcome != Outcome::Open && t.states(ASKING | ASKER));
        let has_id = self.traces.iter().all(Trace::has_id);
        match (is_asked, is_answered) {
            (true, true) => ledger.paired += 1,
            (true, false) => {
                ledger.add(Check::NeverAnswered, self.place(), None);
                if !has_id {
                    ledger.anonymous_questions.add(self.place(), None);
                }
            }
            (false, true) if has_id => ledger.add(Check::ResponsesWithoutRequest, self.place(), self.cost),
            (false, true) => ledger.anonymous_answers.add(self.place(), self.cost),
            (false, false) => ledger.add(Check::FeedbackWithoutRequest, self.place(), None),
        }
    }

    /// Lines that are there again, and what they would have added.
    fn repeats(&self, quotes: &mut Quotes<'_>, ledger: &mut Ledger) {
        for same in self.traces.chunk_by(|a, b| a.line == b.line) {
            for repeat in &same[1..] {
                ledger.add(Check::RepeatedLines, repeat.place, self.worth(repeat, quotes));
            }
        }
        if let [trace] = self.traces
            && !trace.has_id()
        {
            ledger.alone.push((trace.line, trace.place, self.cost));
        }
    }

    /// What a line by itself says that its request costs; nothing where it says nothing of it.
    fn worth(&self, trace: &Trace, quotes: &mut Quotes<'_>) -> Option<f64> {
        if !trace.states(USED) {
            return Some(0.0);
        }
        let inputs = self.traces.iter().filter_map(|trace| trace.tokens()[0]);
        quotes.reading(self.row, trace.cost, trace.tokens(), quotes.apart(self.row, inputs))
    }

    /// Whether its lines agree on what was used, and whether they are one request at all.
    fn readings(&self, quotes: &mut Quotes<'_>, ledger: &mut Ledger) {
        let costs = self.distinct().map(|trace| Some(trace.cost).filter(|cost| !cost.is_nan()));
        let tokens = |side: usize| self.distinct().map(move |trace| trace.tokens()[side].map(|count| count as f64));
        let differ = [spread(costs), spread(tokens(0)), spread(tokens(1))];
        if !self.is_retold && differ.iter().flatten().any(|spread| *spread > 0.0) {
            // Where a line states the cost, the tokens of the others do not count.
            let states_cost = self.distinct().any(|trace| !trace.cost.is_nan());
            let said = self.distinct().filter(|trace| trace.states(USED) && (!states_cost || !trace.cost.is_nan()));
            let usd: Option<Vec<f64>> = said.map(|trace| self.worth(trace, quotes)).collect();
            let last = self.distinct().filter(|trace| trace.states(USED)).map(|trace| trace.place).max();
            let usd = usd.and_then(|usd| spread(usd.into_iter().map(Some)));
            ledger.add(Check::LinesDisagree, last.unwrap_or_default(), usd);
        }
        if self.of_kind(LineKind::Response).nth(1).is_some() {
            self.several_answers(quotes, ledger);
        }
    }

    /// Two answers: to one question, or to two that share an id by mistake.
    fn several_answers(&self, quotes: &mut Quotes<'_>, ledger: &mut Ledger) {
        let answers = || self.of_kind(LineKind::Response);
        let is_reused = self.of_kind(LineKind::Request).nth(1).is_some();
        let check = if is_reused { Check::ReusedIds } else { Check::RepeatedAnswers };
        let last = answers().map(|trace| trace.place).max().unwrap_or_default();
        let all: Option<Vec<f64>> = answers().map(|trace| self.worth(trace, quotes)).collect();
        let uncounted = all.zip(self.cost).map(|(all, counted)| all.iter().sum::<f64>() - counted);
        ledger.add(check, last, uncounted);
    }

    fn times(&self, now: i64, ledger: &mut Ledger) {
        let times = || self.traces.iter().map(|trace| trace.time).filter(|time| *time != MISSING_INT);
        if times().next().is_none() {
            ledger.add(Check::NoTime, self.place(), self.cost);
        }
        if times().any(|time| !is_plausible(time, now)) {
            ledger.add(Check::OddTimes, self.place(), self.cost);
        }
        let first = |of: &dyn Fn(LineKind) -> bool| {
            let timed = self.traces.iter().filter(|trace| trace.states(stated::TIME) && of(self.kind(trace)));
            timed.map(|trace| (trace.time, trace.place)).min()
        };
        let asked = first(&|kind| kind == LineKind::Request);
        let answered = first(&|kind| matches!(kind, LineKind::Response | LineKind::Error));
        if let (Some((asked, _)), Some((answered, place))) = (asked, answered)
            && answered < asked
        {
            ledger.add(Check::ResponsesBeforeRequest, place, None);
            ledger.largest_skew = ledger.largest_skew.max(asked.saturating_sub(answered));
        }
    }
}

/// Whether a request can have been made then.
pub fn is_plausible(time: i64, now: i64) -> bool {
    (EARLIEST..=now.saturating_add(AHEAD)).contains(&time)
}

/// From the smallest to the largest of the known values; `None` of none.
fn spread(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let ends = values.flatten().fold(None, |ends: Option<(f64, f64)>, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    });
    ends.map(|(low, high)| high - low)
}
