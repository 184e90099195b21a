//! The lines that `import jsonl` takes (8.4): one ticket with its events each. Only the shape is read here; what the
//! words mean is the desk's.

use crate::model::{External, Identity};
use crate::process::resolve;
use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value as Json};

/// A ticket of another system, with what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketLine {
    /// Where it comes from: what a second import knows it by.
    pub external: External,
    /// Id or title of a type.
    pub type_id: String,
    /// One line.
    pub title: String,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// Who opened it.
    pub by: Identity,
    /// Every other key, as given.
    pub keys: Vec<(String, Json)>,
    /// In the file's order.
    pub events: Vec<EventLine>,
}

/// Something that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventLine {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who did it.
    pub by: Identity,
    /// The status from then on.
    pub status: Option<String>,
    /// What was said.
    pub comment: Option<Map<String, Json>>,
    /// Keys with their values from then on.
    pub set: Vec<(String, Json)>,
}

const EVENT_KEYS: [&str; 5] = ["at", "by", "status", "comment", "set"];

/// A line's JSON. The error says what is wrong and in which column.
pub fn object(line: &str) -> Result<Map<String, Json>, String> {
    match serde_json::from_str(line) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err("is not a JSON object; write one ticket per line: {\"external\":…}".to_owned()),
        Err(error) => {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            Err(format!("is not JSON: {what} in column {}", error.column()))
        }
    }
}

/// Which ticket of which system a line is: `{"system":"zendesk","id":"48211"}`; the id may be a number.
pub fn external(object: &Map<String, Json>) -> Result<External, String> {
    let shape = "write \"external\":{\"system\":\"zendesk\",\"id\":\"48211\"}";
    let Some(Json::Object(external)) = object.get("external") else {
        return Err(format!("has no `external`: {shape}"));
    };
    let text = |key: &str| match external.get(key) {
        Some(Json::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    match (text("system"), text("id")) {
        (Some(system), Some(id)) if external.len() == 2 => Ok(External { system, id }),
        _ => Err(format!("`external` is not a system and an id: {shape}")),
    }
}

/// Reads a line; everything that is wrong with its shape.
pub fn ticket(mut object: Map<String, Json>) -> Result<TicketLine, Vec<String>> {
    let mut wrong = Vec::new();
    let external = external(&object);
    object.shift_remove("external");
    let type_id = word(&mut object, "type", "a type's id");
    let title = word(&mut object, "title", "one line of text");
    let opened_at = when(object.shift_remove("opened_at"), "opened_at");
    let by = who(object.shift_remove("by"));
    let events = match object.shift_remove("events") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(events)) => {
            let read = |(index, event)| match self::event(event) {
                Ok(event) => Some(event),
                Err(why) => {
                    wrong.extend(why.into_iter().map(|why| format!("event {}: {why}", index + 1)));
                    None
                }
            };
            events.into_iter().enumerate().filter_map(read).collect()
        }
        Some(_) => {
            wrong.push("`events` is not a list: write \"events\":[{\"at\":…,\"by\":…}]".to_owned());
            Vec::new()
        }
    };
    match (external, type_id, title, opened_at, by) {
        (Ok(external), Ok(type_id), Ok(title), Ok(opened_at), Ok(by)) if wrong.is_empty() => Ok(TicketLine {
            external,
            type_id,
            title,
            opened_at,
            by,
            keys: object.into_iter().collect(),
            events,
        }),
        (external, type_id, title, opened_at, by) => {
            let first = [external.err(), type_id.err(), title.err(), opened_at.err(), by.err()];
            Err(first.into_iter().flatten().chain(wrong).collect())
        }
    }
}

