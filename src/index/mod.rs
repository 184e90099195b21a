//! The derived SQLite index: what history says, at hand for every command. The only place that names rusqlite.
//!
//! It lies in the git directory's `tramite/` folder, can be deleted at any time (2.3), and is brought up to the
//! desk's head when it is opened: read on from the head it knows, made anew where history was rewritten, where
//! another version wrote it or where it is damaged. Where it cannot be written, the same is made in memory.

mod build;
mod clocks;
mod commits;
mod derive;
mod error;
mod examine;
mod known;
mod lines;
mod open;
mod put;
mod read;
mod row;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod update;

pub use commits::{NamingCommit, NamingCommits};
pub use derive::{Said, StatusChange};
pub use error::IndexError;
pub use examine::{examine, forget};
pub use read::{CommentRow, Found, TicketTimeline};
pub use row::TicketRow;

use crate::model::Tramite;
use crate::model::config::Config;
use crate::store::Store;
use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::Connection;

/// What an index is of.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The desk's repository.
    pub store: &'a Store,
    /// The commit to read, hexadecimal.
    pub head: &'a str,
    /// The configuration of that commit.
    pub config: &'a Config,
    /// The id of its `.tramite` tree; empty where there is none.
    pub config_id: &'a str,
    /// The first instant of a day in the desk's zone.
    pub day_start: &'a dyn Fn(NaiveDate) -> DateTime<FixedOffset>,
    /// What works out clocks to be kept with a new index; `None` where nobody will ask for them.
    pub clocks: Option<Clocks<'a>>,
}

/// A ticket's clocks as the layer above keeps them; see [`Index::kept_clocks`].
#[derive(Clone, Copy)]
pub struct Clocks<'a> {
    /// The build of the program that makes them.
    pub build: &'a str,
    /// Those of a ticket with these trâmites, whose commits have these `.tramite` trees; `None` where they cannot be kept.
    pub of: &'a dyn Fn(&[Tramite], &[Option<String>]) -> Option<String>,
}

/// An index of one head. While it is open, what it says does not change.
#[derive(Debug)]
pub struct Index {
    db: Connection,
    head: String,
}

impl Index {
    /// The commit that it is of: the source's, or a later one of the desk's branch that another process has
    /// indexed meanwhile.
    pub fn head(&self) -> &str {
        &self.head
    }
}
