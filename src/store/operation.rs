//! One commit as an operation on the desk: who did it, what it changed, and who else can have seen it.

use super::{Store, StoreError};
use crate::model::{DeskPath, Identity};
use git2::{Oid, Sort};

/// How many commits are looked at for somebody's last operation.
const FAR: usize = 10_000;

/// In our own folder: the commit that the remote would not take.
const REFUSED: &str = "refused";

/// A commit with one parent that changed something of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its id, hexadecimal.
    pub commit: String,
    /// Its parent; `None` for the first commit.
    pub parent: Option<String>,
    /// Its author.
    pub by: Identity,
    /// The first line of its message.
    pub subject: String,
    /// The files that differ.
    pub paths: Vec<String>,
}

/// A commit with several parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeCommit {
    /// Its id, hexadecimal.
    pub commit: String,
    /// Its author, and who made it.
    pub by: [Identity; 2],
    /// The first line of its message.
    pub subject: String,
    /// Its first parent.
    pub first: String,
    /// The parents that nobody but this branch has.
    pub own: Vec<String>,
}

impl Store {
    /// The merge that a commit is; `None` where it is none, or others can have seen it.
    pub fn own_merge(&self, commit: &str) -> Result<Option<MergeCommit>, StoreError> {
        let found = self.repo().find_commit(Oid::from_str(commit)?)?;
        if found.parent_count() < 2 || self.is_shared(commit)? {
            return Ok(None);
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let who = |by: &git2::Signature<'_>| Identity {
            name: text(by.name_bytes()),
            email: text(by.email_bytes()),
        };
        let parents: Vec<String> = found.parent_ids().map(|id| id.to_string()).collect();
        let mut own = Vec::new();
        for parent in &parents {
            if !self.is_shared(parent)? {
                own.push(parent.clone());
            }
        }
        Ok(Some(MergeCommit {
            commit: commit.to_owned(),
            by: [who(&found.author()), who(&found.committer())],
            subject: text(found.summary_bytes().unwrap_or_default()),
            first: parents.into_iter().next().unwrap_or_default(),
            own,
        }))
    }

    /// What a merge has of files that are no desk's otherwise than git merges them by itself: somebody has merged them by hand.
    pub fn merged_by_hand(&self, merge: &str) -> Result<Vec<String>, StoreError> {
        let merge = self.repo().find_commit(Oid::from_str(merge)?)?;
        // Of more than two git merges only what needs no hand.
        let Ok([one, other]) = <[_; 2]>::try_from(merge.parents().collect::<Vec<_>>()) else {
            return Ok(Vec::new());
        };
        let by_itself = self.repo().merge_commits(&one, &other, None)?;
        let differences = self.repo().diff_tree_to_index(Some(&merge.tree()?), Some(&by_itself), None)?;
        let paths = differences.deltas().filter_map(|delta| {
            let file = delta.old_file().path_bytes().or(delta.new_file().path_bytes())?;
            Some(String::from_utf8_lossy(file).into_owned())
        });
        Ok(paths.filter(|path| !is_of_desk(path)).collect())
    }

    /// The latest operation up to `head` by an author whom `is_mine` knows; merges are none.
    pub fn last_operation(
        &self,
        head: &str,
        is_mine: &dyn Fn(&Identity) -> bool,
    ) -> Result<Option<Operation>, StoreError> {
        let mut walk = self.repo().revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(Oid::from_str(head)?)?;
        for oid in walk.take(FAR) {
            let commit = self.repo().find_commit(oid?)?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let author = commit.author();
            let by = Identity { name: text(author.name_bytes()), email: text(author.email_bytes()) };
            if commit.parent_count() > 1 || !is_mine(&by) {
                continue;
            }
            let parent = commit.parents().next();
            let old = parent.as_ref().map(git2::Commit::tree).transpose()?;
            let paths = self.differing(old.as_ref(), Some(&commit.tree()?))?;
            if paths.iter().any(|path| is_of_desk(path)) {
                return Ok(Some(Operation {
                    commit: commit.id().to_string(),
                    parent: parent.map(|parent| parent.id().to_string()),
                    by,
                    subject: text(commit.summary_bytes().unwrap_or_default()),
                    paths,
                }));
            }
        }
        Ok(None)
    }

