//! The table for a terminal: aligned, quiet, and never wider than its screen.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};

use super::grid::{Cell, Grid, Need};
use super::human::{count, decimals, number, plural};
use super::layout::{GAP, Layout, stack};
use super::sanitize::escape_controls;
use super::style::Style;
use super::text::{shorten, wrap};
use super::{
    Fact, Report, Role, Screen, Section, Unit, Value, View, bars, footer, line, ranking, sparkline, tiles, tree,
};

/// No lines but a thin rule under the titles.
const QUIET: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─'))
    .content_lines(ContentLineStyle::none());

/// Writes the table, or a sentence where there is nothing to show, and the footer.
pub fn write(report: &Report, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    facts(report, screen, out)?;
    match (report.view, nothing(report)) {
        (_, Some(sentence)) if report.rows.is_empty() => writeln!(out, "{sentence}")?,
        (_, None) if report.rows.is_empty() => {}
        (View::Tiles(shown), _) => line::write(&tiles::lines(report, shown, screen.limit()), screen, out)?,
        (View::Tree(all), _) => {
            let (lines, hidden) = tree::lines(report, all, screen.limit());
            line::write(&lines, screen, out)?;
            write_hidden(hidden.len(), &hidden, screen, out)?;
        }
        _ => write_grid(Grid::new(report), screen, out)?,
    }
    let may_stand_together = |a: &Section, b: &Section| [a, b].iter().all(|s| matches!(s.view, View::Ranking(_)));
    for sections in report.sections.chunk_by(may_stand_together) {
        write_sections(sections, screen, out)?;
    }
    footer::write(report, screen, out)
}

/// A section, or several rankings.
fn write_sections(sections: &[Section], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let limit = screen.limit();
    match sections {
        [Section { view: View::Ranking(_), .. }, ..] => {
            line::write_apart(&ranking::lines(sections, limit), screen, out)
        }
        [section @ Section { view: View::Sparklines(shown), .. }] => {
            line::write_apart(&sparkline::lines(section, shown, limit), screen, out)
        }
        sections => sections.iter().try_for_each(|section| write_section(section, screen, out)),
    }
}

/// A section under its name.
fn write_section(section: &Section, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", Style::Bold.paint(&escape_controls(&section.name.replace('_', " ")), screen))?;
    match section.view {
        _ if section.rows.is_empty() => writeln!(out, "nothing to show"),
        View::Bars(column) => write_grid(bars::add(Grid::section(section), section, column, screen), screen, out),
        _ => write_grid(Grid::section(section), screen, out),
    }
}

/// What the table rests on, a line each, above it.
fn facts(report: &Report, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut shown = report.facts.iter().filter(|fact| !fact.is_code).peekable();
    let is_any = shown.peek().is_some();
    for fact in shown {
        for line in wrap(&fact_line(fact), screen.limit()) {
            writeln!(out, "{}", Style::Plain.paint(&line, screen))?;
        }
    }
    let is_last = report.rows.is_empty() && nothing(report).is_none();
    if is_any && !is_last { writeln!(out) } else { Ok(()) }
}

/// `model: gpt-4o`
fn fact_line(fact: &Fact) -> String {
    format!("{}: {}", fact.name.replace('_', " "), sentence(fact))
}

/// A value in running text.
pub fn sentence(fact: &Fact) -> String {
    match &fact.value {
        Value::Null => "n/a".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => count(*value),
        Value::Float(value) => {
            let sign = if fact.unit == Unit::Usd { "$" } else { "" };
            format!("{sign}{}", number(fact.unit, *value, decimals(fact.unit, &[*value])))
        }
        Value::Text(text) => escape_controls(text).into_owned(),
    }
}

/// What stands in place of a table without rows, unless the facts above say all.
fn nothing(report: &Report) -> Option<&'static str> {
    match &report.input {
        // Where there are no findings, the verdict above says so.
        Some(_) if report.columns.iter().any(|column| column.role == Role::Note) => None,
        Some(input) if input.matched_requests == 0 => Some("no requests match"),
        _ => Some("nothing to show"),
    }
}

/// Draws all of it, or a list where a lone row is too wide, or as many columns as fit.
fn write_grid(grid: Grid, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let (grid, notes) = grid.without_notes();
    let layout = Layout::fit(&grid, screen.width);
    if !layout.is_comfortable()
        && let Some(list) = grid.as_list()
    {
        return draw(&list, &[], &Layout::fit(&list, screen.width), screen, out);
    }
    draw(&grid, &notes, &layout, screen, out)?;
    let names = hidden_names(&grid, &layout);
    write_hidden(layout.hidden.len(), &names, screen, out)
}

