//! What other tools write: one file a format, each a table from its paths to canonical fields.
//!
//! A format is data. Its paths fill a [`super::Plan`] as the native names do, so that its lines take the same way through
//! the scanner; what else a foreign line needs (units, records that are no calls, times from which a latency follows) is
//! named here and done in [`super::foreign`].

mod anthropic;
mod bedrock;
mod claude_code;
mod helicone;
mod jaeger;
mod langfuse;
mod langsmith;
mod litellm;
mod llm_cli;
mod openai;
mod otlp;
mod posthog;

use std::collections::BTreeSet;

use super::tree::JOINT;
use crate::query::Canonical;

/// One log format that is not the native one.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whose it is, for people.
    pub title: &'static str,
    /// What its logs cannot tell, for people.
    pub lacks: &'static str,
    /// A record is of this format if it has all paths of one of these.
    pub signs: &'static [&'static [&'static str]],
    pub layout: Layout,
    /// Where each field stands, best first.
    pub fields: &'static [(Canonical, &'static [Path])],
    /// The same of those that stand elsewhere than in formats with the same `fields`.
    pub own: &'static [(Canonical, &'static [Path])],
    /// What the input tokens hold.
    pub cached: Cached,
    /// Cache writes: of both durations, of five minutes, of an hour.
    pub writes: [&'static [&'static str]; 3],
    /// Input and output tokens that stand apart from each other and are added up. Where there are none, what is stated instead
    /// counts, unless it is 0: that is unknown then.
    pub buckets: [&'static [&'static str]; 2],
    /// Cached tokens that these hold.
    pub cached_inside: &'static [&'static str],
    /// Fields that every record has, unless it says otherwise.
    pub constants: &'static [(Canonical, &'static str)],
    /// Which records are calls of a model.
    pub calls: Calls,
    /// The name of a model that answers in place of one: no call, unless it says that a call failed.
    pub stand_in: &'static str,
    pub moments: Moments,
    /// Whether several lines tell of one answer, each more than the one before: that they differ is no fault.
    pub retells: bool,
    /// A second text that tells requests apart whose id is the same.
    pub id_besides: &'static [&'static str],
    pub spans: Spans,
    /// The key under which a record holds others, where some do.
    pub branches: &'static str,
    pub verdict: Verdict,
    /// Paths that, when set, tell that nobody was charged: a cache of the tool's own answered, or nothing did.
    pub unbilled: &'static [&'static str],
}

/// A path and the unit of what stands there.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    pub path: &'static str,
    pub unit: Unit,
}

/// How a value becomes one of our units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    #[default]
    Same,
    /// A duration in seconds.
    Seconds,
    /// A duration in millionths of a second.
    Microseconds,
    /// Money in units of a billionth of a dollar, where the figure is too large for dollars.
    NanoDollars,
    /// A W3C `tracestate` with the threshold by which OpenTelemetry sampled the trace.
    Threshold,
    /// The first text of an array.
    First,
    /// What follows the last slash of a name: an ARN's model.
    Tail,
    /// OpenTelemetry's kind of a span, by number or by name.
    SpanKind,
    /// The same, of the kinds that nobody waits for; or Jaeger's kind of a reference, if it is such a one.
    Unawaited,
}

pub const fn at(path: &'static str) -> Path {
    Path { path, unit: Unit::Same }
}

pub const fn seconds(path: &'static str) -> Path {
    Path { path, unit: Unit::Seconds }
}

pub const fn microseconds(path: &'static str) -> Path {
    Path { path, unit: Unit::Microseconds }
}

pub const fn nano_dollars(path: &'static str) -> Path {
    Path { path, unit: Unit::NanoDollars }
}

pub const fn threshold(path: &'static str) -> Path {
    Path { path, unit: Unit::Threshold }
}

pub const fn first(path: &'static str) -> Path {
    Path { path, unit: Unit::First }
}

pub const fn tail(path: &'static str) -> Path {
    Path { path, unit: Unit::Tail }
}

pub const fn span_kind(path: &'static str) -> Path {
    Path { path, unit: Unit::SpanKind }
}

pub const fn unawaited(path: &'static str) -> Path {
    Path { path, unit: Unit::Unawaited }
}

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object is one record.
    Flat,
    /// One object holds many spans as OTLP has them, with their attributes in lists of keys and values.
    Otlp,
    /// One object is a trace as Jaeger has it: a list of spans, and the processes that they ran in.
    Jaeger,
}

impl Layout {
    /// Whether one object holds many spans.
    pub fn is_nested(self) -> bool {
        self != Layout::Flat
    }
}

