//! What an author sees whose address is a contact's: the tickets that the desk shows to customers, without what is
//! said in house (C6, C15, S17). Who has the repository has all of it: this is for a portal that asks in a
//! customer's name, and for the eye.

use super::{App, Error};
use crate::index::TicketRow;
use crate::model::{Change, CommentKind, Tramite};
use crate::process::Actor;
use crate::query::{Place, Query, Scope};
use crate::sla::Horizon;
use std::collections::BTreeSet;

impl App {
    /// Whether who asks is a contact and nothing else.
    pub fn is_customer(&self) -> bool {
        self.actor().is_ok_and(Actor::is_customer_only)
    }

    /// Whether scripts too are answered as who asks may read it: where a contact asks and the desk says what customers see. A
    /// desk that does not say so has one answer for every program (8.1).
    pub fn is_shielded(&self) -> bool {
        self.is_customer() && !self.config.desk.customers.see.is_empty()
    }

    /// The filter of what customers see, where a customer asks and the desk has one.
    fn customers_see(&self) -> Result<Option<Query>, Error> {
        let see = &self.config.desk.customers.see;
        if see.is_empty() || !self.is_customer() {
            return Ok(None);
        }
        let query = Query::compile(see).and_then(|query| query.checked(&self.config, Place::Anywhere));
        query.map(Some).map_err(|error| {
            Error::refused(format!("customers.see in desk.yaml: {}", error.message))
                .mend("`tramite validate --config` says where")
        })
    }

    /// The query, narrowed to what who asks may see.
    pub(super) fn seen(&self, query: &Query) -> Result<Query, Error> {
        Ok(match self.customers_see()? {
            Some(see) if query.is_empty() => see,
            Some(see) => query.and(&see),
            None => query.clone(),
        })
    }

    /// Whether who asks may see the ticket.
    pub fn sees(&self, row: &TicketRow) -> Result<bool, Error> {
        let Some(see) = self.customers_see()? else { return Ok(true) };
        let snapshot = self.index()?.snapshot(row)?;
        let known = if see.needs_facts() {
            let horizon = Horizon { now: self.now.to_utc(), known: None };
            super::Known::of(&self.engine(), &self.tramites(&row.uid)?, horizon)
        } else {
            None
        };
        let facts = self.facts_of(known, self.now.to_utc());
        let reader = self.reader();
        let (config, me, now) = (&*self.config, reader.id(), self.now);
        Ok(see.matches(&Scope { config, snapshot: &snapshot, me, now, facts: &facts, changed: &[] }))
    }

    /// The trâmites as a customer may read them: nothing of what the desk says in house, and of files that were removed
    /// only those that they were shown.
    pub fn told(&self, mut tramites: Vec<Tramite>) -> Vec<Tramite> {
        if self.is_customer() {
            let shown = shown_files(&tramites);
            for tramite in &mut tramites {
                tramite.changes.retain(|change| match change {
                    Change::Comment { comment, .. } => comment.kind != CommentKind::Internal,
                    Change::Purged { sha256 } => shown.contains(sha256),
                    _ => true,
                });
            }
            tramites.retain(|tramite| !tramite.changes.is_empty());
        }
        tramites
    }
}

/// The files, by hash, that a customer was shown at any time: the ticket's own, and those that came with what was said to
/// them or by them.
fn shown_files(tramites: &[Tramite]) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for change in tramites.iter().flat_map(|tramite| &tramite.changes) {
        match change {
            Change::Opened { ticket, .. } => {
                shown.extend(ticket.attachments.iter().map(|a| a.sha256.clone()));
            }
            Change::Attachments(set) => shown.extend(set.both().map(|a| a.sha256.clone())),
            Change::Comment { comment, .. } if comment.kind != CommentKind::Internal => {
                shown.extend(comment.attachments.iter().map(|a| a.sha256.clone()));
                shown.extend(comment.body_file.clone());
            }
            _ => {}
        }
    }
    shown
}
