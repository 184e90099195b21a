//! Files removed for good: their refs, and exactly their objects (7.1, S29). No other unreachable object is touched: it may
//! be the only copy of somebody's work.

use super::files::FileKey;
use super::{Env, Store, StoreError, durable, lock, program};
use git2::Oid;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// So long unwritten, what is half written is nobody's any more.
const ABANDONED: Duration = Duration::from_secs(3600);

/// What became of files that were to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Those whose content is no longer in this repository.
    pub gone: usize,
    /// Contents that stay, each with why.
    pub held: Vec<(FileKey, String)>,
}

impl Store {
    /// Removes these files here: refs, then the objects that nothing else needs. What was begun by a process that was
    /// killed is finished.
    pub fn drop_files(&self, env: &Env, keys: &[FileKey]) -> Result<Dropped, StoreError> {
        self.drop(env, keys, BTreeMap::new())
    }

    /// The same, and tries again what had to stay the last time: what needed it may be gone by now.
    pub fn drop_files_and_held(&self, env: &Env, keys: &[FileKey]) -> Result<Dropped, StoreError> {
        let mut again = self.held();
        for oid in again.keys().copied().collect::<Vec<_>>() {
            if !self.is_stored(oid)? {
                again.remove(&oid);
            }
        }
        self.drop(env, keys, again)
    }

    /// Contents of removed files that are still here, since something else needed them when they were to go.
    pub fn held_files(&self) -> Result<Vec<FileKey>, StoreError> {
        let mut still = Vec::new();
        for (oid, key) in self.held() {
            if self.is_stored(oid)? {
                still.push(key);
            }
        }
        Ok(still)
    }

    pub(in crate::store) fn drop(
        &self,
        env: &Env,
        keys: &[FileKey],
        again: BTreeMap<Oid, FileKey>,
    ) -> Result<Dropped, StoreError> {
        if keys.is_empty() && again.is_empty() && !self.note().exists() && !self.has_left_notes() {
            return Ok(Dropped::default());
        }
        let _locked = self.lock(env)?;
        self.remove_half_written()?;
        let mut objects = again;
        objects.extend(noted(&self.note()));
        objects.extend(self.left_objects()?);
        let here = self.files()?;
        let mut refs = Vec::new();
        for key in keys {
            if let Some(oid) = here.get(key) {
                objects.insert(Oid::from_str(oid)?, key.clone());
                refs.push(key.clone());
            }
        }
        if objects.is_empty() {
            self.forget_left()?;
            return Ok(Dropped::default());
        }
        write_note(&self.note(), &objects)?;
        self.forget_left()?;
        self.unpin_files(&refs)?;
        // Nothing can be listed while a ref has no content.
        self.unpin_files(&self.hollow_files()?)?;
        let mut dropped = Dropped::default();
        let mut needed = self.needed(&objects)?;
        self.remove_objects(&objects, &mut needed)?;
        for oid in objects.keys() {
            if needed.contains_key(oid) {
                continue;
            }
            // Its file was removed: where there is one again, somebody attaches the same bytes at this moment, with a note.
            if !self.is_loose(*oid) && self.is_stored(*oid)? {
                let why =
                    "it is in a pack that is kept (`.keep`), or in a repository that this one borrows from";
                needed.insert(*oid, why.to_owned());
            } else {
                dropped.gone += 1;
            }
        }
        // With its ref such an object has lost the only way to find it; one of another ticket has that one's.
        let elsewhere = self.named_again(&objects)?;
        let mut held = self.held();
        held.retain(|oid, _| !objects.contains_key(oid));
        let kept = needed.keys().filter(|oid| !elsewhere.contains_key(oid));
        held.extend(kept.map(|oid| (*oid, objects[oid].clone())));
        if held.is_empty() {
            lock::remove(&self.held_note())?;
        } else {
            write_note(&self.held_note(), &held)?;
        }
        lock::remove(&self.note())?;
        dropped.held = needed.into_iter().map(|(oid, why)| (objects[&oid].clone(), why)).collect();
        Ok(dropped)
    }

