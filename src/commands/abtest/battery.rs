//! Every test of one comparison, whichever of them decides.

use super::document::{ChiSquared, ClusterRegression, ClusteredRanks, Fisher, MannWhitney, Test, Tests};
use super::metric::{Context, Side};
use crate::stats::{self, Estimate, Proportions};

/// All tests that fit the data.
pub fn tests(treatment: &Side<'_>, control: &Side<'_>, context: &Context<'_>) -> Tests {
    let (alternative, alpha) = (context.options.alternative, context.options.alpha);
    let welch = |of: fn(&Side<'_>) -> Estimate| stats::welch(of(treatment), of(control), alternative, alpha);
    let proportions = context.is_rate().then(|| self::proportions(treatment, control));
    let z = proportions.and_then(|rates| rates.pooled_z(alternative, alpha));
    Tests {
        student_t: stats::student(treatment.sample.moments, control.sample.moments, alternative, alpha).map(Test::from),
        welch_t: welch(|side| side.sample.moments.into()).map(Test::from),
        ratio_jackknife: welch(|side| side.clusters().jackknife()).map(Test::from),
        ratio_delta: welch(|side| side.clusters().delta()).map(Test::from),
        user_mean_welch: welch(|side| side.clusters().user_means().into()).map(Test::from),
        ols_cluster_cr1: cluster_regression(treatment, control, context),
        mannwhitneyu: mann_whitney(treatment, control, context),
        clustered_ranks: clustered_ranks(treatment, control, context),
        z_pooled: z.map(Test::from),
        chi2: z.map(|z| {
            let statistic = z.statistic * z.statistic;
            ChiSquared { statistic, df: 1, p_value: stats::chi_squared_sf(statistic, 1) }
        }),
        fisher_exact: proportions.map(|rates| Fisher { p_value: rates.fisher_exact(alternative) }),
    }
}

/// Both variants' truths. A sum is of values less the pivot, which is one of them.
pub fn proportions(treatment: &Side<'_>, control: &Side<'_>) -> Proportions {
    let of = |side: &Side<'_>| (side.successes(), side.sample.moments.count);
    Proportions { treatment: of(treatment), control: of(control) }
}

fn cluster_regression(treatment: &Side<'_>, control: &Side<'_>, context: &Context<'_>) -> Option<ClusterRegression> {
    let (alternative, alpha) = (context.options.alternative, context.options.alpha);
    let found = stats::cluster_regression(treatment.clusters(), control.clusters(), alternative, alpha)?;
    Some(ClusterRegression {
        coef: found.by_t.estimate,
        stderr: found.by_t.stderr,
        statistic: found.by_t.statistic,
        df_t: found.by_t.df,
        p_value_t: found.by_t.p_value,
        ci_t: found.by_t.interval.into(),
        p_value_z: found.by_z.p_value,
        ci_z: found.by_z.interval.into(),
        n_clusters: found.n_clusters,
    })
}

fn mann_whitney(treatment: &Side<'_>, control: &Side<'_>, context: &Context<'_>) -> Option<MannWhitney> {
    if context.is_boolean {
        return None;
    }
    let found = stats::mann_whitney(&treatment.sorted, &control.sorted, context.options.alternative)?;
    Some(MannWhitney {
        statistic: found.statistic,
        prob_superiority: found.prob_superiority,
        method: if found.is_exact { "exact" } else { "asymptotic" },
        p_value: found.p_value,
        log10_p_value: found.log10_p_value,
    })
}

/// Ranks with users as units; where every user has one request, Mann and Whitney's test says the same.
fn clustered_ranks(treatment: &Side<'_>, control: &Side<'_>, context: &Context<'_>) -> Option<ClusteredRanks> {
    if context.is_boolean || !context.is_clustered || treatment.sorted.is_empty() || control.sorted.is_empty() {
        return None;
    }
    let (alternative, alpha) = (context.options.alternative, context.options.alpha);
    let found = stats::clustered_superiority(treatment.ranked(), control.ranked(), alternative, alpha)?;
    Some(ClusteredRanks {
        prob_superiority: 0.5 + found.estimate,
        stderr: found.stderr,
        statistic: found.statistic,
        df: found.df,
        p_value: found.p_value,
        log10_p_value: found.log10_p_value,
        confidence_interval: [0.5 + found.interval.0, 0.5 + found.interval.1],
    })
}
