//! `validate`: everything that is wrong with tickets and configuration, as they are in the working tree (8).

use super::{App, Error};
use crate::calendar::CalendarSet;
use crate::codec;
use crate::model::config::{Config, ConfigFile};
use crate::model::{DeskPath, Finding, Number, Severity, Snapshot, TicketDir, Uid};
use crate::process::{self, World, lint};
use std::collections::{BTreeMap, BTreeSet};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Every ticket and the configuration.
    All,
    /// The configuration.
    Config,
    /// What is staged for the next commit.
    Staged,
    /// These tickets.
    Tickets(Vec<String>),
}

/// Files by path, as the source has them: the working tree, git's index, or the tip of a branch that is not checked out.
type Files = BTreeMap<String, Vec<u8>>;

impl App {
    /// Looks at all that was asked for; never stops at the first.
    pub fn validate(&self, what: &What) -> Result<Vec<Finding>, Error> {
        let config_files = match what {
            What::Staged => as_config(self.staged(".tramite")?),
            _ => as_config(self.present(".tramite")?),
        };
        let (config, mut findings) = codec::config::load(&config_files);
        if matches!(what, What::All | What::Config | What::Staged) {
            findings.extend(config_findings(&config, &config_files));
        } else {
            findings.clear();
        }
        if *what == What::Config {
            return Ok(sorted(findings));
        }
        let files = match what {
            What::Staged => self.staged("tickets")?,
            _ => self.present("tickets")?,
        };
        let wanted = match what {
            What::Tickets(names) => Some(self.folders(names, &files)?),
            _ => None,
        };
        findings.extend(self.ticket_findings(&config, &files, wanted.as_ref()));
        Ok(sorted(findings))
    }

    /// The files below `prefix` in the working tree; of the tip, where the branch is not checked out.
    fn present(&self, prefix: &str) -> Result<Files, Error> {
        let mut files = Files::new();
        if self.store.is_checked_out() {
            for path in self.store.worktree_files(prefix)? {
                if let Some(bytes) = self.store.worktree_file(&path)? {
                    files.insert(path, bytes);
                }
            }
        } else {
            for entry in self.store.list(&self.head, prefix)? {
                files.insert(entry.path.clone(), self.store.blob(&entry.oid)?);
            }
        }
        Ok(files)
    }

    fn staged(&self, prefix: &str) -> Result<Files, Error> {
        let mut files = Files::new();
        for entry in self.store.staged_files(prefix)? {
            files.insert(entry.path.clone(), self.store.blob(&entry.oid)?);
        }
        Ok(files)
    }

    /// The folders that the names mean: by number or suffix among the files themselves, so that it works without history.
    fn folders(&self, names: &[String], files: &Files) -> Result<BTreeSet<TicketDir>, Error> {
        let dirs: BTreeSet<TicketDir> = files
            .keys()
            .filter_map(|path| match DeskPath::of(path) {
                DeskPath::Ticket(dir) | DeskPath::Comment(dir, _) => Some(dir),
                _ => None,
            })
            .collect();
        let mut wanted = BTreeSet::new();
        for name in names {
            let direct: Option<&TicketDir> = dirs.iter().find(|d| {
                d.to_string() == *name || name.parse() == Ok(d.number) || name.starts_with(&d.path())
            });
            match direct {
                Some(dir) => wanted.insert(dir.clone()),
                None => wanted.insert(self.find(name)?.dir),
            };
        }
        Ok(wanted)
    }

    fn ticket_findings(
        &self,
        config: &Config,
        files: &Files,
        wanted: Option<&BTreeSet<TicketDir>>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut read: BTreeMap<TicketDir, Snapshot> = BTreeMap::new();
        let mut comments: Vec<(TicketDir, Uid, crate::model::Comment)> = Vec::new();
        let inside = |dir: &TicketDir| wanted.is_none_or(|wanted| wanted.contains(dir));
        for (path, bytes) in files {
            match DeskPath::of(path) {
                DeskPath::Ticket(dir) => {
                    let decoded = codec::ticket::decode(path, bytes);
                    if inside(&dir) {
                        findings.extend(decoded.findings.into_iter().map(|f| of_ticket(f, &dir)));
                    }
                    if let Some(ticket) = decoded.value {
                        read.insert(dir.clone(), Snapshot::new(dir, ticket));
                    }
                }
                DeskPath::Comment(dir, id) => {
                    let decoded = codec::comment::decode(path, bytes);
                    if inside(&dir) {
                        findings.extend(decoded.findings.into_iter().map(|f| of_ticket(f, &dir)));
                    }
                    comments.extend(decoded.value.map(|comment| (dir, id, comment)));
                }
                _ if wanted.is_none() => findings.push(
                    Finding::error(
                        "stray_file",
                        "no file of a desk has this path; move it out of `tickets/`",
                    )
                    .in_file(path)
                    .with_severity(Severity::Warning),
                ),
                _ => {}
            }
        }
        for (dir, id, comment) in comments {
            match read.get_mut(&dir) {
                Some(snapshot) => {
                    snapshot.comments.insert(id, comment);
                }
                None if inside(&dir) && !files.contains_key(&dir.ticket_path()) => findings.push(of_ticket(
                    Finding::error(
                        "no_ticket",
                        "there is no ticket.yaml beside this comment; bring it back with git",
                    )
                    .in_file(&dir.comment_path(&id)),
                    &dir,
                )),
                None => {}
            }
        }
        findings.extend(identity_findings(&read, &inside));
        for snapshot in read.values().filter(|s| inside(&s.dir)) {
            let bytes = files.get(&snapshot.dir.ticket_path());
            for violation in self.judged(config, snapshot) {
                if violation.severity == Severity::Gap {
                    continue;
                }
                let mut finding = Finding::error(&violation.rule, violation.message.clone())
                    .in_file(&snapshot.dir.ticket_path())
                    .with_severity(violation.severity);
                if let (Some(bytes), Some(key)) = (bytes, violation.key.as_deref()) {
                    let file = ConfigFile { path: snapshot.dir.ticket_path(), bytes: bytes.clone() };
                    let place = codec::config::locate(&file, &["fields", key.trim_start_matches("fields.")])
                        .filter(|_| snapshot.ticket.fields.contains_key(key.trim_start_matches("fields.")))
                        .or_else(|| codec::config::locate(&file, &[key]));
                    if let Some((line, column)) = place {
                        finding = finding.at(line, column);
                    }
                }
                finding.ticket = Some(snapshot.number().to_string());
                findings.push(finding);
            }
        }
        findings
    }

