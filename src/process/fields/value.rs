//! Values of fields: read as people write them, checked as files keep them.

use super::dates::{Moment, read_moment, spoken_date};
use super::{numbers, value_of};
use crate::calendar::Zone;
use crate::locale::ReadError;
use crate::model::config::{Config, FieldKind, FieldSpec, TableRow};
use crate::model::{Snapshot, Uid, Value, normalize_line, normalize_text, plain};
use crate::process::patterns::Pattern;
use crate::process::resolve;
use crate::query::compare_versions;
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::cmp::Ordering;

/// A value that a field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {text:?} {why}")]
pub struct FieldError {
    /// The field's id or the ticket key.
    pub key: String,
    /// The text as given.
    pub text: String,
    /// What was expected, and how to write it.
    pub why: String,
}

/// What a value is read against.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The desk.
    pub config: &'a Config,
    /// The ticket: its organization's exceptions and the fields on which rows depend.
    pub snapshot: Option<&'a Snapshot>,
    /// Now, in the desk's zone.
    pub now: DateTime<FixedOffset>,
}

/// Reads a value as a person writes it, by label and in the desk's locale; gives the text that the file keeps.
pub fn parse_value(entry: Entry<'_>, spec: &FieldSpec, text: &str) -> Result<String, FieldError> {
    let fail = |why: String| FieldError { key: spec.id.clone(), text: text.to_owned(), why };
    let value = canonical(entry, spec, text).map_err(fail)?;
    within(spec, &value).map_err(fail)?;
    Ok(value)
}

/// Holds the text of a restated ticket key (title, description) against its `pattern min max min_length`.
pub fn check_text(spec: &FieldSpec, text: &str) -> Result<(), FieldError> {
    within(spec, text).map_err(|why| FieldError {
        key: spec.label.clone().unwrap_or_else(|| spec.id.clone()),
        text: text.to_owned(),
        why,
    })
}

/// Checks a value as a file holds it: ids, not labels; ISO dates; plain numbers.
pub fn check_value(entry: Entry<'_>, spec: &FieldSpec, value: &Value) -> Result<(), FieldError> {
    let fail = |text: &str, why: String| FieldError { key: spec.id.clone(), text: text.to_owned(), why };
    let texts = match value {
        Value::Text(text) => vec![text.as_str()],
        Value::List(items) => items.iter().filter_map(Value::as_text).collect(),
        Value::Map(_) => {
            return Err(fail("{…}", "is a mapping; a field holds a text or a list of texts".to_owned()));
        }
    };
    for text in texts.into_iter().filter(|t| !t.is_empty()) {
        let read = canonical(entry, spec, text).map_err(|why| fail(text, why))?;
        if !is_kept_as_written(spec.kind) && read != text {
            return Err(fail(text, format!("is not how the file keeps it; write {read}")));
        }
        if matches!(spec.kind, FieldKind::Int | FieldKind::Decimal | FieldKind::Money)
            && numbers::compare(text, text).is_none()
        {
            return Err(fail(text, format!("is not how the file keeps it; write {read}")));
        }
        within(spec, text).map_err(|why| fail(text, why))?;
    }
    Ok(())
}

/// Kinds whose file text has more than one good form.
const fn is_kept_as_written(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::Multiline
            | FieldKind::Int
            | FieldKind::Decimal
            | FieldKind::Money
            | FieldKind::Version
            | FieldKind::Contact
            | FieldKind::Ticket
            | FieldKind::Attachment
            | FieldKind::Datetime
    )
}

