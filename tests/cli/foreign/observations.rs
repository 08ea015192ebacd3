//! Langfuse's traces with their observations inside: each is a record with its own trace's user and session.

use std::fs::File;
use std::io::{BufWriter, Write};

use serde_json::{Value, json};

use crate::foreign::{figures, read, told};
use crate::support::{Logs, llmobs};

fn observation(id: &str, trace: &str) -> Value {
    json!({ "id": id, "traceId": trace, "type": "GENERATION", "name": "g", "startTime": "2026-11-18T11:06:40Z",
        "endTime": "2026-11-18T11:06:41Z", "model": "gpt-4o", "level": "DEFAULT", "parentObservationId": null,
        "metadata": { "a": [{ "b": "c" }] }, "usageDetails": { "input": 10, "output": 1 } })
}

/// A trace of one user with so many observations.
fn trace(user: &str, count: usize) -> Value {
    let id = format!("t-{user}");
    let observations: Vec<Value> = (0..count).map(|number| observation(&format!("{user}-{number}"), &id)).collect();
    json!({ "id": id, "timestamp": "2026-11-18T11:06:40Z", "name": "chat", "userId": user, "sessionId": format!("S-{user}"),
        "input": "x".repeat(300), "totalCost": 0, "latency": 1.5, "scores": [], "observations": observations })
}

/// Requests by user and session.
#[track_caller]
fn by_user(text: &str) -> (Value, Value) {
    let (_logs, log) = Logs::with(text);
    let report = llmobs("costs --json --by user_id,session_id").arg(log).run().json();
    let row = |row: &Value| json!([row["user_id"], row["session_id"], row["requests"]]);
    let mut rows: Vec<Value> = report["rows"].as_array().into_iter().flatten().map(row).collect();
    rows.sort_by_key(Value::to_string);
    (Value::from(rows), report)
}

