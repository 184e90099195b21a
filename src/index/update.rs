//! Bringing the tables to a later head, or to another configuration.

use super::known::{self, Before};
use super::rows::Maker;
use super::schema::{self, meta, set_meta};
use super::{IndexError, Source, put};
use crate::model::Uid;
use crate::store::history::{History, HistoryError, ObjectId};
use rusqlite::Connection;

/// Brings the tables to the source's head and configuration, within the caller's transaction.
pub(super) fn bring_up(db: &Connection, source: &Source) -> Result<(), IndexError> {
    let config = source.config_id;
    let same_head = meta(db, "head")?.as_deref() == Some(source.head);
    let before = meta(db, "config")?;
    let same_config = before.as_deref() == Some(config);
    let mut maker = Maker::new(source);
    if !same_head {
        let history = read_on(db, source)?;
        // Which policy holds may depend on every configuration that ever was.
        let has = |commit: &ObjectId| source.store.config_tree_id(&commit.to_string());
        if history.commits.iter().any(|(commit, _)| has(commit) != before) {
            db.execute("DELETE FROM clocks", [])?;
        }
        put::commits(db, history.commits)?;
        put::folders(db, &history.folders)?;
        put::problems(db, &history.problems)?;
        for ticket in history.tickets {
            put::ticket(db, &maker.ticket(ticket, false)?)?;
        }
    }
    if !same_config && meta(db, "config")?.is_some() {
        db.execute("DELETE FROM clocks", [])?;
        reconfigure(db, &mut maker)?;
    }
    set_source(db, source.head, source.store.branch(), config)
}

/// Says what the tables are of.
pub(super) fn set_source(db: &Connection, head: &str, branch: &str, config: &str) -> Result<(), IndexError> {
    set_meta(db, "head", head)?;
    set_meta(db, "branch", branch)?;
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

/// Computes anew what depends on the configuration.
fn reconfigure(db: &Connection, maker: &mut Maker) -> Result<(), IndexError> {
    let uids: Vec<String> = {
        let mut statement = db.prepare("SELECT uid FROM tickets")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for uid in uids {
        let uid: Uid = uid.parse()?;
        let tramites = known::tramites(db, &uid)?;
        let snapshot = crate::model::change::fold(tramites.iter().flat_map(|r| &r.tramite.changes));
        let timeline = tramites.iter().map(|r| (&r.tramite, r.config.as_deref()));
        let now = snapshot.map(|snapshot| maker.now(snapshot, timeline, false)).transpose()?.flatten();
        put::now(db, &uid, now.as_ref(), false)?;
    }
    Ok(())
}
