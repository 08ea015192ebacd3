//! Whole invocations as a person sees them, and what only a pipe or a terminal shows.

mod pipes;
mod snapshots;
pub mod terminal;