fn canonical(entry: Entry<'_>, spec: &FieldSpec, text: &str) -> Result<String, String> {
    let locale = entry.config.desk.locale.as_str();
    let line = normalize_line(text);
    match spec.kind {
        FieldKind::Text | FieldKind::Attachment => Ok(line),
        FieldKind::Multiline => Ok(normalize_text(text)),
        FieldKind::Int => numbers::read(&line, locale)
            .filter(|n| !n.contains('.'))
            .ok_or_else(|| "is not a whole number".to_owned()),
        FieldKind::Decimal => numbers::read(&line, locale).ok_or_else(|| "is not a number".to_owned()),
        FieldKind::Money => numbers::money(&line, locale)
            .ok_or_else(|| "is not an amount of money with at most two decimals".to_owned()),
        FieldKind::Bool => match plain(&line).as_str() {
            "true" | "yes" | "sim" | "s" | "y" | "si" | "1" => Ok("true".to_owned()),
            "false" | "no" | "nao" | "n" | "0" => Ok("false".to_owned()),
            _ => Err("is neither true nor false".to_owned()),
        },
        FieldKind::Date => {
            spoken_date(&line, entry.now, locale).map(|d| d.to_string()).map_err(|e| unread(&e))
        }
        FieldKind::Datetime => moment(entry, &line, false).map_err(|e| unread(&e)),
        FieldKind::Enum => {
            let values = spec.values.iter();
            let names = values.map(|v| (v.id.as_str(), v.label.iter().map(String::as_str).collect()));
            resolve::name("value", &line, names)
                .map(str::to_owned)
                .map_err(|e| format!("is no value of it: {}", e.hint))
        }
        FieldKind::Row => row(entry, spec, &line),
        FieldKind::Version => {
            let good = line.contains(|c: char| c.is_ascii_digit()) && !line.contains(char::is_whitespace);
            if good { Ok(line) } else { Err("is not a version such as 12.1.33".to_owned()) }
        }
        FieldKind::Url => {
            let rest = line.split_once("://").filter(|(scheme, rest)| {
                matches!(
                    scheme.to_ascii_lowercase().as_str(),
                    "http" | "https" | "ftp" | "ssh" | "file" | "git"
                ) && !rest.is_empty()
            });
            let good = rest.is_some() && !line.contains(char::is_whitespace);
            if good { Ok(line) } else { Err("is not an address such as https://…".to_owned()) }
        }
        FieldKind::Contact => resolve::contact(entry.config, &line)
            .map(|(id, _)| id.to_owned())
            .map_err(|e| format!("is no contact of the desk: {}", e.hint)),
        FieldKind::Organization => resolve::organization(entry.config, &line)
            .map(str::to_owned)
            .map_err(|e| format!("is no organization of the desk: {}", e.hint)),
        FieldKind::Ticket => {
            let good = line.parse::<Uid>().is_ok()
                || line.parse::<crate::model::Number>().is_ok()
                || crate::model::TicketDir::from_path(&format!("tickets/{line}")).is_ok();
            if good { Ok(line) } else { Err("is not a ticket; write 202611/0007".to_owned()) }
        }
    }
}

/// Reads a date or a moment for a key that holds either; with `days`, a day stays a day.
pub(in crate::process) fn moment(entry: Entry<'_>, text: &str, days: bool) -> Result<String, ReadError> {
    let (now, locale) = (entry.now, entry.config.desk.locale.as_str());
    let written = |at: DateTime<FixedOffset>| at.to_rfc3339_opts(SecondsFormat::Secs, false);
    let zone = Zone::parse(&entry.config.desk.timezone).unwrap_or_else(|_| Zone::utc());
    let resolve = |local| written(zone.local(zone.resolve(local)));
    let day = || spoken_date(text, now, locale).map(Moment::Day);
    let read = read_moment(text, now, locale).map_or_else(day, Ok);
    let read = read.map_err(|error| ReadError { what: "a date or time", ..error })?;
    Ok(match read {
        Moment::At(at) => written(at),
        Moment::Local(local) => resolve(local),
        Moment::Day(day) if days => day.to_string(),
        Moment::Day(day) => resolve(day.and_time(chrono::NaiveTime::MIN)),
    })
}

/// What follows the text of a date that cannot be read.
fn unread(error: &ReadError) -> String {
    format!("is not {}: {}", error.what, error.hint)
}

/// The rows of a field's table that its `depends_on` leaves, with the organization's exceptions in place.
pub(in crate::process) fn rows<'a>(entry: Entry<'a>, spec: &FieldSpec) -> Vec<&'a TableRow> {
    let Some(table) = spec.table.as_deref().and_then(|id| entry.config.tables.get(id)) else {
        return Vec::new();
    };
    let narrowed =
        spec.depends_on.as_deref().map(|other| (other, entry.snapshot.and_then(|s| value_of(s, other))));
    let exceptions = entry
        .snapshot
        .and_then(|s| s.ticket.organization.as_deref())
        .and_then(|o| entry.config.organizations.get(o))
        .and_then(|o| o.tables.get(&table.table));
    table
        .rows
        .iter()
        .filter(|row| match &narrowed {
            Some((other, Some(value))) => {
                let exception = exceptions.and_then(|rows| rows.get(&row.id)).and_then(|row| row.get(*other));
                let column = exception.or_else(|| row.columns.get(*other));
                // A row without that column is offered with every choice.
                column.is_none_or(|c| c.texts().contains(&value.as_str()))
            }
            _ => true,
        })
        .collect()
}

