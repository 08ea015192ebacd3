//! The head of an overview: the period, and the figures that matter most, each large under its name.

use super::floor::{Floor, at_least};
use super::human::amount;
use super::line::{Block, Line, beside, block_width};
use super::style::Style;
use super::text::wrap;
use super::{Column, Report, Tile, Value, footer};

/// Blank columns between two tiles: as many as leave all of them beside each other.
const GAPS: [usize; 3] = [4, 3, 2];

/// The period, a blank line, and the tiles, in as many rows as they need.
pub fn lines(report: &Report, tiles: &[Tile], limit: usize) -> Vec<Line> {
    let period = report.range.as_ref().and_then(footer::period);
    let mut lines: Vec<Line> = match period {
        Some(period) => wrap(&period, limit).into_iter().map(|line| Line::of(Style::Bold, line)).collect(),
        None => vec![Line::of(Style::Dim, "no request has a time")],
    };
    let Some(row) = report.rows.first() else { return lines };
    let mut blocks: Vec<Block> = tiles.iter().map(|tile| block(tile, &report.columns, &row.values)).collect();
    let gap = GAPS.into_iter().find(|gap| fitting(&blocks, *gap, limit) == blocks.len()).unwrap_or(GAPS[0]);
    while !blocks.is_empty() {
        let rest = blocks.split_off(fitting(&blocks, gap, limit));
        lines.push(Line::default());
        lines.extend(beside(&blocks, gap));
        blocks = rest;
    }
    lines
}

/// How many blocks fit beside each other; one at least.
fn fitting(blocks: &[Block], gap: usize, limit: usize) -> usize {
    let mut right = 0;
    let fits = |block: &&Block| {
        right += block_width(block);
        let fits = right <= limit;
        right += gap;
        fits
    };
    blocks.iter().take_while(fits).count().max(1)
}

fn block(tile: &Tile, columns: &[Column], values: &[Value]) -> Block {
    let title = Line::of(Style::Dim, tile.title);
    let [figure, detail] = [tile.figure, tile.detail].map(|(name, words)| said(columns, values, name, words));
    let figure_line = |text: Option<String>| match text {
        Some(text) => Line::of(Style::Bold, text),
        None => Line::of(Style::Dim, "n/a"),
    };
    match (figure, detail) {
        (None, None) => vec![title, figure_line(None)],
        (figure, detail) => vec![title, figure_line(figure), Line::of(Style::Dim, detail.unwrap_or_default())],
    }
}

/// `4 pending`; `None` where it is unknown.
fn said(columns: &[Column], values: &[Value], name: &str, words: &str) -> Option<String> {
    let at = columns.iter().position(|column| column.name == name)?;
    let value = values.get(at)?;
    let text = amount(columns[at].unit, value.as_number()?);
    // One error, not one errors.
    let words = if *value == Value::Int(1) { words.strip_suffix('s').unwrap_or(words) } else { words };
    let separator = if words.is_empty() { "" } else { " " };
    let is_floor = Floor::among(columns).is_some_and(|floor| floor.is_at(at, values));
    let text = if is_floor { at_least(&text) } else { text };
    Some(format!("{text}{separator}{words}"))
}
