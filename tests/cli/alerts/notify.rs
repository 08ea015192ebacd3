//! Messages on their way to real servers.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Case, line, rule};
use crate::http::{Reply, Server};
use crate::support::{Llmobs, Run};

const SECRET: &str = "T000-B000-very-secret";

/// One alert of critical severity at 00:30.
pub fn firing(targets: &str) -> Case {
    let rules =
        rule("too <many>", &["measure = \"requests\"", "window = \"1h\"", "threshold = 0", "severity = \"critical\""]);
    Case::new(&line(60, ",\"output_tokens\":1"), &(rules + targets))
}

pub fn notifying(case: &Case, more: &str) -> Llmobs {
    case.alerts(&format!("check --quiet --json --at 2026-03-01T00:30Z --notify {more}"))
}

fn webhook(server: &Server) -> Case {
    firing(&format!("[notify]\ntimeout = \"1s\"\n[notify.webhook]\nurl = \"{}\"\n", server.url("/hook")))
}

fn outcomes(run: &Run) -> Vec<Value> {
    let all = run.json()["sections"]["notifications"].as_array().expect("notifications").clone();
    all.iter().map(|row| row["outcome"].clone()).collect()
}

#[test]
fn each_kind_of_target_hears_it_in_its_own_way() {
    let server = Server::start(|_| Reply::code(202));
    let targets = format!(
        "[notify.slack]\nurl_env = \"SLACK\"\n[notify.pagerduty]\nrouting_key_env = \"KEY\"\nurl = \"{}\"\n\
         [notify.webhook]\nurl_env = \"HOOK\"\ntoken_env = \"TOKEN\"\n",
        server.url("/v2/enqueue")
    );
    let case = firing(&targets);
    let run = notifying(&case, "").env("SLACK", server.url("/slack")).env("KEY", SECRET);
    let run = run.env("HOOK", server.url("/hook")).env("TOKEN", SECRET).run().expect(1);
    assert_eq!(outcomes(&run), [json!("sent"), json!("sent"), json!("sent")]);
    assert!(!run.stdout.contains(SECRET) && !run.stdout.contains("/slack"), "{run:#?}");
    let received = server.received();
    let [slack, pagerduty, hook] = received.as_slice() else { panic!("{received:#?}") };
    assert_eq!(slack.path, "/slack");
    assert_eq!(slack.json(), json!({"text": "CRITICAL too &lt;many&gt;: requests of 1h is 1, greater than 0"}));
    let event = pagerduty.json();
    assert_eq!((&event["event_action"], &event["routing_key"]), (&json!("trigger"), &json!(SECRET)));
    assert_eq!((&event["payload"]["severity"], &event["payload"]["source"]), (&json!("critical"), &json!("llmobs")));
    let document = hook.json();
    assert_eq!(document["dedup_key"], event["dedup_key"]);
    for (key, value) in
        [("event", json!("firing")), ("verdict", json!("alert")), ("value", json!(1.0)), ("window", json!("1h"))]
    {
        assert_eq!(document[key], value, "{key}");
    }
    assert_eq!(hook.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert_eq!(hook.header("idempotency-key"), document["dedup_key"].as_str());
}

#[test]
fn a_busy_or_broken_server_is_tried_again() {
    for first in [Reply::Say(429, "retry-after: 2\r\n", String::new()), Reply::code(500), Reply::Close, Reply::Hang] {
        let reply = first.clone();
        let server = Server::start(move |before| if before == 0 { reply.clone() } else { Reply::code(200) });
        let started = Instant::now();
        let run = notifying(&webhook(&server), "").run().expect(1);
        assert_eq!((outcomes(&run), server.received().len()), (vec![json!("sent")], 2), "{first:?}");
        let pause = if matches!(first, Reply::Say(429, ..)) { 2 } else { 1 };
        assert!(started.elapsed() >= Duration::from_secs(pause), "{first:?}: {:?}", started.elapsed());
    }
}

#[test]
fn three_tries_and_no_more() {
    for (reply, tries, why) in [
        (Reply::code(503), 3, "the server answered 503, three times"),
        (Reply::code(404), 1, "the server answered 404"),
        (Reply::Say(302, "location: /elsewhere\r\n", String::new()), 1, "the server answered 302"),
        (Reply::Say(429, "retry-after: 3600\r\n", String::new()), 1, "asks for a pause of 3600 s"),
        (Reply::Hang, 3, "did not answer in time, three times"),
    ] {
        let server = Server::start(move |_| reply.clone());
        let run = notifying(&webhook(&server), "").run().expect(2);
        assert!(run.stderr.contains("not delivered: webhook: ") && run.stderr.contains(why), "{run:#?}");
        assert_eq!(server.received().len(), tries, "{why}");
        // The answer is there all the same.
        assert_eq!(run.json()["rows"][0]["verdict"], "alert");
    }
}

#[test]
fn a_failure_stops_no_other_message_and_tells_no_secret() {
    let server = Server::start(|_| Reply::code(200));
    let targets = format!("[notify.slack]\nurl_env = \"SLACK\"\n[notify.webhook]\nurl = \"{}\"\n", server.url("/hook"));
    let run = notifying(&firing(&targets), "").env("SLACK", format!("http://127.0.0.1:1/{SECRET}")).run().expect(2);
    assert_eq!(server.received().len(), 1);
    assert!(run.stderr.contains("slack: the connection failed"), "{}", run.stderr);
    let run_bad = notifying(&firing(&targets), "").env("SLACK", format!("no url {SECRET}")).run().expect(2);
    for text in [&run.stderr, &run.stdout, &run_bad.stderr, &run_bad.stdout] {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let run = notifying(&firing("[notify.slack]\nurl_env = \"NO_SUCH\"\n"), "").run().expect(2);
    assert!(run.stderr.contains("the environment has no `NO_SUCH`"), "{run:#?}");
    let run = notifying(&firing(""), "").run().expect(2);
    assert!(run.stderr.contains("there is no `[notify.*]` target"), "{run:#?}");
    for (targets, what) in [
        ("[notify.webhook]\n", "needs either `url` or `url_env`"),
        ("[notify.slack]\nurl = \"x\"\n", "unknown field `url`"),
        ("[notify.fax]\n", "`[notify.fax]` needs a `kind`: `slack`, `pagerduty`, `webhook` or `email`"),
        ("[notify.email]\nserver = \"x\"\nfrom = \"a@b\"\nto = []\n", "nobody in `to`"),
        (
            "[notify.email]\nserver = \"x\"\nfrom = \"a@b\"\nto = [\"a@b\"]\nusername = \"u\"\n",
            "both `username` and `password_env`",
        ),
        (
            "[notify.email]\nserver = \"x\"\nfrom = \"a@b\"\nto = [\"a@b\"]\nusername = \"u\"\npassword_env = \"P\"\ntls = \"none\"\n",
            "no password without TLS",
        ),
    ] {
        let run = notifying(&firing(targets), "").run().expect(2);
        assert!(run.stderr.contains(what) && run.stderr.contains("alerts.toml:"), "{targets}: {run:#?}");
    }
    firing("").alerts("check --dry-run").run().expect(2);
}

#[test]
fn a_dry_run_shows_and_sends_nothing() {
    let server = Server::start(|_| Reply::code(200));
    let case = webhook(&server);
    let run = notifying(&case, "--dry-run --state state.json").run().expect(1);
    assert_eq!(outcomes(&run), [json!("would be sent")]);
    let body = run.json()["sections"]["notifications"][0]["body"].as_str().expect("a body").to_owned();
    assert_eq!(serde_json::from_str::<Value>(&body).expect("JSON")["rule"], "too <many>");
    assert!(server.received().is_empty() && !case.path("state.json").exists());
}

#[test]
fn a_message_of_the_rule_is_filled_in_once() {
    let server = Server::start(|_| Reply::code(200));
    let lines = [
        "measure = \"requests\"",
        "window = \"1h\"",
        "by = \"user_id\"",
        "threshold = 0",
        "message = \"{group} {value} {what} {window}\"",
    ];
    let rules = rule("r", &lines) + &format!("[notify.webhook]\nurl = \"{}\"\n", server.url("/"));
    let case = Case::new(&line(60, ",\"user_id\":\"{window}\""), &rules);
    notifying(&case, "").run().expect(1);
    assert_eq!(server.received()[0].json()["message"], "user_id={window} 1 {what} 1h");
}
