//! `llmobs`: arguments in, answer out, one of four exit codes. The tour starts in `lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(llmobs::run() as u8)
}
