//! Damaged logs with known counts. `../shared/data/hostile/hostile.py` writes them, and its header states the policy.

mod compressed;
mod counts;
mod fixtures;
mod output;
mod pairing;
mod timestamps;
mod values;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Llmobs, Run, has_tool, llmobs, read_json, shared};

/// The damaged logs and what must be found in each.
#[derive(Debug, Clone)]
pub struct Hostile {
    folder: PathBuf,
    expected: Value,
}

impl Hostile {
    /// The logs, or `None` and a word why not.
    pub fn logs(what: &str) -> Option<Hostile> {
        static FOLDER: OnceLock<PathBuf> = OnceLock::new();
        let script = shared(what)?.join("hostile/hostile.py");
        if !has_tool("python3", what) || !has_tool("zstd", what) {
            return None;
        }
        let folder = FOLDER.get_or_init(|| generate(&script)).clone();
        Some(Hostile { expected: read_json(&folder.join("expected.json")), folder })
    }

    /// The names of all logs whose name passes `test`.
    pub fn names(&self, test: impl Fn(&str) -> bool) -> Vec<&String> {
        self.expected.as_object().expect("an object of logs").keys().filter(|name| test(name)).collect()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn ask(&self, name: &str, arguments: &str) -> Llmobs {
        llmobs(&format!("costs --json {arguments}")).arg(self.path(name))
    }

    fn run(&self, name: &str, arguments: &str) -> Run {
        self.ask(name, arguments).run()
    }
}

/// Writes the logs once for each version of the script, under Cargo's folder for tests.
fn generate(script: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    fs::read(script).expect("the script is readable").hash(&mut hasher);
    let tests = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tests.join(format!("hostile-{:016x}", hasher.finish()));
    if !folder.is_dir() {
        fs::create_dir_all(tests).expect("Cargo's folder for tests");
        let fresh = tempfile::tempdir_in(tests).expect("a temporary folder");
        let status = Command::new("python3").arg(script).current_dir(fresh.path()).stdout(Stdio::null()).status();
        assert!(status.expect("python3 starts").success(), "hostile.py failed");
        // Another run of the tests may have been faster; its logs are the same.
        let renamed = fs::rename(fresh.path().join("hostile"), &folder);
        assert!(renamed.is_ok() || folder.is_dir(), "{renamed:?}");
    }
    folder
}

/// Requests, responses, errors, tokens and cost equal `totals`, where the log has them.
#[track_caller]
fn check_totals(name: &str, report: &Value, totals: &Value) {
    if totals.is_null() {
        return;
    }
    let (found, input) = (&report["totals"], &report["input"]);
    let count = |value: &Value| value.as_i64().unwrap_or_else(|| panic!("{name}: {value} is no count"));
    assert_eq!(found["requests"], totals["requests"], "{name}");
    assert_eq!(found["errors"], totals["errors"], "{name}");
    let responses = count(&input["requests"]) - count(&input["errors"]) - count(&input["pending"]);
    assert_eq!(responses, count(&totals["responses"]), "{name}: responses");
    assert_eq!(found["total_input_tokens"], totals["input_tokens"], "{name}");
    assert_eq!(found["total_output_tokens"], totals["output_tokens"], "{name}");
    // Costs were logged in whole millionths, so the sum is one too and the nearest double is the only right one.
    let usd = count(&totals["cost_usd_micro"]) as f64 / 1e6;
    assert_eq!(found["total_cost_usd"].as_f64(), Some(usd), "{name}: cost");
}
