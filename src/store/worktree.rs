//! Uncommitted files, for `validate`, the only command that reads them (2.7).

use super::apply::{Found, Looker};
use super::{Store, StoreError};
use std::fs;
use std::path::Path;

impl Store {
    /// The bytes of a file in this worktree; `None` where there is none, or only through a symbolic link.
    pub fn worktree_file(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(root) = self.repo.workdir() else { return Ok(None) };
        Ok(match Looker::new(root).look(path)? {
            Found::File(bytes) => Some(bytes),
            Found::Nothing | Found::Link(_) | Found::Other => None,
        })
    }

    /// The files of this worktree whose path is `prefix` or lies below it, by path. Symbolic links are not followed; names that
    /// are not UTF-8 are none of a desk's.
    pub fn worktree_files(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        let prefix = prefix.trim_end_matches('/');
        let Some(root) = self.repo.workdir() else { return Ok(found) };
        if prefix.is_empty() {
            walk(root, "", &mut found)?;
        } else {
            match Looker::new(root).look(prefix)? {
                Found::File(_) => found.push(prefix.to_owned()),
                Found::Other => walk(&root.join(prefix), &format!("{prefix}/"), &mut found)?,
                Found::Nothing | Found::Link(_) => {}
            }
        }
        found.sort();
        Ok(found)
    }
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::io("read", folder, &error);
    if !fs::symlink_metadata(folder).is_ok_and(|data| data.is_dir()) {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() && name != ".git" {
            walk(&entry.path(), &format!("{prefix}{name}/"), found)?;
        } else if kind.is_file() && !name.starts_with(".tramite-") {
            found.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}
