//! Keeping a worktree's files and index in step with the branch that moved (5). Everything here may be done twice: a file
//! or index entry is changed only where it is what it was before the write, so that an edit made meanwhile stays.

use super::checkout::Checkout;
use super::journal::Journal;
use super::read::{Lookup, is_file};
use super::{Env, Store, StoreError, lock, program};
use git2::{Oid, Tree};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const EXECUTABLE: i32 = 0o100_755;
const SYMLINK: i32 = 0o120_000;
/// A commit of another repository.
pub(in crate::store) const SUBMODULE: i32 = 0o160_000;

/// What is at a path in a working tree.
pub(in crate::store) enum Found {
    Nothing,
    File(Vec<u8>),
    Link(Vec<u8>),
    /// A folder, a device, or something below a symbolic link.
    Other,
}

/// A working tree whose paths are looked at without following symbolic links. What is above many of them is looked at once: for
/// one pass over the paths of one write.
pub(in crate::store) struct Looker<'c> {
    root: &'c Path,
    above: RefCell<HashMap<String, Above>>,
}

/// What a folder above a path is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Folder,
    Nothing,
    Other,
}

impl<'c> Looker<'c> {
    /// Of the working tree at `root`.
    pub(in crate::store) fn new(root: &'c Path) -> Self {
        Self { root, above: RefCell::default() }
    }

    /// What is at `path`.
    pub(in crate::store) fn look(&self, path: &str) -> Result<Found, StoreError> {
        match path.rsplit_once('/').map_or(Ok(Above::Folder), |(folder, _)| self.above(folder))? {
            Above::Folder => {}
            Above::Nothing => return Ok(Found::Nothing),
            Above::Other => return Ok(Found::Other),
        }
        let at = self.root.join(path);
        let Some(kind) = kind(&at)? else { return Ok(Found::Nothing) };
        if kind.is_symlink() {
            let target = fs::read_link(&at).map_err(|error| StoreError::io("read", &at, &error))?;
            Ok(Found::Link(target.into_os_string().into_encoded_bytes()))
        } else if kind.is_file() {
            fs::read(&at).map(Found::File).map_err(|error| StoreError::io("read", &at, &error))
        } else {
            Ok(Found::Other)
        }
    }

    fn above(&self, folder: &str) -> Result<Above, StoreError> {
        if let Some(known) = self.above.borrow().get(folder) {
            return Ok(*known);
        }
        let found = match folder.rsplit_once('/').map_or(Ok(Above::Folder), |(above, _)| self.above(above))? {
            Above::Folder => match kind(&self.root.join(folder))? {
                None => Above::Nothing,
                Some(kind) if kind.is_dir() => Above::Folder,
                Some(_) => Above::Other,
            },
            other => other,
        };
        self.above.borrow_mut().insert(folder.to_owned(), found);
        Ok(found)
    }

    /// Whether there is at `path` of this checkout what a tree's entry says.
    pub(in crate::store) fn holds(
        &self,
        checkout: &Checkout,
        path: &str,
        entry: Option<(Oid, i32)>,
    ) -> Result<bool, StoreError> {
        Ok(match (self.look(path)?, entry) {
            (Found::Nothing, None) => true,
            (Found::File(bytes), Some((id, mode))) if is_file(mode) => {
                Oid::hash_object(git2::ObjectType::Blob, &bytes)? == id
                    || ((bytes.contains(&b'\r') || !is_desks(path))
                        && cleaned_id(checkout, path, &bytes)? == id)
            }
            (Found::Link(target), Some((id, SYMLINK))) => {
                Oid::hash_object(git2::ObjectType::Blob, &target)? == id
            }
            _ => false,
        })
    }
}

fn kind(at: &Path) -> Result<Option<fs::FileType>, StoreError> {
    match fs::symlink_metadata(at) {
        Ok(data) => Ok(Some(data.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("look at", at, &error)),
    }
}

/// The journal's trees.
pub(in crate::store) struct Trees<'repo> {
    pub old: Lookup<'repo>,
    pub new: Lookup<'repo>,
}

