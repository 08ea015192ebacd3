//! Timestamps as logs write them, to microseconds since the Unix epoch, UTC.
//!
//! Accepted: ISO 8601 with or without zone (without: UTC), `T` or a space, 0–9 fraction digits after a point or a
//! comma, basic form, date alone; epoch seconds, milli-, micro- and nanoseconds told apart by size; RFC 2822 and
//! Apache's date. Digits finer than a microsecond are cut off.

use chrono::DateTime;

use super::digits;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// Reads a timestamp from a JSON string's text.
pub fn parse_text(text: &str) -> Option<i64> {
    if let Some(micros) = Calendar::default().read(text.as_bytes()) {
        return Some(micros);
    }
    let text = text.trim();
    let bytes = text.as_bytes();
    // A four-digit year and nothing numeric after it: everything ISO begins so, and no epoch number does.
    match bytes {
        [_, _, _, _, b'-', ..] => iso(bytes),
        [.., b'Z' | b'z'] if bytes.len() >= 16 => iso_basic(bytes),
        _ => parse_number(text).or_else(|| iso_basic(bytes)).or_else(|| mail_or_apache(text)),
    }
}

/// Reads an epoch number: its size tells the unit. Seconds reach to the year 5138, the smaller units as far.
pub fn parse_number(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 20 || !digits(whole) || !digits(fraction) {
        return exponent(text);
    }
    let value: i128 = whole.parse().ok()?;
    let scale = micros_scale(value as f64)?;
    // The fraction counts only in units of a second or a millisecond; finer ones are cut anyway.
    let fraction: i128 = format!("{fraction:0<9.9}").parse().ok()?;
    let nanos = value * scale + fraction * scale / 1_000_000_000;
    i64::try_from(nanos.div_euclid(1000)).ok()
}

/// Nanoseconds in one unit of an epoch number of this size.
fn micros_scale(value: f64) -> Option<i128> {
    match value {
        v if v < 0.0 => None,
        v if v < 1e11 => Some(1_000_000_000),
        v if v < 1e14 => Some(1_000_000),
        v if v < 1e17 => Some(1000),
        v if v < 1e20 => Some(1),
        _ => None,
    }
}

/// `1.774747800123456e9`: through a double, which is exact to a microsecond for today's seconds.
fn exponent(text: &str) -> Option<i64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    let nanos_per_unit = micros_scale(value)? as f64;
    Some((value * (nanos_per_unit / 1000.0)).round() as i64)
}

/// Reads what nearly every log writes, `2026-11-23T07:27:07` or that with three or six digits more, with or without `Z`:
/// and remembers the minute, which lines have in common.
#[derive(Debug, Default)]
pub struct Calendar {
    /// A minute as it is written, and when it begins.
    minute: ([u8; 16], i64),
}

impl Calendar {
    /// `None` for anything written in another way, which may still be a time.
    #[inline]
    pub fn read(&mut self, bytes: &[u8]) -> Option<i64> {
        let text = bytes.strip_suffix(b"Z").unwrap_or(bytes);
        let minute = text.first_chunk()?;
        let within = micros_of_minute(text)?;
        if self.minute.0 != *minute {
            self.minute = (*minute, minute_start(minute)?);
        }
        Some(self.minute.1 + within)
    }
}

/// Microseconds from `2026-11-23T07:27` to that with `:07`, `:07.451` or `:07.451357` behind it.
#[inline]
fn micros_of_minute(text: &[u8]) -> Option<i64> {
    let last = digits::word(text, text.len().checked_sub(8)?)?;
    let (second, micros) = match text.len() {
        19 => (digits_like(last, *b"\0\0\0\0\0:00")?, 0),
        23 => {
            let digits = digits_like(last, *b"\0:00.000")?;
            (digits / 10_000, digits % 10_000 * 1000)
        }
        26 => {
            let digits = digits_like(digits::word(text, 16)?, *b":00.0000")?;
            (digits / 100_000, digits % 100_000 * 100 + digits_like(last, *b"\0\0\0\0\0\000")?)
        }
        _ => return None,
    };
    (second < 60).then_some(second as i64 * MICROS_PER_SECOND + micros as i64)
}

