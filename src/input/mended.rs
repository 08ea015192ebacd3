//! The beginning of a JSON text as a value: what is cut off is left out, and what is open is closed.

use serde_json::Value;

/// What `text` says as far as it goes; `None` where not even its beginning is JSON.
pub fn mended(text: &[u8]) -> Option<Value> {
    if let Some(value) = serde_json::Deserializer::from_slice(text).into_iter().next().and_then(Result::ok) {
        return Some(value);
    }
    // Once for the end, and once for the first place that is no JSON.
    match closed(text) {
        Err(Some(at)) => closed(&text[..at]).ok(),
        value => value.ok(),
    }
}

/// What `text` says once all is closed, or where it is no JSON.
fn closed(text: &[u8]) -> Result<Value, Option<usize>> {
    let (end, open) = whole(text).ok_or(None)?;
    let closed: Vec<u8> = text[..end].iter().copied().chain(open.into_iter().rev()).collect();
    serde_json::from_slice(&closed).map_err(|error| {
        let lines = memchr::memchr_iter(b'\n', text).map(|at| at + 1);
        let start = std::iter::once(0).chain(lines).nth(error.line().checked_sub(1)?)?;
        Some(start + error.column().checked_sub(1)?).filter(|at| *at < text.len())
    })
}

/// How far whole members go in a text, and the brackets that close what is open there.
fn whole(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let (mut open, mut end) = (Vec::new(), 0);
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, byte) in text.iter().enumerate() {
        match (in_string, byte) {
            (true, _) if is_escaped => is_escaped = false,
            (true, b'\\') => is_escaped = true,
            (true, b'"') => in_string = false,
            (true, _) => {}
            (false, b'"') => in_string = true,
            (false, b'{' | b'[') => {
                open.push(byte + 2);
                end = at + 1;
            }
            (false, b'}' | b']') => {
                open.pop();
                end = at + 1;
            }
            (false, b',') => end = at,
            (false, _) => {}
        }
    }
    (end > 0).then_some((end, open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_of_a_text_is_a_value() {
        let text = r#"{"a":"x,\"}","b":[1,{"c":{"d":null,"e":2}},true],"f":{}}"#;
        for end in 1..text.len() {
            let value = mended(&text.as_bytes()[..end]);
            assert!(value.as_ref().is_some_and(Value::is_object), "{}: {value:?}", &text[..end]);
        }
        let at = text.find("true").unwrap_or_default();
        let expected = serde_json::json!({ "a": "x,\"}", "b": [1, { "c": { "d": null, "e": 2 } }] });
        assert_eq!(mended(&text.as_bytes()[..at]), Some(expected));
        // What is no JSON ends it as well.
        assert_eq!(mended(b"{\"a\":{},\n\"b\":1.,\"c\":2}"), Some(serde_json::json!({ "a": {} })));
        assert_eq!(mended(b"{\"a\":1} {\"b"), Some(serde_json::json!({ "a": 1 })));
        assert_eq!(mended(b"nonsense"), None);
        assert_eq!(mended(b""), None);
    }
}
