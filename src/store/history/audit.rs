//! History as `check` looks at it: every commit with all that it did, judged by somebody else before it counts (7).

use super::pass::Pass;
use super::raw::{Differences, FileChange};
use super::steps::{Step, Steps};
use super::tree::Trees;
use super::walk::{self, Commit};
use super::{HistoryError, Known, Problem};
use crate::model::{Finding, Identity, Snapshot, TicketDir, Tramite, Uid, change, settle};
use chrono::{DateTime, FixedOffset};
use git2::{Oid, Repository};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// A ticket that a commit changed by itself: what merging alone explains is not here.
#[derive(Debug, Clone)]
pub struct OwnChange {
    /// Which.
    pub uid: Uid,
    /// As it was; of a merge, what merging its parents yields.
    pub before: Option<Rc<Snapshot>>,
    /// As it is.
    pub after: Option<Rc<Snapshot>>,
}

/// A commit with all that it did.
#[derive(Debug)]
pub struct Audited {
    /// Its id.
    pub id: Oid,
    /// Its parents.
    pub parents: Vec<Oid>,
    /// Who it says wrote it.
    pub author: Identity,
    /// Who it says made it.
    pub committer: Identity,
    /// The author's date.
    pub authored: DateTime<FixedOffset>,
    /// The committer's date.
    pub recorded: DateTime<FixedOffset>,
    /// The latest committer date among its parents.
    pub parents_recorded: Option<DateTime<FixedOffset>>,
    /// What differs from each parent; for a commit without any, from nothing.
    pub against: Vec<Differences>,
    /// The tickets that it changed by itself.
    pub tickets: Vec<OwnChange>,
    /// What is wrong with files that it wrote.
    pub flaws: Vec<Finding>,
    /// Its `.tramite` tree.
    pub config: Option<Oid>,
}

impl Audited {
    /// Whether it has several parents.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// The desk's files that are not as in any parent, and those that a parent had and it lacks.
    pub fn own_files(&self) -> Vec<&FileChange> {
        let Some((first, rest)) = self.against.split_first() else { return Vec::new() };
        let mut own: BTreeMap<&str, &FileChange> = BTreeMap::new();
        let paths = |other: &Differences| -> HashSet<String> {
            other.desk.iter().map(|change| change.path.clone()).collect()
        };
        let others: Vec<HashSet<String>> = rest.iter().map(paths).collect();
        for change in &first.desk {
            if others.iter().all(|other| other.contains(&change.path)) {
                own.insert(&change.path, change);
            }
        }
        for change in self.against.iter().flat_map(|differences| &differences.desk) {
            if change.new.is_none() {
                own.entry(&change.path).or_insert(change);
            } else if let Some(known) = own.get_mut(change.path.as_str())
                && known.old.is_none()
            {
                // What any parent had was there.
                *known = change;
            }
        }
        own.into_values().collect()
    }

    /// Whether it changes nothing but what is no desk's.
    pub fn is_foreign(&self) -> bool {
        let desk = self.against.iter().any(|differences| !differences.desk.is_empty());
        !desk && self.against.iter().any(|differences| differences.foreign)
    }
}

/// What came before a commit.
pub trait Before {
    /// A ticket's trâmites among the commit's ancestors, in order.
    fn tramites(&mut self, uid: &Uid) -> Result<Rc<Vec<Tramite>>, HistoryError>;
    /// A ticket as the commit's ancestors left it.
    fn state(&mut self, uid: &Uid) -> Result<Option<Snapshot>, HistoryError>;
}

/// A commit's place among others.
#[derive(Debug, Clone)]
pub struct Place {
    /// The commit.
    pub id: Oid,
    /// Its parents, in order.
    pub parents: Vec<Oid>,
    /// Its tree.
    pub tree: Oid,
    /// The committer's address.
    pub committer: String,
}

/// What there is at the head.
#[derive(Debug, Default)]
pub struct AtHead {
    /// Uids and files that are wrong at the head.
    pub problems: Vec<Problem>,
    /// The tickets of this reading that are there, by uid.
    pub tickets: Vec<Snapshot>,
}

/// Told of a commit and of what came before it.
pub type Judge<'j, E> = &'j mut dyn FnMut(&Audited, &mut dyn Before) -> Result<(), E>;

/// The history of a head, to be gone through once.
pub struct Audit<'a> {
    repo: &'a Repository,
    head: Oid,
    since: Option<&'a dyn Known>,
    commits: Vec<Commit>,
}

impl<'a> Audit<'a> {
    pub(in crate::store) fn new(
        repo: &'a Repository,
        head: Oid,
        since: Option<&'a dyn Known>,
    ) -> Result<Self, HistoryError> {
        let commits = walk::new_commits(repo, head, since)?;
        Ok(Self { repo, head, since, commits })
    }

