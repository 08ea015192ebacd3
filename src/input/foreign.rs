//! What a line of another tool's log needs beyond its names: units, records that are no calls, and what follows from two
//! values rather than from one.

use std::borrow::Cow;
use std::num::NonZero;
use std::ops::Range;

use super::detect;
use super::event::{Event, Fingerprint, Origin, Outcome, Sink, Span, Tag, Tokens, fingerprint, spread};
use super::format::{Cached, Calls, Format, Unit};
use super::index::Indexed;
use super::inner;
use super::native::{Line, Record, note};
use super::parse::Finding;
use super::plan::{NOWHERE, Plan, target, tells};
use super::scalar::{Mismatch, Scalar};
use super::units::put_unit;
use crate::query::{Canonical, Field, Raw};

impl<'l, R: Record> Line<'l, R> {
    /// Gives the record's event to `sink`, where the record is a call of a model, or a span and all are wanted; whether it is.
    pub fn give_foreign(&self, format: &Format, plan: &Plan, remarks: &mut Vec<Finding>, sink: &mut impl Sink) -> bool {
        let is_call = self.is_call(format);
        let whole = self.whole_trace(format);
        let moment = self.moment(target::TIMESTAMP);
        let is_timed = is_call || plan.every_span || format.layout.is_nested();
        let time = moment.filter(|_| is_timed).map(|moment| moment.time());
        let start = time.and_then(Result::ok);
        let span = self.span(format, whole.as_deref(), start).map(|span| Span { is_call, ..span });
        // What this program wrote are requests, as the lines of its own log are: whatever they are inside of, each counts, and
        // who wants its spans tells calls from the values.
        let is_own = self.is_own();
        let told = span.filter(|_| !(is_own && plan.every_span));
        let told = told.map(|span| Span { parent: span.parent.filter(|_| !is_own), ..span });
        let is_span = plan.every_span && told.is_some();
        if !is_call && !is_span {
            told.into_iter().for_each(|span| sink.span(span));
            return false;
        }
        let own_id = self.text(target::REQUEST_ID).filter(|id| !id.is_empty());
        let id = own_id.as_deref().map(|id| self.whole_id(id));
        if id.is_none() && self.layout.tells & tells::KNOWN == 0 {
            remarks.insert(0, Finding::Unrecognised);
            return true;
        }
        if let (Some(Err(Mismatch)), Some(moment)) = (time, moment) {
            note(remarks, "timestamp", &moment);
        }
        let outcome = self.foreign_outcome(format);
        // A record's time is its start, unless it states its end alone.
        let is_end =
            self.has(target::END) && self.layout.places[target::TIMESTAMP].0 == self.layout.places[target::END].0;
        let answered = start.filter(|_| is_end && outcome == Outcome::Response);
        let is_local = self.layout.places[target::REQUEST_ID].2 == Unit::Local;
        let is_own_id = self.layout.places[target::REQUEST_ID].0 == self.layout.places[target::SPAN].0;
        let own = if is_span || is_own_id { None } else { id.as_deref().filter(|_| !is_local).map(fingerprint) };
        let key = own.or(span.map(|span| span.row));
        if let (Some(span), Some(row)) = (told, key) {
            sink.span(Span { row, ..span });
        }
        let key = match &own_id {
            Some(own_id) if !format.replay.is_empty() => self.give_replay(own_id, key, sink),
            _ => key,
        };
        sink.event(Event { id: key, time: start, answered, outcome });
        self.give_values(format, plan, id.as_deref(), remarks, sink);
        self.give_more(format, plan, outcome, sink);
        let is_span_id = |field: &Field| matches!(field, Field::Path(path) if path == "span_id");
        if let Some(trace) = whole
            && let Some(slot) = plan.slots.iter().position(|slot| is_span_id(&slot.field))
        {
            sink.text(slot, Tag::Text, &trace);
        }
        sink.end();
        true
    }

