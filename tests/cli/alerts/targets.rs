//! Several targets of a kind, and rules that choose among them.

use serde_json::{Value, json};

use super::{Case, line, read, rule};
use crate::http::{Reply, Server};
use crate::support::Run;

const FIRES: [&str; 4] = ["measure = \"requests\"", "window = \"1h\"", "threshold = 0", "severity = \"critical\""];

fn fires(name: &str, more: &str) -> String {
    rule(name, &[FIRES.as_slice(), &[more]].concat())
}

fn case(rules: &str) -> Case {
    Case::new(&line(60, ",\"output_tokens\":1"), rules)
}

#[track_caller]
fn notify(case: &Case, server: &Server, code: i32) -> Run {
    let run = case.alerts("check --quiet --json --at 2026-03-01T00:30Z --notify --state state.json");
    let run = run.env("OPS", server.url("/ops")).env("TEAM", server.url("/team")).env("KEY", "k");
    run.run().expect(code)
}

fn said(server: &Server) -> Vec<String> {
    let text = |body: Value| body["text"].as_str().unwrap_or("-").to_owned();
    let all = server.received();
    all.iter().map(|received| format!("{} {}", received.path, text(received.json()))).collect()
}

const TWO: &str = "[notify.slack]\nurl_env = \"OPS\"\n[notify.team]\nkind = \"slack\"\nurl_env = \"TEAM\"\n";

#[test]
fn a_rule_tells_all_unless_it_names_some() {
    let server = Server::start(|_| Reply::code(200));
    let rules = fires("all", "") + &fires("team", "notify = \"team\"") + &fires("nobody", "notify = []");
    let both = fires("both", "notify = [\"slack\", \"team\"]");
    let case = case(&(rules + &both + TWO));
    let run = notify(&case, &server, 1);
    let told = |path: &str, rule: &str| format!("{path} CRITICAL {rule}: requests of 1h is 1, greater than 0");
    let wanted = [("/ops", "all"), ("/ops", "both"), ("/team", "all"), ("/team", "team"), ("/team", "both")];
    assert_eq!(said(&server), wanted.map(|(path, rule)| told(path, rule)));
    let targets = run.json()["sections"]["notifications"].as_array().expect("rows").clone();
    assert_eq!(targets[0]["target"], "slack");
    assert_eq!(targets[4]["target"], "team");
    // Once each: every target remembers by its name.
    notify(&case, &server, 1);
    assert_eq!(said(&server).len(), 5);
}

#[test]
fn one_of_two_that_failed_is_told_by_the_next_run_and_the_other_is_not_told_again() {
    let server = Server::start(|before| Reply::code(if before == 1 { 404 } else { 200 }));
    let case = case(&(fires("r", "") + TWO));
    let run = notify(&case, &server, 2);
    assert!(run.stderr.contains("not delivered: team: the server answered 404"), "{run:#?}");
    notify(&case, &server, 1);
    let paths: Vec<String> = server.received().into_iter().map(|received| received.path).collect();
    assert_eq!(paths, ["/ops", "/team", "/team"]);
}

#[test]
fn a_target_that_is_gone_is_forgotten() {
    let server = Server::start(|_| Reply::code(200));
    let case = case(&(fires("r", "") + TWO));
    notify(&case, &server, 1);
    case.logs.write("alerts.toml", fires("r", "") + "[notify.slack]\nurl_env = \"OPS\"\n");
    notify(&case, &server, 1);
    assert_eq!(said(&server).len(), 2);
    case.logs.write("alerts.toml", fires("r", "") + TWO);
    // What is new under the name has been told nothing; a state is written where something was said.
    case.logs.write("alerts.toml", fires("other", "") + "[notify.slack]\nurl_env = \"OPS\"\n");
    notify(&case, &server, 1);
    let state = read(&case.path("state.json"));
    let entries: Vec<&Value> = state["firing"].as_object().expect("entries").values().collect();
    assert_eq!(entries.len(), 1, "{state:#}");
    assert_eq!((&entries[0]["rule"], &entries[0]["told"]["team"]), (&json!("other"), &Value::Null));
}

/// Of a target named `oncall` PagerDuty hears only of what is critical, as it does under its own name.
#[test]
fn a_kind_brings_its_severities() {
    let server = Server::start(|_| Reply::code(200));
    let pager = |name: &str, kind: &str| {
        format!("[notify.{name}]\n{kind}routing_key_env = \"KEY\"\nurl = \"{}\"\n", server.url(&format!("/{name}")))
    };
    let rules = fires("grave", "") + &fires("mild", "").replace("critical", "warning");
    let targets = pager("oncall", "kind = \"pagerduty\"\n") + &pager("pagerduty", "");
    notify(&case(&(rules + &targets)), &server, 1);
    let heard: Vec<(String, Value)> = server
        .received()
        .iter()
        .map(|received| (received.path.clone(), received.json()["payload"]["component"].clone()))
        .collect();
    assert_eq!(heard, [("/oncall".to_owned(), json!("grave")), ("/pagerduty".to_owned(), json!("grave"))]);
}

/// The rule is lines 1 to 6 and an empty one, so that the targets begin on line 8.
#[test]
fn mistakes_are_named_with_their_line() {
    for (choice, targets, what) in [
        ("notify = \"team\"", "", "alerts.toml:7: `notify`: there is no `[notify.team]`"),
        ("notify = [\"slack\", \"temas\"]", TWO, "alerts.toml:7: `notify`: there is no `[notify.temas]`"),
        ("notify = 3", TWO, "alerts.toml:7: `notify`: invalid type: integer"),
        ("", "[notify.team]\nkind = \"fax\"\n", "alerts.toml:10: `kind`: unknown variant `fax`, expected one of"),
        ("", "[notify.team]\nurl_env = \"X\"\n", "alerts.toml:9: `[notify.team]` needs a `kind`"),
        (
            "",
            "[notify.team]\nkind = \"slack\"\nurl = \"x\"\n",
            "alerts.toml:11: unknown field `url`, expected `url_env`",
        ),
        ("", "[notify.team]\nkind = \"slack\"\n", "alerts.toml:9: missing field `url_env`"),
        (
            "",
            "[notify.slack]\nurl_env = \"X\"\nseverities = [\"fatal\"]\n",
            "alerts.toml:11: `severities`: unknown variant `fatal`",
        ),
        ("", "[notify]\nrenotify = \"soon\"\n", "alerts.toml:10: `renotify`: `soon` is not a length of time"),
        ("", "[notify]\nretries = 3\n", "alerts.toml:10: unknown field `retries`"),
        (
            "",
            "[notify.email]\nserver = \"x\"\ntls = \"none\"\nca_file = \"x\"\nfrom = \"a@b\"\nto = [\"a@b\"]\n",
            "alerts.toml:9: `[notify.email]` has no use for a `ca_file`",
        ),
    ] {
        let run = case(&(fires("r", choice) + targets)).alerts("check").run().expect(2);
        assert!(run.stderr.contains(what), "{choice}{targets}: {run:#?}");
    }
}