#[test]
fn traces_in_every_envelope() {
    let traces = [trace("amy", 2), trace("bob", 3), trace("eve", 1)];
    let empty = trace("nobody", 0);
    let all = json!([["amy", "S-amy", 2], ["bob", "S-bob", 3], ["eve", "S-eve", 1]]);
    let page = |traces: &[&Value]| json!({ "data": traces, "meta": { "page": 1, "limit": 50, "totalItems": 3 } });
    let [a, b, c] = &traces;
    let lines = |values: &[&Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let pretty = |value: &Value| format!("{value:#}\n");
    let whole = page(&[a, b, c]);
    let under_trace = |trace: &Value| {
        json!({ "trace": { "userId": trace["userId"], "sessionId": trace["sessionId"] },
        "observations": trace["observations"] })
    };
    for (what, text) in [
        ("a page", whole.to_string()),
        ("a page over many lines", pretty(&whole)),
        ("a page that begins with what is no list", json!({ "meta": {}, "data": traces }).to_string()),
        ("pages on lines", format!("{}\n{}\n", page(&[a, b]), page(&[c]))),
        ("pages one behind the other", format!("{}{}", page(&[a, b]), page(&[c]))),
        ("a page whose first trace is empty", page(&[&empty, a, b, &empty, c]).to_string()),
        ("a page of answers about one trace", page(&[&under_trace(a), &under_trace(b), &under_trace(c)]).to_string()),
        ("an array", json!(traces).to_string()),
        ("an array over many lines", pretty(&json!(traces))),
        ("an array whose first trace is empty", json!([empty, a, b, c]).to_string()),
        ("arrays on lines", format!("{}\n{}\n", json!([a, b]), json!([c]))),
        ("lines", lines(&[a, b, c])),
        ("lines, most of them empty", lines(&[&empty, a, &empty, b, &empty, &empty, &empty, c])),
        ("over many lines, one behind the other", [a, b, c].map(pretty).concat()),
    ] {
        let (rows, report) = by_user(&text);
        assert_eq!(rows, all, "{what}: {:#}", report["warnings"]);
        assert_eq!(told(&report), ("langfuse".to_owned(), 0), "{what}");
        assert_eq!(figures(&report)[2..4], [Some(60), Some(6)], "{what}");
        assert_eq!(report["input"]["unrecognised_lines"], 0, "{what}");
    }
}

/// The first trace may be longer than all that is looked at first.
#[test]
fn a_long_trace_is_told_by_how_it_begins() {
    let mut long = trace("amy", 900);
    for observation in long["observations"].as_array_mut().expect("observations") {
        observation["input"] = json!("y".repeat(6000));
    }
    let (rows, report) = by_user(&json!({ "data": [long, trace("bob", 1)], "meta": {} }).to_string());
    assert_eq!(rows, json!([["amy", "S-amy", 900], ["bob", "S-bob", 1]]), "{:#}", report["warnings"]);
}

#[test]
fn whatever_the_pieces() {
    let text = format!("{:#}", json!({ "data": [trace("amy", 2), trace("bob", 3)], "meta": {} }));
    let (_logs, log) = Logs::with(text);
    let ask = |options: &str| llmobs(&format!("costs --json --by user_id {options}")).arg(&log).run().expect(0);
    let whole = ask("");
    for options in ["--chunk-bytes 1", "--chunk-bytes 7 --threads 1", "--chunk-bytes 1000"] {
        assert_eq!(ask(options), whole, "{options}");
    }
}

/// What may have happened to an observation on one line.
const DAMAGES: [(&str, &str, &str); 8] = [
    ("a word that is none", "\"gpt-4o\"", "nul"),
    ("a comma too many", ",\"model\"", ",,\"model\""),
    ("a missing colon", "\"model\":", "\"model\" "),
    ("a control character", "\"gpt-4o\"", "\"gpt-4o\u{1}\""),
    ("a missing bracket", "}]", "}"),
    ("a missing brace", "}]}", "}]"),
    ("a number that is none", ":10,", ":1.,"),
    ("a missing quote", "\"gpt-4o\"", "\"gpt-4o"),
];

/// The same traces with what they say of themselves before their observations.
fn forward(trace: &Value) -> String {
    let [id, user, session, observations] = ["id", "userId", "sessionId", "observations"].map(|key| &trace[key]);
    format!("{{\"id\":{id},\"userId\":{user},\"sessionId\":{session},\"observations\":{observations}}}")
}

/// The second observation of the second trace is damaged: all others keep their users.
#[test]
fn a_damaged_observation_costs_itself() {
    let traces = [trace("amy", 2), trace("bob", 4), trace("eve", 2)];
    let (forward, backward) = (traces.each_ref().map(forward), traces.each_ref().map(Value::to_string));
    for (what, from, to) in DAMAGES {
        damage(what, &forward, from, to);
        // Behind a missing quote on the same line nobody can tell what is a text and what is not.
        if what != "a missing quote" {
            damage(what, &backward, from, to);
        }
    }
}

#[track_caller]
fn damage(what: &str, [first, second, third]: &[String; 3], from: &str, to: &str) {
    let at = second.find("\"id\":\"bob-1\"").expect("an observation");
    // Keys are sorted, so that it begins at the one before.
    let start = second[..at].rfind("{\"endTime\"").expect("a brace");
    let damaged = format!("{}{}", &second[..start], second[start..].replacen(from, to, 1));
    assert_ne!(damaged, *second, "{what}");
    for (place, text) in [
        ("a page", format!("{{\"data\":[{first},{damaged},{third}],\"meta\":{{\"page\":1}}}}")),
        ("an array", format!("[{first}, {damaged}, {third}]\n")),
        ("an array of lines", format!("[\n{first},\n{damaged},\n{third}\n]\n")),
        ("lines", format!("{first}\n{damaged}\n{third}\n")),
    ] {
        let (rows, report) = by_user(&text);
        let wanted = json!([["amy", "S-amy", 2], ["bob", "S-bob", 3], ["eve", "S-eve", 2]]);
        assert_eq!(rows, wanted, "{what} in {place}: {:#}", report["warnings"]);
        assert_eq!(told(&report).1, 1, "{what} in {place}: {:#}", report["warnings"]);
    }
}

/// Nobody can wait for a user that is named behind more than 64 MiB: that is said.
#[test]
fn users_behind_too_much_are_unknown_and_this_is_said() {
    let logs = Logs::new();
    let path = logs.path().join("trace.json");
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    let text = "z".repeat(1 << 20);
    write!(file, "{{\"observations\":[").expect("a disk");
    for number in 0..66 {
        let mut observation = observation(&number.to_string(), "t");
        observation["input"] = json!(text);
        write!(file, "{}{observation}", if number > 0 { "," } else { "" }).expect("a disk");
    }
    write!(file, "],\"trace\":{{\"userId\":\"amy\",\"sessionId\":\"S\"}}}}").expect("a disk");
    file.into_inner().expect("a disk");
    let run = llmobs("costs --json --by user_id").arg(&path).run().expect(0);
    let report = run.json();
    assert_eq!((&report["rows"][0]["user_id"], &report["totals"]["requests"]), (&Value::Null, &json!(66)));
    let warning = "the user and the session of 66 observations are unknown, from ";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    assert!(run.stderr.contains("trace.json:1 on: their trace names them behind more than 64 MiB"), "{}", run.stderr);
    let doctor = llmobs("doctor --json").arg(&path).run().json();
    let found = crate::support::row(&doctor, "finding", &json!("parted_observations"));
    assert_eq!((&found["count"], &found["severity"]), (&json!(66), &json!("warning")));
}

/// The users of a page without its observations are no requests of these users.
#[test]
fn observations_without_a_trace_around_them_are_read_as_before() {
    let report = read(json!({ "data": [observation("a", "t"), observation("b", "t")], "meta": {} }).to_string());
    assert_eq!((told(&report), figures(&report)[0]), (("langfuse".to_owned(), 0), Some(2)));
}
