//! `scan`: the commits of another repository that name tickets, recorded as links, in one commit; and what a fix does, where
//! the desk says that a fix counts (3.2 `repositories`, E3).

use super::commits::{COMMIT, Target, Unresolved, unresolved, word};
use super::write::{Entry, How, Planned, Tools};
use super::{App, Error};
use crate::index::{NamingCommit, TicketRow};
use crate::model::config::RepositorySpec;
use crate::model::trailer::TrailerKey;
use crate::model::{Link, Ticket, Uid};
use crate::process::{Edit, Intent};
use crate::sla::events::is_fix;
use crate::store::{CodeRepository, StoreError, TrailedCommit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A commit that was recorded with a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The ticket's number.
    pub ticket: String,
    /// Its uid.
    pub uid: String,
    /// The commit, hexadecimal.
    pub commit: String,
    /// `ticket` or `fixes`.
    pub trailer: &'static str,
    /// Of a fix: `merged`, `released`, `pending`, `refused`, `closed`.
    pub fixed: Option<String>,
    /// The first line of its message.
    pub subject: String,
}

/// What a fix did to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The ticket's number.
    pub ticket: String,
    /// Its status before.
    pub from: String,
    /// Its status after.
    pub to: String,
    /// What happened by itself.
    pub fired: Vec<String>,
}

/// What the desk's rules refuse: it is listed, not forced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The ticket's number.
    pub ticket: String,
    /// The commits that would have done it.
    pub commits: Vec<String>,
    /// What speaks against it.
    pub why: Vec<String>,
}

/// What came of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scanned {
    /// The repository's name in links.
    pub repository: String,
    /// Commits with trailers that were looked at.
    pub commits: usize,
    /// What was recorded now.
    pub recorded: Vec<Recorded>,
    /// Tickets that a fix moved.
    pub moved: Vec<Moved>,
    /// What the rules refuse.
    pub refused: Vec<Refused>,
    /// Trailers that name no ticket.
    pub unresolved: Vec<Unresolved>,
    /// What else is to be known: a branch that is not there, a repository that the desk does not name.
    pub notes: Vec<String>,
    /// The desk's commit; `None` where nothing was to record.
    pub commit: Option<String>,
    /// Why the working tree is behind, where it is.
    #[serde(skip)]
    pub unfinished: Option<String>,
}

/// The fixes of a repository that count.
pub struct Counting {
    /// Their ids.
    pub commits: BTreeSet<String>,
    /// Branches that the desk names and the repository lacks.
    pub absent: Vec<String>,
}

/// The commits that count as fixes: on the branches that the desk names, and in a tag where it waits for a release.
pub fn counting(repository: &CodeRepository, spec: &RepositorySpec) -> Result<Counting, StoreError> {
    let (branches, absent) = repository.branches(&spec.branches)?;
    let ids =
        |commits: Vec<TrailedCommit>| commits.into_iter().map(|one| one.commit).collect::<BTreeSet<_>>();
    let mut commits = ids(repository.trailed(&branches)?);
    if spec.fixed_when.as_deref() == Some("released") {
        let released = ids(repository.trailed(&repository.tags()?)?);
        commits.retain(|commit| released.contains(commit));
    }
    Ok(Counting { commits, absent })
}

/// A ticket's commits that are new, or count now.
struct Work {
    row: TicketRow,
    commits: Vec<(NamingCommit, bool)>,
}

/// What is done with one ticket.
struct Outcome {
    planned: Option<Planned>,
    recorded: Vec<Recorded>,
    moved: Option<Moved>,
    refused: Option<Refused>,
}

impl App {
    /// The folder of a repository that the desk names: from this worktree's root, or the repository's own folder.
    pub fn repository_folder(&self, spec: &RepositorySpec) -> Option<PathBuf> {
        let git_dir = self.store.git_dir();
        let main = if git_dir.ends_with(".git") { git_dir.parent().unwrap_or(git_dir) } else { git_dir };
        let roots = self.store.workdir().into_iter().chain([main]);
        roots.map(|root| root.join(&spec.path)).find(|path| path.is_dir())
    }

    /// The repository that `text` names, and what the desk says of it: a folder, or one of the desk's by path or name.
    fn code_repository(&self, text: &str) -> Result<(CodeRepository, Option<&RepositorySpec>), Error> {
        let specs = &self.config.desk.repositories;
        let named = specs.iter().find(|spec| spec.path == text || name_of(spec) == text);
        let here = self.env.cwd.join(text);
        let folder = named.and_then(|spec| self.repository_folder(spec)).filter(|_| !here.is_dir());
        let repository = CodeRepository::open(&folder.unwrap_or(here))?;
        let spec = specs.iter().find(|spec| {
            let folder = self.repository_folder(spec);
            let other = folder.and_then(|folder| CodeRepository::open(&folder).ok());
            other.is_some_and(|other| other.git_dir() == repository.git_dir())
        });
        Ok((repository, spec))
    }

