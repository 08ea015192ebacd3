//! A request is the union of its lines: whatever their order, files and repeats, and however the input is cut.

mod explicit;
mod generated;
mod spans;

use std::path::Path;

use crate::support::{Llmobs, llmobs};

/// A question about all logs of a folder, or about one log.
fn ask(folder: &Path, arguments: &str) -> Llmobs {
    llmobs(&format!("costs --json {arguments}")).arg(folder)
}

/// The text of `rows` and `totals` in a report: all of the answer that does not count files, lines and bytes.
fn answer(report: &str) -> &str {
    let from = report.find("\n  \"rows\": ").expect("rows");
    let to = report.find("\n  \"input\": ").expect("the input block");
    &report[from..to]
}
