//! Where answers and messages go. The terminal, colour and width are looked at here, once.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use crate::cli::{Color, Format, OutputArgs};
use crate::error::Error;
use crate::report::{self, Ink, Report, Screen, escape_controls};

/// How to answer, decided once.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    format: report::Format,
    screen: Screen,
    /// What stderr can show.
    messages: Screen,
    quiet: bool,
    /// Whether a progress bar would be seen.
    pub progress: bool,
}

impl Style {
    /// Whether the format is for eyes rather than for programs.
    pub fn is_for_people(self) -> bool {
        matches!(self.format, report::Format::Table | report::Format::Markdown)
    }

    pub fn decide(args: &OutputArgs) -> Style {
        let is_terminal = io::stdout().is_terminal();
        let format = match args.format {
            _ if args.json => report::Format::Json,
            Format::Auto if is_terminal => report::Format::Table,
            Format::Auto | Format::Json => report::Format::Json,
            Format::Table => report::Format::Table,
            Format::Ndjson => report::Format::Ndjson,
            Format::Csv => report::Format::Csv,
            Format::Markdown => report::Format::Markdown,
        };
        let color = has_color(args.color, is_terminal);
        let width = if is_terminal { terminal_width() } else { columns() };
        let progress = io::stderr().is_terminal() && !args.quiet;
        Style { format, screen: Screen { width, color }, messages: messages(args.color), quiet: args.quiet, progress }
    }
}

fn messages(color: Color) -> Screen {
    Screen { width: None, color: has_color(color, io::stderr().is_terminal()) }
}

fn has_color(color: Color, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && is_capable(),
    }
}

fn is_capable() -> bool {
    env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// What every terminal shows.
const NARROW: u16 = 80;

fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0).or_else(columns).or(Some(NARROW))
}

/// The width that the environment states. Away from a terminal nothing else limits a table.
fn columns() -> Option<u16> {
    env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0)
}

/// Writes `report` to stdout, and to stderr what its format has no room for.
///
/// # Errors
/// stdout cannot be written.
pub fn report(report: &Report, style: Style) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    report::write(report, style.format, style.screen, &mut out)?;
    out.flush()?;
    warn_of(report, style);
    Ok(())
}

/// Writes `report` to stdout; as JSON with the list `items`, called `name`, in place of its rows.
///
/// # Errors
/// stdout cannot be written.
pub fn listing(report: &Report, name: &str, items: &[impl Serialize], style: Style) -> Result<(), Error> {
    if style.format != report::Format::Json {
        return self::report(report, style);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    report::write_listing(report, name, items, &mut out)?;
    out.flush()?;
    warn_of(report, style);
    Ok(())
}

/// Writes each of `items` to stdout as JSON, one a line, as soon as it is there.
///
/// # Errors
/// stdout cannot be written, or an item cannot be had.
pub fn stream<T: Serialize>(items: impl Iterator<Item = Result<T, Error>>) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    for item in items {
        report::write_line(&item?, &mut out)?;
    }
    Ok(out.flush()?)
}

/// Writes to stdout what `write` gives.
///
/// # Errors
/// stdout cannot be written.
pub fn bytes<T>(write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> Result<T, Error> {
    let mut out = BufWriter::new(io::stdout());
    let written = write(&mut out)?;
    out.flush()?;
    Ok(written)
}

/// Tells on stderr what the format of stdout has no room for.
fn warn_of(report: &Report, style: Style) {
    let has_prices = style.is_for_people() || style.format == report::Format::Json;
    if let Some(prices) = report.prices.as_ref().filter(|_| !has_prices && !style.quiet) {
        message(NOTE, &report::price_table(prices), style.messages);
    }
    if !style.is_for_people() {
        warn(&report.warnings, style);
    }
}

/// Writes warnings to stderr.
pub fn warn(warnings: &[String], style: Style) {
    for warning in warnings.iter().filter(|_| !style.quiet) {
        message(WARNING, warning, style.messages);
    }
}

/// Writes notes to stderr: what is no cause for concern.
pub fn note(notes: &[String], style: Style) {
    for note in notes.iter().filter(|_| !style.quiet) {
        message(NOTE, note, style.messages);
    }
}

/// Writes plain text to stdout.
///
/// # Errors
/// stdout cannot be written.
pub fn text(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Tells on stderr what went wrong and what to do.
pub fn error(error: &Error, color: Color) {
    let screen = messages(color);
    message(ERROR, &error.to_string(), screen);
    if let Some(hint) = error.hint() {
        let _ = writeln!(io::stderr().lock());
        message(HINT, &hint, screen);
    }
}

/// How a message begins, and in which ink.
type Kind = (&'static str, Ink);

const ERROR: Kind = ("error:", Ink::Red);
const WARNING: Kind = ("warning:", Ink::Yellow);
const HINT: Kind = ("hint:", Ink::Green);
const NOTE: Kind = ("note:", Ink::Cyan);

/// A line on stderr. Where that is closed too, there is nobody left to tell.
fn message((kind, ink): Kind, text: &str, screen: Screen) {
    let _ = writeln!(io::stderr().lock(), "{} {}", ink.paint(kind, screen), escape_controls(text));
}