fn row(entry: Entry<'_>, spec: &FieldSpec, text: &str) -> Result<String, String> {
    let table = spec.table.as_deref().unwrap_or_default();
    if !entry.config.tables.contains_key(table) {
        return Err(format!("cannot be looked up: the desk has no table {table:?}"));
    }
    let names = |rows: &[&'_ TableRow]| -> Vec<(String, Vec<String>)> {
        rows.iter().map(|r| (r.id.clone(), r.label.iter().cloned().collect())).collect()
    };
    let offered = names(&rows(entry, spec));
    let candidates = offered.iter().map(|(id, l)| (id.as_str(), l.iter().map(String::as_str).collect()));
    resolve::name("row", text, candidates).map(str::to_owned).map_err(|error| {
        let depends = spec.depends_on.as_deref().and_then(|other| {
            Some(format!(" with {other} {}", entry.snapshot.and_then(|s| value_of(s, other))?))
        });
        format!("is no row of table {table}{}: {}", depends.unwrap_or_default(), error.hint)
    })
}

/// Holds a value against `pattern min max min_length`.
fn within(spec: &FieldSpec, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    if let Some(length) = spec.min_length
        && (value.trim().chars().count() as u64) < u64::from(length)
    {
        return Err(format!("is too short: at least {length} characters"));
    }
    if let Some(pattern) = &spec.pattern {
        let whole = Pattern::compile(&format!("^(?:{pattern})$"))
            .map_err(|_| format!("cannot be checked: the desk's pattern {pattern:?} cannot be read"))?;
        if !whole.is_in(value) {
            return Err(format!("does not match {pattern}"));
        }
    }
    for (bound, wrong, word) in
        [(&spec.min, Ordering::Less, "at least"), (&spec.max, Ordering::Greater, "at most")]
    {
        if let Some(bound) = bound
            && compare(spec.kind, value, bound) == Some(wrong)
        {
            return Err(format!("is out of range: {word} {bound}"));
        }
    }
    Ok(())
}

