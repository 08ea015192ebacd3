//! The program from outside: every test runs the real binary and looks at its exit code, stdout and stderr.

mod abtest;
mod alerts;
mod completions;
mod contract;
mod convert;
mod costs;
mod doctor;
mod errors;
mod foreign;
mod formats;
mod hostile;
mod http;
mod join;
mod latency;
mod metrics;
mod prices;
mod quality;
mod readme;
mod sampling;
mod summary;
mod support;
mod top;
mod trace;
mod truths;
