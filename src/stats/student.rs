//! Student's t distribution, for any degrees of freedom above 0: tails to the smallest double and their logarithms
//! beyond it, and quantiles. The relative error of a tail stays below 2.2e-15 · (1 + t²).

use std::f64::consts::{LN_2, PI};

use super::beta::{beta_fraction, gamma_ratio_half, inverse_beta_half};
use super::normal::normal_isf;

/// Beyond this a square overflows or says nothing more.
const HUGE: f64 = 1e150;

/// q = t/√df as the two sides of the incomplete beta function.
struct Sides {
    /// 1/(1 + q²)
    x: f64,
    /// q²/(1 + q²)
    y: f64,
    ln_x: f64,
    sqrt_y: f64,
}

impl Sides {
    fn of(t: f64, df: f64) -> Sides {
        let q = t / df.sqrt();
        if q >= HUGE {
            return Sides { x: 0.0, y: 1.0, ln_x: -2.0 * q.ln(), sqrt_y: 1.0 };
        }
        let square = q * q;
        let ln_x = -if t < HUGE { t * t / df } else { square }.ln_1p();
        Sides { x: 1.0 / (1.0 + square), y: square / (1.0 + square), ln_x, sqrt_y: q / (1.0 + square).sqrt() }
    }
}

/// P(|T| > |t|) with `df` degrees of freedom.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    let t = t.abs();
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if t == 0.0 || t.is_infinite() {
        return if t == 0.0 { 1.0 } else { 0.0 };
    }
    if df == 1.0 {
        return 2.0 / PI * (1.0 / t).atan();
    }
    if df == 2.0 {
        let s = t.hypot(2.0_f64.sqrt());
        return 2.0 / (s * (s + t));
    }
    let (a, sides) = (0.5 * df, Sides::of(t, df));
    let front = (a * sides.ln_x).exp() * sides.sqrt_y * inverse_beta_half(a);
    match a * sides.y + 1.0 - 2.5 * sides.x > 0.0 {
        true => front / beta_fraction(a, 0.5, sides.x, sides.y),
        false => 1.0 - front / beta_fraction(0.5, a, sides.y, sides.x),
    }
}

/// The natural logarithm of P(|T| > |t|), finite where the probability is too small for a double.
pub fn t_log_two_sided(t: f64, df: f64) -> f64 {
    let p = t_two_sided(t, df);
    if p > 1e-290 || p.is_nan() || t.is_infinite() {
        return p.ln();
    }
    let (a, sides) = (0.5 * df, Sides::of(t.abs(), df));
    let fraction = if sides.x == 0.0 { a } else { beta_fraction(a, 0.5, sides.x, sides.y) };
    a * sides.ln_x + sides.sqrt_y.ln() + inverse_beta_half(a).ln() - fraction.ln()
}

/// The logarithm of the density.
fn ln_density(t: f64, df: f64) -> f64 {
    let log = if t < HUGE { (t * t / df).ln_1p() } else { 2.0 * t.ln() - df.ln() };
    -0.5 * (df + 1.0) * log + inverse_beta_half(0.5 * df).ln() - 0.5 * df.ln()
}

/// The t that is passed with probability `p`, 0 < p < 1: Newton's method on the logarithm of the tail, kept between
/// bounds. The relative error is below 3.1e-14.
pub fn t_isf(p: f64, df: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p > 0.5 {
        return -t_isf(1.0 - p, df);
    }
    if p == 0.5 {
        return 0.0;
    }
    if df == 1.0 {
        return 1.0 / (PI * p).tan();
    }
    if df == 2.0 {
        return (1.0 - 2.0 * p) / (2.0 * p * (1.0 - p)).sqrt();
    }
    newton(start(p, df), (2.0 * p).ln(), df, p < 1e-3 && df < 50.0)
}

/// A first guess: Cornish and Fisher's expansion, or the power law of a far tail of few degrees of freedom.
fn start(p: f64, df: f64) -> f64 {
    let z = normal_isf(p);
    let power = df.sqrt() * (p * df * PI.sqrt() / gamma_ratio_half(0.5 * df)).powf(-1.0 / df);
    if df < 10.0 && power > 3.0 {
        return power;
    }
    match df > 2.0 {
        true => z + (z.powi(3) + z) / (4.0 * df) + (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * df * df),
        false => z,
    }
}

