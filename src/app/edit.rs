//! `edit`: a ticket's file changed by hand, recorded only as the desk's rules allow.

use super::write::{Done, How, refusal};
use super::{App, Error, Kind};
use crate::codec;
use crate::index::TicketRow;
use crate::model::merge::{Clash, merge};
use crate::model::{Ticket, TicketDir};
use crate::process;

impl App {
    /// The text that a person edits: the ticket's file as it is at the tip.
    pub fn editable(&self, row: &TicketRow) -> Result<String, Error> {
        let brought = self.bring(&row.dir)?;
        String::from_utf8(brought.bytes)
            .map_err(|_| Error::refused(format!("{} is not UTF-8", row.dir.ticket_path())))
    }

    /// Records what a person made of it. What somebody else changed meanwhile stays; where both changed one key, it is a
    /// conflict.
    pub fn record_edit(&self, row: &TicketRow, before: &str, after: &str, how: How) -> Result<Done, Error> {
        let dir = row.dir.clone();
        let path = dir.ticket_path();
        self.commit(how, &mut |app, tools| {
            let brought = app.bring(&dir)?;
            let decoded = codec::ticket::decode(&path, after.as_bytes());
            let Some(ticket) = decoded.value else {
                return Err(decoded
                    .findings
                    .first()
                    .map_or_else(|| Error::refused("the text cannot be read"), Error::finding));
            };
            if !how.drop_yaml_comments && !decoded.lossy.is_empty() {
                return Err(Error::refused("the text holds what is not kept")
                    .because(decoded.lossy.join(", "))
                    .mend("remove it, or say --drop-yaml-comments"));
            }
            if ticket.uid != brought.snapshot.ticket.uid {
                return Err(Error::refused("the uid never changes").mend("put it back as it was"));
            }
            let mut wanted = brought.snapshot.clone();
            wanted.ticket = if brought.bytes == before.as_bytes() {
                ticket
            } else {
                together(&dir, before, &ticket, &brought.snapshot.ticket)?
            };
            let history = app.tramites(&row.uid)?;
            let facts = app.facts(&history, tools.at)?;
            let judged = app.in_world(&app.config, app.actor()?, tools.at, &facts, |world| {
                process::judge(world, Some(&brought.snapshot), &wanted, &history)
            });
            if judged.iter().any(process::Violation::refuses) {
                return Err(refusal(&judged));
            }
            let planned =
                tools.files(Some(&brought.snapshot), wanted, judged, Vec::new(), Some(&brought.bytes));
            tools.check_time(app, &history, &planned)?;
            Ok(planned)
        })
    }
}

/// The edit on top of what somebody else recorded since `before` was opened.
fn together(dir: &TicketDir, before: &str, edited: &Ticket, now: &Ticket) -> Result<Ticket, Error> {
    let path = dir.ticket_path();
    let conflict = || {
        Error::new(Kind::Conflict, format!("{path} was changed by someone else meanwhile"))
            .mend("edit it again")
    };
    let base = codec::ticket::decode(&path, before.as_bytes()).value.ok_or_else(conflict)?;
    merge(Some(&base), edited, now).map_err(|clashes| {
        let word = |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |v| format!("{v:?}"));
        let told = |Clash { key, ours, theirs, .. }| {
            format!("{key}: you wrote {}, and it is {} now", word(ours), word(theirs))
        };
        let mut error = conflict();
        error.why = clashes.into_iter().map(told).collect();
        error
    })
}
