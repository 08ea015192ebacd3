//! The test of Mann and Whitney: which of two variants tends to the greater values.

use rayon::prelude::*;

use super::clusters::Clusters;
use super::hypothesis::{Alternative, Test, tail};
use super::means::{Estimate, welch};
use super::moments::sum;

/// Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other", The
/// Annals of Mathematical Statistics 18 (1947).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// U of the treatment: how many pairs of a treatment's and a control's value it wins, ties counting a half.
    pub statistic: f64,
    /// U as a share of all pairs.
    pub prob_superiority: f64,
    pub is_exact: bool,
    /// `None` where all values are the same.
    pub p_value: Option<f64>,
    pub log10_p_value: Option<f64>,
}

/// Samples up to this size are tested exactly where there are no ties, as scipy does by default.
const EXACT_UP_TO: usize = 8;

/// Tests two ascending samples as `scipy.stats.mannwhitneyu(treatment, control)` does: exactly where the smaller has at
/// most 8 values and none are tied, else by the normal distribution with corrections for ties and continuity.
/// `None` of an empty sample.
pub fn mann_whitney(treatment: &[f64], control: &[f64], alternative: Alternative) -> Option<MannWhitney> {
    let (n, m) = (treatment.len(), control.len());
    if n == 0 || m == 0 {
        return None;
    }
    let pairs = n as f64 * m as f64;
    let Wins { doubled, ties } = wins(treatment, control);
    let statistic = doubled as f64 / 2.0;
    let exact = match ties == 0 && n.min(m) <= EXACT_UP_TO {
        true => exact_p(doubled as u64 / 2, n as u64, m as u64, alternative),
        false => None,
    };
    let (p_value, log10_p_value) = match exact {
        Some(p) => (Some(p), Some(p.log10())),
        None => asymptotic(statistic, n as f64, m as f64, ties, alternative).unzip(),
    };
    Some(MannWhitney {
        statistic,
        prob_superiority: statistic / pairs,
        is_exact: exact.is_some(),
        p_value,
        log10_p_value,
    })
}

/// Twice U, and Σ (t³ − t) over the groups of t equal values of both samples.
struct Wins {
    doubled: u128,
    ties: u128,
}

fn wins(treatment: &[f64], control: &[f64]) -> Wins {
    let (mut doubled, mut ties) = (0, 0);
    let (mut at, mut below) = (0, 0);
    while at < treatment.len() {
        let value = treatment[at];
        let own = run(treatment, at);
        while below < control.len() && control[below] < value {
            let skipped = run(control, below);
            ties += tie_term(skipped);
            below += skipped;
        }
        let equal = if control.get(below) == Some(&value) { run(control, below) } else { 0 };
        doubled += own as u128 * (2 * below as u128 + equal as u128);
        ties += tie_term(own + equal);
        (at, below) = (at + own, below + equal);
    }
    while below < control.len() {
        let rest = run(control, below);
        ties += tie_term(rest);
        below += rest;
    }
    Wins { doubled, ties }
}

/// How many values from `at` on are equal.
fn run(sorted: &[f64], at: usize) -> usize {
    sorted[at..].iter().take_while(|value| **value == sorted[at]).count()
}

fn tie_term(count: usize) -> u128 {
    let t = count as u128;
    t * t * t - t
}

/// By the normal distribution; `None` where all values are the same.
fn asymptotic(u: f64, n: f64, m: f64, ties: u128, alternative: Alternative) -> Option<(f64, f64)> {
    let (pairs, all) = (n * m, n + m);
    let sd = (pairs / 12.0 * ((all + 1.0) - ties as f64 / (all * (all - 1.0)))).sqrt();
    if sd.is_nan() || sd <= 0.0 {
        return None;
    }
    let excess = match alternative {
        Alternative::TwoSided => (u - pairs / 2.0).abs(),
        Alternative::Greater => u - pairs / 2.0,
        Alternative::Less => pairs / 2.0 - u,
    };
    let z = (excess - 0.5) / sd;
    let (p, log) = match alternative {
        // Half a step from the middle the correction would pass it.
        Alternative::TwoSided => tail(z.max(0.0), f64::INFINITY, Alternative::TwoSided),
        _ => tail(z, f64::INFINITY, Alternative::Greater),
    };
    Some((p, log / std::f64::consts::LN_10))
}

