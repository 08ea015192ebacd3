//! Which attribute of a span states which field, as data: the GenAI conventions of OpenTelemetry first, then the dialects
//! of OpenLLMetry, OpenInference, Vercel's AI SDK and the older spellings of each.

use std::collections::HashMap;

use super::super::aliases;
use super::super::plan::Plan;
use crate::query::{Canonical, Field};

/// The attributes of a canonical field, best first.
fn of(field: Canonical) -> &'static [&'static str] {
    match field {
        Canonical::Model => &[
            "gen_ai.response.model",
            "ai.model.id",
            "gen_ai.request.model",
            "llm.response.model",
            "llm.response.model_name",
            "llm.model_name",
            "llm.request.model_name",
        ],
        Canonical::Provider => {
            &["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"]
        }
        Canonical::InputTokens => &[
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.token_count.prompt",
            "llm.usage.prompt_tokens",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens",
        ],
        Canonical::OutputTokens => &[
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.token_count.completion",
            "llm.usage.completion_tokens",
            "ai.usage.outputTokens",
            "ai.usage.completionTokens",
        ],
        Canonical::CacheReadTokens => &[
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.cache_read_input_tokens",
            "gen_ai.usage.cache_read_tokens",
            "gen_ai.usage.details.cache_read_tokens",
            "llm.token_count.prompt_details.cache_read",
            "ai.usage.cachedInputTokens",
        ],
        Canonical::CacheWriteTokens => &[
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens",
            "gen_ai.usage.cache_write_tokens",
            "llm.token_count.prompt_details.cache_write",
        ],
        Canonical::ReasoningTokens => &[
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.usage.reasoning_tokens",
            "llm.token_count.completion_details.reasoning",
            "ai.usage.reasoningTokens",
        ],
        Canonical::CostUsd => &["gen_ai.usage.cost", "llm.cost.total"],
        Canonical::UserId => &["langfuse.user.id", "user.id", "enduser.id", "ai.telemetry.metadata.userId"],
        Canonical::SessionId => {
            &["langfuse.session.id", "session.id", "gen_ai.conversation.id", "ai.telemetry.metadata.sessionId"]
        }
        Canonical::Feature => &["gen_ai.agent.name", "gen_ai.workflow.name"],
        Canonical::FinishReason => &["gen_ai.response.finish_reasons", "llm.finish_reason"],
        Canonical::ErrorType => &["error.type", "exception.type"],
        _ => &[],
    }
}

/// What kind of step a span is in the words of LLM instrumentations, which say more than `client` or `internal`.
const KINDS: [&str; 4] =
    ["openinference.span.kind", "gen_ai.operation.name", "traceloop.span.kind", "langfuse.observation.type"];

/// What a span states outside its attributes, or nowhere.
const OWN: [Canonical; 4] = [Canonical::TraceId, Canonical::Timestamp, Canonical::LatencyMs, Canonical::Status];

/// The slots that an attribute is good for.
#[derive(Debug)]
pub struct Places<'p> {
    /// By attribute: slots, and how good it is for each; the least is best.
    slots: HashMap<&'p str, Vec<(usize, usize)>>,
}

impl<'p> Places<'p> {
    pub fn of(plan: &'p Plan) -> Places<'p> {
        let mut slots: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (slot, wanted) in plan.slots.iter().enumerate() {
            for (rank, key) in keys(&wanted.field).into_iter().enumerate() {
                slots.entry(key).or_default().push((slot, rank));
            }
        }
        Places { slots }
    }

    /// The slots that an attribute is good for, and how good.
    pub fn get(&self, key: &str) -> &[(usize, usize)] {
        self.slots.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The attributes that state a field, best first; behind those of the conventions the names that flat logs use.
fn keys(field: &Field) -> Vec<&str> {
    match field {
        Field::Canonical(canonical) if OWN.contains(canonical) => Vec::new(),
        Field::Canonical(canonical) => [of(*canonical), aliases::paths(*canonical)].concat(),
        Field::Path(path) if path == "span_kind" => KINDS.to_vec(),
        Field::Path(path) => vec![path],
        Field::Raw(_) => Vec::new(),
    }
}
