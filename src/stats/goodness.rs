//! Whether counts are as they should be: sample ratio mismatch, and shares that differ between variants.

use super::chi_squared::{chi_squared_log_sf, chi_squared_sf};

/// A chi-squared test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    pub statistic: f64,
    pub df: u32,
    pub p_value: f64,
    pub log10_p_value: f64,
}

impl ChiSquared {
    fn of(statistic: f64, df: u32) -> ChiSquared {
        let log10_p_value = chi_squared_log_sf(statistic, df) / std::f64::consts::LN_10;
        ChiSquared { statistic, df, p_value: chi_squared_sf(statistic, df), log10_p_value }
    }
}

/// Pearson's test that `counts` come in the proportions of `weights`. As a check of an experiment's split: Fabijan et
/// al., "Diagnosing sample ratio mismatch in online controlled experiments", KDD 2019. `None` of fewer than two counts,
/// of nothing counted, and where a weight is not positive.
pub fn goodness_of_fit(counts: &[u64], weights: &[f64]) -> Option<ChiSquared> {
    let (total, whole) = (counts.iter().sum::<u64>() as f64, weights.iter().sum::<f64>());
    if counts.len() < 2 || counts.len() != weights.len() || total == 0.0 || weights.iter().any(|weight| *weight <= 0.0)
    {
        return None;
    }
    let part = |(count, weight): (&u64, &f64)| {
        let expected = total * weight / whole;
        (*count as f64 - expected).powi(2) / expected
    };
    Some(ChiSquared::of(counts.iter().zip(weights).map(part).sum(), counts.len() as u32 - 1))
}

/// Pearson's test that a share is the same in all groups, given as `(hits, trials)`. `None` where all or none hit.
pub fn equal_shares(groups: &[(u64, u64)]) -> Option<ChiSquared> {
    let hits: u64 = groups.iter().map(|(hits, _)| hits).sum();
    let trials: u64 = groups.iter().map(|(_, trials)| trials).sum();
    let occupied = groups.iter().filter(|(_, trials)| *trials > 0);
    if hits == 0 || hits == trials || occupied.clone().count() < 2 {
        return None;
    }
    let share = hits as f64 / trials as f64;
    let part = |(hits, trials): &(u64, u64)| {
        let expected = share * *trials as f64;
        (*hits as f64 - expected).powi(2) / (expected * (1.0 - share))
    };
    Some(ChiSquared::of(occupied.clone().map(part).sum(), occupied.count() as u32 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close};

    #[test]
    fn splits_are_the_references() {
        for (name, counts) in [("p22_srm_growthbook", [1000, 1200]), ("p23_srm_ok", [5030, 4970])] {
            let expected = &case(name)["expected"]["srm"];
            let number = |key: &str| expected[key].as_f64().expect("a number");
            let found = goodness_of_fit(&counts, &[0.5, 0.5]).expect("a test");
            close(found.statistic, number("statistic"), 1e-12);
            close(found.p_value, number("pvalue"), 1e-12);
            close(found.log10_p_value, number("log10_pvalue"), 1e-12);
            assert_eq!(found.df, 1);
        }
        assert_eq!(goodness_of_fit(&[3], &[1.0]), None);
        assert_eq!(goodness_of_fit(&[0, 0], &[1.0, 1.0]), None);
        assert_eq!(goodness_of_fit(&[1, 2], &[1.0, 0.0]), None);
    }

    #[test]
    fn equal_shares_are_the_squared_z() {
        // The smokers of the chi2 test below: 83 of 86, 90 of 93, 129 of 136, 70 of 82; scipy: chi2_contingency.
        let found = equal_shares(&[(83, 86), (90, 93), (129, 136), (70, 82)]).expect("a test");
        close(found.statistic, 12.600_411_297_127_632, 1e-12);
        close(found.p_value, 0.005_585_476_661_627_042, 1e-12);
        assert_eq!((found.df, equal_shares(&[(0, 5), (0, 7)])), (3, None));
    }
}
