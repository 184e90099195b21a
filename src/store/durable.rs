//! Making files survive a power cut.

use super::StoreError;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `path` so that it has its old content or, durably, the new: a temporary file beside it, synced, renamed.
pub(in crate::store) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = path.with_extension("new");
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary);
        StoreError::io("write", path, &error)
    })?;
    sync_parent(path)
}

/// Syncs the folder of `path`, so that its name is durable.
pub(in crate::store) fn sync_parent(path: &Path) -> Result<(), StoreError> {
    path.parent().map_or(Ok(()), sync)
}

/// Syncs one file or folder.
pub(in crate::store) fn sync(path: &Path) -> Result<(), StoreError> {
    match File::open(path) {
        // Where folders cannot be opened as files, the system orders their changes itself.
        Err(_) if path.is_dir() => Ok(()),
        opened => {
            opened.and_then(|file| file.sync_all()).map_err(|error| StoreError::io("sync", path, &error))
        }
    }
}

/// Syncs files and folders, several at a time, since a journaling file system commits them together.
pub(in crate::store) fn sync_all(paths: &[PathBuf]) -> Result<(), StoreError> {
    const AT_ONCE: usize = 8;
    let share = paths.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> = paths
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().try_for_each(|path| sync(path))))
            .collect();
        running.into_iter().try_for_each(|one| {
            one.join().unwrap_or_else(|_| Err(StoreError::environment("a thread that synced files failed")))
        })
    })
}
