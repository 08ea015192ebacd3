//! A shape's lines compared many bytes at a time, as long as most texts keep their length: ids, times and hashes do.
//!
//! From the start of a line, or the end of a value whose length varies, to the start of the next such value all bytes
//! stand in known places. Such a stretch is compared in pieces that fit a register, with holes where the texts of known
//! length are; the index tells that no hole holds a quote.

use super::cursor::{Cursor, short_number};
use super::digits;
use super::index::Indexed;
use super::scalar::{Form, Value};
use super::shape::{Kind, MOST_STEPS, Step};

/// The values of a line by step.
pub type Values = [Value; MOST_STEPS];

/// The stretches of a shape, one behind each value whose length varies.
#[derive(Debug, Default)]
pub struct Stretches {
    stretches: Vec<Stretch>,
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

#[derive(Debug)]
struct Stretch {
    pieces: Box<[Piece]>,
    /// By [`WINDOW`] bytes: which of them are in holes.
    windows: Box<[u64]>,
    /// Up to where its last piece reaches, and up to where itself does.
    reach: usize,
    length: usize,
    holes: Box<[Hole]>,
    then: Then,
}

/// Bytes of a stretch that are compared together.
#[derive(Debug)]
struct Piece {
    bytes: [u8; PIECE],
    /// All ones for each byte that must be there; zero in a hole, and behind the last byte.
    mask: [u8; PIECE],
}

const PIECE: usize = 32;
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
#[derive(Debug, Clone, Copy)]
enum Then {
    Text(u16),
    Number(u16),
    /// Inside a container at this depth.
    Nested(u16),
    End,
}

impl Stretches {
    /// The stretches of a shape with these steps and this end. Without steps there is none, and no line fits.
    pub fn new(steps: &[Step], tail: &[u8]) -> Stretches {
        let mut all = Stretches::default();
        let mut draft = Draft::default();
        for (number, step) in steps.iter().enumerate() {
            draft.bytes(&step.before);
            let Some(length) = step.length else {
                let then = match step.kind {
                    Kind::Text => Then::Text(number as u16),
                    Kind::Number => Then::Number(number as u16),
                    Kind::Nested { depth } => Then::Nested(depth as u16),
                };
                all.add(std::mem::take(&mut draft), then);
                continue;
            };
            draft.hole(length, step.node.map(|_| number));
        }
        draft.bytes(tail);
        all.add(draft, Then::End);
        all
    }

    fn add(&mut self, draft: Draft, then: Then) {
        if self.stretches.is_empty() {
            self.key = draft.key();
        }
        self.stretches.push(draft.finish(then));
    }

    /// Passes over the line at `cursor`, if it fits, and puts its wanted values where their steps are. Otherwise nothing
    /// has happened.
    #[inline(always)]
    pub fn read(&self, cursor: &mut Cursor<'_>, values: &mut Values) -> Option<()> {
        if (digits::word(cursor.bytes, cursor.at + self.key.at)? ^ self.key.bytes) & self.key.mask != 0 {
            return None;
        }
        cursor.at = self.read_stretches(cursor.text, cursor.at, values)?;
        Some(())
    }

    /// Where the line ends that begins at `at`, if it fits.
    #[inline(always)]
    fn read_stretches(&self, text: Indexed<'_>, at: usize, values: &mut Values) -> Option<usize> {
        #[cfg(target_arch = "x86_64")]
        if avx2::is_here() {
            #[allow(unsafe_code, reason = "half of the steps that eight bytes at a time take")]
            // SAFETY: the processor has these features, as was just asked.
            return unsafe { avx2::read(self, text, at, values) };
        }
        self.read_by(Piece::differs, text, at, values)
    }

