//! The figures that can be asked of a group of requests.

use super::{Canonical, Field, Kind};
use crate::error::Error;

/// A named figure over a group of requests.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// How many requests.
    Count(Part),
    /// Failed requests as a fraction of those that ended. Where groups differ by how requests failed, of those that
    /// ended in all groups that differ in nothing else: so many of a model's requests ran into this error.
    ErrorRate,
    /// The group's part of all the failed requests in the answer.
    ErrorShare,
    /// The sum of the known values of a part of the group; unknown where none is known.
    Total(Part, Field),
    /// The mean of the known values.
    Mean(Field),
    /// How many requests state a value.
    Known(Field),
    /// How many of the known values are at most so large.
    AtMost(Field, f64),
    /// The fraction of the known values that are smaller than this.
    Below(Field, f64),
    /// The standard deviation of the known values, as a sample's: n − 1 in the denominator.
    Deviation(Field),
    Min(Field),
    Max(Field),
    /// The p-quantile of the known values, 0 ≤ p ≤ 1, interpolated linearly (numpy's default, type 7).
    Quantile(Field, f64),
    /// The time of the earliest request of a part of the group.
    FirstSeen(Part),
    LastSeen(Part),
    /// The group's part of all the cost in the answer.
    CostShare,
    /// The part of all the cost that this row and those above it have.
    CumulativeCostShare,
    /// All that the group cost, failures included, for each request that succeeded.
    CostPerSuccess,
    /// Output tokens by the second of generation: total tokens over total time, of the requests that state both.
    TokensPerSecond,
    /// An end of the 95 % interval of another figure.
    Bound(Box<Measure>, Side),
}

/// A part of a group, told by how its requests ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    All,
    Successes,
    Errors,
    /// Asked, and never answered in this log.
    Pending,
    /// Used something whose cost is unknown: where there are any, the group's cost is a floor.
    Unpriced,
    /// Answered, but only until the limit of output tokens was reached.
    CutOff,
}

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Low,
    High,
}

/// Every measure without a field, by the name of its column.
const FIXED: [(&str, Measure); 17] = [
    ("requests", Measure::Count(Part::All)),
    ("successes", Measure::Count(Part::Successes)),
    ("errors", Measure::Count(Part::Errors)),
    ("pending", Measure::Count(Part::Pending)),
    ("unpriced_requests", Measure::Count(Part::Unpriced)),
    ("cut_off_requests", Measure::Count(Part::CutOff)),
    ("error_rate", Measure::ErrorRate),
    ("error_share", Measure::ErrorShare),
    ("first_seen", Measure::FirstSeen(Part::All)),
    ("last_seen", Measure::LastSeen(Part::All)),
    ("first_error", Measure::FirstSeen(Part::Errors)),
    ("last_error", Measure::LastSeen(Part::Errors)),
    ("cost_share", Measure::CostShare),
    ("cumulative_cost_share", Measure::CumulativeCostShare),
    ("cost_per_success", Measure::CostPerSuccess),
    ("output_tokens_per_second", Measure::TokensPerSecond),
    ("cost", Measure::Total(Part::All, Field::Canonical(Canonical::CostUsd))),
];

impl Measure {
    /// The sum over a whole group.
    pub fn total(field: Canonical) -> Measure {
        Measure::Total(Part::All, field.into())
    }

    /// An end of the 95 % interval of this figure.
    pub fn bound(self, side: Side) -> Measure {
        Measure::Bound(Box::new(self), side)
    }

    /// The measure called `name`: `requests`, `total_cost_usd`, `p95_latency_ms`, `avg_input_tokens`, …
    ///
    /// # Errors
    /// [`Error::UnknownMeasure`] with the names there are.
    pub fn named(name: &str) -> Result<Measure, Error> {
        let fixed = FIXED.iter().find(|(fixed, _)| *fixed == name).map(|(_, measure)| measure.clone());
        let named = fixed.or_else(|| Measure::of_field(name)).or_else(|| Measure::of_bound(name));
        named.ok_or_else(|| Error::UnknownMeasure(name.to_owned()))
    }

    fn of_bound(name: &str) -> Option<Measure> {
        let (base, side) = match (name.strip_suffix("_low"), name.strip_suffix("_high")) {
            (Some(base), _) => (base, Side::Low),
            (_, base) => (base?, Side::High),
        };
        Measure::named(base).ok().map(|measure| measure.bound(side))
    }

    /// The measure called `name`, also of a field that only the log knows: `avg_satisfied`, `p95_metadata.queue_ms`.
    ///
    /// # Errors
    /// [`Error::UnknownMeasure`] where the name has no function, or the field holds no numbers.
    pub fn named_or_of_path(name: &str) -> Result<Measure, Error> {
        let is_numeric = |field: &Field| field.kind().is_numeric() || field.kind() == Kind::Any;
        let of_path = || Measure::of(name, |name| Some(Field::named(name)).filter(is_numeric));
        Measure::named(name).or_else(|error| of_path().ok_or(error))
    }

    fn of_field(name: &str) -> Option<Measure> {
        if name == "avg_cost_per_request" {
            return Some(Measure::Mean(Canonical::CostUsd.into()));
        }
        Measure::of(name, |name| {
            let canonical = Canonical::ALL.iter().copied().find(|c| c.name() == name && c.kind().is_numeric());
            canonical.map(Field::from)
        })
    }

