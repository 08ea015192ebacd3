//! Spans as a tree: each on one line with a bar that says when it ran.
//!
//! Columns are found by their names, which are those of `llmobs trace show`. Where the screen is too narrow, what says least goes
//! first; names are shortened last.

use super::grid::Grid;
use super::human::{count, duration, percent};
use super::line::Line;
use super::sanitize::escape_controls;
use super::style::Style;
use super::text::{shorten, width};
use super::{Report, Value};

const GAP: usize = 2;
const LONGEST_NAME: usize = 48;
const SHORTEST_NAME: usize = 20;
const LONGEST_BAR: usize = 40;
const SHORTEST_BAR: usize = 8;
/// Deeper spans are not indented further: their depth is written out.
const DEEPEST_INDENT: usize = 8;

/// What stands behind the bar, and what goes first where there is no room, from the last.
const DETAILS: [(&str, &str); 5] = [
    ("critical_share", "path"),
    ("total_cost_usd", "cost $"),
    ("total_input_tokens", "in"),
    ("total_output_tokens", "out"),
    ("model", "model"),
];

/// The tree of the report's rows, with titles; `all` is the time of the whole in milliseconds.
pub fn lines(report: &Report, all: f64, limit: usize) -> Vec<Line> {
    let tree = Tree::new(report);
    let details = tree.details(report);
    let durations = tree.column("duration_ms", |value| duration(value.as_number()?).into());
    let notes = tree.notes();
    let duration_width = widest(&durations, "duration");
    let note_width =
        notes.iter().map(|note| width(note)).max().map_or(0, |widest| if widest > 0 { widest + GAP } else { 0 });
    let names = tree.names();
    let name_width = names.iter().map(|name| width(name)).max().unwrap_or(0).clamp(4, LONGEST_NAME);
    let fixed = GAP + duration_width + GAP + SHORTEST_BAR + note_width;
    let room = limit.saturating_sub(fixed + name_width.min(SHORTEST_NAME.max(name_width * 2 / 3)));
    let kept = fitting(&details, room);
    let details_width: usize = details[..kept].iter().map(|detail| GAP + detail.width).sum();
    let name_width = name_width.min(limit.saturating_sub(fixed + details_width).max(SHORTEST_NAME));
    let bar = limit.saturating_sub(fixed - SHORTEST_BAR + details_width + name_width).clamp(SHORTEST_BAR, LONGEST_BAR);
    let widths = [name_width, duration_width, bar];
    let mut lines = vec![tree.title(&details[..kept], widths, all)];
    for row in 0..names.len() {
        let style = if tree.is_folded(row) { Style::Dim } else { Style::Plain };
        let mut line = Line::of(style, shorten(&names[row], name_width));
        line.pad(name_width);
        push_right(&mut line, &durations[row], duration_width);
        line.push(Style::Plain, " ".repeat(GAP));
        let before = line.width();
        line.push(Style::Cyan, tree.bar(row, all, bar));
        line.pad(before + bar);
        for detail in &details[..kept] {
            if detail.is_text {
                line.push(Style::Plain, format!("{}{}", " ".repeat(GAP), detail.cells[row]));
                line.pad(line.width() + detail.width - width(&detail.cells[row]));
            } else {
                push_right(&mut line, &detail.cells[row], detail.width);
            }
        }
        if !notes[row].is_empty() {
            line.push(Style::Yellow, format!("{}{}", " ".repeat(GAP), notes[row]));
        }
        lines.push(line);
    }
    lines
}

fn push_right(line: &mut Line, text: &str, columns: usize) {
    line.push(Style::Plain, " ".repeat(GAP + columns.saturating_sub(width(text))));
    line.push(Style::Plain, text);
}

/// A column behind the bars.
struct Detail {
    title: &'static str,
    cells: Vec<String>,
    width: usize,
    is_text: bool,
}

/// How many of the details fit.
fn fitting(details: &[Detail], room: usize) -> usize {
    let mut taken = 0;
    let fits = |detail: &&Detail| {
        taken += GAP + detail.width;
        taken <= room
    };
    details.iter().take_while(fits).count()
}

fn widest(cells: &[String], title: &str) -> usize {
    cells.iter().map(|cell| width(cell)).chain([width(title)]).max().unwrap_or(0)
}

/// A report's rows by the names of its columns.
struct Tree<'r> {
    report: &'r Report,
}

impl<'r> Tree<'r> {
    fn new(report: &'r Report) -> Tree<'r> {
        Tree { report }
    }

    fn value(&self, row: usize, name: &str) -> &'r Value {
        let place = self.report.columns.iter().position(|column| column.name == name);
        place.and_then(|at| self.report.rows[row].values.get(at)).unwrap_or(&Value::Null)
    }

    fn number(&self, row: usize, name: &str) -> Option<f64> {
        self.value(row, name).as_number()
    }

    fn column(&self, name: &str, shown: impl Fn(&Value) -> Option<String>) -> Vec<String> {
        (0..self.report.rows.len()).map(|row| shown(self.value(row, name)).unwrap_or_default()).collect()
    }

