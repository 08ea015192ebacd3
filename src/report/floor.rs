//! A cost of which some is unknown is a floor, and says so wherever people read it.

use super::{Column, Value};

/// A sum that lacks what could not be known: the columns of the sum and of the count of what it lacks.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    sum: usize,
    unknown: usize,
}

impl Floor {
    /// The sum among `columns` that may be a floor.
    pub fn among(columns: &[Column]) -> Option<Floor> {
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        Some(Floor { sum: place("total_cost_usd")?, unknown: place("unpriced_requests")? })
    }

    /// Whether the value in column `at` is less than the whole.
    pub fn is_at(self, at: usize, values: &[Value]) -> bool {
        let unknown = values.get(self.unknown).and_then(Value::as_number);
        at == self.sum && unknown.is_some_and(|count| count > 0.0)
    }
}

/// A floor as people read it. One under the last decimal says no more than that there is one.
pub fn at_least(text: &str) -> String {
    if text.starts_with('<') { "> 0".to_owned() } else { format!("≥ {text}") }
}
