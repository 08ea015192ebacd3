//! Every reference case that has a log, from outside, at the case's own tolerance. The cases of functions alone
//! (p24, p29, p30) are unit tests in `src/stats`.

use serde_json::Value;

use super::check::Check;
use super::generate::{Case, case};
use super::{analyze, codes, experiment};

/// The experiment of a case, its control being the first variant that the case lists.
#[track_caller]
fn found(case: &Case, arguments: &str) -> Value {
    let control = &case.variants()[0];
    experiment(case.log(), &format!("--metric {} --control {control} {arguments}", case.metric))
}

/// Compares all that a case of two variants states.
#[track_caller]
fn check(id: &str) {
    let case = case(id);
    let found = found(&case, "");
    let metric = &found["metrics"][0];
    Check::new(&case).comparison(metric, &metric["comparisons"][0], &case.expected);
}

macro_rules! cases {
    ($($id:ident),+ $(,)?) => {
        $(#[test]
        fn $id() {
            check(stringify!($id));
        })+
    };
}

cases! {
    p01_r_sleep,
    p02_welch_wiki2,
    p03_screws,
    p04_clickhouse,
    p05_nist_atmwtag,
    p06_numacc1,
    p07_numacc3,
    p09_offset_1e9,
    p10_p_1e300,
    p11_small_df_far_tail,
    p12_one_zero_variance,
    p13_df_1e5,
    p14_latency_skew,
    p15_mwu_scipy_doc,
    p16_mwu_ties,
    p17_lift_fieller,
    p18_identical,
    p19_prop_smokers,
    p20_prop_satisfied,
    p25_cluster_small,
    p26_cluster_gen,
}

/// The cases of several variants, each compared with the first.
#[track_caller]
fn several(case: &Case) {
    let found = found(case, "");
    let (metric, check) = (&found["metrics"][0], Check::new(case));
    let expected = case.expected.as_object().expect("an object");
    check.groups(&metric["groups"], &expected["groups"]);
    for (name, test) in expected["omnibus"].as_object().expect("tests") {
        check.at(name).test(&metric["omnibus"][name], test);
    }
    let comparisons = metric["comparisons"].as_array().expect("comparisons");
    let wanted = expected["vs_control"].as_object().expect("comparisons");
    assert_eq!(comparisons.len(), wanted.len());
    for comparison in comparisons {
        let treatment = comparison["treatment"].as_str().expect("a name");
        check.at(treatment).comparison(metric, comparison, &wanted[treatment]);
        check.at(treatment).adjusted(comparison, &wanted[treatment]["welch_t"]);
    }
    let control = &case.variants()[0];
    let student = experiment(case.log(), &format!("--metric {} --control {control} --test student", case.metric));
    for comparison in student["metrics"][0]["comparisons"].as_array().expect("comparisons") {
        let treatment = comparison["treatment"].as_str().expect("a name");
        check.at(treatment).adjusted(comparison, &wanted[treatment]["student_t"]);
    }
}

#[test]
fn p08_michelso() {
    several(&case("p08_michelso"));
}

#[test]
fn p_smls01() {
    several(&case("p_smls01"));
}

#[test]
fn p_smls04() {
    several(&case("p_smls04"));
}

/// Its values are just above 10¹², which is more than any canonical field takes; a field of one's own takes them.
#[test]
fn p_smls07() {
    several(&Case { metric: "reading".to_owned(), ..case("p_smls07") });
}

#[test]
fn p21_prop_all_same() {
    let case = case("p21_prop_all_same");
    let found = found(&case, "");
    let (metric, check) = (&found["metrics"][0], Check::new(&case));
    let comparison = &metric["comparisons"][0];
    check.groups(&metric["groups"], &case.expected["groups"]);
    check.close(&comparison["tests"]["fisher_exact"]["p_value"], &case.expected["fisher_exact"]["pvalue"]);
    assert_eq!([&comparison["p_value"], &comparison["tests"]["z_pooled"]], [&Value::Null, &Value::Null]);
    assert_eq!(comparison["verdict"], "undefined");
    assert!(codes(&found).contains(&"ZERO_VARIANCE"), "{found:#}");
}

/// A log of users without any metric tells the split alone, and ends with 3.
#[test]
fn splits() {
    for id in ["p22_srm_growthbook", "p23_srm_ok"] {
        let case = case(id);
        let run = analyze(case.log(), "--weights control=0.5,treatment=0.5").expect(3);
        let found = &run.json()["experiments"][0];
        Check::new(&case).test(&found["srm"], &case.expected["srm"]);
        assert_eq!(codes(found).contains(&"SRM_MISMATCH"), id == "p22_srm_growthbook");
        assert!(codes(found).contains(&"NO_DATA"), "{found:#}");
    }
}

