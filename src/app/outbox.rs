//! `outbox`: what requesters and watchers are told of each trâmite (C10, C16, S33). What customers may read, and no more.

use super::{App, Error};
use crate::index::TicketRow;
use crate::model::config::Config;
use crate::model::{Change, Comment, CommentKind, Pair, Snapshot, Tramite, Uid, change};
use crate::process::macros::{self, Told};
use crate::process::{self, fields, identify};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeSet, HashSet};

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Mailbox {
    /// What they are called; empty where that is not known.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A message that tells of one trâmite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id, the same whenever it is made: `UID.COMMIT@HOST`; the opening's is `UID@HOST`.
    pub id: String,
    /// The id of the ticket's first message, which every other one answers.
    pub thread: String,
    /// The ticket's number.
    pub number: String,
    /// Its uid.
    pub uid: Uid,
    /// The commit.
    pub commit: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who it comes from.
    pub from: Mailbox,
    /// The requester.
    pub to: Vec<Mailbox>,
    /// Watchers.
    pub cc: Vec<Mailbox>,
    /// `[202611/0007] Title`.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// The messages of a span of history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outbox {
    /// In the order of the trâmites.
    pub letters: Vec<Letter>,
    /// Numbers of tickets with something to tell and nobody with an address.
    pub nobody: BTreeSet<String>,
}

/// Which trâmites are meant.
enum Span {
    Commits(HashSet<String>),
    Since(DateTime<FixedOffset>),
}

impl Span {
    fn has(&self, commit: &str, recorded: DateTime<FixedOffset>) -> bool {
        match self {
            Self::Commits(commits) => commits.contains(commit),
            Self::Since(time) => recorded >= *time,
        }
    }
}

impl App {
    /// The messages of everything that was recorded since a revision (`origin/main@{1}`, an id) or a time (`-2d`, `24/11`).
    ///
    /// # Errors
    /// Neither revision nor time; nobody to send them from; a text that cannot be rendered.
    pub fn outbox(&self, since: &str, from: Option<&str>) -> Result<Outbox, Error> {
        let from = self.sender(from)?;
        let span = self.span(since)?;
        let index = self.index()?;
        let mut outbox = Outbox::default();
        for uid in index.with_tramites(&|commit, recorded| span.has(commit, recorded))? {
            let Some(row) = index.by_uid(&uid)? else { continue };
            self.letters_of(&row, &span, &from, &mut outbox)?;
        }
        // Stable: what one second brought stands as its commits do.
        outbox.letters.sort_by(|a, b| (a.at, &a.uid).cmp(&(b.at, &b.uid)));
        Ok(outbox)
    }

    fn span(&self, since: &str) -> Result<Span, Error> {
        if let Ok(old) = self.store.commit_id(since) {
            let head = self.store.commit_id(&self.head)?;
            let new = self.store.new_since(&[old], head)?;
            return Ok(Span::Commits(new.into_iter().map(|id| id.to_string()).collect()));
        }
        self.read_time(since).map(Span::Since).map_err(|_| {
            Error::usage(format!("{since:?} is neither a commit nor a time"))
                .mend("write an id, a branch or tag, or a time such as 2026-11-24 or -2d")
        })
    }

    /// `Name <address>`, or an address, as given, else as the desk has it.
    fn sender(&self, given: Option<&str>) -> Result<Mailbox, Error> {
        let text = given.or(self.config.desk.outbox.from.as_deref()).ok_or_else(|| {
            Error::refused("the desk does not say who its messages come from")
                .mend("write it in .tramite/desk.yaml: outbox: {from: \"Support <support@example.org>\"}, or give --from")
        })?;
        let (name, email) = match text.trim().strip_suffix('>').and_then(|text| text.split_once('<')) {
            Some((name, email)) => (name.trim().trim_matches('"'), email.trim()),
            None => (self.config.desk.name.as_str(), text.trim()),
        };
        if !process::is_address(email) || !email.is_ascii() {
            return Err(Error::usage(format!("{text:?} is no address"))
                .mend("write support@example.org, or Support <support@example.org>"));
        }
        Ok(Mailbox { name: one_line(name), email: email.to_owned() })
    }

