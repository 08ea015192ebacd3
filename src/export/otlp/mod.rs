//! Requests as traces: OTLP in JSON, one `TracesData` a line, as a collector's file exporter writes and any store of
//! traces reads.
//!
//! Names are those of OpenTelemetry's GenAI semantic conventions where these have one; the rest of a request stands
//! under `llmobs.` and its own name, and a cost under `gen_ai.usage.cost`, which the conventions lack and several tools
//! read. 64-bit integers are strings and ids are hex, as OTLP's mapping to JSON says.
//!
//! A span must have ids, a name and an end, which a request may lack: what stands there in place of it says nothing, as
//! `llmobs.` has all that is known, and so this program reads it. A request without a time has none here either.
//!
//! A request that says which span it is keeps its place in its trace (`ids`), its name and its kind (`step`): the steps of an
//! agent are no calls of a model in any store. For this program each is the request that it was, as it says `llmobs.`.

mod ids;
mod step;

use std::io::{self, Write};

pub use ids::Ids;
use step::Step;

use super::flat::{Carried, Cell, Flat, Record, Series};
use super::json::{self, text};
use crate::input::OWN_PREFIX;
use crate::query::{Canonical, Field};

/// What a request says of the span that it is, by the names to ask for it.
pub const SPAN: [&str; 5] = [SPAN_ID, PARENT, NAME, KIND, END];
const SPAN_ID: &str = "span_id";
const PARENT: &str = "parent_span_id";
const NAME: &str = "span_name";
const KIND: &str = "span_kind";
const END: &str = "end_time";

/// How an attribute is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As the field has it.
    Same,
    /// Milliseconds as seconds.
    Seconds,
    /// One text as a list of one.
    List,
}

/// The attribute that states a field.
fn attribute(field: Canonical) -> (&'static str, Form) {
    match field {
        Canonical::RequestId => ("llmobs.request_id", Form::Same),
        Canonical::SessionId => ("gen_ai.conversation.id", Form::Same),
        Canonical::UserId => ("user.id", Form::Same),
        Canonical::Model => ("gen_ai.request.model", Form::Same),
        Canonical::Provider => ("gen_ai.provider.name", Form::Same),
        Canonical::MaxTokens => ("gen_ai.request.max_tokens", Form::Same),
        Canonical::Temperature => ("gen_ai.request.temperature", Form::Same),
        Canonical::InputTokens => ("gen_ai.usage.input_tokens", Form::Same),
        Canonical::OutputTokens => ("gen_ai.usage.output_tokens", Form::Same),
        Canonical::CacheReadTokens => ("gen_ai.usage.cache_read.input_tokens", Form::Same),
        Canonical::ReasoningTokens => ("gen_ai.usage.reasoning.output_tokens", Form::Same),
        Canonical::CostUsd => ("gen_ai.usage.cost", Form::Same),
        Canonical::TtftMs => ("gen_ai.response.time_to_first_chunk", Form::Seconds),
        Canonical::ErrorType => ("error.type", Form::Same),
        Canonical::FinishReason => ("gen_ai.response.finish_reasons", Form::List),
        Canonical::Timestamp => ("llmobs.timestamp", Form::Same),
        Canonical::TraceId => ("llmobs.trace_id", Form::Same),
        Canonical::Feature => ("llmobs.feature", Form::Same),
        Canonical::ServiceTier => ("llmobs.service_tier", Form::Same),
        Canonical::PromptHash => ("llmobs.prompt_hash", Form::Same),
        Canonical::PromptLength => ("llmobs.prompt_length", Form::Same),
        Canonical::ResponseLength => ("llmobs.response_length", Form::Same),
        // Parts of one figure of the conventions, which is written beside them.
        Canonical::CacheWriteTokens => ("llmobs.cache_write_tokens", Form::Same),
        Canonical::CacheWrite1hTokens => ("llmobs.cache_write_1h_tokens", Form::Same),
        Canonical::LatencyMs => ("llmobs.latency_ms", Form::Same),
        Canonical::Status => ("llmobs.status", Form::Same),
        Canonical::QualityScore => ("llmobs.quality_score", Form::Same),
        Canonical::Experiment => ("llmobs.experiment", Form::Same),
        Canonical::Variant => ("llmobs.variant", Form::Same),
        Canonical::SampleRate => ("llmobs.sample_rate", Form::Same),
    }
}