impl Store {
    pub(in crate::store) fn trees(&self, journal: &Journal) -> Result<Trees<'_>, StoreError> {
        let tree = |id: &str| -> Result<Tree<'_>, StoreError> {
            Ok(self.repo.find_commit(Oid::from_str(id)?)?.tree()?)
        };
        let old = journal.old.as_deref().map(tree).transpose()?;
        Ok(Trees {
            old: Lookup::new(&self.repo, old),
            new: Lookup::new(&self.repo, Some(tree(&journal.new)?)),
        })
    }

    /// Writes the new files beside their places, so that a full disk or a closed folder shows before the branch moves.
    pub(in crate::store) fn stage(&self, checkout: &Checkout, journal: &Journal) -> Result<(), StoreError> {
        let (trees, looker) = (self.trees(journal)?, Looker::new(&checkout.workdir));
        for path in &journal.paths {
            if let Some((id, mode)) = to_write(checkout, &looker, &trees, path)? {
                self.write_beside(checkout, path, id, mode)?;
            }
        }
        Ok(())
    }

    /// Brings the files of `checkout` from the old commit's to the new one's.
    pub(in crate::store) fn apply_files(
        &self,
        env: &Env,
        checkout: &Checkout,
        journal: &Journal,
    ) -> Result<(), StoreError> {
        let (trees, looker) = (self.trees(journal)?, Looker::new(&checkout.workdir));
        let mut left = Vec::new();
        for path in &journal.paths {
            if let Some((id, mode)) = to_write(checkout, &looker, &trees, path)? {
                self.write_beside(checkout, path, id, mode)?;
                let (from, to) = (beside(&checkout.workdir, path), checkout.workdir.join(path));
                fs::rename(&from, &to).map_err(|error| StoreError::io("write", &to, &error))?;
            } else {
                left.push(path.clone());
                if to_remove(checkout, &looker, &trees, path)? {
                    let file = checkout.workdir.join(path);
                    lock::remove(&file)?;
                    remove_empty_folders(&checkout.workdir, &file);
                }
            }
            follow_submodule(&looker, &trees, path)?;
            super::commit::step(env, "one-file")?;
        }
        unstage(std::slice::from_ref(checkout), &left);
        Ok(())
    }

    fn write_beside(&self, checkout: &Checkout, path: &str, id: Oid, mode: i32) -> Result<(), StoreError> {
        let beside = beside(&checkout.workdir, path);
        let bytes = if mode == SYMLINK || !self.converts(checkout, path) {
            self.repo.find_blob(id)?.content().to_vec()
        } else {
            let mut command = program::git(&checkout.git_dir, Some(&checkout.workdir));
            command.args(["cat-file", "--filters"]).arg(format!("--path={path}")).arg(id.to_string());
            program::run(&mut command, None, "convert a file")?
        };
        // Made anew, so that a link that somebody put there is not followed.
        match fs::symlink_metadata(&beside) {
            Ok(there) => {
                let plain = there.is_file() && mode != EXECUTABLE && mode != SYMLINK;
                if plain && fs::read(&beside).is_ok_and(|there| there == bytes) {
                    return Ok(());
                }
                lock::remove(&beside)?;
            }
            Err(_) => make_folder(&beside)?,
        }
        if mode == SYMLINK {
            return make_link(&bytes, &beside);
        }
        let written = fs::File::create_new(&beside).and_then(|mut file| {
            file.write_all(&bytes)?;
            if mode == EXECUTABLE { make_executable(&file) } else { Ok(()) }
        });
        written.map_err(|error| StoreError::io("write", &checkout.workdir.join(path), &error))
    }
}

impl Store {
    /// Whether git would write the file in another form than it keeps it: other line ends, filters. Never a desk's own
    /// files, which are written as they are in git: their attributes say so.
    fn converts(&self, checkout: &Checkout, path: &str) -> bool {
        const BY: [&str; 5] = ["eol", "crlf", "ident", "filter", "working-tree-encoding"];
        if is_desks(path) {
            return false;
        }
        // Attributes are at hand only for the worktree that this repository was opened in.
        if self.repo.workdir() != Some(checkout.workdir.as_path()) {
            return true;
        }
        let setting =
            |key: &str, value: &str| self.settings.get(key).is_some_and(|it| it.eq_ignore_ascii_case(value));
        self.settings.flag("core.autocrlf")
            || setting("core.eol", "crlf")
            || BY.iter().any(|name| {
                let found = self.repo.get_attr(Path::new(path), name, git2::AttrCheckFlags::FILE_THEN_INDEX);
                found.map_or(true, |value| value.is_some())
            })
    }
}

