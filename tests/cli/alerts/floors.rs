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

/// A log is read while it is written: where it ends in the middle of a line, that line is of the next run.
#[test]
fn a_last_line_without_an_end_is_not_lost_yet() {
    let below = ["measure = \"total_cost_usd\"", "threshold = 3"];
    let rules = rule("r", &[&["window = \"1h\""], below.as_slice()].concat());
    let whole = line(0, PRICED);
    let next = line(1, ",\"output_tokens\":1,\"cost_usd\":1.5,\"user_id\":\"é\"");
    // Wherever it is cut: in a name, in a number, in a letter.
    for end in
        [1, 2, 9, next.find("1.5").expect("the cost") + 2, next.find('é').expect("the letter") + 1, next.len() - 2]
    {
        let case = Case::new("", &rules);
        case.logs.write("log.jsonl", [whole.as_bytes(), &next.as_bytes()[..end]].concat());
        let run = case.check("2026-03-01T00:30Z").expect(0);
        assert_eq!(run.json()["input"]["bad_lines_by_reason"]["truncated"], 1, "{end}: {run:#?}");
    }
    let cut = &next[..40];
    let run = Case::new(&(whole.clone() + cut), &rules).alerts("check --json --at 2026-03-01T00:30Z").run().expect(0);
    assert!(run.stderr.contains("the last line of `log.jsonl` has no end"), "{run:#?}");
    // With an end it is a damaged line, and whatever follows proves nothing either.
    assert_eq!(verdict(&format!("{whole}{cut}\n"), &below), "cannot_tell");
    assert_eq!(verdict(&format!("{cut}\n{whole}{cut}"), &below), "cannot_tell");
    assert_eq!(verdict(&format!("{whole}nonsense"), &below), "cannot_tell");
}

/// Only the last file is still written, and never a compressed one.
#[test]
fn an_earlier_file_that_ends_in_a_line_has_lost_it() {
    let whole = line(0, PRICED);
    let rules = rule("r", &["measure = \"total_cost_usd\"", "window = \"1h\"", "threshold = 9"]);
    let case = Case::new(&whole, &rules);
    case.logs.write("a.jsonl", whole.clone() + "{\"cost");
    case.logs.write("z.jsonl", whole.clone() + "{\"cost");
    let check = |file: &str| case.alerts("check --quiet --json --at 2026-03-01T00:30Z").arg(file).run();
    check("z.jsonl").expect(0);
    // `log.jsonl` stands before it on the command line.
    case.alerts("check --quiet --at 2026-03-01T00:30Z a.jsonl").arg("z.jsonl").run().expect(3);
    crate::support::program("gzip").arg("z.jsonl").cwd(case.logs.path()).run().expect(0);
    check("z.jsonl.gz").expect(3);
}
