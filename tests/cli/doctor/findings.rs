//! One log with one of everything. Its figures can be read off its lines.

use serde_json::json;

use super::{doctor, found};
use crate::support::{Logs, column};

const LOG: &str = r#"{"timestamp":"2026-11-20T09:00:00","request_id":"a","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:00:02","request_id":"a","input_tokens":100,"output_tokens":10,"cost_usd":0.5}
{"timestamp":"2026-11-20T09:00:02","request_id":"a","input_tokens":100,"output_tokens":10,"cost_usd":0.5}
{"timestamp":"2026-11-20T09:01:00","request_id":"b","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:01:02","request_id":"b","input_tokens":100,"output_tokens":10,"cost_usd":1.0}
{"timestamp":"2026-11-20T09:01:03","request_id":"b","input_tokens":120,"output_tokens":12,"cost_usd":1.25}
{"timestamp":"2026-11-20T09:02:00","request_id":"orphan","input_tokens":100,"output_tokens":10,"cost_usd":2.0}
{"timestamp":"2026-11-20T09:03:00","request_id":"pending","user_id":"ana","model":"gpt-4o"}
{"request_id":"ghost","quality_score":3}
{"timestamp":"2026-11-20T09:05:10","request_id":"skew","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:05:07.5","request_id":"skew","input_tokens":100,"output_tokens":10,"cost_usd":0.125}
{"timestamp":"2026-11-20T09:06:00","model":"gpt-4o","user_id":"bo","input_tokens":9,"output_tokens":9,"cost_usd":4.0}
{"timestamp":"2026-11-20T09:06:00","model":"gpt-4o","user_id":"bo","input_tokens":9,"output_tokens":9,"cost_usd":4.0}
{"timestamp":"2026-11-20T09:07:00","request_id":"again","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:07:01","request_id":"again","input_tokens":100,"output_tokens":10,"cost_usd":8.0}
{"timestamp":"2026-11-20T09:08:00","request_id":"again","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:08:01","request_id":"again","input_tokens":200,"output_tokens":20,"cost_usd":16.0}
{"timestamp":"2009-11-20T09:09:00","request_id":"old","user_id":"ana","model":"gpt-4o","output_tokens":1,"cost_usd":0.0625}
{"timestamp":"2026-11-20T09:10:00","request_id":"dear","user_id":"ana","model":"gpt-4o","output_tokens":1,"cost_usd":20000.0}
{"timestamp":"2026-11-20T09:11:00","request_id":"acme","user_id":"ana","model":"acme-1","input_tokens":1,"output_tokens":-1}
{"other":"log"}
no json
"#;

#[test]
fn everything_is_found_counted_and_priced() {
    let (_logs, log) = Logs::with(LOG);
    let report = doctor(&log, "").json();
    for (finding, count, usd) in [
        ("bad_lines", 1, None),
        ("bad_values", 1, None),
        ("unrecognised_lines", 1, None),
        ("responses_without_request", 1, Some(2.0)),
        ("repeated_lines_without_id", 1, Some(4.0)),
        // Of 8 and 16 the later counts.
        ("reused_ids", 1, Some(8.0)),
        ("odd_times", 1, Some(0.0625)),
        ("absurd_values", 1, Some(20_000.0)),
        // The orphan and the ghost.
        ("missing_model", 2, Some(2.0)),
        ("missing_user_id", 2, Some(2.0)),
        ("never_answered", 1, None),
        // `acme`: a count that could not be read still tells that there was an answer.
        ("unpriced_requests", 1, None),
        ("feedback_without_request", 1, None),
        // From 1 to 1.25, and from 8 to 16.
        ("lines_disagree", 2, Some(8.25)),
        ("responses_before_request", 1, None),
        ("no_time", 1, None),
        ("repeated_lines", 1, Some(0.5)),
        // 1 and 1.25 were stated, and 1.25 counts.
        ("repeated_answers", 1, Some(1.0)),
    ] {
        assert_eq!(found(&report, finding), Some((count, usd)), "{finding}: {report:#}");
    }
    assert_eq!(report["input"]["requests"], json!(12));
    assert_eq!(report["facts"]["verdict_code"], json!("poor"));
    let what = report["rows"].as_array().expect("rows").iter().map(|row| row["what"].as_str().expect("a sentence"));
    assert!(what.clone().any(|what| what.contains("by up to 2.5 s")), "{report:#}");
    assert!(what.clone().any(|what| what.starts_with("user_id on 10 of 12 requests: costs by user_id leaves out")));
}

