//! Dotted keys: a dot reaches into what a value names (3.4).

use super::domain::{Domain, specs};
use super::ids::Ids;
use super::{Key, Scope, Stored};
use crate::model::config::{
    Config, Contact, FieldKind, FieldSpec, Organization, Person, Table, Team, TypeTemplate,
};
use crate::model::{Link, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

type Texts<'a> = Vec<Cow<'a, str>>;

/// What the value of a key names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'c> {
    Contact,
    Organization,
    Person,
    Team,
    Status,
    Type,
    Priority,
    Channel,
    Rating,
    External,
    Row(&'c Table),
    /// Another ticket, or something outside.
    Target,
}

fn kinds<'c>(base: &Key, config: &'c Config, type_id: Option<&str>) -> Vec<Kind<'c>> {
    let kind = match base {
        Key::Stored(key) => match key {
            Stored::Requester | Stored::Watchers => Kind::Contact,
            Stored::Organization | Stored::Payer => Kind::Organization,
            Stored::Assignee => Kind::Person,
            Stored::Team => Kind::Team,
            Stored::Status => Kind::Status,
            Stored::Type => Kind::Type,
            Stored::Priority => Kind::Priority,
            Stored::Origin => Kind::Channel,
            Stored::Rating => Kind::Rating,
            Stored::External => Kind::External,
            _ => return Vec::new(),
        },
        Key::Field { id, .. } => {
            let all = specs(id, config, type_id).into_iter();
            return all.filter_map(|spec| field_kind(spec, config)).collect();
        }
        Key::Link(kind) if super::key::LINK_KINDS.contains(&kind.as_str()) => Kind::Target,
        _ => return Vec::new(),
    };
    vec![kind]
}

fn field_kind<'c>(spec: &FieldSpec, config: &'c Config) -> Option<Kind<'c>> {
    match spec.kind {
        FieldKind::Row => config.tables.get(spec.table.as_ref()?).map(Kind::Row),
        FieldKind::Contact => Some(Kind::Contact),
        FieldKind::Organization => Some(Kind::Organization),
        FieldKind::Ticket => Some(Kind::Target),
        _ => None,
    }
}

/// What the values behind a dotted key are; empty where nothing can be there.
pub(super) fn domains<'c>(
    base: &Key,
    path: &[String],
    config: &'c Config,
    type_id: Option<&str>,
) -> Vec<Domain<'c>> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    kinds(base, config, type_id).into_iter().filter_map(|kind| kind_domain(kind, &path, config)).collect()
}

fn kind_domain<'c>(kind: Kind<'c>, path: &[&str], config: &Config) -> Option<Domain<'c>> {
    Some(match (kind, path) {
        (Kind::Contact | Kind::Person, ["id" | "name" | "email" | "roles"])
        | (Kind::Organization, ["id" | "name" | "flags"])
        | (
            Kind::Team | Kind::Priority | Kind::Channel | Kind::Rating | Kind::Status | Kind::Row(_),
            ["id" | "label"],
        )
        | (Kind::Type, ["id" | "title"])
        | (Kind::External, ["system" | "id"]) => Domain::Text,
        (Kind::Contact | Kind::Person, ["teams"]) => Domain::Ids(Ids::Team),
        (Kind::Contact, ["organization"]) => Domain::Ids(Ids::Organization),
        (Kind::Contact, ["organization", rest @ ..]) => return kind_domain(Kind::Organization, rest, config),
        (Kind::Person, ["skills", _]) => Domain::Number,
        (Kind::Person, ["away"])
        | (Kind::Channel, ["contact"])
        | (Kind::Rating, ["good"])
        | (Kind::Target, ["done"]) => Domain::Bool,
        (Kind::Team, ["leader"]) => Domain::Ids(Ids::Person),
        (Kind::Team, ["leader", rest @ ..]) => return kind_domain(Kind::Person, rest, config),
        (Kind::Status, ["category"]) => Domain::Ids(Ids::Category),
        (Kind::Contact | Kind::Organization, [_, ..]) => Domain::Loose,
        (Kind::Row(table), [column]) => {
            let known = table.rows.is_empty() || columns(table, config).iter().any(|name| name == column);
            return known.then_some(Domain::Loose);
        }
        _ => return None,
    })
}

/// The words that may follow the base of a dotted key, for messages; and whether others may be meant, because
/// contacts and organizations may carry keys that nobody has written yet.
pub(super) fn words(base: &Key, config: &Config) -> (Vec<String>, bool) {
    let mut all = Vec::new();
    let mut open = false;
    for kind in kinds(base, config, None) {
        let fixed: &[&str] = match kind {
            Kind::Contact => &["id", "name", "email", "roles", "teams", "organization"],
            Kind::Organization => &["id", "name", "flags", "contract"],
            Kind::Person => &["id", "name", "email", "roles", "teams", "skills", "away"],
            Kind::Team => &["id", "label", "leader"],
            Kind::Status => &["id", "label", "category"],
            Kind::Type => &["id", "title"],
            Kind::Priority | Kind::Row(_) => &["id", "label"],
            Kind::Channel => &["id", "label", "contact"],
            Kind::Rating => &["id", "label", "good"],
            Kind::External => &["id", "system"],
            Kind::Target => &["done"],
        };
        all.extend(fixed.iter().map(|&word| word.to_owned()));
        match kind {
            Kind::Contact => {
                let contacts = config.organizations.values().flat_map(|o| &o.contacts);
                all.extend(contacts.flat_map(|contact| contact.extra.keys().cloned()));
                open = true;
            }
            Kind::Organization => {
                all.extend(config.organizations.values().flat_map(|o| o.extra.keys().cloned()));
                open = true;
            }
            Kind::Row(table) => all.extend(columns(table, config)),
            _ => {}
        }
    }
    all.sort();
    all.dedup();
    (all, open)
}

