//! The report as people read it: titles, rounded numbers and safe text, before any layout.

use super::floor::{Floor, at_least};
use super::human::{count, decimals, moment, number};
use super::sanitize::escape_controls;
use super::{Column, Report, Role, Row, Section, Unit, Value};

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
    pub need: Need,
    /// Sentences that a terminal has no column for.
    pub is_note: bool,
}

/// How soon a table that is too wide goes without a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// First: how sure a figure is.
    Interval,
    /// Part of what another figure says.
    Detail,
    Figure,
    /// Only where not even the shortest names leave them room.
    Count,
    Sum,
    /// Never.
    Row,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub text: String,
    /// Stands for a value that is not there.
    pub faint: bool,
}

impl Grid {
    /// Rounds, names and cleans everything in the rows and totals of `report`.
    pub fn new(report: &Report) -> Grid {
        Grid::of(&report.columns, &report.rows, report.totals.as_deref())
    }

    /// The same for one of its sections.
    pub fn section(section: &Section) -> Grid {
        Grid::of(&section.columns, &section.rows, None)
    }

    fn of(columns: &[Column], rows: &[Row], totals: Option<&[Value]>) -> Grid {
        let places = places(columns);
        let decimals: Vec<usize> = (0..columns.len()).map(|at| column_decimals(columns, rows, totals, at)).collect();
        let floor = Floor::among(columns);
        let quoted: Vec<bool> = (0..columns.len()).map(|at| mixes_types(rows, at)).collect();
        let shown = |at: usize, values: &[Value]| {
            let cell = cell(&columns[at], values.get(at), decimals[at]);
            match floor {
                Some(floor) if !cell.faint && floor.is_at(at, values) => Cell { text: at_least(&cell.text), ..cell },
                _ if quoted[at] => cell.quoted(values.get(at)),
                _ => cell,
            }
        };
        let cells = |values: &[Value]| -> Vec<Cell> {
            let cell = |place: &Place| match *place {
                Place::Column(at) => shown(at, values),
                Place::Interval(low, high) => interval(shown(low, values), shown(high, values)),
            };
            places.iter().map(cell).collect()
        };
        let labelled = |values: &[Value], label: Option<String>| match label {
            Some(label) => relabel(columns, &places, cells(values), label),
            None => cells(values),
        };
        Grid {
            heads: places.iter().map(|place| head(columns, rows, *place)).collect(),
            rows: rows.iter().map(|row| labelled(&row.values, other_label(row))).collect(),
            total: telling_totals(columns, rows, totals).map(|values| labelled(values, Some("total".to_owned()))),
        }
    }

    /// The columns without the notes, and the notes of each row.
    pub fn without_notes(mut self) -> (Grid, Vec<Vec<String>>) {
        let is_note: Vec<bool> = self.heads.iter().map(|head| head.is_note).collect();
        let notes = |row: &Vec<Cell>| {
            let notes = row.iter().zip(&is_note).filter(|(cell, is_note)| **is_note && !cell.faint);
            notes.map(|(cell, _)| cell.text.clone()).collect()
        };
        let all = self.rows.iter().map(notes).collect();
        let others = |row: &mut Vec<Cell>| {
            let mut is_note = is_note.iter();
            row.retain(|_| is_note.next() == Some(&false));
        };
        self.rows.iter_mut().chain(&mut self.total).for_each(others);
        self.heads.retain(|head| !head.is_note);
        (self, all)
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

impl Cell {
    /// Marks a text that would read as one of the numbers beside it.
    fn quoted(self, value: Option<&Value>) -> Cell {
        match value {
            Some(Value::Text(text)) if text.parse::<f64>().is_ok() => {
                Cell { text: format!("\"{}\"", self.text), ..self }
            }
            _ => self,
        }
    }
}

/// Whether numbers and texts stand in one column, so that `3` and `"3"` are two rows.
fn mixes_types(rows: &[Row], at: usize) -> bool {
    let has = |is: fn(&Value) -> bool| {
        rows.iter().any(|row| row.other_groups.is_none() && row.values.get(at).is_some_and(is))
    };
    has(|value| matches!(value, Value::Text(_))) && has(|value| matches!(value, Value::Int(_) | Value::Float(_)))
}

fn list_head(title: &str, numeric: bool) -> Head {
    Head { name: title.to_owned(), title: title.to_owned(), numeric, need: Need::Row, is_note: false }
}

/// What stands in one column of the grid.
#[derive(Debug, Clone, Copy)]
enum Place {
    Column(usize),
    /// The ends of an interval, which read better as one.
    Interval(usize, usize),
}

/// Columns in order, `x_low` and the `x_high` behind it as one.
fn places(columns: &[Column]) -> Vec<Place> {
    let mut places = Vec::new();
    let base = |at: usize, end: &str| columns.get(at).and_then(|column| column.name.strip_suffix(end));
    let mut at = 0;
    while at < columns.len() {
        let is_interval = base(at, "_low").is_some_and(|low| base(at + 1, "_high") == Some(low));
        let place = if is_interval { Place::Interval(at, at + 1) } else { Place::Column(at) };
        places.extend(Some(place).filter(|_| columns[at].role != Role::Code));
        at += if is_interval { 2 } else { 1 };
    }
    places
}

/// `590–655`; unknown where an end is.
fn interval(low: Cell, high: Cell) -> Cell {
    if low.faint || high.faint {
        return Cell { text: "n/a".to_owned(), faint: true };
    }
    // One unit is enough: `4.9–11.2%`.
    let low = low.text.strip_suffix('%').filter(|_| high.text.ends_with('%')).unwrap_or(&low.text);
    Cell { text: format!("{low}–{}", high.text), faint: false }
}

/// Totals that say more than the rows above them: there are several, and a dimension to put `total` in.
fn telling_totals<'v>(columns: &[Column], rows: &[Row], totals: Option<&'v [Value]>) -> Option<&'v [Value]> {
    let labelled = columns.iter().any(|column| column.role == Role::Dimension);
    totals.filter(|_| labelled && rows.len() > 1)
}

