//! Experiments laid out: verdicts and tables for people, a row a comparison for scripts.

use super::document::{Comparison, Experiment, Group, Metric, Verdict};
use super::figures::{bar, p_value, plain, signed, signed_percent};
use crate::commands::present::{self, dimension, measure};
use crate::report::{Column, Fact, Report, Row, Section, Unit, Value, View, count};

/// Verdicts first, then comparisons, then the variants they rest on.
pub fn for_people(base: Report, experiments: &[Experiment]) -> Report {
    let with_names = experiments.len() > 1;
    let mut cautions: Vec<String> = Vec::new();
    for experiment in experiments {
        // Bad lines and values have their own sentences.
        let told = |code: &str| matches!(code, "BAD_JSON_LINES" | "BAD_VALUES");
        let own = experiment.warnings.iter().filter(|caution| !told(caution.code));
        cautions.extend(own.map(|caution| format!("{}{}", prefix(experiment, with_names), caution.message)));
    }
    Report {
        facts: facts(experiments, with_names),
        columns: comparison_columns(with_names),
        rows: rows(experiments, with_names, |experiment, metric, comparison| {
            comparison_row(experiment, metric, comparison)
        }),
        totals: None,
        sections: vec![Section {
            name: "variants".into(),
            columns: group_columns(with_names),
            rows: group_rows(experiments, with_names),
            view: View::Table,
        }],
        warnings: base.warnings.iter().cloned().chain(cautions).collect(),
        ..base
    }
}

fn prefix(experiment: &Experiment, with_names: bool) -> String {
    match &experiment.experiment {
        Some(name) if with_names => format!("{name}: "),
        _ => String::new(),
    }
}

/// The verdicts, the primary metric's first, and how the units were split.
fn facts(experiments: &[Experiment], with_names: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    for experiment in experiments {
        let is_primary = |metric: &&Metric| Some(&metric.metric) == experiment.primary_metric.as_ref();
        let primary = experiment.metrics.iter().filter(is_primary);
        let others = experiment.metrics.iter().filter(|metric| !is_primary(metric));
        let sentences = primary.chain(others).flat_map(|metric| &metric.comparisons).map(|c| &c.summary);
        facts.extend(sentences.map(|text| sentence("verdict", format!("{}{text}", prefix(experiment, with_names)))));
    }
    for experiment in experiments {
        let Some(srm) = &experiment.srm else { continue };
        let counts: Vec<String> = srm.n_users.0.iter().map(|(name, n)| format!("{} {name}", count(*n))).collect();
        let judged = if srm.mismatch { "not as meant" } else { "as meant" };
        let split = format!("{}, {judged} (p = {})", counts.join(" / "), p_value(srm.p_value));
        facts.push(sentence("split", format!("{}{split}", prefix(experiment, with_names))));
    }
    facts
}

fn sentence(name: &'static str, text: String) -> Fact {
    present::fact(name, Value::Text(text), Unit::Text)
}

/// A row for each comparison, the experiment's name before it where there are several.
fn rows(
    experiments: &[Experiment],
    with_names: bool,
    row: impl Fn(&Experiment, &Metric, &Comparison) -> Vec<Value>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for experiment in experiments {
        for metric in &experiment.metrics {
            for comparison in &metric.comparisons {
                let values = name(experiment, with_names).chain(row(experiment, metric, comparison)).collect();
                rows.push(Row { values, other_groups: None });
            }
        }
    }
    rows
}

fn name(experiment: &Experiment, with_names: bool) -> impl Iterator<Item = Value> {
    with_names.then(|| text_or_null(experiment.experiment.as_deref())).into_iter()
}

fn text_or_null(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

fn comparison_columns(with_names: bool) -> Vec<Column> {
    let names = with_names.then(|| dimension("experiment"));
    let figures = ["difference", "interval", "against_zero", "lift", "p"].map(|name| measure(name, Unit::Written));
    let columns = [dimension("metric"), dimension("variant")];
    names.into_iter().chain(columns).chain(figures).chain([measure("verdict", Unit::Text)]).collect()
}

fn comparison_row(_: &Experiment, metric: &Metric, comparison: &Comparison) -> Vec<Value> {
    let difference = comparison.difference;
    let scale = if difference == 0.0 { comparison.stderr.unwrap_or(0.0) } else { difference };
    let bound = |x: f64| if x.is_finite() { signed(x, scale) } else { "∞".to_owned() };
    let interval = comparison.confidence_interval;
    let known = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    vec![
        Value::Text(metric.metric.clone()),
        Value::Text(comparison.treatment.clone()),
        Value::Text(signed(difference, scale)),
        known(interval.map(|[low, high]| format!("{} to {}", bound(low), bound(high)))),
        known(interval.map(|interval| bar(interval, difference)).filter(|bar| !bar.is_empty())),
        known(comparison.lift.map(|lift| signed_percent(lift.estimate))),
        known(comparison.p_value_adjusted.map(p_value)),
        Value::Text(verdict(comparison.verdict).to_owned()),
    ]
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::NoSignificantDifference => "undecided",
        Verdict::Equivalent => "equivalent",
        Verdict::InsufficientData => "too little data",
        Verdict::Undefined => "undefined",
        Verdict::Invalid => "invalid",
    }
}

