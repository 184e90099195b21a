//! `child`, `follow-up`, `duplicate`, `merge`, `link`, `dismiss`: what relates tickets, and messages that were none (S10, S12,
//! S13, S21, C14). Where both tickets say it, both are in the one commit.

use super::files::Enclosed;
use super::write::{Done, How, Planned, Tools, refusal};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::config::{FieldKind, FieldSpec, StatusCategory, TypeTemplate};
use crate::model::{Change, Comment, CommentKind, Link, Snapshot, Tramite, Uid, Value};
use crate::process::fields::{self, KeyName, Stage, is_ticket_key};
use crate::process::{self, Edit, Intent, Opening};
use std::collections::BTreeMap;

/// What a link leads to.
#[derive(Debug, Clone)]
pub enum Target {
    /// A ticket of the desk.
    Ticket(Box<TicketRow>),
    /// A page by URL, a commit by repository and id.
    Outside(String),
}

impl Target {
    fn to(&self) -> String {
        match self {
            Self::Ticket(row) => row.uid.to_string(),
            Self::Outside(text) => text.clone(),
        }
    }
}

/// A link without further keys.
fn link(kind: &str, to: &Uid) -> Link {
    Link { kind: kind.to_owned(), to: to.to_string(), extra: BTreeMap::new() }
}

/// An internal comment, where there is a text.
fn internal(text: Option<&str>) -> Option<Comment> {
    text.map(|text| Comment::new(CommentKind::Internal, text))
}

impl App {
    /// Opens a ticket that is `kind` (`parent`, `follow_up_of`) to another one, each citing the other.
    pub fn open_related(
        &self,
        kind: &str,
        of: &TicketRow,
        opening: &Opening,
        edits: &[Edit],
        how: How,
    ) -> Result<Done, Error> {
        let mut edits = edits.to_vec();
        edits.push(Edit::Link(link(kind, &of.uid)));
        self.commit(how, &mut |app, tools| {
            let opened = app.plan_opening(tools, opening, &edits)?;
            let uid = opened.after.ticket.uid.clone();
            let cited = app.plan_citing(tools, kind, of, &uid, false)?;
            Ok(match cited {
                Some(cited) => opened.with(cited),
                None => opened,
            })
        })
    }

    /// What the other ticket of a link gets: the inverse link, taken away with `remove`. Contacts do not write on it; there the
    /// link stands on one side.
    fn plan_citing(
        &self,
        tools: &Tools,
        kind: &str,
        other: &TicketRow,
        uid: &Uid,
        remove: bool,
    ) -> Result<Option<Planned>, Error> {
        let Some(inverse) = process::inverse(kind).filter(|_| !self.reader().is_customer_only()) else {
            return Ok(None);
        };
        let link = link(inverse, uid);
        let planned = tools.plan_change(self, &other.dir, &other.uid, &mut |_, _, _| {
            let edit = if remove { Edit::Unlink(link.clone()) } else { Edit::Link(link.clone()) };
            Ok(Intent { edits: vec![edit], ..Intent::default() })
        });
        planned
            .map(Some)
            .map_err(|error| error.because(format!("that is on {}, the other ticket", other.number)))
    }

