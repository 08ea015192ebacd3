//! Passes over an object or array that nobody asks for, 64 bytes at a time, as strictly as the steps of [`super::cursor`].
//!
//! Each block of 64 bytes becomes masks of one bit per byte: its quotes, brackets, commas and so on (Langdale and
//! Lemire, "Parsing gigabytes of JSON per second", 2019). Every token of JSON but the first has one token before it, and
//! which ones are allowed there is the whole grammar, once it is known for every place whether an object or an array is
//! open; so the tokens of a block are checked all at once. Only brackets and scalars are taken one by one.

use super::cursor::{Containers, Cursor};
use super::masks::{BLOCK, Block, ESCAPES, HEX_DIGITS, odd};

/// A processor that can do it.
#[derive(Debug, Clone, Copy)]
pub struct Blocks(());

impl Blocks {
    /// Whether this processor can.
    #[inline]
    pub fn detect() -> Option<Blocks> {
        let can = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("pclmulqdq")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2");
        can.then_some(Blocks(()))
    }

    /// From the opening bracket at `cursor` to behind its closing one. `None` where that is not JSON, or more levels deep
    /// than `open` allows.
    #[inline]
    pub fn skip(self, cursor: &mut Cursor<'_>, open: Containers) -> Option<()> {
        #[allow(unsafe_code, reason = "three times the speed of single steps")]
        // SAFETY: `Blocks` are made only where the processor has these features.
        unsafe {
            skip(cursor, open)
        }
    }
}

#[target_feature(enable = "avx2,pclmulqdq,bmi1,bmi2")]
fn skip(cursor: &mut Cursor<'_>, open: Containers) -> Option<()> {
    let mut at = cursor.at;
    let mut state = State::new(open);
    loop {
        let rest = cursor.bytes.get(at..)?;
        let block = rest.first_chunk().copied().unwrap_or_else(|| padded(rest));
        if let Some(length) = state.pass(Block::load(&block), cursor, at)? {
            cursor.at = at + length;
            return Some(());
        }
        at += BLOCK;
    }
}

/// The last bytes of a text and zeros, which are in no JSON.
#[cold]
fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    last
}

/// What one block needs to know of those before it. Masks are all ones or all zeros, marks are 0 or 1.
struct State {
    open: Containers,
    /// Whether the innermost open container is an object.
    object: u64,
    in_string: u64,
    /// That this is the key of an object.
    in_key: u64,
    is_escaped: u64,
    /// Bytes that must be digits of a `\u`, from the block's first on.
    digits: u64,
    in_scalar: u64,
    /// That nothing but blanks came since the token of this kind.
    opening: u64,
    comma: u64,
    colon: u64,
    key: u64,
    value: u64,
}

impl State {
    fn new(open: Containers) -> State {
        State {
            open,
            object: 0,
            in_string: 0,
            in_key: 0,
            is_escaped: 0,
            digits: 0,
            in_scalar: 0,
            opening: 0,
            comma: 0,
            // What is skipped is a value, as it stands behind a colon.
            colon: 1,
            key: 0,
            value: 0,
        }
    }

    /// Over one block, which is what stands at `at`; how many of its bytes the value takes, if it ends in this one.
    #[target_feature(enable = "avx2,pclmulqdq,bmi1,bmi2")]
    #[inline]
    fn pass(&mut self, block: Block, cursor: &mut Cursor<'_>, at: usize) -> Option<Option<usize>> {
        let (quotes, backslashes, controls) = (block.is(b'"'), block.is(b'\\'), block.controls());
        if self.in_string & !(quotes | backslashes) == u64::MAX && self.is_escaped | self.digits == 0 {
            return (controls == 0).then_some(None);
        }
        let escapes = self.escapes(backslashes);
        let quotes = quotes & !escapes;
        // From an opening quote on, up to the closing one.
        let inside = odd(quotes) ^ self.in_string;
        self.in_string = (inside.cast_signed() >> 63).cast_unsigned();
        let mut bad = controls & inside | backslashes & !inside;
        if escapes | self.digits != 0 {
            bad |= self.wrong_escapes(block, escapes);
        }

        let opens = block.opens() & !inside;
        let closes = block.closes() & !inside;
        let (objects, length) = self.containers(opens, closes, block.braces())?;
        bad |= closes & (objects ^ block.braces());

        let commas = block.is(b',') & !inside;
        let colons = block.is(b':') & !inside;
        let blanks = block.blanks() & !inside;
        let scalars = !(inside | quotes | opens | closes | commas | colons | blanks);
        let scalar_starts = scalars & !(scalars << 1 | self.in_scalar);
        let scalar_ends = (scalars << 1 | self.in_scalar) & !scalars;
        self.in_scalar = scalars >> 63;

        let behind_opening = from(behind(opens), blanks, &mut self.opening);
        let first_or_next = behind_opening | from(behind(commas), blanks, &mut self.comma);
        let key_due = first_or_next & objects;
        let value_due = from(behind(colons), blanks, &mut self.colon) | first_or_next & !objects;
        let starts = quotes & inside;
        let key_ends = from(u128::from(starts & key_due), inside, &mut self.in_key);
        let text_ends = quotes & !inside & !key_ends;
        let values = closes | text_ends;
        let behind_value = from(behind(values) | u128::from(scalar_ends), blanks, &mut self.value);
        bad |= colons ^ from(behind(key_ends), blanks, &mut self.key);
        bad |= (opens | scalar_starts) & !value_due;
        bad |= starts & !(key_due | value_due);
        bad |= closes & !(behind_value | behind_opening);
        bad |= commas & !behind_value;

        let kept = length.map_or(u64::MAX, |length| u64::MAX >> (BLOCK - length));
        if bad & kept != 0 {
            return None;
        }
        let mut starts = scalar_starts & kept;
        while starts != 0 {
            cursor.at = at + starts.trailing_zeros() as usize;
            lone_scalar(cursor)?;
            starts &= starts - 1;
        }
        Some(length)
    }