fn columns(table: &Table, config: &Config) -> Vec<String> {
    let own = table.rows.iter().flat_map(|row| row.columns.keys());
    let exceptions = config.organizations.values().filter_map(|o| o.tables.get(&table.table));
    own.chain(exceptions.flat_map(|rows| rows.values().flat_map(BTreeMap::keys))).cloned().collect()
}

/// The texts behind a dotted key.
pub(super) fn values<'a>(base: &Key, path: &[String], scope: &Scope<'a>) -> Texts<'a> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let ticket = &scope.snapshot.ticket;
    let Some(kind) = kinds(base, scope.config, Some(&ticket.type_id)).into_iter().next() else {
        return Vec::new();
    };
    match (kind, path.as_slice()) {
        (Kind::Target, ["done"]) => return done(base, scope).map(bool_text).into_iter().collect(),
        (Kind::External, [part]) => {
            let external = ticket.external.as_ref();
            let text = external.map(|e| if *part == "id" { e.id.as_str() } else { e.system.as_str() });
            return text.map(Cow::Borrowed).into_iter().collect();
        }
        _ => {}
    }
    let named = super::values::values(base, scope);
    named.iter().flat_map(|id| of(kind, id, &path, scope)).collect()
}

/// Whether all targets of the links are done; `None` without links, or where it is not known.
fn done(base: &Key, scope: &Scope) -> Option<bool> {
    let answers: Vec<Option<bool>> = match base {
        Key::Link(kind) => {
            let links = scope.snapshot.ticket.links.iter().filter(|link| link.kind == *kind);
            links.map(|link| scope.facts.link_done(link)).collect()
        }
        Key::Field { id, .. } => {
            let link = |to: &Cow<str>| Link { kind: id.clone(), to: to.to_string(), extra: BTreeMap::new() };
            super::values::values(base, scope).iter().map(|to| scope.facts.link_done(&link(to))).collect()
        }
        _ => return None,
    };
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    (!answers.is_empty() && !answers.contains(&None)).then_some(true)
}

/// What the thing of this kind and id says at the path.
fn of<'a>(kind: Kind<'a>, id: &str, path: &[&str], scope: &Scope<'a>) -> Texts<'a> {
    let config = scope.config;
    let desk = &config.desk;
    let found = match kind {
        Kind::Contact => match find_contact(config, scope.snapshot.ticket.organization.as_deref(), id) {
            Some((contact, organization)) => Some(of_contact(contact, organization, path)),
            None => find_person(config, id).map(|person| of_person(person, path, scope)),
        },
        Kind::Organization => config.organizations.get(id).map(|o| of_organization(o, path)),
        Kind::Person => find_person(config, id).map(|person| of_person(person, path, scope)),
        Kind::Team => desk.teams.iter().find(|team| team.id == id).map(|team| of_team(team, path, scope)),
        Kind::Status => {
            config.types.get(&scope.snapshot.ticket.type_id).map(|t| of_status(t, id, path, scope))
        }
        Kind::Type => config.types.get(id).map(|t| match path {
            ["id"] => one(&t.id),
            _ => t.title.as_deref().map(one).unwrap_or_default(),
        }),
        Kind::Priority => {
            desk.priorities.iter().find(|p| p.id == id).map(|p| labelled(&p.id, p.label.as_deref(), path))
        }
        Kind::Channel => desk.channels.iter().find(|c| c.id == id).map(|c| match path {
            ["contact"] => vec![bool_text(c.contact)],
            _ => labelled(&c.id, c.label.as_deref(), path),
        }),
        Kind::Rating => desk.rating.iter().find(|r| r.value.0 == id).map(|r| match path {
            ["good"] => vec![bool_text(r.good)],
            _ => labelled(&r.value.0, r.label.as_deref(), path),
        }),
        Kind::Row(table) => Some(of_row(table, id, path, scope)),
        Kind::External | Kind::Target => None,
    };
    found.unwrap_or_default()
}

fn of_contact<'a>(contact: &'a Contact, organization: &'a Organization, path: &[&str]) -> Texts<'a> {
    match path {
        ["id"] => one(&contact.id),
        ["name"] => one(&contact.name),
        ["email"] => many(&contact.email.0),
        ["roles"] => many(&contact.roles),
        ["organization"] => one(&organization.organization),
        ["organization", rest @ ..] => of_organization(organization, rest),
        path => at(&contact.extra, path),
    }
}

