//! Keys of a line as the desk understands them. History is recorded as it was (8.4): a type, status, priority or field
//! that the desk lacks is refused, a person, team, organization, contact or channel that is gone is kept and counted.

use crate::codec;
use crate::model::config::{Config, FieldSpec, TypeTemplate};
use crate::model::{
    Attachment, Comment, CommentKind, Link, Snapshot, Uid, Value, normalize_line, normalize_text,
};
use crate::process::fields::{self, Entry, KeyName};
use crate::process::resolve::{self, UnknownName};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads keys against a desk's configuration.
pub struct Keys<'a> {
    config: &'a Config,
    /// Types whose fields have no bounds: what a field may hold today is no judgement of the past.
    types: BTreeMap<&'a str, TypeTemplate>,
    known: HashMap<(&'static str, String), Option<String>>,
    /// Names that the desk does not have, with how often each came since this was taken last.
    pub strangers: BTreeMap<(&'static str, String), usize>,
}

type Look = for<'c> fn(&'c Config, &str) -> Result<&'c str, UnknownName>;

impl<'a> Keys<'a> {
    /// For a desk.
    pub fn new(config: &'a Config) -> Self {
        let free = |spec: &FieldSpec| FieldSpec {
            pattern: None,
            min: None,
            max: None,
            min_length: None,
            depends_on: None,
            ..spec.clone()
        };
        let types = config.types.iter().map(|(id, template)| {
            let fields = template.fields.iter().map(free).collect();
            (id.as_str(), TypeTemplate { fields, ..template.clone() })
        });
        Self { config, types: types.collect(), known: HashMap::new(), strangers: BTreeMap::new() }
    }

