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
#[derive(Default)]
pub(super) struct InMerge {
    pub tickets: Vec<(Renumbering, Vec<u8>)>,
    pub by_hand: Vec<String>,
}

/// What a merge's tree needs, `app` being the desk at our side's tip; `None` where the other side brings no ticket and no
/// number, so that nothing of it can be shared that was not shared before.
pub(super) fn in_merge(app: &App, tree: &str) -> Result<Option<InMerge>, Error> {
    let numbered = |path: &str, dir: &TicketDir, bytes: &[u8]| {
        let ticket = codec::ticket::decode(path, bytes).value?;
        Some((ticket.uid, ticket.number.unwrap_or(dir.number)))
    };
    let mut came = Vec::new();
    for entry in app.store.changed_in_tree(&app.head, tree, "tickets/")? {
        let DeskPath::Ticket(dir) = DeskPath::of(&entry.path) else { continue };
        // What cannot be read has no number that could be given twice.
        let Some((uid, number)) = numbered(&entry.path, &dir, &app.store.blob(&entry.oid)?) else {
            continue;
        };
        let was = app.store.read(&app.head, &entry.path)?;
        if was.and_then(|bytes| numbered(&entry.path, &dir, &bytes)) != Some((uid.clone(), number)) {
            came.push(Numbered { dir, uid, number });
        }
    }
    if came.is_empty() {
        return Ok(None);
    }
    let index = app.index()?;
    let mut all: BTreeMap<(Uid, TicketDir), Numbered> = BTreeMap::new();
    for row in index.all()? {
        let key = (row.uid.clone(), row.dir.clone());
        all.insert(key, Numbered { dir: row.dir, uid: row.uid, number: row.number });
    }
    all.extend(came.into_iter().map(|ticket| ((ticket.uid.clone(), ticket.dir.clone()), ticket)));
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
    Ok(Some(found))
}

impl Run<'_> {
    /// Two tickets with one number that no merge of ours brought about: a commit of its own.
    pub(super) fn one_number_each(&mut self, head: String) -> Result<String, Error> {
        // In a dry run the tip has not moved, and what it has is not to be settled.
        if self.options.dry_run || self.numbered.as_ref() == Some(&head) {
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
