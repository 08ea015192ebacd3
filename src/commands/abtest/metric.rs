//! One metric of an experiment: its variants, and the control compared with each other one.

use rayon::prelude::*;

use super::caution::Cautions;
use super::comparison;
use super::document::{Comparison, Group, Metric, Named, Omnibus, Quantiles, Winsorized};
use super::options::Options;
use crate::engine::{Observed, Sample};
use crate::stats::{self, ByUser, Clusters, Compensated, Estimate, Moments, Ranked};

/// What all comparisons of a metric share.
pub struct Context<'a> {
    pub options: &'a Options,
    pub metric: &'a str,
    /// What sums and means are less of.
    pub pivot: f64,
    pub is_boolean: bool,
    /// Whether some unit has several requests.
    pub is_clustered: bool,
    /// Whether something is known of units from before.
    pub has_covariate: bool,
    pub control: usize,
}

impl Context<'_> {
    /// Whether the metric is a plain share of independent requests.
    pub fn is_rate(&self) -> bool {
        self.is_boolean && !self.is_clustered
    }
}

/// One variant's side of a metric.
pub struct Side<'a> {
    pub name: &'a str,
    pub sample: &'a Sample,
    /// Every value in ascending order; empty where no values were kept.
    pub sorted: Vec<f64>,
    pivot: f64,
}

impl<'a> Side<'a> {
    fn new(name: &'a str, sample: &'a Sample, pivot: f64) -> Side<'a> {
        let mut sorted = sample.values.clone();
        sorted.par_sort_unstable_by(f64::total_cmp);
        Side { name, sample, sorted, pivot }
    }

    pub fn units(&self) -> usize {
        self.sample.sizes.len()
    }

    pub fn clusters(&self) -> Clusters<'_> {
        Clusters { sizes: &self.sample.sizes, sums: &self.sample.sums }
    }

    pub fn ranked(&self) -> Ranked<'_> {
        Ranked { sizes: &self.sample.sizes, values: &self.sample.values, sorted: &self.sorted }
    }

    pub fn by_user(&self) -> ByUser<'_> {
        ByUser { sizes: &self.sample.sizes, values: &self.sample.values }
    }

    /// The mean with the variance that decides: by unit.
    pub fn estimate(&self, context: &Context<'_>) -> Estimate {
        if context.is_clustered { self.clusters().jackknife() } else { self.sample.moments.into() }
    }

    pub fn mean(&self) -> f64 {
        self.pivot + self.sample.moments.mean
    }

    /// How many values of a boolean metric are true.
    pub fn successes(&self) -> u64 {
        (self.mean() * self.sample.moments.count as f64).round() as u64
    }

    fn group(&self, context: &Context<'_>) -> Group {
        let (moments, clusters) = (self.sample.moments, self.clusters());
        let estimate = self.estimate(context);
        let stderr = estimate.variance.sqrt();
        let alpha = context.options.alpha;
        let half = stats::isf(alpha / 2.0, estimate.df) * stderr;
        let wilson = || stats::wilson(self.successes() as f64, moments.count as f64, 1.0 - alpha);
        let ci = match context.is_rate() && moments.count > 0 {
            true => Some(wilson().into()),
            false => half.is_finite().then(|| [self.mean() - half, self.mean() + half]),
        };
        let skewness = (!context.is_boolean).then(|| stats::skewness(&clusters.linearised()));
        Group {
            n_users: self.units() as u64,
            n_requests: moments.count,
            n_missing: self.sample.missing,
            effective_users: clusters.effective_users(),
            successes: context.is_boolean.then(|| self.successes()),
            mean: self.mean(),
            std: moments.sd(),
            variance: moments.variance,
            stderr,
            stderr_delta: clusters.delta().variance.sqrt(),
            ci,
            skewness: skewness.filter(|skewness| skewness.is_finite()),
            quantiles: self.quantiles().filter(|_| !context.is_boolean),
        }
    }

    pub fn quantiles(&self) -> Option<Quantiles> {
        let quantile = |p| stats::quantile(&self.sorted, p);
        Some(Quantiles { p50: quantile(0.5)?, p95: quantile(0.95)?, p99: quantile(0.99)? })
    }
}

/// Analyses what was observed of a metric. `names` are the variants, `control` is one of them.
pub fn metric(
    observed: &Observed,
    names: &[String],
    control: usize,
    is_clustered: bool,
    has_covariate: bool,
    options: &Options,
    cautions: &mut Cautions,
) -> Metric {
    let is_boolean = observed.truths > 0;
    let capped = options.winsorize.filter(|_| !is_boolean).and_then(|quantile| winsorize(observed, quantile));
    let (samples, winsorized) = match &capped {
        Some((samples, winsorized)) => (samples, Some(*winsorized)),
        None => (&observed.samples, None),
    };
    let name = observed.metric.name();
    let context =
        Context { options, metric: name, pivot: observed.pivot, is_boolean, is_clustered, has_covariate, control };
    let sides: Vec<Side<'_>> =
        names.iter().zip(samples).map(|(name, sample)| Side::new(name, sample, observed.pivot)).collect();
    let groups: Vec<(String, Group)> = sides.iter().map(|side| (side.name.to_owned(), side.group(&context))).collect();
    cautions.of_groups(name, &groups, observed);
    let comparisons: Vec<Comparison> = (0..sides.len())
        .filter(|at| *at != control)
        .map(|at| comparison::compare(&sides, at, &context, cautions))
        .collect();
    Metric {
        metric: name.to_owned(),
        kind: if is_boolean { "boolean" } else { "numeric" },
        direction: if options.is_lower_better(&observed.metric) { "lower_is_better" } else { "higher_is_better" },
        groups: Named(groups),
        winsorized,
        omnibus: (sides.len() > 2).then(|| omnibus(&sides, &context)),
        comparisons,
    }
}

fn omnibus(sides: &[Side<'_>], context: &Context<'_>) -> Omnibus {
    let estimates: Vec<Estimate> = sides.iter().map(|side| side.estimate(context)).collect();
    let moments: Vec<Moments> = sides.iter().map(|side| side.sample.moments).collect();
    Omnibus {
        welch_anova: stats::welch_anova(&estimates).map(Into::into),
        f_oneway: stats::f_oneway(&moments).map(Into::into),
    }
}

/// The samples with every value above the `quantile` of all of them together put down to it.
fn winsorize(observed: &Observed, quantile: f64) -> Option<(Vec<Sample>, Winsorized)> {
    let mut all: Vec<f64> = observed.samples.iter().flat_map(|sample| sample.values.iter().copied()).collect();
    all.par_sort_unstable_by(f64::total_cmp);
    let cap = stats::quantile(&all, quantile)?;
    let n_capped = (all.len() - all.partition_point(|value| *value <= cap)) as u64;
    let samples = observed.samples.iter().map(|sample| capped(sample, cap, observed.pivot)).collect();
    Some((samples, Winsorized { quantile, cap, n_capped }))
}

fn capped(sample: &Sample, cap: f64, pivot: f64) -> Sample {
    let values: Vec<f64> = sample.values.iter().map(|value| value.min(cap)).collect();
    let mut rest = values.as_slice();
    let sum = |size: &u32| {
        let (own, others) = rest.split_at(*size as usize);
        rest = others;
        own.iter().map(|value| value - pivot).collect::<Compensated>().value()
    };
    let sums = sample.sizes.iter().map(sum).collect();
    let moments = Moments::of_iter(values.iter().map(|value| value - pivot));
    Sample { sums, moments, values, ..sample.clone() }
}