    /// The type that a text names.
    pub fn type_id(&self, text: &str) -> Result<&'a str, String> {
        resolve::ticket_type(self.config, text).map_err(|error| error.to_string())
    }

    /// The type of a ticket.
    pub fn template(&self, ticket: &Snapshot) -> Result<&'a TypeTemplate, String> {
        let id = &ticket.ticket.type_id;
        self.config.types.get(id).ok_or_else(|| format!("type {id:?} is unknown"))
    }

    /// Sets one key; null and the empty text clear it.
    pub fn set(
        &mut self,
        ticket: &mut Snapshot,
        at: DateTime<FixedOffset>,
        key: &str,
        value: &Json,
    ) -> Result<(), String> {
        let t = &mut ticket.ticket;
        match key {
            "links" => t.links = items::<Link>(key, value, "{\"kind\":\"issue\",\"to\":\"https://…\"}")?,
            "attachments" => {
                t.attachments = items::<Attachment>(key, value, "{\"name\":…,\"sha256\":…,\"size\":…}")?;
            }
            "merged" => t.merged = line(key, value)?,
            "fields" => match value {
                Json::Null => t.fields.clear(),
                Json::Object(fields) => {
                    for (id, value) in fields {
                        self.field(ticket, at, id, value)?;
                    }
                }
                _ => return Err("`fields` is not an object: write {\"FIELD\":\"value\"}".to_owned()),
            },
            "number" => return Err("`number` cannot be given: tickets are numbered by the desk".to_owned()),
            "uid" | "external" | "opened_at" | "by" | "events" => {
                return Err(format!("`{key}` cannot be set"));
            }
            _ => {
                let template = self.template(ticket)?;
                match fields::key(self.config, template, key).map_err(|error| error.to_string())? {
                    KeyName::Field(id) => return self.field(ticket, at, &id, value),
                    KeyName::Ticket(key) => return self.own(ticket, key, value),
                }
            }
        }
        Ok(())
    }

    /// A key of the ticket itself.
    fn own(&mut self, ticket: &mut Snapshot, key: &'static str, value: &Json) -> Result<(), String> {
        match key {
            "tags" => return members(key, value, &mut ticket.ticket.tags, &mut |tag| tag),
            "watchers" => {
                let mut read = |who: String| self.contact("watcher", &who).0;
                return members(key, value, &mut ticket.ticket.watchers, &mut read);
            }
            "description" => {
                let text = text(key, value)?.map(|text| normalize_text(&text));
                ticket.ticket.description = text.filter(|text| !text.is_empty());
                return Ok(());
            }
            _ => {}
        }
        let config = self.config;
        let text = line(key, value)?;
        let template = self.template(ticket)?;
        let t = &mut ticket.ticket;
        let mut name = |look: Look| text.as_deref().map(|text| self.name(key, text, look));
        match key {
            "type" => self.type_id(text.as_deref().unwrap_or_default())?.clone_into(&mut t.type_id),
            "status" => t.status = status(template, text.as_deref().unwrap_or_default())?,
            "title" => t.title = text.ok_or("a ticket has a title; it cannot be cleared")?,
            "priority" => {
                let priority = text.as_deref().map(|text| resolve::priority(config, text));
                t.priority = priority.transpose().map_err(|error| error.to_string())?.map(str::to_owned);
            }
            "organization" => t.organization = name(resolve::organization),
            "payer" => t.payer = name(resolve::organization),
            "team" => t.team = name(resolve::team),
            "origin" => t.origin = name(resolve::channel),
            "assignee" => t.assignee = name(resolve::person),
            "rating" if config.desk.rating.is_empty() => t.rating = text,
            "rating" => t.rating = name(resolve::rating),
            "requester" => t.requester = text.map(|text| self.contact("requester", &text).0),
            "due" | "promised" => {
                if let Some(text) = text.as_deref().filter(|text| !is_date(text)) {
                    return Err(format!(
                        "{key} {text:?} is no date: write 2026-11-30 or 2026-11-30T18:00:00-03:00"
                    ));
                }
                *(if key == "due" { &mut t.due } else { &mut t.promised }) = text;
            }
            _ => return Err(format!("`{key}` cannot be set")),
        }
        Ok(())
    }

    /// The organization of a requester who is a contact of the desk.
    pub fn organization(&mut self, requester: &str) -> Option<String> {
        self.contact("requester", requester).1
    }

    fn field(
        &mut self,
        ticket: &mut Snapshot,
        at: DateTime<FixedOffset>,
        id: &str,
        value: &Json,
    ) -> Result<(), String> {
        let template = self.types.get(ticket.ticket.type_id.as_str());
        let Some(template) = template else { return Err("the type is unknown".to_owned()) };
        let spec = fields::field(template, id)
            .map_err(|error| format!("{error} (type {})", ticket.ticket.type_id))?;
        let id = spec.id.clone();
        if fields::is_ticket_key(&id) {
            return self.set(ticket, at, &id, value);
        }
        let entry = Entry { config: self.config, snapshot: None, now: at };
        let one = |value: &Json| -> Result<Option<String>, String> {
            let Some(text) = text(&id, value)? else { return Ok(None) };
            let text = normalize_text(&text);
            // As a file holds it, else as a person of the desk writes it.
            let kept = Value::Text(text.clone());
            if fields::check_value(entry, spec, &kept).is_ok() {
                return Ok(Some(text));
            }
            fields::parse_value(entry, spec, &text).map(Some).map_err(|error| error.to_string())
        };
        let read = match value {
            Json::Array(all) => {
                let all = all.iter().map(|item| Ok(one(item)?.map(Value::Text)));
                let all: Vec<Value> = all.filter_map(Result::transpose).collect::<Result<_, String>>()?;
                (!all.is_empty()).then_some(Value::List(all))
            }
            one_value => one(one_value)?.map(Value::Text),
        };
        match read {
            Some(value) => ticket.ticket.fields.insert(id, value),
            None => ticket.ticket.fields.remove(&id),
        };
        Ok(())
    }

    /// The id that a text names, else the text itself, which is counted.
    fn name(&mut self, key: &'static str, text: &str, look: Look) -> String {
        let config = self.config;
        self.remember(key, text, |text| look(config, text).ok().map(str::to_owned))
    }

    /// A contact's or person's id with the contact's organization, else the text itself: an address is as good.
    fn contact(&mut self, key: &'static str, text: &str) -> (String, Option<String>) {
        let config = self.config;
        let id = self.remember(key, text, |text| {
            let contact = resolve::contact(config, text).map(|(id, _)| id.to_owned());
            let person = || resolve::person(config, text).map(str::to_owned);
            contact.or_else(|_| person()).ok().or_else(|| is_address(text).then(|| text.to_owned()))
        });
        let organization = crate::process::find_contact(config, &id).map(|(o, _)| o.organization.clone());
        (id, organization)
    }

    fn remember(&mut self, key: &'static str, text: &str, look: impl Fn(&str) -> Option<String>) -> String {
        let place = (key, text.to_owned());
        let found = self.known.entry(place.clone()).or_insert_with(|| look(text));
        found.clone().unwrap_or_else(|| {
            *self.strangers.entry(place).or_insert(0) += 1;
            text.to_owned()
        })
    }

    /// A comment, and the id that it had where the line says so.
    pub fn comment(&mut self, mut object: Map<String, Json>) -> Result<(Option<Uid>, Comment), String> {
        // Those of its file, and `id`, which keeps the one it had on another desk.
        let known: Vec<&str> = Comment::KEYS.into_iter().chain(["id"]).collect();
        if let Some(wrong) = codec::jsonl::unknown(&object, &known).pop() {
            return Err(format!("comment: {wrong}"));
        }
        object.retain(|_, value| !value.is_null());
        let id = match object.shift_remove("id") {
            None => None,
            Some(id) => {
                let read = id.as_str().and_then(|id| id.parse().ok());
                Some(read.ok_or_else(|| format!("comment: id {id} is not a ULID"))?)
            }
        };
        match object.get("kind").map(Json::as_str) {
            Some(Some(kind)) => kind.parse::<CommentKind>().map(|_| ())?,
            _ => return Err("the comment has no `kind`: public, internal or customer".to_owned()),
        }
        let mut comment: Comment =
            serde_json::from_value(Json::Object(object)).map_err(|error| format!("comment: {error}"))?;
        comment.body = normalize_text(&comment.body);
        for text in [&mut comment.channel, &mut comment.with, &mut comment.for_contact] {
            *text = text.take().map(|text| normalize_line(&text)).filter(|text| !text.is_empty());
        }
        if let Some(channel) = comment.channel.take() {
            comment.channel = Some(self.name("channel", &channel, resolve::channel));
        }
        if let Some(who) = comment.for_contact.take() {
            comment.for_contact = Some(self.contact("contact", &who).0);
        }
        let silent = comment.body.trim().is_empty()
            && comment.time.is_none()
            && comment.approval.is_none()
            && comment.body_file.is_none()
            && comment.attachments.is_empty()
            && comment.missing.is_empty()
            && comment.dismisses.is_empty()
            && comment.purges.is_empty();
        if silent {
            return Err("the comment says nothing; write a `body`".to_owned());
        }
        if too_long(&comment.body) {
            return Err(format!("the comment's body has {} bytes; a file holds 1 MiB", comment.body.len()));
        }
        Ok((id, comment))
    }
}

