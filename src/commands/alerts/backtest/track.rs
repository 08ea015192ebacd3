//! What a rule did over time: its verdicts, its episodes, its values.

use super::Steps;
use crate::commands::alerts::rules::Rule;
use crate::commands::alerts::verdict::{Reading, Ruling, Verdict};
use crate::stats::weighted_quantile;

/// How many cells a timeline has.
pub const CELLS: usize = 60;

/// A stretch of steps in which a group fired without a pause.
#[derive(Debug, Clone)]
pub struct Episode {
    pub group: Option<String>,
    /// The gravest of its verdicts.
    pub verdict: Verdict,
    /// The first step that fired.
    pub from: i64,
    /// The first that did not; the step after the last where it fired to the end.
    pub until: i64,
    /// The value farthest beyond the threshold, and the requests it was of.
    pub peak: Reading,
}

/// A verdict of one group at one step.
#[derive(Debug, Clone)]
pub struct Moment {
    pub at: i64,
    pub group: Option<String>,
    pub reading: Reading,
    pub ruling: Ruling,
}

/// A part of the time: its steps, and at how many the rule fired or could not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    pub steps: u64,
    pub firing: u64,
    pub untold: u64,
}

/// The verdict of a group, and since when it has that value.
#[derive(Debug, Clone, Copy)]
struct State {
    reading: Reading,
    ruling: Ruling,
    since: i64,
}

#[derive(Debug)]
pub struct Track<'r> {
    pub rule: &'r Rule,
    steps: Steps,
    names: Vec<Option<String>>,
    /// By group; the last one is that of a rule with groups when there is none.
    states: Vec<Option<State>>,
    /// The episode that each group is in.
    open: Vec<Option<Episode>>,
    /// How many groups have each verdict now, by [`Verdict::rank`].
    now: [u64; 4],
    /// At how many steps each verdict was the gravest.
    pub steps_of: [u64; 4],
    pub episodes: Vec<Episode>,
    /// Each value and how many microseconds it held.
    values: Vec<(f64, f64)>,
    /// The time from the first step to the last, cut in equal parts.
    pub cells: [Cell; CELLS],
    /// Every verdict of every step, where that was asked for.
    pub moments: Option<Vec<Moment>>,
    taken: i64,
}

impl<'r> Track<'r> {
    pub fn new(rule: &'r Rule, steps: Steps, every_step: bool) -> Track<'r> {
        Track {
            rule,
            steps,
            names: Vec::new(),
            states: Vec::new(),
            open: Vec::new(),
            now: [0; 4],
            steps_of: [0; 4],
            episodes: Vec::new(),
            values: Vec::new(),
            cells: [Cell::default(); CELLS],
            moments: every_step.then(Vec::new),
            taken: 0,
        }
    }

    /// The groups by number.
    pub fn name_groups(&mut self, mut names: Vec<Option<String>>) {
        names.push(None);
        self.states = vec![None; names.len()];
        self.open = vec![None; names.len()];
        self.names = names;
    }

    /// From `at` on a group has this verdict, or none.
    pub fn set(&mut self, group: usize, verdict: Option<(Reading, Ruling)>, at: i64) {
        let before = self.states[group].take();
        if let Some(state) = before {
            self.now[usize::from(state.ruling.verdict.rank())] -= 1;
            self.hold(&state, at);
        }
        if let Some((reading, ruling)) = verdict {
            self.now[usize::from(ruling.verdict.rank())] += 1;
            self.states[group] = Some(State { reading, ruling, since: at });
        }
        match verdict.filter(|(_, ruling)| ruling.verdict.fires()) {
            Some((reading, ruling)) => self.fire(group, reading, ruling.verdict, at),
            None => self.close(group, at),
        }
    }

    fn fire(&mut self, group: usize, reading: Reading, verdict: Verdict, at: i64) {
        let (names, rule) = (&self.names, self.rule);
        let new = || Episode { group: names[group].clone(), verdict, from: at, until: at, peak: reading };
        let episode = self.open[group].get_or_insert_with(new);
        if verdict.rank() < episode.verdict.rank() {
            episode.verdict = verdict;
        }
        if rule.is_farther(&reading, &episode.peak) {
            episode.peak = reading;
        }
    }

    fn close(&mut self, group: usize, at: i64) {
        if let Some(episode) = self.open[group].take() {
            self.episodes.push(Episode { until: at, ..episode });
        }
    }

    fn hold(&mut self, state: &State, until: i64) {
        if let Some(value) = state.reading.value.as_f64().filter(|_| until > state.since) {
            self.values.push((value, (until - state.since) as f64));
        }
    }

    /// Counts a step once all its verdicts are set.
    pub fn step(&mut self, at: i64) {
        let gravest = (0..4_u8).find(|rank| self.now[usize::from(*rank)] > 0);
        let gravest = gravest.and_then(Verdict::of_rank);
        if let Some(verdict) = gravest {
            self.steps_of[usize::from(verdict.rank())] += 1;
            let cell = &mut self.cells[(self.taken * CELLS as i64 / self.steps.count.max(1)) as usize % CELLS];
            cell.steps += 1;
            cell.firing += u64::from(verdict.fires());
            cell.untold += u64::from(verdict == Verdict::CannotTell);
        }
        self.taken += 1;
        let (states, names) = (&self.states, &self.names);
        if let Some(moments) = &mut self.moments {
            let present = states.iter().zip(names).filter_map(|(state, name)| Some((state.as_ref()?, name)));
            moments.extend(present.map(|(state, name)| Moment {
                at,
                group: name.clone(),
                reading: state.reading,
                ruling: state.ruling,
            }));
        }
    }

    /// Closes what is open, in order of time and then of groups.
    pub fn end(&mut self) {
        let after = self.steps.last() + self.steps.every;
        for group in 0..self.states.len() {
            if let Some(state) = self.states[group].take() {
                self.hold(&state, after);
            }
            self.close(group, after);
        }
        self.episodes.sort_by(|a, b| a.from.cmp(&b.from).then_with(|| a.group.cmp(&b.group)));
        self.values.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// The longest episodes, in order of time.
    pub fn longest(&self, most: usize) -> Vec<&Episode> {
        let mut longest: Vec<(usize, &Episode)> = self.episodes.iter().enumerate().collect();
        longest.sort_by_key(|(_, episode)| std::cmp::Reverse(episode.until - episode.from));
        longest.truncate(most);
        longest.sort_by_key(|(at, _)| *at);
        longest.into_iter().map(|(_, episode)| episode).collect()
    }

    /// The value that the rule's figure stayed below for this part of the time, over all groups.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        weighted_quantile(&self.values, p)
    }

    /// The value on the far side of all others, in the direction in which the rule fires.
    pub fn extreme(&self) -> Option<f64> {
        let value = if self.rule.comparison.is_upward() { self.values.last() } else { self.values.first() };
        value.map(|(value, _)| *value)
    }

    /// In seconds: how long a verdict was the gravest.
    pub fn seconds(&self, verdict: Verdict) -> f64 {
        self.steps_of[usize::from(verdict.rank())] as f64 * self.steps.every as f64 / 1e6
    }
}
