//! Every option does what it says.

use serde_json::{Value, json};

use super::generate::{Lcg, case};
use super::{analyze, codes, experiment, log, two};

/// Values around `middle` from a seed.
fn normal(seed: u64, n: usize, middle: f64) -> Vec<f64> {
    let mut random = Lcg(seed);
    (0..n).map(|_| middle + random.normal()).collect()
}

fn comparison(experiment: &Value) -> &Value {
    &experiment["metrics"][0]["comparisons"][0]
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn student_on_requests_is_scipys_default() {
    let case = case("p25_cluster_small");
    let found = experiment(case.log(), "--test student --unit request");
    let (found, check) = (comparison(&found), super::check::Check::new(&case));
    assert_eq!(found["test"], "student_t");
    check.test(found, &case.expected["request_level_naive"]["student_t"]);
    assert_eq!(found["p_value"], found["reference"]["p_value"]);
    // It must be told that requests are independent.
    let run = analyze(case.log(), "--test student").expect(2);
    assert!(run.stderr.contains("REQUESTS_NOT_INDEPENDENT") && run.stderr.contains("--unit request"), "{}", run.stderr);
}

#[test]
fn tests_can_be_chosen() {
    let log = two("quality_score", &normal(1, 60, 5.0), &normal(2, 60, 5.6));
    for (test, name) in [("welch", "welch_t"), ("student", "student_t"), ("mannwhitney", "mannwhitneyu")] {
        let found = experiment(&log, &format!("--test {test}"));
        let found = comparison(&found);
        assert_eq!(found["test"], name);
        assert_eq!(found["p_value"], found["tests"][name]["p_value"]);
    }
    let rates = case("p20_prop_satisfied");
    for (test, name) in [("z", "z_pooled"), ("fisher", "fisher_exact"), ("welch", "welch_t")] {
        let found = experiment(rates.log(), &format!("--metric satisfied --test {test}"));
        assert_eq!(comparison(&found)["test"], name);
        assert_eq!(comparison(&found)["p_value"], comparison(&found)["tests"][name]["p_value"]);
    }
}

#[test]
fn few_successes_call_for_the_exact_test() {
    let side = |variant: &'static str, hits: usize| {
        (0..40).map(move |at| (variant, format!("{variant}{at}"), json!(at < hits)))
    };
    let found = experiment(log("satisfied", side("a", 1).chain(side("b", 6))), "--metric satisfied");
    assert_eq!(comparison(&found)["test"], "fisher_exact");
    // scipy 1.17: fisher_exact([[6, 34], [1, 39]])
    assert!((number(&comparison(&found)["p_value"]) - 0.108_400_460_299_194_45).abs() < 1e-10, "{found:#}");
    assert!(comparison(&found)["confidence_interval"].is_array());
}

#[test]
fn ranks_with_users_as_units_are_less_sure() {
    let log = case("p26_cluster_gen").log();
    let found = experiment(log, "--test mannwhitney");
    let found = comparison(&found);
    assert_eq!(found["test"], "clustered_ranks");
    let (by_user, by_request) = (&found["tests"]["clustered_ranks"], &found["tests"]["mannwhitneyu"]);
    assert_eq!(
        by_user["prob_superiority"].as_f64().map(|p| (p * 1e9).round()),
        by_request["prob_superiority"].as_f64().map(|p| (p * 1e9).round())
    );
    assert!(number(&by_user["p_value"]) > 10.0 * number(&by_request["p_value"]), "{found:#}");
}

#[test]
fn one_sided_questions_have_one_sided_answers() {
    let log = two("quality_score", &normal(3, 50, 5.0), &normal(4, 50, 5.3));
    let p = |side: &str| number(&comparison(&experiment(&log, &format!("--alternative {side}")))["p_value"]);
    let (both, greater, less) = (p("two-sided"), p("greater"), p("less"));
    assert!((greater - both / 2.0).abs() < 1e-12 && (greater + less - 1.0).abs() < 1e-12, "{both} {greater} {less}");
    let found = experiment(&log, "--alternative greater");
    assert_eq!(comparison(&found)["confidence_interval"][1], Value::Null);
}

