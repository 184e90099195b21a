//! One commit, judged by the configuration that holds authority over it.

use super::ground::{Authorities, Authority};
use super::line::Ground;
use super::recorded::{self, Lines};
use super::{Options, Rule, facts::LazyFacts, paths};
use crate::app::Error;
use crate::codec;
use crate::model::config::ConfigFile;
use crate::model::{DeskPath, Finding, Identity, Link, Snapshot, TicketDir, Tramite, Uid};
use crate::process::{self, Actor, NoLoad, Violation, World};
use crate::store::Store;
use crate::store::history::ObjectId;
use crate::store::history::audit::{Audited, Before, OwnChange};
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// How far a committer's clock may be ahead, in seconds (7).
const AHEAD: i64 = 5 * 60;

/// What commits are judged with.
pub struct Bench<'a> {
    pub store: &'a Rc<Store>,
    pub authorities: &'a Authorities,
    pub lines: &'a Lines,
    pub options: &'a Options,
    /// The first commit of the history that is judged, where it is the desk's own beginning.
    pub genesis: Option<ObjectId>,
    /// Commits that record another system's history.
    pub imports: RefCell<HashSet<ObjectId>>,
}

/// One commit and what judges it.
pub(super) struct Case<'a> {
    pub bench: &'a Bench<'a>,
    pub audited: &'a Audited,
    pub authority: &'a Authority,
    pub ground: Ground,
    pub found: Vec<Finding>,
}

impl Bench<'_> {
    /// The configuration that judges a commit: its ground's, or where there was no desk before, its own.
    pub fn authority(&self, id: ObjectId, ground: Ground) -> Result<Option<Rc<Authority>>, Error> {
        let by = match ground.by {
            Some(by) => self.authorities.of(by)?,
            None => None,
        };
        match (by, ground.mainline) {
            (None, Some(_)) => self.authorities.of(id),
            (by, _) => Ok(by),
        }
    }

    /// Everything that speaks against a commit.
    pub fn judge(
        &self,
        audited: &Audited,
        ground: Ground,
        before: &mut dyn Before,
    ) -> Result<Vec<Finding>, Error> {
        let authority = self.authority(audited.id, ground)?;
        let mut found = Vec::new();
        if let Some(pusher) = &self.options.pusher {
            found.extend(Self::pushed(audited, authority.as_deref(), pusher));
        }
        for odd in audited.odd_names() {
            let message = format!("{:?} {}; take it out of the commit", odd.path, odd.why);
            found.push(error(audited.id, Rule::Path, message).in_file(&odd.path));
        }
        if audited.is_foreign() {
            return Ok(found);
        }
        let Some(authority) = authority else { return Ok(found) };
        let mut case = Case { bench: self, audited, authority: &authority, ground, found };
        if let Some(broken) = authority.broken() {
            let message = format!(
                "the configuration that judges this commit cannot be read: {}; mend .tramite/desk.yaml first",
                broken.message
            );
            case.say(Rule::Config, message);
        }
        case.root()?;
        case.files()?;
        case.configuration()?;
        case.tickets(before)?;
        Ok(case.found)
    }

    /// With `--pusher`, committer and author must be who pushes; what is pushed for customers or as an import may be theirs.
    fn pushed(audited: &Audited, authority: Option<&Authority>, pusher: &str) -> Option<Finding> {
        let is = |who: &Identity| {
            who.email.trim().eq_ignore_ascii_case(pusher.trim())
                || authority.is_some_and(|authority| {
                    let person = |email: &str| {
                        if !email.contains('@') {
                            let mut people = authority.config.desk.people.iter();
                            return people.find(|p| p.id == email.trim()).map(|p| p.id.clone());
                        }
                        let who = Identity { name: String::new(), email: email.to_owned() };
                        process::identify(&authority.config, &who).person.map(|p| p.id)
                    };
                    person(&who.email).is_some() && person(&who.email) == person(pusher)
                })
        };
        let Identity { name, email } = &audited.committer;
        (!is(&audited.committer)).then(|| {
            let message = format!(
                "committed by {name} <{email}>, pushed by {pusher}: let who committed it push it, or set git's user.email"
            );
            error(audited.id, Rule::Pusher, message)
        })
    }
}