/// The columns that the screen had no room for; intervals have one name for all.
fn hidden_names<'g>(grid: &'g Grid, layout: &Layout) -> Vec<&'g str> {
    let heads = || layout.hidden.iter().map(|&at| &grid.heads[at]);
    let mut names: Vec<&str> =
        heads().filter(|head| head.need != Need::Interval).map(|head| head.name.as_str()).collect();
    if heads().any(|head| head.need == Need::Interval) {
        names.push("95% intervals");
    }
    names
}

/// Says which columns the screen had no room for.
fn write_hidden(count: usize, names: &[&str], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let columns = plural(count as u64, "column");
    let note = format!("{columns} hidden: widen the terminal, or use `--format json`: {}", names.join(", "));
    for line in wrap(&note, screen.limit()) {
        writeln!(out, "{}", Style::Dim.paint(&line, screen))?;
    }
    Ok(())
}

fn draw(grid: &Grid, notes: &[Vec<String>], layout: &Layout, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let (table, header_lines) = build(grid, layout, screen);
    let lines: Vec<String> = table.lines().collect();
    let total_at = lines.len() - usize::from(grid.total.is_some());
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_end();
        if at < header_lines {
            writeln!(out, "{}", Style::Bold.paint(line, screen))?;
        } else if at == header_lines {
            writeln!(out, "{}", Style::Dim.paint(line, screen))?;
        } else if at == total_at {
            writeln!(out, "{}", Style::Dim.paint(&lines[header_lines], screen))?;
            writeln!(out, "{}", Style::Bold.paint(line, screen))?;
        } else {
            writeln!(out, "{}", Style::Plain.paint(line, screen))?;
            write_notes(notes.get(at - header_lines - 1), screen, out)?;
        }
    }
    Ok(())
}

/// The notes of a row, indented under it: what is so, and then what follows from it.
fn write_notes(notes: Option<&Vec<String>>, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    for (at, note) in notes.into_iter().flatten().enumerate() {
        let (bullet, style) = if at == 0 { ("", Style::Plain) } else { ("→ ", Style::Dim) };
        for (number, line) in wrap(&format!("{bullet}{note}"), screen.limit().saturating_sub(4)).iter().enumerate() {
            let indent = if at > 0 && number > 0 { "    " } else { "  " };
            writeln!(out, "{indent}{}", style.paint(line, screen))?;
        }
    }
    Ok(())
}

/// The table with shortened texts, and how many lines its header has.
fn build(grid: &Grid, layout: &Layout, screen: Screen) -> (Table, usize) {
    let titles: Vec<String> = layout.shown.iter().map(|&at| head_lines(grid, layout, at)).collect();
    let header_lines = if titles.iter().any(|title| title.contains('\n')) { 2 } else { 1 };
    let mut table = Table::new();
    table.load_style(QUIET).set_content_arrangement(ContentArrangement::Disabled).set_header(titles);
    for row in grid.rows.iter().chain(&grid.total) {
        let shown = layout.shown.iter().filter_map(|&at| Some((row.get(at)?, grid.heads[at].numeric)));
        table.add_row(shown.map(|(cell, numeric)| content(cell, numeric, layout, screen)));
    }
    for (column, &at) in table.column_iter_mut().zip(&layout.shown) {
        let is_last = layout.shown.last() == Some(&at);
        column.set_padding((0, if is_last { 0 } else { GAP }));
        column.set_cell_alignment(if grid.heads[at].numeric { CellAlignment::Right } else { CellAlignment::Left });
    }
    (table, header_lines)
}

/// In a stacked header a title of one line stands on the lower one, next to its numbers.
fn head_lines(grid: &Grid, layout: &Layout, at: usize) -> String {
    let head = &grid.heads[at];
    let fit = |line: &str| if head.numeric { line.to_owned() } else { shorten(line, layout.longest_text) };
    if layout.stacked { stack(&head.title).map(fit).join("\n") } else { fit(&head.title) }
}

