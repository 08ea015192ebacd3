//! How large an experiment must be, and what one of a given size can find.

use super::normal::{normal_isf, normal_sf};
use super::student::t_isf;

/// The power of the two-sided t-test of two groups of `n` values each for a difference of `effect` standard deviations,
/// with the effect's own tail alone, as R's `power.t.test` counts by default: to find a difference of the wrong sign is no
/// success.
fn t_test_power_right_sign(effect: f64, n: f64, alpha: f64) -> f64 {
    let df = 2.0 * n - 2.0;
    noncentral_t_sf(t_isf(alpha / 2.0, df), df, effect.abs() * (n / 2.0).sqrt())
}

/// How many values each of two groups needs for the t-test to find `effect` standard deviations with `power` and with
/// the right sign; a fraction, to be rounded up.
pub fn t_test_size(effect: f64, alpha: f64, power: f64) -> f64 {
    let is_enough = |n: f64| t_test_power_right_sign(effect, n, alpha) >= power;
    // The normal distribution needs a little less.
    let (mut low, mut high) = (1.0 + 1e-9, mean_size(1.0, effect, alpha, power).max(2.0));
    while !is_enough(high) {
        (low, high) = (high, high * 1.5 + 2.0);
    }
    // Enough halvings for every digit.
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if is_enough(middle) { high = middle } else { low = middle }
    }
    high
}

/// P(T > t) of the noncentral t distribution: Φ(shift − t s) over the distribution of s = √(χ²/df), by the trapezoidal
/// rule in ln s, which converges exponentially since all falls off at both ends.
fn noncentral_t_sf(t: f64, df: f64, shift: f64) -> f64 {
    const STEPS_PER_SD: f64 = 12.0;
    const NEGLIGIBLE: f64 = -45.0;
    let step = 1.0 / (STEPS_PER_SD * (2.0 * df).sqrt());
    let ln_weight = |u: f64| df * (u - ((2.0 * u).exp() - 1.0) / 2.0);
    let (mut weights, mut sum) = (0.0, 0.0);
    for direction in [-1.0, 1.0] {
        for at in u32::from(direction > 0.0).. {
            let u = direction * f64::from(at) * step;
            let log = ln_weight(u);
            if log < NEGLIGIBLE {
                break;
            }
            weights += log.exp();
            sum += log.exp() * normal_sf(t * u.exp() - shift);
        }
    }
    sum / weights
}

/// How many values each of two groups needs to find `difference` with `power`, standard deviation `sd`:
/// 2 (z₁₋ₐ⸝₂ + z_power)² sd²/difference².
pub fn mean_size(sd: f64, difference: f64, alpha: f64, power: f64) -> f64 {
    2.0 * (z_sum(alpha, power) * sd / difference).powi(2)
}

/// The difference that two groups of `n` values each find with `power`.
pub fn mean_detectable(sd: f64, n: f64, alpha: f64, power: f64) -> f64 {
    z_sum(alpha, power) * sd * (2.0 / n).sqrt()
}

/// How many trials each of two groups needs to tell the rate `treatment` from `control`: Fleiss, Levin and Paik,
/// "Statistical Methods for Rates and Proportions" (2003), equation 4.14.
pub fn proportion_size(control: f64, treatment: f64, alpha: f64, power: f64) -> f64 {
    let spread = |rate: f64| rate * (1.0 - rate);
    let middle = (control + treatment) / 2.0;
    let under_null = normal_isf(alpha / 2.0) * (2.0 * spread(middle)).sqrt();
    let under_effect = normal_isf(1.0 - power) * (spread(control) + spread(treatment)).sqrt();
    ((under_null + under_effect) / (treatment - control)).powi(2)
}

