//! A shape's lines compared many bytes at a time, as long as most texts keep their length: ids, times and hashes do.
//!
//! From the start of a line, or the end of a value whose length varies, to the start of the next such value all bytes
//! stand in known places: they are compared as one stretch with holes, and the index tells that no hole holds a quote.

use super::cursor::Cursor;
use super::digits;
use super::scalar::{Form, Value};
use super::shape::{Kind, Step};

/// The stretches of a shape, one behind each value whose length varies.
#[derive(Debug, Default)]
pub struct Stretches {
    stretches: Vec<Stretch>,
    /// The texts of known length that are wanted.
    holes: Vec<Hole>,
    /// In the first stretch: it tells most shapes apart.
    key: Key,
}

/// What stands before a value, under a mask that leaves out a hole.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    at: usize,
    bytes: u64,
    mask: u64,
}

#[derive(Debug, Default)]
struct Stretch {
    first: Block,
    more: Vec<Block>,
    /// Whether there are more blocks, or holes.
    is_long: bool,
    length: usize,
    /// By [`WINDOW`] bytes: which of them are holes.
    windows: Vec<u64>,
    /// Where this stretch's holes end in those of all.
    holes_end: usize,
    then: Then,
}

/// Bytes that must be there, under a mask that leaves out the holes.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    bytes: [u64; WORDS],
    mask: [u64; WORDS],
}

const WORDS: usize = 4;
const BLOCK: usize = 8 * WORDS;
/// So many bits every window of the index has.
const WINDOW: usize = 56;

/// A wanted text of known length.
#[derive(Debug, Clone, Copy)]
struct Hole {
    step: usize,
    /// From the start of its stretch.
    at: usize,
    length: usize,
}

/// What stands behind a stretch: the value of a step, one that nobody wants, or nothing.
#[derive(Debug, Clone, Copy, Default)]
enum Then {
    Text(usize),
    Number(usize),
    Nested {
        depth: usize,
    },
    #[default]
    End,
}

impl Stretches {
    /// The stretches of a shape with these steps and this end. Without steps there is none, and no line fits.
    pub fn new(steps: &[Step], tail: &[u8]) -> Stretches {
        let mut all = Stretches::default();
        let mut draft = Draft::default();
        for (number, step) in steps.iter().enumerate() {
            draft.bytes(&step.before);
            match step.length {
                Some(length) => {
                    let hole = Hole { step: number, at: draft.bytes.len(), length };
                    all.holes.extend(step.node.map(|_| hole));
                    draft.hole(length);
                }
                None => {
                    if all.stretches.is_empty() {
                        all.key = draft.key();
                    }
                    let then = match step.kind {
                        Kind::Text => Then::Text(number),
                        Kind::Number => Then::Number(number),
                        Kind::Nested { depth } => Then::Nested { depth },
                    };
                    all.stretches.push(draft.finish(all.holes.len(), then));
                    draft = Draft::default();
                }
            }
        }
        draft.bytes(tail);
        if all.stretches.is_empty() {
            all.key = draft.key();
        }
        all.stretches.push(draft.finish(all.holes.len(), Then::End));
        all
    }

    /// Passes over the line at `cursor`, if it fits, and puts its wanted values where their steps are. Otherwise nothing
    /// has happened.
    #[inline(always)]
    pub fn read(&self, cursor: &mut Cursor<'_>, values: &mut [Value]) -> Option<()> {
        let start = cursor.at;
        let read = self.read_all(cursor, values);
        if read.is_none() {
            cursor.at = start;
        }
        read
    }

