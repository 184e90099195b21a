//! `show` and `log`: one ticket, whole (8, 8.1).

use super::commits::TicketCommit;
use super::list::{Listed, TicketJson};
use super::write::IndexLoad;
use super::{App, Error, Known};
use crate::index::TicketRow;
use crate::model::{ApprovalNote, Attachment, Comment, CommentKind, Identity, Link, TimeSpent, Tramite, Uid};
use crate::process::{self, Move, World};
use crate::sla::Horizon;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A comment with what its commit says of it.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its id.
    pub id: Uid,
    /// Its content.
    pub comment: Comment,
    /// When: its commit's `at` (4).
    pub at: DateTime<FixedOffset>,
    /// Its commit's author.
    pub by: Identity,
    /// Whether it was dismissed (S21).
    pub dismissed: bool,
}

/// A ticket, whole.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The ticket with its clocks.
    pub listed: Listed,
    /// Its comments, in order of time.
    pub comments: Vec<Said>,
    /// Its trâmites.
    pub tramites: Vec<Tramite>,
    /// Every legal move.
    pub moves: Vec<Move>,
    /// The commits that name it; or why they cannot be read, which is no reason not to show the ticket.
    pub commits: Result<Vec<TicketCommit>, Error>,
    /// Paths of it with uncommitted edits.
    pub uncommitted: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CommentJson {
    id: String,
    kind: CommentKind,
    channel: Option<String>,
    with: Option<String>,
    #[serde(rename = "for")]
    for_contact: Option<String>,
    at: String,
    by: Identity,
    time: Option<TimeSpent>,
    approval: Option<ApprovalNote>,
    missing: Vec<String>,
    attachments: Vec<Attachment>,
    dismissed: bool,
    body: String,
}

#[derive(Debug, Serialize)]
struct Allowed {
    to: String,
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ShownJson {
    #[serde(flatten)]
    ticket: TicketJson,
    description: Option<String>,
    links: BTreeSet<Link>,
    attachments: BTreeSet<Attachment>,
    rating: Option<String>,
    comments: Vec<CommentJson>,
    commits: Vec<TicketCommit>,
    allowed: Vec<Allowed>,
}

impl App {
    /// A ticket with its thread, its clocks and its moves, as the reader may make them.
    pub fn show(&self, row: &TicketRow) -> Result<Shown, Error> {
        let index = self.index()?;
        let tramites = self.tramites(&row.uid)?;
        let engine = self.engine();
        let known = Known::of(&engine, &tramites, Horizon { now: self.now.to_utc(), known: None });
        let snapshot = index.snapshot(row)?;
        let facts = self.facts_of(known.clone(), self.now.to_utc());
        let reader = self.reader();
        let load = IndexLoad::of(self);
        let mut new_id = || self.new_uid(self.now);
        let world = World {
            config: &self.config,
            now: self.now,
            actor: &reader,
            facts: &facts,
            load: &load,
            new_id: &mut new_id,
        };
        let moves = process::moves(&world, &snapshot, &tramites);
        let comments = said(&snapshot.comments, &tramites);
        let uncommitted = self.store.dirty_paths(&[&snapshot.dir.path()]).unwrap_or_default();
        Ok(Shown {
            listed: Listed { row: row.clone(), snapshot, known },
            comments,
            tramites,
            moves,
            commits: self.commits_of(row),
            uncommitted,
        })
    }

    /// A whole ticket in the shape of 8.1.
    pub fn shown_json(&self, shown: &Shown) -> serde_json::Value {
        let ticket = &shown.listed.snapshot.ticket;
        let json = ShownJson {
            ticket: self.ticket_json(&shown.listed),
            description: ticket.description.clone(),
            links: ticket.links.clone(),
            attachments: ticket.attachments.clone(),
            rating: ticket.rating.clone(),
            comments: shown
                .comments
                .iter()
                .map(|said| CommentJson {
                    id: said.id.to_string(),
                    kind: said.comment.kind,
                    channel: said.comment.channel.clone(),
                    with: said.comment.with.clone(),
                    for_contact: said.comment.for_contact.clone(),
                    at: self.zone.local(said.at.to_utc()).to_rfc3339(),
                    by: said.by.clone(),
                    time: said.comment.time,
                    approval: said.comment.approval.clone(),
                    missing: said.comment.missing.clone(),
                    attachments: said.comment.attachments.clone(),
                    dismissed: said.dismissed,
                    body: said.comment.body.clone(),
                })
                .collect(),
            commits: shown.commits.as_deref().unwrap_or_default().to_vec(),
            allowed: shown
                .moves
                .iter()
                .filter(|m| m.may)
                .map(|m| Allowed { to: m.to.clone(), missing: m.missing.clone() })
                .collect(),
        };
        serde_json::json!({ "version": 1, "ticket": json })
    }
}

/// Comments with the time and author of the trâmite that brought them, in the order of the trâmites.
fn said(comments: &BTreeMap<Uid, Comment>, tramites: &[Tramite]) -> Vec<Said> {
    let mut brought: BTreeMap<&Uid, (usize, &Tramite)> = BTreeMap::new();
    for (place, tramite) in tramites.iter().enumerate() {
        for change in &tramite.changes {
            if let crate::model::Change::Comment { id, .. } = change {
                brought.entry(id).or_insert((place, tramite));
            }
        }
    }
    let dismissed: BTreeSet<&str> =
        comments.values().flat_map(|c| &c.dismisses).map(String::as_str).collect();
    let mut said: Vec<(usize, Said)> = comments
        .iter()
        .filter_map(|(id, comment)| {
            let (place, tramite) = brought.get(id)?;
            let said = Said {
                id: id.clone(),
                comment: comment.clone(),
                at: tramite.at,
                by: tramite.by.clone(),
                dismissed: dismissed.contains(id.as_str()),
            };
            Some((*place, said))
        })
        .collect();
    // Two comments of one second stand as their commits do; an id's random part says nothing of order.
    said.sort_by(|(a, x), (b, y)| (a, &x.id).cmp(&(b, &y.id)));
    said.into_iter().map(|(_, said)| said).collect()
}
