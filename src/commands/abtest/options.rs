//! What was typed, understood: how experiments are compared.

use super::split::Split;
use crate::cli::{AbtestAnalyze, Adjustment, Side, TestKind};
use crate::error::Error;
use crate::query::{Canonical, Covariate, Field, Filter, Metric, Study};
use crate::stats::{Alternative, Correction};

/// How variants are compared.
#[derive(Debug)]
pub struct Options {
    pub alpha: f64,
    pub alternative: Alternative,
    pub test: Option<TestKind>,
    pub correction: Option<Correction>,
    /// The tuning of sequential intervals, where they are asked for.
    pub sequential: Option<f64>,
    pub winsorize: Option<f64>,
    pub margin: Option<Difference>,
    pub bootstrap: Option<u32>,
    pub seed: u64,
    pub control: Option<String>,
    pub primary: Option<Metric>,
    pub lower_is_better: Vec<Metric>,
    pub weights: Option<Split>,
    pub unit: Unit,
}

/// What is independent of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Users, where some have several requests.
    Auto,
    User,
    Request,
    Field(Field),
}

/// A difference of means, or one as a share of the control's mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Difference {
    Absolute(f64),
    Relative(f64),
}

impl Difference {
    /// Reads `0.02` or `5%`.
    ///
    /// # Errors
    /// [`Error::BadOption`] where it is not a number above 0.
    pub fn parse(text: &str) -> Result<Difference, Error> {
        let (digits, is_share) = match text.trim().strip_suffix('%') {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        let number = digits.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
        match number {
            Some(number) if is_share => Ok(Difference::Relative(number / 100.0)),
            Some(number) => Ok(Difference::Absolute(number)),
            None => Err(Error::BadOption {
                flag: "--mde",
                value: text.to_owned(),
                why: "is not a difference above 0 such as 0.02 or 5%".to_owned(),
            }),
        }
    }

    /// The difference itself, from a mean of `base`.
    pub fn from(self, base: f64) -> f64 {
        match self {
            Difference::Absolute(difference) => difference,
            Difference::Relative(share) => share * base.abs(),
        }
    }
}

impl Options {
    /// # Errors
    /// Options that mean nothing, or not together.
    pub fn new(args: &AbtestAnalyze) -> Result<Options, Error> {
        let (study, method) = (&args.study, &args.method);
        let clash = |flag: &'static str, value: &str, why: &str| {
            Err(Error::BadOption { flag, value: value.to_owned(), why: why.to_owned() })
        };
        if method.sequential && method.alternative != Side::TwoSided {
            return clash("--sequential", "--alternative", "is for two-sided questions");
        }
        let is_of_means = matches!(method.test, None | Some(TestKind::Welch));
        if !is_of_means && (method.sequential || method.cuped_before.is_some() || method.covariate.is_some()) {
            return clash(
                "--test",
                "--sequential/--cuped-before/--covariate",
                "do not go together: those compare means",
            );
        }
        if method.no_ranks && method.test == Some(TestKind::Mannwhitney) {
            return clash("--test", "mannwhitney", "needs ranks, which `--no-ranks` leaves out");
        }
        Ok(Options {
            alpha: method.alpha,
            alternative: match method.alternative {
                Side::TwoSided => Alternative::TwoSided,
                Side::Greater => Alternative::Greater,
                Side::Less => Alternative::Less,
            },
            test: method.test,
            correction: method.correction.map(|correction| match correction {
                Adjustment::Holm => Correction::Holm,
                Adjustment::Bh => Correction::BenjaminiHochberg,
                Adjustment::None => Correction::None,
            }),
            sequential: method.sequential.then_some(method.tuning),
            winsorize: method.winsorize,
            margin: method.mde.as_deref().map(Difference::parse).transpose()?,
            bootstrap: method.bootstrap,
            seed: method.seed,
            control: study.control.clone(),
            primary: study.primary.as_deref().map(Metric::named),
            lower_is_better: study.lower_is_better.iter().map(|name| Metric::named(name)).collect(),
            weights: study.weights.as_deref().map(|text| Split::parse("--weights", text)).transpose()?,
            unit: match study.unit.as_str() {
                "auto" => Unit::Auto,
                "user" => Unit::User,
                "request" => Unit::Request,
                name => match Field::named(name) {
                    Field::Canonical(Canonical::UserId) => Unit::User,
                    field => Unit::Field(field),
                },
            },
        })
    }

    /// Whether less of a metric is better.
    pub fn is_lower_better(&self, metric: &Metric) -> bool {
        let by_nature = match metric {
            Metric::Error => true,
            Metric::Field(Field::Canonical(Canonical::CostUsd | Canonical::LatencyMs | Canonical::TtftMs)) => true,
            Metric::Field(field) => field.name().ends_with("_tokens"),
        };
        by_nature || self.lower_is_better.contains(metric)
    }
}

/// The metrics compared without `--metric`, where a log has them.
const METRICS: [Canonical; 3] = [Canonical::QualityScore, Canonical::LatencyMs, Canonical::CostUsd];

/// What is asked of the log; `before` is the time of `--cuped-before`.
pub fn study(args: &AbtestAnalyze, options: &Options, filter: Filter, before: Option<i64>) -> Study {
    let variant = Field::named(&args.study.variant_field);
    let named = args.study.metric.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).map(Metric::named);
    let mut metrics: Vec<Metric> = Vec::new();
    for metric in named.chain(options.primary.clone()) {
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    if args.study.metric.is_empty() {
        let usual = METRICS.map(|field| Metric::Field(field.into()));
        metrics = usual.into_iter().filter(|metric| !metrics.contains(metric)).chain(metrics.clone()).collect();
    }
    let covariate = args.method.covariate.as_deref().map(|name| Covariate::Field(Field::named(name)));
    Study {
        filter,
        experiment: args.study.experiment.clone(),
        by_experiment: variant == Canonical::Variant.into(),
        variant: Some(variant),
        unit: match &options.unit {
            Unit::Auto | Unit::User => Some(Canonical::UserId.into()),
            Unit::Request => None,
            Unit::Field(field) => Some(field.clone()),
        },
        metrics,
        covariate: before.map(Covariate::Before).or(covariate),
        keeps_values: !args.method.no_ranks,
    }
}
