//! One rule through time: at each step the verdicts that `alerts check --at` would give then.

use std::collections::BTreeMap;

use super::Steps;
use super::track::Track;
use crate::commands::alerts::check::group_text;
use crate::commands::alerts::rules::Rule;
use crate::commands::alerts::verdict::{Reading, Ruling};
use crate::commands::log::Log;
use crate::engine::{Key, Sliding, can_slide};
use crate::error::Error;
use crate::query::{Measure, Part, Query, Zone};

/// Steps `rule` through `steps` and tells `track` of every change.
///
/// # Errors
/// What kept the engine from answering where a measure cannot slide.
pub fn replay(rule: &Rule, steps: Steps, zone: Zone, log: &Log<'_>, track: &mut Track<'_>) -> Result<(), Error> {
    let slides = can_slide(&rule.query(0, zone), log.table());
    // What cannot slide is asked anew, wherever requests came or went.
    let measures = if slides { rule.measures() } else { vec![Measure::Count(Part::All)] };
    let window = Sliding::new(log.table(), &Query { measures, ..rule.query(0, zone) });
    track.name_groups(window.keys.iter().map(|key| group_text(rule, key)).collect());
    let numbers = if slides { BTreeMap::new() } else { window.keys.iter().cloned().zip(0..).collect() };
    let mut replay = Replay { rule, zone, log, window, slides, numbers };
    let mut touched: Vec<u32> = Vec::new();
    for (step, at) in steps.iter().enumerate() {
        touched.clear();
        replay.window.advance(at.saturating_sub(rule.window), at, &mut touched);
        touched.sort_unstable();
        touched.dedup();
        // A rule without groups has a verdict from the first, whatever there is.
        if rule.by.is_empty() && step == 0 {
            touched = vec![0];
        }
        replay.judge(&touched, at, track)?;
        if !rule.by.is_empty() && (step == 0 || !touched.is_empty()) {
            let nothing = replay.window.is_empty().then(|| replay.judged(Reading::NOTHING));
            track.set(replay.window.keys.len(), nothing, at);
        }
        track.step(at);
    }
    track.end();
    Ok(())
}

struct Replay<'a, 'l> {
    rule: &'a Rule,
    zone: Zone,
    log: &'a Log<'l>,
    window: Sliding<'a>,
    /// Whether the window itself has the figures.
    slides: bool,
    /// The groups' numbers, where it has not.
    numbers: BTreeMap<Vec<Key>, usize>,
}

impl Replay<'_, '_> {
    /// Sets the verdicts of the groups that a step touched.
    fn judge(&self, touched: &[u32], at: i64, track: &mut Track<'_>) -> Result<(), Error> {
        for group in touched.iter().map(|group| *group as usize) {
            // A group without requests has no verdict; a rule without groups always has one.
            let has_verdict = self.rule.by.is_empty() || self.window.has(group);
            match (has_verdict, self.slides) {
                (true, true) => {
                    track.set(group, Some(self.judged(Reading::new(&self.window.figures(group)))), at);
                }
                (true, false) => {}
                (false, _) => track.set(group, None, at),
            }
        }
        if self.slides || touched.is_empty() {
            return Ok(());
        }
        for group in self.log.answer(&self.rule.query(at, self.zone))?.groups {
            if let Some(number) = self.numbers.get(&group.key) {
                track.set(*number, Some(self.judged(Reading::new(&group.figures))), at);
            }
        }
        Ok(())
    }

    fn judged(&self, reading: Reading) -> (Reading, Ruling) {
        (reading, self.rule.judge(&reading, self.log.facts.is_partial()))
    }
}
