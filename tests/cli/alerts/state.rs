//! What is remembered between two runs: once when it begins, again after a while, once when it is over.

use std::fs;

use serde_json::{Value, json};

use super::{Case, line, read, rule};
use crate::http::{Reply, Server};

/// Two users who ask in the first minute, and one of them again after an hour.
fn case(server: &Server, more: &str) -> Case {
    let lines = [
        "measure = \"requests\"",
        "window = \"10m\"",
        "by = \"user_id\"",
        "threshold = 0",
        "on_no_data = \"ok\"",
        "severity = \"critical\"",
    ];
    let targets = format!(
        "[notify]\nrenotify = \"1h\"\ntimeout = \"1s\"\n[notify.webhook]\nurl = \"{}\"\n{more}",
        server.url("/")
    );
    let log = [(0, "a"), (1, "b"), (3600, "a")].map(|(second, user)| line(second, &format!(",\"user_id\":\"{user}\"")));
    Case::new(&log.concat(), &(rule("r", &lines) + &targets))
}

/// Runs the check at a time that is also now.
#[track_caller]
fn at(case: &Case, time: &str, code: i32) {
    let at = format!("2026-03-01T{time}Z");
    case.alerts("check --quiet --json --notify --state state.json").env("LLMOBS_NOW", at).run().expect(code);
}

fn events(server: &Server) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let event = |document: Value| format!("{} {}", text(&document["event"]), text(&document["group"]));
    server.received().iter().map(|received| event(received.json())).collect()
}

#[test]
fn it_is_told_once_and_once_that_it_is_over() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&server, "");
    at(&case, "00:05", 1);
    assert_eq!(events(&server), ["firing user_id=a", "firing user_id=b"]);
    at(&case, "00:06", 1);
    assert_eq!(events(&server).len(), 2);
    let state = read(&case.path("state.json"));
    assert_eq!(state["firing"].as_object().map(serde_json::Map::len), Some(2));
    // Nobody asked in the ten minutes before.
    at(&case, "00:15", 0);
    assert_eq!(events(&server)[2..].len(), 2);
    assert!(events(&server)[2..].iter().all(|event| event.starts_with("resolved user_id=")), "{:?}", events(&server));
    assert_eq!(read(&case.path("state.json"))["firing"], json!({}));
    at(&case, "00:16", 0);
    assert_eq!(events(&server).len(), 4);
    at(&case, "01:05", 1);
    assert_eq!(events(&server)[4..], ["firing user_id=a"]);
    let keys: Vec<Value> = server.received().iter().map(|received| received.json()["dedup_key"].clone()).collect();
    assert_eq!(keys[0], keys[4]);
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn what_still_fires_is_told_again_after_a_while() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&server, "");
    let run = |now: &str| {
        let run = case.alerts("check --quiet --json --notify --state state.json --at 2026-03-01T00:05Z");
        run.env("LLMOBS_NOW", now).run().expect(1);
    };
    run("2026-03-01T00:05Z");
    run("2026-03-01T01:04:59Z");
    assert_eq!(events(&server).len(), 2);
    run("2026-03-01T01:05Z");
    assert_eq!(events(&server)[2..], ["still_firing user_id=a", "still_firing user_id=b"]);
    run("2026-03-01T01:06Z");
    assert_eq!(events(&server).len(), 4);
}

#[test]
fn what_was_not_delivered_is_tried_by_the_next_run() {
    let server = Server::start(|before| Reply::code(if before == 0 { 400 } else { 200 }));
    let case = case(&server, "");
    at(&case, "00:05", 2);
    // The second message went out all the same, and is not repeated.
    at(&case, "00:06", 1);
    assert_eq!(events(&server), ["firing user_id=a", "firing user_id=b", "firing user_id=a"]);
}

/// As after a crash between sending and saving: the state is that of before the message.
#[test]
fn a_message_repeated_after_a_crash_has_the_same_key() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&server, "");
    at(&case, "00:05", 1);
    let mut state = read(&case.path("state.json"));
    let last = server.received()[1].json()["dedup_key"].as_str().expect("a key").to_owned();
    state["firing"].as_object_mut().expect("entries").remove(&last);
    fs::write(case.path("state.json"), state.to_string()).expect("the state is written");
    at(&case, "00:06", 1);
    assert_eq!(events(&server)[2..], ["firing user_id=b"]);
    assert_eq!(server.received()[2].json()["dedup_key"], last.as_str());
}

#[test]
fn targets_remember_by_themselves() {
    let server = Server::start(|_| Reply::code(200));
    let pager = format!("[notify.pagerduty]\nrouting_key_env = \"PATH\"\nurl = \"{}\"\n", server.url("/pager"));
    let both = case(&server, &pager);
    at(&both, "00:05", 1);
    at(&both, "00:15", 0);
    let pager: Vec<Value> = server
        .received()
        .iter()
        .filter(|received| received.path == "/pager")
        .map(|received| received.json()["event_action"].clone())
        .collect();
    assert_eq!(pager, ["trigger", "trigger", "resolve", "resolve"]);
}

#[test]
fn a_state_that_is_none_is_an_error() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&server, "");
    for text in ["", "{}", "[]", "{\"schema_version\":9,\"firing\":{}}"] {
        fs::write(case.path("state.json"), text).expect("the state is written");
        let run = case.alerts("check --notify --state state.json --at 2026-03-01T00:05Z").run().expect(2);
        assert!(run.stderr.contains("cannot use the state in `state.json`"), "{run:#?}");
        assert_eq!(fs::read_to_string(case.path("state.json")).expect("the state"), text);
    }
    assert!(server.received().is_empty());
}

#[test]
fn two_runs_do_not_tell_at_once() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&server, "");
    let lock = fs::File::create(case.path("state.json.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let run = case.alerts("check --notify --state state.json --at 2026-03-01T00:05Z").run().expect(2);
    assert!(run.stderr.contains("another run is using it"), "{run:#?}");
    drop(lock);
    at(&case, "00:05", 1);
}
