//! Bars of block characters: how large numbers are beside each other, to an eighth of a column.

use super::grid::{Cell, Grid, Head, Need};
use super::text::width;
use super::{Screen, Section, Value};

/// From nothing to a whole column.
const EIGHTHS: [&str; 9] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// Longer bars say no more.
const LONGEST: usize = 40;

/// A bar of `columns` columns times `fraction`; the smallest part of something is seen.
pub fn bar(fraction: f64, columns: usize) -> String {
    let eighths = (fraction.clamp(0.0, 1.0) * (columns * 8) as f64).round() as usize;
    let eighths = if fraction > 0.0 { eighths.max(1) } else { 0 };
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// `grid` with a bar behind each row for its number in `column`, as far as the screen is wide enough.
pub fn add(mut grid: Grid, section: &Section, column: usize, screen: Screen) -> Grid {
    let number = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => *number as f64,
        Some(Value::Float(number)) => *number,
        _ => 0.0,
    };
    let numbers: Vec<f64> = section.rows.iter().map(|row| number(row.values.get(column))).collect();
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    let room = screen.limit().saturating_sub(taken(&grid)).min(LONGEST);
    grid.heads.push(Head {
        name: String::new(),
        title: String::new(),
        numeric: false,
        need: Need::Row,
        is_note: false,
    });
    for (row, number) in grid.rows.iter_mut().zip(numbers) {
        let fraction = if largest > 0.0 { number / largest } else { 0.0 };
        row.push(Cell { text: bar(fraction, room), faint: false });
    }
    grid
}

/// The columns that a grid fills, with the gap behind it.
fn taken(grid: &Grid) -> usize {
    let widest = |at: usize| {
        let cells = grid.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(&cell.text));
        cells.chain([width(&grid.heads[at].title)]).max().unwrap_or(0)
    };
    (0..grid.heads.len()).map(|at| widest(at) + 2).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_by_eighths_and_never_vanish() {
        assert_eq!(bar(0.5, 4), "██");
        assert_eq!(bar(9.0 / 32.0, 4), "█▏");
        assert_eq!(bar(1e-9, 4), "▏");
        assert_eq!(bar(0.0, 4), "");
        assert_eq!(bar(1.0, 3), "███");
    }
}
