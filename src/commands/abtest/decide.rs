//! From tests to verdicts: p-values adjusted for their number, then judged.

use super::document::{Comparison, Experiment, Metric, Verdict};
use super::options::Options;
use super::words;
use crate::stats::{Correction, adjust};

/// Adjusts and judges every comparison. The primary metric decides, so that its treatments are a family by themselves;
/// the other metrics are a second one.
pub fn decide(experiment: &mut Experiment, options: &Options, noun: &str) {
    let primary = experiment.primary_metric.clone();
    let is_primary = |metric: &Metric| Some(&metric.metric) == primary.as_ref();
    for metric in &mut experiment.metrics {
        let adjusted = adjust(&p_values([&*metric]), Correction::Holm);
        set([metric], adjusted, |comparison, p| comparison.p_value_holm = p);
    }
    for side in [true, false] {
        let family = || experiment.metrics.iter().filter(|metric| is_primary(metric) == side);
        let adjusted = adjust(&p_values(family()), Correction::BenjaminiHochberg);
        let family = experiment.metrics.iter_mut().filter(|metric| is_primary(metric) == side);
        set(family, adjusted, |comparison, p| comparison.p_value_bh = p);
    }
    let of_all = options.correction.map(|correction| adjust(&p_values(&experiment.metrics), correction));
    match of_all {
        Some(adjusted) => set(&mut experiment.metrics, adjusted, |comparison, p| comparison.p_value_adjusted = p),
        None => experiment.metrics.iter_mut().for_each(|metric| {
            let holm = is_primary(metric);
            for comparison in &mut metric.comparisons {
                comparison.p_value_adjusted = if holm { comparison.p_value_holm } else { comparison.p_value_bh };
            }
        }),
    }
    let is_invalid = experiment.srm.as_ref().is_some_and(|srm| srm.mismatch && srm.is_stated);
    let control = experiment.control.clone();
    for metric in &mut experiment.metrics {
        let mut comparisons = std::mem::take(&mut metric.comparisons);
        for comparison in &mut comparisons {
            judge(comparison, metric, is_invalid, experiment.alpha);
            comparison.summary = words::summary(comparison, metric, &control, noun);
        }
        metric.comparisons = comparisons;
    }
}

fn p_values<'m>(metrics: impl IntoIterator<Item = &'m Metric>) -> Vec<Option<f64>> {
    metrics.into_iter().flat_map(|metric| &metric.comparisons).map(|comparison| comparison.p_value).collect()
}

fn set<'m>(
    metrics: impl IntoIterator<Item = &'m mut Metric>,
    adjusted: Vec<Option<f64>>,
    set: impl Fn(&mut Comparison, Option<f64>),
) {
    let comparisons = metrics.into_iter().flat_map(|metric| &mut metric.comparisons);
    comparisons.zip(adjusted).for_each(|(comparison, p)| set(comparison, p));
}

fn judge(comparison: &mut Comparison, metric: &Metric, is_invalid: bool, alpha: f64) {
    comparison.is_significant = comparison.p_value_adjusted.is_some_and(|p| p < alpha);
    comparison.verdict = match comparison.verdict {
        Verdict::InsufficientData | Verdict::Undefined => comparison.verdict,
        _ if is_invalid => Verdict::Invalid,
        _ if comparison.equivalence.is_some_and(|found| found.is_equivalent) => Verdict::Equivalent,
        _ if !comparison.is_significant => Verdict::NoSignificantDifference,
        _ if is_gain(comparison, metric) => Verdict::Better,
        _ => Verdict::Worse,
    };
}

/// Whether the difference found is one for the better: of ranks by the rank test, of means by all others.
fn is_gain(comparison: &Comparison, metric: &Metric) -> bool {
    let ranks = match comparison.test {
        "mannwhitneyu" => comparison.tests.mannwhitneyu.map(|test| test.prob_superiority - 0.5),
        "clustered_ranks" => comparison.tests.clustered_ranks.map(|test| test.prob_superiority - 0.5),
        _ => None,
    };
    (ranks.unwrap_or(comparison.difference) > 0.0) != metric.is_lower_better()
}
