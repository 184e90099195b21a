//! What the values of a key are: how they compare, and what a filter may say of them.

use super::ids::Ids;
use super::key::LINK_KINDS;
use super::{Derived, Key, Stored, reach};
use crate::model::config::{Config, FieldKind, FieldSpec};

/// What the values of a key are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Domain<'c> {
    /// Text compared as a whole, without case and accents.
    Text,
    /// Text searched for words.
    Prose,
    /// Ids of something that the desk defines.
    Ids(Ids<'c>),
    Uid,
    TicketNumber,
    Number,
    Version,
    Bool,
    Date,
    /// A value nobody has declared: compares as what it looks like.
    Loose,
    Duration,
    /// A number of things.
    Count,
    /// Names of changes.
    Changed,
}

impl Domain<'_> {
    /// Whether `<` and `a..b` mean anything.
    pub(super) const fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::TicketNumber
                | Self::Number
                | Self::Version
                | Self::Date
                | Self::Loose
                | Self::Duration
                | Self::Count
                | Self::Ids(Ids::Priority | Ids::Rating)
        )
    }
}

/// What the values of `key` are: one domain, or several where types declare a field differently. Empty: this
/// desk does not know the key. The first is that of a ticket of type `type_id`.
pub(super) fn domains<'c>(key: &Key, config: &'c Config, type_id: Option<&str>) -> Vec<Domain<'c>> {
    match key {
        Key::Stored(key) => vec![stored(*key)],
        Key::Field { id, .. } => {
            specs(id, config, type_id).into_iter().map(|spec| field(spec, config)).collect()
        }
        Key::Link(kind) if LINK_KINDS.contains(&kind.as_str()) => vec![Domain::Text],
        Key::Link(_) | Key::Unknown(_) => Vec::new(),
        Key::Derived(key) => derived(key, config).into_iter().collect(),
        Key::Changed => vec![Domain::Changed],
        Key::Reach(base, path) => reach::domains(base, path, config, type_id),
    }
}

/// The domain that holds for one ticket.
pub(super) fn domain<'c>(key: &Key, config: &'c Config, type_id: &str) -> Option<Domain<'c>> {
    domains(key, config, Some(type_id)).into_iter().next()
}

/// The declarations of a field: its type's first, else those of all types.
pub(super) fn specs<'c>(id: &str, config: &'c Config, type_id: Option<&str>) -> Vec<&'c FieldSpec> {
    let own = type_id.and_then(|id| config.types.get(id));
    let find = |t: &'c crate::model::config::TypeTemplate| t.fields.iter().find(|spec| spec.id == id);
    match own.and_then(find) {
        Some(spec) => vec![spec],
        None => config.types.values().filter_map(find).collect(),
    }
}

fn stored(key: Stored) -> Domain<'static> {
    match key {
        Stored::Uid | Stored::Merged => Domain::Uid,
        Stored::Number => Domain::TicketNumber,
        Stored::Type => Domain::Ids(Ids::Type),
        Stored::Title | Stored::Description | Stored::Attachments => Domain::Prose,
        Stored::Status => Domain::Ids(Ids::Status),
        Stored::Category => Domain::Ids(Ids::Category),
        Stored::Priority => Domain::Ids(Ids::Priority),
        Stored::Requester | Stored::Watchers => Domain::Ids(Ids::Contact),
        Stored::Organization | Stored::Payer => Domain::Ids(Ids::Organization),
        Stored::Team => Domain::Ids(Ids::Team),
        Stored::Assignee => Domain::Ids(Ids::Person),
        Stored::Origin => Domain::Ids(Ids::Channel),
        Stored::Tags | Stored::Links | Stored::External => Domain::Text,
        Stored::Due | Stored::Promised => Domain::Date,
        Stored::Rating => Domain::Ids(Ids::Rating),
    }
}

pub(super) fn field<'c>(spec: &'c FieldSpec, config: &'c Config) -> Domain<'c> {
    match spec.kind {
        FieldKind::Text | FieldKind::Url | FieldKind::Ticket => Domain::Text,
        FieldKind::Multiline | FieldKind::Attachment => Domain::Prose,
        FieldKind::Int | FieldKind::Decimal | FieldKind::Money => Domain::Number,
        FieldKind::Bool => Domain::Bool,
        FieldKind::Date | FieldKind::Datetime => Domain::Date,
        FieldKind::Enum => Domain::Ids(Ids::Values(&spec.values)),
        FieldKind::Row => spec
            .table
            .as_ref()
            .and_then(|table| config.tables.get(table))
            .map_or(Domain::Text, |table| Domain::Ids(Ids::Rows(table))),
        FieldKind::Version => Domain::Version,
        FieldKind::Contact => Domain::Ids(Ids::Contact),
        FieldKind::Organization => Domain::Ids(Ids::Organization),
    }
}

fn derived(key: &Derived, config: &Config) -> Option<Domain<'static>> {
    let known = |metric: &String| config.policies.values().any(|policy| policy.metrics.contains_key(metric));
    match key {
        Derived::Opened | Derived::Closed => Some(Domain::Date),
        Derived::Age
        | Derived::Idle
        | Derived::InStatus
        | Derived::SincePublic
        | Derived::SinceCustomer
        | Derived::Unanswered
        | Derived::DueIn => Some(Domain::Duration),
        Derived::PublicSinceContact => Some(Domain::Count),
        Derived::Breached | Derived::AtRisk => Some(Domain::Bool),
        Derived::SlaState(metric) => known(metric).then_some(Domain::Ids(Ids::SlaState)),
        Derived::SlaDueIn(metric) => known(metric).then_some(Domain::Duration),
    }
}
