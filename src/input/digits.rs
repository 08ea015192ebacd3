//! Decimal digits, eight at a time in one word.

/// `0` in every byte.
const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);

/// How many digits stand at `at`, of which eight are looked at; `None` so near the text's end that fewer than eight
/// bytes are left.
#[inline(always)]
pub fn run(bytes: &[u8], at: usize) -> Option<usize> {
    word(bytes, at).map(|word| leading(word ^ ZEROS))
}

/// How many bytes are digits' values, from the lowest on.
#[inline(always)]
fn leading(digits: u64) -> usize {
    // A byte above 9 gets its high bit; what it carries into the next byte is behind the first that has it.
    let others = (digits.wrapping_add(u64::from_ne_bytes([0x76; 8])) | digits) & HIGHS;
    others.trailing_zeros() as usize / 8
}

/// The number that `at..end` means, if it is one to eight digits.
#[inline(always)]
pub fn number(bytes: &[u8], at: usize, end: usize) -> Option<u64> {
    let length = end.wrapping_sub(at);
    let digits = word(bytes, at)? ^ ZEROS;
    // Shifted up, so that zeros stand before the first digit.
    ((1..=8).contains(&length) && leading(digits) >= length).then(|| eight(digits << (64 - 8 * length)))
}

/// What eight digits mean, the first in the lowest byte: neighbours are joined to pairs, pairs to fours, fours to all.
#[inline(always)]
pub fn eight(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul(10) + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xffff_ffff
}

/// The eight bytes at `at`, the first in the lowest byte.
#[inline(always)]
pub fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map(|bytes| u64::from_le_bytes(*bytes))
}

/// Powers of ten that a double holds exactly, as far as they are needed here.
const POWERS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/// Digits of which every number is below 2⁵³.
const EXACT_DIGITS: usize = 15;

/// The double that `digits` or `digits.digits` in `at..end` means, where both parts are short: the digits as a whole
/// number and the power of ten are exact, so that their quotient is rounded once (Clinger, "How to read floating
/// point numbers accurately", 1990).
#[inline(always)]
pub fn decimal(bytes: &[u8], at: usize, end: usize) -> Option<f64> {
    let point = at + run(bytes, at)?;
    if point >= end {
        return number(bytes, at, end).map(|whole| whole as f64);
    }
    let places = end - point - 1;
    if bytes[point] != b'.' || point - at + places > EXACT_DIGITS {
        return None;
    }
    let power = *POWERS.get(places)?;
    let digits = number(bytes, at, point)? as f64 * power + number(bytes, point + 1, end)? as f64;
    Some(digits / power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_end_at_the_first_other_byte() {
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for length in 0..8 {
                let mut text = [b'9'; 8];
                text[length] = byte;
                assert_eq!(run(&text, 0), Some(length), "{byte} at {length}");
            }
        }
        assert_eq!((run(b"12345678", 0), run(b"1234567", 0), run(b"12345678", 9)), (Some(8), None, None));
    }

    proptest! {
        #[test]
        fn numbers_mean_what_std_reads(text in "[0-9]{0,12}|[0-9.e-]{0,9}", behind in "[ ,}.e0-9]{8}") {
            let bytes = [text.as_bytes(), behind.as_bytes()].concat();
            let expected = text.parse().ok().filter(|_| text.len() <= 8);
            prop_assert_eq!(number(&bytes, 0, text.len()), expected);
        }

        #[test]
        fn decimals_mean_what_std_reads(text in "-?[0-9]{0,10}(\\.[0-9]{0,10})?(e[0-9])?", behind in "[ ,}]{9}") {
            let bytes = [text.as_bytes(), behind.as_bytes()].concat();
            if let Some(value) = decimal(&bytes, 0, text.len()) {
                prop_assert_eq!(text.parse(), Ok(value));
            }
        }

        #[test]
        fn short_decimals_are_read(whole in 0..10_000_000_u64, cents in 0..100_u64) {
            let text = format!("{whole}.{cents:02}");
            let bytes = format!("{text}, \"x\": 1");
            prop_assert_eq!(decimal(bytes.as_bytes(), 0, text.len()), text.parse().ok());
        }
    }
}
