//! Uncommitted edits that a write would run over (5).

use super::apply::{Found, Looker, SUBMODULE};
use super::checkout::{Checkout, not_merged, unmerged};
use super::read::{Lookup, entry_at, is_file};
use super::renew::gone;
use super::suspects::{Glance, Wanted, is_real_folder};
use super::{Store, StoreError, StoreErrorKind, program};
use crate::codec::has_markers;
use crate::model::DeskPath;
use git2::{Index, IndexEntry, Oid, Tree};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::thread::{self, JoinHandle};

/// From how many paths on git is asked about the whole working tree.
const MOST_NAMED: usize = 200;
/// How many folders are worth a thread.
const SHARE: usize = 64;

/// An error that names those of `paths` which have staged or unstaged edits in `checkout`.
pub(in crate::store) fn require_clean(
    checkout: &Checkout,
    tip: &Lookup<'_>,
    paths: &[String],
) -> Result<(), StoreError> {
    if !checkout.index().exists()
        && tip.entry(".tramite")?.is_some()
        && checkout.workdir.join(".tramite").exists()
    {
        return Err(gone(&checkout.index()));
    }
    let looker = Looker::new(&checkout.workdir);
    let suspects = match Index::open(&checkout.index()) {
        Ok(index) => {
            let mut suspects = Vec::new();
            for path in paths {
                if !is_clean(checkout, &looker, &index, tip.entry(path)?, path)? {
                    suspects.push(path.clone());
                }
            }
            suspects
        }
        // An index that libgit2 cannot read: git looks.
        Err(_) => paths.to_vec(),
    };
    let mut dirty = Vec::new();
    for some in suspects.chunks(200) {
        let seen = seen_by_git(checkout, some)?;
        for path in some {
            if seen.iter().any(|it| covers(it, path)) {
                dirty.push(path);
            } else if tip.entry(path)?.is_none_or(|(_, mode)| mode != SUBMODULE)
                && matches!(looker.look(path)?, Found::Other)
            {
                return Err(StoreError::new(StoreErrorKind::Dirty, format!("cannot write \"{path}\""))
                    .why("a folder, or a file or symbolic link in the place of a folder above it, is in the way")
                    .mend("move it away; or let git change the working tree: git pull, git merge"));
            }
        }
    }
    let Some(first) = dirty.first() else { return Ok(()) };
    let mut open = unmerged(&checkout.git_dir, &checkout.workdir)?;
    open.retain(|path| dirty.contains(&path));
    if !open.is_empty() {
        let what = format!("there are unmerged files in \"{}\"", checkout.workdir.display());
        return Err(not_merged(what, &open, ""));
    }
    let named = dirty.iter().take(5).map(|path| format!("\"{path}\"")).collect::<Vec<_>>().join(", ");
    let more = if dirty.len() > 5 { format!(" and {} more", dirty.len() - 5) } else { String::new() };
    Err(StoreError::new(StoreErrorKind::Dirty, format!("uncommitted changes in {named}{more}"))
        .why(format!("writing would run over them in \"{}\"", checkout.workdir.display()))
        .mend(format!("git status -- {first} shows them; commit them (git add, git commit) or put them away (git stash -u)")))
}

/// An error where the ticket of any of `paths` has conflict markers in the working tree: nobody has said yet what it is, so
/// nothing is recorded of it (7).
pub(in crate::store) fn require_settled(checkout: &Checkout, paths: &[String]) -> Result<(), StoreError> {
    let folder = |path: &String| match DeskPath::of(path) {
        DeskPath::Ticket(dir) | DeskPath::Comment(dir, _) => Some(dir.path()),
        _ => None,
    };
    let folders: BTreeSet<String> = paths.iter().filter_map(folder).collect();
    let marked = |folder: &String| {
        let file = format!("{folder}/ticket.yaml");
        let content = std::fs::read(checkout.workdir.join(&file)).unwrap_or_default();
        has_markers(&content).then_some(file)
    };
    let marked: Vec<String> = folders.iter().filter_map(marked).collect();
    if marked.is_empty() {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Conflict,
        format!("conflict markers in \"{}\"", marked.join("\", \"")),
    )
    .why("git could not make both sides' changes one, and nobody has said yet which holds")
    .mend(format!(
        "take them out by hand, git add {}, git commit; or put the file back: git checkout -- {}",
        marked[0], marked[0]
    )))
}

/// Whether what git names is the path itself or a folder above it.
fn covers(named: &str, path: &str) -> bool {
    named == path || (named.ends_with('/') && path.starts_with(named))
}

