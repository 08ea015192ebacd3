//! `llmobs abtest analyze`: the log to experiments, experiments to an answer.

use super::document::{Experiment, Verdict};
use super::experiment::{experiment, list, title};
use super::options::{Options, Unit, study};
use super::show;
use crate::cli::{AbtestAnalyze, FailOn, QueryArgs, RequestArgs, TestKind};
use crate::commands::ask::Asked;
use crate::commands::log::Log;
use crate::commands::output;
use crate::engine::{Engine, Trial};
use crate::error::{Error, Exit};
use crate::query::{Dimension, End, Field, Order, parse_instant};

pub fn run(args: &AbtestAnalyze) -> Result<Exit, Error> {
    let options = Options::new(args)?;
    let typed = query_args(&args.requests);
    let asked = Asked::new(&args.log, &typed, &args.output)?;
    let before = match &args.method.cuped_before {
        Some(text) => Some(parse_instant(text, End::Since, asked.zone, asked.now)?),
        None => None,
    };
    let study = study(args, &options, asked.filter.clone(), before);
    let log = asked.read(study.fields())?;
    let trials = log.engine().observe(&study)?;
    let (trials, lonely) = comparable(trials, args)?;
    trials.iter().try_for_each(|trial| refuse_misfit(trial, &options))?;
    let experiments: Vec<Experiment> = trials
        .iter()
        .map(|trial| experiment(trial, &options, study.covariate.is_some(), log.summary()))
        .collect::<Result<_, _>>()?;
    let mut query =
        asked.aside(&[Dimension::Field(Field::named(&args.study.variant_field))], Vec::new(), Order::Dimensions);
    let (mut base, _) = log.ask("abtest analyze", &mut query)?;
    base.warnings.extend(lonely);
    if base.sampling.is_some() {
        base.warnings.push("the log is a sample: what is compared are the requests that were kept".to_owned());
    }
    let report = match asked.style.is_for_people() {
        true => show::for_people(base, &experiments),
        false => show::for_programs(base, &experiments),
    };
    output::listing(&report, "experiments", &experiments, asked.style)?;
    Ok(exit(&log, &experiments, &args.fail_on))
}

/// A question about requests that has neither dimensions nor an order.
pub fn query_args(requests: &RequestArgs) -> QueryArgs {
    QueryArgs { by: Vec::new(), requests: requests.clone(), sort: None, limit: None }
}

/// The trials that have something to compare, of which there must be one, and a warning for each that has not.
fn comparable(trials: Vec<Trial>, args: &AbtestAnalyze) -> Result<(Vec<Trial>, Vec<String>), Error> {
    let Some(first) = trials.first() else {
        let what = match &args.study.experiment {
            Some(name) => format!("no request of experiment `{name}` has a `{}`", args.study.variant_field),
            None => format!("no request has a `{}`", args.study.variant_field),
        };
        let hint = "`--variant-field FIELD` says what tells the variants apart; `--map variant=PATH` where it stands";
        return Err(Error::Experiment { code: "NO_DATA", what, hint: hint.to_owned() });
    };
    if !trials.iter().any(|trial| trial.arms.len() > 1) {
        let names: Vec<String> = first.arms.iter().map(|arm| arm.name.clone()).collect();
        return Err(Error::Experiment {
            code: "NEED_TWO_VARIANTS",
            what: format!("{} has one variant, {}", title(first), list(&names)),
            hint: "a comparison takes two; `--since` and `--where` may have left one out".to_owned(),
        });
    }
    let (several, lonely): (Vec<Trial>, Vec<Trial>) = trials.into_iter().partition(|trial| trial.arms.len() > 1);
    let told = |trial: &Trial| format!("{} has one variant, so there is nothing to compare", title(trial));
    Ok((several, lonely.iter().map(told).collect()))
}

/// Tests that take requests for independent must be told that they are.
fn refuse_misfit(trial: &Trial, options: &Options) -> Result<(), Error> {
    let takes_independent = matches!(options.test, Some(TestKind::Student | TestKind::Z | TestKind::Fisher));
    if takes_independent && trial.largest_unit > 1 && options.unit != Unit::Request {
        return Err(Error::Experiment {
            code: "REQUESTS_NOT_INDEPENDENT",
            what: format!("users of {} have several requests, which this test takes for independent", title(trial)),
            hint: "`--unit request` says that they are; without `--test` users are the units".to_owned(),
        });
    }
    Ok(())
}

/// Bad input under `--strict` first, then what was to be looked out for, then whether there was anything to see.
fn exit(log: &Log<'_>, experiments: &[Experiment], fail_on: &[FailOn]) -> Exit {
    let primary = || {
        experiments.iter().flat_map(|experiment| {
            let is_primary = |name: &String| Some(name) == experiment.primary_metric.as_ref();
            experiment.metrics.iter().filter(move |metric| is_primary(&metric.metric)).flat_map(|m| &m.comparisons)
        })
    };
    let all = || experiments.iter().flat_map(|experiment| &experiment.metrics).flat_map(|metric| &metric.comparisons);
    let is_blind = |verdict| matches!(verdict, Verdict::InsufficientData | Verdict::Undefined | Verdict::Invalid);
    let fires = fail_on.iter().any(|what| match what {
        FailOn::Srm => experiments.iter().any(|e| e.srm.as_ref().is_some_and(|srm| srm.mismatch)),
        FailOn::Regression => all().any(|comparison| comparison.verdict == Verdict::Worse),
    });
    let is_empty = experiments.iter().all(|experiment| experiment.metrics.is_empty());
    let cannot_tell = fail_on.contains(&FailOn::Regression) && primary().any(|c| is_blind(c.verdict));
    match log.exit(!is_empty) {
        Exit::Done if fires => Exit::Fired,
        Exit::Done if cannot_tell => Exit::CannotTell,
        exit => exit,
    }
}
