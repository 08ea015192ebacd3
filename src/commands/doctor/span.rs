//! Lengths of time as people say them.

/// `850 ms`, `2.3 s`, `4 min`, `3 h 20 min`, `2 d 4 h`, of microseconds.
pub fn span(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    let two = |large: i64, unit: &str, small: i64, part: &str| match small {
        0 => format!("{large} {unit}"),
        small => format!("{large} {unit} {small} {part}"),
    };
    match seconds {
        ..1 => format!("{} ms", (micros as f64 / 1000.0).ceil()),
        1..60 => format!("{:.1} s", micros as f64 / 1e6),
        60..3600 => two(seconds / 60, "min", seconds % 60, "s"),
        3600..86_400 => two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_at_most() {
        for (micros, text) in [
            (1, "1 ms"),
            (850_000, "850 ms"),
            (2_300_000, "2.3 s"),
            (240_000_000, "4 min"),
            (12_000_000_000, "3 h 20 min"),
            (187_200_000_000, "2 d 4 h"),
        ] {
            assert_eq!(span(micros), text);
        }
    }
}