fn content(cell: &Cell, numeric: bool, layout: &Layout, screen: Screen) -> String {
    let text = if numeric { cell.text.clone() } else { shorten(&cell.text, layout.longest_text) };
    if cell.faint { Style::mark_faint(&text, screen) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report, wide_report};
    use super::super::text::width;
    use super::*;

    fn table(report: &Report, width: Option<u16>, color: bool) -> String {
        let mut out = Vec::new();
        write(report, Screen { width, color }, &mut out).expect("a Vec takes everything");
        String::from_utf8(out).expect("a table is UTF-8")
    }

    #[test]
    fn it_reads_well_at_80_columns() {
        let expected = "
                                          input       cost                 p95
model                       requests     tokens          $   share  latency ms
──────────────────────────────────────────────────────────────────────────────
claude-sonnet-4-5-20250929        12      3,756   0.004200   58.8%         612
gpt-4o                             5        313   0.009085   <0.1%         110
(none)                             2        n/a        n/a     n/a         n/a
tiny                               1          3  <0.000001    0.0%          <1
other (12 more)                   40  1,204,331   1.250000   40.0%       1,430
──────────────────────────────────────────────────────────────────────────────
total                             60  1,208,403   1.263300  100.0%         n/a

60 requests · 9 errors · 0 pending · 2026-11-23 07:27:07 → 07:27:12 UTC
1 file, 29.4 kB, 120 lines
cost: 51 logged, 7 computed, 2 unknown
prices of 2026-10-21 (LiteLLM 1.106.2), 34 days old
3 bad lines (2 bad_json, 1 truncated)
warning: 2 requests have no price and are not in the sum, so the total is a
  floor: `acme-large-v2` (2); add a price with `--prices FILE`
";
        assert_eq!(table(&report(), Some(80), false), &expected[1..]);
    }

    #[test]
    fn no_name_is_too_nasty_for_80_columns() {
        let long = "x".repeat(5000);
        let wide = "漢".repeat(300);
        let zalgo = format!("a{}", "\u{301}".repeat(500));
        let names = [
            &long,
            &wide,
            &zalgo,
            "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇩🇪 👍🏽 ❤\u{fe0f}",
            "\u{1b}[31mred\u{1b}[0m",
            "a\tb\r\nc",
            "\u{202e}evil",
            "می\u{200c}خواهم",
            "",
        ];
        let shown = table(&text_report(&names), Some(80), false);
        assert_eq!(shown.lines().count(), 2 + names.len(), "{shown}");
        for line in shown.lines() {
            assert!(width(line) <= 80, "{} columns: {line}", width(line));
        }
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn every_width_holds() {
        for limit in 48..160 {
            for line in table(&wide_report(), Some(limit), false).lines() {
                assert!(width(line) <= usize::from(limit), "{limit}: {line}");
            }
        }
    }

    #[test]
    fn a_lone_row_too_wide_becomes_a_list() {
        let mut report = wide_report();
        report.rows.truncate(1);
        report.rows[0].values[0] = Value::Text("x".repeat(500));
        let shown = table(&report, Some(80), false);
        assert!(shown.lines().all(|line| width(line) <= 80), "{shown}");
        assert!(shown.starts_with("measure "), "{shown}");
        assert!(shown.contains("\np95 latency ms "), "{shown}");
    }

    #[test]
    fn hidden_columns_are_named() {
        let shown = table(&wide_report(), Some(60), false);
        assert!(shown.contains("hidden: widen the terminal, or"), "{shown}");
        assert!(shown.contains("p95_latency_ms"), "{shown}");
    }

    #[test]
    fn color_changes_no_character() {
        let mut plain = String::new();
        let colored = table(&report(), Some(80), true);
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            plain.push_str(before);
            rest = after.split_once('m').expect("a whole escape").1;
        }
        plain.push_str(rest);
        assert_eq!(plain, table(&report(), Some(80), false));
    }

    #[test]
    fn without_a_width_nothing_is_cut() {
        let name = "x".repeat(5000);
        assert!(table(&text_report(&[&name]), None, false).contains(&name));
    }

    #[test]
    fn no_rows_is_a_sentence() {
        let mut report = report();
        report.rows.clear();
        assert!(table(&report, Some(80), false).starts_with("nothing to show\n\n60 requests"));
        if let Some(input) = &mut report.input {
            input.matched_requests = 0;
        }
        assert!(table(&report, Some(80), false).starts_with("no requests match\n"));
    }

    #[test]
    fn a_rule_stands_before_the_total() {
        let shown = table(&report(), Some(80), false);
        let lines: Vec<&str> = shown.lines().collect();
        let total = lines.iter().position(|line| line.starts_with("total")).expect("a total");
        assert!(lines[total - 1].chars().all(|c| c == '─') && lines[total + 1].is_empty());
    }
}
