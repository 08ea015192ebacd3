//! A library's panics over damaged bytes, as the errors that they should be.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use parquet::errors::{ParquetError, Result};

thread_local! {
    /// Whether this thread is where a panic is expected, and need not be told of.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `decode` returns; where it panics, an error that says so. It must not leave anything half done behind.
pub fn guarded<T>(decode: impl FnOnce() -> Result<T>) -> Result<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_GUARDED.get() {
                tell(info);
            }
        }));
    });
    IS_GUARDED.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(decode));
    IS_GUARDED.set(false);
    outcome.unwrap_or_else(|_| Err(ParquetError::General("it cannot be decoded".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guarded(|| Ok(1)).ok(), Some(1));
        let empty: Vec<i32> = Vec::new();
        assert!(guarded(|| Ok(empty[0])).is_err());
    }
}
