//! Lines of differently styled pieces, and blocks of them beside each other.

use std::io::{self, Write};

use super::Screen;
use super::style::Style;
use super::text::width;

/// A line that is measured before it is painted.
#[derive(Debug, Clone, Default)]
pub struct Line(Vec<(Style, String)>);

/// Lines that stand under each other.
pub type Block = Vec<Line>;

impl Line {
    pub fn of(style: Style, text: impl Into<String>) -> Line {
        Line(vec![(style, text.into())])
    }

    pub fn push(&mut self, style: Style, text: impl Into<String>) {
        self.0.push((style, text.into()));
    }

    /// Columns that it fills.
    pub fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| width(text)).sum()
    }

    /// Fills up with blanks to so many columns.
    pub fn pad(&mut self, columns: usize) {
        let missing = columns.saturating_sub(self.width());
        self.push(Style::Plain, " ".repeat(missing));
    }

    /// The line as the screen shows it, without blanks at its end.
    fn paint(&self, screen: Screen) -> String {
        let end = self.0.iter().rposition(|(_, text)| !text.trim_end().is_empty()).map_or(0, |at| at + 1);
        let shown = self.0[..end].iter().enumerate();
        let pieces = shown.map(|(at, (style, text))| {
            let text = if at + 1 == end { text.trim_end() } else { text };
            style.paint(text, screen)
        });
        pieces.collect()
    }
}

/// Writes the lines.
pub fn write(lines: &[Line], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{}", line.paint(screen)))
}

/// Writes a blank line and the lines; nothing where there are none.
pub fn write_apart(lines: &[Line], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() { Ok(()) } else { writeln!(out).and_then(|()| write(lines, screen, out)) }
}

/// Columns that the widest line of a block fills.
pub fn block_width(block: &[Line]) -> usize {
    block.iter().map(Line::width).max().unwrap_or(0)
}

/// Blocks from left to right, `gap` columns apart.
pub fn beside(blocks: &[Block], gap: usize) -> Block {
    let height = blocks.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![Line::default(); height];
    let mut left = 0;
    for block in blocks {
        for (line, more) in lines.iter_mut().zip(block) {
            line.pad(left);
            line.0.extend(more.0.iter().cloned());
        }
        left += block_width(block) + gap;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_beside_each_other_whatever_their_heights() {
        let block = |texts: &[&str]| texts.iter().map(|text| Line::of(Style::Bold, *text)).collect::<Block>();
        let lines = beside(&[block(&["日本", "a"]), block(&["x", "yy", "z"])], 2);
        let shown = |color| lines.iter().map(|l| l.paint(Screen { width: None, color })).collect::<Vec<_>>();
        assert_eq!(shown(false), ["日本  x", "a     yy", "      z"]);
        assert_eq!(shown(true)[0], "\u{1b}[1m日本\u{1b}[0m  \u{1b}[1mx\u{1b}[0m");
    }

    #[test]
    fn no_line_ends_in_blanks() {
        let mut line = Line::of(Style::Plain, "a ");
        line.pad(9);
        assert_eq!(line.paint(Screen { width: None, color: true }), "a");
    }
}
