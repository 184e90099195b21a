//! One operation on one ticket: planned by the desk's process on the branch's tip, written as one commit (2.2, 5).

use super::{App, Error, Kind, subject};
use crate::codec;
use crate::model::{Change, Number, Snapshot, TicketDir, Tramite, Uid, change};
use crate::process::{self, Intent, Load, Violation, World};
use crate::store::{self, Tip, WriteError};
use chrono::{DateTime, FixedOffset};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// How a change is recorded.
#[derive(Debug, Clone, Copy, Default)]
pub struct How {
    /// `--at`: when it happened, if not now.
    pub at: Option<DateTime<FixedOffset>>,
    /// Whether YAML comments, anchors and tags of the file may be lost (3).
    pub drop_yaml_comments: bool,
}

/// What was recorded.
#[derive(Debug, Clone)]
pub struct Done {
    /// The ticket after it.
    pub after: Snapshot,
    /// The commit; `None` where nothing was to change.
    pub commit: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
    /// What is said but does not refuse.
    pub warnings: Vec<Violation>,
    /// What happened by itself.
    pub fired: Vec<String>,
    /// The commit is made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

impl Done {
    /// The ticket's number.
    pub fn number(&self) -> Number {
        self.after.number()
    }
}

/// Who has how much to do, asked of the index only where a pick needs it (3.3: picks have no counter of their own).
pub struct IndexLoad<'a> {
    app: &'a App,
    open: OnceCell<BTreeMap<String, u32>>,
    latest: OnceCell<Vec<(String, u64)>>,
}

impl<'a> IndexLoad<'a> {
    /// As the index of `app` has it.
    pub fn of(app: &'a App) -> Self {
        Self { app, open: OnceCell::new(), latest: OnceCell::new() }
    }
}

impl Load for IndexLoad<'_> {
    fn open_tickets(&self, person: &str) -> u32 {
        let load = || self.app.index().ok().and_then(|index| index.load_by_person().ok()).unwrap_or_default();
        let written = self.open.get_or_init(load).get(person).copied().unwrap_or(0);
        written.saturating_add_signed(self.app.planned_load(person))
    }
    fn assignments(&self, _team: Option<&str>) -> Vec<(String, u64)> {
        // Who got any ticket longest ago is next, whatever team the ticket was for: nobody gets two in a row.
        let load =
            || self.app.index().ok().and_then(|index| index.latest_assignments().ok()).unwrap_or_default();
        let mut latest = self.latest.get_or_init(load).clone();
        let mut place = latest.iter().map(|(_, place)| *place).max().unwrap_or(0);
        for person in self.app.planned_assignments() {
            place += 1;
            latest.retain(|(other, _)| *other != person);
            latest.push((person, place));
        }
        latest
    }
}

impl App {
    /// Changes the ticket in `dir` by what `make` wants of it, in one commit.
    pub fn change(
        &self,
        dir: &TicketDir,
        uid: &Uid,
        how: How,
        make: &mut dyn FnMut(&Self, &Snapshot) -> Result<Intent, Error>,
    ) -> Result<Done, Error> {
        self.commit(how, &mut |app, tools| {
            tools.plan_change(app, dir, uid, &mut |_, before, _| make(app, before))
        })
    }

