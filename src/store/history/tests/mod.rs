//! The laws of section 4, on random histories and on chosen ones.

mod chosen;
mod laws;
pub(crate) mod random;

use super::{History, HistoryError, Known, Problem, Recorded, collect};
use crate::model::{TicketDir, Uid};
use git2::{Oid, Repository};
use std::collections::{BTreeMap, HashMap};

/// A reading kept in memory, as the index keeps it on disk.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    head: Oid,
    generations: HashMap<Oid, u32>,
    tramites: BTreeMap<Uid, Vec<Recorded>>,
    snapshots: BTreeMap<Uid, crate::model::Snapshot>,
    folders: Vec<(TicketDir, Uid)>,
    problems: Vec<Problem>,
}

impl Kept {
    fn read(repo: &Repository, head: Oid) -> Self {
        let mut kept = Self {
            head,
            generations: HashMap::new(),
            tramites: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            folders: Vec::new(),
            problems: Vec::new(),
        };
        kept.add(head, collect(repo, head, None).unwrap());
        kept
    }

    fn add(&mut self, head: Oid, history: History) {
        self.head = head;
        self.generations.extend(history.commits);
        for ticket in history.tickets {
            match ticket.snapshot {
                Some(snapshot) => drop(self.snapshots.insert(ticket.uid.clone(), snapshot)),
                None => drop(self.snapshots.remove(&ticket.uid)),
            }
            self.tramites.insert(ticket.uid, ticket.tramites);
        }
        self.folders.extend(history.folders);
        self.folders.sort();
        self.problems = history.problems;
    }

    fn advance(&mut self, repo: &Repository, head: Oid) -> Result<(), HistoryError> {
        let history = collect(repo, head, Some(self))?;
        self.add(head, history);
        Ok(())
    }
}

impl Known for Kept {
    fn head(&self) -> Oid {
        self.head
    }
    fn generation(&self, commit: Oid) -> Result<Option<u32>, HistoryError> {
        Ok(self.generations.get(&commit).copied())
    }
    fn uids_at(&self, dir: &TicketDir) -> Result<Vec<Uid>, HistoryError> {
        Ok(self.folders.iter().filter(|(d, _)| d == dir).map(|(_, uid)| uid.clone()).collect())
    }
    fn folders_of(&self, uid: &Uid) -> Result<Vec<TicketDir>, HistoryError> {
        Ok(self.folders.iter().filter(|(_, u)| u == uid).map(|(dir, _)| dir.clone()).collect())
    }
    fn tramites(&self, uid: &Uid) -> Result<Vec<Recorded>, HistoryError> {
        Ok(self.tramites.get(uid).cloned().unwrap_or_default())
    }
    fn problems(&self) -> Result<Vec<Problem>, HistoryError> {
        Ok(self.problems.clone())
    }
}
