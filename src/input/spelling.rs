//! Whether a line counts cached tokens inside its input tokens or beside them, told by how it spells them.
//!
//! Anthropic's own names (`cache_read_input_tokens`, `cache_creation…`) beside `input_tokens` count them apart. The same
//! names beside `prompt_tokens` (LiteLLM), and any other names, count them inside. All lines of a shape are spelled the
//! same, so this is decided once a shape, and a line without cached tokens pays nothing for it.

use super::plan::{NOWHERE, Place, Slot, target};
use crate::query::{Canonical, Field, Raw};

/// The end of the paths under which Anthropic's API states a figure.
fn ending(raw: Raw) -> Option<&'static str> {
    match raw {
        Raw::InputApart => Some("input_tokens"),
        // No path of its own: see `settle`.
        Raw::InputWhole => None,
        Raw::CacheRead => Some("cache_read_input_tokens"),
        Raw::CacheWrites => Some("cache_creation_input_tokens"),
        Raw::CacheWrite5m => Some("cache_creation.ephemeral_5m_input_tokens"),
        Raw::CacheWrite1h => Some("cache_creation.ephemeral_1h_input_tokens"),
    }
}

/// Whether `path` is spelled like `raw`, at any depth.
pub fn matches(raw: Raw, path: &str) -> bool {
    let rest = ending(raw).and_then(|ending| path.strip_suffix(ending));
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether `path` states `field` in Anthropic's words for cached tokens, and so belongs to a raw slot.
pub fn is_apart(field: Canonical, path: &str) -> bool {
    Raw::ALL.iter().any(|raw| raw.of() == field && field != Canonical::InputTokens && matches(*raw, path))
}

const CACHED: [Canonical; 3] = [Canonical::CacheReadTokens, Canonical::CacheWriteTokens, Canonical::CacheWrite1hTokens];
const APART: [Raw; 4] = [Raw::CacheRead, Raw::CacheWrites, Raw::CacheWrite5m, Raw::CacheWrite1h];

/// The targets that a decision is made from, where a plan has them all.
#[derive(Debug)]
pub struct Spelling {
    input: usize,
    input_apart: usize,
    input_whole: usize,
    /// Cached tokens under names that count them inside the input.
    inside: [usize; 3],
    /// Cached tokens under Anthropic's names.
    apart: [usize; 4],
}

impl Spelling {
    pub fn of(slots: &[Slot]) -> Option<Spelling> {
        let at = |field: Field| Some(target::SLOTS + slots.iter().position(|slot| slot.field == field)?);
        let all = |fields: &[Field]| fields.iter().map(|field| at(field.clone())).collect::<Option<Vec<_>>>();
        Some(Spelling {
            input: at(Canonical::InputTokens.into())?,
            input_apart: at(Field::Raw(Raw::InputApart))?,
            input_whole: at(Field::Raw(Raw::InputWhole))?,
            inside: all(&CACHED.map(Field::from))?.try_into().ok()?,
            apart: all(&APART.map(Field::Raw))?.try_into().ok()?,
        })
    }

    /// Sends a line's input tokens to where lines of its spelling keep them.
    pub fn settle(&self, places: &mut [Place]) {
        let has = |targets: &[usize]| targets.iter().any(|target| places[*target] != NOWHERE);
        let (stated, apart) = (places[self.input], places[self.input_apart]);
        if !has(&self.apart) {
            places[self.input_apart] = NOWHERE;
            return;
        }
        let is_apart = stated.0 == apart.0 && !has(&self.inside);
        places[self.input] = NOWHERE;
        places[self.input_apart] = if is_apart { stated } else { NOWHERE };
        places[self.input_whole] = if is_apart { NOWHERE } else { stated };
    }
}
