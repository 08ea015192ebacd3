//! Compares an experiment's JSON with what a case expects of it. Every key that a case states is compared, or is on the
//! list of those that the program does not show: a key that is neither fails.

use serde_json::{Map, Value};

use super::generate::Case;

/// What cases state beyond what the program shows: other forms of shown figures, and checks of the generator.
const NOT_SHOWN: &[&str] = &[
    "normal_z",
    "hedges_g_approx",
    "glass_delta",
    "pvalue_delta_growthbook",
    "fieller_g",
    "cliffs_delta",
    "ties",
    "pvalue_asymptotic",
    "pvalue_asymptotic_no_continuity",
    "pvalue_exact",
    "welch_log",
    "user_mean_student",
    "ci_agresti_caffo",
    "chi2_yates",
    "z_unpooled",
    "risk_ratio",
    "odds_ratio",
    "ss_between",
    "ss_within",
    "r_squared",
    "residual_std",
    "0.9",
    "data_check",
];

/// A case, and where in it a comparison stands, for messages.
pub struct Check<'c> {
    case: &'c Case,
    path: String,
}

impl<'c> Check<'c> {
    pub fn new(case: &'c Case) -> Check<'c> {
        Check { case, path: case.id.clone() }
    }

    pub fn at(&self, key: &str) -> Check<'c> {
        Check { case: self.case, path: format!("{}.{key}", self.path) }
    }

    fn tolerance(&self) -> f64 {
        self.case.tolerance_rel
    }

    /// Within the case's tolerance of `scale`.
    #[track_caller]
    pub fn near(&self, found: &Value, wanted: &Value, scale: f64) {
        let (Some(a), Some(b)) = (found.as_f64(), wanted.as_f64()) else {
            assert!(found.is_null() && wanted.is_null(), "{}: {found} is not {wanted}", self.path);
            return;
        };
        let limit = self.tolerance() * scale;
        assert!((a - b).abs() <= limit, "{}: {a:e} is not {b:e}: {:e} above {limit:e}", self.path, (a - b).abs());
    }

    /// Within the tolerance of the wanted value itself.
    #[track_caller]
    pub fn close(&self, found: &Value, wanted: &Value) {
        self.near(found, wanted, wanted.as_f64().unwrap_or(0.0).abs());
    }

    /// Both bounds, within the tolerance of the interval's width.
    #[track_caller]
    pub fn interval(&self, found: &Value, wanted: &Value) {
        let Some(bounds) = wanted.as_array() else { return self.near(found, wanted, 0.0) };
        let width = bounds[1].as_f64().expect("a bound") - bounds[0].as_f64().expect("a bound");
        for (at, bound) in bounds.iter().enumerate() {
            self.at(&at.to_string()).near(&found[at], bound, width);
        }
    }

    /// A test: each of its figures by the rule for it.
    #[track_caller]
    pub fn test(&self, found: &Value, wanted: &Value) {
        let statistic = found["statistic"].as_f64().or(wanted["statistic"].as_f64()).unwrap_or(0.0);
        for (key, value) in object(wanted) {
            let check = self.at(key);
            match key.as_str() {
                "statistic" | "stderr" | "coef" | "df_t" | "n_clusters" | "prob_superiority" => {
                    check.close(&found[key], value);
                }
                "df" if value.is_array() => {
                    (0..2).for_each(|at| check.close(&found[key][at], &value[at]));
                }
                "df" => check.close(&found[key], value),
                "pvalue" | "pvalue_t" | "pvalue_z" => {
                    let own = key.replace("pvalue", "p_value");
                    let size = value.as_f64().expect("a p-value");
                    check.near(&found[own.as_str()], value, size * (1.0 + statistic * statistic));
                }
                "log10_pvalue" => {
                    let size = value.as_f64().expect("a logarithm").abs().max(1.0);
                    check.near(&found["log10_p_value"], value, size * (1.0 + statistic * statistic));
                }
                // Those of the test that decides stand beside it: see `adjusted`.
                "pvalue_holm" | "pvalue_bh" => {}
                "confidence_level" => check.near(&found[key], value, 1.0),
                "confidence_interval" | "ci_t" | "ci_z" => check.interval(&found[key], value),
                "method_scipy_auto" => assert_eq!(found["method"], *value, "{}", check.path),
                "mismatch" => assert_eq!(found[key], *value, "{}", check.path),
                key => not_shown(key, &check),
            }
        }
    }

