//! Rows of requests as columns. A missing value is a value no log can state, so that a column is one plain vector;
//! a column that the log never fills takes no memory at all.

use rayon::prelude::*;

use super::dictionary::MISSING_CODE;
use crate::input::{Fingerprint, Outcome};
use crate::query::Kind;

/// The time or count that is not there.
pub const MISSING_INT: i64 = i64::MIN;

/// What the lines of a request say about how it ended, together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    const RESPONSE: u8 = 1;
    const ERROR: u8 = 2;

    pub fn of(outcome: Outcome) -> Marks {
        Marks(match outcome {
            Outcome::Open => 0,
            Outcome::Response => Marks::RESPONSE,
            Outcome::Error => Marks::ERROR,
        })
    }

    pub fn union(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// A request that failed and was then answered succeeded.
    pub fn status(self) -> Status {
        match self.0 {
            m if m & Marks::RESPONSE != 0 => Status::Success,
            m if m & Marks::ERROR != 0 => Status::Error,
            _ => Status::Pending,
        }
    }
}

/// How a request ended, as far as its log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Success,
    Error,
    /// Asked, and never answered in this log.
    Pending,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Success => "success",
            Status::Error => "error",
            Status::Pending => "pending",
        }
    }
}

/// One column. Rows beyond a vector's end are missing.
#[derive(Debug, Clone)]
pub enum Column {
    Int(Vec<i64>),
    Float(Vec<f64>),
    /// Codes of a dictionary that is kept beside.
    Code(Vec<u32>),
}

impl Column {
    pub fn new(kind: Kind) -> Column {
        match kind {
            Kind::Time | Kind::Count => Column::Int(Vec::new()),
            Kind::Amount | Kind::Number | Kind::Rate => Column::Float(Vec::new()),
            Kind::Text | Kind::Any => Column::Code(Vec::new()),
        }
    }

    fn truncate(&mut self, rows: usize) {
        match self {
            Column::Int(values) => values.truncate(rows),
            Column::Float(values) => values.truncate(rows),
            Column::Code(values) => values.truncate(rows),
        }
    }

    /// Appends the values of parts behind the `before` rows there are; of texts, the codes that `codes` gives theirs.
    fn append(&mut self, before: usize, parts: &[(usize, &Column)], codes: &[Vec<u32>]) {
        let mut start = before;
        for (number, (rows, part)) in parts.iter().enumerate() {
            match (&mut *self, part) {
                (Column::Int(into), Column::Int(values)) => append(into, start, values.iter().copied(), MISSING_INT),
                (Column::Float(into), Column::Float(values)) => append(into, start, values.iter().copied(), f64::NAN),
                (Column::Code(into), Column::Code(values)) => {
                    let code = |code: &u32| codes[number].get(*code as usize).copied().unwrap_or(MISSING_CODE);
                    append(into, start, values.iter().map(code), MISSING_CODE);
                }
                // Columns of one plan have one type each.
                _ => debug_assert!(false, "columns of different types"),
            }
            start += rows;
        }
    }

    /// Of each pair the later row's value counts, if it has one.
    fn unite(&mut self, pairs: &[Pair]) {
        match self {
            Column::Int(values) => unite(values, pairs, |old, new| if new == MISSING_INT { old } else { new }),
            Column::Float(values) => unite(values, pairs, |old, new| if new.is_nan() { old } else { new }),
            Column::Code(values) => unite(values, pairs, |old, new| if new == MISSING_CODE { old } else { new }),
        }
    }

    /// The text of a row, if it has one.
    fn code(&self, row: usize) -> Option<u32> {
        let Column::Code(values) = self else { return None };
        values.get(row).copied().filter(|code| *code != MISSING_CODE)
    }

    /// The text of a row that `code` would replace, if it has another one.
    fn rival(&self, row: usize, code: u32) -> Option<u32> {
        self.code(row).filter(|known| *known != code)
    }

    /// Forgets a value.
    fn forget(&mut self, row: usize) {
        match self {
            Column::Int(values) => values.get_mut(row).into_iter().for_each(|value| *value = MISSING_INT),
            Column::Float(values) => values.get_mut(row).into_iter().for_each(|value| *value = f64::NAN),
            Column::Code(values) => values.get_mut(row).into_iter().for_each(|value| *value = MISSING_CODE),
        }
    }

    /// Sets one value that is there.
    pub fn set_int(&mut self, row: usize, value: i64) {
        if let Column::Int(values) = self {
            set(values, row, value, MISSING_INT);
        }
    }