/// Exactly, from how many orders of the values give each U. `None` where these are more than 128 bits hold.
fn exact_p(u: u64, n: u64, m: u64, alternative: Alternative) -> Option<f64> {
    let all = orders(n + m, n.min(m))?;
    let at_least = |u: u64| {
        let beyond = (n * m).checked_sub(u).map_or(0, |least| orders_up_to(least, n, m));
        beyond as f64 / all as f64
    };
    Some(match alternative {
        Alternative::Greater => at_least(u),
        Alternative::Less => at_least(n * m - u),
        Alternative::TwoSided => (2.0 * at_least(u.max(n * m - u))).min(1.0),
    })
}

/// The binomial coefficient, if it fits.
fn orders(all: u64, few: u64) -> Option<u128> {
    (0..u128::from(few)).try_fold(1_u128, |product, i| Some(product.checked_mul(u128::from(all) - i)? / (i + 1)))
}

/// How many orders give a U of at most `least`: coefficients of the Gaussian binomial, the product of
/// (1 − q^(m+i))/(1 − q^i). Intermediate values wrap around and come right in the end, because the result fits.
fn orders_up_to(least: u64, n: u64, m: u64) -> u128 {
    let (few, many) = (n.min(m) as usize, n.max(m) as usize);
    let mut counts = vec![0_u128; least as usize + 1];
    counts[0] = 1;
    for i in 1..=few {
        for at in (many + i..counts.len()).rev() {
            counts[at] = counts[at].wrapping_sub(counts[at - many - i]);
        }
        for at in i..counts.len() {
            counts[at] = counts[at].wrapping_add(counts[at - i]);
        }
    }
    counts.into_iter().fold(0, u128::wrapping_add)
}

/// A variant's values by user, `sizes` many of each, and all of them in ascending order.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    pub sizes: &'a [u32],
    pub values: &'a [f64],
    pub sorted: &'a [f64],
}

/// The same question where the values of a user go together, and users are the units. Tests
/// P(treatment > control) + ½ P(equal), less one half, with the variance of Obuchowski, "Nonparametric analysis of
/// clustered ROC curve data", Biometrics 53 (1997), each user being in one variant: placements are averaged as clustered
/// means are, by the delete-one-user jackknife, and t has Welch's degrees of freedom.
pub fn clustered_superiority(
    treatment: Ranked<'_>,
    control: Ranked<'_>,
    alternative: Alternative,
    alpha: f64,
) -> Option<Test> {
    let placed = |own: Ranked<'_>, other: Ranked<'_>| {
        let sums = placements(own, other.sorted);
        Clusters { sizes: own.sizes, sums: &sums }.jackknife()
    };
    let even = Estimate { mean: 0.0, ..placed(control, treatment) };
    welch(placed(treatment, control), even, alternative, alpha)
}