    /// The commits that are read, parents first.
    pub fn commits(&self) -> impl Iterator<Item = Place> {
        self.commits.iter().map(|c| Place {
            id: c.id,
            parents: c.parents.clone(),
            tree: c.tree,
            committer: c.committer.email.clone(),
        })
    }

    /// Goes through all commits, parents first, and tells `judge` of the `wanted` ones.
    pub fn run<E: From<HistoryError>>(
        &self,
        wanted: &dyn Fn(Oid) -> bool,
        judge: Judge<'_, E>,
    ) -> Result<AtHead, E> {
        let repo = self.repo;
        let mut steps = Steps::new(repo, self.since)?;
        let mut look = Look {
            repo,
            pass: Pass::new(repo, self.since)?,
            trees: Trees::new(repo)?,
            lines: HashMap::new(),
            roots: HashMap::new(),
            dates: HashMap::new(),
        };
        for (place, commit) in (0..).zip(&self.commits) {
            let step = steps.step(place, commit)?;
            look.dates.insert(commit.id, commit.recorded);
            look.roots.insert(commit.id, commit.tree);
            if !wanted(commit.id) {
                look.pass.take(&step)?;
                continue;
            }
            let (known, flawed) = (look.pass.problems.len(), look.pass.flaws.len());
            let touched = look.pass.look(&step)?;
            let mut audited = look.audited(&step)?;
            audited.tickets = if audited.is_merge() {
                look.of_merge(&mut steps, &step)?
            } else {
                let own = touched.iter().map(|t| OwnChange {
                    uid: t.uid.clone(),
                    before: t.before.clone(),
                    after: t.after.clone(),
                });
                own.collect()
            };
            let unreadable = look.pass.problems[known..].iter().map(|(_, _, finding)| (**finding).clone());
            let flaws: Vec<Finding> = unreadable.chain(look.pass.flaws.drain(flawed..)).collect();
            let written: BTreeSet<&str> = audited.own_files().iter().map(|c| c.path.as_str()).collect();
            audited.flaws = flaws
                .into_iter()
                .filter(|finding| finding.path.as_deref().is_some_and(|path| written.contains(path)))
                .collect();
            judge(&audited, &mut Ancestry { look: &mut look, step: &step })?;
            for touched in touched {
                look.pass.note(&step, touched)?;
            }
        }
        Ok(self.at_head(look, &mut steps)?)
    }

    fn at_head(&self, look: Look<'_>, steps: &mut Steps<'_>) -> Result<AtHead, HistoryError> {
        let history = look.pass.finish(&self.commits, &steps.node(self.head)?)?;
        let tickets = history.tickets.into_iter().filter_map(|ticket| ticket.snapshot).collect();
        Ok(AtHead { problems: history.problems, tickets })
    }
}

struct Look<'a> {
    repo: &'a Repository,
    pass: Pass<'a>,
    trees: Trees<'a>,
    /// Trâmites as they were asked for last.
    lines: HashMap<Uid, Rc<Vec<Tramite>>>,
    roots: HashMap<Oid, Oid>,
    dates: HashMap<Oid, DateTime<FixedOffset>>,
}

