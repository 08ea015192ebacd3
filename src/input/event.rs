//! What a log says, one event at a time: the seam between log formats and the request table.

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
    pub parent: Option<Fingerprint>,
    pub is_call: bool,
    /// Input and output tokens that a call states: not nothing, which some tools write for unknown.
    pub tokens: Option<(i64, i64)>,
    /// Those of the input that it says a cache served or took.
    pub cached: i64,
    /// Whether it is a copy of what it is inside of, if that is in the log.
    pub is_copy: bool,
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
    /// All events have come; their chunk is of input `source`, which has `lines_before` lines before it.
    fn placed(&mut self, _source: usize, _lines_before: u64) {}
}

/// The fingerprint of a request id's text.
pub fn fingerprint(id: &str) -> Fingerprint {
    xxhash_rust::xxh3::xxh3_128(id.as_bytes()).max(1)
}
