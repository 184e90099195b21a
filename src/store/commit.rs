//! One operation, one commit, all or nothing (2.2, 5).

use super::checkout::Checkout;
use super::dirty::{require_clean, require_settled};
use super::journal::{self, Journal};
use super::lock::IndexLock;
use super::read::Lookup;
use super::reference::Move;
use super::{Env, Signature, Store, StoreError, StoreErrorKind, index};
use git2::{Oid, Tree};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a lock of somebody else's is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
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

/// What is to become of the branch.
enum Work {
    /// One commit.
    One(Change),
    /// One commit after the other.
    Many(Vec<Change>),
    /// A commit that exists already, who moves the branch there, and what the reflog says of it.
    To(Oid, Signature, &'static str),
}

type Planner<'a, E> = dyn FnMut(&Tip) -> Result<Option<Work>, WriteError<E>> + 'a;

impl Store {
    /// Makes the commit that `plan` makes of the branch's tip. `plan` is called again, with the new tip, where somebody moved
    /// the branch meanwhile; it may answer `None`: nothing to write.
    pub fn commit<E>(
        &self,
        env: &Env,
        plan: &mut dyn FnMut(&Tip) -> Result<Option<Change>, E>,
    ) -> Result<Committed, WriteError<E>> {
        self.write(env, &mut |tip| Ok(plan(tip).map_err(WriteError::Plan)?.map(Work::One)))
    }

    /// The same for many commits in a row, of which all or none are made (imports): each on the one before, in a pack of their
    /// own where there are many. [`Change::onto`] is not looked at. [`Committed::commit`] is the last.
    pub fn commit_all<E>(
        &self,
        env: &Env,
        plan: &mut dyn FnMut(&Tip) -> Result<Vec<Change>, E>,
    ) -> Result<Committed, WriteError<E>> {
        self.write(env, &mut |tip| {
            let changes = plan(tip).map_err(WriteError::Plan)?;
            Ok((!changes.is_empty()).then_some(Work::Many(changes)))
        })
    }

    /// Moves the branch forward to a commit that is here already, as a fast-forward does, with working trees and indexes in step.
    /// A conflict where the commit does not descend from the tip.
    pub fn advance(&self, env: &Env, to: &str) -> Result<Committed, StoreError> {
        self.advance_saying(env, to, "fast-forward")
    }

    /// The same, with other words for the reflog.
    pub fn advance_saying(&self, env: &Env, to: &str, words: &'static str) -> Result<Committed, StoreError> {
        let to = self.oid(to)?;
        let who = self.committer_signature(env)?;
        let result = self.write::<StoreError>(env, &mut |tip| {
            let Some(now) = &tip.commit else { return Ok(Some(Work::To(to, who.clone(), words))) };
            let now = self.oid(now)?;
            if now == to {
                return Ok(None);
            }
            if self.repo.graph_descendant_of(to, now).map_err(StoreError::from)? {
                return Ok(Some(Work::To(to, who.clone(), words)));
            }
            let name = self.branch();
            Err(StoreError::new(StoreErrorKind::Conflict, format!("\"{name}\" has commits that {to} lacks"))
                .why("moving the branch there would drop them")
                .mend("tramite sync merges the two")
                .into())
        });
        result.map_err(|error| match error {
            WriteError::Store(error) | WriteError::Plan(error) => error,
        })
    }

    /// Takes the branch back from its tip to an ancestor: for commits that nobody else can have seen, which the caller has made
    /// sure of. A conflict where `tip` is the tip no more.
    pub fn retract(&self, env: &Env, tip: &str, to: &str) -> Result<Committed, StoreError> {
        let who = self.committer_signature(env)?;
        let parent = self.oid(to)?;
        let result = self.write::<StoreError>(env, &mut |now| {
            if now.commit.as_deref() == Some(tip) {
                return Ok(Some(Work::To(parent, who.clone(), "undo")));
            }
            Err(StoreError::new(StoreErrorKind::Conflict, "the desk's branch has moved meanwhile")
                .mend("try again")
                .into())
        });
        result.map_err(|error| match error {
            WriteError::Store(error) | WriteError::Plan(error) => error,
        })
    }

