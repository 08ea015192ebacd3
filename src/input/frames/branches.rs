//! LangSmith's runs with those inside of them, as its SDK writes a run out.

use memchr::memmem;
use serde_json::{Map, Value};

/// Gives a run without those it holds under `key`, and then each of these. One that cannot be taken apart is given as a
/// damaged record, for it would hide the others.
pub fn give(run: &[u8], key: &str, give: &mut impl FnMut(&[u8])) {
    if memmem::find(run, key.as_bytes()).is_none() {
        return give(run);
    }
    let Ok(Value::Object(run)) = serde_json::from_slice(run) else {
        return give(run.strip_suffix(b"}").unwrap_or(run));
    };
    let mut runs = vec![run];
    while let Some(mut run) = runs.pop() {
        let children = run.remove(key);
        give(&serde_json::to_vec(&run).unwrap_or_default());
        let Some(Value::Array(children)) = children else { continue };
        for child in children.into_iter().rev() {
            match child {
                Value::Object(child) => runs.push(with_place(child, &run)),
                other => give(other.to_string().as_bytes()),
            }
        }
    }
}

/// A run that says whose it is, as the one around it tells where it does not itself.
fn with_place(mut run: Map<String, Value>, parent: &Map<String, Value>) -> Map<String, Value> {
    for (place, from) in [("parent_run_id", "id"), ("trace_id", "trace_id")] {
        if run.get(place).is_none_or(Value::is_null)
            && let Some(value) = parent.get(from)
        {
            run.insert(place.to_owned(), value.clone());
        }
    }
    run
}
