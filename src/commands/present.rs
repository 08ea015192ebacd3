//! Answers as what a report shows: keys and figures to values, measures to columns with units.

use std::borrow::Cow;

use crate::engine::{Answer, Figure, Group, Key};
use crate::query::{Canonical, Dimension, Field, Measure, Query};
use crate::report::{Column, Fact, Role, Row, Section, Unit, Value, View, utc_time};
use crate::requests::RequestTable;

/// A column for each dimension, then one for each measure.
pub fn columns(query: &Query, table: &RequestTable) -> Vec<Column> {
    let dimensions = query.by.iter().map(Dimension::name).map(dimension);
    let measures = query.measures.iter().map(|m| measure(m.name(), unit(m, table)));
    dimensions.chain(measures).collect()
}

pub fn dimension(name: &str) -> Column {
    let unit = if name == Canonical::Timestamp.name() { Unit::Time } else { Unit::Text };
    Column { name: name.to_owned(), title: None, unit, role: Role::Dimension }
}

pub fn measure(name: impl Into<String>, unit: Unit) -> Column {
    Column { name: name.into(), title: None, unit, role: Role::Measure }
}

/// What the figures of a measure are.
pub fn unit(measure: &Measure, table: &RequestTable) -> Unit {
    match measure {
        Measure::Count(_) | Measure::Known(_) | Measure::AtMost(..) => Unit::Count,
        Measure::ErrorRate
        | Measure::ErrorShare
        | Measure::CostShare
        | Measure::CumulativeCostShare
        | Measure::Below(..) => Unit::Fraction,
        Measure::FirstSeen(_) | Measure::LastSeen(_) => Unit::Time,
        Measure::TokensPerSecond => Unit::Number,
        Measure::Bound(measure, _) => unit(measure, table),
        measure => match measure.field() {
            // The mean of yes and no is a rate.
            Some(field) if table.is_boolean(&field) => Unit::Fraction,
            Some(Field::Canonical(Canonical::CostUsd)) => Unit::Usd,
            Some(Field::Canonical(Canonical::LatencyMs | Canonical::TtftMs)) => Unit::Ms,
            Some(field) if field.name().ends_with("_tokens") => Unit::Tokens,
            _ => Unit::Number,
        },
    }
}

/// The groups in the answer's order, then those beyond the limit as one row.
pub fn rows(query: &Query, answer: &Answer, table: &RequestTable) -> Vec<Row> {
    let row = |group: &Group| Row {
        values: group.key.iter().map(key).chain(figures(query, &group.figures, table)).collect(),
        other_groups: None,
    };
    let other = answer.other.as_ref().map(|(groups, figures)| {
        let first = query.by.first().map(|_| Value::Text("other".to_owned()));
        let blanks = query.by.iter().skip(1).map(|_| Value::Null);
        let values = first.into_iter().chain(blanks).chain(self::figures(query, figures, table)).collect();
        Row { values, other_groups: Some(*groups) }
    });
    answer.groups.iter().map(row).chain(other).collect()
}

/// The figures over everything, with blanks for the dimensions.
pub fn totals(query: &Query, answer: &Answer, table: &RequestTable) -> Vec<Value> {
    query.by.iter().map(|_| Value::Null).chain(figures(query, &answer.totals, table)).collect()
}

/// A column for programs alone: people read another one for it.
pub fn code(name: &str) -> Column {
    Column { name: name.to_owned(), title: None, unit: Unit::Number, role: Role::Code }
}

pub fn fact(name: &'static str, value: Value, unit: Unit) -> Fact {
    Fact { name, value, unit, is_code: false }
}

/// An answer as a section of a report.
pub fn section(
    name: impl Into<Cow<'static, str>>,
    query: &Query,
    answer: &Answer,
    table: &RequestTable,
    view: View,
) -> Section {
    Section { name: name.into(), columns: columns(query, table), rows: rows(query, answer, table), view }
}

fn figures<'f>(query: &Query, figures: &'f [Figure], table: &RequestTable) -> impl Iterator<Item = Value> + 'f {
    let units: Vec<Unit> = query.measures.iter().map(|measure| unit(measure, table)).collect();
    figures.iter().zip(units).map(|(figure, unit)| value(*figure, unit))
}

pub fn key(key: &Key) -> Value {
    match key {
        Key::Bucket { label, .. } => Value::Text(label.clone()),
        Key::Bool(value) => Value::Bool(*value),
        Key::Int(value) => Value::Int(*value),
        Key::Number(value) => Value::Float(*value),
        Key::Text(text) => Value::Text(text.clone()),
        Key::Missing => Value::Null,
    }
}

/// A key in running text; nothing where the requests state no value.
pub fn key_text(key: &Key) -> String {
    match key {
        Key::Bucket { label, .. } => label.clone(),
        Key::Bool(value) => value.to_string(),
        Key::Int(value) => value.to_string(),
        Key::Number(value) => value.to_string(),
        Key::Text(text) => text.clone(),
        Key::Missing => String::new(),
    }
}

/// A figure of `unit`; a time is counted in microseconds.
pub fn value(figure: Figure, unit: Unit) -> Value {
    match figure {
        Figure::Unknown => Value::Null,
        Figure::Int(micros) if unit == Unit::Time => Value::Text(utc_time(micros)),
        Figure::Int(value) => Value::Int(value),
        Figure::Float(value) => Value::Float(value),
    }
}
