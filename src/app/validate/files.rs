//! Where the files come from that `validate` looks at: the working tree, git's index, or the tip.

use crate::app::{App, Error};
use crate::model::config::ConfigFile;
use std::collections::BTreeMap;

/// A file's bytes, and the id that git has for them.
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Id of the blob.
    pub oid: String,
}

impl AsRef<[u8]> for File {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Files by path.
pub type Files = BTreeMap<String, File>;

impl App {
    /// The files below `prefix` in the working tree; of the tip, where the branch is not checked out.
    pub(super) fn present(&self, prefix: &str) -> Result<Files, Error> {
        let mut files = Files::new();
        let tip = self.store.list(&self.head, prefix)?;
        if !self.store.is_checked_out() {
            for entry in tip {
                let bytes = self.store.blob(&entry.oid)?;
                files.insert(entry.path, File { bytes, oid: entry.oid });
            }
            return Ok(files);
        }
        for path in self.store.worktree_files(prefix)? {
            if let Some(bytes) = self.store.worktree_file(&path)? {
                let oid = self.store.blob_id(&bytes)?;
                files.insert(path, File { bytes, oid });
            }
        }
        let absent: Vec<_> = tip.into_iter().filter(|entry| !files.contains_key(&entry.path)).collect();
        if !absent.is_empty() {
            // A sparse checkout leaves files out of the working tree that are not removed.
            let removed = self.store.dirty_paths(&[prefix])?;
            for entry in absent.into_iter().filter(|entry| !removed.contains(&entry.path)) {
                let bytes = self.store.blob(&entry.oid)?;
                files.insert(entry.path, File { bytes, oid: entry.oid });
            }
        }
        Ok(files)
    }

    /// The files below `prefix` in git's index: what the next commit will hold.
    pub(super) fn staged(&self, prefix: &str) -> Result<Files, Error> {
        let mut files = Files::new();
        for entry in self.store.staged_files(prefix)? {
            let bytes = self.store.blob(&entry.oid)?;
            files.insert(entry.path, File { bytes, oid: entry.oid });
        }
        Ok(files)
    }
}

/// The same as files of a configuration.
pub fn as_config(files: &Files) -> Vec<ConfigFile> {
    files.iter().map(|(path, file)| ConfigFile { path: path.clone(), bytes: file.bytes.clone() }).collect()
}