/// When the minute `2026-11-23T07:27` begins.
fn minute_start(text: &[u8; 16]) -> Option<i64> {
    let day = days(number(text, 0, 4)?, number(text, 5, 2)?, number(text, 8, 2)?)?;
    let (hour, minute) = (number(text, 11, 2)?, number(text, 14, 2)?);
    let is_plain = [text[4], text[7], text[10], text[13]] == *b"--T:" && hour < 24 && minute < 60;
    is_plain.then_some((day * SECONDS_PER_DAY + hour * 3600 + minute * 60) * MICROS_PER_SECOND)
}

/// The number that eight bytes mean, if they are like `pattern`: a `0` is any digit, a zero byte is anything and any other
/// byte itself; all but digits count as zeros of the number.
#[inline(always)]
fn digits_like(bytes: u64, pattern: [u8; 8]) -> Option<u64> {
    let mask = pattern.map(|byte| if byte == 0 { 0 } else { u8::MAX });
    let limits = pattern.map(|byte| if byte == b'0' { 9 } else { 0 });
    let digits = (bytes ^ u64::from_le_bytes(pattern)) & u64::from_le_bytes(mask);
    (above(digits, limits) == 0).then(|| digits::eight(digits))
}

/// Not 0 if any byte of `bytes` is above that of `limits`, which are below 128.
#[inline]
fn above(bytes: u64, limits: [u8; 8]) -> u64 {
    // What a sum carries into the next byte comes from one that is above already.
    let room = u64::from_le_bytes(limits.map(|limit| 0x7f - limit));
    (bytes.wrapping_add(room) | bytes) & u64::from_ne_bytes([0x80; 8])
}

/// `YYYY-MM-DD`, then optionally `T` or a space, `HH:MM`, `:SS`, a fraction, and a zone.
fn iso(bytes: &[u8]) -> Option<i64> {
    let day = days(number(bytes, 0, 4)?, number(bytes, 5, 2)?, number(bytes, 8, 2)?)?;
    if bytes.get(7) != Some(&b'-') {
        return None;
    }
    match bytes.get(10) {
        None => return Some(day * SECONDS_PER_DAY * MICROS_PER_SECOND),
        Some(b'T' | b't' | b' ') => {}
        Some(_) => return None,
    }
    if bytes.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (number(bytes, 11, 2)?, number(bytes, 14, 2)?);
    let (second, rest) = match bytes.get(16) {
        Some(b':') => (number(bytes, 17, 2)?, bytes.get(19..)?),
        _ => (0, bytes.get(16..)?),
    };
    finish(day, hour, minute, second, rest)
}

/// `20260329T013000Z`.
fn iso_basic(bytes: &[u8]) -> Option<i64> {
    let day = days(number(bytes, 0, 4)?, number(bytes, 4, 2)?, number(bytes, 6, 2)?)?;
    if !matches!(bytes.get(8), Some(b'T' | b't')) {
        return None;
    }
    finish(day, number(bytes, 9, 2)?, number(bytes, 11, 2)?, number(bytes, 13, 2)?, bytes.get(15..)?)
}

/// Adds the clock, the fraction and the zone. A leap second and 24:00 read as the moment they end on.
fn finish(day: i64, hour: i64, minute: i64, second: i64, rest: &[u8]) -> Option<i64> {
    let clock_is_real = hour < 24 && minute < 60 && second <= 60;
    let end_of_day = hour == 24 && minute == 0 && second == 0;
    if !clock_is_real && !end_of_day {
        return None;
    }
    let (fraction, zone) = fraction(rest)?;
    let seconds = day * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset(zone)?;
    Some(seconds * MICROS_PER_SECOND + fraction)
}

/// The microseconds after a point or comma, and what follows them.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(b'.' | b',') = rest.first() else { return Some((0, rest)) };
    let digits = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 9 {
        return None;
    }
    let kept = digits.min(6);
    let value = number(rest, 1, kept)?;
    Some((value * 10_i64.pow(6 - kept as u32), &rest[1 + digits..]))
}

