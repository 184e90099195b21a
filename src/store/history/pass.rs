//! One reading of history, commit by commit.

use super::ancestry::{Ancestors, Place};
use super::folder::{self, Unreadable};
use super::steps::{Node, Step};
use super::timeline::Timeline;
use super::tree::{FolderChange, Trees};
use super::walk::Commit;
use super::{History, HistoryError, Known, Problem, Recorded, TicketHistory};
use crate::model::{Change, Finding, Identity, Snapshot, TicketDir, Tramite, Uid, change};
use git2::{Oid, Repository};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// States of a folder kept at once: those of two lines.
const RECENT: usize = 3;

pub(super) struct Pass<'a> {
    since: Option<&'a dyn Known>,
    trees: Trees<'a>,
    timelines: HashMap<Uid, Timeline>,
    /// Uids ever seen in a folder.
    seen: HashMap<TicketDir, Vec<Uid>>,
    /// Contents of folders by their trees, where the tree says all.
    recent: HashMap<TicketDir, VecDeque<(Oid, Rc<Snapshot>)>>,
    folders: Vec<(TicketDir, Uid)>,
    unreadable: HashSet<(String, Oid)>,
    /// Files that could not be read so far.
    pub problems: Vec<Unreadable>,
    /// What was wrong with files that could be read all the same.
    pub flaws: Vec<Finding>,
}

/// The folders that a commit changed, before (where it has one parent) and after.
#[derive(Default)]
struct Changed {
    before: BTreeMap<TicketDir, Option<Rc<Snapshot>>>,
    after: BTreeMap<TicketDir, Option<Rc<Snapshot>>>,
}

/// What a commit changed of a ticket.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Which.
    pub uid: Uid,
    /// As it was: the parent's, of a merge the fold of its ancestors.
    pub before: Option<Rc<Snapshot>>,
    /// As it is.
    pub after: Option<Rc<Snapshot>>,
    /// What turns one into the other; never nothing.
    pub changes: Vec<Change>,
}

fn with_uid<'s>(state: Option<&'s Rc<Snapshot>>, uid: &Uid) -> Option<&'s Rc<Snapshot>> {
    state.filter(|s| s.ticket.uid == *uid)
}

impl<'a> Pass<'a> {
    pub fn new(repo: &'a Repository, since: Option<&'a dyn Known>) -> Result<Self, HistoryError> {
        Ok(Self {
            since,
            trees: Trees::new(repo)?,
            timelines: HashMap::new(),
            seen: HashMap::new(),
            recent: HashMap::new(),
            folders: Vec::new(),
            unreadable: HashSet::new(),
            problems: Vec::new(),
            flaws: Vec::new(),
        })
    }

    /// Takes files that somebody has read for the next commit.
    pub fn prepare(&mut self, files: HashMap<Oid, Vec<u8>>) {
        self.trees.ready = files;
    }

    /// Takes one commit after the other, parents first.
    pub fn take(&mut self, step: &Step) -> Result<(), HistoryError> {
        for touched in self.look(step)? {
            self.note(step, touched)?;
        }
        Ok(())
    }

    /// What a commit changed of each ticket, before it is noted.
    pub fn look(&mut self, step: &Step) -> Result<Vec<Touched>, HistoryError> {
        let Step { commit, ancestors, .. } = step;
        let merge = commit.parents.len() > 1;
        let changed = self.changed(&step.folders, merge, ancestors)?;
        let mut all = Vec::new();
        if changed.after.is_empty() {
            return Ok(all);
        }
        for uid in self.affected(&changed)? {
            let before = self.before(&changed, &uid, merge, ancestors);
            let after = self.after(&changed, &uid, step.node.tickets, ancestors)?;
            let same = matches!((&before, &after), (Some(a), Some(b)) if Rc::ptr_eq(a, b));
            let changes = if same { Vec::new() } else { change::diff(before.as_deref(), after.as_deref()) };
            if !changes.is_empty() {
                all.push(Touched { uid, before, after, changes });
            }
        }
        Ok(all)
    }

    /// Puts what a commit changed of a ticket into the ticket's timeline.
    pub fn note(&mut self, step: &Step, touched: Touched) -> Result<(), HistoryError> {
        let Step { commit, place, ancestors, .. } = step;
        let tramite = Tramite {
            uid: touched.uid.clone(),
            // The earlier of the two dates, said with the author's offset.
            at: commit.authored.min(commit.recorded).with_timezone(commit.authored.offset()),
            recorded: commit.recorded,
            by: Identity { name: commit.name.clone(), email: commit.email.clone() },
            commit: commit.id.to_string(),
            changes: touched.changes,
        };
        let config = step.config.map(|id| id.to_string());
        let recorded = Recorded { tramite, generation: commit.generation, config };
        self.timeline(&touched.uid)?.push(Place::New(*place), recorded, ancestors);
        Ok(())
    }

