//! What to know before believing the figures of an experiment, each with a code that scripts can look for.

use super::document::{Caution, Group, Srm, Tests};
use super::metric::{Context, Side};
use crate::engine::{Observed, Trial};
use crate::input::{Finding, Summary};
use crate::report::{count, plural};
use crate::stats;

/// Effective units below which intervals are known to be too narrow.
const FEW_USERS: f64 = 15.0;
/// A mean is nearly normal from this many times the squared skewness (Kohavi et al., KDD 2014).
const SKEW_RULE: f64 = 355.0;
/// What a check may fire by chance.
const SURE: f64 = 0.001;

/// The cautions of one experiment in the order in which they come up, each once.
#[derive(Debug, Default)]
pub struct Cautions(pub Vec<Caution>);

impl Cautions {
    pub fn add(&mut self, code: &'static str, message: String) {
        let caution = Caution { code, message };
        if !self.0.contains(&caution) {
            self.0.push(caution);
        }
    }

    /// What the log itself has against it.
    pub fn of_log(&mut self, summary: &Summary) {
        let bad = summary.tally.bad_lines();
        if bad > 0 {
            self.add("BAD_JSON_LINES", format!("{} of the log are left out", plural(bad, "bad line")));
        }
        let is_beyond = |value: &str| value.trim().parse::<f64>().is_ok_and(|number| !number.is_finite());
        let values = summary.findings.iter().filter_map(|found| match &found.what {
            Finding::BadValue { value, .. } => Some(value),
            _ => None,
        });
        let (mut beyond, mut other) = (false, false);
        values.for_each(|value| if is_beyond(value) { beyond = true } else { other = true });
        let skipped = plural(summary.tally.bad_values, "value");
        if beyond {
            self.add("NON_FINITE_VALUES", format!("{skipped} are left out, some beyond every number"));
        } else if other {
            self.add("BAD_VALUES", format!("{skipped} of the wrong type or out of range are left out"));
        }
    }

    /// Who is in the experiment, and who is not.
    pub fn of_trial(&mut self, trial: &Trial, has_ids: bool, unit: &str) {
        let units: u64 = trial.arms.iter().map(|arm| arm.units).sum();
        let crossed = trial.crossover_units;
        if crossed > 0 {
            let share = crossed as f64 / (units + crossed) as f64;
            let loud = if share > 0.01 && crossed >= 10 { "; check how variants are assigned" } else { "" };
            let text = format!(
                "{} in more than one variant ({:.1}%) {} left out{loud}",
                plural(crossed, "user"),
                share * 100.0,
                if crossed == 1 { "is" } else { "are" },
            );
            self.add("USER_IN_MULTIPLE_VARIANTS", text);
        }
        if !has_ids {
            self.add("NO_USER_ID", "no request names its user, so requests are assumed independent".to_owned());
        } else if trial.without_unit > 0 && unit != "request" {
            let text = format!("{} without a user count as a user each", plural(trial.without_unit, "request"));
            self.add("MISSING_USER_ID", text);
        }
        if trial.contested > 0 {
            let text = format!("{} whose lines state two variants are left out", plural(trial.contested, "request"));
            self.add("DUPLICATE_REQUEST_ID", text);
        }
        if trial.without_variant > 0 {
            let text = format!("{} of the experiment name no variant", plural(trial.without_variant, "request"));
            self.add("NO_VARIANT", text);
        }
    }

    pub fn of_split(&mut self, srm: &Srm) {
        if srm.mismatch {
            let meant = if srm.is_stated { "the stated weights" } else { "an equal split" };
            let text = format!(
                "the variants' users are not split as meant (p = {:.1e} against {meant}), so the variants may differ in who \
                 is in them",
                srm.p_value
            );
            self.add("SRM_MISMATCH", text);
        }
    }