    /// What commands that were killed had half written into git's store, an hour ago or earlier: bytes of files that no ref
    /// will ever lead to.
    pub fn half_written(&self) -> Vec<PathBuf> {
        // The clock of the file system, which dates these files.
        let now = tempfile::tempfile_in(self.own_dir()).and_then(|file| file.metadata()?.modified());
        let Ok(now) = now else { return Vec::new() };
        let objects = self.git_dir().join("objects");
        let mut found = Vec::new();
        for (folder, beginnings) in [
            (objects.clone(), &["tmp_object_git2_", "tmp_obj_"][..]),
            (objects.join("pack"), &["tmp_pack_", "tmp_idx_", "pack_git2_"]),
        ] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let written = entry.metadata().and_then(|facts| facts.modified());
                if beginnings.iter().any(|beginning| name.starts_with(beginning))
                    && written.is_ok_and(|then| now.duration_since(then).is_ok_and(|age| age > ABANDONED))
                {
                    found.push(entry.path());
                }
            }
        }
        found
    }

    /// Removes what [`Store::half_written`] finds.
    pub fn remove_half_written(&self) -> Result<(), StoreError> {
        self.half_written().iter().try_for_each(|path| lock::remove(path))
    }

    /// Which objects are about to go: with their refs they lose the only way to find them.
    fn note(&self) -> PathBuf {
        self.own_dir().join("purging")
    }

    /// Which objects were to go and had to stay.
    fn held_note(&self) -> PathBuf {
        self.own_dir().join("held")
    }

    /// Remotes that could not be cleaned of removed files yet, by name: `sync` tries again.
    pub fn owed_remotes(&self) -> BTreeSet<String> {
        let text = fs::read_to_string(self.owed_note()).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Writes down whether a remote still has to be cleaned.
    pub fn owe_remote(&self, name: &str, owed: bool) -> Result<(), StoreError> {
        let mut all = self.owed_remotes();
        if !(if owed { all.insert(name.to_owned()) } else { all.remove(name) }) {
            return Ok(());
        }
        if all.is_empty() {
            return lock::remove(&self.owed_note());
        }
        let lines: Vec<String> = all.into_iter().map(|name| name + "\n").collect();
        durable::replace(&self.owed_note(), lines.concat().as_bytes())
    }

    fn owed_note(&self) -> PathBuf {
        self.own_dir().join("owed")
    }

    fn held(&self) -> BTreeMap<Oid, FileKey> {
        noted(&self.held_note())
    }

    /// Those of the objects that something still reaches: a ref, a reflog, an index, a working tree's HEAD; and what.
    pub(in crate::store) fn needed(
        &self,
        objects: &BTreeMap<Oid, FileKey>,
    ) -> Result<BTreeMap<Oid, String>, StoreError> {
        let mut found = self.named_again(objects)?;
        let mut command = program::git(self.repo().path(), self.workdir());
        command.args([
            "rev-list",
            "--objects",
            "--no-object-names",
            "--all",
            "--reflog",
            "--indexed-objects",
        ]);
        let failed = |why: String| StoreError::environment("git could not list what is reachable").why(why);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| failed(e.to_string()))?;
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).lines() {
                let line = line.map_err(|e| failed(e.to_string()))?;
                if let Ok(oid) = Oid::from_str(line.trim())
                    && objects.contains_key(&oid)
                {
                    found.entry(oid).or_insert_with(|| {
                        "a branch, tag, stash or reflog of this repository has the same content".to_owned()
                    });
                }
            }
        }
        let status = child.wait().map_err(|e| failed(e.to_string()))?;
        if status.success() { Ok(found) } else { Err(failed(format!("it ended with {status}"))) }
    }

    /// Those of the objects that a file's ref points at now, and whose it is.
    fn named_again(&self, objects: &BTreeMap<Oid, FileKey>) -> Result<BTreeMap<Oid, String>, StoreError> {
        let mut found = BTreeMap::new();
        for (key, oid) in self.files()? {
            let oid = Oid::from_str(&oid)?;
            if objects.contains_key(&oid) {
                found.insert(oid, format!("ticket {} has the same file", key.uid()));
            }
        }
        Ok(found)
    }

    /// Removes those of the objects that are not `needed`: the files of loose ones; those in packs are made loose first, with
    /// every other unreachable one. Plain git takes none of our locks, so that refs are looked at again just before.
    fn remove_objects(
        &self,
        objects: &BTreeMap<Oid, FileKey>,
        needed: &mut BTreeMap<Oid, String>,
    ) -> Result<(), StoreError> {
        let mut remove = || -> Result<Vec<Oid>, StoreError> {
            needed.extend(self.named_again(objects)?);
            let going: Vec<Oid> = objects.keys().filter(|oid| !needed.contains_key(oid)).copied().collect();
            self.remove_loose(&going)?;
            Ok(going)
        };
        let mut packed = false;
        for oid in remove()? {
            packed |= self.is_stored(oid)?;
        }
        if packed {
            let mut command = program::git(self.repo().path(), self.workdir());
            command.args(["repack", "-A", "-d", "-l", "-q"]);
            program::run(&mut command, None, "take files out of its packs")?;
            remove()?;
        }
        Ok(())
    }

    fn remove_loose(&self, objects: &[Oid]) -> Result<(), StoreError> {
        let mut folders = BTreeSet::new();
        for oid in objects {
            let id = oid.to_string();
            let folder = self.git_dir().join("objects").join(&id[..2]);
            lock::remove(&folder.join(&id[2..]))?;
            folders.insert(folder);
        }
        let folders: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
        durable::sync_all(&folders)
    }
}

/// Writes down which objects are whose, durably.
fn write_note(path: &Path, objects: &BTreeMap<Oid, FileKey>) -> Result<(), StoreError> {
    let lines: Vec<String> =
        objects.iter().map(|(oid, key)| format!("{oid} {}\n", key.reference())).collect();
    durable::replace(path, lines.concat().as_bytes())
}

fn noted(path: &Path) -> BTreeMap<Oid, FileKey> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| {
        let (oid, name) = line.split_once(' ')?;
        Some((Oid::from_str(oid).ok()?, FileKey::parse(name)?))
    });
    pairs.collect()
}
