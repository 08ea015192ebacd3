//! `llmobs trace`: the traces of a log, one of them as a tree, and where the time goes.

mod fold;
mod list;
mod log;
mod show;
mod summary;

pub use list::list;
pub use show::show;
pub use summary::summary;

use crate::error::Error;
use crate::report::{Unit, Value};
use crate::trace::Used;

/// The columns of what calls used, and whether a cost may be unknown.
fn used_columns(is_floor: bool) -> Vec<crate::report::Column> {
    use super::present::measure;
    let mut columns = vec![
        measure("total_input_tokens", Unit::Tokens),
        measure("total_output_tokens", Unit::Tokens),
        measure("total_cost_usd", Unit::Usd),
    ];
    columns.extend(is_floor.then(|| measure("unpriced_requests", Unit::Count)));
    columns
}

fn used_values(used: &Used, is_floor: bool) -> Vec<Value> {
    let tokens = |sum: crate::engine::Sum| sum.whole().map_or(Value::Null, Value::Int);
    let cost = used.cost.total().map_or(Value::Null, Value::Float);
    let mut values = vec![tokens(used.input), tokens(used.output), cost];
    values.extend(is_floor.then_some(Value::Int(used.unpriced as i64)));
    values
}

/// Milliseconds of what is known in microseconds.
fn ms(micros: Option<i64>) -> Value {
    micros.map_or(Value::Null, |micros| Value::Float(micros as f64 / 1000.0))
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

/// `NAME`, `NAME:asc` or `NAME:desc`, where `known` says the place of a name and whether it begins with the largest.
fn sort<T>(typed: &str, known: impl Fn(&str) -> Option<(T, bool)>, names: &str) -> Result<(T, bool), Error> {
    let (name, direction) = match typed.rsplit_once(':') {
        Some((name, "asc")) => (name, Some(false)),
        Some((name, "desc")) => (name, Some(true)),
        _ => (typed, None),
    };
    let fault = || Error::BadOption { flag: "--sort", value: typed.to_owned(), why: format!("is none of {names}") };
    let (place, descending) = known(name).ok_or_else(fault)?;
    Ok((place, direction.unwrap_or(descending)))
}
