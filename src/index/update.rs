//! Writing what history gave into the tables.

use super::derive::{self, Derived, category_in};
use super::known::{self, Before};
use super::schema::{self, meta, set_meta};
use super::{IndexError, Source, lines};
use crate::codec;
use crate::model::config::{Config, StatusCategory};
use crate::model::{Change, Number, Pair, Snapshot, Uid};
use crate::process::files;
use crate::query::{self, Days};
use crate::store::history::{History, HistoryError, ObjectId, Recorded, TicketHistory};
use rusqlite::{Connection, params};
use std::collections::{BTreeSet, HashMap};

/// Brings the tables to the source's head and configuration, within the caller's transaction.
pub(super) fn bring_up(db: &Connection, source: &Source) -> Result<(), IndexError> {
    let config = source.config_id;
    let same_head = meta(db, "head")?.as_deref() == Some(source.head);
    let before = meta(db, "config")?;
    let same_config = before.as_deref() == Some(config);
    let mut writer = Writer::new(db, source);
    if !same_head {
        let history = read_on(db, source)?;
        // Which policy holds may depend on every configuration that ever was.
        let has = |commit: &ObjectId| source.store.config_tree_id(&commit.to_string());
        if history.commits.iter().any(|(commit, _)| has(commit) != before) {
            db.execute("DELETE FROM clocks", [])?;
        }
        writer.add(&history)?;
    }
    if !same_config && meta(db, "config")?.is_some() {
        db.execute("DELETE FROM clocks", [])?;
        writer.reconfigure()?;
    }
    set_meta(db, "head", source.head)?;
    set_meta(db, "branch", source.store.branch())?;
    set_meta(db, "config", config)?;
    Ok(())
}

/// What history has that the tables lack; all of it, into empty tables, where it does not go on from them.
fn read_on(db: &Connection, source: &Source) -> Result<History, IndexError> {
    if let Some(before) = Before::of(db)? {
        match source.store.history(source.head, Some(&before)) {
            Err(HistoryError::Rewritten(_)) => {}
            other => return Ok(other?),
        }
    }
    schema::create(db)?;
    Ok(source.store.history(source.head, None)?)
}

struct Writer<'a> {
    db: &'a Connection,
    source: &'a Source<'a>,
    ranks: HashMap<&'a str, i64>,
    /// Templates by the `.tramite` tree that they are in; `None` where they cannot be read.
    templates: HashMap<String, Option<Config>>,
}

impl<'a> Writer<'a> {
    fn new(db: &'a Connection, source: &'a Source<'a>) -> Self {
        // The most urgent is the greatest.
        let priorities = source.config.desk.priorities.iter().rev();
        let ranks = priorities.zip(1..).map(|(priority, rank)| (priority.id.as_str(), rank)).collect();
        Self { db, source, ranks, templates: HashMap::new() }
    }

    fn add(&mut self, history: &History) -> Result<(), IndexError> {
        let mut insert = self.db.prepare_cached("INSERT OR REPLACE INTO commits VALUES (?1, ?2)")?;
        // In the order of the table, so that it grows at its end.
        let mut commits: Vec<_> = history.commits.iter().collect();
        commits.sort_unstable();
        for (commit, generation) in commits {
            insert.execute(params![commit.as_bytes(), generation])?;
        }
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO folders VALUES (?1, ?2)")?;
        for (dir, uid) in &history.folders {
            insert.execute(params![dir.path(), uid.as_str()])?;
        }
        self.db.execute("DELETE FROM problems", [])?;
        let mut insert = self.db.prepare_cached("INSERT INTO problems VALUES (?1, ?2, ?3, ?4)")?;
        for problem in &history.problems {
            let finding = serde_json::to_string(&problem.finding)?;
            let duplicate = problem.duplicate.as_ref().map(Uid::as_str);
            insert.execute(params![problem.path, problem.blob.to_string(), duplicate, finding])?;
        }
        for ticket in &history.tickets {
            self.ticket(ticket)?;
        }
        Ok(())
    }

    /// Writes one ticket anew.
    fn ticket(&mut self, ticket: &TicketHistory) -> Result<(), IndexError> {
        let uid = ticket.uid.as_str();
        for table in ["tramites", "numbers", "clocks"] {
            self.db.prepare_cached(&format!("DELETE FROM {table} WHERE uid = ?1"))?.execute([uid])?;
        }
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO tramites VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        for (ord, recorded) in (0_i64..).zip(&ticket.tramites) {
            let tramite = &recorded.tramite;
            insert.execute(params![
                uid,
                ord,
                tramite.at.to_rfc3339(),
                tramite.recorded.to_rfc3339(),
                tramite.by.name,
                tramite.by.email,
                tramite.commit,
                recorded.generation,
                recorded.config,
                lines::write(&tramite.changes)?,
            ])?;
        }
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO numbers VALUES (?1, ?2, ?3)")?;
        for number in numbers(&ticket.tramites) {
            insert.execute(params![number.month, number.seq, uid])?;
        }
        self.now(&ticket.uid, ticket.snapshot.as_ref(), &ticket.tramites, true)
    }

