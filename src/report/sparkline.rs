//! How figures rose and fell over time, in two rows of block characters each.

use super::human::amount;
use super::line::Line;
use super::style::Style;
use super::text::width;
use super::{Row, Section, Sparklines, Unit, Value};

/// From an eighth of a row to a whole one.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// How many rows are drawn on top of each other.
const ROWS: usize = 2;
/// A point is at most so wide: more says no more.
const WIDEST: usize = 4;
/// Where requests were made, and nobody knows the figure.
const UNKNOWN: char = '·';

/// What is drawn at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Point {
    /// Nothing happened.
    Gap,
    Unknown,
    Known(f64),
}

/// The charts over one axis; nothing where there are too few points to see a course.
pub fn lines(section: &Section, sparklines: &Sparklines, limit: usize) -> Vec<Line> {
    let rows: Vec<&Row> = section.rows.iter().filter(|row| matches!(row.values[0], Value::Text(_))).collect();
    if rows.len() < 2 {
        return Vec::new();
    }
    let charts: Vec<Chart> = sparklines.drawn.iter().filter_map(|drawn| Chart::new(section, &rows, *drawn)).collect();
    let gutter = charts.iter().map(Chart::label_width).max().unwrap_or(0) + 2;
    let room = limit.saturating_sub(gutter).max(1);
    let merged = rows.len().div_ceil(room);
    let points = rows.len().div_ceil(merged);
    let thick = (room / points).clamp(1, WIDEST);
    let drawn = charts.iter().map(|chart| chart.lines(gutter, merged, thick));
    let mut lines: Vec<Line> = drawn.collect::<Vec<_>>().join(&Line::default());
    let each = if merged == 1 { sparklines.each.to_owned() } else { format!("{merged} × {}", sparklines.each) };
    let ends = [rows.first(), rows.last()].map(|row| row.map_or(String::new(), |row| time(row)));
    let mut axis = Line::default();
    axis.pad(gutter);
    axis.push(Style::Dim, self::axis(&ends, &each, points * thick, room));
    lines.push(axis);
    lines.extend(undated(section));
    lines
}

/// How many requests no point can show.
fn undated(section: &Section) -> Option<Line> {
    let at = section.columns.iter().position(|column| column.name == "requests")?;
    let row = section.rows.iter().find(|row| row.values[0] == Value::Null)?;
    let requests = row.values.get(at).and_then(Value::as_number)?;
    Some(Line::of(Style::Dim, format!("not drawn, without a time: {}", amount(Unit::Count, requests))))
}

/// One figure over time.
struct Chart {
    title: &'static str,
    peak: String,
    ink: Style,
    points: Vec<Point>,
}

impl Chart {
    fn new(section: &Section, rows: &[&Row], (title, column): (&'static str, &str)) -> Option<Chart> {
        let at = section.columns.iter().position(|c| c.name == column)?;
        let points: Vec<Point> = rows.iter().map(|row| point(row, at)).collect();
        let known = points.iter().filter_map(|point| if let Point::Known(x) = point { Some(*x) } else { None });
        let peak = known.reduce(f64::max)?;
        let unit = section.columns[at].unit;
        let ink = if unit == Unit::Usd { Style::Green } else { Style::Cyan };
        Some(Chart { title, peak: format!("peak {}", amount(unit, peak)), ink, points })
    }

    fn label_width(&self) -> usize {
        width(self.title).max(width(&self.peak))
    }

    /// The rows, from the upper to the lower, with the title and the peak before them.
    fn lines(&self, gutter: usize, merged: usize, thick: usize) -> Vec<Line> {
        let points: Vec<Point> = self.points.chunks(merged).map(highest).collect();
        let peak =
            points.iter().fold(0.0, |peak: f64, point| if let Point::Known(x) = point { peak.max(*x) } else { peak });
        let drawn = |row: usize| -> String {
            points.iter().flat_map(|point| std::iter::repeat_n(glyph(*point, peak, row), thick)).collect()
        };
        let mut lines = vec![Line::of(Style::Plain, self.title), Line::of(Style::Dim, self.peak.as_str())];
        for (line, row) in lines.iter_mut().zip((0..ROWS).rev()) {
            line.pad(gutter);
            line.push(self.ink, drawn(row));
        }
        lines
    }
}

/// A gap is where no figure of the row says that anything happened.
fn point(row: &Row, at: usize) -> Point {
    let numbers = || row.values.iter().skip(1).map(Value::as_number);
    match row.values.get(at).and_then(Value::as_number) {
        _ if numbers().all(|number| number.unwrap_or(0.0) == 0.0) => Point::Gap,
        Some(number) => Point::Known(number),
        None => Point::Unknown,
    }
}

/// Points that share a column show the highest of them.
fn highest(points: &[Point]) -> Point {
    points.iter().copied().fold(Point::Gap, |highest, point| match (highest, point) {
        (Point::Known(a), Point::Known(b)) => Point::Known(a.max(b)),
        (Point::Known(a), _) | (_, Point::Known(a)) => Point::Known(a),
        (Point::Unknown, _) | (_, Point::Unknown) => Point::Unknown,
        (Point::Gap, Point::Gap) => Point::Gap,
    })
}

/// What a point shows in a row, counted from the lowest.
fn glyph(point: Point, peak: f64, row: usize) -> char {
    let Point::Known(number) = point else {
        return if point == Point::Unknown && row == 0 { UNKNOWN } else { ' ' };
    };
    let fraction = if peak > 0.0 { (number / peak).clamp(0.0, 1.0) } else { 0.0 };
    // The least of something is seen.
    let eighths = ((fraction * (ROWS * 8) as f64).round() as usize).max(1);
    match eighths.saturating_sub(row * 8) {
        0 => ' ',
        rest => EIGHTHS[rest.min(8) - 1],
    }
}

/// `2026-11-21T03:00` as people read it.
fn time(row: &Row) -> String {
    match row.values.first() {
        Some(Value::Text(time)) => time.replacen('T', " ", 1),
        _ => String::new(),
    }
}

/// What stands under `columns` columns of points: the first time, the last, and between them how long a point is, as
/// far as there is room.
fn axis([first, last]: &[String; 2], each: &str, columns: usize, room: usize) -> String {
    let middle = format!("in steps of {each}");
    let ends = width(first) + width(last);
    if ends + width(&middle) + 4 <= columns {
        let blank = columns - ends - width(&middle);
        let left = blank / 2;
        return format!("{first}{}{middle}{}{last}", " ".repeat(left), " ".repeat(blank - left));
    }
    let short = [format!("{first} → {last}, {middle}"), format!("{first} → {last}"), first.clone()];
    short.into_iter().find(|text| width(text) <= room).unwrap_or_default()
}
