//! p-values of several tests, adjusted for their number.

/// Which errors a family of tests guards against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// Any false finding.
    Holm,
    /// The share of findings that are false.
    BenjaminiHochberg,
    None,
}

/// Adjusted p-values in the order given; what is not known stays out of the family.
pub fn adjust(p_values: &[Option<f64>], correction: Correction) -> Vec<Option<f64>> {
    let known: Vec<f64> = p_values.iter().copied().flatten().collect();
    let mut adjusted = match correction {
        Correction::Holm => holm(&known),
        Correction::BenjaminiHochberg => benjamini_hochberg(&known),
        Correction::None => known,
    }
    .into_iter();
    p_values.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
}

/// Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least: f64 = 0.0;
    for (rank, at) in ascending(p_values).into_iter().enumerate() {
        least = least.max((p_values.len() - rank) as f64 * p_values[at]).min(1.0);
        adjusted[at] = least;
    }
    adjusted
}

/// Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57 (1995).
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut most: f64 = 1.0;
    for (rank, at) in ascending(p_values).into_iter().enumerate().rev() {
        most = most.min(p_values.len() as f64 / (rank + 1) as f64 * p_values[at]);
        adjusted[at] = most;
    }
    adjusted
}

fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, numbers};

    #[test]
    fn rs_answers() {
        let case = case("p24_padjust");
        let p_values = numbers(&case["input"]["pvalues"]);
        for (found, expected) in [(holm(&p_values), "holm"), (benjamini_hochberg(&p_values), "bh")] {
            for (found, expected) in found.into_iter().zip(numbers(&case["expected"][expected])) {
                close(found, expected, 1e-12);
            }
        }
    }

    #[test]
    fn order_and_gaps_are_kept() {
        // R: p.adjust(c(0.04, 0.5, 0.001), "holm") is 0.08 0.5 0.003
        let found = adjust(&[Some(0.04), None, Some(0.5), Some(0.001)], Correction::Holm);
        assert_eq!(found, [Some(0.08), None, Some(0.5), Some(0.003)]);
        assert_eq!(adjust(&[Some(0.9), Some(0.8)], Correction::Holm), [Some(1.0), Some(1.0)]);
        assert_eq!(adjust(&[None], Correction::BenjaminiHochberg), [None]);
        assert_eq!(adjust(&[Some(0.04)], Correction::None), [Some(0.04)]);
    }
}
