//! Paths that no file of a working tree may have. Git refuses them where it checks out; libgit2 does not where it reads trees.

use super::history::raw::folded;
use super::{Store, StoreError};

/// Whether a path would lead out of a working tree, or into git's own folder, here or on another system.
pub(in crate::store) fn is_unsafe(path: &str) -> bool {
    path.split('/').any(|name| {
        matches!(name, "" | "." | "..") || matches!(folded(name.as_bytes()).as_str(), ".git" | "git~1")
    })
}

/// An error that names the first of `paths` that no file may have.
pub(in crate::store) fn require_safe(paths: &[String]) -> Result<(), StoreError> {
    let Some(path) = paths.iter().find(|path| is_unsafe(path)) else { return Ok(()) };
    Err(StoreError::environment(format!("\"{path}\" cannot be the path of a file"))
        .why("a commit that came has it; written, it would leave the working tree or change what is git's own. Nothing is changed here")
        .mend(
            "whoever keeps the remote takes the commit out there; `tramite hooks install --server` (receive.fsckObjects) keeps \
             such commits out",
        ))
}

impl Store {
    /// An error where `new` has a path that no file may have and that `old` lacks.
    pub fn require_safe_paths(&self, old: Option<&str>, new: &str) -> Result<(), StoreError> {
        require_safe(&self.differing_paths(old, new)?)
    }
}

#[cfg(test)]
mod tests {
    use super::is_unsafe;

    #[test]
    fn what_git_would_not_check_out() {
        for path in [
            "..",
            "../x",
            "a/../b",
            ".",
            "a//b",
            "",
            ".git",
            ".git/config",
            "a/.GIT/hooks/x",
            ".git./x",
            ".git ",
            ".git::$INDEX_ALLOCATION/x",
            "GIT~1/config",
            ".g\u{200c}it/config",
        ] {
            assert!(is_unsafe(path), "{path:?}");
        }
        for path in
            [".gitattributes", ".github/x", "...", "a..b/c", "git", "tickets/202611/0007-k0ra/ticket.yaml"]
        {
            assert!(!is_unsafe(path), "{path:?}");
        }
    }
}