/// What to write at `path`: where the new commit has another file there than the old one, and the working tree what
/// the old one has.
fn to_write(
    checkout: &Checkout,
    looker: &Looker<'_>,
    trees: &Trees<'_>,
    path: &str,
) -> Result<Option<(Oid, i32)>, StoreError> {
    let (old, new) = (trees.old.entry(path)?, trees.new.entry(path)?);
    match new {
        Some((id, mode)) if old != new && (is_file(mode) || mode == SYMLINK) => {
            Ok(looker.holds(checkout, path, old)?.then_some((id, mode)))
        }
        _ => Ok(None),
    }
}

fn to_remove(
    checkout: &Checkout,
    looker: &Looker<'_>,
    trees: &Trees<'_>,
    path: &str,
) -> Result<bool, StoreError> {
    let old = trees.old.entry(path)?;
    Ok(old.is_some() && trees.new.entry(path)?.is_none() && looker.holds(checkout, path, old)?)
}

/// The folder of a submodule that comes or goes, empty as git makes it.
fn follow_submodule(looker: &Looker<'_>, trees: &Trees<'_>, path: &str) -> Result<(), StoreError> {
    let is_one = |entry: Option<(Oid, i32)>| entry.is_some_and(|(_, mode)| mode == SUBMODULE);
    let (old, new) = (trees.old.entry(path)?, trees.new.entry(path)?);
    if !is_one(old) && !is_one(new) {
        return Ok(());
    }
    let folder = looker.root.join(path);
    if is_one(new) && matches!(looker.look(path)?, Found::Nothing) {
        fs::create_dir_all(&folder).map_err(|error| StoreError::io("make the folder", &folder, &error))?;
    } else if is_one(old) && new.is_none() && matches!(looker.look(path)?, Found::Other) {
        // One with files in it stays, as with git.
        let _ = fs::remove_dir(&folder);
    }
    Ok(())
}

/// Makes the folder of a file where it is not there: most are.
fn make_folder(file: &Path) -> Result<(), StoreError> {
    match file.parent() {
        Some(folder) if !folder.is_dir() => {
            fs::create_dir_all(folder).map_err(|error| StoreError::io("make the folder", folder, &error))
        }
        _ => Ok(()),
    }
}

/// Removes what [`Store::stage`] wrote; what cannot be removed is in nobody's way.
pub(in crate::store) fn unstage(checkouts: &[Checkout], paths: &[String]) {
    for checkout in checkouts {
        super::index::release(checkout);
        for path in paths {
            let beside = beside(&checkout.workdir, path);
            if fs::remove_file(&beside).is_ok() {
                remove_empty_folders(&checkout.workdir, &beside);
            }
        }
    }
}

/// The id that git would give to the file, with its own conversion of line ends and filters.
fn cleaned_id(checkout: &Checkout, path: &str, bytes: &[u8]) -> Result<Oid, StoreError> {
    let mut command = program::git(&checkout.git_dir, Some(&checkout.workdir));
    command.args(["hash-object", "--stdin", "--path", path]);
    let out = program::run(&mut command, Some(bytes), "convert a file")?;
    Ok(Oid::from_str(String::from_utf8_lossy(&out).trim())?)
}

/// Whether a file is one of a desk's own.
fn is_desks(path: &str) -> bool {
    path.starts_with("tickets/") || path.starts_with(".tramite/") || path == ".gitattributes"
}

/// Where the new content of `path` waits to be renamed: a short name that is the same after a restart.
fn beside(root: &Path, path: &str) -> PathBuf {
    let name = Oid::hash_object(git2::ObjectType::Blob, path.as_bytes())
        .map_or_else(|_| "new".to_owned(), |id| id.to_string());
    root.join(path).with_file_name(format!(".tramite-{}", &name[..name.len().min(16)]))
}

/// Removes the folders above a removed file that are empty now, as git does.
fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != root) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

#[cfg(unix)]
fn make_link(target: &[u8], at: &Path) -> Result<(), StoreError> {
    use std::os::unix::ffi::OsStrExt;
    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), at)
        .map_err(|error| StoreError::io("write", at, &error))
}

#[cfg(not(unix))]
fn make_link(target: &[u8], at: &Path) -> Result<(), StoreError> {
    // As git does where links need a privilege (core.symlinks=false).
    fs::write(at, target).map_err(|error| StoreError::io("write", at, &error))
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    // Whoever may read it may run it: the umask has spoken already.
    file.set_permissions(fs::Permissions::from_mode(mode | ((mode & 0o444) >> 2)))
}

#[cfg(not(unix))]
fn make_executable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}
