//! What can go wrong here: what, why, how to mend it (8).

use std::fmt;
use std::path::Path;

/// What sort of trouble, from which the program takes its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// There is no such desk, commit or file: exit code 3.
    NotFound,
    /// Somebody else's change is in the way: exit code 5.
    Conflict,
    /// The remote's own rules refuse what was sent: exit code 4.
    Refused,
    /// Uncommitted edits are in the way of a write: exit code 6; nothing was written.
    Dirty,
    /// The environment: shallow clone, no identity, locked, I/O: exit code 6.
    Environment,
    /// For tests: the write stopped where [`super::Env::crash_at`] told it to.
    Killed,
}

/// An error of the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct StoreError {
    /// The sort of trouble.
    pub kind: StoreErrorKind,
    /// What is wrong, one line.
    pub what: String,
    /// Why, one line.
    pub why: Option<String>,
    /// How to mend it, one line.
    pub mend: Option<String>,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(why) = &self.why {
            write!(f, ": {why}")?;
        }
        if let Some(mend) = &self.mend {
            write!(f, " ({mend})")?;
        }
        Ok(())
    }
}

impl StoreError {
    pub(in crate::store) fn new(kind: StoreErrorKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), why: None, mend: None }
    }

    pub(in crate::store) fn environment(what: impl Into<String>) -> Self {
        Self::new(StoreErrorKind::Environment, what)
    }

    pub(in crate::store) fn not_found(what: impl Into<String>) -> Self {
        Self::new(StoreErrorKind::NotFound, what)
    }

    pub(in crate::store) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    pub(in crate::store) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }

    /// An I/O error on a file: what was being done, with which file.
    pub(in crate::store) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let error_of =
            Self::environment(format!("cannot {doing} \"{}\"", path.display())).why(error.to_string());
        match error.kind() {
            K::StorageFull | K::QuotaExceeded => error_of.mend("make room on the disk and try again"),
            K::PermissionDenied | K::ReadOnlyFilesystem => {
                error_of.mend("give yourself the right to write there, or work in a clone of your own")
            }
            _ => error_of,
        }
    }
}

impl From<git2::Error> for StoreError {
    fn from(error: git2::Error) -> Self {
        let message = error.message().trim().to_owned();
        let lower = message.to_lowercase();
        let mut found = Self::environment("git could not do it");
        if !matches!(lower.as_str(), "" | "no error" | "an unknown git error occurred") {
            found = found.why(message);
        }
        if lower.contains("no space left")
            || lower.contains("quota exceeded")
            || lower.contains("file too large")
        {
            found.mend("make room on the disk and try again")
        } else if lower.contains("permission denied") || lower.contains("read-only file system") {
            found.mend("give yourself the right to write there, or work in a clone of your own")
        } else if error.code() == git2::ErrorCode::Locked {
            found.mend("wait for the other git process, or remove its lock file if it is dead")
        } else {
            found
        }
    }
}
