//! What a merge did to tickets beyond merging them (7): its tree beside what its parents and their ancestors yield.

use super::HistoryError;
use super::ancestry::Ancestors;
use super::audit::OwnChange;
use super::pass::Pass;
use super::steps::{Step, Steps};
use super::tree::Trees;
use crate::model::{Change, Snapshot, TicketDir, change, settle};
use git2::{Oid, Repository};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// How deep criss-cross histories are followed; git's own limit is of that order.
const DEPTH: u32 = 20;

type State = Option<Rc<Snapshot>>;

/// Keys that sides of a merge have each changed, and whether what the merge says there is what one of the places had where they
/// parted.
type Clashes = BTreeMap<String, bool>;

/// One merge that is looked at.
pub(super) struct Merging<'m, 'a> {
    repo: &'a Repository,
    pass: &'m mut Pass<'a>,
    trees: &'m mut Trees<'a>,
    steps: &'m mut Steps<'a>,
    step: &'m Step<'m>,
    /// The one that it comes onto first.
    parents: Vec<Oid>,
    onto: Option<Oid>,
    bases: HashMap<Vec<Oid>, Vec<Oid>>,
}

impl<'m, 'a> Merging<'m, 'a> {
    pub fn new(
        repo: &'a Repository,
        pass: &'m mut Pass<'a>,
        trees: &'m mut Trees<'a>,
        steps: &'m mut Steps<'a>,
        step: &'m Step<'m>,
        onto: Option<Oid>,
    ) -> Self {
        let mut parents = step.commit.parents.clone();
        if let Some(place) = parents.iter().position(|parent| Some(*parent) == onto) {
            parents[..=place].rotate_right(1);
        }
        Self { repo, pass, trees, steps, step, parents, onto, bases: HashMap::new() }
    }

    /// What it changes of each ticket that merging alone does not explain.
    pub fn changes(mut self) -> Result<Vec<OwnChange>, HistoryError> {
        let step = self.step;
        self.reduce()?;
        let mut own = Vec::new();
        for folder in &step.folders {
            if !self.is_plain(&folder.dir, folder.new)? {
                own.extend(self.of_folder(&folder.dir, folder.new)?);
            }
        }
        Ok(own)
    }

    /// Whether the folder is as one of two sides has it, and as it was on the other.
    fn is_plain(&mut self, dir: &TicketDir, new: Option<Oid>) -> Result<bool, HistoryError> {
        let &[first, other] = self.parents.as_slice() else { return Ok(false) };
        let (ours, theirs) = (self.at(first, dir)?.0, self.at(other, dir)?.0);
        if new == ours && new == theirs {
            return Ok(true);
        }
        let mut base: Option<Option<Oid>> = None;
        for commit in self.bases(other, &[first])? {
            let tree = self.at(commit, dir)?.0;
            if *base.get_or_insert(tree) != tree {
                return Ok(false);
            }
        }
        let base = base.flatten();
        Ok(new == ours && theirs == base || new == theirs && ours == base)
    }

