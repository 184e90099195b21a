//! Reading the files of a commit.

use super::{Place, Store, StoreError};
use crate::model::config::ConfigFile;
use git2::{ObjectType, Oid, Repository, Tree};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

/// A file in a commit's tree, or in the git index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// From the root: `tickets/202611/0007-k0ra/ticket.yaml`.
    pub path: String,
    /// The blob's id, hexadecimal.
    pub oid: String,
    /// The mode as git writes it: `0o100644`.
    pub mode: u32,
}

impl Store {
    /// The commit at the tip of the desk's branch, hexadecimal; `None` where the branch has none yet.
    pub fn tip(&self) -> Result<Option<String>, StoreError> {
        Ok(self.tip_oid()?.map(|oid| oid.to_string()))
    }

    pub(in crate::store) fn tip_oid(&self) -> Result<Option<Oid>, StoreError> {
        let names: &[&str] = match &self.place {
            Place::Branch(name) => &[name],
            Place::Tracking { local, tracking } => &[local, tracking],
            Place::Detached => &["HEAD"],
        };
        for name in names {
            match self.repo.refname_to_id(name) {
                Ok(oid) => return Ok(Some(oid)),
                Err(error) if error.code() == git2::ErrorCode::NotFound => {}
                Err(error) => {
                    return Err(StoreError::environment(format!("cannot read the branch \"{name}\""))
                        .why(error.message().to_owned())
                        .mend("git fsck says more"));
                }
            }
        }
        Ok(None)
    }

    pub(in crate::store) fn oid(&self, commit: &str) -> Result<Oid, StoreError> {
        let missing = || StoreError::not_found(format!("no commit \"{commit}\""));
        if let Ok(oid) = Oid::from_str(commit)
            && commit.len() == 40
        {
            return Ok(oid);
        }
        let object = self.repo.revparse_single(commit).map_err(|_| missing())?;
        Ok(object.peel_to_commit().map_err(|_| missing())?.id())
    }

