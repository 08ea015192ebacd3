//! A comparison in a sentence or two. It never says that variants are the same.

use super::document::{Comparison, Metric, Verdict};
use super::figures::{p_value, plain, signed, signed_percent};
use crate::report::{count, percent};

/// What a comparison comes to; `noun` is what its units are.
pub fn summary(comparison: &Comparison, metric: &Metric, control: &str, noun: &str) -> String {
    let (treatment, name) = (&comparison.treatment, &metric.metric);
    match comparison.verdict {
        Verdict::Better => format!("{treatment} is better on {name}: {}", evidence(comparison, metric, control, noun)),
        Verdict::Worse => format!("{treatment} is worse on {name}: {}", evidence(comparison, metric, control, noun)),
        Verdict::NoSignificantDifference => undecided(comparison, treatment, name),
        Verdict::Equivalent => {
            let margin = comparison.equivalence.map_or(f64::NAN, |found| found.margin);
            format!(
                "{treatment} differs from {control} on {name} by less than {}: {}",
                plain(margin),
                evidence(comparison, metric, control, noun)
            )
        }
        Verdict::InsufficientData => format!("Too little data on {name} in {treatment} or {control} to compare them."),
        Verdict::Undefined => format!("{name} does not vary in {treatment} and {control}, so nothing can be tested."),
        Verdict::Invalid => format!(
            "No verdict on {name} for {treatment}: the split of {noun} is not the one stated, so the difference of {} may come \
             from who is in which variant.",
            signed(comparison.difference, comparison.difference)
        ),
    }
}

/// `+0.0236 (95% CI +0.0061 to +0.0411), +3.4%, p = 0.0082 (Welch t, 1,810 users).`
fn evidence(comparison: &Comparison, metric: &Metric, control: &str, noun: &str) -> String {
    let difference = comparison.difference;
    let lift = comparison.lift.map(|lift| format!(", {}", signed_percent(lift.estimate)));
    let is_of = |name: &str| name == control || name == comparison.treatment;
    let units: u64 = metric.groups.0.iter().filter(|(name, _)| is_of(name)).map(|(_, group)| group.n_users).sum();
    format!(
        "{}{}{}, {} ({}, {} {noun}).",
        signed(difference, difference),
        interval(comparison, |x| signed(x, difference)),
        lift.unwrap_or_default(),
        p(comparison),
        test_name(comparison.test),
        count(units),
    )
}

fn undecided(comparison: &Comparison, treatment: &str, name: &str) -> String {
    let bounded = comparison.lift.filter(|lift| lift.ci_fieller.is_some() && lift.estimate != 0.0);
    let base = bounded.map(|lift| comparison.difference / lift.estimate);
    let (difference, bounds, missed) = match base {
        // As percentages of the control's mean, where that is surely not zero.
        Some(base) => (
            signed_percent(comparison.difference / base),
            interval(comparison, |x| signed_percent(x / base)),
            comparison.mde.map(|mde| signed_percent(mde / base).trim_start_matches('+').to_owned()),
        ),
        None => {
            let scale = comparison.stderr.unwrap_or(comparison.difference);
            (
                signed(comparison.difference, scale),
                interval(comparison, |x| signed(x, scale)),
                comparison.mde.map(plain),
            )
        }
    };
    let missed = missed.map(|mde| format!(" At this size an effect under {mde} would usually be missed."));
    format!(
        "No significant difference on {name} for {treatment}: {difference}{bounds}, {}.{}",
        p(comparison),
        missed.unwrap_or_default()
    )
}

/// ` (95% CI -1.9% to +1.5%)`; an open side is named as one.
fn interval(comparison: &Comparison, shown: impl Fn(f64) -> String) -> String {
    let Some([low, high]) = comparison.confidence_interval else { return String::new() };
    let level = percent(comparison.confidence_level);
    let level = level.trim_end_matches(".0%").trim_end_matches('%');
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!(" ({level}% CI {} to {})", shown(low), shown(high)),
        (true, false) => format!(" (at least {}, {level}%)", shown(low)),
        (false, true) => format!(" (at most {}, {level}%)", shown(high)),
        (false, false) => String::new(),
    }
}

/// The p-value that the verdict compares with alpha.
fn p(comparison: &Comparison) -> String {
    let Some(p) = comparison.p_value_adjusted else { return "p unknown".to_owned() };
    let adjusted = if comparison.p_value == Some(p) { "" } else { "adjusted " };
    match p_value(p) {
        text if text.starts_with('<') => format!("{adjusted}p {text}"),
        text => format!("{adjusted}p = {text}"),
    }
}

/// The test as a person calls it.
fn test_name(test: &str) -> &str {
    match test {
        "ratio_jackknife" => "Welch t by jackknife",
        "welch_t" => "Welch t",
        "student_t" => "Student t",
        "mannwhitneyu" => "Mann-Whitney",
        "clustered_ranks" => "clustered ranks",
        "z_pooled" => "pooled z",
        "fisher_exact" => "Fisher exact",
        "cuped" => "Welch t after CUPED",
        "sequential" => "always valid",
        other => other,
    }
}
