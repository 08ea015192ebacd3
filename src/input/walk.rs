//! Walks a line of OTLP JSON: resources that hold scopes that hold spans, whose attributes are lists of keys and values.
//!
//! Every span becomes a list of values like those of a flat line: its own members by their names, its attributes by
//! theirs, those of its resource behind `resource.`. As strict as the scanner of flat lines.

use std::ops::Range;

use super::cursor::Cursor;
use super::index::Indexed;
use super::judge::MAX_DEPTH;
use super::scalar::Value;
use super::tree::{Keys, NodeId, Tree};

/// Reads lines. Holds the space that every line reuses.
#[derive(Debug)]
pub struct Walker<'t> {
    tree: &'t Tree,
    /// The wanted attributes of resources and of events, by their own names.
    resource: Keys,
    event: Keys,
    nodes: Vec<NodeId>,
    values: Vec<Value>,
    /// Which values are a span's, and which its resource's.
    spans: Vec<(Range<usize>, Range<usize>)>,
    /// Where the score of an evaluation goes, if anybody asks for one.
    score: Option<NodeId>,
    /// What the event that is being read calls its evaluation, and its score.
    evaluation: (Option<Value>, Option<Value>),
    /// Of each span of the last line that states scores of several names, those names.
    pub mixed: Vec<String>,
    /// Whether the last line has a place for spans, if only an empty one.
    pub has_place: bool,
}

/// Whose attributes they are.
#[derive(Debug, Clone, Copy)]
enum Place {
    Member,
    Span,
    Resource,
    Event,
}

/// Members of a span that no attribute of the same name replaces.
const MEMBERS: [&str; 14] = [
    "traceId",
    "spanId",
    "parentSpanId",
    "traceState",
    "name",
    "kind",
    "startTimeUnixNano",
    "endTimeUnixNano",
    "trace_id",
    "span_id",
    "parent_span_id",
    "trace_state",
    "start_time_unix_nano",
    "end_time_unix_nano",
];

/// The attributes of an evaluation's event.
const EVALUATION_NAME: &str = "gen_ai.evaluation.name";
const EVALUATION_SCORE: &str = "gen_ai.evaluation.score.value";

/// The keys under which lists of what is inside stand.
const RESOURCES: [&str; 2] = ["resourceSpans", "resource_spans"];
const SCOPES: [&str; 3] = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"];

impl<'t> Walker<'t> {
    /// `is_read` tells the nodes whose value is good for anything: events without one are passed over.
    pub fn new(tree: &'t Tree, is_read: impl Fn(NodeId) -> bool) -> Self {
        let [resource, event] = ["resource.", "event."].map(|prefix| tree.keys_behind(prefix, &is_read));
        Walker {
            tree,
            score: event.get_in_line(EVALUATION_SCORE),
            resource,
            event,
            nodes: Vec::new(),
            values: Vec::new(),
            spans: Vec::new(),
            evaluation: (None, None),
            mixed: Vec::new(),
            has_place: false,
        }
    }

    /// Reads the line that begins at `start`. Returns where it ends; `None` when it is not a good line.
    pub fn line(&mut self, text: Indexed<'_>, start: usize) -> Option<usize> {
        self.nodes.clear();
        self.values.clear();
        self.spans.clear();
        self.mixed.clear();
        self.has_place = false;
        let mut cursor = Cursor::new(text, start);
        cursor.skip_space();
        if cursor.peek() != b'{' {
            return None;
        }
        object(&mut cursor, 1, |key, cursor, depth| match RESOURCES.contains(&key) {
            true => {
                self.has_place = true;
                list(cursor, depth, &mut |cursor, depth| self.resource(cursor, depth))
            }
            false => cursor.skip_value(depth),
        })?;
        cursor.ends_line().then_some(cursor.at)
    }

    /// The spans of the last line: the numbers and nodes of the values of each, and these values.
    pub fn spans(&self) -> impl Iterator<Item = (impl Iterator<Item = (usize, NodeId)>, &[Value])> {
        self.spans.iter().map(|(own, resource)| {
            let numbers = resource.clone().chain(own.clone());
            (numbers.map(|number| (number, self.nodes[number])), self.values.as_slice())
        })
    }

    fn resource(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        let first_span = self.spans.len();
        let mut attributes = 0..0;
        object(cursor, depth, |key, cursor, depth| match key {
            "resource" if cursor.peek() == b'{' => {
                let start = self.values.len();
                object(cursor, depth + 1, |key, cursor, depth| match key {
                    "attributes" => self.attributes(cursor, depth, Place::Resource),
                    _ => cursor.skip_value(depth),
                })?;
                attributes = start..self.values.len();
                Some(())
            }
            key if SCOPES.contains(&key) => list(cursor, depth, &mut |cursor, depth| self.scope(cursor, depth)),
            _ => cursor.skip_value(depth),
        })?;
        // The resource may stand behind its spans.
        self.spans[first_span..].iter_mut().for_each(|(_, resource)| *resource = attributes.clone());
        Some(())
    }

