//! Buffers for text that comes as a stream, used again and again.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// Bytes in a buffer that goes back to where it came from: memory fresh from the system for every chunk would take as
/// long as reading it.
#[derive(Debug, Default)]
pub struct Lent {
    /// As long as it has ever been: to clear it again before each use would take as long as half the unpacking.
    bytes: Vec<u8>,
    /// How many of them are its text.
    length: usize,
    home: Buffers,
}

/// Buffers that nobody uses.
pub type Buffers = Arc<Mutex<Vec<Vec<u8>>>>;

impl Lent {
    /// An empty one.
    pub fn of(home: &Buffers) -> Lent {
        let bytes = home.lock().ok().and_then(|mut buffers| buffers.pop()).unwrap_or_default();
        Lent { bytes, length: 0, home: Arc::clone(home) }
    }

    pub fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub fn append(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        self.room(end).copy_from_slice(bytes);
        self.length = end;
    }

    /// Moves what stands from `at` on into another buffer.
    pub fn split_off(&mut self, at: usize) -> Lent {
        let mut rest = Lent::of(&self.home);
        rest.append(&self.text()[at..]);
        self.length = at;
        rest
    }

    /// What stands behind the text, up to `end`: anything.
    fn room(&mut self, end: usize) -> &mut [u8] {
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        &mut self.bytes[self.length..end]
    }

    /// Appends as many bytes as are wanted or left of `text`; keeps what came before an error.
    pub fn fill(&mut self, text: &mut impl Read, wanted: usize) -> io::Result<Filled> {
        let goal = self.length + wanted;
        while self.length < goal {
            // More is made room for only as it comes: most pipes bring little.
            let end = goal.min(self.length + STEP);
            match text.read(self.room(end)) {
                Ok(0) => return Ok(Filled::AtEnd),
                Ok(count) => self.length += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Filled::Wholly)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(mut home) = self.home.lock() {
            home.push(std::mem::take(&mut self.bytes));
        }
    }
}

pub enum Filled {
    Wholly,
    /// The text ended first.
    AtEnd,
}

/// How much of a text is asked for at a time.
const STEP: usize = 1 << 17;
