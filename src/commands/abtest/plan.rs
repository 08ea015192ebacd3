//! `llmobs abtest plan`: how large an experiment must be, or what one of a given size can find.

use super::analyze::query_args;
use super::options::Difference;
use crate::cli::AbtestPlan;
use crate::commands::ask::Asked;
use crate::commands::output::{self, Style};
use crate::commands::present::measure;
use crate::engine::{Engine, Sample};
use crate::error::{Error, Exit};
use crate::query::{Canonical, Metric, Study};
use crate::report::{Column, Report, Row, Unit, Value};
use crate::stats::{self, Clusters};

/// What is known of the metric today.
#[derive(Debug, Clone, Copy)]
struct Today {
    mean: Option<f64>,
    /// Whether it is a rate, whose spread follows from its mean.
    is_rate: bool,
    /// The standard deviation of a request's value.
    sd: f64,
    correlation: Option<f64>,
    requests_per_user: f64,
    /// How many times more requests it takes because they come by user.
    design_effect: f64,
    users_per_day: Option<f64>,
}

/// The answer.
#[derive(Debug, Clone, Copy)]
struct Plan {
    difference: Option<f64>,
    /// Users of one variant.
    users: f64,
}

pub fn run(args: &AbtestPlan) -> Result<Exit, Error> {
    match &args.metric {
        Some(metric) => from_log(args, &Metric::named(metric)),
        None => {
            let today = by_hand(args)?;
            let report = report(args, &today, &plan(args, &today)?, None);
            output::report(&report, Style::decide(&args.output))?;
            Ok(Exit::Done)
        }
    }
}

fn by_hand(args: &AbtestPlan) -> Result<Today, Error> {
    let is_rate = args.sd.is_none();
    let spread = |rate: f64| (rate * (1.0 - rate)).sqrt();
    let sd = match (args.sd, args.baseline) {
        (Some(sd), _) => sd,
        (None, Some(rate)) if rate > 0.0 && rate < 1.0 => spread(rate),
        (None, Some(mean)) => return Err(bad("--baseline", mean, "is no rate: a mean needs `--sd` beside it")),
        (None, None) => return Err(lacks("give `--sd`, or `--baseline` of a rate, or `--metric` and a log")),
    };
    Ok(Today {
        mean: args.baseline,
        is_rate,
        sd,
        correlation: Some(args.icc),
        requests_per_user: args.requests_per_user,
        design_effect: stats::design_effect(args.requests_per_user, 0.0, args.icc),
        users_per_day: None,
    })
}

fn bad(flag: &'static str, value: f64, why: &str) -> Error {
    Error::BadOption { flag, value: value.to_string(), why: why.to_owned() }
}

fn lacks(hint: &str) -> Error {
    let what = "the spread of the metric is not known".to_owned();
    Error::Experiment { code: "NO_SPREAD", what, hint: hint.to_owned() }
}

fn from_log(args: &AbtestPlan, metric: &Metric) -> Result<Exit, Error> {
    let typed = query_args(&args.requests);
    let asked = Asked::new(&args.log, &typed, &args.output)?;
    let study = Study {
        filter: asked.filter.clone(),
        experiment: None,
        by_experiment: false,
        variant: None,
        unit: Some(Canonical::UserId.into()),
        metrics: vec![metric.clone()],
        covariate: None,
        keeps_values: false,
    };
    let log = asked.read(study.fields())?;
    let trials = log.engine().observe(&study)?;
    let observed = trials.first().and_then(|trial| trial.observed.first());
    let sample = observed.and_then(|observed| Some((observed, observed.samples.first()?)));
    let Some((observed, sample)) = sample.filter(|(_, sample)| sample.sizes.len() > 1) else {
        let what = format!("fewer than two users of the log have `{}`", metric.name());
        return Err(Error::Experiment { code: "NO_DATA", what, hint: "`--metric` names another".to_owned() });
    };
    let days = log.facts.matched.map(|(first, last)| (last - first) as f64 / 86_400e6).filter(|days| *days > 0.0);
    let today = measured(sample, observed.pivot, observed.truths > 0, days);
    let mut query = asked.aside(&[], Vec::new(), crate::query::Order::Dimensions);
    let (base, _) = log.ask("abtest plan", &mut query)?;
    let report = report(args, &today, &plan(args, &today)?, Some(base));
    output::report(&report, asked.style)?;
    Ok(log.exit(true))
}