    fn scope(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        object(cursor, depth, |key, cursor, depth| match key {
            "spans" => list(cursor, depth, &mut |cursor, depth| self.span(cursor, depth)),
            _ => cursor.skip_value(depth),
        })
    }

    fn span(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        let start = self.values.len();
        let mut scored = Vec::new();
        object(cursor, depth, |key, cursor, depth| match key {
            "attributes" => self.attributes(cursor, depth, Place::Span),
            "events" if !self.event.is_empty() => {
                list(cursor, depth, &mut |cursor, depth| self.event(cursor, depth, &mut scored))
            }
            "status" if cursor.peek() == b'{' => object(cursor, depth + 1, |key, cursor, depth| {
                let value = cursor.value(depth)?;
                let code = &cursor.text.text[value.at..value.end];
                if key == "code" && matches!(code, "2" | "STATUS_CODE_ERROR") {
                    self.keep(Place::Member, "status.error", value);
                }
                Some(())
            }),
            _ => {
                let value = cursor.value(depth)?;
                self.keep(Place::Member, key, value);
                Some(())
            }
        })?;
        if scored.len() > 1 {
            self.drop_scores(start);
            self.mixed.push(scored.join(", "));
        }
        self.spans.push((start..self.values.len(), 0..0));
        Some(())
    }

    /// An event of a span. What it says about an evaluation goes under the evaluation's name too, which `scored` keeps.
    fn event(&mut self, cursor: &mut Cursor<'_>, depth: usize, scored: &mut Vec<String>) -> Option<()> {
        self.evaluation = (None, None);
        object(cursor, depth, |key, cursor, depth| match key {
            "attributes" => self.attributes(cursor, depth, Place::Event),
            _ => cursor.skip_value(depth),
        })?;
        if let (Some(name), Some(score)) = self.evaluation {
            let name = &cursor.text.text[name.at..name.end];
            if !scored.iter().any(|known| known == name) {
                scored.push(name.to_owned());
            }
            if let Some(node) = self.event.get_in_line(&format!("gen_ai.evaluation.{name}")) {
                self.nodes.push(node);
                self.values.push(score);
            }
        }
        Some(())
    }

    /// Drops the scores of the span whose values begin at `start`: which of them says how good the answer is is not known.
    fn drop_scores(&mut self, start: usize) {
        for at in (start..self.nodes.len()).rev().filter(|at| Some(self.nodes[*at]) == self.score).collect::<Vec<_>>() {
            self.nodes.remove(at);
            self.values.remove(at);
        }
    }

    /// A list of `{"key":…,"value":{"stringValue":…}}`.
    fn attributes(&mut self, cursor: &mut Cursor<'_>, depth: usize, place: Place) -> Option<()> {
        list(cursor, depth, &mut |cursor, depth| {
            let start = cursor.at;
            let (mut name, mut value) = plain_attribute(cursor, depth).unzip();
            if name.is_none() {
                cursor.at = start;
                object(cursor, depth, |key, cursor, depth| {
                    match key {
                        "key" if cursor.peek() == b'"' => name = cursor.string_value(),
                        "value" if cursor.peek() == b'{' => value = any_value(cursor, depth + 1)?,
                        _ => cursor.skip_value(depth)?,
                    }
                    Some(())
                })?;
            }
            if let (Some(name), Some(value)) = (name, value) {
                let name = &cursor.text.text[name.at..name.end];
                match (place, name) {
                    (Place::Event, EVALUATION_NAME) => self.evaluation.0 = Some(value),
                    (Place::Event, EVALUATION_SCORE) => self.evaluation.1 = Some(value),
                    _ => {}
                }
                self.keep(place, name, value);
            }
            Some(())
        })
    }

    fn keep(&mut self, place: Place, name: &str, value: Value) {
        let found = match place {
            Place::Member => self.tree.child_in_line(0, name),
            Place::Span => self.tree.child_in_line(0, name).filter(|_| !MEMBERS.contains(&name)),
            Place::Resource => self.resource.get_in_line(name),
            Place::Event => self.event.get_in_line(name),
        };
        if let Some(node) = found.filter(|node| self.tree.is_wanted(*node)) {
            self.nodes.push(node);
            self.values.push(value);
        }
    }
}

