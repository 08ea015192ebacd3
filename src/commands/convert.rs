//! `llmobs convert`: any log as a flat one.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use super::ask::Asked;
use super::log::Log;
use super::{atomic, output};
use crate::cli::{Color, Convert, Cost, Format, LogArgs, OutputArgs, QueryArgs, To};
use crate::error::{Error, Exit};
use crate::export::{self, Carried, Flat, Packing, Shape};
use crate::input::{self, Source};
use crate::query::{Canonical, Dimension, Field, Order};
use crate::report::plural;

pub fn run(args: &Convert) -> Result<Exit, Error> {
    let (shape, packing) = target(args)?;
    if let Some(path) = &args.output {
        refuse_input(path, &args.log)?;
    }
    // A computed cost would pass for a logged one ever after.
    let cost = if args.log.cost == Cost::Auto { Cost::Logged } else { args.log.cost };
    let log_args = LogArgs { cost, ..args.log.clone() };
    let typed = QueryArgs { by: Vec::new(), requests: args.requests.clone(), sort: None, limit: None };
    let out = OutputArgs { format: Format::Auto, json: false, color: Color::Auto, quiet: args.quiet };
    let asked = Asked::new(&log_args, &typed, &out)?;
    let (keep, spans) = (kept(&args.keep), shape.more());
    let canonical = Canonical::ALL.iter().map(|field| Field::from(*field));
    let fields: BTreeSet<Field> = canonical.chain(keep.iter().chain(&spans).cloned()).collect();
    let mut log = asked.read(fields)?;
    let renamed = log.tell_apart();
    let flat = Flat::new(log.table(), &log.matching, &keep, args.log.sample_rate).with_spans(&spans);
    let write = |out: &mut (dyn Write + Send)| export::write(&flat, shape, packing, out);
    let carried = match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => atomic::stream(path, |file| write(file))?,
        None => output::bytes(write)?,
    };
    // What is to be kept may be a slip as well as what is grouped by.
    let by: Vec<Dimension> = keep.iter().cloned().map(Dimension::Field).collect();
    let query = asked.aside(&by, Vec::new(), Order::Dimensions);
    output::warn(&log.warnings_of(&query, cost == Cost::Computed), asked.style);
    let mut notes = notes(args, &log, flat.rows.len() as u64, carried, cost);
    if renamed > 0 {
        let of = plural(renamed, "request");
        notes.push(format!(
            "{of} with the id of another one, of another trace, time or file: written as `ID#2` and so on"
        ));
    }
    output::note(&notes, asked.style);
    Ok(log.exit(true))
}

/// The paths to keep, each once; canonical fields are written anyway.
fn kept(paths: &[String]) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::new();
    for field in paths.iter().map(|path| path.trim()).filter(|path| !path.is_empty()).map(Field::named) {
        if matches!(field, Field::Path(_)) && !kept.contains(&field) {
            kept.push(field);
        }
    }
    kept
}

/// What to write, and how compressed, as `--to` and the name of the file say.
fn target(args: &Convert) -> Result<(Shape, Packing), Error> {
    let name = args.output.as_ref().map_or(String::new(), |path| path.to_string_lossy().to_ascii_lowercase());
    let (name, packing) = match name.rsplit_once('.') {
        Some((name, "gz")) => (name, Packing::Gzip),
        Some((name, "zst")) => (name, Packing::Zstd),
        _ => (name.as_str(), Packing::Plain),
    };
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let shape = match (args.to, extension) {
        (Some(To::Native), _) | (None, Some("jsonl" | "ndjson" | "json" | "log")) => Shape::Native,
        (Some(To::Csv), _) | (None, Some("csv")) => Shape::Csv,
        (Some(To::Otlp), _) => Shape::Otlp,
        (Some(To::Parquet), _) | (None, Some("parquet")) => Shape::Parquet,
        (None, None) if matches!(name, "" | "-") => Shape::Native,
        // A device or a pipe has no extension.
        (None, _) if is_special(args.output.as_deref()) => Shape::Native,
        (None, _) => return Err(Error::UnknownShape(args.output.clone().unwrap_or_default())),
    };
    match (shape, packing) {
        (Shape::Parquet, Packing::Gzip | Packing::Zstd) => Err(Error::PackedParquet),
        _ => Ok((shape, packing)),
    }
}

fn is_special(path: Option<&Path>) -> bool {
    path.and_then(|path| fs::metadata(path).ok()).is_some_and(|there| !there.is_file() && !there.is_dir())
}

/// A log that is replaced by what was read from it is gone.
fn refuse_input(output: &Path, log: &LogArgs) -> Result<(), Error> {
    match is_input(output, log)? {
        true => Err(Error::SameFile(output.to_owned())),
        false => Ok(()),
    }
}

/// Whether a file that is there is one of the inputs, by name or as part of a folder.
fn is_input(output: &Path, log: &LogArgs) -> Result<bool, Error> {
    let Ok(real) = fs::canonicalize(output) else { return Ok(false) };
    if is_special(Some(output)) {
        return Ok(false);
    }
    let is_output =
        |source: &Source| matches!(source, Source::File(path) if fs::canonicalize(path).is_ok_and(|path| path == real));
    Ok(input::resolve(&log.files)?.iter().any(is_output))
}

/// What was written, and what it does not hold.
fn notes(args: &Convert, log: &Log<'_>, requests: u64, carried: Carried, cost: Cost) -> Vec<String> {
    let to = match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => format!(" to `{}`", path.display()),
        None => String::new(),
    };
    let lines = plural(carried.records, "line");
    let mut notes = vec![format!("wrote {} on {lines}{to}", plural(requests, "request"))];
    // It was none before, so it is new in a folder that was read.
    if let Some(path) = &args.output
        && is_input(path, &args.log).unwrap_or_default()
    {
        notes.push(format!(
            "`{}` is in a folder that was read: asked again, the folder counts requests without a `request_id` twice, so \
             ask the file alone or move it",
            path.display()
        ));
    }
    let others = log.summary().tally.other_records;
    if others > 0 {
        let verbs = if others == 1 { "is no request is" } else { "are no requests are" };
        notes.push(format!("{} that {verbs} not written", plural(others, "record")));
    }
    let rivals = carried.records - requests;
    if rivals > 0 {
        let of = plural(rivals, "request");
        notes.push(format!("{of} of two variants have a line more, which states the other variant"));
    }
    if cost == Cost::Computed && log.facts.input.computed_cost_requests > 0 {
        let of = plural(log.facts.input.computed_cost_requests, "request");
        notes.push(format!("the cost of {of} is computed from the price table, and will pass for logged"));
    }
    if carried.lost_times > 0 {
        let of = plural(carried.lost_times, "timestamp");
        notes.push(format!("left out {of}, before or after all that can be written"));
    }
    if carried.lost_rivals > 0 {
        let of = plural(carried.lost_rivals, "request");
        notes.push(format!("of two variants of {of} only the later one is written"));
    }
    if !carried.mixed.is_empty() {
        let fields: Vec<String> = carried.mixed.iter().map(|field| format!("`{field}`")).collect();
        notes.push(format!("{} holds values of several types, which are all texts now", fields.join(", ")));
    }
    if carried.lost_texts > 0 {
        let shape = if matches!(target(args), Ok((Shape::Otlp, _))) { "OTLP" } else { "CSV" };
        notes.push(format!("{} cannot be told from missing ones in {shape}", plural(carried.lost_texts, "empty text")));
    }
    notes
}
