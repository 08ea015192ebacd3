//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// P(Z > z), by erfc: no digits are lost in either tail.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// P(|Z| > |z|).
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// The natural logarithm of P(|Z| > |z|), finite where the probability is not: beyond 37 by the first terms of the
/// asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12), exact there to a double.
pub fn normal_log_two_sided(z: f64) -> f64 {
    let z = z.abs();
    if z < 37.0 {
        return normal_two_sided(z).ln();
    }
    let u = 1.0 / (z * z);
    let series = 1.0 - u * (1.0 - 3.0 * u * (1.0 - 5.0 * u * (1.0 - 7.0 * u)));
    -0.5 * z * z + (2.0 * series / (z * TAU.sqrt())).ln()
}

/// The z that is passed with probability `p`, 0 < p < 1; infinite at the ends.
pub fn normal_isf(p: f64) -> f64 {
    -normal_quantile(p)
}

/// The z below which a value is with probability `p`: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988),
/// PPND16, good to about one part in 10¹⁶.
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 || p.is_nan() {
        return match p {
            0.0 => f64::NEG_INFINITY,
            1.0 => f64::INFINITY,
            _ => f64::NAN,
        };
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let r = (-if q < 0.0 { p } else { 1.0 - p }.ln()).sqrt();
    let size = if r <= 5.0 { ratio(&TAIL, r - 1.6) } else { ratio(&FAR_TAIL, r - 5.0) };
    if q < 0.0 { -size } else { size }
}

/// Coefficients of a numerator and a denominator, the highest power first.
type Rational = [[f64; 8]; 2];

fn ratio([numerator, denominator]: &Rational, r: f64) -> f64 {
    let horner = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, coefficient| sum * r + coefficient);
    horner(numerator) / horner(denominator)
}

const CENTRE: Rational = [
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
];
const TAIL: Rational = [
    [
        0.000_774_545_014_278_341_4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        0.000_547_593_808_499_534_5,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];
const FAR_TAIL: Rational = [
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        0.000_786_869_131_145_613_3,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::close;

    /// 60-digit references.
    #[test]
    fn tails_are_good_to_the_last_digits() {
        for (z, expected) in [
            (0.5, 0.308_537_538_725_986_9),
            (1.0, 0.158_655_253_931_457_05),
            (1.96, 0.024_997_895_148_220_435),
            (3.0, 0.001_349_898_031_630_094_6),
            (5.0, 2.866_515_718_791_939e-7),
            (8.3, 5.205_569_744_890_254e-17),
            (10.0, 7.619_853_024_160_525e-24),
            (20.0, 2.753_624_118_606_233_7e-89),
            (37.0, 5.725_571_222_524_577e-300),
        ] {
            close(normal_sf(z), expected, 1e-14 * (1.0 + z * z));
            close(normal_two_sided(-z), 2.0 * expected, 1e-14 * (1.0 + z * z));
        }
        assert_eq!([normal_sf(f64::NEG_INFINITY), normal_sf(0.0), normal_sf(f64::INFINITY)], [1.0, 0.5, 0.0]);
    }

    #[test]
    fn logarithms_go_on_where_probabilities_end() {
        // mpmath, 50 digits: log(erfc(z/sqrt(2)))
        for (z, expected) in [
            (1.0, -1.147_874_464_449_318_2),
            (36.9, -684.639_735_984_790_7),
            (37.0, -688.337_438_396_330_6),
            (38.0, -725.864_068_838_260_2),
            (50.0, -1_254.138_213_958_86),
            (1000.0, -500_007.133_547_631_6),
        ] {
            close(normal_log_two_sided(z), expected, 1e-14);
        }
    }

    #[test]
    fn quantiles_are_the_inverse_of_tails() {
        // mpmath, 50 digits.
        for (p, expected) in [
            (0.45, 0.125_661_346_855_074_02),
            (0.2, 0.841_621_233_572_914_2),
            (0.1, 1.281_551_565_544_600_4),
            (0.05, 1.644_853_626_951_472_6),
            (0.025, 1.959_963_984_540_054_3),
            (0.005, 2.575_829_303_548_901),
            (1e-6, 4.753_424_308_822_899),
            (1e-20, 9.262_340_089_798_407),
            (1e-100, 21.273_453_560_965_326),
            (1e-300, 37.047_096_299_361_2),
            (0.9, -1.281_551_565_544_600_6),
        ] {
            close(normal_isf(p), expected, 1e-15);
        }
        for p in [1e-300, 1e-20, 1e-5, 0.2, 0.4999, 0.7, 0.99] {
            close(normal_sf(normal_isf(p)), p, 1e-12);
        }
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
        assert_eq!(
            [normal_quantile(0.0), normal_quantile(0.5), normal_quantile(1.0)],
            [f64::NEG_INFINITY, 0.0, f64::INFINITY]
        );
    }
}
