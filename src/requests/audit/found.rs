//! What an audit counts.

use crate::stats::Compensated;

/// What can be wrong with the requests of a log, though every line of it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Answered or failed, and no line says what was asked.
    ResponsesWithoutRequest,
    NeverAnswered,
    /// Only a score or the like is there.
    FeedbackWithoutRequest,
    /// Questions and answers in lines of their own, and no id to join them by.
    HalvesWithoutId,
    /// The same line again: it counts once.
    RepeatedLines,
    /// The same line again, without an id: it counts each time.
    RepeatedWithoutId,
    /// Two lines of a request state different tokens or costs.
    LinesDisagree,
    /// Several answers to one question: one counts.
    RepeatedAnswers,
    /// Two questions and two answers with one id.
    ReusedIds,
    ResponsesBeforeRequest,
    NoTime,
    /// Before there were such logs, or in the future.
    OddTimes,
    AbsurdValues,
    /// The logged cost is not what the tokens cost.
    CostsDiffer,
}

impl Check {
    pub const ALL: [Check; 14] = [
        Check::ResponsesWithoutRequest,
        Check::NeverAnswered,
        Check::FeedbackWithoutRequest,
        Check::HalvesWithoutId,
        Check::RepeatedLines,
        Check::RepeatedWithoutId,
        Check::LinesDisagree,
        Check::RepeatedAnswers,
        Check::ReusedIds,
        Check::ResponsesBeforeRequest,
        Check::NoTime,
        Check::OddTimes,
        Check::AbsurdValues,
        Check::CostsDiffer,
    ];
}

/// What a line is to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Request,
    Response,
    Error,
    /// A later word about a request: a score, what became of it.
    Feedback,
    /// Question and answer in one.
    Whole,
}

impl LineKind {
    pub const ALL: [LineKind; 5] =
        [LineKind::Request, LineKind::Response, LineKind::Error, LineKind::Feedback, LineKind::Whole];

    pub fn name(self) -> &'static str {
        match self {
            LineKind::Request => "request",
            LineKind::Response => "response",
            LineKind::Error => "error",
            LineKind::Feedback => "feedback",
            LineKind::Whole => "whole",
        }
    }
}

/// How many places a finding names.
const PLACES: usize = 5;

/// What one check found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub count: u64,
    usd: Compensated,
    /// How many of them come to a known sum of money.
    priced: u64,
    /// The first places, in input order.
    pub places: Vec<u64>,
}

impl Found {
    /// One more, at a place and of so many dollars, if that is known.
    pub fn add(&mut self, place: u64, usd: Option<f64>) {
        self.count += 1;
        if let Some(usd) = usd {
            self.usd.add(usd);
            self.priced += 1;
        }
        if self.places.len() < PLACES || self.places.last().is_some_and(|last| place < *last) {
            self.places.push(place);
            self.trim();
        }
    }

    pub fn merge(&mut self, other: Found) {
        self.count += other.count;
        self.usd.add(other.usd.value());
        self.priced += other.priced;
        self.places.extend(other.places);
        self.trim();
    }

    fn trim(&mut self) {
        self.places.sort_unstable();
        self.places.truncate(PLACES);
    }

    /// The dollars it comes to, as far as they are known.
    pub fn usd(&self) -> Option<f64> {
        (self.priced > 0).then(|| self.usd.value())
    }
}