    /// A function and a field, joined by `_`.
    fn of(name: &str, field: impl Fn(&str) -> Option<Field>) -> Option<Measure> {
        if let Some(cut_off) = name.strip_prefix("cut_off_") {
            return field(cut_off).map(|field| Measure::Total(Part::CutOff, field));
        }
        let (function, name) = name.split_once('_')?;
        let field = field(name).filter(|_| !name.is_empty())?;
        match function {
            "total" => Some(Measure::Total(Part::All, field)),
            "failed" => Some(Measure::Total(Part::Errors, field)),
            "avg" => Some(Measure::Mean(field)),
            "count" => Some(Measure::Known(field)),
            "std" => Some(Measure::Deviation(field)),
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
            Measure::Total(part, field) => format!("{}_{field}", part.prefix()),
            Measure::Mean(Field::Canonical(Canonical::CostUsd)) => "avg_cost_per_request".to_owned(),
            Measure::Mean(field) => format!("avg_{field}"),
            Measure::Known(field) => format!("count_{field}"),
            Measure::AtMost(field, bound) => format!("{field}_le_{bound}"),
            Measure::Below(..) => "below_threshold".to_owned(),
            Measure::Deviation(field) => format!("std_{field}"),
            Measure::Min(field) => format!("min_{field}"),
            Measure::Max(field) => format!("max_{field}"),
            // Rounded, because 0.999 × 100 is not 99.9 in binary.
            Measure::Quantile(field, p) => format!("p{}_{field}", (p * 1e8).round() / 1e6),
            Measure::Bound(measure, Side::Low) => format!("{}_low", measure.name()),
            Measure::Bound(measure, Side::High) => format!("{}_high", measure.name()),
            measure => FIXED.iter().find(|(_, fixed)| fixed == measure).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// The field whose values it is computed from.
    pub fn field(&self) -> Option<Field> {
        match self {
            Measure::Count(Part::Unpriced)
            | Measure::CostShare
            | Measure::CumulativeCostShare
            | Measure::CostPerSuccess => Some(Canonical::CostUsd.into()),
            Measure::Count(_) | Measure::ErrorRate | Measure::ErrorShare | Measure::TokensPerSecond => None,
            Measure::FirstSeen(_) | Measure::LastSeen(_) => Some(Canonical::Timestamp.into()),
            Measure::Bound(measure, _) => measure.field(),
            Measure::Total(_, field)
            | Measure::Mean(field)
            | Measure::Known(field)
            | Measure::AtMost(field, _)
            | Measure::Below(field, _)
            | Measure::Deviation(field)
            | Measure::Min(field)
            | Measure::Max(field)
            | Measure::Quantile(field, _) => Some(field.clone()),
        }
    }

    /// The part of the group whose values it is computed from.
    pub fn part(&self) -> Part {
        match self {
            Measure::Count(part) | Measure::Total(part, _) | Measure::FirstSeen(part) | Measure::LastSeen(part) => {
                *part
            }
            Measure::Bound(measure, _) => measure.part(),
            _ => Part::All,
        }
    }

    /// Whether it is a rate of errors, or an end of its interval.
    pub fn is_rate_of_errors(&self) -> bool {
        match self {
            Measure::Bound(measure, _) => measure.is_rate_of_errors(),
            measure => *measure == Measure::ErrorRate,
        }
    }

    /// Whether it is made of costs, so that a cost that is unknown makes it uncertain.
    pub fn is_of_money(&self) -> bool {
        *self != Measure::Count(Part::Unpriced) && self.field() == Some(Canonical::CostUsd.into())
    }

    /// Every field that must be read for it.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = self.field().into_iter().collect();
        match self {
            Measure::Bound(measure, _) => fields = measure.fields(),
            measure if measure.part() == Part::CutOff => fields.push(Canonical::FinishReason.into()),
            Measure::TokensPerSecond => {
                fields.extend([Canonical::OutputTokens, Canonical::LatencyMs, Canonical::TtftMs].map(Field::from));
            }
            _ => {}
        }
        fields
    }
}

impl Part {
    /// What the sum over this part is called, before the field.
    fn prefix(self) -> &'static str {
        match self {
            Part::All => "total",
            Part::Successes => "succeeded",
            Part::Errors => "failed",
            Part::Pending => "pending",
            Part::Unpriced => "unpriced",
            Part::CutOff => "cut_off",
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
            "successes",
            "errors",
            "error_rate",
            "error_rate_low",
            "pending",
            "unpriced_requests",
            "cut_off_requests",
            "total_cost_usd",
            "failed_cost_usd",
            "cut_off_output_tokens",
            "total_input_tokens",
            "total_cost_usd_high",
            "cost_share",
            "cumulative_cost_share",
            "cost_per_success",
            "avg_cost_per_request",
            "avg_latency_ms",
            "count_latency_ms",
            "std_quality_score",
            "max_ttft_ms",
            "p50_latency_ms",
            "p50_latency_ms_low",
            "p99.9_latency_ms",
            "p95_cost_usd",
            "first_seen",
            "output_tokens_per_second",
        ] {
            assert_eq!(Measure::named(name).expect(name).name(), name);
        }
    }

    #[test]
    fn any_path_can_be_measured_and_no_text() {
        for (name, field) in [("avg_satisfied", "satisfied"), ("p95_meta.queue_ms", "meta.queue_ms")] {
            assert_eq!(Measure::named_or_of_path(name).expect(name).field(), Some(Field::Path(field.to_owned())));
        }
        assert_eq!(Measure::named_or_of_path("max_latency").ok(), Some(Measure::Max(Canonical::LatencyMs.into())));
        for name in ["avg_", "total_model", "latency_ms", "eror_rate", "p101_x"] {
            assert!(Measure::named_or_of_path(name).is_err(), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        for name in [
            "",
            "total",
            "total_model",
            "p101_latency_ms",
            "px_latency_ms",
            "avg_nothing",
            "p-1_latency_ms",
            "_low",
            "failed_model",
        ] {
            assert!(Measure::named(name).is_err(), "{name}");
        }
    }
}
