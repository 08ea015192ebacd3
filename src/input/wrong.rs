//! What is wrong with a value that its field cannot hold.

use super::scalar::MAX_MAGNITUDE;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Below zero, where that cannot be.
    Negative,
    /// Too large to measure anything real.
    TooLarge,
    /// Not of the field's type at all.
    Type,
}

impl Wrong {
    /// What is wrong with `value`, as it stands in the line.
    pub fn of(value: &str) -> Wrong {
        match value.trim_matches('"').trim().parse::<f64>() {
            Ok(number) if number.abs() > MAX_MAGNITUDE => Wrong::TooLarge,
            Ok(number) if number < 0.0 => Wrong::Negative,
            Ok(_) | Err(_) => Wrong::Type,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Wrong::Negative => "negative",
            Wrong::TooLarge => "too_large",
            Wrong::Type => "wrong_type",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_and_the_size_tell() {
        for (value, wrong) in [
            ("-5", Wrong::Negative),
            ("\" -0.5 \"", Wrong::Negative),
            ("1e400", Wrong::TooLarge),
            ("-1e13", Wrong::TooLarge),
            ("\"NaN\"", Wrong::Type),
            ("12.7", Wrong::Type),
            ("\"fast\"", Wrong::Type),
            ("[]", Wrong::Type),
        ] {
            assert_eq!(Wrong::of(value), wrong, "{value}");
        }
    }
}
