//! What a rules file may say, and how its mistakes are named.

use std::fs;

use super::{Case, rule};
use crate::support::{Logs, NOW, llmobs};

const GOOD: [&str; 3] = ["measure = \"errors\"", "window = \"5m\"", "threshold = 1"];

/// Line 6 is the one that is wrong.
#[test]
fn every_mistake_is_named_with_its_line_and_key() {
    for (wrong, what) in [
        ("thresold = 2", "unknown field `thresold`"),
        ("warning = \"2\"", "`warning`: invalid type: string"),
        ("warning = nan", "`warning`: NaN is not a finite number"),
        ("comparison = \"above\"", "`comparison`: unknown variant `above`"),
        ("severity = \"fatal\"", "`severity`: unknown variant `fatal`"),
        ("on_no_data = \"fire\"", "`on_no_data`: unknown variant `fire`"),
        ("min_requests = -1", "`min_requests`: invalid value"),
        ("by = 3", "`by`: invalid type: integer"),
        ("by = [\"user_id\", \"\"]", "`by`: a group needs the name of a field"),
        ("where = \"model\"", "`where`: `model` has no operator"),
        ("where = [\"latency_ms>fast\"]", "`fast` is not a number"),
        ("threshold = 3", "duplicate key"),
        ("message = ", "string values must be quoted"),
    ] {
        let case = Case::new("", &rule("a", &[GOOD.as_slice(), &[wrong]].concat()));
        let run = case.alerts("check").run().expect(2);
        let begins = run.stderr.starts_with("error: alerts.toml:6: ");
        assert!(begins && run.stderr.contains(what) && run.stdout.is_empty(), "{wrong}: {run:#?}");
        assert!(run.stderr.contains("\n\nhint: "), "{run:#?}");
    }
}

#[test]
fn what_a_rule_needs_must_be_there_and_right() {
    for (lines, what) in [
        ([GOOD[0], GOOD[1], ""], "missing field `threshold`"),
        ([GOOD[0], "", GOOD[2]], "missing field `window`"),
        (["measure = \"eror_rate\"", GOOD[1], GOOD[2]], "`measure`: `eror_rate` is not a measure"),
        (["measure = \"total_model\"", GOOD[1], GOOD[2]], "`total_model` is not a measure"),
        (["measure = \"first_seen\"", GOOD[1], GOOD[2]], "cannot be held against a number"),
        ([GOOD[0], "window = \"5\"", GOOD[2]], "`window`: `5` is not a length of time"),
        ([GOOD[0], "window = \"0m\"", GOOD[2]], "`window`: `0m` is not a length of time"),
    ] {
        let run = Case::new("", &rule("a", &lines)).alerts("check").run().expect(2);
        assert!(run.stderr.contains(what), "{lines:?}: {run:#?}");
    }
}

#[test]
fn rules_that_contradict_are_refused() {
    let twice = rule("a", &GOOD) + &rule("a", &GOOD);
    let no_warning = rule("a", &[GOOD.as_slice(), &["warning = 1"]].concat());
    let under = ["comparison = \"less_than\"", "warning = 0.5"];
    let below = rule("a", &[GOOD.as_slice(), &under].concat());
    for (rules, what) in [
        (twice, "alerts.toml:7: there are two rules called `a`"),
        (no_warning, "`warning` must be below the `threshold`"),
        (below, "`warning` must be above the `threshold`"),
        (String::new(), "there is no `[[rule]]`"),
        ("[[rules]]\n".to_owned(), "unknown field `rules`"),
    ] {
        let run = Case::new("", &rules).alerts("check").run().expect(2);
        assert!(run.stderr.contains(what), "{rules}: {run:#?}");
    }
}

#[test]
fn the_file_of_init_is_the_built_in_rules() {
    let logs = Logs::new();
    llmobs("alerts init").cwd(logs.path()).run().expect(0);
    let file = fs::read_to_string(logs.path().join("alerts.toml")).expect("the file");
    assert_eq!(llmobs("alerts init -").run().expect(0).stdout, file);
    let again = llmobs("alerts init").cwd(logs.path()).run().expect(2);
    assert!(again.stderr.contains("there is a file of that name") && again.stderr.contains("hint: "), "{again:#?}");
    let check = |rules: &str| {
        let run = llmobs(&format!("alerts check --json {rules}"));
        let run = run.arg("fixtures/demo.jsonl").arg("--at").arg("2026-11-23T20:20Z").env("LLMOBS_NOW", NOW).run();
        let mut json = run.json();
        json["facts"]["rules"] = "any".into();
        (run.code, json)
    };
    let path = logs.path().join("alerts.toml");
    assert_eq!(check(""), check(&format!("--rules {}", path.display())));
}

/// Every line of an example begins with `# ` and is TOML without it.
#[test]
fn the_examples_in_the_file_of_init_are_rules() {
    let file = llmobs("alerts init -").run().expect(0).stdout;
    let (_, examples) = file.split_once("seven days:\n").expect("an example");
    let bare = |line: &str| line.strip_prefix("# ").or(line.strip_prefix('#')).unwrap_or(line).to_owned();
    let is_toml = |line: &String| line.is_empty() || line.starts_with('[') || line.contains(" = ");
    let rules: Vec<String> = examples.lines().map(bare).filter(is_toml).collect();
    assert!(rules.iter().filter(|line| line.starts_with("[notify")).count() == 6, "{rules:#?}");
    let case = Case::new("", &rules.join("\n"));
    let run = case.alerts("check --notify --dry-run").run();
    assert_eq!(run.code, 3, "{run:#?}");
}

#[test]
fn rules_that_are_not_there_are_named() {
    let run = crate::support::llmobs("alerts check --rules no/such.toml fixtures/demo.jsonl").run().expect(2);
    assert!(
        run.stderr.starts_with("error: cannot read the rules in `no/such.toml`: there is no such file"),
        "{run:#?}"
    );
    assert!(run.stderr.contains("hint: check `--rules` and `LLMOBS_RULES`; `llmobs alerts init`"), "{run:#?}");
}
