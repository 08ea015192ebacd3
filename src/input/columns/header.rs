//! Whether a text is CSV, and what its columns are called.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use memchr::{memchr, memchr2};

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
        let headers = DELIMITERS.iter().rev().filter_map(|delimiter| Header::split(start, *delimiter));
        let header = headers.max_by_key(|header| header.names.len())?;
        let known = header.names.iter().filter(|name| is_known(name)).count();
        (is_named || known >= FEWEST_KNOWN).then_some(header)
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

    /// Where the last whole row ends in `bytes`, which begin with a row.
    pub fn rows_end(&self, bytes: &[u8]) -> usize {
        let (mut at, mut end) = (0, 0);
        while let Some(step) = memchr2(b'"', b'\n', &bytes[at..]) {
            let found = at + step;
            if bytes[found] == b'\n' {
                end = found + 1;
                at = end;
            } else if found == end || bytes[found - 1] == self.delimiter || bytes[found - 1] == b'\n' {
                match quoted_end(bytes, found + 1) {
                    Some(after) => at = after,
                    None => break,
                }
            } else {
                // A quote inside a cell is a character like others.
                at = found + 1;
            }
        }
        end
    }
}

/// Where a quoted cell's text ends that begins at `at`: behind its closing quote.
fn quoted_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let quote = at + memchr(b'"', &bytes[at..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        at = quote + 2;
    }
}

fn is_known(name: &str) -> bool {
    Canonical::ALL.iter().any(|field| aliases::paths(*field).contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    }

    proptest! {
        /// The csv crate itself says where rows end.
        #[test]
        fn rows_end_where_the_reader_ends_them(text in "([ab,\"\n]|\"[ab,\n]{0,3}\"){0,24}") {
            let header = Header { names: Vec::new(), delimiter: b',' };
            let end = header.rows_end(text.as_bytes());
            let rows = |text: &str| {
                let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
                reader.byte_records().map(|row| row.expect("bytes").iter().map(<[u8]>::to_vec).collect()).collect::<Vec<Vec<_>>>()
            };
            prop_assert_eq!([rows(&text[..end]), rows(&text[end..])].concat(), rows(&text));
        }
    }
}
