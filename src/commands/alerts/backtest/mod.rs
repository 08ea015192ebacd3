//! `llmobs alerts backtest`: the rules slid over the whole log.
//!
//! `replay` steps one rule through time, `track` keeps what it did there, `table` shows it.

mod replay;
mod table;
mod track;

use std::collections::BTreeSet;

use super::rules::{self, Rule};
use super::{check, no_question};
use crate::cli::AlertsBacktest;
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::error::{Error, Exit};
use crate::query::{Canonical, TimeRange, parse_span};
use crate::report::Report;
use replay::replay;

/// The times at which rules are put to the log: whole steps since 1970, so that they do not depend on the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    pub first: i64,
    pub every: i64,
    pub count: i64,
}

impl Steps {
    /// Every whole step after the first request, up to the first after the last one, as far as `range` holds it.
    fn over(span: Option<(i64, i64)>, every: i64, range: TimeRange) -> Steps {
        let after = |time: i64| (time.div_euclid(every) + 1) * every;
        let (first, last) = span.map_or((0, -1), |(first, last)| (after(first), after(last)));
        // The first step at or after a time.
        let from = |time: i64| (time - 1).div_euclid(every) * every + every;
        let first = range.since.map_or(first, |since| first.max(from(since)));
        let last = range.until.map_or(last, |until| last.min(until.div_euclid(every) * every));
        Steps { first, every, count: ((last - first).div_euclid(every) + 1).max(0) }
    }

    pub fn iter(self) -> impl Iterator<Item = i64> {
        (0..self.count).map(move |step| self.first + step * self.every)
    }

    pub fn last(self) -> i64 {
        self.first + (self.count - 1).max(0) * self.every
    }
}

pub fn run(args: &AlertsBacktest) -> Result<Exit, Error> {
    let rules = rules::load(args.rules.rules.as_deref())?.rules;
    let every = parse_span(&args.step)?;
    let mut typed = no_question(&args.rules);
    (typed.requests.since, typed.requests.until) = (args.since.clone(), args.until.clone());
    let mut asked = Asked::new(&args.log, &typed, &args.output)?;
    let asked_for = asked.filter.range;
    let longest = rules.iter().map(|rule| rule.window).max().unwrap_or(0);
    asked.filter.range.since = asked_for.since.map(|since| since.saturating_sub(longest));
    let mut fields: BTreeSet<_> = check::fields(&rules, asked.zone);
    fields.insert(Canonical::Timestamp.into());
    let log = asked.read(fields)?;
    let steps = Steps::over(log.facts.matched, every, asked_for);
    let tracks = rules.iter().map(|rule| track_of(rule, steps, &asked, &log, args.every_step));
    let tracks = tracks.collect::<Result<Vec<_>, _>>()?;
    let facts = table::facts(steps, &super::origin(&args.rules));
    let report = Report { facts, ..table::report(&log, &asked, steps, &tracks, args.episodes)? };
    log.finish(report, true)
}

fn track_of<'r>(
    rule: &'r Rule,
    steps: Steps,
    asked: &Asked<'_>,
    log: &Log<'_>,
    every_step: bool,
) -> Result<track::Track<'r>, Error> {
    let mut track = track::Track::new(rule, steps, every_step);
    replay(rule, steps, asked.zone, log, &mut track)?;
    Ok(track)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(span: Option<(i64, i64)>, range: TimeRange) -> Vec<i64> {
        Steps::over(span, 10, range).iter().collect()
    }

    #[test]
    fn steps_cover_every_request_and_the_range() {
        let open = TimeRange::default();
        assert_eq!(times(Some((3, 19)), open), [10, 20]);
        // A window does not hold its end, so a request on a step is seen by the next.
        assert_eq!(times(Some((10, 20)), open), [20, 30]);
        assert_eq!(times(Some((-15, -15)), open), [-10]);
        assert!(times(None, open).is_empty());
        assert_eq!(times(Some((0, 95)), TimeRange { since: Some(31), until: Some(60) }), [40, 50, 60]);
        assert!(times(Some((0, 95)), TimeRange { since: Some(200), until: None }).is_empty());
    }
}