    /// The bytes that a backslash stands before which is not itself behind one.
    #[inline(always)]
    fn escapes(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.is_escaped);
        }
        // In every run of backslashes the first one escapes, then every other: which of them are the odd ones is what is
        // left of the alternate bits when the run's start is subtracted.
        const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
        let first = backslashes & !self.is_escaped;
        let alternate = ((first << 1 | ODD).wrapping_sub(first)) ^ ODD;
        let escaped = alternate ^ (backslashes | self.is_escaped);
        self.is_escaped = (alternate & backslashes) >> 63;
        escaped
    }

    /// What is no escape of JSON, of the bytes that are escaped and of those behind a `u`.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn wrong_escapes(&mut self, block: Block, escaped: u64) -> u64 {
        let long = u128::from(escaped & block.is(b'u'));
        let digits = long << 1 | long << 2 | long << 3 | long << 4 | u128::from(self.digits);
        self.digits = (digits >> 64) as u64;
        escaped & !block.is_in(ESCAPES) | digits as u64 & !block.is_in(HEX_DIGITS)
    }

    /// For every byte, whether the innermost container that is open before it is an object; and how many bytes there are
    /// up to where the outermost one closes, if it does.
    #[inline(always)]
    fn containers(&mut self, opens: u64, closes: u64, braces: u64) -> Option<(u64, Option<usize>)> {
        let mut brackets = opens | closes;
        let mut objects = self.object;
        while brackets != 0 {
            let at = brackets.trailing_zeros();
            brackets &= brackets - 1;
            self.open.pass(opens >> at & 1 == 1, braces >> at & 1 == 1);
            if self.open.is_done() {
                return self.open.is_empty().then_some((objects, Some(at as usize + 1)));
            }
            // From the next byte on.
            let is_object = u64::from(self.open.is_object()).wrapping_neg();
            objects ^= (objects ^ is_object) & !1 << at;
        }
        self.object = u64::from(self.open.is_object()).wrapping_neg();
        Some((objects, None))
    }
}

/// The first places from `starts` on that are not in `over`. `due` is what the block before has left to this one, as
/// `starts` may lie behind the last bit.
///
/// Starts stand at the beginning of a run of `over`, or outside of them: the sum carries through the run.
#[inline(always)]
fn from(starts: u128, over: u64, due: &mut u64) -> u64 {
    let sum = (starts | u128::from(*due)) + u128::from(over);
    *due = (sum >> BLOCK) as u64;
    sum as u64 & !over
}

/// The places behind these.
#[inline(always)]
fn behind(places: u64) -> u128 {
    u128::from(places) << 1
}

/// Over a value that is no string, object or array, and that ends where a container allows it to.
#[inline(always)]
fn lone_scalar(cursor: &mut Cursor<'_>) -> Option<()> {
    match cursor.peek() {
        b'-' | b'0'..=b'9' => cursor.number()?,
        b't' => cursor.word(b"true")?,
        b'f' => cursor.word(b"false")?,
        b'n' => cursor.word(b"null")?,
        _ => return None,
    }
    matches!(cursor.peek(), b',' | b'}' | b']' | b' ' | b'\t' | b'\r').then_some(())
}

#[cfg(test)]
mod tests {
    use super::super::index::{Index, Indexed};
    use super::super::judge::judge;
    use super::*;
    use proptest::prelude::*;