#[test]
fn alpha_decides_what_is_significant_and_how_wide() {
    let log = two("quality_score", &normal(5, 50, 5.0), &normal(6, 50, 5.9));
    let width = |found: &Value| {
        let interval = &comparison(found)["confidence_interval"];
        number(&interval[1]) - number(&interval[0])
    };
    let (usual, strict) = (experiment(&log, ""), experiment(&log, "--alpha 0.000000001"));
    assert_eq!(
        [&comparison(&usual)["is_significant"], &comparison(&strict)["is_significant"]],
        [&json!(true), &json!(false)]
    );
    assert!(width(&strict) > 2.0 * width(&usual));
    analyze(&log, "--alpha 1.5").expect(2);
}

/// Four variants of which the last differs.
fn four() -> String {
    let side = |name: &'static str, seed, middle| {
        let values = normal(seed, 40, middle).into_iter().enumerate();
        values.map(move |(at, value)| (name, format!("{name}{at}"), json!(value))).collect::<Vec<_>>()
    };
    let sides = [side("control", 1, 5.0), side("x", 2, 5.1), side("y", 3, 5.2), side("z", 4, 5.55)];
    log("quality_score", sides.into_iter().flatten())
}

#[test]
fn several_treatments_are_adjusted() {
    let found = experiment(four(), "");
    let comparisons = found["metrics"][0]["comparisons"].as_array().expect("comparisons");
    let column = |key: &str| comparisons.iter().map(|c| number(&c[key])).collect::<Vec<f64>>();
    let (raw, holm, bh) = (column("p_value"), column("p_value_holm"), column("p_value_bh"));
    let smallest = raw.iter().copied().fold(1.0, f64::min);
    assert!((holm.iter().copied().fold(1.0, f64::min) - 3.0 * smallest).abs() < 1e-15);
    assert!(raw.iter().zip(&bh).zip(&holm).all(|((raw, bh), holm)| raw <= bh && bh <= holm), "{raw:?} {bh:?} {holm:?}");
    assert_eq!(column("p_value_adjusted"), holm);
    assert!(found["metrics"][0]["omnibus"]["welch_anova"]["p_value"].is_number());
    let plain = experiment(four(), "--correction none");
    assert_eq!(
        plain["metrics"][0]["comparisons"][2]["p_value_adjusted"],
        plain["metrics"][0]["comparisons"][2]["p_value"]
    );
}

/// A log with a metric that differs and others that do not.
fn several_metrics() -> String {
    let (scores, costs, times) = (normal(1, 120, 5.0), normal(2, 120, 9.0), normal(3, 120, 20.0));
    let line = |at: usize| {
        let (variant, step) = if at < 60 { ("a", 0.0) } else { ("b", 0.55) };
        json!({"request_id": at.to_string(), "user_id": at.to_string(), "experiment": "e", "variant": variant,
            "quality_score": scores[at] + step, "cost_usd": costs[at], "latency_ms": times[at] + step})
    };
    (0..120).map(|at| format!("{}\n", line(at))).collect()
}

#[test]
fn the_primary_metric_decides_and_the_others_are_adjusted() {
    let found = experiment(several_metrics(), "");
    let names: Vec<&str> =
        found["metrics"].as_array().expect("metrics").iter().filter_map(|m| m["metric"].as_str()).collect();
    assert_eq!(
        (names, &found["primary_metric"]),
        (vec!["quality_score", "latency_ms", "cost_usd"], &json!("quality_score"))
    );
    let of = |found: &Value, at: usize, key: &str| number(&found["metrics"][at]["comparisons"][0][key]);
    assert_eq!(of(&found, 0, "p_value"), of(&found, 0, "p_value_adjusted"));
    let smaller = of(&found, 1, "p_value").min(of(&found, 2, "p_value"));
    let adjusted = of(&found, 1, "p_value_adjusted").min(of(&found, 2, "p_value_adjusted"));
    assert!(adjusted > smaller && adjusted <= 2.0 * smaller + 1e-15, "{adjusted} {smaller}");
    let other = experiment(several_metrics(), "--primary cost_usd");
    assert_eq!(other["primary_metric"], "cost_usd");
    let holm = experiment(several_metrics(), "--correction holm");
    assert!((of(&holm, 0, "p_value_adjusted") - 3.0 * of(&holm, 0, "p_value")).abs() < 1e-15);
}

