//! How large an experiment must be. The formulas are held against R and statsmodels by unit tests in `src/stats`.

use serde_json::{Value, json};

use super::generate::case;
use crate::support::{Logs, llmobs};

#[track_caller]
fn plan(arguments: &str) -> Value {
    llmobs(&format!("abtest plan {arguments}")).json()["rows"][0].clone()
}

#[test]
fn by_hand() {
    // R: power.t.test(power = .90, delta = 1) gives n = 22.02, so 23 of each.
    let found = plan("--sd 1 --mde 1 --power 0.9");
    assert_eq!([&found["users_per_variant"], &found["users"]], [&json!(23), &json!(46)]);
    // R: power.prop.test(p1 = .5, p2 = .75, power = .9) gives n = 76.7.
    let found = plan("--baseline 0.5 --mde 0.25 --power 0.9");
    assert_eq!(found["users_per_variant"], 77);
    assert_eq!(plan("--baseline 0.5 --mde 50% --power 0.9")["mde"], 0.25);
    // 2 (1.96 + 0.84)² · 0.1² / 0.02² = 392.4 by the normal distribution; t takes one or two more.
    let users = plan("--sd 0.1 --mde 0.02")["users_per_variant"].as_i64().expect("a number");
    assert!((393..=395).contains(&users), "{users}");
}

#[test]
fn what_a_size_can_find() {
    let found = plan("--sd 0.1 --n 1000 --baseline 2");
    let mde = found["mde"].as_f64().expect("a difference");
    assert!((mde - 0.012_529_069_984_918_345).abs() < 1e-15, "{mde}");
    assert!((found["mde_relative"].as_f64().expect("a share") - mde / 2.0).abs() < 1e-15);
    let rise = plan("--baseline 0.71 --n 2000")["mde"].as_f64().expect("a difference");
    let users = plan(&format!("--baseline 0.71 --mde {rise}"))["users_per_variant"].as_i64().expect("a number");
    assert_eq!(users, 2000);
}

#[test]
fn requests_that_are_alike_cost_more_users() {
    let independent = plan("--sd 1 --mde 0.1 --requests-per-user 10");
    let alike = plan("--sd 1 --mde 0.1 --requests-per-user 10 --icc 0.5");
    let users = |found: &Value| found["users_per_variant"].as_f64().expect("a number");
    assert!((users(&alike) / users(&independent) - 5.5).abs() < 0.1, "{alike} {independent}");
    assert_eq!(alike["design_effect"], 5.5);
    assert_eq!(plan("--sd 1 --mde 0.1 --requests-per-user 10 --icc 1")["design_effect"], 10.0);
}

#[test]
fn from_a_log() {
    let (_logs, log) = Logs::with(case("p26_cluster_gen").log());
    let report = llmobs("abtest plan --metric quality_score --mde 2%").arg(&log).json();
    let row = &report["rows"][0];
    let number = |key: &str| row[key].as_f64().unwrap_or_else(|| panic!("no {key} in {row}"));
    // Python: 600 users, 6163 requests, mean fsum/6163.
    assert!((number("requests_per_user") - 6163.0 / 600.0).abs() < 1e-12);
    assert!((number("baseline") - 4_276.183_709_458_324 / 6163.0).abs() < 1e-12);
    // Made of a user's part of 0.2 and noise of 0.1: 0.04 of 0.05.
    assert!((number("icc") - 0.8).abs() < 0.03, "{}", number("icc"));
    assert!(number("design_effect") > 8.0 && number("days") > 0.0);
    assert!(number("users_per_variant") > 2000.0);
    assert_eq!(report["input"]["requests"], 6163);
}

#[test]
fn what_is_not_known_is_asked_for() {
    for (arguments, hint) in [
        ("--mde 0.1", "--sd"),
        ("--sd 1 --mde 5%", "--baseline"),
        ("--baseline 3 --mde 0.1", "--sd"),
        ("--baseline 0.9 --mde 0.2", "more than 1"),
        ("--sd 1", "--mde"),
        ("--sd 1 --mde 0.1 --power 2", "between 0 and 1"),
    ] {
        let run = llmobs(&format!("abtest plan {arguments}")).run().expect(2);
        assert!(run.stderr.contains(hint), "{arguments}: {run:#?}");
    }
    let (_logs, log) = Logs::with("{\"request_id\":\"1\",\"user_id\":\"u\",\"latency_ms\":1}\n");
    let run = llmobs("abtest plan --metric latency_ms --mde 1").arg(log).run().expect(2);
    assert!(run.stderr.contains("NO_DATA"), "{run:#?}");
}
