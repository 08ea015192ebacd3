//! A treatment against the control: the estimate that decides, and what else there is to say of it.

use super::battery;
use super::caution::Cautions;
use super::document::{
    Bayes, Comparison, Cuped, EffectSize, Equivalence, Lift, Look, QuantileDifference, QuantileDifferences, Reference,
    Sequential, Test, Tests, Verdict,
};
use super::metric::{Context, Side};
use crate::cli::TestKind;
use crate::stats::{self, Alternative, Estimate};

/// What the verdict rests on.
#[derive(Debug, Clone, Default)]
struct Deciding {
    test: &'static str,
    stderr: Option<f64>,
    statistic: Option<f64>,
    df: Option<f64>,
    p_value: Option<f64>,
    log10_p_value: Option<f64>,
    interval: Option<[f64; 2]>,
}

/// The power at which a smallest detectable difference is stated.
const POWER: f64 = 0.8;
/// In the smallest expected cell of a table of truths, fewer than this call for the exact test.
const FEW_EXPECTED: f64 = 5.0;

/// Compares the side `at` with the control. The p-values' adjustment and the verdict come later, when all are known.
pub fn compare(sides: &[Side<'_>], at: usize, context: &Context<'_>, cautions: &mut Cautions) -> Comparison {
    let (treatment, control) = (&sides[at], &sides[context.control]);
    let tests = battery::tests(treatment, control, context);
    let cuped = context.has_covariate.then(|| cuped(sides, at, context)).flatten();
    if context.has_covariate && cuped.is_none() {
        cautions.no_history(context);
    }
    let plain = [treatment.estimate(context), control.estimate(context)];
    let [after, before] = cuped.as_ref().map_or(plain, |(_, adjusted)| *adjusted);
    let difference = after.mean - before.mean;
    let stderr = Some((after.variance + before.variance).sqrt()).filter(|stderr| stderr.is_finite() && *stderr > 0.0);
    let n = (treatment.units() + control.units()) as f64;
    let base = stats::welch(after, before, context.options.alternative, context.options.alpha);
    let lift = lift(difference, treatment, control, [after, before], context, cautions);
    let sequential = context.options.sequential.and_then(|tuning| {
        let relative = lift.and_then(|lift| look(lift.estimate, lift.stderr, n, tuning, context));
        Some(Sequential { tuning, absolute: look(difference, stderr?, n, tuning, context)?, relative })
    });
    let deciding = match (&sequential, &cuped) {
        (Some(sequential), _) => of_look(sequential, base.map(Test::from)),
        (None, Some(_)) => of_test("cuped", base.map(Test::from)),
        (None, None) => deciding(treatment, control, &tests, context),
    };
    let stderr = deciding.stderr.or(stderr);
    let effect = stats::effect_size(difference, treatment.sample.moments, control.sample.moments);
    let design_effect = match (context.is_clustered, tests.ratio_delta, tests.welch_t) {
        (true, Some(by_user), Some(by_request)) => Some((by_user.stderr / by_request.stderr).powi(2)),
        _ => None,
    };
    cautions.of_comparison(context, treatment, control, &tests);
    Comparison {
        treatment: treatment.name.to_owned(),
        test: deciding.test,
        difference,
        stderr,
        statistic: deciding.statistic,
        df: deciding.df.filter(|df| df.is_finite()),
        p_value: deciding.p_value,
        log10_p_value: deciding.log10_p_value,
        p_value_holm: None,
        p_value_bh: None,
        p_value_adjusted: None,
        confidence_level: 1.0 - context.options.alpha,
        confidence_interval: deciding.interval,
        lift,
        effect_size: effect.map(|effect| EffectSize { cohens_d: effect.cohens_d, hedges_g: effect.hedges_g }),
        design_effect,
        mde: stderr.map(|stderr| stats::detectable(stderr, context.options.alpha, POWER)),
        is_significant: false,
        verdict: undecided(treatment, control, deciding.p_value),
        summary: String::new(),
        equivalence: stderr.and_then(|stderr| equivalence(difference, stderr, after, before, control, context)),
        reference: reference(&tests, context),
        bayes: stderr.map(|stderr| Bayes { chance_to_win: stats::chance_to_win(difference, stderr) }),
        quantile_differences: quantile_differences(treatment, control, context),
        tests,
        sequential,
        cuped: cuped.map(|(cuped, _)| cuped),
    }
}

/// What can be said before p-values are adjusted.
fn undecided(treatment: &Side<'_>, control: &Side<'_>, p_value: Option<f64>) -> Verdict {
    match p_value {
        _ if treatment.units().min(control.units()) < 2 => Verdict::InsufficientData,
        None => Verdict::Undefined,
        Some(_) => Verdict::NoSignificantDifference,
    }
}

/// The test that decides, with neither looks nor covariates.
fn deciding(treatment: &Side<'_>, control: &Side<'_>, tests: &Tests, context: &Context<'_>) -> Deciding {
    let welch = || match context.is_clustered {
        true => of_test("ratio_jackknife", tests.ratio_jackknife),
        false => of_test("welch_t", tests.welch_t),
    };
    match context.options.test {
        Some(TestKind::Student) => of_test("student_t", tests.student_t),
        Some(TestKind::Welch) => welch(),
        Some(TestKind::Mannwhitney) if !context.is_boolean => ranks(tests, context),
        Some(TestKind::Z) if context.is_rate() => of_test("z_pooled", tests.z_pooled),
        Some(TestKind::Fisher) if context.is_rate() => fisher(treatment, control, tests, context),
        _ if context.is_rate() && treatment.units().min(control.units()) > 0 => {
            let is_sparse = battery::proportions(treatment, control).smallest_expected() < FEW_EXPECTED;
            match tests.z_pooled {
                Some(_) if is_sparse => fisher(treatment, control, tests, context),
                z => of_test("z_pooled", z),
            }
        }
        _ => welch(),
    }
}

fn of_test(name: &'static str, test: Option<Test>) -> Deciding {
    Deciding {
        test: name,
        stderr: test.map(|test| test.stderr),
        statistic: test.map(|test| test.statistic),
        df: test.map(|test| test.df),
        p_value: test.map(|test| test.p_value),
        log10_p_value: test.map(|test| test.log10_p_value),
        interval: test.map(|test| test.confidence_interval),
    }
}

fn of_look(sequential: &Sequential, base: Option<Test>) -> Deciding {
    let look = sequential.absolute;
    Deciding {
        test: "sequential",
        p_value: Some(look.p_value),
        log10_p_value: Some((-look.ln_e_value / std::f64::consts::LN_10).min(0.0)),
        interval: Some(look.confidence_interval),
        ..of_test("sequential", base)
    }
}

/// Ranks say which variant tends to greater values, and give no interval of the means' difference.
fn ranks(tests: &Tests, context: &Context<'_>) -> Deciding {
    match (context.is_clustered, tests.clustered_ranks, tests.mannwhitneyu) {
        (true, Some(test), _) => Deciding {
            test: "clustered_ranks",
            statistic: Some(test.statistic),
            df: Some(test.df),
            p_value: Some(test.p_value),
            log10_p_value: Some(test.log10_p_value),
            ..Deciding::default()
        },
        (false, _, Some(test)) => Deciding {
            test: "mannwhitneyu",
            statistic: Some(test.statistic),
            p_value: test.p_value,
            log10_p_value: test.log10_p_value,
            ..Deciding::default()
        },
        _ => Deciding { test: "mannwhitneyu", ..Deciding::default() },
    }
}

fn fisher(treatment: &Side<'_>, control: &Side<'_>, tests: &Tests, context: &Context<'_>) -> Deciding {
    let p_value = tests.fisher_exact.map(|test| test.p_value);
    let newcombe = || battery::proportions(treatment, control).newcombe(1.0 - context.options.alpha).into();
    Deciding {
        test: "fisher_exact",
        p_value,
        log10_p_value: p_value.map(f64::log10),
        interval: tests.z_pooled.map_or_else(|| p_value.map(|_| newcombe()), |z| Some(z.confidence_interval)),
        ..Deciding::default()
    }
}

fn look(estimate: f64, stderr: f64, n: f64, tuning: f64, context: &Context<'_>) -> Option<Look> {
    let found = stats::sequential(estimate, stderr, n, context.options.alpha, tuning)?;
    Some(Look {
        rho: found.rho,
        halfwidth: found.halfwidth,
        confidence_interval: found.interval.into(),
        ln_e_value: found.ln_e_value,
        p_value: found.p_value,
    })
}

/// The difference as a share of the control's mean. The delta interval is the delta method throughout; Fieller's has the
/// variances that decide.
fn lift(
    difference: f64,
    treatment: &Side<'_>,
    control: &Side<'_>,
    [after, before]: [Estimate; 2],
    context: &Context<'_>,
    cautions: &mut Cautions,
) -> Option<Lift> {
    let alpha = context.options.alpha;
    let critical = |treatment: Estimate, control: Estimate| {
        let test = stats::welch(treatment, control, Alternative::TwoSided, alpha)?;
        Some(stats::isf(alpha / 2.0, test.df))
    };
    // The treatment's mean is where the difference puts it, whatever was adjusted.
    let base = control.mean();
    let at = |estimate: Estimate, mean| Estimate { mean, ..estimate };
    let of = |treatment: Estimate, control: Estimate| {
        let critical = critical(treatment, control)?;
        stats::lift(difference, at(treatment, base + difference), at(control, base), critical)
    };
    let exact = of(after, before);
    if base <= 0.0 {
        cautions.baseline_not_positive(context, control);
    } else if exact.is_some_and(|lift| lift.interval_fieller.is_none()) {
        cautions.lift_unbounded(context, treatment);
    }
    let exact = exact?;
    let delta = match context.is_clustered && !context.has_covariate {
        true => of(treatment.clusters().delta(), control.clusters().delta())?,
        false => exact,
    };
    Some(Lift {
        estimate: delta.estimate,
        stderr: delta.stderr,
        ci_delta: delta.interval_delta.into(),
        ci_fieller: exact.interval_fieller.map(Into::into),
    })
}

fn equivalence(
    difference: f64,
    stderr: f64,
    after: Estimate,
    before: Estimate,
    control: &Side<'_>,
    context: &Context<'_>,
) -> Option<Equivalence> {
    let margin = context.options.margin?.from(control.mean());
    let df = stats::welch(after, before, Alternative::TwoSided, context.options.alpha)?.df;
    let found = stats::equivalence(difference, stderr, df, margin, context.options.alpha)?;
    Some(Equivalence {
        margin: found.margin,
        p_value: found.p_value,
        confidence_interval: found.interval.into(),
        is_equivalent: found.is_equivalent,
    })
}

fn reference(tests: &Tests, context: &Context<'_>) -> Reference {
    let test = tests.student_t;
    Reference {
        method: "scipy.stats.ttest_ind",
        statistic: test.map(|test| test.statistic),
        df: test.map(|test| test.df),
        p_value: test.map(|test| test.p_value),
        is_significant: test.is_some_and(|test| test.p_value < context.options.alpha),
    }
}

/// The adjusted estimates of the treatment and the control, and what to say of them. Units of which nothing is known get
/// the mean of the others.
fn cuped(sides: &[Side<'_>], at: usize, context: &Context<'_>) -> Option<(Cuped, [Estimate; 2])> {
    let known: Vec<f64> =
        sides.iter().flat_map(|side| side.sample.covariates.iter().copied()).filter(|x| !x.is_nan()).collect();
    let fallback = stats::Moments::of(&known).mean;
    let pre = |side: &Side<'_>| -> Vec<f64> {
        side.sample.covariates.iter().map(|x| if x.is_nan() { fallback } else { *x }).collect()
    };
    let both: Vec<(Vec<f64>, Vec<f64>)> = sides.iter().map(|side| (side.clusters().linearised(), pre(side))).collect();
    let pairs: Vec<(&[f64], &[f64])> = both.iter().map(|(post, pre)| (post.as_slice(), pre.as_slice())).collect();
    let found = stats::cuped(&pairs)?;
    let adjusted = [found.adjusted[at], found.adjusted[context.control]];
    let plain = [&sides[at], &sides[context.control]].map(|side| side.clusters().delta());
    let (alternative, alpha) = (context.options.alternative, context.options.alpha);
    let variance = |pair: [Estimate; 2]| pair[0].variance + pair[1].variance;
    let units: usize = sides.iter().map(Side::units).sum();
    let cuped = Cuped {
        theta: found.theta,
        coverage: known.len() as f64 / units as f64,
        variance_reduction: 1.0 - variance(adjusted) / variance(plain),
        difference: adjusted[0].mean - adjusted[1].mean,
        test: stats::welch(adjusted[0], adjusted[1], alternative, alpha).map(Test::from),
        unadjusted: stats::welch(plain[0], plain[1], alternative, alpha).map(Test::from),
        mean_adjusted: [context.control, at].map(|side| context.pivot + found.adjusted[side].mean),
    };
    Some((cuped, adjusted))
}

fn quantile_differences(
    treatment: &Side<'_>,
    control: &Side<'_>,
    context: &Context<'_>,
) -> Option<QuantileDifferences> {
    if context.is_boolean {
        return None;
    }
    let (after, before) = (treatment.quantiles()?, control.quantiles()?);
    let intervals = context.options.bootstrap.and_then(|resamples| {
        let (options, probabilities) = (context.options, [0.5, 0.95, 0.99]);
        let confidence = 1.0 - options.alpha;
        let (treatment, control) = (treatment.by_user(), control.by_user());
        stats::quantile_differences(treatment, control, &probabilities, confidence, resamples, options.seed)
    });
    let interval = |at: usize| intervals.as_ref().and_then(|found| found.get(at)).map(|(a, b)| [*a, *b]);
    let of = |difference, at| QuantileDifference { difference, ci_bootstrap: interval(at) };
    Some(QuantileDifferences {
        p50: of(after.p50 - before.p50, 0),
        p95: of(after.p95 - before.p95, 1),
        p99: of(after.p99 - before.p99, 2),
    })
}