    /// Plans on the tip, again where the branch moved meanwhile, and commits.
    pub(super) fn commit(
        &self,
        how: How,
        make: &mut dyn FnMut(&Self, &Tools) -> Result<Planned, Error>,
    ) -> Result<Done, Error> {
        let Pen { env, author, committer, tools } = self.pen(how)?;
        let reserves = self.reserves_numbers();
        let (mut planned, mut reserve): (Option<Planned>, bool) = (None, false);
        let committed = self.store.commit(&env, &mut |tip: &Tip| {
            let moved = self.at_tip(tip)?;
            let app = moved.as_ref().unwrap_or(self);
            let plan = make(app, &tools)?;
            reserve = reserves && matches!(plan.changes.first(), Some(Change::Opened { .. }));
            if reserve {
                return Ok(None);
            }
            plan.files.iter().try_for_each(readable)?;
            let change = (!plan.files.is_empty()).then(|| store::Change {
                message: format!("{}\n", plan.subject),
                author: author.clone(),
                committer: committer.clone(),
                files: plan.files.clone(),
                onto: None,
            });
            planned = Some(plan);
            Ok(change)
        });
        let committed = committed.map_err(|error: WriteError<Error>| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        if reserve {
            return self.commit_reserved(how, &tools, make);
        }
        let Some(planned) = planned else {
            return Err(Error::environment("nothing was planned"));
        };
        Ok(planned.done(committed.commit, committed.unfinished.map(|error| error.to_string())))
    }
}

/// One of several commits that are recorded together.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Subject, and trailers after an empty line; no final line end.
    pub message: String,
    /// Paths with their new bytes.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

/// What came of several commits.
#[derive(Debug, Clone)]
pub struct Recorded<T> {
    /// What the plan gave besides.
    pub made: T,
    /// The commits, in order.
    pub commits: Vec<String>,
    /// They are made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

/// What plans several commits: they, and whatever the caller wants to know besides.
pub(super) type Plan<'a, T> = dyn FnMut(&App, &Tools) -> Result<(Vec<Entry>, T), Error> + 'a;

/// Who writes, and when.
struct Pen {
    env: store::Env,
    author: store::Signature,
    committer: store::Signature,
    tools: Tools,
}

impl App {
    fn pen(&self, how: How) -> Result<Pen, Error> {
        let env = super::store_env(&self.env);
        let author = self.store.author_signature(&env, how.at)?;
        let committer = self.store.committer_signature(&env)?;
        if author.when > committer.when && how.at.is_some() {
            return Err(Error::usage(format!(
                "--at {} is in the future",
                self.locale.datetime(self.zone.local(author.when.to_utc()))
            ))
            .mend("a change is recorded when it has happened"));
        }
        let at = self.zone.local(author.when.min(committer.when).to_utc());
        let back_dated = how.at.is_some() || author.when < committer.when;
        self.require_desk()?;
        let tools = Tools { at, back_dated, drop: how.drop_yaml_comments };
        Ok(Pen { env, author, committer, tools })
    }

    /// What a plan is made with that may never be recorded.
    pub(super) fn tools(&self, how: How) -> Result<Tools, Error> {
        self.pen(how).map(|pen| pen.tools)
    }

    /// The desk at the tip that is written on; `None` where that is this one.
    fn at_tip(&self, tip: &Tip) -> Result<Option<Self>, Error> {
        match &tip.commit {
            Some(commit) if *commit == self.head => Ok(None),
            Some(commit) => self.moved(commit.clone()).map(Some),
            None => Err(Error::not_found("the desk's branch has no commit")),
        }
    }

