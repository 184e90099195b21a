//! Two tickets with one number: the younger gets another (7).

use crate::app::{App, Error};
use crate::codec;
use crate::model::{DeskPath, Number, TicketDir, Uid};
use crate::store::{Change, WriteError};
use std::collections::{BTreeMap, BTreeSet};

/// A ticket that gets another number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    /// Its folder's name, which stays: `202611/0007-k0ra`.
    pub ticket: String,
    /// Its uid.
    pub uid: Uid,
    /// The number that an older ticket has too.
    pub from: Number,
    /// Its number from now on.
    pub to: Number,
    /// Its file.
    pub(super) path: String,
    /// The file with the new number.
    pub(super) bytes: Vec<u8>,
}

/// Every ticket's folder and number.
type Numbers = BTreeMap<Uid, (TicketDir, Number)>;

/// What a merge's tree needs, `app` being the desk at our side's tip.
pub(super) fn in_merge(app: &App, tree: &str) -> Result<Vec<Renumbered>, Error> {
    let mut all: Numbers =
        app.index()?.all()?.into_iter().map(|row| (row.uid, (row.dir, row.number))).collect();
    for entry in app.store.changed_in_tree(&app.head, tree, "tickets/")? {
        let DeskPath::Ticket(dir) = DeskPath::of(&entry.path) else { continue };
        // What cannot be read has no number that could be given twice.
        let Some(ticket) = codec::ticket::decode(&entry.path, &app.store.blob(&entry.oid)?).value else {
            continue;
        };
        let number = ticket.number.unwrap_or(dir.number);
        all.insert(ticket.uid, (dir, number));
    }
    plan(app, &all, &|month| app.store.names_in_tree(tree, &format!("tickets/{month:06}")), &|path| {
        app.store.read_in_tree(tree, path)
    })
}

impl App {
    /// Tickets whose number an older ticket has too, with the numbers that they get (7).
    pub fn to_renumber(&self) -> Result<Vec<Renumbered>, Error> {
        let index = self.index()?;
        if !index.has_duplicate_numbers()? {
            return Ok(Vec::new());
        }
        let all: Numbers = index.all()?.into_iter().map(|row| (row.uid, (row.dir, row.number))).collect();
        let names = |month: u32| self.store.names(&self.head, &format!("tickets/{month:06}"));
        plan(self, &all, &names, &|path| self.store.read(&self.head, path))
    }

    /// Gives each of them its number, in one commit; its id, where there was something to do.
    pub fn renumber(&self) -> Result<(Vec<Renumbered>, Option<String>), Error> {
        if self.to_renumber()?.is_empty() {
            return Ok((Vec::new(), None));
        }
        let env = crate::app::store_env(&self.env);
        let author = self.store.author_signature(&env, None)?;
        let committer = self.store.committer_signature(&env)?;
        let mut planned = Vec::new();
        let done = self.store.commit(&env, &mut |tip| {
            let head = tip.commit.clone().unwrap_or_else(|| self.head.clone());
            planned = self.moved(head)?.to_renumber()?;
            let lines: Vec<String> =
                planned.iter().map(|it| format!("{} number: {} → {}", it.ticket, it.from, it.to)).collect();
            let message = match lines.as_slice() {
                [] => return Ok(None),
                [one] => format!("{one}\n"),
                several => format!("numbers of {} tickets\n\n{}\n", several.len(), several.join("\n")),
            };
            let files = planned.iter().map(|it| (it.path.clone(), Some(it.bytes.clone()))).collect();
            let (author, committer) = (author.clone(), committer.clone());
            Ok(Some(Change { message, author, committer, files, onto: None }))
        });
        let done = done.map_err(|error: WriteError<Error>| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        Ok((planned, done.commit))
    }
}

type Names<'a> = dyn Fn(u32) -> Result<Vec<String>, crate::store::StoreError> + 'a;
type Read<'a> = dyn Fn(&str) -> Result<Option<Vec<u8>>, crate::store::StoreError> + 'a;

/// Of each number's tickets the oldest, by uid, keeps it; the others get the next ones of their month, in order.
fn plan(app: &App, all: &Numbers, names: &Names<'_>, read: &Read<'_>) -> Result<Vec<Renumbered>, Error> {
    let mut by_number: BTreeMap<Number, Vec<(&Uid, &TicketDir)>> = BTreeMap::new();
    for (uid, (dir, number)) in all {
        by_number.entry(*number).or_default().push((uid, dir));
    }
    let mut greatest: BTreeMap<u32, u32> = BTreeMap::new();
    let mut planned = Vec::new();
    let twice: BTreeSet<Number> =
        by_number.iter().filter(|(_, all)| all.len() > 1).map(|(number, _)| *number).collect();
    for from in twice {
        let last = match greatest.get(&from.month) {
            Some(last) => *last,
            None => {
                let folders = names(from.month)?;
                let folders = folders.iter().filter_map(|name| name.split('-').next()?.parse().ok()).max();
                let given = by_number.keys().filter(|n| n.month == from.month).map(|n| n.seq).max();
                let once = app.index()?.max_seq(from.month)?;
                folders.unwrap_or(0).max(given.unwrap_or(0)).max(once)
            }
        };
        let mut next = last;
        // The map of all is sorted by uid, and so are these.
        for (uid, dir) in by_number.get(&from).into_iter().flatten().skip(1) {
            let path = dir.ticket_path();
            let Some(bytes) = read(&path)? else { continue };
            let decoded = codec::ticket::decode(&path, &bytes);
            let (Some(mut ticket), true) = (decoded.value, decoded.lossy.is_empty()) else {
                // `validate` names it; by hand it gets its number without losing what a program would drop.
                continue;
            };
            next += 1;
            let to = Number { month: from.month, seq: next };
            ticket.number = Some(to);
            let bytes = codec::ticket::encode(&ticket, Some(&bytes));
            planned.push(Renumbered { ticket: dir.to_string(), uid: (*uid).clone(), from, to, path, bytes });
        }
        greatest.insert(from.month, next);
    }
    Ok(planned)
}
