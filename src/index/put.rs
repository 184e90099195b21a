//! Writing rows into the tables.

use super::IndexError;
use super::rows::{Now, TicketRows};
use crate::model::{TicketDir, Uid};
use crate::process::files;
use crate::store::history::{ObjectId, Problem};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, params};

/// Commits with their generations.
pub(super) fn commits(db: &Connection, mut commits: Vec<(ObjectId, u32)>) -> Result<(), IndexError> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO commits VALUES (?1, ?2)")?;
    // In the order of the table, so that it grows at its end.
    commits.sort_unstable();
    for (commit, generation) in commits {
        insert.execute(params![commit.as_bytes(), generation])?;
    }
    Ok(())
}

/// Folders and the uids seen in them.
pub(super) fn folders(db: &Connection, folders: &[(TicketDir, Uid)]) -> Result<(), IndexError> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO folders VALUES (?1, ?2)")?;
    for (dir, uid) in folders {
        insert.execute(params![dir.path(), uid.as_str()])?;
    }
    Ok(())
}

/// All problems of the head.
pub(super) fn problems(db: &Connection, problems: &[Problem]) -> Result<(), IndexError> {
    db.execute("DELETE FROM problems", [])?;
    let mut insert = db.prepare_cached("INSERT INTO problems VALUES (?1, ?2, ?3, ?4)")?;
    for problem in problems {
        let finding = serde_json::to_string(&problem.finding)?;
        let duplicate = problem.duplicate.as_ref().map(Uid::as_str);
        insert.execute(params![problem.path, problem.blob.to_string(), duplicate, finding])?;
    }
    Ok(())
}

/// One ticket in the place of what is there of it.
pub(super) fn ticket(db: &Connection, rows: &TicketRows) -> Result<(), IndexError> {
    let uid = rows.uid.as_str();
    for table in ["tramites", "numbers", "clocks"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE uid = ?1"))?.execute([uid])?;
    }
    history(db, rows)?;
    now(db, &rows.uid, rows.now.as_ref(), true)
}

/// One ticket of which nothing is there.
pub(super) fn new_ticket(db: &Connection, rows: &TicketRows, build: &str) -> Result<(), IndexError> {
    history(db, rows)?;
    if let Some(clocks) = &rows.clocks {
        let mut insert = db.prepare_cached("INSERT INTO clocks VALUES (?1, ?2, ?3)")?;
        insert.execute(params![rows.uid.as_str(), build, clocks])?;
    }
    rows.now.as_ref().map_or(Ok(()), |now| present(db, None, now))
}

fn history(db: &Connection, rows: &TicketRows) -> Result<(), IndexError> {
    let uid = rows.uid.as_str();
    let mut insert =
        db.prepare_cached("INSERT INTO tramites VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for (ord, row) in (0_i64..).zip(&rows.tramites) {
        let tramite = &row.tramite;
        insert.execute(params![
            uid,
            ord,
            tramite.at.to_rfc3339(),
            tramite.recorded.to_rfc3339(),
            tramite.by.name,
            tramite.by.email,
            tramite.commit,
            row.generation,
            row.config,
            row.changes,
        ])?;
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO numbers VALUES (?1, ?2, ?3)")?;
    for number in &rows.numbers {
        insert.execute(params![number.month, number.seq, uid])?;
    }
    Ok(())
}

/// What a ticket is now in the place of what is there; its full text only where it was `text`ed anew.
pub(super) fn now(db: &Connection, uid: &Uid, now: Option<&Now>, text: bool) -> Result<(), IndexError> {
    let id: Option<i64> = {
        let mut find = db.prepare_cached("SELECT id FROM tickets WHERE uid = ?1")?;
        find.query_row([uid.as_str()], |row| row.get(0)).optional()?
    };
    for table in ["comments", "status_log", "assignments", "with_files"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE uid = ?1"))?.execute([uid.as_str()])?;
    }
    if let Some(id) = id {
        db.prepare_cached("DELETE FROM tickets WHERE id = ?1")?.execute([id])?;
        if text {
            db.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([id])?;
        }
    }
    now.map_or(Ok(()), |now| present(db, id, now))
}

fn present(db: &Connection, id: Option<i64>, now: &Now) -> Result<(), IndexError> {
    let uid = &now.snapshot.ticket.uid;
    let id = row(db, id, now)?;
    parts(db, uid, now)?;
    if let Some(text) = &now.text {
        db.prepare_cached("INSERT INTO search (rowid, uid, body) VALUES (?1, ?2, ?3)")?.execute(params![
            id,
            uid.as_str(),
            text
        ])?;
    }
    Ok(())
}

fn parts(db: &Connection, uid: &Uid, now: &Now) -> Result<(), IndexError> {
    let derived = &now.derived;
    let mut insert = db.prepare_cached("INSERT INTO comments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for (ord, ((id, said), json)) in (0_i64..).zip(derived.said.iter().zip(&now.comments)) {
        insert.execute(params![
            uid.as_str(),
            ord,
            id.as_str(),
            said.at.timestamp(),
            said.at.to_rfc3339(),
            said.by.name,
            said.by.email,
            said.commit,
            json,
        ])?;
    }
    if files::names_any(&now.snapshot) {
        db.prepare_cached("INSERT INTO with_files VALUES (?1)")?.execute([uid.as_str()])?;
    }
    let mut insert = db.prepare_cached("INSERT INTO status_log VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for change in &derived.statuses {
        insert.execute(params![
            uid.as_str(),
            change.ord as i64,
            change.type_id,
            change.status,
            change.category.as_str(),
            change.known
        ])?;
    }
    let mut insert = db.prepare_cached("INSERT INTO assignments VALUES (?1, ?2, ?3, ?4)")?;
    for (ord, (person, at)) in (0_i64..).zip(&derived.assignments) {
        insert.execute(params![uid.as_str(), ord, person, at.timestamp()])?;
    }
    Ok(())
}

fn row(db: &Connection, id: Option<i64>, now: &Now) -> Result<i64, IndexError> {
    let Now { snapshot, derived, .. } = now;
    let (ticket, number) = (&snapshot.ticket, snapshot.number());
    let seconds = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.timestamp());
    db.prepare_cached(
        "INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
         ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)",
    )?
    .execute(params![
        id,
        ticket.uid.as_str(),
        snapshot.dir.path(),
        ticket.uid.suffix(),
        number.month,
        number.seq,
        ticket.type_id,
        ticket.title,
        ticket.status,
        now.category.as_str(),
        ticket.priority,
        now.rank,
        ticket.requester,
        ticket.organization,
        ticket.payer,
        ticket.team,
        ticket.assignee,
        ticket.origin,
        now.due_s,
        now.promised_s,
        ticket.rating,
        ticket.merged,
        derived.opened.at.timestamp(),
        derived.opened.at.to_rfc3339(),
        derived.opened.by.email,
        seconds(derived.closed),
        derived.closed.map(|at| at.to_rfc3339()),
        derived.status_since.timestamp(),
        derived.last.timestamp(),
        seconds(derived.last_public),
        seconds(derived.last_customer),
        seconds(derived.unanswered_since),
        derived.public_since_contact,
        seconds(derived.assigned),
        now.json,
    ])?;
    Ok(db.last_insert_rowid())
}
