//! Files that are there whole or not at all, whatever reads them meanwhile and wherever this program stops.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::error::Error;

/// Puts `bytes` into a new file beside `path`, lets them reach the disk, and renames it to `path`.
///
/// # Errors
/// Whatever the file system refuses; `path` is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    stream(path, |file| file.write_all(bytes))
}

/// The same with what `fill` writes, bit by bit, and what it tells. A pipe or a device is written as it stands.
///
/// # Errors
/// Whatever the file system or `fill` refuses; `path` is then as it was.
pub fn stream<T>(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<T>) -> Result<T, Error> {
    let fault = |source| Error::WriteFile { path: path.to_owned(), source };
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return OpenOptions::new().write(true).open(path).and_then(|mut file| fill(&mut file)).map_err(fault);
    }
    let beside = beside(path);
    let written = create(&beside, fill).and_then(|told| fs::rename(&beside, path).map(|()| told));
    written.map_err(|source| {
        // What failed is told; that its remains may stay is not worth a second error.
        let _ = fs::remove_file(&beside);
        fault(source)
    })
}

fn create<T>(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let mut file = File::create(path)?;
    let told = fill(&mut file)?;
    file.sync_all()?;
    Ok(told)
}

/// A name that no reader of `path`'s folder takes for a finished file, and no other process of this program uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", process::id()))
}
