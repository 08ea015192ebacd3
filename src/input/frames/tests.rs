//! Documents of every shape, whole and damaged, in pieces of every size.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn cut(unit: Unit, text: &str, step: usize) -> Vec<String> {
    let (mut cutter, mut records) = (Cutter::new(unit), Vec::new());
    let mut give = |record: &[u8]| records.push(String::from_utf8_lossy(record).into_owned());
    text.as_bytes().chunks(step).for_each(|piece| cutter.push(piece, &mut give));
    cutter.finish(&mut give);
    records
}

#[track_caller]
fn check(unit: Unit, text: &str, expected: &[&str]) {
    for step in [1, 2, 3, 7, 1000] {
        assert_eq!(cut(unit, text, step), expected, "in steps of {step}");
    }
}

#[test]
fn elements_of_arrays_and_envelopes() {
    check(Unit::Element, "[\n {\"a\": 1},\n {\"b\": \"}]\\\"\"}\n]\n", &["{\"a\": 1}", "{\"b\": \"}]\\\"\"}"]);
    check(
        Unit::Element,
        r#"{"took":3,"hits":{"total":{"value":2},"hits":[{"x":[{}]},{"y":{}}]}}"#,
        &[r#"{"x":[{}]}"#, r#"{"y":{}}"#],
    );
    check(Unit::Element, r#"{"post":[{"a":1}],"patch":[{"a":2}]}"#, &[r#"{"a":1}"#, r#"{"a":2}"#]);
    check(Unit::Element, r#"{"logEvents":[{"a":1}],"x":1}{"logEvents":[{"a":2}]}"#, &[r#"{"a":1}"#, r#"{"a":2}"#]);
    check(Unit::Element, "[] {\"data\":[]}\n", &[]);
}

#[test]
fn what_is_no_object_is_still_given() {
    check(Unit::Element, r#"[1, "x", {"a":[1,2]}, [3]]"#, &["1", "\"x\"", r#"{"a":[1,2]}"#, "[3]"]);
    check(
        Unit::Element,
        "starting {\"data\":[{\"a\":1}]}\nbye\n{\"data\":[{\"a\":2}]}",
        &["starting", r#"{"a":1}"#, "bye", r#"{"a":2}"#],
    );
}

#[test]
fn an_object_that_is_no_envelope_is_a_record() {
    check(
        Unit::Element,
        "{\"data\":[{\"a\":1}]}\n{\"model\":\"m\",\"x\":[{\"y\":1}]}\n{\"data\":[{\"a\":2}]}\n",
        &[r#"{"a":1}"#, r#"{"model":"m","x":[{"y":1}]}"#, r#"{"a":2}"#],
    );
}

#[test]
fn whole_objects() {
    check(
        Unit::Object,
        "{\n \"data\": [1, 2]\n}\n{\"b\":2}{\"c\":3}",
        &["{  \"data\": [1, 2] }", "{\"b\":2}", "{\"c\":3}"],
    );
}

#[test]
fn a_trace_comes_with_each_of_its_observations_and_no_others() {
    check(
        Unit::Element,
        r#"{"trace":{"userId":"u","a":[1]},"observations":[{"id":1},{"id":2}]}{"observations":[{"id":3}]}"#,
        &[r#"{"trace":{"a":[1],"userId":"u"},"id":1}"#, r#"{"trace":{"a":[1],"userId":"u"},"id":2}"#, r#"{"id":3}"#],
    );
}

#[test]
fn traces_of_a_document_come_with_each_of_their_observations() {
    let trace =
        |user: &str, id: u8| format!(r#"{{"userId":"{user}","observations":[{{"id":{id}}},{{"id":{id}}}],"n":1}}"#);
    let text = format!(r#"{{"data":[{},{{"x":1}},7,{}],"meta":{{"page":1}}}}"#, trace("a", 1), trace("b", 2));
    let of = |user: &str, id: u8| format!(r#"{{"trace":{{"n":1,"userId":"{user}"}},"id":{id}}}"#);
    let expected = [of("a", 1), of("a", 1), r#"{"x":1}"#.into(), "7".into(), of("b", 2), of("b", 2)];
    check(Unit::Trace, &text, &expected.each_ref().map(String::as_str));
}

/// Observations that are longer together than what may wait go without their trace, and are counted.
#[test]
fn what_cannot_wait_is_counted() {
    let observations = |count: u8| (0..count).map(|id| format!(r#"{{"id":{id}}}"#)).collect::<Vec<_>>().join(",");
    let trace = |count: u8| format!(r#"{{"observations":[{}],"userId":"u"}}"#, observations(count));
    for (unit, text) in [
        (Unit::Element, format!("{}{}{}", trace(2), trace(6), trace(1))),
        (Unit::Envelope, format!("[{},{},{}]", trace(2), trace(6), trace(1))),
        (Unit::Trace, format!(r#"{{"data":[{},{},{}]}}"#, trace(2), trace(6), trace(1))),
    ] {
        let (mut cutter, mut records) = (Cutter::new(unit), Vec::new());
        // Three observations of eight bytes.
        cutter.trace.most_held = 24;
        cutter.push(text.as_bytes(), &mut |record| records.push(record.starts_with(b"{\"trace\"")));
        cutter.finish(&mut |_| panic!("all has ended"));
        assert_eq!(cutter.take_parted(), 6, "{unit:?}");
        assert_eq!(cutter.take_parted(), 0, "{unit:?}");
        assert_eq!(records, [true, true, false, false, false, false, false, false, true], "{unit:?}");
    }
}

#[test]
fn a_damaged_record_costs_itself() {
    // A missing quote, a missing bracket, one too many.
    check(Unit::Element, "[\n{\"a\": \"x},\n{\"b\": 1}\n]", &["{\"a\": \"x},", "{\"b\": 1}"]);
    check(
        Unit::Element,
        "[\n  {\n    \"a\": {\n  },\n  {\n    \"b\": 1\n  }\n]",
        &["{     \"a\": {   },", "{     \"b\": 1   }"],
    );
    check(Unit::Element, r#"[{"a":1}},{"b":2}]"#, &[r#"{"a":1}"#, "}", r#"{"b":2}"#]);
    // All on one line.
    check(
        Unit::Element,
        r#"[{"a":1},{"a":[{"a":2},{"a":3},{"a":"]}"}]"#,
        &[r#"{"a":1}"#, r#"{"a":["#, r#"{"a":2}"#, r#"{"a":3}"#, r#"{"a":"]}"}"#],
    );
    check(Unit::Element, r#"{"data":[{"a":"x},{"a":2}]}"#, &[r#"{"a":"x},"#, r#"{"a":2}"#]);
    // Envelopes on lines of their own.
    check(
        Unit::Element,
        "{\"data\":[{\"a\":1},{\"a\n{\"data\":[{\"a\":2}]}\n{\"da\n{\"data\":[{\"a\":3}]}\n",
        &[r#"{"a":1}"#, r#"{"a"#, r#"{"a":2}"#, r#"{"da"#, r#"{"a":3}"#],
    );
}

#[test]
fn a_string_over_two_lines_is_damage() {
    check(Unit::Element, "[\n{\"a\n\": 1},\n{\"b\": 1}\n]", &["{\"a\r\": 1},", "{\"b\": 1}"]);
}

#[test]
fn what_was_cut_off_is_told() {
    check(Unit::Element, "[\n{\"a\": 1}, {\"b\": ", &["{\"a\": 1}", "{\"b\":"]);
    check(Unit::Element, r#"[{"a":1},{"a":[{"a":2},{"a":3}"#, &[r#"{"a":1}"#, r#"{"a":[{"a":2},{"a":3}"#]);
    check(Unit::Element, "[{\"a\": 1},\n", &["{\"a\": 1}", "["]);
    check(Unit::Element, "{\"data\":[{\"a\": 1}]", &["{\"a\": 1}", "{"]);
}

fn json() -> impl Strategy<Value = Value> {
    let text = r#"[ -~é世"\\{}\[\],:\n]{0,12}"#;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever stands in them and wherever they are cut, the elements of an array are those that serde_json finds.
    #[test]
    fn elements_are_serde_jsons(
        elements in prop::collection::vec(json(), 0..8),
        steps in prop::collection::vec(1_usize..40, 1..5),
        is_pretty: bool,
        path in prop::sample::select(vec!["", "data", "hits.hits"]),
    ) {
        let mut document = Value::from(elements.clone());
        for key in path.rsplit('.').filter(|key| !key.is_empty()) {
            document = serde_json::json!({ "n": 1, key: document });
        }
        let text = if is_pretty { format!("{document:#}") } else { document.to_string() };
        let (mut cutter, mut found) = (Cutter::new(Unit::Element), Vec::new());
        let mut give = |record: &[u8]| found.push(serde_json::from_slice::<Value>(record).expect("JSON"));
        let (mut rest, mut steps) = (text.as_bytes(), steps.into_iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(steps.next().unwrap_or(1)));
            cutter.push(piece, &mut give);
            rest = after;
        }
        cutter.finish(&mut give);
        prop_assert_eq!(found, elements);
    }

    #[test]
    fn objects_one_behind_the_other_are_serde_jsons(objects in prop::collection::vec(json(), 0..8), gap in "[ \n]{0,2}") {
        let objects: Vec<Value> = objects.into_iter().filter(Value::is_object).collect();
        let text: String = objects.iter().map(|object| format!("{object:#}{gap}")).collect();
        for step in [1, 5, 4096] {
            let found: Vec<Value> =
                cut(Unit::Object, &text, step).iter().map(|text| serde_json::from_str(text).expect("JSON")).collect();
            prop_assert_eq!(&found, &objects);
        }
    }
}
