//! Tickets as their files stand, and uncommitted edits judged against the branch's tip.

use super::files::Files;
use super::identity::{identity, lost_links, uid_time, warning};
use super::{dir_of, of_ticket};
use crate::app::{App, Error, Known};
use crate::codec;
use crate::index::Index;
use crate::model::config::{Config, ConfigFile, Person};
use crate::model::{Change, DeskPath, Finding, Severity, Snapshot, TicketDir, Tramite, Uid};
use crate::process::{self, Actor, Violation, World, lint};
use crate::sla::{Engine, Horizon};
use std::collections::{BTreeMap, BTreeSet};

/// What all tickets are looked at with.
struct Look<'a> {
    app: &'a App,
    config: &'a Config,
    files: &'a Files,
    /// Files of the tip, by path, with their ids.
    tip: BTreeMap<String, String>,
    /// Without the whole history (a shallow clone) only content is judged.
    index: Option<&'a Index>,
    engine: Engine<'a>,
    actor: Actor,
    staged: bool,
}

impl App {
    /// What is wrong with tickets: their files, what they name, what an uncommitted edit breaks.
    pub(super) fn ticket_findings(
        &self,
        config: &Config,
        files: &Files,
        wanted: Option<&BTreeSet<TicketDir>>,
        staged: bool,
    ) -> Result<Vec<Finding>, Error> {
        let tip = self.store.list(&self.head, "tickets")?.into_iter().map(|e| (e.path, e.oid)).collect();
        let look = Look {
            app: self,
            config,
            files,
            tip,
            index: self.index().ok(),
            engine: self.engine(),
            actor: who(self, config),
            staged,
        };
        let inside = |dir: &TicketDir| wanted.is_none_or(|wanted| wanted.contains(dir));
        let mut findings = look.removed(&inside);
        let read = look.read(wanted.is_none(), &inside, &mut findings);
        findings.extend(identity(&read, &inside));
        let uids: BTreeSet<&Uid> = read.values().map(|s| &s.ticket.uid).collect();
        for snapshot in read.values().filter(|s| inside(&s.dir)) {
            let violations = look.ticket(snapshot);
            findings.extend(violations.into_iter().map(|v| look.finding(snapshot, &v)));
            for (id, comment) in &snapshot.comments {
                let path = snapshot.dir.comment_path(id);
                for violation in lint::comment(config, snapshot, comment) {
                    let finding = Finding::error(&violation.rule, violation.message.clone()).in_file(&path);
                    let keys: Vec<&str> = violation.key.iter().map(String::as_str).collect();
                    findings.push(of_ticket(look.located(finding, &path, &[&keys]), &snapshot.dir));
                }
            }
            for (n, message) in lost_links(snapshot, &uids) {
                let path = snapshot.dir.ticket_path();
                let finding = warning("link", message, &snapshot.dir);
                findings.push(look.located(finding, &path, &[&["links", &n.to_string(), "to"]]));
            }
            findings.extend(look.times(snapshot));
        }
        Ok(findings)
    }
}

