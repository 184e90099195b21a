//! From commits to trâmites (4): what each commit changed of each ticket, by comparing content.
//!
//! The invariant: folding a ticket's trâmites in order gives its content at the head. A commit with one parent
//! has the difference between the two; a merge has what it differs in from the fold of its ancestors, so that a
//! clean merge has none. Trâmites of one key on one line of descent are in the line's order, whatever their dates.

mod ancestry;
pub mod audit;
#[cfg(test)]
pub(crate) mod fixture;
mod folder;
mod merges;
mod parts;
mod pass;
pub mod raw;
mod sound;
mod steps;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod tree;
mod walk;

pub use sound::Broken;
pub use timeline::Recorded;

use self::pass::Pass;
use self::steps::Steps;
use super::{Store, StoreError};
use crate::model::config::ConfigFile;
use crate::model::{Finding, IdError, Snapshot, TicketDir, Uid};
use git2::{ObjectType, Oid, Repository};

/// A commit's (or another object's) id.
pub type ObjectId = Oid;

/// Why history could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// Git's own error.
    #[error("cannot read the desk's history: {}", .0.message())]
    Git(#[from] git2::Error),
    /// The store could not give what was asked for.
    #[error("{0}")]
    Store(Box<StoreError>),
    /// An entry that should have been a tree is not.
    #[error("object '{0}' is not a tree; run `git fsck`")]
    NotATree(Oid),
    /// What was read earlier does not hold a commit that it should.
    #[error("commit '{0}' is missing from what was read earlier")]
    Unknown(Oid),
    /// What was read earlier cannot be had.
    #[error("cannot read what was read earlier: {0}")]
    Known(Box<dyn std::error::Error + Send + Sync>),
    /// The new head does not descend from the one read earlier.
    #[error("history was rewritten: '{0}' is no ancestor of the new head")]
    Rewritten(Oid),
}

impl From<StoreError> for HistoryError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<IdError> for HistoryError {
    fn from(error: IdError) -> Self {
        Self::Known(Box::new(error))
    }
}

/// A file of a ticket that cannot be read, or two folders with one uid, at the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the root of the tree.
    pub path: String,
    /// What it held when it was found.
    pub blob: Oid,
    /// The uid that another folder has too.
    pub duplicate: Option<Uid>,
    /// What to say.
    pub finding: Finding,
}

/// What an earlier reading gave: the index, or the result of [`collect`] kept in memory.
pub trait Known {
    /// The head that was read.
    fn head(&self) -> Oid;
    /// A commit's generation; `None` where it is not in the history that was read.
    fn generation(&self, commit: Oid) -> Result<Option<u32>, HistoryError>;
    /// The uids ever seen in a folder.
    fn uids_at(&self, dir: &TicketDir) -> Result<Vec<Uid>, HistoryError>;
    /// The folders in which a uid was ever seen.
    fn folders_of(&self, uid: &Uid) -> Result<Vec<TicketDir>, HistoryError>;
    /// A ticket's trâmites, in order.
    fn tramites(&self, uid: &Uid) -> Result<Vec<Recorded>, HistoryError>;
    /// The problems at that head.
    fn problems(&self) -> Result<Vec<Problem>, HistoryError>;
}

/// A ticket with its whole history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketHistory {
    /// Which.
    pub uid: Uid,
    /// At the head; `None` where it was removed.
    pub snapshot: Option<Snapshot>,
    /// All its trâmites, in order, also those that were known.
    pub tramites: Vec<Recorded>,
}

/// What a reading gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The tickets that changed since, by uid.
    pub tickets: Vec<TicketHistory>,
    /// The commits read, parents first, with their generations.
    pub commits: Vec<(Oid, u32)>,
    /// Folders and the uids newly seen in them, in order.
    pub folders: Vec<(TicketDir, Uid)>,
    /// All problems at the head, by path.
    pub problems: Vec<Problem>,
}

/// Reads the history of `head`: all of it, or what was added `since` an earlier reading.
///
/// Gives [`HistoryError::Rewritten`] where the head read earlier is no ancestor of `head`: read all of it then.
pub fn collect(repo: &Repository, head: Oid, since: Option<&dyn Known>) -> Result<History, HistoryError> {
    let commits = walk::new_commits(repo, head, since)?;
    if since.is_none() && commits.len() >= LONG {
        // A second handle may see less than the first (objects that a push has not yet brought in): then alone.
        if let Ok(Some(history)) = parts::collect(repo, &commits) {
            return Ok(history);
        }
    }
    let mut steps = Steps::new(repo, since)?;
    let mut pass = Pass::new(repo, since)?;
    for (place, commit) in (0..).zip(&commits) {
        pass.take(&steps.step(place, commit)?)?;
    }
    pass.finish(&commits, &steps.node(head)?)
}

/// From how many commits on more threads are worth their while.
const LONG: usize = 2000;

impl Store {
    /// Reads the history of `head`; see [`collect`]. Refused in a shallow or partial clone (4).
    pub fn history(&self, head: &str, since: Option<&dyn Known>) -> Result<History, HistoryError> {
        self.require_full_history()?;
        collect(self.repo(), self.oid(head)?, since)
    }

    /// The history of `head` as `check` goes through it. Refused in a shallow or partial clone (4).
    pub fn audit<'a>(
        &'a self,
        head: &str,
        since: Option<&'a dyn Known>,
    ) -> Result<audit::Audit<'a>, HistoryError> {
        self.require_full_history()?;
        audit::Audit::new(self.repo(), self.oid(head)?, since)
    }

    /// The entries of a commit's tree that do not hold what they claim to, and as they are in none of its parents'.
    pub fn broken_entries(&self, commit: ObjectId) -> Result<Vec<Broken>, HistoryError> {
        sound::broken(self.repo(), commit)
    }

    /// The type templates in a `.tramite` tree, by the tree's id: what a status meant when it was set (4).
    pub fn type_files(&self, config_tree: &str) -> Result<Vec<ConfigFile>, HistoryError> {
        let tree = self.repo().find_tree(Oid::from_str(config_tree)?)?;
        let Some(types) = tree.get_name("types").filter(|entry| entry.kind() == Some(ObjectType::Tree))
        else {
            return Ok(Vec::new());
        };
        let mut files = Vec::new();
        for entry in &self.repo().find_tree(types.id())? {
            if let (Ok(name), Some(ObjectType::Blob)) = (entry.name(), entry.kind()) {
                let bytes = self.repo().find_blob(entry.id())?.content().to_vec();
                files.push(ConfigFile { path: format!(".tramite/types/{name}"), bytes });
            }
        }
        Ok(files)
    }
}
