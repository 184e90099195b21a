//! History as `check` looks at it: every commit with all that it did, judged by somebody else before it counts (7).

use super::merges::Merging;
use super::pass::Pass;
use super::raw::{Differences, FileChange, OddName, Thing};
use super::steps::{Step, Steps};
use super::tree::Trees;
use super::walk::{self, Commit};
use super::{HistoryError, Known, LONG, Problem};
use crate::model::{DeskPath, Finding, Identity, Snapshot, Tramite, Uid};
use chrono::{DateTime, FixedOffset};
use git2::{Oid, Repository};
use std::collections::{BTreeSet, HashMap};
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
    /// As `before`, but with what the branch had wherever sides of a merge clash and it has another side's; `None` where it
    /// has none.
    pub unsettled: Option<Rc<Snapshot>>,
    /// The same, but only where what it has is what the lines had already where they parted: a clash of old, settled before, and
    /// now otherwise.
    pub revived: Option<Rc<Snapshot>>,
    /// The status that the ticket had where the commit comes into the branch, of a merge whose sides have each moved it and
    /// that has another side's.
    pub dropped: Option<String>,
    /// Whether sides of a merge had each opened the ticket, otherwise than the other.
    pub reopened: bool,
}

/// A commit that is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What the branch was before the commit came into it; `None` for the first of a history.
    pub onto: Option<Oid>,
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

    /// The desk's files that are not as in any parent.
    pub fn own_files(&self) -> Vec<&FileChange> {
        let Some((first, rest)) = self.against.split_first() else { return Vec::new() };
        let by_path = |other: &'_ Differences| -> HashMap<String, usize> {
            other.desk.iter().enumerate().map(|(n, change)| (change.path.clone(), n)).collect()
        };
        let others: Vec<(HashMap<String, usize>, &Differences)> =
            rest.iter().map(|other| (by_path(other), other)).collect();
        let mut own = Vec::new();
        for change in &first.desk {
            let found: Vec<Option<&FileChange>> = others
                .iter()
                .map(|(by_path, other)| Some(&other.desk[*by_path.get(&change.path)?]))
                .collect();
            if found.iter().all(Option::is_some) {
                // What any parent had was there.
                let had =
                    std::iter::once(change).chain(found.into_iter().flatten()).find(|c| c.old.is_some());
                own.push(had.unwrap_or(change));
            }
        }
        own
    }

    /// Names in its tree that git itself would not write, and that no parent has.
    pub fn odd_names(&self) -> Vec<&OddName> {
        let Some((first, rest)) = self.against.split_first() else { return Vec::new() };
        first.odd.iter().filter(|odd| rest.iter().all(|other| other.odd.contains(odd))).collect()
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

/// Commits that one thread may be ahead of the other.
const AHEAD: usize = 64;
/// Bytes of files that are read ahead for one commit.
const READY: usize = 256 << 10;

/// Modes of files that are read.
const PLAIN: [u32; 3] = [0o100_644, 0o100_755, 0o100_664];

/// Says which commits are to be judged.
pub type Wants<'w> = &'w (dyn Fn(Oid) -> Option<Wanted> + Sync);

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
    pub fn run<E: From<HistoryError>>(&self, wanted: Wants<'_>, judge: Judge<'_, E>) -> Result<AtHead, E> {
        let mut look = Look::new(self.repo, self.since)?;
        if let Some(repo) = self.second() {
            return self.run_in_two(repo, look, wanted, judge);
        }
        let mut reader = Reader::new(self.repo, self.since)?;
        for (place, commit) in (0..).zip(&self.commits) {
            look.take(reader.read(place, commit, wanted)?, judge)?;
        }
        Ok(self.at_head(look)?)
    }

    /// The same in two threads: one goes through trees, one through tickets.
    fn run_in_two<E: From<HistoryError>>(
        &self,
        repo: Repository,
        mut look: Look<'_>,
        wanted: Wants<'_>,
        judge: Judge<'_, E>,
    ) -> Result<AtHead, E> {
        let commits = &self.commits;
        let (send, receive) = std::sync::mpsc::sync_channel::<Result<Read, HistoryError>>(AHEAD);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let walk = || -> Result<(), HistoryError> {
                    let mut reader = Reader::new(&repo, None)?;
                    for (place, commit) in (0..).zip(commits) {
                        if send.send(Ok(reader.read(place, commit, wanted)?)).is_err() {
                            break;
                        }
                    }
                    Ok(())
                };
                // Nobody listens where the other thread has failed.
                if let Err(error) = walk() {
                    let _ = send.send(Err(error));
                }
            });
            for read in receive {
                look.take(read?, judge)?;
            }
            Ok(self.at_head(look)?)
        })
    }

    /// Another handle for a second thread, where the history is long enough and it sees what the first one sees: what a push
    /// has not yet brought in it does not.
    fn second(&self) -> Option<Repository> {
        let is_long = self.since.is_none() && self.commits.len() >= LONG;
        let second = is_long.then(|| Repository::open(self.repo.path()).ok()).flatten()?;
        let sees = second.find_commit(self.head).is_ok();
        sees.then_some(second)
    }

    fn at_head(&self, mut look: Look<'_>) -> Result<AtHead, HistoryError> {
        let head = look.steps.node(self.head)?;
        let history = look.pass.finish(&self.commits, &head)?;
        let tickets = history.tickets.into_iter().filter_map(|ticket| ticket.snapshot).collect();
        Ok(AtHead { problems: history.problems, tickets })
    }
}

