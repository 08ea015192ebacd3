//! A column of texts in which a text that the file holds once is kept once: of each row there is only its number.
//!
//! Parquet's dictionary pages have that already, but its reader of columns resolves them. So its pages pass through
//! [`TextPages`], which takes the texts out and leaves numbers in their place, and are read as a column of numbers.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;

/// Texts one behind the other: found to be text all at once.
#[derive(Debug)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
    /// By value of the column: which of the texts it is.
    pub numbers: Vec<i32>,
}

impl Texts {
    /// How many texts there are, equal ones and unused ones among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    #[inline]
    pub fn text(&self, number: i32) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        let start = match number.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before)?,
        };
        self.all.get(start..*self.ends.get(number)?)
    }

    /// A value of the column.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&str> {
        self.text(*self.numbers.get(place)?)
    }
}

/// Bytes one behind the other, which are texts unless somebody lies.
#[derive(Debug, Default)]
pub struct Pile {
    all: Vec<u8>,
    ends: Vec<usize>,
}

impl Pile {
    /// All of these.
    pub fn of(values: &[ByteArray]) -> Pile {
        let mut pile = Pile::default();
        values.iter().for_each(|value| pile.push(value.data()));
        pile
    }

    fn push(&mut self, value: &[u8]) {
        self.all.extend_from_slice(value);
        self.ends.push(self.all.len());
    }

    /// The texts of a column with these numbers; where one of them is no UTF-8, its values as bytes.
    pub fn texts(self, numbers: Vec<i32>) -> std::result::Result<Texts, Vec<ByteArray>> {
        let Pile { all, ends } = self;
        match String::from_utf8(all) {
            Ok(all) if ends.iter().all(|end| all.is_char_boundary(*end)) => Ok(Texts { all, ends, numbers }),
            Ok(all) => Err(Pile { all: all.into_bytes(), ends }.bytes(&numbers)),
            Err(error) => Err(Pile { all: error.into_bytes(), ends }.bytes(&numbers)),
        }
    }

    fn bytes(&self, numbers: &[i32]) -> Vec<ByteArray> {
        let end = |number: usize| self.ends.get(number).copied().unwrap_or(0);
        let value = |number: usize| self.all.get(number.checked_sub(1).map_or(0, end)..end(number)).unwrap_or_default();
        let number = |number: &i32| usize::try_from(*number).unwrap_or(usize::MAX);
        numbers.iter().map(|it| value(number(it)).to_vec().into()).collect()
    }

    /// Takes up to `most` texts, each behind its length.
    fn take(&mut self, mut plain: &[u8], most: u32) -> Result<Bytes> {
        let first = self.ends.len();
        while self.ends.len() - first < most as usize
            && let Some((length, rest)) = plain.split_first_chunk()
        {
            let length = u32::from_le_bytes(*length) as usize;
            self.push(rest.get(..length).ok_or_else(cut)?);
            plain = &rest[length..];
        }
        let number = |number: usize| i32::try_from(number).map(i32::to_le_bytes);
        let numbers = (first..self.ends.len()).map(number).collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(numbers.concat().into())
    }
}

fn cut() -> ParquetError {
    ParquetError::EOF("a page of texts is cut off".to_owned())
}

/// Whether a column's pages are such as [`TextPages`] knows.
pub fn is_known(column: &ColumnChunkMetaData) -> bool {
    #[expect(deprecated)]
    let known = [
        Encoding::PLAIN,
        Encoding::PLAIN_DICTIONARY,
        Encoding::RLE_DICTIONARY,
        // Of levels.
        Encoding::RLE,
        Encoding::BIT_PACKED,
    ];
    column.encodings().all(|encoding| known.contains(&encoding))
}

/// Pages of a column of texts that hold numbers of texts instead.
pub struct TextPages {
    pages: Box<dyn PageReader>,
    /// The highest level of a value, which is that of one that is there.
    top: i16,
    /// The texts so far.
    pub pile: Arc<Mutex<Pile>>,
}

impl TextPages {
    pub fn new(pages: Box<dyn PageReader>, top: i16) -> TextPages {
        TextPages { pages, top, pile: Arc::default() }
    }

    fn take(&self, plain: &[u8], most: u32) -> Result<Bytes> {
        let mut pile = self.pile.lock().map_err(|_| ParquetError::General("it cannot be decoded".to_owned()))?;
        pile.take(plain, most)
    }

    /// The same page with numbers behind its levels, which take so many bytes.
    fn numbered(&self, buf: &Bytes, levels: usize, most: u32) -> Result<Bytes> {
        let (levels, plain) = buf.split_at_checked(levels).ok_or_else(cut)?;
        let numbers = self.take(plain, most)?;
        Ok(if levels.is_empty() { numbers } else { [levels, &numbers].concat().into() })
    }

    fn number(&self, mut page: Page) -> Result<Page> {
        match &mut page {
            Page::DictionaryPage { buf, num_values, encoding, .. } => {
                *buf = self.take(buf, *num_values)?;
                *num_values = u32::try_from(buf.len() / size_of::<i32>())?;
                *encoding = Encoding::PLAIN;
            }
            Page::DataPage { buf, num_values, encoding: Encoding::PLAIN, def_level_encoding, .. } => {
                *buf = self.numbered(buf, levels(buf, self.top, *num_values, *def_level_encoding)?, *num_values)?;
            }
            Page::DataPageV2 { buf, num_values, encoding: Encoding::PLAIN, def_levels_byte_len, .. } => {
                *buf = self.numbered(buf, *def_levels_byte_len as usize, *num_values)?;
            }
            Page::DataPage { encoding, .. } | Page::DataPageV2 { encoding, .. } => match encoding {
                Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {}
                other => {
                    return Err(ParquetError::General(format!("a page is of encoding {other}, which nothing says")));
                }
            },
        }
        Ok(page)
    }
}

/// How many bytes the levels take at the start of a page of the first version.
fn levels(page: &Bytes, top: i16, values: u32, encoding: Encoding) -> Result<usize> {
    match encoding {
        _ if top == 0 => Ok(0),
        Encoding::RLE => {
            let (length, _) = page.split_first_chunk().ok_or_else(cut)?;
            Ok(size_of::<u32>() + u32::from_le_bytes(*length) as usize)
        }
        _ => Ok((values as usize * (i16::BITS - top.leading_zeros()) as usize).div_ceil(8)),
    }
}

impl Iterator for TextPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for TextPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.number(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}
