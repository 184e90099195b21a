//! `check`: whether commits are what the desk's rules allow, for CI and for a server's `pre-receive` (7).
//!
//! Each commit is judged by the configuration that held when it became part of the branch ([`line`]), by the same judgement
//! that writers pass ([`crate::process::judge`]), and by what only a check can see: paths, modes, dates, signatures.

mod attributes;
mod commit;
mod configuration;
mod facts;
mod files;
mod ground;
mod line;
mod paths;
mod recorded;
mod refs;
mod rules;
mod seat;
mod settings;
mod signatures;
#[cfg(test)]
mod tests;

pub use refs::{RefUpdate, pre_receive};
pub use rules::Rule;
pub use settings::{Made, Pusher, Settings, read_backdate};

use self::commit::Bench;
use self::ground::Authorities;
use self::line::Move;
use super::{Error, Kind};
use crate::env::Env;
use crate::index::Index;
use crate::model::numbers::{self, Numbered};
use crate::model::{DeskPath, Finding, Number, Snapshot, TicketDir, Uid};
use crate::store::history::audit::{Place, Wanted};
use crate::store::history::{HistoryError, Known, ObjectId, Problem};
use crate::store::{Store, StoreErrorKind};
use chrono::{DateTime, FixedOffset};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// How commits are judged beyond what the desk says.
#[derive(Debug, Clone)]
pub struct Options {
    /// Now.
    pub now: DateTime<FixedOffset>,
    /// Whether now is when the commits were received, so that a date long past is one that was set back.
    pub received: bool,
    /// Who pushes, by address or as a person of the desk by id: every committer is to be that person.
    pub pusher: Option<String>,
    /// How far dates may lie back, in seconds.
    pub max_backdate: Option<i64>,
}

/// What was judged, and what speaks against it.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// All that speaks against the commits, parents first.
    pub findings: Vec<Finding>,
    /// The `A` of a range `A..B` that is no ancestor of `B`, and `B`.
    pub apart: Option<(ObjectId, ObjectId)>,
}

/// The commits to judge.
#[derive(Debug, Clone, Copy)]
struct Ask {
    /// The commit whose history is not judged again; `None` judges all.
    old: Option<ObjectId>,
    new: ObjectId,
    /// Whether a tip that does not descend from `old` is judged as if it were merged into it.
    may_fork: bool,
}

impl From<HistoryError> for Error {
    fn from(error: HistoryError) -> Self {
        match error {
            HistoryError::Store(error) => (*error).into(),
            other => Self::environment(other.to_string()),
        }
    }
}

/// Judges the commits of `A..B`, all that one revision stands for, or without a range those that the desk's branch has
/// and its upstream lacks.
pub fn range(env: &Rc<Env>, range: Option<&str>, options: &Options) -> Result<Judged, Error> {
    let store_env = super::store_env(env);
    // A commit that takes the desk away is judged all the same.
    let (store, lost) = match Store::discover(&store_env) {
        Ok(store) => (store, None),
        Err(error) if error.kind == StoreErrorKind::NotFound => {
            (Store::open_repository(&store_env)?, Some(error))
        }
        Err(error) => return Err(error.into()),
    };
    let store = Rc::new(store);
    store.require_full_history()?;
    let tip = || -> Result<ObjectId, Error> {
        let tip = store.tip()?;
        let tip =
            tip.ok_or_else(|| Error::not_found(format!("branch {:?} has no commit yet", store.branch())))?;
        Ok(store.commit_id(&tip)?)
    };
    let upstream = || {
        store.upstream_tip().ok_or_else(|| {
            Error::usage(format!("branch {:?} has no upstream to compare with", store.branch()))
                .mend("name what to check: `tramite check A..B`, or `tramite check HEAD` for all history")
        })
    };
    let named = |name: &str| -> Result<ObjectId, Error> {
        // What begins with a dash is an option to git, and never a revision.
        if name.starts_with('-') {
            return Err(Error::usage(format!("{name:?} is no revision")));
        }
        Ok(store.commit_id(name)?)
    };
    // That others have gone on meanwhile is an everyday matter.
    let names_old = range.is_some_and(|range| range.contains("..") && !range.trim().starts_with(".."));
    let (old, new) = match range.map(str::trim) {
        None => (Some(upstream()?), tip()?),
        Some(text) if text.contains("...") => {
            return Err(Error::usage(format!("{text:?} is no range that can be checked"))
                .mend("write A..B: the commits of B that A does not have"));
        }
        Some(text) => match text.split_once("..") {
            None => (None, named(text)?),
            Some((old, new)) => (
                Some(if old.is_empty() { upstream()? } else { named(old)? }),
                if new.is_empty() { tip()? } else { named(new)? },
            ),
        },
    };
    if let Some(lost) = lost {
        let has_desk = |commit: ObjectId| store.desk_ids(commit).is_ok_and(|(config, _)| config.is_some());
        if ![old, Some(new)].into_iter().flatten().any(has_desk) {
            return Err(lost.into());
        }
    }
    let authorities = Authorities::new(&store, &env.build);
    let findings = judged(&store, &authorities, options, Ask { old, new, may_fork: true }, None)?;
    let apart = match old {
        Some(old) if names_old && !store.is_ancestor(&old.to_string(), &new.to_string())? => Some((old, new)),
        _ => None,
    };
    Ok(Judged { findings, apart })
}

