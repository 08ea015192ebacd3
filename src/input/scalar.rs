//! One JSON value as it stands in a line, and what it reads as.

use std::borrow::Cow;

use super::timestamp;

/// Tokens, dollars or milliseconds beyond this in one request are no measurement of anything real, and refusing
/// them keeps every sum within its type.
pub const MAX_MAGNITUDE: f64 = 1e12;

/// A value of a line known to be good, still as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    /// What stands between the quotes, where that is the text.
    Text(&'a str),
    /// What stands between the quotes, where it has escapes in it.
    Escaped(&'a str),
    /// An object or array, which is never the value of a field.
    Nested(&'a str),
}

/// What a value is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Null,
    Bool,
    Number,
    Text,
    Escaped,
    Nested,
}

impl Form {
    /// Of a JSON value that is not a string.
    pub fn of_json(json: &[u8]) -> Form {
        match json.first() {
            Some(b'{' | b'[') => Form::Nested,
            Some(b't' | b'f') => Form::Bool,
            Some(b'n') | None => Form::Null,
            Some(_) => Form::Number,
        }
    }
}

/// A value by its place in a text: of a string, what stands between the quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    pub at: usize,
    pub end: usize,
    pub form: Form,
}

impl Value {
    /// The value as `text` has it.
    #[inline]
    pub fn scalar<'a>(&self, text: &'a str) -> Scalar<'a> {
        let inside = &text[self.at..self.end];
        match self.form {
            Form::Null => Scalar::Null,
            Form::Bool => Scalar::Bool(inside.starts_with('t')),
            Form::Number => Scalar::Number(inside),
            Form::Text => Scalar::Text(inside),
            Form::Escaped => Scalar::Escaped(inside),
            Form::Nested => Scalar::Nested(inside),
        }
    }
}

/// A value that is not of its field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

impl<'a> Scalar<'a> {
    /// A whole number of things: not negative, not fractional, a numeric string allowed.
    pub fn count(&self) -> Result<i64, Mismatch> {
        if let Scalar::Number(text) | Scalar::Text(text) = *self
            && (1..=12).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
        {
            return text.parse().map_err(|_| Mismatch);
        }
        let value = self.number()?;
        let is_count = value.fract() == 0.0 && value >= 0.0;
        is_count.then_some(value as i64).ok_or(Mismatch)
    }

    /// A finite number that is not negative.
    pub fn amount(&self) -> Result<f64, Mismatch> {
        // `-0` is nothing, and adding zero makes it plain.
        self.number().and_then(|value| if value >= 0.0 { Ok(value + 0.0) } else { Err(Mismatch) })
    }

    /// A probability above 0 and up to 1.
    pub fn rate(&self) -> Result<f64, Mismatch> {
        self.number().and_then(|value| if value > 0.0 && value <= 1.0 { Ok(value) } else { Err(Mismatch) })
    }

    /// A plausible number; a string that holds one counts.
    pub fn number(&self) -> Result<f64, Mismatch> {
        let text = match *self {
            Scalar::Number(text) => text,
            Scalar::Text(text) => text.trim(),
            // No number needs an escape to be written.
            Scalar::Null | Scalar::Bool(_) | Scalar::Escaped(_) | Scalar::Nested(_) => return Err(Mismatch),
        };
        // Rust reads `nan`, `inf` and `+1` too; a log's number begins with a digit or a minus.
        if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return Err(Mismatch);
        }
        text.parse::<f64>().ok().filter(|value| value.abs() <= MAX_MAGNITUDE).ok_or(Mismatch)
    }

    /// A moment, in microseconds since the epoch.
    pub fn time(&self) -> Result<i64, Mismatch> {
        match *self {
            Scalar::Number(text) => timestamp::parse_number(text),
            Scalar::Text(text) => timestamp::parse_text(text),
            Scalar::Escaped(inside) => timestamp::parse_text(&unescape(inside)),
            Scalar::Null | Scalar::Bool(_) | Scalar::Nested(_) => None,
        }
        .ok_or(Mismatch)
    }

    /// A category: text, or a number as it is written.
    pub fn text(&self) -> Result<Cow<'a, str>, Mismatch> {
        match *self {
            Scalar::Text(text) | Scalar::Number(text) => Ok(Cow::Borrowed(text)),
            Scalar::Escaped(inside) => Ok(unescape(inside)),
            Scalar::Null | Scalar::Bool(_) | Scalar::Nested(_) => Err(Mismatch),
        }
    }

    /// Whether the value says something at all: not null, not false, not zero, not empty.
    pub fn is_set(&self) -> bool {
        match *self {
            Scalar::Null | Scalar::Bool(false) | Scalar::Text("" | "false") => false,
            Scalar::Number(_) => self.number() != Ok(0.0),
            Scalar::Nested(json) => json.len() > 2 && !json[1..json.len() - 1].trim_ascii().is_empty(),
            Scalar::Bool(true) | Scalar::Text(_) | Scalar::Escaped(_) => true,
        }
    }
}