    /// Records several commits in a row, all of them or none: planned on the tip, again where the branch moved meanwhile.
    pub(super) fn record<T>(&self, how: How, make: &mut Plan<'_, T>) -> Result<Recorded<T>, Error> {
        let Pen { env, author, committer, tools } = self.pen(how)?;
        let mut made: Option<(usize, T)> = None;
        let committed = self.store.commit_all(&env, &mut |tip: &Tip| {
            let moved = self.at_tip(tip)?;
            let (entries, more) = make(moved.as_ref().unwrap_or(self), &tools)?;
            made = Some((entries.len(), more));
            let change = |entry: Entry| {
                entry.files.iter().try_for_each(readable)?;
                Ok(store::Change {
                    message: format!("{}\n", entry.message),
                    author: author.clone(),
                    committer: committer.clone(),
                    files: entry.files,
                    onto: None,
                })
            };
            entries.into_iter().map(change).collect()
        });
        let committed = committed.map_err(|error: WriteError<Error>| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        let Some((count, made)) = made else {
            return Err(Error::environment("nothing was planned"));
        };
        let commits = match &committed.commit {
            Some(last) => self.store.last_commits(last, count)?,
            None => Vec::new(),
        };
        Ok(Recorded { made, commits, unfinished: committed.unfinished.map(|error| error.to_string()) })
    }
}

/// What is too large to be read again is not written.
pub(super) fn readable((path, bytes): &(String, Option<Vec<u8>>)) -> Result<(), Error> {
    let size = bytes.as_ref().map_or(0, Vec::len);
    if size <= codec::MAX_TICKET_BYTES {
        return Ok(());
    }
    let limit = codec::MAX_TICKET_BYTES;
    Err(Error::refused(format!("{path} would have {size} bytes, and a desk's files have at most {limit}"))
        .mend("say it shorter, and attach the long text as a file"))
}

/// What a plan is made with.
#[derive(Debug, Clone, Copy)]
pub struct Tools {
    /// When it happens, in the desk's zone.
    pub at: DateTime<FixedOffset>,
    /// Whether somebody said that it happened earlier than now. A clock that is behind a colleague's is no such word:
    /// what it records stands where the history has it (4).
    pub back_dated: bool,
    /// Whether what a rewrite drops may be lost.
    pub drop: bool,
}

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The ticket after it.
    pub after: Snapshot,
    /// Paths with their new bytes.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// The commit's subject.
    pub subject: String,
    /// What changes.
    pub changes: Vec<Change>,
    /// What is said but does not refuse.
    pub warnings: Vec<Violation>,
    /// What happens by itself.
    pub fired: Vec<String>,
}

impl Planned {
    /// What was recorded by it.
    pub(super) fn done(self, commit: Option<String>, unfinished: Option<String>) -> Done {
        let Self { after, changes, warnings, fired, .. } = self;
        Done { after, commit, changes, warnings, fired, unfinished }
    }

    /// The same commit with what another ticket gets of it. What is said of the commit is said of this ticket first.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        if !other.files.is_empty() {
            self.subject = format!("{}\n\n{}", self.subject, other.subject);
        }
        self.files.extend(other.files);
        self.warnings.extend(other.warnings);
        self.fired.extend(other.fired);
        self
    }
}

impl Tools {
    /// Asks the desk's process and writes down what it answers.
    pub fn plan(
        &self,
        app: &App,
        before: Option<&Snapshot>,
        history: &[Tramite],
        intent: &Intent,
        prior: Option<&[u8]>,
    ) -> Result<Planned, Error> {
        let planned = self.world(app, history, |world| process::plan(world, before, history, intent))?;
        let planned = planned.map_err(|refused| refusal(&refused))?;
        Ok(self.files(before, planned.after, planned.warnings, planned.fired, prior))
    }

