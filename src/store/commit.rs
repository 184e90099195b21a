//! One operation, one commit, all or nothing (2.2, 5).

use super::checkout::Checkout;
use super::journal::{self, Journal};
use super::lock::IndexLock;
use super::{Env, Signature, Store, StoreError, StoreErrorKind};
use git2::Oid;
use std::collections::BTreeSet;
use std::time::Duration;

/// How often a write begins again because somebody else moved the branch.
const ATTEMPTS: u32 = 10;

/// What a plan is made on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// The commit at the tip of the desk's branch; `None` where the branch has none yet.
    pub commit: Option<String>,
}

/// One commit to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commit's message.
    pub message: String,
    /// Who did it, and when it happened.
    pub author: Signature,
    /// Who records it, and when.
    pub committer: Signature,
    /// Paths with their new bytes; `None` deletes. Every other file stays as it is.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// For a merge: the commit that the files are changed on and that becomes the first parent, the tip being the second.
    /// `None`: the tip is both.
    pub onto: Option<String>,
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The new commit; `None` where the plan had nothing to write.
    pub commit: Option<String>,
    /// The tip before.
    pub old: Option<String>,
    /// The commit is made, but a working tree could not be brought in step: why. The next command tries again.
    pub unfinished: Option<StoreError>,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError<E> {
    /// The store could not.
    Store(StoreError),
    /// The plan refused.
    Plan(E),
}

impl<E> From<StoreError> for WriteError<E> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What one attempt came to.
enum Attempt {
    Done(Committed),
    /// The branch is no longer where it was read.
    Moved,
}

impl Store {
    /// Makes the commit that `plan` makes of the branch's tip. `plan` is called again, with the new tip, where somebody moved
    /// the branch meanwhile; it may answer `None`: nothing to write.
    pub fn commit<E>(
        &self,
        env: &Env,
        plan: &mut dyn FnMut(&Tip) -> Result<Option<Change>, E>,
    ) -> Result<Committed, WriteError<E>> {
        let reference = self.writable()?.to_owned();
        let _held = self.lock(env)?;
        self.recover_locked()?;
        for attempt in 0..ATTEMPTS {
            let old = self.tip_oid()?;
            let tip = Tip { commit: old.map(|oid| oid.to_string()) };
            let Some(change) = plan(&tip).map_err(WriteError::Plan)? else {
                return Ok(Committed { commit: None, old: tip.commit, unfinished: None });
            };
            check_paths(&change)?;
            if let Attempt::Done(done) = self.attempt(env, &reference, old, &change)? {
                return Ok(done);
            }
            std::thread::sleep(backoff(attempt));
        }
        Err(StoreError::new(StoreErrorKind::Conflict, "the desk's branch keeps moving")
            .why(format!("somebody else moved \"{reference}\" {ATTEMPTS} times while this was being written"))
            .mend("try again")
            .into())
    }

    fn writable(&self) -> Result<&str, StoreError> {
        self.require_full_history()?;
        self.reference().ok_or_else(|| {
            let error = StoreError::environment("the desk is on a detached HEAD")
                .why("a new commit would belong to no branch");
            match super::checkout::operation(self.repo.path()) {
                Some((what, mend)) => StoreError::environment(format!("a {what} is under way here"))
                    .why("a new commit now would get mixed up with it")
                    .mend(mend),
                None => error.mend("git switch BRANCH, or git switch -c BRANCH, and try again"),
            }
        })
    }

    fn attempt(
        &self,
        env: &Env,
        reference: &str,
        old: Option<Oid>,
        change: &Change,
    ) -> Result<Attempt, StoreError> {
        let checkouts = self.checkouts(reference)?;
        let mut locks = Vec::new();
        let result = self.locked_attempt(env, reference, old, change, &checkouts, &mut locks);
        if matches!(&result, Err(error) if error.kind == StoreErrorKind::Killed) {
            return result;
        }
        for lock in locks {
            lock.free()?;
        }
        result
    }

