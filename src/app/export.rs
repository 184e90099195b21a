//! `export`: tickets with their whole history, for other programs (8.4).

use super::list::Ask;
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::{Number, Snapshot, Ticket, Tramite, Uid};
use serde::Serialize;

/// A line of `export`.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// Its number now.
    pub number: Number,
    /// Its uid.
    pub uid: Uid,
    /// Its file.
    pub ticket: Ticket,
    /// Everything that was recorded of it, in order; times keep the author's offset.
    pub tramites: Vec<Tramite>,
}

impl App {
    /// The tickets to export, by number: all of them, closed ones too, or those that the filter holds for.
    pub fn to_export(&self, query: &str) -> Result<Vec<TicketRow>, Error> {
        if query.trim().is_empty() && !self.is_customer() {
            return Ok(self.index()?.all()?);
        }
        let ask = Ask { query: self.query(query)?, all: true, order: Vec::new() };
        Ok(self.list(&ask)?.into_iter().map(|listed| listed.row).collect())
    }

    /// One ticket with its history.
    pub fn exported(&self, row: &TicketRow) -> Result<Exported, Error> {
        let mut snapshot = Snapshot::new(row.dir.clone(), row.ticket()?);
        self.veil()?.snapshot(&mut snapshot);
        Ok(Exported {
            number: row.number,
            uid: row.uid.clone(),
            ticket: snapshot.ticket,
            tramites: self.log(row)?,
        })
    }

    /// A ticket's trâmites as they are shown and handed to other programs.
    pub fn log(&self, row: &TicketRow) -> Result<Vec<Tramite>, Error> {
        let mut tramites = self.index()?.tramites(&row.uid)?;
        self.veil()?.tramites(&row.uid, &mut tramites);
        Ok(if self.is_shielded() { self.told(tramites) } else { tramites })
    }
}
