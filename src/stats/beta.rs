//! The incomplete beta function behind the tails of t and F, in a form that loses no digits: no difference of
//! logarithms of gamma functions, and x and 1 − x kept apart.

use std::f64::consts::PI;

/// Γ(a + ½)/Γ(a) for a > 0: upwards by the recurrence until the asymptotic series (Tricomi and Erdélyi, 1951; its
/// coefficients are DLMF 5.11.13's for a half) is exact to a double.
pub fn gamma_ratio_half(a: f64) -> f64 {
    const SERIES: [f64; 9] = [
        1.0,
        -1.0 / 8.0,
        1.0 / 128.0,
        5.0 / 1024.0,
        -21.0 / 32_768.0,
        -399.0 / 262_144.0,
        869.0 / 4_194_304.0,
        39_325.0 / 33_554_432.0,
        -334_477.0 / 2_147_483_648.0,
    ];
    let (mut a, mut factor) = (a, 1.0);
    while a < 25.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let u = 1.0 / a;
    factor * a.sqrt() * SERIES.iter().rev().fold(0.0, |sum, coefficient| sum * u + coefficient)
}

/// 1/B(a, ½) = Γ(a + ½)/(Γ(a) √π).
pub fn inverse_beta_half(a: f64) -> f64 {
    gamma_ratio_half(a) / PI.sqrt()
}

/// The continued fraction f with I_x(a, b) = x^a y^b / (B(a, b) f), y = 1 − x: DiDonato and Morris, "Algorithm 708",
/// ACM Transactions on Mathematical Software 18 (1992), by Lentz's method. Good where x < (a + 1)/(a + b + 2).
pub fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const MOST_TERMS: u32 = 20_000;
    let not_zero = |value: f64| if value == 0.0 { TINY } else { value };
    // a − (a + b) x without cancellation.
    let g = a * y - b * x;
    let mut fraction = not_zero(a * (g + 1.0) / (a + 1.0));
    let (mut c, mut d) = (fraction, 0.0);
    for m in (1..MOST_TERMS).map(f64::from) {
        let e = a + 2.0 * m - 1.0;
        let term = m * (b - m) * x;
        let an = (a + m - 1.0) / e * ((a + b + m - 1.0) / e) * (term * x);
        let bn = m + term / e + (a + m) * (g + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0);
        d = 1.0 / not_zero(bn + an * d);
        c = not_zero(bn + an / c);
        let step = c * d;
        fraction *= step;
        if (step - 1.0).abs() <= 2.3e-16 {
            break;
        }
    }
    fraction
}