fn error(commit: ObjectId, rule: Rule, message: impl Into<String>) -> Finding {
    let mut finding = Finding::error(rule.id(), message);
    finding.commit = Some(commit.to_string());
    finding
}

impl Case<'_> {
    pub(super) fn say(&mut self, rule: Rule, message: impl Into<String>) -> &mut Finding {
        self.found.push(error(self.audited.id, rule, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    pub(super) fn say_of(&mut self, path: &str, rule: Rule, message: impl Into<String>) {
        let ticket = paths::folder(path).map(|dir| dir.number.to_string());
        let finding = self.say(rule, message);
        finding.path = Some(path.to_owned());
        finding.ticket = ticket;
    }

    fn actor(&self, who: &Identity) -> Actor {
        process::identify(&self.authority.config, who)
    }

    /// Who answers for the commit: its author; for a merge, who made it (7).
    pub(super) fn answers(&self) -> Actor {
        self.actor(if self.audited.is_merge() { &self.audited.committer } else { &self.audited.author })
    }

    fn tickets(&mut self, before: &mut dyn Before) -> Result<(), Error> {
        let audited = self.audited;
        let committer = self.actor(&audited.committer);
        let opened_by = match audited.tickets.as_slice() {
            [OwnChange { uid, before: Some(_), .. }] => opening(&before.tramites(uid)?),
            _ => None,
        };
        let import = !audited.tickets.is_empty()
            && recorded::is_import(audited, opened_by, self.bench.lines, &self.authority.config, &committer);
        if import {
            self.bench.imports.borrow_mut().insert(audited.id);
        }
        self.clocks(import);
        if !import {
            self.authored(&committer);
        }
        self.untold()?;
        for change in &audited.tickets {
            let Some(after) = change.after.as_deref() else {
                if let Some(was) = change.before.as_deref() {
                    self.say_of(
                        &was.dir.ticket_path(),
                        Rule::TicketRemoved,
                        format!(
                            "the ticket is gone; tickets are kept, and end by a status: where the commit has not been sent, `tramite undo` \
                             takes it out; else `git checkout {}~ -- {}` brings its folder back",
                            super::short(&audited.id.to_string()),
                            was.dir.path()
                        ),
                    );
                }
                continue;
            };
            if after.ticket.uid.suffix() != after.dir.suffix && change.before.is_none() {
                let message = format!(
                    "the folder ends in {:?} and the uid in {:?}; a folder is its ticket's number at birth and the last four of its uid",
                    after.dir.suffix,
                    after.ticket.uid.suffix()
                );
                self.say_of(&after.dir.ticket_path(), Rule::Path, message);
            }
            if change.reopened {
                self.say_of(
                    &after.dir.ticket_path(),
                    Rule::DuplicateUid,
                    "the merge joins two tickets that were opened apart, each in its own way, under one uid; nothing of the second is this ticket's: take that side out, and open its ticket anew",
                );
            }
            if import {
                self.imported(after);
            } else {
                self.ticket(change, after, before)?;
            }
        }
        Ok(())
    }

    /// With `--pusher` an author is no claim either: it is who pushes, or a customer for whom a program commits.
    fn authored(&mut self, committer: &Actor) {
        let (author, by) = (&self.audited.author, &self.audited.committer);
        if self.bench.options.pusher.is_none() || author.email.trim().eq_ignore_ascii_case(by.email.trim()) {
            return;
        }
        let actor = self.actor(author);
        let same = actor.person.is_some()
            && actor.person.as_ref().map(|p| &p.id) == committer.person.as_ref().map(|p| &p.id);
        let recorded =
            actor.is_customer_only() && committer.has_role("automation") && !self.audited.is_merge();
        if !same && !recorded {
            let message = format!(
                "written by {} <{}> and committed by {} <{}>: let who wrote it commit and push it",
                author.name, author.email, by.name, by.email
            );
            self.say(Rule::Author, message);
        }
    }

    fn clocks(&mut self, import: bool) {
        let audited = self.audited;
        let (authored, recorded) = (audited.authored, audited.recorded);
        let local = |at: chrono::DateTime<chrono::FixedOffset>| {
            at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
        };
        if authored > recorded {
            let message = format!(
                "the author's date {} is after the committer's {}; set the clock, and commit again with `git commit --amend --reset-author`",
                local(authored),
                local(recorded)
            );
            self.say(Rule::AuthorDate, message);
        }
        let now = self.bench.options.now;
        if recorded.timestamp() > now.timestamp() + AHEAD {
            let message = format!(
                "the committer's date {} is more than five minutes ahead of now, {}; set the clock, and commit again",
                local(recorded),
                local(now)
            );
            self.say(Rule::CommitterDate, message);
        }
        let Some(limit) = self.bench.options.max_backdate.filter(|_| !import) else { return };
        let at = authored.min(recorded);
        let received = self.bench.options.received.then_some(now);
        let latest = [Some(recorded), audited.parents_recorded, received].into_iter().flatten().max();
        if let Some(latest) = latest.filter(|latest| latest.timestamp() - at.timestamp() > limit) {
            let message = format!(
                "it is dated {}, and {} is further from that than --max-backdate allows; commit it again, and say in a comment when it happened",
                local(at),
                local(latest)
            );
            self.say(Rule::Backdate, message);
        }
    }

    /// What is imported is judged by no rule, but it must be of a type and in a status that the desk has.
    fn imported(&mut self, after: &Snapshot) {
        let ticket = &after.ticket;
        let path = after.dir.ticket_path();
        match self.authority.config.types.get(&ticket.type_id) {
            None => {
                let message =
                    format!("the desk has no type {:?}; `tramite type list` lists the types", ticket.type_id);
                self.say_of(&path, Rule::Type, message);
            }
            Some(template) if !template.flow.statuses.contains_key(&ticket.status) => {
                let message = format!("type {} has no status {:?}", ticket.type_id, ticket.status);
                self.say_of(&path, Rule::Transition, message);
            }
            Some(_) => {}
        }
    }

    fn ticket(&mut self, change: &OwnChange, after: &Snapshot, before: &mut dyn Before) -> Result<(), Error> {
        let history = before.tramites(&change.uid)?;
        let at = self.audited.authored.min(self.audited.recorded);
        let at = self.authority.zone.local(at.to_utc());
        let before = RefCell::new(before);
        let links = |link: &Link| self.link_done(link, &before);
        let facts = LazyFacts::new(self.authority, &history, at, &links);
        let actor = self.answers();
        let mut new_id = || Uid::from_parts(0, 0);
        let world = World {
            config: &self.authority.config,
            now: at,
            actor: &actor,
            facts: &facts,
            load: &NoLoad,
            new_id: &mut new_id,
        };
        let was = Self::was(change, after, &world);
        let violations = process::judge(&world, was.as_ref(), after, &history);
        for violation in violations.iter().filter(|violation| violation.refuses()) {
            let finding = self.located(violation, after);
            // Comments that are gone or rewritten have been named by their files.
            let of_comment = violation.key.as_deref().is_some_and(|key| key.starts_with("comment:"));
            let known = of_comment && finding.path.as_deref().is_some_and(|path| self.is_named(path));
            if !known && !self.found.contains(&finding) {
                self.found.push(finding);
            }
        }
        Ok(())
    }

    /// As the ticket was. The status that a merge leaves for another side's is a move of who merged, where no way of the flow
    /// could have led from one to the other. Of everything else a clash is settled for either side by those who work here, unless it
    /// was settled before and they bring the other value back: that is a change as any other. Who does not work here settles nothing
    /// against what the branch had.
    fn was(change: &OwnChange, after: &Snapshot, world: &World<'_>) -> Option<Snapshot> {
        let mut was = change.before.as_deref()?.clone();
        let settled = if world.actor.works_here() { &change.revived } else { &change.unsettled };
        if let Some(settled) = settled.as_deref() {
            let status = std::mem::take(&mut was.ticket.status);
            was = settled.clone();
            was.ticket.status = status;
        }
        let Some(status) = &change.dropped else { return Some(was) };
        let mut moved = was.clone();
        moved.ticket.status.clone_from(status);
        Some(if process::could_lead(world, &moved, after) { was } else { moved })
    }

    /// A ticket's file that says the same in other words is nobody's but those who work here.
    fn untold(&mut self) -> Result<(), Error> {
        let audited = self.audited;
        let actor = self.answers();
        if actor.works_here() {
            return Ok(());
        }
        let told = |dir: &TicketDir| {
            let of = |state: &Option<Rc<Snapshot>>| state.as_ref().is_some_and(|state| state.dir == *dir);
            audited.tickets.iter().any(|change| of(&change.before) || of(&change.after))
        };
        for change in audited.own_files() {
            let DeskPath::Ticket(dir) = DeskPath::of(&change.path) else { continue };
            if !told(&dir) && !self.is_joined(&change.path)? {
                let had = audited.parents.first().map(ToString::to_string).unwrap_or_default();
                let message = format!(
                    "{} may not rewrite a ticket's file, whatever it says after that; bring it back with `git checkout {} -- {}`",
                    actor.email,
                    super::short(&had),
                    change.path
                );
                self.say_of(&change.path, Rule::Role, message);
            }
        }
        Ok(())
    }

    /// Whether a file is made of several that all differ from what they come from, so that a merge has to write it anew.
    fn is_joined(&self, path: &str) -> Result<bool, Error> {
        let (store, parents) = (self.bench.store, &self.audited.parents);
        let Some((first, rest)) = parents.split_first() else { return Ok(false) };
        let ours = store.file_at(*first, path);
        for other in rest {
            let theirs = store.file_at(*other, path);
            let bases = store.common_ancestors(*first, *other)?;
            let mut was = bases.iter().map(|base| store.file_at(*base, path));
            if ours != theirs && was.all(|was| was != ours && was != theirs) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn link_done(&self, link: &Link, before: &RefCell<&mut dyn Before>) -> Option<bool> {
        use crate::model::config::StatusCategory;
        if let Some(done) = link.extra.get("done").and_then(|v| v.as_text()) {
            return Some(done == "true");
        }
        let uid: Uid = link.to.parse().ok()?;
        let other = before.borrow_mut().state(&uid).ok()??;
        let category = crate::query::category(&self.authority.config, &other.ticket);
        Some(category == StatusCategory::Resolved || category.is_final())
    }

    /// A violation where its key stands in the ticket's file.
    fn located(&self, violation: &Violation, after: &Snapshot) -> Finding {
        let comment = violation.key.as_deref().and_then(|key| key.strip_prefix("comment:")?.parse().ok());
        let path = comment.map_or_else(|| after.dir.ticket_path(), |id: Uid| after.dir.comment_path(&id));
        let mut finding = Finding::error(&violation.rule, violation.message.clone()).in_file(&path);
        finding.ticket = Some(after.number().to_string());
        finding.commit = Some(self.audited.id.to_string());
        let Some(key) = violation.key.as_deref() else { return finding };
        let Some(bytes) = self.bench.store.file_at(self.audited.id, &path) else { return finding };
        let file = ConfigFile { path, bytes };
        let field = key.trim_start_matches("fields.");
        let own =
            after.ticket.fields.contains_key(field).then(|| codec::config::locate(&file, &["fields", field]));
        match own.flatten().or_else(|| codec::config::locate(&file, &[key])) {
            Some((line, column)) => finding.at(line, column),
            None => finding,
        }
    }
}

/// The commit that opened a ticket.
fn opening(history: &[Tramite]) -> Option<ObjectId> {
    use crate::model::Change;
    let opens = |t: &&Tramite| t.changes.iter().any(|c| matches!(c, Change::Opened { .. }));
    ObjectId::from_str(&history.iter().find(opens)?.commit).ok()
}