/// By user, the sum over the values of the share of `other` below them, ties a half, less one half.
fn placements(own: Ranked<'_>, other: &[f64]) -> Vec<f64> {
    let place = |value: &f64| {
        let below = other.partition_point(|known| known < value);
        let up_to = other.partition_point(|known| known <= value);
        (below + up_to) as f64 / (2.0 * other.len() as f64) - 0.5
    };
    let placed: Vec<f64> = own.values.par_iter().map(place).collect();
    let mut rest = placed.as_slice();
    let of_user = |size: &u32| {
        let (of_user, others) = rest.split_at(*size as usize);
        rest = others;
        sum(of_user.iter().copied())
    };
    own.sizes.iter().map(of_user).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, numbers};

    fn sorted(values: &[f64]) -> Vec<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted
    }

    #[test]
    fn scipys_answers() {
        for name in [
            "p01_r_sleep",
            "p02_welch_wiki2",
            "p12_one_zero_variance",
            "p15_mwu_scipy_doc",
            "p16_mwu_ties",
            "p18_identical",
        ] {
            let case = case(name);
            let [control, treatment] =
                ["control", "treatment"].map(|group| sorted(&numbers(&case["input"]["groups"][group])));
            let found = mann_whitney(&treatment, &control, Alternative::TwoSided).expect("values");
            let expected = &case["expected"]["mannwhitneyu"];
            let number = |key: &str| expected[key].as_f64().expect("a number");
            assert_eq!(found.statistic, number("statistic"), "{name}");
            assert_eq!(found.prob_superiority, number("prob_superiority"), "{name}");
            assert_eq!(found.is_exact, expected["method_scipy_auto"] == "exact", "{name}");
            close(found.p_value.expect("a p-value"), number("pvalue"), 1e-12);
        }
    }

    #[test]
    fn one_sided_as_scipy() {
        // scipy 1.17: mannwhitneyu(x, y, alternative=...)
        let (x, y) = ([19.0, 22.0, 16.0, 29.0, 24.0], [20.0, 11.0, 17.0, 12.0]);
        let p = |x: &[f64], y: &[f64], alternative| {
            mann_whitney(&sorted(x), &sorted(y), alternative).and_then(|test| test.p_value).expect("a p-value")
        };
        close(p(&x, &y, Alternative::Greater), 0.055_555_555_555_555_55, 1e-13);
        close(p(&x, &y, Alternative::Less), 0.968_253_968_253_968_3, 1e-13);
        let (x, y) =
            ([1.0, 2.0, 2.0, 3.0, 5.0, 8.0, 9.0, 9.5, 11.0], [2.0, 2.5, 4.0, 4.0, 7.0, 12.0, 13.0, 14.0, 15.0, 16.0]);
        close(p(&x, &y, Alternative::Greater), 0.934_967_060_601_691_1, 1e-12);
        close(p(&x, &y, Alternative::Less), 0.076_070_072_392_445_97, 1e-12);
    }

    #[test]
    fn exact_counts_of_a_long_sample() {
        // scipy 1.17: mannwhitneyu([-1, 0.5, 1.5], range(100), method="exact")
        let many: Vec<f64> = (0..100).map(f64::from).collect();
        let found = mann_whitney(&[-1.0, 0.5, 1.5], &many, Alternative::TwoSided).expect("values");
        close(found.p_value.expect("a p-value"), 7.916_268_497_209_516e-5, 1e-12);
        assert!(found.is_exact);
    }

    #[test]
    fn nothing_but_ties() {
        let flat = mann_whitney(&[1.0, 1.0], &[1.0; 3], Alternative::TwoSided).expect("values");
        assert_eq!((flat.p_value, flat.prob_superiority), (None, 0.5));
        assert_eq!(mann_whitney(&[], &[1.0], Alternative::TwoSided), None);
    }

    #[test]
    fn a_user_with_many_values_counts_once() {
        // Each value ten times over, as one user's: what one value a user says, and not ten times as sure.
        let (x, y) = ([3.0, 4.5, 6.0, 7.5, 9.0], [1.0, 2.0, 4.0, 5.0]);
        let of = |x: &[f64], y: &[f64], size: u32| {
            let sizes = |values: &[f64]| vec![size; values.len() / size as usize];
            {
                let (n, m, a, b) = (sizes(x), sizes(y), sorted(x), sorted(y));
                let treatment = Ranked { sizes: &n, values: x, sorted: &a };
                let control = Ranked { sizes: &m, values: y, sorted: &b };
                clustered_superiority(treatment, control, Alternative::TwoSided, 0.05).expect("a test")
            }
        };
        let repeat = |values: &[f64]| values.iter().flat_map(|value| [*value; 10]).collect::<Vec<f64>>();
        let (once, often) = (of(&x, &y, 1), of(&repeat(&x), &repeat(&y), 10));
        close(often.p_value, once.p_value, 1e-12);
        let plain = mann_whitney(&x, &y, Alternative::TwoSided).expect("values");
        close(once.estimate + 0.5, plain.prob_superiority, 1e-14);
    }
}
