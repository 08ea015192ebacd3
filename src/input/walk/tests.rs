//! The walker against the judge and against serde_json.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::super::index::Index;
use super::super::judge::judge;
use super::*;

fn walk(line: &str) -> Option<Vec<Vec<String>>> {
    walk_as(Layout::Otlp, &["spanId", "a.b", "resource.service.name", "status.error", "n"], line)
}

fn walk_jaeger(line: &str) -> Option<Vec<Vec<String>>> {
    walk_as(Layout::Jaeger, &["spanID", "parentSpanID", "refType", "a.b", "resource.service.name", "event.x"], line)
}

fn walk_as(layout: Layout, paths: &[&'static str], line: &str) -> Option<Vec<Vec<String>>> {
    let tree = Tree::new(paths.iter().copied());
    let index = Index::of(line);
    let mut walker = Walker::new(&tree, layout, |_| true);
    walker.line(Indexed::new(line, &index, 0), 0)?;
    let text = |value: Value| line[value.at..value.end].to_owned();
    Some(walker.spans().map(|(numbers, values)| numbers.map(|(number, _)| text(values[number])).collect()).collect())
}

#[test]
fn spans_have_their_own_values_and_their_resource() {
    let line = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"1","attributes":[{"key":"a.b","value":{"intValue":"5"}},{"value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}},"key":"n"}],"status":{"code":2}},{"spanId":"2","attributes":[]}]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]}}]}"#;
    assert_eq!(
        walk(line),
        Some(vec![vec!["s".into(), "1".into(), "5".into(), "x".into(), "2".into()], vec!["s".into(), "2".into()]])
    );
}

#[test]
fn spans_of_jaeger_have_their_process_and_their_parent() {
    let trace = |members: &str| {
        let span =
            format!(r#"{{"spanID":"1",{members},"tags":[{{"value":5,"type":"int64","key":"a.b"}},{{"key":"x"}}]}}"#);
        let line = format!(r#"{{"traceID":"t","spans":[{span}],"processes":{{"p":{{"serviceName":"s","tags":[]}}}}}}"#);
        walk_jaeger(&line).expect("a good line").concat()
    };
    let reference = |kind: &str, trace: &str, span: &str| {
        format!(r#"{{"refType":"{kind}","traceID":"{trace}","spanID":"{span}"}}"#)
    };
    assert_eq!(trace(r#""processID":"p""#), ["s", "1", "5"]);
    assert_eq!(trace(r#""processID":"q","parentSpanID":"0""#), ["1", "0", "5"]);
    assert_eq!(trace(r#""process":{"serviceName":"own"}"#), ["1", "own", "5"]);
    let references = |all: &[String]| trace(&format!(r#""traceID":"t","references":[{}]"#, all.join(",")));
    let (child, follows, far) =
        (reference("CHILD_OF", "t", "c"), reference("FOLLOWS_FROM", "t", "f"), reference("CHILD_OF", "u", "x"));
    assert_eq!(references(&[far.clone(), follows.clone(), child]), ["1", "5", "c"]);
    assert_eq!(references(&[far.clone(), follows]), ["1", "5", "f", "FOLLOWS_FROM"]);
    assert_eq!(references(&[far]), ["1", "5"]);
}

#[test]
fn events_are_read_in_either_layout() {
    let paths = ["spanId", "spanID", "event.x", "event.gen_ai.evaluation.score.value", "event.gen_ai.evaluation.r"];
    let event = |attribute: fn(&str, &str) -> String| {
        [("x", "y"), ("gen_ai.evaluation.score.value", "0.5"), ("gen_ai.evaluation.name", "r")]
            .map(|(name, value)| attribute(name, value))
            .join(",")
    };
    let logs = event(|name, value| format!(r#"{{"key":"{name}","type":"string","value":"{value}"}}"#));
    let jaeger = format!(r#"{{"spans":[{{"spanID":"1","logs":[{{"timestamp":1,"fields":[{logs}]}}]}}]}}"#);
    let events = event(|name, value| format!(r#"{{"key":"{name}","value":{{"stringValue":"{value}"}}}}"#));
    let spans = format!(r#"[{{"spanId":"1","events":[{{"name":"e","attributes":[{events}]}}]}}]"#);
    let otlp = format!(r#"{{"result":{{"resourceSpans":[{{"scopeSpans":[{{"spans":{spans}}}]}}]}}}}"#);
    for (layout, line) in [(Layout::Jaeger, jaeger), (Layout::Otlp, otlp)] {
        let spans = walk_as(layout, &paths, &line).expect("a good line");
        // The score under its own name, and under that of the evaluation.
        assert_eq!(spans, [["1", "y", "0.5", "0.5"]], "{line}");
    }
}

#[test]
fn what_is_no_json_is_no_line() {
    let whole = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"1","attributes":[{"key":"a.b","value":{"boolValue":true}}],"status":{"code":1}}]}]}],"x":[1,null]}"#;
    assert_eq!(walk(whole), Some(vec![vec!["1".to_owned(), "true".to_owned()]]));
    for end in 0..whole.len() {
        assert_eq!(walk(&whole[..end]), None, "{}", &whole[..end]);
        for other in ["", ",", "}", "]", "\"", "1", "{"] {
            let line = format!("{}{other}{}", &whole[..end], &whole[end + 1..]);
            assert_eq!(walk(&line).is_some(), judge(line.as_bytes(), false).is_ok(), "{line}");
        }
    }
}

/// Members of an object in any order, some of them again.
fn members(members: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
    let pairs = values.prop_map(move |values| names.iter().copied().zip(values).collect::<Vec<_>>());
    let text = |pairs: Vec<(&str, String)>| {
        let members: Vec<String> = pairs.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    };
    pairs.prop_shuffle().prop_map(text).boxed()
}

fn array(element: BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop::collection::vec(element, 0..3).prop_map(|all| format!("[{}]", all.join(" ,"))).boxed()
}

fn one_of(values: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(values).prop_map(str::to_owned).boxed()
}

/// Lines of spans, as exporters write them and a little otherwise.
fn lines() -> BoxedStrategy<String> {
    let scalar = || one_of(&["\"5\"", "5", "-5", "true", "null", "\"\\u0061\\\"}\"", "{\"x\":[{}]}", "[]", "\"é世\""]);
    let value = prop_oneof![
        members(vec![("intValue", scalar())]),
        members(vec![("arrayValue", members(vec![("values", array(members(vec![("stringValue", scalar())])))]))]),
        scalar(),
    ];
    let key = one_of(&["\"a.b\"", "\"n\"", "\"\\u006e\"", "\"service.name\"", "\"other\"", "7"]);
    let attributes = || array(members(vec![("key", key.clone()), ("value", value.clone().boxed())]));
    let span = members(vec![
        ("spanId", scalar()),
        ("attributes", attributes()),
        ("events", array(members(vec![("name", scalar()), ("attributes", attributes())]))),
        ("status", members(vec![("code", one_of(&["0", "2", "\"STATUS_CODE_ERROR\""]))])),
    ]);
    let scope = members(vec![("scope", scalar()), ("spans", array(span))]);
    let resource = members(vec![("attributes", attributes())]);
    let spans = members(vec![("resource", resource), ("scopeSpans", array(scope)), ("schemaUrl", scalar())]);
    members(vec![("resourceSpans", array(spans)), ("x", scalar())])
}

/// The same by serde_json: of each span the wanted texts, in order of nothing.
fn expected(line: &str) -> Vec<Vec<String>> {
    let line: Json = serde_json::from_str(line).expect("JSON");
    let list = |value: &Json, key: &str| value.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let plain = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let attributes = |holder: &Json, wanted: &[&str]| -> Vec<String> {
        let found = list(holder, "attributes")
            .into_iter()
            .filter(|one| one["key"].as_str().is_some_and(|key| wanted.contains(&key)));
        let value = |one: Json| {
            let any = one.get("value")?.as_object()?.values().next()?.clone();
            match any.get("values").and_then(Json::as_array) {
                Some(values) => values.first().and_then(|first| first.as_object()?.values().next().cloned()),
                None => Some(any),
            }
        };
        found.filter_map(value).map(|value| plain(&value)).collect()
    };
    let mut spans = Vec::new();
    for resource in list(&line, "resourceSpans") {
        let of_resource = attributes(&resource["resource"], &["service.name"]);
        for span in list(&resource, "scopeSpans").iter().flat_map(|scope| list(scope, "spans")) {
            let is_error = ["2", "STATUS_CODE_ERROR"].contains(&plain(&span["status"]["code"]).as_str());
            let own = [
                vec![plain(&span["spanId"])],
                attributes(&span, &["a.b", "n"]),
                if is_error { vec![plain(&span["status"]["code"])] } else { vec![] },
            ];
            let mut all = [of_resource.clone(), own.concat()].concat();
            all.sort();
            spans.push(all);
        }
    }
    spans
}

/// The same as Jaeger's API has them.
fn envelopes() -> BoxedStrategy<String> {
    lines().prop_map(|line| format!("{{\"result\": {line}}}")).boxed()
}

/// Traces, as Jaeger writes them and a little otherwise.
fn traces() -> BoxedStrategy<String> {
    let scalar = || one_of(&["\"p\"", "5", "true", "null", "\"\\u0061\\\"}\"", "{\"x\":[{}]}", "[]", "\"é世\""]);
    let tag = members(vec![("key", one_of(&["\"a.b\"", "7", "\"x\""])), ("type", scalar()), ("value", scalar())]);
    let kind = one_of(&["\"CHILD_OF\"", "\"FOLLOWS_FROM\"", "null"]);
    let reference = members(vec![("refType", kind), ("traceID", scalar()), ("spanID", scalar())]);
    let process = || members(vec![("serviceName", scalar()), ("tags", scalar())]);
    let span = members(vec![
        ("traceID", scalar()),
        ("spanID", scalar()),
        ("references", array(reference)),
        ("tags", array(tag.clone())),
        ("logs", array(members(vec![("timestamp", scalar()), ("fields", prop_oneof![array(tag), scalar()].boxed())]))),
        ("processID", scalar()),
        ("process", prop_oneof![process(), scalar()].boxed()),
    ]);
    let processes = members(vec![("p", prop_oneof![process(), scalar()].boxed())]);
    members(vec![
        ("spans", array(span)),
        ("processes", prop_oneof![processes, scalar()].boxed()),
        ("traceID", scalar()),
    ])
}

proptest! {
    #[test]
    fn spans_are_those_of_serde_json(line in lines()) {
        let mut found = walk(&line).expect("a good line");
        for values in &mut found {
            values.iter_mut().for_each(|value| {
                // As it stands in the line, or as serde_json writes it again.
                let as_json = serde_json::from_str(&format!("\"{value}\"")).or_else(|_| serde_json::from_str::<Json>(value)).expect("a value");
                *value = as_json.as_str().map_or_else(|| as_json.to_string(), str::to_owned);
            });
            values.sort();
        }
        prop_assert_eq!(found, expected(&line));
    }

    /// Whatever is done to a line, the walker takes it if the judge does.
    #[test]
    fn what_is_done_to_a_line_the_judge_decides(line in prop_oneof![lines(), envelopes(), traces()], at in any::<prop::sample::Index>(), text in "[\\[\\]{}:,\"0a \\\\]{0,2}", cut in 0_usize..3) {
        let mut at = at.index(line.len());
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        let rest: String = line[at..].chars().skip(cut).collect();
        let line = format!("{}{text}{rest}", &line[..at]);
        let is_good = judge(line.as_bytes(), false).is_ok() && line.trim_start().starts_with('{');
        prop_assert_eq!(walk(&line).is_some(), is_good, "{}", line);
        prop_assert_eq!(walk_jaeger(&line).is_some(), is_good, "{}", line);
    }
}
