//! What the tests of this folder share.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::hypothesis::Test;

/// Fails unless `found` is `expected` to within `tolerance` of its size.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs();
    assert!(error <= tolerance * expected.abs(), "{found:e} is {:e} off {expected:e}", error / expected.abs());
}

/// A reference case; see `fixtures/abtest/README.md`.
#[track_caller]
pub fn case(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/abtest").join(format!("{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("a case")).expect("a case is JSON")
}

/// The numbers of a JSON array.
#[track_caller]
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("an array").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// A table of the reference for distributions: two arguments and a value of 60 digits, rounded.
pub fn triples(table: &str) -> Vec<(f64, f64, f64)> {
    let rows = case("p30_tails")["expected"][table].as_array().expect(table).clone();
    rows.iter().map(numbers).map(|row| (row[0], row[1], row[2])).collect()
}

/// Fails unless `found` is what a case expects, at its tolerance: relative for the statistic, the degrees of freedom and
/// the standard error, (1 + statistic²) times that for the p-value, and of the interval's width for its bounds.
#[track_caller]
pub fn matches(found: Test, expected: &Value, tolerance: f64, name: &str) {
    let number = |key: &str| expected[key].as_f64().unwrap_or_else(|| panic!("{name}: {key}"));
    let near = |found: f64, key: &str, tolerance: f64| {
        let wanted = number(key);
        let error = (found - wanted).abs();
        assert!(error <= tolerance * wanted.abs(), "{name}: {key} {found:e} is not {wanted:e}");
    };
    near(found.statistic, "statistic", tolerance);
    near(found.df, "df", tolerance);
    near(found.stderr, "stderr", tolerance);
    let steep = tolerance * (1.0 + found.statistic * found.statistic);
    near(found.p_value, "pvalue", steep);
    let log = number("log10_pvalue");
    assert!((found.log10_p_value - log).abs() <= steep * log.abs().max(1.0), "{name}: log10_pvalue");
    let bounds = numbers(&expected["confidence_interval"]);
    let width = bounds[1] - bounds[0];
    for (found, wanted) in [found.interval.0, found.interval.1].into_iter().zip(bounds) {
        assert!((found - wanted).abs() <= tolerance * width, "{name}: bound {found:e} is not {wanted:e}");
    }
}
