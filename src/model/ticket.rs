//! A ticket and its comments, as their files say them (3.1).

use super::{Number, TicketDir, Uid, Value};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A file that belongs to a ticket or a comment (7.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attachment {
    /// The name it had.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A relation to something else: a ticket by uid, a page by URL, a commit by repository and id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// `parent child duplicate_of follow_up_of related issue kb commit`.
    pub kind: String,
    /// The target.
    pub to: String,
    /// Further keys of the link, kept as written.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// Where an imported ticket came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct External {
    /// The other system.
    pub system: String,
    /// Its id there.
    pub id: String,
}

/// A ticket's state: the content of `ticket.yaml`. Serialises with the file's keys in the file's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Identity; never changes.
    pub uid: Uid,
    /// Only where it differs from the path's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<Number>,
    /// Id of the type template.
    #[serde(rename = "type")]
    pub type_id: String,
    /// One line.
    pub title: String,
    /// Id of a status of the type's flow.
    pub status: String,
    /// Id of a priority of the desk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub priority: Option<String>,
    /// A contact's id or address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub requester: Option<String>,
    /// Id of an organization.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// Who is charged, where it is someone else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payer: Option<String>,
    /// Id of a team.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub team: Option<String>,
    /// Id of a person.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignee: Option<String>,
    /// Contacts and people who get its messages (S33).
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub watchers: BTreeSet<String>,
    /// Id of the channel it came by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<String>,
    /// Free words.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub tags: BTreeSet<String>,
    /// Agreed delivery (*prazo*): a date or an RFC 3339 instant, as written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<String>,
    /// Promised return (*data controle*): a date or an RFC 3339 instant, as written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub promised: Option<String>,
    /// The type's own fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub fields: BTreeMap<String, Value>,
    /// What the requester said at opening; lines end with LF, no final newline.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// Relations.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub links: BTreeSet<Link>,
    /// Files sent with the opening.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub attachments: BTreeSet<Attachment>,
    /// A value of the desk's rating scale (C20).
    #[serde(skip_serializing_if = "Option::is_none", default, with = "super::digits::option")]
    pub rating: Option<String>,
    /// The uid of the ticket that this one was merged into (S13).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub merged: Option<String>,
    /// Where it was imported from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub external: Option<External>,
    /// Keys that this version does not know: kept.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

impl Ticket {
    /// The keys of a ticket's file, in the order in which they are written (3.1).
    pub const KEYS: [&'static str; 23] = [
        "uid",
        "number",
        "type",
        "title",
        "status",
        "priority",
        "requester",
        "organization",
        "payer",
        "team",
        "assignee",
        "watchers",
        "origin",
        "tags",
        "due",
        "promised",
        "fields",
        "description",
        "links",
        "attachments",
        "rating",
        "merged",
        "external",
    ];

    /// The keys that a person may set, in the file's order: not identity, nor what has commands of its own.
    pub fn settable() -> impl Iterator<Item = &'static str> + Clone {
        let closed = ["uid", "number", "fields", "links", "attachments", "merged", "external"];
        Self::KEYS.into_iter().filter(move |key| !closed.contains(key))
    }

    /// A ticket with nothing but its identity, type, title and status.
    pub fn new(uid: Uid, type_id: &str, title: &str, status: &str) -> Self {
        Self {
            uid,
            number: None,
            type_id: type_id.to_owned(),
            title: title.to_owned(),
            status: status.to_owned(),
            priority: None,
            requester: None,
            organization: None,
            payer: None,
            team: None,
            assignee: None,
            watchers: BTreeSet::new(),
            origin: None,
            tags: BTreeSet::new(),
            due: None,
            promised: None,
            fields: BTreeMap::new(),
            description: None,
            links: BTreeSet::new(),
            attachments: BTreeSet::new(),
            rating: None,
            merged: None,
            external: None,
            extra: BTreeMap::new(),
        }
    }
}

/// The direction of a comment, whoever commits it (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentKind {
    /// To the customer.
    Public,
    /// Among agents.
    Internal,
    /// From the customer.
    Customer,
}

impl CommentKind {
    /// The word in files and filters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Customer => "customer",
        }
    }
}

impl std::str::FromStr for CommentKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "public" => Ok(Self::Public),
            "internal" => Ok(Self::Internal),
            "customer" => Ok(Self::Customer),
            _ => Err(format!("comment kind {text:?} is not one of public, internal, customer")),
        }
    }
}

/// Work reported with a comment (T5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeSpent {
    /// Whole minutes.
    pub minutes: u32,
    /// Whether the customer pays for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub billable: bool,
}

/// A verdict on an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yes.
    Approved,
    /// Yes, with a reservation that the body tells.
    Restricted,
    /// No, for a reason that the body tells.
    Refused,
    /// Yes by silence: nobody answered in time.
    Tacit,
}

/// An approval given or refused by a comment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ApprovalNote {
    /// Id of the type's approval.
    pub what: String,
    /// What was decided.
    pub verdict: Verdict,
}

