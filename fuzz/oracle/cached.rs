//! Cached tokens as a line spells them, from the rules of DESIGN and of the providers' APIs: Anthropic's names beside
//! `input_tokens` count cached tokens beside the input; the same names beside another one for the input, or beside other
//! names for cached tokens, count them inside.

use super::Question;
use super::json::Object;
use super::value::Value;
use crate::query::{Canonical, Field, Raw};

const CACHED: [Canonical; 3] = [Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens];
const FIGURES: [Raw; 4] = [Raw::CacheRead, Raw::CacheWrites, Raw::CacheWrite5m, Raw::CacheWrite1h];

/// Anthropic's name of a figure.
fn name(raw: Raw) -> &'static str {
    match raw {
        Raw::InputApart | Raw::InputWhole => "input_tokens",
        Raw::CacheRead => "cache_read_input_tokens",
        Raw::CacheWrites => "cache_creation_input_tokens",
        Raw::CacheWrite5m => "cache_creation.ephemeral_5m_input_tokens",
        Raw::CacheWrite1h => "cache_creation.ephemeral_1h_input_tokens",
    }
}

/// Whether a path ends with a figure's name.
fn is_of(path: &str, raw: Raw) -> bool {
    path == name(raw) || path.ends_with(&format!(".{}", name(raw)))
}

fn is_anthropics(path: &str) -> bool {
    FIGURES.iter().any(|raw| is_of(path, *raw))
}

impl Question {
    /// Whether spellings are told apart at all.
    pub fn is_spelled(&self) -> bool {
        self.fields.iter().any(|field| matches!(field, Field::Raw(_)))
    }

    /// The value of a field, as far as it is not a figure of Anthropic's.
    pub fn inside<'l>(&self, object: &Object<'l>, field: Canonical) -> Option<Value<'l>> {
        match field {
            Canonical::InputTokens if self.has_figures(object) => None,
            field if CACHED.contains(&field) => {
                self.first(object, field, |path| !is_anthropics(path)).map(|(_, value)| value)
            }
            field => self.value(object, field),
        }
    }

    /// The value of a figure.
    pub fn apart<'l>(&self, object: &Object<'l>, raw: Raw) -> Option<Value<'l>> {
        if FIGURES.contains(&raw) {
            return self.first(object, raw.of(), |path| is_of(path, raw)).map(|(_, value)| value);
        }
        let (path, value) = self.first(object, Canonical::InputTokens, |_| true)?;
        let counts_inside = CACHED.iter().any(|field| self.inside(object, *field).is_some());
        let is_apart = is_of(path, Raw::InputApart) && !counts_inside;
        (self.has_figures(object) && is_apart == (raw == Raw::InputApart)).then_some(value)
    }

    fn has_figures(&self, object: &Object<'_>) -> bool {
        FIGURES.iter().any(|raw| self.apart(object, *raw).is_some())
    }
}