    pub(in crate::store) fn tree(&self, commit: &str) -> Result<Tree<'_>, StoreError> {
        Ok(self.repo.find_commit(self.oid(commit)?)?.tree()?)
    }

    /// The id of the commit that `name` (a branch, a tag, an id, `HEAD~3` …) stands for.
    pub fn resolve(&self, name: &str) -> Result<String, StoreError> {
        Ok(self.oid(name)?.to_string())
    }

    /// The names of what is in the folder at `path` of `commit`, sorted; none where there is no folder.
    pub fn names(&self, commit: &str, path: &str) -> Result<Vec<String>, StoreError> {
        let Some((oid, _)) = entry_at(Some(&self.tree(commit)?), path)? else { return Ok(Vec::new()) };
        let Ok(tree) = self.repo.find_tree(oid) else { return Ok(Vec::new()) };
        Ok(tree.iter().map(|entry| String::from_utf8_lossy(entry.name_bytes()).into_owned()).collect())
    }

    /// Whether `older` is an ancestor of `newer`, or the same commit.
    pub fn is_ancestor(&self, older: &str, newer: &str) -> Result<bool, StoreError> {
        let (older, newer) = (Oid::from_str(older)?, Oid::from_str(newer)?);
        Ok(older == newer || self.repo.graph_descendant_of(newer, older)?)
    }

    /// The last `count` commits up to `head` along first parents, oldest first.
    pub fn last_commits(&self, head: &str, count: usize) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::with_capacity(count);
        let mut at = Some(Oid::from_str(head)?);
        while let Some(oid) = at.filter(|_| found.len() < count) {
            found.push(oid.to_string());
            at = self.repo.find_commit(oid)?.parent_ids().next();
        }
        found.reverse();
        Ok(found)
    }

    /// The commits up to `head` whose `.tramite/` is not that of their first parent, oldest first.
    pub fn config_changes(&self, head: &str) -> Result<Vec<String>, StoreError> {
        let mut walk = self.repo.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::REVERSE)?;
        walk.push(Oid::from_str(head)?)?;
        let config = |commit: &git2::Commit<'_>| -> Result<Option<Oid>, git2::Error> {
            Ok(commit.tree()?.get_name(".tramite").map(|entry| entry.id()))
        };
        let mut changes = Vec::new();
        for oid in walk {
            let commit = self.repo.find_commit(oid?)?;
            let before = match commit.parents().next() {
                Some(parent) => config(&parent)?,
                None => None,
            };
            if config(&commit)? != before {
                changes.push(commit.id().to_string());
            }
        }
        Ok(changes)
    }

    /// How many commits of the desk's branch are not where it is sent; `None` where it has no upstream.
    pub fn unsent(&self) -> Result<Option<usize>, StoreError> {
        let Some(reference) = self.reference() else { return Ok(None) };
        let Ok(upstream) = self.repo.branch_upstream_name(reference) else { return Ok(None) };
        let Some(upstream) = upstream.as_str().ok().and_then(|name| self.repo.refname_to_id(name).ok())
        else {
            return Ok(None);
        };
        let target = self.upstream().map(|upstream| self.push_target(&upstream));
        let sent = target.ok().and_then(|target| self.repo.refname_to_id(&target.tracking).ok());
        let upstream = sent.unwrap_or(upstream);
        let Some(tip) = self.tip_oid()? else { return Ok(None) };
        Ok(Some(self.repo.graph_ahead_behind(tip, upstream)?.0))
    }

    /// A setting of git's configuration.
    pub fn setting(&self, key: &str) -> Option<String> {
        self.settings.get(key)
    }

    /// The bytes of the file at `path` in `commit`; `None` where there is no file.
    pub fn read(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match entry_at(Some(&self.tree(commit)?), path)? {
            Some((oid, mode)) if is_file(mode) => Ok(Some(self.repo.find_blob(oid)?.content().to_vec())),
            _ => Ok(None),
        }
    }

    /// [`Store::read`] in a tree that no commit has yet.
    pub fn read_in_tree(&self, tree: &str, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match entry_at(Some(&self.repo.find_tree(Oid::from_str(tree)?)?), path)? {
            Some((oid, mode)) if is_file(mode) => Ok(Some(self.repo.find_blob(oid)?.content().to_vec())),
            _ => Ok(None),
        }
    }

    /// [`Store::names`] in a tree that no commit has yet.
    pub fn names_in_tree(&self, tree: &str, path: &str) -> Result<Vec<String>, StoreError> {
        let Some((oid, _)) = entry_at(Some(&self.repo.find_tree(Oid::from_str(tree)?)?), path)? else {
            return Ok(Vec::new());
        };
        let Ok(tree) = self.repo.find_tree(oid) else { return Ok(Vec::new()) };
        Ok(tree.iter().map(|entry| String::from_utf8_lossy(entry.name_bytes()).into_owned()).collect())
    }

    /// The files below `prefix` of a tree that no commit has yet, as far as they are not those of `commit`.
    pub fn changed_in_tree(&self, commit: &str, tree: &str, prefix: &str) -> Result<Vec<Entry>, StoreError> {
        let new = Lookup::new(&self.repo, Some(self.repo.find_tree(Oid::from_str(tree)?)?));
        let mut found = Vec::new();
        for path in self.differing(Some(&self.tree(commit)?), new.root())? {
            if !path.starts_with(prefix) {
                continue;
            }
            if let Some((oid, mode)) = new.entry(&path)?.filter(|(_, mode)| is_file(*mode)) {
                found.push(Entry { path, oid: oid.to_string(), mode: mode as u32 });
            }
        }
        Ok(found)
    }

    /// The bytes of a blob, by its id.
    pub fn blob(&self, oid: &str) -> Result<Vec<u8>, StoreError> {
        let oid = Oid::from_str(oid)?;
        Ok(self.repo.find_blob(oid)?.content().to_vec())
    }

    /// The id that git gives to a blob of these bytes, whether it is there or not.
    pub fn blob_id(&self, bytes: &[u8]) -> Result<String, StoreError> {
        Ok(Oid::hash_object(ObjectType::Blob, bytes)?.to_string())
    }

    /// The files of `commit` whose path is `prefix` or lies below it, by path; all of them for an empty prefix.
    pub fn list(&self, commit: &str, prefix: &str) -> Result<Vec<Entry>, StoreError> {
        let tree = self.tree(commit)?;
        let prefix = prefix.trim_end_matches('/');
        let mut found = Vec::new();
        if prefix.is_empty() {
            self.collect(&tree, "", &mut found)?;
            return Ok(found);
        }
        match entry_at(Some(&tree), prefix)? {
            None => {}
            Some((oid, 0o040_000)) => {
                self.collect(&self.repo.find_tree(oid)?, &format!("{prefix}/"), &mut found)?;
            }
            Some((oid, mode)) => {
                found.push(Entry { path: prefix.to_owned(), oid: oid.to_string(), mode: mode as u32 });
            }
        }
        Ok(found)
    }

    fn collect(&self, tree: &Tree<'_>, prefix: &str, found: &mut Vec<Entry>) -> Result<(), StoreError> {
        for entry in tree {
            // A name that is not UTF-8 is none of ours; shown as well as can be.
            let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name_bytes()));
            match entry.kind() {
                Some(ObjectType::Tree) => {
                    self.collect(&self.repo.find_tree(entry.id())?, &format!("{path}/"), found)?;
                }
                _ => found.push(Entry { path, oid: entry.id().to_string(), mode: entry.filemode() as u32 }),
            }
        }
        Ok(())
    }

    /// Every file under `.tramite/` in `commit`.
    pub fn config_files(&self, commit: &str) -> Result<Vec<ConfigFile>, StoreError> {
        let listed = self.list(commit, ".tramite")?;
        listed
            .into_iter()
            .filter(|entry| is_file(entry.mode as i32))
            .map(|entry| Ok(ConfigFile { bytes: self.blob(&entry.oid)?, path: entry.path }))
            .collect()
    }

    /// The id of the tree `.tramite` in `commit`: the same id, the same configuration.
    pub fn config_tree_id(&self, commit: &str) -> Option<String> {
        let tree = self.tree(commit).ok()?;
        tree.get_name(".tramite").map(|entry| entry.id().to_string())
    }
}