#[test]
fn less_is_better_of_times_costs_errors_and_what_is_named() {
    let low = two("latency_ms", &normal(1, 80, 30.0), &normal(2, 80, 28.0));
    assert_eq!(comparison(&experiment(low, ""))["verdict"], "better");
    let log = two("turns", &normal(1, 80, 30.0), &normal(2, 80, 28.0));
    assert_eq!(comparison(&experiment(&log, "--metric turns"))["verdict"], "worse");
    let found = experiment(&log, "--metric turns --lower-is-better turns");
    assert_eq!(
        [&comparison(&found)["verdict"], &found["metrics"][0]["direction"]],
        [&json!("better"), &json!("lower_is_better")]
    );
}

#[test]
fn failures_are_a_metric() {
    let line = |at: usize| {
        let variant = if at < 200 { "a" } else { "b" };
        let outcome = match at % 10 {
            0 => json!({"level": "ERROR", "error_type": "Timeout"}),
            1 if variant == "b" => json!({"level": "ERROR", "error_type": "Timeout"}),
            2 => json!({}),
            _ => json!({"output_tokens": 5, "latency_ms": 1.0}),
        };
        let mut line =
            json!({"request_id": at.to_string(), "user_id": at.to_string(), "experiment": "e", "variant": variant});
        line.as_object_mut().expect("an object").extend(outcome.as_object().expect("an object").clone());
        format!("{line}\n")
    };
    let found = experiment((0..400).map(line).collect::<String>(), "--metric error");
    let groups = &found["metrics"][0]["groups"];
    // Of ten requests one is pending; of the nine others one failed, or two.
    assert_eq!(
        [&groups["a"]["n_missing"], &groups["a"]["successes"], &groups["b"]["successes"]],
        [&json!(20), &json!(20), &json!(40)]
    );
    assert_eq!(comparison(&found)["verdict"], "worse");
}

#[test]
fn any_field_can_tell_variants_apart() {
    let log = two("quality_score", &normal(1, 40, 5.0), &normal(2, 40, 6.0))
        .replace("\"experiment\":\"e\",", "")
        .replace("\"variant\":\"a\"", "\"metadata\":{\"prompt_version\":1}")
        .replace("\"variant\":\"b\"", "\"metadata\":{\"prompt_version\":2}");
    let found = experiment(log, "--variant-field metadata.prompt_version");
    assert_eq!([&found["experiment"], &found["control"]], [&Value::Null, &json!("1")]);
    assert_eq!(comparison(&found)["treatment"], "2");
    let found = experiment(two("quality_score", &normal(1, 40, 5.0), &normal(2, 40, 6.0)), "--control b");
    assert_eq!(comparison(&found)["treatment"], "a");
    assert_eq!(comparison(&found)["verdict"], "worse");
}

#[test]
fn a_covariate_takes_out_what_was_known() {
    let (noise, own) = (normal(1, 200, 0.0), normal(2, 200, 0.0));
    let line = |at: usize| {
        let variant = if at < 100 { "a" } else { "b" };
        let value = 10.0 + own[at] + noise[at] / 10.0;
        json!({"request_id": at.to_string(), "user_id": at.to_string(), "experiment": "e", "variant": variant,
            "quality_score": value, "age": own[at]})
    };
    let log: String = (0..200).map(|at| format!("{}\n", line(at))).collect();
    let found = experiment(log, "--covariate age");
    let cuped = &comparison(&found)["cuped"];
    assert!(number(&cuped["variance_reduction"]) > 0.9, "{cuped}");
    assert!((number(&cuped["theta"]) - 1.0).abs() < 0.05, "{cuped}");
    // Nobody was there before, so nothing can be taken out, and it is said.
    let found = experiment(case("p28_sequential").log(), "--cuped-before 2026-01-15");
    assert_eq!([&comparison(&found)["cuped"], &comparison(&found)["test"]], [&Value::Null, &json!("welch_t")]);
    assert!(codes(&found).contains(&"NO_COVARIATE"));
}