    /// What `decide` makes of this desk and a ticket with these trâmites.
    pub fn world<R>(
        &self,
        app: &App,
        history: &[Tramite],
        decide: impl FnOnce(&mut World<'_>) -> R,
    ) -> Result<R, Error> {
        let facts = app.facts(history, self.at)?;
        Ok(app.in_world(&app.config, app.actor()?, self.at, &facts, decide))
    }

    /// Plans a change of the ticket in `dir` by what `make` wants of it: it is given the ticket and its trâmites.
    pub fn plan_change(
        &self,
        app: &App,
        dir: &TicketDir,
        uid: &Uid,
        make: &mut dyn FnMut(&Self, &Snapshot, &[Tramite]) -> Result<Intent, Error>,
    ) -> Result<Planned, Error> {
        let brought = app.bring(dir)?;
        if !self.drop && !brought.lossy.is_empty() {
            return Err(Error::refused(format!("{} holds what a rewrite would drop", dir.ticket_path()))
                .because(brought.lossy.join(", "))
                .mend("remove it by hand, or say --drop-yaml-comments"));
        }
        let history = app.tramites(uid)?;
        let intent = make(self, &brought.snapshot, &history)?;
        let planned = self.plan(app, Some(&brought.snapshot), &history, &intent, Some(&brought.bytes))?;
        app.goes_on_elsewhere(&brought.snapshot, &planned.changes)?;
        self.check_time(app, &history, &planned)?;
        Ok(planned)
    }

    /// A back-dated move may not lie before the ticket's last status change, nor anything before its opening (5).
    pub fn check_time(&self, app: &App, history: &[Tramite], planned: &Planned) -> Result<(), Error> {
        if !self.back_dated {
            return Ok(());
        }
        let moves = planned.changes.iter().any(|c| matches!(c, Change::Status(_)));
        let last = history
            .iter()
            .filter(|t| {
                t.changes
                    .iter()
                    .any(|c| matches!(c, Change::Opened { .. }) || moves && matches!(c, Change::Status(_)))
            })
            .map(|t| t.at)
            .max();
        let Some(last) = last.filter(|last| self.at < *last) else { return Ok(()) };
        let local = |at: DateTime<FixedOffset>| app.locale.datetime(app.zone.local(at.to_utc()));
        let what = if moves { "last status change" } else { "opening" };
        Err(Error::refused(format!("{} is before the ticket's {what}", local(self.at)))
            .because(format!("that was at {}", local(last)))
            .mend("give a later --at"))
    }

    /// The files of a state that has been accepted.
    pub fn files(
        &self,
        before: Option<&Snapshot>,
        after: Snapshot,
        warnings: Vec<Violation>,
        fired: Vec<String>,
        prior: Option<&[u8]>,
    ) -> Planned {
        let changes = change::diff(before, Some(&after));
        let mut files = Vec::new();
        if before.map(|s| &s.ticket) != Some(&after.ticket) {
            files.push((after.dir.ticket_path(), Some(codec::ticket::encode(&after.ticket, prior))));
        }
        for (id, comment) in &after.comments {
            if before.is_none_or(|s| !s.comments.contains_key(id)) {
                files.push((after.dir.comment_path(id), Some(codec::comment::encode(comment))));
            }
        }
        let subject = subject(after.number(), &changes);
        Planned { after, files, subject, changes, warnings, fired }
    }
}

/// A refusal by the desk's rules: what is wrong, all of it at once.
pub fn refusal(refused: &[Violation]) -> Error {
    let refusing: Vec<&Violation> = refused.iter().filter(|v| v.refuses()).collect();
    // Where nothing but names is wrong, what they name is not there.
    let kind = if refusing.iter().all(|v| v.unknown) && !refusing.is_empty() {
        Kind::NotFound
    } else {
        Kind::Refused
    };
    match refusing.as_slice() {
        [] => Error::refused("the desk's rules refuse it"),
        [one] if one.unknown => mended(Error::new(kind, one.message.clone()), &refusing),
        [one] => mended(Error::refused(one.message.clone()).because(format!("rule {}", one.rule)), &refusing),
        several => {
            let mut error = Error::new(kind, format!("{} things speak against it", several.len()));
            error.why = several.iter().map(|v| format!("{} (rule {})", v.message, v.rule)).collect();
            mended(error, several)
        }
    }
}

/// Where to look for what would be accepted, once for each kind of refusal.
fn mended(mut error: Error, refusing: &[&Violation]) -> Error {
    for violation in refusing {
        let place = match violation.rule.as_str() {
            _ if violation.mend.is_some() => violation.mend.as_deref().unwrap_or_default(),
            "transition" if violation.unknown => "`tramite type show` lists the statuses",
            "transition" | "requirement" => "`tramite show` lists every move and what it still lacks",
            "type" => "`tramite type list` lists the types",
            "field_required" | "field_value" | "unknown_field" => {
                "give it with -f KEY=VALUE; `tramite type show` lists the fields and their values"
            }
            "role" | "opening" => {
                "people and their roles are in .tramite/desk.yaml, contacts in .tramite/contacts/"
            }
            "macro" => "`tramite macro list` lists the macros",
            "value" | "comment" => {
                "what the desk knows by name is in .tramite/desk.yaml and .tramite/contacts/"
            }
            _ => "the desk's rules are in .tramite/desk.yaml and .tramite/types/",
        };
        if !error.mend.iter().any(|mend| mend == place) {
            error.mend.push(place.to_owned());
        }
    }
    error
}

impl From<Vec<Violation>> for Error {
    fn from(refused: Vec<Violation>) -> Self {
        refusal(&refused)
    }
}
