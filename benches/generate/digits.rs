//! Numbers, times and ids as Python's `json.dumps` writes them. `format!` would take most of the generator's time.

use chrono::DateTime;

pub fn uint(out: &mut Vec<u8>, value: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = value;
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

/// `value` in `width` digits.
fn padded(out: &mut Vec<u8>, value: u64, width: u32) {
    out.extend((0..width).rev().map(|place| b'0' + (value / 10u64.pow(place) % 10) as u8));
}

/// `value` / 10^`places`, without zeros at its end but with one digit behind the point at least.
pub fn fixed(out: &mut Vec<u8>, value: u64, places: u32) {
    let one = 10u64.pow(places);
    uint(out, value / one);
    out.push(b'.');
    let (mut rest, mut width) = (value % one, places);
    while width > 1 && rest.is_multiple_of(10) {
        (rest, width) = (rest / 10, width - 1);
    }
    padded(out, rest, width);
}

/// Millionths as `repr` of a float: 0.009085, and below 0.0001 with an exponent, as 8.5e-05.
pub fn micros(out: &mut Vec<u8>, value: u64) {
    match value {
        1..=9 => uint(out, value),
        10..=99 if value.is_multiple_of(10) => uint(out, value / 10),
        10..=99 => fixed(out, value, 1),
        _ => return fixed(out, value, 6),
    }
    out.extend_from_slice(if value < 10 { b"e-06" } else { b"e-05" });
}

pub fn hex(out: &mut Vec<u8>, value: u64, width: u32) {
    out.extend((0..width).rev().map(|place| b"0123456789abcdef"[(value >> (4 * place)) as usize & 15]));
}

/// A random UUID, version 4.
pub fn uuid(out: &mut Vec<u8>, (high, low): (u64, u64)) {
    hex(out, high >> 32, 8);
    out.push(b'-');
    hex(out, high >> 16, 4);
    out.extend_from_slice(b"-4");
    hex(out, high, 3);
    out.push(b'-');
    hex(out, 8 | (low >> 60) & 3, 1);
    hex(out, low >> 48, 3);
    out.push(b'-');
    hex(out, low, 12);
}

/// Writes times, and remembers the date of the last.
#[derive(Debug, Default)]
pub struct Clock {
    day: Option<u64>,
    date: String,
}

impl Clock {
    /// Microseconds since 1970 as `datetime.isoformat()`.
    pub fn stamp(&mut self, out: &mut Vec<u8>, micros: u64) {
        let (day, rest) = (micros / 86_400_000_000, micros % 86_400_000_000);
        if self.day != Some(day) {
            let date = DateTime::from_timestamp((day * 86_400) as i64, 0).unwrap_or_default();
            (self.day, self.date) = (Some(day), date.format("%Y-%m-%dT").to_string());
        }
        out.extend_from_slice(self.date.as_bytes());
        padded(out, rest / 3_600_000_000, 2);
        out.push(b':');
        padded(out, rest / 60_000_000 % 60, 2);
        out.push(b':');
        padded(out, rest / 1_000_000 % 60, 2);
        out.push(b'.');
        padded(out, rest % 1_000_000, 6);
    }
}
