//! A git index that git cannot read, or that is gone while the files are here: found, and made anew from HEAD.

use super::checkout::operation;
use super::lock::{self, IndexLock};
use super::{Env, Store, StoreError, program};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How a broken git index is mended.
const MEND: &str = "tramite doctor --fix makes it anew from HEAD";

/// What git says of an index whose content is at fault; of one that it may not read, or does not know yet, it says other things.
const DAMAGE: [&str; 10] = [
    "index file smaller than expected",
    "index file corrupt",
    "bad index file",
    "bad signature 0x",
    "bad index version",
    "unknown index entry format",
    "broken index",
    "could not read shared index",
    "malformed name field in the index",
    "unordered stage entries",
];

/// A git index that tells nothing of the files any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenIndex {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: String,
    /// How to mend it by hand, where git is in the middle of something: what that had staged is known to nobody else, so that
    /// [`Store::renew_index`] leaves it alone.
    pub by_hand: Option<String>,
}

impl Store {
    /// This worktree's git index, where git cannot read it for what is in it, or where it is gone and files of HEAD are here.
    /// A worktree that has never been filled has none and lacks none.
    pub fn broken_index(&self) -> Result<Option<BrokenIndex>, StoreError> {
        let (dir, Some(root)) = (self.repo.path(), self.repo.workdir()) else { return Ok(None) };
        let path = dir.join("index");
        let why = if path.exists() {
            let mut command = program::git(dir, Some(root));
            let listed = program::output(command.args(["ls-files", "--stage", "-z"]), None)?;
            let said = program::said(&listed);
            if listed.status.success() || !(is_damage(&said) || listed.status.code().is_none()) {
                return Ok(None);
            }
            said
        } else {
            let tree = self.repo.head().and_then(|head| head.peel_to_tree());
            let is_here =
                |name: Result<&str, _>| name.is_ok_and(|name| root.join(name).symlink_metadata().is_ok());
            if !tree.is_ok_and(|tree| tree.iter().any(|entry| is_here(entry.name()))) {
                return Ok(None);
            }
            "it is gone, and to git every file is deleted".to_owned()
        };
        let by_hand = operation(dir).map(|(_, how)| {
            let file = path.display();
            let aside = if path.exists() { format!("mv {file} {file}.damaged && ") } else { String::new() };
            format!("{aside}git read-tree HEAD, then see to what git has begun: {how}")
        });
        Ok(Some(BrokenIndex { path, why, by_hand }))
    }

    /// Makes a broken index anew from HEAD. No file of the working tree is touched, and what was in its place is kept beside it,
    /// as `index.damaged`.
    pub fn renew_index(&self, env: &Env) -> Result<(), StoreError> {
        let _held = self.lock(env)?;
        let dir = self.repo.path();
        let lock = IndexLock::take(dir, &self.own_dir(), Duration::ZERO)?;
        let done = self.renew(dir);
        lock.free()?;
        done
    }

    fn renew(&self, dir: &Path) -> Result<(), StoreError> {
        // Somebody may have mended it meanwhile.
        let Some(BrokenIndex { path, by_hand: None, .. }) = self.broken_index()? else { return Ok(()) };
        let anew = dir.join("index.tramite.anew");
        lock::remove(&anew)?;
        lock::remove(&dir.join("index.tramite.anew.lock"))?;
        let git = |args: &[&str]| {
            let mut command = program::git(dir, self.repo.workdir());
            command.env("GIT_INDEX_FILE", &anew).args(args);
            command
        };
        program::run(&mut git(&["read-tree", "HEAD"]), None, "make its index anew")?;
        // It exits with 1 where the user has edits.
        program::output(&mut git(&["update-index", "-q", "--refresh"]), None)?;
        if self.repo.config()?.get_bool("core.sparseCheckout").unwrap_or(false) {
            // What is not here was left out by git, and nobody has deleted it.
            let absent =
                program::run(&mut git(&["ls-files", "--deleted", "-z"]), None, "list what is left out")?;
            let mut mark = git(&["update-index", "--skip-worktree", "-z", "--stdin"]);
            program::run(&mut mark, Some(&absent), "leave files out")?;
        }
        if path.exists() {
            let names =
                (1..).map(|n| if n == 1 { "index.damaged".into() } else { format!("index.damaged-{n}") });
            if let Some(aside) = names.map(|name| dir.join(name)).find(|aside| !aside.exists()) {
                fs::rename(&path, &aside).map_err(|error| StoreError::io("put aside", &path, &error))?;
            }
        }
        fs::rename(&anew, &path).map_err(|error| StoreError::io("write", &path, &error))?;
        self.share(&path);
        Ok(())
    }
}

/// Whether git says here that its index is damaged.
fn is_damage(said: &str) -> bool {
    DAMAGE.iter().any(|words| said.contains(words))
}

/// How to mend what git says, where that is a damaged index.
pub(in crate::store) fn mend_of(said: &str) -> Option<&'static str> {
    is_damage(said).then_some(MEND)
}

/// What is said of a write into a worktree whose index is gone: one made now would have deleted every other file.
pub(in crate::store) fn gone(index: &Path) -> StoreError {
    StoreError::environment(format!("git's index \"{}\" is gone", index.display()))
        .why("a commit would leave one in which every other file is deleted")
        .mend(MEND)
}
