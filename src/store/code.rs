//! Another repository, whose commits name tickets of the desk (E3). It is read with the `git` program alone, so that it may
//! be of any form that git knows; nothing is ever written there.

use super::trailers::{self, TrailedCommit};
use super::{StoreError, StoreErrorKind, program};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository of code.
#[derive(Debug, Clone)]
pub struct CodeRepository {
    git_dir: PathBuf,
    name: String,
}

/// A branch or a tag of it.
struct Named {
    full: String,
    /// Of a branch its name without `refs/heads/` or `refs/remotes/NAME/`.
    branch: Option<String>,
}

impl CodeRepository {
    /// The repository in folder `path`. Refused where it is shallow: what it says of its past is not the past (4).
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let missing = || {
            StoreError::not_found(format!("there is no git repository in \"{}\"", path.display()))
                .mend("give the folder of a clone: tramite scan ../code")
        };
        if !path.is_dir() {
            return Err(missing());
        }
        let mut command = Command::new("git");
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
            command.env_remove(name);
        }
        command.arg("-C").arg(path).env("LC_ALL", "C");
        command.args(["rev-parse", "--path-format=absolute", "--git-common-dir", "--is-shallow-repository"]);
        let output = program::output(&mut command, None)?;
        let said = String::from_utf8_lossy(&output.stdout);
        let mut lines = said.lines();
        let (Some(git_dir), Some(shallow), true) = (lines.next(), lines.next(), output.status.success())
        else {
            let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(if why.contains("dubious ownership") {
                StoreError::environment(format!("git does not trust \"{}\"", path.display()))
                    .why("it belongs to another user")
                    .mend(format!(
                        "if you trust it: git config --global --add safe.directory {}",
                        path.display()
                    ))
            } else {
                missing()
            });
        };
        if shallow == "true" {
            return Err(StoreError::environment(format!("\"{}\" is a shallow clone", path.display()))
                .why("what it says of its past would be silently wrong")
                .mend("git fetch --unshallow there; in CI: fetch-depth: 0"));
        }
        let git_dir = PathBuf::from(git_dir);
        let git_dir = git_dir.canonicalize().unwrap_or(git_dir);
        // A clone's folder, or that of a bare repository.
        let folder = if git_dir.ends_with(".git") { git_dir.parent() } else { Some(&*git_dir) };
        let name = folder.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| "code".to_owned());
        Ok(Self { git_dir, name: name.strip_suffix(".git").unwrap_or(&name).to_owned() })
    }

    /// Its own directory; two paths to one repository have the same.
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn git(&self) -> Command {
        program::git(&self.git_dir, None)
    }

    /// The full names of the branches (here and of remotes) that have one of these names, `*` standing for anything; all
    /// branches where none are given. The second is the names that no branch has.
    pub fn branches(&self, names: &[String]) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let all: Vec<Named> = self.references("refs/heads refs/remotes")?;
        let fits = |pattern: &String, named: &Named| {
            named.branch.as_deref().is_some_and(|branch| is_like(branch, pattern))
        };
        let wanted = all.iter().filter(|named| names.is_empty() || names.iter().any(|p| fits(p, named)));
        let full = wanted.map(|named| named.full.clone()).collect();
        let absent = names.iter().filter(|p| !all.iter().any(|named| fits(p, named))).cloned().collect();
        Ok((full, absent))
    }

    /// The full names of its tags.
    pub fn tags(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.references("refs/tags")?.into_iter().map(|named| named.full).collect())
    }

    fn references(&self, below: &str) -> Result<Vec<Named>, StoreError> {
        let mut command = self.git();
        // Only what leads to a commit; a remote's HEAD is another name of one of its branches.
        command.args(["for-each-ref", "--format=%(objecttype) %(*objecttype) %(symref) %(refname)"]);
        command.args(below.split(' '));
        let printed = program::run(&mut command, None, "list its branches")?;
        let text = String::from_utf8_lossy(&printed);
        let mut found = Vec::new();
        for line in text.lines() {
            let [kind, peeled, symbolic, full] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else {
                continue;
            };
            if !symbolic.is_empty() || (kind != "commit" && peeled != "commit") {
                continue;
            }
            let remote = full.strip_prefix("refs/remotes/").and_then(|rest| rest.split_once('/'));
            let branch = full.strip_prefix("refs/heads/").or(remote.map(|(_, branch)| branch));
            found.push(Named { full: full.to_owned(), branch: branch.map(str::to_owned) });
        }
        Ok(found)
    }

    /// The commits with trailers of ours that are reachable from these revisions.
    pub fn trailed(&self, revisions: &[String]) -> Result<Vec<TrailedCommit>, StoreError> {
        trailers::log(&|| self.git(), &[], revisions)
    }

    /// The same of a range as a person writes it: `v1..v2`, `main`, `HEAD~20..`.
    pub fn trailed_in(&self, range: &str) -> Result<Vec<TrailedCommit>, StoreError> {
        let mut check = self.git();
        check.args(["rev-parse", "--revs-only", "--end-of-options"]).args(range.split_whitespace());
        let output = program::output(&mut check, None)?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let revisions: Vec<String> =
            printed.lines().filter(|line| !line.starts_with("--")).map(str::to_owned).collect();
        if !output.status.success() || revisions.is_empty() || range.trim_start().starts_with('-') {
            return Err(StoreError::new(
                StoreErrorKind::NotFound,
                format!("{} has no range \"{range}\"", self.name),
            )
            .mend("write a branch, a tag, or FROM..TO, such as v1.0..main"));
        }
        self.trailed(&revisions)
    }
}

/// Whether a name is like a pattern, in which `*` stands for anything.
fn is_like(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.is_char_boundary(at) && is_like(&rest[at..], after))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (name, pattern, like) in [
            ("main", "main", true),
            ("mainly", "main", false),
            ("release/1.0", "release/*", true),
            ("release", "release/*", false),
            ("a-b-c", "a*b*c", true),
            ("a-b", "a*b*c", false),
        ] {
            assert_eq!(is_like(name, pattern), like, "{name} {pattern}");
        }
    }
}