    /// What was read, where the last of `commits` (or what was known) is the head.
    pub fn finish(mut self, commits: &[Commit], head: &Node) -> Result<History, HistoryError> {
        let problems = self.problems(head)?;
        let touched = self.timelines.into_iter().filter(|(_, timeline)| timeline.touched);
        let mut tickets: Vec<TicketHistory> = touched
            .map(|(uid, timeline)| {
                let tramites: Vec<Recorded> =
                    timeline.all.into_iter().map(|(_, recorded)| recorded).collect();
                let snapshot = change::fold(tramites.iter().flat_map(|r| &r.tramite.changes));
                TicketHistory { uid, snapshot, tramites }
            })
            .collect();
        tickets.sort_by(|a, b| a.uid.cmp(&b.uid));
        self.folders.sort();
        Ok(History {
            tickets,
            commits: commits.iter().map(|c| (c.id, c.generation)).collect(),
            folders: self.folders,
            problems,
        })
    }

    /// The folders' contents; before only where there is one parent.
    fn changed(
        &mut self,
        folders: &[FolderChange],
        merge: bool,
        ancestors: &Ancestors,
    ) -> Result<Changed, HistoryError> {
        let mut changed = Changed::default();
        for FolderChange { dir, old, new } in folders {
            if merge {
                let after = self.content(dir, *new, ancestors)?;
                changed.after.insert(dir.clone(), after);
                continue;
            }
            let before = self.content(dir, *old, ancestors)?;
            let after = match (*old, *new, &before) {
                (_, None, _) => None,
                (Some(old), Some(new), Some(before)) if self.whole(dir, old).is_some() => {
                    let content = folder::advance(&mut self.trees, before, old, new)?;
                    self.keep(dir, new, content)
                }
                (_, Some(new), before) => {
                    let content = folder::read(&self.trees, dir, new, before.as_deref())?;
                    self.keep(dir, new, content)
                }
            };
            changed.before.insert(dir.clone(), before);
            changed.after.insert(dir.clone(), after);
        }
        Ok(changed)
    }

    /// The content of a folder whose history is that of `line`.
    pub fn content(
        &mut self,
        dir: &TicketDir,
        tree: Option<Oid>,
        line: &Ancestors,
    ) -> Result<Option<Rc<Snapshot>>, HistoryError> {
        let Some(tree) = tree else { return Ok(None) };
        if let Some(state) = self.whole(dir, tree) {
            return Ok(Some(state));
        }
        let mut content = folder::read(&self.trees, dir, tree, None)?;
        if !content.unreadable.is_empty() {
            let before = self.ticket_at(dir, line)?;
            content = folder::read(&self.trees, dir, tree, before.as_ref())?;
        }
        Ok(self.keep(dir, tree, content))
    }

    fn whole(&self, dir: &TicketDir, tree: Oid) -> Option<Rc<Snapshot>> {
        self.recent.get(dir)?.iter().find(|(id, _)| *id == tree).map(|(_, state)| Rc::clone(state))
    }

    fn keep(&mut self, dir: &TicketDir, tree: Oid, content: folder::Content) -> Option<Rc<Snapshot>> {
        match &content.snapshot {
            Some(state) if content.unreadable.is_empty() => {
                let recent = self.recent.entry(dir.clone()).or_default();
                recent.truncate(RECENT - 1);
                recent.push_front((tree, Rc::clone(state)));
            }
            _ => {}
        }
        self.flaws.extend(content.flaws);
        for bad in content.unreadable {
            if self.unreadable.insert((bad.0.clone(), bad.1)) {
                self.problems.push(bad);
            }
        }
        content.snapshot
    }

    /// The ticket that was in a folder, by the fold.
    fn ticket_at(&mut self, dir: &TicketDir, line: &Ancestors) -> Result<Option<Snapshot>, HistoryError> {
        for uid in self.uids_at(dir)? {
            let state = self.timeline(&uid)?.fold(line);
            if state.as_ref().is_some_and(|state| state.dir == *dir) {
                return Ok(state);
            }
        }
        Ok(None)
    }

    /// The tickets that are or ever were in the changed folders.
    fn affected(&mut self, changed: &Changed) -> Result<BTreeSet<Uid>, HistoryError> {
        let mut uids = BTreeSet::new();
        for (dir, after) in &changed.after {
            if let Some(after) = after {
                let uid = &after.ticket.uid;
                if self.timeline(uid)?.folders.insert(dir.clone()) {
                    self.folders.push((dir.clone(), uid.clone()));
                    self.uids_at(dir)?;
                    let there = self.seen.entry(dir.clone()).or_default();
                    if !there.contains(uid) {
                        there.push(uid.clone());
                    }
                }
            }
            uids.extend(self.uids_at(dir)?);
        }
        Ok(uids)
    }

