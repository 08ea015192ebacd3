//! What an answer stands on: the counts of the input and of the requests that passed the filter.

use std::collections::{BTreeMap, BTreeSet};

use super::census::{Census, wider};
use crate::input;
use crate::query::{Filter, TimeRange, Zone};
use crate::report::{InputSummary, Range, Sampling, utc_time};
use crate::requests::{CostMode, Load, Loaded, MISSING_INT, Remark, guesses, origins, unpriced};

/// What the answer stands on: the counts of the input and of the requests that passed the filter.
pub struct Facts {
    pub input: InputSummary,
    pub unpriced: Vec<Remark>,
    /// What computed costs had to guess.
    pub guesses: Vec<Remark>,
    /// The price tables that the costs rest on, or were looked for in; empty where no price was needed.
    pub price_tables: BTreeSet<String>,
    /// How the matching requests were sampled, where they were.
    pub sampling: Option<Sampling>,
    /// Requests without a timestamp, which no time window holds.
    pub undated: u64,
    /// The earliest and latest matching request.
    pub matched: Option<(i64, i64)>,
    /// The earliest and latest request of all.
    pub all: Option<(i64, i64)>,
    /// Lines that are damaged, and not only still being written.
    lost_lines: u64,
}

impl Facts {
    pub fn gather(loaded: &Loaded, mask: &[bool], load: &Load) -> Facts {
        let table = &loaded.table;
        let rows = || mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(row, _)| row);
        let matching = Census::take(table, mask);
        let all = match matching.requests == table.len() as u64 {
            true => matching.span,
            false => Census::take(table, &vec![true; table.len()]).span,
        };
        let tally = &loaded.summary.tally;
        let unpriced = match matching.unpriced {
            0 => Vec::new(),
            _ => unpriced(table, rows(), load.cost, &load.prices),
        };
        let guesses = match loaded.guessed {
            true => guesses(table, rows(), &load.prices),
            false => Vec::new(),
        };
        let all_tables = || load.prices.sources().iter().map(|source| source.origin.clone()).collect();
        let price_tables = match (matching.computed_cost, load.prices.sources().len()) {
            (0, _) if matching.unpriced == 0 || load.cost == CostMode::Logged => BTreeSet::new(),
            (0, _) | (_, 1) => all_tables(),
            _ => origins(table, rows(), &load.prices),
        };
        let mut unpriced_models: Vec<String> = unpriced.iter().filter_map(|unpriced| unpriced.model.clone()).collect();
        unpriced_models.sort_unstable();
        unpriced_models.dedup();
        let faults = input::Fault::ALL.iter().zip(tally.faults).filter(|(_, count)| *count > 0);
        Facts {
            input: InputSummary {
                files: loaded.summary.files,
                formats: formats(&loaded.summary),
                bytes: tally.bytes,
                lines: tally.lines,
                blank_lines: tally.blank_lines,
                bad_lines: tally.bad_lines(),
                bad_lines_by_reason: faults.map(|(fault, count)| (fault.name().to_owned(), count)).collect(),
                bad_values: tally.bad_values,
                unrecognised_lines: tally.unrecognised_lines,
                other_records: tally.other_records,
                damaged_files: loaded.summary.damage.len() as u64,
                requests: table.len() as u64 + loaded.dropped.requests,
                matched_requests: matching.requests,
                pending: matching.pending,
                errors: matching.errors,
                logged_cost_requests: matching.logged_cost,
                computed_cost_requests: matching.computed_cost,
                unpriced_requests: matching.unpriced,
                unpriced_models,
            },
            unpriced,
            guesses,
            price_tables,
            sampling: table.weights().map(|weights| sampling(rows().map(|row| 1.0 / weights[row]))),
            undated: table.first.iter().filter(|time| **time == MISSING_INT).count() as u64 + loaded.dropped.undated,
            matched: matching.span,
            all: wider(all, loaded.dropped.span),
            lost_lines: tally.bad_lines() - u64::from(loaded.summary.unfinished.is_some()),
        }
    }

    /// Whether lines were lost, so that there may be requests that nobody saw. A line that is still being written is not
    /// lost: it belongs to the next run, as does all that will be written after it.
    pub fn is_partial(&self) -> bool {
        self.lost_lines > 0 || self.input.damaged_files > 0
    }

    pub fn range(&self, filter: &Filter, zone: Zone) -> Range {
        let TimeRange { since, until } = filter.range;
        Range {
            since: since.map(utc_time),
            until: until.map(utc_time),
            tz: zone.to_string(),
            first: self.matched.map(|(first, _)| utc_time(first)),
            last: self.matched.map(|(_, last)| utc_time(last)),
        }
    }
}

fn sampling(rates: impl Iterator<Item = f64>) -> Sampling {
    let all = Sampling { sampled_requests: 0, min_rate: 1.0, max_rate: 0.0 };
    rates.fold(all, |all, rate| Sampling {
        sampled_requests: all.sampled_requests + 1,
        min_rate: all.min_rate.min(rate),
        max_rate: all.max_rate.max(rate),
    })
}

/// Inputs by what they were read as.
fn formats(summary: &input::Summary) -> BTreeMap<String, u64> {
    let mut formats = BTreeMap::new();
    for (_, form) in &summary.forms {
        *formats.entry(form.name().to_owned()).or_default() += 1;
    }
    formats
}
