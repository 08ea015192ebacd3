//! Verdicts at one time.

use serde_json::json;

use super::{Case, line, rule, verdicts};
use crate::support::{NOW, llmobs};

/// Ten requests a minute apart from 00:00, the last two of them failed, of two users.
fn ten() -> String {
    let request = |i: u32| {
        let user = if i.is_multiple_of(2) { "a" } else { "b" };
        let end = match i {
            8.. => ",\"level\":\"ERROR\"".to_owned(),
            _ => format!(",\"output_tokens\":1,\"latency_ms\":{},\"cost_usd\":0.25,\"satisfied\":{}", i * 100, i < 6),
        };
        line(i * 60, &format!(",\"user_id\":\"{user}\",\"model\":\"m\"{end}"))
    };
    (0..10).map(request).collect()
}

fn errors(threshold: &str) -> String {
    rule("r", &["measure = \"error_rate\"", "window = \"5m\"", threshold])
}

#[test]
fn the_exit_code_is_the_verdict() {
    let at = "2026-03-01T00:10Z";
    for (threshold, code, verdict) in [("threshold = 0.5", 0, "ok"), ("threshold = 0.3", 1, "alert")] {
        let run = Case::new(&ten(), &errors(threshold)).check(at).expect(code);
        assert_eq!(verdicts(&run.json()), [format!("r - {verdict}")]);
        // Minutes 5 to 9: two of five failed.
        assert_eq!(run.json()["rows"][0]["value"], json!(0.4));
    }
    let case = Case::new(
        &ten(),
        &(errors("threshold = 0.3")
            + &rule("warns", &["measure = \"requests\"", "window = \"5m\"", "threshold = 9", "warning = 4"])),
    );
    assert_eq!(verdicts(&case.check(at).expect(1).json()), ["r - alert", "warns - warning"]);
    // Nobody asked anything then.
    let run = case.check("2026-03-02").expect(3);
    assert_eq!(verdicts(&run.json()), ["r - cannot_tell", "warns - cannot_tell"]);
    assert_eq!(run.json()["rows"][0]["reason"], "no requests in the window");
}

#[test]
fn a_window_holds_its_begin_and_not_its_end() {
    let case = Case::new(&ten(), &rule("r", &["measure = \"requests\"", "window = \"2m\"", "threshold = 99"]));
    for (at, requests) in
        [("00:02Z", 2), ("00:01:59.999999Z", 2), ("00:02:00.000001Z", 2), ("00:00Z", 0), ("00:11Z", 1)]
    {
        let run = case.check(&format!("2026-03-01T{at}"));
        assert_eq!(run.json()["rows"][0]["requests"], json!(requests), "{at}");
    }
}

#[test]
fn comparisons_are_strict_unless_they_say_otherwise() {
    for (comparison, fires) in
        [("greater_than", false), ("greater_than_or_equal", true), ("less_than", false), ("less_than_or_equal", true)]
    {
        let comparison = format!("comparison = \"{comparison}\"");
        let case = Case::new(
            &ten(),
            &rule("r", &["measure = \"requests\"", "window = \"1h\"", "threshold = 10", &comparison]),
        );
        case.check("2026-03-01T00:30Z").expect(i32::from(fires));
    }
}

#[test]
fn too_little_to_tell_is_what_the_rule_says() {
    for (on_no_data, code) in [("ok", 0), ("alert", 1), ("cannot_tell", 3)] {
        let on_no_data = format!("on_no_data = \"{on_no_data}\"");
        let lines = ["measure = \"error_rate\"", "window = \"5m\"", "threshold = 0.1", "min_requests = 6", &on_no_data];
        let run = Case::new(&ten(), &rule("r", &lines)).check("2026-03-01T00:10Z").expect(code);
        assert_eq!(run.json()["rows"][0]["reason"], "fewer requests than min_requests");
        let lines = [
            "measure = \"avg_quality_score\"",
            "window = \"5m\"",
            "threshold = 6",
            "comparison = \"less_than\"",
            &on_no_data,
        ];
        let run = Case::new(&ten(), &rule("r", &lines)).check("2026-03-01T00:10Z").expect(code);
        assert_eq!(run.json()["rows"][0]["reason"], "no request states it");
    }
}

#[test]
fn groups_have_verdicts_of_their_own() {
    let lines = [
        "measure = \"total_cost_usd\"",
        "window = \"1h\"",
        "by = \"user_id\"",
        "threshold = 0.9",
        "where = \"latency_ms>0\"",
    ];
    let case = Case::new(&ten(), &rule("r", &lines));
    let run = case.check("2026-03-01T00:30Z").expect(1);
    // Of a's four the first took no time; b's four cost a dollar.
    assert_eq!(verdicts(&run.json()), ["r user_id=b alert"]);
    let all = case.alerts("check --quiet --json --all --at 2026-03-01T00:30Z").run().expect(1);
    assert_eq!(verdicts(&all.json()), ["r user_id=b alert", "r user_id=a ok"]);
    assert_eq!(all.json()["facts"]["ok"], json!(1));
}

