//! Pure numeric functions: slices in, numbers out, each with its source. Nothing here knows of logs or columns.

#![allow(dead_code, unused_imports, reason = "commands that use them follow")]

mod discrete;
mod moments;
mod normal;
mod order;
mod proportion;
mod quantile;
mod rolling;
#[cfg(test)]
mod samples;
mod sampling;

pub use moments::{Compensated, Moments, sum};
pub use normal::{normal_isf, normal_log_two_sided, normal_sf, normal_two_sided};
pub use order::OrderStatistics;
pub use proportion::wilson;
pub use quantile::{quantile, quantile_interval, quantile_of, weighted_quantile};
pub use rolling::{RollingMean, rolling_means};
pub use sampling::{normal_interval, sampling_variance};
