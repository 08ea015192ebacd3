//! Totals from a sample whose members were each kept with a known probability.

use super::moments::Compensated;
use super::normal::normal_isf;

/// An estimated total, and how sure one is of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampledTotal {
    pub total: f64,
    pub stderr: f64,
    /// `total` ± z · `stderr`.
    pub interval: (f64, f64),
}

/// The total of a population from a Poisson sample of it: pairs of a value and the probability, in 0 < π <= 1, with
/// which it was kept, each independently of the others.
///
/// The total is Σ y/π (Horvitz and Thompson, "A generalization of sampling without replacement from a finite
/// universe", Journal of the American Statistical Association 47 (1952)), its variance is estimated by Σ (1 − π)/π² y²
/// (Särndal, Swensson and Wretman, "Model Assisted Survey Sampling" (1992), section 3.5), and the interval is normal.
/// With y = 1 it estimates a count.
pub fn horvitz_thompson(sample: impl IntoIterator<Item = (f64, f64)>, confidence: f64) -> SampledTotal {
    let (mut total, mut variance) = (Compensated::default(), Compensated::default());
    for (value, probability) in sample {
        let share = value / probability;
        total.add(share);
        variance.add((1.0 - probability) * share * share);
    }
    let (total, stderr) = (total.value(), variance.value().sqrt());
    let half = normal_isf((1.0 - confidence) / 2.0) * stderr;
    SampledTotal { total, stderr, interval: (total - half, total + half) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn a_full_sample_is_certain() {
        let all = horvitz_thompson([(1.5, 1.0), (2.5, 1.0)], 0.95);
        assert_eq!(all, SampledTotal { total: 4.0, stderr: 0.0, interval: (4.0, 4.0) });
        assert_eq!(horvitz_thompson([], 0.95).total, 0.0);
    }

    #[test]
    fn one_in_ten_stands_for_ten() {
        // By hand: 3 kept of rate 1/10, each worth 2: total 60; variance 3 · 0.9/0.01 · 4 = 1080.
        let sample = horvitz_thompson([(2.0, 0.1); 3], 0.95);
        close(sample.total, 60.0, 1e-15);
        close(sample.stderr, 1080.0_f64.sqrt(), 1e-15);
        close(sample.interval.1, 60.0 + 1.959_963_984_540_054 * 1080.0_f64.sqrt(), 1e-14);
    }
}
