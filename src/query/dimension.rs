//! What rows are grouped by: a field, or a stretch of time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime};

use super::{Canonical, Field, Span, Zone};

/// One part of `--by`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    Field(Field),
    Time(Bucket),
}

/// A stretch of time, cut in the query's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    Hour,
    Day,
    /// From Monday, as in ISO 8601; named by its Monday.
    Week,
    Month,
    /// A length that suits the range of an answer; called `time`.
    Every(Span),
}

impl Dimension {
    /// The dimension a user means: `hour`, `day`, `week`, `month`, else a field.
    pub fn named(name: &str) -> Dimension {
        match name {
            "hour" => Dimension::Time(Bucket::Hour),
            "day" => Dimension::Time(Bucket::Day),
            "week" => Dimension::Time(Bucket::Week),
            "month" => Dimension::Time(Bucket::Month),
            _ => Dimension::Field(Field::named(name)),
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Dimension::Field(field) => field.name(),
            Dimension::Time(Bucket::Hour) => "hour",
            Dimension::Time(Bucket::Day) => "day",
            Dimension::Time(Bucket::Week) => "week",
            Dimension::Time(Bucket::Month) => "month",
            Dimension::Time(Bucket::Every(_)) => "time",
        }
    }

    /// Whether it tells apart how requests ended, so that those of one group ended alike.
    pub fn is_outcome(&self) -> bool {
        matches!(self, Dimension::Field(Field::Canonical(Canonical::ErrorType | Canonical::Status)))
    }

    /// The field whose values make the groups.
    pub fn field(&self) -> Field {
        match self {
            Dimension::Field(field) => field.clone(),
            Dimension::Time(_) => Canonical::Timestamp.into(),
        }
    }
}

impl Bucket {
    /// The start of the bucket that holds `micros` (UTC), as local time of `zone`, in microseconds of the
    /// local clock. Two instants share a bucket exactly when they share this number.
    ///
    /// An hour that a clock change repeats is one bucket per pass, told apart by its offset in [`Bucket::label`].
    pub fn start(self, micros: i64, zone: Zone) -> Option<BucketStart> {
        let utc = DateTime::from_timestamp_micros(micros)?;
        let (local, offset_seconds) = zone.local(utc);
        let offset_seconds = if self.span().tells_passes() { offset_seconds } else { 0 };
        Some(BucketStart { local: self.span().start(local)?, offset_seconds })
    }

    /// How the bucket is written: `2026-11-23T07`, with its offset where that is not zero, `2026-11-23`, `2026-11`.
    pub fn label(self, start: BucketStart) -> String {
        let format = if self == Bucket::Hour { "%Y-%m-%dT%H" } else { self.span().format() };
        format!("{}{}", start.local.format(format), offset_label(start.offset_seconds))
    }

    /// The labels of all buckets from `first` to `last`, in microseconds, in order of time. As many as the range is
    /// long: for a bucket that suits it.
    pub fn labels(self, first: i64, last: i64, zone: Zone) -> Vec<String> {
        // A clock change can shorten an hour to half of one.
        let step = self.span().seconds() * 1_000_000 / 4;
        let instants = std::iter::successors(Some(first), |at| at.checked_add(step).filter(|at| *at < last));
        let starts = instants.chain([last]).filter_map(|at| self.start(at, zone));
        let buckets: BTreeMap<i64, BucketStart> = starts.map(|start| (start.sort_key(), start)).collect();
        buckets.into_values().map(|start| self.label(start)).collect()
    }

    /// Whether a minute can lie in more than one.
    pub fn divides_minutes(self) -> bool {
        self.span().seconds() < 60
    }

    fn span(self) -> Span {
        match self {
            Bucket::Hour => Span::Seconds(3600),
            Bucket::Day => Span::Days(1),
            Bucket::Week => Span::Days(7),
            Bucket::Month => Span::Months(1),
            Bucket::Every(span) => span,
        }
    }
}

/// A bucket's identity: its first moment on the local clock and, for hours, the clock's offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BucketStart {
    local: NaiveDateTime,
    offset_seconds: i32,
}

impl BucketStart {
    /// Sorts in order of time: the instant the bucket begins, in seconds.
    pub fn sort_key(self) -> i64 {
        self.local.and_utc().timestamp() - i64::from(self.offset_seconds)
    }
}

fn offset_label(seconds: i32) -> String {
    if seconds == 0 {
        return String::new();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
