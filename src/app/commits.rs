//! Commits that name tickets (7, E3): those of this repository by their trailers, those of others as links that `scan`
//! recorded; and what is fixed by one, and still open.

use super::{App, Error};
use crate::index::{NamingCommit, TicketRow};
use crate::model::config::StatusCategory;
use crate::model::trailer::{TicketName, TrailerKey};
use crate::model::{Identity, Link};
use crate::process::resolve::nearest;
use crate::sla::events::is_fix;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::BTreeSet;

/// The kind of link that a commit is recorded as.
pub const COMMIT: &str = "commit";

/// What a trailer's name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// This ticket and no other.
    One(Box<TicketRow>),
    /// A bare number that is one ticket's and was another's, or is two tickets': never acted on (7).
    Several(Vec<TicketRow>),
    /// No ticket; these are nearest.
    None(Vec<String>),
}

/// A commit that has to do with a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TicketCommit {
    /// Its id, hexadecimal.
    pub commit: String,
    /// Another repository's name; `None` for one of this repository.
    pub repository: Option<String>,
    /// `ticket` or `fixes`.
    pub trailer: &'static str,
    /// Of a fix that was recorded: `merged` or `released`, `pending` (not where it counts yet), `refused` (by the desk's
    /// rules), `closed` (the ticket was closed already).
    pub fixed: Option<String>,
    /// When, in the desk's zone; as the following only of a commit of this repository.
    pub at: Option<DateTime<FixedOffset>>,
    /// Its author.
    pub by: Option<Identity>,
    /// The first line of its message.
    pub subject: Option<String>,
}

/// A ticket with a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// The ticket's number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// The commit.
    #[serde(flatten)]
    pub commit: TicketCommit,
}

/// A trailer that names no ticket, or not one alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unresolved {
    /// The commit.
    pub commit: String,
    /// `ticket` or `fixes`.
    pub trailer: &'static str,
    /// What the trailer says.
    pub name: String,
    /// `ambiguous` or `unknown`.
    pub why: &'static str,
    /// The tickets that it may mean; the nearest where it is unknown.
    pub tickets: Vec<String>,
}

/// What `links` lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// Commits of tickets, by ticket and time.
    pub links: Vec<Linked>,
    /// Trailers of this repository that name no ticket.
    pub unresolved: Vec<Unresolved>,
}

/// A ticket that a commit fixes, and that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Orphan {
    /// Its number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: String,
    /// Whose it is.
    pub assignee: Option<String>,
    /// The commits that fix it.
    pub commits: Vec<TicketCommit>,
}

/// `ticket` or `fixes`.
pub const fn word(trailer: TrailerKey) -> &'static str {
    match trailer {
        TrailerKey::Ticket => "ticket",
        TrailerKey::Fixes => "fixes",
    }
}

/// `202611/0007-k0ra`: how a ticket is written into trailers, so that no other can be meant (7).
pub fn full_name(row: &TicketRow) -> String {
    format!("{}-{}", row.number, row.dir.suffix)
}

impl App {
    /// What a name in a trailer stands for at this desk.
    pub fn target(&self, name: &TicketName) -> Result<Target, Error> {
        let index = self.index()?;
        let mut rows = match name {
            TicketName::Uid(uid) => index.by_uid(uid)?.into_iter().collect(),
            TicketName::Number(number) => index.by_number(*number)?,
            TicketName::Full(number, suffix) => {
                let mut rows = index.by_number(*number)?;
                rows.retain(|row| row.dir.suffix == *suffix);
                rows
            }
        };
        Ok(match (rows.len(), rows.pop()) {
            (1, Some(row)) => Target::One(Box::new(row)),
            (_, Some(last)) => {
                rows.push(last);
                Target::Several(rows)
            }
            (_, None) => Target::None(self.nearest_tickets(name)?),
        })
    }

