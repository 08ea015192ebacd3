//! Tails of discrete distributions whose neighbouring probabilities have a simple ratio: binomial and hypergeometric.
//!
//! Weights are taken from the mode outwards, relative to it, until they vanish, and divided by their sum. No
//! logarithm of a factorial is needed, and the work grows with the standard deviation alone.

/// Weights this much smaller than the mode's add nothing to a double.
const NEGLIGIBLE: f64 = 1e-40;

/// The probabilities of consecutive whole numbers, as weights relative to the mode's.
#[derive(Debug)]
pub struct Discrete {
    first: u64,
    weights: Vec<f64>,
    sum: f64,
}

impl Discrete {
    /// `ratio(k)` is P(k + 1)/P(k), for `least <= k < greatest`.
    fn around(mode: u64, least: u64, greatest: u64, ratio: impl Fn(u64) -> f64) -> Discrete {
        let mut lower = vec![1.0];
        let (mut first, mut weight) = (mode, 1.0);
        while first > least && weight > NEGLIGIBLE {
            first -= 1;
            weight /= ratio(first);
            lower.push(weight);
        }
        lower.reverse();
        let (mut last, mut weight, mut weights) = (mode, 1.0, lower);
        while last < greatest && weight > NEGLIGIBLE {
            weight *= ratio(last);
            last += 1;
            weights.push(weight);
        }
        let sum = weights.iter().sum();
        Discrete { first, weights, sum }
    }

    /// How many of `n` draws succeed, each with probability `p` in 0..1.
    pub fn binomial(n: u64, p: f64) -> Discrete {
        let mode = (((n + 1) as f64 * p) as u64).min(n);
        Discrete::around(mode, 0, n, |k| (n - k) as f64 / (k + 1) as f64 * (p / (1.0 - p)))
    }

    /// How many of `drawn` items are marked, out of `total` items of which `marked` are.
    pub fn hypergeometric(total: u64, marked: u64, drawn: u64) -> Discrete {
        let (least, greatest) = ((drawn + marked).saturating_sub(total), drawn.min(marked));
        let mode = (drawn + 1) as f64 * (marked + 1) as f64 / (total + 2) as f64;
        let mode = (mode as u64).clamp(least, greatest);
        // Unsigned, and no term is below zero: k >= least means total + k >= marked + drawn.
        let ratio = |k: u64| {
            (marked - k) as f64 * (drawn - k) as f64 / ((k + 1) as f64 * (total + k + 1 - marked - drawn) as f64)
        };
        Discrete::around(mode, least, greatest, ratio)
    }

    /// The largest `k` with P(X <= k) at most `tail`.
    pub fn largest_with_lower_tail(&self, tail: f64) -> Option<u64> {
        let mut cumulated = 0.0;
        let below = self.weights.iter().take_while(|weight| {
            cumulated += **weight;
            cumulated <= tail * self.sum
        });
        // Numbers before the first have no weight worth naming.
        (self.first + below.count() as u64).checked_sub(1)
    }

    /// The smallest `k` with P(X >= k) at most `tail`.
    pub fn smallest_with_upper_tail(&self, tail: f64) -> u64 {
        let mut cumulated = 0.0;
        let above = self.weights.iter().rev().take_while(|weight| {
            cumulated += **weight;
            cumulated <= tail * self.sum
        });
        self.first + (self.weights.len() - above.count()) as u64
    }

    /// P(X = k), relative to the mode's and to `NEGLIGIBLE`.
    fn weight(&self, k: u64) -> f64 {
        k.checked_sub(self.first).and_then(|at| self.weights.get(at as usize)).copied().unwrap_or(0.0)
    }

    /// P(X <= k).
    pub fn lower_tail(&self, k: u64) -> f64 {
        let count = (k + 1).saturating_sub(self.first) as usize;
        self.weights.iter().take(count).sum::<f64>() / self.sum
    }

    /// P(X >= k).
    pub fn upper_tail(&self, k: u64) -> f64 {
        let skipped = k.saturating_sub(self.first) as usize;
        self.weights.iter().skip(skipped).rev().sum::<f64>() / self.sum
    }

    /// The probability of all numbers that are at most as probable as `k`, within `slack` for equal ones that
    /// rounding tells apart.
    pub fn as_improbable(&self, k: u64, slack: f64) -> f64 {
        let limit = self.weight(k) * (1.0 + slack);
        self.weights.iter().filter(|weight| **weight <= limit).sum::<f64>() / self.sum
    }
}
