//! The report as people read it: titles, rounded numbers and safe text, before any layout.

use super::human::{count, decimals, number};
use super::sanitize::escape_controls;
use super::{Column, Report, Role, Row, Unit, Value};

/// What a table and a Markdown document have in common.
#[derive(Debug)]
pub struct Grid {
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Cell>>,
    /// The totals, labelled `total`; absent where they would repeat the only row.
    pub total: Option<Vec<Cell>>,
}

/// A column's title and how it may be laid out.
#[derive(Debug)]
pub struct Head {
    /// The key in JSON, for telling a person what to ask for.
    pub name: String,
    pub title: String,
    /// Numbers keep all their digits and stand to the right; text may be shortened.
    pub numeric: bool,
    /// A narrow table may go without it.
    pub expendable: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub text: String,
    /// Stands for a value that is not there.
    pub faint: bool,
}

impl Grid {
    /// Rounds, names and cleans everything in `report`.
    pub fn new(report: &Report) -> Grid {
        let decimals: Vec<usize> = (0..report.columns.len()).map(|at| column_decimals(report, at)).collect();
        let cells = |values: &[Value]| -> Vec<Cell> {
            let columns = report.columns.iter().zip(values).zip(&decimals);
            columns.map(|((column, value), &decimals)| cell(column, value, decimals)).collect()
        };
        let labelled = |values: &[Value], label: Option<String>| match label {
            Some(label) => relabel(&report.columns, cells(values), label),
            None => cells(values),
        };
        Grid {
            heads: report.columns.iter().enumerate().map(|(at, column)| head(column, holds_text(report, at))).collect(),
            rows: report.rows.iter().map(|row| labelled(&row.values, other_label(row))).collect(),
            total: telling_totals(report).map(|values| labelled(values, Some("total".to_owned()))),
        }
    }

    /// A lone row as a list, one line a measure: for an answer too wide for its screen.
    pub fn as_list(&self) -> Option<Grid> {
        let [row] = self.rows.as_slice() else { return None };
        let line = |(head, cell): (&Head, &Cell)| vec![Cell { text: head.title.clone(), faint: false }, cell.clone()];
        Some(Grid {
            // Names among the values must stay free to be shortened.
            heads: vec![list_head("measure", false), list_head("value", self.heads.iter().all(|head| head.numeric))],
            rows: self.heads.iter().zip(row).map(line).collect(),
            total: None,
        })
    }
}

fn list_head(title: &str, numeric: bool) -> Head {
    Head { name: title.to_owned(), title: title.to_owned(), numeric, expendable: false }
}

/// Totals that say more than the rows above them: there are several, and a dimension to put `total` in.
fn telling_totals(report: &Report) -> Option<&[Value]> {
    let labelled = report.columns.iter().any(|column| column.role == Role::Dimension);
    report.totals.as_deref().filter(|_| labelled && report.rows.len() > 1)
}

fn other_label(row: &Row) -> Option<String> {
    row.other_groups.map(|groups| format!("other ({} more)", count(groups)))
}

/// Replaces the dimensions of a row that stands for many groups by one label and blanks.
fn relabel(columns: &[Column], mut cells: Vec<Cell>, label: String) -> Vec<Cell> {
    let mut label = Some(label);
    for (column, cell) in columns.iter().zip(&mut cells) {
        if column.role == Role::Dimension {
            *cell = Cell { text: label.take().unwrap_or_default(), faint: false };
        }
    }
    cells
}

fn column_decimals(report: &Report, at: usize) -> usize {
    let rows = report.rows.iter().map(|row| row.values.as_slice()).chain(report.totals.as_deref());
    let numbers: Vec<f64> = rows.filter_map(|values| values.get(at).and_then(as_number)).collect();
    report.columns.get(at).map_or(0, |column| decimals(column.unit, &numbers))
}

fn as_number(value: &Value) -> Option<f64> {
    match *value {
        Value::Int(n) => Some(n as f64),
        Value::Float(x) => Some(x).filter(|x| x.is_finite()),
        _ => None,
    }
}

fn cell(column: &Column, value: &Value, decimals: usize) -> Cell {
    match shown(column, value, decimals) {
        Some(text) => Cell { text, faint: false },
        None if column.role == Role::Dimension => Cell { text: "(none)".to_owned(), faint: true },
        None => Cell { text: "n/a".to_owned(), faint: true },
    }
}

