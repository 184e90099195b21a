//! Keys of terms: what stands before the colon.

use std::fmt;

/// A key of a ticket's file, and `category`, which its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variants are the file's keys")]
pub enum Stored {
    Uid,
    Number,
    Type,
    Title,
    Status,
    Category,
    Priority,
    Requester,
    Organization,
    Payer,
    Team,
    Assignee,
    Watchers,
    Origin,
    Tags,
    Due,
    Promised,
    Description,
    Links,
    Attachments,
    Rating,
    Merged,
    External,
}

impl Stored {
    pub(super) const ALL: [(Self, &'static str); 23] = [
        (Self::Uid, "uid"),
        (Self::Number, "number"),
        (Self::Type, "type"),
        (Self::Title, "title"),
        (Self::Status, "status"),
        (Self::Category, "category"),
        (Self::Priority, "priority"),
        (Self::Requester, "requester"),
        (Self::Organization, "organization"),
        (Self::Payer, "payer"),
        (Self::Team, "team"),
        (Self::Assignee, "assignee"),
        (Self::Watchers, "watchers"),
        (Self::Origin, "origin"),
        (Self::Tags, "tags"),
        (Self::Due, "due"),
        (Self::Promised, "promised"),
        (Self::Description, "description"),
        (Self::Links, "links"),
        (Self::Attachments, "attachments"),
        (Self::Rating, "rating"),
        (Self::Merged, "merged"),
        (Self::External, "external"),
    ];

    /// The word in filters.
    pub fn word(self) -> &'static str {
        // Every variant is in the list, in the order of declaration.
        Self::ALL[self as usize].1
    }

    fn read(word: &str) -> Option<Self> {
        let word = match word {
            "tag" => "tags",
            "watcher" => "watchers",
            "org" => "organization",
            "link" => "links",
            "attachment" => "attachments",
            other => other,
        };
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(key, _)| *key)
    }
}

/// A key that is worked out from history, a calendar or a policy (3.4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Derived {
    /// Instant of opening.
    Opened,
    /// Instant of the last closing; none while it is open.
    Closed,
    /// Duration of its life.
    Age,
    /// Duration since its last trâmite.
    Idle,
    /// Duration since it entered its status.
    InStatus,
    /// Duration since the last public comment.
    SincePublic,
    /// Duration since the last message of the customer.
    SinceCustomer,
    /// Duration since the oldest message of the customer that nobody has answered.
    Unanswered,
    /// Number of public comments since the last spoken contact (S6).
    PublicSinceContact,
    /// State of a metric.
    SlaState(String),
    /// Duration until a metric's deadline.
    SlaDueIn(String),
    /// Whether any metric is breached or overdue.
    Breached,
    /// Whether any metric is at risk.
    AtRisk,
    /// Duration until the soonest deadline.
    DueIn,
}

impl Derived {
    pub(super) const PLAIN: [(Self, &'static str); 12] = [
        (Self::Opened, "opened"),
        (Self::Closed, "closed"),
        (Self::Age, "age"),
        (Self::Idle, "idle"),
        (Self::InStatus, "in_status"),
        (Self::SincePublic, "since_public"),
        (Self::SinceCustomer, "since_customer"),
        (Self::Unanswered, "unanswered"),
        (Self::PublicSinceContact, "public_since_contact"),
        (Self::Breached, "breached"),
        (Self::AtRisk, "at_risk"),
        (Self::DueIn, "due_in"),
    ];
}

impl fmt::Display for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SlaState(metric) => write!(f, "sla.{metric}.state"),
            Self::SlaDueIn(metric) => write!(f, "sla.{metric}.due_in"),
            plain => {
                f.write_str(Self::PLAIN.iter().find(|(key, _)| key == plain).map_or("", |(_, name)| name))
            }
        }
    }
}

/// What a term asks about. Whether a desk knows it is for [`super::Query::check`] to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A key of the ticket's file, or `category`.
    Stored(Stored),
    /// A field: `fields.X`, or bare `X`.
    Field {
        /// Its id.
        id: String,
        /// Whether it was written without `fields.`.
        bare: bool,
    },
    /// `link.KIND`: targets of links of that kind.
    Link(String),
    /// A key that is worked out.
    Derived(Derived),
    /// `changed`.
    Changed,
    /// A dotted key: what the value of the first names.
    Reach(Box<Key>, Vec<String>),
    /// Nothing that any desk could know.
    Unknown(String),
}

/// Kinds of links (3.1).
pub(super) const LINK_KINDS: [&str; 8] =
    ["parent", "child", "duplicate_of", "follow_up_of", "related", "issue", "kb", "commit"];

impl Key {
    /// Reads a key; never fails, as it may be a field's id.
    pub fn read(text: &str) -> Self {
        let mut parts = text.split('.');
        let head = parts.next().unwrap_or_default();
        let mut rest: Vec<&str> = parts.collect();
        if head.is_empty() || rest.iter().any(|part| part.is_empty()) {
            return Self::Unknown(text.to_owned());
        }
        let base = match (head, rest.as_slice()) {
            ("sla", [metric, "state"]) => return Self::Derived(Derived::SlaState((*metric).to_owned())),
            ("sla", [metric, "due_in"]) => return Self::Derived(Derived::SlaDueIn((*metric).to_owned())),
            ("sla" | "fields", []) | ("sla", _) => return Self::Unknown(text.to_owned()),
            ("fields", [id, ..]) => {
                let id = *id;
                rest.remove(0);
                match Stored::read(id).filter(|key| key.word() == id && *key != Stored::Category) {
                    Some(key) => Self::Stored(key),
                    None => Self::Field { id: id.to_owned(), bare: false },
                }
            }
            ("link" | "links", [kind, ..]) => {
                let kind = (*kind).to_owned();
                rest.remove(0);
                Self::Link(kind)
            }
            ("changed", []) => return Self::Changed,
            _ => match (Stored::read(head), Derived::PLAIN.iter().find(|(_, name)| *name == head)) {
                (Some(key), _) => Self::Stored(key),
                (None, Some((key, _))) if rest.is_empty() => return Self::Derived(key.clone()),
                (None, Some(_)) => return Self::Unknown(text.to_owned()),
                (None, None) => Self::Field { id: head.to_owned(), bare: true },
            },
        };
        base.reach(&rest)
    }

    fn reach(self, path: &[&str]) -> Self {
        if path.is_empty() {
            return self;
        }
        Self::Reach(Box::new(self), path.iter().map(|&part| part.to_owned()).collect())
    }

    /// The same asked about the requester, for filters on requesters (`open.requester`, C4): `trained` is
    /// `requester.trained`. Keys that are a ticket's own stay.
    pub(super) fn of_requester(&self) -> Self {
        let requester = || Self::Stored(Stored::Requester);
        match self {
            Self::Field { id, bare: true } => requester().reach(&[id]),
            Self::Reach(base, path) => match &**base {
                Self::Field { id, bare: true } => {
                    let path: Vec<&str> = [id].into_iter().chain(path).map(String::as_str).collect();
                    requester().reach(&path)
                }
                _ => self.clone(),
            },
            _ => self.clone(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored(key) => f.write_str(key.word()),
            Self::Field { id, bare: true } | Self::Unknown(id) => f.write_str(id),
            Self::Field { id, bare: false } => write!(f, "fields.{id}"),
            Self::Link(kind) => write!(f, "link.{kind}"),
            Self::Derived(key) => key.fmt(f),
            Self::Changed => f.write_str("changed"),
            Self::Reach(base, path) => {
                base.fmt(f)?;
                path.iter().try_for_each(|part| write!(f, ".{part}"))
            }
        }
    }
}
