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
    /// Two passes: the mean about the first value, so that a large offset costs no digits, then the squares about
    /// the mean, less what the mean's own rounding adds (Chan, Golub and LeVeque, "Algorithms for computing the sample
    /// variance", The American Statistician 37 (1983)).
    pub fn of(values: &[f64]) -> Moments {
        let count = values.len() as f64;
        let pivot = values.first().copied().unwrap_or(0.0);
        let mean = pivot + sum(values.iter().map(|value| value - pivot)) / count;
        let squares = sum(values.iter().map(|value| (value - mean).powi(2)));
        let rest = sum(values.iter().map(|value| value - mean));
        let variance = ((squares - rest * rest / count) / (count - 1.0)).max(0.0);
        Moments { count: values.len() as u64, mean, variance: if count < 2.0 { f64::NAN } else { variance } }
    }

    /// The moments of two samples together (Chan, Golub and LeVeque, as above).
    pub fn merge(self, other: Moments) -> Moments {
        if self.count == 0 || other.count == 0 {
            return if self.count == 0 { other } else { self };
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let delta = other.mean - self.mean;
        let squares = self.squares() + other.squares() + delta * delta * (n * m / (n + m));
        Moments {
            count: self.count + other.count,
            mean: self.mean + delta * (m / (n + m)),
            variance: squares / (n + m - 1.0),
        }
    }

    /// The sum of squares about the mean.
    fn squares(self) -> f64 {
        if self.count < 2 { 0.0 } else { self.variance * (self.count - 1) as f64 }
    }

    /// The sample standard deviation; NaN of fewer than two values.
    pub fn sd(self) -> f64 {
        self.variance.sqrt()
    }

    /// The standard error of the mean; NaN of fewer than two values.
    pub fn stderr(self) -> f64 {
        (self.variance / self.count as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;
    use proptest::prelude::*;

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
    fn too_few_values_say_so() {
        let (none, one) = (Moments::of(&[]), Moments::of(&[7.0]));
        assert!(none.mean.is_nan() && none.variance.is_nan() && one.variance.is_nan() && one.stderr().is_nan());
        assert_eq!(one.mean, 7.0);
        let two = one.merge(Moments::of(&[9.0]));
        assert_eq!((two.mean, two.variance), (8.0, 2.0));
        assert_eq!(none.merge(two), two);
    }

    proptest! {
        #[test]
        fn parts_make_the_whole(values in prop::collection::vec(-1e6..1e6_f64, 2..60), cut in 0..60_usize) {
            let (left, right) = values.split_at(cut.min(values.len()));
            let (whole, merged) = (Moments::of(&values), Moments::of(left).merge(Moments::of(right)));
            prop_assert_eq!(whole.count, merged.count);
            prop_assert!((whole.mean - merged.mean).abs() <= 1e-9);
            prop_assert!((whole.variance - merged.variance).abs() <= 1e-11 * whole.variance.max(1.0));
        }
    }
}
