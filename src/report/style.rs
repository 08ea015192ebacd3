//! Emphasis by hand-written escapes, applied to finished lines so that no escape is ever measured.

use super::Screen;

/// Marks around a faint cell while a line is laid out: they fill no column, and no sanitized text holds them.
const FAINT_FROM: char = '\u{2062}';
const FAINT_TO: char = '\u{2063}';

const RESET: &str = "\u{1b}[0m";

/// How a line looks where the screen has colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Bold,
    Dim,
    /// Bold too.
    Red,
    Yellow,
    Green,
    Cyan,
}

impl Style {
    /// Marks `text` for [`Style::paint`] to dim, whatever the style of its line.
    pub fn mark_faint(text: &str, screen: Screen) -> String {
        if screen.color { format!("{FAINT_FROM}{text}{FAINT_TO}") } else { text.to_owned() }
    }

    /// `line` in this style, or as it is where the screen has no colour.
    pub fn paint(self, line: &str, screen: Screen) -> String {
        if !screen.color || line.is_empty() {
            return line.to_owned();
        }
        let style = self.escape();
        let faint_to = format!("{RESET}{style}");
        let line = line.replace(FAINT_FROM, Style::Dim.escape()).replace(FAINT_TO, &faint_to);
        if style.is_empty() { line } else { format!("{style}{line}{RESET}") }
    }

    fn escape(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "\u{1b}[1m",
            Style::Dim => "\u{1b}[2m",
            Style::Red => "\u{1b}[1;31m",
            Style::Yellow => "\u{1b}[33m",
            Style::Green => "\u{1b}[32m",
            Style::Cyan => "\u{1b}[36m",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sanitize::escape_controls;
    use super::super::text::width;
    use super::*;

    const COLOR: Screen = Screen { width: None, color: true };

    #[test]
    fn marks_fill_no_column_and_cannot_be_forged() {
        let marked = Style::mark_faint("n/a", COLOR);
        assert_eq!(width(&marked), 3);
        assert!(!escape_controls(&marked).contains([FAINT_FROM, FAINT_TO]));
    }

    #[test]
    fn a_faint_cell_ends_without_ending_its_line() {
        let line = format!("total {} 3", Style::mark_faint("n/a", COLOR));
        assert_eq!(Style::Bold.paint(&line, COLOR), "\u{1b}[1mtotal \u{1b}[2mn/a\u{1b}[0m\u{1b}[1m 3\u{1b}[0m");
    }
}