/// The rise of a rate that two groups of `n` trials each find with `power`; `None` where even 1 is too close.
pub fn proportion_detectable(control: f64, n: f64, alpha: f64, power: f64) -> Option<f64> {
    let is_found = |rise: f64| proportion_size(control, control + rise, alpha, power) <= n;
    let (mut low, mut high) = (0.0, 1.0 - control);
    if !is_found(high) {
        return None;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if is_found(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

fn z_sum(alpha: f64, power: f64) -> f64 {
    normal_isf(alpha / 2.0) + normal_isf(1.0 - power)
}

/// How many times more requests it takes when they come by user: (1 + cv²) m̄ for the mean cluster size in
/// 1 + (m̄' − 1) ρ. Eldridge, Ashby and Kerry, "Sample size for cluster randomized trials: effect of coefficient of
/// variation of cluster size", International Journal of Epidemiology 35 (2006).
pub fn design_effect(requests_per_user: f64, coefficient_of_variation: f64, correlation: f64) -> f64 {
    let size = (1.0 + coefficient_of_variation.powi(2)) * requests_per_user;
    (1.0 + (size - 1.0) * correlation).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close};

    /// Both tails counted, as statsmodels' `TTestIndPower` does.
    fn t_test_power(effect: f64, n: f64, alpha: f64) -> f64 {
        let (df, shift) = (2.0 * n - 2.0, effect * (n / 2.0).sqrt());
        let critical = t_isf(alpha / 2.0, df);
        noncentral_t_sf(critical, df, shift) + noncentral_t_sf(critical, df, -shift)
    }

    #[test]
    fn sizes_and_powers_are_the_references() {
        let expected = &case("p29_power_t")["expected"];
        let number = |block: &str, key: &str| expected[block][key].as_f64().expect("a number");
        close(t_test_power(1.0, 20.0, 0.05), number("ttest_power", "power_two_sided_both_tails"), 1e-12);
        close(t_test_power_right_sign(1.0, 20.0, 0.05), number("ttest_power", "power_r_default_one_tail"), 1e-12);
        close(t_test_size(1.0, 0.05, 0.9), number("ttest_n", "n_per_group"), 1e-12);
        close(mean_size(0.1, 0.02, 0.05, 0.8), number("normal_n", "n_per_group"), 1e-12);
        close(mean_detectable(0.1, 1000.0, 0.05, 0.8), number("normal_mde", "mde"), 1e-12);
    }

    #[test]
    fn power_elsewhere() {
        // statsmodels 0.15: TTestIndPower().power(effect, n, 0.05)
        for (effect, n, expected) in [
            (0.2, 10.0, 0.070_821_345_189_310_64),
            (0.5, 64.0, 0.801_459_557_922_254_2),
            (0.1, 1000.0, 0.608_366_705_809_178_5),
            (0.02, 1e5, 0.994_000_104_932_579_1),
            (3.0, 2.0, 0.387_400_128_525_970_94),
            (0.0, 30.0, 0.05),
        ] {
            close(t_test_power(effect, n, 0.05), expected, 1e-11);
        }
        let n = t_test_size(0.05, 0.01, 0.8);
        close(t_test_power(0.05, n, 0.01), 0.8, 1e-8);
    }

    #[test]
    fn rates() {
        // R: power.prop.test(p1 = 0.5, p2 = 0.75, power = 0.9) prints n = 76.7.
        close(proportion_size(0.5, 0.75, 0.05, 0.9), 76.7, 1e-3);
        let rise = proportion_detectable(0.1, 3841.0, 0.05, 0.8).expect("a rise");
        close(proportion_size(0.1, 0.1 + rise, 0.05, 0.8), 3841.0, 1e-9);
        assert_eq!(proportion_detectable(0.9, 5.0, 0.05, 0.8), None);
    }

    #[test]
    fn alike_requests_cost_more() {
        assert_eq!(design_effect(1.0, 0.0, 0.3), 1.0);
        close(design_effect(10.0, 0.0, 0.5), 5.5, 1e-15);
        close(design_effect(10.0, 1.0, 0.5), 10.5, 1e-15);
    }
}
