//! `approve`, `refuse`, `rate`, `time add`: verdicts of people and customers, and the work that was done (C12, C20, T5, T7).

use super::write::{Done, How};
use super::{App, Error};
use crate::index::TicketRow;
use crate::model::{ApprovalNote, Comment, CommentKind, Snapshot, Verdict};
use crate::process::{self, Edit, Intent, awaited};

/// A verdict as it is given.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The approval by id or label; the one that the ticket's status waits for where absent.
    pub what: Option<String>,
    /// What is decided.
    pub verdict: Verdict,
    /// The contact who said it, where somebody of the desk records it.
    pub contact: Option<String>,
    /// Their words.
    pub text: Option<String>,
}

impl App {
    /// Records a verdict: a message of the customer where a contact gives it, an internal comment where the desk does.
    pub fn decide(&self, row: &TicketRow, decision: &Decision, how: How) -> Result<Done, Error> {
        let contact = self.spoken_for(decision.contact.as_deref())?;
        self.commit(how, &mut |app, tools| {
            tools.plan_change(app, &row.dir, &row.uid, &mut |tools, before, history| {
                let what = match &decision.what {
                    Some(text) => match app.config.types.get(&before.ticket.type_id) {
                        Some(template) => awaited::named(template, text)
                            .map_err(|e| Error::not_found(e.to_string()).mend(shows(row)))?
                            .to_owned(),
                        None => text.clone(),
                    },
                    None => tools
                        .world(app, history, |world| {
                            awaited::meant(world, before, history, contact.as_deref())
                        })?
                        .map_err(|why| {
                            Error::refused(format!("{}: {why}", row.number))
                                .mend(format!("say which: tramite approve {} WHAT", row.number))
                        })?,
                };
                let comment = Comment {
                    approval: Some(ApprovalNote { what, verdict: decision.verdict }),
                    ..app.said_by(contact.as_deref(), decision.text.as_deref())
                };
                Ok(Intent { comment: Some(comment), ..Intent::default() })
            })
        })
    }

    /// Records what the customer thinks of the work, on the desk's own scale, by value or label.
    pub fn rate(
        &self,
        row: &TicketRow,
        value: &str,
        contact: Option<&str>,
        text: Option<&str>,
        how: How,
    ) -> Result<Done, Error> {
        if self.config.desk.rating.is_empty() {
            return Err(Error::refused("the desk has no scale to rate on")
                .mend("write one in .tramite/desk.yaml: rating: [{value: 1, label: Great, good: true}, …]"));
        }
        let contact = self.spoken_for(contact)?;
        let edit = Edit::Set { key: "rating".to_owned(), value: value.to_owned() };
        self.change(&row.dir, &row.uid, how, &mut |app, before| {
            if before.comments.values().all(|c| c.kind != CommentKind::Public) {
                return Err(Error::refused(format!(
                    "{} was never answered, so there is nothing to rate",
                    row.number
                ))
                .mend(format!("the customer rates an answer: `tramite reply {}` gives one", row.number)));
            }
            if let Some(id) = &contact {
                app.is_theirs(id, before)?;
            }
            let comment = text.map(|text| app.said_by(contact.as_deref(), Some(text)));
            Ok(Intent { edits: vec![edit.clone()], comment, ..Intent::default() })
        })
    }

    /// The id of the contact in whose name somebody of the desk speaks. A contact speaks for nobody else.
    fn spoken_for(&self, contact: Option<&str>) -> Result<Option<String>, Error> {
        let Some(text) = contact else { return Ok(None) };
        let (id, _) = process::resolve::contact(&self.config, text)
            .map_err(|e| Error::not_found(e.to_string()).mend("`tramite contact list` lists them"))?;
        let actor = self.actor()?;
        if actor.is_customer_only() && actor.id() != Some(id) {
            return Err(Error::refused(format!("{} speaks in their own name only", actor.email))
                .mend("leave --for out"));
        }
        Ok((!actor.is_customer_only()).then(|| id.to_owned()))
    }

    /// A comment of a contact is a message of the customer; one of the desk is internal.
    fn said_by(&self, contact: Option<&str>, text: Option<&str>) -> Comment {
        let customer = contact.is_some() || self.reader().is_customer_only();
        let kind = if customer { CommentKind::Customer } else { CommentKind::Internal };
        Comment { for_contact: contact.map(str::to_owned), ..Comment::new(kind, text.unwrap_or_default()) }
    }

    /// Whether the ticket is that of the contact's organization, or their own.
    fn is_theirs(&self, contact: &str, ticket: &Snapshot) -> Result<(), Error> {
        let of = process::find_contact(&self.config, contact).map(|(o, _)| o.organization.as_str());
        let ticket = &ticket.ticket;
        let is = |key: &Option<String>| key.is_some() && key.as_deref() == of;
        if is(&ticket.organization) || is(&ticket.payer) || ticket.requester.as_deref() == Some(contact) {
            return Ok(());
        }
        Err(Error::refused(format!("{contact} is no contact of the ticket's organization"))
            .mend("name one of theirs: `tramite contact list`"))
    }
}

fn shows(row: &TicketRow) -> String {
    format!("`tramite show {}` shows what it waits for", row.number)
}