impl Look<'_> {
    /// Files of the tip that are gone or, where they never change, rewritten.
    fn removed(&self, inside: &dyn Fn(&TicketDir) -> bool) -> Vec<Finding> {
        let restore = if self.staged { "git restore --staged --worktree --" } else { "git restore --" };
        let mut findings = Vec::new();
        for (path, oid) in &self.tip {
            let place = DeskPath::of(path);
            let Some(dir) = dir_of(path).filter(|dir| inside(dir)) else { continue };
            let found = match (place, self.files.get(path)) {
                (DeskPath::Ticket(_), None) => Finding::error(
                    "ticket_removed",
                    format!("the ticket is gone; tickets are kept, and end by a status: `{restore} {}` brings it back", dir.path()),
                ),
                (DeskPath::Comment(..), None) if self.files.contains_key(&dir.ticket_path()) => Finding::error(
                    "comment_removed",
                    format!("the comment is gone; comments are kept: `{restore} {path}` brings it back"),
                ),
                (DeskPath::Comment(..), Some(file)) if file.oid != *oid && self.rewritten(oid, &file.bytes) => {
                    Finding::error(
                        "comment_immutable",
                        format!("the comment was rewritten; comments never change: `{restore} {path}`, and add another"),
                    )
                    .at(1, 1)
                }
                _ => continue,
            };
            findings.push(of_ticket(found.in_file(path), &dir));
        }
        findings
    }

    /// Whether a file says something else than the blob: line ends are git's business.
    fn rewritten(&self, oid: &str, bytes: &[u8]) -> bool {
        let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        self.app.store.blob(oid).is_ok_and(|old| plain(&old) != plain(bytes))
    }

    /// Every ticket that can be read; what is wrong with files goes to `findings`.
    fn read(
        &self,
        all: bool,
        inside: &dyn Fn(&TicketDir) -> bool,
        findings: &mut Vec<Finding>,
    ) -> BTreeMap<TicketDir, Snapshot> {
        let mut read: BTreeMap<TicketDir, Snapshot> = BTreeMap::new();
        let mut comments = Vec::new();
        for (path, file) in self.files {
            match DeskPath::of(path) {
                DeskPath::Ticket(dir) => {
                    let decoded = codec::ticket::decode(path, &file.bytes);
                    if inside(&dir) {
                        findings.extend(decoded.findings.into_iter().map(|f| of_ticket(f, &dir)));
                    }
                    if let Some(ticket) = decoded.value {
                        read.insert(dir.clone(), Snapshot::new(dir, ticket));
                    }
                }
                DeskPath::Comment(dir, id) => {
                    let decoded = codec::comment::decode(path, &file.bytes);
                    if inside(&dir) {
                        findings.extend(decoded.findings.into_iter().map(|f| of_ticket(f, &dir)));
                    }
                    comments.extend(decoded.value.map(|comment| (dir, id, comment)));
                }
                _ if all => findings.push(stray(path)),
                _ => {}
            }
        }
        for (dir, id, comment) in comments {
            if let Some(snapshot) = read.get_mut(&dir) {
                snapshot.comments.insert(id, comment);
            } else if inside(&dir)
                && !self.files.contains_key(&dir.ticket_path())
                && !self.tip.contains_key(&dir.ticket_path())
            {
                let message = "there is no ticket.yaml beside this comment; bring it back with git";
                let finding = Finding::error("no_ticket", message).in_file(&dir.comment_path(&id));
                findings.push(of_ticket(finding, &dir));
            }
        }
        read
    }

    /// What the ticket's content breaks, and what an uncommitted edit of it would break. Gaps are for their report.
    fn ticket(&self, snapshot: &Snapshot) -> Vec<Violation> {
        let mut found = lint::ticket(self.config, snapshot);
        let history = self.history(&snapshot.ticket.uid);
        let more = if self.is_changed(&snapshot.dir) {
            self.judged(snapshot)
        } else if self.has_rules(snapshot)
            && let Some(history) = &history
        {
            self.with_world(history, |world| process::broken_rules(world, snapshot, history))
        } else {
            Vec::new()
        };
        for violation in more {
            // Files that are gone or rewritten have been named, and comments are judged in their own.
            let said = ["comment_removed", "comment_immutable", "comment"].contains(&violation.rule.as_str())
                || found
                    .iter()
                    .any(|f| f.rule == violation.rule && f.key == violation.key && f.key.is_some());
            if !said && !found.contains(&violation) {
                found.push(violation);
            }
        }
        found.retain(|v| v.severity != Severity::Gap);
        found
    }

    /// The change from the tip to what the files say, judged by the rules that judge every change.
    fn judged(&self, snapshot: &Snapshot) -> Vec<Violation> {
        let before = self.app.bring(&snapshot.dir).ok().map(|b| b.snapshot);
        if before.as_ref() == Some(snapshot) {
            return Vec::new();
        }
        let uid = before.as_ref().map_or(&snapshot.ticket.uid, |b| &b.ticket.uid);
        let known = self.history(uid);
        let history = known.clone().unwrap_or_default();
        let mut found =
            self.with_world(&history, |world| process::judge(world, before.as_ref(), snapshot, &history));
        if known.is_none() && before.is_some() {
            // What was said and approved before is not known: only what no history excuses is.
            found.retain(|v| matches!(v.rule.as_str(), "uid" | "path" | "transition" | "value" | "type"));
        }
        found
    }

    /// Whether some rule speaks of the ticket's type at all.
    fn has_rules(&self, snapshot: &Snapshot) -> bool {
        let of_type = self.config.types.get(&snapshot.ticket.type_id);
        let rules = self.config.desk.rules.iter().chain(of_type.iter().flat_map(|t| &t.rules));
        rules.into_iter().any(|r| r.severity != Severity::Gap)
    }

    fn history(&self, uid: &Uid) -> Option<Vec<Tramite>> {
        self.index.and_then(|_| self.app.tramites(uid).ok())
    }

    fn with_world<T>(&self, history: &[Tramite], ask: impl FnOnce(&World<'_>) -> T) -> T {
        let now = self.app.now.to_utc();
        let known = Known::of(&self.engine, history, Horizon { now, known: None });
        let facts = self.app.facts_of(known, now);
        self.app.in_world(self.config, &self.actor, self.app.now, &facts, |world| ask(world))
    }

    /// Whether the folder's files differ from those at the tip.
    fn is_changed(&self, dir: &TicketDir) -> bool {
        let prefix = format!("{}/", dir.path());
        let below = |path: &String| path.starts_with(&prefix);
        let here = self.files.range(prefix.clone()..).take_while(|(path, _)| below(path));
        let there = self.tip.range(prefix.clone()..).take_while(|(path, _)| below(path));
        !here.map(|(path, file)| (path, &file.oid)).eq(there)
    }

    /// A violation where its key stands in the ticket's file.
    fn finding(&self, snapshot: &Snapshot, violation: &Violation) -> Finding {
        let path = snapshot.dir.ticket_path();
        let mut finding = Finding::error(&violation.rule, violation.message.clone())
            .in_file(&path)
            .with_severity(violation.severity);
        finding.ticket = Some(snapshot.number().to_string());
        let Some(key) = violation.key.as_deref() else { return finding };
        let field = key.trim_start_matches("fields.");
        if snapshot.ticket.fields.contains_key(field) {
            self.located(finding, &path, &[&["fields", field]])
        } else {
            self.located(finding, &path, &[&[key]])
        }
    }

    /// The finding at the first of some ways that leads somewhere in its file.
    fn located(&self, finding: Finding, path: &str, ways: &[&[&str]]) -> Finding {
        let Some(file) = self.files.get(path) else { return finding };
        let file = ConfigFile { path: path.to_owned(), bytes: file.bytes.clone() };
        match ways.iter().find_map(|way| codec::config::locate(&file, way)) {
            Some((line, column)) => finding.at(line, column),
            None => finding,
        }
    }

    /// Ids whose time is a day or more from that of their commit.
    fn times(&self, snapshot: &Snapshot) -> Vec<Finding> {
        let dir = &snapshot.dir;
        let mut findings = Vec::new();
        for tramite in self.history(&snapshot.ticket.uid).unwrap_or_default() {
            for change in &tramite.changes {
                let found = match change {
                    Change::Opened { .. } => {
                        uid_time(&snapshot.ticket.uid, tramite.at, "ticket").map(|message| {
                            let path = dir.ticket_path();
                            self.located(warning("uid_time", message, dir), &path, &[&["uid"]])
                        })
                    }
                    Change::Comment { id, .. } if snapshot.comments.contains_key(id) => {
                        uid_time(id, tramite.at, "comment").map(|message| {
                            let finding = warning("uid_time", message, dir);
                            finding.in_file(&dir.comment_path(id)).at(1, 1)
                        })
                    }
                    _ => None,
                };
                findings.extend(found.map(|mut finding| {
                    finding.commit = Some(tramite.commit.clone());
                    finding
                }));
            }
        }
        findings
    }
}

