//! Short rankings, beside each other as far as the screen is wide enough.

use super::bars::{fractions, stroke};
use super::grid::{Cell, Grid};
use super::line::{Block, Line, beside};
use super::style::Style;
use super::text::{shorten, width};
use super::{Section, Unit, View};

/// Blank columns between two rankings, and between two columns of one.
const GAP: usize = 4;
const COLUMN_GAP: usize = 2;
/// Names are shortened to this at first, and to no less than that.
const LONGEST_NAME: usize = 28;
const SHORTEST_NAME: usize = 8;
/// Shorter bars tell nothing, and longer ones no more.
const SHORTEST_BAR: usize = 4;
const LONGEST_BAR: usize = 30;

/// The rankings of `sections`, with a blank line between those that stand under each other.
pub fn lines(sections: &[Section], limit: usize) -> Vec<Line> {
    let rankings: Vec<Ranking> = sections.iter().filter_map(Ranking::new).collect();
    let mut lines = Vec::new();
    for row in rows(&rankings, limit) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let bar = bar_room(row, limit);
        let blocks: Vec<Block> = row.iter().map(|ranking| ranking.block(bar, limit)).collect();
        lines.extend(beside(&blocks, GAP));
    }
    lines
}

/// As many side by side as fit; the first row has what is left over.
fn rows(rankings: &[Ranking], limit: usize) -> Vec<&[Ranking]> {
    let all = |count: &usize| rankings.rchunks(*count).all(|row| needed(row, SHORTEST_BAR) <= limit);
    let count = (1..=rankings.len()).rev().find(all).unwrap_or(1);
    rankings.rchunks(count).rev().collect()
}

fn needed(row: &[Ranking], bar: usize) -> usize {
    let gaps = GAP * row.len().saturating_sub(1);
    gaps + row.iter().map(|ranking| ranking.width(LONGEST_NAME) + COLUMN_GAP + bar).sum::<usize>()
}

/// How long the bars of a row of rankings can be.
fn bar_room(row: &[Ranking], limit: usize) -> usize {
    let room = limit.saturating_sub(needed(row, 0)) / row.len().max(1);
    if room < SHORTEST_BAR { 0 } else { room.min(LONGEST_BAR) }
}

/// One ranking: titles and texts by column, the name first.
struct Ranking {
    titles: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Between 0 and 1.
    fractions: Vec<f64>,
    ink: Style,
}

impl Ranking {
    fn new(section: &Section) -> Option<Ranking> {
        let View::Ranking(shown) = section.view else { return None };
        let grid = Grid::section(section);
        let names = || std::iter::once(grid.heads[0].name.as_str()).chain(shown.iter().copied());
        let places: Vec<usize> = names().filter_map(|name| grid.heads.iter().position(|h| h.name == name)).collect();
        let cells = |row: &Vec<Cell>| -> Vec<Cell> { places.iter().map(|at| row[*at].clone()).collect() };
        let by = section.columns.iter().position(|column| Some(&column.name.as_str()) == shown.first())?;
        let is_usd = section.columns[by].unit == Unit::Usd;
        Some(Ranking {
            titles: places.iter().map(|at| grid.heads[*at].title.clone()).collect(),
            rows: grid.rows.iter().map(cells).collect(),
            fractions: fractions(section, by),
            ink: if is_usd { Style::Green } else { Style::Cyan },
        })
        .filter(|ranking| !ranking.rows.is_empty())
    }

    /// Whether the log never states the field.
    fn is_unknown(&self) -> bool {
        matches!(self.rows.as_slice(), [row] if row[0].faint)
    }

    fn column_width(&self, at: usize) -> usize {
        let cells = self.rows.iter().map(|row| width(&row[at].text));
        cells.chain([width(&self.titles[at])]).max().unwrap_or(0)
    }

    /// Without a bar, and with names of at most `longest_name` columns.
    fn width(&self, longest_name: usize) -> usize {
        if self.is_unknown() {
            return width(NOWHERE).max(width(&self.titles[0])).min(longest_name);
        }
        let figures: usize = (1..self.titles.len()).map(|at| COLUMN_GAP + self.column_width(at)).sum();
        self.column_width(0).min(longest_name) + figures
    }

    fn block(&self, bar_room: usize, limit: usize) -> Block {
        let longest = LONGEST_NAME.min(limit.saturating_sub(self.width(0))).max(SHORTEST_NAME);
        let name_width = self.column_width(0).min(longest);
        if self.is_unknown() {
            return vec![
                Line::of(Style::Bold, shorten(&self.titles[0], LONGEST_NAME)),
                Line::of(Style::Dim, shorten(NOWHERE, limit)),
            ];
        }
        let titles = self.titles.iter().map(|title| (Style::Bold, title.as_str()));
        let mut block = vec![self.line(titles, name_width)];
        for (row, fraction) in self.rows.iter().zip(&self.fractions) {
            let cells = row.iter().map(|cell| (if cell.faint { Style::Dim } else { Style::Plain }, cell.text.as_str()));
            let mut line = self.line(cells, name_width);
            if bar_room > 0 {
                line.push(Style::Plain, " ".repeat(COLUMN_GAP));
                line.push(self.ink, stroke(*fraction, bar_room));
            }
            block.push(line);
        }
        // What stands beside it begins behind the longest bar.
        block[0].pad(self.width(longest) + COLUMN_GAP + bar_room);
        block
    }

    /// The name to the left, the figures to the right.
    fn line<'c>(&self, cells: impl Iterator<Item = (Style, &'c str)>, name_width: usize) -> Line {
        let mut line = Line::default();
        for (at, (style, text)) in cells.enumerate() {
            if at == 0 {
                line.push(style, shorten(text, name_width));
                line.pad(name_width);
            } else {
                let blanks = COLUMN_GAP + self.column_width(at) - width(text);
                line.push(Style::Plain, " ".repeat(blanks));
                line.push(style, text);
            }
        }
        line
    }
}

const NOWHERE: &str = "not in this log";