    fn write<E>(&self, env: &Env, plan: &mut Planner<'_, E>) -> Result<Committed, WriteError<E>> {
        let reference = self.writable()?.to_owned();
        let _held = self.lock(env)?;
        self.recover_locked(PATIENCE)?;
        // Before anybody is asked for a text that could then not be written.
        self.checkouts(&reference)?;
        for attempt in 0..ATTEMPTS {
            let old = self.tip_oid()?;
            let tip = Tip { commit: old.map(|oid| oid.to_string()) };
            let Some(work) = plan(&tip)? else {
                return Ok(Committed { commit: None, old: tip.commit, unfinished: None });
            };
            match &work {
                Work::One(change) => check_paths(change)?,
                Work::Many(changes) => changes.iter().try_for_each(check_paths)?,
                Work::To(..) => {}
            }
            if let Attempt::Done(done) = self.attempt(env, &reference, old, &work)? {
                return Ok(done);
            }
            std::thread::sleep(backoff(attempt));
        }
        Err(StoreError::new(StoreErrorKind::Conflict, "the desk's branch keeps moving")
            .why(format!("somebody else moved \"{reference}\" {ATTEMPTS} times while this was being written"))
            .mend("try again")
            .into())
    }

    pub(in crate::store) fn writable(&self) -> Result<&str, StoreError> {
        self.require_full_history()?;
        let reference = self.reference().ok_or_else(|| {
            let here = self.repo.workdir().unwrap_or(self.repo.path());
            super::checkout::interrupted(self.repo.path(), here, "here").unwrap_or_else(|| {
                StoreError::environment("the desk is on a detached HEAD")
                    .why("a new commit would belong to no branch")
                    .mend("git switch BRANCH, or git switch -c BRANCH, and try again")
            })
        })?;
        let symbolic = self.repo.find_reference(reference).ok();
        match symbolic.as_ref().and_then(|found| found.symbolic_target().ok().flatten()) {
            None => Ok(reference),
            Some(target) => Err(StoreError::environment(format!(
                "the desk's branch \"{}\" is a symbolic ref",
                self.branch()
            ))
            .mend(format!(
                "git config tramite.branch {}",
                target.strip_prefix("refs/heads/").unwrap_or(target)
            ))),
        }
    }

    fn attempt(
        &self,
        env: &Env,
        reference: &str,
        old: Option<Oid>,
        work: &Work,
    ) -> Result<Attempt, StoreError> {
        let checkouts = self.checkouts(reference)?;
        let mut locks = Vec::new();
        let result = self.locked_attempt(env, reference, old, work, &checkouts, &mut locks);
        if matches!(&result, Err(error) if error.kind == StoreErrorKind::Killed) {
            return result;
        }
        // All of them, also where one cannot be freed; what is left is swept by the next command.
        let freed: Vec<_> = locks.into_iter().map(IndexLock::free).collect();
        let done = result?;
        match done {
            Attempt::Done(Committed { unfinished: None, commit, old }) => {
                let unfinished = freed.into_iter().find_map(Result::err);
                Ok(Attempt::Done(Committed { commit, old, unfinished }))
            }
            done => Ok(done),
        }
    }

