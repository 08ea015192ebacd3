//! What a request is called as a span, and what it did: a call of a model, or a step around some.

use std::borrow::Cow;

use super::{Cell, Row};
use crate::query::Canonical;

/// What a span says beside its attributes.
#[derive(Debug, PartialEq, Eq)]
pub struct Step<'f> {
    pub name: Cow<'f, str>,
    /// The conventions' `gen_ai.operation.name`, where it is known.
    pub operation: Option<Cow<'f, str>>,
    /// OTLP's number.
    pub kind: u8,
}

/// Kinds that say what side of a connection a span is on, and nothing of what it does; each stands at its number.
const SIDES: [&str; 6] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const INTERNAL: u8 = 1;
const CLIENT: u8 = 3;
/// Other tools' words for the conventions' operations.
const OPERATIONS: [(&str, &str); 6] = [
    ("llm", CHAT),
    ("generation", CHAT),
    ("completion", CHAT),
    ("$ai_generation", CHAT),
    ("embedding", EMBEDDINGS),
    ("$ai_embedding", EMBEDDINGS),
];
const CHAT: &str = "chat";
const EMBEDDINGS: &str = "embeddings";
/// The conventions' operations that are calls of a model.
const CALLS: [&str; 4] = [CHAT, EMBEDDINGS, "generate_content", "text_completion"];

impl<'f> Step<'f> {
    pub fn of(row: Row<'f>) -> Step<'f> {
        let model = row.text(Canonical::Model);
        let kind = row.span_kind();
        let side = kind.and_then(|kind| SIDES.iter().position(|side| kind.eq_ignore_ascii_case(side)));
        let operation = match kind.filter(|_| side.is_none()) {
            Some(kind) => Some(operation(kind)),
            None => (model.is_some() || used(row)).then_some(Cow::Borrowed(CHAT)),
        };
        let name = match (row.span_name(), &operation, model) {
            (Some(name), ..) => name.into(),
            (None, Some(operation), Some(model)) => format!("{operation} {model}").into(),
            (None, Some(operation), None) => operation.clone(),
            (None, None, _) => row.text(Canonical::Feature).unwrap_or("request").into(),
        };
        let is_call = operation.as_deref().is_some_and(|operation| CALLS.contains(&operation));
        let kind = side.filter(|side| *side > 0).map_or(if is_call { CLIENT } else { INTERNAL }, |side| side as u8);
        Step { name, operation, kind }
    }
}

/// A kind in the conventions' words, where these have one for it.
fn operation(kind: &str) -> Cow<'_, str> {
    let known = OPERATIONS.iter().find(|(word, _)| kind.eq_ignore_ascii_case(word));
    known.map_or(Cow::Borrowed(kind), |(_, operation)| Cow::Borrowed(operation))
}

/// Whether a request used something, as calls of a model do; nothing is what some tools write for none.
fn used(row: Row<'_>) -> bool {
    let is_some = |field: &Canonical| match row.cell(*field) {
        Some(Cell::Int(count)) => count > 0,
        Some(Cell::Float(amount)) => amount > 0.0,
        _ => false,
    };
    [Canonical::InputTokens, Canonical::OutputTokens, Canonical::CostUsd].iter().any(is_some)
}
