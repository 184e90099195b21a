//! Many commits at once, as fast as git can take them: the `git fast-import` program (8.4).

use super::{Change, Signature, Store, StoreError, program};
use git2::{ErrorCode, Oid};
use std::io::{self, Write};

/// From how many commits on a pack of their own is worth a process.
const MANY: usize = 24;
/// Where `fast-import` leaves its last commit.
const SCRATCH: &str = "refs/tramite/import";

impl Store {
    /// The last of these commits, the first of which is made on `old`; all on disk when it returns. Signed one by one where
    /// `commit.gpgsign` asks for it.
    pub(in crate::store) fn build_many(
        &self,
        old: Option<Oid>,
        changes: &[Change],
    ) -> Result<Oid, StoreError> {
        if changes.len() >= MANY && !self.settings.flag("commit.gpgsign") {
            return self.fast_import(old, changes);
        }
        let mut tip = old;
        for change in changes {
            let base = tip.map(|oid| self.repo.find_commit(oid)?.tree()).transpose()?;
            tip = Some(self.build_commit(base.as_ref(), tip.as_slice(), change)?);
        }
        tip.ok_or_else(|| StoreError::environment("there is nothing to write"))
    }

    fn fast_import(&self, old: Option<Oid>, changes: &[Change]) -> Result<Oid, StoreError> {
        let mut command = program::git(self.repo.path(), None);
        // Always a pack, and on disk before git says that it is done.
        command.args([
            "-c",
            "fastimport.unpackLimit=0",
            "-c",
            "core.fsync=all",
            "-c",
            "core.fsyncMethod=fsync",
        ]);
        command.args(["fast-import", "--quiet", "--done", "--force", "--date-format=raw"]);
        let feed = |pipe: &mut dyn Write| stream(old, changes, pipe);
        let result = program::run_fed(&mut command, &feed, "write the commits");
        let tip = result.and_then(|_| Ok(self.repo.refname_to_id(SCRATCH)?));
        self.sweep_batch()?;
        let tip = tip?;
        // Found by its id from now on: the pack is newer than what libgit2 has looked at.
        self.repo.odb()?.refresh()?;
        Ok(tip)
    }

    /// Removes what an import that was killed may have left.
    pub(in crate::store) fn sweep_batch(&self) -> Result<(), StoreError> {
        match self.repo.find_reference(SCRATCH) {
            Ok(mut reference) => Ok(reference.delete()?),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Writes the input of `git fast-import`, commit by commit.
fn stream(old: Option<Oid>, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    let mut from = old;
    for change in changes {
        let message = change.message.trim_end();
        writeln!(out, "commit {SCRATCH}")?;
        for (role, who) in [("author", &change.author), ("committer", &change.committer)] {
            let Signature { name, email, when } = who.tidy();
            writeln!(out, "{role} {name} <{email}> {} {}", when.timestamp(), when.format("%z"))?;
        }
        writeln!(out, "data {}\n{message}\n", message.len() + 1)?;
        if let Some(parent) = from.take() {
            writeln!(out, "from {parent}")?;
        }
        for (path, content) in &change.files {
            let path = path.replace('"', "\\\"").replace('\n', "\\n");
            match content {
                None => writeln!(out, "D \"{path}\"")?,
                Some(bytes) => {
                    writeln!(out, "M 100644 inline \"{path}\"\ndata {}", bytes.len())?;
                    out.write_all(bytes)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.write_all(b"\n")?;
    }
    out.write_all(b"done\n")
}