    /// Gives what stands in the record for each slot, its request's id as `id`.
    #[inline]
    fn give_values(
        &self,
        format: &Format,
        plan: &Plan,
        id: Option<&str>,
        remarks: &mut Vec<Finding>,
        sink: &mut impl Sink,
    ) {
        let is_own = self.is_own();
        for (number, value, unit) in &self.layout.slots {
            let slot = &plan.slots[*number];
            // A span that this program wrote states both parts of the sum, and how long it took if that is known.
            let is_told =
                matches!(unit, Unit::StandIn | Unit::Microseconds) || slot.field == Field::Raw(Raw::CacheWrites);
            if self.is_elsewhere(format, &slot.field) || is_told && is_own {
                continue;
            }
            let given = match &slot.field {
                field if let Some(bucket) = bucket_of(format, field) => self
                    .sum(bucket, Some(self.record.scalar(*value)))
                    .map(|tokens| tokens.into_iter().for_each(|tokens| sink.int(*number, tokens))),
                Field::Canonical(Canonical::RequestId) => {
                    id.map(|id| sink.text(*number, Tag::Text, id)).ok_or(Mismatch)
                }
                _ if unit.is_as_written() => self.record.put(*value, *number, slot.kind, sink),
                _ => put_unit(sink, *number, slot.kind, *unit, &self.record.scalar(*value)),
            };
            if given == Err(Mismatch) && slot.field != Field::Canonical(Canonical::RequestId) {
                note(remarks, slot.field.name(), &self.record.scalar(*value));
            }
        }
    }

    /// The records that the line in `range` holds in place of its own: itself with the objects that it has as texts, or itself
    /// and those inside of it.
    pub fn records(
        &self,
        format: &Format,
        plan: &Plan,
        text: Indexed<'_>,
        range: Range<usize>,
        remarks: &mut Vec<Finding>,
    ) -> Option<Vec<String>> {
        // As it is written: a text may be long.
        if let Some(Scalar::Text(written) | Scalar::Escaped(written)) = self.get(target::TEXT)
            && inner::is_like_object(written)
        {
            let broken = |head: &str, text: &str| note(remarks, head, &Scalar::Text(text));
            let line = &text.text[range.clone()];
            if let Some(record) = inner::opened(line, format.heads().into_iter(), plan.prefix, broken) {
                return Some(vec![record]);
            }
        }
        let Some(Scalar::Nested(inside)) = self.get(target::BRANCHES) else { return None };
        inside.contains('{').then(|| inner::runs(text, range.start, format.branches))?
    }

