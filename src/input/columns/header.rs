//! Whether a text is CSV, and what its columns are called.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::quotes::{Part, Parts, REACH, Style};
use crate::input::aliases;
use crate::query::Canonical;

/// The first row of a CSV text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub names: Vec<Arc<str>>,
    pub delimiter: u8,
}

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// So many names that are known make a first line a header, whatever the file is called.
const FEWEST_KNOWN: usize = 2;

impl Header {
    /// The header of a text that starts so, if it is CSV: as its name says, or two of its columns.
    pub fn of(start: &[u8], is_named: bool) -> Option<Header> {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let is_json = start.iter().find(|byte| !byte.is_ascii_whitespace()).is_none_or(|byte| b"{[".contains(byte));
        if is_json {
            return None;
        }
        // Of two that give as many columns the first is the more usual.
        let headers = DELIMITERS.iter().rev().filter_map(|delimiter| Header::first_row(start, *delimiter));
        let header = headers.max_by_key(|header| header.names.len())?;
        let known = header.names.iter().filter(|name| is_known(name)).count();
        (is_named || known >= FEWEST_KNOWN).then_some(header)
    }

    /// The first row of a text, or its first line where quotes make that no row.
    fn first_row(start: &[u8], delimiter: u8) -> Option<Header> {
        let header = Header::split(start, delimiter)?;
        match header.parts(start, false, true).next() {
            Some(Part::Stray(end)) => Header::split(&start[..end], delimiter),
            _ => Some(header),
        }
    }

    fn split(start: &[u8], delimiter: u8) -> Option<Header> {
        let mut record = ByteRecord::new();
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .from_reader(start)
            .read_byte_record(&mut record);
        reader.ok().filter(|is_there| *is_there)?;
        let name = |cell: &[u8]| std::str::from_utf8(cell).ok().map(|name| Arc::from(name.trim()));
        Some(Header { names: record.iter().map(name).collect::<Option<_>>()?, delimiter })
    }

    /// The rows of `text`, which begins with one, and the lines that are none. `first` says that the input begins there.
    pub fn parts<'t>(&self, text: &'t [u8], first: bool, is_all: bool) -> Parts<'t> {
        let style = Style { delimiter: self.delimiter, width: self.names.len(), reach: REACH };
        let parts = Parts::new(text, style, is_all);
        if first { parts.behind_bom() } else { parts }
    }
}

fn is_known(name: &str) -> bool {
    Canonical::ALL.iter().any(|field| aliases::paths(*field).contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, is_named: bool) -> Option<Vec<String>> {
        Header::of(text.as_bytes(), is_named)
            .map(|header| header.names.iter().map(|name| (**name).to_owned()).collect())
    }

    #[test]
    fn a_header_is_known_by_its_names_or_by_the_files() {
        assert_eq!(names("\u{feff}model;cost\na;1\n", false), Some(vec!["model".to_owned(), "cost".to_owned()]));
        assert_eq!(names("\"model\"\tx, y\tuser_id\r\n", false).map(|names| names.len()), Some(3));
        assert_eq!(names("model,fun\na,1\n", false), None);
        assert_eq!(names("model,fun\na,1\n", true).map(|names| names.len()), Some(2));
        assert_eq!(names("{\"model\":1,\"cost\":2}\n", true), None);
        assert_eq!(names("model and cost\n", false), None);
        assert_eq!(names("", true), None);
        assert_eq!(names("\"model,cost\na,\"1\"\n", true), Some(vec!["model,cost".to_owned()]));
    }
}
