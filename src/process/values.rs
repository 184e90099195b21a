//! Whether a ticket's keys name things that the desk has: judged for what a change changes, and for a whole ticket.

use super::actor::find_contact;
use super::edit::is_address;
use super::fields::{self, Entry, KeyName};
use super::relate::LINK_KINDS;
use super::{Violation, resolve};
use crate::model::config::{Config, TypeTemplate};
use crate::model::{Comment, Severity, Snapshot};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// Finds the id that a text names.
type Look = for<'a> fn(&'a Config, &str) -> Result<&'a str, resolve::UnknownName>;

/// What of the keys that `of` names is wrong. Unknown fields refuse only where they are new (`strict`):
/// those of a type that changed are kept.
pub fn problems(
    config: &Config,
    template: &TypeTemplate,
    snapshot: &Snapshot,
    now: DateTime<FixedOffset>,
    of: &dyn Fn(&str) -> bool,
    strict: bool,
) -> Vec<Violation> {
    let t = &snapshot.ticket;
    let mut found = Vec::new();
    let mut wrong = |key: &str, message: String| found.push(Violation::error("value", message).about(key));
    let exact = |result: Result<&str, resolve::UnknownName>, text: &str| match result {
        Ok(id) if id == text => None,
        Ok(id) => Some(format!("{text:?} is not how the file keeps it; write {id}")),
        Err(error) => Some(error.to_string()),
    };
    let named: [(&str, &Option<String>, Look); 6] = [
        ("priority", &t.priority, resolve::priority),
        ("organization", &t.organization, resolve::organization),
        ("payer", &t.payer, resolve::organization),
        ("team", &t.team, resolve::team),
        ("assignee", &t.assignee, resolve::person),
        ("origin", &t.origin, resolve::channel),
    ];
    for (key, value, look) in named {
        // A desk can have thousands of organizations: the common case looks up one.
        let known =
            |text: &&str| matches!(key, "organization" | "payer") && config.organizations.contains_key(*text);
        if let Some(text) = value.as_deref().filter(|text| of(key) && !known(text))
            && let Some(message) = exact(look(config, text), text)
        {
            wrong(key, format!("{key}: {message}"));
        }
    }
    if of("title") && t.title.trim().is_empty() {
        let empty = Violation::error("value", "the title is empty; a ticket has one: -t TITLE");
        found.push(empty.about("title").mended(super::edit::TITLE));
    }
    let mut wrong = |key: &str, message: String| found.push(Violation::error("value", message).about(key));
    if of("rating")
        && let Some(text) = &t.rating
        && !config.desk.rating.is_empty()
        && let Some(message) = exact(resolve::rating(config, text), text)
    {
        wrong("rating", message);
    }
    let mut texts = Vec::new();
    for (key, text) in [("title", Some(t.title.as_str())), ("description", t.description.as_deref())] {
        let spec = template.fields.iter().find(|f| f.id == key).filter(|_| of(key));
        if let (Some(spec), Some(text)) = (spec, text)
            && let Err(error) = fields::check_text(spec, text)
        {
            texts.push(Violation::error("field_value", error.to_string()).about(key));
        }
    }
    let is_somebody = |text: &str| {
        find_contact(config, text).is_some()
            || config.desk.people.iter().any(|p| p.id == text)
            || is_address(text)
    };
    if let Some(text) = t.requester.as_deref().filter(|r| of("requester") && !is_somebody(r)) {
        wrong(
            "requester",
            format!("requester {text:?} is no contact, person or address; add it with `tramite contact add`"),
        );
    }
    for text in t.watchers.iter().filter(|w| of("watchers") && !is_somebody(w)) {
        wrong("watchers", format!("watcher {text:?} is no contact, person or address"));
    }
    for (key, value) in [("due", &t.due), ("promised", &t.promised)] {
        if let Some(text) = value.as_deref().filter(|_| of(key))
            && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_err()
            && DateTime::parse_from_rfc3339(text).is_err()
        {
            wrong(
                key,
                format!(
                    "{key}: {text:?} is not how the file keeps a date; write 2026-11-30 or 2026-11-30T18:00:00-03:00"
                ),
            );
        }
    }
    for link in t.links.iter().filter(|l| of("links") && !LINK_KINDS.contains(&l.kind.as_str())) {
        wrong("links", format!("{:?} is no kind of link; there are {}", link.kind, LINK_KINDS.join(", ")));
    }
    found.extend(texts);
    found.extend(of_fields(config, template, snapshot, now, of, strict));
    found
}

