//! The progress bar: bytes, rate and time left, on a terminal's stderr, for work that takes a while.

use std::fs;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Style;
use crate::input::Source;

/// Shorter work shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears once the work has taken long enough; none at all where nobody sees it.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
}

impl Progress {
    pub fn start(sources: &[Source], style: Style) -> Progress {
        let bar = style.progress.then(|| {
            let total = total_bytes(sources);
            let text = match total {
                Some(_) => "{bytes} of {total_bytes}  {wide_bar}  {bytes_per_sec}  {eta} left",
                None => "{spinner} {bytes} read  {bytes_per_sec}",
            };
            ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden()).with_style(template(text))
        });
        Progress { bar, started: Instant::now() }
    }

    pub fn advance(&self, bytes: u64) {
        let Some(bar) = &self.bar else { return };
        bar.inc(bytes);
        if bar.is_hidden() && self.started.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn template(text: &str) -> ProgressStyle {
    ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The size of all inputs, where each has one.
fn total_bytes(sources: &[Source]) -> Option<u64> {
    let size = |source: &Source| match source {
        Source::File(path) => fs::metadata(path).ok().filter(|metadata| metadata.is_file()).map(|m| m.len()),
        Source::Stdin => None,
    };
    sources.iter().map(size).sum()
}
