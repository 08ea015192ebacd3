//! Intervals of quantile differences, by drawing users again.

use rayon::prelude::*;

use super::quantile::{interpolated, quantile};
use super::random::SplitMix64;

/// One variant's values by user, `sizes` many of each.
#[derive(Debug, Clone, Copy)]
pub struct ByUser<'a> {
    pub sizes: &'a [u32],
    pub values: &'a [f64],
}

/// The values of a variant in ascending order, each with its user.
struct Ranked {
    users: usize,
    values: Vec<(f64, u32)>,
}

impl Ranked {
    fn new(variant: ByUser<'_>) -> Ranked {
        let users = (0_u32..).zip(variant.sizes).flat_map(|(user, size)| std::iter::repeat_n(user, *size as usize));
        let mut values: Vec<(f64, u32)> = variant.values.iter().copied().zip(users).collect();
        values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Ranked { users: variant.sizes.len(), values }
    }

    /// The quantiles of as many users as there are, drawn with replacement, each with all of its values.
    fn resample(&self, probabilities: &[f64], random: &mut SplitMix64) -> Vec<f64> {
        let mut times = vec![0_u32; self.users];
        (0..self.users).for_each(|_| times[random.below(self.users as u64) as usize] += 1);
        let total: u64 = self.values.iter().map(|(_, user)| u64::from(times[*user as usize])).sum();
        probabilities.iter().map(|p| self.quantile(&times, total, *p)).collect()
    }

    /// The quantile of the values, each counted as often as its user was drawn.
    fn quantile(&self, times: &[u32], total: u64, p: f64) -> f64 {
        let mut cumulated = 0;
        let mut walk = self.values.iter();
        let mut at = |rank: u64, last: f64| {
            let mut value = last;
            while cumulated <= rank {
                let Some((next, user)) = walk.next() else { break };
                cumulated += u64::from(times[*user as usize]);
                value = *next;
            }
            value
        };
        let rank = total.saturating_sub(1) as f64 * p;
        let lower = at(rank.floor() as u64, f64::NAN);
        let upper = at(rank.ceil() as u64, lower);
        interpolated(lower, upper, rank - rank.floor())
    }
}

/// By probability, the interval of `quantile(treatment) − quantile(control)` at `confidence`: percentiles of `resamples`
/// draws of users (Efron, 1979; Field and Welsh, "Bootstrapping clustered data", Journal of the Royal Statistical
/// Society B 69 (2007)). The same seed gives the same bounds on any number of threads. `None` of no users or draws.
pub fn quantile_differences(
    treatment: ByUser<'_>,
    control: ByUser<'_>,
    probabilities: &[f64],
    confidence: f64,
    resamples: u32,
    seed: u64,
) -> Option<Vec<(f64, f64)>> {
    if treatment.sizes.is_empty() || control.sizes.is_empty() || resamples == 0 {
        return None;
    }
    let (treatment, control) = (Ranked::new(treatment), Ranked::new(control));
    let draw = |number: u32| {
        let mut random = SplitMix64::new(seed, u64::from(number));
        let (a, b) = (treatment.resample(probabilities, &mut random), control.resample(probabilities, &mut random));
        a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>()
    };
    let draws: Vec<Vec<f64>> = (0..resamples).into_par_iter().map(draw).collect();
    let interval = |at: usize| {
        let mut differences: Vec<f64> = draws.iter().map(|draw| draw[at]).collect();
        differences.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - confidence) / 2.0;
        Some((quantile(&differences, tail)?, quantile(&differences, 1.0 - tail)?))
    };
    (0..probabilities.len()).map(interval).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 to 1 in an order of no meaning.
    fn scattered(n: u32, offset: f64) -> Vec<f64> {
        (0..n).map(|i| f64::from(i * 7919 % n) / f64::from(n) + offset).collect()
    }

    #[test]
    fn a_draw_of_everyone_once_is_the_sample() {
        let values = scattered(101, 0.0);
        let ranked = Ranked::new(ByUser { sizes: &[1; 101], values: &values });
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        for p in [0.0, 0.013, 0.5, 0.95, 1.0] {
            assert_eq!(Some(ranked.quantile(&[1; 101], 101, p)), quantile(&sorted, p));
        }
        // Twice each: the median of 0, 0, 1, 1 lies between, and users without a draw do not count.
        let two = Ranked::new(ByUser { sizes: &[1, 1, 1], values: &[0.0, 1.0, 9.0] });
        assert_eq!(two.quantile(&[2, 2, 0], 4, 0.5), 0.5);
    }

    #[test]
    fn intervals_are_where_they_should_be_and_repeat() {
        let (control, treatment) = (scattered(400, 0.0), scattered(400, 0.2));
        let run = |sizes: &[u32], seed| {
            let by_user = |values| ByUser { sizes, values };
            quantile_differences(by_user(&treatment), by_user(&control), &[0.5, 0.9], 0.95, 500, seed).expect("draws")
        };
        let single = run(&[1; 400], 7);
        assert_eq!(single, run(&[1; 400], 7));
        assert_ne!(single, run(&[1; 400], 8));
        // The standard error of a uniform median of 400 is 0.025, of a difference 0.035.
        let (lower, upper) = single[0];
        assert!(lower < 0.2 && 0.2 < upper && (0.1..0.18).contains(&(upper - lower)), "{single:?}");
    }

    #[test]
    fn no_users_no_interval() {
        let (none, one) = (ByUser { sizes: &[], values: &[] }, ByUser { sizes: &[1], values: &[1.0] });
        assert_eq!(quantile_differences(one, none, &[0.5], 0.95, 10, 1), None);
        assert_eq!(quantile_differences(one, one, &[0.5], 0.95, 0, 1), None);
        assert_eq!(quantile_differences(one, one, &[0.5], 0.95, 5, 1), Some(vec![(0.0, 0.0)]));
    }
}
