//! Changes of single keys: names and labels become ids, dates and numbers the text that files keep.

use super::fields::{self, Entry, KeyName};
use super::{Edit, Violation, World, resolve, route};
use crate::model::config::{FieldSpec, SetValue, TypeTemplate};
use crate::model::{Snapshot, Tramite, Value, normalize_line, normalize_text};
use std::collections::BTreeSet;

/// Applies one edit.
pub fn apply(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &mut Snapshot,
    history: &[Tramite],
    edit: &Edit,
) -> Result<(), Violation> {
    let t = &mut ticket.ticket;
    match edit {
        Edit::Set { key, value } => return set(world, template, ticket, history, key, value),
        Edit::Clear { key } => return set(world, template, ticket, history, key, ""),
        Edit::AddTag(tag) => {
            t.tags.insert(tag_text(tag)?);
        }
        Edit::RemoveTag(tag) => {
            t.tags.remove(&tag_text(tag)?);
        }
        Edit::Watch(who) => {
            t.watchers.insert(watcher(world, who)?);
        }
        Edit::Unwatch(who) => {
            let id = watcher(world, who).unwrap_or_else(|_| who.clone());
            t.watchers.remove(&id);
            t.watchers.remove(who);
        }
        Edit::Link(link) => {
            // One link to one target; the later word about it (`done`) replaces the earlier.
            t.links.retain(|l| l.kind != link.kind || l.to != link.to);
            t.links.insert(link.clone());
        }
        Edit::Unlink(link) => t.links.retain(|l| l.kind != link.kind || l.to != link.to),
        Edit::Attach(attachment) => {
            t.attachments.insert(attachment.clone());
        }
        Edit::Merged(uid) => t.merged = Some(uid.clone()),
        Edit::Renumber(number) => t.number = Some(*number),
    }
    Ok(())
}

/// How a title is given.
pub(super) const TITLE: &str =
    "give it one: -t TITLE where a ticket is opened, else `tramite set TICKET title=TITLE`";

/// A tag as it is kept: no blanks, no commas, no sign before it.
fn tag_text(tag: &str) -> Result<String, Violation> {
    let tag = normalize_line(tag);
    if tag.is_empty() || tag.contains([' ', ',', ':', '"']) || tag.starts_with(['+', '-']) {
        return Err(Violation::error("value", format!("{tag:?} is no tag"))
            .about("tags")
            .mended("write one word, without commas, colons and quotes"));
    }
    Ok(tag)
}

/// A contact, a person, `me`, or an address.
fn watcher(world: &World<'_>, who: &str) -> Result<String, Violation> {
    if who == "me"
        && let Some(id) = world.actor.id()
    {
        return Ok(id.to_owned());
    }
    let near = match resolve::contact(world.config, who) {
        Ok((id, _)) => return Ok(id.to_owned()),
        Err(error) => Some(error).filter(|error| error.hint.starts_with("did you mean")),
    };
    resolve::person(world.config, who)
        .map(str::to_owned)
        .or_else(|error| if is_address(who) { Ok(who.trim().to_owned()) } else { Err(near.unwrap_or(error)) })
        .map_err(|e| Violation::unknown("value", &e).about("watchers"))
}

/// Whether a text looks like a mail address.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ','));
    plain
        && text
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.ends_with('.'))
}

/// Sets one key to a value as a person writes it; an empty value clears.
pub fn set(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &mut Snapshot,
    history: &[Tramite],
    key: &str,
    value: &str,
) -> Result<(), Violation> {
    let name = fields::key(world.config, template, key)
        .map_err(|e| Violation::error("unknown_field", e.to_string()).about(key))?;
    match name {
        KeyName::Field(id) => set_field(world, template, ticket, &id, value),
        KeyName::Ticket(key) => set_key(world, template, ticket, history, key, value),
    }
}

