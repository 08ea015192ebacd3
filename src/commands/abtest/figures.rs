//! Figures of experiments for people: signs, three digits, and an interval drawn against zero.

use crate::report::grouped;

/// `0.0082`, `1.3e-22`, `< 1e-308`: two digits.
pub fn p_value(p: f64) -> String {
    match p {
        p if p < 1e-308 => "< 1e-308".to_owned(),
        p if p < 0.001 => format!("{p:.1e}"),
        p if p < 0.1 => format!("{p:.0$}", digits_after(p, 2)),
        p => format!("{p:.2}"),
    }
}

/// Decimals that show `significant` digits of `x`.
fn digits_after(x: f64, significant: i32) -> usize {
    if x == 0.0 {
        return 0;
    }
    (significant - 1 - x.abs().log10().floor() as i32).clamp(0, 12) as usize
}

/// Three digits, thousands grouped.
pub fn plain(x: f64) -> String {
    spelled(x, digits_after(x, 3))
}

/// With its sign, and three digits of `scale`, so that a difference and its bounds have the same decimals.
pub fn signed(x: f64, scale: f64) -> String {
    let text = spelled(x, digits_after(scale, 3));
    if x > 0.0 { format!("+{text}") } else { text }
}

/// A share as a percentage with its sign.
pub fn signed_percent(share: f64) -> String {
    let decimals = if share != 0.0 && share.abs() < 0.001 { 2 } else { 1 };
    let text = spelled(share * 100.0, decimals);
    if share > 0.0 { format!("+{text}%") } else { format!("{text}%") }
}

fn spelled(x: f64, decimals: usize) -> String {
    grouped(&format!("{:.decimals$}", x + 0.0))
}

/// Columns of an interval's bar, an odd number so that zero has the middle.
const BAR: usize = 13;

/// An interval and its middle against zero: `······│·├─●─┤`. Nothing where there is nothing to draw.
pub fn bar(interval: [f64; 2], middle: f64) -> String {
    let reach = interval[0].abs().max(interval[1].abs()).max(middle.abs());
    if !(reach > 0.0 && reach.is_finite()) {
        return String::new();
    }
    let centre = (BAR / 2) as f64;
    let place = |x: f64| (centre + x / reach * centre).round().clamp(0.0, (BAR - 1) as f64) as usize;
    let (from, to, at) = (place(interval[0]), place(interval[1]), place(middle));
    let mark = |column: usize| match column {
        c if c == at => '●',
        c if c == from => '├',
        c if c == to => '┤',
        c if c == BAR / 2 => '│',
        c if from < c && c < to => '─',
        _ => '·',
    };
    (0..BAR).map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_keep_two_digits() {
        for (p, shown) in [
            (0.81, "0.81"),
            (0.0494, "0.049"),
            (0.0082, "0.0082"),
            (0.00012, "1.2e-4"),
            (1.4e-302, "1.4e-302"),
            (0.0, "< 1e-308"),
            (1.0, "1.00"),
        ] {
            assert_eq!(p_value(p), shown);
        }
    }

    #[test]
    fn differences_have_signs_and_their_bounds_the_same_decimals() {
        assert_eq!(signed(0.023_61, 0.023_61), "+0.0236");
        assert_eq!(signed(0.006_1, 0.023_61), "+0.0061");
        assert_eq!(signed(-1234.5, -1234.5), "-1,234");
        assert_eq!(signed(0.0, 0.0), "0");
        assert_eq!((signed_percent(0.034), signed_percent(-0.002)), ("+3.4%".to_owned(), "-0.2%".to_owned()));
        assert_eq!(plain(662.624), "663");
    }

    #[test]
    fn a_bar_shows_where_zero_is() {
        assert_eq!(bar([0.5, 1.0], 0.75), "······│··├─●┤");
        assert_eq!(bar([-1.0, 1.0], 0.0), "├─────●─────┤");
        assert_eq!(bar([-1.0, 0.5], -0.25), "├────●│──┤···");
        assert_eq!(bar([0.0, 0.0], 0.0), "");
        assert!(bar([-1.0, 0.5], f64::NAN).chars().count() <= BAR);
    }
}
