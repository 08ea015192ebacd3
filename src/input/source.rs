//! Where logs come from: files, folders and stdin, in the order they are read.

use std::collections::HashSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::Error;

/// One input, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    Stdin,
}

impl Source {
    /// How messages call it.
    pub fn name(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::Stdin => "stdin".to_owned(),
        }
    }

    /// Whether the name says that it is CSV, plain or compressed.
    pub fn is_named_csv(&self) -> bool {
        matches!(self, Source::File(path) if extension(path).is_some_and(|extension| extension == "csv" || extension == "tsv"))
    }
}

/// The environment variable that names the log to read when no file is given.
const DEFAULT_LOG_VARIABLE: &str = "LLMOBS_LOG";
const DEFAULT_LOG: &str = "./llm_requests.jsonl";
const EXTENSIONS: [&str; 7] = ["jsonl", "ndjson", "json", "log", "csv", "tsv", "parquet"];
const COMPRESSED: [&str; 2] = ["gz", "zst"];

/// The inputs that `arguments` name; without any, `$LLMOBS_LOG`, else a stdin that is a pipe or a file, else
/// `./llm_requests.jsonl`.
///
/// # Errors
/// A path that does not exist, a folder without logs, or nothing to read at all.
pub fn resolve(arguments: &[PathBuf]) -> Result<Vec<Source>, Error> {
    if !arguments.is_empty() {
        let expanded: Result<Vec<_>, _> = arguments.iter().map(|path| expand(path)).collect();
        return expanded.map(|lists| lists.concat());
    }
    if let Some(path) = env::var_os(DEFAULT_LOG_VARIABLE).filter(|path| !path.is_empty()) {
        return expand(Path::new(&path));
    }
    if stdin_holds_data() {
        return Ok(vec![Source::Stdin]);
    }
    if Path::new(DEFAULT_LOG).exists() {
        return expand(Path::new(DEFAULT_LOG));
    }
    Err(Error::NoInput)
}

fn expand(path: &Path) -> Result<Vec<Source>, Error> {
    if path == Path::new("-") {
        return Ok(vec![Source::Stdin]);
    }
    let read_error = |source: io::Error| Error::Read { path: path.to_owned(), source };
    if !fs::metadata(path).map_err(read_error)?.is_dir() {
        return Ok(vec![Source::File(path.to_owned())]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_no_loss(&error) => continue,
            Err(error) => {
                let at = error.path().unwrap_or(path).to_owned();
                return Err(Error::Read { path: at, source: error.into() });
            }
        };
        if entry.file_type().is_file() && is_log(entry.path()) {
            files.push(Source::File(entry.into_path()));
        }
    }
    if files.is_empty() { Err(Error::EmptyFolder(path.to_owned())) } else { Ok(files) }
}

/// Whether a folder is whole without what cannot be followed: a link back to where it came from, or one to nowhere whose
/// name is no log's.
fn is_no_loss(error: &walkdir::Error) -> bool {
    let is_missing = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    error.loop_ancestor().is_some() || is_missing && error.depth() > 0 && !error.path().is_some_and(is_log)
}

/// Each input once, in order, and the names of those that were there before under this or another name: to read one
/// twice would count it twice.
pub fn distinct(sources: Vec<Source>) -> (Vec<Source>, Vec<String>) {
    let mut known = HashSet::new();
    let (once, again): (Vec<Source>, Vec<Source>) = sources.into_iter().partition(|source| {
        known.insert(match source {
            Source::Stdin => None,
            Source::File(path) => Some(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        })
    });
    (once, again.iter().map(Source::name).collect())
}

fn is_log(path: &Path) -> bool {
    extension(path).is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The extension of a path in small letters, that of compression aside.
fn extension(path: &Path) -> Option<String> {
    let last = |path: &Path| path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    match last(path) {
        Some(packed) if COMPRESSED.contains(&packed.as_str()) => last(Path::new(path.file_stem()?)),
        plain => plain,
    }
}

/// A pipe or a redirected file is meant to be read; a terminal, `/dev/null` or a closed stdin is not.
#[cfg(unix)]
fn stdin_holds_data() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    let stdin = io::stdin();
    let kind =
        stdin.as_fd().try_clone_to_owned().map(File::from).and_then(|file| file.metadata()).map(|m| m.file_type());
    !stdin.is_terminal() && kind.is_ok_and(|kind| kind.is_file() || kind.is_fifo() || kind.is_socket())
}

#[cfg(not(unix))]
fn stdin_holds_data() -> bool {
    !io::stdin().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_by_name_and_only_its_logs() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.jsonl", "a.log.gz", "c.txt", "d.json.zst", "e.gz", "sub/f.NDJSON"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            File::create(path).expect("a file");
        }
        let names: Vec<String> = expand(folder.path())
            .expect("logs")
            .iter()
            .map(|source| source.name().replace(&format!("{}/", folder.path().display()), ""))
            .collect();
        assert_eq!(names, ["a.log.gz", "b.jsonl", "d.json.zst", "sub/f.NDJSON"]);
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(expand(folder.path()), Err(Error::EmptyFolder(_))));
    }
}