/// Gives a key or field the value that it has in `from`; false where it has that already.
pub(super) fn restore(ticket: &mut Snapshot, from: &Snapshot, key: &str) -> bool {
    fn put<T: Clone + PartialEq>(to: &mut T, from: &T) -> bool {
        let differs = to != from;
        to.clone_from(from);
        differs
    }
    let (to, from) = (&mut ticket.ticket, &from.ticket);
    match key {
        "priority" => put(&mut to.priority, &from.priority),
        "payer" => put(&mut to.payer, &from.payer),
        "team" => put(&mut to.team, &from.team),
        "assignee" => put(&mut to.assignee, &from.assignee),
        "watchers" => put(&mut to.watchers, &from.watchers),
        "tags" => put(&mut to.tags, &from.tags),
        "due" => put(&mut to.due, &from.due),
        "promised" => put(&mut to.promised, &from.promised),
        "rating" => put(&mut to.rating, &from.rating),
        field => {
            let id = field.strip_prefix("fields.").unwrap_or(field);
            let value = from.fields.get(id);
            let differs = to.fields.get(id) != value;
            match value {
                Some(value) => to.fields.insert(id.to_owned(), value.clone()),
                None => to.fields.remove(id),
            };
            differs
        }
    }
}

fn set_field(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &mut Snapshot,
    id: &str,
    value: &str,
) -> Result<(), Violation> {
    if value.trim().is_empty() {
        ticket.ticket.fields.remove(id);
        return Ok(());
    }
    let Some(spec) = template.fields.iter().find(|f| f.id == id) else {
        return Err(
            Violation::error("unknown_field", format!("type {} has no field {id:?}", template.id)).about(id)
        );
    };
    let entry = Entry { config: world.config, snapshot: Some(ticket), now: world.now };
    let text = fields::parse_value(entry, spec, value)
        .map_err(|e| Violation::error("field_value", e.to_string()).about(id))?;
    ticket.ticket.fields.insert(id.to_owned(), Value::Text(text));
    Ok(())
}

fn set_key(
    world: &World<'_>,
    template: &TypeTemplate,
    ticket: &mut Snapshot,
    history: &[Tramite],
    key: &'static str,
    value: &str,
) -> Result<(), Violation> {
    let wrong = |message: String| Violation::error("value", message).about(key);
    let text = normalize_line(value);
    let config = world.config;
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let named = |result: Result<&str, resolve::UnknownName>| {
        if text.is_empty() {
            Ok(None)
        } else {
            result.map(|id| Some(id.to_owned())).map_err(|e| Violation::unknown("value", &e).about(key))
        }
    };
    match key {
        "type" => ticket.ticket.type_id = named(resolve::ticket_type(config, &text))?.unwrap_or_default(),
        "status" => {
            let id = named(resolve::status(template, &text))?;
            ticket.ticket.status =
                id.ok_or_else(|| wrong("a ticket has a status; it cannot be cleared".to_owned()))?;
        }
        "title" => {
            ticket.ticket.title = filled(text.clone()).ok_or_else(|| {
                wrong("a ticket has a title; it cannot be cleared".to_owned()).mended(TITLE)
            })?;
        }
        "priority" => ticket.ticket.priority = named(resolve::priority(config, &text))?,
        "organization" => ticket.ticket.organization = named(resolve::organization(config, &text))?,
        "payer" => ticket.ticket.payer = named(resolve::organization(config, &text))?,
        "team" => ticket.ticket.team = named(resolve::team(config, &text))?,
        "origin" => ticket.ticket.origin = named(resolve::channel(config, &text))?,
        "rating" => {
            // A value of a scale is no name of a thing.
            ticket.ticket.rating =
                named(resolve::rating(config, &text)).map_err(|v| Violation { unknown: false, ..v })?;
        }
        "assignee" => {
            ticket.ticket.assignee =
                route::assignee(world, &SetValue::Text(text.clone()), ticket, history, false)?;
        }
        "requester" => {
            ticket.ticket.requester = None;
            if !text.is_empty() {
                let (id, organization) =
                    requester(world, &text).map_err(|e| Violation::unknown("value", &e).about(key))?;
                ticket.ticket.requester = Some(id);
                if organization.is_some() {
                    ticket.ticket.organization = organization;
                }
            }
        }
        "description" => ticket.ticket.description = filled(normalize_text(value)),
        "due" | "promised" => {
            let moment = if text.is_empty() { None } else { Some(date_key(world, ticket, key, &text)?) };
            if let (Some(moment), Some(spec)) = (&moment, template.fields.iter().find(|f| f.id == key)) {
                bounds(world, spec, moment).map_err(wrong)?;
            }
            *(if key == "due" { &mut ticket.ticket.due } else { &mut ticket.ticket.promised }) = moment;
        }
        "tags" => members(value, &mut ticket.ticket.tags, tag_text)?,
        "watchers" => members(value, &mut ticket.ticket.watchers, |who| watcher(world, who))?,
        _ => return Err(wrong(format!("{key} cannot be set"))),
    }
    Ok(())
}

