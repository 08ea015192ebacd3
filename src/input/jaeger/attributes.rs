//! Which tag of a span states which field: OpenTelemetry's attributes by the paths of its own format, and the names of flat
//! logs.

use std::collections::HashMap;

use super::super::aliases;
use super::super::format::{OTLP, Path, Unit};
use super::super::plan::Plan;
use crate::query::{Canonical, Field};

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
        Field::Canonical(canonical) => {
            let writes = if *canonical == Canonical::CacheWriteTokens { OTLP.writes[0] } else { &[] };
            [plain(OTLP.paths(*canonical)).as_slice(), writes, aliases::paths(*canonical)].concat()
        }
        Field::Path(path) if path == "span_kind" => plain(OTLP.spans.kind),
        Field::Path(path) => vec![path],
        Field::Raw(_) => Vec::new(),
    }
}

/// The attributes whose values need no other unit; of a list the first one counts anyway.
fn plain(paths: &'static [Path]) -> Vec<&'static str> {
    paths.iter().filter(|path| matches!(path.unit, Unit::Same | Unit::First)).map(|path| path.path).collect()
}
