//! Every way of writing a time, to the microsecond.

use chrono::DateTime;
use serde_json::{Value, json};

use super::Hostile;
use crate::support::row;

const NAME: &str = "09_timestamps.jsonl";

/// Forms that DESIGN 3 does not promise: read right or refused, but never read wrong.
const OPTIONAL: [&str; 5] = [
    "RFC 2822 / HTTP date",
    "Apache CLF",
    "leap second: clamp or reject",
    "24:00 = next midnight",
    "Mongo extended JSON: reject or accept",
];

#[test]
fn accepted_times_are_right_and_refused_ones_counted() {
    let Some(hostile) = Hostile::logs("timestamps") else { return };
    let report = hostile.ask(NAME, "--by request_id,timestamp").json();
    let mut refused = 0;
    for case in hostile.expected_timestamps() {
        let found = &row(&report, "request_id", &case["request_id"])["timestamp"];
        let what = case["what"].as_str().expect("a description");
        match (found.as_str(), case["epoch"].as_f64()) {
            (Some(time), Some(epoch)) => assert!(is_instant(time, epoch), "{what}: {time} is not {epoch}"),
            (Some(time), None) => panic!("{what}: {} was read as {time}", case["json"]),
            (None, Some(_)) if !OPTIONAL.contains(&what) => panic!("{what}: {} was refused", case["json"]),
            // `null` and an absent key state no time, so there is nothing to refuse.
            (None, _) => refused += i64::from(case["json"] != "null" && !case["json"].is_null()),
        }
    }
    assert_eq!(report["input"]["bad_values"], json!(refused));
}

impl Hostile {
    fn expected_timestamps(&self) -> &[Value] {
        self.expected[NAME]["timestamps"].as_array().expect("cases")
    }
}

/// Whether `time` is `epoch` to the microsecond. Finer digits are cut, and a double of the year 9999 is that coarse.
fn is_instant(time: &str, epoch: f64) -> bool {
    let micros = DateTime::parse_from_rfc3339(time).expect("RFC 3339").timestamp_micros() as f64;
    let coarseness = (epoch * f64::EPSILON * 1e6).abs();
    (micros - epoch * 1e6).abs() < 1.0 + coarseness
}

#[test]
fn the_last_microsecond_of_the_calendar_survives() {
    let Some(hostile) = Hostile::logs("the year 9999") else { return };
    let report = hostile.ask(NAME, "--by timestamp --where request_id=t40").json();
    assert_eq!(report["rows"][0]["timestamp"], json!("9999-12-31T23:59:59.999999Z"));
}

#[test]
fn offsets_and_hours_are_of_utc() {
    let Some(hostile) = Hostile::logs("offsets") else { return };
    let name = "09_dst_and_order.jsonl";
    let expected = &hostile.expected[name];
    let by_hour = hostile.ask(name, "--by hour").json();
    let rows = by_hour["rows"].as_array().expect("rows");
    let found: Vec<(&Value, &Value)> = rows.iter().map(|row| (&row["hour"], &row["requests"])).collect();
    // serde_json's map is sorted, and so are rows by time.
    let wanted = expected["by_hour_utc"].as_object().expect("hours");
    assert_eq!(found.len(), wanted.len());
    for ((hour, requests), (wanted_hour, wanted_requests)) in found.into_iter().zip(wanted) {
        assert_eq!((hour, requests), (&json!(wanted_hour), wanted_requests));
    }
    let by_time = hostile.ask(name, "--by request_id,timestamp").json();
    for (number, utc) in expected["utc"].as_array().expect("times").iter().enumerate() {
        let time = &row(&by_time, "request_id", &json!(format!("o{number}")))["timestamp"];
        let (time, utc) = (time.as_str().expect("a time"), utc.as_str().expect("a time"));
        assert_eq!(time.trim_end_matches('Z'), utc, "o{number}");
    }
}