/// A commit by its trees.
struct Read<'c> {
    step: Step<'c>,
    /// What differs from each parent, of a commit that is to be judged.
    against: Option<(Wanted, Vec<Differences>)>,
    /// The files of tickets that it wrote, where it is no merge.
    files: HashMap<Oid, Vec<u8>>,
}

/// Goes through trees.
struct Reader<'a> {
    repo: &'a Repository,
    steps: Steps<'a>,
    roots: HashMap<Oid, Oid>,
}

impl<'a> Reader<'a> {
    fn new(repo: &'a Repository, since: Option<&'a dyn Known>) -> Result<Self, HistoryError> {
        Ok(Self { repo, steps: Steps::new(repo, since)?, roots: HashMap::new() })
    }

    fn read<'c>(
        &mut self,
        place: u32,
        commit: &'c Commit,
        wanted: Wants<'_>,
    ) -> Result<Read<'c>, HistoryError> {
        let step = self.steps.step(place, commit)?;
        self.roots.insert(commit.id, commit.tree);
        let Some(wanted) = wanted(commit.id) else {
            return Ok(Read { step, against: None, files: HashMap::new() });
        };
        let mut against = Vec::new();
        for parent in &commit.parents {
            let root = self.root(*parent)?;
            against.push(self.steps.trees.differences(Some(root), commit.tree)?);
        }
        if commit.parents.is_empty() {
            against.push(self.steps.trees.differences(None, commit.tree)?);
        }
        let mut files = HashMap::new();
        if let [one] = against.as_slice() {
            let is_ticket = |change: &&FileChange| {
                matches!(DeskPath::of(&change.path), DeskPath::Ticket(_) | DeskPath::Comment(..))
            };
            let mut size = 0;
            for Thing { id, mode } in one.desk.iter().filter(is_ticket).filter_map(|change| change.new) {
                if !PLAIN.contains(&mode) || size > READY {
                    continue;
                }
                let bytes = self.steps.trees.blob(id)?;
                size += bytes.len();
                if size <= READY {
                    files.insert(id, bytes);
                }
            }
        }
        Ok(Read { step, against: Some((wanted, against)), files })
    }

    fn root(&mut self, commit: Oid) -> Result<Oid, HistoryError> {
        if let Some(root) = self.roots.get(&commit) {
            return Ok(*root);
        }
        let root = self.repo.find_commit(commit)?.tree_id();
        self.roots.insert(commit, root);
        Ok(root)
    }
}

/// Goes through tickets.
struct Look<'a> {
    repo: &'a Repository,
    pass: Pass<'a>,
    trees: Trees<'a>,
    /// The commits that were taken.
    steps: Steps<'a>,
    /// Trâmites as they were asked for last.
    lines: HashMap<Uid, Rc<Vec<Tramite>>>,
    dates: HashMap<Oid, DateTime<FixedOffset>>,
}

impl<'a> Look<'a> {
    fn new(repo: &'a Repository, since: Option<&'a dyn Known>) -> Result<Self, HistoryError> {
        Ok(Self {
            repo,
            pass: Pass::new(repo, since)?,
            trees: Trees::new(repo)?,
            steps: Steps::new(repo, since)?,
            lines: HashMap::new(),
            dates: HashMap::new(),
        })
    }

    fn take<E: From<HistoryError>>(&mut self, read: Read<'_>, judge: Judge<'_, E>) -> Result<(), E> {
        let Read { step, against, files } = read;
        self.pass.prepare(files);
        self.steps.know(&step);
        self.dates.insert(step.commit.id, step.commit.recorded);
        let Some((Wanted { onto }, against)) = against else { return Ok(self.pass.take(&step)?) };
        let (known, flawed) = (self.pass.problems.len(), self.pass.flaws.len());
        let touched = self.pass.look(&step)?;
        let mut audited = self.audited(&step, against)?;
        audited.tickets = if audited.is_merge() {
            let Self { repo, pass, trees, steps, .. } = self;
            Merging::new(repo, pass, trees, steps, &step, onto).changes()?
        } else {
            let own = touched.iter().map(|t| OwnChange {
                uid: t.uid.clone(),
                before: t.before.clone(),
                after: t.after.clone(),
                unsettled: None,
                revived: None,
                dropped: None,
                reopened: false,
            });
            own.collect()
        };
        let unreadable = self.pass.problems[known..].iter().map(|(_, _, finding)| (**finding).clone());
        let flaws: Vec<Finding> = unreadable.chain(self.pass.flaws.drain(flawed..)).collect();
        if !flaws.is_empty() {
            let written: BTreeSet<&str> = audited.own_files().iter().map(|c| c.path.as_str()).collect();
            let is_own =
                |finding: &Finding| finding.path.as_deref().is_some_and(|path| written.contains(path));
            audited.flaws = flaws.into_iter().filter(is_own).collect();
        }
        judge(&audited, &mut Ancestry { look: self, step: &step })?;
        for touched in touched {
            self.pass.note(&step, touched)?;
        }
        Ok(())
    }

    fn audited(&mut self, step: &Step<'_>, against: Vec<Differences>) -> Result<Audited, HistoryError> {
        let commit = step.commit;
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

    fn date(&mut self, commit: Oid) -> Result<DateTime<FixedOffset>, HistoryError> {
        if let Some(date) = self.dates.get(&commit) {
            return Ok(*date);
        }
        let date = walk::time(self.repo.find_commit(commit)?.committer().when());
        self.dates.insert(commit, date);
        Ok(date)
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
