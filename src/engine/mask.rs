//! Which rows pass a filter.

use rayon::prelude::*;

use crate::query::{Canonical, Condition, Field, Filter};
use crate::requests::{Column, MISSING_CODE, MISSING_INT, RequestTable, Status};

/// One flag per row: whether it passes all of `filter`.
pub fn mask(table: &RequestTable, filter: &Filter) -> Vec<bool> {
    let range = filter.range;
    // A request without a time is in no window; without a window it counts.
    let in_range = |time: &i64| range.is_open() || (*time != MISSING_INT && range.contains(*time));
    let mut mask: Vec<bool> = table.first.par_iter().map(in_range).collect();
    for condition in &filter.conditions {
        let passes = passes(table, condition);
        mask.par_iter_mut().enumerate().for_each(|(row, keep)| *keep = *keep && passes(row));
    }
    mask
}

/// Whether a row passes one condition. Texts are tested once per distinct value.
fn passes<'t>(table: &'t RequestTable, condition: &'t Condition) -> Box<dyn Fn(usize) -> bool + Sync + 't> {
    let missing = condition.holds(None, None);
    if condition.field == Field::Canonical(Canonical::Status) {
        return Box::new(|row| condition.holds(Some(Status::name(table.status[row])), None));
    }
    match table.column(&condition.field) {
        None => Box::new(move |_| missing),
        Some(Column::Int(values)) => Box::new(move |row| match values.get(row) {
            Some(value) if *value != MISSING_INT => condition.holds(None, Some(*value as f64)),
            _ => missing,
        }),
        Some(Column::Float(values)) => Box::new(move |row| match values.get(row) {
            Some(value) if !value.is_nan() => condition.holds(None, Some(*value)),
            _ => missing,
        }),
        Some(Column::Code(codes)) => {
            let size = table.dictionary(&condition.field).map_or(0, |dictionary| dictionary.len());
            let text = |code| table.tagged(&condition.field, code).map(|(_, text)| text);
            let verdicts: Vec<bool> = (0..size as u32).map(|code| condition.holds_text(text(code))).collect();
            Box::new(move |row| {
                let code = codes.get(row).copied().unwrap_or(MISSING_CODE);
                verdicts.get(code as usize).copied().unwrap_or(missing)
            })
        }
    }
}
