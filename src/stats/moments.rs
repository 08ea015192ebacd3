//! Count, mean and variance of a sample, without loss for data far from zero.

/// A sum with the error of every addition kept: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
/// endlicher Summen", ZAMM 54 (1974).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Compensated {
    sum: f64,
    error: f64,
}

impl Compensated {
    pub fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        self.error += if self.sum.abs() >= value.abs() { (self.sum - sum) + value } else { (value - sum) + self.sum };
        self.sum = sum;
    }

    pub fn value(self) -> f64 {
        self.sum + self.error
    }
}

impl FromIterator<f64> for Compensated {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Compensated {
        let mut sum = Compensated::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

/// The sum of `values`, compensated.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().collect::<Compensated>().value()
}

/// How many values, their mean and their sample variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    pub count: u64,
    /// NaN of no values.
    pub mean: f64,
    /// With n − 1 below; NaN of fewer than two values.
    pub variance: f64,
}

impl Moments {
    pub fn of(values: &[f64]) -> Moments {
        Moments::of_iter(values.iter().copied())
    }

    /// Two passes: the mean about the first value, so that a large offset costs no digits, then the squares about
    /// the mean, less what the mean's own rounding adds (Chan, Golub and LeVeque, "Algorithms for computing the sample
    /// variance", The American Statistician 37 (1983)).
    pub fn of_iter(values: impl Iterator<Item = f64> + Clone) -> Moments {
        let pivot = values.clone().next().unwrap_or(0.0);
        let mut number = 0_u64;
        let shifted = sum(values.clone().inspect(|_| number += 1).map(|value| value - pivot));
        let count = number as f64;
        let mean = pivot + shifted / count;
        let squares = sum(values.clone().map(|value| (value - mean).powi(2)));
        let rest = sum(values.map(|value| value - mean));
        let variance = ((squares - rest * rest / count) / (count - 1.0)).max(0.0);
        Moments { count: number, mean, variance: if number < 2 { f64::NAN } else { variance } }
    }

    /// The sample standard deviation; NaN of fewer than two values.
    pub fn sd(self) -> f64 {
        self.variance.sqrt()
    }
}

/// The skewness of a sample, m₃/m₂^1.5 with central moments; NaN where nothing varies.
pub fn skewness(values: &[f64]) -> f64 {
    let (n, mean) = (values.len() as f64, Moments::of(values).mean);
    let moment = |power| sum(values.iter().map(|value| (value - mean).powi(power))) / n;
    moment(3) / moment(2).powf(1.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum([]), 0.0);
    }

    #[test]
    fn nists_hard_data() {
        // NIST StRD NumAcc3: 1000000.2 and 500 times 1000000.1, 1000000.3; mean 1000000.2, standard deviation 0.1.
        let mut values = vec![1_000_000.2];
        (0..500).for_each(|_| values.extend([1_000_000.1, 1_000_000.3]));
        let moments = Moments::of(&values);
        close(moments.mean, 1_000_000.2, 1e-15);
        close(moments.sd(), 0.1, 1e-9);
        // NumAcc1: three whole numbers, exact in doubles.
        let moments = Moments::of(&[10_000_001.0, 10_000_003.0, 10_000_002.0]);
        assert_eq!((moments.count, moments.mean, moments.sd()), (3, 10_000_002.0, 1.0));
    }

    #[test]
    fn a_long_tail_is_skewed() {
        // scipy: skew([1, 2, 3, 10])
        close(skewness(&[1.0, 2.0, 3.0, 10.0]), 1.018_233_764_908_628_4, 1e-12);
        assert_eq!(skewness(&[1.0, 2.0, 3.0]), 0.0);
        assert!(skewness(&[1.0, 1.0]).is_nan());
    }

    #[test]
    fn too_few_values_say_so() {
        let (none, one) = (Moments::of(&[]), Moments::of(&[7.0]));
        assert!(none.mean.is_nan() && none.variance.is_nan() && one.variance.is_nan());
        assert_eq!(one.mean, 7.0);
    }
}
