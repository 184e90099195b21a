//! Typed changes: the comparison of two states of a ticket, and the fold that is its inverse (4).
//!
//! `fold(diff(a, b), a) == b` for all states; a property test holds it.

use super::{
    Attachment, Comment, CommentKind, External, Link, Number, Snapshot, Ticket, TicketDir, Uid, Value,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A scalar key before and after; `None` is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// What a set lost and gained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetChange<T> {
    /// In the new set only.
    pub added: Vec<T>,
    /// In the old set only.
    pub removed: Vec<T>,
}

/// One change of one key of one ticket. Its serialised form is the interchange format (4, 8.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// The ticket appeared, with this state.
    Opened {
        /// Number at birth, from the path.
        number: Number,
        /// Its folder, from the root of the tree.
        path: String,
        /// The whole state.
        ticket: Box<Ticket>,
    },
    /// Its number was changed (7).
    Number(Pair),
    /// Type template.
    Type(Pair),
    /// Title.
    Title(Pair),
    /// Status.
    Status(Pair),
    /// Priority.
    Priority(Pair),
    /// Requester.
    Requester(Pair),
    /// Organization.
    Organization(Pair),
    /// Payer.
    Payer(Pair),
    /// Team.
    Team(Pair),
    /// Assignee.
    Assignee(Pair),
    /// Agreed delivery.
    Due(Pair),
    /// Promised return.
    Promised(Pair),
    /// Rating.
    Rating(Pair),
    /// Description.
    Description(Pair),
    /// Merged into another ticket, or no longer.
    Merged(Pair),
    /// A field of the type.
    Field {
        /// Its id.
        field: String,
        /// Before.
        from: Option<Value>,
        /// After.
        to: Option<Value>,
    },
    /// Watchers.
    Watchers(SetChange<String>),
    /// Tags.
    Tags(SetChange<String>),
    /// Links.
    Links(SetChange<Link>),
    /// Attachments of the ticket itself.
    Attachments(SetChange<Attachment>),
    /// A comment was added.
    Comment {
        /// Its id.
        id: Uid,
        /// Its content, whose keys stand beside `id`.
        #[serde(flatten)]
        comment: Box<Comment>,
    },
    /// A comment that was added says that a customer's message was none (S21).
    Dismissed {
        /// The message's id.
        comment: String,
    },
    /// A comment that was added says that a file was removed (7.1).
    Purged {
        /// SHA-256 of the file.
        sha256: String,
    },
    /// A comment, or (without `comment`) the whole ticket, is gone.
    Removed {
        /// The comment's id.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        comment: Option<Uid>,
    },
    /// Any other key: `origin`, `external`, an unknown one, or `comment:ID` where a comment's file was rewritten.
    Other {
        /// The key.
        key: String,
        /// Before.
        from: Option<Value>,
        /// After.
        to: Option<Value>,
    },
}

impl Change {
    /// The names of what it changes. Two changes that share a name are changes of the same key (4);
    /// `*` (opening, removal) shares with every name.
    pub fn keys(&self) -> Vec<String> {
        let each = |set: &str, items: Vec<String>| {
            items.into_iter().map(|i| format!("{set}:{i}")).collect::<Vec<_>>()
        };
        match self {
            Self::Opened { .. } | Self::Removed { comment: None } => vec!["*".to_owned()],
            Self::Number(_) => vec!["number".to_owned()],
            Self::Field { field, .. } => vec![format!("fields.{field}")],
            Self::Watchers(set) => each("watchers", set.both().cloned().collect()),
            Self::Tags(set) => each("tags", set.both().cloned().collect()),
            Self::Links(set) => each("links", set.both().map(|l| format!("{} {}", l.kind, l.to)).collect()),
            Self::Attachments(set) => each("attachments", set.both().map(|a| a.sha256.clone()).collect()),
            Self::Comment { id, .. } | Self::Removed { comment: Some(id) } => vec![format!("comment:{id}")],
            Self::Dismissed { comment } => vec![format!("dismissed:{comment}")],
            Self::Purged { sha256 } => vec![format!("purged:{sha256}")],
            Self::Other { key, .. } => vec![key.clone()],
            other => vec![other.word().to_owned()],
        }
    }