    /// Records the commits of a repository that name tickets: of a range, else of the branches that the desk names.
    pub fn scan(&self, text: &str, range: Option<&str>, how: How, dry_run: bool) -> Result<Scanned, Error> {
        self.require_desk()?;
        self.require_staff()?;
        let (repository, spec) = self.code_repository(text)?;
        let name = spec.map_or_else(|| repository.name().to_owned(), |spec| name_of(spec).to_owned());
        let mut scanned = Scanned { repository: name, ..Scanned::default() };
        let mut commits = if let Some(range) = range {
            repository.trailed_in(range)?
        } else {
            let names = spec.map(|spec| spec.branches.as_slice()).unwrap_or_default();
            repository.trailed(&repository.branches(names)?.0)?
        };
        commits.sort_by(TrailedCommit::order);
        let counting = if let Some(spec) = spec {
            let counting = counting(&repository, spec)?;
            for branch in &counting.absent {
                let note = format!("{} has no branch {branch:?}; nothing counts there", scanned.repository);
                scanned.notes.push(note);
            }
            counting.commits
        } else {
            scanned.notes.push(format!(
                "{} is none of the desk's repositories: what it fixes is recorded, and counts nowhere; \
                 `repositories` of .tramite/desk.yaml says where a fix counts",
                scanned.repository
            ));
            BTreeSet::new()
        };
        scanned.commits = commits.len();
        let when = spec.and_then(|spec| spec.fixed_when.clone()).unwrap_or_else(|| "merged".to_owned());
        let work = self.sorted_out(&commits, &counting, &mut scanned)?;
        if dry_run {
            let tools = Tools { at: self.now, back_dated: false, drop: how.drop_yaml_comments };
            self.plan_scan(&work, &when, tools, &mut scanned)?;
            return Ok(scanned);
        }
        self.write_scan(&work, &when, how, &mut scanned)?;
        Ok(scanned)
    }

    /// Who names what: by ticket, a commit once; what names none is listed.
    fn sorted_out(
        &self,
        commits: &[TrailedCommit],
        counting: &BTreeSet<String>,
        scanned: &mut Scanned,
    ) -> Result<Vec<Work>, Error> {
        let mut work: BTreeMap<Uid, Work> = BTreeMap::new();
        for naming in commits.iter().flat_map(NamingCommit::of) {
            let row = match self.target(&naming.name)? {
                Target::One(row) => *row,
                other => {
                    scanned.unresolved.extend(unresolved(&naming, &other));
                    continue;
                }
            };
            let counts = naming.trailer == TrailerKey::Fixes && counting.contains(&naming.commit);
            let of_ticket = work.entry(row.uid.clone()).or_insert_with(|| Work { row, commits: Vec::new() });
            match of_ticket.commits.iter_mut().find(|(known, _)| known.commit == naming.commit) {
                Some(known) if naming.trailer > known.0.trailer => *known = (naming, counts),
                Some(_) => {}
                None => of_ticket.commits.push((naming, counts)),
            }
        }
        let mut work: Vec<Work> = work.into_values().collect();
        work.sort_by(|a, b| (a.row.number, &a.row.uid).cmp(&(b.row.number, &b.row.uid)));
        Ok(work)
    }

    fn write_scan(&self, work: &[Work], when: &str, how: How, scanned: &mut Scanned) -> Result<(), Error> {
        let repository = scanned.repository.clone();
        let recorded = self.record(how, &mut |app, tools| {
            let planned = app.plan_scan(work, when, *tools, scanned)?;
            let files: Vec<_> = planned.iter().flat_map(|one| one.files.clone()).collect();
            let entry = (!files.is_empty()).then(|| Entry { message: message(&repository, &planned), files });
            Ok((entry.into_iter().collect(), ()))
        })?;
        scanned.commit = recorded.commits.last().cloned();
        scanned.unfinished = recorded.unfinished;
        Ok(())
    }