    /// The name of another format that this record is of, where it would count as a call about which nothing is known, or as
    /// none at all.
    pub fn stranger(&self, format: &Format, line: &str) -> Option<&'static str> {
        let says_nothing = match self.is_call(format) {
            true => self.layout.tells & tells::USAGE == 0,
            false => self.span_id(target::SPAN).is_none(),
        };
        if says_nothing { detect::stranger(line, format) } else { None }
    }

    /// Tells whether the record is of a message itself, or of a copy of it, as a side chain keeps of what its parent was told:
    /// under a request id of its own. Returns the key under which the record is kept.
    fn give_replay(&self, id: &str, key: Option<Fingerprint>, sink: &mut impl Sink) -> Option<Fingerprint> {
        let is_copy = self.get(target::REPLAY).is_some_and(|flag| flag.is_true());
        let message = fingerprint(id);
        let copy = message.rotate_left(1);
        let (id, parent, origin) = match is_copy {
            true => (copy, Some(message), Origin::Copy),
            false => (message, None, Origin::Record),
        };
        let tokens = Tokens::default();
        let parent = parent.and_then(NonZero::new);
        sink.span(Span {
            id,
            parent,
            row: id,
            origin,
            is_call: false,
            is_container: false,
            tokens,
            cached: 0,
            has_cost: false,
        });
        if is_copy { Some(copy) } else { key }
    }

    /// What no single value states: constants, durations between two moments, and that a request was free.
    fn give_more(&self, format: &Format, plan: &Plan, outcome: Outcome, sink: &mut impl Sink) {
        let is_open = |slot: usize| self.layout.places[target::SLOTS + slot] == NOWHERE;
        for (number, slot) in plan.slots.iter().enumerate() {
            let Field::Canonical(field) = slot.field else { continue };
            if field == Canonical::CostUsd && self.get(target::UNBILLED).is_some_and(|value| value.is_true()) {
                sink.float(number, 0.0);
                continue;
            }
            if !is_open(number) {
                continue;
            }
            let duration = match field {
                Canonical::LatencyMs if self.is_own() => None,
                Canonical::LatencyMs => self.since_start(target::END),
                // Of an answer that came at once the first token is the last.
                Canonical::TtftMs if !self.are_same(target::FIRST_TOKEN, target::END) => {
                    self.since_start(target::FIRST_TOKEN)
                }
                _ => None,
            };
            if let Some(duration) = duration {
                sink.float(number, duration);
            } else if let Some(error) = self.text(target::EXCEPTION)
                && field == Canonical::ErrorType
                && outcome == Outcome::Error
            {
                sink.text(number, Tag::Text, &error);
            } else if let Some((_, text)) = format.constants.iter().find(|(of, _)| *of == field) {
                sink.text(number, Tag::Text, text);
            }
        }
    }

    fn has(&self, target: usize) -> bool {
        self.layout.places[target] != NOWHERE
    }

    pub fn text(&self, target: usize) -> Option<Cow<'l, str>> {
        self.get(target)?.text().ok()
    }

    /// The span that a record is, or that of the whole trace it tells of, that began at `start`.
    fn span(&self, format: &Format, whole: Option<&str>, start: Option<i64>) -> Option<Span> {
        let id = self.span_id(target::SPAN).or_else(|| self.id_of(whole?))?;
        let parent = self.span_id(target::PARENT).and_then(NonZero::new);
        let (row, origin) = match format.layout.is_nested() {
            // Of two spans with one id each has its own start, in whatever unit it is written, or its own parent.
            true => {
                let (start, parent) = (start.map_or(0, |micros| spread(micros as u64)), parent.map_or(0, NonZero::get));
                (id ^ start ^ parent.rotate_left(2), Origin::Whole)
            }
            false => (id, Origin::Record),
        };
        let tokens = self.tokens();
        let cached = u32::try_from(self.cached()).unwrap_or(u32::MAX);
        let has_cost = self.has_cost();
        Some(Span { id, parent, row, origin, is_call: true, is_container: false, tokens, cached, has_cost })
    }

    /// Whether this program wrote it, and said what it knew.
    fn is_own(&self) -> bool {
        self.has(target::OWN)
    }

    /// A moment, unless it is 0: what is not set in a protocol buffer.
    fn moment(&self, target: usize) -> Option<Scalar<'l>> {
        self.get(target).filter(|scalar| !matches!(scalar, Scalar::Number("0") | Scalar::Text("0")))
    }

    /// What is one span, of one trace where ids are told apart by it.
    pub fn span_id(&self, target: usize) -> Option<Fingerprint> {
        self.id_of(&self.text(target).filter(|id| !id.is_empty())?)
    }

    fn id_of(&self, id: &str) -> Option<Fingerprint> {
        let id = fingerprint(id);
        Some(match self.text(target::TRACE) {
            Some(trace) => id.rotate_left(1) ^ fingerprint(&trace),
            None => id,
        })
    }

    /// The trace that a record tells of as a whole, if it has no id of its own.
    fn whole_trace(&self, format: &Format) -> Option<Cow<'l, str>> {
        let is_whole = !format.spans.whole.is_empty() && !self.has(target::SPAN) && self.has(target::TRACE);
        let is_kind = || self.text(target::KIND).is_some_and(|kind| kind == format.spans.whole);
        if is_whole && is_kind() { self.text(target::TRACE).filter(|trace| !trace.is_empty()) } else { None }
    }

    /// What a span says that it used.
    pub fn tokens(&self) -> Tokens {
        let count = |target: usize, bucket: usize| {
            let stated = self.get(target);
            let count = match self.layout.buckets.is_empty() {
                true => stated.map(|stated| stated.count()).transpose(),
                false => self.sum(bucket, stated),
            };
            count.ok().flatten().unwrap_or(0)
        };
        Tokens::new(count(target::INPUT, target::INPUT_BUCKET), count(target::OUTPUT, target::OUTPUT_BUCKET))
    }

    /// The part of its input that a span says a cache served or took.
    fn cached(&self) -> i64 {
        let count = |target: usize| self.get(target).and_then(|scalar| scalar.count().ok()).unwrap_or(0);
        count(target::CACHE_READ) + count(target::CACHE_WRITES)
    }

    fn whole_id(&self, id: &str) -> String {
        match self.text(target::ID_BESIDES) {
            Some(more) => format!("{id}:{more}"),
            None => id.to_owned(),
        }
    }

    fn is_call(&self, format: &Format) -> bool {
        let is_stand_in = || self.text(target::MODEL).is_some_and(|model| model == format.stand_in);
        if !format.stand_in.is_empty() && is_stand_in() && self.outcome() != Outcome::Error {
            return false;
        }
        if self.is_own() {
            return true;
        }
        match format.calls {
            Calls::All => true,
            Calls::Stating(_) => self.has(target::KIND),
            Calls::Kind { words, .. } => match self.text(target::KIND) {
                Some(kind) => words.iter().any(|word| kind.eq_ignore_ascii_case(word)),
                None if format.layout.is_nested() && self.tokens().stated().is_some() => true,
                None => self.has(target::MODEL),
            },
        }
    }

    fn foreign_outcome(&self, format: &Format) -> Outcome {
        let fails = |status: Cow<'_, str>| format.verdict.failures.contains(&&*status);
        let http = || self.get(target::HTTP_STATUS).and_then(|status| status.number().ok());
        match self.outcome() {
            _ if self.text(target::STATUS).is_some_and(fails) => Outcome::Error,
            Outcome::Open | Outcome::Response if http().is_some_and(|status| status < 0.0) => {
                if http() == format.verdict.waits { Outcome::Open } else { Outcome::Error }
            }
            Outcome::Open if self.is_own() => Outcome::Open,
            Outcome::Open if format.verdict.is_final || self.moment(target::END).is_some() => Outcome::Response,
            outcome => outcome,
        }
    }

    /// Whether these input tokens belong to the other of both slots, by what the provider counts.
    fn is_elsewhere(&self, format: &Format, field: &Field) -> bool {
        let Field::Raw(raw) = field else { return false };
        format.cached == Cached::ByProvider
            && match raw {
                Raw::InputApart => !self.counts_apart(),
                Raw::InputWhole => self.counts_apart(),
                _ => false,
            }
    }

    /// Whether cached tokens stand beside the input: as the record says, else as Anthropic counts, whoever sells its models.
    /// PostHog's own rule (`resolveCacheReportingExclusive`), taken for other tools that repeat their providers' figures too.
    fn counts_apart(&self) -> bool {
        let lower = |target: usize| self.text(target).map(|text| text.to_ascii_lowercase()).unwrap_or_default();
        self.get(target::APART).map(|flag| flag.is_true()).unwrap_or_else(|| {
            let model = lower(target::MODEL);
            lower(target::PROVIDER).contains("anthropic") || model.contains("anthropic") || model.starts_with("claude")
        })
    }

    /// The sum of tokens that stand apart from each other, or what is stated instead.
    fn sum(&self, bucket: usize, stated: Option<Scalar<'_>>) -> Result<Option<i64>, Mismatch> {
        let in_bucket = self.layout.buckets.iter().filter(|(of, _)| *of == bucket);
        let mut counts = in_bucket.map(|(_, number)| self.record.scalar(*number).count());
        let Some(first) = counts.next() else {
            // Beside an empty bucket 0 is what nobody knows.
            let stated = stated.map(|stated| stated.count()).transpose()?;
            return Ok(stated.filter(|tokens| *tokens > 0));
        };
        let sum = counts.try_fold(first?, |sum, count| Ok(sum.saturating_add(count?)))?;
        let cached = self.get(target::CACHED_INSIDE).filter(|_| bucket == target::INPUT_BUCKET);
        let cached = cached.map_or(Ok(0), |cached| cached.count())?;
        Ok(Some(sum.saturating_sub(cached).max(0)))
    }

    fn are_same(&self, one: usize, other: usize) -> bool {
        let moment = |target: usize| self.get(target).and_then(|scalar| scalar.time().ok());
        moment(one) == moment(other)
    }

    /// Milliseconds from the record's start to one of its moments.
    fn since_start(&self, moment: usize) -> Option<f64> {
        let (start, end) = (self.layout.places[target::TIMESTAMP], self.layout.places[moment]);
        // A record without a start has its end for a timestamp.
        if start == NOWHERE || start.0 == end.0 {
            return None;
        }
        let (start, end) = (self.moment(target::TIMESTAMP)?, self.moment(moment)?);
        let microseconds = match (nanoseconds(&start), nanoseconds(&end)) {
            (Some(start), Some(end)) => end.checked_sub(start)? as f64 / 1e3,
            _ => end.time().ok()?.checked_sub(start.time().ok()?)? as f64,
        };
        (microseconds >= 0.0).then_some(microseconds / 1e3)
    }
}

/// Which bucket a field is the sum of.
fn bucket_of(format: &Format, field: &Field) -> Option<usize> {
    let bucket = match field {
        Field::Canonical(Canonical::InputTokens) | Field::Raw(Raw::InputApart | Raw::InputWhole) => {
            target::INPUT_BUCKET
        }
        Field::Canonical(Canonical::OutputTokens) => target::OUTPUT_BUCKET,
        _ => return None,
    };
    (!format.buckets[0].is_empty()).then_some(bucket)
}

/// A moment in nanoseconds since the epoch, where it is stated to the nanosecond: as 19 digits.
fn nanoseconds(scalar: &Scalar<'_>) -> Option<i64> {
    match scalar {
        Scalar::Number(text) | Scalar::Text(text) if text.len() == 19 => text.parse().ok(),
        _ => None,
    }
}