    /// The same by a function that tells whether a piece is another than what stands at its place.
    #[inline(always)]
    fn read_by(
        &self,
        differs: impl Fn(&Piece, &[u8; PIECE]) -> bool,
        text: Indexed<'_>,
        mut at: usize,
        values: &mut Values,
    ) -> Option<usize> {
        let bytes = text.text.as_bytes();
        for stretch in &self.stretches {
            let (here, _) = bytes.get(at..at.wrapping_add(stretch.reach))?.as_chunks();
            if stretch.pieces.iter().zip(here).any(|(piece, here)| differs(piece, here)) {
                return None;
            }
            let mut window_at = at;
            for holes in &stretch.windows {
                if text.window(window_at) & holes != 0 {
                    return None;
                }
                window_at += WINDOW;
            }
            for Hole { step, at: from, length } in &stretch.holes {
                values[*step] = Value { at: at + from, end: at + from + length, form: Form::Text };
            }
            at += stretch.length;
            // What stands behind a text is compared as the start of the next stretch, which is the closing quote.
            match stretch.then {
                Then::Text(step) => {
                    let mut value = Value { at, end: text.next(at), form: Form::Text };
                    if bytes.get(value.end) == Some(&b'\\') {
                        value = escaped(text, at)?;
                    }
                    at = value.end;
                    values[usize::from(step)] = value;
                }
                Then::Number(step) => {
                    let end = match short_number(bytes, at) {
                        Some(end) => end,
                        None => number_end(text, at)?,
                    };
                    values[usize::from(step)] = Value { at, end, form: Form::Number };
                    at = end;
                }
                Then::Nested(depth) => at = nested_end(text, at, usize::from(depth))?,
                Then::End => return if bytes.get(at) == Some(&b'\n') { Some(at) } else { line_end(text, at) },
            }
        }
        None
    }
}

// What is rare is kept out of the way of what is not, and from the registers of its loop.

#[cold]
fn line_end(text: Indexed<'_>, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    cursor.ends_line().then_some(cursor.at)
}

#[inline(never)]
fn escaped(text: Indexed<'_>, at: usize) -> Option<Value> {
    let mut cursor = Cursor::new(text, at);
    let form = cursor.text_to_quote()?;
    Some(Value { at, end: cursor.at, form })
}

#[inline(never)]
fn number_end(text: Indexed<'_>, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    cursor.number()?;
    Some(cursor.at)
}

#[inline(never)]
fn nested_end(text: Indexed<'_>, at: usize, depth: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    cursor.nested(depth)?;
    Some(cursor.at)
}

/// A stretch while it is put together.
#[derive(Debug, Default)]
struct Draft {
    /// `None` in holes.
    bytes: Vec<Option<u8>>,
    wanted: Vec<Hole>,
}

impl Draft {
    fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes.iter().copied().map(Some));
    }

    /// A text of this length, and the step that wants it.
    fn hole(&mut self, length: usize, step: Option<usize>) {
        let hole = |step| Hole { step, at: self.bytes.len(), length };
        self.wanted.extend(step.map(hole));
        self.bytes.resize(self.bytes.len() + length, None);
    }

    fn finish(self, then: Then) -> Stretch {
        let hole_bits = |bytes: &[Option<u8>]| {
            bytes.iter().enumerate().fold(0, |bits, (at, byte)| bits | u64::from(byte.is_none()) << at)
        };
        // Windows without a hole in them say nothing.
        let mut windows: Vec<u64> = self.bytes.chunks(WINDOW).map(hole_bits).collect();
        while windows.pop_if(|holes| *holes == 0).is_some() {}
        let pieces: Box<[Piece]> = self.bytes.chunks(PIECE).map(Piece::new).collect();
        Stretch {
            windows: windows.into(),
            reach: pieces.len() * PIECE,
            pieces,
            length: self.bytes.len(),
            holes: self.wanted.into(),
            then,
        }
    }

    /// The last eight bytes.
    fn key(&self) -> Key {
        let at = self.bytes.len().saturating_sub(8);
        let Piece { bytes, mask } = Piece::new(&self.bytes[at..]);
        let word = |bytes| digits::word(bytes, 0).unwrap_or_default();
        Key { at, bytes: word(&bytes), mask: word(&mask) }
    }
}

impl Piece {
    fn new(bytes: &[Option<u8>]) -> Piece {
        let mut piece = Piece { bytes: [0; PIECE], mask: [0; PIECE] };
        for (at, byte) in bytes.iter().enumerate().filter_map(|(at, byte)| Some((at, (*byte)?))) {
            (piece.bytes[at], piece.mask[at]) = (byte, u8::MAX);
        }
        piece
    }

    /// Whether a byte that counts is another one.
    #[inline(always)]
    fn differs(&self, here: &[u8; PIECE]) -> bool {
        let word = |bytes: &[u8; PIECE], at: usize| digits::word(bytes, 8 * at).unwrap_or_default();
        let differ = |at| (word(here, at) ^ word(&self.bytes, at)) & word(&self.mask, at);
        (differ(0) | differ(1)) | (differ(2) | differ(3)) != 0
    }
}

/// All bytes of a piece at once.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{__m256i, _mm256_loadu_si256, _mm256_testz_si256, _mm256_xor_si256};

    use super::{Indexed, PIECE, Piece, Stretches, Values};

    #[inline(always)]
    pub fn is_here() -> bool {
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2")
    }

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub fn read(stretches: &Stretches, text: Indexed<'_>, at: usize, values: &mut Values) -> Option<usize> {
        stretches.read_by(|piece, here| differs(piece, here), text, at, values)
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn differs(piece: &Piece, here: &[u8; PIECE]) -> bool {
        let others = _mm256_xor_si256(load(here), load(&piece.bytes));
        _mm256_testz_si256(others, load(&piece.mask)) == 0
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn load(bytes: &[u8; PIECE]) -> __m256i {
        #[allow(unsafe_code, reason = "a load put together from words takes longer than the comparison")]
        // SAFETY: the load reads the 32 bytes that are borrowed, at any alignment.
        unsafe {
            _mm256_loadu_si256(bytes.as_ptr().cast())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ways_compare_as_bytes_do(
            pattern in prop::collection::vec(prop::option::of(0_u8..3), 0..=PIECE),
            here in prop::array::uniform32(0_u8..3),
            is_alike in any::<bool>(),
        ) {
            let mut here = here;
            if is_alike {
                let known = pattern.iter().zip(&mut here).filter_map(|(byte, here)| byte.map(|byte| (byte, here)));
                known.for_each(|(byte, here)| *here = byte);
            }
            let piece = Piece::new(&pattern);
            let expected = pattern.iter().zip(here).any(|(byte, here)| byte.is_some_and(|byte| byte != here));
            prop_assert_eq!(piece.differs(&here), expected);
            #[cfg(target_arch = "x86_64")]
            if avx2::is_here() {
                #[allow(unsafe_code, reason = "what is tested")]
                // SAFETY: the processor has AVX2, as was just asked.
                let differs = unsafe { avx2::differs(&piece, &here) };
                prop_assert_eq!(differs, expected);
            }
        }
    }
}