/// Appends a line for each of some rows, whose spans have these ids.
pub fn encode(flat: &Flat<'_>, ids: &Ids, rows: &[u32], out: &mut Vec<u8>) -> io::Result<Carried> {
    let mut carried = Carried::default();
    for row in rows {
        let row = Row { flat, row: *row };
        carried.records += 1;
        carried.lost_rivals += u64::from(flat.is_contested(row.row));
        carried.lost_texts += row.cells().filter(|(_, cell)| *cell == Cell::Text("")).count() as u64;
        carried.lost_times += u64::from(row.start().is_none() && row.time().is_some());
        row.write(ids, out)?;
    }
    Ok(carried)
}

/// A request, which becomes a span.
#[derive(Clone, Copy)]
pub struct Row<'f> {
    flat: &'f Flat<'f>,
    row: u32,
}

impl<'f> Row<'f> {
    fn cell(self, field: Canonical) -> Option<Cell<'f>> {
        let is_it = |series: &&Series<'f>| series.field == Field::Canonical(field);
        self.flat.cell(self.flat.series.iter().find(is_it)?, Record::Whole(self.row))
    }

    /// What the request states.
    fn cells(self) -> impl Iterator<Item = (&'f Field, Cell<'f>)> {
        let Row { flat, row } = self;
        flat.series.iter().filter_map(move |series| Some((&series.field, flat.cell(series, Record::Whole(row))?)))
    }

    /// A text that is not empty.
    fn text(self, field: Canonical) -> Option<&'f str> {
        match self.cell(field) {
            Some(Cell::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    fn int(self, field: Canonical) -> Option<i64> {
        match self.cell(field) {
            Some(Cell::Int(value)) => Some(value),
            _ => None,
        }
    }

    /// What the request says of the span that it is: nothing, where it is none.
    fn said(self, name: &str) -> Option<&'f str> {
        let is_it = |series: &&Series<'f>| series.field.name() == name;
        match self.flat.cell(self.flat.spans.iter().find(is_it)?, Record::Whole(self.row))? {
            Cell::Text(text) | Cell::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The id of the span, which is one of its trace.
    fn span_id(self) -> Option<&'f str> {
        self.text(Canonical::TraceId).and_then(|_| self.said(SPAN_ID))
    }

    /// The id of the span around it. All zeros, or the trace, are words for none.
    fn parent(self) -> Option<&'f str> {
        let is_none = |id: &str| id.bytes().all(|byte| byte == b'0') || self.text(Canonical::TraceId) == Some(id);
        self.span_id().and_then(|_| self.said(PARENT)).filter(|id| !is_none(id))
    }

    fn span_name(self) -> Option<&'f str> {
        self.said(SPAN_ID).and_then(|_| self.said(NAME))
    }

    fn span_kind(self) -> Option<&'f str> {
        self.said(SPAN_ID).and_then(|_| self.said(KIND))
    }

    fn time(self) -> Option<i64> {
        match self.cell(Canonical::Timestamp) {
            Some(Cell::Time(micros)) => Some(micros),
            _ => None,
        }
    }

    /// In nanoseconds since 1970; nothing before that has a place in OTLP.
    fn start(self) -> Option<u64> {
        nanoseconds(self.time()?)
    }

    /// When it ended, as far as the log tells, else when it began.
    fn end(self) -> Option<u64> {
        let start = self.start()?;
        let stated = || nanoseconds(crate::input::instant(self.said(END)?)?).filter(|end| *end >= start);
        match self.cell(Canonical::LatencyMs) {
            Some(Cell::Float(ms)) => start.checked_add((ms * 1e6).round() as u64),
            _ => Some(stated().unwrap_or(start)),
        }
    }

    fn write(self, ids: &Ids, out: &mut Vec<u8>) -> io::Result<()> {
        let step = Step::of(self);
        out.extend_from_slice(br#"{"resourceSpans":[{"resource":{"attributes":["#);
        let service = self.text(Canonical::Feature).unwrap_or("unknown_service");
        attribute_of("service.name", Cell::Text(service), Form::Same, out)?;
        write!(out, r#"]}},"scopeSpans":[{{"scope":{{"name":"llmobs","version":"{}"}},"#, env!("CARGO_PKG_VERSION"))?;
        write!(out, r#""spans":[{{"traceId":"{:032x}","spanId":"{:016x}","#, ids::trace(self), ids.span(self))?;
        if let Some(parent) = self.parent() {
            write!(out, r#""parentSpanId":"{:016x}","#, ids::span_of(parent))?;
        }
        out.extend_from_slice(br#""name":"#);
        text(&step.name, out)?;
        write!(out, r#","kind":{},"#, step.kind)?;
        if let (Some(start), Some(end)) = (self.start(), self.end()) {
            write!(out, r#""startTimeUnixNano":"{start}","endTimeUnixNano":"{end}","#)?;
        }
        out.extend_from_slice(br#""attributes":["#);
        self.attributes(&step, out)?;
        out.extend_from_slice(br#"],"status":"#);
        self.status(out)?;
        out.extend_from_slice(b"}]}]}]}\n");
        Ok(())
    }

    fn attributes(self, step: &Step<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let mut list = Attributes { out, has_any: false };
        if let Some(operation) = &step.operation {
            list.add("gen_ai.operation.name", Cell::Text(operation), Form::Same)?;
        }
        for (field, cell) in self.cells().filter(|(_, cell)| *cell != Cell::Text("")) {
            let (name, form) = match field {
                // The span itself has it.
                Field::Canonical(Canonical::Timestamp) => continue,
                Field::Canonical(field) => attribute(*field),
                field => (field.name(), Form::Same),
            };
            list.add(name, cell, form)?;
            if form == Form::Seconds {
                // To the last digit.
                list.add(&format!("{OWN_PREFIX}{}", field.name()), cell, Form::Same)?;
            }
        }
        let is_kept = self.flat.series.iter().any(|series| series.field.name() == END);
        if let Some(end) = self.said(END).filter(|_| self.cell(Canonical::LatencyMs).is_none() && !is_kept) {
            // The end that a span must have tells no one whether the log had one.
            list.add(END, Cell::Text(end), Form::Same)?;
        }
        let is_answered = self.text(Canonical::Status) == Some("success");
        if let Some(model) = self.text(Canonical::Model).filter(|_| is_answered) {
            list.add("gen_ai.response.model", Cell::Text(model), Form::Same)?;
        }
        let writes = [Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens].map(|field| self.int(field));
        if writes.iter().any(Option::is_some) {
            let sum = writes.iter().flatten().sum();
            list.add("gen_ai.usage.cache_creation.input_tokens", Cell::Int(sum), Form::Same)?;
        }
        Ok(())
    }

    /// 1 is a success and 2 an error; nothing is said of a request that was never answered.
    fn status(self, out: &mut Vec<u8>) -> io::Result<()> {
        match (self.text(Canonical::Status), self.text(Canonical::ErrorType)) {
            (Some("success"), _) => out.extend_from_slice(br#"{"code":1}"#),
            (Some("error"), None) => out.extend_from_slice(br#"{"code":2}"#),
            (Some("error"), Some(error)) => {
                out.extend_from_slice(br#"{"code":2,"message":"#);
                text(error, out)?;
                out.push(b'}');
            }
            _ => out.extend_from_slice(b"{}"),
        }
        Ok(())
    }
}

/// A moment in OTLP's unit.
fn nanoseconds(micros: i64) -> Option<u64> {
    u64::try_from(micros).ok()?.checked_mul(1000)
}

/// A list of attributes that is being written.
struct Attributes<'o> {
    out: &'o mut Vec<u8>,
    has_any: bool,
}

impl Attributes<'_> {
    fn add(&mut self, key: &str, cell: Cell<'_>, form: Form) -> io::Result<()> {
        if std::mem::replace(&mut self.has_any, true) {
            self.out.push(b',');
        }
        attribute_of(key, cell, form, self.out)
    }
}

/// Appends a key and its value.
fn attribute_of(key: &str, cell: Cell<'_>, form: Form, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(br#"{"key":"#);
    text(key, out)?;
    out.extend_from_slice(br#","value":"#);
    let cell = match (form, cell) {
        (Form::Seconds, Cell::Float(ms)) => Cell::Float(ms / 1000.0),
        (_, cell) => cell,
    };
    if form == Form::List {
        out.extend_from_slice(br#"{"arrayValue":{"values":["#);
        value(cell, out)?;
        out.extend_from_slice(b"]}}");
    } else {
        value(cell, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Appends an `AnyValue`.
fn value(cell: Cell<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    match cell {
        Cell::Int(value) | Cell::Time(value) => write!(out, r#"{{"intValue":"{value}"}}"#)?,
        Cell::Number(digits) if digits.parse::<i64>().is_ok() => write!(out, r#"{{"intValue":"{digits}"}}"#)?,
        Cell::Float(_) | Cell::Number(_) => member("doubleValue", cell, out)?,
        Cell::Bool(_) => member("boolValue", cell, out)?,
        Cell::Text(_) => member("stringValue", cell, out)?,
    }
    Ok(())
}

fn member(key: &str, cell: Cell<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    write!(out, r#"{{"{key}":"#)?;
    json::value(cell, &mut super::clock::Clock::default(), out)?;
    out.push(b'}');
    Ok(())
}
