//! Who last changed something in a file, among the commits that only one side has.

use super::read::{entry_at, is_file};
use super::{Store, StoreError};
use chrono::{DateTime, FixedOffset};
use git2::Oid;

/// A commit, as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The commit.
    pub commit: String,
    /// Who wrote it.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The author date.
    pub at: DateTime<FixedOffset>,
}

/// Whether two versions of a file, if there are any, say the same.
pub type Same<'a> = dyn FnMut(Option<&[u8]>, Option<&[u8]>) -> bool + 'a;

impl Store {
    /// The newest of the commits that `tip` has and `without` lacks whose file at `path` says something else than that of
    /// each of its parents, as `same` tells; else the newest merge that has chosen between its parents'.
    pub fn last_to_change(
        &self,
        tip: &str,
        without: &str,
        path: &str,
        same: &mut Same<'_>,
    ) -> Result<Option<Author>, StoreError> {
        let mut walk = self.repo.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
        walk.push(self.oid(tip)?)?;
        walk.hide(self.oid(without)?)?;
        let bytes = |entry: Option<(Oid, i32)>| -> Result<Option<Vec<u8>>, StoreError> {
            match entry {
                Some((id, mode)) if is_file(mode) => Ok(Some(self.repo.find_blob(id)?.content().to_vec())),
                _ => Ok(None),
            }
        };
        let mut chosen = None;
        for id in walk {
            let commit = self.repo.find_commit(id?)?;
            let now = entry_at(Some(&commit.tree()?), path)?;
            let mut before = Vec::new();
            for parent in commit.parents() {
                before.push(entry_at(Some(&parent.tree()?), path)?);
            }
            let is_choice = chosen.is_none() && before.len() > 1;
            if before.contains(&now) && !is_choice || (before.is_empty() && now.is_none()) {
                continue;
            }
            let text = bytes(now)?;
            let (mut changed, mut differs) = (true, false);
            for entry in before {
                let is_same = entry == now || same(bytes(entry)?.as_deref(), text.as_deref());
                changed &= !is_same;
                differs |= !is_same;
            }
            if changed {
                return Ok(Some(author_of(&commit)));
            }
            if is_choice && differs {
                chosen = Some(author_of(&commit));
            }
        }
        Ok(chosen)
    }

    /// Who wrote a commit.
    pub fn author(&self, commit: &str) -> Result<Author, StoreError> {
        Ok(author_of(&self.repo.find_commit(self.oid(commit)?)?))
    }
}

fn author_of(commit: &git2::Commit<'_>) -> Author {
    let author = commit.author();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let offset = FixedOffset::east_opt(author.when().offset_minutes() * 60);
    let at = DateTime::from_timestamp(author.when().seconds(), 0).unwrap_or_default();
    let offset = offset.unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc));
    Author {
        commit: commit.id().to_string(),
        name: text(author.name_bytes()),
        email: text(author.email_bytes()),
        at: at.with_timezone(&offset),
    }
}
