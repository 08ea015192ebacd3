//! Requests as traces: OTLP in JSON, one `TracesData` a line, as a collector's file exporter writes and any store of
//! traces reads.
//!
//! Names are those of OpenTelemetry's GenAI semantic conventions where these have one; the rest of a request stands
//! under `llmobs.` and its own name, and a cost under `gen_ai.usage.cost`, which the conventions lack and several tools
//! read. 64-bit integers are strings and ids are hex, as OTLP's mapping to JSON says.
//!
//! A span must have ids, a name and an end, which a request may lack: what stands there in place of it says nothing, as
//! `llmobs.` has all that is known, and so this program reads it. A request without a time has none here either.

use std::io::{self, Write};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::flat::{Carried, Cell, Flat, Record};
use super::json::{self, text};
use crate::input::OWN_PREFIX;
use crate::query::{Canonical, Field};

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

/// Appends a line for each of some rows.
pub fn encode(flat: &Flat<'_>, rows: &[u32], out: &mut Vec<u8>) -> io::Result<Carried> {
    let mut carried = Carried::default();
    for row in rows {
        let span = Span { flat, row: *row };
        carried.records += 1;
        carried.lost_rivals += u64::from(flat.is_contested(*row));
        carried.lost_texts += span.cells().filter(|(_, cell)| *cell == Cell::Text("")).count() as u64;
        carried.lost_times += u64::from(span.start().is_none() && span.time().is_some());
        span.write(out)?;
    }
    Ok(carried)
}

/// A request as a span.
struct Span<'f> {
    flat: &'f Flat<'f>,
    row: u32,
}

impl<'f> Span<'f> {
    fn cell(&self, field: Canonical) -> Option<Cell<'f>> {
        let is_it = |series: &&super::flat::Series<'f>| series.field == Field::Canonical(field);
        let series = self.flat.series.iter().find(is_it)?;
        self.flat.cell(series, Record::Whole(self.row))
    }

    /// What the request states.
    fn cells(&self) -> impl Iterator<Item = (&'f Field, Cell<'f>)> {
        let Span { flat, row } = *self;
        flat.series.iter().filter_map(move |series| Some((&series.field, flat.cell(series, Record::Whole(row))?)))
    }

    fn text(&self, field: Canonical) -> Option<&'f str> {
        match self.cell(field) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn int(&self, field: Canonical) -> Option<i64> {
        match self.cell(field) {
            Some(Cell::Int(value)) => Some(value),
            _ => None,
        }
    }

    fn time(&self) -> Option<i64> {
        match self.cell(Canonical::Timestamp) {
            Some(Cell::Time(micros)) => Some(micros),
            _ => None,
        }
    }

    /// In nanoseconds since 1970; nothing before that has a place in OTLP.
    fn start(&self) -> Option<u64> {
        u64::try_from(self.time()?).ok()?.checked_mul(1000)
    }

    fn end(&self) -> Option<u64> {
        let latency = match self.cell(Canonical::LatencyMs) {
            Some(Cell::Float(ms)) => (ms * 1e6).round() as u64,
            _ => 0,
        };
        self.start()?.checked_add(latency)
    }

    /// A span has an id of 8 bytes: that of the request where it is one, else its hash.
    fn id(&self) -> String {
        match self.text(Canonical::RequestId) {
            Some(id) if is_hex(id, 16) => id.to_ascii_lowercase(),
            Some(id) => format!("{:016x}", xxh3_64(id.as_bytes()).max(1)),
            // The row of a log is always the same.
            None => format!("{:016x}", xxh3_64(&self.row.to_le_bytes()).max(1)),
        }
    }

    /// A trace has an id of 16 bytes. A request of no trace is one by itself.
    fn trace(&self) -> String {
        match self.text(Canonical::TraceId).or_else(|| self.text(Canonical::RequestId)) {
            Some(id) if is_hex(id, 32) => id.to_ascii_lowercase(),
            Some(id) => format!("{:032x}", xxh3_128(id.as_bytes()).max(1)),
            None => format!("{:032x}", xxh3_128(&self.row.to_le_bytes()).max(1)),
        }
    }

    fn write(&self, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend_from_slice(br#"{"resourceSpans":[{"resource":{"attributes":["#);
        let service = self.text(Canonical::Feature).unwrap_or("unknown_service");
        attribute_of("service.name", Cell::Text(service), Form::Same, out)?;
        write!(out, r#"]}},"scopeSpans":[{{"scope":{{"name":"llmobs","version":"{}"}},"#, env!("CARGO_PKG_VERSION"))?;
        write!(out, r#""spans":[{{"traceId":"{}","spanId":"{}","name":"#, self.trace(), self.id())?;
        match self.text(Canonical::Model) {
            Some(model) => text(&format!("chat {model}"), out)?,
            None => text("chat", out)?,
        }
        out.extend_from_slice(br#","kind":3,"#);
        if let (Some(start), Some(end)) = (self.start(), self.end()) {
            write!(out, r#""startTimeUnixNano":"{start}","endTimeUnixNano":"{end}","#)?;
        }
        out.extend_from_slice(br#""attributes":["#);
        self.attributes(out)?;
        out.extend_from_slice(br#"],"status":"#);
        self.status(out)?;
        out.extend_from_slice(b"}]}]}]}\n");
        Ok(())
    }

    fn attributes(&self, out: &mut Vec<u8>) -> io::Result<()> {
        attribute_of("gen_ai.operation.name", Cell::Text("chat"), Form::Same, out)?;
        for (field, cell) in self.cells().filter(|(_, cell)| *cell != Cell::Text("")) {
            let (name, form) = match field {
                // The span itself has it.
                Field::Canonical(Canonical::Timestamp) => continue,
                Field::Canonical(field) => attribute(*field),
                field => (field.name(), Form::Same),
            };
            out.push(b',');
            attribute_of(name, cell, form, out)?;
            if form == Form::Seconds {
                // To the last digit.
                out.push(b',');
                attribute_of(&format!("{OWN_PREFIX}{}", field.name()), cell, Form::Same, out)?;
            }
        }
        let is_answered = self.text(Canonical::Status) == Some("success");
        if let Some(model) = self.text(Canonical::Model).filter(|_| is_answered) {
            out.push(b',');
            attribute_of("gen_ai.response.model", Cell::Text(model), Form::Same, out)?;
        }
        let writes = [Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens].map(|field| self.int(field));
        if writes.iter().any(Option::is_some) {
            out.push(b',');
            let sum = writes.iter().flatten().sum();
            attribute_of("gen_ai.usage.cache_creation.input_tokens", Cell::Int(sum), Form::Same, out)?;
        }
        Ok(())
    }

    /// 1 is a success and 2 an error; nothing is said of a request that was never answered.
    fn status(&self, out: &mut Vec<u8>) -> io::Result<()> {
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

/// Whether an id has the form that OTLP wants, and is not all zeros, which would be no id.
fn is_hex(id: &str, length: usize) -> bool {
    id.len() == length && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && id.bytes().any(|byte| byte != b'0')
}