impl Look<'_> {
    fn audited(&mut self, step: &Step<'_>) -> Result<Audited, HistoryError> {
        let commit = step.commit;
        let mut against = Vec::new();
        for parent in &commit.parents {
            let root = self.root(*parent)?;
            against.push(self.trees.differences(Some(root), commit.tree)?);
        }
        if commit.parents.is_empty() {
            against.push(self.trees.differences(None, commit.tree)?);
        }
        let mut parents_recorded = None;
        for parent in &commit.parents {
            parents_recorded = parents_recorded.max(Some(self.date(*parent)?));
        }
        Ok(Audited {
            id: commit.id,
            parents: commit.parents.clone(),
            author: Identity { name: commit.name.clone(), email: commit.email.clone() },
            committer: commit.committer.clone(),
            authored: commit.authored,
            recorded: commit.recorded,
            parents_recorded,
            against,
            tickets: Vec::new(),
            flaws: Vec::new(),
            config: step.config,
        })
    }

    fn root(&mut self, commit: Oid) -> Result<Oid, HistoryError> {
        if let Some(root) = self.roots.get(&commit) {
            return Ok(*root);
        }
        let root = self.repo.find_commit(commit)?.tree_id();
        self.roots.insert(commit, root);
        Ok(root)
    }

    fn date(&mut self, commit: Oid) -> Result<DateTime<FixedOffset>, HistoryError> {
        if let Some(date) = self.dates.get(&commit) {
            return Ok(*date);
        }
        let date = walk::time(self.repo.find_commit(commit)?.committer().when());
        self.dates.insert(commit, date);
        Ok(date)
    }

    /// What a merge changes of each ticket that merging alone does not explain.
    fn of_merge(&mut self, steps: &mut Steps<'_>, step: &Step<'_>) -> Result<Vec<OwnChange>, HistoryError> {
        let parents = &step.commit.parents;
        let mut bases: Vec<Vec<Oid>> = Vec::new();
        for other in &parents[1..] {
            // Without a common ancestor both sides added all they have.
            let found = self.repo.merge_bases(parents[0], *other);
            bases.push(found.map(|bases| bases.iter().copied().collect()).unwrap_or_default());
        }
        let mut own = Vec::new();
        for folder in &step.folders {
            let mut best: Option<OwnChange> = None;
            // With several common ancestors, what any of them explains is explained.
            let most = bases.iter().map(Vec::len).max().unwrap_or(0).max(1);
            for choice in 0..most {
                match self.unexplained(steps, step, &folder.dir, folder.new, &bases, choice)? {
                    None => {
                        best = None;
                        break;
                    }
                    found => best = best.or(found),
                }
            }
            own.extend(best);
        }
        Ok(own)
    }

    fn unexplained(
        &mut self,
        steps: &mut Steps<'_>,
        step: &Step<'_>,
        dir: &TicketDir,
        new: Option<Oid>,
        bases: &[Vec<Oid>],
        choice: usize,
    ) -> Result<Option<OwnChange>, HistoryError> {
        let parents = &step.commit.parents;
        let first = steps.node(parents[0])?;
        let first_tree = self.trees.folder(first.tickets, dir)?;
        let mut sides = Vec::new();
        for (other, bases) in parents[1..].iter().zip(bases) {
            let node = steps.node(*other)?;
            let tree = self.trees.folder(node.tickets, dir)?;
            let base = bases.get(choice).or(bases.first());
            let base = match base {
                Some(base) => {
                    let node = steps.node(*base)?;
                    Some((self.trees.folder(node.tickets, dir)?, node.line))
                }
                None => None,
            };
            sides.push((tree, node.line, base));
        }
        if let [(tree, _, base)] = sides.as_slice() {
            let base = base.as_ref().and_then(|(tree, _)| *tree);
            let explained =
                new == first_tree && (*tree == base || *tree == new) || new == *tree && first_tree == base;
            // A ticket that one side took away is away by no merge of ours: it is looked at.
            if explained && (new.is_some() || base.is_none()) {
                return Ok(None);
            }
        }
        let actual = self.pass.content(dir, new, &step.ancestors)?;
        let mut expected = self.pass.content(dir, first_tree, &first.line)?.map(|s| (*s).clone());
        for (tree, line, base) in &sides {
            let theirs = self.pass.content(dir, *tree, line)?;
            let base = match base {
                Some((tree, line)) => self.pass.content(dir, *tree, line)?,
                None => None,
            };
            expected = settle::expected_snapshot(
                base.as_deref(),
                expected.as_ref(),
                theirs.as_deref(),
                actual.as_deref(),
            );
        }
        let explained = change::diff(expected.as_ref(), actual.as_deref()).is_empty()
            && expected.is_some() == actual.is_some();
        let uid = actual.as_deref().or(expected.as_ref()).map(|snapshot| snapshot.ticket.uid.clone());
        let Some(uid) = uid.filter(|_| !explained) else { return Ok(None) };
        Ok(Some(OwnChange { uid, before: expected.map(Rc::new), after: actual }))
    }
}

/// The ancestors of the commit that is judged.
struct Ancestry<'l, 'a, 'c> {
    look: &'l mut Look<'a>,
    step: &'l Step<'c>,
}

impl Before for Ancestry<'_, '_, '_> {
    fn tramites(&mut self, uid: &Uid) -> Result<Rc<Vec<Tramite>>, HistoryError> {
        let ancestors = &self.step.ancestors;
        let timeline = self.look.pass.timeline(uid)?;
        let within = timeline.all.iter().filter(|(place, _)| ancestors.contains(*place));
        let line = self.look.lines.entry(uid.clone()).or_default();
        let mut known = 0;
        let mut same = true;
        let mut rest = Vec::new();
        for (_, recorded) in within {
            match line.get(known).filter(|_| rest.is_empty()) {
                Some(tramite) if tramite.commit == recorded.tramite.commit => known += 1,
                Some(_) => {
                    same = false;
                    break;
                }
                None => rest.push(recorded.tramite.clone()),
            }
        }
        if !same || known < line.len() {
            let within = timeline.all.iter().filter(|(place, _)| ancestors.contains(*place));
            *line = Rc::new(within.map(|(_, recorded)| recorded.tramite.clone()).collect());
        } else if !rest.is_empty() {
            Rc::make_mut(line).extend(rest);
        }
        Ok(Rc::clone(line))
    }

    fn state(&mut self, uid: &Uid) -> Result<Option<Snapshot>, HistoryError> {
        Ok(self.look.pass.timeline(uid)?.fold(&self.step.ancestors))
    }
}