    fn of_folder(&mut self, dir: &TicketDir, new: Option<Oid>) -> Result<Option<OwnChange>, HistoryError> {
        let actual = self.pass.content(dir, new, &self.step.ancestors)?;
        let mut expected = self.content(self.parents[0], dir)?.map(|state| (*state).clone());
        let mut clashes = Clashes::new();
        let mut reopened = false;
        let mut apart: Vec<String> = Vec::new();
        for place in 1..self.parents.len() {
            let (before, other) = (self.parents[..place].to_vec(), self.parents[place]);
            let theirs = self.content(other, dir)?;
            let mut base = self.ancestor(other, &before, dir, 0)?.map(|state| (*state).clone());
            if let (None, Some(ours), Some(theirs)) = (&base, &mut expected, &theirs) {
                base = self.opening(ours, theirs)?;
                if base.is_none() && (ours.ticket.uid != theirs.ticket.uid || *ours != **theirs) {
                    // Of two openings one is the ticket: nothing of the other is merged into it.
                    reopened = true;
                    continue;
                }
            }
            if let (Some(base), Some(ours), Some(theirs)) = (&base, &expected, &theirs) {
                let [was, one, two] = [base, ours, &**theirs].map(|state| &state.ticket.status);
                if one != was && two != was && one != two {
                    apart.extend([one.clone(), two.clone()]);
                }
            }
            if let (Some(ours), Some(theirs), Some(actual)) = (&expected, &theirs, &actual) {
                let keys =
                    settle::clashing(base.as_ref().map(|base| &base.ticket), &ours.ticket, &theirs.ticket);
                if !keys.is_empty() {
                    let parted = self.bases(other, &before)?;
                    let bases = self.contents(&parted, dir)?;
                    let was = |key: &String| {
                        bases.iter().flatten().any(|base| settle::agree(&actual.ticket, &base.ticket, key))
                    };
                    for key in keys {
                        *clashes.entry(key.clone()).or_default() |= was(&key);
                    }
                }
            }
            expected = settle::expected_snapshot(
                base.as_ref(),
                expected.as_ref(),
                theirs.as_deref(),
                actual.as_deref(),
            );
        }
        let there = match self.onto {
            Some(onto) if !apart.is_empty() => self.content(onto, dir)?,
            _ => None,
        };
        let status = there.map(|state| state.ticket.status.clone()).filter(|status| apart.contains(status));
        let has = |status: &String| actual.as_ref().is_none_or(|state| state.ticket.status == *status);
        let dropped = status.filter(|status| !has(status));
        let (unsettled, revived) =
            self.against_the_branch(dir, expected.as_ref(), actual.as_deref(), &clashes)?;
        let explained = change::diff(expected.as_ref(), actual.as_deref()).is_empty()
            && expected.is_some() == actual.is_some();
        // What is revived is unsettled too.
        if explained && dropped.is_none() && unsettled.is_none() && !reopened {
            return Ok(None);
        }
        let uid = actual.as_deref().or(expected.as_ref()).map(|snapshot| snapshot.ticket.uid.clone());
        let Some(uid) = uid else { return Ok(None) };
        let before = expected.map(Rc::new);
        Ok(Some(OwnChange { uid, before, after: actual, unsettled, revived, dropped, reopened }))
    }

    /// Leaves out parents that other parents descend from: what they have is part of those.
    fn reduce(&mut self) -> Result<(), HistoryError> {
        if self.parents.len() < 3 {
            return Ok(());
        }
        let mut kept: Vec<Oid> = Vec::new();
        for parent in &self.parents {
            let mut others = self.parents.iter().filter(|other| *other != parent);
            let is_older = others.try_fold(kept.contains(parent), |is, other| {
                Ok::<bool, git2::Error>(is || self.repo.graph_descendant_of(*other, *parent)?)
            })?;
            if !is_older {
                kept.push(*parent);
            }
        }
        self.parents = kept;
        Ok(())
    }

