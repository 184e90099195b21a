//! What a macro can name, and the values it has for one ticket.

use crate::calendar::CalendarSet;
use crate::model::config::{Config, MacroSpec, Person};
use crate::model::{Snapshot, Tramite, Value};
use crate::process::actor::find_contact;
use crate::process::{LINK_KINDS, World, fields, pick};
use crate::query::Scope;
use crate::sla::Policies;
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

type Data = Map<String, Json>;

/// Keys of the ticket that are the file's own words.
const TICKET: [&str; 27] = [
    "number",
    "uid",
    "type",
    "type_label",
    "title",
    "status",
    "status_label",
    "category",
    "priority",
    "priority_label",
    "requester",
    "organization",
    "payer",
    "team",
    "team_label",
    "assignee",
    "assignee_name",
    "origin",
    "tags",
    "watchers",
    "due",
    "promised",
    "description",
    "rating",
    "fields",
    "labels",
    "links",
];
const PERSON: [&str; 3] = ["id", "name", "email"];

/// The names that a macro can use: by first part, the second parts; `None` where the second is not checked.
pub struct Names {
    names: BTreeMap<String, Option<BTreeSet<String>>>,
    fields: BTreeSet<String>,
}

impl Names {
    /// Those of a macro, whatever the ticket.
    pub fn of_macro(config: &Config, spec: &MacroSpec) -> Self {
        let mut names = Self::of_desk(config);
        names.names.extend(spec.ask.iter().map(|ask| (ask.id.clone(), Some(BTreeSet::new()))));
        if config.desk.outbox.macro_id.as_deref() == Some(spec.id.as_str()) {
            names.of_letter();
        }
        names
    }

    /// With those of a message that tells of a trâmite.
    pub fn of_letter(&mut self) {
        self.names.extend(super::letter::NAMES.map(|name| (name.to_owned(), None)));
    }

    /// Those of a type's title text.
    pub fn of_title(config: &Config) -> Self {
        let mut names = Self::of_desk(config);
        names.names.insert("title".to_owned(), Some(BTreeSet::new()));
        names
    }

    /// Those of any text of the desk.
    pub fn of_desk(config: &Config) -> Self {
        let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<BTreeSet<_>>();
        let fields: BTreeSet<String> =
            config.types.values().flat_map(fields::own).map(|f| f.id.clone()).collect();
        let mut ticket = set(&TICKET);
        ticket.extend(fields.iter().cloned());
        let mut requester = set(&PERSON);
        requester.insert("roles".to_owned());
        let mut organization = set(&["id", "name", "flags", "contract"]);
        for o in config.organizations.values() {
            organization.extend(o.extra.keys().cloned());
            requester.extend(o.contacts.iter().flat_map(|c| c.extra.keys().cloned()));
        }
        let names = [
            ("ticket", ticket),
            ("requester", requester),
            ("organization", organization),
            ("me", set(&PERSON)),
            ("previous_assignee", set(&PERSON)),
            ("desk", set(&["name", "timezone", "locale"])),
            ("hours", BTreeSet::new()),
            ("due", BTreeSet::new()),
            ("missing", BTreeSet::new()),
        ];
        Self { names: names.into_iter().map(|(k, v)| (k.to_owned(), Some(v))).collect(), fields }
    }

    /// Why a path names nothing; `None` where it can have a value.
    pub fn unknown(&self, path: &[&str]) -> Option<String> {
        let listed = |all: &mut dyn Iterator<Item = &String>| {
            all.take(30).map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let Some(first) = path.first() else {
            return Some(format!("there are {}", listed(&mut self.names.keys())));
        };
        let Some(second) = self.names.get(*first) else {
            return Some(format!("there are {}", listed(&mut self.names.keys())));
        };
        let known = |second: &BTreeSet<String>| match path {
            [_] => true,
            ["ticket", "fields" | "labels", field, ..] => self.fields.contains(*field),
            ["ticket", "links", kind, ..] => LINK_KINDS.contains(kind),
            [_, part, ..] => second.contains(*part),
            [] => false,
        };
        match second {
            Some(second) if !known(second) => Some(match path {
                ["ticket", "links", ..] => format!("kinds of links are {}", LINK_KINDS.join(", ")),
                ["ticket", "fields" | "labels", ..] => {
                    format!("fields are {}", listed(&mut self.fields.iter()))
                }
                _ if second.is_empty() => format!("{first} is a text"),
                _ => format!("{first} has {}", listed(&mut second.iter())),
            }),
            _ => None,
        }
    }

    /// Whether the name is one of the first parts.
    pub fn has(&self, first: &str) -> bool {
        self.names.contains_key(first)
    }

    /// All full names, sorted.
    pub fn all(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (first, second) in &self.names {
            match second.as_ref().filter(|s| !s.is_empty()) {
                Some(second) => all.extend(second.iter().map(|s| format!("{first}.{s}"))),
                None => all.push(first.clone()),
            }
        }
        all
    }
}

/// All names that a desk's macros can use.
pub fn available(config: &Config) -> Vec<String> {
    Names::of_desk(config).all()
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), json(v))).collect()),
    }
}

