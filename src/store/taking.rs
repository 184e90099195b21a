//! Files on their way into git's store. Between an object and its ref a process can be killed: then nothing leads to the bytes,
//! and no removal would ever find them (7.1). So what is coming is written down first, under a lock that goes with the process;
//! whoever finds a note without its writer looks for exactly these bytes.

use super::files::FileKey;
use super::sought::Sought;
use super::{Store, StoreError, lock};
use git2::Oid;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;
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
        let mut sought = Sought::new();
        for (key, size) in awaited {
            let size = size.map_or(0..=u64::MAX, |size| size..=size);
            // Two processes may have known different things of it.
            let any = sought.get(&key).is_some_and(|other| *other != size);
            sought.insert(key, if any { 0..=u64::MAX } else { size });
        }
        self.lost_objects(&sought)
    }

    /// Files that a killed process took in and that no ref leads to: nothing names them any more.
    pub fn left_files(&self) -> Result<Vec<FileKey>, StoreError> {
        Ok(self.left_objects()?.into_values().collect())
    }

    /// Forgets what killed processes were about: it is looked after.
    pub(in crate::store) fn forget_left(&self) -> Result<(), StoreError> {
        self.left_notes().iter().try_for_each(|(path, _)| lock::remove(path))
    }
}
