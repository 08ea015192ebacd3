//! Experiments in which nothing differs, thousands of them: how often each test finds something all the same.
//!
//! `cargo test --release --test cli -- --ignored --nocapture simulation` prints the table of the README. One log holds all
//! experiments of a kind, and one run of the program analyses them.

use std::fmt::Write;

use serde_json::Value;

use super::analyze;
use super::generate::Lcg;
use crate::support::skipped;

/// How many experiments of each kind. The standard error of a rate of 5 % is then 0.35 %.
const EXPERIMENTS: usize = 4000;

/// How many requests a user makes.
#[derive(Clone, Copy)]
enum Size {
    Ten,
    Geometric,
    Pareto,
}

impl Size {
    fn draw(self, random: &mut Lcg) -> usize {
        // From above 0 to 1.
        let u = 1.0 - random.uniform();
        match self {
            Size::Ten => 10,
            Size::Geometric => 1 + (u.ln() / 0.75_f64.ln()) as usize,
            Size::Pareto => (u.powf(-1.0 / 1.5) as usize).min(1000),
        }
    }
}

/// A log of experiments whose variants are drawn alike: users differ among themselves as much as their requests do.
fn log(size: Size, users: usize, seed: u64) -> String {
    let (mut random, mut log) = (Lcg(seed), String::new());
    for experiment in 0..EXPERIMENTS {
        for (variant, user) in ["a", "b"].into_iter().flat_map(|variant| (0..users).map(move |user| (variant, user))) {
            let own = random.normal();
            for _ in 0..size.draw(&mut random) {
                let value = 10.0 + own + random.normal();
                let (user, name) = (format!("{experiment}{variant}{user}"), experiment);
                writeln!(log, r#"{{"user":"{user}","experiment":"{name}","variant":"{variant}","score":{value:.5}}}"#)
                    .expect("a String takes everything");
            }
        }
    }
    log
}

const TESTS: [(&str, &str, &str); 6] = [
    ("Student's t on requests (scipy's default)", "student_t", "p_value"),
    ("Welch's t on requests", "welch_t", "p_value"),
    ("cluster-robust regression, CR1", "ols_cluster_cr1", "p_value_t"),
    ("delta method", "ratio_delta", "p_value"),
    ("Welch's t on users' means", "user_mean_welch", "p_value"),
    ("delete-one-user jackknife (the default)", "ratio_jackknife", "p_value"),
];

/// By test, the share of experiments with p < 0.05.
fn rates(log: &str) -> Vec<f64> {
    let report = analyze(log, "--no-ranks").expect(0).json();
    let experiments = report["experiments"].as_array().expect("experiments");
    assert_eq!(experiments.len(), EXPERIMENTS);
    let found = |experiment: &Value, test: &str, key: &str| {
        experiment["metrics"][0]["comparisons"][0]["tests"][test][key].as_f64().expect("a p-value") < 0.05
    };
    let rate = |(_, test, key): &(&str, &str, &str)| {
        experiments.iter().filter(|experiment| found(experiment, test, key)).count() as f64 / EXPERIMENTS as f64
    };
    TESTS.iter().map(rate).collect()
}

#[test]
#[ignore = "takes minutes: cargo test --release --test cli -- --ignored --nocapture simulation"]
fn false_positive_rates() {
    let kinds = [
        ("10 requests, 30 users", Size::Ten, 30),
        ("geometric, 10 users", Size::Geometric, 10),
        ("geometric, 50 users", Size::Geometric, 50),
        ("Pareto, 50 users", Size::Pareto, 50),
        ("Pareto, 200 users", Size::Pareto, 200),
    ];
    let columns: Vec<Vec<f64>> =
        (1..).zip(kinds).map(|(seed, (_, size, users))| rates(&log(size, users, seed))).collect();
    let mut table = format!("| test | {} |\n|---|", kinds.map(|(name, ..)| name).join(" | "));
    table += &"---:|".repeat(kinds.len());
    for (at, (name, ..)) in TESTS.iter().enumerate() {
        let cells: Vec<String> = columns.iter().map(|rates| format!("{:.1} %", rates[at] * 100.0)).collect();
        write!(table, "\n| {name} | {} |", cells.join(" | ")).expect("a String takes everything");
    }
    skipped("nothing", &format!("false positives at 5 %, {EXPERIMENTS} experiments a column\n\n{table}\n"));
    assert!((0.04..=0.06).contains(&columns[0][5]), "the default is off: {columns:?}");
    // Sizes without a mean to speak of, or ten users, are hard on every test.
    assert!(columns.iter().all(|rates| (0.035..=0.07).contains(&rates[5])), "{columns:?}");
    assert!(columns[0][0] > 0.3, "{columns:?}");
}
