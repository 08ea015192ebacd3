//! Proportions: how sure one is of a rate.

use super::normal::normal_isf;

/// The score interval of a proportion: Wilson, "Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22 (1927). It stays within 0..=1 and holds for rates of
/// 0 and 1 too.
///
/// `successes` of `n` trials, with 0 <= `successes` <= `n` and `n` > 0, `confidence` in 0..1. Both may be effective
/// numbers, as of a weighted sample.
pub fn wilson(successes: f64, n: f64, confidence: f64) -> (f64, f64) {
    let z = normal_isf((1.0 - confidence) / 2.0);
    let (rate, z2) = (successes / n, z * z);
    let centre = (rate + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
    let lower = if successes == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if successes == n { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    /// 60-digit references.
    #[test]
    fn wilsons_interval() {
        for (successes, n, expected) in [
            (712.0, 1000.0, (0.683_164_488_557_197_5, 0.739_212_965_844_927_1)),
            (761.0, 1010.0, (0.725_957_802_719_541_7, 0.779_052_123_186_981_4)),
            (50.0, 50.0, (0.928_652_400_866_641_2, 1.0)),
        ] {
            let (lower, upper) = wilson(successes, n, 0.95);
            close(lower, expected.0, 1e-14);
            close(upper, expected.1, 1e-14);
        }
        assert_eq!(wilson(0.0, 7.0, 0.95).0, 0.0);
        close(wilson(0.0, 50.0, 0.95).1, 1.0 - 0.928_652_400_866_641_2, 1e-13);
    }
}