    fn is_folded(&self, row: usize) -> bool {
        self.report.rows[row].other_groups.is_some()
    }

    /// Names behind the lines of the tree.
    fn names(&self) -> Vec<String> {
        let depth = |row: usize| self.number(row, "depth").unwrap_or(0.0) as usize;
        let rows = self.report.rows.len();
        let mut names = vec![String::new(); rows];
        // By depth: whether a row further down stands there, below the same span.
        let mut follows: Vec<bool> = Vec::new();
        for row in (0..rows).rev() {
            let depth = depth(row);
            follows.resize(depth + 1, false);
            names[row] = format!("{}{}", indent(&follows, depth), self.name(row));
            follows[depth] = true;
        }
        names
    }

    fn name(&self, row: usize) -> String {
        if let Some(folded) = self.report.rows[row].other_groups {
            return format!("… {} more", count(folded));
        }
        match self.value(row, "span_name") {
            Value::Text(name) => escape_controls(name).into_owned(),
            _ => "n/a".to_owned(),
        }
    }

    /// When it ran: heavy where it is on the critical path.
    fn bar(&self, row: usize, all: f64, columns: usize) -> String {
        let (Some(offset), false) = (self.number(row, "offset_ms"), self.is_folded(row)) else { return String::new() };
        if all <= 0.0 {
            return String::new();
        }
        let scale = columns as f64 / all;
        let lasts = self.number(row, "duration_ms").unwrap_or(0.0);
        let start = ((offset * scale).floor().max(0.0) as usize).min(columns - 1);
        let length = (((offset + lasts) * scale).round() as usize).saturating_sub(start).clamp(1, columns - start);
        let is_critical = self.number(row, "critical_ms").is_some_and(|critical| critical > 0.0);
        " ".repeat(start) + &if is_critical { "━" } else { "─" }.repeat(length)
    }

    /// The bottleneck, and what failed.
    fn notes(&self) -> Vec<String> {
        let note = |row: usize| {
            let is_bottleneck = *self.value(row, "is_bottleneck") == Value::Bool(true);
            let share = self.number(row, "critical_share").map(percent).unwrap_or_default();
            let bottleneck = is_bottleneck.then(|| format!("← {share} of the time"));
            let error = match self.value(row, "error") {
                Value::Text(error) => Some(format!("✗ {}", shorten(&escape_controls(error), 24))),
                _ => None,
            };
            bottleneck.into_iter().chain(error).collect::<Vec<_>>().join(" ")
        };
        (0..self.report.rows.len()).map(note).collect()
    }

    /// The columns that say anything.
    fn details(&self, report: &Report) -> Vec<Detail> {
        let grid = Grid::new(report);
        let detail = |(name, title): (&'static str, &'static str)| {
            let at = grid.heads.iter().position(|head| head.name == name)?;
            let blank =
                |row: usize| grid.rows[row][at].faint || self.is_folded(row) || is_nothing(name, self.value(row, name));
            let cell = |row: usize| if blank(row) { String::new() } else { shorten(&grid.rows[row][at].text, 28) };
            let cells: Vec<String> = (0..grid.rows.len()).map(cell).collect();
            let is_any = cells.iter().any(|cell| !cell.is_empty());
            is_any.then(|| Detail { title, width: widest(&cells, title), cells, is_text: name == "model" })
        };
        DETAILS.into_iter().filter_map(detail).collect()
    }

    fn title(&self, details: &[Detail], [name, duration_width, bar]: [usize; 3], all: f64) -> Line {
        let mut line = Line::of(Style::Bold, "span");
        line.pad(name);
        push_title(&mut line, "duration", duration_width);
        line.push(Style::Plain, " ".repeat(GAP));
        let end = duration(all);
        let before = line.width();
        line.push(Style::Bold, "0");
        line.pad(before + bar.saturating_sub(width(&end)));
        line.push(Style::Bold, end);
        line.pad(before + bar);
        for detail in details {
            if detail.is_text {
                line.push(Style::Bold, format!("{}{}", " ".repeat(GAP), detail.title));
                line.pad(line.width() + detail.width - width(detail.title));
            } else {
                push_title(&mut line, detail.title, detail.width);
            }
        }
        line
    }
}

/// A part of the critical path of nothing at all is no part.
fn is_nothing(name: &str, value: &Value) -> bool {
    name == "critical_share" && value.as_number() == Some(0.0)
}

fn push_title(line: &mut Line, title: &str, columns: usize) {
    line.push(Style::Plain, " ".repeat(GAP + columns.saturating_sub(width(title))));
    line.push(Style::Bold, title);
}

/// The lines from the spans above to one at `depth`, where `follows` says at which depths others come.
fn indent(follows: &[bool], depth: usize) -> String {
    if depth == 0 {
        return String::new();
    }
    let branch = if follows[depth] { "├ " } else { "└ " };
    if depth > DEEPEST_INDENT {
        return format!("{}…{depth} {branch}", "  ".repeat(DEEPEST_INDENT / 2));
    }
    let above: String = follows[1..depth].iter().map(|follows| if *follows { "│ " } else { "  " }).collect();
    above + branch
}