#[test]
fn lines_are_told_by_kind_and_add_up() {
    let (_logs, log) = Logs::with(LOG);
    let report = doctor(&log, "").json();
    assert_eq!(
        report["sections"]["lines_by_kind"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| (&row["kind"], &row["lines"]))
            .collect::<Vec<_>>(),
        [
            (&json!("request"), &json!(6)),
            (&json!("response"), &json!(8)),
            (&json!("feedback"), &json!(1)),
            (&json!("whole"), &json!(5)),
            (&json!("unrecognised"), &json!(1)),
            (&json!("bad"), &json!(1)),
        ]
    );
}

#[test]
fn places_point_at_the_lines() {
    let (_logs, log) = Logs::with(LOG);
    let report = doctor(&log, "").json();
    let places = report["sections"]["places"].as_array().expect("places");
    for (finding, line) in [
        ("bad_lines", 22),
        ("bad_values", 20),
        ("repeated_lines", 3),
        ("responses_without_request", 7),
        ("feedback_without_request", 9),
        ("responses_before_request", 11),
        ("repeated_lines_without_id", 13),
        ("reused_ids", 17),
    ] {
        let place = places.iter().find(|row| row["finding"] == finding).unwrap_or_else(|| panic!("{finding}"));
        assert_eq!(place["place"], json!(format!("{}:{line}", log.display())), "{finding}");
    }
}

#[test]
fn the_gravest_findings_come_first_and_all_say_what_to_do() {
    let (_logs, log) = Logs::with(LOG);
    let report = doctor(&log, "").json();
    let rank = |value: &&serde_json::Value| match value.as_str() {
        Some("error") => 0,
        Some("warning") => 1,
        _ => 2,
    };
    assert!(column(&report, "severity").iter().map(rank).is_sorted());
    assert!(column(&report, "advice").iter().all(|advice| advice.as_str().is_some_and(|advice| advice.len() > 20)));
}

#[test]
fn halves_that_nothing_joins_are_told_from_whole_lines() {
    let half = r#"{"timestamp":"2026-11-20T09:00:00","user_id":"ana","model":"gpt-4o"}
{"timestamp":"2026-11-20T09:00:02","input_tokens":100,"output_tokens":10,"cost_usd":0.5}
"#;
    let (_logs, log) = Logs::with(half);
    assert_eq!(found(&doctor(&log, "").json(), "halves_without_id"), Some((2, Some(0.5))));
    // Answers alone may be all that a log keeps of each request.
    let (_logs, log) = Logs::with(half.lines().nth(1).expect("an answer"));
    assert_eq!(found(&doctor(&log, "").json(), "halves_without_id"), None);
}

#[test]
fn a_second_reading_without_a_cost_is_priced() {
    // gpt-4o-2024-08-06 at 2.5 and 10 dollars a million: 1,000 more output tokens are 0.01 dollars.
    let answer = |second: u32, output: u32| {
        format!(
            r#"{{"timestamp":"2026-11-20T09:00:0{second}","request_id":"a","input_tokens":400,"output_tokens":{output}}}"#
        )
    };
    let question = r#"{"timestamp":"2026-11-20T09:00:00","request_id":"a","model":"gpt-4o-2024-08-06"}"#;
    let (_logs, log) = Logs::with([question, &answer(1, 500), &answer(2, 1500)].join("\n"));
    assert_eq!(found(&doctor(&log, "").json(), "lines_disagree"), Some((1, Some(0.01))));
    // 400 × 2.5 + 500 × 10 dollars a million would be counted once more.
    assert_eq!(found(&doctor(&log, "").json(), "repeated_answers"), Some((1, Some(0.006))));
    assert_eq!(found(&doctor(&log, "--cost logged").json(), "lines_disagree"), Some((1, None)));
}

#[test]
fn a_hole_in_a_steady_log_is_a_gap() {
    // A request a minute, and an hour and a half without one: 100 minutes of 219 are more than a minute apart.
    let minutes = (0..60).chain(160..220);
    let line = |minute: u32| {
        format!(
            r#"{{"timestamp":"2026-11-20T{:02}:{:02}:00","model":"gpt-4o","user_id":"a","output_tokens":1,"cost_usd":{minute}}}"#,
            minute / 60,
            minute % 60
        )
    };
    let (_logs, log) = Logs::with(minutes.map(line).collect::<Vec<_>>().join("\n"));
    let report = doctor(&log, "").json();
    assert_eq!(found(&report, "time_gaps"), Some((1, None)));
    assert_eq!(
        report["sections"]["gaps"],
        json!([{"from":"2026-11-20T00:59:00Z","to":"2026-11-20T02:40:00Z","seconds":6060.0}])
    );
}
