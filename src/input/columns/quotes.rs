//! Where rows of CSV end, and which lines are no rows because of their quotes.
//!
//! A quote that opens a cell and is not closed as RFC 4180 has it would take the good rows below into the cell. So a row
//! over several lines must prove itself: each of its quoted cells is followed by a delimiter or a line end, it has as many
//! cells as the header, and its quotes reach at most [`REACH`] bytes. Otherwise its first line alone is bad, and reading
//! goes on with the next one. No row that begins within the reach of a bad one reaches over a line end there: it would be
//! in the same quotes as that one, and none of many stray quotes costs a search of its own.

use memchr::{memchr, memchr3, memrchr};

use crate::input::judge::without_bom;

/// How far behind the start of a row its last closing quote may stand. What is searched must be held in memory.
pub const REACH: usize = 1 << 24;

/// How a text is written whose rows are told apart.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub delimiter: u8,
    /// How many cells a row has.
    pub width: usize,
    pub reach: usize,
}

/// A part of a text, up to the place that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Whole rows.
    Rows(usize),
    /// One line that is no row.
    Stray(usize),
}

/// What begins at the start of a row.
enum Row {
    /// A row that ends here.
    Whole(usize),
    /// No row: so far its quotes were followed.
    Stray(usize),
    /// The text ends inside of it, maybe inside of its quotes.
    Cut { is_quoted: bool },
}

/// Takes a text apart from its start, which is that of a row.
#[derive(Debug)]
pub struct Parts<'t> {
    text: &'t [u8],
    style: Style,
    /// Whether nothing follows the text.
    is_all: bool,
    at: usize,
    /// Up to where the quotes of bad lines were followed.
    spent: usize,
}

impl<'t> Parts<'t> {
    pub fn new(text: &'t [u8], style: Style, is_all: bool) -> Parts<'t> {
        Parts { text, style, is_all, at: 0, spent: 0 }
    }

    /// The same behind a byte order mark, if there is one.
    pub fn behind_bom(mut self) -> Parts<'t> {
        self.at = self.text.len() - without_bom(self.text).len();
        self
    }

    /// Where the next part begins.
    pub fn start(&self) -> usize {
        self.at
    }

    /// Where the last part ends behind which nothing depends on what stands before, and whether no line was bad.
    pub fn end(mut self) -> (usize, bool) {
        let (mut end, mut is_clean) = (0, true);
        while let Some(part) = self.next() {
            is_clean &= matches!(part, Part::Rows(_));
            if self.at >= self.spent {
                end = self.at;
            }
        }
        (end, is_clean)
    }

    /// The row that begins at `start` and has a quote.
    fn row(&self, start: usize) -> Row {
        let wall = self.wall(start);
        let (mut at, mut cells) = (start, 1);
        loop {
            if self.text.get(at) == Some(&b'"') {
                at = match self.closing(at + 1, wall) {
                    Ok(quote) => quote + 1,
                    Err(outcome) => return outcome,
                };
                if self.text.get(at).is_some_and(|byte| ![self.style.delimiter, b'\n', b'\r'].contains(byte)) {
                    return Row::Stray(at - 1);
                }
            }
            let Some(step) = memchr3(self.style.delimiter, b'\n', b'\r', &self.text[at..]) else {
                return Row::Cut { is_quoted: false };
            };
            at += step + 1;
            match self.text[at - 1] {
                b'\n' => break,
                // The reader ends a row there; the line is not yet over.
                b'\r' if self.text.get(at) != Some(&b'\n') => cells = 1,
                b'\r' => {}
                _ => cells += 1,
            }
        }
        let has_lines = memchr(b'\n', &self.text[start..at - 1]).is_some();
        if has_lines && cells != self.style.width { Row::Stray(at - 1) } else { Row::Whole(at) }
    }

    /// Where the last quote of a row must stand before.
    fn wall(&self, start: usize) -> usize {
        let spent = self.text.get(start..self.spent).and_then(|spent| memchr(b'\n', spent));
        start + spent.unwrap_or(self.style.reach)
    }

    /// The quote that closes the cell whose text begins at `at`.
    fn closing(&self, mut at: usize, wall: usize) -> Result<usize, Row> {
        let within = &self.text[..wall.min(self.text.len())];
        loop {
            let quote = within.get(at..).and_then(|rest| memchr(b'"', rest)).map(|step| at + step);
            match quote {
                Some(quote) if self.text.get(quote + 1) == Some(&b'"') => at = quote + 2,
                Some(quote) if quote + 1 == self.text.len() && !self.is_all => {
                    return Err(Row::Cut { is_quoted: true });
                }
                Some(quote) => return Ok(quote),
                None if wall < self.text.len() => return Err(Row::Stray(wall)),
                None => return Err(Row::Cut { is_quoted: true }),
            }
        }
    }

    /// Where the lines without quotes end that begin here.
    fn plain(&self) -> usize {
        let rest = &self.text[self.at..];
        let plain = match memchr(b'"', rest) {
            None if self.is_all => return self.text.len(),
            None => rest,
            Some(quote) => &rest[..quote],
        };
        self.at + memrchr(b'\n', plain).map_or(0, |end| end + 1)
    }

