//! Questions about single requests rather than groups of them.

use super::groups::key_of;
use super::key::Key;
use super::numbers::Numbers;
use crate::query::Field;
use crate::requests::{MISSING_INT, RequestTable};

/// Times and values of the rows that `mask` keeps, in order of time.
pub fn series(table: &RequestTable, mask: &[bool], field: &Field) -> Vec<(i64, f64)> {
    let dated = known(table, mask, field).filter(|(row, _)| table.first[*row] != MISSING_INT);
    let mut series: Vec<(i64, f64)> = dated.map(|(row, value)| (table.first[row], value)).collect();
    series.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    series
}

/// The rows that `mask` keeps with the lowest values.
pub fn lowest(
    table: &RequestTable,
    mask: &[bool],
    field: &Field,
    count: usize,
    shown: &[Field],
) -> Vec<(f64, Vec<Key>)> {
    let mut rows: Vec<(usize, f64)> = known(table, mask, field).collect();
    let time = |row: usize| Some(table.first[row]).filter(|time| *time != MISSING_INT).unwrap_or(i64::MAX);
    rows.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| (time(a.0), a.0).cmp(&(time(b.0), b.0))));
    rows.truncate(count);
    let keys = |row| shown.iter().map(|field| key_of(table, field, row)).collect();
    rows.into_iter().map(|(row, value)| (value, keys(row))).collect()
}

fn known<'t>(table: &'t RequestTable, mask: &'t [bool], field: &Field) -> impl Iterator<Item = (usize, f64)> + 't {
    let numbers = Numbers::of(table, field);
    let kept = mask.iter().enumerate().filter(|(_, keep)| **keep);
    kept.filter_map(move |(row, _)| Some((row, numbers.get(row)?)))
}
