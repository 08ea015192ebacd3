//! Spans to traces: which span is whose child, how long each took by itself, and which of them the end waited for.
//!
//! `load` reads logs and what tracing systems write into a request table with a row for each span, so that spans are priced,
//! filtered and warned about as requests are; `keyed` tells which lines are one span. `spans` are its rows by trace, `columns` what they are shown with,
//! `tree` hangs each span below its parent, `timing` computes self time and the critical path, `calls` finds the model
//! calls, and `figures` sums up a trace.
//!
//! A trace may have 100,000 spans in one chain and a log millions of traces: nothing here recurses, and all of it is linear
//! in the number of spans but for sorting.

mod calls;
mod columns;
mod figures;
mod keyed;
mod load;
mod spans;
mod timing;
mod tree;

pub use columns::{Columns, Used};
pub use figures::{Faults, Figures};
pub use load::{Loaded, load};
pub use spans::{MISSING, Span, Spans};
