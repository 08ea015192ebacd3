//! The figures that can be asked of a group of requests.

use super::{Canonical, Field};
use crate::error::Error;

/// A named figure over a group of requests.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// How many requests.
    Requests,
    /// How many of them failed.
    Errors,
    /// Failed requests as a fraction of those that ended.
    ErrorRate,
    /// How many were asked and never answered in this log.
    Pending,
    /// How many used something whose cost is unknown: where there are any, the group's cost is a floor.
    Unpriced,
    /// The sum of the known values; unknown where none is known.
    Total(Field),
    /// The mean of the known values.
    Mean(Field),
    Min(Field),
    Max(Field),
    /// The p-quantile of the known values, 0 ≤ p ≤ 1, interpolated linearly (numpy's default, type 7).
    Quantile(Field, f64),
    /// The group's part of all the cost in the answer.
    CostShare,
}

impl Measure {
    /// The measure called `name`: `requests`, `total_cost_usd`, `p95_latency_ms`, `avg_input_tokens`, …
    ///
    /// # Errors
    /// [`Error::UnknownMeasure`] with the names there are.
    pub fn named(name: &str) -> Result<Measure, Error> {
        let fixed = match name {
            "requests" => Some(Measure::Requests),
            "errors" => Some(Measure::Errors),
            "error_rate" => Some(Measure::ErrorRate),
            "pending" => Some(Measure::Pending),
            "unpriced_requests" => Some(Measure::Unpriced),
            "cost" => Some(Measure::Total(Canonical::CostUsd.into())),
            "avg_cost_per_request" => Some(Measure::Mean(Canonical::CostUsd.into())),
            "cost_share" => Some(Measure::CostShare),
            _ => None,
        };
        fixed.or_else(|| Measure::of_field(name)).ok_or_else(|| Error::UnknownMeasure(name.to_owned()))
    }

    fn of_field(name: &str) -> Option<Measure> {
        let (function, field) = name.split_once('_')?;
        let field = Canonical::ALL.iter().copied().find(|c| c.name() == field && c.kind().is_numeric())?.into();
        match function {
            "total" => Some(Measure::Total(field)),
            "avg" => Some(Measure::Mean(field)),
            "min" => Some(Measure::Min(field)),
            "max" => Some(Measure::Max(field)),
            _ => {
                let percent: f64 = function.strip_prefix('p')?.parse().ok()?;
                (0.0..=100.0).contains(&percent).then_some(Measure::Quantile(field, percent / 100.0))
            }
        }
    }

    /// The key in JSON and CSV.
    pub fn name(&self) -> String {
        match self {
            Measure::Requests => "requests".to_owned(),
            Measure::Errors => "errors".to_owned(),
            Measure::ErrorRate => "error_rate".to_owned(),
            Measure::Pending => "pending".to_owned(),
            Measure::Unpriced => "unpriced_requests".to_owned(),
            Measure::CostShare => "cost_share".to_owned(),
            Measure::Total(field) => format!("total_{field}"),
            Measure::Mean(Field::Canonical(Canonical::CostUsd)) => "avg_cost_per_request".to_owned(),
            Measure::Mean(field) => format!("avg_{field}"),
            Measure::Min(field) => format!("min_{field}"),
            Measure::Max(field) => format!("max_{field}"),
            // Rounded, because 0.999 × 100 is not 99.9 in binary.
            Measure::Quantile(field, p) => format!("p{}_{field}", (p * 1e8).round() / 1e6),
        }
    }

    /// The field it is computed from.
    pub fn field(&self) -> Option<Field> {
        match self {
            Measure::Requests | Measure::Errors | Measure::ErrorRate | Measure::Pending => None,
            Measure::CostShare | Measure::Unpriced => Some(Canonical::CostUsd.into()),
            Measure::Total(field)
            | Measure::Mean(field)
            | Measure::Min(field)
            | Measure::Max(field)
            | Measure::Quantile(field, _) => Some(field.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for name in [
            "requests",
            "errors",
            "error_rate",
            "pending",
            "unpriced_requests",
            "total_cost_usd",
            "total_input_tokens",
            "cost_share",
            "avg_cost_per_request",
            "avg_latency_ms",
            "max_ttft_ms",
            "p50_latency_ms",
            "p99.9_latency_ms",
            "p95_cost_usd",
        ] {
            assert_eq!(Measure::named(name).expect(name).name(), name);
        }
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        for name in ["", "total", "total_model", "p101_latency_ms", "px_latency_ms", "avg_nothing", "p-1_latency_ms"] {
            assert!(Measure::named(name).is_err(), "{name}");
        }
    }
}
