//! Which lines are good, from the line alone: the one place that decides. [`super::scan`] is faster and must agree.
//!
//! A good line is UTF-8, RFC 8259 JSON, an object, and at most [`MAX_DEPTH`] levels deep.

use serde::de::IgnoredAny;

/// Levels of nesting a line may have; its outermost object is the first.
pub const MAX_DEPTH: usize = 128;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Why a line is bad, by the names that reports use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Truncated,
    Nul,
    BadUtf8,
    BadJson,
    Bom,
    NotObject,
    TooDeep,
    /// A row of CSV has more or fewer cells than the header.
    WrongCells,
    /// A quote in a line of CSV opens a cell and is not closed as one.
    StrayQuote,
}

impl Fault {
    pub const ALL: [Fault; 9] = [
        Fault::Truncated,
        Fault::Nul,
        Fault::BadUtf8,
        Fault::BadJson,
        Fault::Bom,
        Fault::NotObject,
        Fault::TooDeep,
        Fault::WrongCells,
        Fault::StrayQuote,
    ];

    /// Whether only a line of CSV can be bad for this reason.
    pub fn is_of_csv(self) -> bool {
        matches!(self, Fault::WrongCells | Fault::StrayQuote)
    }

    pub fn name(self) -> &'static str {
        match self {
            Fault::Truncated => "truncated",
            Fault::Nul => "nul",
            Fault::BadUtf8 => "bad_utf8",
            Fault::BadJson => "bad_json",
            Fault::Bom => "bom",
            Fault::NotObject => "not_object",
            Fault::TooDeep => "too_deep",
            Fault::WrongCells => "wrong_cells",
            Fault::StrayQuote => "stray_quote",
        }
    }
}

/// Whether `line`, without its line end, is good; if so, its text.
///
/// `unterminated` says that the input ends with this line and without a line end; it names the reason
/// (`truncated`) but never decides whether the line is bad.
pub fn judge(line: &[u8], unterminated: bool) -> Result<&str, Fault> {
    match std::str::from_utf8(line) {
        Ok(text) if is_object(text) && !is_too_deep(line) => Ok(text),
        _ => Err(reason(line, unterminated)),
    }
}

fn is_object(text: &str) -> bool {
    text.trim_ascii_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Counting brackets is much faster than measuring depth, and clears nearly every line.
fn is_too_deep(line: &[u8]) -> bool {
    let openings: usize = line.iter().map(|b| usize::from(matches!(b, b'{' | b'['))).sum();
    openings > MAX_DEPTH && depth(line) > MAX_DEPTH
}

/// The deepest nesting that opens in `line`, brackets inside strings aside. `line` need not be whole.
fn depth(line: &[u8]) -> usize {
    let (mut now, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                now += 1;
                deepest = deepest.max(now);
            }
            b'}' | b']' => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Names what is wrong with a bad line. The order is from the most telling reason to the least.
fn reason(line: &[u8], unterminated: bool) -> Fault {
    if line.starts_with(BOM) {
        return Fault::Bom;
    }
    if memchr::memchr(0, line).is_some() {
        return Fault::Nul;
    }
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(error) if unterminated && error.error_len().is_none() => return Fault::Truncated,
        Err(_) => return Fault::BadUtf8,
    };
    if is_too_deep(line) {
        return Fault::TooDeep;
    }
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Fault::NotObject,
        Err(error) if unterminated && (error.is_eof() || ends_in_a_number(text)) => Fault::Truncated,
        Err(_) => Fault::BadJson,
    }
}

/// Whether `text` ends within a number, such as `{"a":1.`: one digit more, and only the rest is missing.
fn ends_in_a_number(text: &str) -> bool {
    text.ends_with(['-', '+', '.', 'e', 'E'])
        && serde_json::from_str::<IgnoredAny>(&format!("{text}0")).is_err_and(|error| error.is_eof())
}

/// `text` without a byte order mark at its start: legal only where a file begins.
pub fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(BOM).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1))
    }

    #[test]
    fn depth_ends_at_128() {
        assert!(judge(nested(128).as_bytes(), false).is_ok());
        assert_eq!(judge(nested(129).as_bytes(), false), Err(Fault::TooDeep));
    }

    #[test]
    fn brackets_in_strings_are_text() {
        let line = format!("{{\"a\":\"{}\\\"[\"}}", "[{".repeat(500));
        assert!(judge(line.as_bytes(), false).is_ok());
    }

    #[test]
    fn the_end_of_the_input_names_the_reason_but_does_not_decide() {
        for line in [&b"{\"a\":1"[..], b"{\"a\":\"caf\xc3", b"{"] {
            assert_eq!(judge(line, true), Err(Fault::Truncated));
            assert!(matches!(judge(line, false), Err(Fault::BadJson | Fault::BadUtf8)));
        }
        assert_eq!(judge(b"{\"a\":1}", true), judge(b"{\"a\":1}", false));
    }

    #[test]
    fn reasons() {
        for (line, fault) in [
            (&b"[1]"[..], Fault::NotObject),
            (b"{\"a\":NaN}", Fault::BadJson),
            (b"{\"a\":\"\0\"}", Fault::Nul),
            (b"\xef\xbb\xbf{}", Fault::Bom),
            (b"{\"a\":\"\xff\"}", Fault::BadUtf8),
            (b"{}{}", Fault::BadJson),
        ] {
            assert_eq!(judge(line, false), Err(fault));
        }
        assert!(judge(br#"{"a":"\ud83d"}"#, false).is_ok());
    }
}
