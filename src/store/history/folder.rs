//! A ticket's folder at one commit.

use super::HistoryError;
use super::tree::{self, Trees, entries};
use crate::codec::{self, Decoded};
use crate::model::{Comment, Finding, Severity, Snapshot, Ticket, TicketDir, Uid};
use git2::Oid;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file that could not be read: its path, its content's id, and what is wrong.
pub(super) type Unreadable = (String, Oid, Box<Finding>);

/// What a folder holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// The ticket; `None` where there is none.
    pub snapshot: Option<Rc<Snapshot>>,
    /// The files that could not be read. Without any, the content depends on nothing but the folder's tree.
    pub unreadable: Vec<Unreadable>,
    /// What is wrong with files that could be read all the same.
    pub flaws: Vec<Finding>,
}

/// What a file in a ticket's folder is, by its name.
enum File {
    Ticket,
    Comment(Uid),
}

impl File {
    fn of(name: &str) -> Option<Self> {
        if name == "ticket.yaml" {
            return Some(Self::Ticket);
        }
        let stem = name.strip_suffix(".yaml")?;
        let id: Uid = stem.parse().ok()?;
        (id.as_str() == stem).then_some(Self::Comment(id))
    }
}

/// The value, or the finding that says why there is none.
fn value<T>(decoded: Decoded<T>, path: &str, flaws: &mut Vec<Finding>) -> Result<T, Box<Finding>> {
    let Decoded { value, findings, .. } = decoded;
    if value.is_some() {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        flaws.extend(errors.map(|finding| finding.clone().in_file(path)));
    }
    value.ok_or_else(|| {
        let finding = findings.into_iter().next();
        let finding = finding.unwrap_or_else(|| Finding::error("unreadable", "the file cannot be read"));
        Box::new(finding.in_file(path))
    })
}

fn ticket(
    trees: &Trees,
    dir: &TicketDir,
    blob: Oid,
    flaws: &mut Vec<Finding>,
) -> Result<Result<Ticket, Unreadable>, HistoryError> {
    let path = dir.ticket_path();
    let read = value(codec::ticket::decode(&path, &trees.blob(blob)?), &path, flaws);
    Ok(read.map_err(|finding| (path, blob, finding)))
}

fn comment(
    trees: &Trees,
    dir: &TicketDir,
    id: &Uid,
    blob: Oid,
    flaws: &mut Vec<Finding>,
) -> Result<Result<Comment, Unreadable>, HistoryError> {
    let path = dir.comment_path(id);
    let read = value(codec::comment::decode(&path, &trees.blob(blob)?), &path, flaws);
    Ok(read.map_err(|finding| (path, blob, finding)))
}

/// Reads a whole folder. A file that cannot be read counts as it was `before`, in the ticket that was there (4).
pub(super) fn read(
    trees: &Trees,
    dir: &TicketDir,
    folder: Oid,
    before: Option<&Snapshot>,
) -> Result<Content, HistoryError> {
    let raw = trees.uncached(folder)?;
    let (mut unreadable, mut flaws) = (Vec::new(), Vec::new());
    let mut state = None;
    let mut comments = BTreeMap::new();
    let mut lost = Vec::new();
    for entry in entries(&raw).filter(|e| !e.folder) {
        match File::of(entry.name) {
            None => {}
            Some(File::Ticket) => match ticket(trees, dir, entry.id, &mut flaws)? {
                Ok(ticket) => state = Some(ticket),
                Err(bad) => {
                    unreadable.push(bad);
                    state = before.map(|b| b.ticket.clone());
                }
            },
            Some(File::Comment(id)) => match comment(trees, dir, &id, entry.id, &mut flaws)? {
                Ok(comment) => drop(comments.insert(id, comment)),
                Err(bad) => {
                    unreadable.push(bad);
                    lost.push(id);
                }
            },
        }
    }
    let snapshot = state.map(|ticket| {
        if let Some(before) = before.filter(|b| b.ticket.uid == ticket.uid) {
            for id in lost {
                if let Some(comment) = before.comments.get(&id) {
                    comments.insert(id, comment.clone());
                }
            }
        }
        Rc::new(Snapshot { dir: dir.clone(), ticket, comments })
    });
    Ok(Content { snapshot, unreadable, flaws })
}

/// The content of the folder `new`, from that of `old`, all of whose files could be read, by what changed.
pub(super) fn advance(
    trees: &mut Trees,
    before: &Rc<Snapshot>,
    old: Oid,
    new: Oid,
) -> Result<Content, HistoryError> {
    let changes = tree::changes(&trees.tree(Some(old))?, &trees.tree(Some(new))?, false);
    let (mut unreadable, mut flaws) = (Vec::new(), Vec::new());
    let dir = before.dir.clone();
    let mut state = (**before).clone();
    let mut there = true;
    for change in changes {
        match (File::of(&change.name), change.new) {
            (None, _) => {}
            (Some(File::Ticket), None) => there = false,
            (Some(File::Ticket), Some(blob)) => match ticket(trees, &dir, blob, &mut flaws)? {
                Ok(ticket) => state.ticket = ticket,
                Err(bad) => unreadable.push(bad),
            },
            (Some(File::Comment(id)), None) => drop(state.comments.remove(&id)),
            (Some(File::Comment(id)), Some(blob)) => match comment(trees, &dir, &id, blob, &mut flaws)? {
                Ok(comment) => drop(state.comments.insert(id, comment)),
                Err(bad) => unreadable.push(bad),
            },
        }
    }
    if !unreadable.is_empty() && state.ticket.uid != before.ticket.uid {
        // Nothing of the ticket that was there belongs to another one.
        return read(trees, &dir, new, Some(before));
    }
    Ok(Content { snapshot: there.then(|| Rc::new(state)), unreadable, flaws })
}

/// The file's content in a folder.
pub(super) fn file(trees: &Trees, folder: Oid, name: &str) -> Result<Option<Oid>, HistoryError> {
    let raw = trees.uncached(folder)?;
    Ok(entries(&raw).find(|e| !e.folder && e.name == name).map(|e| e.id))
}
