//! The request table: one row a request, one typed column a field.

use std::collections::BTreeMap;

use super::dictionary::{Dictionary, MISSING_CODE};
use super::money::CostSource;
use super::rows::{Column, MISSING_INT, Rows, Status};
use crate::input::{Plan, Tag};
use crate::query::{Canonical, Field};

/// All requests of the input, in an order that depends on the input alone.
#[derive(Debug, Default)]
pub struct RequestTable {
    /// When a request was made: the earliest time of its lines, in microseconds since the epoch.
    pub first: Vec<i64>,
    pub status: Vec<Status>,
    /// How each cost is known; empty where no cost was asked for.
    pub cost_source: Vec<CostSource>,
    /// Whether each row of a table of spans is a call of a model that counts, as far as its format tells; shorter where the
    /// rest is missing, and empty in a table of requests.
    pub calls: Vec<Option<bool>>,
    /// Codes of a variant that another line of the request replaced; shorter where the rest is missing.
    rivals: Vec<u32>,
    /// How many requests each stands for; empty where each stands for itself.
    weights: Vec<f64>,
    columns: BTreeMap<Field, Column>,
    dictionaries: BTreeMap<Field, Dictionary>,
}

impl RequestTable {
    /// Names the columns of `rows`, which were filled by `plan`.
    pub fn new(rows: Rows, dictionaries: Vec<Dictionary>, plan: &Plan) -> RequestTable {
        let Rows { first, answered, marks, columns, rivals, .. } = rows;
        let fields = || plan.slots.iter().map(|slot| slot.field.clone());
        let mut table = RequestTable {
            first,
            status: marks.iter().map(|marks| marks.status()).collect(),
            cost_source: Vec::new(),
            calls: Vec::new(),
            rivals,
            weights: Vec::new(),
            columns: fields().zip(columns).collect(),
            dictionaries: fields().zip(dictionaries).collect(),
        };
        table.derive_latency(&answered);
        table
    }

    /// A request without a logged latency took from its first line to its answer, where those are two moments.
    fn derive_latency(&mut self, answered: &[i64]) {
        let Some(Column::Float(latency)) = self.columns.get_mut(&Canonical::LatencyMs.into()) else { return };
        latency.resize(self.first.len(), f64::NAN);
        for ((latency, asked), answered) in latency.iter_mut().zip(&self.first).zip(answered) {
            if latency.is_nan() && *asked != MISSING_INT && answered > asked {
                *latency = answered.abs_diff(*asked) as f64 / 1000.0;
            }
        }
    }

    /// Gives requests whose ids are the same, where their format tells them apart by more than that, ids of their own: `ID#2`
    /// and so on, in the order of the table. Returns how many of the rows that `mask` keeps got one. An empty id is none, and
    /// stays.
    pub fn tell_apart(&mut self, mask: &[bool]) -> u64 {
        let field = Field::from(Canonical::RequestId);
        let (Some(Column::Code(codes)), Some(ids)) = (self.columns.get_mut(&field), self.dictionaries.get_mut(&field))
        else {
            return 0;
        };
        let mut met = vec![0_u32; ids.len()];
        let mut renamed = 0;
        for (code, is_kept) in codes.iter_mut().zip(mask) {
            let Some((tag, id)) = ids.get(*code).filter(|(_, id)| !id.is_empty()) else { continue };
            let count = &mut met[*code as usize];
            *count += 1;
            if *count > 1 {
                let id = id.to_owned();
                *code = loop {
                    let known = ids.len();
                    let code = ids.intern(tag, &format!("{id}#{count}"));
                    // Another request may be called so already.
                    if code as usize == known {
                        break code;
                    }
                    *count += 1;
                };
                renamed += u64::from(*is_kept);
            }
        }
        renamed
    }

    /// Takes the log for a sample: a request that was kept at a rate of 0.1 stands for ten. Those that state no
    /// `sample_rate` were kept at `otherwise`, or are all there are.
    pub fn weigh(&mut self, otherwise: Option<f64>) {
        let rates: &[f64] = match self.columns.get(&Canonical::SampleRate.into()) {
            Some(Column::Float(rates)) => rates.as_slice(),
            _ => &[],
        };
        if rates.is_empty() && otherwise.is_none() {
            return;
        }
        let rate = |row: usize| rates.get(row).copied().filter(|rate| !rate.is_nan()).or(otherwise).unwrap_or(1.0);
        self.weights = (0..self.len()).map(|row| 1.0 / rate(row)).collect();
    }

