//! Files removed for good: their refs, and exactly their objects (7.1, S29). No other unreachable object is touched: it may
//! be the only copy of somebody's work.

use super::files::FileKey;
use super::{Env, Store, StoreError, durable, lock, program};
use git2::Oid;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

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
        let begun = self.begun();
        if keys.is_empty() && begun.is_empty() {
            return Ok(Dropped::default());
        }
        let _held = self.lock(env)?;
        let here = self.files()?;
        let mut objects: BTreeMap<Oid, FileKey> = begun;
        let mut refs = Vec::new();
        for key in keys {
            if let Some(oid) = here.get(key) {
                objects.insert(Oid::from_str(oid)?, key.clone());
                refs.push(key.clone());
            }
        }
        if objects.is_empty() {
            return Ok(Dropped::default());
        }
        self.begin(&objects)?;
        self.unpin_files(&refs)?;
        let mut dropped = Dropped::default();
        let needed = self.needed(&objects)?;
        let unneeded: Vec<Oid> = objects.keys().filter(|oid| !needed.contains_key(oid)).copied().collect();
        for (oid, why) in needed {
            dropped.held.push((objects[&oid].clone(), why));
        }
        self.remove_objects(&unneeded)?;
        for oid in unneeded {
            if self.is_stored(oid)? {
                let why =
                    "it is in a pack that is kept (`.keep`), or in a repository that this one borrows from";
                dropped.held.push((objects[&oid].clone(), why.to_owned()));
            } else {
                dropped.gone += 1;
            }
        }
        lock::remove(&self.note())?;
        Ok(dropped)
    }

    fn note(&self) -> PathBuf {
        self.own_dir().join("purging")
    }

    /// Notes which objects are to go: with their refs they lose the only way to find them.
    fn begin(&self, objects: &BTreeMap<Oid, FileKey>) -> Result<(), StoreError> {
        let lines: Vec<String> =
            objects.iter().map(|(oid, key)| format!("{oid} {}\n", key.reference())).collect();
        durable::replace(&self.note(), lines.concat().as_bytes())
    }

    fn begun(&self) -> BTreeMap<Oid, FileKey> {
        let text = fs::read_to_string(self.note()).unwrap_or_default();
        let pairs = text.lines().filter_map(|line| {
            let (oid, name) = line.split_once(' ')?;
            Some((Oid::from_str(oid).ok()?, FileKey::parse(name)?))
        });
        pairs.collect()
    }

    /// Those of the objects that something still reaches: a ref, a reflog, an index, a working tree's HEAD; and what.
    fn needed(&self, objects: &BTreeMap<Oid, FileKey>) -> Result<BTreeMap<Oid, String>, StoreError> {
        let mut found = BTreeMap::new();
        for (key, oid) in self.files()? {
            let oid = Oid::from_str(&oid)?;
            if objects.contains_key(&oid) {
                found.insert(oid, format!("ticket {} has the same file", key.uid()));
            }
        }
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

    /// Removes the files of loose objects; those in packs are made loose first, with every other unreachable one.
    fn remove_objects(&self, objects: &[Oid]) -> Result<(), StoreError> {
        self.remove_loose(objects)?;
        let mut packed = false;
        for oid in objects {
            packed |= self.is_stored(*oid)?;
        }
        if packed {
            let mut command = program::git(self.repo().path(), self.workdir());
            command.args(["repack", "-A", "-d", "-l", "-q"]);
            program::run(&mut command, None, "take files out of its packs")?;
            self.remove_loose(objects)?;
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

    /// Whether git has the object, asked of the program: the library remembers packs that are gone.
    fn is_stored(&self, oid: Oid) -> Result<bool, StoreError> {
        let mut command = program::git(self.git_dir(), None);
        let output = program::output(command.args(["cat-file", "-e", &oid.to_string()]), None)?;
        Ok(output.status.success())
    }
}
