//! Stretches of time in which nothing was logged.

use rayon::prelude::*;

use crate::stats::quantile;

/// Fewer requests than this have no rhythm that a gap could break.
const FEWEST: usize = 20;
/// A gap is longer than this many of the longest ordinary pauses, those that only one in a hundred exceeds …
const PAUSES: f64 = 5.0;
/// … and longer than a minute, in microseconds.
const SHORTEST: i64 = 60_000_000;

/// The gaps of a log, the longest first. Times are in microseconds.
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    /// From the request before to the one after.
    pub gaps: Vec<(i64, i64)>,
    /// What a pause must exceed to be one.
    pub longest_pause: i64,
    /// From the first request to the last.
    pub span: i64,
}

impl Gaps {
    /// The gaps between requests made at `times`.
    pub fn between(mut times: Vec<i64>) -> Gaps {
        times.par_sort_unstable();
        if times.len() < FEWEST {
            return Gaps::default();
        }
        let mut pauses: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
        pauses.par_sort_unstable_by(f64::total_cmp);
        let ordinary = quantile(&pauses, 0.99).unwrap_or(0.0);
        let longest_pause = ((ordinary * PAUSES) as i64).max(SHORTEST);
        let long = |pair: &&[i64]| pair[1] - pair[0] > longest_pause;
        let mut gaps: Vec<(i64, i64)> = times.windows(2).filter(long).map(|pair| (pair[0], pair[1])).collect();
        gaps.sort_by_key(|(from, to)| (from - to, *from));
        Gaps { gaps, longest_pause, span: times[times.len() - 1] - times[0] }
    }

    /// The time in all gaps together.
    pub fn total(&self) -> i64 {
        self.gaps.iter().map(|(from, to)| to - from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request a minute with one hole: the pauses are 60 s but one, so that is 99 in a hundred of them and the
    /// interpolated quantile stays near a minute.
    #[test]
    fn a_hole_in_a_rhythm_is_a_gap() {
        let minute = 60_000_000;
        let before = (0..200).map(|number| number * minute);
        let after = (0..200).map(|number| (1000 + number) * minute);
        let gaps = Gaps::between(before.chain(after).collect());
        assert_eq!(gaps.gaps, [(199 * minute, 1000 * minute)]);
        assert_eq!((gaps.longest_pause, gaps.total()), (5 * minute, 801 * minute));
    }

    #[test]
    fn few_requests_and_even_ones_have_none() {
        assert!(Gaps::between(vec![0, 1, i64::MAX / 4]).gaps.is_empty());
        assert!(Gaps::between((0..500).map(|day| day * 86_400_000_000).collect()).gaps.is_empty());
        assert!(Gaps::between(Vec::new()).gaps.is_empty());
    }
}