/// The name and the value of an attribute that is written as the collector does, which nearly all are.
#[inline]
fn plain_attribute(cursor: &mut Cursor<'_>, depth: usize) -> Option<(Value, Value)> {
    if depth >= MAX_DEPTH {
        return None;
    }
    // The opening quote of a text belongs to what stands before it.
    cursor.word(b"{\"key\":\"")?;
    cursor.at -= 1;
    let name = cursor.string_value()?;
    cursor.word(b",\"value\":{\"")?;
    cursor.at -= 1;
    let kind = cursor.string_value()?;
    if &cursor.bytes[kind.at..kind.end] == b"arrayValue" {
        return None;
    }
    cursor.word(b":")?;
    let value = cursor.value(depth + 1)?;
    cursor.word(b"}}")?;
    Some((name, value))
}

/// The one value in `{"intValue":"5"}`: an array as JSON, its first value if that is one of its values alone.
fn any_value(cursor: &mut Cursor<'_>, depth: usize) -> Option<Option<Value>> {
    let mut found = None;
    object(cursor, depth, |key, cursor, depth| match key {
        "arrayValue" if cursor.peek() == b'{' => object(cursor, depth + 1, |key, cursor, depth| match key {
            "values" => list(cursor, depth, &mut |cursor, depth| {
                let value = match cursor.peek() {
                    b'{' => any_value(cursor, depth)?,
                    _ => Some(cursor.value(depth)?),
                };
                found = found.or(value);
                Some(())
            }),
            _ => cursor.skip_value(depth),
        }),
        _ => {
            found = Some(cursor.value(depth)?);
            Some(())
        }
    })?;
    Some(found)
}

/// From the opening brace of an object, which is at `depth` then, to after its closing one; `member` takes each value.
fn object<'a>(
    cursor: &mut Cursor<'a>,
    depth: usize,
    mut member: impl FnMut(&'a str, &mut Cursor<'a>, usize) -> Option<()>,
) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    cursor.at += 1;
    cursor.skip_space();
    if cursor.peek() == b'}' {
        cursor.at += 1;
        return Some(());
    }
    loop {
        let key = cursor.key()?;
        member(key, cursor, depth)?;
        cursor.skip_space();
        match cursor.peek() {
            b',' => cursor.at += 1,
            b'}' => break,
            _ => return None,
        }
        cursor.skip_space();
    }
    cursor.at += 1;
    Some(())
}

/// A list of objects inside a container at `depth`, each of which `element` takes. Any other value is passed over.
fn list(
    cursor: &mut Cursor<'_>,
    depth: usize,
    element: &mut dyn FnMut(&mut Cursor<'_>, usize) -> Option<()>,
) -> Option<()> {
    if cursor.peek() != b'[' {
        return cursor.skip_value(depth);
    }
    if depth + 1 > MAX_DEPTH {
        return None;
    }
    cursor.at += 1;
    cursor.skip_space();
    if cursor.peek() == b']' {
        cursor.at += 1;
        return Some(());
    }
    loop {
        match cursor.peek() {
            b'{' => element(cursor, depth + 2)?,
            _ => cursor.skip_value(depth + 1)?,
        }
        cursor.skip_space();
        match cursor.peek() {
            b',' => cursor.at += 1,
            b']' => break,
            _ => return None,
        }
        cursor.skip_space();
    }
    cursor.at += 1;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::super::judge::judge;
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value as Json;

    fn walk(line: &str) -> Option<Vec<Vec<String>>> {
        let tree = Tree::new(["spanId", "a.b", "resource.service.name", "status.error", "n"]);
        let index = Index::of(line);
        let mut walker = Walker::new(&tree, |_| true);
        walker.line(Indexed::new(line, &index, 0), 0)?;
        let text = |value: Value| line[value.at..value.end].to_owned();
        Some(
            walker.spans().map(|(numbers, values)| numbers.map(|(number, _)| text(values[number])).collect()).collect(),
        )
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
        let scalar =
            || one_of(&["\"5\"", "5", "-5", "true", "null", "\"\\u0061\\\"}\"", "{\"x\":[{}]}", "[]", "\"é世\""]);
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
        fn what_is_done_to_a_line_the_judge_decides(line in lines(), at in any::<prop::sample::Index>(), text in "[\\[\\]{}:,\"0a \\\\]{0,2}", cut in 0_usize..3) {
            let mut at = at.index(line.len());
            while !line.is_char_boundary(at) {
                at -= 1;
            }
            let rest: String = line[at..].chars().skip(cut).collect();
            let line = format!("{}{text}{rest}", &line[..at]);
            let is_good = judge(line.as_bytes(), false).is_ok() && line.trim_start().starts_with('{');
            prop_assert_eq!(walk(&line).is_some(), is_good, "{}", line);
        }
    }
}