    /// The word in `"change"`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Number(_) => "number",
            Self::Type(_) => "type",
            Self::Title(_) => "title",
            Self::Status(_) => "status",
            Self::Priority(_) => "priority",
            Self::Requester(_) => "requester",
            Self::Organization(_) => "organization",
            Self::Payer(_) => "payer",
            Self::Team(_) => "team",
            Self::Assignee(_) => "assignee",
            Self::Due(_) => "due",
            Self::Promised(_) => "promised",
            Self::Rating(_) => "rating",
            Self::Description(_) => "description",
            Self::Merged(_) => "merged",
            Self::Field { .. } => "field",
            Self::Watchers(_) => "watchers",
            Self::Tags(_) => "tags",
            Self::Links(_) => "links",
            Self::Attachments(_) => "attachments",
            Self::Comment { .. } => "comment",
            Self::Dismissed { .. } => "dismissed",
            Self::Purged { .. } => "purged",
            Self::Removed { .. } => "removed",
            Self::Other { .. } => "other",
        }
    }

    /// The pair of a change of one of the ticket's own scalar keys.
    pub const fn pair(&self) -> Option<&Pair> {
        match self {
            Self::Number(p)
            | Self::Type(p)
            | Self::Title(p)
            | Self::Status(p)
            | Self::Priority(p)
            | Self::Requester(p)
            | Self::Organization(p)
            | Self::Payer(p)
            | Self::Team(p)
            | Self::Assignee(p)
            | Self::Due(p)
            | Self::Promised(p)
            | Self::Rating(p)
            | Self::Description(p)
            | Self::Merged(p) => Some(p),
            _ => None,
        }
    }
}

impl<T: Ord + Clone> SetChange<T> {
    /// What turns `old` into `new`; `None` where they are equal.
    pub fn between(old: &BTreeSet<T>, new: &BTreeSet<T>) -> Option<Self> {
        let change = Self {
            added: new.difference(old).cloned().collect(),
            removed: old.difference(new).cloned().collect(),
        };
        (!change.added.is_empty() || !change.removed.is_empty()).then_some(change)
    }

    /// All members that it names.
    pub fn both(&self) -> impl Iterator<Item = &T> {
        self.removed.iter().chain(&self.added)
    }

    fn apply(&self, set: &mut BTreeSet<T>) {
        for gone in &self.removed {
            set.remove(gone);
        }
        set.extend(self.added.iter().cloned());
    }
}

/// A serialisable part of a ticket as a [`Value`], for `Other`.
fn external_value(external: Option<&External>) -> Option<Value> {
    external.map(|e| {
        Value::Map(BTreeMap::from([
            ("system".to_owned(), Value::Text(e.system.clone())),
            ("id".to_owned(), Value::Text(e.id.clone())),
        ]))
    })
}

fn value_external(value: Option<&Value>) -> Option<External> {
    let Some(Value::Map(map)) = value else { return None };
    let text = |key: &str| map.get(key).and_then(Value::as_text).map(str::to_owned);
    Some(External { system: text("system")?, id: text("id")? })
}

/// A comment's content as a [`Value`], through its serialised form.
fn comment_value(comment: &Comment) -> Value {
    fn convert(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Array(items) => Value::List(items.iter().map(convert).collect()),
            serde_json::Value::Object(map) => {
                let written = map.iter().filter(|(_, v)| !v.is_null());
                Value::Map(written.map(|(k, v)| (k.clone(), convert(v))).collect())
            }
            serde_json::Value::String(text) => Value::Text(text.clone()),
            other => Value::Text(other.to_string()),
        }
    }
    convert(&serde_json::to_value(comment).unwrap_or_default())
}

fn value_comment(value: &Value) -> Option<Comment> {
    fn convert(path: &[&str], value: &Value) -> serde_json::Value {
        match value {
            Value::Text(text) => match path {
                ["time", "minutes"] | ["attachments", "size"] => {
                    text.parse::<u64>().map_or_else(|_| text.clone().into(), Into::into)
                }
                ["time", "billable"] => (text == "true").into(),
                _ => text.clone().into(),
            },
            Value::List(items) => items.iter().map(|v| convert(path, v)).collect(),
            Value::Map(map) => serde_json::Value::Object(
                map.iter().map(|(k, v)| (k.clone(), convert(&[path, &[k.as_str()]].concat(), v))).collect(),
            ),
        }
    }
    serde_json::from_value(convert(&[], value)).ok()
}