/// Seconds ahead of UTC: nothing or `Z` is UTC, else `+HH`, `+HHMM`, `+HH:MM`.
fn offset(zone: &[u8]) -> Option<i64> {
    let sign = match zone {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let (hours, minutes) = match zone.len() {
        3 => (number(zone, 1, 2)?, 0),
        5 => (number(zone, 1, 2)?, number(zone, 3, 2)?),
        6 if zone[3] == b':' => (number(zone, 1, 2)?, number(zone, 4, 2)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn mail_or_apache(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(text)
        .or_else(|_| DateTime::parse_from_str(text, "%d/%b/%Y:%H:%M:%S %z"))
        .ok()
        .map(|time| time.timestamp_micros())
}

/// The decimal number in `length` digits from `at`; `None` where one of them is no digit.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<i64> {
    bytes.get(at..at + length)?.iter().try_fold(0, |value, b| {
        let digit = b.wrapping_sub(b'0');
        (digit < 10).then(|| value * 10 + i64::from(digit))
    })
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; `None` for a date that does not exist.
///
/// Counts years from March, so that the leap day is the last of its year (Hinnant, "chrono-compatible
/// low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if year == 0 || !(1..=length).contains(&day) {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_one_instant() {
        let instant = Some(1_774_747_800_123_456);
        for text in [
            "2026-03-29T01:30:00.123456",
            "2026-03-29T01:30:00.123456Z",
            "2026-03-29T01:30:00.1234564",
            "2026-03-29T03:30:00.123456+02:00",
            "2026-03-28T20:30:00.123456-05:00",
            "2026-03-29T07:00:00.123456+0530",
            "2026-03-29 01:30:00,123456",
            "2026-03-29t01:30:00.123456789z",
            "20260329T013000.123456Z",
            "1774747800.123456",
            "1774747800123.456",
            "1774747800123456",
            "1774747800123456000",
            "1.774747800123456e9",
        ] {
            assert_eq!(parse_text(text), instant, "{text}");
        }
    }

    #[test]
    fn coarser_and_stranger_forms() {
        for (text, seconds) in [
            ("2026-03-29T01:30Z", 1_774_747_800),
            ("2026-03-29", 1_774_742_400),
            ("2026-03-29T23:59:60Z", 1_774_828_800),
            ("2026-03-29T24:00:00Z", 1_774_828_800),
            ("Sun, 29 Mar 2026 01:30:00 GMT", 1_774_747_800),
            ("29/Mar/2026:01:30:00 +0000", 1_774_747_800),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("0", 0),
        ] {
            assert_eq!(parse_text(text), Some(seconds * MICROS_PER_SECOND), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "-1",
            "1e30",
            "not a date",
            "2026-02-30T00:00:00Z",
            "2026-13-01",
            "2026-03-29T25:00:00",
            "2026-03-29T01:30:00.Z",
            "2026-03-29T01:30:00+99:00",
            "2026-03-29X01:30:00",
            "2026-03-29T01:30:61.123",
            "2026-03-29T01:30:0x.123",
            "2026-03-29T01:30:00x123456",
            "2026-03-29T01:60:00.123456",
            "2026-03-29T01-30:00",
            "NaN",
            "inf",
            "2026-03-29T01:30:00.1234567891Z",
            "éééé-01-01",
        ] {
            assert_eq!(parse_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(micros in -62_135_596_800_000_000_i64..253_402_300_799_999_999) {
            let time = DateTime::from_timestamp_micros(micros).expect("in range");
            for (form, unit) in [("%.6f", 1), ("%.6fZ", 1), ("%.3f", 1000), ("%.3fZ", 1000), ("Z", MICROS_PER_SECOND)] {
                let text = time.format(&format!("%Y-%m-%dT%H:%M:%S{form}")).to_string();
                prop_assert_eq!(parse_text(&text), Some(micros.div_euclid(unit) * unit), "{}", text);
            }
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = parse_text(&text);
        }
    }
}