fn of_organization<'a>(organization: &'a Organization, path: &[&str]) -> Texts<'a> {
    match path {
        ["id"] => one(&organization.organization),
        ["name"] => one(&organization.name),
        ["flags"] => many(&organization.flags),
        ["contract", rest @ ..] => at(&organization.contract, rest),
        path => at(&organization.extra, path),
    }
}

fn of_person<'a>(person: &'a Person, path: &[&str], scope: &Scope<'a>) -> Texts<'a> {
    match path {
        ["id"] => one(&person.id),
        ["name"] => one(&person.name),
        ["email"] => many(&person.email.0),
        ["roles"] => many(&person.roles),
        ["teams"] => many(&person.teams),
        ["skills", subject] => {
            person.skills.get(*subject).map(|n| n.to_string().into()).into_iter().collect()
        }
        ["away"] => {
            let today = scope.now.format("%Y-%m-%d").to_string();
            let today = today.as_str();
            // ISO dates compare as text.
            let away = person.away.iter().any(|days| match days.split_once("..") {
                Some((from, to)) => (from.trim()..=to.trim()).contains(&today),
                None => days.trim() == today,
            });
            vec![bool_text(away)]
        }
        _ => Vec::new(),
    }
}

fn of_team<'a>(team: &'a Team, path: &[&str], scope: &Scope<'a>) -> Texts<'a> {
    match (path, team.leader.as_deref()) {
        (["leader"], leader) => leader.map(one).unwrap_or_default(),
        (["leader", rest @ ..], Some(leader)) => {
            find_person(scope.config, leader).map(|person| of_person(person, rest, scope)).unwrap_or_default()
        }
        (path, _) => labelled(&team.id, team.label.as_deref(), path),
    }
}

fn of_status<'a>(of: &'a TypeTemplate, id: &str, path: &[&str], scope: &Scope<'a>) -> Texts<'a> {
    if path == ["category"] {
        return one(super::values::category(scope.config, &scope.snapshot.ticket).as_str());
    }
    let status = of.flow.statuses.get_key_value(id);
    status.map(|(id, status)| labelled(id, status.label.as_deref(), path)).unwrap_or_default()
}

/// A row's column, or the exception that the ticket's organization has for it (C21).
fn of_row<'a>(table: &'a Table, id: &str, path: &[&str], scope: &Scope<'a>) -> Texts<'a> {
    let organization = scope.snapshot.ticket.organization.as_deref();
    let organization = organization.and_then(|id| scope.config.organizations.get(id));
    let exception = organization.and_then(|o| o.tables.get(&table.table)?.get(id));
    if let Some(row) = exception
        && path.first().is_some_and(|column| row.contains_key(*column))
    {
        return at(row, path);
    }
    let Some(row) = table.rows.iter().find(|row| row.id == id) else { return Vec::new() };
    match path {
        ["id" | "label"] => labelled(&row.id, row.label.as_deref(), path),
        path => at(&row.columns, path),
    }
}

/// A contact by id or address; one of the given organization goes first.
pub(super) fn find_contact<'a>(
    config: &'a Config,
    organization: Option<&str>,
    id: &str,
) -> Option<(&'a Contact, &'a Organization)> {
    let own = organization.and_then(|id| config.organizations.get(id));
    let others = config.organizations.values();
    own.into_iter().chain(others).find_map(|o| {
        let is = |c: &&Contact| c.id == id || c.email.0.iter().any(|email| email.eq_ignore_ascii_case(id));
        o.contacts.iter().find(is).map(|contact| (contact, o))
    })
}

/// A person by id or address.
pub(super) fn find_person<'a>(config: &'a Config, id: &str) -> Option<&'a Person> {
    let is = |p: &&Person| p.id == id || p.email.0.iter().any(|email| email.eq_ignore_ascii_case(id));
    config.desk.people.iter().find(is)
}

fn one(text: &str) -> Texts<'_> {
    if text.is_empty() { Vec::new() } else { vec![Cow::Borrowed(text)] }
}

fn many(texts: &[String]) -> Texts<'_> {
    texts.iter().map(|text| Cow::Borrowed(text.as_str())).collect()
}

fn bool_text(value: bool) -> Cow<'static, str> {
    Cow::Borrowed(if value { "true" } else { "false" })
}

fn labelled<'a>(id: &'a str, label: Option<&'a str>, path: &[&str]) -> Texts<'a> {
    match path {
        ["id"] => one(id),
        ["label" | "title"] => label.map(one).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn at<'a>(map: &'a BTreeMap<String, Value>, path: &[&str]) -> Texts<'a> {
    fn all<'a>(value: &'a Value, path: &[&str]) -> Texts<'a> {
        match (value, path) {
            (value, []) => value.texts().into_iter().flat_map(one).collect(),
            (Value::Map(map), path) => at(map, path),
            (Value::List(items), path) => items.iter().flat_map(|item| all(item, path)).collect(),
            (Value::Text(_), _) => Vec::new(),
        }
    }
    let Some((first, rest)) = path.split_first() else {
        return map.values().flat_map(|value| all(value, &[])).collect();
    };
    map.get(*first).map(|value| all(value, rest)).unwrap_or_default()
}
