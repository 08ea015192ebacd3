//! The events of one chunk, united as far as the chunk reaches. Most requests begin and end in one chunk,
//! so most of the joining is done here, in a small table that fits a cache.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::dictionary::Dictionary;
use super::early::{Dropped, Early, Verdict};
use super::finder::{Finder, part};
use super::rows::{Column, MISSING_INT, Marks, Rows};
use crate::input::{Batch, Event, Fingerprint, Sink, Span, Tag, spread};
use crate::query::Kind;

/// Partial requests in the order in which a chunk first names them, with dictionaries of their own.
#[derive(Debug)]
pub struct Block {
    pub rows: Rows,
    /// One per column; empty for columns that are not text.
    pub dictionaries: Vec<Dictionary>,
    finder: Finder,
    /// The row of the event that is being taken.
    row: usize,
    verdict: Verdict,
    has_id: bool,
    early: Arc<Early>,
    /// Whether anybody asks when a request was answered.
    keeps_answers: bool,
    pub dropped: Dropped,
    /// The spans of the chunk.
    pub spans: Vec<Span>,
    /// What the row of the next event has for an id if the event has none: 0, or that of a span.
    lone: Fingerprint,
    /// Whether the event that is being taken is one of a span.
    is_span: bool,
    /// The same of the next one.
    is_span_next: bool,
}

/// An id like no other, for a span whose request has none. All that counts is that it is one of its own.
fn lone_id() -> Fingerprint {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    spread(NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Block {
    pub fn new(kinds: &[Kind], watched: Option<usize>, keeps_answers: bool, early: Arc<Early>) -> Block {
        Block {
            rows: Rows::new(kinds, watched),
            dictionaries: kinds.iter().map(|_| Dictionary::default()).collect(),
            finder: Finder::default(),
            row: 0,
            verdict: Verdict::Keep,
            has_id: false,
            early,
            keeps_answers,
            dropped: Dropped::default(),
            spans: Vec::new(),
            lone: 0,
            is_span: false,
            is_span_next: false,
        }
    }

    /// Forgets everything and keeps the space, so that the next chunk need not ask for it again.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.dictionaries.iter_mut().for_each(Dictionary::clear);
        self.finder.clear();
        self.dropped = Dropped::default();
        self.spans.clear();
    }

    #[inline]
    fn row(&mut self, id: Fingerprint) -> usize {
        let ids = &self.rows.ids;
        let next = self.rows.len() as u32;
        let row = self.finder.row(part(id), next, |row| ids[row as usize] == id);
        if row == next { self.rows.push(id) } else { row as usize }
    }

    /// Whether a row, if it is a request by itself, passes what a filter asks of its texts.
    fn passes(&self, row: usize) -> bool {
        let text = |slot: usize| match &self.rows.columns[slot] {
            Column::Code(codes) => {
                codes.get(row).and_then(|code| self.dictionaries[slot].get(*code)).map(|(_, text)| text)
            }
            Column::Int(_) | Column::Float(_) => None,
        };
        self.early.by_text(text)
    }

    /// What [`Sink::event`] and [`Sink::end`] leave out, of rows that are there already.
    fn sift(&mut self, before: usize) {
        let mut is_kept = vec![true; before];
        for row in before..self.rows.len() {
            let time = Some(self.rows.first[row]).filter(|time| *time != MISSING_INT);
            let has_id = self.rows.id(row) != 0;
            let verdict = self.early.by_time(time, has_id);
            is_kept.push(verdict != Verdict::Drop && (has_id || self.passes(row)));
            if !is_kept[row] {
                self.dropped.add(Dropped::one(time));
            } else if verdict == Verdict::KeepTime {
                self.rows.forget(row);
            }
        }
        self.rows.retain(|row| is_kept[row]);
    }
}

impl Sink for Block {
    fn event(&mut self, event: Event) {
        let lone = std::mem::take(&mut self.lone);
        self.is_span = std::mem::take(&mut self.is_span_next);
        self.has_id = event.id.is_some() || lone != 0;
        self.verdict = self.early.by_time(event.time, self.has_id);
        if self.verdict == Verdict::Drop {
            return self.dropped.add(Dropped::one(event.time));
        }
        self.row = match event.id {
            Some(id) => self.row(id),
            None => self.rows.push(lone),
        };
        if let Some(time) = event.time {
            let answered = event.answered.filter(|_| self.keeps_answers).unwrap_or(MISSING_INT);
            self.rows.see(self.row, time, answered);
        }
        self.rows.mark(self.row, Marks::of(event.outcome));
    }

    fn int(&mut self, slot: usize, value: i64) {
        if self.verdict == Verdict::Keep {
            self.rows.columns[slot].set_int(self.row, value);
        }
    }

    fn float(&mut self, slot: usize, value: f64) {
        // What a span before the window says that it cost may be what one inside of it did.
        let is_inherited = || self.verdict == Verdict::KeepTime && self.is_span && self.early.is_cost(slot);
        if self.verdict == Verdict::Keep || is_inherited() {
            self.rows.columns[slot].set_float(self.row, value);
        }
    }

    fn text(&mut self, slot: usize, tag: Tag, text: &str) {
        if self.verdict == Verdict::Keep {
            let code = self.dictionaries[slot].intern(tag, text);
            self.rows.set_code(slot, self.row, code);
        }
    }

    fn span(&mut self, mut span: Span) {
        if span.row == 0 {
            self.lone = lone_id();
            span.row = self.lone;
        }
        self.is_span_next = true;
        self.spans.push(span);
    }

    fn takes_batches(&self) -> bool {
        true
    }

    fn passes_over(&mut self, requests: u64, undated: u64, span: (i64, i64)) -> bool {
        let passes = self.early.lacks(span);
        if passes {
            self.dropped.add(Dropped { requests, undated, span: Some(span) });
        }
        passes
    }

    fn batch(&mut self, batch: &Batch<'_>) {
        let before = self.rows.len();
        self.rows.extend(batch, &mut self.dictionaries, self.keeps_answers);
        if !self.early.is_open() {
            self.sift(before);
        }
    }

    fn end(&mut self) {
        if self.has_id || self.verdict == Verdict::Drop {
            return;
        }
        if !self.passes(self.row) {
            let time = Some(self.rows.first[self.row]).filter(|time| *time != MISSING_INT);
            self.dropped.add(Dropped::one(time));
            self.rows.pop();
        }
    }
}
