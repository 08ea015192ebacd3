//! Proportions: how sure one is of a rate, and of the difference of two.

use super::discrete::Discrete;
use super::hypothesis::{Alternative, Test};
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

/// Two proportions, as successes of trials.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportions {
    pub treatment: (u64, u64),
    pub control: (u64, u64),
}

impl Proportions {
    fn rates(self) -> (f64, f64) {
        (self.treatment.0 as f64 / self.treatment.1 as f64, self.control.0 as f64 / self.control.1 as f64)
    }

    /// The pooled z-test; its two-sided p-value is that of Pearson's chi-squared of the two-by-two table. The standard
    /// error is that under equal rates, the interval is Newcombe's or, one-sided, open. `None` where all succeed or fail.
    pub fn pooled_z(self, alternative: Alternative, alpha: f64) -> Option<Test> {
        let ((treatment, control), (n, m)) = (self.rates(), (self.treatment.1 as f64, self.control.1 as f64));
        let rate = (self.treatment.0 + self.control.0) as f64 / (n + m);
        let stderr = (rate * (1.0 - rate) * (1.0 / n + 1.0 / m)).sqrt();
        let test = Test::of(treatment - control, stderr, f64::INFINITY, alternative, alpha)?;
        let interval = match alternative {
            Alternative::TwoSided => self.newcombe(1.0 - alpha),
            Alternative::Greater => (self.newcombe(1.0 - 2.0 * alpha).0, f64::INFINITY),
            Alternative::Less => (f64::NEG_INFINITY, self.newcombe(1.0 - 2.0 * alpha).1),
        };
        Some(Test { interval, ..test })
    }

    /// The hybrid score interval of the difference: method 10 of Newcombe, "Interval estimation for the difference
    /// between independent proportions", Statistics in Medicine 17 (1998).
    pub fn newcombe(self, confidence: f64) -> (f64, f64) {
        let (treatment, control) = self.rates();
        let (treatment_low, treatment_high) = wilson(self.treatment.0 as f64, self.treatment.1 as f64, confidence);
        let (control_low, control_high) = wilson(self.control.0 as f64, self.control.1 as f64, confidence);
        let difference = treatment - control;
        let below = (treatment - treatment_low).hypot(control_high - control);
        let above = (treatment_high - treatment).hypot(control - control_low);
        (difference - below, difference + above)
    }

    /// The smallest cell of the table if rates were equal: below 5 the z-test is not to be trusted (Cochran 1954).
    pub fn smallest_expected(self) -> f64 {
        let ((x, n), (y, m)) = (self.treatment, self.control);
        let rate = (x + y) as f64 / (n + m) as f64;
        rate.min(1.0 - rate) * n.min(m) as f64
    }

    /// Fisher's exact test: the probability of a table as improbable or more, its margins given. Two-sided as in R and
    /// scipy, tables as probable as this one up to rounding included.
    pub fn fisher_exact(self, alternative: Alternative) -> f64 {
        let ((x, n), (y, m)) = (self.treatment, self.control);
        let tables = Discrete::hypergeometric(n + m, x + y, n);
        let p = match alternative {
            Alternative::TwoSided => tables.as_improbable(x, 1e-7),
            Alternative::Greater => tables.upper_tail(x),
            Alternative::Less => tables.lower_tail(x),
        };
        p.min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, numbers};

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

    #[test]
    fn two_proportions_are_the_references() {
        for name in ["p19_prop_smokers", "p20_prop_satisfied"] {
            let case = case(name);
            let expected = &case["expected"];
            let arm = |group: &str| {
                let counts = numbers(&case["input"]["proportions"][group]);
                (counts[0] as u64, counts[1] as u64)
            };
            let two = Proportions { treatment: arm("treatment"), control: arm("control") };
            let number = |block: &str, key: &str| expected[block][key].as_f64().expect("a number");
            let z = two.pooled_z(Alternative::TwoSided, 0.05).expect("a test");
            close(z.statistic, number("z_pooled", "statistic"), 1e-12);
            close(z.p_value, number("z_pooled", "pvalue"), 1e-12 * (1.0 + z.statistic.powi(2)));
            close(z.statistic.powi(2), number("chi2", "statistic"), 1e-12);
            let newcombe = numbers(&expected["ci_newcombe"]);
            close(z.interval.0, newcombe[0], 1e-11);
            close(z.interval.1, newcombe[1], 1e-11);
            close(two.fisher_exact(Alternative::TwoSided), number("fisher_exact", "pvalue"), 1e-11);
        }
    }

    #[test]
    fn all_alike_has_no_z_but_an_interval() {
        let all = Proportions { treatment: (60, 60), control: (50, 50) };
        assert_eq!(all.pooled_z(Alternative::TwoSided, 0.05), None);
        assert_eq!((all.fisher_exact(Alternative::TwoSided), all.smallest_expected()), (1.0, 0.0));
        close(all.newcombe(0.95).0, -0.060_171_852_142_089_866, 1e-12);
    }

    #[test]
    fn fishers_lady_and_one_sided_tables() {
        // scipy 1.17: fisher_exact([[3, 1], [1, 3]]), and with alternative="greater"
        let tea = Proportions { treatment: (3, 4), control: (1, 4) };
        close(tea.fisher_exact(Alternative::TwoSided), 0.485_714_285_714_285_7, 1e-14);
        close(tea.fisher_exact(Alternative::Greater), 0.242_857_142_857_142_86, 1e-14);
        close(tea.fisher_exact(Alternative::Less), 0.985_714_285_714_285_7, 1e-14);
    }
}
