//! `import`: the history of another system as it was, one commit per event (8.4).
//!
//! A commit's author is who did it; its committer is who imports. Both of its dates are the event's, so that the past
//! is neither late nor unknown to `--as-known`. Roles, flows, rules and events judge no past.

mod keys;
mod read;

#[cfg(test)]
mod tests;

use self::read::{Prepared, Read, Reader};
use super::{App, Error, subject};
use crate::codec;
use crate::model::{Change, External, Identity, Number, Snapshot, Ticket, TicketDir, Uid, change};
use crate::store::{self, Signature, Tip, WriteError};
use chrono::{DateTime, Datelike, Utc};
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

/// How many bad lines are named one by one.
const MOST_TOLD: usize = 100;

/// A line that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// From 1.
    pub line: usize,
    /// All that is wrong with it.
    pub why: Vec<String>,
}

/// A move from one status of a type to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Move {
    /// The type.
    #[serde(rename = "type")]
    pub type_id: String,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct Imported {
    /// Tickets that are new.
    pub tickets: usize,
    /// Commits made: one for each opening and each event.
    pub commits: usize,
    /// Lines with a ticket that was there already.
    pub there: usize,
    /// Events that changed nothing, and so have no commit.
    pub idle: usize,
    /// Lines that were left out.
    pub bad: Vec<BadLine>,
    /// Moves that the flow lacks, with how many there were.
    pub moves: Vec<(Move, usize)>,
    /// Names that the desk does not have: key, name, how often.
    pub strangers: Vec<(String, String, usize)>,
    /// Events that lie in the future.
    pub ahead: usize,
    /// The first and the last number given.
    pub numbers: Option<(Number, Number)>,
    /// The last commit made.
    pub commit: Option<String>,
    /// The commits are made, but the working tree could not be brought in step: why.
    pub unfinished: Option<String>,
}

/// Where an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A line was read.
    Read,
    /// One of so many commits was made.
    Written(usize),
}

/// What a desk has already.
struct There {
    externals: HashSet<External>,
    uids: HashSet<Uid>,
}

impl App {
    /// Imports tickets, one line each. Where a line is bad, nothing is imported, unless `skip_bad`.
    pub fn import_jsonl(
        &self,
        input: &mut dyn BufRead,
        skip_bad: bool,
        progress: &mut dyn FnMut(Stage),
    ) -> Result<Imported, Error> {
        let actor = self.actor()?;
        if !actor.works_here() {
            return Err(Error::refused(format!("{} is no person of the desk", actor.email))
                .because("who imports writes the desk's history")
                .mend("`tramite person add` makes somebody one"));
        }
        crate::process::may_import(&self.config, actor).map_err(|refused| {
            Error::refused(refused.message)
                .mend("`config: {import: [...]}` in .tramite/desk.yaml says who may")
        })?;
        let there = self.there()?;
        let reader = Reader::new(&self.config, &there.externals, there.uids);
        let read = reader
            .run(input, &mut || progress(Stage::Read))
            .map_err(|error| Error::environment("cannot read the file").because(error.to_string()))?;
        if !read.bad.is_empty() && !skip_bad {
            return Err(refused(&read));
        }
        let mut imported = Imported {
            there: read.there,
            idle: read.idle,
            bad: read.bad,
            moves: read.moves.into_iter().collect(),
            strangers: read.strangers.into_iter().map(|((k, name), n)| (k.to_owned(), name, n)).collect(),
            ..Imported::default()
        };
        if !read.tickets.is_empty() {
            self.write_history(&read.tickets, &mut imported, progress)?;
        }
        Ok(imported)
    }

    fn there(&self) -> Result<There, Error> {
        let mut there = There { externals: HashSet::new(), uids: HashSet::new() };
        for row in self.index()?.all()? {
            there.externals.extend(row.ticket()?.external);
            there.uids.insert(row.uid);
        }
        Ok(there)
    }

    fn write_history(
        &self,
        tickets: &[Prepared],
        imported: &mut Imported,
        progress: &mut dyn FnMut(Stage),
    ) -> Result<(), Error> {
        let env = super::store_env(&self.env);
        let committer = self.store.committer(&env)?;
        let plan = |tip: &Tip| -> Result<Vec<store::Change>, Error> {
            if tip.commit.as_deref() != Some(self.head.as_str()) {
                return Err(Error::new(super::Kind::Conflict, "the desk changed while the file was read")
                    .mend("run the import again"));
            }
            let order = in_order(tickets);
            let dirs = self.number(tickets, &order)?;
            let total = order.len();
            imported.tickets = tickets.len();
            imported.commits = total;
            let now = self.now.to_utc();
            imported.ahead = order.iter().filter(|(at, ..)| *at > now).count();
            imported.numbers = dirs.iter().map(|d| d.number).min().zip(dirs.iter().map(|d| d.number).max());
            let mut live: Vec<Option<Snapshot>> = vec![None; tickets.len()];
            let commits = order.iter().map(|(_, ticket, step)| {
                progress(Stage::Written(total));
                commit(&tickets[*ticket], *step, &dirs[*ticket], &mut live[*ticket], &committer)
            });
            Ok(commits.collect())
        };
        let mut plan = plan;
        let committed = self.store.commit_all(&env, &mut plan).map_err(|error| match error {
            WriteError::Store(error) => error.into(),
            WriteError::Plan(error) => error,
        })?;
        imported.commit = committed.commit;
        imported.unfinished = committed.unfinished.map(|error| error.to_string());
        Ok(())
    }