    #[inline(always)]
    fn read_all(&self, cursor: &mut Cursor<'_>, values: &mut [Value]) -> Option<()> {
        if (digits::word(cursor.bytes, cursor.at + self.key.at)? ^ self.key.bytes) & self.key.mask != 0 {
            return None;
        }
        let mut holes_start = 0;
        for stretch in &self.stretches {
            let at = stretch.pass(cursor)?;
            for hole in &self.holes[holes_start..stretch.holes_end] {
                values[hole.step] = Value { at: at + hole.at, end: at + hole.at + hole.length, form: Form::Text };
            }
            holes_start = stretch.holes_end;
            let at = cursor.at;
            match stretch.then {
                Then::Text(step) => {
                    // What stands there is compared as the start of the next stretch, which is the closing quote.
                    let form = cursor.text_to_quote()?;
                    values[step] = Value { at, end: cursor.at, form };
                }
                Then::Number(step) => {
                    cursor.number()?;
                    values[step] = Value { at, end: cursor.at, form: Form::Number };
                }
                Then::Nested { depth } => cursor.nested(depth)?,
                Then::End => return cursor.ends_line().then_some(()),
            }
        }
        None
    }
}

impl Stretch {
    /// Passes over the stretch, if it stands here; returns where it began.
    #[inline(always)]
    fn pass(&self, cursor: &mut Cursor<'_>) -> Option<usize> {
        let at = cursor.at;
        let (first, rest) = cursor.bytes.get(at..)?.split_first_chunk()?;
        let mut differ = self.first.differ(first);
        // Most stretches are one key.
        if self.is_long {
            let rest = rest.get(..self.more.len() * BLOCK)?;
            differ |=
                self.more.iter().zip(rest.as_chunks().0).fold(0, |differ, (block, here)| differ | block.differ(here));
            let windows = self.windows.iter().zip((at..).step_by(WINDOW));
            differ |= windows.fold(0, |quotes, (holes, at)| quotes | cursor.text.window(at) & holes);
        }
        cursor.at = at + self.length;
        (differ == 0).then_some(at)
    }
}

/// A stretch while it is put together, byte by byte; `None` in holes.
#[derive(Debug, Default)]
struct Draft {
    bytes: Vec<Option<u8>>,
}

impl Draft {
    fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes.iter().copied().map(Some));
    }

    fn hole(&mut self, length: usize) {
        self.bytes.resize(self.bytes.len() + length, None);
    }

    fn finish(&self, holes_end: usize, then: Then) -> Stretch {
        let hole_bits = |bytes: &[Option<u8>]| {
            bytes.iter().enumerate().fold(0, |bits, (at, byte)| bits | u64::from(byte.is_none()) << at)
        };
        // Windows without a hole in them say nothing.
        let mut windows: Vec<u64> = self.bytes.chunks(WINDOW).map(hole_bits).collect();
        while windows.pop_if(|holes| *holes == 0).is_some() {}
        let mut blocks = self.bytes.chunks(BLOCK).map(Block::new);
        Stretch {
            first: blocks.next().unwrap_or_default(),
            more: blocks.collect(),
            is_long: self.bytes.len() > BLOCK || !windows.is_empty(),
            length: self.bytes.len(),
            windows,
            holes_end,
            then,
        }
    }

    /// The last eight bytes of a stretch.
    fn key(&self) -> Key {
        let at = self.bytes.len().saturating_sub(8);
        let Block { bytes, mask } = Block::new(&self.bytes[at..]);
        Key { at, bytes: bytes[0], mask: mask[0] }
    }
}

impl Block {
    fn new(bytes: &[Option<u8>]) -> Block {
        let mut block = Block::default();
        for (at, byte) in bytes.iter().enumerate().filter_map(|(at, byte)| Some((at, (*byte)?))) {
            block.bytes[at / 8] |= u64::from(byte) << (at % 8 * 8);
            block.mask[at / 8] |= 0xff << (at % 8 * 8);
        }
        block
    }

    /// Not 0 if a byte that counts is another one.
    #[inline(always)]
    fn differ(&self, here: &[u8; BLOCK]) -> u64 {
        let (words, _) = here.as_chunks();
        let word = |at: usize| (u64::from_le_bytes(words[at]) ^ self.bytes[at]) & self.mask[at];
        (word(0) | word(1)) | (word(2) | word(3))
    }
}
