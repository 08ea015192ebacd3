//! The chi-squared distribution: its upper tail, for a whole number of degrees of freedom.

use std::f64::consts::PI;

/// P(X > x) with `df` degrees of freedom: a finite sum of positive terms (Abramowitz and Stegun 26.4.4 and 26.4.5).
pub fn chi_squared_sf(x: f64, df: u32) -> f64 {
    let (half, rest) = (0.5 * x, scaled_sum(x, df));
    match df.is_multiple_of(2) {
        true => (rest.ln() - half).exp().min(1.0),
        false => (libm::erfc(half.sqrt()) + rest * (-half).exp()).min(1.0),
    }
}

/// The natural logarithm of P(X > x), finite where the probability is too small for a double.
pub fn chi_squared_log_sf(x: f64, df: u32) -> f64 {
    let p = chi_squared_sf(x, df);
    if p > 1e-290 || p.is_nan() {
        return p.ln();
    }
    let half = 0.5 * x;
    // e^h erfc(√h) by its asymptotic series, exact to a double this far out.
    let (root, u) = ((PI * half).sqrt(), 0.5 / half);
    let scaled_erfc = (1.0 - u * (1.0 - 3.0 * u * (1.0 - 5.0 * u * (1.0 - 7.0 * u)))) / root;
    let normal = if df.is_multiple_of(2) { 0.0 } else { scaled_erfc };
    (normal + scaled_sum(x, df)).ln() - half
}

/// e^(x/2) times the finite sum.
fn scaled_sum(x: f64, df: u32) -> f64 {
    let half = 0.5 * x;
    let (mut term, offset) = match df.is_multiple_of(2) {
        true => (1.0, 0.0),
        false => (half.sqrt() / (0.5 * PI.sqrt()), 0.5),
    };
    let terms = if df.is_multiple_of(2) { df / 2 } else { (df - 1) / 2 };
    let mut sum = 0.0;
    for j in 1..=terms {
        sum += term;
        term *= half / (f64::from(j) + offset);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{close, triples};

    #[test]
    fn tails_are_the_references() {
        for (x, df, expected) in triples("chi2_sf") {
            close(chi_squared_sf(x, df as u32), expected, 4e-13);
        }
        // mpmath, 60 digits.
        for (x, df, expected) in [
            (1.0e-6, 3, 0.999_999_999_734_038_5),
            (0.01, 1, 0.920_344_325_445_942),
            (3.84, 5, 0.572_674_459_832_088_6),
            (50.0, 8, 4.086_758_947_996_746e-8),
            (200.0, 15, 2.124_671_199_893_188_7e-34),
            (700.0, 40, 1.876_267_576_832_959_6e-121),
            (1_300.0, 3, 1.471_743_710_698_010_4e-281),
            (0.001, 4, 0.999_999_875_041_658_9),
        ] {
            close(chi_squared_sf(x, df), expected, 4e-13);
            assert!((chi_squared_log_sf(x, df) - expected.ln()).abs() <= 1e-14 * expected.ln().abs().max(1.0));
        }
        for (x, df, log) in [
            (2_000.0, 1, -1_004.026_741_958_951_9),
            (2_000.0, 2, -1_000.0),
            (5_000.0, 5, -2_488.548_013_914_212_3),
            (100_000.0, 8, -49_969.332_364_615_395),
        ] {
            close(chi_squared_log_sf(x, df), log, 1e-14);
        }
        assert_eq!(chi_squared_sf(0.0, 1), 1.0);
        assert_eq!(chi_squared_sf(0.0, 4), 1.0);
    }
}
