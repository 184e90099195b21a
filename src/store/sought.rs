//! Bytes of files that no ref leads to. A clone made by path has every object of the other repository and no refs of files:
//! what is removed for good elsewhere would stay readable in it (7.1). They are known by SHA-256 and size, and nothing else is.

use super::files::FileKey;
use super::{Dropped, Env, Store, StoreError, program};
use git2::Oid;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write as _};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::Stdio;

/// Files, each with the bytes that it may have.
pub type Sought = BTreeMap<FileKey, RangeInclusive<u64>>;

impl Store {
    /// Those of the files whose bytes are here though no ref leads to them and nothing else reaches them.
    pub fn lost_files(&self, sought: &Sought) -> Result<BTreeMap<FileKey, String>, StoreError> {
        let lost = self.lost_objects(sought)?;
        Ok(lost.into_iter().map(|(oid, key)| (key, oid.to_string())).collect())
    }

    /// Removes what [`Store::lost_files`] finds, and remembers that it was looked for; gives it with what became of it.
    pub fn drop_lost(
        &self,
        env: &Env,
        sought: &Sought,
    ) -> Result<(BTreeMap<FileKey, String>, Dropped), StoreError> {
        let lost = self.lost_objects(sought)?;
        let found = lost.iter().map(|(oid, key)| (key.clone(), oid.to_string())).collect();
        let dropped = if lost.is_empty() { Dropped::default() } else { self.drop(env, &[], lost)? };
        self.looked_for(sought.keys())?;
        Ok((found, dropped))
    }

    /// Those of the files that were not looked for in this clone yet.
    pub fn unsought(&self, mut files: Sought) -> Sought {
        if !files.is_empty() {
            let text = fs::read_to_string(self.sought_note()).unwrap_or_default();
            let known: BTreeSet<FileKey> = text.lines().filter_map(FileKey::parse).collect();
            files.retain(|key, _| !known.contains(key));
        }
        files
    }

    /// Remembers that nothing of these files is to be looked for again: that takes a look at all objects.
    pub fn looked_for<'a>(&self, keys: impl IntoIterator<Item = &'a FileKey>) -> Result<(), StoreError> {
        let lines: Vec<String> = keys.into_iter().map(|key| key.reference() + "\n").collect();
        if lines.is_empty() {
            return Ok(());
        }
        let (own, note) = (self.own_dir(), self.sought_note());
        let write = || {
            fs::create_dir_all(&own)?;
            OpenOptions::new().create(true).append(true).open(&note)?.write_all(lines.concat().as_bytes())
        };
        write().map_err(|error| StoreError::io("write", &note, &error))?;
        self.share(&own);
        self.share(&note);
        Ok(())
    }

    fn sought_note(&self) -> PathBuf {
        self.own_dir().join("sought")
    }

    /// The objects that are these files and that nothing reaches.
    pub(in crate::store) fn lost_objects(
        &self,
        sought: &Sought,
    ) -> Result<BTreeMap<Oid, FileKey>, StoreError> {
        let mut found = BTreeMap::new();
        let Some(any) = sought.keys().next() else { return Ok(found) };
        let sizes: BTreeSet<(u64, u64)> = sought.values().map(|size| (*size.start(), *size.end())).collect();
        let blobs = self.blobs(|size| sizes.iter().any(|(least, most)| (least..=most).contains(&&size)))?;
        let blobs: BTreeMap<Oid, FileKey> = blobs.into_iter().map(|oid| (oid, any.clone())).collect();
        if blobs.is_empty() {
            return Ok(found);
        }
        let needed = self.needed(&blobs)?;
        let files: BTreeMap<&str, &FileKey> = sought.keys().map(|key| (key.sha256(), key)).collect();
        for oid in blobs.into_keys().filter(|oid| !needed.contains_key(oid)) {
            if let Some(key) = files.get(self.sha256_of(oid)?.as_str()) {
                found.insert(oid, (*key).clone());
            }
        }
        Ok(found)
    }

    /// The blobs of this repository whose size is asked for, reachable or not.
    fn blobs(&self, is_asked: impl Fn(u64) -> bool) -> Result<Vec<Oid>, StoreError> {
        let failed = |why: String| StoreError::environment("git could not list its objects").why(why);
        let mut command = program::git(self.git_dir(), None);
        command.args(["cat-file", "--batch-all-objects", "--unordered"]);
        let mut child = command
            .arg("--batch-check=%(objecttype) %(objectsize) %(objectname)")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut found = Vec::new();
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line.map_err(|error| failed(error.to_string()))?;
            if let Some((size, oid)) = line.strip_prefix("blob ").and_then(|rest| rest.split_once(' '))
                && size.parse().is_ok_and(&is_asked)
                && let Ok(oid) = Oid::from_str(oid)
            {
                found.push(oid);
            }
        }
        let status = child.wait().map_err(|error| failed(error.to_string()))?;
        if status.success() { Ok(found) } else { Err(failed(format!("it ended with {status}"))) }
    }
}