    /// Whether nobody can have seen a commit and nothing but merges stands on it on the way to `head`: merges with what others
    /// sent, which the next sync makes again.
    pub fn is_alone(&self, commit: &str, head: &str) -> Result<bool, StoreError> {
        if self.is_shared(commit)? {
            return Ok(false);
        }
        let mut walk = self.repo().revwalk()?;
        walk.push(Oid::from_str(head)?)?;
        walk.hide(Oid::from_str(commit)?)?;
        for seen in self.others()? {
            walk.hide(seen)?;
        }
        for oid in walk {
            if self.repo().find_commit(oid?)?.parent_count() < 2 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Notes that the remote would not take a branch at this commit, and what it said, or that it took it. Only what a sync says
    /// and what an undo takes back hangs on it.
    pub(in crate::store) fn note_refused(&self, refused: Option<(&str, &str)>) {
        let path = self.own_dir().join(REFUSED);
        match refused {
            Some((commit, said)) => {
                let mut text = format!("{commit}\n");
                for id in said.lines().filter_map(named_first) {
                    text.push_str(&format!("{id}\n"));
                }
                let _ = super::durable::replace(&path, text.as_bytes());
                self.share(&path);
            }
            None => drop(std::fs::remove_file(path)),
        }
    }

    /// Whether a commit was part of what the remote would not take when it was last asked.
    pub fn was_refused(&self, commit: &str) -> Result<bool, StoreError> {
        let Some((refused, _)) = self.refused() else { return Ok(false) };
        let commit = Oid::from_str(commit)?;
        Ok(refused == commit || self.repo().graph_descendant_of(refused, commit)?)
    }

    /// Whether the remote named commits when it would not take the branch.
    pub fn remote_named_any(&self) -> bool {
        self.refused().is_some_and(|(_, named)| !named.is_empty())
    }

    /// The commits up to `head` that the remote named when it would not take the branch.
    pub fn named_by_remote(&self, head: &str) -> Result<Vec<String>, StoreError> {
        let Some((_, named)) = self.refused() else { return Ok(Vec::new()) };
        let head = Oid::from_str(head)?;
        let mut found = Vec::new();
        for prefix in named {
            let Ok(commit) = self.repo().find_commit_by_prefix(&prefix) else { continue };
            if commit.id() == head || self.repo().graph_descendant_of(head, commit.id())? {
                found.push(commit.id().to_string());
            }
        }
        Ok(found)
    }

    /// What the remote would not take when it was last asked, and the commits that it named; `None` where that has been taken back
    /// and tidied away since.
    fn refused(&self) -> Option<(Oid, Vec<String>)> {
        let noted = std::fs::read_to_string(self.own_dir().join(REFUSED)).ok()?;
        let mut lines = noted.lines().map(|line| line.trim().to_owned());
        let refused = Oid::from_str(&lines.next()?).ok()?;
        self.repo().find_commit(refused).ok()?;
        Some((refused, lines.collect()))
    }

    /// The commits of branches, here and of remotes, and of tags, but for the desk's own branch. What else is there (a stash) is
    /// this clone's own.
    fn others(&self) -> Result<Vec<Oid>, StoreError> {
        let own = self.reference();
        let mut found = Vec::new();
        for reference in self.repo().references()? {
            let Ok(reference) = reference else { continue };
            let name = reference.name().ok();
            let is_seen = ["refs/heads/", "refs/remotes/", "refs/tags/"]
                .iter()
                .any(|folder| name.is_some_and(|name| name.starts_with(folder)));
            let is_symbolic = reference.kind() == Some(git2::ReferenceType::Symbolic);
            if name == own || is_symbolic || !is_seen {
                continue;
            }
            found.extend(reference.peel_to_commit().ok().map(|commit| commit.id()));
        }
        Ok(found)
    }

    /// Whether others can have seen a commit: another branch, a tag or a remote's branch as it was last fetched or pushed has
    /// it; or this is a repository without files, as others push to and fetch from.
    pub fn is_shared(&self, commit: &str) -> Result<bool, StoreError> {
        if self.repo().is_bare() {
            return Ok(true);
        }
        let commit = Oid::from_str(commit)?;
        for there in self.others()? {
            if there == commit || self.repo().graph_descendant_of(there, commit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The commit that a line of the remote's begins with, as `check` writes it.
pub(in crate::store) fn named_first(line: &str) -> Option<&str> {
    let word = line.trim().strip_prefix("remote:")?.split_whitespace().next()?;
    (word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(word)
}

/// Whether a path is one that a desk keeps.
pub(in crate::store) fn is_of_desk(path: &str) -> bool {
    path == ".gitattributes" || !matches!(DeskPath::of(path), DeskPath::Foreign)
}
