//! GitHub-flavoured Markdown, for a pull request or a wiki page.

use std::io::{self, Write};

use super::grid::{Cell, Grid};
use super::sanitize::escape_controls;
use super::table::sentence;
use super::{Report, footer};

/// Writes a table with the figures of the terminal's, the totals in bold, then what was read and the warnings as quotes.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    facts(report, out)?;
    write_grid(&Grid::new(report), out)?;
    for section in &report.sections {
        write!(out, "\n### {}\n\n", escape(&escape_controls(&section.name.replace('_', " "))))?;
        write_grid(&Grid::section(section), out)?;
    }
    for topic in footer::topics(report).into_iter().chain(footer::lost(report)).filter(|topic| !topic.is_empty()) {
        write!(out, "\n{}\n", escape(&topic))?;
    }
    for warning in &report.warnings {
        // A paragraph of its own: quotes that touch flow into one.
        write!(out, "\n> **warning:** {}\n", escape(&escape_controls(warning)))?;
    }
    Ok(())
}

/// What the table rests on, as a list above it.
fn facts(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let shown = || report.facts.iter().filter(|fact| !fact.is_code);
    for fact in shown() {
        writeln!(out, "- **{}:** {}", fact.name.replace('_', " "), escape(&sentence(fact)))?;
    }
    if shown().next().is_some() { writeln!(out) } else { Ok(()) }
}

fn write_grid(grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    line(out, grid.heads.iter().map(|head| escape(&head.title)))?;
    line(out, grid.heads.iter().map(|head| if head.numeric { "---:" } else { "---" }.to_owned()))?;
    for row in &grid.rows {
        line(out, row.iter().map(|cell| escape(&cell.text)))?;
    }
    if let Some(total) = &grid.total {
        line(out, total.iter().map(bold))?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn bold(cell: &Cell) -> String {
    if cell.text.is_empty() { String::new() } else { format!("**{}**", escape(&cell.text)) }
}

/// `text` as Markdown that shows it: no markup, no HTML, no link or image from a log.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        // GitHub reads an underscore inside a word as itself, and `user_id` reads better than `user\_id`.
        let inside_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '_' if inside_word => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '$' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report};
    use super::*;

    fn markdown(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &mut out).expect("a Vec takes everything");
        String::from_utf8(out).expect("Markdown is UTF-8")
    }

    #[test]
    fn markup_from_a_log_is_text() {
        for (raw, escaped) in [
            ("a|b", r"a\|b"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("![x](http://y)", r"!\[x\](http://y)"),
            ("`code` *b* ~~s~~", r"\`code\` \*b\* \~\~s\~\~"),
            ("user_id _x_", r"user_id \_x\_"),
            (r"C:\x", r"C:\\x"),
        ] {
            assert_eq!(escape(raw), escaped);
        }
    }

    #[test]
    fn a_row_is_one_line_whatever_its_name() {
        let written = markdown(&text_report(&["two\nlines", "a\r|\u{1b}"]));
        assert_eq!(written.lines().count(), 4);
        assert!(written.contains(r"| two\\nlines | 1 |"), "{written}");
    }

    #[test]
    fn numbers_are_right_aligned_totals_bold_and_warnings_quoted() {
        let written = markdown(&report());
        let lines: Vec<&str> = written.lines().collect();
        assert!(lines[1].starts_with("| --- | ---: | ---: |"));
        assert!(written.contains("\n| **total** | **60** |"), "{written}");
        assert!(written.contains("\n\n> **warning:** "), "{written}");
    }
}
