//! How sure one is of a total that is estimated from a sample.

use super::normal::normal_isf;

/// The interval of a normal estimate: `estimate` ± z · `stderr`.
pub fn normal_interval(estimate: f64, stderr: f64, confidence: f64) -> (f64, f64) {
    let half = normal_isf((1.0 - confidence) / 2.0) * stderr;
    (estimate - half, estimate + half)
}

/// What a member of the population adds to the estimated variance of a total, where each was kept independently with
/// the probability 1/`weight`: (1 − π)/π² y². Poisson sampling: Särndal, Swensson and Wretman, "Model Assisted Survey
/// Sampling" (1992), section 3.5, for the total Σ y/π of Horvitz and Thompson, "A generalization of sampling without
/// replacement from a finite universe", Journal of the American Statistical Association 47 (1952). With y = 1 the total
/// is a count.
pub fn sampling_variance(value: f64, weight: f64) -> f64 {
    weight * (weight - 1.0) * value * value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn what_was_kept_for_certain_is_certain() {
        assert_eq!(sampling_variance(1.5, 1.0), 0.0);
        assert_eq!(normal_interval(4.0, 0.0, 0.95), (4.0, 4.0));
    }

    #[test]
    fn one_in_ten_stands_for_ten() {
        // By hand: 3 kept of rate 1/10, each worth 2: total 60; variance 3 · 0.9/0.01 · 4 = 1080.
        let variance: f64 = (0..3).map(|_| sampling_variance(2.0, 10.0)).sum();
        close(variance, 1080.0, 1e-15);
        close(normal_interval(60.0, variance.sqrt(), 0.95).1, 60.0 + 1.959_963_984_540_054 * 1080.0_f64.sqrt(), 1e-14);
    }
}