    fn locked_attempt(
        &self,
        env: &Env,
        reference: &str,
        old: Option<Oid>,
        change: &Change,
        checkouts: &[Checkout],
        locks: &mut Vec<IndexLock>,
    ) -> Result<Attempt, StoreError> {
        let old_tree = old.map(|oid| self.repo.find_commit(oid)?.tree()).transpose()?;
        let onto = change.onto.as_deref().map(|name| self.oid(name)).transpose()?;
        let base = onto.map_or(Ok(old_tree.clone()), |oid| {
            Ok::<_, git2::Error>(Some(self.repo.find_commit(oid)?.tree()?))
        })?;
        let mut paths: BTreeSet<String> = change.files.iter().map(|(path, _)| path.clone()).collect();
        if onto.is_some() {
            paths.extend(self.differing(old_tree.as_ref(), base.as_ref())?);
        }
        let paths: Vec<String> = paths.into_iter().collect();
        step(env, "start")?;
        for checkout in checkouts {
            locks.push(IndexLock::take(&checkout.git_dir, &self.own_dir())?);
            step(env, "index-locked")?;
            self.require_clean(checkout, old_tree.as_ref(), &paths)?;
        }
        let parents: Vec<Oid> = onto.into_iter().chain(old).collect();
        let new = self.build_commit(base.as_ref(), &parents, change)?;
        step(env, "objects")?;
        let journal = Journal {
            version: journal::VERSION,
            reference: reference.to_owned(),
            old: old.map(|oid| oid.to_string()),
            new: new.to_string(),
            paths,
        };
        self.write_journal(&journal)?;
        let moved = self.carry(env, checkouts, &journal, old);
        match moved {
            Ok(true) => {}
            Err(error) if error.kind == StoreErrorKind::Killed => return Err(error),
            other => {
                self.unstage(checkouts, &journal.paths);
                self.remove_journal()?;
                return other.map(|_| Attempt::Moved);
            }
        }
        step(env, "ref")?;
        let subject = change.message.lines().next().unwrap_or_default();
        self.log_move(checkouts, &journal, &change.committer, subject);
        let unfinished = match self.bring_in_step(env, checkouts, &journal) {
            Err(error) if error.kind == StoreErrorKind::Killed => return Err(error),
            done => done.err(),
        };
        Ok(Attempt::Done(Committed { commit: Some(journal.new), old: journal.old, unfinished }))
    }

    /// Readies the working trees and moves the branch; false where it is no longer where it was read.
    fn carry(
        &self,
        env: &Env,
        checkouts: &[Checkout],
        journal: &Journal,
        old: Option<Oid>,
    ) -> Result<bool, StoreError> {
        step(env, "journal")?;
        for checkout in checkouts {
            self.stage(checkout, journal)?;
        }
        step(env, "staged")?;
        self.move_reference(journal, old)
    }

    /// After the branch has moved: working trees, indexes, journal gone.
    fn bring_in_step(&self, env: &Env, checkouts: &[Checkout], journal: &Journal) -> Result<(), StoreError> {
        for checkout in checkouts {
            self.apply_files(env, checkout, journal)?;
            step(env, "files")?;
            self.apply_index(checkout, journal)?;
            step(env, "index")?;
        }
        // The journal goes before the locks: a lock without a journal is swept, a journal without a lock is redone.
        self.remove_journal()?;
        step(env, "journal-gone")
    }

    /// The paths in which two trees differ.
    pub(in crate::store) fn differing(
        &self,
        old: Option<&git2::Tree<'_>>,
        new: Option<&git2::Tree<'_>>,
    ) -> Result<Vec<String>, StoreError> {
        let diff = self.repo.diff_tree_to_tree(old, new, None)?;
        let path = |file: git2::DiffFile<'_>| Some(file.path_bytes()?.to_vec());
        let mut paths = BTreeSet::new();
        for delta in diff.deltas() {
            for bytes in path(delta.old_file()).into_iter().chain(path(delta.new_file())) {
                paths.insert(String::from_utf8(bytes).map_err(|error| {
                    StoreError::environment("a file's name is not UTF-8")
                        .why(format!("{:?}", String::from_utf8_lossy(error.as_bytes())))
                        .mend("rename it with git mv")
                })?);
            }
        }
        Ok(paths.into_iter().collect())
    }
}

/// Refuses what must never be a path in a commit; such a path is a mistake of the caller, never a person's.
fn check_paths(change: &Change) -> Result<(), StoreError> {
    for (path, _) in &change.files {
        let bad = |part: &str| {
            part.is_empty()
                || part == "."
                || part == ".."
                || part.eq_ignore_ascii_case(".git")
                || part.contains(['\\', '\0'])
        };
        if path.split('/').any(bad) {
            return Err(StoreError::environment(format!(
                "\"{path}\" cannot be the path of a file in a commit"
            )));
        }
    }
    Ok(())
}

/// Longer each time, and not the same for two processes.
fn backoff(attempt: u32) -> Duration {
    Duration::from_millis(u64::from(5 * 2u32.pow(attempt.min(6)) + std::process::id() % 17))
}

/// A step of a write; in tests the place to be killed at.
pub(in crate::store) fn step(env: &Env, name: &str) -> Result<(), StoreError> {
    match &env.crash_at {
        Some(at) if at == name => {
            Err(StoreError::new(StoreErrorKind::Killed, format!("killed at \"{name}\"")))
        }
        _ => Ok(()),
    }
}
