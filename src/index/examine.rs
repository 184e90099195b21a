//! Whether the files of the index are sound, for `doctor`; every other command makes what is not anew without a word.

use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// The files of the index in its folder.
const NAMES: [&str; 2] = ["index.db", "commits.db"];

/// Those of the index's files in `dir` that no database can be read from, each with why. None for files that are not there.
pub fn examine(dir: &Path) -> Vec<(PathBuf, String)> {
    let of = |name: &str| {
        let path = dir.join(name);
        if !path.exists() {
            return None;
        }
        let why = sound(&path).unwrap_or_else(|error| Some(error.to_string()))?;
        Some((path, why))
    };
    NAMES.into_iter().filter_map(of).collect()
}

/// What is wrong with a database, if anything.
fn sound(path: &Path) -> rusqlite::Result<Option<String>> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .or_else(|_| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY))?;
    let answer: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok((answer != "ok").then_some(answer))
}

/// Removes the files of the index in `dir`; the next command that asks makes them anew (2.3).
pub fn forget(dir: &Path) -> std::io::Result<()> {
    for name in NAMES {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            match std::fs::remove_file(dir.join(format!("{name}{suffix}"))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}
