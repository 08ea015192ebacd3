//! A damaged record costs itself and is named, wherever it stands.

use serde_json::{Value, json};

use crate::foreign::{figures, native, read, told};
use crate::support::llmobs;

/// Ten answers of one dollar, each with a nested object and a list, one of them damaged.
fn ten(damage: impl Fn(&str) -> String) -> Vec<String> {
    answers(10, |number| number == 4, damage)
}

/// So many of them, of which those are damaged for which `is_damaged` says so.
fn answers(count: usize, is_damaged: impl Fn(usize) -> bool, damage: impl Fn(&str) -> String) -> Vec<String> {
    let whole = |number: usize| {
        json!({ "request_id": format!("r-{number}"), "model": "m", "cost_usd": 1, "nested": { "a": [{ "b": "c" }] } })
            .to_string()
    };
    (0..count).map(|number| if is_damaged(number) { damage(&whole(number)) } else { whole(number) }).collect()
}

type Damage = Box<dyn Fn(&str) -> String>;

/// What may have happened to a record on one line.
fn damages() -> Vec<(&'static str, Damage)> {
    vec![
        ("a number that is none", Box::new(|text| text.replacen(":1,", ":1.,", 1))),
        ("a word that is none", Box::new(|text| text.replacen("\"m\"", "nul", 1))),
        ("a comma too many", Box::new(|text| text.replacen(",\"model\"", ",,\"model\"", 1))),
        ("a missing colon", Box::new(|text| text.replacen("\"model\":", "\"model\" ", 1))),
        ("a control character", Box::new(|text| text.replacen("\"m\"", "\"m\u{1}\"", 1))),
        ("a missing bracket", Box::new(|text| text.replacen("}]", "}", 1))),
        ("a missing brace", Box::new(|text| text.replacen("]}", "]", 1))),
        ("a missing brace at the end", Box::new(|text| text[..text.len() - 1].to_owned())),
        ("a missing quote", Box::new(|text| text.replacen("\"m\"", "\"m", 1))),
        ("a cut", Box::new(|text| text[..text.len() / 2].to_owned())),
    ]
}

#[track_caller]
fn check(what: &str, text: String) {
    let report = read(text.clone());
    assert_eq!(told(&report), ("native".to_owned(), 1), "{what}: {:#}\n{text}", report["warnings"]);
    assert_eq!(figures(&report), [Some(9), Some(0), None, None, Some(9_000_000)], "{what}\n{text}");
    let warning = report["warnings"][0].as_str().expect("a warning");
    assert!(warning.starts_with("skipped 1 bad line: stdin:5: "), "{what}: {warning}");
}

#[test]
fn in_an_array_of_lines() {
    for (what, damage) in damages() {
        check(what, format!("[\n{}\n]\n", ten(damage).join(",\n")));
    }
}

#[test]
fn in_an_array_on_one_line() {
    for (what, damage) in damages() {
        check(what, format!("[{}]", ten(&damage).join(",")));
        check(what, format!("{{\"data\": [{}]}}", ten(damage).join(", ")));
    }
}

#[test]
fn in_an_array_over_many_lines() {
    let pretty = |text: &str| {
        let value: Value = serde_json::from_str(text).expect("JSON");
        format!("{value:#}").replace('\n', "\n  ")
    };
    let document = |damage: &dyn Fn(&str) -> String| {
        let records: Vec<String> = ten(|text| damage(&pretty(text)))
            .iter()
            .enumerate()
            .map(|(number, text)| if number == 4 { text.clone() } else { pretty(text) })
            .collect();
        format!("[\n  {}\n]\n", records.join(",\n  "))
    };
    let line = |from: &'static str, to: &'static str| move |text: &str| text.replacen(from, to, 1);
    check("a missing brace", document(&line("      }\n", "\n")));
    check("a missing bracket", document(&line("    ]\n", "\n")));
    check("a missing quote", document(&line("\"m\"", "\"m")));
    check("a missing end", document(&line("\n  }", "\n")));
    check("a word that is none", document(&line("\"m\"", "nul")));
}

