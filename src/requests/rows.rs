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

    /// For each `(from, to)`: the row `to` takes the value that `other` has in row `from`, if it has one.
    fn merge(&mut self, other: &Column, rows: &[(u32, u32)]) {
        match (self, other) {
            (Column::Int(into), Column::Int(from)) => merge(into, from, rows, MISSING_INT, |v| *v == MISSING_INT),
            (Column::Float(into), Column::Float(from)) => merge(into, from, rows, f64::NAN, |v| v.is_nan()),
            (Column::Code(into), Column::Code(from)) => merge(into, from, rows, MISSING_CODE, |v| *v == MISSING_CODE),
            // Columns of one plan have one type each.
            _ => debug_assert!(false, "columns of different types"),
        }
    }

    /// Appends the rows `from` of `other` behind the `before` rows of this column.
    fn extend(&mut self, before: usize, other: &Column, from: &[u32]) {
        match (self, other) {
            (Column::Int(into), Column::Int(values)) => extend(into, before, values, from, MISSING_INT),
            (Column::Float(into), Column::Float(values)) => extend(into, before, values, from, f64::NAN),
            (Column::Code(into), Column::Code(values)) => extend(into, before, values, from, MISSING_CODE),
            _ => debug_assert!(false, "columns of different types"),
        }
    }

    /// The columns of parts with these many rows, one behind the other.
    fn concat(parts: Vec<Column>, lengths: &[usize]) -> Column {
        match parts.first() {
            Some(Column::Float(_)) => {
                let parts =
                    parts.into_iter().map(|part| if let Column::Float(values) = part { values } else { Vec::new() });
                Column::Float(concat(parts.collect(), lengths, f64::NAN))
            }
            Some(Column::Code(_)) => {
                let parts =
                    parts.into_iter().map(|part| if let Column::Code(values) = part { values } else { Vec::new() });
                Column::Code(concat(parts.collect(), lengths, MISSING_CODE))
            }
            _ => {
                let parts =
                    parts.into_iter().map(|part| if let Column::Int(values) = part { values } else { Vec::new() });
                Column::Int(concat(parts.collect(), lengths, MISSING_INT))
            }
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

fn merge<T: Copy>(into: &mut Vec<T>, from: &[T], rows: &[(u32, u32)], missing: T, is_missing: impl Fn(&T) -> bool) {
    if from.is_empty() {
        return;
    }
    let end = rows.iter().map(|(_, target)| *target as usize + 1).max().unwrap_or(0);
    if into.len() < end {
        into.resize(end, missing);
    }
    for (source, target) in rows {
        if let Some(value) = from.get(*source as usize).filter(|value| !is_missing(value)) {
            into[*target as usize] = *value;
        }
    }
}

fn extend<T: Copy>(into: &mut Vec<T>, before: usize, values: &[T], from: &[u32], missing: T) {
    if !values.is_empty() {
        into.resize(before, missing);
        into.extend(from.iter().map(|row| values.get(*row as usize).copied().unwrap_or(missing)));
    }
}

fn concat<T: Copy>(parts: Vec<Vec<T>>, lengths: &[usize], missing: T) -> Vec<T> {
    if parts.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let mut all = Vec::with_capacity(lengths.iter().sum());
    for (part, rows) in parts.into_iter().zip(lengths) {
        let end = all.len() + rows;
        all.extend(part);
        all.resize(end, missing);
    }
    all
}

/// Partial or whole requests: what every request has, and one column per slot of the plan.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// 0 for a request without an id.
    pub ids: Vec<Fingerprint>,
    /// The earliest timestamp of a request's lines; missing where none has one.
    pub first: Vec<i64>,
    /// The latest timestamp of the lines that answer it, as far as anybody asks; shorter where the rest is missing.
    pub answered: Vec<i64>,
    pub marks: Vec<Marks>,
    pub columns: Vec<Column>,
}

impl Rows {
    pub fn new(kinds: &[Kind]) -> Rows {
        Rows { columns: kinds.iter().map(|kind| Column::new(*kind)).collect(), ..Rows::default() }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Forgets all rows and keeps the space.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.first.clear();
        self.answered.clear();
        self.marks.clear();
        self.columns.iter_mut().for_each(|column| column.truncate(0));
    }

    /// Adds a request about which nothing is known yet and returns its row.
    pub fn push(&mut self, id: Fingerprint) -> usize {
        self.ids.push(id);
        self.first.push(MISSING_INT);
        self.marks.push(Marks::default());
        self.ids.len() - 1
    }

    /// Takes the last row back.
    pub fn pop(&mut self) {
        self.ids.pop();
        let rows = self.ids.len();
        self.first.truncate(rows);
        self.answered.truncate(rows);
        self.marks.truncate(rows);
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
    }

    /// Appends the rows `from` of `other`, except for their ids, which are there already.
    pub fn extend(&mut self, other: &Rows, from: &[u32]) {
        let before = self.first.len();
        self.first.extend(from.iter().map(|row| other.first[*row as usize]));
        extend(&mut self.answered, before, &other.answered, from, MISSING_INT);
        self.marks.extend(from.iter().map(|row| other.marks[*row as usize]));
        for (column, values) in self.columns.iter_mut().zip(&other.columns) {
            column.extend(before, values, from);
        }
    }

    /// Widens the time span of `row`.
    pub fn see(&mut self, row: usize, first: i64, answered: i64) {
        if first == MISSING_INT {
            return;
        }
        let known = self.first[row];
        self.first[row] = if known == MISSING_INT { first } else { known.min(first) };
        if answered != MISSING_INT {
            // The missing time is below all others.
            let known = self.answered.get(row).copied().unwrap_or(MISSING_INT);
            set(&mut self.answered, row, known.max(answered), MISSING_INT);
        }
    }

    pub fn mark(&mut self, row: usize, marks: Marks) {
        self.marks[row] = self.marks[row].union(marks);
    }

    /// Unites rows of `other` into rows of this table, `(from, to)` in input order, so that a later value wins.
    pub fn merge(&mut self, other: &Rows, rows: &[(u32, u32)]) {
        for (from, to) in rows {
            let from = *from as usize;
            self.see(*to as usize, other.first[from], other.answered.get(from).copied().unwrap_or(MISSING_INT));
            self.mark(*to as usize, other.marks[from]);
        }
        for (column, others) in self.columns.iter_mut().zip(&other.columns) {
            column.merge(others, rows);
        }
    }

    /// The rows of all `parts`, one part behind the other, column by column in parallel. Ids have done their work by
    /// then and are left behind.
    pub fn concat(parts: Vec<Rows>) -> Rows {
        let lengths: Vec<usize> = parts.iter().map(Rows::len).collect();
        let width = parts.first().map_or(0, |part| part.columns.len());
        let mut columns: Vec<Vec<Column>> = (0..width).map(|_| Vec::with_capacity(parts.len())).collect();
        let (mut first, mut answered, mut marks) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            first.push(part.first);
            answered.push(part.answered);
            marks.push(part.marks);
            columns.iter_mut().zip(part.columns).for_each(|(column, part)| column.push(part));
        }
        let columns = || columns.into_par_iter().map(|parts| Column::concat(parts, &lengths)).collect();
        let ((first, answered), (marks, columns)) =
            rayon::join(|| (first.concat(), concat(answered, &lengths, MISSING_INT)), || (marks.concat(), columns()));
        Rows { ids: Vec::new(), first, answered, marks, columns }
    }
}
