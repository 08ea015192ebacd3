//! Measuring, shortening and wrapping text by the columns it fills on a terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that `text` fills.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` in at most `limit` columns, with `…` for its middle: names differ at both ends.
pub fn shorten(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let kept = limit.saturating_sub(1);
    let tail = kept / 3;
    let front: String = take(text.graphemes(true), kept - tail).collect();
    let mut back: Vec<&str> = take(text.graphemes(true).rev(), tail).collect();
    back.reverse();
    format!("{front}…{}", back.concat())
}

/// The first of `graphemes` that together fill at most `room` columns.
fn take<'a>(graphemes: impl Iterator<Item = &'a str>, room: usize) -> impl Iterator<Item = &'a str> {
    let mut filled = 0;
    graphemes.take_while(move |grapheme| {
        filled += width(grapheme);
        filled <= room
    })
}

/// `text` in lines of at most `limit` columns, broken at spaces where there is one.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let words = text.split_whitespace().flat_map(|word| pieces(word, limit.max(2)));
    for (glue, word) in words {
        flow(&mut lines, glue, &word, limit);
    }
    lines
}

/// `parts` joined by ` · ` in lines of at most `limit` columns; only a part longer than a line is broken.
pub fn join(parts: &[String], limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in parts {
        for (at, piece) in wrap(part, limit).iter().enumerate() {
            flow(&mut lines, if at == 0 { " · " } else { " " }, piece, limit);
        }
    }
    lines
}

/// Puts `word` on the last of `lines`, or on a new one where it does not fit.
fn flow(lines: &mut Vec<String>, glue: &str, word: &str, limit: usize) {
    match lines.last_mut() {
        Some(line) if line.is_empty() => line.push_str(word),
        Some(line) if width(line) + width(glue) + width(word) <= limit => {
            line.push_str(glue);
            line.push_str(word);
        }
        _ => lines.push(word.to_owned()),
    }
}

/// A word longer than a line, cut to fit; the first piece is glued with a space, the others with nothing.
fn pieces(word: &str, limit: usize) -> Vec<(&'static str, String)> {
    let mut pieces = vec![(" ", String::new())];
    let mut filled = 0;
    for grapheme in word.graphemes(true) {
        filled += width(grapheme);
        if filled > limit {
            pieces.push(("", String::new()));
            filled = width(grapheme);
        }
        if let Some((_, piece)) = pieces.last_mut() {
            piece.push_str(grapheme);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortening_keeps_both_ends_and_the_width() {
        assert_eq!(shorten("claude-sonnet-4-5-20250929", 16), "claude-son…50929");
        assert_eq!(shorten("short", 5), "short");
        for limit in 1..12 {
            for text in ["日本語のモデル名", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽"]
            {
                let short = shorten(text, limit);
                assert!(width(&short) <= limit, "{short} in {limit}");
            }
        }
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_inside_only_what_is_too_long() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert!(wrap(&"日本語 ".repeat(40), 11).iter().all(|line| width(line) <= 11));
    }

    #[test]
    fn parts_stay_whole() {
        let parts = ["1 file".to_owned(), "120 lines".to_owned(), "2 kB".to_owned()];
        assert_eq!(join(&parts, 18), ["1 file · 120 lines", "2 kB"]);
    }
}
