//! Finishing what a killed process left (5).

use super::journal::Journal;
use super::lock::{self, IndexLock};
use super::read::entry_at;
use super::{Env, Store, StoreError};
use git2::Oid;
use std::time::Duration;

impl Store {
    /// Whether something of an unfinished write lies about: a few looks at the file system.
    pub fn unfinished(&self) -> bool {
        self.journal_path().exists() || lock::is_ours(&self.repo.path().join("index.lock"))
    }

    /// Finishes a write that was killed, where no other process is at it. Cheap where there is none.
    pub fn recover(&self) -> Result<(), StoreError> {
        if !self.unfinished() {
            return Ok(());
        }
        match self.lock_if_free()? {
            Some(_held) => self.recover_locked(Duration::ZERO),
            None => Ok(()),
        }
    }

    /// The same, by the holder of our lock, waiting so long for a lock of git's.
    pub(in crate::store) fn recover_locked(&self, patience: Duration) -> Result<(), StoreError> {
        if let Some(mut journal) = self.read_journal()? {
            self.sweep_reference_lock(&journal)?;
            let new = Oid::from_str(&journal.new)?;
            let now = self.repo.refname_to_id(&journal.reference);
            let checkouts = self.all_checkouts(&journal.reference);
            let moved = match now {
                Ok(now) => now == new || self.repo.graph_descendant_of(now, new).unwrap_or(false),
                Err(error) if error.code() == git2::ErrorCode::NotFound => false,
                // A power cut can leave the branch's file empty; the journal was durable before, the objects too.
                Err(_) => {
                    self.restore_reference(&journal)?;
                    true
                }
            };
            super::apply::unstage(&checkouts, &journal.paths);
            if moved {
                self.leave_later_changes(&mut journal)?;
                let env = Env::new(&self.common, chrono::DateTime::UNIX_EPOCH.fixed_offset());
                for checkout in &checkouts {
                    let lock = IndexLock::take(&checkout.git_dir, &self.own_dir(), patience)?;
                    self.apply_files(&env, checkout, &journal)?;
                    self.apply_index(checkout, &journal)?;
                    lock.free()?;
                }
            }
            self.remove_journal()?;
        }
        self.sweep_batch()?;
        for git_dir in self.worktree_git_dirs() {
            let path = git_dir.join("index.lock");
            if lock::is_ours(&path) {
                lock::remove(&path)?;
            }
        }
        Ok(())
    }

    /// Takes from the journal the paths that commits made since have changed again: they are no longer its business.
    fn leave_later_changes(&self, journal: &mut Journal) -> Result<(), StoreError> {
        let now = self.repo.find_commit(self.repo.refname_to_id(&journal.reference)?)?.tree()?;
        let new = self.repo.find_commit(Oid::from_str(&journal.new)?)?.tree()?;
        let mut paths = Vec::new();
        for path in journal.paths.drain(..) {
            if entry_at(Some(&now), &path)? == entry_at(Some(&new), &path)? {
                paths.push(path);
            }
        }
        journal.paths = paths;
        Ok(())
    }
}
