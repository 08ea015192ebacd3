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
const SHORTEST_NAME: usize = 12;
/// Names keep as much before a detail is shown.
const READABLE_NAME: usize = 20;
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

/// The tree of the report's rows, with titles, and the columns that there was no room for; `all` is the time of the whole in
/// milliseconds.
pub fn lines(report: &Report, all: f64, limit: usize) -> (Vec<Line>, Vec<&'static str>) {
    let tree = Tree { report };
    let texts = Texts {
        names: tree.names(),
        durations: tree.column("duration_ms", |value| duration(value.as_number()?).into()),
        details: tree.details(),
        notes: tree.notes(),
    };
    let widths = texts.widths(limit);
    let title = tree.title(&texts.details[..widths.details], &widths, all);
    let rows =
        (0..report.rows.len()).map(|row| texts.line(row, &widths, tree.is_folded(row), tree.bar(row, all, widths.bar)));
    let hidden = texts.details[widths.details..].iter().map(|detail| detail.name).collect();
    (std::iter::once(title).chain(rows).collect(), hidden)
}

/// What stands in the lines, by row.
struct Texts {
    /// Behind the lines of the tree.
    names: Vec<String>,
    durations: Vec<String>,
    details: Vec<Detail>,
    notes: Vec<String>,
}

/// How wide the columns are, and how many of the details there is room for.
struct Widths {
    name: usize,
    duration: usize,
    bar: usize,
    details: usize,
    note: usize,
}

impl Texts {
    fn widths(&self, limit: usize) -> Widths {
        let widest_of = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
        // Where nothing limits it, nothing is cut.
        let longest = if limit == usize::MAX { usize::MAX } else { LONGEST_NAME };
        let name = widest_of(&self.names).max("span".len()).min(longest);
        let duration = widest(&self.durations, "duration");
        let needed = GAP + duration + GAP + SHORTEST_BAR;
        let note = widest_of(&self.notes).min(limit.saturating_sub(needed + GAP + SHORTEST_NAME));
        let fixed = needed + if note > 0 { note + GAP } else { 0 };
        let details = fitting(&self.details, limit.saturating_sub(fixed + name.min(READABLE_NAME.max(name * 2 / 3))));
        let fixed = fixed + self.details[..details].iter().map(|detail| GAP + detail.width).sum::<usize>();
        let name = name.min(limit.saturating_sub(fixed).max(SHORTEST_NAME));
        let bar = (limit - limit.min(fixed - SHORTEST_BAR + name)).clamp(SHORTEST_BAR, LONGEST_BAR);
        Widths { name, duration, bar, details, note }
    }

    fn line(&self, row: usize, widths: &Widths, is_folded: bool, bar: String) -> Line {
        let style = if is_folded { Style::Dim } else { Style::Plain };
        let mut line = Line::of(style, shorten(&self.names[row], widths.name));
        line.pad(widths.name);
        push_right(&mut line, Style::Plain, &self.durations[row], widths.duration);
        push_left(&mut line, Style::Cyan, &bar, widths.bar);
        for detail in &self.details[..widths.details] {
            let push = if detail.is_text { push_left } else { push_right };
            push(&mut line, Style::Plain, &detail.cells[row], detail.width);
        }
        push_left(&mut line, Style::Yellow, &shorten(&self.notes[row], widths.note), widths.note);
        line
    }
}

/// Adds a column whose text stands to the right.
fn push_right(line: &mut Line, style: Style, text: &str, columns: usize) {
    line.push(Style::Plain, " ".repeat(GAP + columns.saturating_sub(width(text))));
    line.push(style, text);
}

/// Adds a column whose text stands to the left.
fn push_left(line: &mut Line, style: Style, text: &str, columns: usize) {
    line.push(Style::Plain, " ".repeat(GAP));
    line.push(style, text);
    line.push(Style::Plain, " ".repeat(columns.saturating_sub(width(text))));
}

/// A column behind the bars.
struct Detail {
    name: &'static str,
    title: &'static str,
    cells: Vec<String>,
    width: usize,
    is_text: bool,
}

/// How many of the details fit; of two that belong together both or none.
fn fitting(details: &[Detail], room: usize) -> usize {
    let mut taken = 0;
    let fits = |detail: &&Detail| {
        taken += GAP + detail.width;
        taken <= room
    };
    let count = details.iter().take_while(fits).count();
    let is_parted = count > 0 && details.get(count).is_some_and(|next| details[count - 1].belongs_to(next));
    count - usize::from(is_parted)
}

impl Detail {
    fn belongs_to(&self, next: &Detail) -> bool {
        (self.name, next.name) == ("total_input_tokens", "total_output_tokens")
    }
}

fn widest(cells: &[String], title: &str) -> usize {
    cells.iter().map(|cell| width(cell)).chain([width(title)]).max().unwrap_or(0)
}

/// A report's rows by the names of its columns.
struct Tree<'r> {
    report: &'r Report,
}

impl<'r> Tree<'r> {
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
    fn details(&self) -> Vec<Detail> {
        let grid = Grid::new(self.report);
        let detail = |(name, title): (&'static str, &'static str)| {
            let at = grid.heads.iter().position(|head| head.name == name)?;
            let blank =
                |row: usize| grid.rows[row][at].faint || self.is_folded(row) || is_nothing(name, self.value(row, name));
            let cell = |row: usize| if blank(row) { String::new() } else { shorten(&grid.rows[row][at].text, 28) };
            let cells: Vec<String> = (0..grid.rows.len()).map(cell).collect();
            let is_any = cells.iter().any(|cell| !cell.is_empty());
            is_any.then(|| Detail { name, title, width: widest(&cells, title), cells, is_text: name == "model" })
        };
        DETAILS.into_iter().filter_map(detail).collect()
    }

    fn title(&self, details: &[Detail], widths: &Widths, all: f64) -> Line {
        let mut line = Line::of(Style::Bold, "span");
        line.pad(widths.name);
        push_right(&mut line, Style::Bold, "duration", widths.duration);
        let end = duration(all);
        let scale = format!("0{}{end}", " ".repeat(widths.bar.saturating_sub(1 + width(&end))));
        push_left(&mut line, Style::Bold, &scale, widths.bar);
        for detail in details {
            let push = if detail.is_text { push_left } else { push_right };
            push(&mut line, Style::Bold, detail.title, detail.width);
        }
        line
    }
}

/// A part of the critical path of nothing at all is no part.
fn is_nothing(name: &str, value: &Value) -> bool {
    name == "critical_share" && value.as_number() == Some(0.0)
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