fn shown(column: &Column, value: &Value, decimals: usize) -> Option<String> {
    let exact = column.role == Role::Dimension;
    match value {
        Value::Null => None,
        Value::Bool(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        // An empty name would look like a missing one.
        Value::Text(text) if text.is_empty() => Some("\"\"".to_owned()),
        Value::Text(text) => Some(escape_controls(text).into_owned()),
        // Two groups must not be rounded into one name.
        Value::Int(n) if exact => Some(n.to_string()),
        Value::Float(x) if exact => Some(x.to_string()),
        Value::Int(n) if decimals == 0 && column.unit != Unit::Fraction => Some(count(*n)),
        Value::Int(_) | Value::Float(_) => as_number(value).map(|x| number(column.unit, x, decimals)),
    }
}

fn head(column: &Column, holds_text: bool) -> Head {
    let is_dimension = column.role == Role::Dimension;
    let name = escape_controls(&column.name).into_owned();
    Head {
        title: if is_dimension { name.clone() } else { title(&name) },
        name,
        numeric: column.unit != Unit::Text && !holds_text,
        expendable: !is_dimension && !matches!(column.name.as_str(), "requests" | "total_cost_usd"),
    }
}

/// Whether a name from a log stands in the column, whatever its unit promises.
fn holds_text(report: &Report, at: usize) -> bool {
    let mut groups = report.rows.iter().filter(|row| row.other_groups.is_none());
    groups.any(|row| matches!(row.values.get(at), Some(Value::Text(_))))
}

/// A measure's name in words: `total_cost_usd` is `cost $`, `avg_cost_per_request` is `avg $/request`.
fn title(name: &str) -> String {
    // Shares are of the money unless they say otherwise.
    let name = if name == "cost_share" { "share" } else { name };
    let words = name.strip_prefix("total_").unwrap_or(name);
    let words = words.replace("usd_per_million", "$/M").replace("cost_per_", "$/").replace("_per_", "/");
    let words: Vec<&str> = words.split('_').map(|word| if word == "usd" { "$" } else { word }).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report};
    use super::*;

    fn texts(cells: &[Cell]) -> Vec<&str> {
        cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn titles_follow_from_names() {
        for (name, words) in [
            ("requests", "requests"),
            ("total_cost_usd", "cost $"),
            ("total_input_tokens", "input tokens"),
            ("avg_cost_per_request", "avg $/request"),
            ("cost_share", "share"),
            ("p95_latency_ms", "p95 latency ms"),
            ("p99.9_cost_usd", "p99.9 cost $"),
            ("input_usd_per_million", "input $/M"),
            ("output_tokens_per_second", "output tokens/second"),
        ] {
            assert_eq!(title(name), words);
        }
    }

    #[test]
    fn columns_line_up_and_unknown_is_not_zero() {
        let grid = Grid::new(&report());
        assert_eq!(texts(&grid.rows[0])[..5], ["claude-sonnet-4-5-20250929", "12", "3,756", "0.004200", "58.8%"]);
        assert_eq!(texts(&grid.rows[2])[..5], ["(none)", "2", "n/a", "n/a", "n/a"]);
        assert_eq!(texts(&grid.rows[3])[3], "<0.000001");
    }

    #[test]
    fn other_and_total_are_labelled_once() {
        let grid = Grid::new(&report());
        assert_eq!(texts(&grid.rows[4])[..2], ["other (12 more)", "40"]);
        assert_eq!(texts(grid.total.as_deref().expect("totals"))[..2], ["total", "60"]);
    }

    #[test]
    fn a_lone_row_needs_no_total() {
        let mut report = text_report(&["only"]);
        report.totals = Some(vec![Value::Null, Value::Int(1)]);
        assert!(Grid::new(&report).total.is_none());
    }

    #[test]
    fn text_among_numbers_may_be_shortened() {
        let mut report = text_report(&["a", "b"]);
        assert!(Grid::new(&report).heads[1].numeric);
        report.rows[1].values[1] = Value::Text("x".repeat(99));
        assert!(!Grid::new(&report).heads[1].numeric);
    }

    #[test]
    fn dimensions_are_never_rounded_or_blank() {
        let mut report = text_report(&["", "a\u{1b}b"]);
        report.rows.push(Row { values: vec![Value::Float(0.123_456_789), Value::Int(1)], other_groups: None });
        let grid = Grid::new(&report);
        let names: Vec<&str> = grid.rows.iter().map(|row| row[0].text.as_str()).collect();
        assert_eq!(names, ["\"\"", "a\\u{1b}b", "0.123456789"]);
    }
}
