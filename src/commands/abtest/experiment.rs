//! One experiment: from what was observed to its place in the document.

use super::caution::Cautions;
use super::decide::decide;
use super::document::{Experiment, Named, Srm};
use super::metric::metric;
use super::options::{Options, Unit};
use crate::engine::{Observed, Trial};
use crate::error::Error;
use crate::input::{Finding, Summary};
use crate::query::Metric;
use crate::stats::goodness_of_fit;

/// A split this improbable is a mismatch.
const MISMATCH: f64 = 0.001;

/// Analyses a trial of at least two variants.
///
/// # Errors
/// A control or a metric that it does not have, or one that is sometimes a number and sometimes a truth.
pub fn experiment(trial: &Trial, options: &Options, has_covariate: bool, log: &Summary) -> Result<Experiment, Error> {
    let names: Vec<String> = trial.arms.iter().map(|arm| arm.name.clone()).collect();
    let control = control(&names, options, trial)?;
    let has_ids = trial.without_unit < trial.arms.iter().map(|arm| arm.requests).sum();
    let is_clustered = trial.largest_unit > 1;
    let unit = unit(options, has_ids, is_clustered);
    let mut cautions = Cautions::default();
    cautions.of_log(log);
    cautions.of_trial(trial, has_ids || options.unit == Unit::Request, &unit);
    let srm = srm(trial, &names, control, options)?;
    srm.iter().for_each(|srm| cautions.of_split(srm));
    let known: Vec<&Observed> =
        trial.observed.iter().filter(|observed| observed.numbers + observed.truths > 0).collect();
    known.iter().try_for_each(|observed| refuse_mixture(observed, log))?;
    let primary = primary(&known, options, trial)?;
    if known.is_empty() {
        cautions.add("NO_DATA", format!("no request of {} has any of the metrics", title(trial)));
    }
    let metrics = known
        .iter()
        .map(|observed| metric(observed, &names, control, is_clustered, has_covariate, options, &mut cautions))
        .collect();
    let mut experiment = Experiment {
        experiment: trial.name.clone(),
        alpha: options.alpha,
        unit,
        control: names[control].clone(),
        primary_metric: primary,
        srm,
        n_crossover_users: trial.crossover_units,
        warnings: Vec::new(),
        metrics,
    };
    decide(&mut experiment, options, noun(options, has_ids));
    experiment.warnings = cautions.0;
    Ok(experiment)
}

/// An experiment as a sentence names it.
pub fn title(trial: &Trial) -> String {
    trial.name.as_ref().map_or("the log".to_owned(), |name| format!("`{name}`"))
}

fn control(names: &[String], options: &Options, trial: &Trial) -> Result<usize, Error> {
    let place = |wanted: &str| names.iter().position(|name| name == wanted);
    match &options.control {
        Some(wanted) => place(wanted).ok_or_else(|| Error::Experiment {
            code: "UNKNOWN_CONTROL",
            what: format!("{} has no variant `{wanted}`", title(trial)),
            hint: format!("it has {}", list(names)),
        }),
        None => Ok(["control", "a"].into_iter().find_map(place).unwrap_or(0)),
    }
}

pub fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn unit(options: &Options, has_ids: bool, is_clustered: bool) -> String {
    match &options.unit {
        Unit::Request => "request",
        _ if !has_ids => "request",
        Unit::Auto => {
            if is_clustered {
                "user"
            } else {
                "request"
            }
        }
        Unit::User => "user",
        Unit::Field(field) => field.name(),
    }
    .to_owned()
}

/// What the units are called in sentences.
fn noun(options: &Options, has_ids: bool) -> &'static str {
    match &options.unit {
        Unit::Auto | Unit::User if has_ids => "users",
        Unit::Field(_) if has_ids => "units",
        _ => "requests",
    }
}

/// Whether the variants' units are as many as they should be. `None` where nobody is in any.
fn srm(trial: &Trial, names: &[String], control: usize, options: &Options) -> Result<Option<Srm>, Error> {
    let counts: Vec<u64> = trial.arms.iter().map(|arm| arm.units).collect();
    let weights = match &options.weights {
        None => vec![1.0 / names.len() as f64; names.len()],
        Some(split) => {
            let mut weights = vec![None; names.len()];
            // Shares without names are the control's first, then the others' in order.
            let mut order = std::iter::once(control).chain((0..names.len()).filter(|at| *at != control));
            for (name, share) in &split.shares {
                let at = match name {
                    Some(name) => names.iter().position(|known| known == name),
                    None => order.next(),
                };
                let Some(at) = at else { return Err(misfit(names)) };
                weights[at] = Some(*share).filter(|share| *share > 0.0);
            }
            weights.into_iter().collect::<Option<Vec<f64>>>().ok_or_else(|| misfit(names))?
        }
    };
    let named = |values: Vec<f64>| Named(names.iter().cloned().zip(values).collect());
    Ok(goodness_of_fit(&counts, &weights).map(|test| Srm {
        statistic: test.statistic,
        df: test.df,
        p_value: test.p_value,
        log10_p_value: test.log10_p_value,
        mismatch: test.p_value < MISMATCH,
        weights: named(weights),
        n_users: Named(names.iter().cloned().zip(counts).collect()),
        is_stated: options.weights.is_some(),
    }))
}

fn misfit(names: &[String]) -> Error {
    Error::Experiment {
        code: "UNKNOWN_VARIANT",
        what: "`--weights` does not give each variant a share".to_owned(),
        hint: format!("the variants are {}", list(names)),
    }
}

/// A metric must be a number throughout or a truth throughout.
fn refuse_mixture(observed: &Observed, log: &Summary) -> Result<(), Error> {
    let name = observed.metric.name();
    let is_truth = |found: &Finding| match found {
        Finding::BadValue { field, value } => field == name && matches!(value.as_str(), "true" | "false"),
        _ => false,
    };
    let has_truths = observed.truths > 0 || log.findings.iter().any(|found| is_truth(&found.what));
    if observed.numbers > 0 && has_truths {
        return Err(Error::Experiment {
            code: "MIXED_METRIC_TYPE",
            what: format!("`{name}` is a number in some requests and true or false in others"),
            hint: "a metric is one or the other; `--where` can leave out the requests of one kind".to_owned(),
        });
    }
    Ok(())
}

/// The metric that decides: the one asked for, else the first of those there are.
fn primary(known: &[&Observed], options: &Options, trial: &Trial) -> Result<Option<String>, Error> {
    let has = |metric: &Metric| known.iter().any(|observed| observed.metric == *metric);
    match &options.primary {
        Some(metric) if !known.is_empty() && !has(metric) => Err(Error::Experiment {
            code: "NO_DATA",
            what: format!("no request of {} has `{}`, the primary metric", title(trial), metric.name()),
            hint: "name another with `--primary`".to_owned(),
        }),
        Some(metric) => Ok(Some(metric.name().to_owned())),
        None => Ok(known.first().map(|observed| observed.metric.name().to_owned())),
    }
}