    /// Where the value in `[value]` ends by both ways, if it is one.
    fn ends(line: &str) -> [Option<usize>; 2] {
        let index = Index::of(line);
        let cursor = || Cursor::new(Indexed::new(line, &index, 0), 0);
        let (mut fast, mut slow) = (cursor(), cursor());
        let blocks = Blocks::detect().map(|blocks| blocks.skip(&mut fast, Containers::up_to(128)).map(|()| fast.at));
        let steps = slow.walk_nested(Containers::up_to(128)).map(|()| slow.at);
        [blocks.unwrap_or(steps), steps]
    }

    fn is_judged_good(line: &str) -> bool {
        judge(format!("{{\"a\":{line}}}").as_bytes(), false).is_ok()
    }

    #[test]
    fn depth_is_what_is_left() {
        for levels in [1, 2, 63, 64, 65, 127, 128, 129, 200] {
            let line = ["[".repeat(levels), "]".repeat(levels)].concat();
            let expected = (levels <= 128).then_some(line.len());
            assert_eq!(ends(&line), [expected; 2], "{levels}");
        }
    }

    #[test]
    fn tokens_at_every_place_of_a_block() {
        let tokens = [
            r#"{"k": "v", "": [], "\"\\": {}}"#,
            r#"[1, -0.5e+3 , true,false	,null, "\u00fc\ud83d\uDE80\n"]"#,
            r#"["\\\\\\\\", "\\\"", "a\\"]"#,
            r#"[[[{}]], {"a": {"b": {}}}]"#,
        ];
        for before in 0..130 {
            for token in tokens {
                let line = format!("[\"{}\",{token}]", "é".repeat(before / 2) + &"x".repeat(before % 2));
                assert_eq!(ends(&line), [Some(line.len()); 2], "{line}");
                for at in line.len() - 1 - token.len()..line.len() - 1 {
                    let without = [&line[..at], &line[at + 1..]].concat();
                    let with_another = [&line[..at], "x", &line[at + 1..]].concat();
                    for changed in [without, with_another] {
                        let expected = Some(changed.len());
                        let is_good = is_judged_good(&changed);
                        assert!(ends(&changed).iter().all(|end| (*end == expected) == is_good), "{changed}");
                    }
                }
            }
        }
    }

    /// Values and what only looks like one, so that blocks of all kinds follow each other.
    fn value() -> impl Strategy<Value = String> {
        let plain = prop::sample::select(&[
            "1",
            "-0",
            "0.25",
            "1e9",
            "-1.5E-3",
            "12345678901",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[ ]",
            "\"\"",
            "\" \"",
            r#""\"""#,
            r#""\\""#,
            r#""a\\\"b""#,
            r#""\u00e9\ud83d""#,
            "\"日本語\"",
            r#""},{""#,
            r#""x":1"#,
            "[1,[2,{\"a\":3}]]",
        ]);
        let long = "[a-z ]{0,150}".prop_map(|text| format!("\"{text}\""));
        let slashes = (0..70_usize).prop_map(|count| format!("\"{}\"", r"\\".repeat(count)));
        let leaf = prop_oneof![4 => plain.prop_map(str::to_owned), 1 => long, 1 => slashes];
        let space = prop::sample::select(&["", "", " ", "  ", "\t", "\r", "                "]);
        leaf.prop_recursive(4, 60, 6, move |inner| {
            let items = prop::collection::vec((inner, space.clone()), 0..6);
            (items, any::<bool>()).prop_map(|(items, is_object)| {
                let item = |(value, space): &(String, &str)| match is_object {
                    true => format!("{space}\"key\"{space}:{space}{value}{space}"),
                    false => format!("{space}{value}{space}"),
                };
                let items = items.iter().map(item).collect::<Vec<_>>().join(",");
                if is_object { format!("{{{items}}}") } else { format!("[{items}]") }
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30_000))]

        #[test]
        fn agrees_with_the_judge(
            values in prop::collection::vec(value(), 1..4),
            at in any::<prop::sample::Index>(),
            byte in prop::sample::select(b"{}[],:\"\\ \t\n\x01x0u1.-e".as_slice()),
            change in 0..4,
        ) {
            let mut line = format!("[{}]", values.join(",")).into_bytes();
            let at = at.index(line.len());
            match change {
                0 => line.insert(at, byte),
                1 => line[at] = byte,
                2 => { line.remove(at); }
                _ => {}
            }
            let line = String::from_utf8_lossy(&line);
            let [fast, slow] = ends(if line.starts_with(['[', '{']) { &line } else { "[]" });
            prop_assert_eq!(fast, slow, "{}", line);
            if line.starts_with(['[', '{']) && !line.contains('\n') {
                prop_assert_eq!(fast == Some(line.trim_end().len()), is_judged_good(&line), "{}", line);
            }
        }
    }
}
