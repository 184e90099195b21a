//! Where a branch is checked out: here, in the main worktree, in a linked one; and what git is in the middle of there.

use super::{Store, StoreError, StoreErrorKind, program};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A worktree whose HEAD is the desk's branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Checkout {
    /// The worktree's own git directory, where its HEAD and index are.
    pub git_dir: PathBuf,
    /// The root of its files.
    pub workdir: PathBuf,
}

impl Checkout {
    pub(in crate::store) fn index(&self) -> PathBuf {
        self.git_dir.join("index")
    }
}

impl Store {
    /// Whether the desk's branch is the one checked out in this worktree.
    pub fn is_checked_out(&self) -> bool {
        !self.repo.is_bare()
            && (self.reference().is_none() || head_branch(self.repo.path()).as_deref() == self.reference())
    }

    /// The git directories of all worktrees, the main one's first.
    pub(in crate::store) fn worktree_git_dirs(&self) -> Vec<PathBuf> {
        let mut dirs = vec![self.common.clone()];
        if let Ok(linked) = fs::read_dir(self.common.join("worktrees")) {
            dirs.extend(linked.flatten().map(|entry| entry.path()));
        }
        dirs
    }

    /// The worktrees in which `reference` is checked out. An error where git is in the middle of something there
    /// that a new commit would confuse.
    pub(in crate::store) fn checkouts(&self, reference: &str) -> Result<Vec<Checkout>, StoreError> {
        let mut found = Vec::new();
        for git_dir in self.worktree_git_dirs() {
            let attached = head_branch(&git_dir).as_deref() == Some(reference);
            if !attached && !is_being_rewritten(&git_dir, reference) {
                continue;
            }
            let Some(workdir) = self.workdir_of(&git_dir) else { continue };
            let place = format!("in \"{}\"", workdir.display());
            if let Some(error) = interrupted(&git_dir, &workdir, &place) {
                return Err(error);
            }
            if attached {
                found.push(Checkout { git_dir, workdir });
            }
        }
        Ok(found)
    }

    /// The worktrees in which `reference` is checked out, whatever git is doing there.
    pub(in crate::store) fn all_checkouts(&self, reference: &str) -> Vec<Checkout> {
        let dirs = self.worktree_git_dirs().into_iter();
        dirs.filter(|git_dir| head_branch(git_dir).as_deref() == Some(reference))
            .filter_map(|git_dir| Some(Checkout { workdir: self.workdir_of(&git_dir)?, git_dir }))
            .collect()
    }

    fn workdir_of(&self, git_dir: &Path) -> Option<PathBuf> {
        if same(git_dir, self.repo.path()) {
            return self.repo.workdir().map(Path::to_owned);
        }
        if same(git_dir, &self.common) {
            return git2::Repository::open(&self.common).ok()?.workdir().map(Path::to_owned);
        }
        let dot_git = fs::read_to_string(git_dir.join("gitdir")).ok()?;
        let workdir = git_dir.join(dot_git.trim_end_matches(['\n', '\r'])).parent()?.to_owned();
        // A worktree on a disk that is away, or removed without `git worktree prune`, has no files to keep in step.
        let workdir = workdir.canonicalize().ok()?;
        workdir.join(".git").exists().then_some(workdir)
    }
}

fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The branch that the HEAD in `git_dir` is on.
pub(in crate::store) fn head_branch(git_dir: &Path) -> Option<String> {
    let text = fs::read_to_string(git_dir.join("HEAD")).ok()?;
    Some(text.strip_prefix("ref:")?.trim().to_owned())
}

/// Whether HEAD is off the branch only because a rebase or bisect of it is under way.
pub(in crate::store) fn is_being_rewritten(git_dir: &Path, reference: &str) -> bool {
    let says =
        |file: &str, name: &str| fs::read_to_string(git_dir.join(file)).is_ok_and(|text| text.trim() == name);
    let short = reference.strip_prefix("refs/heads/").unwrap_or(reference);
    says("rebase-merge/head-name", reference)
        || says("rebase-apply/head-name", reference)
        || says("BISECT_START", short)
}

/// Why no commit is to be made while git is in the middle of something; `None` where it is not.
pub(in crate::store) fn interrupted(git_dir: &Path, workdir: &Path, place: &str) -> Option<StoreError> {
    let (what, mend) = operation(git_dir)?;
    let said = format!("a {what} is under way {place}");
    // Where git cannot tell, its own words for going on are the better ones.
    let paths = unmerged(git_dir, workdir).unwrap_or_default();
    if paths.is_empty() {
        return Some(
            StoreError::environment(said).why("a new commit now would get mixed up with it").mend(mend),
        );
    }
    Some(not_merged(said, &paths, &format!("; then {mend}")))
}

/// Files that git could not merge: a conflict with somebody's change.
pub(in crate::store) fn not_merged(what: String, paths: &[String], then: &str) -> StoreError {
    let named = paths.iter().take(5).map(|path| format!("\"{path}\"")).collect::<Vec<_>>().join(", ");
    let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
    StoreError::new(StoreErrorKind::Conflict, what)
        .why(format!("git has not merged {named}{more}, which both sides changed"))
        .mend(format!(
            "tramite sync --resolve settles what is a ticket's; mend other files by hand and git add them{then}"
        ))
}

/// The files that git has left unmerged in a worktree, by path.
pub(in crate::store) fn unmerged(git_dir: &Path, workdir: &Path) -> Result<Vec<String>, StoreError> {
    let mut command = program::git(git_dir, Some(workdir));
    let out = program::run(command.args(["ls-files", "--unmerged", "-z"]), None, "read its index")?;
    let lines = out.split(|byte| *byte == 0).filter_map(|line| {
        let at = line.iter().position(|byte| *byte == b'\t')?;
        Some(String::from_utf8_lossy(&line[at + 1..]).into_owned())
    });
    Ok(lines.collect::<BTreeSet<_>>().into_iter().collect())
}

/// What git is in the middle of, and how to leave it.
pub(in crate::store) fn operation(git_dir: &Path) -> Option<(&'static str, &'static str)> {
    let has = |name: &str| git_dir.join(name).exists();
    if has("rebase-merge") || has("rebase-apply/rebasing") {
        Some(("rebase", "finish it with git rebase --continue, or give it up with git rebase --abort"))
    } else if has("rebase-apply") {
        Some(("git am", "finish it with git am --continue, or give it up with git am --abort"))
    } else if has("MERGE_HEAD") {
        Some(("merge", "finish it with git commit, or give it up with git merge --abort"))
    } else if has("CHERRY_PICK_HEAD") {
        Some((
            "cherry-pick",
            "finish it with git cherry-pick --continue, or give it up with git cherry-pick --abort",
        ))
    } else if has("REVERT_HEAD") {
        Some(("revert", "finish it with git revert --continue, or give it up with git revert --abort"))
    } else if has("BISECT_START") || has("BISECT_LOG") {
        Some(("bisect", "end it with git bisect reset"))
    } else {
        None
    }
}
