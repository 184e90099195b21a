//! Making a new index: this thread reads history and works out what the tables get, another writes them.

use super::rows::{Maker, TicketRows};
use super::update::set_source;
use super::{IndexError, Source, put, schema};
use crate::model::{TicketDir, Uid};
use crate::store::history::{ObjectId, Problem};
use rusqlite::Connection;
use std::mem::take;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Tickets that the writer gets at once: to wake it for each would cost about what it does.
const TOGETHER: usize = 32;
/// How many times that many may wait.
const AHEAD: usize = 8;

/// What is written, in this order.
enum Part {
    Commits(Vec<(ObjectId, u32)>),
    Folders(Vec<(TicketDir, Uid)>),
    Problems(Vec<Problem>),
    Tickets(Vec<TicketRows>),
    /// There is no more.
    End,
}

/// Fills an empty database, in one transaction that is not ended before everything is in it.
pub(super) fn fill(db: Connection, source: &Source) -> Result<Connection, IndexError> {
    let (head, branch, config) = (source.head, source.store.branch(), source.config_id);
    let build = source.clocks.map_or("", |clocks| clocks.build);
    thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let writer = scope.spawn(move || {
            write(db, receive, build, &|db: &Connection| set_source(db, head, branch, config))
        });
        let fed = feed(source, &send);
        drop(send);
        let lost = || IndexError::Damaged("the thread that writes it was lost".to_owned());
        let written = writer.join().unwrap_or_else(|_| Err(lost()));
        fed.and(written)
    })
}

/// Whatever there is to write. Nothing is wrong here where nobody takes it: the writer says what was.
fn feed(source: &Source, send: &SyncSender<Part>) -> Result<(), IndexError> {
    let history = source.store.history(source.head, None)?;
    let mut parts =
        [Part::Commits(history.commits), Part::Folders(history.folders), Part::Problems(history.problems)]
            .into_iter();
    if parts.any(|part| send.send(part).is_err()) {
        return Ok(());
    }
    let mut maker = Maker::new(source);
    let mut waiting = Vec::with_capacity(TOGETHER);
    for ticket in history.tickets {
        waiting.push(maker.ticket(ticket, true)?);
        if waiting.len() == TOGETHER && send.send(Part::Tickets(take(&mut waiting))).is_err() {
            return Ok(());
        }
    }
    let _ = send.send(Part::Tickets(waiting));
    let _ = send.send(Part::End);
    Ok(())
}

fn write(
    mut db: Connection,
    parts: Receiver<Part>,
    build: &str,
    finish: &dyn Fn(&Connection) -> Result<(), IndexError>,
) -> Result<Connection, IndexError> {
    let tx = db.transaction()?;
    schema::create_tables(&tx)?;
    let mut whole = false;
    for part in parts {
        match part {
            Part::Commits(commits) => put::commits(&tx, commits)?,
            Part::Folders(folders) => put::folders(&tx, &folders)?,
            Part::Problems(problems) => put::problems(&tx, &problems)?,
            Part::Tickets(all) => all.iter().try_for_each(|rows| put::new_ticket(&tx, rows, build))?,
            Part::End => whole = true,
        }
    }
    if !whole {
        return Err(IndexError::Damaged("what it is made of ends early".to_owned()));
    }
    finish(&tx)?;
    schema::finish(&tx)?;
    tx.commit()?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `parts` make of an empty database.
    fn written(parts: Vec<Part>) -> Result<Connection, IndexError> {
        let (send, receive) = sync_channel(AHEAD);
        parts.into_iter().for_each(|part| send.send(part).unwrap());
        drop(send);
        write(Connection::open_in_memory().unwrap(), receive, "", &|_| Ok(()))
    }

    #[test]
    fn a_database_that_was_fed_in_part_is_none() {
        let commits = || Part::Commits(vec![(ObjectId::ZERO_SHA1, 0)]);
        assert!(written(vec![commits()]).is_err());
        let whole = written(vec![commits(), Part::End]).unwrap();
        assert_eq!(schema::format(&whole).unwrap(), schema::FORMAT);
    }

    #[test]
    fn a_writer_that_fails_says_why() {
        let twice = || Part::Problems(vec![problem(), problem()]);
        assert!(matches!(written(vec![twice(), Part::End]), Err(IndexError::Sql(_))));
    }

    fn problem() -> Problem {
        let finding = crate::model::Finding::error("unreadable", "no YAML");
        Problem { path: "tickets/a".to_owned(), blob: ObjectId::ZERO_SHA1, duplicate: None, finding }
    }
}
