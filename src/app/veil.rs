//! Names of removed files, kept from whoever reads where the desk says so: `purge: {names: false}` (7.1, S29). A name is the
//! beginning of the file's hash then, wherever it is shown or given to other programs.

use super::{App, Error};
use crate::model::{Attachment, Change, Snapshot, Ticket, Tramite, Uid, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Which files are not to be named; none where the desk names what was removed.
#[derive(Debug, Clone, Default)]
pub struct Veil {
    gone: BTreeMap<Uid, BTreeSet<String>>,
}

impl App {
    /// What this desk keeps unnamed.
    pub fn veil(&self) -> Result<Veil, Error> {
        if self.config.desk.purge.names {
            return Ok(Veil::default());
        }
        Ok(Veil { gone: self.index()?.purges()? })
    }
}

impl Veil {
    /// Takes the names out of a ticket and its comments, and out of fields that hold such a name.
    pub fn snapshot(&self, snapshot: &mut Snapshot) {
        let Some(gone) = self.gone.get(&snapshot.ticket.uid) else { return };
        let of_comments = snapshot.comments.values().flat_map(|comment| &comment.attachments);
        let names = names(gone, snapshot.ticket.attachments.iter().chain(of_comments));
        ticket(gone, &names, &mut snapshot.ticket);
        snapshot
            .comments
            .values_mut()
            .for_each(|comment| comment.attachments.iter_mut().for_each(|file| hide(gone, file)));
    }

    /// The same of a ticket's history.
    pub fn tramites(&self, uid: &Uid, tramites: &mut [Tramite]) {
        let Some(gone) = self.gone.get(uid) else { return };
        let all = tramites.iter().flat_map(|tramite| &tramite.changes);
        let names = names(gone, all.flat_map(files));
        for change in tramites.iter_mut().flat_map(|tramite| &mut tramite.changes) {
            match change {
                Change::Opened { ticket: opened, .. } => ticket(gone, &names, opened),
                Change::Attachments(set) => {
                    set.added.iter_mut().chain(&mut set.removed).for_each(|file| hide(gone, file));
                }
                Change::Comment { comment, .. } => {
                    comment.attachments.iter_mut().for_each(|file| hide(gone, file));
                }
                Change::Field { from, to, .. } | Change::Other { from, to, .. } => {
                    from.iter_mut().chain(to).for_each(|value| hide_value(&names, value));
                }
                _ => {}
            }
        }
    }
}

fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

/// What is shown in the place of names, by name. A name that a file which is still there has too says nothing of the other.
fn names<'a>(
    gone: &BTreeSet<String>,
    files: impl Iterator<Item = &'a Attachment>,
) -> BTreeMap<String, String> {
    let (mut hidden, mut shown) = (BTreeMap::new(), BTreeSet::new());
    for file in files {
        if gone.contains(&file.sha256) {
            hidden.insert(file.name.clone(), short(&file.sha256).to_owned());
        } else {
            shown.insert(file.name.as_str());
        }
    }
    hidden.retain(|name, _| !shown.contains(name.as_str()));
    hidden
}

fn files(change: &Change) -> Vec<&Attachment> {
    match change {
        Change::Opened { ticket, .. } => ticket.attachments.iter().collect(),
        Change::Attachments(set) => set.added.iter().chain(&set.removed).collect(),
        Change::Comment { comment, .. } => comment.attachments.iter().collect(),
        _ => Vec::new(),
    }
}

fn ticket(gone: &BTreeSet<String>, names: &BTreeMap<String, String>, ticket: &mut Ticket) {
    let mut attachments: Vec<Attachment> = ticket.attachments.iter().cloned().collect();
    for file in &mut attachments {
        hide(gone, file);
    }
    ticket.attachments = attachments.into_iter().collect();
    ticket.fields.values_mut().for_each(|value| hide_value(names, value));
}

fn hide(gone: &BTreeSet<String>, file: &mut Attachment) {
    if gone.contains(&file.sha256) {
        short(&file.sha256).clone_into(&mut file.name);
    }
}

fn hide_value(names: &BTreeMap<String, String>, value: &mut Value) {
    match value {
        Value::Text(text) => {
            if let Some(short) = names.get(text) {
                text.clone_from(short);
            }
        }
        Value::List(values) => values.iter_mut().for_each(|value| hide_value(names, value)),
        Value::Map(map) => map.values_mut().for_each(|value| hide_value(names, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Comment, CommentKind, Identity, Number, SetChange, TicketDir};

    fn file(name: &str, hash: char) -> Attachment {
        Attachment { name: name.to_owned(), sha256: hash.to_string().repeat(64), size: 1 }
    }

    #[test]
    fn a_removed_file_is_named_nowhere() {
        let uid = Uid::from_parts(1, 1);
        let (gone, kept) = (file("maria.xml", 'a'), file("nota.xml", 'b'));
        let mut ticket = Ticket::new(uid.clone(), "nfe", "Rejeitada", "novo");
        ticket.attachments = [gone.clone(), kept.clone()].into();
        ticket.fields.insert("xml".to_owned(), Value::from("maria.xml"));
        ticket.fields.insert("outro".to_owned(), Value::from("nota.xml"));
        let mut comment = Comment::new(CommentKind::Customer, "");
        comment.attachments = vec![gone.clone()];
        let dir = TicketDir::new(Number { month: 202_611, seq: 1 }, &uid);
        let mut snapshot = Snapshot::new(dir.clone(), ticket.clone());
        snapshot.comments.insert(Uid::from_parts(2, 2), comment.clone());
        let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let mut tramites = [Tramite {
            uid: uid.clone(),
            at,
            recorded: at,
            by: Identity { name: "Ana".to_owned(), email: "ana@desk.example".to_owned() },
            commit: "c".repeat(40),
            changes: vec![
                Change::Opened { number: dir.number, path: dir.path(), ticket: Box::new(ticket) },
                Change::Attachments(SetChange { added: vec![gone.clone()], removed: vec![gone.clone()] }),
                Change::Comment { id: Uid::from_parts(2, 2), comment: Box::new(comment) },
                Change::Field { field: "xml".to_owned(), from: None, to: Some(Value::from("maria.xml")) },
            ],
        }];
        let told = |snapshot: &Snapshot, tramites: &[Tramite]| format!("{snapshot:?}{tramites:?}");
        let nothing = Veil::default();
        nothing.snapshot(&mut snapshot);
        nothing.tramites(&uid, &mut tramites);
        assert_eq!(told(&snapshot, &tramites).matches("maria.xml").count(), 9);
        let veil = Veil { gone: [(uid.clone(), [gone.sha256].into())].into() };
        veil.snapshot(&mut snapshot);
        veil.tramites(&uid, &mut tramites);
        let text = told(&snapshot, &tramites);
        assert!(!text.contains("maria.xml") && text.contains("nota.xml"), "{text}");
        assert_eq!(snapshot.ticket.fields["xml"], Value::from("a".repeat(12).as_str()));
        assert_eq!(snapshot.ticket.attachments.len(), 2);
    }
}
