//! Reads the lines of a part of a file in pieces that a processor's own cache holds, so that they are still there when
//! they are parsed.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::ops::Range;

use memchr::{memchr, memrchr};

/// How much is read, and then parsed, at a time.
pub const PIECE: usize = 1 << 17;

thread_local! {
    /// Every file passes through its thread's one buffer.
    static BUFFER: RefCell<Buffer> = const { RefCell::new(Buffer { bytes: Vec::new(), known: 0 }) };
}

/// Gives the lines that begin in `range` of `file`, in pieces of whole lines; only the file's last one may lack its end.
///
/// # Errors
/// The file cannot be read.
pub fn read(file: &File, range: Range<u64>, mut give: impl FnMut(&[u8])) -> io::Result<()> {
    BUFFER.with_borrow_mut(|buffer| {
        buffer.known = 0;
        // With the byte before, it is plain whether a line begins where the range does.
        let mut at = range.start.saturating_sub(1);
        let mut is_inside_line = range.start > 0;
        while at < range.end {
            let wanted = usize::try_from(range.end - at).unwrap_or(PIECE).min(PIECE);
            let count = buffer.read(file, at, wanted)?;
            at += count as u64;
            if is_inside_line {
                is_inside_line = !buffer.drop_line();
            }
            if count < wanted {
                break;
            }
            buffer.give_lines(count, &mut give);
        }
        buffer.finish_line(file, at)?;
        if buffer.known > 0 {
            give(&buffer.bytes[..buffer.known]);
        }
        Ok(())
    })
}

/// The lines of a text that is all there, in pieces as [`read`] gives them.
pub fn split(mut text: &[u8], mut give: impl FnMut(&[u8])) {
    while text.len() > PIECE {
        let end = memrchr(b'\n', &text[..PIECE]).or_else(|| memchr(b'\n', &text[PIECE..]).map(|at| PIECE + at));
        let Some(end) = end else { break };
        give(&text[..=end]);
        text = &text[end + 1..];
    }
    if !text.is_empty() {
        give(text);
    }
}

/// What is read and not given yet, and room for more.
struct Buffer {
    bytes: Vec<u8>,
    known: usize,
}

impl Buffer {
    /// Appends up to `wanted` bytes of `file` from `at`; fewer only where the file ends.
    fn read(&mut self, file: &File, at: u64, wanted: usize) -> io::Result<usize> {
        let goal = self.known + wanted;
        if self.bytes.len() < goal {
            self.bytes.resize(goal, 0);
        }
        let start = self.known;
        while self.known < goal {
            match read_at(file, &mut self.bytes[self.known..goal], at + (self.known - start) as u64) {
                Ok(0) => break,
                Ok(count) => self.known += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.known - start)
    }

    /// Gives all whole lines and keeps the rest. No line ends before the last `new` bytes.
    fn give_lines(&mut self, new: usize, give: &mut impl FnMut(&[u8])) {
        let start = self.known.saturating_sub(new);
        if let Some(end) = memrchr(b'\n', &self.bytes[start..self.known]).map(|at| start + at) {
            give(&self.bytes[..=end]);
            self.drop(end + 1);
        }
    }

    /// Drops everything to the first line's end; whether that is here.
    fn drop_line(&mut self) -> bool {
        let end = memchr(b'\n', &self.bytes[..self.known]);
        self.drop(end.map_or(self.known, |end| end + 1));
        end.is_some()
    }

    fn drop(&mut self, count: usize) {
        self.bytes.copy_within(count..self.known, 0);
        self.known -= count;
    }

    /// Reads on from `at` to where the line ends that has begun.
    fn finish_line(&mut self, file: &File, mut at: u64) -> io::Result<()> {
        let mut step = PIECE / 2;
        while self.known > 0 && self.bytes[self.known - 1] != b'\n' {
            let before = self.known;
            let count = self.read(file, at, step)?;
            at += count as u64;
            if let Some(end) = memchr(b'\n', &self.bytes[before..self.known]) {
                self.known = before + end + 1;
            }
            if count < step {
                break;
            }
            step *= 2;
        }
        Ok(())
    }
}

#[cfg(unix)]
pub fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
pub fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
