//! What cannot be compared says so, with a code; what is left out is counted.

use serde_json::{Value, json};

use super::generate::case;
use super::{analyze, codes, experiment, log, two};

/// An error's code, which ends its first line.
#[track_caller]
fn refused(log: impl AsRef<[u8]>, arguments: &str) -> String {
    let run = analyze(log, arguments).expect(2);
    assert_eq!(run.stdout, "");
    let first = run.stderr.lines().next().expect("a message");
    first.rsplit_once('(').and_then(|(_, code)| code.strip_suffix(')')).expect(first).to_owned()
}

fn first<'v>(experiment: &'v Value, key: &str) -> &'v Value {
    &experiment["metrics"][0]["comparisons"][0][key]
}

/// A spread of values around `middle`.
fn spread(middle: f64, n: usize) -> Vec<f64> {
    (0..n).map(|at| middle + (at * 7 % n) as f64 / n as f64 - 0.5).collect()
}

#[test]
fn what_is_no_experiment_is_refused() {
    assert_eq!(refused("", ""), "NO_DATA");
    assert_eq!(refused("{\"request_id\":\"1\",\"model\":\"m\",\"latency_ms\":1}\n", ""), "NO_DATA");
    assert_eq!(refused(two("quality_score", &[0.1, 0.2], &[0.3, 0.4]), "--experiment other"), "NO_DATA");
    assert_eq!(refused(case("p34_edge_one_variant").log(), ""), "NEED_TWO_VARIANTS");
    assert_eq!(refused(case("p35_edge_mixed_type").log(), ""), "MIXED_METRIC_TYPE");
    let mixed =
        log("liked", [("a", "1".into(), json!(true)), ("a", "2".into(), json!(1)), ("b", "3".into(), json!(0))]);
    assert_eq!(refused(mixed, "--metric liked"), "MIXED_METRIC_TYPE");
    let good = two("quality_score", &spread(1.0, 9), &spread(1.1, 9));
    assert_eq!(refused(&good, "--control c"), "UNKNOWN_CONTROL");
    assert_eq!(refused(&good, "--weights a=0.5,c=0.5"), "UNKNOWN_VARIANT");
    assert_eq!(refused(&good, "--weights 1/1/1"), "UNKNOWN_VARIANT");
    assert_eq!(refused(&good, "--primary latency_ms"), "NO_DATA");
}

#[test]
fn one_observation_is_too_few() {
    let found = experiment(case("p31_edge_one_obs").log(), "");
    assert_eq!([first(&found, "p_value"), first(&found, "verdict")], [&Value::Null, &json!("insufficient_data")]);
    assert_eq!(first(&found, "is_significant"), false);
    assert!(codes(&found).contains(&"TOO_FEW_UNITS"));
    // The pooled test of scipy has an answer, which is not the one that decides.
    let p = first(&found, "reference")["p_value"].as_f64().expect("a p-value");
    assert!((p - 0.333_333_333_333_333_26).abs() < 1e-13, "{p}");
}

#[test]
fn nothing_varies() {
    let found = experiment(case("p32_edge_zero_var_same").log(), "");
    assert_eq!([first(&found, "p_value"), first(&found, "difference")], [&Value::Null, &json!(0.0)]);
    assert_eq!([first(&found, "verdict"), first(&found, "is_significant")], [&json!("undefined"), &json!(false)]);
    assert!(codes(&found).contains(&"ZERO_VARIANCE"));
}

#[test]
fn nulls_are_skipped_and_counted() {
    let case = case("p33_edge_nulls");
    let found = experiment(case.log(), "");
    let (metric, check) = (&found["metrics"][0], super::check::Check::new(&case));
    for name in ["control", "treatment"] {
        assert_eq!(metric["groups"][name]["n_missing"], case.expected["n_missing"][name]);
    }
    for name in ["welch_t", "student_t"] {
        check.at(name).test(&metric["comparisons"][0]["tests"][name], &case.expected[name]);
    }
    assert!(codes(&found).contains(&"MISSING_VALUES"));
}

#[test]
fn values_beyond_every_number_are_skipped_counted_and_strict() {
    for metric in ["quality_score", "rating"] {
        let mut log = two(metric, &spread(1.0, 20), &spread(1.0, 20));
        log += &two(metric, &[7.25], &[]).replace("7.25", "1e999").replace("\"r0\"", "\"x\"").replace("a0", "a99");
        log += "{\"request_id\":\"y\",\"variant\":\"a\",\"quality_score\":NaN}\n";
        let found = experiment(&log, &format!("--metric {metric}"));
        assert!(codes(&found).contains(&"NON_FINITE_VALUES"), "{metric}: {:?}", codes(&found));
        assert!(codes(&found).contains(&"BAD_JSON_LINES"), "{metric}");
        assert_eq!(found["metrics"][0]["groups"]["a"]["n_requests"], 20);
        analyze(&log, &format!("--metric {metric} --strict")).expect(2);
    }
}

