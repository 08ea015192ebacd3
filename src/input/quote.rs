//! Finds the end of a run of plain string bytes, many bytes at a time: the innermost loop of reading a log.

/// Where the first byte at or after `at` is that a JSON string cannot simply contain: a quote, a backslash or a control
/// character. The text's end where there is none.
#[inline]
pub fn find_special(text: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(block) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let hits = specials(block);
        if hits != 0 {
            return at + first(hits);
        }
        at += BLOCK;
    }
    text.get(at..).and_then(|rest| rest.iter().position(|byte| is_special(*byte))).map_or(text.len(), |step| at + step)
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[cfg(target_arch = "x86_64")]
use sse2::{BLOCK, first, specials};
#[cfg(not(target_arch = "x86_64"))]
use words::{BLOCK, first, specials};

/// Sixteen bytes at a time with SSE2, which every x86-64 processor has.
#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    };

    pub const BLOCK: usize = 16;

    /// One bit per byte, the lowest for the first: whether it is special.
    #[inline]
    #[allow(unsafe_code, reason = "three times the speed of whole words on the strings of a log, which are short")]
    pub fn specials(block: &[u8; BLOCK]) -> u32 {
        // SAFETY: SSE2 is part of x86-64, and the load reads the 16 bytes that `block` borrows, at any alignment.
        unsafe {
            let bytes = _mm_loadu_si128(block.as_ptr().cast::<__m128i>());
            let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
            let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
            let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
            _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), controls)) as u32
        }
    }

    #[inline]
    pub fn first(hits: u32) -> usize {
        hits.trailing_zeros() as usize
    }
}

/// Eight bytes at a time in a plain word, for every other processor; also what the tests hold SSE2 against.
#[cfg(any(test, not(target_arch = "x86_64")))]
mod words {
    pub const BLOCK: usize = 8;

    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;

    /// The high bit of each special byte. Bits above the lowest one may be wrong: a borrow runs upwards.
    #[inline]
    pub fn specials(block: &[u8; BLOCK]) -> u64 {
        let bytes = u64::from_le_bytes(*block);
        let below = |bytes: u64, bound: u64| bytes.wrapping_sub(ONES * bound) & !bytes & HIGHS;
        let equal = |byte: u8| below(bytes ^ (ONES * u64::from(byte)), 1);
        below(bytes, 0x20) | equal(b'"') | equal(b'\\')
    }

    #[inline]
    pub fn first(hits: u64) -> usize {
        hits.trailing_zeros() as usize / 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..40 {
                let mut text = vec![b'a'; 40];
                text[at] = byte;
                let expected = if is_special(byte) { at } else { 40 };
                assert_eq!(find_special(&text, 0), expected, "byte {byte} at {at}");
                assert_eq!(find_special(&text, at), expected, "byte {byte} from {at}");
            }
        }
        assert_eq!(find_special(b"\"", 5), 1);
    }

    proptest! {
        #[test]
        fn words_agree_with_bytes(block in any::<[u8; 8]>()) {
            let hits = words::specials(&block);
            let expected = block.iter().position(|byte| is_special(*byte));
            prop_assert_eq!((hits != 0).then(|| words::first(hits)), expected);
        }

        #[test]
        fn blocks_agree_with_bytes(text in prop::collection::vec(any::<u8>(), 0..100)) {
            let expected = text.iter().position(|byte| is_special(*byte)).unwrap_or(text.len());
            prop_assert_eq!(find_special(&text, 0), expected);
        }
    }
}