/// The t whose two-sided tail has the logarithm `target`, by steps in t, or in ln t where the tail is a power.
fn newton(start: f64, target: f64, df: f64, is_power: bool) -> f64 {
    let (mut t, mut low, mut high) = (start, 0.0, f64::INFINITY);
    for _ in 0..100 {
        let log = t_log_two_sided(t, df);
        let rest = log - target;
        if rest > 0.0 {
            low = t
        } else {
            high = t
        }
        let slope = (ln_density(t, df) + LN_2 - log + t.ln()).exp();
        let mut next = if is_power { t * (rest / slope).exp() } else { t + rest / slope * t };
        if !(low < next && next < high) {
            next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * t };
        }
        if (next - t).abs() <= 2e-16 * t.abs() {
            return next;
        }
        t = next;
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{close, triples};

    /// P(T > t).
    fn t_sf(t: f64, df: f64) -> f64 {
        let tail = 0.5 * t_two_sided(t, df);
        if t < 0.0 { 1.0 - tail } else { tail }
    }

    #[test]
    fn tails_are_the_references() {
        for (t, df, expected) in triples("t_sf") {
            close(t_sf(t, df), expected, 1e-14 * (1.0 + t * t));
            close(t_sf(-t, df), 1.0 - expected, 1e-14);
        }
    }

    #[test]
    fn quantiles_are_the_references() {
        for (p, df, expected) in triples("t_isf") {
            close(t_isf(p, df), expected, 4e-14);
            assert_eq!(t_isf(1.0 - 0.5_f64.powi(4), df), -t_isf(0.5_f64.powi(4), df));
        }
    }

    #[test]
    fn tails_down_to_the_smallest_and_up_to_a_billion() {
        // mpmath, 60 digits: 2 P(T > t) and its logarithm.
        for (t, df, p, log) in [
            (8.5, 30.0, 1.744_088_468_346_577_6e-9, -20.167_033_785_483_262),
            (37.0, 100_000.0, 1.197_462_824_342_466e-297, -683.687_567_613_801),
            (12.0, 1_000_000_000.0, 3.552_982_897_741_143e-33, -74.717_520_565_246_19),
            (36.5, 1_000_000_000.0, 1.109_438_054_040_164_4e-291, -669.948_408_431_756_2),
            (5.0, 1_000_000_000.0, 5.733_032_403_951_629e-7, -14.371_851_044_867_404),
            (0.001, 1_000_000_000.0, 0.999_202_115_572_377_4, -0.000_798_202_906_820_238_8),
            (1_000_000.0, 3.0, 2.205_315_581_679_229_2e-18, -40.655_661_054_291_876),
            (1.0e60, 4.7, 1.325_519_770_819_694_6e-281, -646.744_606_468_946_4),
            (44.6, 1_998.0, 4.307_799_163_528_782e-302, -693.920_270_945_416_6),
        ] {
            close(t_two_sided(t, df), p, 1e-12);
            assert!((t_log_two_sided(t, df) - log).abs() <= 1e-14 * log.abs().max(1.0));
        }
        // The probability is below every double, its logarithm is not.
        for (t, df, log) in [
            (50.0, 1_000_000_000.0, -1_254.136_650_211_714_8),
            (200.0, 5_000.0, -5_497.487_014_759_517),
            (100_000.0, 300.0, -2_601.388_788_699_500_8),
            (1.0e160, 6.0, -2_206.269_561_676_405_4),
        ] {
            assert!(t_two_sided(t, df) < 1e-300);
            close(t_log_two_sided(t, df), log, 1e-13);
        }
    }

    #[test]
    fn quantiles_invert_tails() {
        for df in [0.5, 1.5, 2.5, 3.0, 17.776, 1e3, 1e5, 1e9] {
            for p in [0.45, 0.1, 0.025, 1e-5, 1e-20] {
                close(t_sf(t_isf(p, df), df), p, 1e-11);
            }
        }
        close(t_sf(t_isf(1e-300, 1e9), 1e9), 1e-300, 1e-11);
    }

    #[test]
    fn ends_and_nonsense() {
        assert_eq!([t_sf(f64::INFINITY, 3.0), t_sf(0.0, 3.0), t_sf(f64::NEG_INFINITY, 3.0)], [0.0, 0.5, 1.0]);
        assert!(t_two_sided(f64::NAN, 3.0).is_nan() && t_sf(1.0, 0.0).is_nan() && t_isf(0.0, 3.0).is_nan());
    }
}