#[test]
fn users_in_two_variants_are_left_out() {
    let mut log = two("quality_score", &spread(1.0, 100), &spread(1.0, 100));
    let crossed = (0..12).flat_map(|at| [("a", format!("x{at}"), json!(5)), ("b", format!("x{at}"), json!(9))]);
    log += &super::log("quality_score", crossed).replace("\"r", "\"x");
    let found = experiment(&log, "");
    assert_eq!(found["n_crossover_users"], 12);
    let warning =
        found["warnings"].as_array().expect("warnings").iter().find(|w| w["code"] == "USER_IN_MULTIPLE_VARIANTS");
    assert!(warning.expect("the warning")["message"].as_str().expect("text").contains("check how"), "{warning:?}");
    assert_eq!(found["srm"]["n_users"], json!({"a": 100, "b": 100}));
    // Requests taken for independent are all there.
    let by_request = experiment(&log, "--unit request");
    assert_eq!(by_request["metrics"][0]["groups"]["a"]["n_requests"], 112);
}

#[test]
fn without_users_requests_are_the_units() {
    let log = two("quality_score", &spread(1.0, 30), &spread(1.2, 30)).replace("\"user_id\"", "\"nobody\"");
    let found = experiment(log, "");
    assert_eq!(found["unit"], "request");
    assert!(codes(&found).contains(&"NO_USER_ID"));
}

#[test]
fn a_request_of_two_variants_is_of_neither() {
    let mut log = two("quality_score", &spread(1.0, 30), &spread(1.2, 30));
    // The same request again, and then in the other variant: far apart, so that chunks must agree.
    let again = log.lines().next().expect("a line").to_owned();
    log += &format!("{again}\n{}\n", again.replace("\"variant\":\"a\"", "\"variant\":\"b\""));
    for chunks in ["", "--chunk-bytes 200"] {
        let found = experiment(&log, chunks);
        assert!(codes(&found).contains(&"DUPLICATE_REQUEST_ID"), "{:?}", codes(&found));
        assert_eq!(found["metrics"][0]["groups"]["a"]["n_requests"], 29);
        assert_eq!(found["metrics"][0]["groups"]["b"]["n_requests"], 30);
    }
}

#[test]
fn missing_more_often_in_one_variant() {
    let values = |variant: &'static str, missing: usize| {
        (0..200).map(move |at| {
            let value = if at < missing { Value::Null } else { json!(1.0 + (at % 10) as f64) };
            (variant, format!("{variant}{at}"), value)
        })
    };
    let found = experiment(log("quality_score", values("a", 5).chain(values("b", 60))), "");
    assert!(codes(&found).contains(&"MISSINGNESS_DIFFERS"));
    let found = experiment(log("quality_score", values("a", 40).chain(values("b", 45))), "");
    assert!(!codes(&found).contains(&"MISSINGNESS_DIFFERS"));
}

#[test]
fn baselines_at_or_near_zero_have_no_lift() {
    let found = experiment(two("gain", &spread(-2.0, 40), &spread(-1.0, 40)), "--metric gain");
    assert_eq!(first(&found, "lift"), &Value::Null);
    assert!(codes(&found).contains(&"BASELINE_NOT_POSITIVE"));
    assert_eq!(first(&found, "verdict"), "better");
    let found = experiment(two("gain", &spread(0.05, 40), &spread(1.0, 40)), "--metric gain");
    assert_eq!(first(&found, "lift")["ci_fieller"], Value::Null);
    assert!(codes(&found).contains(&"LIFT_UNBOUNDED"));
    assert_eq!(first(&found, "verdict"), "better");
}

#[test]
fn few_users_skewed_values_and_tests_that_disagree() {
    let found = experiment(case("p25_cluster_small").log(), "");
    assert_eq!(found["unit"], "user");
    for code in ["FEW_USERS", "TESTS_DISAGREE"] {
        assert!(codes(&found).contains(&code), "{code}");
    }
    let found = experiment(case("p14_latency_skew").log(), "");
    assert!(codes(&found).contains(&"SKEWED_SMALL_SAMPLE"));
}

#[test]
fn text_is_no_metric() {
    let mut log = two("quality_score", &spread(1.0, 30), &spread(1.2, 30));
    log +=
        &super::log("plan", [("a", "t".into(), json!("pro")), ("b", "u".into(), json!("free"))]).replace("\"r", "\"z");
    let found = experiment(&log, "--metric quality_score,plan");
    assert_eq!(found["metrics"].as_array().map(Vec::len), Some(1));
    analyze(&log, "--metric plan").expect(3);
}

#[test]
fn an_experiment_of_one_variant_is_named_beside_others() {
    let mut log = two("quality_score", &spread(1.0, 30), &spread(1.2, 30));
    log += "{\"request_id\":\"z\",\"experiment\":\"lonely\",\"variant\":\"a\",\"quality_score\":1}\n";
    let report = analyze(&log, "").expect(0).json();
    assert_eq!(report["experiments"].as_array().map(Vec::len), Some(1));
    assert!(report["warnings"][0].as_str().expect("a warning").contains("`lonely` has one variant"), "{report:#}");
}