fn of_fields(
    config: &Config,
    template: &TypeTemplate,
    snapshot: &Snapshot,
    now: DateTime<FixedOffset>,
    of: &dyn Fn(&str) -> bool,
    strict: bool,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let entry = Entry { config, snapshot: Some(snapshot), now };
    let files: BTreeSet<&str> = snapshot
        .ticket
        .attachments
        .iter()
        .chain(snapshot.comments.values().flat_map(|c| &c.attachments))
        .flat_map(|a| [a.name.as_str(), a.sha256.as_str()])
        .collect();
    for (id, value) in &snapshot.ticket.fields {
        let path = format!("fields.{id}");
        let Some(spec) = fields::own(template).find(|f| f.id == *id) else {
            if of(&path) {
                let hint = match fields::key(config, template, id) {
                    Ok(KeyName::Ticket(key)) => {
                        format!("{key} is a key of the ticket itself, not of `fields`")
                    }
                    Ok(KeyName::Field(_)) => "it is a ticket key".to_owned(),
                    Err(error) => error.hint,
                };
                let violation = Violation::error(
                    "unknown_field",
                    format!("type {} has no field {id:?}: {hint}", template.id),
                );
                let severity = if strict { Severity::Error } else { Severity::Warning };
                found.push(violation.about(id).with_severity(severity));
            }
            continue;
        };
        let narrowed =
            spec.depends_on.as_deref().is_some_and(|other| of(other) || of(&format!("fields.{other}")));
        if !of(&path) && !narrowed {
            continue;
        }
        if let Err(error) = fields::check_value(entry, spec, value) {
            found.push(Violation::error("field_value", error.to_string()).about(id));
        } else if spec.kind == crate::model::config::FieldKind::Attachment {
            for text in value.texts().into_iter().filter(|t| !files.contains(t)) {
                let message =
                    format!("{id}: the ticket has no attachment {text:?}; add it with --attach FILE");
                found.push(Violation::error("field_value", message).about(id));
            }
        }
    }
    found
}

/// What is wrong with a comment on the ticket.
pub fn of_comment(
    config: &Config,
    template: &TypeTemplate,
    ticket: &Snapshot,
    comment: &Comment,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut wrong = |key: &str, message: String| found.push(Violation::error("comment", message).about(key));
    if let Some(channel) =
        comment.channel.as_deref().filter(|c| !config.desk.channels.iter().any(|x| x.id == **c))
    {
        let message = resolve::channel(config, channel).map_or_else(
            |error| error.to_string(),
            |id| format!("channel {channel:?} is not how the file keeps it; write {id}"),
        );
        wrong("channel", message);
    }
    if let Some(who) = comment.for_contact.as_deref().filter(|c| find_contact(config, c).is_none()) {
        wrong("for", format!("{who:?} is no contact of the desk; add it with `tramite contact add`"));
    }
    for id in &comment.missing {
        if fields::key(config, template, id).is_err() {
            wrong("missing", format!("type {} has no field {id:?} that could be missing", template.id));
        }
    }
    for id in &comment.dismisses {
        let known = id.parse().ok().and_then(|id| ticket.comments.get(&id));
        if known.is_none_or(|c| c.kind != crate::model::CommentKind::Customer) {
            wrong(
                "dismisses",
                format!("{id} is no message of the customer on this ticket, so it cannot be dismissed"),
            );
        } else if known.is_some_and(|c| c.approval.is_some()) {
            wrong("dismisses", format!("{id} is a decision, so it cannot be dismissed"));
        }
    }
    let spent = comment.time.is_some() || !comment.attachments.is_empty() || !comment.purges.is_empty();
    let says = comment.approval.is_some() || comment.body_file.is_some() || !comment.missing.is_empty();
    if comment.body.trim().is_empty() && !spent && !says && comment.dismisses.is_empty() {
        wrong("body", "the comment says nothing; write a text".to_owned());
    }
    found
}
