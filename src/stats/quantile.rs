//! Quantiles: of a sample, of a weighted sample, and how sure one is of them.

use super::discrete::Discrete;

/// The quantile `p` of `sorted` values (ascending, without NaN), interpolated linearly between the two nearest ranks:
/// type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), in the
/// arithmetic of numpy's default, so that both agree to the last bit.
///
/// `None` of no values, or where `p` is not in 0..=1.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    quantile_of(sorted.len(), p, |rank| sorted[rank])
}

/// The same of `n` values, of which `value` gives the one of each rank, counted from 0.
pub fn quantile_of(n: usize, p: f64, value: impl Fn(usize) -> f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let last = n.checked_sub(1)?;
    let rank = last as f64 * p;
    let below = rank.floor();
    let (lower, upper) = (value(below as usize), value((below as usize + 1).min(last)));
    Some(interpolated(lower, upper, rank - below))
}

/// From `a` to `b` by `t` in 0..=1, from the nearer end: what numpy calls `_lerp`.
pub fn interpolated(a: f64, b: f64, t: f64) -> f64 {
    if t >= 0.5 { b - (b - a) * (1.0 - t) } else { a + (b - a) * t }
}

/// The quantile `p` of a weighted sample: pairs of a value and its weight, sorted by value; weights are finite and not
/// negative. A value that stands for ten requests, because one in ten was kept, has the weight ten.
///
/// Type 7 for weights, from Akinshin, "Weighted quantile estimators", arXiv 2304.07265 (2023), section 2.2: with
/// n* = (Σw)²/Σw² effective values (Kish) and h = p(n* − 1), each value counts by how much of
/// `[h/n*, (h + 1)/n*]` its stretch of the cumulated weights covers. Equal weights give [`quantile`] exactly; a value
/// of weight zero changes nothing.
///
/// `None` where no weight is positive, or where `p` is not in 0..=1.
pub fn weighted_quantile(sorted: &[(f64, f64)], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let weighted: Vec<(f64, f64)> = sorted.iter().copied().filter(|(_, weight)| *weight > 0.0).collect();
    let (pivot, first_weight) = *weighted.first()?;
    if weighted.iter().all(|(_, weight)| *weight == first_weight) {
        let values: Vec<f64> = weighted.iter().map(|(value, _)| *value).collect();
        return quantile(&values, p);
    }
    let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = weighted.iter().map(|(_, weight)| (weight / total).powi(2)).sum();
    let effective = 1.0 / squares;
    let from = p * (effective - 1.0) / effective;
    let to = from + 1.0 / effective;
    let (mut cumulated, mut covered, mut sum) = (0.0, 0.0, 0.0);
    for (value, weight) in &weighted {
        let end = cumulated + weight / total;
        let overlap = (end.min(to) - cumulated.max(from)).max(0.0);
        covered += overlap;
        sum += overlap * (value - pivot);
        cumulated = end;
    }
    Some(pivot + sum / covered)
}

/// Ranks, counted from 0, of the two of `n` sorted values between which the quantile `p` of the population lies with at
/// least `confidence`, whatever the distribution: the values at most `(1 − confidence)/2` likely to be passed on
/// either side, by the binomial distribution of how many values lie below the quantile. David and Nagaraja, "Order
/// Statistics" (2003), section 7.1; Hahn and Meeker, "Statistical Intervals" (1991), section 5.2.
///
/// `None` where `n` values cannot say: for p95 at 95 % it takes 72, for p99 368.
pub fn quantile_interval(n: usize, p: f64, confidence: f64) -> Option<(usize, usize)> {
    if n == 0 || !(p > 0.0 && p < 1.0) || !(0.0..1.0).contains(&confidence) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let below = Discrete::binomial(n as u64, p);
    // The value of rank r, from 0, lies above the quantile when at most r values lie below it.
    let lower = below.largest_with_lower_tail(tail)?;
    let upper = below.smallest_with_upper_tail(tail);
    // `upper` values or more below the quantile put the value of rank `upper − 1` below it.
    let upper = upper.checked_sub(1)?;
    (upper < n as u64).then_some((lower as usize, upper as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn quantiles_are_numpys() {
        // numpy 2: np.quantile([0.1, 0.7, 1.3, 2.9, 7.7], p), to the last bit.
        let values = [0.1, 0.7, 1.3, 2.9, 7.7];
        for (p, expected) in [
            (0.0, 0.1),
            (0.05, 0.22),
            (0.25, 0.7),
            (0.33, 0.892),
            (0.5, 1.3),
            (0.6, 1.94),
            (0.9, 5.78),
            (0.95, 6.739_999_999_999_999),
            (0.99, 7.508),
            (1.0, 7.7),
        ] {
            assert_eq!(quantile(&values, p), Some(expected), "{p}");
        }
        assert_eq!(quantile(&[5.0], 0.95), Some(5.0));
        for (values, p) in [(&[][..], 0.5), (&values, 1.01), (&values, f64::NAN)] {
            assert_eq!(quantile(values, p), None);
        }
    }

    #[test]
    fn equal_weights_weigh_nothing() {
        let values = [0.1, 0.7, 1.3, 2.9, 7.7];
        for p in [0.0, 0.05, 0.33, 0.5, 0.95, 0.99, 1.0] {
            let equal = values.map(|value| (value, 0.1));
            assert_eq!(weighted_quantile(&equal, p), quantile(&values, p), "{p}");
            // All but equal, so that the weighted arithmetic answers.
            let mut nearly = values.map(|value| (value, 1.0));
            nearly[2].1 += 1e-12;
            let found = weighted_quantile(&nearly, p).expect("weights");
            close(found, quantile(&values, p).expect("values"), 1e-9);
        }
    }

    #[test]
    fn weights_move_the_median() {
        // By hand: weights 1, 1, 2 make n* = 16/6, h = 5/6, the window [5/16, 11/16]; 3/16 of it in the second stretch
        // [1/4, 1/2], 3/16 in the third.
        close(weighted_quantile(&[(1.0, 1.0), (2.0, 1.0), (3.0, 2.0)], 0.5).expect("weights"), 2.5, 1e-15);
        let with_zero = [(1.0, 3.0), (50.0, 0.0), (2.0, 1.0)];
        assert_eq!(weighted_quantile(&with_zero, 0.7), weighted_quantile(&[(1.0, 3.0), (2.0, 1.0)], 0.7));
        assert_eq!(weighted_quantile(&[(1.0, 0.0)], 0.5), None);
        assert_eq!(weighted_quantile(&[(4.0, 2.0)], 0.99), Some(4.0));
    }

    #[test]
    fn ranks_cover_the_quantile() {
        // scipy 1.17, by binom.cdf and binom.sf.
        for (n, p, expected) in [
            (72, 0.95, (63, 71)),
            (100, 0.5, (39, 60)),
            (100, 0.95, (89, 99)),
            (500, 0.95, (464, 484)),
            (368, 0.99, (359, 367)),
            (10, 0.5, (1, 8)),
            (1_000_000, 0.5, (499_019, 500_980)),
            (1_000_000, 0.95, (949_571, 950_427)),
        ] {
            assert_eq!(quantile_interval(n, p, 0.95), Some(expected), "{n} {p}");
        }
        for (n, p) in [(0, 0.5), (5, 0.5), (71, 0.95), (367, 0.99), (100, 0.0), (100, 1.0)] {
            assert_eq!(quantile_interval(n, p, 0.95), None, "{n} {p}");
        }
    }
}
