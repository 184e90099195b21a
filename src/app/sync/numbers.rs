//! Two tickets with one number, found while two desks are merged: the younger gets another (7).

use super::Run;
use crate::app::numbers::with_number;
use crate::app::write::How;
use crate::app::{App, Error};
use crate::codec;
use crate::model::numbers::{Numbered, Renumbering, renumberings};
use crate::model::{DeskPath, TicketDir, Uid};
use std::collections::BTreeMap;

/// What a merge is to change: each ticket with its file's new bytes, and what has to be done by hand.
pub(super) struct InMerge {
    pub tickets: Vec<(Renumbering, Vec<u8>)>,
    pub by_hand: Vec<String>,
}

/// What a merge's tree needs, `app` being the desk at our side's tip.
pub(super) fn in_merge(app: &App, tree: &str) -> Result<InMerge, Error> {
    let index = app.index()?;
    let mut all: BTreeMap<(Uid, TicketDir), Numbered> = BTreeMap::new();
    for row in index.all()? {
        let key = (row.uid.clone(), row.dir.clone());
        all.insert(key, Numbered { dir: row.dir, uid: row.uid, number: row.number });
    }
    for entry in app.store.changed_in_tree(&app.head, tree, "tickets/")? {
        let DeskPath::Ticket(dir) = DeskPath::of(&entry.path) else { continue };
        // What cannot be read has no number that could be given twice.
        let Some(ticket) = codec::ticket::decode(&entry.path, &app.store.blob(&entry.oid)?).value else {
            continue;
        };
        let number = ticket.number.unwrap_or(dir.number);
        all.insert((ticket.uid.clone(), dir.clone()), Numbered { dir, uid: ticket.uid, number });
    }
    let mut used = BTreeMap::new();
    for month in all.values().map(|ticket| ticket.number.month) {
        if used.contains_key(&month) {
            continue;
        }
        // Folders count even where what is in them cannot be read.
        let folders = app.store.names_in_tree(tree, &format!("tickets/{month:06}"))?;
        let folders = folders.iter().filter_map(|name| name.split('-').next()?.parse().ok()).max();
        used.insert(month, index.max_seq(month)?.max(folders.unwrap_or(0)));
    }
    let tickets: Vec<Numbered> = all.into_values().collect();
    let mut found = InMerge { tickets: Vec::new(), by_hand: Vec::new() };
    for one in renumberings(&tickets, &|month| used.get(&month).copied().unwrap_or(0)) {
        let path = one.dir.ticket_path();
        let bytes = app.store.read_in_tree(tree, &path)?.unwrap_or_default();
        match with_number(&path, &bytes, one.to) {
            Ok(bytes) => found.tickets.push((one, bytes)),
            Err(error) => {
                found.by_hand.push(format!("{} has the number of an older ticket: {error}", one.dir));
            }
        }
    }
    Ok(found)
}

impl Run<'_> {
    /// Two tickets with one number that no merge of ours brought about: a commit of its own.
    pub(super) fn one_number_each(&mut self, head: String) -> Result<String, Error> {
        // In a dry run the tip has not moved, and what it has is not to be settled.
        if self.options.dry_run || self.report.merge.as_ref() == Some(&head) {
            return Ok(head);
        }
        let app = self.app(&head)?;
        if !app.index()?.has_duplicate_numbers()? {
            return Ok(head);
        }
        match app.renumber(How::default()) {
            Ok((renumbered, commit)) => {
                self.report.renumbered.extend(renumbered);
                Ok(commit.unwrap_or(head))
            }
            // A person's, or a file's, that may not: the rest is exchanged all the same.
            Err(error) => {
                self.report.warnings.push(format!("two tickets have one number: {error}"));
                Ok(head)
            }
        }
    }
}