    /// What the ticket's content breaks, and what an uncommitted edit of it would break.
    fn judged(&self, config: &Config, snapshot: &Snapshot) -> Vec<process::Violation> {
        let mut found = lint::ticket(config, snapshot);
        let before = self.bring(&snapshot.dir).ok().map(|b| b.snapshot);
        if before.as_ref() == Some(snapshot) {
            return found;
        }
        // Without history (a shallow clone) only the content can be judged.
        if self.index().is_err() {
            return found;
        }
        let history = self.tramites(&snapshot.ticket.uid).unwrap_or_default();
        let Ok(facts) = self.facts(&history, self.now) else { return found };
        let actor = self.reader();
        let load = super::write::IndexLoad::of(self);
        let mut new_id = || self.new_uid(self.now);
        let world =
            World { config, now: self.now, actor: &actor, facts: &facts, load: &load, new_id: &mut new_id };
        for violation in process::judge(&world, before.as_ref(), snapshot, &history) {
            if !found.iter().any(|f| f.rule == violation.rule && f.key == violation.key) {
                found.push(violation);
            }
        }
        found
    }
}

fn as_config(files: Files) -> Vec<ConfigFile> {
    files.into_iter().map(|(path, bytes)| ConfigFile { path, bytes }).collect()
}

fn of_ticket(mut finding: Finding, dir: &TicketDir) -> Finding {
    finding.ticket = Some(dir.number.to_string());
    finding
}

/// What is wrong with a configuration that could be read, each at its line.
pub fn config_findings(config: &Config, files: &[ConfigFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |part: &str, key: &[String], message: String, severity: Severity| {
        let mut finding = Finding::error("config", message).with_severity(severity);
        let path = config.files.get(part).cloned().unwrap_or_else(|| format!(".tramite/{part}"));
        if let Some(file) = files.iter().find(|f| f.path == path) {
            let keys: Vec<&str> = key.iter().map(String::as_str).collect();
            if let Some((line, column)) = codec::config::locate(file, &keys) {
                finding = finding.at(line, column);
            }
        }
        findings.push(finding.in_file(&path));
    };
    for problem in lint::config(config) {
        add(&problem.file, &problem.key, problem.message, problem.severity);
    }
    for problem in CalendarSet::compile(config).1 {
        let severity = if problem.warning { Severity::Warning } else { Severity::Error };
        let part = if problem.calendar.is_empty() {
            "desk".to_owned()
        } else {
            format!("calendars/{}", problem.calendar)
        };
        add(&part, &problem.key, problem.message, severity);
    }
    findings.extend(crate::sla::lint(config));
    findings
}

/// Numbers and uids that two tickets have; folders that are not their ticket's.
fn identity_findings(
    read: &BTreeMap<TicketDir, Snapshot>,
    inside: &dyn Fn(&TicketDir) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<Number, Vec<&Snapshot>> = BTreeMap::new();
    let mut uids: BTreeMap<&Uid, Vec<&Snapshot>> = BTreeMap::new();
    for snapshot in read.values() {
        numbers.entry(snapshot.number()).or_default().push(snapshot);
        uids.entry(&snapshot.ticket.uid).or_default().push(snapshot);
        if inside(&snapshot.dir) && snapshot.ticket.uid.suffix() != snapshot.dir.suffix {
            findings.push(of_ticket(
                Finding::error(
                    "path",
                    format!(
                        "the folder ends in {:?} and the uid in {:?}; a folder is its ticket's number at birth and the last four of its uid",
                        snapshot.dir.suffix,
                        snapshot.ticket.uid.suffix()
                    ),
                )
                .in_file(&snapshot.dir.ticket_path()),
                &snapshot.dir,
            ));
        }
    }
    for (number, mut several) in numbers.into_iter().filter(|(_, s)| s.len() > 1) {
        several.sort_by(|a, b| a.ticket.uid.cmp(&b.ticket.uid));
        let others = several.iter().map(|s| s.dir.to_string()).collect::<Vec<_>>().join(", ");
        for younger in several.into_iter().skip(1).filter(|s| inside(&s.dir)) {
            let mut finding = Finding::error(
                "duplicate_number",
                format!("number {number} is that of {others}; give the younger ticket another with `number:` in its file"),
            )
            .in_file(&younger.dir.ticket_path());
            finding.ticket = Some(number.to_string());
            findings.push(finding);
        }
    }
    for (uid, several) in uids.into_iter().filter(|(_, s)| s.len() > 1) {
        for copy in several.into_iter().skip(1).filter(|s| inside(&s.dir)) {
            findings.push(of_ticket(
                Finding::error(
                    "duplicate_uid",
                    format!("another folder has the ticket {uid} too; remove one of them"),
                )
                .in_file(&copy.dir.ticket_path()),
                &copy.dir,
            ));
        }
    }
    findings
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.path, a.line, a.column, &a.rule).cmp(&(&b.path, b.line, b.column, &b.rule)));
    findings.dedup();
    findings
}