fn event(event: Json) -> Result<EventLine, Vec<String>> {
    let Json::Object(mut object) = event else {
        return Err(vec!["is not an object: write {\"at\":…,\"by\":…,\"status\":…}".to_owned()]);
    };
    let mut wrong = unknown(&object, &EVENT_KEYS);
    let at = when(object.shift_remove("at"), "at");
    let by = who(object.shift_remove("by"));
    let status = match object.shift_remove("status") {
        None | Some(Json::Null) => None,
        Some(Json::String(status)) => Some(status),
        Some(_) => {
            wrong.push("`status` is not a text".to_owned());
            None
        }
    };
    let comment = match object.shift_remove("comment") {
        None | Some(Json::Null) => None,
        Some(Json::Object(comment)) => Some(comment),
        Some(_) => {
            wrong.push("`comment` is not an object: write {\"kind\":\"public\",\"body\":…}".to_owned());
            None
        }
    };
    let set = match object.shift_remove("set") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Object(set)) => set.into_iter().collect(),
        Some(_) => {
            wrong.push("`set` is not an object: write {\"priority\":…}".to_owned());
            Vec::new()
        }
    };
    if wrong.is_empty() && status.is_none() && comment.is_none() && set.is_empty() {
        wrong.push("says nothing; write `status`, `comment` or `set`".to_owned());
    }
    match (at, by) {
        (Ok(at), Ok(by)) if wrong.is_empty() => Ok(EventLine { at, by, status, comment, set }),
        (at, by) => Err([at.err(), by.err()].into_iter().flatten().chain(wrong).collect()),
    }
}

/// What to say of keys that are not among the known ones.
pub fn unknown(object: &Map<String, Json>, known: &[&str]) -> Vec<String> {
    let names = || known.iter().map(|k| (*k, Vec::new()));
    let error = |key: &String| resolve::name("key", key, names()).err();
    let strangers = object.keys().filter(|key| !known.contains(&key.as_str()));
    strangers
        .map(|key| {
            error(key).map_or_else(|| format!("key {key:?} is written otherwise"), |error| error.to_string())
        })
        .collect()
}

fn word(object: &mut Map<String, Json>, key: &str, what: &str) -> Result<String, String> {
    match object.shift_remove(key) {
        Some(Json::String(text)) if !text.trim().is_empty() => Ok(text),
        None | Some(Json::Null | Json::String(_)) => Err(format!("has no `{key}`: it is {what}")),
        Some(other) => Err(format!("`{key}` is {other}, but {what} is wanted")),
    }
}

/// A time that git can hold: RFC 3339 with its offset, since 1970.
fn when(value: Option<Json>, key: &str) -> Result<DateTime<FixedOffset>, String> {
    const SHAPE: &str = "write 2026-11-24T14:30:00-03:00";
    let text = match value {
        None | Some(Json::Null) => return Err(format!("has no `{key}`: {SHAPE}")),
        Some(Json::String(text)) => text,
        Some(other) => return Err(format!("{key} {other} is not a time: {SHAPE}")),
    };
    let text = text.trim();
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| {
        let with_zone = DateTime::parse_from_rfc3339(&format!("{}Z", text.replace(' ', "T"))).is_ok();
        let why = if with_zone { "has no offset" } else { "is not a time" };
        format!("{key} {text:?} {why}: {SHAPE}")
    })?;
    if at.timestamp() < 0 || at.offset().local_minus_utc().abs() > 14 * 3600 {
        return Err(format!("{key} {text:?} is no time that git can keep: since 1970, offsets up to 14:00"));
    }
    // Git keeps whole minutes of offset; RFC 3339 has no others.
    Ok(at)
}

