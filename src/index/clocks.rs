//! Clocks as the layer above has worked them out, kept with the trâmites that they are of: a later reader needs neither
//! those nor the policies.

use super::known::damaged;
use super::schema::meta;
use super::{Index, IndexError};
use crate::model::{Number, Uid};
use crate::report::sla::Subject;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use std::time::Duration;

impl Index {
    /// What `build` of the program kept of a ticket; `None` where the ticket or any configuration has changed since.
    pub fn kept_clocks(&self, uid: &Uid, build: &str) -> Result<Option<String>, IndexError> {
        let mut statement =
            self.db.prepare_cached("SELECT body FROM clocks WHERE uid = ?1 AND build = ?2")?;
        Ok(statement.query_row([uid.as_str(), build], |row| row.get(0)).optional()?)
    }

    /// Every ticket by number, as a report of clocks names it, with what `build` of the program kept of it.
    pub fn each_subject<E: From<IndexError>>(
        &self,
        build: &str,
        visit: &mut dyn FnMut(Subject, Option<&str>) -> Result<(), E>,
    ) -> Result<(), E> {
        const ALL: &str = "SELECT month, seq, tickets.uid, title, type, priority, team, assignee, organization, body \
             FROM tickets LEFT JOIN clocks ON clocks.uid = tickets.uid AND build = ?1 ORDER BY month, seq, tickets.uid";
        let sql = IndexError::from;
        let mut statement = self.db.prepare_cached(ALL).map_err(sql)?;
        let mut rows = statement.query([build]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let subject = subject(row)?;
            let body = row.get_ref(9).map_err(sql)?.as_str_or_null().map_err(damaged)?;
            visit(subject, body)?;
        }
        Ok(())
    }

    /// When the last trâmite of any ticket was, Unix seconds; `None` without tickets.
    pub fn latest(&self) -> Result<Option<i64>, IndexError> {
        let mut statement = self.db.prepare_cached("SELECT max(last_s) FROM tickets")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Keeps what was worked out of what this index says. Where another process writes, has written or nothing can be written,
    /// it is worked out again the next time.
    pub fn keep_clocks(&self, build: &str, all: &[(Uid, String)]) {
        if !all.is_empty() {
            let _ = self.try_keep(build, all);
        }
    }

    fn try_keep(&self, build: &str, all: &[(Uid, String)]) -> rusqlite::Result<()> {
        // What this connection sees does not change: another one writes.
        let Some(path) = self.db.path().filter(|path| !path.is_empty()) else { return Ok(()) };
        let mut db = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.busy_timeout(Duration::ZERO)?;
        db.pragma_update(None, "synchronous", "OFF")?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for key in ["head", "config"] {
            if meta(&tx, key)? != meta(&self.db, key)? {
                return Ok(());
            }
        }
        let mut insert = tx.prepare("INSERT OR REPLACE INTO clocks VALUES (?1, ?2, ?3)")?;
        for (uid, body) in all {
            insert.execute(params![uid.as_str(), build, body])?;
        }
        drop(insert);
        tx.commit()
    }
}

fn subject(row: &Row) -> Result<Subject, IndexError> {
    Ok(Subject {
        number: Number { month: row.get(0)?, seq: row.get(1)? },
        uid: row.get_ref(2)?.as_str().map_err(damaged)?.parse()?,
        title: row.get(3)?,
        type_id: row.get(4)?,
        priority: row.get(5)?,
        team: row.get(6)?,
        assignee: row.get(7)?,
        organization: row.get(8)?,
    })
}
