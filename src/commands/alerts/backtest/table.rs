//! What the rules did over time, as a report.

use super::Steps;
use super::track::{Cell, Episode, Moment, Track};
use crate::commands::alerts::check::frame;
use crate::commands::alerts::verdict::Verdict;
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::commands::present::{self, dimension, measure};
use crate::error::Error;
use crate::report::{Column, Fact, Report, Row, Section, Unit, Value, View, utc_time};

pub fn report(
    log: &Log<'_>,
    asked: &Asked<'_>,
    steps: Steps,
    tracks: &[Track<'_>],
    most_episodes: usize,
) -> Result<Report, Error> {
    let query = frame(asked);
    let answer = log.answer(&query)?;
    let mut sections = vec![timeline(tracks), episodes(tracks, most_episodes)];
    sections.extend(moments(tracks));
    Ok(Report {
        columns: columns(),
        rows: tracks.iter().map(|track| row(track, steps)).collect(),
        totals: None,
        sections,
        ..log.report("alerts backtest", &query, &answer)
    })
}

pub fn facts(steps: Steps, origin: &str) -> Vec<Fact> {
    let fact = |name, unit, value| Fact { name, value, unit, is_code: false };
    let time = |micros| if steps.count > 0 { text(&utc_time(micros)) } else { Value::Null };
    vec![
        fact("rules", Unit::Text, text(origin)),
        fact("first_step", Unit::Time, time(steps.first)),
        fact("last_step", Unit::Time, time(steps.last())),
        fact("steps", Unit::Count, Value::Int(steps.count)),
        fact("step_seconds", Unit::Number, seconds(steps.every)),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        dimension("rule"),
        measure("measure", Unit::Text),
        measure("threshold", Unit::Mixed),
        measure("times_fired", Unit::Count),
        measure("alert_seconds", Unit::Number),
        measure("warning_seconds", Unit::Number),
        measure("cannot_tell_seconds", Unit::Number),
        measure("firing_share", Unit::Fraction),
        measure("median_value", Unit::Mixed),
        measure("p99_value", Unit::Mixed),
        measure("extreme_value", Unit::Mixed),
        measure("first_fired", Unit::Time),
        measure("last_fired", Unit::Time),
        measure("comparison", Unit::Text),
        measure("warning", Unit::Mixed),
        measure("window", Unit::Text),
    ]
}

fn row(track: &Track<'_>, steps: Steps) -> Row {
    let rule = track.rule;
    let firing = [Verdict::Alert, Verdict::Warning].map(|verdict| track.steps_of[usize::from(verdict.rank())]);
    let share = firing.iter().sum::<u64>() as f64 / steps.count as f64;
    let time = |episode: Option<&Episode>, time: fn(&Episode) -> i64| {
        episode.map_or(Value::Null, |episode| text(&utc_time(time(episode))))
    };
    let values = vec![
        text(&rule.name),
        text(&rule.measure.name()),
        Value::Float(rule.threshold),
        Value::Int(track.episodes.len() as i64),
        Value::Float(track.seconds(Verdict::Alert)),
        Value::Float(track.seconds(Verdict::Warning)),
        Value::Float(track.seconds(Verdict::CannotTell)),
        float(Some(share).filter(|share| share.is_finite())),
        float(track.quantile(0.5)),
        float(track.quantile(0.99)),
        float(track.extreme()),
        time(track.episodes.first(), |episode| episode.from),
        time(track.episodes.iter().max_by_key(|episode| episode.until), |episode| episode.until),
        text(rule.comparison.name()),
        float(rule.warning),
        text(&rule.window_text),
    ];
    Row { values, other_groups: None }
}

/// A cell for each sixtieth of the time: how much of it the rule fired.
fn timeline(tracks: &[Track<'_>]) -> Section {
    let row = |track: &Track<'_>| Row {
        values: vec![text(&track.rule.name), Value::Text(track.cells.map(cell).iter().collect())],
        other_groups: None,
    };
    let columns = vec![dimension("rule"), measure("timeline", Unit::Text)];
    Section { name: "timeline".into(), columns, rows: tracks.iter().map(row).collect(), view: View::Table }
}

fn cell(cell: Cell) -> char {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    match cell {
        Cell { steps: 0, .. } => ' ',
        Cell { firing, steps, .. } if firing > 0 => HEIGHTS[((firing * 8).div_ceil(steps) - 1) as usize % 8],
        Cell { untold, .. } if untold > 0 => '?',
        _ => '·',
    }
}

/// The longest of each rule, in order of time.
fn episodes(tracks: &[Track<'_>], most: usize) -> Section {
    let columns = vec![
        dimension("rule"),
        dimension("group"),
        measure("verdict", Unit::Text),
        measure("from", Unit::Time),
        measure("seconds", Unit::Number),
        measure("peak_value", Unit::Mixed),
        measure("until", Unit::Time),
        measure("requests", Unit::Count),
    ];
    let row = |(track, episode): (&Track<'_>, &Episode)| Row {
        values: vec![
            text(&track.rule.name),
            episode.group.as_deref().map_or(Value::Null, text),
            text(episode.verdict.name()),
            text(&utc_time(episode.from)),
            seconds(episode.until - episode.from),
            present::value(episode.peak.value, Unit::Mixed),
            text(&utc_time(episode.until)),
            present::value(episode.peak.requests, Unit::Count),
        ],
        other_groups: None,
    };
    let all = tracks.iter().flat_map(|track| track.longest(most).into_iter().map(move |episode| (track, episode)));
    Section { name: "episodes".into(), columns, rows: all.map(row).collect(), view: View::Table }
}

/// Every verdict of every step, where they were kept.
fn moments(tracks: &[Track<'_>]) -> Option<Section> {
    tracks.iter().any(|track| track.moments.is_some()).then(|| {
        let columns = vec![
            dimension("at"),
            dimension("rule"),
            dimension("group"),
            measure("verdict", Unit::Text),
            measure("value", Unit::Mixed),
            measure("requests", Unit::Count),
            measure("reason", Unit::Text),
        ];
        let row = |(track, moment): (&Track<'_>, &Moment)| Row {
            values: vec![
                text(&utc_time(moment.at)),
                text(&track.rule.name),
                moment.group.as_deref().map_or(Value::Null, text),
                text(moment.ruling.verdict.name()),
                present::value(moment.reading.value, Unit::Mixed),
                present::value(moment.reading.requests, Unit::Count),
                moment.ruling.reason.map_or(Value::Null, |reason| text(reason.text())),
            ],
            other_groups: None,
        };
        let all = tracks.iter().flat_map(|track| track.moments.iter().flatten().map(move |moment| (track, moment)));
        Section { name: "every_step".into(), columns, rows: all.map(row).collect(), view: View::Table }
    })
}

fn seconds(micros: i64) -> Value {
    Value::Float(micros as f64 / 1e6)
}

fn float(value: Option<f64>) -> Value {
    value.map_or(Value::Null, Value::Float)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
