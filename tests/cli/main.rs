//! The program from outside: every test runs the real binary and looks at its exit code, stdout and stderr.

mod completions;
mod contract;
mod costs;
mod formats;
mod hostile;
mod join;
mod prices;
mod readme;
mod support;
mod truths;