#[test]
fn p27_cuped() {
    let case = case("p27_cuped");
    let found = found(&case, "--cuped-before 2026-02-01");
    let comparison = &found["metrics"][0]["comparisons"][0];
    let (cuped, check, expected) = (&comparison["cuped"], Check::new(&case), &case.expected);
    check.at("theta").close(&cuped["theta"], &expected["theta"]);
    check.at("cuped_welch").test(&cuped["test"], &expected["cuped_welch"]);
    check.at("unadjusted").test(&cuped["unadjusted"], &expected["unadjusted"]);
    check.at("variance_reduction").close(&cuped["variance_reduction"], &expected["variance_reduction"]);
    check.at("difference").close(&comparison["difference"], &expected["difference"]);
    check.at("lift").lift(&comparison["lift"], &expected["lift"]);
    for (at, variant) in ["control", "treatment"].into_iter().enumerate() {
        let adjusted = &expected["groups"][variant]["mean_adjusted"];
        check.at(variant).close(&cuped["mean_adjusted"][at], adjusted);
    }
    assert_eq!([&comparison["test"], &cuped["coverage"]], [&Value::from("cuped"), &Value::from(1.0)]);
    assert_eq!(comparison["p_value"], cuped["test"]["p_value"]);
}

#[test]
fn p28_sequential() {
    let case = case("p28_sequential");
    let found = found(&case, "--sequential");
    let comparison = &found["metrics"][0]["comparisons"][0];
    let (check, expected) = (Check::new(&case), &case.expected);
    for side in ["absolute", "relative"] {
        let (look, wanted) = (&comparison["sequential"][side], &expected[side]);
        for (own, key) in
            [("rho", "rho"), ("halfwidth", "halfwidth"), ("ln_e_value", "ln_evalue"), ("p_value", "pvalue")]
        {
            check.at(side).at(key).close(&look[own], &wanted[key]);
        }
        check.at(side).interval(&look["confidence_interval"], &wanted["confidence_interval"]);
    }
    check.at("fixed").test(&comparison["tests"]["welch_t"], &expected["fixed"]);
    check.at("stderr").close(&comparison["stderr"], &expected["stderr"]);
    // By one look it is a finding, by looks at any time it is none.
    assert_eq!(comparison["is_significant"], false);
    assert_eq!(comparison["p_value"], comparison["sequential"]["absolute"]["p_value"]);
}

#[test]
fn p36_winsor_quantile() {
    let case = case("p36_winsor_quantile");
    let (check, expected) = (Check::new(&case), &case.expected);
    let capped = found(&case, "--winsorize 0.99");
    let metric = &capped["metrics"][0];
    check.at("winsor_cap").close(&metric["winsorized"]["cap"], &expected["winsor_cap"]);
    assert_eq!(metric["winsorized"]["n_capped"], expected["n_capped"]);
    let comparison = &metric["comparisons"][0];
    check.at("winsorized_welch").test(&comparison["tests"]["welch_t"], &expected["winsorized_welch"]);
    check.at("winsorized_difference").close(&comparison["difference"], &expected["winsorized_difference"]);

    let plain = found(&case, "--bootstrap 20000");
    let metric = &plain["metrics"][0];
    check.at("quantiles").quantiles(&metric["groups"], &expected["quantiles"]);
    let p95 = &metric["comparisons"][0]["quantile_differences"]["p95"];
    check.at("p95_difference").close(&p95["difference"], &expected["p95_difference"]);
    let wanted = expected["p95_difference_bootstrap_ci_reference"]["ci"].as_array().expect("bounds");
    let bound = |value: &Value| value.as_f64().expect("a bound");
    let width = bound(&wanted[1]) - bound(&wanted[0]);
    for (at, wanted) in wanted.iter().enumerate() {
        let found = bound(&p95["ci_bootstrap"][at]);
        assert!((found - bound(wanted)).abs() <= 0.15 * width, "{found} is not {wanted}");
    }
}

/// The cases were computed from these data: their generators must give the same.
#[test]
fn generators_give_the_same_data() {
    let mut tested = 0;
    for id in ["p07_numacc3", "p09_offset_1e9", "p10_p_1e300", "p13_df_1e5", "p14_latency_skew", "p28_sequential"] {
        let case = case(id);
        for (variant, n, first, last) in case.generated() {
            let wanted = &case.expected["data_check"][&variant];
            assert_eq!(
                [&wanted["n"], &wanted["first"], &wanted["last"]],
                [&Value::from(n), &Value::from(first), &Value::from(last)],
                "{id}"
            );
            tested += 1;
        }
    }
    assert_eq!(tested, 12);
}
