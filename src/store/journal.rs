//! The journal of an unfinished write (5): what was to happen, so that the next command can finish it.

use super::{Store, StoreError, durable, lock};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::PathBuf;

/// A write that has begun: the branch goes from `old` to `new`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Journal {
    /// Version of this file's form.
    pub version: u32,
    /// The branch's full name.
    pub reference: String,
    /// Its commit before; none for a branch to be made.
    pub old: Option<String>,
    /// Its commit after.
    pub new: String,
    /// The files that differ between the two.
    pub paths: Vec<String>,
}

/// The form this program writes and understands.
pub(in crate::store) const VERSION: u32 = 1;

impl Store {
    pub(in crate::store) fn journal_path(&self) -> PathBuf {
        self.own_dir().join("journal")
    }

    pub(in crate::store) fn write_journal(&self, journal: &Journal) -> Result<(), StoreError> {
        let text = serde_json::to_vec(journal)
            .map_err(|error| StoreError::environment("cannot write the journal").why(error.to_string()))?;
        durable::replace(&self.journal_path(), &text)?;
        self.share(&self.journal_path());
        Ok(())
    }

    pub(in crate::store) fn read_journal(&self) -> Result<Option<Journal>, StoreError> {
        let path = self.journal_path();
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| StoreError::io("read", &path, &error))?,
        };
        let unknown = |why: String| {
            StoreError::environment(format!(
                "cannot read the journal \"{}\" of an unfinished write",
                path.display()
            ))
            .why(why)
            .mend("compare `git status` with what you meant, then remove that file")
        };
        let journal: Journal = serde_json::from_slice(&bytes).map_err(|error| unknown(error.to_string()))?;
        if journal.version == VERSION {
            Ok(Some(journal))
        } else {
            Err(unknown(format!("it has version {}, this program knows {VERSION}", journal.version)))
        }
    }

    /// Puts a journal that nobody can read aside, so that writing can go on; what it was of is for `behind` to find.
    pub fn set_journal_aside(&self) -> Result<(), StoreError> {
        let path = self.journal_path();
        let aside = self.own_dir().join("journal.damaged");
        std::fs::rename(&path, &aside).map_err(|error| StoreError::io("put aside", &path, &error))
    }

    pub(in crate::store) fn remove_journal(&self) -> Result<(), StoreError> {
        lock::remove(&self.journal_path())
    }
}