fn put(data: &mut Data, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        data.insert(key.to_owned(), Json::String(value.to_owned()));
    }
}

fn person(person: &Person) -> Json {
    let mut data = Data::new();
    put(&mut data, "id", Some(&person.id));
    put(&mut data, "name", Some(if person.name.is_empty() { &person.id } else { &person.name }));
    put(&mut data, "email", person.email.0.first().map(String::as_str));
    Json::Object(data)
}

/// The values for one ticket. What has no value is not there, so that strict rendering finds it.
pub fn data(world: &World<'_>, ticket: &Snapshot, history: &[Tramite], missing: &[String]) -> Data {
    let config = world.config;
    let mut data = Data::new();
    data.insert("ticket".to_owned(), Json::Object(ticket_data(config, ticket)));
    if let Some(requester) = requester(config, ticket) {
        data.insert("requester".to_owned(), Json::Object(requester));
    }
    let organization = ticket.ticket.organization.as_deref().and_then(|id| config.organizations.get(id));
    if let Some(o) = organization {
        let mut all: Data = o.extra.iter().map(|(k, v)| (k.clone(), json(v))).collect();
        put(&mut all, "id", Some(&o.organization));
        put(&mut all, "name", Some(if o.name.is_empty() { &o.organization } else { &o.name }));
        all.insert("flags".to_owned(), o.flags.iter().cloned().collect());
        all.insert("contract".to_owned(), o.contract.iter().map(|(k, v)| (k.clone(), json(v))).collect());
        data.insert("organization".to_owned(), Json::Object(all));
    }
    let mut me = Data::new();
    put(&mut me, "id", world.actor.id());
    let known = world.actor.person.as_ref().map(|p| p.name.as_str()).filter(|n| !n.is_empty());
    put(&mut me, "name", known.or(Some(&world.actor.name)));
    put(&mut me, "email", Some(&world.actor.email));
    data.insert("me".to_owned(), Json::Object(me));
    let by_id = |id: &String| config.desk.people.iter().find(|p| p.id == *id);
    if let Some(previous) = pick::previous(ticket, history).iter().find_map(by_id) {
        data.insert("previous_assignee".to_owned(), person(previous));
    }
    let mut desk = Data::new();
    put(&mut desk, "name", Some(&config.desk.name));
    put(&mut desk, "timezone", Some(&config.desk.timezone));
    put(&mut desk, "locale", Some(&config.desk.locale));
    data.insert("desk".to_owned(), Json::Object(desk));
    put(&mut data, "hours", Some(&hours(world, ticket)));
    put(&mut data, "due", ticket.ticket.due.as_deref().map(|d| moment(d, &config.desk.locale)).as_deref());
    let template = config.types.get(&ticket.ticket.type_id);
    let labels: Vec<&str> =
        missing.iter().map(|id| template.map_or(id.as_str(), |t| fields::label(t, id))).collect();
    put(&mut data, "missing", Some(&labels.join(", ")));
    data
}

/// The hours of the calendar that the ticket's clocks run on, in words; the desk's where no policy matches or names one.
fn hours(world: &World<'_>, ticket: &Snapshot) -> String {
    let config = world.config;
    let scope =
        Scope { config, snapshot: ticket, me: None, now: world.now, facts: world.facts, changed: &[] };
    let (calendars, _) = CalendarSet::compile(config);
    let policy = Policies::compile(config).matching(&scope).and_then(|p| config.policies.get(&p.id));
    let own = policy.and_then(|policy| calendars.get(policy.calendar.as_deref()?));
    own.unwrap_or(calendars.default()).hours_in_words(&config.desk.locale)
}

/// A stored date or instant as people of the locale read it; anything else as it stands.
pub fn moment(text: &str, locale: &str) -> String {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return fields::date_text(date, locale);
    }
    DateTime::parse_from_rfc3339(text).map_or_else(|_| text.to_owned(), |at| fields::instant_text(at, locale))
}