    /// What a ticket that comes of another one has from it unless it is said otherwise: customer, title, and what its type asks
    /// for at opening and the other knows, its files too (S32).
    pub fn carry_over(
        &self,
        of: &TicketRow,
        opening: &mut Opening,
        edits: &mut Vec<Edit>,
        enclosed: &mut Enclosed,
    ) -> Result<(), Error> {
        let template = self.type_template(&opening.type_id)?;
        let from = self.index()?.snapshot(of)?;
        let set = |key: &str, value: &str| Edit::Set { key: key.to_owned(), value: value.to_owned() };
        let given: Vec<String> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Set { key, .. } => Some(match fields::key(&self.config, template, key) {
                    Ok(KeyName::Field(id)) => id,
                    Ok(KeyName::Ticket(key)) => key.to_owned(),
                    Err(_) => key.clone(),
                }),
                _ => None,
            })
            .collect();
        let ticket = &from.ticket;
        if opening.title.trim().is_empty() {
            opening.title = self.bare_title(&from);
        }
        let asks = |key: &str| template.fields.iter().any(|f| f.id == key && !f.required.is_empty());
        if opening.description.is_none() && asks("description") {
            opening.description.clone_from(&ticket.description);
        }
        if opening.for_contact.is_none() && !given.iter().any(|key| key == "requester") {
            opening.for_contact.clone_from(&ticket.requester);
            for (key, value) in [("organization", &ticket.organization), ("payer", &ticket.payer)] {
                if let Some(value) = value.as_deref().filter(|_| !given.iter().any(|g| g == key)) {
                    edits.push(set(key, value));
                }
            }
        }
        let at_open = |spec: &&FieldSpec| {
            fields::stages(spec).iter().any(|stage| matches!(stage, Stage::Open | Stage::Always))
        };
        let asked = |key: &str| template.fields.iter().filter(at_open).any(|spec| spec.id == key);
        if opening.priority.is_none() && asked("priority") {
            opening.priority.clone_from(&ticket.priority);
        }
        let origins = &template.open.origins;
        let fits = |origin: &&String| origins.is_empty() || origins.contains(origin);
        if opening.origin.is_none() && (asked("origin") || !origins.is_empty()) {
            opening.origin = ticket.origin.as_ref().filter(fits).cloned();
        }
        for spec in template.fields.iter().filter(at_open).filter(|spec| !is_ticket_key(&spec.id)) {
            let theirs = self.config.types.get(&ticket.type_id);
            let same = theirs.is_some_and(|t| {
                t.fields.iter().any(|f| f.id == spec.id && f.kind == spec.kind && f.table == spec.table)
            });
            let value = ticket.fields.get(&spec.id).and_then(Value::as_text);
            let Some(value) = value.filter(|_| same && !given.contains(&spec.id)) else { continue };
            if spec.kind == FieldKind::Attachment {
                // A file that cannot be had is not named either: it is asked for like one that nobody gave.
                if let Some(file) = self.incoming_of(of, value)? {
                    enclosed.fields.push((spec.id.clone(), file));
                }
            } else {
                edits.push(set(&format!("fields.{}", spec.id), value));
            }
        }
        Ok(())
    }

    /// A ticket's title without the text that its type puts around it.
    fn bare_title(&self, ticket: &Snapshot) -> String {
        let title = ticket.ticket.title.as_str();
        let text = self.config.types.get(&ticket.ticket.type_id).and_then(|t| t.open.title.as_deref());
        let bare = text.and_then(|text| text.split_once("{{title}}")).and_then(|(before, after)| {
            title.strip_prefix(before)?.strip_suffix(after).filter(|bare| !bare.is_empty())
        });
        bare.unwrap_or(title).to_owned()
    }

    /// Links a ticket, or takes the link away; `done` says of what lies outside whether it is done (`link:KIND.done`).
    pub fn link_ticket(
        &self,
        row: &TicketRow,
        kind: &str,
        target: &Target,
        done: Option<bool>,
        remove: bool,
        how: How,
    ) -> Result<Done, Error> {
        let to = target.to();
        if to == row.uid.as_str() {
            return Err(
                Error::usage(format!("{} is not linked with itself", row.number)).mend("name two tickets")
            );
        }
        self.commit(how, &mut |app, tools| {
            let here = tools.plan_change(app, &row.dir, &row.uid, &mut |_, before, _| {
                let known = before.ticket.links.iter().find(|l| l.kind == kind && l.to == to);
                if remove && known.is_none() {
                    return Err(no_such_link(row, kind, &to, before));
                }
                let mut link = known.cloned().unwrap_or_else(|| Link {
                    kind: kind.to_owned(),
                    to: to.clone(),
                    extra: BTreeMap::new(),
                });
                if let Some(done) = done {
                    link.extra.insert("done".to_owned(), Value::Text(done.to_string()));
                }
                if !remove && matches!(kind, "parent" | "child") {
                    app.no_circle(row, kind, &to)?;
                }
                let edit = if remove { Edit::Unlink(link) } else { Edit::Link(link) };
                Ok(Intent { edits: vec![edit], ..Intent::default() })
            })?;
            let Target::Ticket(other) = target else { return Ok(here) };
            Ok(match app.plan_citing(tools, kind, other, &row.uid, remove)? {
                Some(there) => here.with(there),
                None => here,
            })
        })
    }

    /// A ticket is not above itself, however many lie between.
    fn no_circle(&self, row: &TicketRow, kind: &str, to: &str) -> Result<(), Error> {
        let (child, parent) = if kind == "parent" { (row.uid.as_str(), to) } else { (to, row.uid.as_str()) };
        let index = self.index()?;
        let mut seen: Vec<String> = Vec::new();
        let mut above = vec![parent.to_owned()];
        while let Some(uid) = above.pop() {
            if uid == child {
                return Err(Error::refused("a ticket would be above itself")
                    .because(format!("{kind} {} closes a circle of parents", self.name_of(to)))
                    .mend("take the other link away first: `tramite link TICKET parent TARGET --remove`"));
            }
            if seen.contains(&uid) {
                continue;
            }
            let found = uid.parse().ok().map(|uid| index.by_uid(&uid)).transpose()?.flatten();
            if let Some(ticket) = found.map(|row| row.ticket()).transpose()? {
                above.extend(ticket.links.into_iter().filter(|l| l.kind == "parent").map(|l| l.to));
            }
            seen.push(uid);
        }
        Ok(())
    }

    /// Refuses a public reply on a ticket whose matter goes on in another one: merged into it, or ended as its duplicate (S13, C14).
    pub(super) fn goes_on_elsewhere(&self, before: &Snapshot, changes: &[Change]) -> Result<(), Error> {
        let replies =
            |c: &Change| matches!(c, Change::Comment { comment, .. } if comment.kind == CommentKind::Public);
        if !changes.iter().any(replies) {
            return Ok(());
        }
        let ticket = &before.ticket;
        let ended = crate::query::category(&self.config, ticket).is_final();
        let original = ticket.links.iter().find(|l| l.kind == "duplicate_of").filter(|_| ended);
        let (how, into) = match (&ticket.merged, original) {
            (Some(into), _) => ("was merged into", into),
            (None, Some(original)) => ("is a duplicate of", &original.to),
            (None, None) => return Ok(()),
        };
        let (number, other) = (before.number(), self.name_of(into));
        Err(Error::refused(format!("{number} {how} {other}: what is said to the customer is said there"))
            .mend(format!("`tramite reply {other}`; `tramite note {number}` says something to the desk")))
    }

    /// A ticket's number, else what names it.
    pub fn name_of(&self, to: &str) -> String {
        let row = to.parse().ok().and_then(|uid| self.index().ok()?.by_uid(&uid).ok()?);
        row.map_or_else(|| to.to_owned(), |row| row.number.to_string())
    }

    /// Links a ticket with the one that it is a duplicate of, and ends it as its type says: by an event of the link, else by the
    /// flow's move to a status without an answer, where it has one (C14).
    pub fn duplicate(
        &self,
        row: &TicketRow,
        of: &TicketRow,
        text: Option<&str>,
        how: How,
    ) -> Result<Done, Error> {
        if row.uid == of.uid {
            return Err(
                Error::usage(format!("{} is not a duplicate of itself", row.number)).mend("name two tickets")
            );
        }
        if of.ticket()?.links.iter().any(|l| l.kind == "duplicate_of" && l.to == row.uid.as_str()) {
            return Err(Error::refused(format!("{} is a duplicate of {} already", of.number, row.number))
                .mend(format!("use {}, or take that link away first", row.number)));
        }
        self.commit(how, &mut |app, tools| {
            let edits = vec![Edit::Link(link("duplicate_of", &of.uid))];
            let plain = Intent { edits, comment: internal(text), ..Intent::default() };
            let mut to = None;
            let by_event = tools.plan_change(app, &row.dir, &row.uid, &mut |tools, before, history| {
                to = app.way_out(tools, before, history, of)?;
                Ok(plain.clone())
            });
            match (&by_event, to) {
                (Ok(planned), Some(_)) if planned.after.ticket.status != row.status => by_event,
                (_, Some(to)) => tools.plan_change(app, &row.dir, &row.uid, &mut |_, _, _| {
                    Ok(Intent { to: Some(to.clone()), ..plain.clone() })
                }),
                (_, None) => by_event,
            }
        })
    }

    /// The status without an answer that a duplicate can go to: one whose transition asks for the link first, else the one that
    /// lacks least.
    fn way_out(
        &self,
        tools: &Tools,
        before: &Snapshot,
        history: &[Tramite],
        of: &TicketRow,
    ) -> Result<Option<String>, Error> {
        let Some(template) = self.config.types.get(&before.ticket.type_id) else { return Ok(None) };
        let mut linked = before.clone();
        linked.ticket.links.insert(link("duplicate_of", &of.uid));
        let moves = tools.world(self, history, |world| process::moves(world, &linked, history))?;
        let rejects =
            |to: &str| template.flow.statuses.get(to).is_some_and(|s| s.category == StatusCategory::Rejected);
        let mut moves: Vec<_> = moves.into_iter().filter(|m| m.may && rejects(&m.to)).collect();
        moves.sort_by_key(|m| (!asks_for_original(template, &before.ticket.status, &m.to), m.missing.len()));
        Ok(moves.into_iter().next().map(|m| m.to))
    }

    /// Merges a ticket into another of the same organization (S13). It ends; whoever got its messages gets the other's, and the
    /// two cite each other. Its own comments stay where they are.
    pub fn merge_tickets(
        &self,
        row: &TicketRow,
        into: &TicketRow,
        edits: &[Edit],
        text: Option<&str>,
        how: How,
    ) -> Result<Done, Error> {
        for (one, what) in
            [(row, "a finished ticket is not merged"), (into, "nothing is merged into a finished ticket")]
        {
            if self.is_final(one) && row.uid != into.uid {
                return Err(Error::refused(format!("{} is {}: {what}", one.number, one.status))
                    .mend("link the two with `tramite link`, or go on in a `tramite follow-up`"));
            }
        }
        self.commit(how, &mut |app, tools| {
            let target = app.bring(&into.dir)?.snapshot.ticket;
            let mut edits = edits.to_vec();
            edits.push(Edit::Merged(into.uid.to_string()));
            let mut told: Vec<String> = Vec::new();
            let gone = tools.plan_change(app, &row.dir, &row.uid, &mut |_, before, _| {
                process::mergeable(&before.ticket, &target).map_err(|refused| refusal(&refused))?;
                told = before.ticket.watchers.iter().chain(&before.ticket.requester).cloned().collect();
                Ok(Intent { edits: edits.clone(), comment: internal(text), ..Intent::default() })
            })?;
            told.retain(|who| target.requester.as_ref() != Some(who));
            let other = tools.plan_change(app, &into.dir, &into.uid, &mut |_, _, _| {
                let mut edits = vec![Edit::Link(link("related", &row.uid))];
                edits.extend(told.iter().cloned().map(Edit::Watch));
                Ok(Intent { edits, ..Intent::default() })
            });
            let other =
                other.map_err(|e| e.because(format!("that is on {}, the other ticket", into.number)))?;
            Ok(gone.with(other))
        })
    }

    /// Says that a customer's message was none: the last one where none is named. Where the message moved the ticket, it goes
    /// back, and clocks are as if nothing had happened (S21).
    pub fn dismiss(
        &self,
        row: &TicketRow,
        message: Option<&str>,
        text: &str,
        how: How,
    ) -> Result<Done, Error> {
        self.commit(how, &mut |app, tools| {
            tools.plan_change(app, &row.dir, &row.uid, &mut |_, before, history| {
                let id = message_of(row, before, history, message)?;
                let comment =
                    Comment { dismisses: vec![id.to_string()], ..Comment::new(CommentKind::Internal, text) };
                let back = process::moved_by(id.as_str(), history)
                    .filter(|_| app.config.types.contains_key(&before.ticket.type_id));
                Ok(Intent { comment: Some(comment), back, ..Intent::default() })
            })
        })
    }
}

