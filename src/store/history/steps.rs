//! What each commit touched: the part of reading that needs nothing but trees.

use super::ancestry::{Ancestors, missing_from};
use super::tree::{FolderChange, Trees};
use super::walk::Commit;
use super::{HistoryError, Known};
use git2::{Oid, Repository};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A commit that was read, as its children need it.
#[derive(Clone, Default)]
pub(super) struct Node {
    /// The commit and its ancestors.
    pub line: Ancestors,
    /// Its `tickets` tree.
    pub tickets: Option<Oid>,
}

/// A commit with what it touched.
pub(super) struct Step<'c> {
    pub commit: &'c Commit,
    /// Its place in this reading.
    pub place: u32,
    /// All commits before it.
    pub ancestors: Ancestors,
    pub node: Node,
    /// Its `.tramite` tree.
    pub config: Option<Oid>,
    /// The ticket folders that differ from the parent's; of a merge, from any parent's (and no old tree).
    pub folders: Vec<FolderChange>,
}

impl<'c> Step<'c> {
    /// The same of these folders alone.
    pub fn with(&self, folders: Vec<FolderChange>) -> Step<'c> {
        let Self { commit, place, config, .. } = *self;
        Step { commit, place, ancestors: self.ancestors.clone(), node: self.node.clone(), config, folders }
    }
}

/// Goes from commit to commit, parents first.
pub(super) struct Steps<'a> {
    repo: &'a Repository,
    since: Option<&'a dyn Known>,
    /// The trees that were read last.
    pub trees: Trees<'a>,
    nodes: HashMap<Oid, Node>,
}

impl<'a> Steps<'a> {
    pub fn new(repo: &'a Repository, since: Option<&'a dyn Known>) -> Result<Self, HistoryError> {
        Ok(Self { repo, since, trees: Trees::new(repo)?, nodes: HashMap::new() })
    }

    pub fn step<'c>(&mut self, place: u32, commit: &'c Commit) -> Result<Step<'c>, HistoryError> {
        let parents: Vec<Node> = commit.parents.iter().map(|id| self.node(*id)).collect::<Result<_, _>>()?;
        let mut lines = parents.iter().map(|parent| &parent.line);
        let first = lines.next().cloned().unwrap_or_default();
        let ancestors = lines.fold(first, |all, line| all.union(line));
        let (tickets, config) = self.trees.roots(commit.tree)?;
        let node = Node { line: ancestors.with(place), tickets };
        self.nodes.insert(commit.id, node.clone());
        let folders = match parents.as_slice() {
            [] => self.trees.folder_changes(None, tickets)?,
            [parent] => self.trees.folder_changes(parent.tickets, tickets)?,
            several => self.differ_from_any(several, tickets)?,
        };
        Ok(Step { commit, place, ancestors, node, config, folders })
    }

    /// Folders that are the same in the merge and in all its parents need no look: the parents' last changes of
    /// each key give the same value, so that the fold of both is that content too.
    fn differ_from_any(
        &mut self,
        parents: &[Node],
        tickets: Option<Oid>,
    ) -> Result<Vec<FolderChange>, HistoryError> {
        let mut folders = BTreeMap::new();
        for parent in parents {
            for change in self.trees.folder_changes(parent.tickets, tickets)? {
                folders.insert(change.dir, change.new);
            }
        }
        Ok(folders.into_iter().map(|(dir, new)| FolderChange { dir, old: None, new }).collect())
    }

    /// Takes a commit that another one has gone to.
    pub fn know(&mut self, step: &Step<'_>) {
        self.nodes.insert(step.commit.id, step.node.clone());
    }

    /// A commit that was read, now or earlier.
    pub fn node(&mut self, id: Oid) -> Result<Node, HistoryError> {
        if let Some(node) = self.nodes.get(&id) {
            return Ok(node.clone());
        }
        let known = self.since.ok_or(HistoryError::Unknown(id))?;
        let missing = if known.head() == id {
            HashSet::new()
        } else {
            missing_from(self.repo, known, known.head(), id)?
        };
        let (tickets, _) = self.trees.roots(self.repo.find_commit(id)?.tree_id())?;
        let node = Node { line: Ancestors::known_but(missing), tickets };
        self.nodes.insert(id, node.clone());
        Ok(node)
    }
}
