//! Fields of a type and restated ticket keys (3.3): which there are, what they hold, and when they must be there.

mod choices;
mod dates;
mod numbers;
mod stage;
mod value;

pub use choices::{Choice, choices};
pub use dates::{date_text, instant_text, read_date, read_moment};
pub use stage::{Stage, missing, missing_at_open, stages};
pub(super) use value::moment;
pub use value::{Entry, FieldError, check_text, check_value, parse_value};

use super::resolve::{self, UnknownName};
use crate::model::config::{Config, FieldKind, FieldSpec, TypeTemplate};
use crate::model::{Snapshot, Ticket, Value};

/// Whether the id is a ticket key, which a type's field of that id restates.
pub fn is_ticket_key(id: &str) -> bool {
    Ticket::settable().any(|key| key == id) || matches!(id, "attachments" | "links")
}

/// What a key is: one of the ticket's own, or a field of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyName {
    /// A ticket key.
    Ticket(&'static str),
    /// A field's id.
    Field(String),
}

/// The key that a text names: a ticket key, `fields.X`, a field's id or label, in that order.
pub fn key(config: &Config, template: &TypeTemplate, text: &str) -> Result<KeyName, UnknownName> {
    let text = text.trim();
    let own = |id: &str| Ticket::settable().find(|k| *k == id).map(KeyName::Ticket);
    if let Some(id) = text.strip_prefix("fields.") {
        return field(template, id).map(|f| KeyName::Field(f.id.clone()));
    }
    let candidates = template
        .fields
        .iter()
        .map(|f| (f.id.as_str(), f.label.iter().map(String::as_str).collect()))
        .chain(Ticket::settable().map(|k| (k, Vec::new())));
    if let Some(key) = own(text) {
        return Ok(key);
    }
    let id = resolve::name("field", text, candidates).map_err(|mut error| {
        if config.types.len() > 1 {
            error.hint = format!("{} (type {})", error.hint, template.id);
        }
        error
    })?;
    Ok(own(id).unwrap_or_else(|| KeyName::Field(id.to_owned())))
}

/// A field of the type by id or label.
pub fn field<'a>(template: &'a TypeTemplate, text: &str) -> Result<&'a FieldSpec, UnknownName> {
    let names = template.fields.iter();
    let names = names.map(|f| (f.id.as_str(), f.label.iter().map(String::as_str).collect()));
    let id = resolve::name("field", text, names)?;
    template.fields.iter().find(|f| f.id == id).ok_or_else(|| UnknownName {
        what: "field",
        text: text.to_owned(),
        hint: format!("type {} has no fields", template.id),
    })
}

/// The type's own fields, without restated ticket keys.
pub fn own(template: &TypeTemplate) -> impl Iterator<Item = &FieldSpec> {
    template.fields.iter().filter(|f| !is_ticket_key(&f.id))
}

/// The value of a ticket key or field as text; `None` where there is none. Sets are joined by commas.
pub fn value_of(snapshot: &Snapshot, key: &str) -> Option<String> {
    let t: &Ticket = &snapshot.ticket;
    let joined = |items: Vec<&str>| (!items.is_empty()).then(|| items.join(", "));
    let filled = |text: &String| (!text.trim().is_empty()).then(|| text.clone());
    match key {
        "type" => Some(t.type_id.clone()),
        "title" => filled(&t.title),
        "status" => Some(t.status.clone()),
        "priority" => t.priority.as_ref().and_then(filled),
        "requester" => t.requester.as_ref().and_then(filled),
        "organization" => t.organization.as_ref().and_then(filled),
        "payer" => t.payer.as_ref().and_then(filled),
        "team" => t.team.as_ref().and_then(filled),
        "assignee" => t.assignee.as_ref().and_then(filled),
        "origin" => t.origin.as_ref().and_then(filled),
        "due" => t.due.as_ref().and_then(filled),
        "promised" => t.promised.as_ref().and_then(filled),
        "description" => t.description.as_ref().and_then(filled),
        "rating" => t.rating.as_ref().and_then(filled),
        "merged" => t.merged.as_ref().and_then(filled),
        "watchers" => joined(t.watchers.iter().map(String::as_str).collect()),
        "tags" => joined(t.tags.iter().map(String::as_str).collect()),
        "links" => joined(t.links.iter().map(|l| l.to.as_str()).collect()),
        "attachments" => {
            let all = t.attachments.iter().chain(snapshot.comments.values().flat_map(|c| &c.attachments));
            joined(all.map(|a| a.name.as_str()).collect())
        }
        field => {
            let id = field.strip_prefix("fields.").unwrap_or(field);
            let texts = t.fields.get(id).map(Value::texts)?;
            joined(texts.into_iter().filter(|x| !x.trim().is_empty()).collect())
        }
    }
}

/// What people call a key of the type: the field's label, else its id.
pub fn label<'a>(template: &'a TypeTemplate, key: &'a str) -> &'a str {
    let id = key.strip_prefix("fields.").unwrap_or(key);
    template.fields.iter().find(|f| f.id == id).and_then(|f| f.label.as_deref()).unwrap_or(id)
}

/// How many rows of a table are named where one is asked for.
const NAMED_ROWS: usize = 8;

/// What to type after `-f` for a field: `causa=erro|uso`; of a row, those that the ticket's other fields leave.
pub fn usage(entry: Entry<'_>, spec: &FieldSpec) -> String {
    let value = match spec.kind {
        FieldKind::Row => {
            let rows = value::rows(entry, spec);
            let waits = |other: &str| entry.snapshot.and_then(|s| value_of(s, other)).is_none();
            let named = !rows.is_empty() && rows.len() <= NAMED_ROWS;
            if named && !spec.depends_on.as_deref().is_some_and(waits) {
                rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>().join("|")
            } else {
                "…".to_owned()
            }
        }
        FieldKind::Attachment => "FILE".to_owned(),
        FieldKind::Enum => spec.values.iter().map(|v| v.id.as_str()).collect::<Vec<_>>().join("|"),
        FieldKind::Bool => "true|false".to_owned(),
        FieldKind::Date => "DATE".to_owned(),
        FieldKind::Datetime => "TIME".to_owned(),
        _ => "…".to_owned(),
    };
    format!("{}={value}", spec.id)
}