/// The text that a JSON string's inside stands for. An escaped surrogate without its other half reads as U+FFFD.
pub fn unescape(inside: &str) -> Cow<'static, str> {
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (c, used) = escape(&rest[at..]);
        text.push(c);
        rest = rest.get(at + used..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character that an escape at the start of `text` stands for, and the escape's length.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => unicode_escape(text),
        Some(other) => (char::from(*other), 2),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

fn unicode_escape(text: &str) -> (char, usize) {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let first = unit(2).unwrap_or(0xfffd);
    let second = text.get(6..8).filter(|next| *next == "\\u").and_then(|_| unit(8));
    match (first, second) {
        (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cursor::Cursor;
    use super::super::index::{Index, Indexed};
    use super::*;
    use proptest::prelude::*;

    fn scalar(json: &str) -> Scalar<'_> {
        let index = Index::of(json);
        Cursor::new(Indexed::new(json, &index, 0), 0).value(1).expect("a value").scalar(json)
    }

    #[test]
    fn what_is_empty_says_nothing() {
        for json in ["{}", "[]", "[ ]", "{\t}"] {
            assert!(!Scalar::Nested(json).is_set(), "{json:?}");
        }
        assert!(Scalar::Nested("[0]").is_set() && Scalar::Nested("{ \"a\": null }").is_set());
    }

    #[test]
    fn counts() {
        for (json, count) in [
            ("123", Ok(123)),
            ("\"123\"", Ok(123)),
            ("\" 123 \"", Ok(123)),
            ("\"1e3\"", Ok(1000)),
            ("12.0", Ok(12)),
            ("1E+2", Ok(100)),
            ("-0", Ok(0)),
            ("12.7", Err(Mismatch)),
            ("-5", Err(Mismatch)),
            ("\"1,234\"", Err(Mismatch)),
            ("\"\"", Err(Mismatch)),
            ("\"NaN\"", Err(Mismatch)),
            ("1e400", Err(Mismatch)),
            ("9223372036854775808", Err(Mismatch)),
            ("true", Err(Mismatch)),
            ("[5]", Err(Mismatch)),
        ] {
            assert_eq!(scalar(json).count(), count, "{json}");
        }
    }

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_joined() {
        assert_eq!(unescape(r"lone\ud83d"), "lone\u{fffd}");
        assert_eq!(unescape(r"\ud83d\ude00!"), "😀!");
        assert_eq!(unescape(r"\ud83d\ud83d\ude00"), "\u{fffd}😀");
        assert_eq!(unescape(r#"\"\\\/\b\f\n\r\t\u00e9"#), "\"\\/\u{8}\u{c}\n\r\té");
    }

    proptest! {
        #[test]
        fn unescape_agrees_with_serde_json(text in any::<String>()) {
            let json = serde_json::to_string(&text).expect("a string");
            prop_assert_eq!(scalar(&json).text(), Ok(Cow::Owned(text)));
        }

        #[test]
        fn numbers_agree_with_serde_json(value in -1e12..1e12) {
            let json = serde_json::to_string(&value).expect("a number");
            prop_assert_eq!(scalar(&json).number(), Ok(value));
        }
    }
}
