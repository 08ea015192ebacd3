//! Stretches of time of any round length, and the one that cuts a range into as many as a chart has room for.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

/// How long a stretch of time is, on the clock and calendar of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A part of a day, from midnight.
    Seconds(u32),
    /// Seven are a week, from Monday.
    Days(u32),
    /// From January of year 0.
    Months(u32),
}

/// More points than this fit on no terminal of 80 columns.
const MOST_POINTS: i64 = 60;

/// Every length that people count in. From one to the next is a factor of five at most, so that a range is never cut
/// into fewer than 12, but for the shortest.
const LADDER: [(Span, &str); 19] = [
    (Span::Seconds(1), "1 second"),
    (Span::Seconds(5), "5 seconds"),
    (Span::Seconds(15), "15 seconds"),
    (Span::Seconds(60), "1 minute"),
    (Span::Seconds(300), "5 minutes"),
    (Span::Seconds(900), "15 minutes"),
    (Span::Seconds(3600), "1 hour"),
    (Span::Seconds(10_800), "3 hours"),
    (Span::Seconds(21_600), "6 hours"),
    (Span::Days(1), "1 day"),
    (Span::Days(2), "2 days"),
    (Span::Days(7), "1 week"),
    (Span::Months(1), "1 month"),
    (Span::Months(3), "3 months"),
    (Span::Months(12), "1 year"),
    (Span::Months(60), "5 years"),
    (Span::Months(300), "25 years"),
    (Span::Months(1200), "100 years"),
    (Span::Months(6000), "500 years"),
];

/// A twelfth of 365.2425 days.
const SECONDS_PER_MONTH: i64 = 2_629_746;

impl Span {
    /// The shortest length that cuts the time from `first` to `last`, in microseconds, into at most 60 stretches.
    pub fn of_range(first: i64, last: i64) -> Span {
        let seconds = last.saturating_sub(first) / 1_000_000;
        // The first and the last stretch may both be begun only.
        let fits = |span: &Span| seconds / span.seconds() + 2 <= MOST_POINTS;
        LADDER.iter().map(|(span, _)| *span).find(fits).unwrap_or(LADDER[LADDER.len() - 1].0)
    }

    /// `3 hours`.
    pub fn name(self) -> &'static str {
        LADDER.iter().find(|(span, _)| *span == self).map_or("", |(_, name)| name)
    }

    /// How long it is, as far as it is always the same.
    pub fn seconds(self) -> i64 {
        match self {
            Span::Seconds(count) => i64::from(count),
            Span::Days(count) => i64::from(count) * 86_400,
            Span::Months(count) => i64::from(count) * SECONDS_PER_MONTH,
        }
    }

    /// The first moment of the stretch that holds `local`, on the same clock.
    pub fn start(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let date = local.date();
        match self {
            Span::Seconds(count) => {
                let seconds = local.num_seconds_from_midnight();
                midnight(date)?.checked_add_signed(TimeDelta::seconds(i64::from(seconds - seconds % count)))
            }
            Span::Days(count) => {
                // Day 1 of the common era was a Monday.
                let beyond = (date.num_days_from_ce() - 1).rem_euclid(i32::try_from(count).ok()?);
                midnight(date.checked_sub_days(Days::new(u64::try_from(beyond).ok()?))?)
            }
            Span::Months(count) => {
                let months = date.year() * 12 + i32::try_from(date.month0()).ok()?;
                let first = months - months.rem_euclid(i32::try_from(count).ok()?);
                let month = u32::try_from(first.rem_euclid(12)).ok()? + 1;
                midnight(NaiveDate::from_ymd_opt(first.div_euclid(12), month, 1)?)
            }
        }
    }

    /// Whether it is so short that an hour which a clock change repeats must be told apart.
    pub fn tells_passes(self) -> bool {
        matches!(self, Span::Seconds(..=3600))
    }

    /// How its first moment is written: no finer than it is.
    pub fn format(self) -> &'static str {
        match self {
            Span::Seconds(..60) => "%Y-%m-%dT%H:%M:%S",
            Span::Seconds(_) => "%Y-%m-%dT%H:%M",
            Span::Days(_) => "%Y-%m-%d",
            Span::Months(..12) => "%Y-%m",
            Span::Months(_) => "%Y",
        }
    }
}

fn midnight(date: NaiveDate) -> Option<NaiveDateTime> {
    date.and_hms_opt(0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(span: Span, local: &str) -> String {
        let local: NaiveDateTime = local.parse().expect("a time");
        span.start(local).expect("a start").format(span.format()).to_string()
    }

    #[test]
    fn stretches_begin_where_people_begin_to_count() {
        let time = "2026-11-25T17:44:59.9";
        for (span, wanted) in [
            (Span::Seconds(15), "2026-11-25T17:44:45"),
            (Span::Seconds(300), "2026-11-25T17:40"),
            (Span::Seconds(21_600), "2026-11-25T12:00"),
            (Span::Days(1), "2026-11-25"),
            (Span::Days(7), "2026-11-23"),
            (Span::Months(3), "2026-10"),
            (Span::Months(60), "2025"),
        ] {
            assert_eq!(start(span, time), wanted);
        }
    }

    #[test]
    fn every_range_has_12_to_60_points() {
        for seconds in (11..400).chain((1..60_000).map(|hours| hours * 3600 + 17)) {
            let span = Span::of_range(0, seconds * 1_000_000);
            assert!((11..=58).contains(&(seconds / span.seconds())), "{seconds} s by {}", span.name());
        }
        assert_eq!(Span::of_range(i64::MIN, i64::MAX).name(), "500 years");
    }
}