    /// Every ticket's folder: numbers go on after the month's greatest, in order of opening.
    fn number(
        &self,
        tickets: &[Prepared],
        order: &[(DateTime<Utc>, usize, usize)],
    ) -> Result<Vec<TicketDir>, Error> {
        let mut last: HashMap<u32, u32> = HashMap::new();
        let mut dirs: Vec<Option<TicketDir>> = vec![None; tickets.len()];
        for (at, ticket, _) in order.iter().filter(|(_, _, step)| *step == 0) {
            let local = self.zone.local(*at);
            let month = local.year() as u32 * 100 + local.month();
            let seq = match last.get(&month) {
                Some(seq) => seq + 1,
                None => self.greatest_number(month)? + 1,
            };
            last.insert(month, seq);
            dirs[*ticket] = Some(TicketDir::new(Number { month, seq }, &tickets[*ticket].opened.uid));
        }
        // Each ticket has its opening among the steps.
        Ok(dirs.into_iter().flatten().collect())
    }
}

/// Every step of every ticket in order of time; of one instant, in the file's order.
fn in_order(tickets: &[Prepared]) -> Vec<(DateTime<Utc>, usize, usize)> {
    let steps = tickets.iter().enumerate().flat_map(|(ticket, prepared)| {
        prepared.steps.iter().enumerate().map(move |(step, it)| (it.at.to_utc(), ticket, step))
    });
    let mut order: Vec<_> = steps.collect();
    order.sort_unstable();
    order
}

/// The commit of one step, on the ticket as the steps before have left it.
fn commit(
    prepared: &Prepared,
    step: usize,
    dir: &TicketDir,
    live: &mut Option<Snapshot>,
    committer: &Identity,
) -> store::Change {
    let it = &prepared.steps[step];
    let mut files = Vec::new();
    let mut ticket_file = |ticket: &Ticket| {
        files.push((dir.ticket_path(), Some(codec::ticket::encode(ticket, None))));
    };
    let message = if step == 0 {
        ticket_file(&prepared.opened);
        *live = Some(Snapshot::new(dir.clone(), prepared.opened.clone()));
        // The whole state is what `subject` would need only for its type.
        format!("{} opened: {}\n", dir.number, prepared.opened.type_id)
    } else {
        let own = |change: &&Change| {
            !matches!(change, Change::Comment { .. } | Change::Dismissed { .. } | Change::Purged { .. })
        };
        for change in it.changes.iter().filter(own) {
            change::apply(live, change);
        }
        if it.changes.iter().any(|change| own(&change))
            && let Some(snapshot) = live.as_ref()
        {
            ticket_file(&snapshot.ticket);
        }
        for change in &it.changes {
            if let Change::Comment { id, comment } = change {
                files.push((dir.comment_path(id), Some(codec::comment::encode(comment))));
            }
        }
        format!("{}\n", subject(dir.number, &it.changes))
    };
    if step + 1 == prepared.steps.len() {
        *live = None;
    }
    let signed = |who: &Identity| Signature { name: who.name.clone(), email: who.email.clone(), when: it.at };
    store::Change { message, author: signed(&it.by), committer: signed(committer), files, onto: None }
}

/// All bad lines at once.
fn refused(read: &Read) -> Error {
    let (bad, lines) = (read.bad.len(), read.lines);
    let mut error = Error::refused(format!("{bad} of {lines} lines cannot be imported; nothing was"))
        .mend("mend them, or import the others with --skip-bad");
    error.why = told(&read.bad);
    error
}

/// Bad lines as a person can read them: each by its number, and where there are very many how often each reason is left.
fn told(bad: &[BadLine]) -> Vec<String> {
    let (first, rest) = bad.split_at(bad.len().min(MOST_TOLD));
    let mut reasons: IndexMap<&str, usize> = IndexMap::new();
    for why in rest.iter().flat_map(|line| &line.why) {
        let reason =
            why.strip_prefix("event ").and_then(|why| why.split_once(": ")).map_or(&**why, |(_, why)| why);
        *reasons.entry(reason).or_default() += 1;
    }
    let left = reasons.into_iter().map(|(reason, count)| format!("{count} more: {reason}"));
    first.iter().map(ToString::to_string).chain(left).collect()
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.why.join("; "))
    }
}
