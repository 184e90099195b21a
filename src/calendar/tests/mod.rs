//! Calendars as a whole: cases worked out by hand, laws, and an oracle that counts second by second.

mod cases;
mod holidays;
mod laws;
mod written;

use super::*;
use crate::model::config::OneOrMany;

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn list(texts: &[&str]) -> OneOrMany {
    OneOrMany(texts.iter().map(|text| (*text).to_owned()).collect())
}

/// A calendar's file: `hours` and `dates` as pairs.
fn spec(zone: &str, hours: &[(&str, &[&str])]) -> CalendarSpec {
    CalendarSpec {
        calendar: "comercial".to_owned(),
        timezone: Some(zone.to_owned()),
        hours: hours.iter().map(|(days, spans)| ((*days).to_owned(), list(spans))).collect(),
        ..CalendarSpec::default()
    }
}

fn compiled(spec: &CalendarSpec) -> Calendar {
    Calendar::compile(spec, &BTreeMap::new(), &Zone::utc()).unwrap().calendar
}

/// Monday to Friday with a lunch break, in São Paulo (C2).
fn office() -> CalendarSpec {
    spec("America/Sao_Paulo", &[("mon-fri", &["08:00-12:00", "13:30-18:00"])])
}

fn problems(spec: &CalendarSpec) -> Vec<CalendarProblem> {
    Calendar::compile(spec, &BTreeMap::new(), &Zone::utc()).unwrap_err()
}