/// `Name <email>`, or the object that `export` writes.
fn who(value: Option<Json>) -> Result<Identity, String> {
    const SHAPE: &str = "write \"Ana Souza <ana@desk.example>\"";
    let found = match value {
        None | Some(Json::Null) => return Err(format!("has no `by`: {SHAPE}")),
        Some(Json::String(text)) => {
            let parts = text.rsplit_once('<').and_then(|(name, rest)| {
                Some((name.trim().to_owned(), rest.trim_end().strip_suffix('>')?.trim().to_owned()))
            });
            parts.ok_or_else(|| format!("by {text:?} is not a name and an address: {SHAPE}"))?
        }
        Some(Json::Object(object)) => {
            let text = |key| object.get(key).and_then(Json::as_str).unwrap_or_default().trim().to_owned();
            (text("name"), text("email"))
        }
        Some(other) => return Err(format!("by {other} is not a name and an address: {SHAPE}")),
    };
    let (name, email) = found;
    if email.is_empty() || email.contains(['<', '>', '\n']) {
        return Err(format!("by \"{name} <{email}>\" has no address: {SHAPE}"));
    }
    Ok(Identity { name, email })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: &Json) -> Result<TicketLine, Vec<String>> {
        ticket(json.as_object().unwrap().clone())
    }

    fn least() -> Json {
        json!({"external": {"system": "old", "id": 7}, "type": "bug", "title": "T",
               "opened_at": "2026-01-02T03:04:05-03:00", "by": "Ana S. <ana@x.example>"})
    }

    fn with(key: &str, value: Json) -> Json {
        let mut json = least();
        json[key] = value;
        json
    }

    #[test]
    fn the_least_line_is_read() {
        let line = read(&least()).unwrap();
        assert_eq!(line.external, External { system: "old".into(), id: "7".into() });
        assert_eq!(line.opened_at.to_rfc3339(), "2026-01-02T03:04:05-03:00");
        assert_eq!((line.by.name.as_str(), line.by.email.as_str()), ("Ana S.", "ana@x.example"));
        assert!(line.events.is_empty() && line.keys.is_empty());
    }

    #[test]
    fn other_keys_are_kept_in_their_order() {
        let mut json = with("priority", json!("alta"));
        json["assignee"] = json!(null);
        let line = read(&json).unwrap();
        assert_eq!(line.keys, [("priority".into(), json!("alta")), ("assignee".into(), json!(null))]);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_way_to_write_it() {
        for (key, value, expected) in [
            ("opened_at", json!("2026-01-02T03:04:05"), "has no offset"),
            ("opened_at", json!("2026-01-02 03:04:05"), "has no offset"),
            ("opened_at", json!("02/01/2026"), "is not a time"),
            ("opened_at", json!("1969-12-31T23:00:00Z"), "git can keep"),
            ("opened_at", json!("2026-01-02T03:04:05+23:00"), "git can keep"),
            ("opened_at", json!(12), "is not a time"),
            ("opened_at", json!(null), "has no `opened_at`"),
            ("by", json!("ana"), "not a name and an address"),
            ("by", json!("Ana <>"), "has no address"),
            ("title", json!("  "), "has no `title`"),
            ("type", json!(1), "a type's id is wanted"),
            ("external", json!("zendesk 1"), "has no `external`"),
            ("external", json!({"system": "zendesk"}), "not a system and an id"),
            ("events", json!({}), "not a list"),
            ("events", json!([1]), "event 1: is not an object"),
            ("events", json!([{"at": "2026-01-03T00:00:00Z", "by": "A <a@x>"}]), "event 1: says nothing"),
            (
                "events",
                json!([{"at": "2026-01-03T00:00:00Z", "by": "A <a@x>", "statsu": "x"}]),
                "did you mean status?",
            ),
        ] {
            let wrong = read(&with(key, value.clone())).unwrap_err();
            assert!(wrong.iter().any(|w| w.contains(expected)), "{key} {value}: {wrong:?}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = read(&json!({"events": [{"status": "x"}]})).unwrap_err();
        assert_eq!(wrong.len(), 7, "{wrong:?}");
    }

    #[test]
    fn a_line_that_is_no_json_names_the_column() {
        assert_eq!(object("{\"a\":1,}").unwrap_err(), "is not JSON: trailing comma in column 8");
        assert!(object("[]").unwrap_err().contains("not a JSON object"));
    }
}