/// Who an uncommitted edit is taken to be by: the git identity, or where the desk does not know it somebody who may do
/// whatever anybody may.
fn who(app: &App, config: &Config) -> Actor {
    let reader = app.actor().ok().map(|actor| {
        process::identify(
            config,
            &crate::model::Identity { name: actor.name.clone(), email: actor.email.clone() },
        )
    });
    if let Some(actor) = reader.filter(|actor| actor.id().is_some()) {
        return actor;
    }
    let flows = config.types.values().flat_map(|t| {
        let moves = t.flow.transitions.iter().flat_map(|m| &m.roles);
        t.open.roles.iter().chain(moves)
    });
    let people = config.desk.people.iter().flat_map(|p| &p.roles);
    let mut roles: BTreeSet<String> = people.chain(flows).cloned().collect();
    roles.extend(["leader", "agent"].map(str::to_owned));
    let person = Person {
        id: "somebody".to_owned(),
        name: String::new(),
        email: crate::model::config::OneOrMany::default(),
        roles: roles.into_iter().collect(),
        teams: config.desk.teams.iter().map(|t| t.id.clone()).collect(),
        skills: BTreeMap::new(),
        away: Vec::new(),
    };
    Actor { name: "somebody".to_owned(), email: String::new(), person: Some(person), contact: None }
}

/// A file below `tickets/` that no desk knows. A ticket that stands there is lost to every command.
fn stray(path: &str) -> Finding {
    if path.ends_with("/ticket.yaml") {
        let message = "a ticket in a folder that no command looks into; its folder is tickets/YYYYMM/NNNN-xxxx: the month, at least four digits, and the last four of its uid in lower case";
        return Finding::error("path", message).in_file(path);
    }
    let message = "no file of a desk has this path; move it out of `tickets/`";
    Finding::error("stray_file", message).in_file(path).with_severity(Severity::Warning)
}