    /// Plans what is to be recorded at this commit; what is there already is not planned again.
    fn plan_scan(
        &self,
        work: &[Work],
        when: &str,
        tools: Tools,
        scanned: &mut Scanned,
    ) -> Result<Vec<Planned>, Error> {
        let (mut recorded, mut moved, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let mut planned = Vec::new();
        for one in work {
            let outcome = self.record_one(one, &scanned.repository, when, tools)?;
            planned.extend(outcome.planned.filter(|planned| !planned.files.is_empty()));
            recorded.extend(outcome.recorded);
            moved.extend(outcome.moved);
            refused.extend(outcome.refused);
        }
        (scanned.recorded, scanned.moved, scanned.refused) = (recorded, moved, refused);
        Ok(planned)
    }

    fn record_one(&self, work: &Work, name: &str, when: &str, tools: Tools) -> Result<Outcome, Error> {
        let nothing = |refused| Outcome { planned: None, recorded: Vec::new(), moved: None, refused };
        let number = work.row.number.to_string();
        let refusal = |error: &Error| {
            let mut why = vec![error.what.clone()];
            why.extend(error.why.iter().cloned());
            why
        };
        let brought = self.bring(&work.row.dir)?;
        let ticket = &brought.snapshot.ticket;
        let known = |naming: &NamingCommit| known_link(ticket, &naming.commit);
        // What is told already is left alone; a fix that was not done yet is tried again.
        let new: Vec<&(NamingCommit, bool)> = work
            .commits
            .iter()
            .filter(|(naming, counts)| match known(naming) {
                None => true,
                Some(link) => {
                    let fixed = link.extra.get("fixed").and_then(|v| v.as_text());
                    *counts && !is_fix(link) && fixed != Some("closed")
                }
            })
            .collect();
        if new.is_empty() {
            return Ok(nothing(None));
        }
        let commits = |fixing: bool| -> Vec<String> {
            let wanted = new.iter().filter(|(_, counts)| !fixing || *counts);
            wanted.map(|(naming, _)| naming.commit.clone()).collect()
        };
        if !brought.lossy.is_empty() && !tools.drop {
            let mut why = vec![format!("{} holds what a rewrite would drop", work.row.dir.ticket_path())];
            why.extend(brought.lossy.iter().cloned());
            return Ok(nothing(Some(Refused { ticket: number, commits: commits(false), why })));
        }
        let history = self.tramites(&work.row.uid)?;
        let over = self.is_final(&work.row) || ticket.merged.is_some();
        let plan = |counted: &str| {
            let mut edits = Vec::new();
            let mut recorded = Vec::new();
            for (naming, counts) in &new {
                let fixed = match (naming.trailer, counts) {
                    (TrailerKey::Ticket, _) => None,
                    (TrailerKey::Fixes, true) => Some(counted),
                    (TrailerKey::Fixes, false) => Some("pending"),
                };
                let link = link(name, &naming.commit, fixed);
                let old = known(naming);
                if old == Some(&link) {
                    continue;
                }
                edits.extend(old.map(|old| Edit::Unlink(old.clone())));
                edits.push(Edit::Link(link));
                recorded.push(Recorded {
                    ticket: number.clone(),
                    uid: work.row.uid.to_string(),
                    commit: naming.commit.clone(),
                    trailer: word(naming.trailer),
                    fixed: fixed.map(str::to_owned),
                    subject: naming.subject.clone(),
                });
            }
            let intent = Intent { edits, ..Intent::default() };
            let planned =
                tools.plan(self, Some(&brought.snapshot), &history, &intent, Some(&brought.bytes))?;
            tools.check_time(self, &history, &planned)?;
            Ok::<_, Error>((planned, recorded))
        };
        let fixing = new.iter().any(|(_, counts)| *counts);
        let (result, refused) = match plan(if over { "closed" } else { when }) {
            Err(error) if fixing && error.kind == super::Kind::Refused => {
                let refused =
                    Refused { ticket: number.clone(), commits: commits(true), why: refusal(&error) };
                (plan("refused"), Some(refused))
            }
            result => (result, None),
        };
        let (planned, recorded) = match result {
            Ok(done) => done,
            Err(error) if error.kind == super::Kind::Refused => {
                let why = refusal(&error);
                return Ok(nothing(Some(Refused { ticket: number, commits: commits(false), why })));
            }
            Err(error) => return Err(error),
        };
        let (from, to) = (ticket.status.clone(), planned.after.ticket.status.clone());
        let moved = (from != to).then(|| Moved { ticket: number, from, to, fired: planned.fired.clone() });
        Ok(Outcome { planned: Some(planned), recorded, moved, refused })
    }
}

/// A repository's name in links: its own, else the last part of its path.
pub fn name_of(spec: &RepositorySpec) -> &str {
    let last = || spec.path.trim_end_matches('/').rsplit('/').next().unwrap_or(&spec.path);
    spec.name.as_deref().filter(|name| !name.is_empty()).unwrap_or_else(|| last().trim_end_matches(".git"))
}

/// The link to a commit, whatever the repository was called when it was made: an id is one commit's.
fn known_link<'a>(ticket: &'a Ticket, commit: &str) -> Option<&'a Link> {
    ticket.links.iter().find(|link| link.kind == COMMIT && link.to.rsplit(['@', ' ']).next() == Some(commit))
}

fn link(repository: &str, commit: &str, fixed: Option<&str>) -> Link {
    let extra = fixed.map(|fixed| ("fixed".to_owned(), fixed.into()));
    Link { kind: COMMIT.to_owned(), to: format!("{repository}@{commit}"), extra: extra.into_iter().collect() }
}

/// What the desk's own commit says: the one ticket's change, or how many there are with a line of each.
fn message(repository: &str, planned: &[Planned]) -> String {
    match planned {
        [one] => one.subject.clone(),
        several => {
            let lines: Vec<&str> = several.iter().map(|one| one.subject.as_str()).collect();
            format!("commits of {repository}: {} tickets\n\n{}", several.len(), lines.join("\n"))
        }
    }
}