fn compare(kind: FieldKind, value: &str, bound: &str) -> Option<Ordering> {
    match kind {
        FieldKind::Int | FieldKind::Decimal | FieldKind::Money => numbers::compare(value, bound),
        FieldKind::Version => Some(compare_versions(value, bound)),
        FieldKind::Date => Some(value.cmp(bound)),
        FieldKind::Datetime => match DateTime::parse_from_rfc3339(bound) {
            Ok(bound) => DateTime::parse_from_rfc3339(value).ok().map(|at| at.cmp(&bound)),
            Err(_) => Some(value.get(..10)?.cmp(bound)),
        },
        FieldKind::Text | FieldKind::Multiline => {
            let length = value.chars().count();
            bound.parse::<usize>().ok().map(|bound| length.cmp(&bound))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{config, now, snapshot};
    use serde_json::json;

    fn spec(json: serde_json::Value) -> FieldSpec {
        serde_json::from_value(json).unwrap()
    }

    fn parse(json: serde_json::Value, text: &str) -> Result<String, String> {
        let config = config();
        let snapshot = snapshot("bug", "backlog");
        let entry = Entry { config: &config, snapshot: Some(&snapshot), now: now() };
        parse_value(entry, &spec(json), text).map_err(|e| e.to_string())
    }

    #[test]
    fn every_kind_reads_what_people_write() {
        for (kind, text, expected) in [
            ("text", " a  b\n", "a b"),
            ("multiline", "a \r\nb\n\n", "a\nb"),
            ("int", "1.200", "1200"),
            ("decimal", "1,50", "1.50"),
            ("money", "R$ 1.234,5", "1234.50"),
            ("bool", "Não", "false"),
            ("bool", "sim", "true"),
            ("date", "24/11", "2026-11-24"),
            ("datetime", "24/11 18:00", "2026-11-24T18:00:00-03:00"),
            ("datetime", "2026-11-24T18:00:00-03:00", "2026-11-24T18:00:00-03:00"),
            ("version", "12.1.33", "12.1.33"),
            ("url", "https://kb.example/1", "https://kb.example/1"),
            ("contact", "Daiane", "daiane@acme"),
            ("organization", "acme ltda", "acme"),
            ("ticket", "202611/0007", "202611/0007"),
            ("ticket", "202611/0007-k0ra", "202611/0007-k0ra"),
            ("attachment", "nota.xml", "nota.xml"),
        ] {
            assert_eq!(
                parse(json!({"id": "x", "kind": kind}), text).as_deref(),
                Ok(expected),
                "{kind} {text}"
            );
        }
        for (kind, text) in [
            ("int", "1,5"),
            ("money", "dez"),
            ("bool", "talvez"),
            ("date", "31/02"),
            ("datetime", "nunca"),
            ("version", "nova"),
            ("url", "javascript:alert(1)"),
            ("contact", "ninguém"),
            ("organization", "gama"),
            ("ticket", "7"),
        ] {
            assert!(parse(json!({"id": "x", "kind": kind}), text).is_err(), "{kind} {text}");
        }
    }

    #[test]
    fn labels_of_values_and_rows_are_ids() {
        let causa = json!({"id": "causa", "kind": "enum", "values": [{"id": "erro", "label": "Erro de sistema"}, "uso"]});
        assert_eq!(parse(causa.clone(), "ERRO DE SISTEMA").as_deref(), Ok("erro"));
        assert_eq!(
            parse(causa.clone(), "usu").unwrap_err(),
            "causa: \"usu\" is no value of it: did you mean uso?"
        );
        let modulo = json!({"id": "modulo", "kind": "row", "table": "modulos"});
        assert_eq!(parse(modulo, "nota fiscal").as_deref(), Ok("nfe"));
    }

    #[test]
    fn a_row_can_depend_on_another_field() {
        // The ticket's modulo is vendas, so only rows of vendas are there (C8).
        let rotina = json!({"id": "rotina", "kind": "row", "table": "rotinas", "depends_on": "modulo"});
        assert_eq!(parse(rotina.clone(), "pedido").as_deref(), Ok("pedido"));
        let error = parse(rotina, "emissao").unwrap_err();
        assert!(error.contains("with modulo vendas: there are pedido"), "{error}");
    }

    #[test]
    fn constraints_hold() {
        for (json, good, bad) in [
            (json!({"id": "x", "pattern": "[A-Z]{3}"}), "ABC", "ABCD"),
            (json!({"id": "x", "kind": "int", "min": "2", "max": "10"}), "10", "11"),
            (json!({"id": "x", "kind": "money", "min": "0"}), "0", "-1"),
            (json!({"id": "x", "kind": "version", "min": "12.1.33"}), "12.1.100", "12.1.4"),
            (json!({"id": "x", "kind": "date", "min": "2026-01-01"}), "2026-01-01", "2025-12-31"),
            (json!({"id": "x", "kind": "multiline", "min_length": 5}), "ação!", "ação"),
        ] {
            assert!(parse(json.clone(), good).is_ok(), "{json} {good}");
            assert!(parse(json.clone(), bad).is_err(), "{json} {bad}");
        }
    }

    #[test]
    fn files_keep_ids_and_iso_dates() {
        let config = config();
        let entry = Entry { config: &config, snapshot: None, now: now() };
        let check =
            |json, text: &str| check_value(entry, &spec(json), &text.into()).map_err(|e| e.to_string());
        assert!(check(json!({"id": "x", "kind": "date"}), "2026-11-24").is_ok());
        assert_eq!(
            check(json!({"id": "x", "kind": "date"}), "24/11/2026").unwrap_err(),
            "x: \"24/11/2026\" is not how the file keeps it; write 2026-11-24"
        );
        assert!(check(json!({"id": "x", "kind": "enum", "values": ["Uso"]}), "uso").is_err());
        assert!(check(json!({"id": "x", "kind": "decimal"}), "12.10").is_ok());
        assert!(check(json!({"id": "x", "kind": "decimal"}), "12,10").is_err());
    }
}