fn ticket_data(config: &Config, ticket: &Snapshot) -> Data {
    let t = &ticket.ticket;
    let template = config.types.get(&t.type_id);
    let mut data = Data::new();
    let mut values = Data::new();
    let mut labels = Data::new();
    for (id, value) in &t.fields {
        values.insert(id.clone(), json(value));
        if !TICKET.contains(&id.as_str()) {
            data.insert(id.clone(), json(value));
        }
        put(&mut labels, id, value.as_text().map(|text| value_label(config, ticket, id, text)).as_deref());
    }
    data.insert("fields".to_owned(), Json::Object(values));
    data.insert("labels".to_owned(), Json::Object(labels));
    put(&mut data, "number", Some(&ticket.number().to_string()));
    put(&mut data, "uid", Some(t.uid.as_str()));
    put(&mut data, "type", Some(&t.type_id));
    put(&mut data, "type_label", template.and_then(|t| t.title.as_deref()).or(Some(&t.type_id)));
    put(&mut data, "title", Some(&t.title));
    put(&mut data, "status", Some(&t.status));
    let status = template.and_then(|x| x.flow.statuses.get(&t.status));
    let face = status.and_then(|s| s.customer.as_deref().or(s.label.as_deref()));
    put(&mut data, "status_label", face.or(Some(&t.status)));
    put(&mut data, "category", status.map(|s| s.category.as_str()));
    put(&mut data, "priority", t.priority.as_deref());
    let priority = config.desk.priorities.iter().find(|p| Some(&p.id) == t.priority.as_ref());
    put(&mut data, "priority_label", priority.and_then(|p| p.label.as_deref()).or(t.priority.as_deref()));
    put(&mut data, "team", t.team.as_deref());
    let team = config.desk.teams.iter().find(|x| Some(&x.id) == t.team.as_ref());
    put(&mut data, "team_label", team.and_then(|x| x.label.as_deref()).or(t.team.as_deref()));
    put(&mut data, "assignee", t.assignee.as_deref());
    let assignee = config.desk.people.iter().find(|p| Some(&p.id) == t.assignee.as_ref());
    put(&mut data, "assignee_name", assignee.map(|p| p.name.as_str()).or(t.assignee.as_deref()));
    for (key, value) in [
        ("requester", &t.requester),
        ("organization", &t.organization),
        ("payer", &t.payer),
        ("origin", &t.origin),
        ("due", &t.due),
        ("promised", &t.promised),
        ("description", &t.description),
        ("rating", &t.rating),
    ] {
        put(&mut data, key, value.as_deref());
    }
    let mut links = Data::new();
    for kind in LINK_KINDS {
        let to: Vec<&str> = t.links.iter().filter(|l| l.kind == kind).map(|l| l.to.as_str()).collect();
        put(&mut links, kind, Some(&to.join(", ")));
    }
    data.insert("links".to_owned(), Json::Object(links));
    data.insert("tags".to_owned(), t.tags.iter().cloned().collect());
    data.insert("watchers".to_owned(), t.watchers.iter().cloned().collect());
    data
}

/// What people call a field's value.
fn value_label(config: &Config, ticket: &Snapshot, field: &str, text: &str) -> String {
    let spec = config.types.get(&ticket.ticket.type_id).and_then(|t| t.fields.iter().find(|f| f.id == field));
    let Some(spec) = spec else { return text.to_owned() };
    let value = spec.values.iter().find(|v| v.id == text).and_then(|v| v.label.clone());
    let row = || {
        let table = config.tables.get(spec.table.as_deref()?)?;
        table.rows.iter().find(|r| r.id == text)?.label.clone()
    };
    value.or_else(row).unwrap_or_else(|| moment(text, &config.desk.locale))
}

fn requester(config: &Config, ticket: &Snapshot) -> Option<Data> {
    let id = ticket.ticket.requester.as_deref()?;
    let mut data = Data::new();
    if let Some((_, contact)) = find_contact(config, id) {
        data.extend(contact.extra.iter().map(|(k, v)| (k.clone(), json(v))));
        put(&mut data, "id", Some(&contact.id));
        put(&mut data, "name", Some(&contact.name));
        put(&mut data, "email", contact.email.0.first().map(String::as_str));
        data.insert("roles".to_owned(), contact.roles.iter().cloned().collect());
    } else if let Some(Json::Object(map)) = config.desk.people.iter().find(|p| p.id == id).map(person) {
        data = map;
    } else {
        put(&mut data, "id", Some(id));
        put(&mut data, "email", Some(id).filter(|id| id.contains('@')));
    }
    Some(data)
}