/// A restated date's own bounds.
fn bounds(world: &World<'_>, spec: &FieldSpec, moment: &str) -> Result<(), String> {
    let kind = crate::model::config::FieldKind::Datetime;
    let spec = FieldSpec { kind, ..spec.clone() };
    let entry = Entry { config: world.config, snapshot: None, now: world.now };
    if spec.min.is_none() && spec.max.is_none() {
        return Ok(());
    }
    fields::parse_value(entry, &spec, moment).map(|_| ()).map_err(|e| e.to_string())
}

/// A date or moment of `due` and `promised`; `+2bd`, `+8wh` and `+1p` are working time on the desk's calendar.
fn date_key(world: &World<'_>, ticket: &Snapshot, key: &str, text: &str) -> Result<String, Violation> {
    if let Some(at) = working(world, text) {
        return Ok(at);
    }
    let entry = Entry { config: world.config, snapshot: Some(ticket), now: world.now };
    fields::moment(entry, text, true).map_err(|error| {
        let message = format!("{key}: {text:?} is not {}", error.what);
        Violation::error("value", message).about(key).mended(error.hint)
    })
}

fn working(world: &World<'_>, text: &str) -> Option<String> {
    let rest = text.strip_prefix('+')?;
    let amount = rest.strip_suffix("wh").map(|n| format!("{n}h"));
    let amount = amount.or_else(|| (rest.ends_with("bd") || rest.ends_with('p')).then(|| rest.to_owned()))?;
    let (calendars, _) = crate::calendar::CalendarSet::compile(world.config);
    let calendar = calendars.default();
    let at = calendar.deadline(world.now.to_utc(), amount.parse().ok()?)?;
    Some(calendar.zone().local(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, false))
}

/// A requester: a contact with their organization, a person of the desk, or an address that is neither.
pub fn requester(world: &World<'_>, text: &str) -> Result<(String, Option<String>), resolve::UnknownName> {
    match resolve::contact(world.config, text) {
        Ok((id, organization)) => Ok((id.to_owned(), Some(organization.to_owned()))),
        Err(error) => match resolve::person(world.config, text) {
            Ok(id) => Ok((id.to_owned(), None)),
            Err(_) if is_address(text) => Ok((text.trim().to_owned(), None)),
            Err(_) => Err(error),
        },
    }
}