fn is_clean(
    checkout: &Checkout,
    looker: &Looker<'_>,
    index: &Index,
    tip: Option<(Oid, i32)>,
    path: &str,
) -> Result<bool, StoreError> {
    if (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some()) {
        return Ok(false);
    }
    let staged = index.get_path(Path::new(path), 0);
    if staged.as_ref().map(|entry| (entry.id, entry.mode as i32)) != tip {
        return Ok(false);
    }
    if staged.as_ref().is_some_and(is_left_out) && matches!(looker.look(path)?, Found::Nothing) {
        return Ok(true);
    }
    looker.holds(checkout, path, tip)
}

/// What `git status` has to say about paths: the last word, with git's own filters and line ends.
fn seen_by_git(checkout: &Checkout, paths: &[String]) -> Result<Vec<String>, StoreError> {
    let mut command = status(&checkout.git_dir, &checkout.workdir);
    command.args(["--ignored=matching", "--"]).args(paths);
    Ok(status_paths(&program::run(&mut command, None, "tell its status")?))
}

fn status(git_dir: &Path, workdir: &Path) -> std::process::Command {
    let mut command = program::git(git_dir, Some(workdir));
    command.env("GIT_OPTIONAL_LOCKS", "0");
    command.args([
        "--literal-pathspecs",
        "status",
        "--porcelain",
        "-z",
        "--no-renames",
        "--untracked-files=all",
    ]);
    command
}

fn status_paths(out: &[u8]) -> Vec<String> {
    out.split(|byte| *byte == 0)
        .filter_map(|line| Some(String::from_utf8_lossy(line.get(3..)?).into_owned()))
        .collect()
}

/// Whether a sparse checkout leaves this file out of the working tree.
fn is_left_out(entry: &IndexEntry) -> bool {
    entry.flags_extended & git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits() != 0
}

/// What was begun to be read ahead of the question which folders have uncommitted edits.
#[derive(Debug)]
pub struct Ahead(Option<JoinHandle<Option<Glance>>>);

impl Store {
    /// Paths below any of `prefixes` that have staged or unstaged edits, or are not in git, in this worktree. Nothing where the
    /// desk's branch is not checked out here.
    pub fn dirty_paths(&self, prefixes: &[&str]) -> Result<Vec<String>, StoreError> {
        self.dirty_paths_meanwhile(self.look_ahead(), prefixes, || ()).0
    }

    /// Begins to read what [`Store::dirty_paths_meanwhile`] will need, whatever it will be asked about.
    pub fn look_ahead(&self) -> Ahead {
        let read = || {
            let file = self.repo.path().join("index");
            // Without a thread it is read when it is asked for.
            thread::Builder::new().spawn(move || Glance::of(&file)).ok()
        };
        Ahead(if self.repo.workdir().is_some() && self.is_checked_out() { read() } else { None })
    }

    /// [`Store::dirty_paths`], and what is done while the working tree is looked at: to look at files is to wait for the system.
    pub fn dirty_paths_meanwhile<T>(
        &self,
        ahead: Ahead,
        prefixes: &[&str],
        meanwhile: impl FnOnce() -> T,
    ) -> (Result<Vec<String>, StoreError>, T) {
        let Some(workdir) = self.repo.workdir().filter(|_| self.is_checked_out()) else {
            return (Ok(Vec::new()), meanwhile());
        };
        let tip = || self.tip_oid()?.map(|oid| Ok(self.repo.find_commit(oid)?.tree()?)).transpose();
        let tip: Result<Option<Tree<'_>>, StoreError> = tip();
        let tip = match tip {
            Ok(tip) => tip,
            Err(error) => return (Err(error), meanwhile()),
        };
        let glance = ahead.0.and_then(|thread| thread.join().ok()).flatten();
        let glance = glance.or_else(|| Glance::of(&self.repo.path().join("index")));
        let (clean, done) = self.plainly_clean(glance.as_ref(), workdir, tip.as_ref(), prefixes, meanwhile);
        let suspects = prefixes.iter().zip(clean).filter(|(_, clean)| !clean);
        let suspects: Vec<&str> = suspects.map(|(path, _)| *path).collect();
        (self.dirty_of(workdir, &suspects), done)
    }