    fn before(
        &self,
        changed: &Changed,
        uid: &Uid,
        merge: bool,
        ancestors: &Ancestors,
    ) -> Option<Rc<Snapshot>> {
        let timeline = self.timelines.get(uid)?;
        match timeline.folders.first() {
            Some(dir) if !merge && timeline.folders.len() == 1 => {
                with_uid(changed.before.get(dir)?.as_ref(), uid).cloned()
            }
            _ => timeline.fold(ancestors).map(Rc::new),
        }
    }

    /// The ticket after the commit: in the first folder that has its uid.
    fn after(
        &mut self,
        changed: &Changed,
        uid: &Uid,
        tickets: Option<Oid>,
        ancestors: &Ancestors,
    ) -> Result<Option<Rc<Snapshot>>, HistoryError> {
        for dir in self.timeline(uid)?.folders.clone() {
            let state = if let Some(state) = changed.after.get(&dir) {
                state.clone()
            } else {
                let tree = self.trees.folder(tickets, &dir)?;
                self.content(&dir, tree, ancestors)?
            };
            if let Some(state) = with_uid(state.as_ref(), uid) {
                return Ok(Some(Rc::clone(state)));
            }
        }
        Ok(None)
    }

    /// A ticket's timeline, with what was known of it.
    pub fn timeline(&mut self, uid: &Uid) -> Result<&mut Timeline, HistoryError> {
        if !self.timelines.contains_key(uid) {
            let mut timeline = Timeline::default();
            if let Some(known) = self.since {
                for recorded in known.tramites(uid)? {
                    let commit = Oid::from_str(&recorded.tramite.commit)?;
                    timeline.all.push((Place::Known(commit), recorded));
                }
                timeline.folders = known.folders_of(uid)?.into_iter().collect();
            }
            self.timelines.insert(uid.clone(), timeline);
        }
        Ok(self.timelines.entry(uid.clone()).or_default())
    }

    /// The uids ever seen in a folder, their timelines at hand.
    fn uids_at(&mut self, dir: &TicketDir) -> Result<Vec<Uid>, HistoryError> {
        if !self.seen.contains_key(dir) {
            let uids = self.since.map_or(Ok(Vec::new()), |known| known.uids_at(dir))?;
            for uid in &uids {
                self.timeline(uid)?;
            }
            self.seen.insert(dir.clone(), uids);
        }
        Ok(self.seen.get(dir).cloned().unwrap_or_default())
    }

    /// What cannot be read at the head, and uids that two folders have there.
    fn problems(&mut self, head: &Node) -> Result<Vec<Problem>, HistoryError> {
        let Node { line, tickets } = head;
        let mut all = Vec::new();
        for problem in self.since.map_or(Ok(Vec::new()), Known::problems)? {
            match problem.duplicate {
                Some(uid) => drop(self.timeline(&uid)?),
                None => all.push((problem.path, problem.blob, Box::new(problem.finding))),
            }
        }
        all.append(&mut self.problems);
        let mut found = BTreeMap::new();
        for (path, blob, finding) in all {
            let Some((folder, name)) = path.rsplit_once('/') else { continue };
            let Some(folder) = self.trees.folder(*tickets, &TicketDir::from_path(folder)?)? else { continue };
            if folder::file(&self.trees, folder, name)? == Some(blob) {
                found.insert(path.clone(), Problem { path, blob, duplicate: None, finding: *finding });
            }
        }
        let shared: Vec<(Uid, BTreeSet<TicketDir>)> = self
            .timelines
            .iter()
            .filter(|(_, timeline)| timeline.folders.len() > 1)
            .map(|(uid, timeline)| (uid.clone(), timeline.folders.clone()))
            .collect();
        for (uid, folders) in shared {
            let mut first = None;
            for dir in folders {
                let Some(folder) = self.trees.folder(*tickets, &dir)? else { continue };
                let state = self.content(&dir, Some(folder), line)?;
                let Some(blob) = folder::file(&self.trees, folder, "ticket.yaml")? else { continue };
                if with_uid(state.as_ref(), &uid).is_none() {
                    continue;
                }
                let Some(first) = &first else {
                    first = Some(dir);
                    continue;
                };
                let path = dir.ticket_path();
                let message = format!(
                    "uid {uid} is that of {} too, so that this one is not seen; give one of them a new uid",
                    first.path()
                );
                let finding = Finding::error("uid_unique", message).in_file(&path);
                found.insert(path.clone(), Problem { path, blob, duplicate: Some(uid.clone()), finding });
            }
        }
        Ok(found.into_values().collect())
    }
}