/// Whether a transition between the two statuses asks for the link with the original.
fn asks_for_original(template: &TypeTemplate, from: &str, to: &str) -> bool {
    template
        .flow
        .transitions
        .iter()
        .filter(|t| t.to == to && t.from.0.iter().any(|f| f == from || f == "*"))
        .flat_map(|t| &t.requires)
        .any(|r| r.what == "link" && r.argument.as_deref() == Some("duplicate_of"))
}

fn no_such_link(row: &TicketRow, kind: &str, to: &str, before: &Snapshot) -> Error {
    let links = &before.ticket.links;
    let all: Vec<String> = links.iter().map(|l| format!("{} {}", l.kind, l.to)).collect();
    let has = if all.is_empty() { "no links".to_owned() } else { all.join(", ") };
    Error::not_found(format!("{} has no link {kind} {to}", row.number)).mend(format!("it has {has}"))
}

/// The customer's message that is meant: by id, its first eight or more or last four characters, else the last one.
fn message_of(
    row: &TicketRow,
    before: &Snapshot,
    history: &[Tramite],
    message: Option<&str>,
) -> Result<Uid, Error> {
    let dismissed = |id: &Uid| {
        before.comments.values().any(|c| c.dismisses.iter().any(|d| d.eq_ignore_ascii_case(id.as_str())))
    };
    let order = |id: &Uid| {
        history.iter().position(|t| {
            t.changes.iter().any(|c| matches!(c, Change::Comment { id: brought, .. } if brought == id))
        })
    };
    let mut messages: Vec<&Uid> =
        before.comments.iter().filter(|(_, c)| c.kind == CommentKind::Customer).map(|(id, _)| id).collect();
    messages.sort_by_key(|id| (order(id), (*id).clone()));
    let Some(text) = message else {
        let last = messages.into_iter().rfind(|id| !dismissed(id));
        return last.cloned().ok_or_else(|| {
            Error::refused(format!("{} has no message of the customer that could be dismissed", row.number))
                .mend(format!("`tramite show {}` shows its comments", row.number))
        });
    };
    let text = text.trim().to_ascii_uppercase();
    let named = |id: &&Uid| {
        let id = id.as_str();
        id == text || text.len() >= 8 && id.starts_with(&text) || text.len() == 4 && id.ends_with(&text)
    };
    let any: Vec<&Uid> = before.comments.keys().filter(named).collect();
    match any.as_slice() {
        [id] if dismissed(id) => Err(Error::refused(format!("{id} is dismissed already"))
            .mend(format!("`tramite show {}` shows its comments", row.number))),
        [id] => Ok((*id).clone()),
        [] => Err(Error::not_found(format!("{} has no comment {text:?}", row.number))
            .mend(format!("its customer's messages are {}", ids(&messages)))),
        several => Err(Error::not_found(format!("{text:?} names several comments"))
            .mend(format!("name one of {}", ids(several)))),
    }
}

fn ids(all: &[&Uid]) -> String {
    if all.is_empty() {
        return "none".to_owned();
    }
    all.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
}
