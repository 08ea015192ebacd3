//! Numbers and times for people: grouped, rounded, and never rounded to nothing.

use chrono::{DateTime, SecondsFormat};

use super::Unit;

/// More decimals than this are noise even for the price of one token.
const MAX_DECIMALS: usize = 6;

/// `1234567` as `1,234,567`.
pub fn count(n: impl Into<i128>) -> String {
    group(&n.into().to_string())
}

/// `1 file`, `2 files`.
pub fn plural(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// `none of the 3 traces begins here`, by what each would do; of one, `the only trace does not begin here`.
pub fn none(n: u64, noun: &str, does: &str, does_not: &str) -> String {
    if n == 1 { format!("the only {noun} {does_not}") } else { format!("none of the {} {does}", plural(n, noun)) }
}

/// `29.4 kB`, in powers of 1000.
pub fn bytes(n: u64) -> String {
    let mut size = n as f64;
    let mut unit = "B";
    // Each step starts where the one before would round to 1,000.0.
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] {
        if size < 999.95 {
            break;
        }
        size /= 1000.0;
        unit = next;
    }
    format!("{} {unit}", decimal(size, usize::from(unit != "B")))
}

/// A fraction as `58.8%`.
pub fn percent(fraction: f64) -> String {
    let rounded = decimal(fraction * 100.0, 1);
    // All but a few is not all.
    if rounded == "100.0" && fraction < 1.0 { ">99.9%".to_owned() } else { format!("{rounded}%") }
}

/// A number of `unit`, with the decimals of its column.
pub fn number(unit: Unit, x: f64, decimals: usize) -> String {
    match unit {
        Unit::Fraction => percent(x),
        Unit::Mixed => significant(x),
        _ => decimal(x, decimals),
    }
}

/// A number of `unit` by itself, in running text: `$1.39`, `1,240 ms`, `6.4%`.
pub fn amount(unit: Unit, x: f64) -> String {
    let text = number(unit, x, decimals(unit, &[x]));
    match (unit, text.strip_prefix('<')) {
        (Unit::Usd, Some(least)) => format!("<${least}"),
        (Unit::Usd, None) => format!("${text}"),
        (Unit::Ms, _) => format!("{text} ms"),
        _ => text,
    }
}

/// A length of time in the unit that suits it: `0.25 ms`, `110 ms`, `9.0 s`, `2m 05s`, `1h 02m`.
pub fn duration(ms: f64) -> String {
    match ms {
        ms if ms < 10.0 => format!("{} ms", decimal(ms, 2)),
        ms if ms < 999.5 => format!("{} ms", decimal(ms, 0)),
        ms if ms < 99_950.0 => format!("{} s", decimal(ms / 1000.0, if ms < 9_995.0 { 2 } else { 1 })),
        ms if ms < 3_599_500.0 => {
            let seconds = (ms / 1000.0).round() as u64;
            format!("{}m {:02}s", seconds / 60, seconds % 60)
        }
        ms => {
            let minutes = (ms / 60_000.0).round() as u64;
            format!("{}h {:02}m", count(minutes / 60), minutes % 60)
        }
    }
}