    /// What the values of a metric have against them.
    pub fn of_groups(&mut self, metric: &str, groups: &[(String, Group)], observed: &Observed) {
        let missing: u64 = groups.iter().map(|(_, group)| group.n_missing).sum();
        if missing > 0 {
            let verb = if missing == 1 { "has" } else { "have" };
            self.add("MISSING_VALUES", format!("{} {verb} no `{metric}`", plural(missing, "request")));
        }
        let shares: Vec<(u64, u64)> =
            groups.iter().map(|(_, group)| (group.n_missing, group.n_missing + group.n_requests)).collect();
        if stats::equal_shares(&shares).is_some_and(|test| test.p_value < SURE) {
            let text = format!("`{metric}` is missing more often in one variant than in another");
            self.add("MISSINGNESS_DIFFERS", text);
        }
        if observed.non_finite > 0 {
            let text =
                format!("{} of `{metric}` beyond every number are left out", plural(observed.non_finite, "value"));
            self.add("NON_FINITE_VALUES", text);
        }
        if observed.others > 0 {
            let text = format!("{} of `{metric}` are text and are left out", plural(observed.others, "value"));
            self.add("NOT_NUMERIC", text);
        }
        for (name, group) in groups {
            if group.n_users < 2 {
                let text = format!("`{name}` has {} with `{metric}`, and it takes two", plural(group.n_users, "user"));
                self.add("TOO_FEW_UNITS", text);
            } else if group.effective_users < FEW_USERS {
                let text = format!(
                    "`{name}` has {} with `{metric}`, who weigh as much as {:.1} of equal size: its intervals are rough",
                    plural(group.n_users, "user"),
                    group.effective_users
                );
                self.add("FEW_USERS", text);
            }
        }
        self.skewed(metric, groups);
    }

    fn skewed(&mut self, metric: &str, groups: &[(String, Group)]) {
        let needed = |group: &Group| group.skewness.map_or(0.0, |skewness| SKEW_RULE * skewness * skewness);
        let is_skewed = |group: &Group| group.n_users >= 2 && (group.n_users as f64) < needed(group);
        let skewed: Vec<&(String, Group)> = groups.iter().filter(|(_, group)| is_skewed(group)).collect();
        if !skewed.is_empty() {
            let names: Vec<String> = skewed.iter().map(|(name, _)| format!("`{name}`")).collect();
            let most = skewed.iter().map(|(_, group)| needed(group)).fold(0.0, f64::max);
            let text = format!(
                "`{metric}` is skewed in {}: its mean is nearly normal from about {} users on; see the rank test and the \
                 quantiles",
                names.join(", "),
                count(most.min(1e15) as u64)
            );
            self.add("SKEWED_SMALL_SAMPLE", text);
        }
    }

    /// What the tests of a comparison have against each other.
    pub fn of_comparison(&mut self, context: &Context<'_>, treatment: &Side<'_>, control: &Side<'_>, tests: &Tests) {
        let flat = |side: &Side<'_>| side.units() >= 2 && side.estimate(context).variance == 0.0;
        if flat(treatment) && flat(control) {
            let text = format!("`{}` does not vary in `{}` and `{}`", context.metric, control.name, treatment.name);
            self.add("ZERO_VARIANCE", text);
        }
        let decides = if context.is_clustered { tests.ratio_jackknife } else { tests.welch_t };
        let found = [tests.student_t, tests.welch_t, decides];
        let significant = found.iter().flatten().filter(|test| test.p_value < context.options.alpha).count();
        if significant > 0 && significant < found.iter().flatten().count() {
            let text = format!(
                "for `{}` in `{}` the tests disagree: p is {} by Student's on requests, {} by Welch's{}",
                context.metric,
                treatment.name,
                shown(tests.student_t.map(|test| test.p_value)),
                shown(tests.welch_t.map(|test| test.p_value)),
                match context.is_clustered {
                    true => format!(", {} with users as units", shown(decides.map(|test| test.p_value))),
                    false => String::new(),
                }
            );
            self.add("TESTS_DISAGREE", text);
        }
    }

    pub fn no_history(&mut self, context: &Context<'_>) {
        let text = format!("nothing is known of users that could take noise out of `{}`: not adjusted", context.metric);
        self.add("NO_COVARIATE", text);
    }

    pub fn baseline_not_positive(&mut self, context: &Context<'_>, control: &Side<'_>) {
        let text = format!("the mean of `{}` in `{}` is not above zero: no lift", context.metric, control.name);
        self.add("BASELINE_NOT_POSITIVE", text);
    }

    pub fn lift_unbounded(&mut self, context: &Context<'_>, treatment: &Side<'_>) {
        let text = format!(
            "the baseline of `{}` may be zero, so the lift of `{}` has no bounds",
            context.metric, treatment.name
        );
        self.add("LIFT_UNBOUNDED", text);
    }
}

fn shown(p_value: Option<f64>) -> String {
    p_value.map_or("n/a".to_owned(), super::figures::p_value)
}