/// The status of a type that a text names.
pub fn status(template: &TypeTemplate, text: &str) -> Result<String, String> {
    let found = resolve::status(template, text).map(str::to_owned);
    found.map_err(|error| format!("{error} (type {})", template.id))
}

/// Whether a text would make a file that nobody reads again: each line is indented by two.
pub fn too_long(text: &str) -> bool {
    const ROOM: usize = 64 << 10;
    text.len() + 2 * text.bytes().filter(|b| *b == b'\n').count() > codec::MAX_TICKET_BYTES - ROOM
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !text.contains(char::is_whitespace)
}

fn is_date(text: &str) -> bool {
    let day = text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
    day || DateTime::parse_from_rfc3339(text).is_ok()
}

/// A scalar as text; `None` for null and the empty text.
fn text(key: &str, value: &Json) -> Result<Option<String>, String> {
    let text = match value {
        Json::Null => return Ok(None),
        Json::String(text) => text.clone(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::Array(_) | Json::Object(_) => return Err(format!("`{key}` is not one text")),
    };
    Ok((!text.trim().is_empty()).then_some(text))
}

fn line(key: &str, value: &Json) -> Result<Option<String>, String> {
    Ok(text(key, value)?.map(|text| normalize_line(&text)).filter(|text| !text.is_empty()))
}

fn items<T: DeserializeOwned + Ord>(key: &str, value: &Json, shape: &str) -> Result<BTreeSet<T>, String> {
    if value.is_null() {
        return Ok(BTreeSet::new());
    }
    serde_json::from_value(value.clone()).map_err(|error| format!("`{key}`: {error}; write [{shape}]"))
}

/// A list or one text of words replaces the set; where any has a sign, `+a -b` add and remove.
fn members(
    key: &str,
    value: &Json,
    set: &mut BTreeSet<String>,
    read: &mut dyn FnMut(String) -> String,
) -> Result<(), String> {
    let words: Vec<String> = match value {
        Json::Array(items) => {
            let items = items.iter().map(|item| line(key, item));
            items.filter_map(Result::transpose).collect::<Result<_, _>>()?
        }
        other => {
            let text = text(key, other)?.unwrap_or_default();
            text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        }
    };
    if !words.iter().any(|word| word.starts_with(['+', '-'])) {
        *set = words.into_iter().map(read).collect();
        return Ok(());
    }
    for word in words {
        if let Some(gone) = word.strip_prefix('-') {
            set.remove(gone);
            set.remove(&read(gone.to_owned()));
        } else {
            set.insert(read(word.strip_prefix('+').unwrap_or(&word).to_owned()));
        }
    }
    Ok(())
}
