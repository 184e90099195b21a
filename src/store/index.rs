//! The git index of a worktree: only the entries of the written paths change (5).

use super::apply::{Looker, Trees};
use super::checkout::Checkout;
use super::journal::Journal;
use super::{Store, StoreError, lock, program};
use git2::{Index, IndexEntry, IndexTime, Oid};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// From how many written files on the index's note of its trees is made anew.
const MANY: usize = 100;

impl Store {
    /// Brings the index of `checkout` in step. The caller holds the index's lock, or has found it dead.
    pub(in crate::store) fn apply_index(
        &self,
        checkout: &Checkout,
        journal: &Journal,
    ) -> Result<(), StoreError> {
        let trees = self.trees(journal)?;
        release(checkout);
        match open_copy(checkout)? {
            Some(copy) => {
                self.edit_copy(copy, checkout, journal, &trees)?;
                self.share(&checkout.index());
                Ok(())
            }
            None => edit_with_git(checkout, journal, &trees),
        }
    }

    fn edit_copy(
        &self,
        mut copy: Index,
        checkout: &Checkout,
        journal: &Journal,
        trees: &Trees<'_>,
    ) -> Result<(), StoreError> {
        let (index, file) = (checkout.index(), checkout.git_dir.join("index.tramite"));
        let looker = Looker::new(&checkout.workdir);
        let written_at = fs::metadata(&index).and_then(|data| data.modified()).ok();
        for path in &journal.paths {
            let (old, new) = (trees.old.entry(path)?, trees.new.entry(path)?);
            let there = copy.get_path(Path::new(path), 0);
            let now = there.as_ref().map(|entry| (entry.id, entry.mode as i32));
            if now != old && now != new {
                continue;
            }
            match new {
                None => copy.remove_path(Path::new(path))?,
                Some((id, mode)) => {
                    let flags = there.map_or(0, |entry| entry.flags_extended);
                    let matching = looker.holds(checkout, path, new)?;
                    copy.add(&entry(checkout, path, id, mode, flags, matching))?;
                }
            }
        }
        let save = |copy: &mut Index| -> Result<(), StoreError> {
            copy.write()?;
            let saved = File::open(&file).and_then(|saved| saved.sync_all());
            saved.map_err(|error| StoreError::io("write", &file, &error))
        };
        if journal.paths.len() >= MANY {
            // Git's note of each folder's tree, by which whoever looks next knows a folder without comparing its files.
            let _ = copy.write_tree_to(&self.repo);
        }
        save(&mut copy)?;
        // Git takes an entry at its word only if its file is older than the index. Entries that were not are not now either:
        // the index keeps its age.
        if let Some(time) = written_at {
            let _ = File::options().write(true).open(&file).and_then(|file| file.set_modified(time));
        }
        fs::rename(&file, &index).map_err(|error| StoreError::io("write", &index, &error))
    }
}

/// Makes sure, before the branch moves, that the disk has room for a new index.
pub(in crate::store) fn reserve(checkout: &Checkout, paths: usize) -> Result<(), StoreError> {
    const PER_ENTRY: u64 = 512;
    let size = fs::metadata(checkout.index()).map_or(0, |data| data.len());
    let room = room(checkout);
    let zeros = std::io::Read::take(std::io::repeat(0), size + 4096 + PER_ENTRY * paths as u64);
    File::create(&room)
        .and_then(|mut file| std::io::copy(&mut { zeros }, &mut file))
        .map(drop)
        .map_err(|error| StoreError::io("write", &room, &error))
}

/// Gives the room back.
pub(in crate::store) fn release(checkout: &Checkout) {
    let _ = fs::remove_file(room(checkout));
}

fn room(checkout: &Checkout) -> PathBuf {
    checkout.git_dir.join("index.tramite.room")
}

