//! The index as the earlier reading from which history is read on.

use super::schema::meta;
use super::{IndexError, lines};
use crate::model::{Identity, TicketDir, Tramite, Uid};
use crate::store::history::{HistoryError, Known, ObjectId, Problem, Recorded};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row};

/// An index that was read up to a head.
pub(super) struct Before<'a> {
    db: &'a Connection,
    head: ObjectId,
}

impl<'a> Before<'a> {
    /// `None` where nothing was read yet.
    pub fn of(db: &'a Connection) -> Result<Option<Self>, IndexError> {
        let Some(head) = meta(db, "head")? else { return Ok(None) };
        Ok(Some(Self { db, head: object_id(&head)? }))
    }
}

impl super::Index {
    /// The index as the earlier reading from which history is read on.
    pub fn known(&self) -> Result<Box<dyn Known + '_>, IndexError> {
        let before = Before::of(&self.db)?;
        let before = before.ok_or_else(|| IndexError::Damaged("it is of no commit".to_owned()))?;
        Ok(Box::new(before))
    }
}

pub(super) fn object_id(text: &str) -> Result<ObjectId, IndexError> {
    ObjectId::from_str(text).map_err(|_| IndexError::Damaged(format!("{text:?} is no commit")))
}

pub(super) fn time(text: &str) -> Result<DateTime<FixedOffset>, IndexError> {
    DateTime::parse_from_rfc3339(text).map_err(|_| IndexError::Damaged(format!("{text:?} is no time")))
}

/// Columns of a trâmite, in the order in which [`recorded`] reads them.
pub(super) const TRAMITE: &str = "uid, at, recorded, name, email, commit_id, generation, config, changes";

/// Reads a row of [`TRAMITE`].
pub(super) fn recorded(row: &Row) -> Result<Recorded, IndexError> {
    let text = |column: usize| row.get_ref(column).map_err(IndexError::from)?.as_str().map_err(damaged);
    let changes = lines::read(text(8)?)?;
    let tramite = Tramite {
        uid: text(0)?.parse()?,
        at: time(text(1)?)?,
        recorded: time(text(2)?)?,
        by: Identity { name: row.get(3)?, email: row.get(4)? },
        commit: row.get(5)?,
        changes,
    };
    Ok(Recorded { tramite, generation: row.get(6)?, config: row.get(7)? })
}

pub(super) fn damaged(error: impl std::fmt::Display) -> IndexError {
    IndexError::Damaged(error.to_string())
}

/// A ticket's trâmites, in order.
pub(super) fn tramites(db: &Connection, uid: &Uid) -> Result<Vec<Recorded>, IndexError> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {TRAMITE} FROM tramites WHERE uid = ?1 ORDER BY ord"))?;
    let rows = statement.query_and_then([uid.as_str()], recorded)?;
    rows.collect()
}

/// The problems at the head, as history found them.
pub(super) fn problems(db: &Connection) -> Result<Vec<Problem>, IndexError> {
    let mut statement = db.prepare("SELECT path, blob, duplicate, finding FROM problems ORDER BY path")?;
    let rows = statement.query_and_then([], |row| {
        let duplicate: Option<String> = row.get(2)?;
        Ok(Problem {
            path: row.get(0)?,
            blob: object_id(&row.get::<_, String>(1)?)?,
            duplicate: duplicate.map(|uid| uid.parse()).transpose()?,
            finding: serde_json::from_str(&row.get::<_, String>(3)?)?,
        })
    })?;
    rows.collect()
}

fn boxed<T>(result: Result<T, IndexError>) -> Result<T, HistoryError> {
    result.map_err(|error| HistoryError::Known(Box::new(error)))
}

impl Known for Before<'_> {
    fn head(&self) -> ObjectId {
        self.head
    }

    fn generation(&self, commit: ObjectId) -> Result<Option<u32>, HistoryError> {
        boxed((|| {
            let mut statement = self.db.prepare_cached("SELECT generation FROM commits WHERE id = ?1")?;
            Ok(statement.query_row([commit.as_bytes()], |row| row.get(0)).optional()?)
        })())
    }

    fn uids_at(&self, dir: &TicketDir) -> Result<Vec<Uid>, HistoryError> {
        boxed((|| {
            let mut statement = self.db.prepare_cached("SELECT uid FROM folders WHERE path = ?1")?;
            let rows = statement
                .query_and_then([dir.path()], |row| Ok::<_, IndexError>(row.get::<_, String>(0)?.parse()?))?;
            rows.collect()
        })())
    }

    fn folders_of(&self, uid: &Uid) -> Result<Vec<TicketDir>, HistoryError> {
        boxed((|| {
            let mut statement = self.db.prepare_cached("SELECT path FROM folders WHERE uid = ?1")?;
            let rows = statement.query_and_then([uid.as_str()], |row| {
                Ok::<_, IndexError>(TicketDir::from_path(&row.get::<_, String>(0)?)?)
            })?;
            rows.collect()
        })())
    }

    fn tramites(&self, uid: &Uid) -> Result<Vec<Recorded>, HistoryError> {
        boxed(tramites(self.db, uid))
    }

    fn problems(&self) -> Result<Vec<Problem>, HistoryError> {
        boxed(problems(self.db))
    }
}
