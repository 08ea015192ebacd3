//! The metrics and where their figures come from.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Label, Labels};
use crate::commands::facts::Facts;
use crate::commands::present::key_text;
use crate::engine::{Answer, Figure, Key};
use crate::query::{Canonical, Dimension, Measure, Order, Part};

pub const ERRORS: Measure = Measure::Count(Part::Errors);

const STATUSES: [(Part, &str); 2] = [(Part::Successes, "success"), (Part::Errors, "error")];

const TOKENS: [(Canonical, &str); 6] = [
    (Canonical::InputTokens, "input"),
    (Canonical::OutputTokens, "output"),
    (Canonical::CacheReadTokens, "cache_read"),
    (Canonical::CacheWriteTokens, "cache_write"),
    (Canonical::CacheWrite1hTokens, "cache_write_1h"),
    (Canonical::ReasoningTokens, "reasoning"),
];

/// Scores out of one and scores out of ten are both common.
const QUALITY_BOUNDS: [f64; 14] = [0.2, 0.4, 0.6, 0.8, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];

/// What a metric is to Prometheus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A metric: all series of one name.
#[derive(Debug)]
pub struct Family {
    /// Without its unit and a counter's `_total`, which the exposition adds.
    pub name: &'static str,
    pub unit: Option<&'static str>,
    pub help: &'static str,
    pub kind: Kind,
    /// By labels, so that no two series have the same and the order is that of their text.
    pub series: BTreeMap<Vec<Label>, Sample>,
}

/// The value of a series.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    Number(Figure),
    Histogram {
        sum: f64,
        count: f64,
        /// How many values are at most so large, by bound.
        at_most: Vec<(f64, f64)>,
    },
}

#[derive(Debug)]
pub struct Families(pub Vec<Family>);

/// All that is asked of each group.
pub fn measures(latency_bounds: &[f64]) -> Vec<Measure> {
    let counts = STATUSES.map(|(part, _)| part).into_iter().chain([Part::Pending, Part::Unpriced]).map(Measure::Count);
    let tokens = TOKENS.iter().map(|(field, _)| Measure::total(*field));
    let cost = Measure::total(Canonical::CostUsd);
    let latency = histogram(Canonical::LatencyMs, latency_bounds.iter().map(|bound| milliseconds(*bound)));
    let quality = histogram(Canonical::QualityScore, QUALITY_BOUNDS);
    counts.chain(tokens).chain([cost]).chain(latency).chain(quality).collect()
}

/// What is kept where there are more groups than series.
pub fn order() -> Order {
    Order::By { measure: Measure::Count(Part::All), descending: true }
}

pub fn by_error_type(by: &[Dimension]) -> Vec<Dimension> {
    by.iter().cloned().chain([Dimension::Field(Canonical::ErrorType.into())]).collect()
}

fn histogram(field: Canonical, bounds: impl IntoIterator<Item = f64>) -> Vec<Measure> {
    let at_most = bounds.into_iter().map(|bound| Measure::AtMost(field.into(), bound));
    [Measure::total(field), Measure::Known(field.into())].into_iter().chain(at_most).collect()
}

/// Through decimal text, so that 2.3 s is 2300 ms and not a little less.
fn milliseconds(seconds: f64) -> f64 {
    format!("{seconds}e3").parse().unwrap_or(seconds * 1000.0)
}

impl Families {
    /// `answer` is that of [`measures`] by the labels' dimensions, `failed` the errors by these and their type.
    pub fn new(labels: &Labels, bounds: &[f64], answer: &Answer, failed: &Answer, facts: &Facts) -> Families {
        let mut all = Families::empty(labels, facts);
        let shown = answer.groups.iter().map(|group| (Some(group.key.as_slice()), &group.figures));
        let groups = shown.chain(answer.other.iter().map(|(_, figures)| (None, figures)));
        for (key, figures) in groups {
            all.group(&labels.of(key), bounds, &mut figures.iter().copied());
        }
        let keys: BTreeSet<&[Key]> = answer.groups.iter().map(|group| group.key.as_slice()).collect();
        for group in &failed.groups {
            let Some((error_type, key)) = group.key.split_last() else { continue };
            let labels = with(&labels.of(Some(key).filter(|key| keys.contains(key))), "type", &key_text(error_type));
            all.add("llm_errors", labels, Sample::Number(positive(group.figures[0])));
        }
        all
    }

