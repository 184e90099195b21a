//! Moving the desk's branch: git's own protocol (lock file, compare, rename), with a lock that tells whose it is and a
//! content that is on disk before the branch can name it.

use super::checkout::Checkout;
use super::journal::Journal;
use super::{Place, Signature, Store, StoreError, durable, lock};
use git2::Oid;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(7);

/// What came of moving a branch.
pub(in crate::store) enum Move {
    /// It moved, and the move is durable or not.
    Made(Result<(), StoreError>),
    /// It is no longer where it was read.
    Elsewhere,
}

impl Store {
    /// Sets the branch to the journal's new commit if it still is at `old`. An error: it has not moved.
    pub(in crate::store) fn move_reference(
        &self,
        journal: &Journal,
        old: Option<Oid>,
    ) -> Result<Move, StoreError> {
        let name = &journal.reference;
        if old.is_none() || matches!(self.place, Place::Tracking { .. }) {
            self.refuse_clash(name)?;
        }
        let file = self.common.join(name);
        let lock_file = self.reference_lock(name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io("make the folder", folder, &error))?;
            self.share_way(folder);
        }
        let model = self.own_dir().join("ref");
        durable::replace(&model, format!("{}\n", journal.new).as_bytes())?;
        self.share(&model);
        let start = Instant::now();
        while let Err(error) = lock::make_from(&model, &lock_file) {
            if error.kind() != ErrorKind::AlreadyExists {
                return Err(StoreError::io("make", &lock_file, &error));
            }
            if start.elapsed() > PATIENCE {
                return Err(StoreError::environment("another git process is moving the desk's branch")
                    .why(format!("\"{}\" exists", lock_file.display()))
                    .mend("try again when it is done; if no git process runs, remove that file"));
            }
            std::thread::sleep(PAUSE);
        }
        match self.tip_oid() {
            Ok(now) if now == old => {}
            other => {
                lock::remove(&lock_file)?;
                return other.map(|_| Move::Elsewhere);
            }
        }
        if let Err(error) = fs::rename(&lock_file, &file) {
            lock::remove(&lock_file)?;
            return Err(StoreError::io("write", &file, &error));
        }
        // A link to the branch's own file now; where it stays it is replaced before it is used again, never written to.
        let _ = lock::remove(&model);
        let durable = durable::sync_parent(&file);
        if let Place::Tracking { local, tracking } = &self.place {
            self.track(local, tracking);
        }
        Ok(Move::Made(durable))
    }

    fn reference_lock(&self, name: &str) -> PathBuf {
        self.common.join(format!("{name}.lock"))
    }

    /// Removes the lock on the branch that the killed writer of this journal left.
    pub(in crate::store) fn sweep_reference_lock(&self, journal: &Journal) -> Result<(), StoreError> {
        let path = self.reference_lock(&journal.reference);
        if fs::read_to_string(&path).is_ok_and(|text| text.trim_end() == journal.new) {
            lock::remove(&path)?;
        }
        Ok(())
    }

    /// Sets a branch whose file a power cut has emptied.
    pub(in crate::store) fn restore_reference(&self, journal: &Journal) -> Result<(), StoreError> {
        let (model, file) = (self.own_dir().join("ref"), self.common.join(&journal.reference));
        durable::replace(&model, format!("{}\n", journal.new).as_bytes())?;
        self.share(&model);
        fs::rename(&model, &file).map_err(|error| StoreError::io("write", &file, &error))?;
        durable::sync_parent(&file)
    }

    /// A branch `a` and a branch `a/b` cannot both be.
    fn refuse_clash(&self, name: &str) -> Result<(), StoreError> {
        let below = self.repo.references_glob(&format!("{name}/*"))?.names().next().is_some();
        let above = name
            .match_indices('/')
            .skip(2)
            .map(|(at, _)| &name[..at])
            .find(|up| self.repo.find_reference(up).is_ok());
        if !below && above.is_none() {
            return Ok(());
        }
        let other = above.map_or_else(|| format!("{name}/…"), str::to_owned);
        Err(StoreError::environment(format!("the branch \"{}\" cannot be made", self.branch()))
            .why(format!("there is \"{other}\" already"))
            .mend("choose another name with --branch, or git config tramite.branch"))
    }

    /// Makes a new local branch follow the remote's, as `git switch` does; a convenience, so that failing is no failure.
    fn track(&self, local: &str, tracking: &str) {
        if let (Some(local), Some(tracking)) =
            (local.strip_prefix("refs/heads/"), tracking.strip_prefix("refs/remotes/"))
            && let Ok(mut branch) = self.repo.find_branch(local, git2::BranchType::Local)
        {
            let _ = branch.set_upstream(Some(tracking));
        }
    }

    /// Adds the move to the reflogs of the branch and of the HEADs on it, where git would. A log that cannot be written
    /// is no reason to call a made commit failed.
    pub(in crate::store) fn log_move(
        &self,
        checkouts: &[Checkout],
        journal: &Journal,
        who: &Signature,
        subject: &str,
    ) {
        let wanted = match self.settings.get("core.logallrefupdates").as_deref() {
            None => !self.repo.is_bare(),
            Some("always") => true,
            Some(value) => git2::Config::parse_bool(value).unwrap_or(false),
        };
        let who = who.tidy();
        let zero = "0".repeat(40);
        let line = format!(
            "{} {} {} <{}> {} {}\ttramite: {subject}\n",
            journal.old.as_deref().unwrap_or(&zero),
            journal.new,
            who.name,
            who.email,
            who.when.timestamp(),
            who.when.format("%z")
        );
        let heads = checkouts.iter().map(|checkout| checkout.git_dir.join("logs/HEAD"));
        for log in heads.chain([self.common.join("logs").join(&journal.reference)]) {
            if wanted && let Some(folder) = log.parent() {
                let _ = fs::create_dir_all(folder);
            }
            if let Ok(mut file) = OpenOptions::new().append(true).create(wanted).open(&log) {
                let _ = file.write_all(line.as_bytes());
                self.share_way(&log);
            }
        }
    }
}
