//! What rows are grouped by: a field, or a stretch of time.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};

use super::{Canonical, Field, Zone};

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
        let date = local.date();
        let start = match self {
            Bucket::Hour => date.and_hms_opt(local.hour(), 0, 0)?,
            Bucket::Day => midnight(date)?,
            Bucket::Week => midnight(date - Duration::days(i64::from(date.weekday().num_days_from_monday())))?,
            Bucket::Month => midnight(date.with_day(1)?)?,
        };
        let offset_seconds = if self == Bucket::Hour { offset_seconds } else { 0 };
        Some(BucketStart { local: start, offset_seconds })
    }

    /// How the bucket is written: `2026-11-23T07`, with its offset where that is not zero, `2026-11-23`, `2026-11`.
    pub fn label(self, start: BucketStart) -> String {
        match self {
            Bucket::Hour => format!("{}{}", start.local.format("%Y-%m-%dT%H"), offset_label(start.offset_seconds)),
            Bucket::Day | Bucket::Week => start.local.format("%Y-%m-%d").to_string(),
            Bucket::Month => start.local.format("%Y-%m").to_string(),
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

fn midnight(date: NaiveDate) -> Option<NaiveDateTime> {
    date.and_hms_opt(0, 0, 0)
}

fn offset_label(seconds: i32) -> String {
    if seconds == 0 {
        return String::new();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
