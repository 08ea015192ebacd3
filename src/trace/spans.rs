//! The spans of a request table, sorted by trace: ids as numbers, times as microseconds.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::columns::Texts;
use crate::query::{Canonical, Field};
use crate::requests::{Column, MISSING_CODE, MISSING_INT, RequestTable};

/// The number of a span or an id that is not there.
pub const MISSING: u32 = u32::MAX;

/// What tells when and where a span was, beside the columns of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its row in the request table.
    pub row: u32,
    /// Equal for equal ids within a table; [`MISSING`] for a request that names no span.
    pub id: u32,
    /// In the numbers of `id`; [`MISSING`] for a root.
    pub parent: u32,
    /// Whether it names a parent, known or not.
    pub has_parent: bool,
    /// Microseconds since the epoch; [`MISSING_INT`] where unknown.
    pub start: i64,
    /// The same; unknown too for a span without an end.
    pub end: i64,
    /// Whether its parent waits for it.
    pub is_awaited: bool,
}

impl Span {
    /// Microseconds, where both ends are known.
    pub fn duration(&self) -> Option<i64> {
        (self.start != MISSING_INT && self.end != MISSING_INT).then(|| self.end - self.start)
    }
}

/// All spans that belong to a trace.
#[derive(Debug, Default)]
pub struct Spans {
    spans: Vec<Span>,
    /// The code of each trace's id, and its spans, in the order in which the input names the traces.
    traces: Vec<(u32, Range<usize>)>,
    /// Rows that name no trace.
    pub without_trace: u64,
    /// Spans whose end is before their start: it counts as unknown.
    pub ends_before_start: u64,
}

/// How a span's own columns are called.
pub fn span_id() -> Field {
    Field::Path("span_id".to_owned())
}

pub const PARENT: &str = "parent_span_id";
pub const NAME: &str = "span_name";
pub const KIND: &str = "span_kind";
pub const SERVICE: &str = "service_name";
const START: &str = "start_time";
const END: &str = "end_time";
/// Why the parent does not wait, where it does not.
const LINK: &str = "span_link";

/// The columns that spans are made of and shown with.
pub fn fields() -> BTreeSet<Field> {
    let canonical = [
        Canonical::TraceId,
        Canonical::Model,
        Canonical::Feature,
        Canonical::InputTokens,
        Canonical::OutputTokens,
        Canonical::CostUsd,
        Canonical::LatencyMs,
        Canonical::ErrorType,
    ];
    let own = [PARENT, NAME, KIND, SERVICE, START, END, LINK].map(|name| Field::Path(name.to_owned()));
    canonical.map(Field::from).into_iter().chain(own).chain([span_id()]).collect()
}

impl Spans {
    pub fn of(table: &RequestTable) -> Spans {
        let traces = table.codes(Canonical::TraceId);
        let builder = Builder::new(table);
        let mut all = Spans::default();
        // By trace, and in the order of the input within one: a counting sort.
        let count = traces.iter().filter(|code| **code != MISSING_CODE).max().map_or(0, |code| *code as usize + 1);
        let mut starts = vec![0; count + 1];
        traces.iter().filter(|code| **code != MISSING_CODE).for_each(|code| starts[*code as usize + 1] += 1);
        (0..count).for_each(|code| starts[code + 1] += starts[code]);
        let mut next = starts.clone();
        let mut order = vec![0_u32; starts[count]];
        for (row, code) in (0..).zip(traces).filter(|(_, code)| **code != MISSING_CODE) {
            let at = &mut next[*code as usize];
            order[*at] = row;
            *at += 1;
        }
        all.without_trace = (table.len() - order.len()) as u64;
        all.spans = order.into_iter().map(|row| builder.span(row, &mut all.ends_before_start)).collect();
        let ranges = starts.windows(2).map(|ends| ends[0]..ends[1]).zip(0..);
        all.traces = ranges.filter(|(range, _)| !range.is_empty()).map(|(range, code)| (code, range)).collect();
        all
    }

    /// Each trace's code and spans.
    pub fn traces(&self) -> impl ExactSizeIterator<Item = (u32, &[Span])> {
        self.traces.iter().map(|(code, range)| (*code, &self.spans[range.clone()]))
    }

    /// The same by number.
    pub fn trace(&self, number: usize) -> (u32, &[Span]) {
        let (code, range) = &self.traces[number];
        (*code, &self.spans[range.clone()])
    }

    pub fn len(&self) -> usize {
        self.traces.len()
    }
}

/// What spans are made of.
struct Builder<'t> {
    table: &'t RequestTable,
    traces: Texts<'t>,
    ids: Texts<'t>,
    parents: Texts<'t>,
    /// By code of a parent: the code of the span that has this id.
    spans_of_parents: Vec<u32>,
    starts: Texts<'t>,
    ends: Texts<'t>,
    links: Texts<'t>,
    latency: &'t [f64],
}

impl<'t> Builder<'t> {
    fn new(table: &'t RequestTable) -> Builder<'t> {
        let (ids, parents) = (Texts::of(table, &span_id()), Texts::named(table, PARENT));
        let known: HashMap<&str, u32> = ids.all().zip(0..).collect();
        // No parent at all, in the words of those who write one for every span.
        let is_none = |id: &str| id.is_empty() || id.bytes().all(|byte| byte == b'0') && !known.contains_key(id);
        let span = |id: &str| if is_none(id) { NONE } else { known.get(id).copied().unwrap_or(MISSING) };
        let latency = match table.column(&Canonical::LatencyMs.into()) {
            Some(Column::Float(latency)) => latency.as_slice(),
            _ => &[],
        };
        Builder {
            table,
            traces: Texts::of(table, &Canonical::TraceId.into()),
            spans_of_parents: parents.all().map(span).collect(),
            ids,
            parents,
            starts: Texts::named(table, START),
            ends: Texts::named(table, END),
            links: Texts::named(table, LINK),
            latency,
        }
    }

    fn span(&self, row: u32, ends_before_start: &mut u64) -> Span {
        let stated = match self.parents.code(row) {
            MISSING_CODE => NONE,
            // PostHog's word for no parent is the trace.
            code => match self.spans_of_parents.get(code as usize).copied().unwrap_or(NONE) {
                MISSING if self.parents.get(row) == self.traces.get(row) => NONE,
                known => known,
            },
        };
        let (start, end, is_wrong) = self.times(row);
        *ends_before_start += u64::from(is_wrong);
        Span {
            row,
            id: self.ids.code(row),
            parent: if stated == NONE { MISSING } else { stated },
            has_parent: stated != NONE,
            start,
            end,
            is_awaited: self.links.code(row) == MISSING_CODE,
        }
    }

    /// The stated start, else when the request was made; the stated end, else the start and how long it took.
    fn times(&self, row: u32) -> (i64, i64, bool) {
        let time = |texts: &Texts<'_>| texts.get(row).and_then(crate::input::instant);
        let latency = self.latency.get(row as usize).filter(|ms| !ms.is_nan()).map(|ms| (ms * 1000.0).round() as i64);
        let end = time(&self.ends);
        let logged = Some(self.table.first[row as usize]).filter(|time| *time != MISSING_INT);
        let start = time(&self.starts).or(logged);
        let start = start.or_else(|| end?.checked_sub(latency?));
        let end = end.or_else(|| start?.checked_add(latency?));
        let is_wrong = start.zip(end).is_some_and(|(start, end)| end < start);
        (start.unwrap_or(MISSING_INT), end.filter(|_| !is_wrong).unwrap_or(MISSING_INT), is_wrong)
    }
}

/// The parent of a span that names none.
const NONE: u32 = u32::MAX - 1;