/// What turns `old` into `new`: first the ticket's keys in the file's order, then comments by id.
pub fn diff(old: Option<&Snapshot>, new: Option<&Snapshot>) -> Vec<Change> {
    let mut changes = Vec::new();
    let Some(new) = new else {
        return if old.is_some() { vec![Change::Removed { comment: None }] } else { changes };
    };
    let none = BTreeMap::new();
    let old_comments = match old {
        // A ticket is followed by uid; another uid is another ticket.
        Some(old) if old.ticket.uid == new.ticket.uid => {
            if old.dir != new.dir {
                let (from, to) = (old.dir.path(), new.dir.path());
                changes.push(Change::Other {
                    key: "path".to_owned(),
                    from: Some(from.into()),
                    to: Some(to.into()),
                });
            }
            diff_ticket(&old.ticket, &new.ticket, &mut changes);
            &old.comments
        }
        _ => {
            changes.push(Change::Opened {
                number: new.dir.number,
                path: new.dir.path(),
                ticket: Box::new(new.ticket.clone()),
            });
            &none
        }
    };
    for id in old_comments.keys().filter(|id| !new.comments.contains_key(id)) {
        changes.push(Change::Removed { comment: Some(id.clone()) });
    }
    for (id, comment) in &new.comments {
        match old_comments.get(id) {
            Some(same) if same == comment => {}
            Some(other) => changes.push(Change::Other {
                key: format!("comment:{id}"),
                from: Some(comment_value(other)),
                to: Some(comment_value(comment)),
            }),
            None => {
                changes.push(Change::Comment { id: id.clone(), comment: Box::new(comment.clone()) });
                changes.extend(comment.dismisses.iter().map(|c| Change::Dismissed { comment: c.clone() }));
                changes.extend(comment.purges.iter().map(|s| Change::Purged { sha256: s.clone() }));
            }
        }
    }
    changes
}

fn diff_ticket(old: &Ticket, new: &Ticket, changes: &mut Vec<Change>) {
    let number = |t: &Ticket| t.number.map(|n| n.to_string());
    let mut pair = |make: fn(Pair) -> Change, from: Option<String>, to: Option<String>| {
        if from != to {
            changes.push(make(Pair { from, to }));
        }
    };
    let some = |text: &String| Some(text.clone());
    pair(Change::Number, number(old), number(new));
    pair(Change::Type, some(&old.type_id), some(&new.type_id));
    pair(Change::Title, some(&old.title), some(&new.title));
    pair(Change::Status, some(&old.status), some(&new.status));
    pair(Change::Priority, old.priority.clone(), new.priority.clone());
    pair(Change::Requester, old.requester.clone(), new.requester.clone());
    pair(Change::Organization, old.organization.clone(), new.organization.clone());
    pair(Change::Payer, old.payer.clone(), new.payer.clone());
    pair(Change::Team, old.team.clone(), new.team.clone());
    pair(Change::Assignee, old.assignee.clone(), new.assignee.clone());
    pair(Change::Due, old.due.clone(), new.due.clone());
    pair(Change::Promised, old.promised.clone(), new.promised.clone());
    pair(Change::Description, old.description.clone(), new.description.clone());
    pair(Change::Rating, old.rating.clone(), new.rating.clone());
    pair(Change::Merged, old.merged.clone(), new.merged.clone());
    changes.extend(SetChange::between(&old.watchers, &new.watchers).map(Change::Watchers));
    changes.extend(SetChange::between(&old.tags, &new.tags).map(Change::Tags));
    for (field, from, to) in map_diff(&old.fields, &new.fields) {
        changes.push(Change::Field { field, from, to });
    }
    changes.extend(SetChange::between(&old.links, &new.links).map(Change::Links));
    changes.extend(SetChange::between(&old.attachments, &new.attachments).map(Change::Attachments));
    let mut other = |key: &str, from: Option<Value>, to: Option<Value>| {
        if from != to {
            changes.push(Change::Other { key: key.to_owned(), from, to });
        }
    };
    other("origin", old.origin.clone().map(Value::Text), new.origin.clone().map(Value::Text));
    other("external", external_value(old.external.as_ref()), external_value(new.external.as_ref()));
    for (key, from, to) in map_diff(&old.extra, &new.extra) {
        // An unknown key that looks like one of the words that `Other` has for itself is told apart.
        let taken = key == "path" || key.starts_with("comment:") || key.starts_with("extra.");
        other(&if taken { format!("extra.{key}") } else { key }, from, to);
    }
}

