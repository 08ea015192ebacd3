//! Times as RFC 3339 in UTC, to the microsecond: `2026-11-23T07:27:07.451357Z`.

use chrono::{DateTime, Datelike};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// Writes times, and remembers the day, which neighbours have in common.
#[derive(Debug, Default)]
pub struct Clock {
    /// A day by its number, and its date as it is written.
    day: Option<(i64, [u8; 10])>,
}

impl Clock {
    /// Appends `micros` since the epoch; not, and says so, where its year has no four digits.
    pub fn write(&mut self, micros: i64, out: &mut Vec<u8>) -> bool {
        let day = micros.div_euclid(MICROS_PER_DAY);
        let date = match self.day {
            Some((known, date)) if known == day => date,
            _ => {
                let Some(date) = date(micros) else { return false };
                self.day = Some((day, date));
                date
            }
        };
        let micros = micros.rem_euclid(MICROS_PER_DAY);
        let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
        out.extend_from_slice(&date);
        for (mark, value) in [(b'T', seconds / 3600), (b':', seconds / 60 % 60), (b':', seconds % 60)] {
            out.extend_from_slice(&[mark, digit(value / 10), digit(value)]);
        }
        if fraction > 0 {
            out.push(b'.');
            out.extend([100_000, 10_000, 1000, 100, 10, 1].map(|unit| digit(fraction / unit)));
        }
        out.push(b'Z');
        true
    }
}

/// The last decimal digit of a number.
fn digit(value: i64) -> u8 {
    b'0' + (value % 10) as u8
}

fn date(micros: i64) -> Option<[u8; 10]> {
    let date = DateTime::from_timestamp_micros(micros)?.date_naive();
    if !(1..=9999).contains(&date.year()) {
        return None;
    }
    date.format("%Y-%m-%d").to_string().into_bytes().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(micros: i64) -> Option<String> {
        let mut out = Vec::new();
        Clock::default().write(micros, &mut out).then(|| String::from_utf8(out).expect("ASCII"))
    }

    #[test]
    fn years_of_four_digits_have_a_text() {
        assert_eq!(written(-62_135_596_800_000_000).as_deref(), Some("0001-01-01T00:00:00Z"));
        assert_eq!(written(-62_135_596_800_000_001), None);
        assert_eq!(written(253_402_300_800_000_000), None);
        assert_eq!(written(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
            let text = written(micros).expect("a year of four digits");
            let read = DateTime::parse_from_rfc3339(&text).expect("RFC 3339");
            prop_assert_eq!(read.timestamp_micros(), micros);
        }
    }
}