/// Whether the input tokens hold the cached ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cached {
    /// They do, unless they are too few.
    Inside,
    /// They stand beside them.
    Apart,
    /// The tool repeats what the provider says: Anthropic's stand apart.
    ByProvider,
}

/// Which records are calls of a model; the others are counted and left out.
#[derive(Debug, Clone, Copy)]
pub enum Calls {
    All,
    /// Those that state a path.
    Stating(&'static [&'static str]),
    /// Those where the first path that is stated holds one of the words; of records that state none, those with a model.
    Kind {
        paths: &'static [&'static str],
        words: &'static [&'static str],
    },
}

/// The moments from which durations follow that a record does not state. Its timestamp is its start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moments {
    pub end: &'static [&'static str],
    pub first_token: &'static [&'static str],
}

/// Where a record states the span of a trace that it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spans {
    pub id: &'static [Path],
    /// The span it is inside.
    pub parent: &'static [Path],
    pub name: &'static [Path],
    /// What kind of step it is.
    pub kind: &'static [Path],
    pub service: &'static [Path],
    /// Why the span around it does not wait for it, where it does not.
    pub link: &'static [Path],
    /// The kind of a record that tells of a whole trace: without an id of its own it has the trace's.
    pub whole: &'static str,
}

/// Where a record says that it failed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verdict {
    /// Words of the status that mean failure, beside those that everybody uses.
    pub failures: &'static [&'static str],
    pub http_status: &'static [&'static str],
    /// Any value here that is set is an error.
    pub errors: &'static [&'static str],
    pub level: &'static [&'static str],
}

/// All foreign formats, in the order in which they are tried.
pub static ALL: [&Format; 14] = [
    &otlp::OTLP,
    &jaeger::JAEGER,
    &bedrock::BEDROCK,
    &openai::BATCH,
    &anthropic::BATCH,
    &langsmith::LANGSMITH,
    &langfuse::LANGFUSE,
    &langfuse::BLOB,
    &helicone::HELICONE,
    &litellm::STANDARD,
    &litellm::SPEND,
    &claude_code::CLAUDE_CODE,
    &llm_cli::LLM,
    &posthog::POSTHOG,
];

/// What other fields of [`Format`] are for most formats.
pub const PLAIN: Format = Format {
    name: "",
    title: "",
    lacks: "",
    signs: &[],
    layout: Layout::Flat,
    fields: &[],
    own: &[],
    cached: Cached::Inside,
    writes: [&[], &[], &[]],
    buckets: [&[], &[]],
    cached_inside: &[],
    constants: &[],
    calls: Calls::All,
    stand_in: "",
    moments: Moments { end: &[], first_token: &[] },
    retells: false,
    id_besides: &[],
    spans: Spans { id: &[], parent: &[], name: &[], kind: &[], service: &[], link: &[], whole: "" },
    branches: "",
    verdict: Verdict { failures: &[], http_status: &[], errors: &[], level: &[] },
    unbilled: &[],
};

impl Format {
    /// Where a field stands, best first.
    pub fn paths(&self, field: Canonical) -> &'static [Path] {
        self.own.iter().chain(self.fields).find(|(of, _)| *of == field).map_or(&[], |(_, paths)| paths)
    }

    /// Whether its records can tell a field.
    pub fn tells(&self, field: Canonical) -> bool {
        let is_derived = match field {
            Canonical::LatencyMs => !self.moments.end.is_empty(),
            Canonical::TtftMs => !self.moments.first_token.is_empty(),
            _ => false,
        };
        is_derived || !self.paths(field).is_empty()
    }

    /// The keys of the objects in a record in which something of it stands.
    pub fn heads(&self) -> BTreeSet<&'static str> {
        let fields = self.fields.iter().flat_map(|(_, paths)| *paths).map(|path| path.path);
        let others = self.writes.into_iter().chain([self.verdict.http_status, self.verdict.errors]).flatten().copied();
        fields.chain(others).filter_map(|path| Some(path.split_once(['.', JOINT])?.0)).collect()
    }

    /// Whether its records are spans of traces.
    pub fn has_spans(&self) -> bool {
        !self.spans.id.is_empty()
    }

    /// Which of [`ALL`] this is.
    pub fn number(&self) -> usize {
        ALL.iter().position(|format| format.name == self.name).unwrap_or_default()
    }
}

/// The format of that name.
pub fn named(name: &str) -> Option<&'static Format> {
    ALL.into_iter().find(|format| format.name == name)
}
