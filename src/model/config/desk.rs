//! `desk.yaml`, contacts, tables, macros, views and automations (3.2).

use super::{Effects, OneOrMany, RuleSpec, Text};
use crate::model::{CommentKind, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `desk.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// What the desk is called.
    pub name: String,
    /// IANA name of its time zone.
    pub timezone: String,
    /// BCP 47 tag: how dates, durations and numbers are written and read.
    pub locale: String,
    /// Id of the default calendar.
    pub calendar: Option<String>,
    /// Kind of a bare `comment`.
    pub comment: CommentKind,
    /// Most urgent first.
    pub priorities: Vec<Priority>,
    /// Who works here.
    pub people: Vec<Person>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Ways by which a message comes (S31).
    pub channels: Vec<Channel>,
    /// The satisfaction scale (C20).
    pub rating: Vec<RatingValue>,
    /// Rules for all types.
    pub rules: Vec<RuleSpec>,
    /// Part of `.tramite/` → roles that may change it.
    pub config: BTreeMap<String, Vec<String>>,
    /// The view behind `next`.
    pub next: Option<String>,
    /// Views on the dashboard.
    pub dashboard: Vec<String>,
    /// What contacts see.
    pub customers: CustomersSpec,
    /// Messages of trâmites to requesters.
    pub outbox: OutboxSpec,
    /// `local` or `reserved` (7).
    pub numbers: String,
    /// `manual` or `on_write` (7).
    pub sync: String,
    /// Whether `check` asks for signatures.
    pub require_signed: bool,
    /// The desk's own words for commands.
    pub aliases: BTreeMap<String, String>,
    /// Repositories whose commits name tickets.
    pub repositories: Vec<RepositorySpec>,
    /// Largest attachment: `25MB`.
    pub max_attachment: Option<String>,
    /// Who removes files for good, and what is then said of them (7.1).
    pub purge: PurgeSpec,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            name: String::new(),
            timezone: "UTC".to_owned(),
            locale: "en".to_owned(),
            calendar: None,
            comment: CommentKind::Internal,
            priorities: Vec::new(),
            people: Vec::new(),
            teams: Vec::new(),
            channels: Vec::new(),
            rating: Vec::new(),
            rules: Vec::new(),
            config: BTreeMap::new(),
            next: None,
            dashboard: Vec::new(),
            customers: CustomersSpec::default(),
            outbox: OutboxSpec::default(),
            numbers: "local".to_owned(),
            sync: "manual".to_owned(),
            require_signed: false,
            aliases: BTreeMap::new(),
            repositories: Vec::new(),
            max_attachment: None,
            purge: PurgeSpec::default(),
        }
    }
}

/// What an author sees whose address is a contact's (C6, C15).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomersSpec {
    /// The tickets that there are for them: a filter; all where absent.
    pub see: OneOrMany,
    /// The views on their dashboard; the desk's where absent.
    pub dashboard: Vec<String>,
}

/// Messages that tell requesters and watchers of each trâmite (C10, C16).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutboxSpec {
    /// Who they come from: an address, or `Name <address>`.
    pub from: Option<String>,
    /// The macro whose text they bear; one in the desk's language where absent.
    #[serde(rename = "macro")]
    pub macro_id: Option<String>,
}

/// Removing files for good (7.1, S29).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurgeSpec {
    /// Who may.
    pub roles: Vec<String>,
    /// Whether a removed file is still shown by its name.
    pub names: bool,
}

impl Default for PurgeSpec {
    fn default() -> Self {
        Self { roles: vec!["leader".to_owned()], names: true }
    }
}

/// A priority, with what it means (A2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// Its definition, shown where it is chosen.
    #[serde(default)]
    pub help: Option<String>,
}

/// Somebody who works at the desk. A git author is found by address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Address of their commits; further addresses in a list.
    #[serde(default)]
    pub email: OneOrMany,
    /// What they may do: `leader`, `agent`, `automation` or the desk's own words.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Ids of teams.
    #[serde(default)]
    pub teams: Vec<String>,
    /// Subject → level (P17, T4).
    #[serde(default)]
    pub skills: BTreeMap<String, i64>,
    /// Days away, `2026-12-20..2027-01-05`, both included, or one date (S14).
    #[serde(default)]
    pub away: Vec<String>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// Id of a person.
    #[serde(default)]
    pub leader: Option<String>,
}

/// A way by which a message comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// Whether it is a spoken contact (S6, S7).
    #[serde(default)]
    pub contact: bool,
}

/// A value of the satisfaction scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RatingValue {
    /// What the file holds.
    pub value: Text,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// Whether it counts as satisfied.
    #[serde(default)]
    pub good: bool,
}

/// Another repository whose commits can fix tickets (E3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepositorySpec {
    /// Where it is, from the desk's root.
    pub path: String,
    /// Its name in links; the last part of the path where absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Branches that count.
    #[serde(default)]
    pub branches: Vec<String>,
    /// `merged` or `released`.
    #[serde(default)]
    pub fixed_when: Option<String>,
}

/// A customer: `contacts/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Id.
    pub organization: String,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// What stands out about it (S28).
    #[serde(default)]
    pub flags: Vec<String>,
    /// What was agreed: packages of hours (T6) and whatever else the desk writes.
    #[serde(default)]
    pub contract: BTreeMap<String, Value>,
    /// Exceptions: table → row → key → value (C21).
    #[serde(default)]
    pub tables: BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>,
    /// Its people.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Anything else, reachable in filters.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// Somebody at a customer. An author with this address has the role `customer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Id.
    pub id: String,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Address; further addresses in a list.
    #[serde(default)]
    pub email: OneOrMany,
    /// Roles at the customer (T7).
    #[serde(default)]
    pub roles: Vec<String>,
    /// Anything else (`trained: true`), reachable in filters as `requester.KEY`.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// `tables/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Id.
    pub table: String,
    /// Its rows.
    #[serde(default)]
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// The row's columns.
    #[serde(flatten)]
    pub columns: BTreeMap<String, Value>,
}

/// A macro: YAML front matter, then text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MacroSpec {
    /// Id: path below `macros/` without `.hbs`. Not in the file.
    #[serde(skip)]
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub title: String,
    /// Kind of the comment it makes; public where absent.
    #[serde(default)]
    pub kind: Option<CommentKind>,
    /// Id of the channel that its text goes by, unless another one is said (S31).
    #[serde(default)]
    pub channel: Option<String>,
    /// Tickets that it is for.
    #[serde(default)]
    pub when: OneOrMany,
    /// What it asks before it renders.
    #[serde(default)]
    pub ask: Vec<super::FieldSpec>,
    /// What it does.
    #[serde(flatten)]
    pub effects: Effects,
    /// The Handlebars text. Not in the front matter.
    #[serde(skip)]
    pub text: String,
}

/// A saved query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// The filter; a list means or.
    #[serde(default)]
    pub query: OneOrMany,
    /// Sort keys, `-` for descending.
    #[serde(default)]
    pub order: Vec<String>,
    /// Columns.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Whose it is: a person's id; everybody's where absent. From the file's place.
    #[serde(skip)]
    pub person: Option<String>,
}

/// One thing that `sweep` does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Automation {
    /// Id.
    pub id: String,
    /// What people read.
    #[serde(default)]
    pub label: Option<String>,
    /// Tickets that it is for.
    pub when: OneOrMany,
    /// What it does.
    #[serde(rename = "do")]
    pub effects: Effects,
    /// Also outside working hours.
    #[serde(default)]
    pub anytime: bool,
    /// Whose working hours it keeps; the desk's calendar where absent.
    #[serde(default)]
    pub calendar: Option<String>,
}
