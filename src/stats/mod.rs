//! Pure numeric functions: slices in, numbers out, each with its source. Nothing here knows of logs or columns.

#![allow(dead_code, unused_imports, reason = "commands that use them follow")]

mod adjust;
mod beta;
mod bootstrap;
mod chi_squared;
mod clusters;
mod cuped;
mod discrete;
mod effect;
mod equivalence;
mod fisher_snedecor;
mod goodness;
mod hypothesis;
mod means;
mod moments;
mod normal;
mod power;
mod proportion;
mod quantile;
mod rolling;
mod random;
mod rank;
#[cfg(test)]
mod samples;
mod sampling;
mod sequential;
mod student;

pub use adjust::{Correction, adjust};
pub use bootstrap::{ByUser, quantile_differences};
pub use chi_squared::{chi_squared_log_sf, chi_squared_sf};
pub use clusters::{ClusterRegression, Clusters, cluster_regression, detectable, intraclass_correlation};
pub use cuped::{Cuped, cuped};
pub use effect::{EffectSize, Lift, chance_to_win, effect_size, lift};
pub use equivalence::{Equivalence, equivalence};
pub use fisher_snedecor::f_sf;
pub use goodness::{ChiSquared, equal_shares, goodness_of_fit};
pub use hypothesis::{Alternative, Test};
pub use means::{Anova, Estimate, student, welch, welch_anova};
pub use moments::{Compensated, Moments, sum};
pub use normal::{normal_isf, normal_log_two_sided, normal_sf, normal_two_sided};
pub use power::{
    design_effect, mean_detectable, mean_size, proportion_detectable, proportion_size, t_test_power, t_test_size,
};
pub use proportion::{Proportions, wilson};
pub use quantile::{quantile, quantile_interval, weighted_quantile};
pub use rolling::{RollingMean, rolling_means};
pub use random::SplitMix64;
pub use rank::{MannWhitney, clustered_superiority, mann_whitney};
pub use sampling::{normal_interval, sampling_variance};
pub use sequential::{Sequential, sequential};
pub use student::{t_isf, t_log_two_sided, t_sf, t_two_sided};
