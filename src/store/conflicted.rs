//! What a merge, rebase or cherry-pick of plain git left unmerged in this worktree's index.

use super::checkout::{head_branch, is_being_rewritten, unmerged};
use super::{Store, StoreError, durable, program};
use git2::Oid;
use std::collections::BTreeMap;
use std::fs;

/// A file that git could not merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicted {
    /// Its path.
    pub path: String,
    /// The common ancestor's (stage 1).
    pub base: Option<Vec<u8>>,
    /// That of the branch that HEAD is on (stage 2).
    pub ours: Option<Vec<u8>>,
    /// That of what is merged into it (stage 3).
    pub theirs: Option<Vec<u8>>,
}

impl Store {
    /// What git is in the middle of in this worktree, and how to leave it.
    pub fn operation(&self) -> Option<(&'static str, &'static str)> {
        super::checkout::operation(self.repo.path())
    }

    /// The commits whose files are being made one: HEAD, and the one that is merged, picked, reverted or replayed.
    pub fn conflicting_tips(&self) -> Result<Option<(String, String)>, StoreError> {
        let Ok(head) = self.repo.refname_to_id("HEAD") else { return Ok(None) };
        let names = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"];
        let read = |name: &&str| fs::read_to_string(self.repo.path().join(name)).ok();
        let other = names.iter().find_map(read).and_then(|text| Oid::from_str(text.lines().next()?).ok());
        Ok(other.map(|other| (head.to_string(), other.to_string())))
    }

    /// The paths of the unmerged files of this worktree's index, where the desk's branch is, or was when git began.
    pub fn unmerged(&self) -> Result<Vec<String>, StoreError> {
        let dir = self.repo.path();
        let is_here = self
            .reference()
            .is_none_or(|name| head_branch(dir).as_deref() == Some(name) || is_being_rewritten(dir, name));
        self.repo.workdir().filter(|_| is_here).map_or_else(|| Ok(Vec::new()), |root| unmerged(dir, root))
    }

    /// The unmerged files of this worktree's index, by path.
    pub fn conflicted(&self) -> Result<Vec<Conflicted>, StoreError> {
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        let out = program::run(command.args(["ls-files", "--unmerged", "-z"]), None, "read its index")?;
        let mut found: BTreeMap<String, Conflicted> = BTreeMap::new();
        for line in out.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let text = String::from_utf8_lossy(line);
            let Some((meta, path)) = text.split_once('\t') else { continue };
            let [_, id, stage] = meta.split(' ').collect::<Vec<_>>()[..] else { continue };
            let bytes = self.repo.find_blob(Oid::from_str(id)?).map(|blob| blob.content().to_vec()).ok();
            let file = found.entry(path.to_owned()).or_default();
            path.clone_into(&mut file.path);
            match stage {
                "1" => file.base = bytes,
                "2" => file.ours = bytes,
                _ => file.theirs = bytes,
            }
        }
        Ok(found.into_values().collect())
    }

    /// Writes and stages files that are settled; `None` removes one. The index changes at once for all of them.
    pub fn settle(&self, files: &[(String, Option<Vec<u8>>)]) -> Result<(), StoreError> {
        let Some(root) = self.repo.workdir().filter(|_| !files.is_empty()) else { return Ok(()) };
        let mut lines = Vec::new();
        for (path, bytes) in files {
            let file = root.join(path);
            // Every stage goes first.
            lines.extend_from_slice(format!("0 {}\t{path}\0", Oid::ZERO_SHA1).as_bytes());
            match bytes {
                Some(bytes) => {
                    let id = self.repo.blob(bytes)?;
                    lines.extend_from_slice(format!("100644 {id} 0\t{path}\0").as_bytes());
                    if let Some(folder) = file.parent() {
                        fs::create_dir_all(folder)
                            .map_err(|error| StoreError::io("make the folder", folder, &error))?;
                    }
                    durable::replace(&file, bytes)?;
                }
                None => super::lock::remove(&file)?,
            }
        }
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        command.args(["update-index", "-z", "--index-info"]);
        program::run(&mut command, Some(&lines), "change its index").map(drop)?;
        let mut refresh = program::git(self.repo.path(), self.repo.workdir());
        program::output(refresh.args(["update-index", "-q", "--refresh"]), None).map(drop)
    }
}