/// The index under another name, to work on; `None` where libgit2 cannot read it (split, sparse).
fn open_copy(checkout: &Checkout) -> Result<Option<Index>, StoreError> {
    let (index, copy) = (checkout.index(), checkout.git_dir.join("index.tramite"));
    // The second is what libgit2 leaves where it is killed.
    lock::remove(&copy)?;
    lock::remove(&checkout.git_dir.join("index.tramite.lock"))?;
    // It is never written to but replaced by another file, so that a link serves, and needs no room.
    if index.exists() && fs::hard_link(&index, &copy).is_err() {
        fs::copy(&index, &copy).map_err(|error| StoreError::io("write", &copy, &error))?;
    }
    match Index::open(&copy) {
        Ok(opened) => Ok(Some(opened)),
        Err(_) => lock::remove(&copy).map(|()| None),
    }
}

/// The same by the `git` program, which takes the index's lock itself.
fn edit_with_git(checkout: &Checkout, journal: &Journal, trees: &Trees<'_>) -> Result<(), StoreError> {
    let mut listing = program::git(&checkout.git_dir, Some(&checkout.workdir));
    listing.args(["--literal-pathspecs", "ls-files", "--stage", "-z", "--"]).args(&journal.paths);
    let listed = program::run(&mut listing, None, "read its index")?;
    let listed = String::from_utf8_lossy(&listed);
    let mut lines = Vec::new();
    for path in &journal.paths {
        let (old, new) = (trees.old.entry(path)?, trees.new.entry(path)?);
        let now = listed.split('\0').find_map(|line| {
            let (meta, name) = line.split_once('\t')?;
            let mut words = meta.split(' ');
            let mode = i32::from_str_radix(words.next()?, 8).ok()?;
            (name == path).then_some((Oid::from_str(words.next()?).ok()?, mode))
        });
        if now == old || now == new {
            let (id, mode) = new.unwrap_or((Oid::ZERO_SHA1, 0));
            lines.extend_from_slice(format!("{mode:06o} {id}\t{path}\0").as_bytes());
        }
    }
    let ours = checkout.git_dir.join("index.lock");
    if lock::is_ours(&ours) {
        lock::remove(&ours)?;
    }
    let start = Instant::now();
    loop {
        let mut update = program::git(&checkout.git_dir, Some(&checkout.workdir));
        update.args(["update-index", "-z", "--index-info"]);
        match program::run(&mut update, Some(&lines), "change its index") {
            Err(_) if ours.exists() && start.elapsed() < Duration::from_secs(5) => {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => break done.map(drop)?,
        }
    }
    // So that the next `git status` need not read the files; it exits with 1 where the user has edits.
    let mut refresh = program::git(&checkout.git_dir, Some(&checkout.workdir));
    program::output(refresh.args(["update-index", "-q", "--refresh"]), None)?;
    Ok(())
}

/// An index entry; with the file's times and size where its content is the entry's, else such that git looks for itself.
fn entry(
    checkout: &Checkout,
    path: &str,
    id: Oid,
    mode: i32,
    flags_extended: u16,
    matching: bool,
) -> IndexEntry {
    let zero = IndexTime::new(0, 0);
    let mut entry = IndexEntry {
        ctime: zero,
        mtime: zero,
        dev: 0,
        ino: 0,
        mode: mode as u32,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended,
        path: path.as_bytes().to_vec(),
    };
    if matching {
        fill(&mut entry, &checkout.workdir.join(path));
    }
    entry
}

#[cfg(unix)]
fn fill(entry: &mut IndexEntry, file: &Path) {
    use std::os::unix::fs::MetadataExt;
    if let Ok(data) = fs::symlink_metadata(file) {
        entry.ctime = IndexTime::new(data.ctime() as i32, data.ctime_nsec() as u32);
        entry.mtime = IndexTime::new(data.mtime() as i32, data.mtime_nsec() as u32);
        entry.dev = data.dev() as u32;
        entry.ino = data.ino() as u32;
        entry.uid = data.uid();
        entry.gid = data.gid();
        entry.file_size = data.size() as u32;
    }
}

#[cfg(not(unix))]
fn fill(_: &mut IndexEntry, _: &Path) {}