/// At most four significant digits, and every digit before the point.
pub fn significant(x: f64) -> String {
    let size = x.abs().log10().floor();
    let decimals = if size.is_finite() { (3.0 - size).clamp(0.0, MAX_DECIMALS as f64) as usize } else { 0 };
    let text = decimal(x, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The decimals that serve all `values` of one column, so that their digits line up.
pub fn decimals(unit: Unit, values: &[f64]) -> usize {
    let largest = values.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    match unit {
        Unit::Usd => usd_decimals(values),
        Unit::UsdPerMillion => exact_decimals(values),
        _ if values.iter().all(|x| x.fract() == 0.0) => 0,
        Unit::Number => by_size(largest, [3, 2, 1]),
        _ => by_size(largest, [2, 1, 0]),
    }
}

/// Enough for two significant digits of the smallest amount, and cents at least.
fn usd_decimals(values: &[f64]) -> usize {
    let sizes = || values.iter().map(|x| x.abs()).filter(|&x| x > 0.0);
    // Beside a thousand dollars the millionth of one is noise.
    let most = by_size(sizes().fold(0.0, f64::max), [MAX_DECIMALS, MAX_DECIMALS - 2, 2]);
    let smallest = sizes().fold(1.0, f64::min);
    (2..most).find(|&decimals| smallest * power_of_ten(decimals) >= 9.95).unwrap_or(most)
}

/// The fewest that change no value: a price is quoted, not measured.
fn exact_decimals(values: &[f64]) -> usize {
    let exact = |decimals| {
        let scale = power_of_ten(decimals);
        values.iter().all(|x| ((x * scale).round() / scale - x).abs() < 1e-9)
    };
    (2..MAX_DECIMALS).find(|&decimals| exact(decimals)).unwrap_or(MAX_DECIMALS)
}

/// Picks the decimals for values below 10, below 100, and above.
fn by_size(largest: f64, [small, middle, large]: [usize; 3]) -> usize {
    match largest {
        x if x < 10.0 => small,
        x if x < 100.0 => middle,
        _ => large,
    }
}

/// `x` with so many decimals and grouped thousands; `<0.01` for what would round to zero but is not.
fn decimal(x: f64, decimals: usize) -> String {
    let rounded = format!("{x:.decimals$}");
    let vanished = !rounded.contains(|c: char| ('1'..='9').contains(&c));
    match vanished {
        true if x > 0.0 => format!("<{:.decimals$}", 1.0 / power_of_ten(decimals)),
        true if x < 0.0 => format!(">-{:.decimals$}", 1.0 / power_of_ten(decimals)),
        // Also without the sign of a negative zero.
        true => format!("{:.decimals$}", 0.0),
        false => group(&rounded),
    }
}

fn power_of_ten(exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// Puts commas between the thousands of a plain decimal.
pub fn group(digits: &str) -> String {
    let whole = digits.find('.').unwrap_or(digits.len());
    let first = usize::from(digits.starts_with('-'));
    let mut grouped = String::with_capacity(digits.len() + whole / 3);
    for (at, digit) in digits.char_indices() {
        if at > first && at < whole && (whole - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Microseconds since 1970 as RFC 3339 in UTC: `2026-11-23T07:27:07.451357Z`.
///
/// A time beyond the calendar's years is given as the number it is.
pub fn utc_time(micros: i64) -> String {
    let precision = if micros % 1_000_000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Micros };
    match DateTime::from_timestamp_micros(micros) {
        Some(time) => time.to_rfc3339_opts(precision, true),
        None => format!("{micros} microseconds since 1970"),
    }
}

/// An RFC 3339 time in UTC as people read it: `2026-11-23 07:27:07`.
pub fn moment(time: &str) -> String {
    match DateTime::parse_from_rfc3339(time) {
        Ok(time) => time.naive_utc().format("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (n, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (-999, "-999")] {
            assert_eq!(count(n), shown);
        }
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(decimal(1234.5678, 3), "1,234.568");
    }

    #[test]
    fn sizes_carry_into_the_next_unit() {
        for (n, shown) in [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (29_412, "29.4 kB"), (999_960, "1.0 MB")] {
            assert_eq!(bytes(n), shown);
        }
    }

    #[test]
    fn nothing_known_is_rounded_to_zero() {
        assert_eq!(percent(0.0004), "<0.1%");
        assert_eq!(percent(0.9999), ">99.9%");
        assert_eq!(percent(1.0), "100.0%");
        assert_eq!(decimal(-0.0, 2), "0.00");
        assert_eq!(decimal(-0.001, 2), ">-0.01");
    }

    #[test]
    fn a_mixed_column_shares_nothing() {
        for (x, shown) in
            [(0.05333, "0.05333"), (5123.4, "5,123"), (12.5, "12.5"), (0.0, "0"), (1e-9, "<0.000001"), (-2.0, "-2")]
        {
            assert_eq!(number(Unit::Mixed, x, 0), shown);
        }
    }

    #[test]
    fn a_column_shares_its_decimals() {
        assert_eq!(decimals(Unit::Usd, &[0.009_085, 12.0, 0.0]), 4);
        assert_eq!(decimals(Unit::Usd, &[0.5, 1234.0]), 2);
        assert_eq!(decimals(Unit::Usd, &[1e-9]), 6);
        assert_eq!(decimals(Unit::Usd, &[1e-9, 1e6]), 2);
        assert_eq!(decimals(Unit::UsdPerMillion, &[0.0375, 15.0]), 4);
        assert_eq!(decimals(Unit::Ms, &[110.1, 0.4]), 0);
        assert_eq!(decimals(Unit::Count, &[3.0, 4.0]), 0);
        assert_eq!(decimals(Unit::Number, &[0.85]), 3);
    }

    #[test]
    fn times_are_rfc_3339() {
        assert_eq!(utc_time(1_795_418_827_451_357), "2026-11-23T07:27:07.451357Z");
        assert_eq!(utc_time(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc_time(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(utc_time(i64::MAX), "9223372036854775807 microseconds since 1970");
    }
}
