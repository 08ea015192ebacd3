//! What the tests of this folder share.

/// Fails unless `found` is `expected` to within `tolerance` of its size.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs();
    assert!(error <= tolerance * expected.abs(), "{found:e} is {:e} off {expected:e}", error / expected.abs());
}
