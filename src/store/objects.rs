//! Making blobs, trees and commits, and making them durable.

use super::read::entry_at;
use super::{Change, Signature, Store, StoreError, durable, program};
use git2::{FileMode, ObjectType, Oid, Tree, build::TreeUpdateBuilder};
use std::collections::BTreeSet;
use std::path::PathBuf;

impl Store {
    /// The commit of `change` on `parents`, built on the files of `base`; every new object is on disk when it returns.
    pub(in crate::store) fn build_commit(
        &self,
        base: Option<&Tree<'_>>,
        parents: &[Oid],
        change: &Change,
    ) -> Result<Oid, StoreError> {
        // Where libgit2 fails without saying why, git2 repeats what an earlier failure said: an entry looked for in vain.
        let _ = git2::Error::last_error(0);
        let mut written = BTreeSet::new();
        let tree = self.build_tree(base, &change.files, &mut written).map_err(|error| {
            let objects = self.common.join("objects");
            let mend = error.mend.clone();
            let failed = StoreError { what: format!("cannot write into \"{}\"", objects.display()), ..error };
            failed.mend(
                mend.unwrap_or_else(|| "see that the disk has room and that you may write there".to_owned()),
            )
        })?;
        let commit = if self.settings.flag("commit.gpgsign") {
            self.signed_commit(tree, parents, change)?
        } else {
            self.plain_commit(tree, parents, change)?
        };
        written.insert(commit);
        self.sync_objects(&written)?;
        Ok(commit)
    }

    fn build_tree(
        &self,
        base: Option<&Tree<'_>>,
        files: &[(String, Option<Vec<u8>>)],
        written: &mut BTreeSet<Oid>,
    ) -> Result<Oid, StoreError> {
        let mut update = TreeUpdateBuilder::new();
        for (path, content) in files {
            match content {
                Some(bytes) => {
                    let blob = self.repo.blob(bytes)?;
                    written.insert(blob);
                    update.upsert(path.as_str(), blob, FileMode::Blob);
                }
                None if entry_at(base, path)?.is_some() => {
                    update.remove(path.as_str());
                }
                None => {}
            }
        }
        let empty;
        let base = if let Some(base) = base {
            base
        } else {
            let id = self.repo.treebuilder(None)?.write()?;
            written.insert(id);
            empty = self.repo.find_tree(id)?;
            &empty
        };
        let id = update.create_updated(&self.repo, base)?;
        let tree = self.repo.find_tree(id)?;
        written.insert(id);
        for (path, _) in files {
            for (at, _) in path.match_indices('/') {
                if let Some((id, 0o040_000)) = entry_at(Some(&tree), &path[..at])? {
                    written.insert(id);
                }
            }
        }
        Ok(id)
    }

    fn plain_commit(&self, tree: Oid, parents: &[Oid], change: &Change) -> Result<Oid, StoreError> {
        let parents = parents.iter().map(|id| self.repo.find_commit(*id)).collect::<Result<Vec<_>, _>>()?;
        let parents: Vec<_> = parents.iter().collect();
        let buffer = self.repo.commit_create_buffer(
            &signature(&change.author)?,
            &signature(&change.committer)?,
            &message(change),
            &self.repo.find_tree(tree)?,
            &parents,
        )?;
        Ok(self.repo.odb()?.write(ObjectType::Commit, &buffer)?)
    }

    /// A commit signed as `commit.gpgsign` asks, which only the `git` program can do.
    fn signed_commit(&self, tree: Oid, parents: &[Oid], change: &Change) -> Result<Oid, StoreError> {
        let mut command = program::git(self.repo.path(), self.repo.workdir());
        command.args(["-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-S"]);
        for parent in parents {
            command.arg("-p").arg(parent.to_string());
        }
        command.arg(tree.to_string());
        for (role, who) in [("AUTHOR", &change.author), ("COMMITTER", &change.committer)] {
            let who = who.tidy();
            command.env(format!("GIT_{role}_NAME"), &who.name);
            command.env(format!("GIT_{role}_EMAIL"), &who.email);
            let when = format!("@{} {}", who.when.timestamp(), who.when.format("%z"));
            command.env(format!("GIT_{role}_DATE"), when);
        }
        let out = program::run(&mut command, Some(message(change).as_bytes()), "sign the commit").map_err(
            |error| error.mend("mend user.signingkey and gpg.format, or git config commit.gpgsign false"),
        )?;
        Ok(Oid::from_str(String::from_utf8_lossy(&out).trim())?)
    }

    /// Syncs the loose files of these objects; those in packs and in other repositories are durable already.
    pub(in crate::store) fn sync_objects(&self, objects: &BTreeSet<Oid>) -> Result<(), StoreError> {
        let root = self.common.join("objects");
        let mut files = Vec::new();
        let mut folders = BTreeSet::from([root.clone()]);
        for id in objects {
            let id = id.to_string();
            let folder = root.join(&id[..2]);
            let file = folder.join(&id[2..]);
            if file.exists() {
                files.push(file);
                folders.insert(folder);
            }
        }
        let folders: Vec<PathBuf> = folders.into_iter().collect();
        files.iter().chain(&folders).filter(|path| **path != root).for_each(|path| self.share(path));
        durable::sync_all(&files)?;
        durable::sync_all(&folders)
    }
}

/// A message as git keeps it: ending with one line end.
fn message(change: &Change) -> String {
    format!("{}\n", change.message.trim_end())
}

pub(in crate::store) fn signature(who: &Signature) -> Result<git2::Signature<'static>, StoreError> {
    let who = who.tidy();
    let time = git2::Time::new(who.when.timestamp(), who.when.offset().local_minus_utc() / 60);
    Ok(git2::Signature::new(&who.name, &who.email, &time)?)
}
