//! A long history read in several threads: one goes through trees, the others through tickets, each through those of its own
//! folders.

use super::pass::Pass;
use super::steps::{Node, Step, Steps};
use super::walk::Commit;
use super::{History, HistoryError};
use crate::model::TicketDir;
use git2::Repository;
use std::collections::HashSet;
use std::mem::take;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Threads that go through tickets: together they take somewhat longer than the one that goes through trees.
const PARTS: usize = 2;
/// Commits that such a thread gets at once: to wake it for each would cost about what it does.
const TOGETHER: usize = 64;
/// How many times that many may wait for it.
const AHEAD: usize = 8;

enum Message<'c> {
    /// Some commits, each with those of its folders that are the thread's.
    Steps(Vec<Step<'c>>),
    /// That was all; the head.
    Head(Node),
}

/// Whose a folder is. Those of one number are in one hand, so that a ticket that was moved to another month stays there.
fn part_of(dir: &TicketDir) -> usize {
    dir.number.seq as usize % PARTS
}

/// Git2 without its own cache of objects: hardly any is read twice here, and it would hold them all.
struct Uncached;

impl Uncached {
    fn begin() -> Self {
        git2::opts::enable_caching(false);
        Self
    }
}

impl Drop for Uncached {
    fn drop(&mut self) {
        git2::opts::enable_caching(true);
    }
}

/// The history of `commits`, the last of which is the head. `None` where it must be read in one thread: a uid has been in
/// folders of two parts, or a thread was lost.
pub(super) fn collect(repo: &Repository, commits: &[Commit]) -> Result<Option<History>, HistoryError> {
    let path = repo.path();
    let _uncached = Uncached::begin();
    thread::scope(|scope| {
        let mut senders = Vec::with_capacity(PARTS);
        let mut running = Vec::with_capacity(PARTS);
        for _ in 0..PARTS {
            let (send, receive) = sync_channel(AHEAD);
            senders.push(send);
            running.push(scope.spawn(move || part(path, receive)));
        }
        let walk = || -> Result<(), HistoryError> {
            let mut steps = Steps::new(repo, None)?;
            let mut head = Node::default();
            let mut waiting: Vec<Vec<Step>> = senders.iter().map(|_| Vec::new()).collect();
            for (place, commit) in (0..).zip(commits) {
                let step = steps.step(place, commit)?;
                head = step.node.clone();
                for (part, (send, waiting)) in senders.iter().zip(&mut waiting).enumerate() {
                    let folders = step.folders.iter().filter(|folder| part_of(&folder.dir) == part);
                    let folders: Vec<_> = folders.cloned().collect();
                    if folders.is_empty() {
                        continue;
                    }
                    waiting.push(step.with(folders));
                    // Nobody listens where a thread has failed: it says why below.
                    if waiting.len() == TOGETHER && send.send(Message::Steps(take(waiting))).is_err() {
                        return Ok(());
                    }
                }
            }
            for (send, waiting) in senders.iter().zip(waiting) {
                let _ = send.send(Message::Steps(waiting));
                let _ = send.send(Message::Head(head.clone()));
            }
            Ok(())
        };
        let walked = walk();
        drop(senders);
        let parts: Vec<_> = running.into_iter().map(thread::ScopedJoinHandle::join).collect();
        walked?;
        let mut found = Vec::with_capacity(PARTS);
        for part in parts {
            let Ok(part) = part else { return Ok(None) };
            let Some(part) = part? else { return Ok(None) };
            found.push(part);
        }
        Ok(join(found, commits))
    })
}

/// What one thread makes of its commits; `None` where they end before the head.
fn part(repo: &Path, messages: Receiver<Message>) -> Result<Option<History>, HistoryError> {
    let repo = Repository::open(repo)?;
    let mut pass = Pass::new(&repo, None)?;
    for message in messages {
        match message {
            Message::Steps(steps) => steps.iter().try_for_each(|step| pass.take(step))?,
            Message::Head(head) => return pass.finish(&[], &head).map(Some),
        }
    }
    Ok(None)
}

/// All of it, where no ticket was in two parts: then each had everything that its tickets depend on.
fn join(parts: Vec<History>, commits: &[Commit]) -> Option<History> {
    let mut all = History {
        tickets: Vec::new(),
        commits: commits.iter().map(|c| (c.id, c.generation)).collect(),
        folders: Vec::new(),
        problems: Vec::new(),
    };
    let mut seen = HashSet::new();
    for part in parts {
        let uids: HashSet<_> = part.folders.iter().map(|(_, uid)| uid.clone()).collect();
        if !seen.is_disjoint(&uids) {
            return None;
        }
        seen.extend(uids);
        all.tickets.extend(part.tickets);
        all.folders.extend(part.folders);
        all.problems.extend(part.problems);
    }
    all.tickets.sort_by(|a, b| a.uid.cmp(&b.uid));
    all.folders.sort();
    all.problems.sort_by(|a, b| a.path.cmp(&b.path));
    Some(all)
}
