//! Answers that stay valid however often one looks.

/// An interval and a p-value that hold at every look at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sequential {
    pub rho: f64,
    pub halfwidth: f64,
    pub interval: (f64, f64),
    pub ln_e_value: f64,
    pub p_value: f64,
}

/// The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, arXiv 2103.06476v7, equations
/// 9, 155 and 161, two-sided, for an `estimate` with `stderr` from `n` users; tightest near `tuning` users. It equals
/// the mixture sequential probability ratio test of Johari, Pekelis and Walsh (2017) with τ² = ρ² n se².
pub fn sequential(estimate: f64, stderr: f64, n: f64, alpha: f64, tuning: f64) -> Option<Sequential> {
    if !(stderr > 0.0 && stderr.is_finite() && n > 0.0 && tuning > 0.0) {
        return None;
    }
    let log = -2.0 * alpha.ln();
    let rho2 = (log + (log + 1.0).ln()) / tuning;
    let (variance, spread) = (stderr * stderr * n, n * rho2 + 1.0);
    let halfwidth = variance.sqrt() * (2.0 * spread * (spread.sqrt() / alpha).ln() / (n * n * rho2)).sqrt();
    let ln_e_value = rho2 * estimate * estimate * n / (stderr * stderr * 2.0 * spread) - spread.ln() / 2.0;
    Some(Sequential {
        rho: rho2.sqrt(),
        halfwidth,
        interval: (estimate - halfwidth, estimate + halfwidth),
        ln_e_value,
        p_value: (-ln_e_value).exp().min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, numbers};

    #[test]
    fn gbstats_answers() {
        let expected = &case("p28_sequential")["expected"];
        let value = |key: &str| expected[key].as_f64().expect("a number");
        let found = sequential(value("difference"), value("stderr"), 1810.0, 0.05, 5000.0).expect("an interval");
        let absolute = |key: &str| expected["absolute"][key].as_f64().expect("a number");
        close(found.rho, absolute("rho"), 1e-14);
        close(found.halfwidth, absolute("halfwidth"), 1e-12);
        close(found.ln_e_value, absolute("ln_evalue"), 1e-12);
        close(found.p_value, absolute("pvalue"), 1e-12);
        close(found.interval.0, numbers(&expected["absolute"]["confidence_interval"])[0], 1e-11);
        assert_eq!(sequential(1.0, 0.0, 9.0, 0.05, 5000.0), None);
    }
}