    pub fn set_float(&mut self, row: usize, value: f64) {
        if let Column::Float(values) = self {
            set(values, row, value, f64::NAN);
        }
    }

    pub fn set_code(&mut self, row: usize, value: u32) {
        if let Column::Code(values) = self {
            set(values, row, value, MISSING_CODE);
        }
    }
}

fn set<T: Copy>(values: &mut Vec<T>, row: usize, value: T, missing: T) {
    if values.len() <= row {
        values.resize(row + 1, missing);
    }
    values[row] = value;
}

/// Appends `more` behind `before` rows. Nothing more takes no memory.
pub fn append<T: Copy>(values: &mut Vec<T>, before: usize, more: impl ExactSizeIterator<Item = T>, missing: T) {
    if more.len() > 0 {
        values.resize(before, missing);
        values.extend(more);
    }
}

/// Two rows of one request, of which only the earlier one stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub from: u32,
    pub into: u32,
}

/// Joins the value of each pair's later row to that of the earlier one, in the order of the pairs, which is that of the
/// later rows; then drops the later rows.
fn unite<T: Copy>(values: &mut Vec<T>, pairs: &[Pair], join: impl Fn(T, T) -> T) {
    // Rows beyond the end are missing, and so are those behind them.
    let there = &pairs[..pairs.partition_point(|pair| (pair.from as usize) < values.len())];
    for Pair { from, into } in there {
        values[*into as usize] = join(values[*into as usize], values[*from as usize]);
    }
    let mut kept = there.first().map_or(values.len(), |pair| pair.from as usize);
    for (number, pair) in there.iter().enumerate() {
        let end = there.get(number + 1).map_or(values.len(), |next| next.from as usize);
        values.copy_within(pair.from as usize + 1..end, kept);
        kept += end - pair.from as usize - 1;
    }
    values.truncate(kept);
}

/// The earlier of two times, where both are known.
fn earlier(one: i64, other: i64) -> i64 {
    if one == MISSING_INT || other == MISSING_INT { one.max(other) } else { one.min(other) }
}

/// Partial or whole requests: what every request has, and one column per slot of the plan.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// 0 for a request without an id; shorter where the rest has none.
    pub ids: Vec<Fingerprint>,
    /// The earliest timestamp of a request's lines; missing where none has one.
    pub first: Vec<i64>,
    /// The latest timestamp of the lines that answer it, as far as anybody asks; shorter where the rest is missing.
    pub answered: Vec<i64>,
    pub marks: Vec<Marks>,
    pub columns: Vec<Column>,
    /// The column, of text, of which no two lines of a request should state different values.
    watched: Option<usize>,
    /// Of a request whose lines do, a value that the one in the column replaced; shorter where the rest is missing.
    pub rivals: Vec<u32>,
}

/// Keeps the values of the rows for which `is_kept` says so.
fn retain<T>(values: &mut Vec<T>, is_kept: &impl Fn(usize) -> bool) {
    let mut row = 0;
    values.retain(|_| {
        row += 1;
        is_kept(row - 1)
    });
}

impl Rows {
    pub fn new(kinds: &[Kind], watched: Option<usize>) -> Rows {
        Rows { columns: kinds.iter().map(|kind| Column::new(*kind)).collect(), watched, ..Rows::default() }
    }

    /// Sets one text that is there, and notes where it replaces another in the watched column.
    pub fn set_code(&mut self, slot: usize, row: usize, code: u32) {
        let Some(column) = self.columns.get_mut(slot) else { return };
        if self.watched == Some(slot)
            && let Some(rival) = column.rival(row, code)
        {
            set(&mut self.rivals, row, rival, MISSING_CODE);
        }
        column.set_code(row, code);
    }

    /// Notes the requests whose watched value is not the same in all their rows. The last value stays, as in all columns.
    fn note_changes(&mut self, pairs: &[Pair]) {
        let Some(column) = self.watched.and_then(|slot| self.columns.get_mut(slot)) else { return };
        for Pair { from, into } in pairs {
            let Some(code) = column.code(*from as usize) else { continue };
            let into = *into as usize;
            let earlier = || self.rivals.get(*from as usize).copied().filter(|code| *code != MISSING_CODE);
            if let Some(rival) = column.rival(into, code).or_else(earlier) {
                set(&mut self.rivals, into, rival, MISSING_CODE);
            }
            column.set_code(into, code);
        }
    }

    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// The id of a row, or 0.
    pub fn id(&self, row: usize) -> Fingerprint {
        self.ids.get(row).copied().unwrap_or(0)
    }

