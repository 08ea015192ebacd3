//! What a log says, one event at a time: the seam between log formats and the request table.

use std::num::NonZero;

use super::columns::Batch;

/// A 128-bit fingerprint of a request id. Zero is kept for "no id".
pub type Fingerprint = u128;

/// One thing a line says about one request, without its values. A format turns a record into any number of these.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// `None` for a line that is a request by itself.
    pub id: Option<Fingerprint>,
    /// Microseconds since the epoch, UTC.
    pub time: Option<i64>,
    /// When the request was answered, if this event is its answer and happened then.
    pub answered: Option<i64>,
    pub outcome: Outcome,
}

/// A span of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub id: Fingerprint,
    pub parent: Option<NonZero<Fingerprint>>,
    /// The id of its event; 0 for one without.
    pub row: Fingerprint,
    pub origin: Origin,
    pub is_call: bool,
    /// Whether it is of a kind that only holds others: what it states is theirs, if there are any.
    pub is_container: bool,
    pub tokens: Tokens,
    /// Those of the input that it says a cache served or took.
    pub cached: u32,
    /// Whether it states a cost that is not nothing.
    pub has_cost: bool,
}

/// Input and output tokens that a call states: not nothing, which some tools write for unknown. A log may have a span a
/// line, so they are small: what passes 32 bits is no count of anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tokens {
    input: u32,
    output: u32,
}

impl Tokens {
    pub fn new(input: i64, output: i64) -> Tokens {
        let count = |tokens: i64| u32::try_from(tokens).unwrap_or(u32::MAX);
        Tokens { input: count(input), output: count(output) }
    }

    /// Input and output, where it states any.
    pub fn stated(self) -> Option<(i64, i64)> {
        (self != Tokens::default()).then(|| (i64::from(self.input), i64::from(self.output)))
    }
}

impl Span {
    /// Adds what another record says of the same span.
    pub fn join(&mut self, other: &Span) {
        if self.origin == Origin::Request {
            self.origin = other.origin;
        }
        self.parent = other.parent.or(self.parent);
        self.tokens = if other.tokens == Tokens::default() { self.tokens } else { other.tokens };
        self.cached = self.cached.max(other.cached);
        self.is_call |= other.is_call;
        self.is_container |= other.is_container;
        self.has_cost |= other.has_cost;
    }
}

/// Kinds of steps that only hold others.
const CONTAINERS: [&str; 8] =
    ["agent", "chain", "workflow", "task", "invoke_agent", "create_agent", "invoke_workflow", "step"];

/// Whether spans of this kind only hold others, as far as a native log tells.
pub fn is_container(kind: &str) -> bool {
    CONTAINERS.iter().any(|container| kind.eq_ignore_ascii_case(container))
}

/// Kinds of spans that are calls of a model, whatever else they state.
const CALLS: [&str; 9] = [
    "llm",
    "chat",
    "generation",
    "completion",
    "text_completion",
    "generate_content",
    "embedding",
    "embeddings",
    "inference",
];

/// Whether spans of this kind are calls of a model, as far as a native log tells.
pub fn is_call(kind: &str) -> bool {
    CALLS.iter().any(|call| kind.eq_ignore_ascii_case(call))
}

/// How a span is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// As lines of the native log, which are requests whatever else they are; of several requests each may name it.
    Request,
    /// As records, of which several may be about one span.
    Record,
    /// As a whole: another one with its id is another span, or the same once more.
    Whole,
    /// As a copy of what it is inside of, if that is in the log.
    Copy,
}

/// Whether the event tells that the request was answered, or that it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Open,
    Response,
    Error,
}

/// What a text was in JSON, so that `3` and `"3"` stay two values and print as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    Text,
    Number,
    Bool,
}

/// Takes events in the order of the input: first the event, then its values, each for a slot of the plan and of the type
/// that the slot's kind says, then its end.
pub trait Sink {
    fn event(&mut self, event: Event);
    /// A count, or a time in microseconds.
    fn int(&mut self, slot: usize, value: i64);
    fn float(&mut self, slot: usize, value: f64);
    fn text(&mut self, slot: usize, tag: Tag, text: &str);
    /// The event has no more values.
    fn end(&mut self);
    /// There is a span; its event, if it is a call of a model, comes next.
    fn span(&mut self, _span: Span) {}
    /// The events that follow come from the line at the start of `rest`, which is line `number` of its chunk, counted
    /// from 0.
    fn line(&mut self, _number: u64, _rest: &[u8]) {}
    /// Whether [`Sink::line`] needs the bytes of a line that has to be put together for it.
    fn wants_lines(&self) -> bool {
        false
    }
    /// Whether many events may come as one [`Batch`], and rows of a table that are requests by themselves without their ids.
    fn takes_batches(&self) -> bool {
        false
    }
    /// Whether so many requests need not be read, `undated` ones among them and all others in this span of time.
    fn passes_over(&mut self, _requests: u64, _undated: u64, _span: (i64, i64)) -> bool {
        false
    }
    /// Many events at once.
    fn batch(&mut self, _batch: &Batch<'_>) {}
    /// All events have come; their chunk is of input `source`, which has `lines_before` lines before it.
    fn placed(&mut self, _source: usize, _lines_before: u64) {}
}

/// The fingerprint of a request id's text.
pub fn fingerprint(id: &str) -> Fingerprint {
    xxhash_rust::xxh3::xxh3_128(id.as_bytes()).max(1)
}

/// What is an id as far as a number is one, in all bits: a multiple of the golden ratio's.
pub fn spread(number: u64) -> Fingerprint {
    u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
}
