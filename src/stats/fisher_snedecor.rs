//! The F distribution: its upper tail, for a whole number of degrees of freedom above.

use super::beta::{beta_fraction, inverse_beta_half};

/// P(F > f) with `above` and `below` degrees of freedom. The relative error stays below 1e-13.
pub fn f_sf(f: f64, above: u32, below: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let (a, b) = (0.5 * below, 0.5 * f64::from(above));
    let w = f64::from(above) * f / below;
    let (x, y) = (1.0 / (1.0 + w), w / (1.0 + w));
    let front = (-a * w.ln_1p() + b * y.ln()).exp() * inverse_beta(a, above);
    match a * y + 1.0 - (b + 2.0) * x > 0.0 {
        true => front / beta_fraction(a, b, x, y),
        false => 1.0 - front / beta_fraction(b, a, y, x),
    }
}

/// 1/B(a, n/2), as a finite product.
fn inverse_beta(a: f64, n: u32) -> f64 {
    match n.is_multiple_of(2) {
        true => (0..n / 2).map(f64::from).fold(1.0, |product, i| product * (a + i) / i.max(1.0)),
        false => {
            (0..(n - 1) / 2).map(f64::from).fold(inverse_beta_half(a), |product, i| product * (a + 0.5 + i) / (0.5 + i))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    #[test]
    fn tails_are_the_references() {
        // mpmath, 60 digits.
        for (f, above, below, expected) in [
            (0.1, 1, 3.0, 0.772_554_911_120_086_8),
            (1.0, 3, 95.0, 0.396_422_809_715_196_17),
            (2.0, 3, 1_800.0, 0.112_015_458_931_970_15),
            (4.3, 4, 47.043_593_077_568_3, 0.004_786_144_001_365_821),
            (21.0, 8, 180.0, 2.583_264_337_268_971_4e-22),
            (201.0, 9, 10.0, 4.223_237_295_559_266_6e-10),
            (2.5, 2, 1_000_000.0, 0.082_085_511_655_033_3),
            (2.5, 3, 1_000_000_000.0, 0.057_558_452_598_934_39),
            (0.5, 5, 18_000.0, 0.776_489_843_016_037_1),
            (30.0, 3, 10_000.0, 2.667_249_993_038_173e-19),
        ] {
            close(f_sf(f, above, below), expected, 2e-13);
        }
        assert_eq!(f_sf(0.0, 3, 5.0), 1.0);
    }
}