fn group_columns(with_names: bool) -> Vec<Column> {
    let names = with_names.then(|| dimension("experiment"));
    let columns = [dimension("metric"), dimension("variant")];
    let counts = ["users", "requests", "missing"].map(|name| measure(name, Unit::Count));
    let texts = ["mean", "interval", "sd", "p50", "p95"].map(|name| measure(name, Unit::Written));
    names.into_iter().chain(columns).chain(counts).chain(texts).collect()
}

fn group_rows(experiments: &[Experiment], with_names: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for experiment in experiments {
        for metric in &experiment.metrics {
            for (variant, group) in &metric.groups.0 {
                let keys = [Value::Text(metric.metric.clone()), Value::Text(variant.clone())];
                let values = name(experiment, with_names).chain(keys).chain(group_values(group)).collect();
                rows.push(Row { values, other_groups: None });
            }
        }
    }
    rows
}

fn group_values(group: &Group) -> [Value; 8] {
    let number = |x: f64| if x.is_finite() { Value::Text(plain(x)) } else { Value::Null };
    let quantile =
        |of: fn(&super::document::Quantiles) -> f64| group.quantiles.as_ref().map_or(Value::Null, |q| number(of(q)));
    let interval = group.ci.map(|[low, high]| Value::Text(format!("{} to {}", plain(low), plain(high))));
    [
        Value::Int(group.n_users as i64),
        Value::Int(group.n_requests as i64),
        Value::Int(group.n_missing as i64),
        number(group.mean),
        interval.unwrap_or(Value::Null),
        number(group.std),
        quantile(|q| q.p50),
        quantile(|q| q.p95),
    ]
}

/// One row a comparison, unrounded.
pub fn for_programs(base: Report, experiments: &[Experiment]) -> Report {
    let dimensions = ["experiment", "metric", "control", "treatment"].map(dimension);
    let counts = ["n_users_control", "n_users_treatment"].map(|name| measure(name, Unit::Count));
    let numbers = [
        "mean_control",
        "mean_treatment",
        "difference",
        "ci_low",
        "ci_high",
        "lift",
        "statistic",
        "df",
        "p_value",
        "p_value_adjusted",
    ]
    .map(|name| measure(name, Unit::Number));
    let texts = ["is_significant", "verdict", "test"].map(|name| measure(name, Unit::Text));
    Report {
        columns: dimensions.into_iter().chain(counts).chain(numbers).chain(texts).collect(),
        rows: rows(experiments, false, data_row),
        totals: None,
        ..base
    }
}

fn data_row(experiment: &Experiment, metric: &Metric, comparison: &Comparison) -> Vec<Value> {
    let group = |wanted: &String| metric.groups.0.iter().find(|(name, _)| name == wanted).map(|(_, group)| group);
    let (control, treatment) = (group(&experiment.control), group(&comparison.treatment));
    let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or(Value::Null, Value::Float);
    let users = |group: Option<&Group>| group.map_or(Value::Null, |group| Value::Int(group.n_users as i64));
    let bound = |at: usize| number(comparison.confidence_interval.map(|interval| interval[at]));
    vec![
        text_or_null(experiment.experiment.as_deref()),
        Value::Text(metric.metric.clone()),
        Value::Text(experiment.control.clone()),
        Value::Text(comparison.treatment.clone()),
        users(control),
        users(treatment),
        number(control.map(|group| group.mean)),
        number(treatment.map(|group| group.mean)),
        number(Some(comparison.difference)),
        bound(0),
        bound(1),
        number(comparison.lift.map(|lift| lift.estimate)),
        number(comparison.statistic),
        number(comparison.df),
        number(comparison.p_value),
        number(comparison.p_value_adjusted),
        Value::Bool(comparison.is_significant),
        Value::Text(key(comparison.verdict).to_owned()),
        Value::Text(comparison.test.to_owned()),
    ]
}

/// A verdict as JSON writes it.
fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::NoSignificantDifference => "no_significant_difference",
        Verdict::Equivalent => "equivalent",
        Verdict::InsufficientData => "insufficient_data",
        Verdict::Undefined => "undefined",
        Verdict::Invalid => "invalid",
    }
}
