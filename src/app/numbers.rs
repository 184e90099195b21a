//! Another number for the younger of two tickets that have the same (7): what `doctor` and a merge do.

use super::write::{Entry, How};
use super::{App, Error};
use crate::codec;
use crate::model::Number;
use crate::model::numbers::{Numbered, Renumbering, renumberings};
use std::collections::BTreeMap;

/// The bytes of a ticket's file with another number. Refused where the file cannot be read, or where a rewrite would drop
/// something of it.
pub fn with_number(path: &str, bytes: &[u8], number: Number) -> Result<Vec<u8>, Error> {
    let decoded = codec::ticket::decode(path, bytes);
    let Some(mut ticket) = decoded.value else {
        let first = decoded.findings.first();
        return Err(first.map_or_else(|| Error::refused(format!("{path} cannot be read")), Error::finding));
    };
    if !decoded.lossy.is_empty() {
        return Err(Error::refused(format!("{path} holds what a rewrite would drop"))
            .because(decoded.lossy.join(", "))
            .mend(format!("write `number: {number}` below its uid by hand")));
    }
    ticket.number = Some(number);
    Ok(codec::ticket::encode(&ticket, Some(bytes)))
}

impl App {
    /// What would mend the numbers that several tickets have at this commit.
    pub fn renumberings(&self) -> Result<Vec<Renumbering>, Error> {
        let index = self.index()?;
        let rows = index.all()?;
        let tickets: Vec<Numbered> =
            rows.into_iter().map(|row| Numbered { dir: row.dir, uid: row.uid, number: row.number }).collect();
        let mut used = BTreeMap::new();
        for ticket in &tickets {
            let month = ticket.number.month;
            used.insert(month, index.max_seq(month)?);
        }
        Ok(renumberings(&tickets, &|month| used.get(&month).copied().unwrap_or(0)))
    }

    /// Gives the younger tickets other numbers, all of them in one commit; says which. None: nothing is written.
    pub fn renumber(&self, how: How) -> Result<(Vec<Renumbering>, Option<String>), Error> {
        self.require_desk()?;
        self.require_staff()?;
        let recorded = self.record(how, &mut |app, _| {
            let mended = app.renumberings()?;
            let mut files = Vec::new();
            for one in &mended {
                let path = one.dir.ticket_path();
                let bytes = app.store.read(&app.head, &path)?.unwrap_or_default();
                files.push((path.clone(), Some(with_number(&path, &bytes, one.to)?)));
            }
            let entry = (!files.is_empty()).then(|| Entry { message: message(&mended), files });
            Ok((entry.into_iter().collect(), mended))
        })?;
        Ok((recorded.made, recorded.commits.last().cloned()))
    }

    /// Refuses one who does not work here: tickets' numbers are the desk's own business (3.2).
    pub fn require_staff(&self) -> Result<(), Error> {
        let actor = self.actor()?;
        if actor.works_here() {
            return Ok(());
        }
        Err(Error::refused(format!("{:?} is the address of no person with a role at this desk", actor.email))
            .because("only its people may do this")
            .mend("a leader adds you with `tramite person add`, or set git's user.email to the address the desk knows"))
    }
}

/// `202611/0007 number: 202611/0007 → 202611/0012`, a line each.
pub fn message(mended: &[Renumbering]) -> String {
    let line = |one: &Renumbering| format!("{} number: {} → {}", one.to, one.from, one.to);
    match mended {
        [one] => line(one),
        several => {
            let lines: Vec<String> = several.iter().map(line).collect();
            format!("numbers: {} tickets get their own\n\n{}", several.len(), lines.join("\n"))
        }
    }
}
