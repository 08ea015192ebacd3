//! Pure numeric functions: slices in, numbers out, each with its source. Nothing here knows of logs or columns.

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
mod order;
mod power;
mod proportion;
mod quantile;
mod random;
mod rank;
mod rolling;
#[cfg(test)]
mod samples;
mod sampling;
mod sequential;
mod student;

pub use adjust::{Correction, adjust};
pub use bootstrap::{ByUser, quantile_differences};
pub use chi_squared::chi_squared_sf;
pub use clusters::{Clusters, cluster_regression, detectable, intraclass_correlation};
pub use cuped::cuped;
pub use effect::{chance_to_win, effect_size, lift};
pub use equivalence::equivalence;
pub use goodness::{equal_shares, goodness_of_fit};
pub use hypothesis::{Alternative, Test, isf};
pub use means::{Anova, Estimate, f_oneway, student, welch, welch_anova};
pub use moments::{Compensated, Moments, skewness, sum};
pub use order::OrderStatistics;
pub use power::{design_effect, mean_detectable, mean_size, proportion_detectable, proportion_size, t_test_size};
pub use proportion::{Proportions, wilson};
pub use quantile::{quantile, quantile_interval, quantile_of, weighted_quantile};
pub use rank::{Ranked, clustered_superiority, mann_whitney};
pub use rolling::{RollingMean, rolling_means};
pub use sampling::{normal_interval, sampling_variance};
pub use sequential::sequential;
