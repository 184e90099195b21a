//! From what was typed to one ticket (8).

use super::reference::TicketRef;
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::Number;
use chrono::Datelike;

impl App {
    /// Whether `text` has the form of a ticket's name, rather than of a filter.
    pub fn names_ticket(&self, text: &str) -> bool {
        TicketRef::parse(text).is_ok()
    }

    /// The ticket that `text` names. None: exit 3 with the nearest; several: exit 3 with the candidates.
    pub fn find(&self, text: &str) -> Result<TicketRow, Error> {
        let index = self.index()?;
        let found = match TicketRef::parse(text)? {
            TicketRef::Number(number) => now_or_once(index.by_number(number)?, number),
            TicketRef::Full(number, suffix) => {
                let mut rows = index.by_suffix(&suffix)?;
                rows.retain(|row| row.dir.number == number || row.number == number);
                rows
            }
            TicketRef::Bare(seq) => self.bare(seq, text)?,
            TicketRef::Uid(part) if part.len() == 4 => index.by_suffix(&part.to_ascii_lowercase())?,
            TicketRef::Uid(part) => index.by_uid_prefix(&part)?,
        };
        let mut seen = Vec::new();
        for row in found {
            if self.sees(&row)? {
                seen.push(row);
            }
        }
        let mut rows = seen.into_iter();
        match (rows.next(), rows.next()) {
            (Some(row), None) => Ok(row),
            (None, _) => Err(none(text, self.store.branch())),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(rows);
                Err(several(text, all.map(|row| format!("{} {} ({})", row.dir, row.title, row.status))))
            }
        }
    }

    /// Number N of this month, else the only one with that number, else the only open one; four digits may also be
    /// the last four of a uid.
    fn bare(&self, seq: u32, text: &str) -> Result<Vec<TicketRow>, Error> {
        let index = self.index()?;
        let month = self.now.year() as u32 * 100 + self.now.month();
        let number = Number { month, seq };
        let this_month = now_or_once(index.by_number(number)?, number);
        if !this_month.is_empty() {
            return Ok(this_month);
        }
        let all = index.by_seq(seq)?;
        if all.len() > 1 {
            let open: Vec<TicketRow> = all.iter().filter(|row| !self.is_final(row)).cloned().collect();
            return Ok(if open.len() == 1 { open } else { all });
        }
        if all.is_empty() && text.len() == 4 {
            return index.by_suffix(text).map_err(Into::into);
        }
        Ok(all)
    }

    /// Whether the ticket is closed or rejected.
    pub fn is_final(&self, row: &TicketRow) -> bool {
        row.category.is_final()
    }
}

/// Nothing has this name.
pub(super) fn none(text: &str, branch: &str) -> Error {
    Error::not_found(format!("there is no ticket {text:?} on branch {branch:?}"))
        .mend("`tramite list --all` lists them; `tramite search WORDS` finds by text")
}

/// Several have this name: never guessed.
pub(super) fn several(text: &str, candidates: impl Iterator<Item = String>) -> Error {
    candidates
        .fold(Error::not_found(format!("{text:?} names several tickets")), Error::because)
        .mend("name one as 202611/0007-k0ra, with the last four of its uid")
}

/// Those that have the number now; where none has, those that had it once (7).
fn now_or_once(rows: Vec<TicketRow>, number: Number) -> Vec<TicketRow> {
    let now: Vec<TicketRow> = rows.iter().filter(|row| row.number == number).cloned().collect();
    if now.is_empty() { rows } else { now }
}
