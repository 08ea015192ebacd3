//! Where the bytes stand that end a run of plain string: found for a whole piece of text in one pass, many at a time,
//! so that reading a string is looking up a bit.

/// One bit per byte of a text: whether a JSON string cannot simply contain it, being a quote, a backslash or a control
/// character. Line feeds are among them. Everything behind the text counts as special too.
#[derive(Debug, Default)]
pub struct Index {
    bits: Vec<u8>,
}

/// Bytes of text looked at together.
const BLOCK: usize = 64;
/// Bytes of bits behind the last block, so that eight can be read from any place in the text.
const MARGIN: usize = 16;

impl Index {
    /// Makes this the index of `text`.
    pub fn fill(&mut self, text: &[u8]) {
        let (blocks, rest) = text.as_chunks();
        let whole = 8 * (blocks.len() + 1);
        self.bits.resize(whole + MARGIN, u8::MAX);
        self.bits[whole..].fill(u8::MAX);
        let (bits, _) = self.bits.as_chunks_mut();
        mark(blocks, bits);
        // Zeros are control characters.
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        mark(&[last], &mut bits[blocks.len()..]);
    }

    /// The index of a text.
    pub fn of(text: &str) -> Index {
        let mut index = Index::default();
        index.fill(text.as_bytes());
        index
    }

    /// The bits from `at` on, at least 57 of them, the lowest for `at` itself; those above are 0.
    #[inline(always)]
    pub fn window(&self, at: usize) -> u64 {
        let eight = self.bits.get(at / 8..at / 8 + 8).and_then(<[u8]>::first_chunk);
        eight.map_or(u64::MAX, |eight| u64::from_le_bytes(*eight)) >> (at % 8)
    }

    /// The place of the first special byte at or behind `at`.
    #[inline(always)]
    pub fn next(&self, at: usize) -> usize {
        let window = self.window(at);
        if window == 0 { self.next_far(at) } else { at + window.trailing_zeros() as usize }
    }

    fn next_far(&self, at: usize) -> usize {
        let mut at = at / 8 * 8 + 64;
        loop {
            match self.window(at) {
                0 => at += 64,
                window => return at + window.trailing_zeros() as usize,
            }
        }
    }
}

/// A stretch of a text that has an index.
#[derive(Debug, Clone, Copy)]
pub struct Indexed<'a> {
    pub text: &'a str,
    index: &'a Index,
    /// Where the stretch begins in what was indexed.
    start: usize,
}

impl<'a> Indexed<'a> {
    pub fn new(text: &'a str, index: &'a Index, start: usize) -> Self {
        Indexed { text, index, start }
    }

    /// As [`Index::window`], with places of this stretch.
    #[inline(always)]
    pub fn window(&self, at: usize) -> u64 {
        self.index.window(self.start + at)
    }

    /// As [`Index::next`]; the stretch's end at most.
    #[inline(always)]
    pub fn next(&self, at: usize) -> usize {
        (self.index.next(self.start + at) - self.start).min(self.text.len())
    }
}

/// Writes the bits of whole blocks.
fn mark(blocks: &[[u8; BLOCK]], bits: &mut [[u8; 8]]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        #[allow(unsafe_code, reason = "four times the speed of whole words on all bytes of a log")]
        // SAFETY: the processor has AVX2, as was just asked.
        return unsafe { avx2::mark(blocks, bits) };
    }
    for (block, bits) in blocks.iter().zip(bits) {
        *bits = words::specials(block).to_le_bytes();
    }
}

/// 32 bytes at a time.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::BLOCK;

    #[target_feature(enable = "avx2")]
    pub fn mark(blocks: &[[u8; BLOCK]], bits: &mut [[u8; 8]]) {
        for (block, bits) in blocks.as_flattened().as_chunks().0.iter().zip(bits.as_flattened_mut().as_chunks_mut().0) {
            *bits = specials(block).to_le_bytes();
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn specials(block: &[u8; 32]) -> u32 {
        #[allow(
            unsafe_code,
            reason = "the load that puts eight-byte words together instead takes as long as all the rest"
        )]
        // SAFETY: the load reads the 32 bytes that `block` borrows, at any alignment.
        let bytes = unsafe { _mm256_loadu_si256(block.as_ptr().cast()) };
        let quotes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'"' as i8));
        let backslashes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'\\' as i8));
        let controls = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
        _mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(quotes, backslashes), controls)) as u32
    }
}

/// Eight bytes at a time in a plain word, for every other processor; also what the tests hold AVX2 against.
mod words {
    use super::BLOCK;

    const ONES: u64 = u64::MAX / 0xff;
    const LOWS: u64 = ONES * 0x7f;
    const HIGHS: u64 = ONES << 7;
    /// Gathers the high bits of eight bytes in the highest byte.
    const GATHER: u64 = 0x0002_0408_1020_4081;

    pub fn specials(block: &[u8; BLOCK]) -> u64 {
        let (words, _) = block.as_chunks::<8>();
        words.iter().rev().fold(0, |bits, word| bits << 8 | u64::from(eight(u64::from_le_bytes(*word))))
    }

    /// The lowest bit for the lowest byte.
    fn eight(bytes: u64) -> u8 {
        // No sum here runs over into the next byte.
        let is_zero = |bytes: u64| !(((bytes & LOWS) + LOWS) | bytes) & HIGHS;
        let is = |byte: u8| is_zero(bytes ^ (ONES * u64::from(byte)));
        let controls = is_zero(bytes & (ONES * 0xe0));
        ((controls | is(b'"') | is(b'\\')).wrapping_mul(GATHER) >> 56) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte == b'"' || byte == b'\\'
    }

    fn index(text: &[u8]) -> Index {
        let mut index = Index::default();
        index.fill(text);
        index
    }

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..200 {
                let mut text = vec![b'a'; 200];
                text[at] = byte;
                let expected = if is_special(byte) { at } else { 200 };
                let index = index(&text);
                assert_eq!(index.next(0), expected, "byte {byte} at {at}");
                assert_eq!(index.next(at), expected, "byte {byte} from {at}");
            }
        }
    }

    #[test]
    fn everything_behind_the_text_is_special() {
        for length in [0, 1, 63, 64, 65, 128] {
            let index = index(&vec![b'a'; length]);
            for at in [length, length + 1, length + 64, length + 1000] {
                assert_eq!(index.next(at), at, "{at} of {length}");
            }
        }
    }

    proptest! {
        #[test]
        fn both_ways_agree_with_bytes(text in prop::collection::vec(any::<u8>(), 0..300)) {
            let index = index(&text);
            for (at, byte) in text.iter().enumerate() {
                prop_assert_eq!(index.window(at) & 1 == 1, is_special(*byte));
            }
            for (number, block) in text.as_chunks().0.iter().enumerate() {
                prop_assert_eq!(words::specials(block), index.window(number * BLOCK));
            }
        }
    }
}
