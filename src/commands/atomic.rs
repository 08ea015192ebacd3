//! Files that are there whole or not at all, whatever reads them meanwhile and wherever this program stops.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::error::Error;

/// Puts `bytes` into a new file beside `path`, lets them reach the disk, and renames it to `path`.
///
/// # Errors
/// Whatever the file system refuses; `path` is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = beside(path);
    let written = fill(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // What failed is told; that its remains may stay is not worth a second error.
        let _ = fs::remove_file(&beside);
        Error::WriteFile { path: path.to_owned(), source }
    })
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that no reader of `path`'s folder takes for a finished file, and no other process of this program uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", process::id()))
}
