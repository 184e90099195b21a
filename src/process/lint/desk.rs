//! `desk.yaml`, contacts, tables and views.

use super::places::Report;
use super::possible;
use super::types::{rule, unique};
use crate::calendar::Zone;
use crate::model::config::Config;
use crate::process::pick::span;
use crate::query::{Place, Query, check_column};
use std::collections::BTreeMap;

/// Words of the command line, which an alias may not hide (8).
pub const COMMANDS: [&str; 63] = [
    "init",
    "type",
    "open",
    "reply",
    "note",
    "comment",
    "transition",
    "set",
    "edit",
    "assign",
    "take",
    "transfer",
    "tag",
    "due",
    "promise",
    "watch",
    "child",
    "follow-up",
    "duplicate",
    "merge",
    "link",
    "dismiss",
    "approve",
    "refuse",
    "rate",
    "time",
    "attach",
    "attachment",
    "purge",
    "show",
    "log",
    "list",
    "search",
    "next",
    "board",
    "view",
    "contact",
    "person",
    "validate",
    "macro",
    "sla",
    "report",
    "calendar",
    "sweep",
    "bulk",
    "outbox",
    "sync",
    "check",
    "hooks",
    "doctor",
    "undo",
    "links",
    "scan",
    "orphans",
    "import",
    "export",
    "completions",
    "man",
    "demo",
    "merge-driver",
    "help",
    "version",
    "dashboard",
];

/// Checks everything that is not a type or a macro.
pub fn check(report: &mut Report<'_>) {
    let config = report.config;
    let desk = &config.desk;
    report.file("desk");
    if let Err(error) = Zone::parse(&desk.timezone) {
        report.error(&["timezone"], error.to_string());
    }
    let locale = desk.locale.split(['-', '_']).next().unwrap_or_default();
    if !(2..=3).contains(&locale.len())
        || !desk.locale.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        report.error(&["locale"], format!("{:?} is no locale; write one such as pt-BR or en", desk.locale));
    }
    unique(report, &["priorities"], "priority", desk.priorities.iter().map(|p| p.id.as_str()));
    unique(report, &["people"], "person", desk.people.iter().map(|p| p.id.as_str()));
    unique(report, &["teams"], "team", desk.teams.iter().map(|t| t.id.as_str()));
    unique(report, &["channels"], "channel", desk.channels.iter().map(|c| c.id.as_str()));
    unique(report, &["rating"], "rating", desk.rating.iter().map(|r| r.value.0.as_str()));
    unique(report, &["rules"], "rule", desk.rules.iter().map(|r| r.id.as_str()));
    people(report, config);
    for (i, team) in desk.teams.iter().enumerate() {
        if let Some(leader) = &team.leader {
            report.person(&["teams", &i.to_string(), "leader"], leader);
        }
    }
    for (i, one) in desk.rules.iter().enumerate() {
        rule(report, &["rules", &i.to_string()], one, None);
    }
    if let Some(calendar) = desk.calendar.as_deref().filter(|c| *c != "always") {
        report.id(&["calendar"], "calendar", calendar, config.calendars.keys().map(String::as_str));
    }
    let ids = || config.views.iter().map(|v| v.id.as_str());
    for (key, view) in
        desk.next.iter().map(|v| ("next", v)).chain(desk.dashboard.iter().map(|v| ("dashboard", v)))
    {
        report.id(&[key], "view", view, ids());
    }
    for view in &desk.customers.dashboard {
        report.id(&["customers", "dashboard"], "view", view, ids());
    }
    report.filter(&["customers", "see"], &desk.customers.see, Place::Anywhere, false);
    if let Some(id) = &desk.outbox.macro_id {
        report.macro_id(&["outbox", "macro"], id);
    }
    report.word(&["numbers"], "word", &desk.numbers, &["local", "reserved"]);
    report.word(&["sync"], "word", &desk.sync, &["manual", "on_write"]);
    for (i, repository) in desk.repositories.iter().enumerate() {
        if let Some(when) = &repository.fixed_when {
            report.word(
                &["repositories", &i.to_string(), "fixed_when"],
                "word",
                when,
                &["merged", "released"],
            );
        }
    }
    if let Err(why) = crate::process::files::limit(desk) {
        report.error(&["max_attachment"], why);
    }
    report.roles(&["purge", "roles"], &desk.purge.roles);
    for (part, roles) in &desk.config {
        report.roles(&["config", part], roles);
    }
    for (alias, command) in &desk.aliases {
        let key = ["aliases", alias.as_str()];
        if COMMANDS.contains(&alias.as_str()) {
            report.error(&key, format!("{alias:?} is a command of its own; an alias cannot hide it"));
        }
        let first = command.split_whitespace().next().unwrap_or_default();
        // An alias never stands for an alias.
        if !COMMANDS.contains(&first) {
            report.word(&key, "command", first, &COMMANDS);
        }
    }
    organizations(report, config);
    tables(report, config);
    views(report, config);
}

