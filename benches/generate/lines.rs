//! Requests as lines of a log, with the keys and the spaces of Python's `json.dumps`.

use std::io;

use super::Options;
use super::digits::{Clock, fixed, hex, micros, uint, uuid};
use super::payload::Payloads;
use super::sink::Sink;
use super::traffic::{Model, Request, models};

pub const FEATURES: [&str; 8] =
    ["chat", "search", "summarize", "classify", "code_review", "translate", "support-agent", "extract"];

const ERRORS: [(&str, &str); 4] = [
    (
        "RateLimitError",
        r#"Error code: 429 - {'error': {'message': 'Rate limit reached', 'code': 'rate_limit_exceeded'}}"#,
    ),
    ("APITimeoutError", "Request timed out."),
    ("InternalServerError", r#"Error code: 500 - {'error': {'type': 'api_error', 'message': 'overloaded'}}"#),
    ("BadRequestError", r#"Error code: 400 - {'message': \"This model's maximum context length is 128000 tokens\"}"#),
];

/// Writes requests to a sink.
pub struct Writer {
    sink: Sink,
    models: Vec<Model>,
    payloads: Payloads,
    flat: bool,
    clock: Clock,
}

impl Writer {
    pub fn new(sink: Sink, options: &Options) -> Writer {
        Writer {
            sink,
            models: models(options.models),
            payloads: Payloads::new(options.payload, options.seed),
            flat: options.flat,
            clock: Clock::default(),
        }
    }

    /// The request is asked.
    pub fn begin(&mut self, request: &Request) -> io::Result<()> {
        if self.flat {
            return Ok(());
        }
        self.open("timestamp", request.start);
        self.id(request);
        self.who(request);
        let out = &mut self.sink.line;
        out.extend_from_slice(b", \"prompt_hash\": \"");
        hex(out, request.prompt, 12);
        number(out, "\", \"prompt_length\": ", request.input_tokens * 4 + request.prompt % 4);
        number(out, ", \"max_tokens\": ", request.max_tokens);
        let temperature = [0, 2, 7, 10][request.prompt as usize >> 8 & 3];
        out.extend_from_slice(b", \"temperature\": ");
        fixed(out, temperature, 1);
        self.payloads.member(out);
        self.close()
    }

    /// The request is answered, or fails.
    pub fn end(&mut self, request: &Request) -> io::Result<()> {
        if self.flat {
            self.open("created_at", request.start);
            self.who(request);
        } else {
            self.open("timestamp", request.end);
            self.id(request);
        }
        let out = &mut self.sink.line;
        self.payloads.member(out);
        match request.error {
            Some(number) => failure(out, number),
            None => answer(out, request, &self.models[request.model as usize].name),
        }
        self.close()
    }

    pub fn finish(self) -> io::Result<()> {
        self.sink.finish()
    }

    fn open(&mut self, key: &str, time: u64) {
        let out = &mut self.sink.line;
        text(out, "{\"", key, "\": \"");
        self.clock.stamp(out, time);
        out.push(b'"');
    }

    fn id(&mut self, request: &Request) {
        let out = &mut self.sink.line;
        out.extend_from_slice(b", \"request_id\": \"");
        uuid(out, request.id);
        out.push(b'"');
    }

    fn who(&mut self, request: &Request) {
        let out = &mut self.sink.line;
        number(out, ", \"user_id\": \"user-", u64::from(request.user) + 1);
        out.extend_from_slice(b"\", \"session_id\": \"");
        uuid(out, (request.session, request.session.rotate_left(32)));
        text(out, "\", \"feature_name\": \"", FEATURES[request.feature as usize], "\"");
        text(out, ", \"model\": \"", &self.models[request.model as usize].name, "\"");
    }

    fn close(&mut self) -> io::Result<()> {
        self.sink.line.extend_from_slice(b"}\n");
        self.sink.end_line()
    }
}

fn answer(out: &mut Vec<u8>, request: &Request, model: &str) {
    number(out, ", \"response_length\": ", request.output_tokens * 4 + request.prompt % 7);
    number(out, ", \"input_tokens\": ", request.input_tokens);
    number(out, ", \"output_tokens\": ", request.output_tokens);
    out.extend_from_slice(b", \"latency_ms\": ");
    fixed(out, (request.end - request.start) / 10, 2);
    if let Some(cost) = request.cost {
        out.extend_from_slice(b", \"cost_usd\": ");
        micros(out, cost);
    }
    let reason = match (model.starts_with("claude"), request.output_tokens == request.max_tokens) {
        (true, false) => "end_turn",
        (true, true) => "max_tokens",
        (false, false) => "stop",
        (false, true) => "length",
    };
    text(out, ", \"finish_reason\": \"", reason, "\"");
}

fn failure(out: &mut Vec<u8>, number: u64) {
    let (kind, message) = ERRORS[number as usize % ERRORS.len()];
    text(out, ", \"level\": \"ERROR\", \"error_type\": \"", kind, "\"");
    text(out, ", \"error_message\": \"", message, "\"");
}

fn text(out: &mut Vec<u8>, before: &str, value: &str, after: &str) {
    out.extend_from_slice(before.as_bytes());
    out.extend_from_slice(value.as_bytes());
    out.extend_from_slice(after.as_bytes());
}

fn number(out: &mut Vec<u8>, before: &str, value: u64) {
    out.extend_from_slice(before.as_bytes());
    uint(out, value);
}
