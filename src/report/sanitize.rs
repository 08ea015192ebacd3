//! Text from a log is a stranger's text: what could move a cursor, reorder a line or hide in it is written out.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every control and invisible character spelled out, as in `\n` or `\u{1b}`.
///
/// Backslashes stay as they are: this is for reading, not for decoding.
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    escape_where(text, |_| true)
}

/// Like [`escape_controls`], but keeps the line breaks and tabs that a quoted CSV cell may hold.
pub(super) fn escape_for_csv(text: &str) -> Cow<'_, str> {
    escape_where(text, |c| !matches!(c, '\n' | '\t'))
}

/// Escapes the unsafe characters that `also` wants escaped.
fn escape_where(text: &str, also: impl Fn(char) -> bool) -> Cow<'_, str> {
    let mut safe = String::new();
    let mut copied = 0;
    for (at, c) in unsafe_chars(text).filter(|&(_, c)| also(c)) {
        safe.push_str(&text[copied..at]);
        push_escape(&mut safe, c);
        copied = at + c.len_utf8();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    safe.push_str(&text[copied..]);
    Cow::Owned(safe)
}

fn push_escape(safe: &mut String, c: char) {
    match c {
        '\n' => safe.push_str("\\n"),
        '\r' => safe.push_str("\\r"),
        '\t' => safe.push_str("\\t"),
        // Writing to a String cannot fail.
        _ => _ = write!(safe, "\\u{{{:x}}}", u32::from(c)),
    }
}

/// Every character of `text` that must not be shown raw, with its byte offset.
pub(super) fn unsafe_chars(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = '\0';
    text.char_indices().filter(move |&(_, c)| {
        let joins = is_joiner(c) && !before.is_ascii();
        before = c;
        is_control(c) || is_invisible(c) && !joins
    })
}

/// C0, DEL, C1 and the two Unicode line breaks.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Characters without a shape: bidirectional marks, zero-width ones, and tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Joiners spell Persian and Indic words and compose emoji; after ASCII they can only deceive.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        for (raw, shown) in [
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\r\n\tb", "a\\r\\n\\tb"),
            ("\u{7f}\u{9b}2J", "\\u{7f}\\u{9b}2J"),
            ("pay\u{202e}lla", "pay\\u{202e}lla"),
            ("\u{feff}x\u{2028}", "\\u{feff}x\\u{2028}"),
            ("ad\u{200d}min\u{200b}", "ad\\u{200d}min\\u{200b}"),
        ] {
            assert_eq!(escape_controls(raw), shown);
        }
    }

    #[test]
    fn honest_text_is_not_copied() {
        for text in ["gpt-4o", "C:\\new", "日本語", "e\u{301}", "👩\u{200d}🚀", "می\u{200c}خواهم", ""] {
            assert!(matches!(escape_controls(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn csv_keeps_breaks_and_tabs_only() {
        assert_eq!(escape_for_csv("a\tb\nc\rd\u{1b}"), "a\tb\nc\\rd\\u{1b}");
    }
}
