//! `show` and `log`: one ticket, whole (8, 8.1).

use super::commits::TicketCommit;
use super::list::{Listed, TicketJson};
use super::{App, Error, Known};
use crate::index::TicketRow;
use crate::model::config::Contact;
use crate::model::{
    ApprovalNote, Attachment, Comment, CommentKind, Identity, Link, TimeSpent, Tramite, Uid, Verdict,
};
use crate::process::approvals::Standing;
use crate::process::awaited::{self, Approval};
use crate::process::{self, Move, files};
use crate::report::packages::Packages;
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
    /// The packages of hours of who pays for it.
    pub packages: Option<Packages>,
    /// The approvals of its type; those first that it waits for.
    pub approvals: Vec<Approval>,
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
    attachments: Vec<AttachmentJson>,
    dismissed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_file: Option<String>,
    body: String,
}

/// A file as `show` gives it to scripts.
#[derive(Debug, Serialize)]
struct AttachmentJson {
    name: Option<String>,
    sha256: String,
    size: u64,
    purged: bool,
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
    attachments: Vec<AttachmentJson>,
    #[serde(serialize_with = "crate::model::digits::option::serialize")]
    rating: Option<String>,
    merged: Option<String>,
    comments: Vec<CommentJson>,
    commits: Vec<TicketCommit>,
    allowed: Vec<Allowed>,
    approvals: Vec<ApprovalJson>,
    customer: CustomerJson,
}

/// What the desk's data says of the ticket's customer (S28).
#[derive(Debug, Serialize)]
struct CustomerJson {
    flags: Vec<String>,
    contact: Option<Contact>,
    unknown: bool,
    packages: Option<Packages>,
}

#[derive(Debug, Serialize)]
struct ApprovalJson {
    what: String,
    label: String,
    standing: &'static str,
    waits: bool,
    by: Vec<String>,
    not: Vec<String>,
    who: Vec<String>,
    may: bool,
}

impl From<&Approval> for ApprovalJson {
    fn from(of: &Approval) -> Self {
        Self {
            what: of.what.clone(),
            label: of.label.clone(),
            standing: match &of.standing {
                Standing::Given(Verdict::Restricted) => "restricted",
                Standing::Given(Verdict::Tacit) => "tacit",
                Standing::Given(_) => "approved",
                Standing::Refused => "refused",
                Standing::Void => "void",
                Standing::Open => "open",
            },
            waits: of.waits,
            by: of.by.clone(),
            not: of.not.clone(),
            who: of.who.clone(),
            may: of.may,
        }
    }
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
        let (moves, approvals) = self.in_world(&self.config, &reader, self.now, &facts, |world| {
            (process::moves(world, &snapshot, &tramites), awaited::approvals(world, &snapshot, &tramites))
        });
        let packages = self.packages(&snapshot.ticket, &[])?;
        let mut comments = said(&snapshot.comments, &tramites);
        if self.is_shielded() {
            comments.retain(|said| said.comment.kind != CommentKind::Internal);
        }
        for said in &mut comments {
            if let Some(text) =
                said.comment.body_file.as_deref().and_then(|s| self.sensitive_text(&snapshot, s))
            {
                said.comment.body = text;
            }
        }
        let (mut snapshot, mut tramites, veil) = (snapshot, tramites, self.veil()?);
        veil.snapshot(&mut snapshot);
        veil.tramites(&row.uid, &mut tramites);
        for said in &mut comments {
            if let Some(veiled) = snapshot.comments.get(&said.id) {
                said.comment.attachments.clone_from(&veiled.attachments);
            }
        }
        let uncommitted = self.store.dirty_paths(&[&snapshot.dir.path()]).unwrap_or_default();
        Ok(Shown {
            listed: Listed { row: row.clone(), snapshot, known },
            comments,
            tramites,
            moves,
            commits: self.commits_of(row),
            packages,
            approvals,
            uncommitted,
        })
    }

    /// A whole ticket in the shape of 8.1.
    pub fn shown_json(&self, shown: &Shown) -> serde_json::Value {
        let ticket = &shown.listed.snapshot.ticket;
        let purged = files::purged(&shown.listed.snapshot);
        let file = |a: &Attachment| {
            let gone = purged.contains(a.sha256.as_str());
            let name = (!gone || self.config.desk.purge.names).then(|| a.name.clone());
            AttachmentJson { name, sha256: a.sha256.clone(), size: a.size, purged: gone }
        };
        let customer = self.customer_with(ticket, shown.packages.clone());
        let json = ShownJson {
            ticket: self.ticket_json(&shown.listed),
            description: ticket.description.clone(),
            links: ticket.links.clone(),
            attachments: ticket.attachments.iter().map(file).collect(),
            rating: ticket.rating.clone(),
            merged: ticket.merged.clone(),
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
                    attachments: said.comment.attachments.iter().map(file).collect(),
                    dismissed: said.dismissed,
                    body_file: said.comment.body_file.clone(),
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
            approvals: shown.approvals.iter().map(ApprovalJson::from).collect(),
            customer: CustomerJson {
                flags: customer.flags().to_vec(),
                contact: customer.contact.cloned(),
                unknown: customer.unknown,
                packages: customer.packages.clone(),
            },
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
