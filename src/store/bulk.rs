//! Many commits at once, through a pack instead of loose objects: `git fast-import` (8.4).

use super::{Env, Signature, Store, StoreError, program};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// One of many commits, each on top of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkCommit {
    /// The commit's message.
    pub message: String,
    /// Who did it, and when it happened.
    pub author: Signature,
    /// Who recorded it, and when.
    pub committer: Signature,
    /// Paths with their new bytes; `None` deletes.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

impl Store {
    /// Makes a repository in `dir` whose branch `branch` is checked out and has these commits. The folder must be empty or absent.
    ///
    /// `who` becomes the repository's own identity, where there is none on the machine.
    pub fn create_with_history(
        env: &Env,
        dir: &Path,
        branch: &str,
        who: (&str, &str),
        commits: &mut dyn Iterator<Item = BulkCommit>,
    ) -> Result<Self, StoreError> {
        let occupied = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            return Err(StoreError::environment(format!("folder \"{}\" is not empty", dir.display()))
                .why("nothing is overwritten")
                .mend("name a folder that does not exist yet"));
        }
        std::fs::create_dir_all(dir).map_err(|error| StoreError::io("make folder", dir, &error))?;
        let mut init = Command::new("git");
        init.args(["init", "--quiet", "--initial-branch", branch]).arg(dir).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
        program::run(&mut init, None, "make a repository")?;
        let git_dir = dir.join(".git");
        let git = || program::git(&git_dir, Some(dir));
        let (name, email) = who;
        program::run(git().args(["config", "user.name", name]), None, "set the identity")?;
        program::run(git().args(["config", "user.email", email]), None, "set the identity")?;
        fast_import(&mut git(), &format!("refs/heads/{branch}"), commits)?;
        program::run(git().args(["reset", "--quiet", "--hard"]), None, "check the files out")?;
        let store = Self::discover(&Env { cwd: dir.to_owned(), git_environment: false, ..env.clone() })?;
        store.ensure_merge_driver()?;
        Ok(store)
    }
}

/// Feeds the stream to git. Nothing is visible before all of it was taken: git moves the branch last.
fn fast_import(
    git: &mut Command,
    reference: &str,
    commits: &mut dyn Iterator<Item = BulkCommit>,
) -> Result<(), StoreError> {
    let failed = |error: &std::io::Error| StoreError::environment("git could not take the commits").why(error.to_string());
    git.args(["fast-import", "--quiet", "--done"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = git.spawn().map_err(|error| failed(&error))?;
    let fed = match child.stdin.take() {
        Some(pipe) => feed(BufWriter::with_capacity(1 << 16, pipe), reference, commits),
        None => Ok(()),
    };
    let output = child.wait_with_output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(StoreError::environment("git could not take the commits").why(said.lines().next().unwrap_or("").to_owned()));
    }
    fed.map_err(|error| failed(&error))
}

fn feed(
    mut out: impl Write,
    reference: &str,
    commits: &mut dyn Iterator<Item = BulkCommit>,
) -> std::io::Result<()> {
    for commit in commits {
        writeln!(out, "commit {reference}")?;
        signature(&mut out, "author", &commit.author)?;
        signature(&mut out, "committer", &commit.committer)?;
        data(&mut out, commit.message.as_bytes())?;
        for (path, bytes) in &commit.files {
            match bytes {
                Some(bytes) => {
                    writeln!(out, "M 100644 inline {path}")?;
                    data(&mut out, bytes)?;
                }
                None => writeln!(out, "D {path}")?,
            }
        }
    }
    writeln!(out, "done")?;
    out.flush()
}

/// A name or address cannot hold the characters that end it.
fn signature(out: &mut impl Write, role: &str, who: &Signature) -> std::io::Result<()> {
    let clean = |text: &str| text.replace(['<', '>', '\n', '\r', '\0'], "").trim().to_owned();
    let stamp = who.when.timestamp();
    writeln!(out, "{role} {} <{}> {stamp} {}", clean(&who.name), clean(&who.email), who.when.format("%z"))
}

fn data(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    writeln!(out, "data {}", bytes.len())?;
    out.write_all(bytes)?;
    writeln!(out)
}
