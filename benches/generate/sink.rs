//! Where the lines go: straight out, or first through a window in which their order is lost.

use std::io::{self, BufWriter, Write};
use std::mem;
use std::ops::Range;

use super::random::Random;

const BUFFER: usize = 1 << 20;

/// Takes lines one at a time: write `line`, then call `end_line`.
pub struct Sink {
    pub line: Vec<u8>,
    out: BufWriter<Box<dyn Write>>,
    window: usize,
    /// The lines of the window, one behind the other, and where each is.
    held: Vec<u8>,
    ranges: Vec<Range<usize>>,
    random: Random,
}

impl Sink {
    /// Shuffles every `window` lines among themselves; none when that is 0 or 1.
    pub fn new(out: Box<dyn Write>, window: usize, seed: u64) -> Sink {
        Sink {
            line: Vec::new(),
            out: BufWriter::with_capacity(BUFFER, out),
            window,
            held: Vec::new(),
            ranges: Vec::new(),
            random: Random::new(seed ^ 0xd15_0bde),
        }
    }

    pub fn end_line(&mut self) -> io::Result<()> {
        if self.window < 2 {
            self.out.write_all(&self.line)?;
        } else {
            let start = self.held.len();
            self.held.extend_from_slice(&self.line);
            self.ranges.push(start..self.held.len());
            if self.ranges.len() == self.window {
                self.release()?;
            }
        }
        self.line.clear();
        Ok(())
    }

    /// Writes the lines of the window in an order of chance.
    fn release(&mut self) -> io::Result<()> {
        let mut ranges = mem::take(&mut self.ranges);
        for last in (1..ranges.len()).rev() {
            ranges.swap(last, self.random.below(last as u64 + 1) as usize);
        }
        for range in ranges.drain(..) {
            self.out.write_all(&self.held[range])?;
        }
        self.ranges = ranges;
        self.held.clear();
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.release()?;
        self.out.flush()
    }
}