/// A tree in which many paths are looked up: each folder is read once.
pub(in crate::store) struct Lookup<'repo> {
    repo: &'repo Repository,
    root: Option<Tree<'repo>>,
    folders: RefCell<HashMap<String, Option<Rc<Tree<'repo>>>>>,
}

impl<'repo> Lookup<'repo> {
    /// For a tree; without one there is nothing at any path.
    pub(in crate::store) fn new(repo: &'repo Repository, root: Option<Tree<'repo>>) -> Self {
        Self { repo, root, folders: RefCell::default() }
    }

    /// The tree itself.
    pub(in crate::store) fn root(&self) -> Option<&Tree<'repo>> {
        self.root.as_ref()
    }

    /// Id and mode of what is at `path`.
    pub(in crate::store) fn entry(&self, path: &str) -> Result<Option<(Oid, i32)>, StoreError> {
        let Some((folder, name)) = path.rsplit_once('/') else {
            return Ok(self.root.as_ref().and_then(|tree| named(tree, path)));
        };
        Ok(self.folder(folder)?.and_then(|tree| named(&tree, name)))
    }

    fn folder(&self, path: &str) -> Result<Option<Rc<Tree<'repo>>>, StoreError> {
        if let Some(known) = self.folders.borrow().get(path) {
            return Ok(known.clone());
        }
        let found = match self.entry(path)? {
            Some((id, 0o040_000)) => Some(Rc::new(self.repo.find_tree(id)?)),
            _ => None,
        };
        self.folders.borrow_mut().insert(path.to_owned(), found.clone());
        Ok(found)
    }
}

fn named(tree: &Tree<'_>, name: &str) -> Option<(Oid, i32)> {
    tree.get_name(name).map(|entry| (entry.id(), entry.filemode()))
}

/// Whether a mode is a regular file's.
pub(in crate::store) fn is_file(mode: i32) -> bool {
    matches!(mode, 0o100_644 | 0o100_755 | 0o100_664)
}

/// Id and mode of what is at `path` in a tree.
pub(in crate::store) fn entry_at(
    tree: Option<&Tree<'_>>,
    path: &str,
) -> Result<Option<(Oid, i32)>, StoreError> {
    let Some(tree) = tree else { return Ok(None) };
    match tree.get_path(Path::new(path)) {
        Ok(entry) => Ok(Some((entry.id(), entry.filemode()))),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