fn map_diff(
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
) -> Vec<(String, Option<Value>, Option<Value>)> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
        .map(|key| (key.clone(), old.get(key).cloned(), new.get(key).cloned()))
        .collect()
}

/// Applies one change to the state of a ticket. Changes of a ticket that is not there (before its opening,
/// after its removal) have no effect; a second opening (one ticket added on two lines of history) keeps the comments.
pub fn apply(state: &mut Option<Snapshot>, change: &Change) {
    if let Change::Opened { number, path, ticket } = change {
        let dir = TicketDir::from_path(path).unwrap_or_else(|_| TicketDir::new(*number, &ticket.uid));
        let comments = state.take().map(|s| s.comments).unwrap_or_default();
        *state = Some(Snapshot { dir, ticket: (**ticket).clone(), comments });
        return;
    }
    if matches!(change, Change::Removed { comment: None }) {
        *state = None;
        return;
    }
    if let Some(snapshot) = state {
        apply_to(snapshot, change);
    }
}

/// Applies changes in order, from nothing.
pub fn fold<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Option<Snapshot> {
    let mut state = None;
    for change in changes {
        apply(&mut state, change);
    }
    state
}

fn apply_to(snapshot: &mut Snapshot, change: &Change) {
    let t = &mut snapshot.ticket;
    let text = |p: &Pair| p.to.clone().unwrap_or_default();
    match change {
        Change::Opened { .. }
        | Change::Dismissed { .. }
        | Change::Purged { .. }
        | Change::Removed { comment: None } => {}
        Change::Number(p) => t.number = p.to.as_ref().and_then(|n| n.parse().ok()),
        Change::Type(p) => t.type_id = text(p),
        Change::Title(p) => t.title = text(p),
        Change::Status(p) => t.status = text(p),
        Change::Priority(p) => t.priority.clone_from(&p.to),
        Change::Requester(p) => t.requester.clone_from(&p.to),
        Change::Organization(p) => t.organization.clone_from(&p.to),
        Change::Payer(p) => t.payer.clone_from(&p.to),
        Change::Team(p) => t.team.clone_from(&p.to),
        Change::Assignee(p) => t.assignee.clone_from(&p.to),
        Change::Due(p) => t.due.clone_from(&p.to),
        Change::Promised(p) => t.promised.clone_from(&p.to),
        Change::Rating(p) => t.rating.clone_from(&p.to),
        Change::Description(p) => t.description.clone_from(&p.to),
        Change::Merged(p) => t.merged.clone_from(&p.to),
        Change::Field { field, to, .. } => set_or_remove(&mut t.fields, field, to.as_ref()),
        Change::Watchers(set) => set.apply(&mut t.watchers),
        Change::Tags(set) => set.apply(&mut t.tags),
        Change::Links(set) => set.apply(&mut t.links),
        Change::Attachments(set) => set.apply(&mut t.attachments),
        Change::Comment { id, comment } => {
            snapshot.comments.insert(id.clone(), (**comment).clone());
        }
        Change::Removed { comment: Some(id) } => {
            snapshot.comments.remove(id);
        }
        Change::Other { key, to, .. } => {
            match (key.as_str(), key.strip_prefix("comment:").map(str::parse::<Uid>)) {
                ("path", _) => {
                    if let Some(Ok(dir)) = to.as_ref().and_then(Value::as_text).map(TicketDir::from_path) {
                        snapshot.dir = dir;
                    }
                }
                ("origin", _) => t.origin = to.as_ref().and_then(Value::as_text).map(str::to_owned),
                ("external", _) => t.external = value_external(to.as_ref()),
                (_, Some(Ok(id))) => {
                    if let Some(comment) = to.as_ref().and_then(value_comment) {
                        snapshot.comments.insert(id, comment);
                    }
                }
                _ => {
                    let key = key.strip_prefix("extra.").unwrap_or(key);
                    set_or_remove(&mut t.extra, key, to.as_ref());
                }
            }
        }
    }
}

fn set_or_remove(map: &mut BTreeMap<String, Value>, key: &str, to: Option<&Value>) {
    match to {
        Some(value) => map.insert(key.to_owned(), value.clone()),
        None => map.remove(key),
    };
}

/// Whether the comment is a message of the given kind.
pub fn is_comment_of(change: &Change, kind: CommentKind) -> bool {
    matches!(change, Change::Comment { comment, .. } if comment.kind == kind)
}
