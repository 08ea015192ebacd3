//! The bytes of a Parquet file, for many threads at once.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

use crate::input::pieces::read_at;

/// Where the bytes are. Parquet's end is read first, so that a stream is taken into memory whole.
#[derive(Debug, Clone)]
pub enum Store {
    File(Arc<File>, u64),
    Memory(Bytes),
}

impl Length for Store {
    fn len(&self) -> u64 {
        match self {
            Store::File(_, length) => *length,
            Store::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Store {
    type T = BufReader<At>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(At { store: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // What a damaged file says of its own size must not decide how much memory is taken.
        let length = length as u64;
        if start.checked_add(length).is_none_or(|end| end > self.len()) {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        let mut bytes = Vec::with_capacity(length as usize);
        At { store: self.clone(), at: start }.take(length).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}

impl Store {
    /// Some bytes in memory, of which each is still where it was.
    ///
    /// # Errors
    /// They cannot be read, or are not there.
    pub fn part(&self, (start, length): (u64, u64)) -> Result<Part> {
        let length = usize::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        Ok(Part { start, bytes: self.get_bytes(start, length)? })
    }
}

/// Bytes that were read at once, for a reader that wants them piece by piece.
#[derive(Debug)]
pub struct Part {
    start: u64,
    bytes: Bytes,
}

impl Part {
    fn from(&self, start: u64) -> Result<Bytes> {
        let at = start.checked_sub(self.start).and_then(|at| usize::try_from(at).ok());
        let at =
            at.filter(|at| *at <= self.bytes.len()).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        Ok(self.bytes.slice(at..))
    }
}

impl Length for Part {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Part {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(self.from(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = self.from(start)?;
        if length > bytes.len() {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        Ok(bytes.slice(..length))
    }
}

/// A place to read on from. Unlike a file's own, nobody else moves it.
#[derive(Debug)]
pub struct At {
    store: Store,
    at: u64,
}

impl Read for At {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = match &self.store {
            Store::File(file, _) => read_at(file, out, self.at)?,
            Store::Memory(bytes) => {
                let start = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[start..]).read(out)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}
