//! Two tickets with one number that a merge brings about: the younger gets another in the merge commit (7).

use crate::app::{App, Error, numbers};
use crate::codec;
use crate::model::numbers::{Numbered, Renumbering, renumberings};
use crate::model::{DeskPath, TicketDir, Uid};
use std::collections::BTreeMap;

/// What a merge's tree needs, with the files' new bytes, `app` being the desk at our side's tip.
pub(super) fn in_merge(app: &App, tree: &str) -> Result<Vec<(Renumbering, Vec<u8>)>, Error> {
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
    let all: Vec<Numbered> = all.into_values().collect();
    let mut planned = Vec::new();
    for one in renumberings(&all, &|month| used.get(&month).copied().unwrap_or(0)) {
        let path = one.dir.ticket_path();
        let Some(bytes) = app.store.read_in_tree(tree, &path)? else { continue };
        // A file that a program would drop something of gets its number by hand: `validate` names it.
        if let Ok(bytes) = numbers::with_number(&path, &bytes, one.to) {
            planned.push((one, bytes));
        }
    }
    Ok(planned)
}