#[test]
fn any_numeric_or_boolean_field_can_be_held_against_a_number() {
    for (measure, value) in [
        ("avg_satisfied", json!(0.75)),
        ("max_latency_ms", json!(700.0)),
        ("count_latency_ms", json!(8)),
        ("error_rate_low", json!(null)),
    ] {
        let rules = rule("r", &[&format!("measure = \"{measure}\""), "window = \"1h\"", "threshold = 1e9"]);
        let run = Case::new(&ten(), &rules).check("2026-03-01T00:30Z").expect(0);
        let found = &run.json()["rows"][0]["value"];
        assert!(*found == value || value.is_null() && found.is_number(), "{measure}: {found}");
    }
}

#[test]
fn threads_change_no_byte() {
    let check = |more: &str| {
        llmobs(&format!("alerts check --at 2026-11-23T20:20Z {more} fixtures/demo.jsonl")).env("LLMOBS_NOW", NOW).run()
    };
    assert_eq!(check("--threads 1"), check("--threads 3 --chunk-bytes 64"));
}

#[test]
fn strict_comes_before_the_verdict() {
    let case = Case::new(&(ten() + "nonsense\n"), &errors("threshold = 0.3"));
    case.check("2026-03-01T00:10Z").expect(1);
    case.alerts("check --quiet --strict --at 2026-03-01T00:10Z").run().expect(2);
}

/// Of 70 users 60 fire, 50 of them gravely; the graver and costlier come first.
#[test]
fn a_table_shows_the_gravest_and_counts_the_rest() {
    let request = |i: u32| line(i, &format!(",\"user_id\":\"u{i:02}\",\"output_tokens\":1,\"cost_usd\":{i}"));
    let log: String = (0..70).map(request).collect();
    let lines =
        ["measure = \"total_cost_usd\"", "window = \"1h\"", "by = \"user_id\"", "threshold = 19", "warning = 9"];
    let case = Case::new(&log, &rule("heavy", &lines));
    let run = |more: &str| case.alerts(&format!("check --at 2026-03-01T00:30Z {more}")).run().expect(1);
    let table = |more: &str| run(&format!("--format table {more}")).stdout;
    let shown = |table: &str| table.lines().filter(|line| line.starts_with("heavy ")).count();
    let some = table("");
    assert_eq!(shown(&some), 50);
    assert!(some.contains("10 more rows of `heavy` not shown: 10 warning; `--limit N` shows more"), "{some}");
    assert!(some.contains("alerts: 50") && some.contains("warnings: 10") && some.contains("ok: 10"), "{some}");
    assert_eq!(shown(&table("--limit 100")), 60);
    let few = table("--limit 2 --all");
    assert!(few.contains("u69") && few.contains("u68") && !few.contains("u67"), "{few}");
    assert!(few.contains("68 more rows of `heavy` not shown: 48 alert, 10 warning, 10 ok"), "{few}");
    assert_eq!(run("--json").json()["rows"].as_array().map(Vec::len), Some(60));
    let json = run("--json --limit 1").json();
    assert_eq!((json["rows"].as_array().map(Vec::len), &json["facts"]["alerts"]), (Some(1), &json!(50)));
    assert!(json["warnings"][0].as_str().is_some_and(|text| text.starts_with("59 more rows")), "{json:#}");
}

/// A log whose requests are yet to come says nothing of now, and neither does one without any.
#[test]
fn a_log_of_the_future_and_an_empty_one_cannot_tell() {
    let rules = rule("r", &["measure = \"requests\"", "window = \"1h\"", "threshold = 0"]);
    for (log, requests) in [(ten(), 10), (String::new(), 0)] {
        let run = Case::new(&log, &rules).check("2025-01-01T00:00Z").expect(3).json();
        assert_eq!(verdicts(&run), ["r - cannot_tell"]);
        assert_eq!(run["input"]["requests"], json!(requests));
    }
}

/// In Berlin 2026-03-29 has 23 hours: `1d` is 24 of them, from one o'clock of the day before, whatever the zone.
#[test]
fn a_bare_date_ends_in_its_zone_and_a_day_is_24_hours() {
    let at = |time: &str| format!("{{\"timestamp\":\"{time}\",\"output_tokens\":1}}\n");
    let log = ["2026-03-28T21:59:59Z", "2026-03-28T22:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"].map(at);
    let case = Case::new(&log.concat(), &rule("r", &["measure = \"requests\"", "window = \"1d\"", "threshold = 99"]));
    let run = case.alerts("check --json --quiet --tz Europe/Berlin --at 2026-03-29").run().expect(0).json();
    assert_eq!((&run["facts"]["at"], &run["rows"][0]["requests"]), (&json!("2026-03-29T22:00:00Z"), &json!(2)));
}

#[test]
fn a_thousand_rules_are_a_thousand_verdicts() {
    let rules = (0..1000).map(|i| {
        rule(&format!("r{i}"), &["measure = \"requests\"", &format!("window = \"{}m\"", i % 9 + 1), "threshold = 5"])
    });
    let run = Case::new(&ten(), &rules.collect::<String>()).check("2026-03-01T00:10Z").expect(1).json();
    assert_eq!(run["rows"].as_array().map(Vec::len), Some(1000));
    // Windows of six to nine minutes hold more than five requests: 4 of every 9 rules, and the last has a window of one.
    assert_eq!((&run["facts"]["alerts"], &run["facts"]["ok"]), (&json!(444), &json!(556)));
}
