//! Records that stand inside of others, and records whose objects are written as texts: each told by itself, so that none
//! is lost wherever the first of them stands, and put on lines that are read as any other.

use serde_json::Value;

use super::cursor::Cursor;
use super::index::Indexed;
use super::walk::object;

/// A run of LangSmith's, as it stands in the text.
struct Run<'t> {
    at: usize,
    /// That of the run around it, and its trace.
    parent: Option<&'t str>,
    trace: Option<&'t str>,
}

/// The run that begins at `start` without those it holds under `key`, and then each of these, one behind the other; `None`
/// where it holds none.
pub fn runs(text: Indexed<'_>, start: usize, key: &str) -> Option<Vec<String>> {
    let mut open = vec![Run { at: start, parent: None, trace: None }];
    let mut lines = Vec::new();
    while let Some(run) = open.pop() {
        let (line, inside) = alone(text, &run, key)?;
        lines.push(line);
        open.extend(inside.into_iter().rev());
    }
    (lines.len() > 1).then_some(lines)
}

/// A run without those it holds, and these. It says whose it is, as the one around it tells where it does not itself.
fn alone<'t>(text: Indexed<'t>, run: &Run<'t>, key: &str) -> Option<(String, Vec<Run<'t>>)> {
    let Run { at, parent, trace } = *run;
    let mut cursor = Cursor::new(text, at);
    if cursor.peek() != b'{' {
        // None at all, which is for whoever reads it to say.
        cursor.value(1)?;
        return Some((text.text[at..cursor.at].to_owned(), Vec::new()));
    }
    let mut line = String::from("{");
    let (mut own_id, mut own_parent, mut own_trace) = (None, None, None);
    let mut inside = Vec::new();
    object(&mut cursor, 1, |name, cursor, depth| {
        if name == key && cursor.peek() == b'[' {
            inside = elements(cursor, depth)?;
            return Some(());
        }
        let at = cursor.at;
        cursor.skip_value(depth)?;
        let value = &text.text[at..cursor.at];
        let stated = Some(value).filter(|value| *value != "null");
        match name {
            "id" => own_id = stated,
            "parent_run_id" => own_parent = stated,
            "trace_id" => own_trace = stated,
            _ => {}
        }
        member(&mut line, name, value);
        Some(())
    })?;
    // Of a key that stands there twice the last value counts.
    for (name, stated, told) in [("parent_run_id", own_parent, parent), ("trace_id", own_trace, trace)] {
        if let Some(value) = told.filter(|_| stated.is_none()) {
            member(&mut line, name, value);
        }
    }
    line.push('}');
    let trace = own_trace.or(trace);
    Some((line, inside.into_iter().map(|at| Run { at, parent: own_id, trace }).collect()))
}

fn member(line: &mut String, name: &str, value: &str) {
    let comma = if line.len() > 1 { "," } else { "" };
    line.extend([comma, "\"", name, "\":", value]);
}

/// Where the elements of an array begin that is inside a container at `depth`.
fn elements(cursor: &mut Cursor<'_>, depth: usize) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    cursor.at += 1;
    loop {
        cursor.skip_space();
        match cursor.peek() {
            b',' => cursor.at += 1,
            b']' => break,
            _ => {
                places.push(cursor.at);
                cursor.skip_value(depth + 1)?;
            }
        }
    }
    cursor.at += 1;
    Some(places)
}

/// A record behind `prefix` with the objects that stand under `heads` as texts; `None` where there are none, and then
/// `broken` hears of the texts that only begin as objects.
pub fn opened<'h>(
    line: &str,
    heads: impl Iterator<Item = &'h str>,
    prefix: &str,
    mut broken: impl FnMut(&str, &str),
) -> Option<String> {
    let mut whole: Value = serde_json::from_str(line).ok()?;
    let record = match prefix.strip_suffix('.') {
        Some(key) => whole.get_mut(key)?,
        None => &mut whole,
    };
    let (mut is_changed, mut others) = (false, Vec::new());
    for head in heads {
        let Some(place) = record.get_mut(head) else { continue };
        let Some(text) = place.as_str().filter(|text| is_like_object(text)) else { continue };
        match serde_json::from_str(text) {
            Ok(inside) => (*place, is_changed) = (inside, true),
            Err(_) => others.push((head, text.to_owned())),
        }
    }
    if is_changed {
        return Some(whole.to_string());
    }
    others.iter().for_each(|(head, text)| broken(head, text));
    None
}

/// Whether a text may be an object.
pub fn is_like_object(text: &str) -> bool {
    text.trim_ascii_start().starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn runs_in(line: &str) -> Option<Vec<String>> {
        runs(Indexed::new(line, &Index::of(line), 0), 0, "child_runs")
    }

    #[test]
    fn runs_stand_behind_the_one_around_them_with_their_place() {
        let line = r#"{"id":"a","trace_id":"t","child_runs":[{"id":"b","trace_id":null,"child_runs":[{"id":"c","parent_run_id":"x"}],"n":"\"}"},{}, 5],"z":{"child_runs":[1]}}"#;
        let expected = [
            r#"{"id":"a","trace_id":"t","z":{"child_runs":[1]}}"#,
            r#"{"id":"b","trace_id":null,"n":"\"}","parent_run_id":"a","trace_id":"t"}"#,
            r#"{"id":"c","parent_run_id":"x","trace_id":"t"}"#,
            r#"{"parent_run_id":"a","trace_id":"t"}"#,
            "5",
        ];
        assert_eq!(runs_in(line).as_deref(), Some(&expected.map(str::to_owned)[..]));
    }

    #[test]
    fn a_run_alone_holds_none() {
        for line in [r#"{"id":"a"}"#, r#"{"id":"a","child_runs":[]}"#, r#"{"child_runs":null}"#, "{}"] {
            assert_eq!(runs_in(line), None, "{line}");
        }
    }

    #[test]
    fn texts_become_the_objects_that_they_are() {
        let heads = || ["m", "n"].into_iter();
        let none = |head: &str, _: &str| panic!("{head} is broken");
        let line = r#"{"m":"{\"a\":1}","n":"x","_source":{"m":"{}"}}"#;
        let whole = opened(line, heads(), "", none);
        assert_eq!(whole.as_deref(), Some(r#"{"_source":{"m":"{}"},"m":{"a":1},"n":"x"}"#));
        let inside = opened(line, heads(), "_source.", none);
        assert_eq!(inside.as_deref(), Some(r#"{"_source":{"m":{}},"m":"{\"a\":1}","n":"x"}"#));
        let mut broken = Vec::new();
        let found = opened(r#"{"m":" {\"a","n":{}}"#, heads(), "", |head, text| broken.push(format!("{head}:{text}")));
        assert_eq!((found, broken), (None, vec!["m: {\"a".to_owned()]));
    }
}
