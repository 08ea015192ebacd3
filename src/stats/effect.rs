//! How large a difference is: standardised, as a share of the baseline, and as a chance.

use super::beta::gamma_ratio_half;
use super::means::{Estimate, pooled_variance};
use super::moments::Moments;
use super::normal::normal_sf;

/// The difference in standard deviations of a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// Over the pooled standard deviation (Cohen 1988).
    pub cohens_d: f64,
    /// Without its bias in small samples: times Γ(m/2)/(√(m/2) Γ((m − 1)/2)), m = n₁ + n₂ − 2. Hedges, "Distribution
    /// theory for Glass's estimator of effect size", Journal of Educational Statistics 6 (1981).
    pub hedges_g: f64,
}

/// `None` where the pooled standard deviation is zero or not known.
pub fn effect_size(difference: f64, treatment: Moments, control: Moments) -> Option<EffectSize> {
    let sd = pooled_variance(treatment, control).sqrt();
    let m = (treatment.count + control.count) as f64 - 2.0;
    let d = (sd > 0.0 && sd.is_finite()).then(|| difference / sd)?;
    // Γ(½)/Γ(0) is zero: with m = 1 there is no correction to speak of.
    let correction = if m > 1.0 { gamma_ratio_half((m - 1.0) / 2.0) / (m / 2.0).sqrt() } else { 0.0 };
    Some(EffectSize { cohens_d: d, hedges_g: d * correction })
}

/// The difference as a share of the control's mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lift {
    pub estimate: f64,
    pub stderr: f64,
    /// By the delta method: the variance of treatment/control is v_t/c² + v_c t²/c⁴.
    pub interval_delta: (f64, f64),
    /// Fieller, "Some problems in interval estimation", Journal of the Royal Statistical Society B 16 (1954): does not
    /// assume that the baseline is far from zero. `None` where it may be, and the lift has no bounds.
    pub interval_fieller: Option<(f64, f64)>,
}

/// `critical` is the quantile of the difference's test. `None` unless the control's mean is positive and both variances
/// are known.
pub fn lift(difference: f64, treatment: Estimate, control: Estimate, critical: f64) -> Option<Lift> {
    if !(control.mean > 0.0 && (treatment.variance + control.variance).is_finite()) {
        return None;
    }
    let (base, ratio) = (control.mean, treatment.mean / control.mean);
    let estimate = difference / base;
    let stderr = (treatment.variance + control.variance * ratio * ratio).sqrt() / base;
    let half = critical * stderr;
    let g = critical * critical * control.variance / (base * base);
    let fieller = (g < 1.0).then(|| {
        let spread = treatment.variance * (1.0 - g) + control.variance * ratio * ratio;
        let half = critical / base * spread.sqrt();
        // The bounds of the ratio less one, without the digits that one would cost.
        ((estimate + g - half) / (1.0 - g), (estimate + g + half) / (1.0 - g))
    });
    Some(Lift { estimate, stderr, interval_delta: (estimate - half, estimate + half), interval_fieller: fieller })
}

/// The probability that the treatment's mean is the greater, by a flat prior and a normal likelihood.
pub fn chance_to_win(difference: f64, stderr: f64) -> f64 {
    normal_sf(-difference / stderr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, numbers};
    use crate::stats::student::t_isf;

    #[test]
    fn effects_and_lifts_are_the_references() {
        for name in ["p01_r_sleep", "p02_welch_wiki2", "p15_mwu_scipy_doc", "p16_mwu_ties", "p17_lift_fieller"] {
            let case = case(name);
            let moments = ["control", "treatment"].map(|group| Moments::of(&numbers(&case["input"]["groups"][group])));
            let [control, treatment] = moments;
            let expected = &case["expected"];
            let number = |block: &str, key: &str| expected[block][key].as_f64().expect("a number");
            let effect = effect_size(treatment.mean - control.mean, treatment, control).expect("an effect");
            close(effect.cohens_d, number("effect_size", "cohens_d"), 1e-12);
            close(effect.hedges_g, number("effect_size", "hedges_g"), 1e-12);
            let (difference, critical) = (treatment.mean - control.mean, t_isf(0.025, number("welch_t", "df")));
            let lift = lift(difference, treatment.into(), control.into(), critical).expect("a lift");
            close(lift.estimate, number("lift", "estimate"), 1e-12);
            close(lift.stderr, number("lift", "stderr_delta"), 1e-12);
            close(lift.interval_delta.0, numbers(&expected["lift"]["ci_delta"])[0], 1e-11);
            match lift.interval_fieller {
                None => assert!(expected["lift"]["ci_fieller"].is_null(), "{name}"),
                Some((lower, upper)) => {
                    let wanted = numbers(&expected["lift"]["ci_fieller"]);
                    assert!((lower - wanted[0]).abs() <= 1e-12 * (wanted[1] - wanted[0]), "{name}");
                    close(upper, wanted[1], 1e-12);
                }
            }
            let win = chance_to_win(treatment.mean - control.mean, number("welch_t", "stderr"));
            close(win, number("bayes_flat_prior", "chance_to_win"), 1e-13);
        }
    }

    #[test]
    fn a_baseline_at_or_below_zero_has_no_lift() {
        let at = |mean| Estimate { mean, variance: 1.0, df: 9.0 };
        assert_eq!(lift(1.0, at(1.0), at(0.0), 2.0), None);
        assert_eq!(lift(2.0, at(1.0), at(-1.0), 2.0), None);
        assert_eq!(lift(0.0, at(1.0), at(1.0), 2.0).map(|lift| lift.interval_fieller), Some(None));
    }

    #[test]
    fn no_spread_no_effect_size() {
        let flat = Moments::of(&[1.0, 1.0, 1.0]);
        assert_eq!(effect_size(0.0, flat, flat), None);
    }
}
