//! JSON for programs: unrounded, keys in column order, one row a line. The contract is in the README.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;

use super::sanitize::unsafe_chars;
use super::{Column, Fact, Report, Role, Row, Section, Value};

/// Raised when a key changes its meaning or goes away, not when one is added.
const SCHEMA_VERSION: u32 = 1;

/// Writes the whole report as one object, laid out for eyes and for `diff`.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n  \"schema_version\": {SCHEMA_VERSION}")?;
    member(out, "command", &report.command)?;
    member(out, "range", &report.range)?;
    if !report.facts.is_empty() {
        member(out, "facts", &Facts(&report.facts))?;
    }
    lines(out, "rows", records(&report.columns, &report.rows))?;
    member(out, "totals", &totals(report))?;
    sections(out, &report.sections)?;
    end(report, out)
}

/// Writes the same object with the list `items`, called `name`, in place of rows.
pub fn write_listing(report: &Report, name: &str, items: &[impl Serialize], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n  \"schema_version\": {SCHEMA_VERSION}")?;
    member(out, "command", &report.command)?;
    member(out, "range", &report.range)?;
    lines(out, name, items.iter())?;
    end(report, out)
}

/// What every answer ends with: what it stands on.
fn end(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    member(out, "input", &report.input)?;
    if let Some(prices) = &report.prices {
        member(out, "prices", prices)?;
    }
    if let Some(sampling) = &report.sampling {
        member(out, "sampling", sampling)?;
    }
    lines(out, "warnings", report.warnings.iter())?;
    out.write_all(b"\n}\n")
}

/// Writes one value as a line.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    compact(out, value)?;
    out.write_all(b"\n")
}

/// Writes the rows alone, one object a line.
pub fn write_rows(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for record in records(&report.columns, &report.rows) {
        write_line(&record, out)?;
    }
    Ok(())
}

/// One more key of the top-level object, its value on the same line.
fn member(out: &mut dyn Write, key: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, ",\n  \"{key}\": ")?;
    compact(out, value)
}

/// One more key of the top-level object, an array with a line for each item.
fn lines(out: &mut dyn Write, key: &str, items: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    write!(out, ",\n  \"{key}\": ")?;
    array(out, "  ", items)
}

/// An array with a line for each item, closed at `indent`.
fn array(out: &mut dyn Write, indent: &str, items: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    let mut end = "]".to_owned();
    for (at, item) in items.enumerate() {
        write!(out, "{}\n{indent}  ", if at == 0 { "[" } else { "," })?;
        compact(out, &item)?;
        end = format!("\n{indent}]");
    }
    out.write_all(if end.len() == 1 { b"[" } else { b"" })?;
    out.write_all(end.as_bytes())
}

/// The sections as one object, an array each.
fn sections(out: &mut dyn Write, sections: &[Section]) -> io::Result<()> {
    for (at, section) in sections.iter().enumerate() {
        write!(out, "{}\n    ", if at == 0 { ",\n  \"sections\": {" } else { "," })?;
        compact(out, &section.name)?;
        write!(out, ": ")?;
        array(out, "    ", records(&section.columns, &section.rows))?;
    }
    out.write_all(if sections.is_empty() { b"" } else { b"\n  }" })
}

/// Writes one text between quotes.
pub fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    compact(out, &text)
}

fn compact(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Inert))?;
    Ok(())
}

/// Compact JSON that a terminal cannot be steered by: what `unsafe_chars` finds is written as `\uXXXX`,
/// which every parser reads back as the same text. `serde_json` itself escapes only C0.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut copied = 0;
        for (at, c) in unsafe_chars(fragment) {
            out.write_all(&fragment.as_bytes()[copied..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            copied = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[copied..])
    }
}

/// Facts as one object, in their order.
struct Facts<'a>(&'a [Fact]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|fact| (fact.name, &fact.value)))
    }
}

/// A row as an object: the columns name the values, in their order.
struct Record<'a> {
    columns: &'a [Column],
    values: &'a [Value],
    other_groups: Option<u64>,
    /// Totals have no dimensions.
    measures_only: bool,
}

fn records<'a>(columns: &'a [Column], rows: &'a [Row]) -> impl Iterator<Item = Record<'a>> {
    rows.iter().map(move |row| Record {
        columns,
        values: &row.values,
        other_groups: row.other_groups,
        measures_only: false,
    })
}

fn totals(report: &Report) -> Option<Record<'_>> {
    let values = report.totals.as_deref()?;
    Some(Record { columns: &report.columns, values, other_groups: None, measures_only: true })
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, value) in self.columns.iter().zip(self.values) {
            if !self.measures_only || column.role == Role::Measure {
                map.serialize_entry(&column.name, value)?;
            }
        }
        if let Some(groups) = self.other_groups {
            map.serialize_entry("other_groups", &groups)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::super::samples::{report, text_report};
    use super::*;

    fn json_of(report: &Report) -> (String, Json) {
        let mut out = Vec::new();
        write(report, &mut out).expect("a Vec takes everything");
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        let parsed = serde_json::from_str(&text).expect("valid JSON");
        (text, parsed)
    }

    #[test]
    fn a_row_is_a_line_in_column_order_and_unrounded() {
        let (text, parsed) = json_of(&report());
        assert!(text.lines().any(|line| {
            line.starts_with(r#"    {"model":"claude-sonnet-4-5-20250929","requests":12,"total_input_tokens":3756,"#)
        }));
        assert_eq!(parsed["rows"][1]["total_cost_usd"], Json::from(0.009_085));
        assert_eq!(parsed["rows"].as_array().map(Vec::len), Some(report().rows.len()));
    }

    #[test]
    fn absent_is_null_and_only_the_other_row_counts_groups() {
        let (_, parsed) = json_of(&report());
        assert_eq!(parsed["rows"][2]["total_cost_usd"], Json::Null);
        assert_eq!(parsed["rows"][0].get("other_groups"), None);
        assert_eq!(parsed["rows"][4]["other_groups"], 12);
        assert_eq!(parsed["totals"].get("model"), None);
        assert_eq!(parsed["totals"]["requests"], 60);
    }

    #[test]
    fn an_empty_report_keeps_its_keys() {
        let (_, parsed) = json_of(&text_report(&[]));
        assert_eq!(parsed["rows"], Json::Array(Vec::new()));
        assert_eq!((&parsed["range"], &parsed["totals"], &parsed["input"]), (&Json::Null, &Json::Null, &Json::Null));
        assert_eq!(parsed.get("prices"), None);
    }

    #[test]
    fn non_finite_numbers_are_unknown() {
        let mut report = text_report(&["x"]);
        report.rows[0].values[1] = Value::Float(f64::NAN);
        assert_eq!(json_of(&report).1["rows"][0]["requests"], Json::Null);
    }

    #[test]
    fn strings_are_inert_and_round_trip() {
        let nasty = "\u{1b}[2J\u{9b}\u{7f}\u{202e}\u{2028}\u{e0041}\"\\\n é日👩\u{200d}🚀";
        let report = text_report(&[nasty]);
        let (text, parsed) = json_of(&report);
        assert_eq!(parsed["rows"][0]["name"], nasty);
        assert!(unsafe_chars(&text).all(|(_, c)| c == '\n'), "{text:?}");
        let mut rows = Vec::new();
        write_rows(&report, &mut rows).expect("a Vec takes everything");
        let rows = String::from_utf8(rows).expect("JSON is UTF-8");
        assert_eq!(rows.lines().count(), 1);
        assert_eq!(serde_json::from_str::<Json>(&rows).expect("valid JSON"), parsed["rows"][0]);
    }
}
