//! The measures that need every value of a group, its ranks: one polars query.

use polars::prelude::*;

use super::Figure;
use super::groups::NO_GROUP;
use crate::error::Error;
use crate::query::{Canonical, Field, Measure};
use crate::requests::{Column as Values, MISSING_INT, RequestTable};

const GROUP: &str = "group";
/// The figures of `measures` by group: one column per measure, one figure per group below `groups`.
///
/// # Errors
/// What polars says; a defect, since the frame is built here.
pub fn measure(
    table: &RequestTable,
    of_row: &[u32],
    groups: usize,
    measures: &[&Measure],
) -> Result<Vec<Vec<Figure>>, Error> {
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let frame = frame(table, of_row, measures).map_err(failed)?;
    let expressions: Vec<Expr> =
        measures.iter().enumerate().map(|(at, measure)| expression(measure).alias(at.to_string())).collect();
    let answer = frame
        .lazy()
        .filter(col(GROUP).neq(lit(NO_GROUP)))
        .group_by([col(GROUP)])
        .agg(expressions)
        .collect()
        .map_err(failed)?;
    let rows: Vec<Option<u32>> =
        answer.column(GROUP).and_then(|c| c.u32().map(|c| c.iter().collect())).map_err(failed)?;
    (0..measures.len())
        .map(|at| {
            let mut figures = vec![Figure::Unknown; groups];
            let column = answer.column(&at.to_string()).map_err(failed)?;
            for (row, group) in rows.iter().enumerate() {
                let value = column.get(row).map_err(failed)?;
                if let Some(figure) = group.and_then(|group| figures.get_mut(group as usize)) {
                    *figure = as_figure(&value);
                }
            }
            Ok(figures)
        })
        .collect()
}

fn failed(error: PolarsError) -> Error {
    Error::Engine(error.to_string())
}

fn as_figure(value: &AnyValue<'_>) -> Figure {
    match value {
        AnyValue::Float64(value) if value.is_finite() => Figure::Float(*value),
        AnyValue::Float64(_) | AnyValue::Null => Figure::Unknown,
        value => value.extract::<i64>().map_or(Figure::Unknown, Figure::Int),
    }
}

fn expression(measure: &Measure) -> Expr {
    match measure {
        Measure::Min(field) => col(field.name()).min(),
        Measure::Max(field) => col(field.name()).max(),
        Measure::Quantile(field, p) => col(field.name()).quantile(lit(*p), QuantileMethod::Linear),
        // The ledger has these.
        _ => lit(NULL),
    }
}

fn frame(table: &RequestTable, of_row: &[u32], measures: &[&Measure]) -> PolarsResult<DataFrame> {
    let mut columns = vec![UInt32Chunked::from_slice(GROUP.into(), of_row).into_series().into_column()];
    let mut fields: Vec<Field> = measures.iter().filter_map(|measure| measure.field()).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        columns.push(series(table, &field).into_column());
    }
    DataFrame::new(of_row.len(), columns)
}

/// A field as polars knows it: null where it is missing.
fn series(table: &RequestTable, field: &Field) -> Series {
    let name = PlSmallStr::from_str(field.name());
    let rows = 0..table.len();
    match table.column(field) {
        _ if *field == Field::Canonical(Canonical::Timestamp) => {
            Int64Chunked::from_iter_options(name, table.first.iter().map(|v| (*v != MISSING_INT).then_some(*v)))
                .into_series()
        }
        Some(Values::Int(values)) => {
            let get = |row| values.get(row).copied().filter(|value| *value != MISSING_INT);
            Int64Chunked::from_iter_options(name, rows.map(get)).into_series()
        }
        Some(Values::Float(values)) => {
            let get = |row| values.get(row).copied().filter(|value: &f64| !value.is_nan());
            Float64Chunked::from_iter_options(name, rows.map(get)).into_series()
        }
        Some(Values::Code(_)) | None => Float64Chunked::full_null(name, table.len()).into_series(),
    }
}