fn other_label(row: &Row) -> Option<String> {
    row.other_groups.map(|groups| format!("other ({} more)", count(groups)))
}

/// Replaces the dimensions of a row that stands for many groups by one label and blanks.
fn relabel(columns: &[Column], places: &[Place], mut cells: Vec<Cell>, label: String) -> Vec<Cell> {
    let mut label = Some(label);
    for (place, cell) in places.iter().zip(&mut cells) {
        if matches!(place, Place::Column(at) if columns[*at].role == Role::Dimension) {
            *cell = Cell { text: label.take().unwrap_or_default(), faint: false };
        }
    }
    cells
}

fn column_decimals(columns: &[Column], rows: &[Row], totals: Option<&[Value]>, at: usize) -> usize {
    let all = rows.iter().map(|row| row.values.as_slice()).chain(totals);
    let numbers: Vec<f64> = all.filter_map(|values| values.get(at).and_then(Value::as_number)).collect();
    columns.get(at).map_or(0, |column| decimals(column.unit, &numbers))
}

fn cell(column: &Column, value: Option<&Value>, decimals: usize) -> Cell {
    match value.and_then(|value| shown(column, value, decimals)) {
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
        Value::Text(text) if column.unit == Unit::Time => Some(moment(text)),
        Value::Text(text) => Some(escape_controls(text).into_owned()),
        // Two groups must not be rounded into one name.
        Value::Int(n) if exact => Some(n.to_string()),
        Value::Float(x) if exact => Some(x.to_string()),
        Value::Int(n) if decimals == 0 && column.unit != Unit::Fraction => Some(count(*n)),
        Value::Int(_) | Value::Float(_) => value.as_number().map(|x| number(column.unit, x, decimals)),
    }
}

fn head(columns: &[Column], rows: &[Row], place: Place) -> Head {
    let (at, name) = match place {
        Place::Column(at) => (at, escape_controls(&columns[at].name).into_owned()),
        Place::Interval(low, high) => (low, format!("{}, {}", columns[low].name, columns[high].name)),
    };
    let column = &columns[at];
    let is_dimension = column.role == Role::Dimension;
    Head {
        title: match place {
            Place::Interval(..) => "95% interval".to_owned(),
            Place::Column(_) if is_dimension => name.clone(),
            Place::Column(_) => column.title.clone().unwrap_or_else(|| title(&name)),
        },
        numeric: !matches!(column.unit, Unit::Text) && !holds_text(column, rows, at),
        need: match place {
            Place::Interval(..) => Need::Interval,
            Place::Column(_) if is_dimension => Need::Row,
            Place::Column(_) if matches!(name.as_str(), "requests" | "duration_ms" | "threshold") => Need::Count,
            Place::Column(_) if name.starts_with("bottleneck") => Need::Count,
            Place::Column(_) if matches!(name.as_str(), "total_cost_usd" | "value") => Need::Sum,
            Place::Column(_) if name.contains("cache_") || name == "unpriced_requests" => Need::Detail,
            Place::Column(_) => Need::Figure,
        },
        is_note: column.role == Role::Note,
        name,
    }
}

/// Whether a name from a log stands in the column, whatever its unit promises.
fn holds_text(column: &Column, rows: &[Row], at: usize) -> bool {
    let mut groups = rows.iter().filter(|row| row.other_groups.is_none());
    let is_figure = matches!(column.unit, Unit::Time | Unit::Written);
    !is_figure && groups.any(|row| matches!(row.values.get(at), Some(Value::Text(_))))
}

/// A measure's name in words: `total_cost_usd` is `cost $`, `avg_cost_per_request` is `avg $/request`.
fn title(name: &str) -> String {
    // Shares are of the money unless they say otherwise.
    let name = match name {
        "cost_share" => "share",
        "cumulative_cost_share" => "cumulative_share",
        name => name,
    };
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
