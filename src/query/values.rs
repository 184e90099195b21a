//! The texts that a ticket holds under a key.

use super::{Key, Scope, Stored, reach};
use crate::model::config::{Config, StatusCategory};
use crate::model::{Change, Ticket};
use std::borrow::Cow;

/// The category of a ticket's status, by the configuration given; `active` where it lacks the status (4).
pub fn category(config: &Config, ticket: &Ticket) -> StatusCategory {
    let flow = config.types.get(&ticket.type_id).map(|template| &template.flow);
    flow.and_then(|flow| flow.statuses.get(&ticket.status)).map_or(StatusCategory::Active, |s| s.category)
}

/// The texts under a key, none of them empty. Of derived keys, none: these are asked of [`super::Facts`].
pub(super) fn values<'a>(key: &Key, scope: &Scope<'a>) -> Vec<Cow<'a, str>> {
    let ticket = &scope.snapshot.ticket;
    let texts = match key {
        Key::Stored(key) => return stored(*key, scope),
        Key::Field { id, .. } => ticket.fields.get(id).map(crate::model::Value::texts).unwrap_or_default(),
        Key::Link(kind) => {
            ticket.links.iter().filter(|link| link.kind == *kind).map(|link| link.to.as_str()).collect()
        }
        Key::Reach(base, path) => return reach::values(base, path, scope),
        Key::Changed => return scope.changed.iter().flat_map(changed).map(Cow::Owned).collect(),
        Key::Derived(_) | Key::Unknown(_) => Vec::new(),
    };
    borrowed(texts)
}

fn borrowed<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Cow<'a, str>> {
    texts.into_iter().filter(|text| !text.is_empty()).map(Cow::Borrowed).collect()
}

fn stored<'a>(key: Stored, scope: &Scope<'a>) -> Vec<Cow<'a, str>> {
    let ticket = &scope.snapshot.ticket;
    let one = |text: &'a str| borrowed([text]);
    let maybe = |text: &'a Option<String>| borrowed(text.as_deref());
    match key {
        Stored::Uid => one(ticket.uid.as_str()),
        Stored::Number => vec![Cow::Owned(scope.snapshot.number().to_string())],
        Stored::Type => one(&ticket.type_id),
        Stored::Title => one(&ticket.title),
        Stored::Status => one(&ticket.status),
        Stored::Category => one(category(scope.config, ticket).as_str()),
        Stored::Priority => maybe(&ticket.priority),
        Stored::Requester => maybe(&ticket.requester),
        Stored::Organization => maybe(&ticket.organization),
        Stored::Payer => maybe(&ticket.payer),
        Stored::Team => maybe(&ticket.team),
        Stored::Assignee => maybe(&ticket.assignee),
        Stored::Watchers => borrowed(ticket.watchers.iter().map(String::as_str)),
        Stored::Origin => maybe(&ticket.origin),
        Stored::Tags => borrowed(ticket.tags.iter().map(String::as_str)),
        Stored::Due => maybe(&ticket.due),
        Stored::Promised => maybe(&ticket.promised),
        Stored::Description => maybe(&ticket.description),
        Stored::Links => {
            borrowed(ticket.links.iter().flat_map(|link| [link.kind.as_str(), link.to.as_str()]))
        }
        Stored::Attachments => borrowed(ticket.attachments.iter().map(|file| file.name.as_str())),
        Stored::Rating => maybe(&ticket.rating),
        Stored::Merged => maybe(&ticket.merged),
        Stored::External => {
            let Some(external) = &ticket.external else { return Vec::new() };
            let both = format!("{}:{}", external.system, external.id);
            let mut texts = borrowed([external.system.as_str(), external.id.as_str()]);
            texts.push(Cow::Owned(both));
            texts
        }
    }
}

/// What `changed:` may name for a change: `priority`, `causa`, `comment`. An opening changes nothing but
/// makes a ticket: `opened`.
fn changed(change: &Change) -> Vec<String> {
    match change {
        Change::Field { field, .. } => vec![field.clone()],
        Change::Status(_) => vec!["status".to_owned(), "category".to_owned()],
        Change::Other { key, .. } => {
            vec![key.split(':').next().unwrap_or_default().to_owned(), "other".to_owned()]
        }
        other => vec![other.word().to_owned()],
    }
}

/// What `changed:` may name besides a ticket's keys and fields.
pub(super) const CHANGES: [&str; 6] = ["opened", "comment", "dismissed", "purged", "removed", "other"];

/// The name by which `changed:` compares: `tag` is `tags`, `fields.causa` is `causa`.
pub(super) fn changed_name(text: &str) -> String {
    match Key::read(text) {
        Key::Field { id, .. } => id,
        key => key.to_string(),
    }
}
