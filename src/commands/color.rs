//! Which colour was asked for, as far as that can be told of arguments that may be wrong.

use std::env;
use std::ffi::OsString;

use clap::{ColorChoice, ValueEnum};

use crate::cli::Color;

/// What `--color` says, or else the environment. Errors about the arguments come before any is understood.
pub fn color(arguments: &[OsString]) -> Color {
    let mut texts = arguments.iter().filter_map(|argument| argument.to_str()).take_while(|text| *text != "--");
    let mut typed = None;
    while let Some(text) = texts.next() {
        match text.strip_prefix("--color") {
            Some("") => typed = texts.next(),
            Some(rest) if rest.starts_with('=') => typed = Some(&rest[1..]),
            _ => {}
        }
    }
    let stated = typed.map(str::to_owned).or_else(|| env::var("LLMOBS_COLOR").ok());
    stated.and_then(|text| Color::from_str(&text, false).ok()).unwrap_or_default()
}

/// The same for help and for errors about the arguments.
pub fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}