    /// Up to three tickets whose number or uid is nearest to what was written.
    fn nearest_tickets(&self, name: &TicketName) -> Result<Vec<String>, Error> {
        let rows = self.index()?.all()?;
        let all: Vec<(String, String, String)> =
            rows.iter().map(|row| (full_name(row), row.number.to_string(), row.uid.to_string())).collect();
        let by_suffix = match name {
            TicketName::Full(_, suffix) => {
                all.iter().find(|(full, ..)| full.ends_with(&format!("-{suffix}")))
            }
            _ => None,
        };
        let written = name.to_string();
        // A number is compared with numbers: a suffix would make all of them equally far.
        let candidates: Vec<(&str, [&str; 1])> = all
            .iter()
            .map(|(full, number, uid)| {
                let other = match name {
                    TicketName::Number(_) => number.as_str(),
                    TicketName::Full(..) => full.as_str(),
                    TicketName::Uid(_) => uid.as_str(),
                };
                (full.as_str(), [other])
            })
            .collect();
        let near = nearest(&written, candidates.iter().map(|(full, other)| (*full, other.as_slice())));
        let mut found: Vec<String> = by_suffix.map(|(full, ..)| full.clone()).into_iter().collect();
        for full in near {
            if !found.iter().any(|known| known == full) {
                found.push(full.to_owned());
            }
        }
        found.truncate(3);
        Ok(found)
    }

    /// The commits of this repository that name a ticket, and no other, by time.
    pub fn commits_naming(&self, row: &TicketRow) -> Result<Vec<NamingCommit>, Error> {
        let mut ways = vec![TicketName::Uid(row.uid.clone())];
        for number in self.index()?.numbers_of(&row.uid)? {
            ways.push(TicketName::Full(number, row.dir.suffix.clone()));
            ways.push(TicketName::Number(number));
        }
        let mut meant = Vec::new();
        for way in ways {
            if matches!(self.target(&way)?, Target::One(found) if found.uid == row.uid) {
                meant.push(way);
            }
        }
        Ok(strongest(self.naming_commits()?.naming(&meant)?))
    }

    /// Everything that is known of a ticket's commits: those of this repository, then those that were recorded.
    pub fn commits_of(&self, row: &TicketRow) -> Result<Vec<TicketCommit>, Error> {
        let here = self.commits_naming(row)?;
        let mut all: Vec<TicketCommit> = here.iter().map(|naming| self.ticket_commit(naming)).collect();
        let recorded = row.ticket()?.links;
        for link in recorded.iter().filter(|link| link.kind == COMMIT) {
            let of_link = recorded_commit(link);
            match all.iter_mut().find(|known| known.commit == of_link.commit) {
                Some(known) => known.fixed = of_link.fixed,
                None => all.push(of_link),
            }
        }
        Ok(all)
    }

    fn ticket_commit(&self, naming: &NamingCommit) -> TicketCommit {
        TicketCommit {
            commit: naming.commit.clone(),
            repository: None,
            trailer: word(naming.trailer),
            fixed: None,
            at: Some(self.zone.local(naming.at.to_utc())),
            by: Some(naming.by.clone()),
            subject: Some(naming.subject.clone()),
        }
    }

    /// What `links` lists: of one ticket, or of all with the trailers that name none.
    pub fn links(&self, of: Option<&TicketRow>) -> Result<Links, Error> {
        let mut found = Links::default();
        let rows = if let Some(row) = of {
            vec![row.clone()]
        } else {
            let mut naming: Vec<TicketRow> = Vec::new();
            for one in self.naming_commits()?.all()? {
                match self.target(&one.name)? {
                    Target::One(row) => naming.push(*row),
                    other => found.unresolved.extend(unresolved(&one, &other)),
                }
            }
            naming.extend(self.index()?.all()?.into_iter().filter(is_linked));
            naming.sort_by(|a, b| (a.number, &a.uid).cmp(&(b.number, &b.uid)));
            naming.dedup_by(|a, b| a.uid == b.uid);
            naming
        };
        for row in rows {
            for commit in self.commits_of(&row)? {
                found.links.push(Linked { ticket: row.number.to_string(), uid: row.uid.to_string(), commit });
            }
        }
        Ok(found)
    }

