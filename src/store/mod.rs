//! A desk in git: finding it, reading a commit's files, and writing one commit for one operation (3, 4, 5).
//!
//! With `history` this is the only place that names git2 or runs the `git` program. Everything from the
//! environment comes in an [`Env`].

mod apply;
mod attributes;
mod authors;
mod batch;
mod behind;
mod check;
mod checkout;
mod code;
mod commit;
mod conflicted;
mod create;
mod dirty;
mod discover;
mod durable;
mod env;
mod error;
mod files;
pub mod history;
mod hooks;
mod identity;
mod index;
mod journal;
mod kept;
mod limits;
mod lock;
mod loose;
mod maintain;
mod merge;
mod objects;
mod operation;
mod paths;
mod program;
mod purge;
mod read;
mod recover;
mod reference;
mod remote;
mod renew;
mod settings;
mod setup;
mod shared;
mod sought;
mod suspects;
mod taking;
mod trailers;
mod transfer;
mod when;
mod worktree;

#[cfg(test)]
mod tests;

pub use attributes::with_desk_attributes;
pub use authors::Author;
pub use behind::Behind;
pub use check::{DeskIds, Signed};
pub use code::CodeRepository;
pub use commit::{Change, Committed, Tip, WriteError};
pub use conflicted::Conflicted;
pub use dirty::Ahead;
pub use discover::DESK_BRANCH;
pub use env::{Env, Signature};
pub use error::{StoreError, StoreErrorKind};
pub use files::{Content, FileKey, Pinned, Stored};
pub use hooks::{Hook, HookState};
pub use merge::{Answer, Merged, Versions};
pub use operation::{MergeCommit, Operation};
pub use purge::Dropped;
pub use read::Entry;
pub use remote::{Fetched, Progress, Pushed, Upstream};
pub use renew::BrokenIndex;
pub use sought::Sought;
pub use taking::Taking;
pub use trailers::TrailedCommit;
pub use transfer::Sent;
pub use when::parse_git_date;

use std::path::{Path, PathBuf};

/// Where the desk's commits are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A branch here, `refs/heads/…`; it may not have a commit yet.
    Branch(String),
    /// Only a remote-tracking branch so far; the first write makes the local one.
    Tracking {
        /// `refs/heads/…`, to be made.
        local: String,
        /// `refs/remotes/…/…`.
        tracking: String,
    },
    /// `HEAD` names a commit and no branch: the desk can be read, not written.
    Detached,
}

/// A desk's git repository and the branch the desk is on. Found by [`Store::discover`].
pub struct Store {
    repo: git2::Repository,
    place: Place,
    settings: settings::Settings,
    common: PathBuf,
}

impl Store {
    /// The desk's branch by its short name, `HEAD` where HEAD is detached.
    pub fn branch(&self) -> &str {
        self.reference().map_or("HEAD", |name| name.strip_prefix("refs/heads/").unwrap_or(name))
    }

    /// The full name of the desk's branch, `None` where HEAD is detached.
    fn reference(&self) -> Option<&str> {
        match &self.place {
            Place::Branch(name) | Place::Tracking { local: name, .. } => Some(name),
            Place::Detached => None,
        }
    }

    /// The repository's own directory, shared by all its worktrees; our files are in its `tramite/`.
    pub fn git_dir(&self) -> &Path {
        &self.common
    }

    /// The folder for what `tramite` itself keeps: `<git dir>/tramite` (2.3).
    pub fn own_dir(&self) -> PathBuf {
        self.common.join("tramite")
    }

    /// The root of this worktree's files; `None` in a bare repository.
    pub fn workdir(&self) -> Option<&Path> {
        self.repo.workdir()
    }

    /// For the other files of this layer.
    pub(in crate::store) fn repo(&self) -> &git2::Repository {
        &self.repo
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("common", &self.common)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
