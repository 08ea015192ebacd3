//! Whether a difference is too small to matter.

use super::hypothesis::{Alternative, Test};

/// Two one-sided tests: Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", Journal
/// of Pharmacokinetics and Biopharmaceutics 15 (1987).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equivalence {
    pub margin: f64,
    pub p_value: f64,
    /// At 1 − 2α: the variants are equivalent where it lies within ± `margin`.
    pub interval: (f64, f64),
    pub is_equivalent: bool,
}

/// `margin` > 0 in the unit of the difference.
pub fn equivalence(difference: f64, stderr: f64, df: f64, margin: f64, alpha: f64) -> Option<Equivalence> {
    let above = Test::of(difference + margin, stderr, df, Alternative::Greater, alpha)?;
    let below = Test::of(difference - margin, stderr, df, Alternative::Less, alpha)?;
    let interval = (above.interval.0 - margin, below.interval.1 + margin);
    let p_value = above.p_value.max(below.p_value);
    Some(Equivalence { margin, p_value, interval, is_equivalent: p_value < alpha })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn inside_the_margin_and_beyond() {
        let found = equivalence(0.1, 0.2, 30.0, 0.5, 0.05).expect("a test");
        // scipy: t.sf(0.4/0.2, 30), and 0.1 ± t.isf(0.05, 30)*0.2
        close(found.p_value, 0.027_312_522_481_491_55, 1e-12);
        close(found.interval.0, -0.239_452_177_318_791_5, 1e-12);
        close(found.interval.1, 0.439_452_177_318_791_5, 1e-12);
        assert!(found.is_equivalent);
        assert!(!equivalence(0.1, 0.2, 30.0, 0.4, 0.05).expect("a test").is_equivalent);
        assert_eq!(equivalence(0.1, 0.0, 30.0, 0.4, 0.05), None);
    }
}