    /// What git says of these.
    fn dirty_of(&self, workdir: &Path, suspects: &[&str]) -> Result<Vec<String>, StoreError> {
        if suspects.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = status(self.repo.path(), workdir);
        if suspects.len() <= MOST_NAMED {
            command.arg("--").args(suspects);
        }
        let mut paths = status_paths(&program::run(&mut command, None, "tell its status")?);
        if suspects.len() > MOST_NAMED {
            let below = |path: &str, prefix: &str| {
                path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            paths.retain(|path| suspects.iter().any(|prefix| below(path, prefix)));
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// Whether a folder is known to be clean without asking git.
    #[cfg(test)]
    pub(in crate::store) fn is_told_clean(&self, path: &str) -> bool {
        let tip = self.tip_oid().unwrap().map(|oid| self.repo.find_commit(oid).unwrap().tree().unwrap());
        let glance = Glance::of(&self.repo.path().join("index"));
        self.repo.workdir().is_some_and(|root| {
            self.plainly_clean(glance.as_ref(), root, tip.as_ref(), &[path], || ()).0 == [true]
        })
    }

    /// For each of these folders whether it is known to be clean without asking git; and what is done meanwhile.
    fn plainly_clean<T>(
        &self,
        glance: Option<&Glance>,
        root: &Path,
        tip: Option<&Tree<'_>>,
        paths: &[&str],
        meanwhile: impl FnOnce() -> T,
    ) -> (Vec<bool>, T) {
        let Some(glance) = glance else { return (vec![false; paths.len()], meanwhile()) };
        let mut above = HashMap::new();
        let wanted: Vec<Option<Wanted>> =
            paths.iter().map(|path| self.wanted(glance, root, tip, &mut above, path)).collect();
        let look = |some: &[Option<Wanted>]| -> Vec<bool> {
            some.iter().map(|one| one.as_ref().is_some_and(|one| glance.is_clean(root, one))).collect()
        };
        // To look at files is to wait for the system, several times at once.
        let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
        let share = wanted.len().div_ceil(threads).max(SHARE);
        if wanted.len() <= SHARE {
            return (look(&wanted), meanwhile());
        }
        thread::scope(|scope| {
            let running: Vec<_> =
                wanted.chunks(share).map(|some| (some.len(), scope.spawn(|| look(some)))).collect();
            let done = meanwhile();
            // What nobody has looked at is for git to judge.
            let found = running.into_iter().map(|(len, one)| one.join().unwrap_or_else(|_| vec![false; len]));
            (found.flatten().collect(), done)
        })
    }

    /// What a ticket's folder should hold; `None` where it is not in the tree, or not in a folder of the working tree. `above`
    /// keeps the trees of the folders above, which many tickets share.
    fn wanted<'r, 'p>(
        &'r self,
        glance: &Glance,
        root: &Path,
        tip: Option<&Tree<'_>>,
        above: &mut HashMap<String, Option<Tree<'r>>>,
        path: &'p str,
    ) -> Option<Wanted<'p>> {
        let (parent, name) = path.rsplit_once('/')?;
        if !above.contains_key(parent) {
            let folder = root.join(parent);
            // A folder in whose path there is a link is another one.
            let real = folder.ancestors().take_while(|above| *above != root).all(is_real_folder);
            let entry = entry_at(tip, parent).ok().flatten().filter(|_| real);
            let tree = entry.and_then(|(id, _)| self.repo.find_tree(id).ok());
            above.insert(parent.to_owned(), tree);
        }
        let entry = above.get(parent)?.as_ref()?.get_name(name)?;
        let (id, 0o040_000) = (entry.id(), entry.filemode()) else { return None };
        if glance.knows(path, id.as_bytes()) {
            return Some(Wanted { path, files: None });
        }
        let file = |entry: git2::TreeEntry<'_>| {
            let mode = entry.filemode();
            is_file(mode).then(|| (entry.name_bytes().to_vec(), entry.id().as_bytes().to_vec(), mode as u32))
        };
        let files: Option<Vec<_>> = self.repo.find_tree(id).ok()?.iter().map(file).collect();
        Some(Wanted { path, files: Some(files?) })
    }

    /// The files in this worktree's git index whose path is `prefix` or lies below it.
    pub fn staged_files(&self, prefix: &str) -> Result<Vec<super::Entry>, StoreError> {
        let prefix = prefix.trim_end_matches('/');
        let below = |path: &str| {
            prefix.is_empty()
                || path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let Ok(index) = self.repo.index() else { return self.staged_by_git(prefix) };
        let entries = index.iter().filter(|entry| is_file(entry.mode as i32) && entry.flags & 0x3000 == 0);
        let entries = entries.map(|entry| super::Entry {
            path: String::from_utf8_lossy(&entry.path).into_owned(),
            oid: entry.id.to_string(),
            mode: entry.mode,
        });
        Ok(entries.filter(|entry| below(&entry.path)).collect())
    }

    fn staged_by_git(&self, prefix: &str) -> Result<Vec<super::Entry>, StoreError> {
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        command.args(["--literal-pathspecs", "ls-files", "--stage", "-z", "--"]);
        if !prefix.is_empty() {
            command.arg(prefix);
        }
        let out = program::run(&mut command, None, "read its index")?;
        let lines = String::from_utf8_lossy(&out).into_owned();
        let read = |line: &str| {
            let (meta, path) = line.split_once('\t')?;
            let [mode, oid, "0"] = meta.split(' ').collect::<Vec<_>>()[..] else { return None };
            let mode = u32::from_str_radix(mode, 8).ok()?;
            is_file(mode as i32).then(|| super::Entry { path: path.to_owned(), oid: oid.to_owned(), mode })
        };
        Ok(lines.split('\0').filter_map(read).collect())
    }
}
