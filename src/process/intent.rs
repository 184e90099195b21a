//! What a person wants, and what comes of it.

use super::Violation;
use crate::model::config::Effects;
use crate::model::{Attachment, Comment, Link, Number, Snapshot};
use std::collections::BTreeMap;

/// One change of one key, as a person says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A ticket key, a field (`X` or `fields.X`) or the label of one, with a value by id, label or in the
    /// desk's locale. An empty value clears; `tags` and `watchers` take `+a -b`.
    Set {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// Removes a value.
    Clear {
        /// The key.
        key: String,
    },
    /// Adds a tag.
    AddTag(String),
    /// Removes a tag.
    RemoveTag(String),
    /// Adds a watcher: a contact, a person, an address or `me` (S33).
    Watch(String),
    /// Removes a watcher.
    Unwatch(String),
    /// Adds a link; its target is resolved already.
    Link(Link),
    /// Removes a link.
    Unlink(Link),
    /// Adds an attachment to the ticket itself.
    Attach(Attachment),
    /// Marks it as merged into the ticket with this uid (S13).
    Merged(String),
    /// Gives it another number (7).
    Renumber(Number),
}

/// A new ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// The type, by id or title.
    pub type_id: String,
    /// One line, before the type's title text is put around it.
    pub title: String,
    /// What the requester said.
    pub description: Option<String>,
    /// Its identity, where something is kept under it already; a new one otherwise.
    pub uid: Option<crate::model::Uid>,
    /// Its number; the caller counts.
    pub number: Option<Number>,
    /// In whose name: a contact by id, address or name (S24). A customer opens in their own.
    pub for_contact: Option<String>,
    /// By which channel it came.
    pub origin: Option<String>,
    /// Priority by id or label.
    pub priority: Option<String>,
}

/// What a person wants: one operation, one commit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Intent {
    /// A new ticket.
    pub open: Option<Opening>,
    /// Changes of keys.
    pub edits: Vec<Edit>,
    /// A move, by id or label of the status.
    pub to: Option<String>,
    /// The id of the status that a dismissed message had moved the ticket from (S21). It goes back there as if nothing had
    /// happened: by no transition, and with no event of a move.
    pub back: Option<String>,
    /// A comment. `for` and `channel` may be names; they are resolved.
    pub comment: Option<Comment>,
    /// A macro with the answers to what it asks.
    pub macro_id: Option<(String, BTreeMap<String, String>)>,
    /// What an automation or a bulk action does.
    pub effects: Vec<Effects>,
}

/// What would be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The state before.
    pub before: Option<Snapshot>,
    /// The state after; equal to `before` where nothing would change.
    pub after: Snapshot,
    /// What is said but does not refuse.
    pub warnings: Vec<Violation>,
    /// What happened by itself, in order: `customer_message → em_diagnostico`.
    pub fired: Vec<String>,
}

/// A legal move and what it still lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Status.
    pub to: String,
    /// What people read.
    pub label: String,
    /// What it still lacks, each in words that say how to give it. Empty: it can be made now.
    pub missing: Vec<String>,
    /// Whether this person may make it.
    pub may: bool,
}
