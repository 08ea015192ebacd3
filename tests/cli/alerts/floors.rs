//! A cost that is only a floor can prove above, never below.

use super::{Case, line, rule, verdicts};

const PRICED: &str = ",\"output_tokens\":1,\"cost_usd\":2.0,\"user_id\":\"p\"";
const UNPRICED: &str = ",\"model\":\"nobody-sells-this\",\"input_tokens\":9,\"output_tokens\":9,\"user_id\":\"q\"";

#[track_caller]
fn verdict(log: &str, lines: &[&str]) -> String {
    let case = Case::new(log, &rule("r", &[&["window = \"1h\""], lines].concat()));
    verdicts(&case.check("2026-03-01T00:30Z").json()).remove(0).replace("r - ", "")
}

#[test]
fn unpriced_requests_and_lost_lines_prove_above_and_never_below() {
    let cost = "measure = \"total_cost_usd\"";
    let less = "comparison = \"less_than\"";
    let whole = line(0, PRICED);
    for floor in [whole.clone() + &line(1, UNPRICED), whole.clone() + "nonsense\n"] {
        assert_eq!(verdict(&floor, &[cost, "threshold = 1"]), "alert");
        assert_eq!(verdict(&floor, &[cost, "threshold = 3"]), "cannot_tell");
        assert_eq!(verdict(&floor, &[cost, "threshold = 3", "warning = 1"]), "warning");
        assert_eq!(verdict(&floor, &[cost, "threshold = 3", "warning = 2.5"]), "cannot_tell");
        assert_eq!(verdict(&floor, &[cost, less, "threshold = 3"]), "cannot_tell");
        assert_eq!(verdict(&floor, &[cost, less, "threshold = 1"]), "ok");
    }
    assert_eq!(verdict(&whole, &[cost, "threshold = 3"]), "ok");
    assert_eq!(verdict(&whole, &[cost, less, "threshold = 3"]), "alert");
}

#[test]
fn a_mean_of_known_costs_proves_nothing_and_an_extreme_one_side() {
    let floor = line(0, PRICED) + &line(1, UNPRICED);
    for (measure, threshold, expected) in [
        ("avg_cost_per_request", 1, "cannot_tell"),
        ("avg_cost_per_request", 3, "cannot_tell"),
        ("max_cost_usd", 1, "alert"),
        ("max_cost_usd", 3, "cannot_tell"),
        ("min_cost_usd", 1, "cannot_tell"),
        ("min_cost_usd", 3, "ok"),
        ("cost_per_success", 0, "alert"),
        ("unpriced_requests", 0, "alert"),
        ("error_rate", 0, "ok"),
        ("total_output_tokens", 99, "ok"),
    ] {
        let lines = [format!("measure = \"{measure}\""), format!("threshold = {threshold}")];
        assert_eq!(verdict(&floor, &[lines[0].as_str(), lines[1].as_str()]), expected, "{measure} {threshold}");
    }
}

#[test]
fn a_cost_that_nobody_knows_cannot_be_told_whatever_the_rule_says_of_no_data() {
    let lines = ["measure = \"total_cost_usd\"", "threshold = 1", "on_no_data = \"ok\""];
    assert_eq!(verdict(&line(1, UNPRICED), &lines), "cannot_tell");
}

/// A floor is that of the group that has the unpriced request.
#[test]
fn other_groups_are_exact() {
    let log = line(0, PRICED) + &line(1, UNPRICED) + &line(2, &PRICED.replace("\"p\"", "\"q\""));
    let case = Case::new(
        &log,
        &rule("r", &["measure = \"total_cost_usd\"", "window = \"1h\"", "by = \"user_id\"", "threshold = 9"]),
    );
    let all = case.alerts("check --all --quiet --json --at 2026-03-01T00:30Z").run().expect(3);
    assert_eq!(verdicts(&all.json()), ["r user_id=q cannot_tell", "r user_id=p ok"]);
}

#[test]
fn counts_are_floors_where_lines_are_lost() {
    let log = line(0, PRICED) + "nonsense\n";
    assert_eq!(
        verdict(&log, &["measure = \"requests\"", "threshold = 5", "comparison = \"less_than\""]),
        "cannot_tell"
    );
    assert_eq!(verdict(&log, &["measure = \"requests\"", "threshold = 0"]), "alert");
    assert_eq!(verdict(&log, &["measure = \"error_rate\"", "threshold = 0.5"]), "ok");
}
