//! What errors take from the room `report`, which is no part of the targets.

#[path = "../src/report/sanitize.rs"]
mod sanitize;

pub use sanitize::escape_controls;
