//! The answer as JSON has it: one [`Experiment`] per object of `experiments`. What is not known, or not finite, is null.

use serde::{Serialize, Serializer};

use crate::stats;

#[derive(Debug, Serialize)]
pub struct Experiment {
    pub experiment: Option<String>,
    pub alpha: f64,
    pub unit: String,
    pub control: String,
    pub primary_metric: Option<String>,
    pub srm: Option<Srm>,
    pub n_crossover_users: u64,
    pub warnings: Vec<Caution>,
    pub metrics: Vec<Metric>,
}

/// Something to know before believing the figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Caution {
    pub code: &'static str,
    pub message: String,
}

/// Values by variant, in the order of the variants.
#[derive(Debug, Clone)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Debug, Serialize)]
pub struct Srm {
    pub statistic: f64,
    pub df: u32,
    pub p_value: f64,
    pub log10_p_value: f64,
    pub mismatch: bool,
    pub weights: Named<f64>,
    pub n_users: Named<u64>,
    /// Whether the weights were stated rather than taken for equal.
    #[serde(skip)]
    pub is_stated: bool,
}

#[derive(Debug, Serialize)]
pub struct Metric {
    pub metric: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub direction: &'static str,
    pub groups: Named<Group>,
    pub winsorized: Option<Winsorized>,
    pub omnibus: Option<Omnibus>,
    pub comparisons: Vec<Comparison>,
}

impl Metric {
    pub fn is_lower_better(&self) -> bool {
        self.direction == "lower_is_better"
    }
}

#[derive(Debug, Serialize)]
pub struct Group {
    pub n_users: u64,
    pub n_requests: u64,
    pub n_missing: u64,
    pub effective_users: f64,
    pub successes: Option<u64>,
    pub mean: f64,
    pub std: f64,
    pub variance: f64,
    pub stderr: f64,
    pub stderr_delta: f64,
    pub ci: Option<[f64; 2]>,
    pub skewness: Option<f64>,
    pub quantiles: Option<Quantiles>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Quantiles {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Winsorized {
    pub quantile: f64,
    pub cap: f64,
    pub n_capped: u64,
}

#[derive(Debug, Serialize)]
pub struct Omnibus {
    pub welch_anova: Option<Anova>,
    pub f_oneway: Option<Anova>,
}

#[derive(Debug, Serialize)]
pub struct Anova {
    pub statistic: f64,
    pub df: [f64; 2],
    pub p_value: f64,
}

impl From<stats::Anova> for Anova {
    fn from(anova: stats::Anova) -> Anova {
        let df = [f64::from(anova.df_between), anova.df_within];
        Anova { statistic: anova.statistic, df, p_value: anova.p_value }
    }
}

#[derive(Debug, Serialize)]
pub struct Comparison {
    pub treatment: String,
    pub test: &'static str,
    pub difference: f64,
    pub stderr: Option<f64>,
    pub statistic: Option<f64>,
    pub df: Option<f64>,
    pub p_value: Option<f64>,
    pub log10_p_value: Option<f64>,
    pub p_value_holm: Option<f64>,
    pub p_value_bh: Option<f64>,
    pub p_value_adjusted: Option<f64>,
    pub confidence_level: f64,
    pub confidence_interval: Option<[f64; 2]>,
    pub lift: Option<Lift>,
    pub effect_size: Option<EffectSize>,
    pub design_effect: Option<f64>,
    pub mde: Option<f64>,
    pub is_significant: bool,
    pub verdict: Verdict,
    pub summary: String,
    pub equivalence: Option<Equivalence>,
    pub reference: Reference,
    pub tests: Tests,
    pub sequential: Option<Sequential>,
    pub cuped: Option<Cuped>,
    pub bayes: Option<Bayes>,
    pub quantile_differences: Option<QuantileDifferences>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Better,
    Worse,
    NoSignificantDifference,
    Equivalent,
    InsufficientData,
    Undefined,
    Invalid,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Lift {
    pub estimate: f64,
    pub stderr: f64,
    pub ci_delta: [f64; 2],
    pub ci_fieller: Option<[f64; 2]>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct EffectSize {
    pub cohens_d: f64,
    pub hedges_g: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Equivalence {
    pub margin: f64,
    pub p_value: f64,
    pub confidence_interval: [f64; 2],
    pub is_equivalent: bool,
}

/// What scipy says of the requests, taken for independent.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Reference {
    pub method: &'static str,
    pub statistic: Option<f64>,
    pub df: Option<f64>,
    pub p_value: Option<f64>,
    pub is_significant: bool,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Test {
    pub statistic: f64,
    pub df: f64,
    pub p_value: f64,
    pub log10_p_value: f64,
    pub stderr: f64,
    pub confidence_level: f64,
    pub confidence_interval: [f64; 2],
}

impl From<stats::Test> for Test {
    fn from(test: stats::Test) -> Test {
        Test {
            statistic: test.statistic,
            df: test.df,
            p_value: test.p_value,
            log10_p_value: test.log10_p_value,
            stderr: test.stderr,
            confidence_level: test.confidence_level,
            confidence_interval: test.interval.into(),
        }
    }
}

/// Every test that fits the data; the others are null.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Tests {
    pub student_t: Option<Test>,
    pub welch_t: Option<Test>,
    pub ratio_jackknife: Option<Test>,
    pub ratio_delta: Option<Test>,
    pub user_mean_welch: Option<Test>,
    pub ols_cluster_cr1: Option<ClusterRegression>,
    pub mannwhitneyu: Option<MannWhitney>,
    pub clustered_ranks: Option<ClusteredRanks>,
    pub z_pooled: Option<Test>,
    pub chi2: Option<ChiSquared>,
    pub fisher_exact: Option<Fisher>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct ClusterRegression {
    pub coef: f64,
    pub stderr: f64,
    pub statistic: f64,
    pub df_t: f64,
    pub p_value_t: f64,
    pub ci_t: [f64; 2],
    pub p_value_z: f64,
    pub ci_z: [f64; 2],
    pub n_clusters: usize,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct MannWhitney {
    pub statistic: f64,
    pub prob_superiority: f64,
    pub method: &'static str,
    pub p_value: Option<f64>,
    pub log10_p_value: Option<f64>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct ClusteredRanks {
    pub prob_superiority: f64,
    pub stderr: f64,
    pub statistic: f64,
    pub df: f64,
    pub p_value: f64,
    pub log10_p_value: f64,
    pub confidence_interval: [f64; 2],
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct ChiSquared {
    pub statistic: f64,
    pub df: u32,
    pub p_value: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Fisher {
    pub p_value: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Sequential {
    pub tuning: f64,
    pub absolute: Look,
    pub relative: Option<Look>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Look {
    pub rho: f64,
    pub halfwidth: f64,
    pub confidence_interval: [f64; 2],
    pub ln_e_value: f64,
    pub p_value: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cuped {
    pub theta: f64,
    pub coverage: f64,
    pub variance_reduction: f64,
    pub difference: f64,
    pub test: Option<Test>,
    pub unadjusted: Option<Test>,
    pub mean_adjusted: [f64; 2],
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Bayes {
    pub chance_to_win: f64,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct QuantileDifferences {
    pub p50: QuantileDifference,
    pub p95: QuantileDifference,
    pub p99: QuantileDifference,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct QuantileDifference {
    pub difference: f64,
    pub ci_bootstrap: Option<[f64; 2]>,
}