    fn empty(labels: &Labels, facts: &Facts) -> Families {
        let family = |name, unit, kind, help| Family { name, unit, help, kind, series: BTreeMap::new() };
        let (counter, gauge, histogram) = (Kind::Counter, Kind::Gauge, Kind::Histogram);
        let mut all = Families(vec![
            family("llm_requests", None, counter, "Requests that ended, by how they ended"),
            family("llm_active_requests", None, gauge, "Requests that the log does not show answered"),
            family("llm_errors", None, counter, "Failed requests by type of error"),
            family("llm_tokens", None, counter, "Tokens by type; input counts the cached ones, output the reasoning"),
            family("llm_cost", Some("usd"), counter, "US dollars, as far as they are known"),
            family(
                "llm_unpriced_requests",
                None,
                counter,
                "Requests of unknown cost: where there are any, the cost is a floor",
            ),
            family("llm_latency", Some("seconds"), histogram, "How long requests took"),
            family("llm_quality_score", None, histogram, "Scores that answers were given"),
            family("llm_log_bad_lines", None, gauge, "Lines of the log that could not be read"),
            family(
                "llm_last_request_timestamp",
                Some("seconds"),
                gauge,
                "When the latest request was made, since 1970",
            ),
        ]);
        all.add("llm_log_bad_lines", labels.constant(), Sample::Number(Figure::Int(facts.input.bad_lines as i64)));
        if let Some((_, last)) = facts.matched {
            all.add("llm_last_request_timestamp", labels.constant(), Sample::Number(Figure::Float(last as f64 / 1e6)));
        }
        all
    }

    /// The series of one group, its figures in the order of [`measures`].
    fn group(&mut self, labels: &[Label], bounds: &[f64], figures: &mut dyn Iterator<Item = Figure>) {
        let mut next = || figures.next().unwrap_or(Figure::Unknown);
        for (_, status) in STATUSES {
            self.add("llm_requests", with(labels, "status", status), Sample::Number(next()));
        }
        self.add("llm_active_requests", labels.to_vec(), Sample::Number(next()));
        self.add("llm_unpriced_requests", labels.to_vec(), Sample::Number(next()));
        for (_, kind) in TOKENS {
            self.add("llm_tokens", with(labels, "type", kind), Sample::Number(next()));
        }
        self.add("llm_cost", labels.to_vec(), Sample::Number(next()));
        let latency = self::sample(bounds, 1000.0, &mut next);
        self.add("llm_latency", labels.to_vec(), latency);
        let quality = self::sample(&QUALITY_BOUNDS, 1.0, &mut next);
        self.add("llm_quality_score", labels.to_vec(), quality);
    }

    /// Adds to a series: keys that are different in JSON, such as `7` and `"7"`, may have one text. What is unknown is
    /// no series at all.
    fn add(&mut self, name: &str, labels: Vec<Label>, sample: Sample) {
        let is_known = match &sample {
            Sample::Number(figure) => *figure != Figure::Unknown,
            Sample::Histogram { count, .. } => *count > 0.0,
        };
        let Some(family) = self.0.iter_mut().find(|family| family.name == name).filter(|_| is_known) else { return };
        family.series.entry(labels).and_modify(|known| known.add(&sample)).or_insert(sample);
    }
}

/// A histogram from its sum, its count, and the counts up to each bound; `unit` of its values are one of the bounds'.
fn sample(bounds: &[f64], unit: f64, next: &mut dyn FnMut() -> Figure) -> Sample {
    let mut number = || next().as_f64().unwrap_or(0.0);
    let (sum, count) = (number() / unit, number());
    Sample::Histogram { sum, count, at_most: bounds.iter().map(|bound| (*bound, number())).collect() }
}

impl Sample {
    fn add(&mut self, other: &Sample) {
        match (self, other) {
            (Sample::Number(Figure::Int(a)), Sample::Number(Figure::Int(b))) => *a += b,
            (Sample::Number(a), Sample::Number(b)) => {
                *a = Figure::Float(a.as_f64().unwrap_or(0.0) + b.as_f64().unwrap_or(0.0));
            }
            (
                Sample::Histogram { sum, count, at_most },
                Sample::Histogram { sum: more, count: values, at_most: others },
            ) => {
                *sum += more;
                *count += values;
                at_most.iter_mut().zip(others).for_each(|((_, known), (_, other))| *known += other);
            }
            // Series of one metric have one kind of value.
            _ => {}
        }
    }
}

fn with(labels: &[Label], name: &str, value: &str) -> Vec<Label> {
    labels.iter().cloned().chain([(name.to_owned(), value.to_owned())]).collect()
}

/// Types of error that a group has nothing of are no series.
fn positive(figure: Figure) -> Figure {
    if figure.as_f64().is_some_and(|count| count > 0.0) { figure } else { Figure::Unknown }
}
