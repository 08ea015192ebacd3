//! The bytes of one block by kind, one bit for each: by AVX2, for [`super::nested`].

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_and_si256,
    _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
};

/// Bytes looked at together.
pub const BLOCK: usize = 64;

/// For every bit, whether the number of bits up to it is odd.
#[target_feature(enable = "pclmulqdq")]
#[inline]
pub fn odd(bits: u64) -> u64 {
    let product = _mm_clmulepi64_si128(_mm_set_epi64x(0, bits.cast_signed()), _mm_set1_epi8(-1), 0);
    _mm_cvtsi128_si64(product).cast_unsigned()
}

/// A set of bytes, by what is common to two tables: one by a byte's low half, one by its high half.
pub type Set = [[i8; 16]; 2];

/// `"` and `/`, `\`, `b` `f` `n`, `r` `t` `u`.
pub const ESCAPES: Set =
    [[0, 0, 1 | 4 | 8, 0, 8, 8, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1], [0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0]];
/// `0` to `9`, then `A` to `F` and `a` to `f`.
pub const HEX_DIGITS: Set =
    [[1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]];

/// The bytes of a block.
#[derive(Debug, Clone, Copy)]
pub struct Block([__m256i; 2]);

#[target_feature(enable = "avx2")]
#[inline]
fn is(bytes: __m256i, byte: u8) -> __m256i {
    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed()))
}

/// One bit for each byte: its highest.
#[target_feature(enable = "avx2")]
#[inline]
fn mask(low: __m256i, high: __m256i) -> u64 {
    let bits = |half| u64::from(_mm256_movemask_epi8(half).cast_unsigned());
    bits(low) | bits(high) << 32
}

/// The same 16 bytes twice, as look-ups by half a byte want them.
#[target_feature(enable = "avx2")]
#[inline]
fn table(bytes: [i8; 16]) -> __m256i {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
    _mm256_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
}

impl Block {
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn load(bytes: &[u8; BLOCK]) -> Block {
        let half = |at: usize| {
            #[allow(unsafe_code, reason = "there is no other load of 32 bytes")]
            // SAFETY: the load reads 32 bytes of the 64 that `bytes` borrows, at any alignment.
            unsafe {
                _mm256_loadu_si256(bytes[at..at + BLOCK / 2].as_ptr().cast())
            }
        };
        Block([half(0), half(BLOCK / 2)])
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn is(self, byte: u8) -> u64 {
        let Block([low, high]) = self;
        mask(is(low, byte), is(high, byte))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn controls(self) -> u64 {
        let controls = |half| _mm256_cmpeq_epi8(_mm256_min_epu8(half, _mm256_set1_epi8(0x1f)), half);
        let Block([low, high]) = self;
        mask(controls(low), controls(high))
    }

    /// `[` and `{`, which differ in one bit.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn opens(self) -> u64 {
        let opens = |half| is(_mm256_or_si256(half, _mm256_set1_epi8(0x20)), b'{');
        let Block([low, high]) = self;
        mask(opens(low), opens(high))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn closes(self) -> u64 {
        let closes = |half| is(_mm256_or_si256(half, _mm256_set1_epi8(0x20)), b'}');
        let Block([low, high]) = self;
        mask(closes(low), closes(high))
    }

    /// Of brackets, those of objects.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn braces(self) -> u64 {
        let Block([low, high]) = self;
        mask(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn blanks(self) -> u64 {
        let blanks = |half| _mm256_or_si256(_mm256_or_si256(is(half, b' '), is(half, b'\t')), is(half, b'\r'));
        let Block([low, high]) = self;
        mask(blanks(low), blanks(high))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub fn is_in(self, set: Set) -> u64 {
        let [low_halves, high_halves] = [table(set[0]), table(set[1])];
        let misses = |bytes| {
            let by_low = _mm256_shuffle_epi8(low_halves, bytes);
            let high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
            let common = _mm256_and_si256(by_low, _mm256_shuffle_epi8(high_halves, high));
            _mm256_cmpeq_epi8(common, _mm256_setzero_si256())
        };
        let Block([low, high]) = self;
        !mask(misses(low), misses(high))
    }
}
