//! Times as people type them: `7d`, `24h`, `2026-09`, `2026-09-01`, `2026-09-01T10:00Z`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::Error;

/// A half-open stretch of time in microseconds since the epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeRange {
    /// Inclusive.
    pub since: Option<i64>,
    /// Exclusive.
    pub until: Option<i64>,
}

impl TimeRange {
    pub fn is_open(self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    pub fn contains(self, micros: i64) -> bool {
        self.since.is_none_or(|since| since <= micros) && self.until.is_none_or(|until| micros < until)
    }
}

/// The time zone in which bare dates are read and days are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    pub const UTC: Zone = Zone(Tz::UTC);

    /// The clock on the wall at `utc`, and how many seconds it is ahead of UTC.
    pub fn local(self, utc: DateTime<Utc>) -> (NaiveDateTime, i32) {
        let local = utc.with_timezone(&self.0);
        (local.naive_local(), local.offset().fix().local_minus_utc())
    }

    /// The instant a wall clock means: the earlier of two when a clock change repeats it, the first moment
    /// after the gap when a clock change skips it.
    fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        // Gaps end on a whole minute and the longest one known skips a day, so the walk is short and ends.
        (0..=24 * 60)
            .find_map(|minutes| self.0.from_local_datetime(&(local + Duration::minutes(minutes))).earliest())
            .map(|time| time.with_timezone(&Utc))
    }
}

impl FromStr for Zone {
    type Err = Error;

    fn from_str(name: &str) -> Result<Zone, Error> {
        let name = match name {
            "local" => iana_time_zone::get_timezone().map_err(|_| Error::UnknownZone("local".to_owned()))?,
            name => name.to_owned(),
        };
        name.parse().map(Zone).map_err(|_| Error::UnknownZone(name))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Which end of a range a time is given for: a date means its first moment or the end of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Since,
    Until,
    /// One moment rather than an end; a date means its first.
    At,
}

/// The instant, in microseconds, that `text` means at `now` in `zone`.
///
/// # Errors
/// [`Error::BadTime`] naming the flag and the value.
pub fn parse_instant(text: &str, end: End, zone: Zone, now: DateTime<Utc>) -> Result<i64, Error> {
    relative(text, now)
        .or_else(|| calendar_span(text, end, zone))
        .or_else(|| DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)).ok().map(|t| t.to_utc()))
        .or_else(|| minutes_with_offset(text))
        .or_else(|| wall_clock(text, zone))
        .map(|time| time.timestamp_micros())
        .ok_or_else(|| Error::BadTime { flag: end.flag(), value: text.to_owned() })
}

impl End {
    fn flag(self) -> &'static str {
        match self {
            End::Since => "--since",
            End::Until => "--until",
            End::At => "--at",
        }
    }
}

/// A length of time such as `60m` or `7d`, in microseconds.
///
/// # Errors
/// [`Error::BadSpan`] for what is none, and for none at all.
pub fn parse_span(text: &str) -> Result<i64, Error> {
    let micros = span(text).and_then(|span| span.num_microseconds()).filter(|micros| *micros > 0);
    micros.ok_or_else(|| Error::BadSpan(text.to_owned()))
}

/// `now`, or a number and a unit counted back from now.
fn relative(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if text == "now" { Some(now) } else { now.checked_sub_signed(span(text)?) }
}

/// A number and a unit.
fn span(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let count: i64 = text.strip_suffix(unit)?.parse().ok().filter(|count| *count >= 0)?;
    match unit {
        's' => Duration::try_seconds(count),
        'm' => Duration::try_minutes(count),
        'h' => Duration::try_hours(count),
        'd' => Duration::try_days(count),
        'w' => Duration::try_weeks(count),
        _ => None,
    }
}

/// A year, month or day: its first moment, or for an end the first moment after it.
fn calendar_span(text: &str, end: End, zone: Zone) -> Option<DateTime<Utc>> {
    let (first, months, days) = match text.len() {
        4 => (NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1)?, 12, 0),
        7 => (NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?, 1, 0),
        10 => (NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?, 0, 1),
        _ => return None,
    };
    let date = match end {
        End::Since | End::At => first,
        End::Until => first.checked_add_months(Months::new(months))?.checked_add_signed(Duration::days(days))?,
    };
    // Year zero and the like parse, but no log is of that time and the arithmetic would leave chrono's range.
    (1..=10_000).contains(&date.year()).then(|| zone.instant(date.and_hms_opt(0, 0, 0)?)).flatten()
}

/// `2026-09-01T10:00Z`, `2026-09-01T10:00+02:00`: RFC 3339 without seconds.
fn minutes_with_offset(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replacen(' ', "T", 1).replace(['Z', 'z'], "+00:00");
    DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M%:z").ok().map(|time| time.to_utc())
}

/// A date and a time without an offset: the clock of `zone`.
fn wall_clock(text: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let text = text.replacen(' ', "T", 1);
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())
        .or_else(|| NaiveDateTime::parse_from_str(&format!("{text}:00"), "%Y-%m-%dT%H:%M").ok())?;
    zone.instant(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str, end: End, zone: &str) -> String {
        let now = "2026-11-24T12:00:00Z".parse().expect("a fixed now");
        let micros = parse_instant(text, end, zone.parse().expect("a zone"), now).expect("a time");
        DateTime::from_timestamp_micros(micros).expect("in range").to_rfc3339()
    }

    #[test]
    fn dates_cover_their_whole_span() {
        assert_eq!(instant("2026-09-01", End::Since, "UTC"), "2026-09-01T00:00:00+00:00");
        assert_eq!(instant("2026-09-01", End::Until, "UTC"), "2026-09-02T00:00:00+00:00");
        assert_eq!(instant("2026-09", End::Until, "UTC"), "2026-10-01T00:00:00+00:00");
        assert_eq!(instant("2026", End::Until, "UTC"), "2027-01-01T00:00:00+00:00");
        assert_eq!(instant("2026-09-01", End::Since, "Asia/Tokyo"), "2026-08-31T15:00:00+00:00");
    }

    #[test]
    fn instants_are_themselves_at_both_ends() {
        for end in [End::Since, End::Until] {
            assert_eq!(instant("2026-09-01T10:00Z", end, "Asia/Tokyo"), "2026-09-01T10:00:00+00:00");
            assert_eq!(instant("2026-09-01T10:00:00.5+02:00", end, "UTC"), "2026-09-01T08:00:00.500+00:00");
            assert_eq!(instant("2026-09-01 10:00", end, "Asia/Tokyo"), "2026-09-01T01:00:00+00:00");
            assert_eq!(instant("2026-09-01T10", end, "UTC"), "2026-09-01T10:00:00+00:00");
            assert_eq!(instant("7d", end, "Asia/Tokyo"), "2026-11-17T12:00:00+00:00");
        }
    }

    #[test]
    fn clock_changes_have_an_answer() {
        // Berlin skips 02:00–03:00 on 2026-03-29 and repeats 02:00–03:00 on 2026-10-25.
        assert_eq!(instant("2026-03-29T02:30", End::Since, "Europe/Berlin"), "2026-03-29T01:00:00+00:00");
        assert_eq!(instant("2026-10-25T02:30", End::Since, "Europe/Berlin"), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "7x", "yesterday", "2026-13", "2026-02-30", "-3d", "99999999999999999999d", "é"] {
            let now = "2026-11-24T12:00:00Z".parse().expect("a fixed now");
            assert!(parse_instant(text, End::Since, Zone::UTC, now).is_err(), "{text}");
        }
    }
}
