//! What happened while a span was open: an exception, or an evaluation of what it answered. Of every event its attributes
//! are read, those of an evaluation under its own name too.

use super::super::cursor::Cursor;
use super::super::format::Layout;
use super::super::scalar::Value;
use super::{Place, Walker, list, object};

/// The attributes of an evaluation's event.
const EVALUATION_NAME: &str = "gen_ai.evaluation.name";
pub const EVALUATION_SCORE: &str = "gen_ai.evaluation.score.value";

impl Walker<'_> {
    /// The events of a span. The names of its evaluations go into `scored`.
    pub(super) fn events(&mut self, cursor: &mut Cursor<'_>, depth: usize, scored: &mut Vec<String>) -> Option<()> {
        list(cursor, depth, &mut |cursor, depth| self.event(cursor, depth, scored))
    }

    fn event(&mut self, cursor: &mut Cursor<'_>, depth: usize, scored: &mut Vec<String>) -> Option<()> {
        self.evaluation = (None, None);
        object(cursor, depth, |key, cursor, depth| match (self.layout, key) {
            (Layout::Jaeger, "fields") => self.tags(cursor, depth, Place::Event),
            (Layout::Flat | Layout::Otlp, "attributes") => self.attributes(cursor, depth, Place::Event),
            _ => cursor.skip_value(depth),
        })?;
        if let (Some(name), Some(score)) = self.evaluation {
            let name = &cursor.text.text[name.at..name.end];
            if !scored.iter().any(|known| known == name) {
                scored.push(name.to_owned());
            }
            if let Some(node) = self.event.get_in_line(&format!("gen_ai.evaluation.{name}")) {
                self.nodes.push(node);
                self.values.push(score);
            }
        }
        Some(())
    }

    /// Keeps an attribute, and of an event what it says about an evaluation.
    pub(super) fn attribute(&mut self, place: Place, name: &str, value: Value) {
        match (place, name) {
            (Place::Event, EVALUATION_NAME) => self.evaluation.0 = Some(value),
            (Place::Event, EVALUATION_SCORE) => self.evaluation.1 = Some(value),
            _ => {}
        }
        self.keep(place, name, value);
    }

    /// Drops the scores of the span whose values begin at `start` where they have several names: which of them says how good
    /// the answer is is not known.
    pub(super) fn drop_scores(&mut self, start: usize, scored: &[String]) {
        if scored.len() < 2 {
            return;
        }
        for at in (start..self.nodes.len()).rev().filter(|at| Some(self.nodes[*at]) == self.score).collect::<Vec<_>>() {
            self.nodes.remove(at);
            self.values.remove(at);
        }
        self.mixed.push(scored.join(", "));
    }
}
