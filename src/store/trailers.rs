//! Commits that name tickets by trailer, as `git log` and `git interpret-trailers --parse` read them (7, E3).

use super::{Store, StoreError, program};
use crate::model::Identity;
use crate::model::trailer::TrailerKey;
use chrono::{DateTime, FixedOffset};
use std::process::Command;

/// Of one commit, each ended by a NUL.
const FIELDS: usize = 8;
const FORMAT: &str =
    "--format=%H%x00%aI%x00%cI%x00%an%x00%ae%x00%s%x00%(trailers:only=true,unfold=true)%x00%B";

/// A commit with a `Ticket:` or `Fixes:` trailer, whatever its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailedCommit {
    /// Its id, hexadecimal.
    pub commit: String,
    /// The earlier of author and committer date, as of a trâmite (4).
    pub at: DateTime<FixedOffset>,
    /// Its author.
    pub by: Identity,
    /// The first line of its message.
    pub subject: String,
    /// Its trailers of ours with their values, in order.
    pub trailers: Vec<(TrailerKey, String)>,
}

impl Store {
    /// The tips of all branches, here and as remotes had them when they were last fetched; each commit once, sorted.
    pub fn branch_tips(&self) -> Result<Vec<String>, StoreError> {
        let mut tips = Vec::new();
        for glob in ["refs/heads/*", "refs/remotes/*"] {
            for reference in self.repo().references_glob(glob)? {
                // A reference that leads nowhere is nobody's branch.
                tips.extend(reference.ok().and_then(|r| r.target()).map(|oid| oid.to_string()));
            }
        }
        tips.sort();
        tips.dedup();
        Ok(tips)
    }

    /// The commits with trailers of ours that are reachable from `tips` and not from `known`.
    pub fn trailed(&self, tips: &[String], known: &[String]) -> Result<Vec<TrailedCommit>, StoreError> {
        let mut revisions = tips.to_vec();
        revisions.extend(known.iter().map(|commit| format!("^{commit}")));
        log(&|| program::git(self.git_dir(), None), &[], &revisions)
    }

    /// Of `commits`, those that are there as objects.
    pub fn have(&self, commits: &[String]) -> bool {
        let odb = self.repo().odb();
        odb.is_ok_and(|odb| commits.iter().all(|id| git2::Oid::from_str(id).is_ok_and(|oid| odb.exists(oid))))
    }

    /// The trailers of a message, unfolded: as `git interpret-trailers --parse` has them, comment lines left out.
    pub fn message_trailers(&self, message: &[u8]) -> Result<Vec<(String, String)>, StoreError> {
        parsed(&mut program::git(self.git_dir(), None), message)
    }

    /// A message with a trailer at its end, unless it has that very one already.
    pub fn with_trailer(&self, message: &[u8], key: TrailerKey, value: &str) -> Result<Vec<u8>, StoreError> {
        let trailer = format!("{}: {value}", key.as_str());
        program::run(
            program::git(self.git_dir(), None).args([
                "interpret-trailers",
                "--if-exists",
                "addIfDifferent",
                "--trailer",
                &trailer,
            ]),
            Some(message),
            "add a trailer",
        )
    }
}

/// The commits that `git log` with these arguments and revisions gives, and that have a trailer of ours.
pub(in crate::store) fn log(
    git: &dyn Fn() -> Command,
    arguments: &[&str],
    revisions: &[String],
) -> Result<Vec<TrailedCommit>, StoreError> {
    if revisions.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = git();
    command.args(["log", "-z", FORMAT, "--no-show-signature", "--no-color", "--encoding=UTF-8"]);
    // Only what can have one at all is looked at closer.
    command.args(["--regexp-ignore-case", "--extended-regexp", "--grep=^(ticket|fixes)"]);
    command.args(arguments).arg("--stdin");
    let input =
        revisions.iter().flat_map(|rev| [rev.as_bytes(), b"\n"]).flatten().copied().collect::<Vec<u8>>();
    let printed = program::run(&mut command, Some(&input), "read the commits")?;
    let text = String::from_utf8_lossy(&printed);
    let fields: Vec<&str> = text.split('\0').collect();
    let mut commits = Vec::new();
    for record in fields.chunks_exact(FIELDS) {
        let &[commit, authored, committed, name, email, subject, trailers, message] = record else {
            continue;
        };
        let times = [authored, committed].map(|time| DateTime::parse_from_rfc3339(time.trim()).ok());
        let Some(at) = times.into_iter().flatten().min() else { continue };
        // `git log` looks at the end of the message only, `interpret-trailers` also before a `---` line.
        let trailers = if message.lines().any(|line| line.starts_with("---")) {
            parsed(&mut git(), message.as_bytes())?
        } else {
            split(trailers)
        };
        let ours: Vec<(TrailerKey, String)> =
            trailers.into_iter().filter_map(|(key, value)| Some((TrailerKey::parse(&key)?, value))).collect();
        if !ours.is_empty() {
            commits.push(TrailedCommit {
                commit: commit.trim().to_owned(),
                at,
                by: Identity { name: name.to_owned(), email: email.to_owned() },
                subject: subject.to_owned(),
                trailers: ours,
            });
        }
    }
    Ok(commits)
}

fn parsed(git: &mut Command, message: &[u8]) -> Result<Vec<(String, String)>, StoreError> {
    let printed =
        program::run(git.args(["interpret-trailers", "--parse"]), Some(message), "read the trailers")?;
    Ok(split(&String::from_utf8_lossy(&printed)))
}

/// `Key: value` lines, one trailer each.
fn split(trailers: &str) -> Vec<(String, String)> {
    let part = |line: &str| {
        let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let value = line[end..].trim_start().get(1..)?;
        Some((line[..end].to_owned(), value.trim().to_owned()))
    };
    trailers.lines().filter_map(part).collect()
}

impl TrailedCommit {
    /// Whether it is in order of time before another: its time, then its id.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, &self.commit).cmp(&(other.at, &other.commit))
    }
}
