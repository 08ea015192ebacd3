//! Two means: Student's and Welch's tests, and Welch's analysis of variance of several.

use super::fisher_snedecor::f_sf;
use super::hypothesis::{Alternative, Test};
use super::moments::Moments;

/// An estimated mean: its value, the variance of that value, and the degrees of freedom of the variance.
/// Two that are compared may both be of values less a shared pivot, so that means far from zero lose no digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    /// The square of the standard error; NaN where it is not known.
    pub variance: f64,
    pub df: f64,
}

impl From<Moments> for Estimate {
    fn from(moments: Moments) -> Estimate {
        let n = moments.count as f64;
        Estimate { mean: moments.mean, variance: moments.variance / n, df: n - 1.0 }
    }
}

/// Degrees of freedom of the sum of two independent variance estimates: Satterthwaite (1946), Welch, "The
/// generalization of 'Student's' problem when several different population variances are involved", Biometrika 34
/// (1947). Where one variance is zero they are those of the other.
pub fn welch_df(a: Estimate, b: Estimate) -> f64 {
    let part = |estimate: Estimate| estimate.variance / (a.variance + b.variance);
    1.0 / (part(a).powi(2) / a.df + part(b).powi(2) / b.df)
}

/// Tests `treatment − control` without assuming equal variances.
pub fn welch(treatment: Estimate, control: Estimate, alternative: Alternative, alpha: f64) -> Option<Test> {
    let stderr = (treatment.variance + control.variance).sqrt();
    Test::of(treatment.mean - control.mean, stderr, welch_df(treatment, control), alternative, alpha)
}

/// Tests `treatment − control` with one variance for both: Student (1908), Fisher (1925); what
/// `scipy.stats.ttest_ind(treatment, control)` does by default.
pub fn student(treatment: Moments, control: Moments, alternative: Alternative, alpha: f64) -> Option<Test> {
    let (n, m) = (treatment.count as f64, control.count as f64);
    let stderr = (pooled_variance(treatment, control) * (1.0 / n + 1.0 / m)).sqrt();
    Test::of(treatment.mean - control.mean, stderr, n + m - 2.0, alternative, alpha)
}

/// The common variance of two samples; a sample of one value adds no square to it.
pub fn pooled_variance(a: Moments, b: Moments) -> f64 {
    let squares =
        |moments: Moments| if moments.count > 1 { moments.variance * (moments.count - 1) as f64 } else { 0.0 };
    (squares(a) + squares(b)) / (a.count + b.count).saturating_sub(2) as f64
}

/// A test of "all means are equal".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anova {
    pub statistic: f64,
    pub df_between: u32,
    pub df_within: f64,
    pub p_value: f64,
}

/// Welch, "On the comparison of several mean values: an alternative approach", Biometrika 38 (1951). `None` where a
/// variance is zero or not known.
pub fn welch_anova(groups: &[Estimate]) -> Option<Anova> {
    if groups.len() < 2 || groups.iter().any(|group| !(group.variance > 0.0 && group.df > 0.0)) {
        return None;
    }
    let total: f64 = groups.iter().map(|group| 1.0 / group.variance).sum();
    let share = |group: &Estimate| 1.0 / (group.variance * total);
    let grand: f64 = groups.iter().map(|group| share(group) * group.mean).sum();
    let between: f64 = groups.iter().map(|group| (group.mean - grand).powi(2) / group.variance).sum();
    let within: f64 = groups.iter().map(|group| (1.0 - share(group)).powi(2) / group.df).sum();
    let df_between = groups.len() as u32 - 1;
    let (k, free) = (groups.len() as f64, f64::from(df_between));
    let statistic = between / free / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * within);
    let df_within = (k * k - 1.0) / (3.0 * within);
    Some(Anova { statistic, df_between, df_within, p_value: f_sf(statistic, df_between, df_within) })
}