    /// Writes what a ticket is now; its full text only where it may have changed.
    fn now(
        &mut self,
        uid: &Uid,
        snapshot: Option<&Snapshot>,
        tramites: &[Recorded],
        text: bool,
    ) -> Result<(), IndexError> {
        let db = self.db;
        let id: Option<i64> = {
            use rusqlite::OptionalExtension;
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
        let Some(snapshot) = snapshot else { return Ok(()) };
        let Some(derived) = self.derived(snapshot, tramites) else { return Ok(()) };
        let id = self.row(id, snapshot, &derived)?;
        self.parts(uid, snapshot, &derived)?;
        if text {
            db.prepare_cached("INSERT INTO search (rowid, uid, body) VALUES (?1, ?2, ?3)")?
                .execute(params![id, uid.as_str(), query::searchable(snapshot)])?;
        }
        Ok(())
    }

    fn parts(&self, uid: &Uid, snapshot: &Snapshot, derived: &Derived) -> Result<(), IndexError> {
        let mut insert =
            self.db.prepare_cached("INSERT INTO comments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        for (ord, (id, said)) in (0_i64..).zip(&derived.said) {
            insert.execute(params![
                uid.as_str(),
                ord,
                id.as_str(),
                said.at.timestamp(),
                said.at.to_rfc3339(),
                said.by.name,
                said.by.email,
                said.commit,
                serde_json::to_string(&snapshot.comments.get(id))?,
            ])?;
        }
        if files::names_any(snapshot) {
            self.db.prepare_cached("INSERT INTO with_files VALUES (?1)")?.execute([uid.as_str()])?;
        }
        let mut insert = self.db.prepare_cached("INSERT INTO status_log VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
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
        let mut insert = self.db.prepare_cached("INSERT INTO assignments VALUES (?1, ?2, ?3, ?4)")?;
        for (ord, (person, at)) in (0_i64..).zip(&derived.assignments) {
            insert.execute(params![uid.as_str(), ord, person, at.timestamp()])?;
        }
        Ok(())
    }

    fn derived(&mut self, snapshot: &Snapshot, tramites: &[Recorded]) -> Option<Derived> {
        let (source, templates) = (self.source, &mut self.templates);
        let mut category_at = |tree: Option<&str>, type_id: &str, status: &str| {
            category_at(source, templates, tree, type_id, status)
        };
        let timeline = tramites.iter().map(|r| (&r.tramite, r.config.as_deref()));
        derive::derive(snapshot, timeline, source.config, &mut category_at)
    }

    fn row(&self, id: Option<i64>, snapshot: &Snapshot, derived: &Derived) -> Result<i64, IndexError> {
        let (ticket, number) = (&snapshot.ticket, snapshot.number());
        let days =
            Days { now: derived.last, start: self.source.day_start, locale: &self.source.config.desk.locale };
        let date = |text: &Option<String>| text.as_deref().and_then(|t| query::stored_seconds(t, &days));
        let rank = ticket.priority.as_deref().and_then(|priority| self.ranks.get(priority));
        let seconds = |at: Option<chrono::DateTime<chrono::FixedOffset>>| at.map(|at| at.timestamp());
        self.db
            .prepare_cached(
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
                query::category(self.source.config, ticket).as_str(),
                ticket.priority,
                rank,
                ticket.requester,
                ticket.organization,
                ticket.payer,
                ticket.team,
                ticket.assignee,
                ticket.origin,
                date(&ticket.due),
                date(&ticket.promised),
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
                serde_json::to_string(ticket)?,
            ])?;
        Ok(self.db.last_insert_rowid())
    }

    /// Computes anew what depends on the configuration.
    fn reconfigure(&mut self) -> Result<(), IndexError> {
        let uids: Vec<String> = {
            let mut statement = self.db.prepare("SELECT uid FROM tickets")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for uid in uids {
            let uid: Uid = uid.parse()?;
            let tramites = known::tramites(self.db, &uid)?;
            let snapshot = crate::model::change::fold(tramites.iter().flat_map(|r| &r.tramite.changes));
            self.now(&uid, snapshot.as_ref(), &tramites, false)?;
        }
        Ok(())
    }
}

fn category_at(
    source: &Source,
    templates: &mut HashMap<String, Option<Config>>,
    tree: Option<&str>,
    type_id: &str,
    status: &str,
) -> Option<StatusCategory> {
    let tree = tree?;
    if tree == source.config_id {
        return category_in(source.config, type_id, status);
    }
    if !templates.contains_key(tree) {
        let files = source.store.type_files(tree).ok();
        templates.insert(tree.to_owned(), files.map(|files| codec::config::load(&files).0));
    }
    category_in(templates.get(tree)?.as_ref()?, type_id, status)
}

/// Every number that a ticket ever had.
fn numbers(tramites: &[Recorded]) -> BTreeSet<Number> {
    let mut all = BTreeSet::new();
    let mut born = None;
    for change in tramites.iter().flat_map(|r| &r.tramite.changes) {
        match change {
            Change::Opened { number, ticket, .. } => {
                born = Some(*number);
                all.insert(ticket.number.unwrap_or(*number));
            }
            Change::Number(Pair { to: Some(to), .. }) => all.extend(to.parse::<Number>()),
            Change::Number(Pair { to: None, .. }) => all.extend(born),
            Change::Other { key, to: Some(to), .. } if key == "path" => {
                let dir = to.as_text().and_then(|path| crate::model::TicketDir::from_path(path).ok());
                born = dir.map(|dir| dir.number).or(born);
                all.extend(born);
            }
            _ => {}
        }
    }
    all
}