/// Whether a commit with this parent is against the rules that hold at the parent.
pub fn refuses(env: &Rc<Env>, store: &Rc<Store>, parent: &str, commit: &str) -> Result<bool, Error> {
    Ok(!between(env, store, (parent, commit), false)?.is_empty())
}

/// What speaks against the commits that `new` has and `old` lacks, as a server that has `old` would say it, but for who pushes;
/// where `may_fork`, also if `new` does not descend from `old`.
pub fn between(
    env: &Rc<Env>,
    store: &Rc<Store>,
    (old, new): (&str, &str),
    may_fork: bool,
) -> Result<Vec<Finding>, Error> {
    let options = Options { now: env.now(), received: false, pusher: None, max_backdate: None };
    let ask = Ask { old: Some(store.commit_id(old)?), new: store.commit_id(new)?, may_fork };
    judged(store, &Authorities::new(store, &env.build), &options, ask, None)
}

/// Judges commits; gives everything that speaks against them, parents first. Where one of them cannot be read because of what
/// it brings, only that is said.
fn judged(
    store: &Rc<Store>,
    authorities: &Authorities,
    options: &Options,
    ask: Ask,
    known: Option<Past<'_>>,
) -> Result<Vec<Finding>, Error> {
    let error = match judged_whole(store, authorities, options, ask, known) {
        Err(error) if error.kind == Kind::Environment => error,
        other => return other,
    };
    let old: Vec<ObjectId> = ask.old.into_iter().collect();
    let mut found = Vec::new();
    for commit in store.new_since(&old, ask.new)? {
        for broken in store.broken_entries(commit)? {
            let message = format!("{:?} {}; take it out of the commit", broken.path, broken.why);
            let mut finding = Finding::error(Rule::Path.id(), message).in_file(&broken.path);
            finding.ticket = paths::folder(&broken.path).map(|dir| dir.number.to_string());
            finding.commit = Some(commit.to_string());
            found.push(finding);
        }
    }
    found.sort_by(|a, b| (&a.commit, &a.path).cmp(&(&b.commit, &b.path)));
    if found.is_empty() { Err(error) } else { Ok(found) }
}

fn judged_whole(
    store: &Rc<Store>,
    authorities: &Authorities,
    options: &Options,
    ask: Ask,
    known: Option<Past<'_>>,
) -> Result<Vec<Finding>, Error> {
    let audit = store.audit(&ask.new.to_string(), known.map(|past| past.known))?;
    let all: Vec<Place> = audit.commits().collect();
    let lines = recorded::Lines::of(&all);
    let new: Vec<Place> = match ask.old {
        None => all,
        Some(old) => {
            let new = store.new_since(&[old], ask.new)?;
            all.into_iter().filter(|place| new.contains(&place.id)).collect()
        }
    };
    let seen: RefCell<HashMap<ObjectId, crate::store::DeskIds>> = RefCell::default();
    let desk = |commit: ObjectId| {
        *seen.borrow_mut().entry(commit).or_insert_with(|| store.desk_ids(commit).unwrap_or_default())
    };
    let moved = Move { new: &new, tip: ask.new, old: ask.old, desk: &desk };
    let grounds = match ask.old {
        Some(old) if !moved.is_forward() => {
            if !ask.may_fork {
                let message = format!(
                    "{} does not descend from {}: history that others have is never rewritten; `tramite sync` merges it, without --force",
                    short(&ask.new.to_string()),
                    short(&old.to_string())
                );
                let mut finding = Finding::error(Rule::NonFastForward.id(), message);
                finding.commit = Some(ask.new.to_string());
                return Ok(vec![finding]);
            }
            // Of several places where it left the line, the one that is most like the line.
            let left = store.common_ancestors(old, ask.new)?;
            let alike = left.iter().find(|base| desk(**base) == desk(old)).or(left.first());
            moved.beside(old, alike.copied())
        }
        _ => moved.grounds(),
    };
    let is_root = |place: &&Place| {
        place.parents.is_empty() && grounds.get(&place.id).is_some_and(|g| g.mainline == Some(None))
    };
    let genesis = ask.old.map_or_else(|| new.iter().find(is_root).map(|place| place.id), |_| None);
    let bench = Bench { store, authorities, lines: &lines, options, genesis, imports: RefCell::default() };
    let mut found: Vec<Finding> = Vec::new();
    let mut signed = signatures::Signatures::default();
    let (mut files, mut numbered, mut added) = (HashSet::new(), HashSet::new(), HashSet::new());
    let wanted = |id: ObjectId| grounds.get(&id).map(|ground| Wanted { onto: ground.onto });
    let at_head = audit.run::<Error>(&wanted, &mut |audited, before| {
        let Some(ground) = grounds.get(&audited.id) else { return Ok(()) };
        found.extend(bench.judge(audited, *ground, before)?);
        if !audited.is_foreign() {
            signed.ask(audited, &bench, *ground)?;
        }
        let own = || audited.own_files().into_iter().filter(|c| c.new.is_some());
        files.extend(own().map(|c| c.path.clone()));
        let fresh: HashSet<_> =
            own().filter(|c| c.old.is_none()).filter_map(|c| paths::folder(&c.path)).collect();
        let there = audited.tickets.iter().filter_map(|ticket| ticket.after.as_deref());
        added.extend(there.filter(|t| fresh.contains(&t.dir)).map(|t| t.ticket.uid.clone()));
        let number = |snapshot: &Option<Rc<Snapshot>>| snapshot.as_ref().map(|s| s.number());
        let changes = audited.tickets.iter().filter(|t| number(&t.before) != number(&t.after));
        numbered.extend(changes.map(|t| t.uid.clone()));
        Ok(())
    })?;
    found.extend(signed.verify(store)?);
    let head = ask.new.to_string();
    // Of two folders the later one is told, whichever of them is new.
    let is_new =
        |p: &&Problem| p.duplicate.as_ref().is_some_and(|uid| files.contains(&p.path) || added.contains(uid));
    for problem in at_head.problems.iter().filter(is_new) {
        let mut finding = problem.finding.clone();
        Rule::DuplicateUid.id().clone_into(&mut finding.rule);
        finding.ticket = paths::folder(&problem.path).map(|dir| dir.number.to_string());
        finding.commit = Some(head.clone());
        found.push(finding);
    }
    found.extend(shared_numbers(&at_head.tickets, &numbered, known, &head)?);
    found.extend(orphans(store, &files, &at_head.tickets, ask.new)?);
    Ok(found)
}

