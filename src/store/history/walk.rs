//! The commits to read, parents first.

use super::{HistoryError, Known};
use crate::model::Identity;
use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use git2::{Oid, Repository};
use std::collections::HashMap;

/// What a commit says.
#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub id: Oid,
    pub tree: Oid,
    pub parents: Vec<Oid>,
    pub name: String,
    pub email: String,
    pub committer: Identity,
    pub authored: DateTime<FixedOffset>,
    pub recorded: DateTime<FixedOffset>,
    pub generation: u32,
}

impl Commit {
    fn read(repo: &Repository, id: Oid) -> Result<Self, HistoryError> {
        let commit = repo.find_commit(id)?;
        let (author, committer) = (commit.author(), commit.committer());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Self {
            id,
            tree: commit.tree_id(),
            parents: commit.parent_ids().collect(),
            name: text(author.name_bytes()),
            email: text(author.email_bytes()),
            committer: Identity { name: text(committer.name_bytes()), email: text(committer.email_bytes()) },
            authored: time(author.when()),
            recorded: time(committer.when()),
            generation: 0,
        })
    }
}

/// Git's time with its offset; UTC where the offset is not one.
pub(super) fn time(when: git2::Time) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(when.offset_minutes() * 60).unwrap_or_else(|| Utc.fix());
    offset
        .timestamp_opt(when.seconds(), 0)
        .single()
        .unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&offset))
}

/// The commits of `head`'s history that were not read before, parents before children and line by line.
/// Dates play no part: in imported history they go backwards.
pub(super) fn new_commits(
    repo: &Repository,
    head: Oid,
    since: Option<&dyn Known>,
) -> Result<Vec<Commit>, HistoryError> {
    let known = |id| since.map_or(Ok(None), |since| since.generation(id));
    // `None` while its parents are being read.
    let mut generations: HashMap<Oid, Option<u32>> = HashMap::new();
    let mut order = Vec::new();
    let mut stack: Vec<(Commit, usize)> = Vec::new();
    if let Some(generation) = known(head)? {
        generations.insert(head, Some(generation));
    } else {
        generations.insert(head, None);
        stack.push((Commit::read(repo, head)?, 0));
    }
    while let Some((commit, next)) = stack.last_mut() {
        if let Some(&parent) = commit.parents.get(*next) {
            *next += 1;
            if let std::collections::hash_map::Entry::Vacant(new) = generations.entry(parent) {
                let generation = known(parent)?;
                new.insert(generation);
                if generation.is_none() {
                    stack.push((Commit::read(repo, parent)?, 0));
                }
            }
            continue;
        }
        let Some((mut commit, _)) = stack.pop() else { break };
        let parents = commit.parents.iter().filter_map(|parent| generations.get(parent).copied().flatten());
        commit.generation = parents.max().map_or(0, |greatest| greatest + 1);
        generations.insert(commit.id, Some(commit.generation));
        order.push(commit);
    }
    match since.map(Known::head) {
        Some(old) if !generations.contains_key(&old) => Err(HistoryError::Rewritten(old)),
        _ => Ok(order),
    }
}
