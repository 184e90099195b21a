//! The two locks of a write: ours among `tramite` commands, git's on each index (5).

use super::{Env, Store, StoreError};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a busy lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long in all, while the lock goes from one holder to another.
const QUEUE: Duration = Duration::from_secs(60);
/// How often it is looked at again.
const PAUSE: Duration = Duration::from_millis(7);
/// What our `index.lock` holds. Only the holder of our own lock makes one, so that one found by another holder is left
/// over from a killed process.
const OURS: &[u8] = b"a change of tramite is being written\n";

/// Our lock, held. The system frees it when the process ends, however it ends.
pub(in crate::store) struct Held {
    _file: File,
}

impl Store {
    /// Takes the lock that every writing `tramite` command takes.
    pub(in crate::store) fn lock(&self, env: &Env) -> Result<Held, StoreError> {
        let own = self.own_dir();
        fs::create_dir_all(&own).map_err(|error| StoreError::io("make the folder", &own, &error))?;
        let path = own.join("lock");
        let mut file = open(&path)?;
        self.share(&own);
        self.share(&path);
        let start = Instant::now();
        let (mut since, mut holder) = (start, String::new());
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", &path, &error)),
                Err(TryLockError::WouldBlock) => {
                    let now = read_holder(&mut file);
                    if now != holder {
                        (since, holder) = (Instant::now(), now);
                    }
                    if since.elapsed() > PATIENCE || start.elapsed() > QUEUE {
                        return Err(StoreError::environment("another tramite command is writing")
                            .why(format!("{} holds \"{}\"", described(&holder), path.display()))
                            .mend("try again when it is done, or end it"));
                    }
                    std::thread::sleep(PAUSE);
                }
            }
        }
        // Who holds it is only told to those who wait; not being able to say so is no reason to stop.
        let text = format!("{} {}\n", std::process::id(), env.now.to_rfc3339());
        let _ = file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(text.as_bytes()));
        Ok(Held { _file: file })
    }

    /// The same lock where nobody holds it, with hardly any waiting.
    pub(in crate::store) fn lock_if_free(&self) -> Result<Option<Held>, StoreError> {
        let path = self.own_dir().join("lock");
        let file = open(&path)?;
        // A process that its killed parent was just starting has the lock for a moment more.
        for _ in 0..4 {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Held { _file: file })),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", &path, &error)),
            }
        }
        Ok(None)
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|error| StoreError::io("open", path, &error))
}

fn read_holder(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.rewind();
    let _ = file.take(200).read_to_string(&mut text);
    text.trim().to_owned()
}

fn described(holder: &str) -> String {
    match holder.split_once(' ') {
        Some((process, since)) => format!("process {process} (since {since})"),
        None => "another process".to_owned(),
    }
}

/// Git's lock on the index of one worktree, held by us. Freed by [`IndexLock::free`] and not on drop: what a killed process
/// leaves behind is what recovery is for.
pub(in crate::store) struct IndexLock {
    path: PathBuf,
}

impl IndexLock {
    /// Takes `index.lock` in `git_dir`, waiting so long for a foreign one. The caller holds our own lock.
    pub(in crate::store) fn take(
        git_dir: &Path,
        own_dir: &Path,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let path = git_dir.join("index.lock");
        let start = Instant::now();
        loop {
            match make(&path, own_dir) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if is_ours(&path) {
                        remove(&path)?;
                        continue;
                    }
                    if start.elapsed() >= patience {
                        return Err(StoreError::environment("another git process is at work here")
                            .why(format!("\"{}\" exists", path.display()))
                            .mend("try again when it is done; if no git process runs, remove that file"));
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(error) => return Err(StoreError::io("make", &path, &error)),
            }
        }
    }

    pub(in crate::store) fn free(self) -> Result<(), StoreError> {
        remove(&self.path)
    }
}

impl Store {
    /// Locks of git's own on what a write of ours needs, which nobody may hold any more: a killed git leaves them.
    pub fn foreign_locks(&self) -> Vec<PathBuf> {
        let mut locks: Vec<PathBuf> = Vec::new();
        for git_dir in self.worktree_git_dirs() {
            locks.extend(["index.lock", "HEAD.lock"].map(|name| git_dir.join(name)));
        }
        locks.extend(["packed-refs.lock", "config.lock"].map(|name| self.git_dir().join(name)));
        locks.extend(self.reference().map(|name| self.git_dir().join(format!("{name}.lock"))));
        locks.retain(|path| path.exists() && !is_ours(path));
        locks
    }

    /// Whether a git process is at work in this repository; `None` where the system does not tell.
    pub fn git_is_at_work(&self, lock: &Path) -> Option<bool> {
        let places: Vec<PathBuf> = [Some(self.git_dir()), self.workdir()]
            .into_iter()
            .flatten()
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        let me = std::process::id().to_string();
        let lock = lock.canonicalize().unwrap_or_else(|_| lock.to_owned());
        let lock = lock.as_path();
        let processes = fs::read_dir("/proc").ok()?;
        let mut seen = false;
        // `self` and `thread-self` are this one again.
        let is_number = |name: &OsStr| name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
        for process in processes.flatten().filter(|process| is_number(&process.file_name())) {
            let Ok(name) = fs::read_to_string(process.path().join("comm")) else { continue };
            seen = true;
            let is_here = || match fs::read_link(process.path().join("cwd")) {
                Ok(cwd) => places.iter().any(|place| cwd.starts_with(place)),
                // Another user's may be at work anywhere; one that is gone is not.
                Err(error) => error.kind() == ErrorKind::PermissionDenied,
            };
            let is_known = name.starts_with("git") || name.trim_end() == "tramite";
            if process.file_name() == me.as_str() {
                continue;
            }
            if (is_known && is_here()) || has_open(&process.path(), lock) {
                return Some(true);
            }
        }
        seen.then_some(false)
    }

    /// Removes a lock that is nobody's any more.
    pub fn remove_lock(&self, path: &Path) -> Result<(), StoreError> {
        remove(path)
    }
}

/// Whether a process has the file open: a program that works with a library of git's and is called otherwise.
fn has_open(process: &Path, file: &Path) -> bool {
    let Ok(open) = fs::read_dir(process.join("fd")) else { return false };
    open.flatten().any(|entry| fs::read_link(entry.path()).is_ok_and(|target| target == file))
}

/// Makes our lock file.
fn make(path: &Path, own_dir: &Path) -> std::io::Result<()> {
    let model = own_dir.join("index-lock");
    if !fs::read(&model).is_ok_and(|bytes| bytes == OURS) {
        fs::write(&model, OURS)?;
    }
    make_from(&model, path)
}

/// Makes a lock file with its content in one step, by a link to `model`, a file that has it; where the file system has no links,
/// in two. [`ErrorKind::AlreadyExists`] where somebody has the lock.
pub(in crate::store) fn make_from(model: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(model, path) {
        Err(error) if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
            let content = fs::read(model)?;
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(&content).and_then(|()| file.sync_all())
        }
        done => done,
    }
}

/// Whether a lock file is one of ours.
pub(in crate::store) fn is_ours(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() == OURS.len() as u64)
        && fs::read(path).is_ok_and(|bytes| bytes == OURS)
}

/// Removes a file that may be gone already.
pub(in crate::store) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", path, &error)),
        _ => Ok(()),
    }
}