    fn line_end(&self) -> Option<usize> {
        let end = memchr(b'\n', &self.text[self.at..]).map(|step| self.at + step + 1);
        end.or(self.is_all.then_some(self.text.len()))
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if self.at == self.text.len() {
            return None;
        }
        let plain = self.plain();
        let row = if plain > self.at { Row::Whole(plain) } else { self.row(self.at) };
        let stray = match row {
            Row::Whole(end) => {
                self.at = end;
                return Some(Part::Rows(end));
            }
            Row::Cut { .. } if !self.is_all => return None,
            Row::Cut { is_quoted: false } => {
                self.at = self.text.len();
                return Some(Part::Rows(self.at));
            }
            Row::Cut { is_quoted: true } => self.text.len(),
            Row::Stray(reach) => reach,
        };
        self.spent = self.spent.max(stray);
        self.at = self.line_end()?;
        Some(Part::Stray(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    const SMALL: Style = Style { delimiter: b',', width: 3, reach: 20 };

    /// The lines of `text` that are no rows, found byte by byte.
    fn reference(text: &[u8], style: Style) -> Vec<(usize, usize)> {
        let (mut strays, mut at, mut spent) = (Vec::new(), 0, 0);
        while at < text.len() {
            match reference_row(text, at, spent, style) {
                Ok(end) => at = end,
                Err(reach) => {
                    spent = spent.max(reach);
                    let end =
                        text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |step| at + step + 1);
                    strays.push((at, end));
                    at = end;
                }
            }
        }
        strays
    }

    /// Where the row at `start` ends, or up to where its quotes were followed.
    fn reference_row(text: &[u8], start: usize, spent: usize, style: Style) -> Result<usize, usize> {
        let (mut at, mut cells, mut has_lines, mut is_quoted, mut is_new) = (start, 1, false, false, true);
        while at < text.len() {
            let byte = text[at];
            if is_quoted {
                if at - start >= style.reach || byte == b'\n' && at < spent {
                    return Err(at);
                }
                has_lines |= byte == b'\n';
                if byte == b'"' && text.get(at + 1) == Some(&b'"') {
                    at += 1;
                } else if byte == b'"' {
                    is_quoted = false;
                    if !matches!(text.get(at + 1), None | Some(b',' | b'\r' | b'\n')) {
                        return Err(at);
                    }
                }
            } else if byte == b'"' && is_new {
                is_quoted = true;
            } else if byte == b'\n' {
                return if has_lines && cells != style.width { Err(at) } else { Ok(at + 1) };
            } else if byte == b',' {
                cells += 1;
            } else if byte == b'\r' && text.get(at + 1) != Some(&b'\n') {
                cells = 1;
            }
            is_new = !is_quoted && matches!(text[at], b',' | b'\r');
            at += 1;
        }
        if is_quoted { Err(text.len()) } else { Ok(text.len()) }
    }

    fn strays(text: &[u8], style: Style) -> Vec<(usize, usize)> {
        let mut at = 0;
        let part = |part: Part| {
            let (Part::Rows(end) | Part::Stray(end)) = part;
            let range = (std::mem::replace(&mut at, end), end);
            matches!(part, Part::Stray(_)).then_some(range)
        };
        Parts::new(text, style, true).filter_map(part).collect()
    }

    /// The rows of a text in order, and the lines that are none, as rows of one cell.
    fn read(text: &[u8], style: Style) -> Vec<Vec<Vec<u8>>> {
        let (mut rows, mut at) = (Vec::new(), 0);
        for part in Parts::new(text, style, true) {
            match part {
                Part::Stray(end) => rows.push(vec![text[std::mem::replace(&mut at, end)..end].to_vec()]),
                Part::Rows(end) => {
                    let rest = &text[std::mem::replace(&mut at, end)..end];
                    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest);
                    let cells = |row: csv::ByteRecord| row.iter().map(<[u8]>::to_vec).collect();
                    rows.extend(reader.byte_records().map(|row| cells(row.expect("bytes"))));
                }
            }
        }
        rows
    }

    fn lines(text: &str) -> Vec<&str> {
        strays(text.as_bytes(), SMALL).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn only_the_line_of_a_stray_quote_is_bad() {
        assert_eq!(lines("a,\"b,1\nc,d,2\ne,\"f\",3\n"), ["a,\"b,1\n"]);
        assert_eq!(lines("a,\"b,1\nc,d,2\n"), ["a,\"b,1\n"]);
        assert_eq!(lines("a,\"b\"c,1\na,b \"c\",1\n"), ["a,\"b\"c,1\n"]);
        // It closes, but not as a row: the cells are too few.
        assert_eq!(lines("a,\"b,1\nc,\"\nd,\"\n\",2\n"), ["a,\"b,1\n", "c,\"\n"]);
        assert_eq!(lines("a,\"b\n\"\"c\"\"\r\n\",1\r\n\"d\",\"\",\"e,\"\n"), [""; 0]);
        // The text may end as a row does.
        assert_eq!(lines("a,b,\"c\nd\""), [""; 0]);
        assert_eq!(lines("a,b,\"c\nd"), ["a,b,\"c\n"]);
        assert_eq!(lines("a,b,\"c\n3456789 123456789\"\n"), ["a,b,\"c\n"]);
    }

    proptest! {
        #[test]
        fn a_slower_way_finds_the_same_lines(text in "([ab,\"\r\n]|\"[ab,\n]{0,3}\"|\n[ab],\"|\",\"){0,32}") {
            prop_assert_eq!(strays(text.as_bytes(), SMALL), reference(text.as_bytes(), SMALL));
        }

        #[test]
        fn no_cut_changes_a_row(text in "([ab,\"\r\n]|\"[ab,\n]{0,3}\"|\n[ab],\"|\",\"){0,32}", cut in any::<prop::sample::Index>()) {
            let bytes = text.as_bytes();
            let start = &bytes[..cut.index(bytes.len() + 1)];
            let (before, after) = bytes.split_at(Parts::new(start, SMALL, false).end().0);
            prop_assert_eq!([read(before, SMALL), read(after, SMALL)].concat(), read(bytes, SMALL));
        }
    }
}
