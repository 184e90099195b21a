//! Calendar questions as JSON lines (8.3).

use super::{Calendar, Instant, Within};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// The answer to one line: the same object with `seconds`, `due` or `open`. A bad line is answered by `Err` with
/// an object that holds `error`, and what the line held where it was an object.
pub fn eval_line(calendar: &Calendar, line: &str) -> Result<String, String> {
    let object = match serde_json::from_str(line) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err(json!({"error": "not a JSON object"}).to_string()),
        Err(error) => return Err(json!({"error": format!("not JSON: {error}")}).to_string()),
    };
    let (result, mut object) = (answer(calendar, &object), object);
    match result {
        Ok((key, value)) => {
            object.insert(key.to_owned(), value);
            Ok(Value::Object(object).to_string())
        }
        Err(error) => {
            object.insert("error".to_owned(), Value::String(error));
            Err(Value::Object(object).to_string())
        }
    }
}

fn answer(calendar: &Calendar, object: &Map<String, Value>) -> Result<(&'static str, Value), String> {
    match text(object, "op")? {
        "elapsed" => {
            Ok(("seconds", calendar.elapsed(instant(object, "from")?, instant(object, "to")?).into()))
        }
        "due" => {
            let from = instant(object, "from")?;
            let within: Within =
                text(object, "within")?.parse().map_err(|error| format!("within: {error}"))?;
            let due = calendar.deadline(from, within).ok_or_else(|| {
                format!("\"{within}\" from then never runs out on calendar \"{}\"", calendar.id())
            })?;
            Ok(("due", due.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()))
        }
        "open" => Ok(("open", calendar.is_open(instant(object, "at")?).into())),
        other => Err(format!("unknown op \"{other}\"; write elapsed, due or open")),
    }
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    match object.get(key) {
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(format!("\"{key}\" must be a text, not {other}")),
        None => Err(format!("\"{key}\" is missing")),
    }
}

fn instant(object: &Map<String, Value>, key: &str) -> Result<Instant, String> {
    let text = text(object, key)?;
    DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc)).map_err(|_| {
        format!("\"{key}\": \"{text}\" is no time; write RFC 3339 with an offset, such as 2026-11-23T09:00:00-03:00")
    })
}
