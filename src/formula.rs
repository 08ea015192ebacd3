//! What a spreadsheet takes for a formula. Whoever writes CSV guards against it with a `'`; whoever reads CSV takes it off.

use std::borrow::Cow;

/// What stands before a cell that is no formula, though it begins like one.
const GUARD: char = '\'';

/// Whether a spreadsheet may evaluate the cell. The wide forms start a formula in some locales.
pub fn is_formula(text: &str) -> bool {
    let is_number = || text.parse().is_ok_and(f64::is_finite);
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number()
}

/// The cell that stands for `text`, also where that has a guard already.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches(GUARD)) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// The text that a cell stands for.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(text) if is_formula(text.trim_start_matches(GUARD)) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("-5", "-5"),
            ("-inf", "'-inf"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("", ""),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }
}