/// One piece of information added to a ticket, in an immutable file of its own. Serialises with the file's keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The direction.
    pub kind: CommentKind,
    /// Id of a channel. Always there in the interchange format (4), null where the file has none.
    #[serde(default)]
    pub channel: Option<String>,
    /// Who was spoken to (S7).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub with: Option<String>,
    /// The contact who said it, where an agent recorded it (S24).
    #[serde(rename = "for", skip_serializing_if = "Option::is_none", default)]
    pub for_contact: Option<String>,
    /// Work reported with it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<TimeSpent>,
    /// A verdict.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub approval: Option<ApprovalNote>,
    /// Fields that a return asks for (P7), in the order given.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing: Vec<String>,
    /// Ids of customer messages that were none (S21).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub dismisses: Vec<String>,
    /// SHA-256 of files removed (7.1).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub purges: Vec<String>,
    /// Files that came with it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub attachments: Vec<Attachment>,
    /// SHA-256 of the file that holds the text, where the text is sensitive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body_file: Option<String>,
    /// The text; lines end with LF, no final newline.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub body: String,
    /// Keys that this version does not know: kept.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

impl Comment {
    /// The keys of a comment's file, in the order in which they are written (3.1).
    pub const KEYS: [&'static str; 12] = [
        "kind",
        "channel",
        "with",
        "for",
        "time",
        "approval",
        "missing",
        "dismisses",
        "purges",
        "attachments",
        "body_file",
        "body",
    ];

    /// A comment with nothing but its kind and text.
    pub fn new(kind: CommentKind, body: &str) -> Self {
        Self {
            kind,
            channel: None,
            with: None,
            for_contact: None,
            time: None,
            approval: None,
            missing: Vec::new(),
            dismisses: Vec::new(),
            purges: Vec::new(),
            attachments: Vec::new(),
            body_file: None,
            body: body.to_owned(),
            extra: BTreeMap::new(),
        }
    }
}

/// A ticket with its comments at one commit: everything in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Where it lies.
    pub dir: TicketDir,
    /// Its state.
    pub ticket: Ticket,
    /// Its comments by id (a ULID, so in order of making).
    pub comments: BTreeMap<Uid, Comment>,
}

impl Snapshot {
    /// A ticket without comments.
    pub fn new(dir: TicketDir, ticket: Ticket) -> Self {
        Self { dir, ticket, comments: BTreeMap::new() }
    }

    /// Its number now: the file's where it has one, else the path's.
    pub fn number(&self) -> Number {
        self.ticket.number.unwrap_or(self.dir.number)
    }
}

/// Text as files keep it: LF line ends, no control characters but tab and line feed, no blanks at line
/// ends, no blank lines at the end. Always writable as a YAML literal block.
pub fn normalize_text(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            line.chars()
                .filter(|c| *c == '\t' || !is_unwritable(*c))
                .collect::<String>()
                .trim_end()
                .to_owned()
        })
        .collect();
    let text = lines.join("\n");
    let text = text.trim_end_matches('\n');
    let start = text.len() - text.trim_start_matches('\n').len();
    text[start..].to_owned()
}

/// One line of normalised text: line ends become blanks.
pub fn normalize_line(text: &str) -> String {
    normalize_text(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that YAML cannot hold in a literal block, or that no text needs.
fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_normalised_for_literal_blocks() {
        assert_eq!(normalize_text("a \r\nb\u{1b}[31m\t\r\n\r\n"), "a\nb[31m");
        assert_eq!(normalize_text("\n\n  indented\n"), "  indented");
        assert_eq!(normalize_line(" a\n b "), "a b");
    }

    /// The keys that serde writes are the file's keys: a key that is added in one place only is found here.
    #[test]
    fn the_lists_of_keys_are_those_of_the_structures() {
        let uid = "01JDB3V1Q2Z6X8N4T7C5M9K0RA";
        let ticket = serde_json::json!({
            "uid": uid, "number": "202611/0008", "type": "bug", "title": "t", "status": "novo", "priority": "p",
            "requester": "r", "organization": "o", "payer": "y", "team": "t", "assignee": "a", "watchers": ["w"],
            "origin": "portal", "tags": ["x"], "due": "2026-11-30", "promised": "2026-11-24", "fields": {"f": "1"},
            "description": "d", "links": [{"kind": "parent", "to": uid}],
            "attachments": [{"name": "n", "sha256": "0", "size": 1}], "rating": "2", "merged": uid,
            "external": {"system": "s", "id": "1"},
        });
        let ticket: Ticket = serde_json::from_value(ticket).unwrap();
        assert!(ticket.extra.is_empty(), "{:?}", ticket.extra);
        let written = serde_json::to_value(&ticket).unwrap();
        assert_eq!(written.as_object().unwrap().keys().collect::<Vec<_>>(), Ticket::KEYS);

        let comment = serde_json::json!({
            "kind": "public", "channel": "phone", "with": "w", "for": "f", "time": {"minutes": 5, "billable": true},
            "approval": {"what": "p", "verdict": "approved"}, "missing": ["m"], "dismisses": [uid], "purges": ["0"],
            "attachments": [{"name": "n", "sha256": "0", "size": 1}], "body_file": "0", "body": "b",
        });
        let comment: Comment = serde_json::from_value(comment).unwrap();
        assert!(comment.extra.is_empty(), "{:?}", comment.extra);
        let written = serde_json::to_value(&comment).unwrap();
        assert_eq!(written.as_object().unwrap().keys().collect::<Vec<_>>(), Comment::KEYS);
    }

    #[test]
    fn identity_and_what_has_commands_of_its_own_is_not_set() {
        let expected = "type title status priority requester organization payer team assignee watchers origin tags due promised description rating";
        assert_eq!(Ticket::settable().collect::<Vec<_>>().join(" "), expected);
    }
}
