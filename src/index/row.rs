//! Tickets as lists need them.

use super::IndexError;
use super::known::{damaged, time};
use crate::model::config::StatusCategory;
use crate::model::{Number, Ticket, TicketDir, Uid};
use chrono::{DateTime, FixedOffset};
use rusqlite::Row;

/// A ticket's row: what lists, numbers and facts are made of without reading its whole state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// Its uid.
    pub uid: Uid,
    /// Its folder.
    pub dir: TicketDir,
    /// Its number now.
    pub number: Number,
    /// Type.
    pub type_id: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: String,
    /// What the status means by the head's configuration.
    pub category: StatusCategory,
    /// Priority.
    pub priority: Option<String>,
    /// Greater is more urgent; `None` where the desk does not know the priority.
    pub priority_rank: Option<i64>,
    /// Requester.
    pub requester: Option<String>,
    /// Organization.
    pub organization: Option<String>,
    /// Payer.
    pub payer: Option<String>,
    /// Team.
    pub team: Option<String>,
    /// Assignee.
    pub assignee: Option<String>,
    /// Channel.
    pub origin: Option<String>,
    /// Agreed delivery, Unix seconds; a day's last second for a date.
    pub due_s: Option<i64>,
    /// Promised return, likewise.
    pub promised_s: Option<i64>,
    /// Rating.
    pub rating: Option<String>,
    /// The uid of the ticket that it was merged into.
    pub merged: Option<String>,
    /// When it was opened, with its author's offset.
    pub opened_at: DateTime<FixedOffset>,
    /// Address of who opened it.
    pub opened_by: String,
    /// Since when it is closed or rejected, with the author's offset.
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// Since when it has its status, Unix seconds, as the following.
    pub status_since_s: i64,
    /// Last trâmite.
    pub last_s: i64,
    /// Last public comment.
    pub last_public_s: Option<i64>,
    /// Last customer message that was not dismissed.
    pub last_customer_s: Option<i64>,
    /// First customer message, not dismissed, after the last public comment.
    pub unanswered_since_s: Option<i64>,
    /// Public comments since the last spoken contact.
    pub public_since_contact: u32,
    /// When its assignee got it.
    pub assigned_s: Option<i64>,
    /// The whole ticket as JSON; see [`TicketRow::ticket`].
    pub json: String,
}

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "uid, path, month, seq, type, title, status, category, priority, priority_rank, \
     requester, organization, payer, team, assignee, origin, due_s, promised_s, rating, merged, opened_at, opened_by, \
     closed_at, status_since_s, last_s, last_public_s, last_customer_s, unanswered_since_s, public_since_contact, \
     assigned_s, json";

pub(super) fn category(word: &str) -> Result<StatusCategory, IndexError> {
    serde_json::from_value(word.into()).map_err(damaged)
}

pub(super) fn read(row: &Row) -> Result<TicketRow, IndexError> {
    let closed: Option<String> = row.get(22)?;
    Ok(TicketRow {
        uid: row.get_ref(0)?.as_str().map_err(damaged)?.parse()?,
        dir: TicketDir::from_path(row.get_ref(1)?.as_str().map_err(damaged)?)?,
        number: Number { month: row.get(2)?, seq: row.get(3)? },
        type_id: row.get(4)?,
        title: row.get(5)?,
        status: row.get(6)?,
        category: category(row.get_ref(7)?.as_str().map_err(damaged)?)?,
        priority: row.get(8)?,
        priority_rank: row.get(9)?,
        requester: row.get(10)?,
        organization: row.get(11)?,
        payer: row.get(12)?,
        team: row.get(13)?,
        assignee: row.get(14)?,
        origin: row.get(15)?,
        due_s: row.get(16)?,
        promised_s: row.get(17)?,
        rating: row.get(18)?,
        merged: row.get(19)?,
        opened_at: time(row.get_ref(20)?.as_str().map_err(damaged)?)?,
        opened_by: row.get(21)?,
        closed_at: closed.as_deref().map(time).transpose()?,
        status_since_s: row.get(23)?,
        last_s: row.get(24)?,
        last_public_s: row.get(25)?,
        last_customer_s: row.get(26)?,
        unanswered_since_s: row.get(27)?,
        public_since_contact: row.get(28)?,
        assigned_s: row.get(29)?,
        json: row.get(30)?,
    })
}

impl TicketRow {
    /// The ticket's whole state, without its comments.
    pub fn ticket(&self) -> Result<Ticket, IndexError> {
        Ok(serde_json::from_str(&self.json)?)
    }
}
