//! What a record holds: every canonical field that the log states, in order, then the paths that are kept.
//!
//! A request whose lines state different variants is two records: one that states a variant that was replaced, and the
//! whole one behind it. Read back, they are what the log was: a request of two variants.

use std::borrow::Cow;

use crate::input::Tag;
use crate::query::{Canonical, Field};
use crate::requests::{Column, Dictionary, MISSING_CODE, MISSING_INT, RequestTable, Status};

/// Requests to write, and what of them.
pub struct Flat<'t> {
    pub series: Vec<Series<'t>>,
    /// What else requests say of the spans that they are, for shapes that have a place for it.
    pub spans: Vec<Series<'t>>,
    /// Rows of the table, in order.
    pub rows: Vec<u32>,
    table: &'t RequestTable,
}

/// One field of all rows.
pub struct Series<'t> {
    pub field: Field,
    pub values: Values<'t>,
}

/// Values by row. Rows beyond the end are missing.
pub enum Values<'t> {
    Times(&'t [i64]),
    Ints(&'t [i64]),
    Floats(Cow<'t, [f64]>),
    Texts(&'t [u32], &'t Dictionary),
    Statuses(&'t [Status]),
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'t> {
    /// Microseconds since the epoch.
    Time(i64),
    Int(i64),
    Float(f64),
    Text(&'t str),
    /// A number as the log writes it.
    Number(&'t str),
    Bool(bool),
}

/// One record: a whole row, or the variant that one of its lines stated before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    Rival(u32),
    Whole(u32),
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Lines, or rows of a table.
    pub records: u64,
    /// Times that the shape cannot hold: text those before year 1 or after year 9999, traces those before 1970.
    pub lost_times: u64,
    /// Empty texts that the shape cannot tell from missing ones.
    pub lost_texts: u64,
    /// Requests of two variants, of which only the later one could be written.
    pub lost_rivals: u64,
    /// Fields with values of several types, all of which became texts.
    pub mixed: Vec<String>,
}

impl Carried {
    pub fn add(&mut self, more: Carried) {
        self.records += more.records;
        self.lost_times += more.lost_times;
        self.lost_texts += more.lost_texts;
        self.lost_rivals += more.lost_rivals;
        self.mixed.extend(more.mixed);
    }
}

impl<'t> Flat<'t> {
    /// The matching rows of a table, with all canonical fields that it has and the paths `keep`. Requests that state no
    /// `sample_rate` get `sample_rate`.
    pub fn new(table: &'t RequestTable, matching: &[bool], keep: &[Field], sample_rate: Option<f64>) -> Flat<'t> {
        let canonical = Canonical::ALL.iter().filter_map(|field| canonical(table, *field, sample_rate));
        let kept = keep.iter().filter_map(|field| Some(Series { field: field.clone(), values: values(table, field)? }));
        let rows = (0..).zip(matching).filter(|(_, keep)| **keep).map(|(row, _)| row).collect();
        Flat { series: canonical.chain(kept).collect(), spans: Vec::new(), rows, table }
    }

    /// The same with what requests say of their spans under these names, if any says so.
    pub fn with_spans(mut self, names: &[Field]) -> Flat<'t> {
        let stated = names.iter().filter(|field| !self.table.lacks(field));
        let series =
            stated.filter_map(|field| Some(Series { field: field.clone(), values: values(self.table, field)? }));
        self.spans = series.collect();
        self
    }

    /// Whether the lines of a row state different variants.
    pub fn is_contested(&self, row: u32) -> bool {
        self.table.is_contested(row as usize)
    }

    /// The records of some rows, in order.
    pub fn records<'r>(&'r self, rows: &'r [u32]) -> impl Iterator<Item = Record> + 'r {
        rows.iter().flat_map(|row| {
            let rival = self.table.rival(*row as usize).map(|_| Record::Rival(*row));
            rival.into_iter().chain([Record::Whole(*row)])
        })
    }

    /// What a record states of a field, if it does.
    #[inline]
    pub fn cell<'s>(&'s self, series: &'s Series<'t>, record: Record) -> Option<Cell<'s>> {
        match record {
            Record::Whole(row) => series.values.cell(row as usize),
            Record::Rival(row) => match series.field {
                Field::Canonical(Canonical::RequestId) => series.values.cell(row as usize),
                Field::Canonical(Canonical::Variant) => {
                    let rival = self.table.rival(row as usize)?;
                    self.table.text_of(Canonical::Variant, rival).map(Cell::Text)
                }
                _ => None,
            },
        }
    }
}

/// A canonical field, if the log states it anywhere. A status and a time every record has.
fn canonical(table: &RequestTable, field: Canonical, sample_rate: Option<f64>) -> Option<Series<'_>> {
    let values = match field {
        Canonical::Timestamp => Values::Times(&table.first),
        Canonical::Status => Values::Statuses(&table.status),
        Canonical::SampleRate if sample_rate.is_some() => {
            let stated = match values(table, &field.into()) {
                Some(Values::Floats(rates)) => rates.into_owned(),
                _ => Vec::new(),
            };
            let rate = |row: usize| stated.get(row).copied().filter(|rate| !rate.is_nan()).or(sample_rate);
            Values::Floats((0..table.len()).map(|row| rate(row).unwrap_or(f64::NAN)).collect())
        }
        field if table.is_empty(field) => return None,
        field => values(table, &field.into())?,
    };
    Some(Series { field: field.into(), values })
}

fn values<'t>(table: &'t RequestTable, field: &Field) -> Option<Values<'t>> {
    Some(match table.column(field)? {
        Column::Int(values) => Values::Ints(values),
        Column::Float(values) => Values::Floats(Cow::Borrowed(values)),
        Column::Code(codes) => Values::Texts(codes, table.dictionary(field)?),
    })
}

impl Values<'_> {
    /// Whether no value is anything but text.
    pub fn is_text(&self) -> bool {
        match self {
            Values::Statuses(_) => true,
            Values::Texts(_, dictionary) => {
                (0..dictionary.len() as u32).all(|code| dictionary.get(code).is_some_and(|(tag, _)| tag == Tag::Text))
            }
            Values::Times(_) | Values::Ints(_) | Values::Floats(_) => false,
        }
    }

    #[inline]
    fn cell(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Values::Times(times) => times.get(row).filter(|time| **time != MISSING_INT).map(|time| Cell::Time(*time)),
            Values::Ints(ints) => ints.get(row).filter(|int| **int != MISSING_INT).map(|int| Cell::Int(*int)),
            Values::Floats(floats) => floats.get(row).filter(|float| !float.is_nan()).map(|float| Cell::Float(*float)),
            Values::Statuses(statuses) => statuses.get(row).map(|status| Cell::Text(status.name())),
            Values::Texts(codes, dictionary) => {
                let code = codes.get(row).filter(|code| **code != MISSING_CODE)?;
                dictionary.get(*code).map(|(tag, text)| match tag {
                    Tag::Text => Cell::Text(text),
                    Tag::Number => Cell::Number(text),
                    Tag::Bool => Cell::Bool(text == "true"),
                })
            }
        }
    }
}