    /// A comparison's p-values, adjusted for the number of comparisons.
    #[track_caller]
    pub fn adjusted(&self, found: &Value, wanted: &Value) {
        let statistic = found["statistic"].as_f64().expect("a statistic");
        for (own, key) in [("p_value_holm", "pvalue_holm"), ("p_value_bh", "pvalue_bh")] {
            let size = wanted[key].as_f64().expect("a p-value");
            // The adjusted one may be that of another comparison, whose statistic is greater.
            self.at(key).near(&found[own], &wanted[key], size * (1.0 + statistic * statistic).max(100.0));
        }
    }

    /// The figures of each variant.
    #[track_caller]
    pub fn groups(&self, found: &Value, wanted: &Value) {
        for (variant, group) in object(wanted) {
            for (key, value) in object(group) {
                let check = self.at(variant).at(key);
                let found = &found[variant];
                match key.as_str() {
                    "n" => check.close(&found["n_users"], value),
                    "rate" => check.close(&found["mean"], value),
                    "stderr_jackknife" => check.close(&found["stderr"], value),
                    "ci_wilson" => check.interval(&found["ci"], value),
                    "n_users" | "n_requests" | "mean" | "variance" | "std" | "successes" | "effective_users"
                    | "stderr_delta" => check.close(&found[key], value),
                    key => not_shown(key, &check),
                }
            }
        }
    }

    #[track_caller]
    pub fn lift(&self, found: &Value, wanted: &Value) {
        for (key, value) in object(wanted) {
            let check = self.at(key);
            match key.as_str() {
                "estimate" => check.close(&found[key], value),
                "stderr_delta" => check.close(&found["stderr"], value),
                "ci_delta" | "ci_fieller" => check.interval(&found[key], value),
                key => not_shown(key, &check),
            }
        }
    }

    #[track_caller]
    pub fn quantiles(&self, groups: &Value, wanted: &Value) {
        for (variant, quantiles) in object(wanted) {
            for (p, value) in object(quantiles) {
                let own = match p.as_str() {
                    "0.5" => "p50",
                    "0.95" => "p95",
                    "0.99" => "p99",
                    p => {
                        not_shown(p, self);
                        continue;
                    }
                };
                self.at(variant).at(own).close(&groups[variant]["quantiles"][own], value);
            }
        }
    }

    /// Everything that a case states of one comparison or of the metric around it.
    #[track_caller]
    pub fn comparison(&self, metric: &Value, found: &Value, wanted: &Value) {
        for (key, value) in object(wanted) {
            let check = self.at(key);
            let tests = &found["tests"];
            match key.as_str() {
                "groups" => check.groups(&metric["groups"], value),
                "quantiles" => check.quantiles(&metric["groups"], value),
                "difference" => {
                    let size = value.as_f64().expect("a difference").abs();
                    check.near(&found[key], value, size.max(found["stderr"].as_f64().unwrap_or(0.0)));
                }
                "student_t" | "welch_t" | "ratio_delta" | "ratio_jackknife" | "user_mean_welch" | "ols_cluster_cr1"
                | "mannwhitneyu" | "z_pooled" | "chi2" | "fisher_exact" => check.test(&tests[key], value),
                "request_level_naive" => check.comparison(metric, found, value),
                "ci_newcombe" => check.interval(&found["confidence_interval"], value),
                "effect_size" => ["cohens_d", "hedges_g"].iter().for_each(|name| {
                    check.at(name).close(&found[key][name], &value[name]);
                }),
                "lift" => check.lift(&found[key], value),
                "bayes_flat_prior" => check.close(&found["bayes"]["chance_to_win"], &value["chance_to_win"]),
                "design_effect" => check.close(&found[key], value),
                "omnibus" | "anova" => {
                    let blocks = object(value).iter().filter(|_| !metric["omnibus"].is_null());
                    blocks.for_each(|(name, test)| check.at(name).test(&metric["omnibus"][name], test));
                }
                key => not_shown(key, &check),
            }
        }
    }
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

#[track_caller]
fn not_shown(key: &str, check: &Check<'_>) {
    assert!(NOT_SHOWN.contains(&key), "{}: nothing is compared with `{key}`", check.path);
}