fn people(report: &mut Report<'_>, config: &Config) {
    let mut addresses: BTreeMap<String, String> = BTreeMap::new();
    for (i, person) in config.desk.people.iter().enumerate() {
        let i = i.to_string();
        report.teams(&["people", &i, "teams"], &person.teams);
        for text in &person.away {
            if span(text).is_none() {
                report.error(
                    &["people", &i, "away"],
                    format!("{text:?} is no span of days; write 2026-12-20..2027-01-05, or one date"),
                );
            }
        }
        for email in &person.email.0 {
            let other = addresses.insert(email.to_ascii_lowercase(), person.id.clone());
            if let Some(other) = other {
                report.error(&["people", &i, "email"], format!("{email} is the address of {other} too"));
            }
        }
        if person.email.is_empty() {
            report.warning(
                &["people", &i, "email"],
                format!("{} has no address, so no commit is theirs", person.id),
            );
        }
        if person.roles.is_empty() {
            report.warning(
                &["people", &i, "roles"],
                format!("{} has no role, so they may only read", person.id),
            );
        }
    }
}

fn organizations(report: &mut Report<'_>, config: &Config) {
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let mut addresses: BTreeMap<String, &str> = BTreeMap::new();
    for (id, organization) in &config.organizations {
        report.file(format!("contacts/{id}"));
        for (i, contact) in organization.contacts.iter().enumerate() {
            let i = i.to_string();
            if let Some(other) = ids.insert(&contact.id, id) {
                report.error(
                    &["contacts", &i, "id"],
                    format!("contact {:?} stands in {other} too", contact.id),
                );
            }
            for email in &contact.email.0 {
                if let Some(other) = addresses.insert(email.to_ascii_lowercase(), &contact.id) {
                    report
                        .error(&["contacts", &i, "email"], format!("{email} is the address of {other} too"));
                }
                if config.desk.people.iter().any(|p| p.email.0.iter().any(|e| e.eq_ignore_ascii_case(email)))
                {
                    report.warning(
                        &["contacts", &i, "email"],
                        format!("{email} is a person of the desk, and acts as one"),
                    );
                }
            }
        }
        for (table, rows) in &organization.tables {
            report.id(&["tables", table], "table", table, config.tables.keys().map(String::as_str));
            let Some(known) = config.tables.get(table) else { continue };
            for row in rows.keys() {
                report.id(&["tables", table, row], "row", row, known.rows.iter().map(|r| r.id.as_str()));
            }
        }
    }
}

fn tables(report: &mut Report<'_>, config: &Config) {
    for (id, table) in &config.tables {
        report.file(format!("tables/{id}"));
        unique(report, &["rows"], "row", table.rows.iter().map(|r| r.id.as_str()));
    }
}

fn views(report: &mut Report<'_>, config: &Config) {
    let mut seen: Vec<(&str, Option<&str>)> = Vec::new();
    for view in &config.views {
        let person = view.person.as_deref();
        report.file(
            person.map_or_else(|| format!("views/{}", view.id), |p| format!("views/people/{p}/{}", view.id)),
        );
        if seen.contains(&(view.id.as_str(), person)) {
            report.error(&[], format!("view {:?} stands there twice", view.id));
        }
        seen.push((&view.id, person));
        report.filter(&[&view.id, "query"], &view.query, Place::Anywhere, false);
        if let Ok(query) = Query::compile(&view.query)
            && !possible::anywhere(config, &query)
        {
            let text = view.query.0.join("\" or \"");
            report.warning(
                &[&view.id, "query"],
                format!("it is always empty: no ticket of any type can fit \"{text}\""),
            );
        }
        for error in crate::query::sort::check_order(&view.order, config) {
            let key = [&view.id, "order", &error.part.to_string()];
            if error.warning {
                report.warning(&key, error.to_string());
            } else {
                report.error(&key, error.to_string());
            }
        }
        for (i, column) in view.columns.iter().enumerate() {
            if let Some(error) = check_column(column, config) {
                report.error(&[&view.id, "columns", &i.to_string()], error.to_string());
            }
        }
        if let Some(person) = person {
            report.person(&[], person);
        }
    }
}
