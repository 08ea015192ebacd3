//! Runs the program with nothing of this machine's environment, and writes the logs it reads.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The folder of Cargo.toml, where every run begins unless told otherwise.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_llmobs");
/// What `7d` counts back from wherever an answer depends on it.
pub const NOW: &str = "2026-11-24T00:00:00Z";
/// A genuine log that is always there: 60 requests, 9 of them failed.
pub const PYLOGGER: &str = "fixtures/pylogger.jsonl";

/// How a run ended and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    fn new(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Run {
            // A signal has no code; no test expects one.
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// This run, if it ended with `code`.
    #[track_caller]
    pub fn expect(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// stdout as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// stdout as one JSON value a line.
    #[track_caller]
    pub fn ndjson(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        self.stdout.lines().map(read).collect()
    }
}

/// A run being prepared: no environment but `PATH`, no stdin, in the project's folder.
pub struct Llmobs {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// `llmobs`, with arguments as in a shell without quotes: separated by spaces.
pub fn llmobs(arguments: &str) -> Llmobs {
    let mut run = program(PROGRAM);
    run.command.args(arguments.split_whitespace());
    run
}

/// Another program under the same conditions.
pub fn program(name: &str) -> Llmobs {
    let mut command = Command::new(name);
    command.env_clear().current_dir(ROOT).env("PATH", path());
    Llmobs { command, stdin: None }
}

/// The search path, with the program under test before all others.
fn path() -> std::ffi::OsString {
    let own = Path::new(PROGRAM).parent().expect("a program is in a folder").to_owned();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&rest))).expect("a search path")
}

impl Llmobs {
    /// One more argument, whatever it holds.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Llmobs {
        self.command.arg(argument);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Llmobs {
        self.command.env(name, value);
        self
    }

    pub fn cwd(mut self, folder: &Path) -> Llmobs {
        self.command.current_dir(folder);
        self
    }

    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Llmobs {
        self.stdin = Some(bytes.into());
        self
    }

    #[track_caller]
    pub fn run(mut self) -> Run {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        self.command.stdin(if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = self.command.spawn().expect("the program starts");
        if let Some(bytes) = self.stdin {
            let mut pipe = child.stdin.take().expect("stdin is piped");
            // A program that fails before it reads closes the pipe; its exit code tells the rest.
            std::thread::spawn(move || pipe.write_all(&bytes));
        }
        Run::new(child.wait_with_output().expect("the program ends"))
    }

    /// stdout as JSON of a run that must end with 0.
    #[track_caller]
    pub fn json(self) -> Value {
        self.run().expect(0).json()
    }
}

/// A folder of logs that goes away with the test.
pub struct Logs(TempDir);

impl Logs {
    pub fn new() -> Logs {
        Logs(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with one log, and the log.
    pub fn with(text: impl AsRef<[u8]>) -> (Logs, PathBuf) {
        let logs = Logs::new();
        let log = logs.write("log.jsonl", text);
        (logs, log)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder for the log");
        fs::write(&path, bytes).expect("a log is written");
        path
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Says on the test runner's stderr what was not tested and why, past its capturing.
pub fn skipped(what: &str, why: &str) {
    // Where stderr is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "skipped: {what}: {why}");
}

/// The material beside the checkout; a clean clone does not have it.
pub fn shared(what: &str) -> Option<PathBuf> {
    let folder = Path::new(ROOT).join("../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(what, "`../shared/data` is not beside this checkout");
    None
}

/// Whether a tool that only some tests need is there.
pub fn has_tool(name: &str, what: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        skipped(what, &format!("`{name}` is not on PATH"));
    }
    found
}

/// Reads a JSON file.
#[track_caller]
pub fn read_json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The row whose first dimension reads `value`.
#[track_caller]
pub fn row<'j>(report: &'j Value, dimension: &str, value: &Value) -> &'j Value {
    let rows = report["rows"].as_array().expect("rows");
    rows.iter().find(|row| row[dimension] == *value).unwrap_or_else(|| panic!("no {dimension} {value} in {report:#}"))
}

/// One figure of every row, in order.
pub fn column<'j>(report: &'j Value, name: &str) -> Vec<&'j Value> {
    report["rows"].as_array().expect("rows").iter().map(|row| &row[name]).collect()
}

/// Whether two figures agree to 1e-12 of their size; unknown agrees only with unknown.
#[track_caller]
pub fn assert_close(found: &Value, wanted: &Value, what: &str) {
    let (Some(a), Some(b)) = (found.as_f64(), wanted.as_f64()) else {
        assert_eq!(found, wanted, "{what}");
        return;
    };
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{what}: {found} is not {wanted}");
}

/// Compares `text` with a committed file; with `UPDATE_SNAPSHOTS=1` writes it instead.
#[track_caller]
pub fn stored(path: &Path, text: &str) {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder for the file");
        return fs::write(path, text).expect("the file is written");
    }
    let known = fs::read_to_string(path).unwrap_or_default();
    let name = path.strip_prefix(ROOT).unwrap_or(path).display();
    assert!(
        known == text,
        "{name} differs; `UPDATE_SNAPSHOTS=1 cargo test --release` rewrites it\n{}",
        difference(&known, text)
    );
}

/// The first line in which two texts differ, from both.
pub fn difference(known: &str, text: &str) -> String {
    let mut pairs = known.lines().map(Some).chain(std::iter::repeat(None)).zip(text.lines().map(Some).chain([None]));
    let at = pairs.position(|(known, text)| known != text).unwrap_or(0);
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    format!("line {}\nknown: {}\nfound: {}\n\nall of it:\n{text}", at + 1, line(known), line(text))
}
