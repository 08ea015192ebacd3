//! Units to values: what one metric came to.

use std::collections::HashMap;

use super::enrol::Cohort;
use super::units::Members;
use super::{Observed, Sample};
use crate::input::Tag;
use crate::query::{Covariate, Field, Metric, Study};
use crate::requests::{Column, MISSING_CODE, MISSING_INT, RequestTable, Status};
use crate::stats::{Compensated, Moments};

/// What a request has of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    Missing,
    Number(f64),
    Truth(bool),
    NonFinite,
    Other,
}

impl Reading {
    fn value(self) -> Option<f64> {
        match self {
            Reading::Number(value) => Some(value),
            Reading::Truth(truth) => Some(f64::from(u8::from(truth))),
            Reading::Missing | Reading::NonFinite | Reading::Other => None,
        }
    }

    fn of_text(tag: Tag, text: &str) -> Reading {
        match (tag, text.trim().parse::<f64>()) {
            (Tag::Bool, _) => Reading::Truth(text == "true"),
            (_, Ok(number)) if number.is_finite() => Reading::Number(number),
            (Tag::Number, Ok(_)) => Reading::NonFinite,
            _ => Reading::Other,
        }
    }
}

/// A metric by row.
enum Values<'t> {
    Int(&'t [i64]),
    Float(&'t [f64]),
    /// Texts are read once each.
    Code(&'t [u32], Vec<Reading>),
    Status(&'t [Status]),
    Missing,
}

impl Values<'_> {
    fn of<'t>(table: &'t RequestTable, metric: &Metric) -> Values<'t> {
        match metric {
            Metric::Error => Values::Status(&table.status),
            Metric::Field(field) => Values::of_field(table, field),
        }
    }

    fn of_field<'t>(table: &'t RequestTable, field: &Field) -> Values<'t> {
        match table.column(field) {
            Some(Column::Int(values)) => Values::Int(values),
            Some(Column::Float(values)) => Values::Float(values),
            Some(Column::Code(codes)) => {
                let size = table.dictionary(field).map_or(0, |dictionary| dictionary.len()) as u32;
                let read =
                    |code| table.tagged(field, code).map_or(Reading::Missing, |(tag, t)| Reading::of_text(tag, t));
                Values::Code(codes, (0..size).map(read).collect())
            }
            None => Values::Missing,
        }
    }

    fn reading(&self, row: u32) -> Reading {
        let row = row as usize;
        match self {
            Values::Int(values) => match values.get(row) {
                Some(value) if *value != MISSING_INT => Reading::Number(*value as f64),
                _ => Reading::Missing,
            },
            Values::Float(values) => match values.get(row) {
                Some(value) if !value.is_nan() => Reading::Number(*value),
                _ => Reading::Missing,
            },
            Values::Code(codes, readings) => {
                let code = codes.get(row).copied().unwrap_or(MISSING_CODE);
                readings.get(code as usize).copied().unwrap_or(Reading::Missing)
            }
            Values::Status(statuses) => match statuses[row] {
                Status::Success => Reading::Truth(false),
                Status::Error => Reading::Truth(true),
                Status::Pending => Reading::Missing,
            },
            Values::Missing => Reading::Missing,
        }
    }
}

/// The requests before the experiment, by the code of their unit.
pub struct History {
    starts: Option<i64>,
    rows: HashMap<u32, Vec<u32>>,
}

impl History {
    pub fn new(table: &RequestTable, study: &Study, mask: &[bool]) -> History {
        let Some(Covariate::Before(starts)) = study.covariate else {
            return History { starts: None, rows: HashMap::new() };
        };
        let mut rows: HashMap<u32, Vec<u32>> = HashMap::new();
        if let Some(Column::Code(codes)) = study.unit.as_ref().and_then(|unit| table.column(unit)) {
            let is_before = |row: usize| mask[row] && table.first[row] != MISSING_INT && table.first[row] < starts;
            for (row, code) in codes.iter().enumerate().filter(|(row, code)| **code != MISSING_CODE && is_before(*row))
            {
                rows.entry(*code).or_default().push(row as u32);
            }
        }
        History { starts: Some(starts), rows }
    }

    /// Since when requests belong to the experiment.
    pub fn starts(&self) -> Option<i64> {
        self.starts
    }
}

/// What a metric came to in the variants of a cohort.
pub fn gather(table: &RequestTable, study: &Study, cohort: &Cohort, metric: &Metric, history: &History) -> Observed {
    let values = Values::of(table, metric);
    let rows = cohort.arms.iter().flat_map(|members| &members.rows);
    let pivot = rows.clone().find_map(|row| values.reading(*row).value()).unwrap_or(0.0);
    let mut observed = Observed {
        metric: metric.clone(),
        numbers: 0,
        truths: 0,
        non_finite: 0,
        others: 0,
        pivot,
        samples: Vec::new(),
    };
    for row in rows {
        match values.reading(*row) {
            Reading::Missing => {}
            Reading::Number(_) => observed.numbers += 1,
            Reading::Truth(_) => observed.truths += 1,
            Reading::NonFinite => observed.non_finite += 1,
            Reading::Other => observed.others += 1,
        }
    }
    let covariates = match &study.covariate {
        Some(Covariate::Field(field)) => Values::of_field(table, field),
        Some(Covariate::Before(_)) => Values::of(table, metric),
        None => Values::Missing,
    };
    let covariate = |code: u32, rows: &[u32]| match &study.covariate {
        Some(Covariate::Field(_)) => mean(&covariates, rows),
        Some(Covariate::Before(_)) => history.rows.get(&code).map_or(f64::NAN, |rows| mean(&covariates, rows)),
        None => f64::NAN,
    };
    observed.samples = cohort.arms.iter().map(|members| sample(study, members, &values, pivot, &covariate)).collect();
    observed
}

fn sample(
    study: &Study,
    members: &Members,
    values: &Values<'_>,
    pivot: f64,
    covariate: &dyn Fn(u32, &[u32]) -> f64,
) -> Sample {
    let known = || members.rows.iter().filter_map(|row| values.reading(*row).value());
    let moments = Moments::of_iter(known().map(|value| value - pivot));
    let mut sample = Sample {
        missing: members.rows.len() as u64 - moments.count,
        sizes: Vec::with_capacity(members.len()),
        sums: Vec::with_capacity(members.len()),
        moments,
        values: if study.keeps_values { known().collect() } else { Vec::new() },
        covariates: Vec::new(),
    };
    for (code, rows) in members.units() {
        let (mut size, mut sum) = (0, Compensated::default());
        for value in rows.iter().filter_map(|row| values.reading(*row).value()) {
            size += 1;
            sum.add(value - pivot);
        }
        if size > 0 {
            sample.sizes.push(size);
            sample.sums.push(sum.value());
            if study.covariate.is_some() {
                sample.covariates.push(covariate(code, rows));
            }
        }
    }
    sample
}

/// The mean of what is known; NaN of nothing.
fn mean(values: &Values<'_>, rows: &[u32]) -> f64 {
    let known = rows.iter().filter_map(|row| values.reading(*row).value());
    Moments::of_iter(known.collect::<Vec<f64>>().iter().copied()).mean
}
