//! The commits of this repository that name tickets by trailer, in a file of their own: they change with any branch, not
//! only with the desk's. Read on from the branch tips that were read last; disposable like the index (2.3, E3).

use super::IndexError;
use super::known::{damaged, time};
use crate::model::Identity;
use crate::model::trailer::{TicketName, TrailerKey, names};
use crate::store::{Store, TrailedCommit};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Row, TransactionBehavior, params, params_from_iter};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// The file's name in the git directory's `tramite/` folder.
const NAME: &str = "commits.db";
/// To be raised with every change of the tables or of what is written into them.
const FORMAT: i64 = 1;
/// How long to wait for another process that is writing the file.
const PATIENCE: Duration = Duration::from_secs(60);

const TABLES: &str = "
DROP TABLE IF EXISTS tips; DROP TABLE IF EXISTS commits; DROP TABLE IF EXISTS named;
CREATE TABLE tips (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE commits (id TEXT PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
  subject TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE named (ticket TEXT NOT NULL, commit_id TEXT NOT NULL, trailer TEXT NOT NULL,
  PRIMARY KEY (ticket, commit_id, trailer)) WITHOUT ROWID;
CREATE INDEX named_commit ON named (commit_id);
";

/// A commit that names a ticket, in one of its trailers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamingCommit {
    /// Its id, hexadecimal.
    pub commit: String,
    /// The earlier of author and committer date.
    pub at: DateTime<FixedOffset>,
    /// Its author.
    pub by: Identity,
    /// The first line of its message.
    pub subject: String,
    /// What it says of the ticket.
    pub trailer: TrailerKey,
    /// How it names it.
    pub name: TicketName,
}

impl NamingCommit {
    /// One for every ticket that a commit names, by its trailers; values of another form are not ours.
    pub fn of(commit: &TrailedCommit) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (trailer, value) in &commit.trailers {
            for name in names(value).unwrap_or_default() {
                if found.iter().any(|one| one.trailer == *trailer && one.name == name) {
                    continue;
                }
                found.push(Self {
                    commit: commit.commit.clone(),
                    at: commit.at,
                    by: commit.by.clone(),
                    subject: commit.subject.clone(),
                    trailer: *trailer,
                    name,
                });
            }
        }
        found
    }
}

/// The commits of all branches of a repository that name tickets.
#[derive(Debug)]
pub struct NamingCommits {
    db: Connection,
}

impl NamingCommits {
    /// Those of the branches as they are now.
    pub fn open(store: &Store) -> Result<Self, IndexError> {
        Self::open_in(&store.own_dir(), store)
    }

    /// The same with the file in folder `dir`; where it cannot be used, in memory.
    pub(super) fn open_in(dir: &Path, store: &Store) -> Result<Self, IndexError> {
        let tips = store.branch_tips()?;
        let path = dir.join(NAME);
        let opened = file(dir, store, &tips).or_else(|error| {
            if !error.is_damage() {
                return Err(error);
            }
            for suffix in ["", "-wal", "-shm", "-journal"] {
                let mut name = path.clone().into_os_string();
                name.push(suffix);
                let _ = std::fs::remove_file(name);
            }
            file(dir, store, &tips)
        });
        match opened {
            Err(error @ (IndexError::Store(_) | IndexError::History(_))) => Err(error),
            Err(_) => {
                let mut db = Connection::open_in_memory()?;
                bring_up(&mut db, store, &tips)?;
                Ok(Self { db })
            }
            done => done,
        }
    }

    /// All of them, by time.
    pub fn all(&self) -> Result<Vec<NamingCommit>, IndexError> {
        self.read("", &[])
    }

    /// Those that name a ticket in one of these ways, by time.
    pub fn naming(&self, ways: &[TicketName]) -> Result<Vec<NamingCommit>, IndexError> {
        let marks = vec!["?"; ways.len()].join(", ");
        let ways: Vec<String> = ways.iter().map(ToString::to_string).collect();
        self.read(&format!("WHERE ticket IN ({marks})"), &ways)
    }