    /// Tickets that are fixed by a commit where that counts, and are neither resolved nor closed.
    pub fn orphans(&self) -> Result<Vec<Orphan>, Error> {
        let fixing = self.naming_commits()?.all()?;
        let fixing: Vec<NamingCommit> =
            fixing.into_iter().filter(|one| one.trailer == TrailerKey::Fixes).collect();
        let counting = if fixing.is_empty() { None } else { self.counting_here()? };
        let counts = |commit: &str| counting.as_ref().is_none_or(|counting| counting.contains(commit));
        let mut named = BTreeSet::new();
        for one in &fixing {
            if let Target::One(row) = self.target(&one.name)? {
                named.insert(row.uid);
            }
        }
        let mut orphans = Vec::new();
        for row in self.index()?.all()? {
            let open =
                row.category != StatusCategory::Resolved && !self.is_final(&row) && row.merged.is_none();
            if !open || !(named.contains(&row.uid) || is_linked(&row)) {
                continue;
            }
            let commits: Vec<TicketCommit> = self
                .commits_of(&row)?
                .into_iter()
                .filter(|commit| match (&commit.fixed, &commit.repository) {
                    (Some(fixed), _) => fixed != "pending" && fixed != "false",
                    (None, None) => commit.trailer == "fixes" && counts(&commit.commit),
                    (None, Some(_)) => false,
                })
                .collect();
            if !commits.is_empty() {
                orphans.push(Orphan {
                    ticket: row.number.to_string(),
                    uid: row.uid.to_string(),
                    title: row.title.clone(),
                    status: row.status.clone(),
                    assignee: row.assignee.clone(),
                    commits,
                });
            }
        }
        Ok(orphans)
    }

    /// The fixes of this repository that count, where the desk says where; `None`: all of them.
    fn counting_here(&self) -> Result<Option<BTreeSet<String>>, Error> {
        let here = self.store.git_dir();
        let here = here.canonicalize().unwrap_or_else(|_| here.to_owned());
        for spec in &self.config.desk.repositories {
            let Some(path) = self.repository_folder(spec) else { continue };
            let repository = crate::store::CodeRepository::open(&path)?;
            if repository.git_dir() == here {
                return Ok(Some(super::scan::counting(&repository, spec)?.commits));
            }
        }
        Ok(None)
    }
}

/// Whether a ticket may have a recorded commit: a look at its text spares reading thousands.
fn is_linked(row: &TicketRow) -> bool {
    row.json.contains("\"commit\"")
}

/// A commit once for each ticket: that it fixes is more than that it has to do with it.
fn strongest(mut naming: Vec<NamingCommit>) -> Vec<NamingCommit> {
    naming.sort_by(|a, b| (a.at, &a.commit).cmp(&(b.at, &b.commit)).then(b.trailer.cmp(&a.trailer)));
    naming.dedup_by(|b, a| a.commit == b.commit);
    naming
}

/// What is wrong with a name that does not stand for one ticket.
pub fn unresolved(naming: &NamingCommit, target: &Target) -> Option<Unresolved> {
    let (why, tickets) = match target {
        Target::One(_) => return None,
        Target::Several(rows) => ("ambiguous", rows.iter().map(full_name).collect()),
        Target::None(near) => ("unknown", near.clone()),
    };
    Some(Unresolved {
        commit: naming.commit.clone(),
        trailer: word(naming.trailer),
        name: naming.name.to_string(),
        why,
        tickets,
    })
}

/// A commit as a link has it: `erp@1a2b…`, with `fixed` where it is a fix.
fn recorded_commit(link: &Link) -> TicketCommit {
    let (repository, commit) = match link.to.rsplit_once(['@', ' ']) {
        Some((repository, commit)) => (Some(repository.to_owned()), commit.to_owned()),
        None => (None, link.to.clone()),
    };
    let fixed = link.extra.get("fixed").and_then(|v| v.as_text()).map(str::to_owned);
    let fixed = fixed.or_else(|| is_fix(link).then(|| "true".to_owned()));
    let trailer = if fixed.is_some() { TrailerKey::Fixes } else { TrailerKey::Ticket };
    TicketCommit {
        commit,
        repository: Some(repository.unwrap_or_default()),
        trailer: word(trailer),
        fixed,
        at: None,
        by: None,
        subject: None,
    }
}