/// The analysis of variance with one variance for all (Fisher 1925): what `scipy.stats.f_oneway` gives.
pub fn f_oneway(groups: &[Moments]) -> Option<Anova> {
    let (n, k) = (groups.iter().map(|group| group.count).sum::<u64>() as f64, groups.len() as f64);
    let grand = groups.iter().map(|group| group.mean * group.count as f64).sum::<f64>() / n;
    let between: f64 = groups.iter().map(|group| (group.mean - grand).powi(2) * group.count as f64).sum();
    let squares = |group: &Moments| if group.count > 1 { group.variance * (group.count - 1) as f64 } else { 0.0 };
    let within: f64 = groups.iter().map(squares).sum();
    if groups.len() < 2 || n <= k || within <= 0.0 {
        return None;
    }
    let (df_between, df_within) = (groups.len() as u32 - 1, n - k);
    let statistic = between / f64::from(df_between) / (within / df_within);
    Some(Anova { statistic, df_between, df_within, p_value: f_sf(statistic, df_between, df_within) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::samples::{case, close, matches, numbers};

    /// The cases with values in them.
    const CASES: [&str; 14] = [
        "p01_r_sleep",
        "p02_welch_wiki2",
        "p03_screws",
        "p04_clickhouse",
        "p05_nist_atmwtag",
        "p06_numacc1",
        "p08_michelso",
        "p11_small_df_far_tail",
        "p12_one_zero_variance",
        "p15_mwu_scipy_doc",
        "p16_mwu_ties",
        "p17_lift_fieller",
        "p18_identical",
        "p_smls01",
    ];

    #[test]
    fn students_and_welchs_tests_are_the_references() {
        let mut tested = 0;
        for name in CASES {
            let case = case(name);
            let Some(groups) = case["input"]["groups"].as_object().filter(|groups| groups.contains_key("control"))
            else {
                continue;
            };
            let pivot = numbers(&groups["control"])[0];
            let shifted = |group: &str| numbers(&groups[group]).iter().map(|value| value - pivot).collect::<Vec<f64>>();
            let [control, treatment] = ["control", "treatment"].map(|group| Moments::of(&shifted(group)));
            let tolerance = case["tolerance_rel"].as_f64().expect("a tolerance");
            let pooled = student(treatment, control, Alternative::TwoSided, 0.05).expect("a test");
            matches(pooled, &case["expected"]["student_t"], tolerance, name);
            let free = welch(treatment.into(), control.into(), Alternative::TwoSided, 0.05).expect("a test");
            matches(free, &case["expected"]["welch_t"], tolerance, name);
            tested += 1;
        }
        assert!(tested >= 12, "{tested} cases");
    }

    #[test]
    fn too_few_values_for_welch_may_do_for_student() {
        let (one, two) = (Moments::of(&[0.9]), Moments::of(&[0.5, 0.7]));
        assert_eq!(welch(one.into(), two.into(), Alternative::TwoSided, 0.05), None);
        // scipy: ttest_ind([.9], [.5, .7]).pvalue
        close(student(one, two, Alternative::TwoSided, 0.05).expect("a test").p_value, 0.333_333_333_333_333_3, 1e-12);
        assert_eq!(student(one, one, Alternative::TwoSided, 0.05), None);
    }

    #[test]
    fn several_means_by_welch() {
        // statsmodels 0.15: stats.oneway.anova_oneway([a, b, c], use_var="unequal")
        let [a, b, c] =
            [&[3.0, 4.1, 5.2, 4.4, 3.9][..], &[5.1, 6.0, 4.9, 7.2, 6.6, 5.5][..], &[4.0, 9.5, 2.2, 6.1][..]]
                .map(|values| Estimate::from(Moments::of(values)));
        let anova = welch_anova(&[a, b, c]).expect("a test");
        close(anova.statistic, 5.425_799_504_690_322, 1e-12);
        close(anova.df_within, 6.140_775_647_476_269, 1e-12);
        close(anova.p_value, 0.043_933_305_255_759_42, 1e-12);
        // Of two groups it is Welch's t, squared.
        let (two, t) =
            (welch_anova(&[a, b]).expect("a test"), welch(b, a, Alternative::TwoSided, 0.05).expect("a test"));
        close(two.statistic, t.statistic * t.statistic, 1e-13);
        close(two.p_value, t.p_value, 1e-12);
        assert_eq!(welch_anova(&[a, Estimate { variance: 0.0, ..b }]), None);
    }
}