/// What a log says of today. The design effect compares the variance that users have with the one that requests would.
fn measured(sample: &Sample, pivot: f64, is_boolean: bool, days: Option<f64>) -> Today {
    let clusters = Clusters { sizes: &sample.sizes, sums: &sample.sums };
    let (users, moments) = (sample.sizes.len() as f64, sample.moments);
    let squares = moments.variance * (moments.count as f64 - 1.0);
    let design_effect = clusters.delta().variance / (moments.variance / moments.count as f64);
    Today {
        mean: Some(pivot + moments.mean),
        is_rate: is_boolean,
        sd: moments.sd(),
        correlation: stats::intraclass_correlation(clusters, squares),
        requests_per_user: moments.count as f64 / users,
        design_effect: if design_effect.is_finite() { design_effect } else { 1.0 },
        users_per_day: days.map(|days| users / days),
    }
}

fn plan(args: &AbtestPlan, today: &Today) -> Result<Plan, Error> {
    // Users whose requests are alike weigh less than as many requests of strangers.
    let weight = today.requests_per_user / today.design_effect;
    let rate = today.mean.filter(|_| today.is_rate);
    if let Some(users) = args.n {
        let difference = match rate {
            Some(rate) => stats::proportion_detectable(rate, users * weight, args.alpha, args.power),
            None => Some(stats::mean_detectable(today.sd, users * weight, args.alpha, args.power)),
        };
        return Ok(Plan { difference, users });
    }
    let difference = match args.mde.as_deref().map(Difference::parse).transpose()? {
        Some(Difference::Absolute(difference)) => difference,
        Some(relative) => relative.from(today.mean.ok_or_else(|| lacks("a share needs `--baseline` to be one of"))?),
        None => return Err(lacks("give `--mde`, or `--n`")),
    };
    let requests = match rate {
        Some(rate) if rate + difference < 1.0 => {
            stats::proportion_size(rate, rate + difference, args.alpha, args.power)
        }
        Some(rate) => return Err(bad("--mde", difference, &format!("and the rate {rate} add up to more than 1"))),
        // A plain mean of independent requests is tested by t, which needs a little more.
        None if weight == 1.0 => stats::t_test_size(difference / today.sd, args.alpha, args.power),
        None => stats::mean_size(today.sd, difference, args.alpha, args.power),
    };
    Ok(Plan { difference: Some(difference), users: (requests / weight).ceil().max(2.0) })
}

fn report(args: &AbtestPlan, today: &Today, plan: &Plan, base: Option<Report>) -> Report {
    let number = |value: Option<f64>| value.filter(|value| value.is_finite()).map_or(Value::Null, Value::Float);
    let whole = |value: f64| Value::Int(value.ceil() as i64);
    let days = today.users_per_day.map(|users| 2.0 * plan.users / users);
    let relative = plan.difference.zip(today.mean).map(|(difference, mean)| difference / mean);
    let values: Vec<(&str, Unit, Value)> = vec![
        ("baseline", Unit::Number, number(today.mean)),
        ("sd", Unit::Number, number(Some(today.sd))),
        ("icc", Unit::Number, number(today.correlation)),
        ("requests_per_user", Unit::Number, number(Some(today.requests_per_user))),
        ("design_effect", Unit::Number, number(Some(today.design_effect))),
        ("alpha", Unit::Number, number(Some(args.alpha))),
        ("power", Unit::Fraction, number(Some(args.power))),
        ("mde", Unit::Number, number(plan.difference)),
        ("mde_relative", Unit::Fraction, number(relative)),
        ("users_per_variant", Unit::Count, whole(plan.users)),
        ("requests_per_variant", Unit::Count, whole(plan.users * today.requests_per_user)),
        ("users", Unit::Count, whole(2.0 * plan.users)),
        ("days", Unit::Number, number(days)),
    ];
    let columns: Vec<Column> = values.iter().map(|(name, unit, _)| measure(*name, *unit)).collect();
    let rows = vec![Row { values: values.into_iter().map(|(.., value)| value).collect(), other_groups: None }];
    match base {
        Some(base) => Report { columns, rows, totals: None, ..base },
        None => Report::of("abtest plan", columns, rows),
    }
}
