//! Files on their way into git's store. Between an object and its ref a process can be killed: then nothing leads to the bytes,
//! and no removal would ever find them (7.1). So what is coming is written down first, under a lock that goes with the process;
//! whoever finds a note without its writer looks for exactly these bytes.

use super::files::FileKey;
use super::{Store, StoreError, lock, program};
use git2::Oid;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::NamedTempFile;

/// How the notes are called.
const BEGINNING: &str = "taking-";

/// A note of files that are being taken in. It goes when this is dropped: when their refs are there.
#[derive(Debug)]
pub struct Taking {
    _note: NamedTempFile,
}

/// A file that a killed process was taking in, and its size where that was known.
type Awaited = (FileKey, Option<u64>);

impl Store {
    /// Writes down which files are about to come, each with its size where that is known.
    pub(in crate::store) fn taking(&self, files: &[(&FileKey, Option<u64>)]) -> Result<Taking, StoreError> {
        let own = self.own_dir();
        let write = || {
            std::fs::create_dir_all(&own)?;
            let mut note = tempfile::Builder::new().prefix(BEGINNING).tempfile_in(&own)?;
            // Where there are no locks, nobody takes the note for one of a killed process either.
            let _ = note.as_file().lock();
            let mut text = String::new();
            for (key, size) in files {
                // Writing into a String cannot fail.
                let _ = match size {
                    Some(size) => writeln!(text, "{} {size}", key.reference()),
                    None => writeln!(text, "{} -", key.reference()),
                };
            }
            note.write_all(text.as_bytes())?;
            note.as_file().sync_all()?;
            Ok::<_, std::io::Error>(note)
        };
        let note = write().map_err(|error| StoreError::io("make a note in", &own, &error))?;
        self.share(&own);
        self.share(note.path());
        Ok(Taking { _note: note })
    }

    /// Notes of processes that were killed, with what they say.
    fn left_notes(&self) -> Vec<(PathBuf, Vec<Awaited>)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.own_dir()).into_iter().flatten().flatten() {
            if !entry.file_name().to_string_lossy().starts_with(BEGINNING) {
                continue;
            }
            let path = entry.path();
            let Ok(file) = File::open(&path) else { continue };
            if file.try_lock().is_err() {
                continue;
            }
            let lines = BufReader::new(&file).lines().map_while(Result::ok);
            let awaited: Vec<Awaited> = lines
                .filter_map(|line| {
                    let (name, size) = line.split_once(' ')?;
                    Some((FileKey::parse(name)?, size.parse().ok()))
                })
                .collect();
            // One without a word is one that is being written.
            if !awaited.is_empty() {
                found.push((path, awaited));
            }
        }
        found
    }

    /// Whether a process was killed while it took files in.
    pub(in crate::store) fn has_left_notes(&self) -> bool {
        !self.left_notes().is_empty()
    }

    /// What killed processes have left in git's store without a ref, each with the file that it is.
    pub(in crate::store) fn left_objects(&self) -> Result<BTreeMap<Oid, FileKey>, StoreError> {
        let awaited: Vec<Awaited> = self.left_notes().into_iter().flat_map(|(_, awaited)| awaited).collect();
        let mut found = BTreeMap::new();
        let Some((any, _)) = awaited.first() else { return Ok(found) };
        let sizes: Option<BTreeSet<u64>> = awaited.iter().map(|(_, size)| *size).collect();
        let blobs = self.blobs(|size| sizes.as_ref().is_none_or(|sizes| sizes.contains(&size)))?;
        let blobs: BTreeMap<Oid, FileKey> = blobs.into_iter().map(|oid| (oid, any.clone())).collect();
        if blobs.is_empty() {
            return Ok(found);
        }
        let needed = self.needed(&blobs)?;
        for oid in blobs.into_keys().filter(|oid| !needed.contains_key(oid)) {
            let sha256 = self.sha256_of(oid)?;
            let file = awaited.iter().find(|(key, _)| key.sha256() == sha256);
            found.extend(file.map(|(key, _)| (oid, key.clone())));
        }
        Ok(found)
    }

    /// Files that a killed process took in and that no ref leads to: nothing names them any more.
    pub fn left_files(&self) -> Result<Vec<FileKey>, StoreError> {
        Ok(self.left_objects()?.into_values().collect())
    }

    /// Forgets what killed processes were about: it is looked after.
    pub(in crate::store) fn forget_left(&self) -> Result<(), StoreError> {
        self.left_notes().iter().try_for_each(|(path, _)| lock::remove(path))
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
