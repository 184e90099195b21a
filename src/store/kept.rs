//! What was worked out of objects, kept by their ids in our own folder: disposable (2.3), and never missed.

use super::Store;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// As many as are kept; the oldest go first.
const MOST: usize = 64;

impl Store {
    fn kept_dir(&self) -> PathBuf {
        self.own_dir().join("configs")
    }

    /// What was kept for an object. It may be damaged: the reader has to see for himself.
    pub fn kept(&self, id: &str) -> Option<Vec<u8>> {
        fs::read(self.kept_dir().join(id)).ok()
    }

    /// Keeps something for an object, in one step, so that other processes see all of it or nothing. Where that cannot be, it
    /// is worked out again the next time.
    pub fn keep(&self, id: &str, bytes: &[u8]) {
        let dir = self.kept_dir();
        let write = || {
            fs::create_dir_all(&dir)?;
            self.share_way(&dir);
            let mut file = tempfile::NamedTempFile::new_in(&dir)?;
            std::io::Write::write_all(&mut file, bytes)?;
            self.share(file.path());
            file.persist(dir.join(id))?;
            sweep(&dir)
        };
        let _: std::io::Result<()> = write();
    }
}

/// Removes the oldest files of a folder that has too many.
fn sweep(dir: &Path) -> std::io::Result<()> {
    let mut all: Vec<(SystemTime, PathBuf)> = fs::read_dir(dir)?
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    all.sort();
    let surplus = all.len().saturating_sub(MOST);
    all.into_iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
}
