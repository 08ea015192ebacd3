//! From an estimate and its standard error to a test: statistic, p-value, interval.

use std::f64::consts::{LN_2, LN_10};

use super::normal::{normal_isf, normal_log_two_sided, normal_two_sided};
use super::student::{t_isf, t_log_two_sided, t_two_sided};

/// What the treatment is suspected of: a difference either way, a greater or a smaller mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Alternative {
    #[default]
    TwoSided,
    Greater,
    Less,
}

/// A test of "the estimate is zero" by Student's t, or by the normal distribution with infinite degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    pub estimate: f64,
    pub stderr: f64,
    pub statistic: f64,
    pub df: f64,
    pub p_value: f64,
    /// Finite where the p-value is too small for a double.
    pub log10_p_value: f64,
    pub confidence_level: f64,
    /// One-sided tests have an infinite bound.
    pub interval: (f64, f64),
}

impl Test {
    /// `None` where the standard error is zero or not known, so that nothing can be tested.
    pub fn of(estimate: f64, stderr: f64, df: f64, alternative: Alternative, alpha: f64) -> Option<Test> {
        if !(stderr > 0.0 && stderr.is_finite() && df > 0.0 && estimate.is_finite()) {
            return None;
        }
        let statistic = estimate / stderr;
        let (p_value, log) = tail(statistic, df, alternative);
        let (lower, upper) = match alternative {
            Alternative::TwoSided => {
                let half = isf(alpha / 2.0, df) * stderr;
                (estimate - half, estimate + half)
            }
            Alternative::Greater => (estimate - isf(alpha, df) * stderr, f64::INFINITY),
            Alternative::Less => (f64::NEG_INFINITY, estimate + isf(alpha, df) * stderr),
        };
        Some(Test {
            estimate,
            stderr,
            statistic,
            df,
            p_value,
            log10_p_value: log / LN_10,
            confidence_level: 1.0 - alpha,
            interval: (lower, upper),
        })
    }
}

/// The quantile passed with probability `p`, of t or, with infinite `df`, of the normal distribution.
pub fn isf(p: f64, df: f64) -> f64 {
    if df.is_finite() { t_isf(p, df) } else { normal_isf(p) }
}

/// The p-value of a statistic and its natural logarithm.
pub fn tail(statistic: f64, df: f64, alternative: Alternative) -> (f64, f64) {
    let (both, log) = match df.is_finite() {
        true => (t_two_sided(statistic, df), t_log_two_sided(statistic, df)),
        false => (normal_two_sided(statistic), normal_log_two_sided(statistic)),
    };
    let is_far = match alternative {
        Alternative::TwoSided => return (both, log),
        Alternative::Greater => statistic > 0.0,
        Alternative::Less => statistic < 0.0,
    };
    if is_far { (0.5 * both, log - LN_2) } else { (1.0 - 0.5 * both, (-0.5 * both).ln_1p()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn one_sided_tests_halve_the_tail_or_fill_the_rest() {
        let of = |alternative| Test::of(1.2, 0.5, 9.0, alternative, 0.05).expect("a test");
        let [both, greater, less] = [Alternative::TwoSided, Alternative::Greater, Alternative::Less].map(of);
        close(greater.p_value, both.p_value / 2.0, 1e-15);
        close(less.p_value, 1.0 - both.p_value / 2.0, 1e-15);
        close(less.log10_p_value, less.p_value.log10(), 1e-12);
        assert_eq!(greater.interval.1, f64::INFINITY);
        // scipy: 1.2 - t.isf(0.05, 9)*0.5
        close(greater.interval.0, 0.283_443_533_671_881_1, 1e-13);
        assert_eq!(less.interval.0, f64::NEG_INFINITY);
    }

    #[test]
    fn nothing_to_test() {
        for (stderr, df) in [(0.0, 5.0), (f64::NAN, 5.0), (1.0, 0.0), (1.0, f64::NAN), (f64::INFINITY, 3.0)] {
            assert_eq!(Test::of(1.0, stderr, df, Alternative::TwoSided, 0.05), None);
        }
        let same = Test::of(0.0, 1.0, 5.0, Alternative::TwoSided, 0.05).expect("a test");
        assert_eq!((same.p_value, same.log10_p_value, same.interval.0), (1.0, 0.0, -same.interval.1));
    }
}