/// What is known of the history before the commits that are judged.
#[derive(Clone, Copy)]
struct Past<'a> {
    known: &'a dyn Known,
    index: &'a Index,
}

impl Past<'_> {
    /// The tickets that have a number there.
    fn with_number(&self, number: Number) -> Result<Vec<Snapshot>, Error> {
        let rows = self.index.by_number(number)?;
        rows.iter().map(|row| Ok(self.index.snapshot(row)?)).collect()
    }
}

/// Numbers that two tickets have at the head, one of them by these commits.
fn shared_numbers(
    tickets: &[Snapshot],
    numbered: &HashSet<Uid>,
    known: Option<Past<'_>>,
    head: &str,
) -> Result<Vec<Finding>, Error> {
    let mut all: Vec<Numbered> = tickets.iter().map(Numbered::from).collect();
    let here: HashSet<&Uid> = tickets.iter().map(|s| &s.ticket.uid).collect();
    if let Some(known) = known {
        let asked: BTreeSet<Number> = all.iter().map(|t| t.number).collect();
        for number in asked {
            let others = known.with_number(number)?;
            all.extend(others.iter().filter(|s| !here.contains(&s.ticket.uid)).map(Numbered::from));
        }
    }
    let mut found = Vec::new();
    for (number, holders) in numbers::shared(&all) {
        if !holders.iter().any(|ticket| numbered.contains(&ticket.uid)) {
            continue;
        }
        let names = holders.iter().map(|t| t.dir.to_string()).collect::<Vec<_>>().join(", ");
        for younger in holders.iter().skip(1) {
            let message = format!(
                "number {number} is that of {names}; `tramite sync` (or `tramite doctor --fix`) gives the younger ticket another, \
                 with `number:` in its file"
            );
            let path = younger.dir.ticket_path();
            let mut finding = Finding::error(Rule::DuplicateNumber.id(), message).in_file(&path);
            finding.ticket = Some(number.to_string());
            finding.commit = Some(head.to_owned());
            found.push(finding);
        }
    }
    Ok(found)
}

/// Comments that these commits put where no ticket is.
fn orphans(
    store: &Store,
    files: &HashSet<String>,
    tickets: &[Snapshot],
    tip: ObjectId,
) -> Result<Vec<Finding>, Error> {
    let head = tip.to_string();
    let there: HashSet<&TicketDir> = tickets.iter().map(|ticket| &ticket.dir).collect();
    let mut comments: Vec<&String> =
        files.iter().filter(|path| matches!(DeskPath::of(path), DeskPath::Comment(..))).collect();
    comments.sort();
    let mut lonely = HashMap::new();
    let mut found = Vec::new();
    for path in comments {
        let Some(dir) = paths::folder(path).filter(|dir| !there.contains(dir)) else { continue };
        let is_lonely = if let Some(lonely) = lonely.get(&dir) {
            *lonely
        } else {
            let names = store.names(&head, &dir.path())?;
            let is = !names.is_empty() && !names.iter().any(|name| name == "ticket.yaml");
            *lonely.entry(dir.clone()).or_insert(is)
        };
        if is_lonely && store.file_at(tip, path).is_some() {
            let message = "there is no ticket.yaml beside this comment; bring it back with git, or take the comment out";
            let mut finding = Finding::error(Rule::NoTicket.id(), message).in_file(path);
            finding.ticket = Some(dir.number.to_string());
            finding.commit = Some(head.clone());
            found.push(finding);
        }
    }
    Ok(found)
}

/// A commit's id as people read it.
pub fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