    fn read(&self, rest: &str, values: &[String]) -> Result<Vec<NamingCommit>, IndexError> {
        let mut statement = self.db.prepare(&format!(
            "SELECT commits.id, at, name, email, subject, trailer, ticket \
             FROM named JOIN commits ON commits.id = commit_id {rest}"
        ))?;
        let rows = statement.query_and_then(params_from_iter(values), naming)?;
        let mut found = rows.collect::<Result<Vec<_>, _>>()?;
        found.sort_by(|a, b| {
            (a.at, &a.commit, a.trailer, &a.name).cmp(&(b.at, &b.commit, b.trailer, &b.name))
        });
        Ok(found)
    }
}

fn naming(row: &Row) -> Result<NamingCommit, IndexError> {
    let text = |column: usize| row.get_ref(column).map_err(IndexError::from)?.as_str().map_err(damaged);
    Ok(NamingCommit {
        commit: row.get(0)?,
        at: time(text(1)?)?,
        by: Identity { name: row.get(2)?, email: row.get(3)? },
        subject: row.get(4)?,
        trailer: TrailerKey::parse(text(5)?).ok_or_else(|| damaged("an unknown trailer"))?,
        name: text(6)?.parse().map_err(|()| damaged("no ticket's name"))?,
    })
}

fn file(dir: &Path, store: &Store, tips: &[String]) -> Result<NamingCommits, IndexError> {
    // Where this fails, so does what follows.
    let _ = std::fs::create_dir_all(dir);
    let mut db = Connection::open(dir.join(NAME))?;
    db.busy_timeout(PATIENCE)?;
    // Disposable: what a crash of the machine leaves is read anew, see `is_damage`.
    db.pragma_update(None, "synchronous", "OFF")?;
    bring_up(&mut db, store, tips)?;
    Ok(NamingCommits { db })
}

fn known_tips(db: &Connection) -> Result<Vec<String>, IndexError> {
    let mut statement = db.prepare("SELECT id FROM tips ORDER BY id")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn format(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Reads on: what new tips bring comes in, what was only reachable from tips that are gone goes.
fn bring_up(db: &mut Connection, store: &Store, tips: &[String]) -> Result<(), IndexError> {
    if format(db)? == FORMAT && known_tips(db)? == tips {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if format(&tx)? != FORMAT {
        tx.execute_batch(TABLES)?;
        tx.pragma_update(None, "user_version", FORMAT)?;
    }
    let mut known = known_tips(&tx)?;
    if !store.have(&known) {
        // Branches were rewritten and their old commits cleared away: nobody can say any more what went with them.
        tx.execute_batch(TABLES)?;
        known.clear();
    }
    let now: BTreeSet<&String> = tips.iter().collect();
    let gone: Vec<String> = known.iter().filter(|tip| !now.contains(tip)).cloned().collect();
    let new: Vec<String> = tips.iter().filter(|tip| !known.contains(tip)).cloned().collect();
    for lost in store.trailed(&gone, tips)? {
        tx.execute("DELETE FROM named WHERE commit_id = ?1", [&lost.commit])?;
        tx.execute("DELETE FROM commits WHERE id = ?1", [&lost.commit])?;
    }
    for commit in store.trailed(&new, &known)? {
        let named = NamingCommit::of(&commit);
        if named.is_empty() {
            continue;
        }
        tx.execute(
            "INSERT OR REPLACE INTO commits VALUES (?1, ?2, ?3, ?4, ?5)",
            params![commit.commit, commit.at.to_rfc3339(), commit.by.name, commit.by.email, commit.subject],
        )?;
        for one in named {
            tx.execute(
                "INSERT OR IGNORE INTO named VALUES (?1, ?2, ?3)",
                params![one.name.to_string(), one.commit, one.trailer.as_str()],
            )?;
        }
    }
    tx.execute("DELETE FROM tips", [])?;
    for tip in tips {
        tx.execute("INSERT INTO tips VALUES (?1)", [tip])?;
    }
    tx.commit()?;
    Ok(())
}