#[test]
fn small_differences_are_equivalent_when_a_margin_says_so() {
    let log = two("quality_score", &normal(7, 400, 100.0), &normal(8, 400, 100.0));
    let of = |margin: &str| experiment(&log, &format!("--mde {margin}"));
    assert_eq!(comparison(&of("1"))["verdict"], "equivalent");
    assert_eq!(comparison(&of("1%"))["equivalence"]["margin"].as_f64().map(f64::round), Some(1.0));
    assert_eq!(comparison(&of("0.01"))["verdict"], "no_significant_difference");
    let summary = comparison(&of("1"))["summary"].as_str().expect("text").to_owned();
    assert!(summary.contains("by less than 1.00"), "{summary}");
    analyze(&log, "--mde -1").expect(2);
    analyze(&log, "--mde much").expect(2);
}

#[test]
fn a_seed_gives_the_same_draws_on_any_number_of_threads() {
    let log = case("p14_latency_skew").log();
    let of = |arguments: &str| analyze(&log, &format!("--bootstrap 500 {arguments}")).expect(0).stdout;
    assert_eq!(of("--threads 1"), of("--threads 4"));
    assert_eq!(of("--seed 1"), of(""));
    assert_ne!(of("--seed 2"), of(""));
    assert_eq!(of("--chunk-bytes 1000"), of(""));
}

#[test]
fn without_ranks_the_means_are_the_same() {
    let log = case("p26_cluster_gen").log();
    let (full, lean) = (experiment(&log, ""), experiment(&log, "--no-ranks"));
    for key in ["p_value", "difference", "confidence_interval", "lift"] {
        assert_eq!(comparison(&full)[key], comparison(&lean)[key], "{key}");
    }
    assert_eq!(comparison(&lean)["tests"]["mannwhitneyu"], Value::Null);
    assert_eq!(lean["metrics"][0]["groups"]["control"]["quantiles"], Value::Null);
    analyze(&log, "--no-ranks --test mannwhitney").expect(2);
}

#[test]
fn a_stated_split_that_is_not_the_one_there_is_invalidates() {
    let log = two("quality_score", &normal(1, 300, 5.0), &normal(2, 100, 6.0));
    let found = experiment(&log, "--weights 50/50");
    assert_eq!([&found["srm"]["mismatch"], &comparison(&found)["verdict"]], [&json!(true), &json!("invalid")]);
    let found = experiment(&log, "--weights 75/25");
    assert_eq!([&found["srm"]["mismatch"], &comparison(&found)["verdict"]], [&json!(false), &json!("better")]);
    // Nobody said what was meant: a warning.
    let found = experiment(&log, "");
    assert_eq!(comparison(&found)["verdict"], "better");
    assert!(codes(&found).contains(&"SRM_MISMATCH"));
}

#[test]
fn checks_for_ci_have_exit_codes() {
    let worse = two("quality_score", &normal(1, 100, 6.0), &normal(2, 100, 5.0));
    let same = two("quality_score", &normal(1, 100, 5.0), &normal(2, 100, 5.0));
    let uneven = two("quality_score", &normal(1, 300, 5.0), &normal(2, 100, 5.0));
    let blind = two("quality_score", &[1.0, 2.0], &[1.0]);
    for (log, arguments, code) in [
        (&worse, "--fail-on regression", 1),
        (&worse, "--fail-on srm", 0),
        (&worse, "", 0),
        (&same, "--fail-on regression", 0),
        (&uneven, "--fail-on srm", 1),
        (&uneven, "--fail-on srm,regression", 1),
        (&blind, "--fail-on regression", 3),
        (&blind, "", 0),
    ] {
        let run = analyze(log, arguments);
        assert_eq!(run.code, code, "{arguments}: {run:#?}");
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let log = two("quality_score", &[1.0, 2.0], &[1.0, 2.0]);
    for arguments in [
        "--sequential --alternative greater",
        "--sequential --test mannwhitney",
        "--tuning 100",
        "--cuped-before 7d --covariate x",
        "--bootstrap 5",
        "--winsorize 2",
        "--weights 100",
        "--cuped-before soon",
    ] {
        let run = analyze(&log, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments}: {run:#?}");
    }
}