    /// Forgets all rows and keeps the space.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.first.clear();
        self.answered.clear();
        self.marks.clear();
        self.rivals.clear();
        self.columns.iter_mut().for_each(|column| column.truncate(0));
    }

    /// Adds a request about which nothing is known yet and returns its row.
    pub fn push(&mut self, id: Fingerprint) -> usize {
        let row = self.len();
        if id != 0 {
            set(&mut self.ids, row, id, 0);
        }
        self.first.push(MISSING_INT);
        self.marks.push(Marks::default());
        row
    }

    /// Forgets all that a row says beside its id, its time and how it went.
    pub fn forget(&mut self, row: usize) {
        self.columns.iter_mut().for_each(|column| column.forget(row));
    }

    /// Takes the last row back.
    pub fn pop(&mut self) {
        self.first.pop();
        let rows = self.len();
        self.ids.truncate(rows);
        self.answered.truncate(rows);
        self.marks.truncate(rows);
        self.rivals.truncate(rows);
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
    }

    /// Keeps the rows for which `is_kept` says so.
    pub fn retain(&mut self, is_kept: impl Fn(usize) -> bool + Sync) {
        retain(&mut self.ids, &is_kept);
        retain(&mut self.first, &is_kept);
        retain(&mut self.answered, &is_kept);
        retain(&mut self.marks, &is_kept);
        retain(&mut self.rivals, &is_kept);
        self.columns.par_iter_mut().for_each(|column| match column {
            Column::Int(values) => retain(values, &is_kept),
            Column::Float(values) => retain(values, &is_kept),
            Column::Code(values) => retain(values, &is_kept),
        });
    }

    /// Appends `parts`, column by column in parallel. `codes` are the new codes of texts, by column and by part.
    pub fn append(&mut self, parts: &[&Rows], codes: &[Vec<Vec<u32>>]) {
        let before = self.len();
        let Rows { ids, first, answered, marks, columns, watched, rivals } = self;
        rayon::scope(|scope| {
            scope.spawn(|_| {
                let mut start = before;
                for part in parts {
                    append(ids, start, part.ids.iter().copied(), 0);
                    start += part.len();
                }
            });
            scope.spawn(|_| parts.iter().for_each(|part| first.extend_from_slice(&part.first)));
            scope.spawn(|_| parts.iter().for_each(|part| marks.extend_from_slice(&part.marks)));
            scope.spawn(|_| {
                let mut start = before;
                for part in parts {
                    append(answered, start, part.answered.iter().copied(), MISSING_INT);
                    start += part.len();
                }
            });
            scope.spawn(|_| {
                let Some(codes) = watched.map(|slot| &codes[slot]) else { return };
                let mut start = before;
                for (part, codes) in parts.iter().zip(codes) {
                    let code = |code: &u32| codes.get(*code as usize).copied().unwrap_or(MISSING_CODE);
                    append(rivals, start, part.rivals.iter().map(code), MISSING_CODE);
                    start += part.len();
                }
            });
            columns.par_iter_mut().zip(codes).enumerate().for_each(|(number, (column, codes))| {
                let parts: Vec<(usize, &Column)> =
                    parts.iter().map(|part| (part.len(), &part.columns[number])).collect();
                column.append(before, &parts, codes);
            });
        });
    }

    /// Widens the time span of `row`.
    pub fn see(&mut self, row: usize, first: i64, answered: i64) {
        self.first[row] = earlier(self.first[row], first);
        if answered != MISSING_INT {
            // The missing time is below all others.
            let known = self.answered.get(row).copied().unwrap_or(MISSING_INT);
            set(&mut self.answered, row, known.max(answered), MISSING_INT);
        }
    }

    pub fn mark(&mut self, row: usize, marks: Marks) {
        self.marks[row] = self.marks[row].union(marks);
    }

    /// Unites rows of one request, as `pairs` say in the order of their later rows, so that a later value wins.
    pub fn unite(&mut self, pairs: &[Pair]) {
        self.note_changes(pairs);
        let Rows { ids, first, answered, marks, columns, rivals, .. } = self;
        rayon::scope(|scope| {
            scope.spawn(|_| unite(ids, pairs, |id, _| id));
            scope.spawn(|_| unite(first, pairs, earlier));
            // The missing time is below all others.
            scope.spawn(|_| unite(answered, pairs, i64::max));
            scope.spawn(|_| unite(marks, pairs, Marks::union));
            // Those of later rows have been looked at.
            scope.spawn(|_| unite(rivals, pairs, |rival, _| rival));
            columns.par_iter_mut().for_each(|column| column.unite(pairs));
        });
    }
}
