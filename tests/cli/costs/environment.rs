//! `LLMOBS_*`: defaults that a flag overrules.

use serde_json::{Value, json};

use super::flat;
use crate::support::{Logs, PYLOGGER, Run, llmobs};

fn run(variable: &str, value: &str, arguments: &str) -> Run {
    llmobs(&format!("costs {arguments}")).arg(PYLOGGER).env(variable, value).run()
}

#[test]
fn a_variable_is_a_default_and_a_flag_beats_it() {
    for (variable, value, flag, other) in [
        ("LLMOBS_FORMAT", "csv", "--format csv", "--format markdown"),
        ("LLMOBS_TZ", "Asia/Tokyo", "--tz Asia/Tokyo", "--tz Europe/Berlin"),
        ("LLMOBS_COST", "computed", "--cost computed", "--cost logged"),
        ("LLMOBS_THREADS", "1", "--threads 1", "--threads 2"),
    ] {
        let set = run(variable, value, "--by hour").expect(0);
        assert_eq!(set, llmobs(&format!("costs --by hour {flag}")).arg(PYLOGGER).run(), "{variable}");
        let beaten = run(variable, value, &format!("--by hour {other}")).expect(0);
        assert_eq!(beaten, llmobs(&format!("costs --by hour {other}")).arg(PYLOGGER).run(), "{variable}");
    }
}

#[test]
fn colour_can_be_set_and_unset() {
    let colored = run("LLMOBS_COLOR", "always", "--format table").expect(0).stdout;
    assert!(colored.contains('\u{1b}'));
    assert!(!run("LLMOBS_COLOR", "always", "--format table --color never").stdout.contains('\u{1b}'));
}

#[test]
fn a_price_file_can_be_set() {
    let logs = Logs::new();
    let prices = logs.write("prices.json", r#"{"m":{"input_cost_per_token":1,"output_cost_per_token":1}}"#);
    let other = logs.write("other.json", r#"{"m":{"input_cost_per_token":2,"output_cost_per_token":2}}"#);
    let log = logs.write("log.jsonl", r#"{"model":"m","input_tokens":1,"output_tokens":1}"#);
    let ask = || llmobs("costs --json").arg(&log).env("LLMOBS_PRICES", &prices);
    assert_eq!(ask().json()["totals"]["total_cost_usd"], json!(2.0));
    assert_eq!(ask().arg("--prices").arg(other).json()["totals"]["total_cost_usd"], json!(4.0));
}

/// A log with one bad line.
fn flawed() -> (Logs, std::path::PathBuf) {
    Logs::with(format!("{}\nnonsense\n", flat("2026-03-01T00:00:00Z", "m", 1.0)))
}

#[test]
fn a_switch_can_be_set_as_people_set_switches() {
    let (_logs, log) = flawed();
    for on in ["1", "true", "yes"] {
        llmobs("costs --json").arg(&log).env("LLMOBS_STRICT", on).run().expect(2).json();
        let quiet = llmobs("costs --json").arg(&log).env("LLMOBS_QUIET", on).run().expect(0);
        assert_eq!(quiet.stderr, "", "LLMOBS_QUIET={on}");
    }
    for off in ["0", "false", "no", ""] {
        let run = llmobs("costs --json").arg(&log).env("LLMOBS_STRICT", off).env("LLMOBS_QUIET", off).run().expect(0);
        assert!(run.stderr.starts_with("warning: "), "{off}: {}", run.stderr);
    }
}

#[test]
fn an_empty_variable_is_none() {
    let plain = llmobs("costs --json --by hour").arg(PYLOGGER).run().expect(0);
    for variable in ["LOG", "FORMAT", "TZ", "COST", "PRICES", "THREADS", "COLOR", "NOW"] {
        assert_eq!(run(&format!("LLMOBS_{variable}"), "", "--json --by hour"), plain, "LLMOBS_{variable}");
    }
}

#[test]
fn json_is_a_flag_and_beats_the_format_of_the_environment() {
    assert_eq!(run("LLMOBS_FORMAT", "table", "--json").expect(0).json()["command"], json!("costs"));
}

#[test]
fn a_bad_variable_is_an_error_that_a_person_can_find() {
    for (variable, value) in [("LLMOBS_FORMAT", "xml"), ("LLMOBS_TZ", "Mars/Olympus"), ("LLMOBS_THREADS", "many")] {
        let run = run(variable, value, "").expect(2);
        assert!(run.stdout.is_empty() && run.stderr.contains(value), "{}", run.stderr);
    }
}

#[test]
fn the_day_from_which_spans_count_can_be_set() {
    let (_logs, log) = Logs::with(format!("{}\n", flat("2026-11-20T00:00:00Z", "m", 1.0)));
    let asked = |now: &str| llmobs("costs --json --since 7d").arg(&log).env("LLMOBS_NOW", now).run();
    assert_eq!(asked("2026-11-24T00:00:00Z").expect(0).json()["range"]["since"], json!("2026-11-17T00:00:00Z"));
    assert_eq!(asked("2026-12-24").expect(3).json()["rows"], json!(Vec::<Value>::new()));
}