/// One envelope of several on lines of their own.
#[test]
fn in_envelopes_on_lines() {
    for (what, damage) in damages() {
        let lines: Vec<String> = ten(damage).iter().map(|record| format!("{{\"data\":[{record}]}}\n")).collect();
        check(what, lines.concat());
    }
}

#[test]
fn objects_one_behind_the_other() {
    for (what, damage) in damages() {
        check(what, ten(damage).concat());
    }
}

/// Several on one line: between them nothing is lost, whether the damage of one makes up for that of another or not.
#[test]
fn several_cost_themselves() {
    for (what, damage) in damages() {
        for (count, is_damaged, bad) in [
            (10, (|number| number == 3 || number == 6) as fn(usize) -> bool, 2),
            (10, |number| number == 3 || number == 4 || number == 9, 3),
            (10, |number| number == 0 || number == 5, 2),
            (2000, |number| number % 10 == 7, 200),
        ] {
            let records = answers(count, is_damaged, &damage);
            for text in [
                format!("[{}]", records.join(",")),
                format!("[{}]\n", records.join(", ")),
                format!("{{\"data\":[{}],\"meta\":{{\"page\":1}}}}", records.join(",")),
            ] {
                let report = read(text);
                assert_eq!(told(&report), ("native".to_owned(), bad), "{what}, {bad}: {:#}", report["warnings"]);
                assert_eq!(figures(&report)[0], Some(count as u64 - bad), "{what}, {bad}");
            }
        }
    }
}

/// What looks like records inside a damaged one is none.
#[test]
fn a_list_in_a_damaged_record_gives_nothing() {
    let with_list = |text: &str| {
        let list = json!([{ "request_id": "x", "cost_usd": 5 }, { "request_id": "y", "cost_usd": 5 }]);
        text.replacen("\"m\"", &format!("\"m,\"calls\":{list},\"one\":{{\"request_id\":\"z\"}}"), 1)
    };
    check("a list", format!("[{}]", ten(with_list).join(",")));
    check("a list", format!("{{\"data\":[{}],\"meta\":{{}}}}", ten(with_list).join(",")));
}

#[test]
fn a_brace_too_many_is_one_bad_line() {
    let report = read(format!("[{}]", ten(|text| format!("{text}}}")).join(",")));
    assert_eq!((told(&report).1, figures(&report)[0]), (1, Some(10)));
}

#[test]
fn a_document_that_was_cut_off_is_told() {
    let lines: Vec<String> = native().iter().map(Value::to_string).collect();
    let whole = format!("[{}]", lines.join(","));
    for end in [whole.len() - 1, whole.len() - 20, whole.len() / 2] {
        let report = read(&whole.as_bytes()[..end]);
        assert_eq!(told(&report).1, 1, "{end}: {:#}", report["warnings"]);
        assert!(figures(&report)[0] > Some(20), "{end}");
    }
    llmobs("costs --strict --json").stdin(&whole.as_bytes()[..whole.len() - 1]).run().expect(2);
}

#[test]
fn a_line_of_spans_costs_its_spans() {
    let text = std::fs::read_to_string(super::fixture("otlp.jsonl")).expect("a fixture");
    let lines: Vec<&str> = text.lines().collect();
    let others = read([lines[0], lines[2]].join("\n"));
    for broken in [
        &lines[1][..lines[1].len() / 2],
        &lines[1].replacen("\"intValue\"", "intValue", 1),
        &lines[1].replacen("}]", "}", 1),
    ] {
        let report = read([lines[0], broken, lines[2]].join("\n"));
        assert_eq!(told(&report), ("otlp".to_owned(), 1));
        assert_eq!(figures(&report), figures(&others));
        assert!(report["warnings"][0].as_str().is_some_and(|text| text.starts_with("skipped 1 bad line: stdin:2: ")));
    }
}
