//! Variance taken out by what was known of users before the experiment.

use super::means::Estimate;
use super::moments::{Moments, sum};

/// The means of all variants, adjusted.
#[derive(Debug, Clone, PartialEq)]
pub struct Cuped {
    pub theta: f64,
    /// By variant: mean_post − θ mean_pre and its variance.
    pub adjusted: Vec<Estimate>,
}

/// Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment
/// data", WSDM 2013. A variant is its users' `(post, pre)`; θ = cov(post, pre)/var(pre) over the users of all variants
/// together. `None` where pre does not vary or a variant has fewer than two users.
pub fn cuped(variants: &[(&[f64], &[f64])]) -> Option<Cuped> {
    let post: Vec<f64> = variants.iter().flat_map(|(post, _)| post.iter().copied()).collect();
    let pre: Vec<f64> = variants.iter().flat_map(|(_, pre)| pre.iter().copied()).collect();
    let theta = covariance(&post, &pre) / Moments::of(&pre).variance;
    if !theta.is_finite() || variants.iter().any(|(post, _)| post.len() < 2) {
        return None;
    }
    let adjusted = |(post, pre): &(&[f64], &[f64])| {
        let (after, before) = (Moments::of(post), Moments::of(pre));
        let variance = after.variance + theta * theta * before.variance - 2.0 * theta * covariance(post, pre);
        let n = post.len() as f64;
        Estimate { mean: after.mean - theta * before.mean, variance: variance.max(0.0) / n, df: n - 1.0 }
    };
    Some(Cuped { theta, adjusted: variants.iter().map(adjusted).collect() })
}

/// The sample covariance.
fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (Moments::of(a).mean, Moments::of(b).mean);
    sum(a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b))) / (a.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn what_is_known_before_is_taken_out() {
        // Post is pre and a step of one: nothing is left to chance.
        let pre = [1.0, 2.0, 4.0, 7.0];
        let post = pre.map(|value| value + 1.0);
        let found = cuped(&[(&post, &pre), (&pre, &pre)]).expect("an adjustment");
        assert!(found.adjusted.iter().all(|estimate| estimate.variance < 0.5));
        close(found.adjusted[0].mean - found.adjusted[1].mean, 1.0, 1e-14);
    }

    #[test]
    fn nothing_known_nothing_taken() {
        assert_eq!(cuped(&[(&[1.0, 2.0], &[3.0, 3.0]), (&[1.0, 5.0], &[3.0, 3.0])]), None);
        assert_eq!(cuped(&[(&[1.0], &[3.0]), (&[1.0, 5.0], &[3.0, 4.0])]), None);
    }
}