/// Changes a set: `+a -b` add and remove; words without a sign replace all of it.
fn members(
    value: &str,
    set: &mut BTreeSet<String>,
    read: impl Fn(&str) -> Result<String, Violation>,
) -> Result<(), Violation> {
    let words: Vec<&str> = value.split([' ', ',', '\n']).filter(|w| !w.is_empty()).collect();
    if !words.iter().any(|w| w.starts_with(['+', '-'])) {
        *set = words.iter().map(|w| read(w)).collect::<Result<_, _>>()?;
        return Ok(());
    }
    for word in words {
        match word.strip_prefix('-') {
            Some(gone) => {
                let id = read(gone).unwrap_or_else(|_| gone.to_owned());
                set.remove(&id);
            }
            None => {
                set.insert(read(word.strip_prefix('+').unwrap_or(word))?);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{config, snapshot, with_world};

    fn edited(edits: &[Edit]) -> Result<Snapshot, Violation> {
        let config = config();
        let mut ticket = snapshot("bug", "backlog");
        with_world(&config, "bia@desk.example", |world| {
            for edit in edits {
                apply(world, &config.types["bug"], &mut ticket, &[], edit)?;
            }
            Ok(ticket.clone())
        })
    }

    fn put(key: &str, value: &str) -> Edit {
        Edit::Set { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn keys_and_values_can_be_named_by_label() {
        let s = edited(&[
            put("Causa", "erro de sistema"),
            put("fields.valor", "R$ 1.200"),
            put("priority", "MEDIA"),
            put("Prazo", "24/11"),
            put("promised", "24/11 18:00"),
            put("assignee", "me"),
            put("team", "produto"),
            put("requester", "eva"),
            put("tags", "nfe urgente"),
            put("watchers", "marcos@acme"),
        ])
        .unwrap()
        .ticket;
        assert_eq!(s.fields["causa"], "erro".into());
        assert_eq!(s.fields["valor"], "1200.00".into());
        assert_eq!(s.priority.as_deref(), Some("media"));
        assert_eq!(s.due.as_deref(), Some("2026-11-24"));
        assert_eq!(s.promised.as_deref(), Some("2026-11-24T18:00:00-03:00"));
        assert_eq!((s.assignee.as_deref(), s.team.as_deref()), (Some("bia"), Some("produto")));
        assert_eq!((s.requester.as_deref(), s.organization.as_deref()), (Some("eva@beta"), Some("beta")));
        assert_eq!(s.tags.iter().map(String::as_str).collect::<Vec<_>>(), ["nfe", "urgente"]);
        assert!(s.watchers.contains("marcos@acme"));
    }

    #[test]
    fn an_empty_value_clears_and_signs_add_and_remove() {
        let s = edited(&[
            put("due", "+5d"),
            put("due", ""),
            put("tags", "a b"),
            put("tags", "+c -a"),
            put("modulo", ""),
        ])
        .unwrap();
        assert_eq!(s.ticket.due, None);
        assert_eq!(s.ticket.tags.iter().map(String::as_str).collect::<Vec<_>>(), ["b", "c"]);
        assert!(!s.ticket.fields.contains_key("modulo"));
    }

    #[test]
    fn relative_dates_are_days_of_the_desk_or_working_time() {
        assert_eq!(edited(&[put("due", "+5d")]).unwrap().ticket.due.as_deref(), Some("2026-11-28"));
        // Without a calendar every hour works: two working hours after 10:00.
        assert_eq!(
            edited(&[put("due", "+2wh")]).unwrap().ticket.due.as_deref(),
            Some("2026-11-23T12:00:00-03:00")
        );
    }

    #[test]
    fn what_cannot_be_read_says_how_it_is_written() {
        // The desk's locale is pt-BR, its today 23 November 2026.
        for (edit, mend) in [
            (put("due", "99/99"), "write it as 23/11/2026, 2026-11-23, hoje, amanhã, sexta or +3d"),
            (put("promised", "logo"), "write it as 23/11/2026, 2026-11-23, hoje, amanhã, sexta or +3d"),
            (put("title", ""), TITLE),
            (put("tags", "a:b"), "write one word, without commas, colons and quotes"),
        ] {
            assert_eq!(edited(&[edit]).unwrap_err().mend.as_deref(), Some(mend));
        }
        // 23 November 2026 is a Monday.
        assert_eq!(edited(&[put("due", "sexta")]).unwrap().ticket.due.as_deref(), Some("2026-11-27"));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_key() {
        for (edit, rule, key) in [
            (put("causo", "x"), "unknown_field", "causo"),
            (put("causa", "x"), "field_value", "causa"),
            (put("team", "x"), "value", "team"),
            (put("due", "logo"), "value", "due"),
            (put("title", " "), "value", "title"),
            (put("tags", "a:b"), "value", "tags"),
        ] {
            let error = edited(&[edit]).unwrap_err();
            assert_eq!((error.rule.as_str(), error.key.as_deref()), (rule, Some(key)), "{error}");
        }
    }
}
