//! Clocks as the layer above has worked them out, kept with the trâmites that they are of: a later reader needs neither
//! those nor the policies.

use super::schema::meta;
use super::{Index, IndexError};
use crate::model::Uid;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::time::Duration;

impl Index {
    /// What `build` of the program kept of a ticket; `None` where the ticket or any configuration has changed since.
    pub fn kept_clocks(&self, uid: &Uid, build: &str) -> Result<Option<String>, IndexError> {
        let mut statement =
            self.db.prepare_cached("SELECT body FROM clocks WHERE uid = ?1 AND build = ?2")?;
        Ok(statement.query_row([uid.as_str(), build], |row| row.get(0)).optional()?)
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
