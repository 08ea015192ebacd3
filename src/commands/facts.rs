//! What an answer stands on: the counts of the input and of the requests that passed the filter.

use crate::input;
use crate::query::{Filter, TimeRange, Zone};
use crate::report::{InputSummary, Range, Sampling, utc_time};
use crate::requests::{CostSource, Load, Loaded, MISSING_INT, Status, Unpriced, unpriced};

/// What the answer stands on: the counts of the input and of the requests that passed the filter.
pub struct Facts {
    pub input: InputSummary,
    pub unpriced: Vec<Unpriced>,
    /// How the matching requests were sampled, where they were.
    pub sampling: Option<Sampling>,
    /// Requests without a timestamp, which no time window holds.
    pub undated: u64,
    /// The earliest and latest matching request.
    pub matched: Option<(i64, i64)>,
    /// The earliest and latest request of all.
    pub all: Option<(i64, i64)>,
}

impl Facts {
    pub fn gather(loaded: &Loaded, mask: &[bool], load: &Load) -> Facts {
        let table = &loaded.table;
        let rows = || mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(row, _)| row);
        let count = |test: &dyn Fn(usize) -> bool| rows().filter(|row| test(*row)).count() as u64;
        let paid = |source| count(&|row| table.cost_source.get(row) == Some(&source));
        let tally = &loaded.summary.tally;
        let unpriced = match table.cost_source.is_empty() {
            true => Vec::new(),
            false => unpriced(table, rows(), load.cost, &load.prices),
        };
        let mut unpriced_models: Vec<String> = unpriced.iter().filter_map(|unpriced| unpriced.model.clone()).collect();
        unpriced_models.sort_unstable();
        unpriced_models.dedup();
        let faults = input::Fault::ALL.iter().zip(tally.faults).filter(|(_, count)| *count > 0);
        Facts {
            input: InputSummary {
                files: loaded.summary.files,
                bytes: tally.bytes,
                lines: tally.lines,
                blank_lines: tally.blank_lines,
                bad_lines: tally.bad_lines(),
                bad_lines_by_reason: faults.map(|(fault, count)| (fault.name().to_owned(), count)).collect(),
                bad_values: tally.bad_values,
                unrecognised_lines: tally.unrecognised_lines,
                damaged_files: loaded.summary.damage.len() as u64,
                requests: table.len() as u64 + loaded.dropped.requests,
                matched_requests: rows().count() as u64,
                pending: count(&|row| table.status[row] == Status::Pending),
                errors: count(&|row| table.status[row] == Status::Error),
                logged_cost_requests: paid(CostSource::Logged),
                computed_cost_requests: paid(CostSource::Computed),
                unpriced_requests: paid(CostSource::Unpriced),
                unpriced_models,
            },
            unpriced,
            sampling: table.weights().map(|weights| sampling(rows().map(|row| 1.0 / weights[row]))),
            undated: table.first.iter().filter(|time| **time == MISSING_INT).count() as u64 + loaded.dropped.undated,
            matched: span(rows().map(|row| table.first[row])),
            all: span(table.first.iter().copied().chain(loaded.dropped.span.into_iter().flat_map(|(a, b)| [a, b]))),
        }
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

fn span(times: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    times.filter(|time| *time != MISSING_INT).fold(None, |span, time| match span {
        None => Some((time, time)),
        Some((first, last)) => Some((time.min(first), time.max(last))),
    })
}
