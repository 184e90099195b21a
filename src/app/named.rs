//! The folders that a person's names for tickets mean among files alone: for `validate`, which works without history (4).

use super::reference::TicketRef;
use super::{App, Error};
use crate::codec;
use crate::model::config::Config;
use crate::model::{DeskPath, Number, Ticket, TicketDir};
use crate::query;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// A ticket's folder, and what its file says where it can be read.
struct Folder {
    dir: TicketDir,
    ticket: Option<Ticket>,
}

impl Folder {
    fn number(&self) -> Number {
        self.ticket.as_ref().and_then(|t| t.number).unwrap_or(self.dir.number)
    }

    fn uid_begins_with(&self, part: &str) -> bool {
        self.ticket.as_ref().is_some_and(|t| t.uid.as_str().starts_with(part))
    }
}

impl App {
    /// The folders among `files` that `names` mean, by the rules of [`App::find`]. A path means the folder it lies in.
    pub(super) fn folders(
        &self,
        config: &Config,
        names: &[String],
        files: &BTreeMap<String, impl AsRef<[u8]>>,
    ) -> Result<BTreeSet<TicketDir>, Error> {
        let dirs: BTreeSet<TicketDir> = files
            .keys()
            .filter_map(|path| match DeskPath::of(path) {
                DeskPath::Ticket(dir) | DeskPath::Comment(dir, _) => Some(dir),
                _ => None,
            })
            .collect();
        let folders: Vec<Folder> = dirs
            .into_iter()
            .map(|dir| {
                let path = dir.ticket_path();
                let ticket =
                    files.get(&path).and_then(|bytes| codec::ticket::decode(&path, bytes.as_ref()).value);
                Folder { dir, ticket }
            })
            .collect();
        names.iter().map(|name| self.folder(config, name, &folders)).collect()
    }

    fn folder(&self, config: &Config, name: &str, folders: &[Folder]) -> Result<TicketDir, Error> {
        let below = |folder: &&Folder| name.starts_with(&format!("{}/", folder.dir.path()));
        if let Some(folder) = folders.iter().find(below) {
            return Ok(folder.dir.clone());
        }
        let all = |holds: &dyn Fn(&Folder) -> bool| -> Vec<&Folder> {
            folders.iter().filter(|folder| holds(folder)).collect()
        };
        // Those that have the number now; where none has, those that had it at birth.
        let numbered = |number: Number| {
            let now = all(&|f| f.number() == number);
            if now.is_empty() { all(&|f| f.dir.number == number) } else { now }
        };
        let found = match TicketRef::parse(name)? {
            TicketRef::Number(number) => numbered(number),
            TicketRef::Full(number, suffix) => {
                all(&|f| f.dir.suffix == suffix && (f.dir.number == number || f.number() == number))
            }
            TicketRef::Uid(part) if part.len() == 4 => all(&|f| f.dir.suffix.eq_ignore_ascii_case(&part)),
            TicketRef::Uid(part) => all(&|f| f.uid_begins_with(&part)),
            TicketRef::Bare(seq) => {
                let month = self.now.year().unsigned_abs() * 100 + self.now.month();
                let this_month = numbered(Number { month, seq });
                let ever = all(&|f| f.number().seq == seq);
                let open: Vec<&Folder> = ever
                    .iter()
                    .copied()
                    .filter(|f| f.ticket.as_ref().is_none_or(|t| !query::category(config, t).is_final()))
                    .collect();
                match (this_month.is_empty(), ever.len(), open.len()) {
                    (false, ..) => this_month,
                    (true, 0, _) if name.len() == 4 => all(&|f| f.dir.suffix == name),
                    (true, 2.., 1) => open,
                    _ => ever,
                }
            }
        };
        match found.as_slice() {
            [one] => Ok(one.dir.clone()),
            [] => Err(super::find::none(name, self.store.branch())),
            several => Err(super::find::several(
                name,
                several.iter().map(|folder| match &folder.ticket {
                    Some(ticket) => format!("{} {} ({})", folder.dir, ticket.title, ticket.status),
                    None => folder.dir.to_string(),
                }),
            )),
        }
    }
}