    fn letters_of(
        &self,
        row: &TicketRow,
        span: &Span,
        from: &Mailbox,
        outbox: &mut Outbox,
    ) -> Result<(), Error> {
        let tramites = self.tramites(&row.uid)?;
        let host = from.email.rsplit('@').next().unwrap_or_default();
        let thread = format!("{}@{host}", row.uid.as_str().to_ascii_lowercase());
        let dismissed: BTreeSet<&str> = tramites
            .iter()
            .flat_map(|t| &t.changes)
            .filter_map(|c| match c {
                Change::Comment { comment, .. } => Some(comment.dismisses.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
            .collect();
        let mut now: Option<Snapshot> = None;
        for (place, tramite) in tramites.iter().enumerate() {
            let before = now.clone();
            for one in &tramite.changes {
                change::apply(&mut now, one);
            }
            let Some(after) = &now else { continue };
            if !span.has(&tramite.commit, tramite.recorded) {
                continue;
            }
            let Some(told) = self.told_of(before.as_ref(), after, tramite, &dismissed) else { continue };
            let (to, cc) = recipients(&self.config, after);
            if to.is_empty() && cc.is_empty() {
                outbox.nobody.insert(row.number.to_string());
                continue;
            }
            let text = self.letter_text(after, &tramites[..=place], tramite, &told)?;
            let opens = tramite.changes.iter().any(|c| matches!(c, Change::Opened { .. }));
            let id = if opens {
                thread.clone()
            } else {
                format!("{}.{}@{host}", row.uid.as_str().to_ascii_lowercase(), tramite.commit)
            };
            outbox.letters.push(Letter {
                id,
                thread: thread.clone(),
                number: row.number.to_string(),
                uid: row.uid.clone(),
                commit: tramite.commit.clone(),
                at: self.zone.local(tramite.at.to_utc()),
                from: from.clone(),
                to,
                cc,
                subject: one_line(&format!("[{}] {}", after.number(), after.ticket.title)),
                text,
            });
        }
        Ok(())
    }

    fn letter_text(
        &self,
        ticket: &Snapshot,
        history: &[Tramite],
        tramite: &Tramite,
        told: &Told,
    ) -> Result<String, Error> {
        let actor = identify(&self.config, &tramite.by);
        let facts = self.facts_of(None, self.now.to_utc());
        let text = self.in_world(&self.config, &actor, self.now, &facts, |world| {
            macros::letter(world, self.config.desk.outbox.macro_id.as_deref(), ticket, history, told)
        });
        text.map_err(|error| {
            Error::refused(error.to_string())
                .mend("`tramite macro check` names what a macro may use; the macro of `outbox` also has author, said, changes, files, withheld")
        })
    }

    /// What customers are told of a trâmite; `None` where it is nothing to them.
    fn told_of(
        &self,
        before: Option<&Snapshot>,
        after: &Snapshot,
        tramite: &Tramite,
        dismissed: &BTreeSet<&str>,
    ) -> Option<Told> {
        let by_customer = identify(&self.config, &tramite.by).is_customer_only();
        let mut told = Told { author: self.name_of_author(tramite), ..Told::default() };
        let face = |of: &Snapshot| {
            let template = self.config.types.get(&of.ticket.type_id)?;
            let status = template.flow.statuses.get(&of.ticket.status)?;
            status.customer.clone().or_else(|| status.label.clone())
        };
        let face = |of: &Snapshot| face(of).unwrap_or_else(|| of.ticket.status.clone());
        let template = self.config.types.get(&after.ticket.type_id);
        let title = |key: &'static str| {
            let own = template.and_then(|t| t.fields.iter().find(|f| f.id == key)?.label.clone());
            own.unwrap_or_else(|| self.locale.column(key).unwrap_or(key).to_owned())
        };
        let moment = |text: &str| macros::moment(text, &self.config.desk.locale);
        let status = face(after);
        match before.map(face) {
            None => told.changes.push(format!("{}: {status}", title("status"))),
            Some(old) if old != status => {
                told.changes.push(format!("{}: {old} → {status}", title("status")));
            }
            Some(_) => {}
        }
        let mut files: Vec<String> = Vec::new();
        for change in &tramite.changes {
            match change {
                Change::Opened { ticket, .. } => {
                    told.changes
                        .extend(ticket.due.iter().map(|due| format!("{}: {}", title("due"), moment(due))));
                }
                Change::Due(Pair { to, .. }) => {
                    let due = to.as_deref().map_or_else(|| self.locale.words().none.to_owned(), moment);
                    told.changes.push(format!("{}: {due}", title("due")));
                }
                Change::Links(set) => {
                    for link in set.added.iter().filter(|link| link.kind == "duplicate_of") {
                        told.changes.extend(
                            self.same_customers(after, &link.to)
                                .map(|other| format!("{}: {other}", self.locale.state("duplicate_of"))),
                        );
                    }
                }
                Change::Comment { id, comment } if is_for_customers(comment) => {
                    if dismissed.contains(id.as_str()) {
                        continue;
                    }
                    // What a type's opening posts in a customer's name is the desk's.
                    if comment.kind == CommentKind::Public && by_customer {
                        told.author.clone_from(&self.config.desk.name);
                    }
                    files.extend(comment.attachments.iter().map(|a| a.name.clone()));
                    if comment.body_file.is_some() {
                        told.withheld = true;
                    } else if let Some(text) = self.spoken(template, comment) {
                        told.said.push(text);
                    }
                }
                _ => {}
            }
        }
        told.files = files.join(", ");
        let nothing =
            told.changes.is_empty() && told.said.is_empty() && told.files.is_empty() && !told.withheld;
        (!nothing).then_some(told)
    }

    /// A comment's words, with the verdict that it gives.
    fn spoken(
        &self,
        template: Option<&crate::model::config::TypeTemplate>,
        comment: &Comment,
    ) -> Option<String> {
        let verdict = comment.approval.as_ref().map(|note| {
            let label = template.and_then(|t| t.approvals.get(&note.what)?.label.clone());
            format!("{}: {}", label.unwrap_or_else(|| note.what.clone()), self.locale.verdict(note.verdict))
        });
        let asked: Vec<&str> =
            comment.missing.iter().map(|id| template.map_or(id.as_str(), |t| fields::label(t, id))).collect();
        let missing =
            (!asked.is_empty()).then(|| format!("{}: {}", self.locale.words().missing, asked.join(", ")));
        let parts: Vec<String> = verdict
            .into_iter()
            .chain(Some(comment.body.clone()).filter(|body| !body.trim().is_empty()))
            .chain(missing)
            .collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    }

    fn name_of_author(&self, tramite: &Tramite) -> String {
        let actor = identify(&self.config, &tramite.by);
        let known = actor.person.as_ref().map(|p| p.name.clone());
        let known = known.or_else(|| actor.contact.as_ref().map(|(_, c)| c.name.clone()));
        one_line(&known.filter(|name| !name.is_empty()).unwrap_or_else(|| tramite.by.name.clone()))
    }

    /// The number of another ticket, where its customers are the same: else it is nobody's business.
    fn same_customers(&self, ticket: &Snapshot, other: &str) -> Option<String> {
        let row = self.index().ok()?.by_uid(&other.parse().ok()?).ok()??;
        let same = row.organization.is_some() && row.organization == ticket.ticket.organization;
        same.then(|| row.number.to_string())
    }
}

/// Whether customers may read a comment.
const fn is_for_customers(comment: &Comment) -> bool {
    matches!(comment.kind, CommentKind::Public | CommentKind::Customer)
}

/// The requester, then the watchers, each address once.
fn recipients(config: &Config, ticket: &Snapshot) -> (Vec<Mailbox>, Vec<Mailbox>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut take = |who: &String| {
        let mailbox = mailbox(config, who)?;
        seen.insert(mailbox.email.to_ascii_lowercase()).then_some(mailbox)
    };
    let to = ticket.ticket.requester.iter().filter_map(&mut take).collect();
    let cc = ticket.ticket.watchers.iter().filter_map(&mut take).collect();
    (to, cc)
}

/// The address of a contact or person, or an address itself.
fn mailbox(config: &Config, who: &str) -> Option<Mailbox> {
    let contact = process::find_contact(config, who)
        .map(|(_, contact)| (contact.name.clone(), contact.email.0.first().cloned()));
    let person = || {
        let person = config.desk.people.iter().find(|p| p.id == who)?;
        Some((person.name.clone(), person.email.0.first().cloned()))
    };
    let (name, email) = contact.or_else(person).unwrap_or_else(|| (String::new(), Some(who.to_owned())));
    let email = email.filter(|email| process::is_address(email) && email.is_ascii())?;
    Some(Mailbox { name: one_line(&name), email })
}

/// Without line breaks and control characters: nothing of it can begin a header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