    /// How many requests each request stands for; `None` where the log is all there is.
    pub fn weights(&self) -> Option<&[f64]> {
        (!self.weights.is_empty()).then_some(self.weights.as_slice())
    }

    /// Whether a field holds nothing but true and false.
    pub fn is_boolean(&self, field: &Field) -> bool {
        let Some(Column::Code(codes)) = self.columns.get(field) else { return false };
        let Some(dictionary) = self.dictionaries.get(field) else { return false };
        let is_other = |code| dictionary.get(code).is_some_and(|(tag, _)| tag != Tag::Bool);
        let is_any = codes.iter().any(|code| *code != MISSING_CODE);
        is_any && !(0..dictionary.len() as u32).any(is_other)
    }

    /// Whether the lines of the request state different variants.
    pub fn is_contested(&self, row: usize) -> bool {
        self.rival(row).is_some()
    }

    /// The code of a variant that a line of the request states and a later one contradicts.
    pub fn rival(&self, row: usize) -> Option<u32> {
        self.rivals.get(row).copied().filter(|code| *code != MISSING_CODE)
    }

    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// A column, if the plan had it. Rows beyond its end are missing.
    pub fn column(&self, field: &Field) -> Option<&Column> {
        self.columns.get(field)
    }

    /// Takes a column out, to be put back changed.
    pub fn take_column(&mut self, field: &Field) -> Option<Column> {
        self.columns.remove(field)
    }

    pub fn put_column(&mut self, field: Field, column: Column) {
        self.columns.insert(field, column);
    }

    pub fn dictionary(&self, field: &Field) -> Option<&Dictionary> {
        self.dictionaries.get(field)
    }

    /// Whether a field was read and no request has a value of it.
    pub fn lacks(&self, field: &Field) -> bool {
        self.columns.contains_key(field) && self.is_empty_column(field)
    }

    /// Whether a request has a value of a field.
    pub fn states(&self, field: &Field, row: usize) -> bool {
        if *field == Field::Canonical(Canonical::Timestamp) {
            return self.first[row] != MISSING_INT;
        }
        match self.columns.get(field) {
            None => false,
            Some(Column::Int(values)) => values.get(row).is_some_and(|value| *value != MISSING_INT),
            Some(Column::Float(values)) => values.get(row).is_some_and(|value| !value.is_nan()),
            Some(Column::Code(values)) => values.get(row).is_some_and(|value| *value != MISSING_CODE),
        }
    }

    /// Whether no request has a value.
    pub fn is_empty(&self, field: Canonical) -> bool {
        self.is_empty_column(&field.into())
    }

    fn is_empty_column(&self, field: &Field) -> bool {
        match self.columns.get(field) {
            None => true,
            Some(Column::Int(values)) => values.iter().all(|value| *value == MISSING_INT),
            Some(Column::Float(values)) => values.iter().all(|value| value.is_nan()),
            Some(Column::Code(values)) => values.iter().all(|value| *value == MISSING_CODE),
        }
    }

    /// The values of a field by row, missing ones and all; shorter than the table where the rest is missing.
    pub fn ints(&self, field: Canonical) -> &[i64] {
        match self.columns.get(&field.into()) {
            Some(Column::Int(values)) => values,
            _ => &[],
        }
    }

    pub fn codes(&self, field: Canonical) -> &[u32] {
        match self.columns.get(&field.into()) {
            Some(Column::Code(values)) => values,
            _ => &[],
        }
    }

    pub fn text_of(&self, field: Canonical, code: u32) -> Option<&str> {
        self.tagged(&field.into(), code).map(|(_, text)| text)
    }

    /// The text of a code and what it was in JSON.
    pub fn tagged(&self, field: &Field, code: u32) -> Option<(Tag, &str)> {
        self.dictionaries.get(field)?.get(code)
    }
}
