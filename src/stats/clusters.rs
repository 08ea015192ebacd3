//! Means per request where the requests of one user go together: users are the independent units, so the variance
//! comes from how users differ.
//!
//! With S_i the sum and N_i the number of user i's values, the mean is R = ΣS/ΣN, a ratio of two random sums.

use super::hypothesis::{Alternative, Test, isf};
use super::means::Estimate;
use super::moments::{Moments, sum};

/// One variant's users: how many values each has, and their sum. Every user has at least one value.
///
/// All here is of values less a pivot that the variants share, so that the difference of two means far from zero loses
/// no digits; who shows a mean adds the pivot.
#[derive(Debug, Clone, Copy)]
pub struct Clusters<'a> {
    pub sizes: &'a [u32],
    pub sums: &'a [f64],
}

impl Clusters<'_> {
    pub fn users(&self) -> usize {
        self.sizes.len()
    }

    pub fn requests(&self) -> f64 {
        self.sizes.iter().map(|size| f64::from(*size)).sum()
    }

    /// R = ΣS/ΣN; NaN of no users.
    pub fn mean(&self) -> f64 {
        sum(self.sums.iter().copied()) / self.requests()
    }

    /// Each user's size, and sum less what the mean leads one to expect of its size.
    fn residuals(&self) -> impl Iterator<Item = (f64, f64)> {
        let mean = self.mean();
        let residual = move |(size, sum): (&u32, &f64)| (f64::from(*size), sum - mean * f64::from(*size));
        self.sizes.iter().zip(self.sums).map(residual)
    }

    /// (ΣN)²/ΣN²: how many users of equal size would weigh as much (Kish 1965).
    pub fn effective_users(&self) -> f64 {
        let squares: f64 = self.sizes.iter().map(|size| f64::from(*size).powi(2)).sum();
        self.requests().powi(2) / squares
    }

    /// The mean with the variance of the delete-one-user jackknife:
    /// (m − 1)/m · Σ [(S_i − R N_i)/(ΣN − N_i)]². Miller, "The jackknife: a review", Biometrika 61 (1974); it is the
    /// CV3J of MacKinnon, Nielsen and Webb, Journal of Applied Econometrics 38 (2023). It errs to the safe side where
    /// the delta method errs to the other.
    pub fn jackknife(&self) -> Estimate {
        let (m, requests) = (self.users() as f64, self.requests());
        let squares = sum(self.residuals().map(|(size, residual)| (residual / (requests - size)).powi(2)));
        self.estimate((m - 1.0) / m * squares)
    }

    /// The mean with the variance of the delta method: m/(m − 1) · Σ (S_i − R N_i)² / (ΣN)². Deng, Knoblich and Lu,
    /// "Applying the delta method in metric analytics", KDD 2018.
    pub fn delta(&self) -> Estimate {
        let m = self.users() as f64;
        self.estimate(m / (m - 1.0) * self.squared_residuals() / self.requests().powi(2))
    }

    fn squared_residuals(&self) -> f64 {
        sum(self.residuals().map(|(_, residual)| residual * residual))
    }

    fn estimate(&self, variance: f64) -> Estimate {
        let df = self.users() as f64 - 1.0;
        Estimate { mean: self.mean(), variance: if df > 0.0 { variance } else { f64::NAN }, df }
    }

    /// The moments of the users' own means, each user counting once whatever its size.
    pub fn user_means(&self) -> Moments {
        let means = self.sizes.iter().zip(self.sums).map(|(size, sum)| sum / f64::from(*size));
        Moments::of(&means.collect::<Vec<f64>>())
    }

    /// Each user's part in the mean, linearised: R + (S_i − R N_i) · m/ΣN. Their mean is R and their variance over m is
    /// that of the delta method; with one request a user they are the values themselves.
    pub fn linearised(&self) -> Vec<f64> {
        let (mean, scale) = (self.mean(), self.users() as f64 / self.requests());
        self.residuals().map(|(_, residual)| mean + residual * scale).collect()
    }
}

/// The regression of values on the variant with cluster-robust errors: what statsmodels' `cov_type="cluster"` gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterRegression {
    /// With t of G − 1 degrees of freedom.
    pub by_t: Test,
    /// With the normal distribution.
    pub by_z: Test,
    pub n_clusters: usize,
}

/// CR1 of Liang and Zeger (1986) with the usual correction G/(G − 1) · (N − 1)/(N − 2), G users and N requests.
pub fn cluster_regression(
    treatment: Clusters<'_>,
    control: Clusters<'_>,
    alternative: Alternative,
    alpha: f64,
) -> Option<ClusterRegression> {
    let part = |clusters: &Clusters<'_>| clusters.squared_residuals() / clusters.requests().powi(2);
    let (g, n) = ((treatment.users() + control.users()) as f64, treatment.requests() + control.requests());
    let correction = g / (g - 1.0) * ((n - 1.0) / (n - 2.0));
    let stderr = (correction * (part(&treatment) + part(&control))).sqrt();
    let difference = treatment.mean() - control.mean();
    let test = |df| Test::of(difference, stderr, df, alternative, alpha);
    Some(ClusterRegression { by_t: test(g - 1.0)?, by_z: test(f64::INFINITY)?, n_clusters: g as usize })
}

/// The smallest difference that a test of this standard error finds with `power`: (z₁₋ₐ⸝₂ + z_power) · se.
pub fn detectable(stderr: f64, alpha: f64, power: f64) -> f64 {
    (isf(alpha / 2.0, f64::INFINITY) + isf(1.0 - power, f64::INFINITY)) * stderr
}