    fn locked_attempt(
        &self,
        env: &Env,
        reference: &str,
        old: Option<Oid>,
        work: &Work,
        checkouts: &[Checkout],
        locks: &mut Vec<IndexLock>,
    ) -> Result<Attempt, StoreError> {
        let old_tree = old.map(|oid| self.repo.find_commit(oid)?.tree()).transpose()?;
        let tip = Lookup::new(&self.repo, old_tree);
        let paths = self.touched(tip.root(), work)?;
        step(env, "start")?;
        for checkout in checkouts {
            locks.push(IndexLock::take(&checkout.git_dir, &self.own_dir(), PATIENCE)?);
            // Others link to it, which systems allow to those who may write it.
            self.share(&self.own_dir().join("index-lock"));
            step(env, "index-locked")?;
            require_settled(checkout, &paths)?;
            require_clean(checkout, &tip, &paths)?;
        }
        let new = match work {
            Work::One(change) => self.build_one(old, change)?,
            Work::Many(changes) => self.build_many(old, changes)?,
            Work::To(commit, ..) => *commit,
        };
        step(env, "objects")?;
        let journal = Journal {
            version: journal::VERSION,
            reference: reference.to_owned(),
            old: old.map(|oid| oid.to_string()),
            new: new.to_string(),
            paths,
        };
        self.write_journal(&journal)?;
        let moved = match self.carry(env, checkouts, &journal, old) {
            Err(error) if error.kind == StoreErrorKind::Killed => return Err(error),
            moved => moved,
        };
        let durable = match moved {
            Ok(Move::Made(durable)) => durable,
            not_made => {
                super::apply::unstage(checkouts, &journal.paths);
                self.remove_journal()?;
                return not_made.map(|_| Attempt::Moved);
            }
        };
        step(env, "ref")?;
        let (who, subject) = match work {
            Work::One(change) => (&change.committer, first_line(change)),
            Work::Many(changes) => {
                let last =
                    changes.last().ok_or_else(|| StoreError::environment("there is nothing to write"))?;
                (&last.committer, first_line(last))
            }
            Work::To(_, who, words) => (who, *words),
        };
        self.log_move(checkouts, &journal, who, subject);
        let unfinished = match self.bring_in_step(env, checkouts, &journal) {
            Err(error) if error.kind == StoreErrorKind::Killed => return Err(error),
            done => durable.and(done).err(),
        };
        Ok(Attempt::Done(Committed { commit: Some(journal.new), old: journal.old, unfinished }))
    }

    /// The paths that differ between the tip and what it becomes.
    fn touched(&self, tip: Option<&Tree<'_>>, work: &Work) -> Result<Vec<String>, StoreError> {
        let named = |change: &Change| change.files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        let other = match work {
            Work::Many(changes) => {
                return Ok(changes.iter().flat_map(named).collect::<BTreeSet<_>>().into_iter().collect());
            }
            Work::One(change) => change.onto.as_deref().map(|name| self.oid(name)).transpose()?,
            Work::To(commit, ..) => Some(*commit),
        };
        let mut paths = BTreeSet::new();
        if let Some(other) = other {
            let came = self.differing(tip, Some(&self.repo.find_commit(other)?.tree()?))?;
            super::paths::require_safe(&came)?;
            paths.extend(came);
        }
        if let Work::One(change) = work {
            paths.extend(named(change));
        }
        Ok(paths.into_iter().collect())
    }

    fn build_one(&self, old: Option<Oid>, change: &Change) -> Result<Oid, StoreError> {
        let onto = change.onto.as_deref().map(|name| self.oid(name)).transpose()?;
        let base = onto.or(old).map(|oid| self.repo.find_commit(oid)?.tree()).transpose()?;
        let parents: Vec<Oid> = onto.into_iter().chain(old).collect();
        self.build_commit(base.as_ref(), &parents, change)
    }

    /// Readies the working trees and moves the branch.
    fn carry(
        &self,
        env: &Env,
        checkouts: &[Checkout],
        journal: &Journal,
        old: Option<Oid>,
    ) -> Result<Move, StoreError> {
        step(env, "journal")?;
        for checkout in checkouts {
            self.stage(checkout, journal)?;
            index::reserve(checkout, journal.paths.len())?;
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
        old: Option<&Tree<'_>>,
        new: Option<&Tree<'_>>,
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
        if super::paths::is_unsafe(path) || path.contains(['\\', '\0']) {
            return Err(StoreError::environment(format!(
                "\"{path}\" cannot be the path of a file in a commit"
            )));
        }
    }
    Ok(())
}

fn first_line(change: &Change) -> &str {
    change.message.lines().next().unwrap_or_default()
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