    /// The ticket as merging alone leaves it, but where the merge settles a clash otherwise than the branch had it, as the branch
    /// had it: with all of these, and with those alone whose value is one that the lines had left behind where they parted. `None`
    /// where there are none.
    fn against_the_branch(
        &mut self,
        dir: &TicketDir,
        expected: Option<&Snapshot>,
        actual: Option<&Snapshot>,
        clashes: &Clashes,
    ) -> Result<(State, State), HistoryError> {
        let (Some(expected), Some(actual), Some(onto), false) =
            (expected, actual, self.onto, clashes.is_empty())
        else {
            return Ok((None, None));
        };
        // The last of the branch that the merge has seen.
        let seen =
            if self.parents.contains(&onto) { vec![onto] } else { self.bases(onto, &[self.step.commit.id])? };
        let Some(had) = self.contents(&seen, dir)?.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok((None, None));
        };
        let Some((first, rest)) = had.split_first() else { return Ok((None, None)) };
        let (mut unsettled, mut revived) = (expected.clone(), expected.clone());
        for (key, is_old) in clashes {
            let is_sure = rest.iter().all(|other| settle::agree(&first.ticket, &other.ticket, key));
            if !is_sure || settle::agree(&actual.ticket, &first.ticket, key) {
                continue;
            }
            settle::copy(key, &first.ticket, &mut unsettled.ticket);
            if *is_old {
                settle::copy(key, &first.ticket, &mut revived.ticket);
            }
        }
        let changed = |state: Snapshot| (state != *expected).then(|| Rc::new(state));
        Ok((changed(unsettled), changed(revived)))
    }

    fn contents(&mut self, commits: &[Oid], dir: &TicketDir) -> Result<Vec<State>, HistoryError> {
        commits.iter().map(|commit| self.content(*commit, dir)).collect()
    }

    /// The folder's tree in a commit, and the commit's history.
    fn at(&mut self, commit: Oid, dir: &TicketDir) -> Result<(Option<Oid>, Ancestors), HistoryError> {
        let node = self.steps.node(commit)?;
        Ok((self.trees.folder(node.tickets, dir)?, node.line))
    }

    fn content(&mut self, commit: Oid, dir: &TicketDir) -> Result<State, HistoryError> {
        let (tree, line) = self.at(commit, dir)?;
        self.pass.content(dir, tree, &line)
    }

    /// The best common ancestors of a commit and of what merging others gives; none where histories are apart.
    fn bases(&mut self, one: Oid, others: &[Oid]) -> Result<Vec<Oid>, HistoryError> {
        let asked: Vec<Oid> = std::iter::once(one).chain(others.iter().copied()).collect();
        if let Some(known) = self.bases.get(&asked) {
            return Ok(known.clone());
        }
        let found: Vec<Oid> = match self.repo.merge_bases_many(&asked) {
            Ok(found) => found.iter().copied().collect(),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(self.bases.entry(asked).or_insert(found).clone())
    }

    /// The folder as it was where the lines parted; of several such places, what merging them gives, as git does it.
    fn ancestor(
        &mut self,
        one: Oid,
        others: &[Oid],
        dir: &TicketDir,
        depth: u32,
    ) -> Result<State, HistoryError> {
        // Oldest first, as git does it.
        let bases: Vec<Oid> = self.bases(one, others)?.into_iter().rev().collect();
        let Some((first, rest)) = bases.split_first() else { return Ok(None) };
        let mut found = self.content(*first, dir)?;
        let mut tree = Some(self.at(*first, dir)?.0);
        for (place, next) in rest.iter().enumerate() {
            let there = self.at(*next, dir)?.0;
            if tree == Some(there) || depth == DEPTH {
                continue;
            }
            tree = None;
            let below = self.ancestor(*next, &bases[..=place], dir, depth + 1)?;
            let next = self.content(*next, dir)?;
            found = settle::ancestor(below.as_deref(), found.as_deref(), next.as_deref()).map(Rc::new);
        }
        Ok(found)
    }

    /// The ticket as it was opened, where both sides have it from openings that are the same, as of a commit that was
    /// picked onto another line.
    fn opening(&mut self, ours: &Snapshot, theirs: &Snapshot) -> Result<Option<Snapshot>, HistoryError> {
        if ours.ticket.uid != theirs.ticket.uid {
            return Ok(None);
        }
        let ancestors = &self.step.ancestors;
        let timeline = self.pass.timeline(&ours.ticket.uid)?;
        let within = timeline.all.iter().filter(|(place, _)| ancestors.contains(*place));
        let mut opened =
            within.flat_map(|(_, recorded)| &recorded.tramite.changes).filter_map(|change| match change {
                Change::Opened { path, ticket, .. } => Some((path, ticket)),
                _ => None,
            });
        let Some(first) = opened.next() else { return Ok(None) };
        let same = opened.all(|other| other == first);
        Ok(same.then(|| Snapshot::new(ours.dir.clone(), (**first.1).clone())))
    }
}
