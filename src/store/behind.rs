//! A working tree that stayed behind its branch: the branch was moved and the files were not, by a crash that no journal tells
//! of, a push into the branch that is checked out, or `git update-ref`.

use super::operation::is_of_desk;
use super::read::entry_at;
use super::{Store, StoreError, program};
use git2::{Oid, Tree};
use std::collections::BTreeMap;

/// How many commits a working tree is looked for in.
const FAR: usize = 200;

/// A working tree and git index that are those of an earlier commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// That commit, hexadecimal.
    pub commit: String,
    /// The desk's files in which it differs from the tip.
    pub paths: Vec<String>,
}

impl Store {
    /// Whether the desk's files here are, all that changed since, those of an earlier commit, in the working tree and in git's
    /// index alike. Edits of a person never look so.
    pub fn behind(&self) -> Result<Option<Behind>, StoreError> {
        if !self.is_checked_out() {
            return Ok(None);
        }
        let dirty = self.dirty_paths(&[".tramite", "tickets", ".gitattributes"])?;
        let Some(tip) = self.tip_oid()?.filter(|_| !dirty.is_empty()) else { return Ok(None) };
        let mut commit = self.repo().find_commit(tip)?;
        let new = commit.tree()?;
        let staged: BTreeMap<String, String> =
            self.staged_files("")?.into_iter().map(|entry| (entry.path, entry.oid)).collect();
        let mut found: Option<Behind> = None;
        for _ in 0..FAR {
            let Ok(parent) = commit.parent(0) else { break };
            commit = parent;
            let old = commit.tree()?;
            let mut paths = self.differing(Some(&old), Some(&new))?;
            paths.retain(|path| is_of_desk(path));
            let larger = found.as_ref().is_none_or(|found| found.paths.len() < paths.len());
            if larger && !paths.is_empty() && self.all_are(&old, &paths, &staged)? {
                found = Some(Behind { commit: commit.id().to_string(), paths });
            }
        }
        Ok(found)
    }

    /// Whether these files are those of `tree`, in the working tree and in the index.
    fn all_are(
        &self,
        tree: &Tree<'_>,
        paths: &[String],
        staged: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        for path in paths {
            let old: Option<Oid> = entry_at(Some(tree), path)?.map(|(oid, _)| oid);
            let old = old.map(|oid| oid.to_string());
            if staged.get(path) != old.as_ref() {
                return Ok(false);
            }
            let here = self.worktree_file(path)?.map(|bytes| self.blob_id(&bytes)).transpose()?;
            if here != old {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Brings files that stayed behind to the tip, in the working tree and in the index.
    pub fn catch_up(&self, behind: &Behind) -> Result<(), StoreError> {
        let mut command = program::git(self.repo().path(), self.workdir());
        command.args(["--literal-pathspecs", "restore", "--source=HEAD", "--staged", "--worktree"]);
        command.args(["--pathspec-from-file=-", "--pathspec-file-nul"]);
        let input = behind.paths.join("\0");
        program::run(&mut command, Some(input.as_bytes()), "bring the files to the branch's tip").map(drop)
    }
}
