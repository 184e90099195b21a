//! A ticket on its way through an operation on many: as the tip has it, and as it will be by what is planned so far.

use super::write::{Planned, Tools};
use super::{App, Error};
use crate::model::{Identity, Snapshot, TicketDir, Tramite, Uid};
use crate::process::Intent;
use crate::query::{Query, Scope};

/// A ticket as it is by now.
pub(super) struct State {
    /// Its content.
    pub snapshot: Snapshot,
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// What happened until now.
    pub history: Vec<Tramite>,
    /// What a rewrite of the file would drop.
    lossy: Vec<String>,
}

impl State {
    /// As the tip has it.
    pub fn at_tip(app: &App, dir: &TicketDir, uid: &Uid) -> Result<Self, Error> {
        let brought = app.bring(dir)?;
        let history = app.tramites(uid)?;
        Ok(Self { snapshot: brought.snapshot, bytes: brought.bytes, history, lossy: brought.lossy })
    }

    /// Whether a filter holds for it by now. One that does not ask for tickets that are over leaves them out, as lists do.
    pub fn matches(&self, app: &App, tools: &Tools, query: &Query) -> Result<bool, Error> {
        let facts = app.facts(&self.history, tools.at)?;
        if !query.mentions_final() && crate::query::category(&app.config, &self.snapshot.ticket).is_final() {
            return Ok(false);
        }
        Ok(query.matches(&Scope {
            config: &app.config,
            snapshot: &self.snapshot,
            me: app.reader().id(),
            now: tools.at,
            facts: &facts,
            changed: &[],
        }))
    }

    /// What an intent makes of it. A file that a rewrite would take something from is refused, unless that may be lost.
    pub fn plan(&self, app: &App, tools: &Tools, intent: &Intent) -> Result<Planned, Error> {
        let planned =
            tools.plan(app, Some(&self.snapshot), &self.history, intent, Some(self.bytes.as_slice()))?;
        if !planned.changes.is_empty() && !tools.drop && !self.lossy.is_empty() {
            let path = self.snapshot.dir.ticket_path();
            return Err(Error::refused(format!("{path} holds what a rewrite would drop"))
                .because(self.lossy.join(", "))
                .mend("remove it by hand, or say --drop-yaml-comments"));
        }
        tools.check_time(app, &self.history, &planned)?;
        Ok(planned)
    }

    /// As it will be once that is written.
    pub fn then(&self, app: &App, tools: &Tools, planned: &Planned) -> Result<Self, Error> {
        let path = planned.after.dir.ticket_path();
        let bytes = planned.files.iter().find(|(p, _)| *p == path).and_then(|(_, bytes)| bytes.clone());
        let actor = app.actor()?;
        let mut history = self.history.clone();
        history.push(Tramite {
            uid: planned.after.ticket.uid.clone(),
            at: tools.at,
            recorded: tools.at,
            by: Identity { name: actor.name.clone(), email: actor.email.clone() },
            // It has no commit yet; what it is read with is the tip's configuration.
            commit: app.head.clone(),
            changes: planned.changes.clone(),
        });
        Ok(Self {
            snapshot: planned.after.clone(),
            bytes: bytes.unwrap_or_else(|| self.bytes.clone()),
            history,
            lossy: self.lossy.clone(),
        })
    }
}
