//! Sums that do not depend on the order of their terms, and that come out as the decimals a person would write.
//!
//! A value is taken as the multiple of 10⁻¹² it stands for, else rounded to 10⁻¹⁸, and added as an integer. So
//! ten million costs like 0.009085 add up to the last digit, on any number of threads.

use rayon::prelude::*;

/// Units of 10⁻¹⁸.
type Fixed = i128;

const UNITS_PER_ONE: Fixed = 1_000_000_000_000_000_000;
const UNITS_PER_STEP: Fixed = 1_000_000;
const STEPS_PER_ONE: f64 = 1e12;

/// A sum and how many terms it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    units: Fixed,
    pub count: u64,
}

impl Sum {
    pub fn of_int(value: i64) -> Sum {
        Sum { units: Fixed::from(value) * UNITS_PER_ONE, count: 1 }
    }

    pub fn of_float(value: f64) -> Sum {
        Sum { units: fixed(value), count: 1 }
    }

    pub fn add(&mut self, other: Sum) {
        self.units += other.units;
        self.count += other.count;
    }

    /// Takes back what was added before.
    pub fn subtract(&mut self, other: Sum) {
        self.units -= other.units;
        self.count -= other.count;
    }

    /// The sum; `None` of no terms.
    pub fn total(self) -> Option<f64> {
        (self.count > 0).then(|| decimal(self.units))
    }

    /// The sum where all terms were whole.
    pub fn whole(self) -> Option<i64> {
        (self.count > 0 && self.units % UNITS_PER_ONE == 0).then(|| i64::try_from(self.units / UNITS_PER_ONE).ok())?
    }
}

/// The double nearest to a number of units: through its decimal text, which is rounded once.
fn decimal(units: Fixed) -> f64 {
    let (sign, size) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    let one = UNITS_PER_ONE.unsigned_abs();
    format!("{sign}{}.{:018}", size / one, size % one).parse().unwrap_or(f64::NAN)
}

/// The units of a value of at most 10¹² in size, which is what the log reader lets through.
fn fixed(value: f64) -> Fixed {
    let steps = value * STEPS_PER_ONE;
    // A decimal with up to 12 places is off its multiple by no more than a few roundings of the double.
    let tolerance = steps.abs() * (4.0 * f64::EPSILON);
    if steps.abs() < WHOLE_FROM {
        // The commonest case by far, a cost below $4,500, fits a register.
        let nearest = away_from_zero(steps) as i64;
        if (steps - nearest as f64).abs() <= tolerance {
            return Fixed::from(nearest) * UNITS_PER_STEP;
        }
    } else if (steps - steps.trunc()).abs() <= tolerance {
        return steps as Fixed * UNITS_PER_STEP;
    }
    nearest(value * UNITS_PER_ONE as f64)
}

/// From about 2⁵² on every double is a whole number, and adding a half could round it to the next.
const WHOLE_FROM: f64 = 4.5e15;

/// The integer nearest to `value`, halves away from zero.
fn nearest(value: f64) -> Fixed {
    if value.abs() < WHOLE_FROM { away_from_zero(value) as Fixed } else { value as Fixed }
}

/// What rounds to the nearest integer when it is cut off.
fn away_from_zero(value: f64) -> f64 {
    value + if value < 0.0 { -0.5 } else { 0.5 }
}

/// Rows taken by one thread before the parts are united.
const BATCH: usize = 1 << 16;
/// With more groups than this, the parts themselves are so large that one thread is faster.
const FEW_GROUPS: usize = 1 << 12;

/// Adds up rows by group, `of_row[row]` below `groups`; a row beyond is left out. `add` takes a row into its group's
/// part, `unite` a part into another: the answer must not depend on how rows were parted.
pub fn fold<T: Copy + Default + Send>(
    of_row: &[u32],
    groups: usize,
    add: impl Fn(&mut T, usize) + Sync,
    unite: impl Fn(&mut T, T) + Sync,
) -> Vec<T> {
    let part = |batch: usize, rows: &[u32]| {
        let mut parts = vec![T::default(); groups];
        for (row, group) in rows.iter().enumerate() {
            if let Some(part) = parts.get_mut(*group as usize) {
                add(part, batch * BATCH + row);
            }
        }
        parts
    };
    if groups > FEW_GROUPS {
        return part(0, of_row);
    }
    of_row.par_chunks(BATCH).enumerate().map(|(batch, rows)| part(batch, rows)).reduce(
        || vec![T::default(); groups],
        |mut parts, more| {
            parts.iter_mut().zip(more).for_each(|(part, more)| unite(part, more));
            parts
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(values: &[f64]) -> Option<f64> {
        fold(&vec![0; values.len()], 1, |sum: &mut Sum, row| sum.add(Sum::of_float(values[row])), Sum::add)[0].total()
    }

    #[test]
    fn decimals_add_up_as_decimals() {
        assert_eq!(total(&[0.1, 0.2]), Some(0.3));
        assert_eq!(total(&vec![0.009_085; 1_000_000]), Some(9085.0));
        assert_eq!(total(&[1e-18, 1e12]), Some(1e12));
        assert_eq!(total(&[-0.1, 0.3]), Some(0.2));
        assert_eq!(total(&[]), None);
        assert_eq!(total(&[0.0]), Some(0.0));
    }

    #[test]
    fn groups_and_rows_left_out() {
        let add = |sum: &mut Sum, row: usize| sum.add(Sum::of_int(row as i64));
        let sums = fold(&[0, 1, 9, 1], 2, add, Sum::add);
        assert_eq!(sums.iter().map(|s| (s.whole(), s.count)).collect::<Vec<_>>(), [(Some(0), 1), (Some(4), 2)]);
        let many = fold(&[5000, 1], 5001, add, Sum::add);
        assert_eq!((many[5000].whole(), many[1].whole(), many[0].whole()), (Some(0), Some(1), None));
    }

    #[test]
    fn halves_and_large_values_round_as_they_should() {
        for (value, expected) in [(0.5, 1), (-0.5, -1), (0.25, 0), (9007199254740993.0, 9007199254740992)] {
            assert_eq!(nearest(value), expected, "{value}");
        }
        assert_eq!(nearest(1e24), 1_000_000_000_000_000_000_000_000 - 16_777_216);
    }

    proptest! {
        #[test]
        fn close_to_the_exact_sum_in_any_order(mut values in prop::collection::vec(-1e6..1e6_f64, 1..200)) {
            let forwards = total(&values);
            values.reverse();
            prop_assert_eq!(forwards, total(&values));
            let plain: f64 = values.iter().sum();
            prop_assert!((forwards.expect("terms") - plain).abs() <= 1e-6);
        }

        #[test]
        fn cents_are_exact(cents in prop::collection::vec(0..100_000_i64, 1..200)) {
            let values: Vec<f64> = cents.iter().map(|c| *c as f64 / 100.0).collect();
            prop_assert_eq!(total(&values), Some(cents.iter().sum::<i64>() as f64 / 100.0));
        }
    }
}