/// How alike a user's values are: the intraclass correlation by analysis of variance, over all `clusters` about their
/// own mean (Donner, "A review of inference procedures for the intraclass correlation coefficient", 1986).
/// `squares` is the sum of squares of the values about their mean. `None` unless some user has several values.
pub fn intraclass_correlation(clusters: Clusters<'_>, squares: f64) -> Option<f64> {
    let (m, n) = (clusters.users() as f64, clusters.requests());
    if m < 2.0 || n <= m {
        return None;
    }
    let between = sum(clusters.residuals().map(|(size, residual)| residual * residual / size));
    let (between_mean, within_mean) = (between / (m - 1.0), (squares - between).max(0.0) / (n - m));
    let typical_size = (n - n / clusters.effective_users()) / (m - 1.0);
    let whole = between_mean + (typical_size - 1.0) * within_mean;
    (whole > 0.0).then(|| (between_mean - within_mean) / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::means::welch;
    use crate::stats::samples::{case, close, matches, numbers};

    /// Users in the order in which they come, with their values.
    fn users(variant: &str) -> Vec<Vec<f64>> {
        let case = case("p25_cluster_small");
        let mut users: Vec<(String, Vec<f64>)> = Vec::new();
        for row in case["input"]["rows"].as_array().expect("rows").iter().filter(|row| row[0] == variant) {
            let (user, value) = (row[1].as_str().expect("a user"), row[2].as_f64().expect("a value"));
            match users.iter_mut().find(|(known, _)| known == user) {
                Some((_, values)) => values.push(value),
                None => users.push((user.to_owned(), vec![value])),
            }
        }
        users.into_iter().map(|(_, values)| values).collect()
    }

    struct Sums {
        sizes: Vec<u32>,
        sums: Vec<f64>,
    }

    const PIVOT: f64 = 0.535;

    impl Sums {
        fn of(users: &[Vec<f64>]) -> Sums {
            let sums = users.iter().map(|values| sum(values.iter().map(|value| value - PIVOT))).collect();
            Sums { sizes: users.iter().map(|values| values.len() as u32).collect(), sums }
        }

        fn clusters(&self) -> Clusters<'_> {
            Clusters { sizes: &self.sizes, sums: &self.sums }
        }
    }

    #[test]
    fn clustered_tests_are_the_references() {
        let (control, treatment) = (Sums::of(&users("control")), Sums::of(&users("treatment")));
        let (control, treatment) = (control.clusters(), treatment.clusters());
        let expected = &case("p25_cluster_small")["expected"];
        let tests = [
            ("ratio_jackknife", welch(treatment.jackknife(), control.jackknife(), Alternative::TwoSided, 0.05)),
            ("ratio_delta", welch(treatment.delta(), control.delta(), Alternative::TwoSided, 0.05)),
            (
                "user_mean_welch",
                welch(treatment.user_means().into(), control.user_means().into(), Alternative::TwoSided, 0.05),
            ),
        ];
        for (name, test) in tests {
            matches(test.expect("a test"), &expected[name], 1e-11, name);
        }
        let regression = cluster_regression(treatment, control, Alternative::TwoSided, 0.05).expect("a test");
        let ols = &expected["ols_cluster_cr1"];
        let number = |key: &str| ols[key].as_f64().expect("a number");
        close(regression.by_t.stderr, number("stderr"), 1e-11);
        close(regression.by_t.p_value, number("pvalue_t"), 1e-11);
        close(regression.by_z.p_value, number("pvalue_z"), 1e-11);
        close(regression.by_z.interval.1, numbers(&ols["ci_z"])[1], 1e-11);
        assert_eq!((regression.n_clusters, regression.by_t.df), (24, 23.0));
        close(control.effective_users(), 9.139_240_506_329_115, 1e-14);
        close(PIVOT + control.mean(), 0.708_473_684_210_526_4, 1e-15);
    }

    #[test]
    fn one_request_a_user_is_welch() {
        let values = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4];
        let plain = Estimate::from(Moments::of(&values));
        let clusters = Clusters { sizes: &[1; 6], sums: &values };
        for estimate in [clusters.jackknife(), clusters.delta(), clusters.user_means().into()] {
            close(estimate.mean, plain.mean, 1e-14);
            close(estimate.variance, plain.variance, 1e-14);
            assert_eq!(estimate.df, plain.df);
        }
        for (part, value) in clusters.linearised().into_iter().zip(values) {
            close(part, value, 1e-13);
        }
        assert!(Clusters { sizes: &[3], sums: &[1.0] }.jackknife().variance.is_nan());
    }

    #[test]
    fn the_linearised_parts_carry_the_delta_variance() {
        let sums = Sums::of(&users("treatment"));
        let (clusters, parts) = (sums.clusters(), Moments::of(&sums.clusters().linearised()));
        close(parts.mean, clusters.mean(), 1e-14);
        close(parts.variance / parts.count as f64, clusters.delta().variance, 1e-13);
    }

    #[test]
    fn alike_values_correlate() {
        // By hand: users (1, 3) and (5, 7): between 16, within 2, so (16 − 2)/(16 + 2).
        let clusters = Clusters { sizes: &[2, 2], sums: &[4.0, 12.0] };
        close(intraclass_correlation(clusters, 20.0).expect("several values"), 14.0 / 18.0, 1e-14);
        assert_eq!(intraclass_correlation(Clusters { sizes: &[1, 1], sums: &[1.0, 2.0] }, 0.5), None);
    }
}
